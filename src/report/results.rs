//! Functional missions by results, institutional tasks by form and spirit: the kind decides what is read.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    View,
    capital::investment_rows,
    capital::whole,
    figure::{Figure, figure},
    form_and_substance::FormLine,
    form_and_substance::{FormSpirit, form_spirit},
    scope::Scope,
};
use ledger::domain::{
    Decimal, Id, Ratio, TaskState, builtins,
    choice::{IndustryClass, ReformKind},
    records::{Enterprise, Institution, Task, Unit},
};

/// The indicators that functional missions are read by: investment and revenue of emerging industries,
/// research and development, restructurings.
pub const CODES: [&str; 4] = ["I2", "I1", "R1", "R2"];

/// The figures that functional missions are read by; those that the ledger still defines.
pub fn figures(view: View<'_>, scope: &Scope) -> Vec<Figure> {
    let known = CODES.iter().filter_map(|code| builtins::indicator_by_code(view.ledger, code));
    known.map(|id| figure(view, id, scope)).collect()
}

/// An area in which the article asks to invest first, with what went there by the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriorityArea {
    /// The class of industry.
    pub class: IndustryClass,
    /// What was invested in all years up to the day's, in 万元.
    pub amount: Decimal,
    /// The positions of the investments behind it, those without an amount too.
    pub investments: Vec<usize>,
    /// How many of them name no amount.
    pub missing: usize,
}

impl PriorityArea {
    /// Whether anything was invested there.
    pub fn is_covered(&self) -> bool {
        self.amount > Decimal::default()
    }
}

/// The priority areas in the order of their classes, each with the investments of a scope up to the year
/// of the day. Years are not days: the day's own year counts as it stands.
pub fn priority_areas(view: View<'_>, scope: &Scope) -> Vec<PriorityArea> {
    let mut areas: BTreeMap<IndustryClass, PriorityArea> = BTreeMap::new();
    for (_, row) in view.ledger.class_directions.iter().filter(|(_, row)| row.priority == Some(true)) {
        if let Some(class) = row.class {
            let none = || PriorityArea { class, amount: Decimal::default(), investments: Vec::new(), missing: 0 };
            areas.entry(class).or_insert_with(none);
        }
    }
    let by_day = i64::from(view.as_of.year());
    for (at, year) in investment_rows(view, &whole(view, scope)) {
        let row = view.ledger.investments.at(at);
        let area = row.class.and_then(|class| areas.get_mut(&class));
        let Some(area) = area.filter(|_| year.is_some_and(|year| year <= by_day)) else { continue };
        area.investments.push(at);
        match row.amount {
            // An amount below nothing is a slip that a check reports.
            Some(amount) => {
                let sum = area.amount.hundredths().saturating_add(amount.hundredths().max(0));
                area.amount = Decimal::from_hundredths(sum);
            }
            None => area.missing += 1,
        }
    }
    areas.into_values().collect()
}

/// How far a measured goal is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Reached over goal.
    Rate(Ratio),
    /// Nobody set a goal, or it is not above nothing.
    NoGoal,
    /// A goal is set, and nobody filled in what was reached.
    NotFilledIn,
}

/// A functional task by its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// The task's position.
    pub task: usize,
    /// Where it stands.
    pub standing: TaskState,
    /// How far its goal is reached.
    pub completion: Completion,
}

/// An institutional task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstitutionalLine {
    /// The task's position.
    pub task: usize,
    /// Where it stands.
    pub standing: TaskState,
    /// The institution that it puts into practice, if it names one.
    pub institution: Option<Id<Institution>>,
}

/// The tasks of a scope by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TasksByKind {
    /// Those judged by results.
    pub functional: Vec<ResultLine>,
    /// Those judged by form and spirit.
    pub institutional: Vec<InstitutionalLine>,
    /// How many name no kind, so that nothing says how to judge them.
    pub without_kind: usize,
}

/// Sorts the tasks of a scope by kind.
pub fn tasks_by_kind(view: View<'_>, scope: &Scope) -> TasksByKind {
    let resolved = scope.resolve(view);
    let mut out = TasksByKind::default();
    for (task, row) in view.ledger.tasks.positioned().filter(|(at, _)| resolved.has_task(*at)) {
        let standing = view.index.standing(view.ledger, task, view.as_of);
        match row.kind {
            Some(ReformKind::Functional) => {
                out.functional.push(ResultLine { task, standing, completion: completion(row) });
            }
            Some(ReformKind::Institutional) => {
                out.institutional.push(InstitutionalLine { task, standing, institution: row.institution });
            }
            None => out.without_kind += 1,
        }
    }
    out
}

/// What was reached over what was set as a goal, both in hundredths. What was reached below nothing counts
/// as nothing; above the goal it stays above 100 %.
pub fn completion(row: &Task) -> Completion {
    match (row.goal_value.map(Decimal::hundredths).filter(|goal| *goal > 0), row.reached) {
        (None, _) => Completion::NoGoal,
        (Some(_), None) => Completion::NotFilledIn,
        (Some(goal), Some(reached)) => Completion::Rate(Ratio::new(reached.hundredths().max(0), goal)),
    }
}

/// Form and spirit of institutions in the scopes of tasks, each looked at once.
#[derive(Debug)]
pub struct FormOfTasks<'a> {
    view: View<'a>,
    lines: FxHashMap<Id<Institution>, Vec<FormLine>>,
    sums: FxHashMap<(Id<Institution>, TaskScope), FormSpirit>,
}

/// What a task answers for: an enterprise with its subtree, else a unit, else everything.
type TaskScope = (Option<Id<Enterprise>>, Option<Id<Unit>>);

/// What a task answers for, as a scope. A task of an enterprise answers for its subtree alone, one of the
/// unit that keeps the ledger for everything in it.
pub fn task_scope(view: View<'_>, row: &Task) -> Scope {
    let keeper = view.ledger.profile.iter().find_map(|(_, row)| row.unit);
    let unit = row.unit.filter(|unit| row.enterprise.is_none() && Some(*unit) != keeper);
    Scope { group: row.enterprise, unit, ..Scope::default() }
}

impl<'a> FormOfTasks<'a> {
    /// Begins with nothing looked at.
    pub fn new(view: View<'a>) -> Self {
        Self { view, lines: FxHashMap::default(), sums: FxHashMap::default() }
    }

    /// Form and spirit of an institution in the scope of a task, without the lines.
    pub fn of(&mut self, institution: Id<Institution>, task: &Task) -> &FormSpirit {
        let view = self.view;
        let scope = task_scope(view, task);
        let lines =
            self.lines.entry(institution).or_insert_with(|| form_spirit(view, institution, &Scope::default()).lines);
        self.sums.entry((institution, (scope.group, scope.unit))).or_insert_with(|| {
            let resolved = scope.resolve(view);
            let mut sums = FormSpirit::default();
            lines
                .iter()
                .filter(|line| resolved.has_enterprise(line.enterprise as usize))
                .for_each(|line| sums.add(line));
            sums
        })
    }
}
