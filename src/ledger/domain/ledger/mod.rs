//! The ledger and the one door through which it changes.

mod beginning;
mod history;
mod loading;
mod taking_back;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
};

pub use history::Compacted;
pub use loading::{LedgerBuilder, LoadError, LoadedRow};
pub use taking_back::Obstacle;

use super::{
    causality::{DELETION, Dot, Stamps, VersionVector, prune},
    change::{Applied, Change, ChangeError, Entry, HistoryEntry, Origin, What},
    date::Moment,
    hash_chain::{EntriesHash, StepDigest},
    id::{Id, RawId},
    number::Decimal,
    records::{Enterprise, EvaluationScore, Progress},
    schema::{Field, FieldType, Kind, RecordRef, Stage, Tables, Value},
    table::{AnyTable, RowMeta},
};

/// How many characters a field may hold.
pub const TEXT_LIMIT: usize = 20_000;

/// A work ledger: its tables, which can be read directly, and its history.
///
/// The tables change through [`Ledger::apply`] alone; a whole ledger comes from a [`LedgerBuilder`].
#[derive(Clone, Debug)]
pub struct Ledger {
    id: RawId,
    tables: Tables,
    history: Vec<HistoryEntry>,
    heads: BTreeSet<StepDigest>,
    earlier: BTreeSet<StepDigest>,
    clock: VersionVector,
    returns: BTreeMap<RawId, Return>,
    part: Option<Part>,
    unknown: BTreeMap<String, String>,
}

/// When a unit last handed its return in, and who did.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Return {
    /// The wall clock of whoever made the file.
    pub at: Moment,
    /// The name of whoever made it; may be empty.
    pub by: String,
}

/// What a ledger that was handed on in part carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What was chosen, such as the name of a group; empty for the whole ledger.
    pub title: String,
    /// Whether the names of persons were replaced by their posts.
    pub masked: bool,
}

impl Deref for Ledger {
    type Target = Tables;

    fn deref(&self) -> &Tables {
        &self.tables
    }
}

/// A row as it was before a change, so that a refused batch leaves nothing behind.
#[derive(Debug)]
enum Before {
    Absent(RecordRef),
    Row { record: RecordRef, live: bool, value: Option<(u8, Value)>, meta: Option<Box<RowMeta>> },
}

/// A change on its way: what it has done so far.
#[derive(Debug)]
pub struct Work {
    dot: Dot,
    origin: Origin,
    before: Vec<Before>,
    entries: Vec<Entry>,
    /// The digest of the entries so far, and how many it covers.
    hash: (EntriesHash, usize),
    inverses: Vec<Change>,
    /// Whether it makes a step though it touches no record.
    stands_alone: bool,
}

impl Ledger {
    /// The identity that copies of the ledger share.
    pub const fn id(&self) -> RawId {
        self.id
    }

    /// Every change ever applied, oldest first.
    pub fn history(&self) -> &[HistoryEntry] {
        &self.history
    }

    /// Steps that happened before and are not in the history, by digest: it was left out of a file, or
    /// put away.
    pub const fn earlier(&self) -> &BTreeSet<StepDigest> {
        &self.earlier
    }

    /// The last return of each unit, by the unit's identity.
    pub const fn returns(&self) -> &BTreeMap<RawId, Return> {
        &self.returns
    }

    /// What the ledger carries where it is not the whole of it.
    pub const fn part(&self) -> Option<&Part> {
        self.part.as_ref()
    }

    /// Notes that a unit hands its return in; not a change, and so not in the history.
    pub fn note_return(&mut self, unit: RawId, handed_in: Return) {
        let known = self.returns.entry(unit).or_insert_with(|| handed_in.clone());
        if *known < handed_in {
            *known = handed_in;
        }
    }

    /// Which changes of which page sessions the ledger contains.
    pub const fn clock(&self) -> &VersionVector {
        &self.clock
    }

    /// Parts of a file's envelope that this version does not know, as JSON text by name.
    pub const fn unknown(&self) -> &BTreeMap<String, String> {
        &self.unknown
    }

    /// The value of a field; `Empty` where the record does not exist.
    pub fn value(&self, record: RecordRef, field: Field) -> Value {
        let table = self.tables.of(record.kind);
        table.position(record.id).map_or(Value::Empty, |at| table.value(at, field.index))
    }

    /// Tells whether a record exists and is not deleted.
    pub fn is_live(&self, record: RecordRef) -> bool {
        let table = self.tables.of(record.kind);
        table.position(record.id).is_some_and(|at| table.is_live(at))
    }

