//! Tasks closed (T1).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, task};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, household, yes_if},
};
use ledger::domain::{Date, Id, choice::TaskStatus, records::Indicator};

/// Tasks whose status on the day is closed, over all tasks.
pub(super) struct TasksClosed;

impl Counting for TasksClosed {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Task, Weight::One)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        task::items(query, |_, state| {
            // No status at all says neither yes nor no.
            let answer = if state.status.is_none() { Answer::Missing } else { yes_if(state.is_closed()) };
            (answer, household(answer))
        })
    }

    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        task::proof(view, item)
    }

    fn past(&self) -> Option<&dyn Past> {
        Some(self)
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Past for TasksClosed {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        task::first_day(view)
    }

    /// A task that was reopened counts from the closing that still stands.
    fn done_on(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Date> {
        let task = view.ledger.tasks.live_position(Id::new(item.record.id))?;
        let mut since = None;
        let mut closed = false;
        for at in view.index.progress.of(task) {
            let entry = view.ledger.progress.at(at);
            if entry.date.is_some_and(|date| date > view.as_of) {
                break;
            }
            if let Some(status) = entry.status {
                let closes = status == TaskStatus::Closed;
                // A closing that is confirmed later stays as old as it is.
                if closes && !closed {
                    since = entry.date;
                }
                closed = closes;
            }
        }
        since
    }
}
