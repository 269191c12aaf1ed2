//! What shows an answer: the day on which it became so, and the paper that says it.

use super::{Answer, Item, measure};
use crate::View;
use ledger::domain::{Date, Id, records::Indicator};

/// What shows an answer, as far as the ledger says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The day on which it became so; the last such day where a manager was moved more than once. Never later than
    /// the day of the view.
    pub on: Option<Date>,
    /// The number of the paper, or what else the ledger names as evidence; may be empty.
    pub paper: String,
}

/// What shows that an item of an indicator counts; nothing for items that do not.
pub fn proof(view: View<'_>, indicator: Id<Indicator>, item: &Item) -> Proof {
    let definition = view.ledger.indicators.get(indicator).filter(|_| item.answer == Answer::Yes);
    let counting = definition.and_then(|row| Some((row, measure::of(row.measure?))));
    let found = counting.and_then(|(row, counting)| counting.proof(view, row, item)).unwrap_or_default();
    Proof { on: found.on.filter(|on| *on <= view.as_of), ..found }
}
