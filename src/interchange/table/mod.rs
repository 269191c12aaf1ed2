//! Spreadsheets in and out: files as people make them to proposals of changes, tables to workbooks.
//!
//! The way in: [`recognise`] tells by bytes what a file is, [`open`] gives its sheets as grids of
//! cells, [`propose`] finds the header and matches columns to fields, [`Planner`] compares row by row
//! with the ledger and gives one [`ledger::domain::Change`]. Nothing is written before that is applied.
//! Amounts are converted from the unit that the sheet states to the one of their field, exactly or not at all.
//! Whatever is not sure stays text and is listed; nothing is repaired by guessing.

mod amount;
mod cell;
mod choice_synonyms;
mod delimited;
mod detect;
mod dry_run;
mod field_synonyms;
mod filling;
mod header_match;
mod identity;
mod mapping;
mod money;
mod parse_cell;
mod plan;
mod spreadsheet;
mod write;

pub use amount::AmountUnit;
pub use cell::{Cell, Grid, Merge, Workbook, address, column_letters};
pub use delimited::{Encoding, decode, delimited, pasted};
pub use detect::{FileKind, TableError, Wrapping, recognise, sniff};
pub use dry_run::{Planner, Source};
pub use filling::Filling;
pub use header_match::{Match, Reason, kinds, targets};
pub use mapping::{Layout, propose, propose_at};
pub use money::{MoneyUnit, Stated};
pub use parse_cell::CellProblem;
pub use plan::{FieldChange, Outcome, Plan, ProblemKind, RowPlan, RowProblem, Settings};
pub use spreadsheet::open;
pub use write::{WriteError, csv, refused, table, template, whole};
