//! The open ledger with what belongs to it on screen.

use super::workspace::Workspace;
use crate::{
    domain::{Applied, Change, ChangeError, Date, Index, Ledger, Origin, catalogue},
    interchange::json::{Exported, Head},
    report::View,
};

/// How many changes can be taken back.
const UNDO_LIMIT: usize = 500;
/// How many replacements of the whole ledger can be taken back.
const WHOLES: usize = 3;

/// What may be done with the open ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything.
    Editable,
    /// It can be looked at and exported as it came.
    ReadOnly,
}

/// How something is taken back.
#[derive(Clone, Debug)]
pub enum Undoing {
    /// By a change.
    Change(Change),
    /// By going back to the ledger as it was, with what was known of its last export.
    Whole(Box<(Ledger, Option<Exported>)>),
}

/// What was taken back or done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// A change; the last step of history says which.
    Change,
    /// The replacement of the ledger as a whole.
    Whole,
}

/// The open ledger.
#[derive(Clone, Debug)]
pub struct Book {
    /// The ledger.
    pub ledger: Ledger,
    /// Its index, always of the same state.
    pub index: Index,
    /// The workspace it is kept in.
    pub workspace: Workspace,
    /// What may be done with it.
    pub mode: Mode,
    /// The last export of it.
    pub exported: Option<Exported>,
    /// The day on which a built-in ledger is best looked at.
    pub natural_day: Option<Date>,
    /// What takes back the last acts, last first out.
    pub undo: Vec<Undoing>,
    /// What does again what was taken back.
    pub redo: Vec<Undoing>,
}

impl Book {
    /// Opens a ledger.
    pub fn new(ledger: Ledger, workspace: Workspace) -> Self {
        let index = Index::new(&ledger);
        let natural_day = match workspace.key.as_str() {
            super::workspace::SAMPLE => Some(crate::seed::SAMPLE_AS_OF),
            super::workspace::PUBLIC => Some(crate::seed::PUBLIC_AS_OF),
            _ => None,
        };
        Self {
            ledger,
            index,
            workspace,
            mode: Mode::Editable,
            exported: None,
            natural_day,
            undo: Vec::new(),
            redo: Vec::new(),
        }
    }

    /// The ledger on a day, for reports.
    pub const fn view(&self, as_of: Date) -> View<'_> {
        View { ledger: &self.ledger, index: &self.index, as_of }
    }

    /// Applies a change to ledger and index.
    pub(super) fn apply(&mut self, change: &Change, origin: &Origin) -> Result<Applied, ChangeError> {
        let applied = self.ledger.apply(change, origin)?;
        self.index = Index::new(&self.ledger);
        Ok(applied)
    }

    /// Notes how to take back what was just done.
    pub(super) fn did(&mut self, inverse: Change) {
        if inverse == Change::Batch(Vec::new()) {
            return;
        }
        self.redo.clear();
        self.undo.push(Undoing::Change(inverse));
        if self.undo.len() > UNDO_LIMIT {
            self.undo.remove(0);
        }
    }

    /// Notes the ledger as it was before it was replaced as a whole. Each takes as much memory as the
    /// ledger itself, so what lies before the last few cannot be taken back any more.
    pub(super) fn did_whole(&mut self, before: Ledger, exported: Option<Exported>) {
        self.redo.clear();
        self.undo.push(Undoing::Whole(Box::new((before, exported))));
        let wholes = self.undo.iter().enumerate().filter(|(_, act)| matches!(act, Undoing::Whole(_)));
        let cut = wholes.rev().nth(WHOLES).map(|(at, _)| at + 1);
        self.undo.drain(..cut.unwrap_or(0));
    }

    /// What the ledger is called.
    pub fn title(&self) -> String {
        let title = self.ledger.profile.get(catalogue::PROFILE).map_or_else(String::new, |row| row.title.clone());
        if title.is_empty() { self.workspace.name.clone() } else { title }
    }

    /// Whether the ledger is an invented one, and must say so.
    pub fn is_invented(&self) -> bool {
        self.ledger.profile.get(catalogue::PROFILE).is_some_and(|row| row.invented == Some(true))
    }

    /// Changes since the last export.
    pub fn changes_since_export(&self) -> usize {
        self.ledger.history().len()
            - self.exported.as_ref().map_or(0, |exported| exported.steps.min(self.ledger.history().len()))
    }

    /// What storage keeps besides records and history.
    pub(super) fn head(&self) -> Head {
        Head { exported: self.exported.clone(), version: 0 }
    }
}
