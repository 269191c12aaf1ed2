//! Figures over time, from the dated facts.

use super::{View, figure::figure, scope::Scope};
use crate::domain::{Date, Id, Ratio, choice::Measure, records::Indicator};

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
/// Only indicators of tasks and of institutions have a past that dates can tell; for others the list
/// is empty.
pub fn series(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Vec<Point> {
    let measure = view.ledger.indicators.get(indicator).and_then(|row| row.measure);
    let first = match measure {
        Some(Measure::TasksClosed) => first_task_day(view),
        Some(Measure::Stage | Measure::Action) => first_stage_day(view),
        _ => None,
    };
    let Some(first) = first.filter(|first| *first <= view.as_of) else { return Vec::new() };
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

fn first_task_day(view: View<'_>) -> Option<Date> {
    view.ledger.progress.iter().filter_map(|(_, row)| row.date).min()
}

fn first_stage_day(view: View<'_>) -> Option<Date> {
    view.ledger
        .adoptions
        .iter()
        .filter_map(|(_, row)| match row.issued {
            Some(crate::domain::Stage::Yes(day)) => day,
            _ => None,
        })
        .min()
}
