//! What a merge brought, record by record.

use crate::domain::{DELETION, Field, LoadedRow, RecordRef, Stamps, Value};

/// A field that a merge gave another value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The record.
    pub record: RecordRef,
    /// The field.
    pub field: Field,
    /// The value before.
    pub old: Value,
    /// The value after.
    pub new: Value,
}

/// What a merge brought. A record that changed stands in one list for each thing that came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Records that were not here; deleted ones are not listed.
    pub new: Vec<RecordRef>,
    /// Fields that show another value now.
    pub changed: Vec<FieldChange>,
    /// Records that were deleted elsewhere.
    pub deleted: Vec<RecordRef>,
    /// Records that were brought back elsewhere.
    pub restored: Vec<RecordRef>,
    /// Fields that came into conflict, by index; [`DELETION`] for deleted here and edited there.
    pub conflicts: Vec<(RecordRef, u8)>,
    /// How many records are as they were.
    pub unchanged: usize,
}

impl Report {
    pub(super) fn note_new(&mut self, record: RecordRef, row: &LoadedRow) {
        if row.deleted {
            self.unchanged += 1;
            return;
        }
        self.new.push(record);
        let shown = |index| shown(row, index);
        self.conflicts.extend(row.meta.stamps.conflicts(shown).into_iter().map(|index| (record, index)));
    }

    pub(super) fn note_joined(
        &mut self,
        record: RecordRef,
        before: &[Value],
        was_deleted: bool,
        stamps: &Stamps,
        row: &LoadedRow,
    ) {
        let found = self.findings();
        match (was_deleted, row.deleted) {
            (false, true) => self.deleted.push(record),
            (true, false) => self.restored.push(record),
            _ => {}
        }
        if !row.deleted {
            for (index, new) in &row.values {
                let old = &before[usize::from(*index)];
                if old != new {
                    let field = Field { kind: record.kind, index: *index };
                    self.changed.push(FieldChange { record, field, old: old.clone(), new: new.clone() });
                }
            }
            let open_before = stamps.conflicts(|index| match index {
                DELETION => Value::YesNo(was_deleted),
                index => before[usize::from(index)].clone(),
            });
            let open = row.meta.stamps.conflicts(|index| shown(row, index));
            self.conflicts
                .extend(open.into_iter().filter(|index| !open_before.contains(index)).map(|index| (record, index)));
        }
        if self.findings() == found {
            self.unchanged += 1;
        }
    }

    fn findings(&self) -> usize {
        self.changed.len() + self.deleted.len() + self.restored.len() + self.conflicts.len()
    }

    /// Whether nothing came of it that anybody can see.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.findings() == 0
    }
}

fn shown(row: &LoadedRow, index: u8) -> Value {
    match index {
        DELETION => Value::YesNo(row.deleted),
        index => row.values.iter().find(|(at, _)| *at == index).map_or(Value::Empty, |(_, value)| value.clone()),
    }
}
