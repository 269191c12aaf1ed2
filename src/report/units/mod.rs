//! Many units, one picture, for the article speaks of all local commissions: units, groups or regions against indicators, added up and never
//! averaged; places, the best and the last, the distance to the target, and who has handed in.

mod mean;

use std::collections::BTreeMap;

use super::{
    Axis, ColumnLabel, Figure, Pilot, Scope, View,
    figure::{Sum, of_items},
    indicator::items,
    matrix::{arrange, compared, matrix, narrowed},
    scope::{is_member, is_outside},
};
use ledger::domain::{
    AnyTable, Id, Moment, Printed, Ratio,
    records::{Indicator, Programme},
};

pub use mean::mean;

/// Whether a unit has handed in what it answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Its last return.
    On(Moment),
    /// No return on record, but so many enterprises and tasks are in the ledger under it.
    Kept(i64, i64),
    /// Neither.
    Nothing,
}

/// One unit, group or region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// What it is; what says nothing on the axis comes last.
    pub label: ColumnLabel,
    /// Its figures, in the order of the indicators.
    pub figures: Vec<Figure>,
    /// Its place by each rate: as many as are better, and one. `None` where there is nothing to measure,
    /// where nothing was reported, and where an indicator is not to be ranked by.
    pub ranks: Vec<Option<usize>>,
    /// Whether it has handed in; asked of units alone.
    pub reported: Option<Reported>,
}

/// What is to be said of one indicator over all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTotal {
    /// The indicator.
    pub indicator: Id<Indicator>,
    /// The figure of everything in scope: the sums of the rows.
    pub total: Figure,
    /// How many units, groups or regions have something to measure.
    pub measured: usize,
    /// The mean of their rates (各单位完成率的平均) as it is printed; never to be taken for
    /// the pooled rate, which is that of the total.
    pub mean: Option<Printed>,
    /// Whether places are given; a share of people who left is never ranked by.
    pub is_ranked: bool,
    /// The positions of the rows with the highest rate.
    pub best: Vec<usize>,
    /// The positions of the rows with the lowest rate, where it is not the highest too.
    pub last: Vec<usize>,
    /// For each pilot programme its members and all others.
    pub pilots: Vec<(Id<Programme>, Figure, Figure)>,
}

/// Units, groups or regions against indicators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTable {
    /// The rows.
    pub rows: Vec<UnitRow>,
    /// What holds over all, indicator by indicator.
    pub totals: Vec<UnitTotal>,
}

/// Puts units, groups or regions side by side.
pub fn units(view: View<'_>, indicators: &[Id<Indicator>], base: &Scope, axis: Axis) -> UnitTable {
    let matrix = matrix(view, indicators, base, axis);
    let mut by_label: BTreeMap<ColumnLabel, Vec<Figure>> = BTreeMap::new();
    for (_, figures) in matrix.rows {
        for (column, figure) in matrix.columns.iter().zip(figures) {
            by_label.entry(column.label).or_default().push(figure);
        }
    }
    let totals = by_label.remove(&ColumnLabel::Total).unwrap_or_default();
    for label in compared(view, base, axis) {
        by_label.entry(label).or_insert_with(|| {
            let scope = narrowed(base, label);
            indicators.iter().map(|indicator| of_items(view, *indicator, &scope, &[])).collect()
        });
    }
    let kept = kept_by_unit(view, base, axis);
    let mut labels: Vec<ColumnLabel> = by_label.keys().copied().collect();
    arrange(view, &mut labels);
    let mut rows: Vec<UnitRow> = labels
        .into_iter()
        .filter_map(|label| Some((label, by_label.remove(&label)?)))
        .map(|(label, figures)| {
            let ranks = vec![None; figures.len()];
            UnitRow { label, figures, ranks, reported: reported(view, label, &kept) }
        })
        .collect();
    let pilots = Members::new(view, base);
    let totals = indicators
        .iter()
        .zip(totals)
        .enumerate()
        .map(|(at, (indicator, total))| {
            over_all(view, &mut rows, at, *indicator, total, pilots.compared(view, *indicator, base))
        })
        .collect();
    UnitTable { rows, totals }
}

