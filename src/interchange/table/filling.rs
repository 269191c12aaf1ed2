//! Grids in the making: no farther out and no fuller than is read, whatever they are made from.

use super::{
    cell::{Cell, Grid, Merge, address},
    detect::CELL_LIMIT,
    detect::{COLUMN_LIMIT, ROW_LIMIT, TableError},
};

/// A grid in the making, within its limits.
#[derive(Debug)]
pub struct Filling {
    grid: Grid,
    cells: usize,
}

impl Filling {
    /// Begins a sheet; text with separators has no name.
    pub fn new(name: &str, hidden: bool) -> Self {
        Self { grid: Grid { name: name.to_owned(), hidden, ..Grid::default() }, cells: 0 }
    }

    /// Puts a cell in its place; empty ones take none.
    ///
    /// # Errors
    /// Where it lies farther out than is read, or is one too many.
    pub fn put(&mut self, row: usize, column: usize, cell: Cell) -> Result<(), TableError> {
        if cell.is_empty() {
            return Ok(());
        }
        self.reach(row, column)?;
        self.grid.rows[row][column] = cell;
        Ok(())
    }

    /// Makes room up to a place, though nothing may stand there.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn reach(&mut self, row: usize, column: usize) -> Result<(), TableError> {
        let sheet = || self.grid.name.clone();
        if row >= ROW_LIMIT || column >= COLUMN_LIMIT {
            return Err(TableError::TooFar { sheet: sheet(), cell: address(row, column) });
        }
        self.cells += 1;
        if self.cells > CELL_LIMIT {
            return Err(TableError::TooManyCells { sheet: sheet() });
        }
        if self.grid.rows.len() <= row {
            self.grid.rows.resize(row + 1, Vec::new());
        }
        let cells = &mut self.grid.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        Ok(())
    }

    /// The grid, with the merged cells that lie within it.
    pub fn finish(mut self, merges: impl IntoIterator<Item = Merge>) -> Grid {
        let near = |merge: &Merge| (merge.rows.1 as usize) < ROW_LIMIT && (merge.columns.1 as usize) < COLUMN_LIMIT;
        self.grid.merges = merges.into_iter().filter(near).collect();
        self.grid
    }
}
