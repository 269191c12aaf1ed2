//! Restructurings completed (R2).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly};
use crate::{
    View,
    indicator::{IndicatorQuery, Item, Proof, household, read},
};
use ledger::domain::{
    Date, Id, Kind, RecordRef, Stage,
    records::{Indicator, Restructuring},
};

/// Restructurings completed, over those begun.
pub(super) struct RestructuringsDone;

impl Counting for RestructuringsDone {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Restructuring, Weight::One)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        let IndicatorQuery { view, .. } = query;
        let rows = view.ledger.restructurings.positioned().map(|(at, row)| (at, row.enterprise));
        query
            .owned(&view.index.restructurings, rows)
            .into_iter()
            .filter(|(at, _)| is_begun(view.ledger.restructurings.at(*at), *view))
            .map(|(at, enterprise)| {
                let answer = read(view.ledger.restructurings.at(at).completed, view.as_of);
                let record = RecordRef::new(Kind::Restructuring, view.ledger.restructurings.typed_id(at).raw());
                let excluded = enterprise.and_then(|at| query.exclusion(at));
                Item::one(record, enterprise, answer, excluded, household(answer))
            })
            .collect()
    }

    fn proof(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof> {
        let row = view.ledger.restructurings.get(Id::new(item.record.id))?;
        Some(Proof { on: self.done_on(view, definition, item), paper: row.source.clone() })
    }

    fn past(&self) -> Option<&dyn Past> {
        Some(self)
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Past for RestructuringsDone {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        view.ledger.restructurings.iter().filter_map(|(_, row)| row.completed.and_then(Stage::day)).min()
    }

    fn done_on(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Date> {
        view.ledger.restructurings.get(Id::new(item.record.id))?.completed.and_then(Stage::day)
    }
}

/// Whether a restructuring was under way or done by the day.
pub fn is_begun(row: &Restructuring, view: View<'_>) -> bool {
    [row.planned, row.approved, row.completed].into_iter().flatten().any(|stage: Stage| stage.done_by(view.as_of))
}