    /// Applies a change as a whole, or refuses it and leaves the ledger as it was.
    ///
    /// # Errors
    /// The first reason found, as [`ChangeError`].
    pub fn apply(&mut self, change: &Change, origin: &Origin) -> Result<Applied, ChangeError> {
        let mut work = self.begin(origin.clone());
        match self.go_on(&mut work, change) {
            Ok(()) => Ok(self.commit(work)),
            Err(error) => {
                self.roll_back(work.before);
                Err(error)
            }
        }
    }

    /// Begins a change that is applied part by part and makes one step of history.
    pub fn begin(&self, origin: Origin) -> Work {
        let dot = Dot { actor: origin.actor, count: self.clock.get(origin.actor) + 1 };
        Work {
            dot,
            origin,
            before: Vec::new(),
            entries: Vec::new(),
            hash: (EntriesHash::default(), 0),
            inverses: Vec::new(),
            stands_alone: false,
        }
    }

    /// Applies one part of a change.
    ///
    /// # Errors
    /// The first reason found; the ledger is then for throwing away, since earlier parts stay in it.
    pub fn go_on(&mut self, work: &mut Work, part: &Change) -> Result<(), ChangeError> {
        let inverse = self.perform(part, work.dot, work)?;
        work.hash.0.add(&work.entries[work.hash.1..]);
        work.hash.1 = work.entries.len();
        work.inverses.push(inverse);
        Ok(())
    }

    /// Ends a change: what was done becomes one step of history.
    pub fn commit(&mut self, work: Work) -> Applied {
        let mut touched: Vec<RecordRef> = work.entries.iter().map(|entry| entry.record).collect();
        touched.sort_unstable();
        touched.dedup();
        if !work.entries.is_empty() || work.stands_alone {
            let Origin { by, at, label, note, .. } = work.origin;
            self.clock.learn(work.dot);
            let parents = std::mem::take(&mut self.heads).into_iter().collect();
            let digest = StepDigest::default();
            let mut step = HistoryEntry { dot: work.dot, by, at, label, note, entries: work.entries, parents, digest };
            step.digest = step.sealed(work.hash.0);
            self.heads.insert(step.digest);
            self.history.push(step);
        }
        let mut inverses = work.inverses;
        let inverse = if inverses.len() == 1 {
            inverses.remove(0)
        } else {
            inverses.reverse();
            Change::Batch(inverses)
        };
        Applied { inverse, touched }
    }

    fn perform(&mut self, change: &Change, dot: Dot, work: &mut Work) -> Result<Change, ChangeError> {
        match change {
            Change::Create { record, values } => self.create(*record, values, dot, work),
            Change::Set { record, field, value } => self.set(*record, *field, value, false, dot, work),
            Change::Reopen { record, field, value, others } => self.reopen(*record, *field, value, others, dot, work),
            Change::Delete { record } => self.set_live(*record, false, dot, work),
            Change::Restore { record } => self.set_live(*record, true, dot, work),
            Change::Batch(changes) => {
                let mut inverses = Vec::with_capacity(changes.len());
                for change in changes {
                    inverses.push(self.perform(change, dot, work)?);
                }
                inverses.reverse();
                Ok(Change::Batch(inverses))
            }
        }
    }

    fn create(
        &mut self,
        record: RecordRef,
        values: &[(Field, Value)],
        dot: Dot,
        work: &mut Work,
    ) -> Result<Change, ChangeError> {
        if self.tables.of(record.kind).position(record.id).is_some() {
            return self.begin_again(record, values, dot, work);
        }
        let at = self.tables.of_mut(record.kind).push(record.id);
        work.before.push(Before::Absent(record));
        for (field, value) in values {
            self.check(record, *field, value)?;
            if !self.tables.of_mut(record.kind).set_value(at, field.index, value) {
                return Err(ChangeError::WrongType(*field));
            }
        }
        let stamps = Stamps { created: [dot].into_iter().collect(), fields: BTreeMap::new() };
        self.tables.of_mut(record.kind).set_meta(at, Some(Box::new(RowMeta { stamps, unknown: BTreeMap::new() })));
        work.entries.push(Entry { record, what: What::Created(values.to_vec()) });
        Ok(Change::Delete { record })
    }

