//! Cells and grids, whatever file they came from.

use serde::{Deserialize, Serialize};

/// A cell as its file holds it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, with its line breaks.
    Text(String),
    /// A number.
    Number(f64),
    /// A truth value.
    YesNo(bool),
    /// A civil date; what time of day it carried is dropped.
    Date {
        /// The year.
        year: i16,
        /// The month, from 1.
        month: i8,
        /// The day, from 1.
        day: i8,
    },
    /// An error of the spreadsheet, such as `#N/A`.
    Fault(String),
}

impl Cell {
    /// Tells whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// The cell as text: numbers in full digits where they are whole, dates as `2024-12-31`.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Number(number) => number_text(*number),
            Self::YesNo(true) => "是".to_owned(),
            Self::YesNo(false) => "否".to_owned(),
            Self::Date { year, month, day } => format!("{year:04}-{month:02}-{day:02}"),
            Self::Fault(fault) => fault.clone(),
        }
    }
}

/// Writes a number as a spreadsheet shows it: up to 15 digits are exact, beyond that nobody can tell.
fn number_text(number: f64) -> String {
    if number.abs() >= 1e15 {
        return format!("{number:e}").replace('e', "E+");
    }
    if number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    // What calculations leave over is nothing.
    if number.abs() < 5e-13 {
        return "0".to_owned();
    }
    // What binary fractions add to a typed decimal goes away at the fifteenth digit.
    let typed = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{typed}")
}

/// Cells shown as one; the first holds the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// First and last row, from 0.
    pub rows: (u32, u32),
    /// First and last column, from 0.
    pub columns: (u32, u32),
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// The name of the sheet.
    pub name: String,
    /// Whether the file hides it.
    pub hidden: bool,
    /// The rows from the first of the sheet on, each as long as its last cell that is filled in.
    pub rows: Vec<Vec<Cell>>,
    /// Merged cells.
    pub merges: Vec<Merge>,
}

impl Grid {
    /// The cell at a row and column; `Empty` beyond the last one.
    pub fn cell(&self, row: usize, column: usize) -> &Cell {
        const EMPTY: &Cell = &Cell::Empty;
        self.rows.get(row).and_then(|cells| cells.get(column)).unwrap_or(EMPTY)
    }

    /// How many columns the widest row has.
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// Copies what merged cells hold into the cells that they cover: in the rows before `data_from`
    /// in both directions, as headers are read; from there on downwards, as groups are read.
    pub fn unmerge(&mut self, data_from: usize) {
        for merge in &self.merges {
            let (top, left) = (merge.rows.0 as usize, merge.columns.0 as usize);
            let content = self.cell(top, left).clone();
            if content.is_empty() {
                continue;
            }
            let right = if top < data_from { merge.columns.1 as usize } else { left };
            for row in top..=(merge.rows.1 as usize).min(self.rows.len().saturating_sub(1)) {
                let cells = &mut self.rows[row];
                if cells.len() <= right {
                    cells.resize(right + 1, Cell::Empty);
                }
                for cell in &mut cells[left..=right] {
                    cell.clone_from(&content);
                }
            }
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Workbook {
    /// The sheets in the order of the file.
    pub sheets: Vec<Grid>,
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters
}

/// The address of a cell as a spreadsheet names it: `D7`.
pub fn address(row: usize, column: usize) -> String {
    format!("{}{}", column_letters(column), row + 1)
}
