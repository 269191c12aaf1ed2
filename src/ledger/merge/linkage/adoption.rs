//! Their ledger under my identities.

use rustc_hash::FxHashSet;

use super::{Matching, Pair};
use crate::domain::{
    ActorId, Dot, FieldType, Kind, Ledger, LedgerBuilder, LoadedRow, RawId, RecordRef, RowMeta, Sibling, Stamps, Value,
    VersionVector,
    natural_key::{derived, key_values, mixed, natural_fields},
    prune,
};

/// Their ledger with mine's identity and my records' identities, ready for [`crate::merge::join`].
///
/// Every reference follows, those in conflict too. Unmatched records keep their own identity. Marks
/// stay as they are, but values without one, which the two ledgers were born with apart, are marked
/// as their ledger's, so that neither gives way unseen. History stays behind: its steps name other
/// identities.
pub fn adopt(mine: &Ledger, theirs: &Ledger, matching: &Matching, accepted: &dyn Fn(&Pair) -> bool) -> Ledger {
    let matching = &matching.settle(mine, theirs, accepted);
    let taken = matching.sure.iter().map(|(record, id)| RecordRef::new(record.kind, *id)).collect();
    let adoption = Adoption { mine, theirs, matching, taken };
    let mut loader = LedgerBuilder::new(mine.id());
    for kind in Kind::ALL {
        for at in 0..theirs.of(*kind).len() {
            let (record, row) = adoption.record(*kind, at);
            // No two records have one identity, and the values come from a table of the kind.
            let _ = loader.record(record, row);
        }
    }
    loader.part(mine.part().cloned());
    loader.clock(theirs.clock());
    for (name, json) in theirs.unknown() {
        loader.unknown(name.clone(), json.clone());
    }
    loader.finish()
}

struct Adoption<'a> {
    mine: &'a Ledger,
    theirs: &'a Ledger,
    matching: &'a Matching,
    /// My records that have a counterpart.
    taken: FxHashSet<RecordRef>,
}

impl Adoption<'_> {
    fn record(&self, kind: Kind, at: usize) -> (RecordRef, LoadedRow) {
        let table = self.theirs.of(kind);
        let before = RecordRef::new(kind, table.id_at(at));
        let record = self.of_my_key(before, at).unwrap_or_else(|| RecordRef::new(kind, self.identity(before)));
        let mut meta = table.meta(at).cloned().unwrap_or_default();
        let mut values = Vec::with_capacity(kind.fields().len());
        for (index, field) in (0..).zip(kind.fields()) {
            let mut shown = table.value(at, index);
            if let FieldType::Ref(to) = field.field_type {
                shown = self.renamed(to, index, shown, &mut meta.stamps);
            }
            values.push((index, shown));
        }
        if before != record || matches!(kind, Kind::Profile | Kind::Unit) {
            self.tell_births_apart(record, &mut values, &mut meta);
        }
        (record, LoadedRow { deleted: !table.is_live(at), values, meta })
    }

    fn identity(&self, record: RecordRef) -> RawId {
        self.matching.identity(self.mine, self.theirs.id(), record)
    }

    /// The identity that follows from a record's natural key under my names, where its own one follows from
    /// the key under theirs: whoever begins the same record here begins this one.
    fn of_my_key(&self, record: RecordRef, at: usize) -> Option<RecordRef> {
        let table = self.theirs.of(record.kind);
        let key = key_values(record.kind, |field| table.value(at, field.index))?;
        if self.matching.sure.contains_key(&record) || derived(record.kind, &key) != record {
            return None;
        }
        let mine: Vec<Value> = natural_fields(record.kind)
            .zip(key)
            .map(|(field, value)| match (field.meta().field_type, value) {
                (FieldType::Ref(to), Value::Ref(id)) => Value::Ref(self.identity(RecordRef::new(to, id))),
                (_, value) => value,
            })
            .collect();
        self.mine.identity_for(record.kind, &mine).filter(|own| !self.taken.contains(own))
    }

    /// Gives references to records of a kind their new identity, and tells the one to be shown.
    fn renamed(&self, to: Kind, index: u8, shown: Value, stamps: &mut Stamps) -> Value {
        let rename = |value: Value| match value {
            Value::Ref(id) => Value::Ref(self.identity(RecordRef::new(to, id))),
            other => other,
        };
        if stamps.fields.get(&index).is_none_or(|stamp| stamp.others.is_empty()) {
            return rename(shown);
        }
        let all = stamps.siblings(index, shown);
        stamps.put(index, prune(all.into_iter().map(|(value, seen)| (rename(value), seen)).collect()))
    }

    /// Marks the values without a mark that stand against others: mine as my ledger's, theirs as
    /// theirs. Any other mark would outdo them, as if its writer had known them.
    fn tell_births_apart(&self, record: RecordRef, values: &mut [(u8, Value)], meta: &mut RowMeta) {
        let own = self.mine.of(record.kind);
        let Some(own_at) = own.position(record.id) else { return };
        let own_stamps = own.meta(own_at).map(|meta| meta.stamps.clone()).unwrap_or_default();
        for (index, shown) in values {
            let mine = written(&own_stamps, *index, own.value(own_at, *index));
            let theirs = written(&meta.stamps, *index, shown.clone());
            let unmarked = mine.iter().chain(&theirs).any(|(_, seen)| seen.is_empty());
            if !unmarked || mine.is_empty() || theirs.is_empty() || mine == theirs {
                continue;
            }
            let born = |ledger: RawId| -> VersionVector {
                [Dot { actor: ActorId(mixed(ledger.0)), count: 1 }].into_iter().collect()
            };
            let mark = |(value, seen): Sibling, ledger| (value, if seen.is_empty() { born(ledger) } else { seen });
            let mut all: Vec<Sibling> = theirs.into_iter().map(|sibling| mark(sibling, self.theirs.id())).collect();
            let unmarked = mine.into_iter().filter(|(_, seen)| seen.is_empty());
            all.extend(unmarked.map(|sibling| mark(sibling, self.mine.id())));
            *shown = meta.stamps.put(*index, prune(all));
        }
    }
}

/// The values of a field that somebody wrote.
fn written(stamps: &Stamps, index: u8, shown: Value) -> Vec<Sibling> {
    let mut all = stamps.siblings(index, shown);
    all.retain(|(value, seen)| *value != Value::Empty || *seen != stamps.created);
    all
}
