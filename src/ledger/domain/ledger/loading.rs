//! Whole ledgers from parts that were read elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::{Ledger, Part, Return};
use crate::domain::{
    causality::VersionVector,
    change::HistoryEntry,
    hash_chain::StepDigest,
    id::RawId,
    schema::{Field, RecordRef, Tables, Value},
    table::{AnyTable, RowMeta},
};

/// Why a record could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// Two records of a kind have the same identity.
    DuplicateId(RecordRef),
    /// The value is of another type than the field.
    WrongType(Field),
}

/// A record on its way into a new ledger.
#[derive(Clone, Debug, Default)]
pub struct LoadedRow {
    /// Whether the record is deleted.
    pub deleted: bool,
    /// The fields that are filled in, by index.
    pub values: Vec<(u8, Value)>,
    /// What the row carries besides its fields.
    pub meta: RowMeta,
}

/// Builds a whole ledger from parts that were read elsewhere, without history of its own making.
#[derive(Debug)]
pub struct LedgerBuilder {
    ledger: Ledger,
}

impl LedgerBuilder {
    /// Begins an empty ledger.
    pub fn new(id: RawId) -> Self {
        Self {
            ledger: Ledger {
                id,
                tables: Tables::default(),
                history: Vec::new(),
                heads: BTreeSet::new(),
                earlier: BTreeSet::new(),
                clock: VersionVector::default(),
                returns: BTreeMap::new(),
                part: None,
                unknown: BTreeMap::new(),
            },
        }
    }

    /// Adds a record.
    ///
    /// # Errors
    /// Where the identity is taken or a value is of another type than its field. References are not
    /// looked up: what points nowhere is for the checks to report.
    pub fn record(&mut self, record: RecordRef, row: LoadedRow) -> Result<(), LoadError> {
        let table = self.ledger.tables.of_mut(record.kind);
        if table.position(record.id).is_some() {
            return Err(LoadError::DuplicateId(record));
        }
        let at = table.push(record.id);
        fill(table, at, row)
    }

    /// Goes on with a ledger that was finished before.
    pub const fn resume(ledger: Ledger) -> Self {
        Self { ledger }
    }

    /// The ledger as it is so far.
    pub const fn so_far(&self) -> &Ledger {
        &self.ledger
    }

    /// Replaces fields and marks of a record that is there; without effect where there is none.
    ///
    /// # Errors
    /// Where a value is of another type than its field.
    pub fn replace(&mut self, record: RecordRef, row: LoadedRow) -> Result<(), LoadError> {
        let table = self.ledger.tables.of_mut(record.kind);
        let Some(at) = table.position(record.id) else { return Ok(()) };
        fill(table, at, row)
    }

    /// Replaces the history by one that holds it.
    pub fn history(&mut self, steps: Vec<HistoryEntry>) {
        steps.iter().for_each(|step| self.ledger.clock.learn(step.dot));
        self.ledger.history = steps;
    }

    /// Adds a change that was applied before.
    pub fn step(&mut self, step: HistoryEntry) {
        self.ledger.clock.learn(step.dot);
        self.ledger.history.push(step);
    }

    /// Adds knowledge of changes whose history did not come along.
    pub fn clock(&mut self, clock: &VersionVector) {
        self.ledger.clock.join(clock);
    }

    /// Adds steps that happened before and did not come along.
    pub fn earlier(&mut self, digests: impl IntoIterator<Item = StepDigest>) {
        let digests: Vec<StepDigest> = digests.into_iter().collect();
        // Until the end shows which of them something follows.
        self.ledger.heads.extend(digests.iter().copied());
        self.ledger.earlier.extend(digests);
    }

    /// Adds the return of a unit.
    pub fn note_return(&mut self, unit: RawId, handed_in: Return) {
        self.ledger.note_return(unit, handed_in);
    }

    /// Says what the ledger carries where it is not the whole of it.
    pub fn part(&mut self, part: Option<Part>) {
        self.ledger.part = part;
    }

    /// Adds a part of the envelope that this version does not know, as JSON text.
    pub fn unknown(&mut self, name: String, json: String) {
        self.ledger.unknown.insert(name, json);
    }

    /// Gives the ledger.
    pub fn finish(mut self) -> Ledger {
        self.ledger.forget_earlier();
        self.ledger
    }
}

fn fill(table: &mut dyn AnyTable, at: usize, row: LoadedRow) -> Result<(), LoadError> {
    for (index, value) in &row.values {
        if !table.set_value(at, *index, value) {
            return Err(LoadError::WrongType(Field { kind: table.kind(), index: *index }));
        }
    }
    table.set_live(at, !row.deleted);
    table.set_meta(at, (row.meta != RowMeta::default()).then(|| Box::new(row.meta)));
    Ok(())
}
