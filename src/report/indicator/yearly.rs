//! The year that measures of yearly figures look at, and what they read of a year.

use std::collections::BTreeMap;

use super::{IndicatorQuery, measure};
use crate::{Scope, View, year};
use ledger::domain::{
    Decimal, Id, Ratio,
    records::{Indicator, YearFigures},
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
    asked_year(&IndicatorQuery { view, scope: scope.resolve(view), indicator, definition, window: None })
}

/// The year that the measure of an indicator looks at.
pub(super) fn asked_year(query: &IndicatorQuery<'_>) -> Option<ReportedYear> {
    let IndicatorQuery { view, definition, .. } = query;
    let yearly = measure::of(definition.measure?).yearly()?;
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    let mut due = 0;
    let is_past = |year: &i64| *year <= i64::from(view.as_of.year());
    for enterprise in query.scope.enterprises().filter(|at| query.exclusion(*at).is_none()) {
        due += 1;
        let years = yearly.reported(*view, enterprise);
        years.into_iter().filter(is_past).for_each(|year| *counts.entry(year).or_default() += 1);
    }
    if query.scope.is_everything() {
        yearly.reported_by_none(*view).into_iter().filter(is_past).for_each(|year| {
            counts.entry(year).or_default();
        });
    }
    let half = counts.iter().rev().find(|(_, count)| **count > 0 && **count * 2 >= due);
    let (year, reported) = half.or_else(|| counts.iter().max_by_key(|(year, count)| (**count, **year)))?;
    Some(ReportedYear { year: *year, reported: *reported, due })
}

/// An amount that counts; below nothing is a slip that a check reports.
pub(super) fn amount(value: Option<Decimal>) -> Option<i64> {
    value.map(|value| value.hundredths().max(0))
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
    /// Revenue of emerging industries. What is beyond all revenue is a contradiction that a check reports; here it
    /// must not push the numerator out of its denominator.
    pub fn emerging(row: &YearFigures) -> Self {
        let whole = amount(row.revenue);
        Self { part: amount(row.emerging_revenue).map(|part| part.min(whole.unwrap_or(part))), whole }
    }

    /// Research and development, which may well exceed revenue.
    pub fn research(row: &YearFigures) -> Self {
        Self { part: amount(row.research), whole: amount(row.revenue) }
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
