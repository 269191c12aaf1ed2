//! Items of capital layout: figures of a year, investments and restructurings.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Asking, Item, household, read, yes_if};
use crate::{
    domain::{
        Decimal, Id, Kind, Members, Ratio, RecordRef, Stage,
        choice::{IndustryClass, Measure},
        records::{Enterprise, Indicator, Investment, Restructuring, YearFigures},
    },
    report::{Scope, View, scope::is_lone, year},
};

/// The year that a measure of yearly figures looks at, with how many enterprises reported it and how many are
/// due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportedYear {
    /// The year.
    pub year: i64,
    /// How many of those due reported what the measure needs.
    pub reported: usize,
    /// How many are due.
    pub due: usize,
}

/// The year that an indicator of yearly figures or of investments looks at: the last one, up to the year of the
/// day, that at least half of those due in the scope have reported; where none is, the one that the most have.
pub fn reported_year(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Option<ReportedYear> {
    let definition = view.ledger.indicators.get(indicator)?;
    let scope = Scope { tiers: definition.tiers.and(scope.tiers)?, ..scope.clone() };
    year_of(&Asking { view, scope: scope.resolve(view), indicator, definition, window: None })
}

fn year_of(asking: &Asking<'_>) -> Option<ReportedYear> {
    let Asking { view, definition, .. } = asking;
    let measure = definition.measure?;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    let mut due = 0;
    for enterprise in asking.scope.enterprises().filter(|at| asking.exclusion(*at).is_none()) {
        due += 1;
        let years: BTreeSet<i64> = match measure {
            Measure::EmergingInvestment => {
                let rows = view.index.investments.of(enterprise).map(|at| view.ledger.investments.at(at));
                rows.filter(|row| row.amount.is_some()).filter_map(|row| year(row.year)).collect()
            }
            _ => {
                let rows = view.index.year_figures.of(enterprise).map(|at| view.ledger.year_figures.at(at));
                // Of several rows for a year the last one says whether it was reported.
                let stated: BTreeMap<i64, bool> =
                    rows.filter_map(|row| Some((year(row.year)?, YearPart::read(row, measure).is_stated()))).collect();
                stated.into_iter().filter_map(|(year, is_stated)| is_stated.then_some(year)).collect()
            }
        };
        years
            .into_iter()
            .filter(|year| *year <= i64::from(view.as_of.year()))
            .for_each(|year| *counts.entry(year).or_default() += 1);
    }
    // Those that name no enterprise tell the year where nobody else does.
    if measure == Measure::EmergingInvestment && asking.scope.is_everything() {
        let lone = view.ledger.investments.iter().filter(|(_, row)| is_lone(*view, row.enterprise));
        // A row without a value tells no year.
        let years = lone.filter(|(_, row)| row.amount.is_some()).filter_map(|(_, row)| year(row.year));
        years.filter(|year| *year <= i64::from(view.as_of.year())).for_each(|year| {
            counts.entry(year).or_default();
        });
    }
    let half = counts.iter().rev().find(|(_, count)| **count > 0 && **count * 2 >= due);
    let (year, reported) = half.or_else(|| counts.iter().max_by_key(|(year, count)| (**count, **year)))?;
    Some(ReportedYear { year: *year, reported: *reported, due })
}

/// Whether a restructuring was under way or done by the day.
pub fn is_begun(row: &Restructuring, view: View<'_>) -> bool {
    [row.planned, row.approved, row.completed].into_iter().flatten().any(|stage: Stage| stage.done_by(view.as_of))
}

/// An amount that counts; below nothing is a slip that a check reports.
fn amount(value: Option<Decimal>) -> Option<i64> {
    value.map(|value| value.hundredths().max(0))
}

impl Asking<'_> {
    pub(super) fn figures_of_year(&self, measure: Measure) -> Vec<Item> {
        let Self { view, .. } = self;
        let asked = year_of(self).map(|found| found.year);
        self.scope
            .enterprises()
            .map(|at| {
                let found = asked.and_then(|asked| figures_row(*view, at, asked));
                let part =
                    found.map(|row| YearPart::read(view.ledger.year_figures.at(row), measure)).unwrap_or_default();
                let record = match found {
                    Some(row) => RecordRef::new(Kind::YearFigures, view.ledger.year_figures.typed_id(row).raw()),
                    None => RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(at).raw()),
                };
                let answer = if part.is_stated() { yes_if(part.part > Some(0)) } else { Answer::Missing };
                let counted = part.counted();
                Item::one(record, Some(at), answer, self.exclusion(at), counted)
            })
            .collect()
    }

    pub(super) fn investments(&self) -> Vec<Item> {
        let Self { view, .. } = self;
        let Some(asked) = year_of(self).map(|found| found.year) else { return Vec::new() };
        let owners = self
            .owned(&view.index.investments, view.ledger.investments.positioned().map(|(at, row)| (at, row.enterprise)));
        let mut items = Vec::new();
        for (at, enterprise) in owners {
            let row: &Investment = view.ledger.investments.at(at);
            if year(row.year) != Some(asked) {
                continue;
            }
            let whole = amount(row.amount).unwrap_or(0);
            let answer = match (row.class, row.amount) {
                (Some(class), Some(_)) => yes_if(class == IndustryClass::Emerging),
                _ => Answer::Missing,
            };
            let counted = Ratio::new(if answer == Answer::Yes { whole } else { 0 }, whole);
            let record = RecordRef::new(Kind::Investment, view.ledger.investments.typed_id(at).raw());
            let excluded = enterprise.and_then(|at| self.exclusion(at));
            items.push(Item::one(record, enterprise, answer, excluded, counted));
        }
        items
    }

    /// The rows of a table that belong to the enterprises in scope, with their positions; and those that name no
    /// enterprise, where the scope is everything: they count in the total and in a line of their own.
    fn owned(
        &self,
        members: &Members,
        rows: impl Iterator<Item = (usize, Option<Id<Enterprise>>)>,
    ) -> Vec<(usize, Option<usize>)> {
        let mut owned: Vec<_> =
            self.scope.enterprises().flat_map(|own| members.of(own).map(move |at| (at, Some(own)))).collect();
        if self.scope.is_everything() {
            owned.extend(rows.filter(|(_, id)| is_lone(self.view, *id)).map(|(at, _)| (at, None)));
        }
        owned
    }

    pub(super) fn restructurings(&self) -> Vec<Item> {
        let Self { view, .. } = self;
        let owners = self.owned(
            &view.index.restructurings,
            view.ledger.restructurings.positioned().map(|(at, row)| (at, row.enterprise)),
        );
        let mut items = Vec::new();
        for (at, enterprise) in owners {
            let row = view.ledger.restructurings.at(at);
            if !is_begun(row, *view) {
                continue;
            }
            let answer = read(row.completed, view.as_of);
            let record = RecordRef::new(Kind::Restructuring, view.ledger.restructurings.typed_id(at).raw());
            let excluded = enterprise.and_then(|at| self.exclusion(at));
            let counted = household(answer);
            items.push(Item::one(record, enterprise, answer, excluded, counted));
        }
        items
    }
}