    fn set(
        &mut self,
        record: RecordRef,
        field: Field,
        value: &Value,
        even_if_same: bool,
        dot: Dot,
        work: &mut Work,
    ) -> Result<Change, ChangeError> {
        let table = self.tables.of(record.kind);
        let at = table.position(record.id).filter(|at| table.is_live(*at)).ok_or(ChangeError::NoSuchRecord(record))?;
        self.check(record, field, value)?;
        let table = self.tables.of_mut(record.kind);
        let old = table.value(at, field.index);
        let others: Vec<Value> = table
            .meta(at)
            .and_then(|meta| meta.stamps.fields.get(&field.index))
            .map_or_else(Vec::new, |stamp| stamp.others.iter().map(|(value, _)| value.clone()).collect());
        let in_conflict = others.iter().any(|other| *other != old);
        let inverse = if in_conflict {
            Change::Reopen { record, field, value: old.clone(), others }
        } else {
            Change::Set { record, field, value: old.clone() }
        };
        if old == *value && !in_conflict && !even_if_same {
            return Ok(inverse);
        }
        let meta = table.meta(at).cloned().map(Box::new);
        work.before.push(Before::Row {
            record,
            live: true,
            value: Some((field.index, old.clone())),
            meta: meta.clone(),
        });
        if !table.set_value(at, field.index, value) {
            return Err(ChangeError::WrongType(field));
        }
        let mut meta = meta.unwrap_or_default();
        meta.stamps.write(field.index, dot);
        meta.stamps.resettle();
        table.set_meta(at, Some(meta));
        work.entries.push(Entry { record, what: What::Set { field, old, new: value.clone() } });
        Ok(inverse)
    }

    /// Sets a field and puts other values beside it again, each as if written in this change.
    fn reopen(
        &mut self,
        record: RecordRef,
        field: Field,
        value: &Value,
        others: &[Value],
        dot: Dot,
        work: &mut Work,
    ) -> Result<Change, ChangeError> {
        others.iter().try_for_each(|other| self.check(record, field, other))?;
        let inverse = self.set(record, field, value, true, dot, work)?;
        let table = self.tables.of_mut(record.kind);
        if let Some((at, mut meta)) = table.position(record.id).and_then(|at| Some((at, table.meta(at)?.clone()))) {
            let seen = meta.stamps.seen(field.index).clone();
            let all = std::iter::once(value).chain(others).map(|value| (value.clone(), seen.clone()));
            let shown = meta.stamps.put(field.index, prune(all.collect()));
            table.set_value(at, field.index, &shown);
            table.set_meta(at, Some(Box::new(meta)));
        }
        Ok(inverse)
    }

    fn set_live(&mut self, record: RecordRef, live: bool, dot: Dot, work: &mut Work) -> Result<Change, ChangeError> {
        let table = self.tables.of_mut(record.kind);
        let at = table.position(record.id).ok_or(ChangeError::NoSuchRecord(record))?;
        let inverse = if live { Change::Delete { record } } else { Change::Restore { record } };
        let in_conflict = table
            .meta(at)
            .and_then(|meta| meta.stamps.fields.get(&DELETION))
            .is_some_and(|stamp| stamp.others.iter().any(|(deleted, _)| *deleted == Value::YesNo(table.is_live(at))));
        if table.is_live(at) == live && !in_conflict {
            return Ok(Change::Batch(Vec::new()));
        }
        let meta = table.meta(at).cloned().map(Box::new);
        work.before.push(Before::Row { record, live: table.is_live(at), value: None, meta: meta.clone() });
        table.set_live(at, live);
        let mut meta = meta.unwrap_or_default();
        meta.stamps.write(DELETION, dot);
        table.set_meta(at, Some(meta));
        work.entries.push(Entry { record, what: if live { What::Restored } else { What::Deleted } });
        if live && record.kind == Kind::Enterprise {
            let parent = self.enterprises.at(at).parent;
            self.refuse_cycle(Id::new(record.id), parent)?;
        }
        Ok(inverse)
    }

