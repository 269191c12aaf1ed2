//! Contracts honoured (M3).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, last_of};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, person, read},
};
use ledger::domain::{
    Date, Id, Kind, RecordRef, Stage,
    facts::left_by_assessment,
    records::{Assessment, Indicator},
};

/// Assessments that pay or an exit followed, over assessments made.
pub(super) struct ContractsHonoured;

impl Counting for ContractsHonoured {
    fn nature(&self) -> Nature {
        Nature { turns_over: true, ..Nature::new(Subject::Person, Weight::One) }
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        let IndicatorQuery { view, .. } = query;
        let mut items = Vec::new();
        for enterprise in query.scope.enterprises() {
            let excluded = query.exclusion(enterprise);
            for contract in view.index.contracts.of(enterprise) {
                for at in view.index.assessments.of(contract) {
                    let row = view.ledger.assessments.at(at);
                    if read(row.assessed, view.as_of) != Answer::Yes {
                        continue;
                    }
                    let record = RecordRef::new(Kind::Assessment, view.ledger.assessments.typed_id(at).raw());
                    items.push(person(record, enterprise, honoured(row, view.as_of), excluded));
                }
            }
        }
        items
    }

    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        let row = view.ledger.assessments.get(Id::new(item.record.id))?;
        let honoured = left_by_assessment(row, view.as_of).or(row.paid.and_then(Stage::day));
        // What followed counts once the assessment itself is there.
        Some(Proof {
            on: honoured.map(|on| row.assessed.and_then(Stage::day).map_or(on, |by| on.max(by))),
            paper: row.evidence.clone(),
        })
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

impl Past for ContractsHonoured {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        view.ledger.assessments.iter().filter_map(|(_, row)| row.paid.and_then(Stage::day)).min()
    }

    fn done_on(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Date> {
        let row = view.ledger.assessments.get(Id::new(item.record.id))?;
        let left = left_by_assessment(row, view.as_of);
        last_of([row.assessed, left.map_or(row.paid, |on| Some(Stage::Yes(Some(on))))])
    }
}

/// Whether pay followed an assessment. Who left by it is honoured without pay.
pub(crate) fn honoured(row: &Assessment, day: Date) -> Answer {
    left_by_assessment(row, day).map_or_else(|| read(row.paid, day), |_| Answer::Yes)
}
