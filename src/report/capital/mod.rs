//! Where capital goes, of which the article says much: investments by class and year, the three concentrations (三个集中) as shares
//! of capital, yearly revenue of emerging industries and research, restructurings by kind and stage.
//!
//! Everything covers all of a scope, excluded enterprises too (全口径), so that over everything the sums
//! are those of the indicators I1, I2, R1 and R2. Amounts are of single accounts and not consolidated.
//! Years are not days: of the day's own year everything counts as it stands, and later years do not.

mod concentration;
mod investment;
mod restructuring;
mod yearly;

pub use concentration::{Capital, capital, directions};
pub use investment::{InvestmentYear, investment_rows, investment_years, investments};
pub use restructuring::{Reached, Restructured, reached, restructurings};
pub use yearly::{Doubt, Growth, YearLine, doubts, figure_years, year_line};

use std::collections::BTreeMap;

use super::{
    Axis, ColumnLabel, Scope, View,
    matrix::{arrange, sorter},
    scope::is_lone,
};
use ledger::domain::{Adjacency, Decimal, Id, Ratio, records::Enterprise};

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
    /// Whether what names no enterprise belongs to it: to everything, and to a part of its own.
    pub has_lone: bool,
}

impl Part {
    /// The rows of a table that belong to the part, given those of each enterprise and whose each row is.
    fn rows<'a>(
        &'a self,
        view: View<'a>,
        members: &'a Adjacency,
        whose: impl Iterator<Item = (usize, Option<Id<Enterprise>>)> + 'a,
    ) -> impl Iterator<Item = usize> + 'a {
        let lone = whose.filter(move |(_, id)| self.has_lone && is_lone(view, *id)).map(|(at, _)| at);
        self.enterprises.iter().flat_map(|at| members.of(*at)).chain(lone)
    }
}

/// All of a scope as one part.
pub fn whole(view: View<'_>, scope: &Scope) -> Part {
    let resolved = scope.resolve(view);
    let (invested, restructured) = (view.ledger.investments.iter(), view.ledger.restructurings.iter());
    let mut whose = invested.map(|(_, row)| row.enterprise).chain(restructured.map(|(_, row)| row.enterprise));
    let has_lone = resolved.is_everything() && whose.any(|id| is_lone(view, id));
    Part { label: ColumnLabel::Total, enterprises: resolved.enterprises().collect(), has_lone }
}

/// The parts of a scope: everything first, then every part that occurs, what says nothing on the axis last.
pub fn parts(view: View<'_>, scope: &Scope, axis: Axis) -> Vec<Part> {
    let sorter = sorter(view, scope, axis);
    let total = whole(view, scope);
    let has_lone = total.has_lone;
    let mut by_label: BTreeMap<ColumnLabel, Vec<usize>> = BTreeMap::new();
    for at in &total.enterprises {
        by_label.entry(sorter.of(None, Some(*at as u32))).or_default().push(*at);
    }
    let mut labels: Vec<ColumnLabel> = by_label.keys().copied().collect();
    arrange(view, &mut labels);
    let mut parts = vec![total];
    parts.extend(
        labels
            .into_iter()
            .filter_map(|label| Some(Part { label, enterprises: by_label.remove(&label)?, has_lone: false })),
    );
    if has_lone {
        parts.push(Part { label: ColumnLabel::NoEnterprise, enterprises: Vec::new(), has_lone });
    }
    parts
}
