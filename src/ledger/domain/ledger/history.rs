//! A ledger's past: what it was on a day, the way back there, and history that is put away.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::Ledger;
use crate::domain::{
    causality::DELETION,
    change::{Change, HistoryEntry, Origin, What},
    date::Date,
    hash_chain::{self, StepDigest},
    records::Enterprise,
    schema::{Field, FieldType, Kind, RecordRef, Value},
};

/// What was put away of a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// How many steps.
    pub steps: usize,
    /// The SHA-256 over their digests in the order of the history, as 64 hexadecimal digits: whoever
    /// keeps them can show that they are the ones.
    pub digest: String,
}

impl Ledger {
    /// The ledger as it was at the end of a day: every field with the last value that a step of that
    /// day or before gave it, and a field that was only written later with what it held before.
    pub fn as_it_was(&self, day: Date) -> Self {
        let mut past = self.clone();
        // For what later steps wrote: what it held before the first of them, unless a step by then says.
        let mut fields: FxHashMap<(RecordRef, u8), Value> = FxHashMap::default();
        let later = |step: &&HistoryEntry| step.at.date() > day;
        for entry in self.history.iter().filter(later).flat_map(|step| &step.entries) {
            let (index, old) = match &entry.what {
                What::Created(_) | What::Restored => (DELETION, Value::YesNo(true)),
                What::Deleted => (DELETION, Value::YesNo(false)),
                What::Set { field, old, .. } => (field.index, old.clone()),
            };
            fields.entry((entry.record, index)).or_insert(old);
        }
        for entry in self.history.iter().filter(|step| !later(step)).flat_map(|step| &step.entries) {
            let mut gave = |index: u8, value: &Value| {
                if let Some(known) = fields.get_mut(&(entry.record, index)) {
                    known.clone_from(value);
                }
            };
            match &entry.what {
                What::Created(values) => {
                    gave(DELETION, &Value::YesNo(false));
                    values.iter().for_each(|(field, value)| gave(field.index, value));
                }
                What::Restored => gave(DELETION, &Value::YesNo(false)),
                What::Deleted => gave(DELETION, &Value::YesNo(true)),
                What::Set { field, new, .. } => gave(field.index, new),
            }
        }
        for ((record, index), value) in fields {
            let table = past.tables.of_mut(record.kind);
            let Some(at) = table.position(record.id) else { continue };
            if index == DELETION {
                table.set_live(at, value == Value::YesNo(false));
            } else {
                table.set_value(at, index, &value);
            }
        }
        past.history.retain(|step| !later(&step));
        past
    }

