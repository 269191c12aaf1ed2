//! A block of texts put into a table, as spreadsheets paste: one change or none at all.

use std::collections::BTreeSet;

use super::{
    column::{Column, Sheet},
    text::{self, CellError},
};
use ledger::domain::{ActorId, Change, Field, FieldType, Ledger, Moment, Origin, RawId, RecordRef, choice::Label};

/// What a block makes of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// The changes, in their order.
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
        let failed = |row: String| move |error| BlockError { row, error };
        let is_filled = |(column, text): &(&Column, &&str)| column.field_type().is_some() && !text.trim().is_empty();
        let mut owners: Vec<Option<RecordRef>> = Vec::new();
        let mut begun: BTreeSet<RecordRef> = BTreeSet::new();
        for (at, line) in lines.iter().enumerate() {
            let cells = columns.iter().zip(line);
            if let Some(row) = rows.get(at) {
                owners.push(Some(self.record(*row)));
                for (column, text) in cells.filter(|(column, _)| column.field_type().is_some() && !self.is_own(column))
                {
                    let edit = self.edit(*row, *column, text, new_id);
                    block.changes.extend(edit.map_err(failed(self.row_name(*row)))?);
                }
            } else if cells.clone().any(|cell| is_filled(&cell)) {
                let cells = cells.filter(|cell| is_filled(cell) && !self.is_own(cell.0));
                let made = self.new_row(cells.map(|(column, text)| (*column, text)), new_id);
                let made = made.map_err(failed(line.join(" ")))?;
                let creates = made.iter().filter_map(|change| match change {
                    Change::Create { record, .. } => Some(*record),
                    _ => None,
                });
                if creates.into_iter().any(|record| !begun.insert(record)) {
                    return Err(failed(line.join(" "))(CellError::Twice));
                }
                owners.push(made.iter().find_map(|change| match change {
                    Change::Create { record, .. } if record.kind == self.kind => Some(*record),
                    _ => None,
                }));
                block.changes.extend(made);
            } else {
                // A blank line makes no record.
                owners.push(None);
            }
        }
        self.relate(columns, lines, &owners, &mut block)?;
        Ok(block)
    }

    /// Whether a column names other records of the same table.
    fn is_own(&self, column: &Column) -> bool {
        matches!(column, Column::Field(field) if field.meta().field_type == FieldType::Ref(self.kind))
    }

    /// Sets what the lines of a block say of other records of the same table, those that it makes or names anew
    /// among them.
    fn relate(
        &self,
        columns: &[Column],
        lines: &[Vec<&str>],
        owners: &[Option<RecordRef>],
        block: &mut Block,
    ) -> Result<(), BlockError> {
        let own: Vec<(usize, Field)> = columns
            .iter()
            .enumerate()
            .filter_map(|(at, column)| match column {
                Column::Field(field) if self.is_own(column) => Some((at, *field)),
                _ => None,
            })
            .collect();
        if own.is_empty() {
            return Ok(());
        }
        // Nothing else in the block can change what a name means.
        let named = (!block.changes.is_empty()).then(|| self.after(&block.changes));
        let ledger = named.as_ref().unwrap_or(self.ledger);
        for (record, line) in owners.iter().zip(lines) {
            for (at, field) in &own {
                let (Some(record), Some(typed)) = (record, line.get(*at)) else { continue };
                let value = text::parse(typed, field.meta().field_type, ledger)
                    .map_err(|error| BlockError { row: line.join(" "), error })?;
                if value != ledger.value(*record, *field) {
                    block.changes.push(Change::Set { record: *record, field: *field, value });
                }
            }
        }
        Ok(())
    }

    /// The ledger as some changes would leave it. What is refused here is refused again when the whole is applied,
    /// and told then.
    fn after(&self, changes: &[Change]) -> Ledger {
        let mut ledger = self.ledger.clone();
        let (actor, label) = (ActorId(1), Label::Paste);
        let origin = Origin { actor, by: String::new(), at: Moment::default(), label, note: String::new() };
        for change in changes {
            let _refused_later = ledger.apply(change, &origin);
        }
        ledger
    }
}

/// Whether a text is what a spreadsheet shows in the place of a value: an error (`#N/A`, `#REF!`, `Err:502`), or the
/// hashes of a column that is too narrow. It says nothing, and must not be taken for a text.
pub fn is_no_value(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    let is_error = |name: &str| {
        let name = name.strip_suffix(['!', '?']).unwrap_or_default();
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'/' | b'_' | b'0'..=b'9'))
    };
    let is_number = |code: &str| !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit());
    matches!(text.as_str(), "#N/A" | "#GETTING_DATA")
        || text.strip_prefix('#').is_some_and(is_error)
        || text.strip_prefix("ERR:").is_some_and(is_number)
        || (text.len() > 1 && text.bytes().all(|byte| byte == b'#'))
}
