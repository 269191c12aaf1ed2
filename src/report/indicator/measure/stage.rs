//! A stage of an institution (E1, G1, M1, P1, L1).

use super::{Counting, Mover, Nature, Past, Yearly, adoption, last_of};
use crate::{
    View,
    indicator::{IndicatorQuery, Item, Proof},
};
use ledger::domain::{
    Change, Date, Id, RawId,
    choice::StageName,
    records::{Indicator, Institution},
};

/// Enterprises that reached a stage of an institution, over those that are to.
pub(super) struct Stage;

/// The stage that an indicator of this measure asks for.
fn stage(definition: &Indicator) -> StageName {
    definition.stage.unwrap_or(StageName::Issued)
}

impl Counting for Stage {
    fn nature(&self) -> Nature {
        Nature::HOUSEHOLDS
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        adoption::items(query, stage(query.definition), |_| true)
    }

    fn proof(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof> {
        adoption::proof(view, definition, item, stage(definition))
    }

    fn past(&self) -> Option<&dyn Past> {
        Some(self)
    }
    fn mover(&self) -> Option<&dyn Mover> {
        Some(self)
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Past for Stage {
    fn first_day(&self, view: View<'_>, definition: &Indicator) -> Option<Date> {
        adoption::first_day(view, definition, stage(definition))
    }

    fn done_on(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Date> {
        let row = adoption::row(view, definition, item)?;
        last_of([row.stage(stage(definition))])
    }
}

impl Mover for Stage {
    fn institution(&self, definition: &Indicator) -> Option<Id<Institution>> {
        definition.institution
    }

    fn deed(&self, definition: &Indicator, institution: &str) -> String {
        adoption::deed(stage(definition), institution)
    }

    fn as_done(&self, view: View<'_>, definition: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change> {
        adoption::as_done(view, definition, stage(definition), enterprise, borrowed)
    }
}
