//! A block of texts put into a table, as spreadsheets paste: one change or none at all.

use super::{
    column::{Column, Sheet},
    text::{self, CellError},
};
use crate::domain::{Change, Index, Ledger, Moment, Origin, RawId, RecordRef, Value, choice::Label};

/// What a block makes of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The changes, in their order; records below the last row come first.
    pub changes: Vec<Change>,
    /// The computed columns that something was pasted into, which was passed over.
    pub skipped: Vec<Column>,
}

/// Why a block was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlockError {
    /// The row in which the first cell is that does not fit, by name or by what it holds.
    pub row: String,
    /// What is wrong with it.
    pub error: CellError,
}

impl Sheet<'_> {
    /// The changes that a block of texts makes from a cell on: `rows` are the positions from the first line of the
    /// block down, lines beyond them become records of their own, and may name each other whichever comes first.
    /// Computed columns are passed over.
    ///
    /// # Errors
    /// Where a text is not of its column's type, or names no record: then nothing is to be changed.
    pub fn block(
        &self,
        rows: &[usize],
        columns: &[Column],
        lines: &[Vec<&str>],
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Block, BlockError> {
        let mut block = Block::default();
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.field_type().is_none()) {
            if lines.iter().any(|line| line.get(at).is_some_and(|text| !text.trim().is_empty())) {
                block.skipped.push(*column);
            }
        }
        let (inside, beyond) = lines.split_at(rows.len().min(lines.len()));
        let scratch = self.begin(columns, beyond, &mut block, new_id)?;
        // What the block makes anew can be named in it; everything else is read from the ledger as it is.
        let index = scratch.as_ref().map(Index::new);
        let there = match (&scratch, &index) {
            (Some(ledger), Some(index)) => Sheet { ledger, index, ..*self },
            _ => *self,
        };
        for (row, line) in rows.iter().zip(inside) {
            for (column, text) in columns.iter().zip(line).filter(|(column, _)| column.field_type().is_some()) {
                let edit = there.edit(*row, *column, text, new_id);
                block.changes.extend(edit.map_err(|error| BlockError { row: self.row_name(*row), error })?);
            }
        }
        Ok(block)
    }

    /// Begins the records of the lines beyond the last row, without what they say of other records, in a copy of the
    /// ledger; then sets what they say. `None` where there are no such lines.
    fn begin(
        &self,
        columns: &[Column],
        lines: &[Vec<&str>],
        block: &mut Block,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Option<Ledger>, BlockError> {
        if lines.is_empty() {
            return Ok(None);
        }
        let failed = |line: &[&str], error| BlockError { row: line.join(" "), error };
        let is_own = |column: &Column| match column {
            Column::Field(field) => field.meta().field_type == crate::domain::FieldType::Ref(self.kind),
            _ => false,
        };
        let mut scratch = self.ledger.clone();
        let origin = Origin {
            actor: crate::domain::ActorId(1),
            by: String::new(),
            at: Moment::default(),
            label: Label::Paste,
            note: String::new(),
        };
        let mut begun: Vec<RecordRef> = Vec::new();
        for line in lines {
            let cells = columns
                .iter()
                .copied()
                .zip(line)
                .filter(|(column, _)| column.field_type().is_some() && !is_own(column));
            let made = self.new_row(cells, new_id).map_err(|error| failed(line, error))?;
            begun.extend(made.iter().find_map(|change| match change {
                Change::Create { record, .. } if record.kind == self.kind => Some(*record),
                _ => None,
            }));
            // What is refused here is refused again when the whole is applied, and told then.
            for change in &made {
                let _refused_later = scratch.apply(change, &origin);
            }
            block.changes.extend(made);
        }
        for (record, line) in begun.iter().zip(lines) {
            for (column, typed) in
                columns.iter().zip(line).filter(|(column, typed)| is_own(column) && !typed.trim().is_empty())
            {
                let (Column::Field(field), Some(field_type)) = (column, column.field_type()) else { continue };
                let value = text::parse(typed, field_type, &scratch).map_err(|error| failed(line, error))?;
                if value != Value::Empty {
                    block.changes.push(Change::Set { record: *record, field: *field, value });
                }
            }
        }
        Ok(Some(scratch))
    }
}

/// Whether a text is what a spreadsheet shows in the place of a value: an error, or the hashes of a column that is
/// too narrow. It says nothing, and must not be taken for a text.
pub fn is_no_value(text: &str) -> bool {
    const ERRORS: [&str; 10] =
        ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA"];
    let text = text.trim();
    ERRORS.iter().any(|error| text.eq_ignore_ascii_case(error))
        || (text.len() > 1 && text.bytes().all(|byte| byte == b'#'))
}
