//! Managers adjusted or exited (E3).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, people};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof},
};
use ledger::domain::{
    Id,
    choice::ExitCause,
    facts::{in_office_from, is_departure, is_exit},
    records::{Contract, Indicator},
};

/// Managers who were moved or left as last in place or for incompetence, over managers in office.
pub(super) struct ManagersExited;

impl Counting for ManagersExited {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Person, Weight::One)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        people::items(query, |at, row| exited(query, at, row))
    }

    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        let at = view.ledger.contracts.live_position(Id::new(item.record.id))?;
        let row = view.ledger.contracts.at(at);
        let moved =
            view.index.assessments.of(at).map(|at| view.ledger.assessments.at(at)).filter(|row| {
                is_departure(row) && is_exit(row.cause) && row.outcome_on.is_some_and(|on| on <= view.as_of)
            });
        let last = moved.max_by_key(|row| row.outcome_on);
        let on = last.and_then(|row| row.outcome_on).or(row.ended_on.filter(|_| is_exit(row.end_cause)));
        Some(Proof { on, paper: last.map_or_else(String::new, |row| row.evidence.clone()) })
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

/// Whether a manager in office at some time in the window was moved or left for one of the two
/// reasons that count; misconduct, retirement and resignation do not. Who was moved or left and nobody
/// says why is missing.
fn exited(query: &IndicatorQuery<'_>, at: usize, row: &Contract) -> Option<Answer> {
    let IndicatorQuery { view, window, .. } = query;
    let in_office = in_office_from(row).is_none_or(|on| on <= view.as_of)
        && row.ended_on.is_none_or(|on| window.is_none_or(|from| from <= on));
    let by_assessment = view.index.assessments.of(at).filter_map(|at| {
        let row = view.ledger.assessments.at(at);
        (is_departure(row) && row.outcome_on.is_some_and(|on| query.in_window(on))).then_some(row.cause)
    });
    let by_leaving = row.ended_on.filter(|on| query.in_window(*on)).map(|_| row.end_cause);
    let causes: Vec<Option<ExitCause>> = by_assessment.chain(by_leaving).collect();
    in_office.then(|| {
        if causes.iter().any(|cause| is_exit(*cause)) {
            Answer::Yes
        } else if causes.contains(&None) {
            Answer::Missing
        } else {
            Answer::No
        }
    })
}