/// The row of an enterprise's figures for a year. Of several the last that arrived counts; a check reports
/// the others.
pub fn figures_row(view: View<'_>, enterprise: usize, asked: i64) -> Option<usize> {
    let of_year = |row: &usize| year(view.ledger.year_figures.at(*row).year) == Some(asked);
    view.index.year_figures.of(enterprise).filter(of_year).last()
}

/// A part of a year's revenue, or what is measured against it, in hundredths of 万元.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct YearPart {
    /// What counts.
    pub part: Option<i64>,
    /// All revenue.
    pub whole: Option<i64>,
}

impl YearPart {
    /// Reads what a measure counts. Emerging revenue beyond all revenue is a contradiction that a check
    /// reports; here it must not push the numerator out of its denominator. R&D may well exceed revenue.
    pub fn read(row: &YearFigures, measure: Measure) -> Self {
        let whole = amount(row.revenue);
        let part = match measure {
            Measure::ResearchIntensity => amount(row.research),
            _ => amount(row.emerging_revenue).map(|part| part.min(whole.unwrap_or(part))),
        };
        Self { part, whole }
    }

    /// Whether both are stated.
    pub const fn is_stated(self) -> bool {
        self.part.is_some() && self.whole.is_some()
    }

    /// What a rate sums; without the whole nothing counts.
    pub fn counted(self) -> Ratio {
        let part = if self.whole.is_some() { self.part.unwrap_or(0) } else { 0 };
        Ratio::new(part, self.whole.unwrap_or(0))
    }
}

/// Whether a measure sums amounts of money, which have no count of households to show.
pub const fn is_of_amounts(measure: Measure) -> bool {
    matches!(measure, Measure::EmergingRevenue | Measure::EmergingInvestment | Measure::ResearchIntensity)
}
