//! What the items of a rubric read: one pass over the ledger for each, whatever the number of subjects.

use std::collections::BTreeMap;

use super::{Assessed, Behind, ItemScore, Problem, Rule, State, report_axis};
use crate::{
    Axis, ColumnLabel, Scope, View,
    flags::flags,
    form_and_substance::form_spirit,
    matrix::{Sorter, matrix, sorter},
    task::{WarningState, tasks},
    year as year_of,
};
use ledger::domain::{
    Date, Id, Ratio,
    choice::{EvaluationAxis, RubricReading, Warning},
    records::{HandScore, RubricItem, Task},
};

/// A score as it was given: the day and identity by which the last is found, and the points.
type Entry = ((Option<Date>, Id<HandScore>), i64);

/// What persons gave for the year: of several scores the last by day and identity; any veto.
#[derive(Debug, Default)]
pub(super) struct Given {
    scores: BTreeMap<(ColumnLabel, Id<RubricItem>), Entry>,
    vetoes: BTreeMap<ColumnLabel, Id<HandScore>>,
    vetoed_items: BTreeMap<(ColumnLabel, Id<RubricItem>), Id<HandScore>>,
}

impl Given {
    pub(super) fn read(
        view: View<'_>,
        rules: &[Rule],
        axis: EvaluationAxis,
        year: i64,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut given = Self::default();
        let by_item: BTreeMap<Id<RubricItem>, &Rule> = rules.iter().map(|rule| (rule.item, rule)).collect();
        for (id, row) in view.ledger.hand_scores.iter() {
            let of_year = year_of(row.year) == Some(year) && row.on.is_none_or(|on| on <= view.as_of);
            let rule = row.item.and_then(|item| by_item.get(&item)).filter(|_| of_year);
            let (Some(rule), Some(label)) = (rule, subject(row, axis)) else { continue };
            let founded = !row.reason.trim().is_empty() && !row.by.trim().is_empty();
            let is_veto = row.vetoed == Some(true);
            let by_hand = rule.reads == Some(RubricReading::ByHand);
            if !founded || (by_hand && row.points.is_none() && !is_veto) {
                problems.push(Problem::Unfounded(id));
                continue;
            }
            if is_veto {
                given.vetoes.entry(label).or_insert(id);
                given.vetoed_items.entry((label, rule.item)).or_insert(id);
            }
            if let Some(points) = row.points.filter(|_| by_hand) {
                let entry = ((row.on, id), points.hundredths());
                let last = given.scores.entry((label, rule.item)).or_insert(entry);
                *last = entry.max(*last);
            }
        }
        given.cut(&by_item, problems);
        given
    }

    /// Keeps scores within the points of their items.
    fn cut(&mut self, by_item: &BTreeMap<Id<RubricItem>, &Rule>, problems: &mut Vec<Problem>) {
        for ((_, item), ((_, id), points)) in &mut self.scores {
            let most = by_item.get(item).map_or(0, |rule| rule.points);
            if !(0..=most).contains(points) {
                problems.push(Problem::Cut(*id));
                *points = (*points).clamp(0, most);
            }
        }
    }

    pub(super) fn veto(&self, label: ColumnLabel) -> Option<Id<HandScore>> {
        self.vetoes.get(&as_named(label)).copied()
    }
}

/// The label by which a record names a subject: a province's own level by its code, like a province.
const fn as_named(label: ColumnLabel) -> ColumnLabel {
    match label {
        ColumnLabel::OwnLevel(code) => ColumnLabel::Region(code),
        label => label,
    }
}

fn subject(row: &HandScore, axis: EvaluationAxis) -> Option<ColumnLabel> {
    match axis {
        EvaluationAxis::Unit => row.unit.map(ColumnLabel::Unit),
        EvaluationAxis::Group => row.group.map(ColumnLabel::Group),
        EvaluationAxis::Region => row.region.map(ColumnLabel::Region),
    }
}

/// One item for every subject.
pub(super) fn column(
    view: View<'_>,
    sorter: &Sorter<'_>,
    axis: Axis,
    rule: &Rule,
    labels: &[ColumnLabel],
    given: &Given,
    problems: &mut Vec<Problem>,
) -> Vec<ItemScore> {
    let nothing = ItemScore { score: 0, state: State::NotApplicable, behind: Behind::Nothing };
    match rule.reads {
        Some(RubricReading::Rate | RubricReading::Form | RubricReading::Spirit) => {
            let rates = rates(view, sorter, axis, rule, problems);
            labels.iter().map(|label| rates.get(label).map_or(nothing, |rated| scored(rule, *rated))).collect()
        }
        Some(RubricReading::Overdue | RubricReading::Flags) => {
            let cases = cases(view, sorter, rule);
            let unplaced: i64 = cases.iter().filter(|(label, _)| !labels.contains(label)).map(|(_, count)| count).sum();
            if unplaced > 0 {
                problems.push(Problem::Unplaced(rule.item, unplaced));
            }
            let taken = |count| ItemScore {
                score: rule.of_cases(count),
                state: State::Deduction,
                behind: Behind::Cases(count),
            };
            labels.iter().map(|label| taken(cases.get(label).copied().unwrap_or(0))).collect()
        }
        Some(RubricReading::ByHand) => labels
            .iter()
            .map(|label| match given.scores.get(&(as_named(*label), rule.item)) {
                Some(((_, id), points)) => {
                    ItemScore { score: *points, state: State::Scored, behind: Behind::Hand(*id) }
                }
                None => ItemScore { state: State::Waiting, ..nothing },
            })
            .collect(),
        Some(RubricReading::Veto) => labels
            .iter()
            .map(|label| {
                let veto = given.vetoed_items.get(&(*label, rule.item));
                let behind = veto.map_or(Behind::Nothing, |id| Behind::Hand(*id));
                ItemScore { score: 0, state: State::Veto(veto.is_some()), behind }
            })
            .collect(),
        None => vec![nothing; labels.len()],
    }
}

