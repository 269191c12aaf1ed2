//! The annual assessment (年度评估) by a rubric that is data: points, grades, ranks, and what stands
//! behind each of them [S: 开展年度地方国企改革评估].
//!
//! All points are counted in hundredths and cut off, never rounded up. What an item gives lies between
//! 0 and its points; what there is nothing to measure of drops out of the maximum, and the total is
//! scaled to 100; what waits for a score counts as nothing, and the total says how far it may still rise.

mod frozen;
mod reading;
mod sensitivity;

use std::cmp::Reverse;

use super::{
    Axis, ColumnLabel, Scope, View,
    matrix::{compared, sorter},
};
use ledger::domain::{
    CodedEnum, Date, Decimal, Id, Ratio,
    choice::{EvaluationAxis, RubricReading},
    records::{HandScore, Indicator, Institution, Rubric, RubricItem},
};

pub use frozen::{
    Frozen, Header, PointsAndScore, ResultChange, ResultComparison, ScoreChange, TotalLine, compare_results, frozen,
    is_untouched, lines_of, subject_name,
};
pub use reading::overdue_tasks;
pub use sensitivity::{Move, Needed, Sensitivity, at_least_percent, sensitivity};

/// The most points that an item may have, in hundredths: 1,000 points.
const POINTS_LIMIT: i64 = 100_000;

/// A grade, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// The best.
    A,
    /// The second.
    B,
    /// The third.
    C,
    /// Below all cuts, or vetoed.
    D,
}

impl Grade {
    /// The letter.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// The least totals for A, B and C, in hundredths; a grade without one is not given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cuts(pub [Option<i64>; 3]);

impl Cuts {
    /// The cuts of a rubric.
    pub fn of(rubric: &Rubric) -> Self {
        Self([rubric.a_from, rubric.b_from, rubric.c_from].map(|cut| cut.map(Decimal::hundredths)))
    }

    /// The grade of a total: the best whose cut it reaches.
    pub fn grade(self, total: i64) -> Grade {
        self.each().find(|(_, cut)| total >= *cut).map_or(Grade::D, |(grade, _)| grade)
    }

    fn each(self) -> impl Iterator<Item = (Grade, i64)> {
        [Grade::A, Grade::B, Grade::C].into_iter().zip(self.0).filter_map(|(grade, cut)| Some((grade, cut?)))
    }
}

/// An item as it is applied: limits put in order, points in hundredths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The item.
    pub item: Id<RubricItem>,
    /// Its section.
    pub section: String,
    /// Its name.
    pub name: String,
    /// What it reads; one that does not say reads nothing.
    pub reads: Option<RubricReading>,
    /// The indicator whose rate it reads.
    pub indicator: Option<Id<Indicator>>,
    /// The institution whose form or spirit it reads.
    pub institution: Option<Id<Institution>>,
    /// The most that it gives or takes.
    pub points: i64,
    /// The rate at or below which it gives nothing, in hundredths of a per cent.
    pub zero_at: i64,
    /// The rate from which it gives all, in hundredths of a per cent.
    pub full_at: i64,
    /// What each case takes.
    pub per_case: i64,
}

impl Rule {
    /// Whether the item gives points; the others take some, or veto.
    pub const fn gives(&self) -> bool {
        matches!(
            self.reads,
            Some(RubricReading::Rate | RubricReading::Form | RubricReading::Spirit | RubricReading::ByHand)
        )
    }

    /// What a rate gives: the points times how far it lies between the two limits, cut off.
    pub fn of_rate(&self, rate: Ratio) -> i64 {
        let (zero, full, den) = (i128::from(self.zero_at), i128::from(self.full_at), i128::from(rate.den));
        let reached = i128::from(rate.num) * 10_000;
        if reached >= full * den {
            self.points
        } else if reached <= zero * den {
            0
        } else {
            // Between the two limits, so that full − zero and what is divided are positive.
            (i128::from(self.points) * (reached - zero * den) / ((full - zero) * den)) as i64
        }
    }

    /// What so many cases take, at most the item's points.
    pub fn of_cases(&self, cases: i64) -> i64 {
        self.per_case.saturating_mul(cases).min(self.points)
    }
}

/// What stands behind a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// A rate.
    Rate(Ratio),
    /// So many overdue tasks or open flags.
    Cases(i64),
    /// What a person gave.
    Hand(Id<HandScore>),
    /// Nothing.
    Nothing,
}

/// How an item came to its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It gives its score.
    Scored,
    /// There is nothing to measure: its points drop out of the maximum.
    NotApplicable,
    /// A person has yet to score it.
    Waiting,
    /// It takes its score away.
    Deduction,
    /// A veto, if there is one.
    Veto(bool),
}

/// One item of one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemScore {
    /// What it gives, or what it takes where it is a deduction; within 0 and its points.
    pub score: i64,
    /// How it came to that.
    pub state: State,
    /// What stands behind it.
    pub behind: Behind,
}

