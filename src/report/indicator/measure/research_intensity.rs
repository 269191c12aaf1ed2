//! Research and development over revenue (R1).

use std::collections::BTreeSet;

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, year_figures};
use crate::{
    View,
    indicator::{IndicatorQuery, Item, Proof, YearPart},
};
use ledger::domain::records::Indicator;

/// Research and development, over revenue.
pub(super) struct ResearchIntensity;

impl Counting for ResearchIntensity {
    fn nature(&self) -> Nature {
        Nature::new(Subject::YearFigures, Weight::Amount)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        year_figures::items(query, YearPart::research)
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

impl Yearly for ResearchIntensity {
    fn reported(&self, view: View<'_>, enterprise: usize) -> BTreeSet<i64> {
        year_figures::reported(view, enterprise, YearPart::research)
    }

    fn reported_by_none(&self, _: View<'_>) -> BTreeSet<i64> {
        BTreeSet::new()
    }
}
