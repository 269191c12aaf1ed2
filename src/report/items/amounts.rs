//! Items of capital layout: figures of a year, investments and restructurings.

use super::{Answer, Asking, Item, household, read, yes_if};
use crate::domain::{
    Decimal, Kind, Ratio, RecordRef, Stage,
    choice::{IndustryClass, Measure},
    records::{Investment, Restructuring, YearFigures},
};
use crate::report::{View, year};

/// The last year, up to the year of the day, for which anybody reported figures.
pub fn figures_year(view: View<'_>) -> Option<i64> {
    last_year(view, view.ledger.year_figures.iter().map(|(_, row)| row.year))
}

/// The last year, up to the year of the day, for which anybody reported an investment.
pub fn investment_year(view: View<'_>) -> Option<i64> {
    last_year(view, view.ledger.investments.iter().map(|(_, row)| row.year))
}

fn last_year(view: View<'_>, years: impl Iterator<Item = Option<Decimal>>) -> Option<i64> {
    years.filter_map(year).filter(|year| *year <= i64::from(view.as_of.year())).max()
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
        let Some(asked) = figures_year(*view) else { return Vec::new() };
        self.scope
            .enterprises()
            .map(|at| {
                let found = figures_row(*view, at, asked);
                let part =
                    found.map(|row| YearPart::read(view.ledger.year_figures.at(row), measure)).unwrap_or_default();
                let record = match found {
                    Some(row) => RecordRef::new(Kind::YearFigures, view.ledger.year_figures.typed_id(row).raw()),
                    None => RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(at).raw()),
                };
                let answer = if part.is_stated() { yes_if(part.part > Some(0)) } else { Answer::Missing };
                let counted = part.counted();
                Item { record, enterprise: Some(at as u32), answer, excluded: self.exclusion(at), counted }
            })
            .collect()
    }

    pub(super) fn investments(&self) -> Vec<Item> {
        let Self { view, .. } = self;
        let Some(asked) = investment_year(*view) else { return Vec::new() };
        let mut items = Vec::new();
        for enterprise in self.scope.enterprises() {
            let excluded = self.exclusion(enterprise);
            for at in view.index.investments.of(enterprise) {
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
                items.push(Item { record, enterprise: Some(enterprise as u32), answer, excluded, counted });
            }
        }
        items
    }

    pub(super) fn restructurings(&self) -> Vec<Item> {
        let Self { view, .. } = self;
        let mut items = Vec::new();
        for enterprise in self.scope.enterprises() {
            let excluded = self.exclusion(enterprise);
            for at in view.index.restructurings.of(enterprise) {
                let row = view.ledger.restructurings.at(at);
                if !is_begun(row, *view) {
                    continue;
                }
                let answer = read(row.completed, view.as_of);
                let record = RecordRef::new(Kind::Restructuring, view.ledger.restructurings.typed_id(at).raw());
                let counted = household(answer);
                items.push(Item { record, enterprise: Some(enterprise as u32), answer, excluded, counted });
            }
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
