//! The cheapest way to a target: which enterprises to move so that every chosen part meets its own.
//!
//! Taken alone a target asks only for so many households. The question is worth asking where several hold
//! at once (the whole, each tier, each group, each region) and enterprises differ in effort.

pub mod solver;
pub mod tasks;
pub mod what_if;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Answer, Axis, ColumnLabel, Scope, View,
    figure::Sum,
    indicator::{self, items},
    matrix::{narrowed, sorter},
};
use ledger::domain::{
    Decimal, Id, Ratio,
    choice::TaskStatus,
    records::{Enterprise, Indicator, Task},
};
use solver::{Candidate, Shortfall, Solution};

/// The axes whose parts can each be held to a target.
pub const AXES: [Axis; 4] = [Axis::Tier, Axis::Group, Axis::Region, Axis::Unit];

/// What an enterprise costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Effort {
    /// Each one alike.
    #[default]
    Alike,
    /// As stated for each enterprise; 1 where nothing is.
    Stated,
    /// By employees; where they are not stated, the median of those that are.
    Staff,
}

/// What is held to a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// The parts: `None` for the whole scope.
    pub axis: Option<Axis>,
    /// The target in per cent; `None` for the target that the ledger holds for each part.
    pub target: Option<Decimal>,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The part of the ledger that it is about.
    pub scope: Scope,
    /// What is held to a target.
    pub constraints: Vec<Constraint>,
    /// What an enterprise costs.
    pub effort: Effort,
    /// The most that one enterprise may cost.
    pub limit: Option<Decimal>,
    /// Enterprises that are not to be moved now.
    pub barred: BTreeSet<Id<Enterprise>>,
}

/// One part with its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The axis that the part is of; `None` for the whole.
    pub axis: Option<Axis>,
    /// The part.
    pub label: ColumnLabel,
    /// Its target in per cent.
    pub target: Decimal,
    /// Where it stands.
    pub due: Ratio,
    /// How many more it takes.
    pub wanted: i64,
}

/// An enterprise that could be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// Its position.
    pub enterprise: u32,
    /// No, or not filled in.
    pub answer: Answer,
    /// The open task that already works on it.
    pub task: Option<Id<Task>>,
}

/// What follows from the ledger for an ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The parts that have a target, the whole first.
    pub needs: Vec<Need>,
    /// The enterprises that could be moved.
    pub movers: Vec<Mover>,
    /// The same for the solver, position by position.
    pub candidates: Vec<Candidate>,
    /// How many are due, done or not.
    pub due: usize,
    /// How many could not be moved since they cost too much or were barred.
    pub held_back: usize,
}

/// How an enterprise is made to count in an indicator; `None` where none counts as one of itself.
fn mover(row: &Indicator) -> Option<&'static dyn indicator::Mover> {
    indicator::of(row.measure?).mover()
}

/// Whether a way can be sought for an indicator: moving enterprises one by one moves its rate.
pub fn has_way(row: &Indicator) -> bool {
    row.no_target != Some(true) && mover(row).is_some()
}

/// The indicators for which a way can be sought, in the order of the catalogue.
pub fn plannable(view: View<'_>) -> Vec<Id<Indicator>> {
    view.ledger.indicators.iter().filter(|(_, row)| has_way(row)).map(|(id, _)| id).collect()
}