    /// The change after which everything that can be seen is as another state of the ledger has it; but
    /// what pointed to a record that neither state holds stays as it is.
    pub fn returning_to(&self, past: &Self) -> Change {
        let (mut gone, mut freed, mut made, mut sets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for kind in Kind::ALL {
            let (now, then) = (self.tables.of(*kind), past.tables.of(*kind));
            for at in 0..now.len() {
                let id = now.id_at(at);
                let lived = then.position(id).is_some_and(|then_at| then.is_live(then_at));
                if now.is_live(at) && !lived {
                    gone.push(Change::Delete { record: RecordRef::new(*kind, id) });
                }
            }
            for at in (0..then.len()).filter(|at| then.is_live(*at)) {
                let record = RecordRef::new(*kind, then.id_at(at));
                let here = now.position(record.id);
                let is_live = here.is_some_and(|here| now.is_live(here));
                match here {
                    None => made.push(Change::Create { record, values: Vec::new() }),
                    Some(_) if !is_live => made.push(Change::Restore { record }),
                    Some(_) => {}
                }
                for index in 0..kind.fields().len() as u8 {
                    let field = Field { kind: *kind, index };
                    let value = then.value(at, index);
                    let mut own = here.map_or(Value::Empty, |here| now.value(here, index));
                    // Parents that change places, or come back, would form a circle on the way.
                    let in_the_way = own != value || !is_live || self.comes_back(past, &own);
                    if field == Enterprise::parent && own != Value::Empty && in_the_way {
                        let free = Change::Set { record, field, value: Value::Empty };
                        if is_live {
                            freed.push(free)
                        } else {
                            made.push(free)
                        }
                        own = Value::Empty;
                    }
                    if own != value {
                        sets.push((record, field, value));
                    }
                }
            }
        }
        let strangers = self.strangers(past, &mut sets);
        let deletions = strangers.keys().map(|record| Change::Delete { record: *record });
        let mut all = gone;
        all.extend(freed);
        all.extend(made);
        all.extend(strangers.iter().map(|(record, values)| Change::Create { record: *record, values: values.clone() }));
        all.extend(sets.into_iter().map(|(record, field, value)| Change::Set { record, field, value }));
        all.extend(deletions);
        Change::Batch(all)
    }

    /// Whether a parent is deleted here and was not there.
    fn comes_back(&self, past: &Self, parent: &Value) -> bool {
        let Value::Ref(id) = parent else { return false };
        let parent = RecordRef::new(Kind::Enterprise, *id);
        !self.is_live(parent) && past.is_live(parent)
    }

    /// The records that fields are to point to again and that were deleted there and never here, each with
    /// its plain values; drops what would point to nothing.
    fn strangers(
        &self,
        past: &Self,
        sets: &mut Vec<(RecordRef, Field, Value)>,
    ) -> BTreeMap<RecordRef, Vec<(Field, Value)>> {
        let mut strangers = BTreeMap::new();
        sets.retain(|(_, field, value)| {
            let (Value::Ref(id), FieldType::Ref(kind)) = (value, field.meta().field_type) else { return true };
            let then = past.tables.of(kind);
            if self.tables.of(kind).position(*id).is_some() {
                return true;
            }
            let Some(at) = then.position(*id) else { return false };
            if !then.is_live(at) {
                let values = (0..kind.fields().len() as u8).map(|index| (Field { kind, index }, then.value(at, index)));
                let plain = values.filter(|(_, value)| !matches!(value, Value::Ref(_) | Value::Empty));
                strangers.insert(RecordRef::new(kind, *id), plain.collect());
            }
            true
        });
        strangers
    }

    /// Puts the history up to the end of a day away: the steps go, their digests stay as the
    /// beginnings of what follows, and one step says what was put away. Nothing where there is none.
    ///
    /// The marks for merging stay, so copies merge as before; merging with one that still has the steps
    /// brings them back.
    pub fn compact(&mut self, until: Date, origin: Origin) -> Option<Compacted> {
        let mut gone: FxHashSet<StepDigest> = FxHashSet::default();
        let mut hash = Sha256::new();
        for step in self.history.iter().filter(|step| step.at.date() <= until) {
            // What stands on a later step stays with it.
            let stays = |parent: &StepDigest| !gone.contains(parent) && !self.earlier.contains(parent);
            if !step.parents.iter().any(stays) {
                gone.insert(step.digest);
                hash.update(step.digest.to_string());
            }
        }
        if gone.is_empty() {
            return None;
        }
        let digest = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let compacted = Compacted { steps: gone.len(), digest };
        self.history.retain(|step| !gone.contains(&step.digest));
        self.earlier.extend(gone);
        self.forget_earlier();
        let note = format!("{until} {} {}", compacted.steps, compacted.digest);
        let mut work = self.begin(Origin { note, ..origin });
        work.stands_alone = true;
        self.commit(work);
        Some(compacted)
    }

    /// Keeps of the earlier steps those that something here begins from, and finds the heads anew.
    pub(super) fn forget_earlier(&mut self) {
        let known: FxHashSet<StepDigest> = self.history.iter().map(|step| step.digest).collect();
        let named: BTreeSet<StepDigest> = self.history.iter().flat_map(|step| step.parents.iter().copied()).collect();
        let was_head = |digest: &StepDigest| self.heads.contains(digest);
        self.earlier.retain(|digest| !known.contains(digest) && (named.contains(digest) || was_head(digest)));
        self.heads = hash_chain::heads(&self.history);
        self.heads.extend(self.earlier.iter().filter(|digest| !named.contains(*digest)));
    }
}
