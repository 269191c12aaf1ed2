//! What is so on a day, read alike by checks and reports: who is left out, who is in office, what counts as an
//! exit, what of a board cannot be right. Which adoption or board of several counts says [`Index`].

use rustc_hash::FxHashMap;

use super::{
    Date, Decimal, Field, Id, Index, Ledger, RawId, Stage,
    builtins::institution,
    choice::{ExclusionReason, ExitCause, Outcome},
    records::{Adoption, Assessment, Board, Contract, Director, Indicator},
};

/// Why an enterprise is left out on a day by an exclusion that speaks of the indicator in question; of several
/// the one of the greatest identity tells, so that no figure depends on the order in which they arrived.
pub fn exclusion_in_force(
    ledger: &Ledger,
    index: &Index,
    enterprise: usize,
    day: Date,
    is_meant: impl Fn(Option<Id<Indicator>>) -> bool,
) -> Option<ExclusionReason> {
    let exclusions = &ledger.exclusions;
    index
        .exclusions
        .of(enterprise)
        .filter(|at| is_meant(exclusions.at(*at).indicator) && exclusions.at(*at).holds_on(day))
        .max_by_key(|at| exclusions.typed_id(*at))
        .map(|at| exclusions.at(at).reason.unwrap_or(ExclusionReason::Other))
}

/// Tells whether an institution was issued by the day though the enterprise is not due for it: it says
/// so itself, or an exclusion is in force.
pub fn is_counted_not_due(ledger: &Ledger, index: &Index, day: Date, row: &Adoption) -> bool {
    let is_issued = row.issued.is_some_and(|stage| stage.done_by(day));
    // Every enterprise was converted or does its work in some form: excluding one from all
    // indicators says nothing against those that are not about the exit system alone.
    let is_meant = |indicator: Option<Id<Indicator>>| match indicator {
        None => row.institution == Some(institution::EXIT),
        Some(id) => ledger.indicators.get(id).is_some_and(|indicator| indicator.institution == row.institution),
    };
    let is_excluded = || {
        let enterprise = row.enterprise.and_then(|id| ledger.enterprises.live_position(id));
        enterprise.is_some_and(|at| exclusion_in_force(ledger, index, at, day, is_meant).is_some())
    };
    is_issued && (row.due == Some(false) || is_excluded())
}

/// The day from which a manager is in office: that of the appointment, else the first of the term.
pub fn in_office_from(row: &Contract) -> Option<Date> {
    row.appointed_on.or(row.term_from)
}

/// Whether a manager is in office on a day; without dates, always. The day of leaving is the first one out.
pub fn is_in_office(row: &Contract, day: Date) -> bool {
    in_office_from(row).is_none_or(|on| on <= day) && row.ended_on.is_none_or(|on| day < on)
}

/// Whether a director holds the seat on a day; without dates, always. The day of leaving is the first one out.
pub fn is_seated(row: &Director, day: Date) -> bool {
    row.appointed_on.is_none_or(|on| on <= day) && row.left_on.is_none_or(|on| day < on)
}

/// The contracts of an enterprise that count on a day, by position in the order of the table. Persons count and
/// not papers: of each person the last contract that has begun, so that a renewal is not a second person. One that
/// names nobody stands for itself.
pub fn counting_contracts(ledger: &Ledger, index: &Index, enterprise: usize, day: Date) -> Vec<usize> {
    let contracts = &ledger.contracts;
    let has_begun = |at: &usize| in_office_from(contracts.at(*at)).is_none_or(|on| on <= day);
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    for at in index.contracts.of(enterprise).filter(has_begun) {
        let name = contracts.at(at).person.trim();
        if !name.is_empty() {
            let known = last.entry(name).or_insert(at);
            if succession(ledger, *known, day) < succession(ledger, at, day) {
                *known = at;
            }
        }
    }
    let counts = |at: &usize| {
        let name = contracts.at(*at).person.trim();
        has_begun(at) && (name.is_empty() || last.get(name) == Some(at))
    };
    index.contracts.of(enterprise).filter(counts).collect()
}

/// What makes a contract the later of two of one person: a term that has begun, its first day, and where they are
/// alike the identity, which every copy of a ledger has. Terms follow each other; the appointment, by which a
/// person is in office, is often carried over from the first contract to its renewals.
fn succession(ledger: &Ledger, at: usize, day: Date) -> (bool, Option<Date>, RawId) {
    let row = ledger.contracts.at(at);
    let from = row.term_from.or(row.appointed_on);
    (from.is_none_or(|on| on <= day), from, ledger.contracts.typed_id(at).raw())
}

/// Tells whether a cause counts as an exit under the system; misconduct, retirement, resignation and
/// reassignment do not.
pub const fn is_exit(cause: Option<ExitCause>) -> bool {
    matches!(cause, Some(ExitCause::LastPlace | ExitCause::Incompetent))
}

/// Tells whether an assessment moved the manager or made them leave.
pub const fn is_departure(row: &Assessment) -> bool {
    matches!(row.outcome, Some(Outcome::Adjust | Outcome::Exit))
}

/// The day by which an assessed manager was out of office by the assessment, and so is honoured without pay.
pub fn left_by_assessment(row: &Assessment, day: Date) -> Option<Date> {
    row.outcome_on.filter(|on| row.outcome == Some(Outcome::Exit) && *on <= day)
}

/// The day on which an enterprise issued the rule that governs its managers' contracts, where it is known.
pub fn tenure_rule_day(ledger: &Ledger, index: &Index, enterprise: usize) -> Option<Date> {
    let adoption = index.adoption(enterprise, institution::TENURE)?;
    ledger.adoptions.at(adoption).issued.and_then(Stage::day)
}

/// The papers of a contract that have a day, each with it.
pub fn paper_days(row: &Contract) -> impl Iterator<Item = (Field, Date)> {
    [
        (Contract::employment_agreement, row.employment_agreement),
        (Contract::annual_paper, row.annual_paper),
        (Contract::term_paper, row.term_paper),
    ]
    .into_iter()
    .filter_map(|(field, paper)| Some((field, paper.and_then(Stage::day)?)))
}

/// Numbers of one board that cannot both be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoardContradiction {
    /// More outside directors than directors.
    OutsideOverFilled,
    /// More directors than seats.
    FilledOverSeats,
    /// More full-time outside directors than outside directors.
    FullTimeOverOutside,
}

/// What a board's own numbers contradict each other in, with the number that is too great and its bound.
pub fn board_contradictions(row: &Board) -> impl Iterator<Item = (BoardContradiction, Decimal, Decimal)> {
    [
        (BoardContradiction::OutsideOverFilled, row.outside, row.filled),
        (BoardContradiction::FilledOverSeats, row.filled, row.seats),
        (BoardContradiction::FullTimeOverOutside, row.full_time_outside, row.outside),
    ]
    .into_iter()
    .filter_map(|(contradiction, part, bound)| Some((contradiction, part?, bound?)))
    .filter(|(_, part, bound)| part > bound)
}

/// Tells whether a task has evidence by the day; evidence without a date counts.
pub fn has_evidence(ledger: &Ledger, index: &Index, task: usize, day: Date) -> bool {
    index.evidence.of(task).any(|at| ledger.evidence.at(at).date.is_none_or(|date| date <= day))
}
