//! What the measures of managers share.

use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, person},
};
use ledger::domain::{Id, Kind, RecordRef, facts::counting_contracts, records::Contract};

/// The managers in scope, each of whom counts once, with what the contract at a position answers; `None` for those
/// who are not asked.
pub(super) fn items(query: &IndicatorQuery<'_>, answer: impl Fn(usize, &Contract) -> Option<Answer>) -> Vec<Item> {
    let IndicatorQuery { view, .. } = query;
    let mut items = Vec::new();
    for enterprise in query.scope.enterprises() {
        let excluded = query.exclusion(enterprise);
        for at in counting_contracts(view.ledger, view.index, enterprise, view.as_of) {
            if let Some(answer) = answer(at, view.ledger.contracts.at(at)) {
                let record = RecordRef::new(Kind::Contract, view.ledger.contracts.typed_id(at).raw());
                items.push(person(record, enterprise, answer, excluded));
            }
        }
    }
    items
}

/// The contract of an item.
pub(super) fn contract<'a>(view: View<'a>, item: &Item) -> Option<&'a Contract> {
    view.ledger.contracts.get(Id::new(item.record.id))
}
