//! What the measures of tasks share.

use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof},
};
use ledger::domain::{Date, Id, Kind, Ratio, RecordRef, TaskState, records::Task};

/// The tasks in scope, each read for what it answers and adds.
pub(super) fn items(query: &IndicatorQuery<'_>, read: impl Fn(&Task, &TaskState) -> (Answer, Ratio)) -> Vec<Item> {
    let IndicatorQuery { view, .. } = query;
    let tasks = &view.ledger.tasks;
    tasks
        .positioned()
        .filter(|(_, row)| query.definition.main_only != Some(true) || row.main == Some(true))
        .filter(|(at, _)| query.scope.has_task(*at))
        .map(|(at, row)| {
            let (answer, counted) = read(row, &view.index.standing(view.ledger, at, view.as_of));
            let enterprise = row.enterprise.and_then(|id| view.ledger.enterprises.live_position(id));
            let record = RecordRef::new(Kind::Task, tasks.typed_id(at).raw());
            Item::one(record, enterprise, answer, None, counted)
        })
        .collect()
}

/// The day on which a task stood as it stands, and its last paper.
pub(super) fn proof(view: View<'_>, item: &Item) -> Option<Proof> {
    let at = view.ledger.tasks.live_position(Id::new(item.record.id))?;
    let own = view.index.evidence.of(at).map(|at| view.ledger.evidence.at(at));
    let last = own.filter(|row| row.date.is_none_or(|on| on <= view.as_of)).max_by_key(|row| row.date);
    let name = |number: &str, title: &str| if number.is_empty() { title.to_owned() } else { number.to_owned() };
    Some(Proof {
        on: view.index.standing(view.ledger, at, view.as_of).since,
        paper: last.map_or_else(String::new, |row| name(&row.number, &row.title)),
    })
}

/// The first day on which anybody reported on a task.
pub(super) fn first_day(view: View<'_>) -> Option<Date> {
    view.ledger.progress.iter().filter_map(|(_, row)| row.date).min()
}
