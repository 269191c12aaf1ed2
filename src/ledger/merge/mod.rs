//! Merging: two copies of a ledger to one, without dropping anybody's work.
//!
//! A field is the set of the values that nobody has replaced knowingly, each with what its writer
//! knew ([`crate::domain::Sibling`]). Joining is union, then dropping what another value's writer
//! knew. More than one value left is an open conflict, kept until somebody chooses. So joining is
//! commutative, associative and idempotent, and what a copy does not carry it cannot take away.

mod conflict;
mod linkage;
mod report;
mod windows;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use rustc_hash::{FxHashMap, FxHashSet};

pub use conflict::{Conflict, Side, Source, conflicts, owner};
pub use linkage::{Matching, Pair, Reason, adopt, match_up};
pub use report::{FieldChange, Report};
pub use windows::meets;

use crate::domain::{
    AnyTable, Change, DELETION, HistoryEntry, Kind, Ledger, LedgerBuilder, LoadedRow, Part, RecordRef, RowMeta,
    Sibling, Stamps, StepDigest, Value, What, choice::Label, hash_chain, prune,
};

/// Joins another copy of a ledger into this one; says what came of it.
///
/// The identities of the ledgers are not compared: whoever calls has adopted a stranger before.
/// Records keep the order that they have here, with new ones after them.
pub fn join(mine: Ledger, theirs: &Ledger) -> (Ledger, Report) {
    let mut joining = Joining::begin(mine);
    let mut report = Report::default();
    for kind in Kind::ALL {
        joining.take(theirs, *kind, 0..theirs.of(*kind).len(), &mut report);
    }
    joining.take_rest(theirs);
    (joining.finish(), report)
}

/// The change that makes one record of each that stands several times for one thing since a merge: people
/// began it apart before such records had an identity of their own. Doubles that were there before stay
/// with the checks, which offer the same.
pub fn made_one(before: &Ledger, merged: &Ledger) -> Change {
    let came = |group: &Vec<RecordRef>| !group.iter().all(|record| before.is_live(*record));
    let joined = merged.doubles().into_iter().filter(came).map(|group| merged.joining(&group));
    Change::Batch(joined.collect())
}

/// A merge under way: copies are taken in part by part, so that whoever waits can be told how far it is.
#[derive(Debug)]
pub struct Joining {
    loader: LedgerBuilder,
    known: FxHashSet<StepDigest>,
    new: Vec<HistoryEntry>,
    /// What fields of the copy under way held here, where it replaces them.
    former: FxHashMap<(RecordRef, u8), Value>,
}

impl Joining {
    /// Begins with the ledger that the others are joined into.
    pub fn begin(mine: Ledger) -> Self {
        let known = mine.history().iter().map(|step| step.digest).collect();
        Self { loader: LedgerBuilder::resume(mine), known, new: Vec::new(), former: FxHashMap::default() }
    }

    /// Takes the records at some positions of a table; adds what came of it to a report.
    pub fn take(&mut self, theirs: &Ledger, kind: Kind, rows: Range<usize>, report: &mut Report) {
        let (changed, conflicts) = (report.changed.len(), report.conflicts.len());
        for at in rows {
            join_record(&mut self.loader, kind, theirs.of(kind), at, report);
        }
        for change in &report.changed[changed..] {
            let key = (change.record, change.field.index);
            if !report.conflicts[conflicts..].contains(&key) {
                self.former.insert(key, change.old.clone());
            }
        }
    }

    /// Takes what a copy holds besides its records.
    pub fn take_rest(&mut self, theirs: &Ledger) {
        self.loader.clock(theirs.clock());
        for (name, json) in theirs.unknown() {
            if self.loader.so_far().unknown().get(name).is_none_or(|own| own < json) {
                self.loader.unknown(name.clone(), json.clone());
            }
        }
        for (unit, handed_in) in theirs.returns() {
            self.loader.note_return(*unit, handed_in.clone());
        }
        self.loader.earlier(theirs.earlier().iter().copied());
        let part = joined_part(self.loader.so_far().part(), theirs.part());
        self.loader.part(part);
        let former = std::mem::take(&mut self.former);
        for step in theirs.history().iter().filter(|step| self.known.insert(step.digest)) {
            let mut step = step.clone();
            if step.label == Label::ByHand {
                name_former_values(&mut step, &former);
            }
            self.new.push(step);
        }
    }

    /// Gives the one ledger, its steps in the order that everybody gives them.
    pub fn finish(mut self) -> Ledger {
        if !self.new.is_empty() {
            let mut steps = self.loader.so_far().history().to_vec();
            steps.append(&mut self.new);
            self.loader.history(hash_chain::in_order(steps));
        }
        self.loader.finish()
    }
}

/// Fills in what fields held before they were edited by hand in a file, which the file cannot tell.
fn name_former_values(step: &mut HistoryEntry, former: &FxHashMap<(RecordRef, u8), Value>) {
    for entry in &mut step.entries {
        if let What::Set { field, old, .. } = &mut entry.what
            && *old == Value::Empty
            && let Some(value) = former.get(&(entry.record, field.index))
        {
            old.clone_from(value);
        }
    }
}