fn over_all(
    view: View<'_>,
    rows: &mut [UnitRow],
    at: usize,
    indicator: Id<Indicator>,
    total: Figure,
    pilots: Vec<(Id<Programme>, Figure, Figure)>,
) -> UnitTotal {
    let is_ranked = view.ledger.indicators.get(indicator).is_some_and(|row| row.no_target != Some(true));
    // A unit that reported nothing has no rate, and is not ranked as having none.
    let own = |row: &UnitRow| row.figures.get(at).and_then(Figure::rate);
    let named =
        |row: &UnitRow| own(row).filter(|_| !matches!(row.label, ColumnLabel::NotStated | ColumnLabel::NoEnterprise));
    let mut rates: Vec<Ratio> = rows.iter().filter_map(named).collect();
    rates.sort_by(|a, b| b.cmp_rate(*a));
    let (mut best, mut last) = (Vec::new(), Vec::new());
    for (position, row) in rows.iter_mut().enumerate().filter(|_| is_ranked) {
        let Some(rate) = named(row) else { continue };
        let better = rates.partition_point(|other| other.cmp_rate(rate).is_gt());
        if let Some(rank) = row.ranks.get_mut(at) {
            *rank = Some(better + 1);
        }
        if better == 0 {
            best.push(position);
        } else if rates.last().is_some_and(|lowest| lowest.cmp_rate(rate).is_eq()) {
            last.push(position);
        }
    }
    UnitTotal { indicator, total, measured: rates.len(), mean: mean(&rates), is_ranked, best, last, pilots }
}

/// How many enterprises and tasks of the scope each unit keeps in the ledger.
fn kept_by_unit(view: View<'_>, base: &Scope, axis: Axis) -> BTreeMap<ColumnLabel, (i64, i64)> {
    let mut kept: BTreeMap<ColumnLabel, (i64, i64)> = BTreeMap::new();
    if axis == Axis::Unit {
        let resolved = base.resolve(view);
        let units = resolved.enterprises().filter_map(|at| view.index.place(at).unit);
        units.for_each(|unit| kept.entry(ColumnLabel::Unit(unit)).or_default().0 += 1);
        let tasks = view.ledger.tasks.positioned().filter(|(at, _)| resolved.has_task(*at));
        tasks.filter_map(|(_, row)| row.unit).for_each(|unit| kept.entry(ColumnLabel::Unit(unit)).or_default().1 += 1);
    }
    kept
}

fn reported(view: View<'_>, label: ColumnLabel, kept: &BTreeMap<ColumnLabel, (i64, i64)>) -> Option<Reported> {
    let ColumnLabel::Unit(unit) = label else { return None };
    let handed_in = view.ledger.returns().get(&unit.raw()).map(|handed_in| Reported::On(handed_in.at));
    Some(handed_in.unwrap_or_else(|| {
        kept.get(&label).map_or(Reported::Nothing, |(enterprises, tasks)| Reported::Kept(*enterprises, *tasks))
    }))
}

/// Who is a member of which programme on the day, by position.
struct Members(Vec<(Id<Programme>, Vec<bool>)>);

impl Members {
    /// None where the scope keeps to one side of a programme already.
    fn new(view: View<'_>, base: &Scope) -> Self {
        let enterprises = &view.ledger.enterprises;
        let programmes = view.ledger.programmes.iter().filter(|_| base.pilot.is_none());
        let of = |programme| (0..enterprises.len()).map(|at| is_member(view, at, programme)).collect::<Vec<_>>();
        Self(programmes.map(|(id, _)| (id, of(id))).filter(|(_, members)| members.contains(&true)).collect())
    }

    /// The figure of the members and that of all others, in one pass over the items.
    fn compared(&self, view: View<'_>, indicator: Id<Indicator>, base: &Scope) -> Vec<(Id<Programme>, Figure, Figure)> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut sums = vec![(Sum::default(), Sum::default()); self.0.len()];
        let resolved = base.resolve(view);
        for item in items(view, indicator, base) {
            // A task may name an enterprise that does not count on the day: then it is on neither side.
            let Some(at) = item.enterprise.filter(|at| resolved.has_enterprise(*at as usize)) else { continue };
            for ((_, members), (inside, outside)) in self.0.iter().zip(&mut sums) {
                let is_inside = members.get(at as usize) == Some(&true);
                if is_inside {
                    inside.add(&item);
                } else if is_outside(view, at as usize) {
                    outside.add(&item);
                }
            }
        }
        let figures = self.0.iter().zip(sums).map(|((programme, _), (inside, outside))| {
            let scope = |pilot| Scope { pilot: Some(pilot), ..base.clone() };
            let inside = inside.figure(view, indicator, &scope(Pilot::Member(*programme)));
            let outside = outside.figure(view, indicator, &scope(Pilot::Outside));
            (*programme, inside, outside)
        });
        figures.collect()
    }
}
