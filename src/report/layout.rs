//! Where capital goes [S9]: investments by class and year, the three concentrations (三个集中) as shares
//! of capital, yearly revenue of emerging industries and research, restructurings by kind and stage.
//!
//! Everything covers all of a scope, excluded enterprises too (全口径), so that over everything the sums
//! are those of the indicators I1, I2, R1 and R2. Amounts are of single accounts and not consolidated.
//! Years are not days: of the day's own year everything counts as it stands, and later years do not.

mod capital;
mod investment;
mod restructuring;
mod yearly;

pub use capital::{Capital, capital, directions};
pub use investment::{InvestmentYear, investment_rows, investment_years, investments};
pub use restructuring::{Reached, Restructured, reached, restructurings};
pub use yearly::{Doubt, Growth, YearLine, doubts, figure_years, year_line};

use std::collections::BTreeMap;

use super::{Axis, ColumnLabel, Scope, View, matrix::sorter};
use crate::domain::{Decimal, Ratio};

/// A sum of amounts with the rows behind it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// The sum in hundredths of 万元; below nothing counts as nothing, which a check reports.
    pub hundredths: i64,
    /// The positions of the rows, those without an amount too.
    pub rows: Vec<usize>,
    /// How many of the rows state no amount.
    pub missing: usize,
}

impl Amount {
    fn add(&mut self, row: usize, amount: Option<Decimal>) {
        self.rows.push(row);
        match amount {
            Some(amount) => self.hundredths = self.hundredths.saturating_add(amount.hundredths().max(0)),
            None => self.missing += 1,
        }
    }

    /// Adds the rows of another sum.
    fn join(&mut self, other: &Self) {
        self.hundredths = self.hundredths.saturating_add(other.hundredths);
        self.rows.extend_from_slice(&other.rows);
        self.missing += other.missing;
    }

    /// The sum as a share of another.
    pub fn over(&self, whole: &Self) -> Ratio {
        Ratio::new(self.hundredths, whole.hundredths)
    }
}

/// One part of a scope on an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it stands for.
    pub label: ColumnLabel,
    /// The positions of its enterprises.
    pub enterprises: Vec<usize>,
}

/// The parts of a scope: everything first, then every part that occurs, what says nothing on the axis last.
pub fn parts(view: View<'_>, scope: &Scope, axis: Axis) -> Vec<Part> {
    let sorter = sorter(view, scope, axis);
    let all: Vec<usize> = scope.resolve(view).enterprises().collect();
    let mut by_label: BTreeMap<ColumnLabel, Vec<usize>> = BTreeMap::new();
    for at in &all {
        by_label.entry(sorter.of(None, Some(*at as u32))).or_default().push(*at);
    }
    let total = Part { label: ColumnLabel::Total, enterprises: all };
    std::iter::once(total).chain(by_label.into_iter().map(|(label, enterprises)| Part { label, enterprises })).collect()
}
