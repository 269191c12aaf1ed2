//! Checks of tasks, milestones and targets.

use rustc_hash::FxHashMap;

use super::{Check, Detail, Findings};
use crate::domain::{
    Date, Decimal, Index, Kind, Ledger, days_between,
    records::{Milestone, Target, Task},
};

pub(super) fn run(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, row) in ledger.tasks.iter().filter(|(_, row)| !row.number.is_empty()) {
        *numbers.entry(&row.number).or_default() += 1;
    }
    for (at, row) in ledger.tasks.positioned() {
        task(found, at, row);
        if numbers.get(row.number.as_str()).is_some_and(|count| *count > 1) {
            found.add(Check::DuplicateNumber, Kind::Task, at, Some(Task::number), Detail::Text(row.number.clone()));
        }
    }
    for (at, row) in ledger.milestones.positioned() {
        let closed = row
            .task
            .and_then(|id| ledger.tasks.live_position(id))
            .is_some_and(|task| found.index.standing(ledger, task, found.as_of).is_closed());
        let done = row.done.is_some_and(|done| done.done_by(found.as_of));
        if let Some(due) = row.due.filter(|due| *due < found.as_of && !done && !closed) {
            let days = Detail::Days(days_between(due, found.as_of));
            found.add(Check::MilestonePast, Kind::Milestone, at, Some(Milestone::due), days);
        }
    }
    for (at, row) in ledger.targets.positioned() {
        if row.value.is_some_and(|value| value > Decimal::whole(100)) {
            found.add(Check::TargetOutOfRange, Kind::Target, at, Some(Target::value), Detail::None);
        }
    }
}

/// Tells whether a task has evidence by the day; evidence without a date counts.
pub fn has_evidence(ledger: &Ledger, index: &Index, as_of: Date, task: usize) -> bool {
    index.evidence.of(task).any(|at| ledger.evidence.at(at).date.is_none_or(|date| date <= as_of))
}

fn task(found: &mut Findings<'_>, at: usize, row: &Task) {
    let standing = found.index.standing(found.ledger, at, found.as_of);
    let empty = |text: &str| text.trim().is_empty();
    for (missing, check, field) in [
        (empty(&row.title), Check::MissingName, Task::title),
        (empty(&row.responsible_person), Check::MissingPerson, Task::responsible_person),
        (row.deadline.is_none(), Check::MissingDeadline, Task::deadline),
        (empty(&row.expected_result), Check::MissingResult, Task::expected_result),
        (empty(&row.criteria), Check::MissingCriteria, Task::criteria),
        (row.warning.is_some() && empty(&row.warning_reason), Check::WarningWithoutReason, Task::warning_reason),
        (empty(&row.reviewed_by), Check::NotReviewed, Task::reviewed_by),
    ] {
        if missing {
            found.add(check, Kind::Task, at, Some(field), Detail::None);
        }
    }
    if let Some(deadline) = row.deadline.filter(|deadline| *deadline < found.as_of && !standing.is_closed()) {
        let days = Detail::Days(days_between(deadline, found.as_of));
        found.add(Check::DeadlinePast, Kind::Task, at, Some(Task::deadline), days);
    }
    let moved = row.original_deadline.is_some() && row.deadline.is_some() && row.original_deadline != row.deadline;
    if moved && (empty(&row.deadline_reason) || empty(&row.deadline_approver)) {
        found.add(Check::DeadlineMovedSilently, Kind::Task, at, Some(Task::deadline_reason), Detail::None);
    }
    if standing.is_closed() {
        if !has_evidence(found.ledger, found.index, found.as_of, at) {
            found.add(Check::ClosedWithoutEvidence, Kind::Task, at, None, Detail::None);
        }
        if standing.since.is_none() {
            found.add(Check::ClosedWithoutDate, Kind::Task, at, None, Detail::None);
        }
    }
}
