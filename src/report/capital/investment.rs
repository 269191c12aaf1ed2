//! Investments by class and year.

use std::collections::BTreeMap;

use super::Amount;
use super::Part;
use crate::{View, year};
use ledger::domain::{Ratio, choice::IndustryClass};

/// The investments of some enterprises in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvestmentYear {
    /// The year.
    pub year: i64,
    /// The sums by class; `None` stands for investments of which nobody stated the class.
    pub classes: BTreeMap<Option<IndustryClass>, Amount>,
    /// Everything of the year: the sum of the classes.
    pub total: Amount,
}

impl InvestmentYear {
    /// The sum of one class.
    pub fn of(&self, class: Option<IndustryClass>) -> i64 {
        self.classes.get(&class).map_or(0, |amount| amount.hundredths)
    }

    /// Emerging industries over everything (I2), in hundredths of 万元.
    pub fn emerging(&self) -> Ratio {
        Ratio::new(self.of(Some(IndustryClass::Emerging)), self.total.hundredths)
    }
}

/// Years up to the day's, each once, the earliest first.
pub(super) fn up_to_day(view: View<'_>, years: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut years: Vec<i64> = years.filter(|year| *year <= i64::from(view.as_of.year())).collect();
    years.sort_unstable();
    years.dedup();
    years
}

/// The years, up to the day's, in which anybody in the ledger invested; the earliest first.
pub fn investment_years(view: View<'_>) -> Vec<i64> {
    up_to_day(view, view.ledger.investments.iter().filter_map(|(_, row)| year(row.year)))
}

/// The positions of the investments of a part, with their years.
pub fn investment_rows<'a>(view: View<'a>, part: &'a Part) -> impl Iterator<Item = (usize, Option<i64>)> + 'a {
    let whose = view.ledger.investments.positioned().map(|(at, row)| (at, row.enterprise));
    part.rows(view, &view.index.investments, whose).map(move |at| (at, year(view.ledger.investments.at(at).year)))
}

/// Sums the investments of a part year by year, in the order of the years asked for.
pub fn investments(view: View<'_>, part: &Part, years: &[i64]) -> Vec<InvestmentYear> {
    let mut lines: Vec<InvestmentYear> =
        years.iter().map(|year| InvestmentYear { year: *year, ..InvestmentYear::default() }).collect();
    for (at, year) in investment_rows(view, part) {
        let Some(line) = lines.iter_mut().find(|line| Some(line.year) == year) else { continue };
        let row = view.ledger.investments.at(at);
        line.classes.entry(row.class).or_default().add(at, row.amount);
        line.total.add(at, row.amount);
    }
    lines
}
