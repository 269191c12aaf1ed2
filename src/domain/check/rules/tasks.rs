//! Rules for tasks, milestones and targets.

use super::{Detail, Findings, counts, is_blank, rule};
use crate::domain::{
    Decimal, Kind, days_between,
    facts::has_evidence,
    records::{Milestone, Target, Task},
};

rule! {
    DuplicateNumber: Error, "任务编号重复", "Duplicate task number", |found| {
    let ledger = found.ledger;
    let count = counts(ledger.tasks.iter().map(|(_, row)| row.number.as_str()));
    for (at, row) in ledger.tasks.positioned() {
        if count(&row.number) > 1 {
            found.add(Kind::Task, at, Task::number, Detail::Text(row.number.clone()));
        }
    }
}
}

rule! {
    MissingPerson: Warning, "未填责任人", "No responsible person", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if is_blank(&row.responsible_person) {
            found.add(Kind::Task, at, Task::responsible_person, Detail::None);
        }
    }
}
}

rule! {
    MissingResult: Warning, "未填预期成果", "No expected result", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if is_blank(&row.expected_result) {
            found.add(Kind::Task, at, Task::expected_result, Detail::None);
        }
    }
}
}

rule! {
    MissingCriteria: Warning, "未填验收标准", "No acceptance criteria", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if is_blank(&row.criteria) {
            found.add(Kind::Task, at, Task::criteria, Detail::None);
        }
    }
}
}

rule! {
    NotReviewed: Hint, "未经审核", "Not reviewed", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if is_blank(&row.reviewed_by) {
            found.add(Kind::Task, at, Task::reviewed_by, Detail::None);
        }
    }
}
}

rule! {
    MissingDeadline: Warning, "未填完成时限", "No deadline", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if row.deadline.is_none() {
            found.add(Kind::Task, at, Task::deadline, Detail::None);
        }
    }
}
}

rule! {
    DeadlinePast: Warning, "已过时限未销号", "Deadline past and not closed", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if let Some(deadline) = row.deadline.filter(|on| *on < found.as_of && !is_closed(found, at)) {
            found.add(Kind::Task, at, Task::deadline, Detail::Days(days_between(deadline, found.as_of)));
        }
    }
}
}

rule! {
    MilestonePast: Warning, "节点已过未完成", "Milestone past and not done", |found| {
    for (at, row) in found.ledger.milestones.positioned() {
        let is_done = row.done.is_some_and(|done| done.done_by(found.as_of));
        let task = row.task.and_then(|id| found.ledger.tasks.live_position(id));
        if let Some(due) = row.due.filter(|due| *due < found.as_of && !is_done)
            && !task.is_some_and(|task| is_closed(found, task))
        {
            found.add(Kind::Milestone, at, Milestone::due, Detail::Days(days_between(due, found.as_of)));
        }
    }
}
}

rule! {
    ClosedWithoutEvidence: Warning, "已销号但无佐证", "Closed without evidence", |found| {
    for (at, _) in found.ledger.tasks.positioned() {
        if is_closed(found, at) && !has_evidence(found.ledger, found.index, at, found.as_of) {
            found.add(Kind::Task, at, None, Detail::None);
        }
    }
}
}

rule! {
    ClosedWithoutDate: Warning, "已销号但无日期", "Closed without a date", |found| {
    for (at, _) in found.ledger.tasks.positioned() {
        let standing = found.index.standing(found.ledger, at, found.as_of);
        if standing.is_closed() && standing.since.is_none() {
            found.add(Kind::Task, at, None, Detail::None);
        }
    }
}
}

rule! {
    DeadlineMovedSilently: Warning, "时限调整缺原因或批准人", "Deadline moved without reason or approver", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        let is_moved =
            row.original_deadline.is_some() && row.deadline.is_some() && row.original_deadline != row.deadline;
        if is_moved && (is_blank(&row.deadline_reason) || is_blank(&row.deadline_approver)) {
            found.add(Kind::Task, at, Task::deadline_reason, Detail::None);
        }
    }
}
}

rule! {
    WarningWithoutReason: Warning, "人工预警缺理由", "Warning by hand without a reason", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if row.warning.is_some() && is_blank(&row.warning_reason) {
            found.add(Kind::Task, at, Task::warning_reason, Detail::None);
        }
    }
}
}

rule! {
    TargetOutOfRange: Error, "目标值超过 100%", "Target above 100 %", |found| {
    for (at, row) in found.ledger.targets.positioned() {
        if row.value.is_some_and(|value| value > Decimal::whole(100)) {
            found.add(Kind::Target, at, Target::value, Detail::None);
        }
    }
}
}

fn is_closed(found: &Findings<'_>, task: usize) -> bool {
    found.index.standing(found.ledger, task, found.as_of).is_closed()
}
