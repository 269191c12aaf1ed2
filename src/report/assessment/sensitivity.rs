//! What a grade hangs on: which single item would lift it or let it drop, in the item's own terms.

use super::{Assessed, Behind, Grade, ItemScore, State, SubjectScore};
use ledger::domain::Ratio;

/// What would have to happen at one item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// So many of what the rate counts more (to lift) or fewer (to drop), and the rate that it makes.
    Count(i64, Ratio),
    /// So many cases fewer (to lift) or more (to drop).
    Cases(i64),
    /// A score by hand of at least (to lift) or at most (to drop) so many hundredths.
    Points(i64),
}

/// One item that alone would move the grade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The position of its rule.
    pub item: usize,
    /// The least that does it.
    pub needed: Needed,
}

/// How a subject stands between two grades; empty under a veto, which no item moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sensitivity {
    /// The next grade up, and how many hundredths of the total are lacking.
    pub next: Option<(Grade, i64)>,
    /// The grade below, and by how much the total lies above the point where it begins.
    pub below: Option<(Grade, i64)>,
    /// The items that alone would lift the grade.
    pub lifts: Vec<Move>,
    /// The items that alone would let it drop.
    pub drops: Vec<Move>,
}

/// Looks at what the grade of a subject hangs on. Every least count is found by search in integers over
/// the same arithmetic that gives the total.
pub fn sensitivity(assessed: &Assessed, subject: &SubjectScore) -> Sensitivity {
    let (Some(total), Some(grade), None) = (subject.total, subject.grade, subject.veto) else {
        return Sensitivity::default();
    };
    let better = assessed.cuts.each().filter(|(other, _)| *other < grade);
    let next = better.min_by_key(|(other, cut)| (*cut, *other));
    let held = assessed.cuts.each().find(|(other, _)| *other == grade);
    let below = held.map(|(_, cut)| (assessed.cuts.grade(cut - 1), total - cut));
    let moves = |goal: Goal| {
        let of = |(at, item): (usize, &ItemScore)| {
            Some(Move { item: at, needed: least(assessed, subject, at, *item, goal)? })
        };
        subject.items.iter().enumerate().filter_map(of).collect::<Vec<_>>()
    };
    Sensitivity {
        next: next.map(|(other, cut)| (other, cut - total)),
        below,
        lifts: next.map(|(_, cut)| moves(Goal::Reach(cut))).unwrap_or_default(),
        drops: held.map(|(_, cut)| moves(Goal::FallBelow(cut))).unwrap_or_default(),
    }
}

/// Where the total is to go.
#[derive(Clone, Copy)]
enum Goal {
    Reach(i64),
    FallBelow(i64),
}

impl Goal {
    const fn is_up(self) -> bool {
        matches!(self, Self::Reach(_))
    }

    fn met(self, total: Option<i64>) -> bool {
        match self {
            Self::Reach(cut) => total.is_some_and(|total| total >= cut),
            Self::FallBelow(cut) => total.is_some_and(|total| total < cut),
        }
    }
}

fn least(assessed: &Assessed, subject: &SubjectScore, at: usize, item: ItemScore, goal: Goal) -> Option<Needed> {
    let rule = assessed.rules.get(at)?;
    let gaining = |score: i64| goal.met(subject.total_of(subject.gains - item.score + score, subject.deductions));
    match (item.state, item.behind) {
        (State::Scored | State::Waiting, Behind::Rate(rate)) => {
            let with =
                |count: i64| Ratio::new(if goal.is_up() { rate.num + count } else { rate.num - count }, rate.den);
            let most = if goal.is_up() { rate.den - rate.num } else { rate.num };
            let count = smallest(1, most, |count| gaining(rule.of_rate(with(count))))?;
            Some(Needed::Count(count, with(count)))
        }
        (State::Deduction, Behind::Cases(cases)) => {
            let with = |count: i64| if goal.is_up() { cases - count } else { cases.saturating_add(count) };
            let taking = |count: i64| {
                let deductions = subject.deductions - item.score + rule.of_cases(with(count));
                goal.met(subject.total_of(subject.gains, deductions))
            };
            // Beyond so many cases an item takes no more than its points.
            let most = if goal.is_up() { cases } else { rule.points.checked_div(rule.per_case)? + 1 };
            smallest(1, most, taking).map(Needed::Cases)
        }
        (State::Scored, Behind::Hand(_)) | (State::Waiting, _) if goal.is_up() => {
            smallest(item.score + 1, rule.points, gaining).map(Needed::Points)
        }
        (State::Scored, Behind::Hand(_)) => {
            let less = smallest(1, item.score, |less| gaining(item.score - less))?;
            Some(Needed::Points(item.score - less))
        }
        _ => None,
    }
}

/// The smallest of a range that passes a test which all larger ones pass too.
fn smallest(from: i64, to: i64, passes: impl Fn(i64) -> bool) -> Option<i64> {
    if from > to || !passes(to) {
        return None;
    }
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if passes(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// A rate that is needed, in hundredths of a per cent and never below what is: `71.43%`.
pub fn at_least_percent(ratio: Ratio) -> String {
    if ratio.den <= 0 {
        return "—".to_owned();
    }
    let (num, den) = (i128::from(ratio.num.max(0)) * 10_000, i128::from(ratio.den));
    let hundredths = (num + den - 1) / den;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