/// What a ledger says of itself that was joined from two: that names are missing only where both lack
/// them, and nothing where one of them is the whole.
fn joined_part(mine: Option<&Part>, theirs: Option<&Part>) -> Option<Part> {
    let (a, b) = (mine?, theirs?);
    let is_whole = a.title.is_empty() || b.title.is_empty();
    let titles: BTreeSet<&str> = a.title.split('、').chain(b.title.split('、')).collect();
    let title = if is_whole { String::new() } else { titles.into_iter().collect::<Vec<_>>().join("、") };
    Some(Part { title, masked: a.masked && b.masked }).filter(|part| part.masked || !is_whole)
}

/// A record as one of the two copies has it.
struct Version<'a> {
    table: &'a dyn AnyTable,
    at: usize,
    stamps: Stamps,
    unknown: BTreeMap<String, String>,
}

impl<'a> Version<'a> {
    fn new(table: &'a dyn AnyTable, at: usize) -> Self {
        let meta = table.meta(at).cloned().unwrap_or_default();
        Self { table, at, stamps: meta.stamps, unknown: meta.unknown }
    }

    fn deleted(&self) -> bool {
        !self.table.is_live(self.at)
    }

    /// The values of a field that somebody wrote. What was empty from the start nobody wrote, and a
    /// stand-in for what a file did not carry is no value at all.
    fn written(&self, index: u8) -> Vec<Sibling> {
        if self.stamps.is_masked(index) {
            return Vec::new();
        }
        let mut all = self.stamps.siblings(index, self.table.value(self.at, index));
        all.retain(|(value, seen)| *value != Value::Empty || *seen != self.stamps.created);
        all
    }

    /// The stand-in for a value that the file did not carry.
    fn stand_in(&self, index: u8) -> Option<Value> {
        self.stamps.is_masked(index).then(|| self.table.value(self.at, index))
    }

    /// The deletions and restorations of the record.
    fn deletions(&self) -> Vec<Sibling> {
        if self.stamps.fields.contains_key(&DELETION) || self.deleted() {
            self.stamps.siblings(DELETION, Value::YesNo(self.deleted()))
        } else {
            Vec::new()
        }
    }
}

fn join_record(loader: &mut LedgerBuilder, kind: Kind, table: &dyn AnyTable, their_at: usize, report: &mut Report) {
    let record = RecordRef::new(kind, table.id_at(their_at));
    let fields = kind.fields().len() as u8;
    let own = loader.so_far().of(kind);
    let Some(own_at) = own.position(record.id) else {
        let values = (0..fields).map(|index| (index, table.value(their_at, index))).collect();
        let row = LoadedRow {
            deleted: !table.is_live(their_at),
            values,
            meta: table.meta(their_at).cloned().unwrap_or_default(),
        };
        report.note_new(record, &row);
        // The identity was looked up above and the values come from a table of the kind.
        let _ = loader.record(record, row);
        return;
    };
    let same_fields = (0..fields).all(|index| own.value(own_at, index) == table.value(their_at, index));
    if same_fields && own.is_live(own_at) == table.is_live(their_at) && own.meta(own_at) == table.meta(their_at) {
        report.unchanged += 1;
        return;
    }
    let (a, b) = (Version::new(own, own_at), Version::new(table, their_at));
    let row = join_row(fields, &a, &b);
    report.note_joined(record, &a_values(&a, fields), a.deleted(), &a.stamps, &row);
    let _ = loader.replace(record, row);
}

fn a_values(side: &Version<'_>, fields: u8) -> Vec<Value> {
    (0..fields).map(|index| side.table.value(side.at, index)).collect()
}

fn join_row(fields: u8, a: &Version<'_>, b: &Version<'_>) -> LoadedRow {
    let mut stamps = Stamps { created: a.stamps.created.clone(), fields: BTreeMap::new() };
    stamps.created.join(&b.stamps.created);
    let mut values = Vec::with_capacity(usize::from(fields));
    for index in 0..fields {
        let mut all = a.written(index);
        all.extend(b.written(index));
        let all = prune(all);
        let shown = if !all.is_empty() {
            stamps.put(index, all)
        } else if let Some(stand_in) = a.stand_in(index).max(b.stand_in(index)) {
            stamps.mask(index);
            stand_in
        } else {
            Value::Empty
        };
        values.push((index, shown));
    }
    let mut deletions = a.deletions();
    deletions.extend(b.deletions());
    let deleted = stamps.settle(deletions);
    let mut unknown = a.unknown.clone();
    for (name, json) in &b.unknown {
        let own = unknown.entry(name.clone()).or_default();
        if *own < *json {
            own.clone_from(json);
        }
    }
    LoadedRow { deleted, values, meta: RowMeta { stamps, unknown } }
}
