//! Single steps of history taken back, and deleted records brought back, where nothing stands on them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use super::Ledger;
use crate::domain::{
    causality::DELETION,
    change::{Change, HistoryEntry, What},
    hash_chain::StepDigest,
    natural_key::{key_values, natural_fields},
    schema::{Field, FieldType, Kind, RecordRef, Value},
    words::Lang,
};

/// What stands on a step of history, so that it cannot be taken back by itself. The ledger is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The step is not in this history, or did nothing that could be taken back.
    NoSuchStep,
    /// A later change wrote the field, or several values stand in it now.
    WrittenSince(RecordRef, Field),
    /// A later change wrote fields of a record that the step made or brought back.
    WorkedOnSince(RecordRef),
    /// A record that the step wrote was deleted since.
    DeletedSince(RecordRef),
    /// A record that the step deleted is there again.
    BroughtBackSince(RecordRef),
    /// A record that would go is referred to by another.
    ReferredTo {
        /// The record that would go.
        record: RecordRef,
        /// One that refers to it.
        by: RecordRef,
    },
    /// What a record belonged or referred to is deleted itself.
    WithoutOwner {
        /// The record that would come back, or hold the reference.
        record: RecordRef,
        /// What is deleted.
        owner: RecordRef,
    },
    /// Another record stands for the same thing now.
    Replaced {
        /// The record that would come back.
        record: RecordRef,
        /// The one that stands there.
        by: RecordRef,
    },
}

impl Obstacle {
    /// Says in a plain sentence why nothing was taken back, given what records are called.
    pub fn sentence(&self, name: impl Fn(RecordRef) -> String, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NoSuchStep if zh => "这一步没有可以撤回的内容。".to_owned(),
            Self::NoSuchStep => "There is nothing to take back in this step.".to_owned(),
            Self::WrittenSince(record, field) if zh => {
                format!("「{}」的「{}」后来又改过，不能单独撤回这一步。", name(*record), field.meta().word.zh)
            }
            Self::WrittenSince(record, field) => {
                format!("“{}” of “{}” was changed again since.", field.meta().word.en, name(*record))
            }
            Self::WorkedOnSince(record) if zh => {
                format!("「{}」后来又有修改，不能单独撤回这一步。", name(*record))
            }
            Self::WorkedOnSince(record) => format!("“{}” was worked on since.", name(*record)),
            Self::DeletedSince(record) if zh => format!("「{}」已被删除，请先恢复它。", name(*record)),
            Self::DeletedSince(record) => format!("“{}” is deleted: restore it first.", name(*record)),
            Self::BroughtBackSince(record) if zh => format!("「{}」已经恢复。", name(*record)),
            Self::BroughtBackSince(record) => format!("“{}” is there again already.", name(*record)),
            Self::ReferredTo { record, by } if zh => {
                format!("「{}」已被「{}」引用，不能单独撤回这一步。", name(*record), name(*by))
            }
            Self::ReferredTo { record, by } => format!("“{}” is referred to by “{}”.", name(*record), name(*by)),
            Self::WithoutOwner { record, owner } if zh => {
                format!("「{}」所属或所指的「{}」已被删除，请先恢复「{1}」。", name(*record), name(*owner))
            }
            Self::WithoutOwner { record, owner } => {
                format!(
                    "“{}” belongs or refers to “{}”, which is deleted: restore that first.",
                    name(*record),
                    name(*owner)
                )
            }
            Self::Replaced { record, by } if zh => {
                format!("「{}」已由另一条记录「{}」代替，恢复后会重复。", name(*record), name(*by))
            }
            Self::Replaced { record, by } => {
                format!("Another record, “{}”, stands for “{}” now.", name(*by), name(*record))
            }
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(|record| format!("{:?}", record.id), Lang::En))
    }
}

impl std::error::Error for Obstacle {}

/// What a step came to for one record.
#[derive(Default)]
struct Net {
    /// Whether it was there before the step and after it, where the step says.
    life: Option<(bool, bool)>,
    /// The last value that each field was given.
    fields: BTreeMap<u8, Value>,
}

