//! Real action under an institution (E2).

use super::{Counting, Mover, Nature, Past, Yearly, adoption, last_of};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof},
};
use ledger::domain::{
    Change, Date, Id, RawId,
    choice::StageName,
    records::{Adoption, Indicator, Institution},
};

/// Enterprises that acted under an institution, over those that have it.
pub(super) struct Action;

/// The stage that an indicator of this measure asks for.
fn stage(definition: &Indicator) -> StageName {
    definition.stage.unwrap_or(StageName::Adjusted)
}

impl Counting for Action {
    fn nature(&self) -> Nature {
        Nature::HOUSEHOLDS
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        let day = query.view.as_of;
        // Real action is asked only of those that have the system.
        let has_system = |row: Option<&Adoption>| adoption::answer(row, StageName::Issued, day) == Answer::Yes;
        adoption::items(query, stage(query.definition), has_system)
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

impl Past for Action {
    fn first_day(&self, view: View<'_>, definition: &Indicator) -> Option<Date> {
        adoption::first_day(view, definition, stage(definition))
    }

    fn done_on(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Date> {
        let row = adoption::row(view, definition, item)?;
        // Real action counts only where the system stands.
        last_of([row.stage(stage(definition)), row.issued])
    }
}

impl Mover for Action {
    fn institution(&self, definition: &Indicator) -> Option<Id<Institution>> {
        definition.institution
    }

    fn deed(&self, _: &Indicator, institution: &str) -> String {
        adoption::deed(StageName::Adjusted, institution)
    }

    fn as_done(&self, view: View<'_>, definition: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change> {
        adoption::as_done(view, definition, stage(definition), enterprise, borrowed)
    }
}
