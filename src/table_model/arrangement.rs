//! Which records stand in the rows of a table while one works in it: order and filter are taken when they
//! are asked for, as spreadsheets do, and a place in the table follows its record.

use std::collections::HashSet;

use ledger::domain::{AnyTable, RawId};

/// The rows of a table as they were when order and filter were last asked for.
///
/// Records that have come since stand below, in the table's own order; those that were deleted leave a gap
/// that closes, and come back to their place where that is undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    order: Vec<RawId>,
    /// The records that the filter left out.
    left_out: HashSet<RawId>,
}

impl Arrangement {
    /// Takes the rows that pass, in the order in which they stand, as positions of a table.
    pub fn of(table: &dyn AnyTable, rows: &[usize]) -> Self {
        let order: Vec<RawId> = rows.iter().map(|row| table.id_at(*row)).collect();
        let mut passed = vec![false; table.len()];
        rows.iter().for_each(|row| passed[*row] = true);
        let left_out =
            (0..table.len()).filter(|at| !passed[*at] && table.is_live(*at)).map(|at| table.id_at(at)).collect();
        Self { order, left_out }
    }

    /// The positions of the records in the rows, from the top.
    pub fn rows(&self, table: &dyn AnyTable) -> Vec<usize> {
        let mut is_placed = vec![false; table.len()];
        let mut rows: Vec<usize> = self
            .order
            .iter()
            .filter_map(|id| table.position(*id))
            .filter(|at| table.is_live(*at))
            .inspect(|at| is_placed[*at] = true)
            .collect();
        rows.extend(
            (0..table.len())
                .filter(|at| !is_placed[*at] && table.is_live(*at) && !self.left_out.contains(&table.id_at(*at))),
        );
        rows
    }
}

/// A cell's place in a table: its record, and the row to fall back on where that is not shown any more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    record: Option<RawId>,
    row: usize,
    /// The column, counted from 0.
    pub column: usize,
}

impl Place {
    /// The place in a row, counted from 0.
    pub fn at(table: &dyn AnyTable, rows: &[usize], row: usize, column: usize) -> Self {
        Self { record: rows.get(row).map(|position| table.id_at(*position)), row, column }
    }

    /// The record that the place follows; none in an empty table.
    pub const fn record(self) -> Option<RawId> {
        self.record
    }

    /// The row in which the record stands now; where it is not shown any more, the one that took its place.
    pub fn row(self, table: &dyn AnyTable, rows: &[usize]) -> usize {
        let is_here = |row: &usize| Some(table.id_at(*row)) == self.record;
        if rows.get(self.row).is_some_and(is_here) {
            return self.row;
        }
        rows.iter().position(is_here).unwrap_or_else(|| self.row.min(rows.len().saturating_sub(1)))
    }
}