impl Ledger {
    /// The change that takes one step of history back and leaves every later one as it is.
    ///
    /// # Errors
    /// The first thing found that stands on the step: whatever it wrote was written again, deleted or referred
    /// to since, or what it deleted cannot stand alone any more.
    pub fn taking_back(&self, step: StepDigest) -> Result<Change, Obstacle> {
        let at = self.history.iter().rposition(|own| own.digest == step).ok_or(Obstacle::NoSuchStep)?;
        let step = &self.history[at];
        if step.entries.is_empty() {
            return Err(Obstacle::NoSuchStep);
        }
        let nets = nets(step);
        self.nothing_written_since(&nets, at)?;
        let of_life = |wanted: (bool, bool)| -> BTreeSet<RecordRef> {
            nets.iter().filter(|(_, net)| net.life == Some(wanted)).map(|(record, _)| *record).collect()
        };
        let (gone, back) = (of_life((false, true)), of_life((true, false)));
        self.nobody_refers_to(&gone)?;
        self.can_stand(&back)?;
        for entry in &step.entries {
            if let What::Set { field, old, .. } = &entry.what {
                self.refers_to_what_is_there(entry.record, *field, old, &back)?;
            }
        }
        // The entries in reverse go through the same states as the step did.
        let inverses = step.entries.iter().rev().map(|entry| match &entry.what {
            What::Created(_) | What::Restored => Change::Delete { record: entry.record },
            What::Deleted => Change::Restore { record: entry.record },
            What::Set { field, old, .. } => Change::Set { record: entry.record, field: *field, value: old.clone() },
        });
        Ok(Change::Batch(inverses.collect()))
    }

    /// The change that brings a deleted record back, with what belonged to it and went in the same act.
    ///
    /// # Errors
    /// Where it is there already, what it belonged to is deleted, or another record stands for the same thing.
    pub fn bringing_back(&self, record: RecordRef) -> Result<Change, Obstacle> {
        let change = self.restoration(record);
        let back = change.records();
        if let Some(live) = back.iter().find(|own| self.is_live(**own)) {
            return Err(Obstacle::BroughtBackSince(*live));
        }
        self.can_stand(&back)?;
        Ok(change)
    }

    /// What the step wrote must be what stands there, and nobody's later work.
    fn nothing_written_since(&self, nets: &BTreeMap<RecordRef, Net>, at: usize) -> Result<(), Obstacle> {
        for entry in self.history[at + 1..].iter().flat_map(|step| &step.entries) {
            let Some(net) = nets.get(&entry.record) else { continue };
            let record = entry.record;
            match &entry.what {
                // What became of its life is seen below.
                What::Deleted | What::Restored => {}
                _ if net.life.is_some() => return Err(Obstacle::WorkedOnSince(record)),
                What::Set { field, .. } if net.fields.contains_key(&field.index) => {
                    return Err(Obstacle::WrittenSince(record, *field));
                }
                What::Set { .. } | What::Created(_) => {}
            }
        }
        for (record, net) in nets {
            let is_live = self.is_live(*record);
            match net.life {
                Some((before, after)) if before != after && is_live != after => {
                    return Err(match after {
                        true => Obstacle::DeletedSince(*record),
                        false => Obstacle::BroughtBackSince(*record),
                    });
                }
                None if !is_live => return Err(Obstacle::DeletedSince(*record)),
                _ => {}
            }
            let table = self.tables.of(record.kind);
            let stamps = table.position(record.id).and_then(|at| table.meta(at)).map(|meta| &meta.stamps);
            for (index, value) in &net.fields {
                let field = Field { kind: record.kind, index: *index };
                let is_open = stamps
                    .and_then(|stamps| stamps.fields.get(index))
                    .is_some_and(|stamp| stamp.others.iter().any(|(other, _)| other != value));
                if is_open || self.value(*record, field) != *value {
                    return Err(Obstacle::WrittenSince(*record, field));
                }
            }
            let is_disputed = stamps
                .and_then(|stamps| stamps.fields.get(&DELETION))
                .is_some_and(|stamp| stamp.others.iter().any(|(deleted, _)| *deleted == Value::YesNo(is_live)));
            if net.life.is_some() && is_disputed {
                return Err(Obstacle::WorkedOnSince(*record));
            }
        }
        Ok(())
    }

