//! Open conflicts, each value with who wrote it, when, and which file has it.

use rustc_hash::FxHashMap;

use crate::domain::{
    AnyTable, Change, DELETION, Field, Id, Index, Kind, Ledger, Moment, RecordRef, Value, VersionVector, What,
    records::Unit,
};

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// In the ledger before the merge.
    Mine,
    /// In a file, by its place in the list.
    File(usize),
}

/// One of the values that a conflict is between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The value; for a deletion, whether the record is deleted.
    pub value: Value,
    /// Who wrote it, where history tells; may be empty.
    pub by: String,
    /// When, by the writer's clock, where history tells.
    pub at: Option<Moment>,
    /// Where it stands.
    pub sources: Vec<Source>,
}

/// A field with several values that nobody has chosen between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The record.
    pub record: RecordRef,
    /// The index of the field, or [`DELETION`].
    pub index: u8,
    /// Its values, the one that is shown first.
    pub sides: Vec<Side>,
}

impl Conflict {
    /// The change that ends the conflict with one of its values. What belongs to a record stays or goes
    /// with it.
    pub fn choice(&self, ledger: &Ledger, value: &Value) -> Change {
        let record = self.record;
        match (self.index, value.clone()) {
            (DELETION, Value::YesNo(true)) => ledger.deletion(record),
            (DELETION, _) => ledger.restoration(record),
            (index, value) => Change::Set { record, field: Field { kind: record.kind, index }, value },
        }
    }
}

/// Lists every open conflict of a ledger, in the order of its tables; `sources` are the copies that it
/// was joined from. Those of a deleted record wait until it is brought back.
pub fn conflicts(ledger: &Ledger, sources: &[(Source, &Ledger)]) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut seen: Vec<Vec<VersionVector>> = Vec::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            let Some(meta) = table.meta(at) else { continue };
            let shown = |index| shown(table, at, index);
            for index in meta.stamps.conflicts(shown) {
                let record = RecordRef::new(*kind, table.id_at(at));
                let mut sides: Vec<Side> = Vec::new();
                let mut vectors = Vec::new();
                for (value, vector) in meta.stamps.siblings(index, shown(index)) {
                    if !sides.iter().any(|side| side.value == value) {
                        let sources = standing_in(sources, record, index, &value);
                        sides.push(Side { value, by: String::new(), at: None, sources });
                        vectors.push(vector);
                    }
                }
                found.push(Conflict { record, index, sides });
                seen.push(vectors);
            }
        }
    }
    name_writers(ledger, &mut found, &seen);
    found
}

fn shown(table: &dyn AnyTable, at: usize, index: u8) -> Value {
    match index {
        DELETION => Value::YesNo(!table.is_live(at)),
        index => table.value(at, index),
    }
}

fn standing_in(sources: &[(Source, &Ledger)], record: RecordRef, index: u8, value: &Value) -> Vec<Source> {
    let stands = |ledger: &Ledger| {
        let table = ledger.of(record.kind);
        table.position(record.id).is_some_and(|at| {
            let own = shown(table, at, index);
            let beside = table.meta(at).and_then(|meta| meta.stamps.fields.get(&index));
            own == *value || beside.is_some_and(|stamp| stamp.others.iter().any(|(other, _)| other == value))
        })
    };
    sources.iter().filter(|(_, ledger)| stands(ledger)).map(|(source, _)| *source).collect()
}

/// Looks up in history who wrote each value: the last step that its marks know of.
fn name_writers(ledger: &Ledger, found: &mut [Conflict], seen: &[Vec<VersionVector>]) {
    let places: FxHashMap<(RecordRef, u8), usize> =
        found.iter().enumerate().map(|(at, conflict)| ((conflict.record, conflict.index), at)).collect();
    if places.is_empty() {
        return;
    }
    for step in ledger.history() {
        for entry in &step.entries {
            let written: Vec<(u8, Value)> = match &entry.what {
                What::Created(values) => values.iter().map(|(field, value)| (field.index, value.clone())).collect(),
                What::Set { field, new, .. } => vec![(field.index, new.clone())],
                What::Deleted => vec![(DELETION, Value::YesNo(true))],
                What::Restored => vec![(DELETION, Value::YesNo(false))],
            };
            for (index, value) in written {
                let mut note = |index: u8, side_value: &Value| {
                    let Some(place) = places.get(&(entry.record, index)) else { return };
                    let sides = found[*place].sides.iter_mut().zip(&seen[*place]);
                    let known = |vector: &VersionVector| vector.get(step.dot.actor) >= step.dot.count;
                    for (side, _) in sides.filter(|(side, vector)| side.value == *side_value && known(vector)) {
                        side.by.clone_from(&step.by);
                        side.at = Some(step.at);
                    }
                };
                note(index, &value);
                // Whoever edits a record says that it lives.
                if index != DELETION {
                    note(DELETION, &Value::YesNo(false));
                }
            }
        }
    }
}

/// The unit that answers for a record: that of its enterprise or task, or of what it belongs to.
pub fn owner(ledger: &Ledger, index: &Index, record: RecordRef) -> Option<Id<Unit>> {
    let at = ledger.of(record.kind).position(record.id)?;
    match record.kind {
        Kind::Unit => Some(Id::new(record.id)),
        Kind::Enterprise => index.unit(ledger, at),
        Kind::Task => {
            let task = ledger.tasks.at(at);
            let enterprise = task.enterprise.and_then(|id| ledger.enterprises.position(id.raw()));
            task.unit.or_else(|| index.unit(ledger, enterprise?))
        }
        kind => [Kind::Enterprise, Kind::Task, Kind::Contract].into_iter().find_map(|owner_kind| {
            let field = kind.owning_field(owner_kind)?;
            match ledger.of(kind).value(at, field.index) {
                Value::Ref(id) => owner(ledger, index, RecordRef::new(owner_kind, id)),
                _ => None,
            }
        }),
    }
}
