//! Figures over time, from the dated facts.

use super::{
    View,
    figure::figure,
    indicator::{Item, Past, of},
    scope::Scope,
};
use ledger::domain::{Date, Id, Ratio, records::Indicator};

/// A rate at the end of a month, or on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// The rate on it, over those that are due.
    pub ratio: Ratio,
}

/// The most months that are looked at.
const MONTHS: usize = 60;

/// An indicator at the end of each month, from the first dated fact to the as-of date.
///
/// The list is empty where no dates tell the indicator's past: see [`first_day`].
pub fn series(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Vec<Point> {
    let Some(first) = first_day(view, indicator) else { return Vec::new() };
    let mut days = Vec::new();
    let mut day = first.last_of_month();
    while day < view.as_of {
        days.push(day);
        let Ok(next) = day.tomorrow() else { break };
        day = next.last_of_month();
    }
    days.push(view.as_of);
    let skip = days.len().saturating_sub(MONTHS);
    days.into_iter()
        .skip(skip)
        .map(|day| Point { day, ratio: figure(View { as_of: day, ..view }, indicator, scope).due })
        .collect()
}

/// The first dated fact of an indicator in the whole ledger, by the as-of date; `None` where no dates tell its past.
pub fn first_day(view: View<'_>, indicator: Id<Indicator>) -> Option<Date> {
    let definition = view.ledger.indicators.get(indicator)?;
    past(definition)?.first_day(view, definition).filter(|first| *first <= view.as_of)
}

/// The day on which an item that answers yes came to do so; `None` where it is not known, and for
/// measures whose past no dates tell.
pub(super) fn done_on(view: View<'_>, definition: &Indicator, item: &Item) -> Option<Date> {
    past(definition)?.done_on(view, definition, item)
}

fn past(definition: &Indicator) -> Option<&'static dyn Past> {
    of(definition.measure?).past()
}
