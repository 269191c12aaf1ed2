//! Outside directors by name: on how many boards each sits, and when each was evaluated.
//!
//! Persons have no identity in the ledger but their names: namesakes look like one person here.

use rustc_hash::FxHashMap;

use super::Evaluated;
use crate::{Answer, View, scope::Scope};
use ledger::domain::{Date, Id, choice::DirectorKind, facts::is_seated, records::Director};

/// From how many boards on a person's load is pointed out: usual, no rule.
pub const MANY_BOARDS: usize = 4;

/// One seat of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The record.
    pub director: Id<Director>,
    /// The position of the enterprise.
    pub enterprise: usize,
    /// Whether the enterprise lies in the scope.
    pub in_scope: bool,
    /// Since when, where that is stated.
    pub since: Option<Date>,
    /// Whether full-time.
    pub full_time: Option<bool>,
    /// How the evaluation for this seat stands.
    pub evaluated: Evaluated,
}

/// An outside director.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<'a> {
    /// The name.
    pub name: &'a str,
    /// The outside seats in office, in the order of the enterprises.
    pub seats: Vec<Seat>,
    /// On how many boards the person sits; two seats on one board are one board.
    pub boards: usize,
    /// Whether full-time: missing where no seat states it.
    pub full_time: Answer,
    /// One seat says full-time, another says not.
    pub is_contradictory: bool,
}

impl Person<'_> {
    /// Tells whether the load is to be pointed out.
    pub const fn sits_on_many(&self) -> bool {
        self.boards >= MANY_BOARDS
    }

    /// Tells whether the evaluation of a seat is due.
    pub fn is_due(&self) -> bool {
        self.seats.iter().any(|seat| seat.evaluated.is_due())
    }
}

/// The outside directors of a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directors<'a> {
    /// Those with an outside seat in scope, most boards first. Seats out of scope are listed with them.
    pub people: Vec<Person<'a>>,
    /// Outside seats in scope whose record says no name.
    pub unnamed: i64,
    /// Director records of the ledger, of any kind and in office or not.
    pub records: usize,
}

/// Lists the outside directors who are in office on the day; one pass over the ledger's enterprises.
pub fn directors<'a>(view: View<'a>, scope: &Scope) -> Directors<'a> {
    let (here, everywhere) = (scope.resolve(view), Scope::default());
    let mut report = Directors { records: view.ledger.directors.live_count(), ..Directors::default() };
    let mut seats: FxHashMap<&str, Vec<Seat>> = FxHashMap::default();
    for enterprise in everywhere.resolve(view).enterprises() {
        let mut in_scope = None;
        for at in view.index.directors.of(enterprise) {
            let row = view.ledger.directors.at(at);
            if row.kind != Some(DirectorKind::Outside) || !is_seated(row, view.as_of) {
                continue;
            }
            let in_scope = *in_scope.get_or_insert_with(|| here.has_enterprise(enterprise));
            if row.person.trim().is_empty() {
                report.unnamed += i64::from(in_scope);
                continue;
            }
            seats.entry(row.person.trim()).or_default().push(Seat {
                director: view.ledger.directors.typed_id(at),
                enterprise,
                in_scope,
                since: row.appointed_on,
                full_time: row.full_time,
                evaluated: Evaluated::read(row.evaluated_on, view.as_of),
            });
        }
    }
    report.people = seats
        .into_iter()
        .filter(|(_, seats)| seats.iter().any(|seat| seat.in_scope))
        .map(|(name, seats)| person(name, seats))
        .collect();
    report.people.sort_by(|a, b| b.boards.cmp(&a.boards).then_with(|| a.name.cmp(b.name)));
    report
}

fn person(name: &str, seats: Vec<Seat>) -> Person<'_> {
    let says = |answer| seats.iter().any(|seat| seat.full_time == Some(answer));
    let (yes, no) = (says(true), says(false));
    // Seats come enterprise by enterprise, so those of one board stand together.
    let boards = seats.chunk_by(|a, b| a.enterprise == b.enterprise).count();
    let full_time = match (yes, no) {
        (true, _) => Answer::Yes,
        (false, true) => Answer::No,
        (false, false) => Answer::Missing,
    };
    Person { name, boards, full_time, is_contradictory: yes && no, seats }
}