/// One subject with its items and total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectScore {
    /// The unit, group or region.
    pub label: ColumnLabel,
    /// Its items, in the order of the rules.
    pub items: Vec<ItemScore>,
    /// The sum of what items give.
    pub gains: i64,
    /// The sum of what items take.
    pub deductions: i64,
    /// The points that could be had: of items that apply.
    pub applicable: i64,
    /// The points of items that wait.
    pub waiting: i64,
    /// (gains − deductions) ÷ applicable, scaled to 100 points; `None` where nothing applies.
    pub total: Option<i64>,
    /// The total if all that waits were given in full.
    pub upper: Option<i64>,
    /// The veto, if there is one.
    pub veto: Option<Id<HandScore>>,
    /// The grade of the total; D under a veto.
    pub grade: Option<Grade>,
    /// The grade that it may still rise to.
    pub upper_grade: Option<Grade>,
    /// The place by total, equal ones sharing it; those under a veto come after all others.
    pub rank: Option<usize>,
}

impl SubjectScore {
    /// Whether a score is still to come.
    pub const fn is_provisional(&self) -> bool {
        self.waiting > 0
    }

    /// The total if gains and deductions were these.
    pub(super) fn total_of(&self, gains: i64, deductions: i64) -> Option<i64> {
        scaled(gains, deductions, self.applicable)
    }
}

/// `max(0, gains − deductions)` of so many points to be had, scaled to 100 points and cut off.
fn scaled(gains: i64, deductions: i64, applicable: i64) -> Option<i64> {
    let left = i128::from((gains - deductions).max(0));
    (applicable > 0).then(|| (left * 10_000 / i128::from(applicable)) as i64)
}

/// What is wrong with a rubric or with what was entered for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The points that items give do not make 100; in hundredths.
    PointsSum(i64),
    /// The item does not say what it reads, or of which indicator or institution.
    ReadsNothing(Id<RubricItem>),
    /// The indicator is never to be judged by: a share of people who left, for example.
    NotForScoring(Id<RubricItem>),
    /// Points or limits are missing, or lie out of their range or order.
    Limits(Id<RubricItem>),
    /// A score or veto without a reason, a person or points; it does not count.
    Unfounded(Id<HandScore>),
    /// More points than the item has, or fewer than none; cut to them.
    Cut(Id<HandScore>),
    /// So many overdue tasks or flags belong to no subject.
    Unplaced(Id<RubricItem>, i64),
}

/// An assessment: every subject by every item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// The rubric.
    pub rubric: Id<Rubric>,
    /// Whom it compares.
    pub axis: EvaluationAxis,
    /// The year.
    pub year: i64,
    /// The day of the figures: the end of the year, or the day looked at where that is earlier.
    pub as_of: Date,
    /// The cuts of the grades.
    pub cuts: Cuts,
    /// The items as they are applied, in their order.
    pub rules: Vec<Rule>,
    /// The subjects, in the order of the axis.
    pub subjects: Vec<SubjectScore>,
    /// What is wrong.
    pub problems: Vec<Problem>,
}

/// The axis of reports that an assessment goes by.
pub const fn report_axis(axis: EvaluationAxis) -> Axis {
    match axis {
        EvaluationAxis::Unit => Axis::Unit,
        EvaluationAxis::Group => Axis::Group,
        EvaluationAxis::Region => Axis::Region,
    }
}

/// Assesses a year. Figures are those of the end of the year (or of the view's day, if that is earlier);
/// scores by hand are those of the year that were given by the view's day.
pub fn assess(view: View<'_>, rubric: Id<Rubric>, axis: EvaluationAxis, year: i64) -> Assessed {
    let end = i16::try_from(year).ok().and_then(|year| Date::new(year, 12, 31).ok());
    let as_of = end.map_or(view.as_of, |end| end.min(view.as_of));
    let at_end = View { as_of, ..view };
    let mut problems = Vec::new();
    let rules = rules(view, rubric, &mut problems);
    let labels = compared(at_end, &Scope::default(), report_axis(axis));
    let sorter = sorter(at_end, &Scope::default(), report_axis(axis));
    let given = reading::Given::read(view, &rules, axis, year, &mut problems);
    let columns: Vec<Vec<ItemScore>> = rules
        .iter()
        .map(|rule| reading::column(at_end, &sorter, report_axis(axis), rule, &labels, &given, &mut problems))
        .collect();
    let cuts = view.ledger.rubrics.get(rubric).map(Cuts::of).unwrap_or_default();
    let mut subjects: Vec<SubjectScore> = labels
        .iter()
        .enumerate()
        .map(|(at, label)| {
            let items: Vec<ItemScore> = columns.iter().map(|column| column[at]).collect();
            subject(*label, items, &rules, given.veto(*label), cuts)
        })
        .collect();
    rank(&mut subjects);
    Assessed { rubric, axis, year, as_of, cuts, rules, subjects, problems }
}

