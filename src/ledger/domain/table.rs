//! Tables: records of one kind in their order of arrival, found by identity.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    causality::Stamps,
    id::{Id, RawId},
    schema::{Kind, Record, Value},
};

/// What a row carries besides its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowMeta {
    /// The marks for merging.
    pub stamps: Stamps,
    /// Fields of a file that this version does not know, as JSON text by name; written back as they came.
    pub unknown: BTreeMap<String, String>,
}

/// A record with its identity; it stays in the table when it is deleted.
#[derive(Clone, Debug)]
struct Row<R> {
    id: RawId,
    live: bool,
    data: R,
    meta: Option<Box<RowMeta>>,
}

/// The records of one kind.
#[derive(Clone, Debug)]
pub struct Table<R> {
    rows: Vec<Row<R>>,
    positions: FxHashMap<RawId, u32>,
}

impl<R> Default for Table<R> {
    fn default() -> Self {
        Self { rows: Vec::new(), positions: FxHashMap::default() }
    }
}

impl<R: Record> Table<R> {
    /// The records that are not deleted, in order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (Id<R>, &R)> {
        self.rows.iter().filter(|row| row.live).map(|row| (Id::new(row.id), &row.data))
    }

    /// The records that are not deleted, with their positions.
    pub fn positioned(&self) -> impl Iterator<Item = (usize, &R)> {
        self.rows.iter().enumerate().filter(|(_, row)| row.live).map(|(at, row)| (at, &row.data))
    }

    /// A record that is not deleted.
    pub fn get(&self, id: Id<R>) -> Option<&R> {
        self.live_position(id).map(|at| &self.rows[at].data)
    }

    /// The record at a position, deleted or not.
    pub fn at(&self, position: usize) -> &R {
        &self.rows[position].data
    }

    /// The identity of the record at a position.
    pub fn typed_id(&self, position: usize) -> Id<R> {
        Id::new(self.rows[position].id)
    }

    /// The position of a record that is not deleted.
    pub fn live_position(&self, id: Id<R>) -> Option<usize> {
        self.positions.get(&id.raw()).map(|at| *at as usize).filter(|at| self.rows[*at].live)
    }

    /// How many records are not deleted.
    pub fn live_count(&self) -> usize {
        self.rows.iter().filter(|row| row.live).count()
    }
}

/// A table in its general form: what history, files and grids need to know of it.
pub trait AnyTable {
    /// The kind of its records.
    fn kind(&self) -> Kind;
    /// How many positions there are, deleted records included.
    fn len(&self) -> usize;
    /// Tells whether there was never a record.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The position of a record, deleted or not.
    fn position(&self, id: RawId) -> Option<usize>;
    /// The identity of the record at a position.
    fn id_at(&self, position: usize) -> RawId;
    /// Tells whether the record at a position is not deleted.
    fn is_live(&self, position: usize) -> bool;
    /// The value of a field of the record at a position.
    fn value(&self, position: usize, index: u8) -> Value;
    /// What the row at a position carries besides its fields.
    fn meta(&self, position: usize) -> Option<&RowMeta>;
    /// Sets a field; tells whether the value was of its type. For the ledger alone.
    fn set_value(&mut self, position: usize, index: u8, value: &Value) -> bool;
    /// Marks a record as deleted or not. For the ledger alone.
    fn set_live(&mut self, position: usize, live: bool);
    /// Appends an empty record; the identity must be new. For the ledger alone.
    fn push(&mut self, id: RawId) -> usize;
    /// Removes the last record. For the ledger alone.
    fn pop(&mut self);
    /// Replaces what the row carries besides its fields. For the ledger alone.
    fn set_meta(&mut self, position: usize, meta: Option<Box<RowMeta>>);
}

impl<R: Record> AnyTable for Table<R> {
    fn kind(&self) -> Kind {
        R::KIND
    }

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn position(&self, id: RawId) -> Option<usize> {
        self.positions.get(&id).map(|at| *at as usize)
    }

    fn id_at(&self, position: usize) -> RawId {
        self.rows[position].id
    }

    fn is_live(&self, position: usize) -> bool {
        self.rows[position].live
    }

    fn value(&self, position: usize, index: u8) -> Value {
        self.rows[position].data.get(index)
    }

    fn meta(&self, position: usize) -> Option<&RowMeta> {
        self.rows[position].meta.as_deref()
    }

    fn set_value(&mut self, position: usize, index: u8, value: &Value) -> bool {
        self.rows[position].data.set(index, value)
    }

    fn set_live(&mut self, position: usize, live: bool) {
        self.rows[position].live = live;
    }

    fn push(&mut self, id: RawId) -> usize {
        let position = self.rows.len();
        self.positions.insert(id, position as u32);
        self.rows.push(Row { id, live: true, data: R::default(), meta: None });
        position
    }

    fn pop(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.positions.remove(&row.id);
        }
    }

    fn set_meta(&mut self, position: usize, meta: Option<Box<RowMeta>>) {
        self.rows[position].meta = meta;
    }
}
