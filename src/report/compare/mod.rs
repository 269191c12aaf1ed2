//! What changed between two states: two files, or one ledger on two days.
//!
//! Every field that differs is told once, as the change that it means. What follows from dates alone
//! is told as well: tasks that were closed, and enterprises that came to count.

mod bridge;
mod delays;
mod figures;
mod order;
mod period;
mod within;

pub use bridge::{Bridge, Flow, Move, Part, Step, tenths_between};
pub use delays::{Slip, slips};
pub use period::Period;

use super::{View, figure::Figure, scope::Scope};
use ledger::domain::{
    Date, Field, Id, Kind, Phrase, RecordRef, TaskState, Value,
    choice::{CodedEnum, ExclusionReason},
    records::{Enterprise, Indicator, Institution, Task, Unit},
};

/// What changed from one state to another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes by kind of change, then by kind of record, then by number or name.
    pub changes: Vec<Difference>,
    /// Every indicator that measures something in either state, in the order of the later ledger.
    pub figures: Vec<FigureChange>,
    /// The tasks that slipped or are overdue in the later state.
    pub slips: Vec<Slip>,
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The record; a removed one is live in the earlier state alone.
    pub record: RecordRef,
    /// What happened to it.
    pub turn: Turn,
}

/// What happened to a record from one state to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is there now and was not, or was deleted.
    Added,
    /// It was there and is deleted or absent now.
    Removed,
    /// The task is struck off the ledger now.
    TaskClosed {
        /// The day of the entry that closed it, where it has one.
        on: Option<Date>,
    },
    /// The task was struck off and is not any more.
    TaskReopened,
    /// The task stands elsewhere, neither closed nor reopened.
    TaskMoved {
        /// Where it stood.
        from: TaskState,
        /// Where it stands.
        to: TaskState,
    },
    /// The deadline of a task is another.
    DeadlineMoved {
        /// The deadline that was.
        from: Option<Date>,
        /// The deadline that is.
        to: Option<Date>,
        /// Whether the later state gives a reason.
        has_reason: bool,
        /// Whether the later state names who approved.
        has_approver: bool,
    },
    /// An enterprise, a unit, a task or an institution bears another name.
    Renamed {
        /// The name that was.
        from: String,
        /// The name that is.
        to: String,
    },
    /// The enterprise counts now in the denominator of an indicator.
    JoinedDenominator {
        /// The indicator.
        indicator: Id<Indicator>,
        /// Why it did not count before.
        reason: Absence,
    },
    /// The enterprise counts no more in the denominator of an indicator.
    LeftDenominator {
        /// The indicator.
        indicator: Id<Indicator>,
        /// Why it does not count now.
        reason: Absence,
    },
    /// The enterprise counts now in the numerator of an indicator.
    JoinedNumerator {
        /// The indicator.
        indicator: Id<Indicator>,
    },
    /// The enterprise counts no more in the numerator of an indicator.
    LeftNumerator {
        /// The indicator.
        indicator: Id<Indicator>,
    },
    /// Any other field holds another value.
    FieldChanged {
        /// The field.
        field: Field,
        /// The value that was.
        old: Value,
        /// The value that is.
        new: Value,
    },
}

/// Why an enterprise does not count in a denominator in which it counts in the other state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// The ledger does not have it.
    NoEnterprise,
    /// It is left out for a reason.
    Excluded(ExclusionReason),
    /// It is not valid on the day.
    NotValid,
    /// It lies outside the part of the ledger that is looked at.
    OutOfScope,
    /// It stands in a tier that the indicator does not look at.
    OtherTier,
    /// It lacks the system or the board that the indicator asks for first.
    NotAsked,
    /// The indicator is not there, or is defined in another way.
    OtherDefinition,
}

/// An indicator in both states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureChange {
    /// The indicator.
    pub indicator: Id<Indicator>,
    /// Its figure in the earlier state; nothing to measure where the indicator was not there.
    pub before: Figure,
    /// Its figure in the later state; nothing to measure where the indicator is not there.
    pub after: Figure,
    /// How the one came to be the other; none where the states do not count the same things.
    pub bridge: Option<Bridge>,
    /// The items behind the bridge, by part.
    pub moves: Vec<Move>,
}

impl FigureChange {
    /// The difference of the two figures as printed, in tenths of a percentage point; `None` where one of them
    /// has no rate.
    pub fn tenths(&self) -> Option<i64> {
        Some(self.after.printed()?.less(self.before.printed()?))
    }
}

/// The fields by which records are called; another value is another name.
const NAMES: [Field; 4] = [Enterprise::name, Unit::name, Task::title, Institution::name];

/// Compares an earlier state with a later one, each on its own day.
pub fn compare(before: View<'_>, after: View<'_>) -> Comparison {
    compare_in(before, after, &Scope::default())
}