/// The items of a rubric as they are applied, in their order.
fn rules(view: View<'_>, rubric: Id<Rubric>, problems: &mut Vec<Problem>) -> Vec<Rule> {
    let mut items: Vec<(Id<RubricItem>, &RubricItem)> =
        view.ledger.rubric_items.iter().filter(|(_, row)| row.rubric == Some(rubric)).collect();
    items.sort_by_key(|(id, row)| (row.order.is_none(), row.order, *id));
    let rules: Vec<Rule> = items.into_iter().map(|(id, row)| rule(view, id, row, problems)).collect();
    let sum: i64 = rules.iter().filter(|rule| rule.gives()).map(|rule| rule.points).sum();
    if sum != 10_000 {
        problems.push(Problem::PointsSum(sum));
    }
    rules
}

fn rule(view: View<'_>, id: Id<RubricItem>, row: &RubricItem, problems: &mut Vec<Problem>) -> Rule {
    let number = |value: Option<Decimal>, default: i64| value.map_or(default, Decimal::hundredths);
    let (points, zero_at, full_at) = (number(row.points, 0), number(row.zero_at, 0), number(row.full_at, 10_000));
    let per_case = number(row.per_case, 0);
    let indicator = row.indicator.filter(|id| view.ledger.indicators.get(*id).is_some());
    let institution = row.institution.filter(|id| view.ledger.institutions.get(*id).is_some());
    let (reads_something, limits_fit) = match row.reads {
        Some(RubricReading::Rate) => (indicator.is_some(), zero_at < full_at),
        Some(RubricReading::Form | RubricReading::Spirit) => (institution.is_some(), zero_at < full_at),
        Some(RubricReading::Overdue | RubricReading::Flags) => (true, per_case > 0),
        Some(RubricReading::ByHand | RubricReading::Veto) => (true, true),
        None => (false, true),
    };
    if !reads_something {
        problems.push(Problem::ReadsNothing(id));
    }
    let is_veto = row.reads == Some(RubricReading::Veto);
    let in_range = (0..=POINTS_LIMIT).contains(&points) && (is_veto || row.points.is_some());
    let percent = 0..=10_000;
    if !limits_fit || !in_range || !percent.contains(&zero_at) || !percent.contains(&full_at) || per_case < 0 {
        problems.push(Problem::Limits(id));
    }
    Rule {
        item: id,
        section: row.section.clone(),
        name: row.name.clone(),
        reads: row.reads,
        indicator,
        institution,
        points: points.clamp(0, POINTS_LIMIT),
        zero_at: zero_at.clamp(0, 10_000),
        full_at: full_at.clamp(0, 10_000),
        per_case: per_case.clamp(0, POINTS_LIMIT),
    }
}

fn subject(
    label: ColumnLabel,
    items: Vec<ItemScore>,
    rules: &[Rule],
    veto: Option<Id<HandScore>>,
    cuts: Cuts,
) -> SubjectScore {
    let (mut gains, mut deductions, mut applicable, mut waiting) = (0, 0, 0, 0);
    for (item, rule) in items.iter().zip(rules) {
        match item.state {
            State::Scored => {
                gains += item.score;
                applicable += rule.points;
            }
            State::Waiting => {
                waiting += rule.points;
                applicable += rule.points;
            }
            State::Deduction => deductions += item.score,
            State::NotApplicable | State::Veto(_) => {}
        }
    }
    let total = scaled(gains, deductions, applicable);
    let upper = scaled(gains + waiting, deductions, applicable);
    let grade = |total: Option<i64>| total.map(|total| if veto.is_some() { Grade::D } else { cuts.grade(total) });
    let (own, best) = (grade(total), grade(upper));
    SubjectScore {
        label,
        items,
        gains,
        deductions,
        applicable,
        waiting,
        total,
        upper,
        veto,
        grade: own,
        upper_grade: best,
        rank: None,
    }
}

/// Gives places: as many as are better, and one.
fn rank(subjects: &mut [SubjectScore]) {
    let key = |subject: &SubjectScore| subject.total.map(|total| (subject.veto.is_some(), Reverse(total)));
    let mut keys: Vec<_> = subjects.iter().filter_map(key).collect();
    keys.sort_unstable();
    for subject in subjects {
        subject.rank = key(subject).map(|own| keys.partition_point(|other| *other < own) + 1);
    }
}

/// The sections of a rubric in their order, each with the positions of its rules.
pub fn sections(rules: &[Rule]) -> Vec<(String, Vec<usize>)> {
    let mut sections: Vec<(String, Vec<usize>)> = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        match sections.iter_mut().find(|(name, _)| *name == rule.section) {
            Some((_, own)) => own.push(at),
            None => sections.push((rule.section.clone(), vec![at])),
        }
    }
    sections
}

/// The axis that a word in an address names.
pub fn axis_of(key: &str) -> Option<EvaluationAxis> {
    EvaluationAxis::ALL.iter().copied().find(|axis| axis.key() == key)
}
