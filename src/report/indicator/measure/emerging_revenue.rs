//! Emerging industries in revenue (I1).

use std::collections::BTreeSet;

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, year_figures};
use crate::{
    View,
    indicator::{IndicatorQuery, Item, Proof, YearPart},
};
use ledger::domain::records::Indicator;

/// Revenue of strategic emerging industries, over revenue.
pub(super) struct EmergingRevenue;

impl Counting for EmergingRevenue {
    fn nature(&self) -> Nature {
        Nature::new(Subject::YearFigures, Weight::Amount)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        year_figures::items(query, YearPart::emerging)
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

impl Yearly for EmergingRevenue {
    fn reported(&self, view: View<'_>, enterprise: usize) -> BTreeSet<i64> {
        year_figures::reported(view, enterprise, YearPart::emerging)
    }

    fn reported_by_none(&self, _: View<'_>) -> BTreeSet<i64> {
        BTreeSet::new()
    }
}