/// A rate, and whether anything of what is due was reported.
#[derive(Clone, Copy, Default)]
struct Rated {
    rate: Ratio,
    is_reported: bool,
}

/// The score of a rate. Of what nobody reported there is none yet: it is neither nothing nor a failure.
fn scored(rule: &Rule, Rated { rate, is_reported }: Rated) -> ItemScore {
    let behind = Behind::Rate(rate);
    match rate.den {
        1.. if is_reported => ItemScore { score: rule.of_rate(rate), state: State::Scored, behind },
        1.. => ItemScore { score: 0, state: State::Waiting, behind },
        _ => ItemScore { score: 0, state: State::NotApplicable, behind },
    }
}

fn rates(
    view: View<'_>,
    sorter: &Sorter<'_>,
    axis: Axis,
    rule: &Rule,
    problems: &mut Vec<Problem>,
) -> BTreeMap<ColumnLabel, Rated> {
    let base = Scope::default();
    if rule.reads == Some(RubricReading::Rate) {
        let Some(indicator) = rule.indicator else { return BTreeMap::new() };
        // A share of people who left is never judged by: that would set a quota.
        if view.ledger.indicators.get(indicator).is_some_and(|row| row.no_target == Some(true)) {
            problems.push(Problem::NotForScoring(rule.item));
            return BTreeMap::new();
        }
        let matrix = matrix(view, &[indicator], &base, axis);
        let figures = matrix.rows.iter().flat_map(|(_, figures)| figures.iter());
        let figures = figures.map(|figure| Rated { rate: figure.due, is_reported: !figure.is_unreported() });
        return matrix.columns.iter().map(|column| column.label).zip(figures).collect();
    }
    let Some(institution) = rule.institution else { return BTreeMap::new() };
    let reads_form = rule.reads == Some(RubricReading::Form);
    let mut rates = BTreeMap::<ColumnLabel, Rated>::new();
    // An institution without stages of assessment has no spirit to be rated by.
    for line in form_spirit(view, institution, &base).due().filter(|line| reads_form || line.asks_spirit) {
        let answer = if reads_form { line.form } else { line.spirit };
        let sum = rates.entry(sorter.of(None, Some(line.enterprise))).or_default();
        sum.rate = sum.rate + Ratio::new(i64::from(answer == crate::Answer::Yes), 1);
        sum.is_reported |= answer != crate::Answer::Missing;
    }
    rates
}

/// The overdue tasks or the open flags of each subject.
fn cases(view: View<'_>, sorter: &Sorter<'_>, rule: &Rule) -> BTreeMap<ColumnLabel, i64> {
    let base = Scope::default();
    let mut cases = BTreeMap::new();
    let mut add = |label| *cases.entry(label).or_insert(0) += 1;
    if rule.reads == Some(RubricReading::Overdue) {
        overdue(view, sorter).into_iter().for_each(|(label, _)| add(label));
    } else {
        for flag in flags(view, &base).iter().filter(|flag| flag.dismissed.is_none()) {
            let named = flag.task.and_then(|id| view.ledger.tasks.get(id)).and_then(|row| row.enterprise);
            let by_task = named.and_then(|id| view.ledger.enterprises.live_position(id)).map(|at| at as u32);
            add(sorter.of(flag.task, flag.enterprise.or(by_task)));
        }
    }
    cases
}

/// The tasks that the rule calls overdue, whatever warning was set by hand, each with its subject.
fn overdue(view: View<'_>, sorter: &Sorter<'_>) -> Vec<(ColumnLabel, Id<Task>)> {
    let enterprises = &view.ledger.enterprises;
    let is_red = |warning: Option<WarningState>| warning.is_some_and(|own| own.computed == Some(Warning::Red));
    tasks(view, &Scope::default())
        .into_iter()
        .filter(|line| is_red(line.warning))
        .map(|line| {
            let enterprise = view.ledger.tasks.at(line.position).enterprise;
            let at = enterprise.and_then(|id| enterprises.live_position(id)).map(|at| at as u32);
            (sorter.of(Some(line.task), at), line.task)
        })
        .collect()
}

/// The overdue tasks of a subject on the day of an assessment's figures: the rows behind that deduction.
pub fn overdue_tasks(view: View<'_>, assessed: &Assessed, label: ColumnLabel) -> Vec<Id<Task>> {
    let at_end = View { as_of: assessed.as_of, ..view };
    let sorter = sorter(at_end, &Scope::default(), report_axis(assessed.axis));
    overdue(at_end, &sorter).into_iter().filter(|(own, _)| *own == label).map(|(_, task)| task).collect()
}
