//! Whole ledgers from parts that were read elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::Ledger;
use crate::domain::{
    chain,
    change::Step,
    id::RawId,
    kind::{RecordRef, Tables},
    record::Field,
    stamp::VersionVector,
    table::{AnyTable, RowMeta},
    value::Value,
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
pub struct Loader {
    ledger: Ledger,
}

impl Loader {
    /// Begins an empty ledger.
    pub fn new(id: RawId) -> Self {
        Self {
            ledger: Ledger {
                id,
                tables: Tables::default(),
                history: Vec::new(),
                heads: BTreeSet::new(),
                clock: VersionVector::default(),
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
    pub fn history(&mut self, steps: Vec<Step>) {
        steps.iter().for_each(|step| self.ledger.clock.learn(step.dot));
        self.ledger.history = steps;
    }

    /// Adds a change that was applied before.
    pub fn step(&mut self, step: Step) {
        self.ledger.clock.learn(step.dot);
        self.ledger.history.push(step);
    }

    /// Adds knowledge of changes whose history did not come along.
    pub fn clock(&mut self, clock: &VersionVector) {
        self.ledger.clock.join(clock);
    }

    /// Adds a part of the envelope that this version does not know, as JSON text.
    pub fn unknown(&mut self, name: String, json: String) {
        self.ledger.unknown.insert(name, json);
    }

    /// Gives the ledger.
    pub fn finish(mut self) -> Ledger {
        self.ledger.heads = chain::heads(&self.ledger.history);
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