    /// Refuses a value that its field cannot hold.
    fn check(&self, record: RecordRef, field: Field, value: &Value) -> Result<(), ChangeError> {
        if field.kind != record.kind || usize::from(field.index) >= record.kind.fields().len() {
            return Err(ChangeError::NoSuchField { record, field });
        }
        match (value, field.meta().field_type) {
            (Value::Text(text), _) if text.chars().nth(TEXT_LIMIT).is_some() => {
                Err(ChangeError::TooLong { field, limit: TEXT_LIMIT })
            }
            (Value::Code(code), _) if code.as_str().chars().nth(64).is_some() => {
                Err(ChangeError::TooLong { field, limit: 64 })
            }
            (Value::Number(number), _) => {
                let most = if field == Progress::percent { Decimal::whole(100) } else { Decimal::MAX };
                // A deduction of a frozen result is below nothing.
                let is_signed = field == EvaluationScore::score;
                let is_below = *number < Decimal::default() && !is_signed;
                if is_below || *number > most { Err(ChangeError::OutOfRange(field)) } else { Ok(()) }
            }
            (Value::Date(date) | Value::Stage(Stage::Yes(Some(date))), _) if !(1900..2200).contains(&date.year()) => {
                Err(ChangeError::DateOutOfRange(field))
            }
            (Value::Ref(id), FieldType::Ref(kind)) => {
                if self.tables.of(kind).position(*id).is_none() {
                    return Err(ChangeError::UnknownReference(field));
                }
                if field == Enterprise::parent {
                    self.refuse_cycle(Id::new(record.id), Some(Id::new(*id)))?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Walks up from a parent to be, and names the circle if it leads back.
    fn refuse_cycle(&self, child: Id<Enterprise>, parent: Option<Id<Enterprise>>) -> Result<(), ChangeError> {
        let name = |id| self.enterprises.get(id).map_or_else(String::new, |e| e.name.clone());
        let mut names = vec![name(child)];
        let mut next = parent;
        // A circle that came in by a file does not hold this one up: the walk ends after every row.
        for _ in 0..=self.enterprises.len() {
            let Some(id) = next else { return Ok(()) };
            names.push(name(id));
            if id == child {
                return Err(ChangeError::Cycle(names));
            }
            next = self.enterprises.get(id).and_then(|e| e.parent);
        }
        Ok(())
    }

    fn roll_back(&mut self, before: Vec<Before>) {
        for step in before.into_iter().rev() {
            match step {
                Before::Absent(record) => self.tables.of_mut(record.kind).pop(),
                Before::Row { record, live, value, meta } => {
                    let table = self.tables.of_mut(record.kind);
                    if let Some(at) = table.position(record.id) {
                        if let Some((index, value)) = value {
                            table.set_value(at, index, &value);
                        }
                        table.set_live(at, live);
                        table.set_meta(at, meta);
                    }
                }
            }
        }
    }

    /// The change that deletes a record together with the records that belong to it.
    pub fn deletion(&self, record: RecordRef) -> Change {
        let mut doomed = vec![record];
        let mut next = 0;
        while next < doomed.len() {
            let owner = doomed[next];
            next += 1;
            for kind in Kind::ALL {
                let Some(field) = kind.owning_field(owner.kind) else { continue };
                let table = self.tables.of(*kind);
                doomed.extend(
                    (0..table.len())
                        .filter(|at| table.is_live(*at) && table.value(*at, field.index) == Value::Ref(owner.id))
                        .map(|at| RecordRef::new(*kind, table.id_at(at))),
                );
            }
        }
        // The owner goes last, so that undoing brings it back first.
        Change::Batch(doomed.into_iter().rev().map(|record| Change::Delete { record }).collect())
    }

    /// The change that brings a deleted record back, or keeps one that somebody deleted, together with
    /// what belonged to it and went in the same act.
    pub fn restoration(&self, record: RecordRef) -> Change {
        let mut kept = vec![record];
        let mut next = 0;
        while next < kept.len() {
            let owner = kept[next];
            next += 1;
            let acts = self.acts_of_deletion(owner);
            for kind in Kind::ALL {
                let Some(field) = kind.owning_field(owner.kind) else { continue };
                let table = self.tables.of(*kind);
                let own = (0..table.len())
                    .filter(|at| !table.is_live(*at) && table.value(*at, field.index) == Value::Ref(owner.id))
                    .map(|at| RecordRef::new(*kind, table.id_at(at)));
                kept.extend(own.filter(|part| !self.acts_of_deletion(*part).is_disjoint(&acts)));
            }
        }
        Change::Batch(kept.into_iter().map(|record| Change::Restore { record }).collect())
    }

    /// The changes that may have deleted a record: what the makers of its deletions knew, and nobody who
    /// made or edited it did.
    fn acts_of_deletion(&self, record: RecordRef) -> BTreeSet<Dot> {
        let table = self.tables.of(record.kind);
        let Some((at, meta)) = table.position(record.id).and_then(|at| Some((at, table.meta(at)?))) else {
            return BTreeSet::new();
        };
        let stamps = &meta.stamps;
        let others = stamps.fields.iter().filter(|(index, _)| **index != DELETION);
        let older = |dot: &Dot| {
            stamps.created.get(dot.actor) >= dot.count
                || others.clone().any(|(_, stamp)| stamp.seen.get(dot.actor) >= dot.count)
        };
        let deletions = stamps.siblings(DELETION, Value::YesNo(!table.is_live(at))).into_iter();
        deletions
            .filter(|(deleted, _)| *deleted == Value::YesNo(true))
            .flat_map(|(_, seen)| seen.iter().collect::<Vec<_>>())
            .filter(|dot| !older(dot))
            .collect()
    }
}
