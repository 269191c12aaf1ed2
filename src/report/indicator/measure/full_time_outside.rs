//! Full-time outside directors (G5).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, person, read, yes_if},
};
use ledger::domain::{AnyTable, Kind, Ratio, RecordRef, choice::DirectorKind, facts::is_seated, records::Indicator};

/// Full-time outside directors, over outside directors.
pub(super) struct FullTimeOutside;

impl Counting for FullTimeOutside {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Person, Weight::One)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        query.scope.enterprises().flat_map(|at| outside_seats(query, at)).collect()
    }

    fn proof(&self, _: View<'_>, _: &Indicator, _: &Item) -> Option<Proof> {
        None
    }
    fn past(&self) -> Option<&dyn Past> {
        None
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

/// The outside directors of one board, seat by seat as far as records name them in keeping with the board's
/// own numbers, and the other seats together under the enterprise. More full-time ones than there are outside
/// directors is a contradiction that a check reports; here it must not push the numerator out of its denominator.
fn outside_seats(query: &IndicatorQuery<'_>, enterprise: usize) -> Vec<Item> {
    let ledger = query.view.ledger;
    let board = query.view.index.board(enterprise).map(|at| ledger.boards.at(at));
    let own = board.filter(|row| read(row.established, query.view.as_of) == Answer::Yes);
    let Some((row, outside)) = own.and_then(|row| Some((row, row.outside?))) else { return Vec::new() };
    let seats = outside.hundredths() / 100;
    let full_time = row.full_time_outside.map(|count| count.min(outside).hundredths() / 100);
    let together = query.household(enterprise, Answer::Missing, row.due);
    let mut items = full_time.map_or_else(Vec::new, |full_time| named_seats(query, enterprise, seats, full_time));
    items.iter_mut().for_each(|item| item.excluded = together.excluded);
    let named = |answer| items.iter().filter(|item| item.answer == answer).count() as i64;
    let (yes, rest) = (full_time.unwrap_or(0) - named(Answer::Yes), seats - items.len() as i64);
    if rest > 0 {
        let answer = full_time.map_or(Answer::Missing, |_| yes_if(yes > 0));
        items.push(Item { answer, counted: Ratio::new(yes, rest), count: rest, ..together });
    }
    items
}

/// The outside directors on record of a board with so many seats for them and so many full-time ones; none
/// where they cannot be those. Of whom nobody says which they are is told where the numbers leave no choice.
fn named_seats(query: &IndicatorQuery<'_>, enterprise: usize, seats: i64, full_time: i64) -> Vec<Item> {
    let directors = &query.view.ledger.directors;
    let own = query.view.index.directors.of(enterprise).filter(|at| {
        let row = directors.at(*at);
        row.kind == Some(DirectorKind::Outside) && is_seated(row, query.view.as_of)
    });
    let own: Vec<(RecordRef, Option<bool>)> =
        own.map(|at| (RecordRef::new(Kind::Director, directors.id_at(at)), directors.at(at).full_time)).collect();
    let says = |answer| own.iter().filter(|(_, own)| *own == answer).count() as i64;
    let (yes, no) = (full_time - says(Some(true)), seats - full_time - says(Some(false)));
    if yes < 0 || no < 0 || own.len() as i64 > seats {
        return Vec::new();
    }
    let follows = match (yes, no) {
        (0, _) => Some(false),
        (_, 0) => Some(true),
        _ => None,
    };
    own.into_iter()
        .filter_map(|(record, said)| Some(person(record, enterprise, yes_if(said.or(follows)?), None)))
        .collect()
}