/// Puts the question to the ledger.
pub fn question(view: View<'_>, indicator: Id<Indicator>, ask: &Ask) -> Question {
    let items = items(view, indicator, &ask.scope);
    let due = || items.iter().filter(|item| item.excluded.is_none());
    let mut question = Question { due: due().count(), ..Question::default() };
    // Of each item, the needs that it belongs to.
    let mut serves: Vec<Vec<u32>> = vec![Vec::new(); items.len()];
    for constraint in &ask.constraints {
        let sorter = constraint.axis.map(|axis| sorter(view, &ask.scope, axis));
        let label = |item| sorter.as_ref().map_or(ColumnLabel::Total, |sorter| sorter.label(item));
        let mut sums: BTreeMap<ColumnLabel, Sum> = BTreeMap::new();
        due().for_each(|item| sums.entry(label(item)).or_default().add(item));
        let mut numbers: BTreeMap<ColumnLabel, u32> = BTreeMap::new();
        for (label, sum) in sums {
            // What says nothing on the axis is no part that anybody answers for.
            if matches!(label, ColumnLabel::NotStated | ColumnLabel::NoEnterprise) {
                continue;
            }
            let figure = sum.figure(view, indicator, &narrowed(&ask.scope, label));
            let Some(target) = constraint.target.or_else(|| figure.target.map(|target| target.value)) else { continue };
            let wanted = figure.due.gap(target);
            numbers.insert(label, question.needs.len() as u32);
            question.needs.push(Need { axis: constraint.axis, label, target, due: figure.due, wanted });
        }
        for (serves, item) in serves.iter_mut().zip(&items) {
            serves.extend(numbers.get(&label(item)));
        }
    }
    let efforts = Efforts::new(view, ask.effort, due().filter_map(|item| item.enterprise));
    let at_work = at_work(view, indicator);
    for (item, serves) in items.iter().zip(serves) {
        let Some(enterprise) = item.enterprise.filter(|_| item.excluded.is_none() && item.answer != Answer::Yes) else {
            continue;
        };
        let effort = efforts.of(enterprise);
        let barred = ask.barred.contains(&view.ledger.enterprises.typed_id(enterprise as usize));
        if barred || ask.limit.is_some_and(|limit| effort > limit.hundredths()) {
            question.held_back += 1;
            continue;
        }
        let task = at_work.get(&enterprise).copied();
        question.movers.push(Mover { enterprise, answer: item.answer, task });
        question.candidates.push(Candidate { effort, serves });
    }
    question
}

impl Question {
    /// What the solver is to fill.
    pub fn wanted(&self) -> Vec<i64> {
        self.needs.iter().map(|need| need.wanted).collect()
    }

    /// Seeks the way; where there is none, says which parts fall short even if all are moved.
    ///
    /// # Errors
    /// The parts that fall short.
    pub fn solve(&self) -> Result<Solution, Vec<Shortfall>> {
        solver::cheapest(&self.candidates, &self.wanted())
    }

    /// How many of a set of movers belong to each part.
    pub fn moved(&self, chosen: &[u32]) -> Vec<i64> {
        let mut moved = vec![0; self.needs.len()];
        for need in chosen.iter().filter_map(|at| self.candidates.get(*at as usize)).flat_map(|c| &c.serves) {
            moved[*need as usize] += 1;
        }
        moved
    }
}

/// What each enterprise costs, in hundredths.
struct Efforts<'a> {
    view: View<'a>,
    effort: Effort,
    otherwise: i64,
}

impl<'a> Efforts<'a> {
    fn new(view: View<'a>, effort: Effort, enterprises: impl Iterator<Item = u32>) -> Self {
        let one = Decimal::whole(1).hundredths();
        let otherwise = if effort == Effort::Staff {
            let mut known: Vec<i64> =
                enterprises.filter_map(|at| view.ledger.enterprises.at(at as usize).staff).map(positive).collect();
            known.sort_unstable();
            known.get(known.len() / 2).copied().unwrap_or(one)
        } else {
            one
        };
        Self { view, effort, otherwise }
    }

    fn of(&self, enterprise: u32) -> i64 {
        let row = self.view.ledger.enterprises.at(enterprise as usize);
        let stated = match self.effort {
            Effort::Alike => None,
            Effort::Stated => row.effort,
            Effort::Staff => row.staff,
        };
        stated.map_or(self.otherwise, positive)
    }
}

/// A negative effort is a slip; it counts as none.
fn positive(value: Decimal) -> i64 {
    value.hundredths().max(0)
}

/// The open tasks that work on the institution of an indicator, by the position of their enterprise.
fn at_work(view: View<'_>, indicator: Id<Indicator>) -> BTreeMap<u32, Id<Task>> {
    let institution = tasks::institution(view, indicator);
    let mut found = BTreeMap::new();
    for (at, row) in view.ledger.tasks.positioned() {
        let is_about = institution.is_some() && row.institution == institution;
        let enterprise = row.enterprise.and_then(|id| view.ledger.enterprises.live_position(id));
        if let Some(enterprise) = enterprise.filter(|_| is_about)
            && view.index.standing(view.ledger, at, view.as_of).status != Some(TaskStatus::Closed)
        {
            found.entry(enterprise as u32).or_insert(view.ledger.tasks.typed_id(at));
        }
    }
    found
}
