//! Records of which there is one for a natural key: how they are begun, and how several become one.

use std::collections::BTreeMap;

use super::{Ledger, Work};
use crate::domain::{
    causality::Dot,
    change::{Change, ChangeError},
    id::RawId,
    natural_key::{derived, key_values, natural_fields, natural_key},
    schema::{Field, Kind, RecordRef, Value},
    table::AnyTable,
};

impl Ledger {
    /// The identity of the record that is to stand for a natural key; `None` where a record has it whose
    /// key was edited to another one since.
    pub fn identity_for(&self, kind: Kind, key: &[Value]) -> Option<RecordRef> {
        let table = self.tables.of(kind);
        let record = derived(kind, key);
        let is_free = table
            .position(record.id)
            .is_none_or(|at| !table.is_live(at) || key_at(table, at).is_some_and(|own| own == *key));
        is_free.then_some(record)
    }

    /// The change that makes a record with some values where there is none for its natural key, if it has
    /// one; the `spare` identity is for what has none.
    pub fn first(&self, kind: Kind, values: Vec<(Field, Value)>, spare: RawId) -> Change {
        let record = key_among(kind, &values).and_then(|key| self.identity_for(kind, &key));
        Change::Create { record: record.unwrap_or(RecordRef::new(kind, spare)), values }
    }

    /// The change that begins a record with some values, and the record that then holds them: the one that
    /// stands for its natural key, where there is one.
    pub fn beginning(&self, kind: Kind, values: Vec<(Field, Value)>, spare: RawId) -> (RecordRef, Change) {
        let table = self.tables.of(kind);
        let key = key_among(kind, &values);
        let fields: Vec<Field> = natural_fields(kind).collect();
        let same = |at: usize, key: &[Value]| {
            table.is_live(at) && fields.iter().zip(key).all(|(field, value)| table.value(at, field.index) == *value)
        };
        let known =
            key.as_ref().and_then(|key| (0..table.len()).filter(|at| same(*at, key)).map(|at| table.id_at(at)).max());
        match known {
            Some(id) => {
                let record = RecordRef::new(kind, id);
                let set = |(field, value)| Change::Set { record, field, value };
                (record, Change::Batch(values.into_iter().map(set).collect()))
            }
            None => {
                let change = self.first(kind, values, spare);
                let record = change.records().first().copied();
                (record.unwrap_or(RecordRef::new(kind, spare)), change)
            }
        }
    }

    /// Begins a record that somebody else began meanwhile: what is empty is filled in, and where the two
    /// differ both values stand. A deleted one comes back with the new values alone.
    pub(super) fn begin_again(
        &mut self,
        record: RecordRef,
        values: &[(Field, Value)],
        dot: Dot,
        work: &mut Work,
    ) -> Result<Change, ChangeError> {
        let key = key_among(record.kind, values);
        if key.and_then(|key| self.identity_for(record.kind, &key)) != Some(record) {
            return Err(ChangeError::IdInUse(record));
        }
        let changes = if self.is_live(record) {
            values.iter().filter_map(|(field, value)| self.beside(record, *field, value)).collect()
        } else {
            let all = (0..record.kind.fields().len() as u8).map(|index| Field { kind: record.kind, index });
            let sets = all.map(|field| Change::Set { record, field, value: value_among(values, field) });
            std::iter::once(Change::Restore { record }).chain(sets).collect()
        };
        self.perform(&Change::Batch(changes), dot, work)
    }

    /// The change that puts a value beside what a field holds; none where it says nothing new.
    fn beside(&self, record: RecordRef, field: Field, value: &Value) -> Option<Change> {
        let standing = self.standing_values(record, field);
        if *value == Value::Empty || standing.contains(value) {
            return None;
        }
        Some(match &standing[..] {
            [] => Change::Set { record, field, value: value.clone() },
            [shown, others @ ..] => {
                let others = others.iter().chain([value]).cloned().collect();
                Change::Reopen { record, field, value: shown.clone(), others }
            }
        })
    }

