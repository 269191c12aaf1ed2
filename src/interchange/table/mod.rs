//! Spreadsheets in and out: files as people make them to proposals of changes, tables to workbooks.
//!
//! The way in: [`recognise`] tells by bytes what a file is, [`open`] gives its sheets as grids of
//! cells, [`propose`] finds the header and matches columns to fields, [`Planner`] compares row by row
//! with the ledger and gives one [`ledger::domain::Change`]. Nothing is written before that is applied.
//! Amounts are converted from the unit that the sheet states to the one of their field, exactly or not at all.
//! Whatever is not sure stays text and is listed; nothing is repaired by guessing.

mod amount;
mod cell;
mod delimited;
mod filling;
mod guard;
mod heading;
mod identity;
mod layout;
mod money;
mod plan;
mod planner;
mod reading;
mod spreadsheet;
mod synonyms;
mod wording;
mod write;

pub use amount::AmountUnit;
pub use cell::{Cell, Grid, Merge, Workbook, address, column_letters};
pub use delimited::{Encoding, decode, delimited, pasted};
pub use filling::Filling;
pub use guard::{FileKind, TableError, Wrapping, recognise, sniff};
pub use heading::{Match, Reason, kinds, targets};
pub use layout::{Layout, propose, propose_at};
pub use money::{MoneyUnit, Stated};
pub use plan::{FieldChange, Outcome, Plan, ProblemKind, RowPlan, RowProblem, Settings};
pub use planner::{Planner, Source};
pub use reading::CellProblem;
pub use spreadsheet::open;
pub use write::{WriteError, csv, refused, table, template, whole};