/// Compares two states in a part of the ledger: its figures, its tasks, its enterprises, and what belongs
/// to them.
pub fn compare_in(before: View<'_>, after: View<'_>, scope: &Scope) -> Comparison {
    let mut changes = Vec::new();
    Kind::ALL.iter().for_each(|kind| records(before, after, *kind, &mut changes));
    let within = within::Within::new(before, after, scope);
    changes.retain(|change| within.has(change.record));
    let figures = figures::figures(before, after, scope, &mut changes);
    order::sort(before, after, &mut changes);
    Comparison { changes, figures, slips: slips(before, after, scope) }
}

/// The changes of the records of one kind, matched by identity.
fn records(before: View<'_>, after: View<'_>, kind: Kind, changes: &mut Vec<Difference>) {
    let (old, new) = (before.ledger.of(kind), after.ledger.of(kind));
    for at in (0..new.len()).filter(|at| new.is_live(*at)) {
        let record = RecordRef::new(kind, new.id_at(at));
        let Some(was) = old.position(record.id).filter(|was| old.is_live(*was)) else {
            changes.push(Difference { record, turn: Turn::Added });
            continue;
        };
        if kind == Kind::Task {
            changes.extend(standing(before, was, after, at).map(|turn| Difference { record, turn }));
        }
        if before.ledger.same_row(kind, was, after.ledger, at) {
            continue;
        }
        for index in 0..kind.fields().len() as u8 {
            let (old, new) = (old.value(was, index), new.value(at, index));
            if old != new {
                let turn = of_field(after, at, Field { kind, index }, old, new);
                changes.push(Difference { record, turn });
            }
        }
    }
    changes.extend(
        (0..old.len())
            .filter(|was| old.is_live(*was))
            .map(|was| RecordRef::new(kind, old.id_at(was)))
            .filter(|record| !after.ledger.is_live(*record))
            .map(|record| Difference { record, turn: Turn::Removed }),
    );
}

/// What became of where a task stands, each state read on its own day.
fn standing(before: View<'_>, was: usize, after: View<'_>, at: usize) -> Option<Turn> {
    let from = before.index.standing(before.ledger, was, before.as_of);
    let to = after.index.standing(after.ledger, at, after.as_of);
    match (from.is_closed(), to.is_closed()) {
        (false, true) => Some(Turn::TaskClosed { on: to.since }),
        (true, false) => Some(Turn::TaskReopened),
        _ => ((from.status, from.percent) != (to.status, to.percent)).then_some(Turn::TaskMoved { from, to }),
    }
}

/// What another value of a field means; the position is that of the record in the later state.
fn of_field(after: View<'_>, at: usize, field: Field, old: Value, new: Value) -> Turn {
    if NAMES.contains(&field) {
        let text = |value| if let Value::Text(text) = value { text } else { String::new() };
        return Turn::Renamed { from: text(old), to: text(new) };
    }
    if field == Task::deadline {
        let day = |value| if let Value::Date(day) = value { Some(day) } else { None };
        let row = after.ledger.tasks.at(at);
        return Turn::DeadlineMoved {
            from: day(old),
            to: day(new),
            has_reason: !row.deadline_reason.trim().is_empty(),
            has_approver: !row.deadline_approver.trim().is_empty(),
        };
    }
    Turn::FieldChanged { field, old, new }
}

impl Turn {
    /// The heading under which changes of the kind stand.
    pub const fn word(&self) -> Phrase {
        match self {
            Self::Added => Phrase::new("新增", "Added"),
            Self::Removed => Phrase::new("删除", "Removed"),
            Self::TaskClosed { .. } => Phrase::new("销号", "Closed"),
            Self::TaskReopened => Phrase::new("重新打开", "Reopened"),
            Self::TaskMoved { .. } => Phrase::new("进展变化", "Progress"),
            Self::DeadlineMoved { .. } => Phrase::new("时限调整", "Deadline moved"),
            Self::Renamed { .. } => Phrase::new("更名", "Renamed"),
            Self::JoinedDenominator { .. } => Phrase::new("纳入口径", "Joined the denominator"),
            Self::LeftDenominator { .. } => Phrase::new("退出口径", "Left the denominator"),
            Self::JoinedNumerator { .. } => Phrase::new("计入分子", "Joined the numerator"),
            Self::LeftNumerator { .. } => Phrase::new("退出分子", "Left the numerator"),
            Self::FieldChanged { .. } => Phrase::new("其他修改", "Other changes"),
        }
    }
}

impl Absence {
    /// The reason in words.
    pub fn word(self) -> Phrase {
        match self {
            Self::NoEnterprise => Phrase::new("台账中没有该企业", "Not in the ledger"),
            Self::Excluded(reason) => reason.word(),
            Self::NotValid => Phrase::new("不在有效期内", "Not valid on the day"),
            Self::OutOfScope => Phrase::new("不在所选范围内", "Outside the chosen scope"),
            Self::OtherTier => Phrase::new("层级不在口径内", "In another tier"),
            Self::NotAsked => Phrase::new("未具备前提（制度或董事会）", "Lacks the system or board asked for"),
            Self::OtherDefinition => Phrase::new("指标未设或口径不同", "Indicator absent or defined otherwise"),
        }
    }
}