    /// No live record may refer to one that would go, unless it goes as well.
    fn nobody_refers_to(&self, gone: &BTreeSet<RecordRef>) -> Result<(), Obstacle> {
        if gone.is_empty() {
            return Ok(());
        }
        for kind in Kind::ALL {
            let table = self.tables.of(*kind);
            for (field, to) in references(*kind) {
                if !gone.iter().any(|record| record.kind == to) {
                    continue;
                }
                for at in (0..table.len()).filter(|at| table.is_live(*at)) {
                    let Value::Ref(id) = table.value(at, field.index) else { continue };
                    let (record, by) = (RecordRef::new(to, id), RecordRef::new(*kind, table.id_at(at)));
                    if gone.contains(&record) && !gone.contains(&by) {
                        return Err(Obstacle::ReferredTo { record, by });
                    }
                }
            }
        }
        Ok(())
    }

    /// Records that would come back must find what they belong to, and nobody in their place.
    fn can_stand(&self, back: &BTreeSet<RecordRef>) -> Result<(), Obstacle> {
        for record in back {
            for (field, to) in references(record.kind) {
                if record.kind.owning_field(to) == Some(field) {
                    self.refers_to_what_is_there(*record, field, &self.value(*record, field), back)?;
                }
            }
            if let Some(by) = self.in_place_of(*record) {
                return Err(Obstacle::Replaced { record: *record, by });
            }
        }
        Ok(())
    }

    fn refers_to_what_is_there(
        &self,
        record: RecordRef,
        field: Field,
        value: &Value,
        back: &BTreeSet<RecordRef>,
    ) -> Result<(), Obstacle> {
        let (Value::Ref(id), FieldType::Ref(kind)) = (value, field.meta().field_type) else { return Ok(()) };
        let owner = RecordRef::new(kind, *id);
        let is_there = self.is_live(owner) || back.contains(&owner);
        if is_there { Ok(()) } else { Err(Obstacle::WithoutOwner { record, owner }) }
    }

    /// The live record that stands for the natural key of a deleted one.
    fn in_place_of(&self, record: RecordRef) -> Option<RecordRef> {
        let table = self.tables.of(record.kind);
        let key = key_values(record.kind, |field| self.value(record, field))?;
        let fields: Vec<Field> = natural_fields(record.kind).collect();
        let is_same = |at: usize| fields.iter().zip(&key).all(|(field, value)| table.value(at, field.index) == *value);
        let others = (0..table.len()).filter(|at| table.is_live(*at) && table.id_at(*at) != record.id);
        let mut same = others.filter(|at| is_same(*at)).map(|at| RecordRef::new(record.kind, table.id_at(at)));
        same.next()
    }
}

/// What a step came to, record by record.
fn nets(step: &HistoryEntry) -> BTreeMap<RecordRef, Net> {
    let mut nets: BTreeMap<RecordRef, Net> = BTreeMap::new();
    for entry in &step.entries {
        let net = nets.entry(entry.record).or_default();
        let mut turned =
            |before: bool, after: bool| net.life = Some((net.life.map_or(before, |(first, _)| first), after));
        match &entry.what {
            What::Created(values) => {
                turned(false, true);
                net.fields.extend(values.iter().map(|(field, value)| (field.index, value.clone())));
            }
            What::Restored => turned(false, true),
            What::Deleted => turned(true, false),
            What::Set { field, new, .. } => {
                net.fields.insert(field.index, new.clone());
            }
        }
    }
    nets
}

/// The fields of a kind that point to records, with the kind that they point to.
fn references(kind: Kind) -> impl Iterator<Item = (Field, Kind)> {
    let fields = (0..kind.fields().len() as u8).map(move |index| Field { kind, index });
    fields.filter_map(|field| match field.meta().field_type {
        FieldType::Ref(to) => Some((field, to)),
        _ => None,
    })
}
