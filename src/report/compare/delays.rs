//! Tasks that slipped: the current deadline against the original one, and what is overdue.

use crate::{View, scope::Scope};
use ledger::domain::{Date, Id, days_between, records::Task};

/// A task of the later state that slipped or is overdue on its day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The task.
    pub task: Id<Task>,
    /// The original deadline, if it is on record.
    pub original: Option<Date>,
    /// The current deadline.
    pub deadline: Date,
    /// By how many days the current deadline is later than the original; 0 where it is not.
    pub days: i64,
    /// Days since the deadline, of a task that is not closed on the day; 0 where it is in time.
    pub overdue: i64,
    /// Whether it came between the two states: the deadline was put further off, or went by unmet.
    pub is_new: bool,
    /// Why the deadline was moved; empty where nobody says.
    pub reason: String,
    /// Who approved; empty where nobody is named.
    pub approver: String,
}

/// What a task is late by in one state.
#[derive(Clone, Copy, Default)]
struct Late {
    days: i64,
    overdue: i64,
}

/// The tasks in scope that slipped or are overdue in the later state: those that slipped furthest first,
/// then those that are overdue the longest.
pub fn slips(before: View<'_>, after: View<'_>, scope: &Scope) -> Vec<Slip> {
    let resolved = scope.resolve(after);
    let tasks = &after.ledger.tasks;
    let mut slips: Vec<Slip> = tasks
        .positioned()
        .filter(|(at, _)| resolved.has_task(*at))
        .filter_map(|(at, row)| {
            let Late { days, overdue } = late(after, at);
            let deadline = row.deadline.filter(|_| days > 0 || overdue > 0)?;
            let task: Id<Task> = tasks.typed_id(at);
            let was = before.ledger.tasks.live_position(task).map_or_else(Late::default, |at| late(before, at));
            Some(Slip {
                task,
                original: row.original_deadline,
                deadline,
                days,
                overdue,
                is_new: days > was.days || (overdue > 0 && was.overdue == 0),
                reason: row.deadline_reason.trim().to_owned(),
                approver: row.deadline_approver.trim().to_owned(),
            })
        })
        .collect();
    slips.sort_by_key(|slip| (std::cmp::Reverse((slip.days, slip.overdue)), slip.task));
    slips
}

fn late(view: View<'_>, at: usize) -> Late {
    let row = view.ledger.tasks.at(at);
    let Some(deadline) = row.deadline else { return Late::default() };
    let days = row.original_deadline.map_or(0, |original| days_between(original, deadline).max(0));
    let is_closed = view.index.standing(view.ledger, at, view.as_of).is_closed();
    let overdue = if is_closed { 0 } else { days_between(deadline, view.as_of).max(0) };
    Late { days, overdue }
}
