//! What a dry run says: row by row, field by field, before anything is written.

use std::{collections::BTreeMap, sync::Arc};

use super::parse_cell::CellProblem;
use ledger::domain::{Change, Lang};
use table_model::Column;

/// What the user decides about a dry run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Rows that match a record by name alone are that record.
    pub accept_names: bool,
    /// A row with a cell that was not read is left out as a whole.
    pub strict_rows: bool,
    /// An empty cell empties the field.
    pub empty_clears: bool,
}

/// What a row comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It cannot be taken.
    Refused,
    /// It matches a record by name alone, and waits for a nod.
    NeedsNod,
    /// It makes a record.
    New,
    /// It changes a record.
    Changed,
    /// It says what the ledger has already.
    Unchanged,
    /// A subtotal or a note, which is no record.
    Skipped,
}

/// One field that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The column of the ledger.
    pub column: Column,
    /// The address of the cell.
    pub address: String,
    /// What the ledger has, as its reader sees it.
    pub old: String,
    /// What the cell says.
    pub new: String,
}

/// Something to be said of a row: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The address of the cell, or of the row's first one.
    pub address: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A cell that was not read, or read with a remark.
    Cell(CellProblem),
    /// Nothing tells which record the row is.
    NoIdentity,
    /// Several records fit.
    SeveralFit(usize),
    /// The row before this one is the same record; counted as the sheet counts.
    SameAsRow(usize),
    /// The record has another credit code.
    OtherCode(String),
}

impl ProblemKind {
    /// Says it in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Cell(problem), lang) => problem.sentence(lang),
            (Self::NoIdentity, Lang::Zh) => "没有名称、编号或信用代码，不知道是哪一条。".to_owned(),
            (Self::NoIdentity, Lang::En) => "Nothing tells which record this is.".to_owned(),
            (Self::SeveralFit(n), Lang::Zh) => format!("台账中有 {n} 条记录与它相符，不能确定是哪一条。"),
            (Self::SeveralFit(n), Lang::En) => format!("{n} records fit."),
            (Self::SameAsRow(row), Lang::Zh) => format!("与第 {row} 行是同一条记录。"),
            (Self::SameAsRow(row), Lang::En) => format!("The same record as row {row}."),
            (Self::OtherCode(code), Lang::Zh) => format!("名称相同，但台账中的信用代码是 {code}，请核对。"),
            (Self::OtherCode(code), Lang::En) => format!("Same name, but the ledger has the code {code}."),
        }
    }
}

/// One row of a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// The row, from 0.
    pub row: usize,
    /// What it comes to.
    pub outcome: Outcome,
    /// What the record is called.
    pub name: String,
    /// The fields that it changes; empty for a new record.
    pub changes: Vec<FieldChange>,
    /// What is to be said of it.
    pub problems: Vec<RowProblem>,
}

/// A finished dry run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The rows, empty ones left out.
    pub rows: Vec<RowPlan>,
    /// The one change that writes all of it.
    pub change: Arc<Change>,
    counts: BTreeMap<Outcome, usize>,
    remarked: usize,
}

impl Plan {
    /// Puts a dry run together.
    pub(super) fn new(rows: Vec<RowPlan>, change: Change) -> Self {
        let mut counts = BTreeMap::new();
        rows.iter().for_each(|row| *counts.entry(row.outcome).or_default() += 1);
        let remarked = rows.iter().filter(|row| !row.problems.is_empty()).count();
        Self { rows, change: Arc::new(change), counts, remarked }
    }

    /// How many rows come to an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.counts.get(&outcome).copied().unwrap_or_default()
    }

    /// How many rows something is to be said of.
    pub const fn remarked(&self) -> usize {
        self.remarked
    }
}
