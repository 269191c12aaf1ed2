//! Two windows on one ledger: whether what one of them wrote meets what still waits in the other.

use crate::domain::{Change, DELETION, Ledger, RecordRef, Value, VersionVector};

/// Whether a change that was made in one window touches what another one wrote since: the same field, a
/// record that one of them deleted or brought back, or one that both began.
///
/// `known` is what the window knew when it made the change. Where the two meet, only [`super::join`] keeps
/// both sides; made again on top of what was stored, the change would put the other's value out of sight.
pub fn meets(stored: &Ledger, known: &VersionVector, change: &Change) -> bool {
    match change {
        Change::Create { record, .. } => stored.of(record.kind).position(record.id).is_some(),
        Change::Set { record, field, .. } | Change::Reopen { record, field, .. } => {
            is_news(stored, known, *record, |index| index == field.index || index == DELETION)
        }
        Change::Delete { record } | Change::Restore { record } => is_news(stored, known, *record, |_| true),
        Change::Batch(changes) => changes.iter().any(|change| meets(stored, known, change)),
    }
}

/// Whether one of some marks of a record tells of a write that is not known.
fn is_news(stored: &Ledger, known: &VersionVector, record: RecordRef, which: impl Fn(u8) -> bool) -> bool {
    let table = stored.of(record.kind);
    let Some((at, meta)) = table.position(record.id).and_then(|at| Some((at, table.meta(at)?))) else {
        return false;
    };
    let is_deletion_told = !table.is_live(at) || meta.stamps.fields.contains_key(&DELETION);
    let fields = (0..record.kind.fields().len() as u8).chain(is_deletion_told.then_some(DELETION));
    fields
        .filter(|index| which(*index))
        .any(|index| meta.stamps.siblings(index, Value::Empty).iter().any(|(_, seen)| !known.covers(seen)))
}