    /// The values of a field that are filled in, the one that is shown first.
    fn standing_values(&self, record: RecordRef, field: Field) -> Vec<Value> {
        let table = self.tables.of(record.kind);
        let Some(at) = table.position(record.id) else { return Vec::new() };
        let stamp = table.meta(at).and_then(|meta| meta.stamps.fields.get(&field.index));
        let others = stamp.into_iter().flat_map(|stamp| stamp.others.iter().map(|(value, _)| value.clone()));
        let mut all: Vec<Value> = Vec::new();
        for value in std::iter::once(table.value(at, field.index)).chain(others) {
            if value != Value::Empty && !all.contains(&value) {
                all.push(value);
            }
        }
        all
    }

    /// The live records of a kind that stand several times for one natural key, each group in the order of
    /// identities.
    pub fn doubles_in(&self, kind: Kind) -> Vec<Vec<RecordRef>> {
        let table = self.tables.of(kind);
        let mut groups: BTreeMap<Vec<Value>, Vec<RecordRef>> = BTreeMap::new();
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            if let Some(key) = key_at(table, at) {
                groups.entry(key).or_default().push(RecordRef::new(kind, table.id_at(at)));
            }
        }
        let mut doubles: Vec<Vec<RecordRef>> = groups.into_values().filter(|group| group.len() > 1).collect();
        doubles.iter_mut().for_each(|group| group.sort_unstable());
        doubles
    }

    /// The doubles of every kind.
    pub fn doubles(&self) -> Vec<Vec<RecordRef>> {
        Kind::ALL
            .iter()
            .filter(|kind| !natural_key(**kind).is_empty())
            .flat_map(|kind| self.doubles_in(*kind))
            .collect()
    }

    /// The change that makes one record of several: field by field, with all values side by side where
    /// they differ. It is the one that the key stands for, so that whoever joins them has the same.
    pub fn joining(&self, doubles: &[RecordRef]) -> Change {
        let Some(first) = doubles.iter().min() else { return Change::Batch(Vec::new()) };
        let kind = first.kind;
        let fields = (0..kind.fields().len() as u8).map(|index| Field { kind, index });
        let mut values = Vec::new();
        let mut contested = Vec::new();
        for field in fields {
            let mut all: Vec<Value> = doubles.iter().flat_map(|double| self.standing_values(*double, field)).collect();
            all.sort();
            all.dedup();
            let mut all = all.into_iter();
            let Some(shown) = all.next() else { continue };
            let others: Vec<Value> = all.collect();
            if !others.is_empty() {
                contested.push((field, shown.clone(), others));
            }
            values.push((field, shown));
        }
        let spare = doubles.iter().max().map_or(first.id, |last| last.id);
        let key = key_values(kind, |field| self.value(*first, field));
        // Where somebody gave that record another key, the last one of the doubles is kept.
        let one = key.and_then(|key| self.identity_for(kind, &key)).unwrap_or(RecordRef::new(kind, spare));
        // What every ledger is born with is one for everybody already.
        let one = if first.id < RawId(1 << 16) { *first } else { one };
        let gone = doubles.iter().filter(|double| **double != one).map(|double| Change::Delete { record: *double });
        let mut changes: Vec<Change> = gone.collect();
        if self.is_live(one) {
            let plain = values.into_iter().filter(|(field, _)| !contested.iter().any(|(own, ..)| own == field));
            changes.extend(plain.map(|(field, value)| Change::Set { record: one, field, value }));
        } else {
            changes.push(Change::Create { record: one, values });
        }
        changes.extend(contested.into_iter().map(|(field, value, others)| Change::Reopen {
            record: one,
            field,
            value,
            others,
        }));
        Change::Batch(changes)
    }
}

fn value_among(values: &[(Field, Value)], field: Field) -> Value {
    values.iter().find(|(own, _)| *own == field).map_or(Value::Empty, |(_, value)| value.clone())
}

/// The natural key that some values give.
fn key_among(kind: Kind, values: &[(Field, Value)]) -> Option<Vec<Value>> {
    key_values(kind, |field| value_among(values, field))
}

/// The natural key of a record as it stands.
fn key_at(table: &dyn AnyTable, at: usize) -> Option<Vec<Value>> {
    key_values(table.kind(), |field| table.value(at, field.index))
}
