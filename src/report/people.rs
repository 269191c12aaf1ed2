//! Persons and not papers: of the contracts of one person with one enterprise the last that has begun counts.

use rustc_hash::FxHashMap;

use super::View;
use crate::domain::{Date, RawId, records::Contract};

/// The day from which a person is in office: that of the appointment, else the first of the term.
pub fn in_office_from(row: &Contract) -> Option<Date> {
    row.appointed_on.or(row.term_from)
}

/// Whether a person is in office on a day; without dates, always. The day of leaving is the first one out.
pub fn is_in_office(row: &Contract, day: Date) -> bool {
    in_office_from(row).is_none_or(|on| on <= day) && row.ended_on.is_none_or(|on| day < on)
}

/// The contracts of an enterprise that count on a day, by position in the order of the table: of each person
/// the last that has begun, so that a renewal is not a second person. One that names nobody stands for itself.
pub fn counting(view: View<'_>, enterprise: usize) -> Vec<usize> {
    let contracts = &view.ledger.contracts;
    let begun = |row: &Contract| in_office_from(row).is_none_or(|on| on <= view.as_of);
    let mut last: FxHashMap<&str, usize> = FxHashMap::default();
    for at in view.index.contracts.of(enterprise).filter(|at| begun(contracts.at(*at))) {
        let name = contracts.at(at).person.trim();
        if !name.is_empty() {
            let known = last.entry(name).or_insert(at);
            if order(view, *known) < order(view, at) {
                *known = at;
            }
        }
    }
    let counts = |at: &usize| {
        let row = contracts.at(*at);
        let name = row.person.trim();
        begun(row) && (name.is_empty() || last.get(name) == Some(at))
    };
    view.index.contracts.of(enterprise).filter(counts).collect()
}

/// What makes a contract the later of two: a term that has begun, its first day, and where they are alike the
/// identity, which every copy of a ledger has.
fn order(view: View<'_>, at: usize) -> (bool, Option<Date>, RawId) {
    let contracts = &view.ledger.contracts;
    let from = contracts.at(at).term_from.or(contracts.at(at).appointed_on);
    (from.is_none_or(|on| on <= view.as_of), from, contracts.typed_id(at).raw())
}
