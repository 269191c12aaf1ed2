//! Emerging industries in investment (I2).

use std::collections::BTreeSet;

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly};
use crate::{
    View,
    indicator::{
        Answer, IndicatorQuery, Item, Proof,
        yearly::{amount, asked_year},
        yes_if,
    },
    scope::is_lone,
    year,
};
use ledger::domain::{
    Kind, Ratio, RecordRef,
    choice::IndustryClass,
    records::{Indicator, Investment},
};

/// Investment in strategic emerging industries, over all investment.
pub(super) struct EmergingInvestment;

impl Counting for EmergingInvestment {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Investment, Weight::Amount)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        let IndicatorQuery { view, .. } = query;
        let Some(asked) = asked_year(query).map(|found| found.year) else { return Vec::new() };
        let rows = view.ledger.investments.positioned().map(|(at, row)| (at, row.enterprise));
        let of_year = |at: usize| {
            let row: &Investment = view.ledger.investments.at(at);
            (year(row.year) == Some(asked)).then_some(row)
        };
        query
            .owned(&view.index.investments, rows)
            .into_iter()
            .filter_map(|(at, enterprise)| {
                let row = of_year(at)?;
                let whole = amount(row.amount).unwrap_or(0);
                let answer = match (row.class, row.amount) {
                    (Some(class), Some(_)) => yes_if(class == IndustryClass::Emerging),
                    _ => Answer::Missing,
                };
                let counted = Ratio::new(if answer == Answer::Yes { whole } else { 0 }, whole);
                let record = RecordRef::new(Kind::Investment, view.ledger.investments.typed_id(at).raw());
                let excluded = enterprise.and_then(|at| query.exclusion(at));
                Some(Item::one(record, enterprise, answer, excluded, counted))
            })
            .collect()
    }

    fn proof(&self, _: View<'_>, _: &Indicator, _: &Item) -> Option<Proof> {
        None
    }
    fn past(&self) -> Option<&dyn Past> {
        None
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        Some(self)
    }
}

/// A row without a value tells no year.
fn year_of(row: &Investment) -> Option<i64> {
    row.amount.and_then(|_| year(row.year))
}

impl Yearly for EmergingInvestment {
    fn reported(&self, view: View<'_>, enterprise: usize) -> BTreeSet<i64> {
        view.index.investments.of(enterprise).filter_map(|at| year_of(view.ledger.investments.at(at))).collect()
    }

    fn reported_by_none(&self, view: View<'_>) -> BTreeSet<i64> {
        let lone = view.ledger.investments.iter().filter(|(_, row)| is_lone(view, row.enterprise));
        lone.filter_map(|(_, row)| year_of(row)).collect()
    }
}
