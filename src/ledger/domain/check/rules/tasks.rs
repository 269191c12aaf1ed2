//! Rules for tasks, milestones and targets.

use super::{Detail, Findings, Rule, counts, is_blank};
use crate::domain::{
    Decimal, Kind, days_between,
    facts::has_evidence,
    records::{Milestone, Target, Task},
};

pub(super) const DuplicateNumber: Rule = Rule::error("任务编号重复", "Duplicate task number", |found| {
    let ledger = found.ledger;
    let count = counts(ledger.tasks.iter().map(|(_, row)| row.number.as_str()));
    for (at, row) in ledger.tasks.positioned() {
        if count(&row.number) > 1 {
            found.add(Kind::Task, at, Task::number, Detail::Text(row.number.clone()));
        }
    }
});

pub(super) const MissingPerson: Rule = Rule::warning("未填责任人", "No responsible person", |found| {
    found.all(&found.ledger.tasks, Task::responsible_person, |_, row| is_blank(&row.responsible_person))
});

pub(super) const MissingResult: Rule = Rule::warning("未填预期成果", "No expected result", |found| {
    found.all(&found.ledger.tasks, Task::expected_result, |_, row| is_blank(&row.expected_result))
});

pub(super) const MissingCriteria: Rule = Rule::warning("未填验收标准", "No acceptance criteria", |found| {
    found.all(&found.ledger.tasks, Task::criteria, |_, row| is_blank(&row.criteria))
});

pub(super) const NotReviewed: Rule = Rule::hint("未经审核", "Not reviewed", |found| {
    found.all(&found.ledger.tasks, Task::reviewed_by, |_, row| is_blank(&row.reviewed_by))
});

pub(super) const MissingDeadline: Rule = Rule::warning("未填完成时限", "No deadline", |found| {
    found.all(&found.ledger.tasks, Task::deadline, |_, row| row.deadline.is_none())
});

pub(super) const DeadlinePast: Rule = Rule::warning("已过时限未销号", "Deadline past and not closed", |found| {
    for (at, row) in found.ledger.tasks.positioned() {
        if let Some(deadline) = row.deadline.filter(|on| *on < found.as_of && !is_closed(found, at)) {
            found.add(Kind::Task, at, Task::deadline, Detail::Days(days_between(deadline, found.as_of)));
        }
    }
});

pub(super) const MilestonePast: Rule = Rule::warning("节点已过未完成", "Milestone past and not done", |found| {
    for (at, row) in found.ledger.milestones.positioned() {
        let is_done = row.done.is_some_and(|done| done.done_by(found.as_of));
        let task = row.task.and_then(|id| found.ledger.tasks.live_position(id));
        if let Some(due) = row.due.filter(|due| *due < found.as_of && !is_done)
            && !task.is_some_and(|task| is_closed(found, task))
        {
            found.add(Kind::Milestone, at, Milestone::due, Detail::Days(days_between(due, found.as_of)));
        }
    }
});

pub(super) const ClosedWithoutEvidence: Rule =
    Rule::warning("已销号但无佐证", "Closed without evidence", |found| {
        for (at, _) in found.ledger.tasks.positioned() {
            if is_closed(found, at) && !has_evidence(found.ledger, found.index, at, found.as_of) {
                found.add(Kind::Task, at, None, Detail::None);
            }
        }
    });

pub(super) const ClosedWithoutDate: Rule = Rule::warning("已销号但无日期", "Closed without a date", |found| {
    for (at, _) in found.ledger.tasks.positioned() {
        let standing = found.index.standing(found.ledger, at, found.as_of);
        if standing.is_closed() && standing.since.is_none() {
            found.add(Kind::Task, at, None, Detail::None);
        }
    }
});

pub(super) const DeadlineMovedSilently: Rule =
    Rule::warning("时限调整缺原因或批准人", "Deadline moved without reason or approver", |found| {
        found.all(&found.ledger.tasks, Task::deadline_reason, |_, row| {
            let is_moved =
                row.original_deadline.is_some() && row.deadline.is_some() && row.original_deadline != row.deadline;
            is_moved && (is_blank(&row.deadline_reason) || is_blank(&row.deadline_approver))
        })
    });

pub(super) const WarningWithoutReason: Rule =
    Rule::warning("人工预警缺理由", "Warning by hand without a reason", |found| {
        found.all(&found.ledger.tasks, Task::warning_reason, |_, row| {
            row.warning.is_some() && is_blank(&row.warning_reason)
        })
    });

pub(super) const TargetOutOfRange: Rule = Rule::error("目标值超过 100%", "Target above 100 %", |found| {
    found.all(&found.ledger.targets, Target::value, |_, row| row.value.is_some_and(|value| value > Decimal::whole(100)))
});

fn is_closed(found: &Findings<'_>, task: usize) -> bool {
    found.index.standing(found.ledger, task, found.as_of).is_closed()
}
