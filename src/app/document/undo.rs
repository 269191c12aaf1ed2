//! What can be taken back, and done again.

use std::collections::BTreeSet;

use interchange::json::Exported;
use ledger::domain::{Change, Ledger, RecordRef};

/// How many changes can be taken back.
const LIMIT: usize = 500;
/// How many replacements of the whole ledger can be taken back.
const WHOLES: usize = 3;

/// How something is taken back.
#[derive(Clone, Debug)]
pub enum UndoEntry {
    /// By a change.
    Change(Change),
    /// By going back to the ledger as it was, with what was known of its last export.
    Whole(Box<(Ledger, Option<Exported>)>),
}

/// Which way through the acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The last act is taken back.
    Undo,
    /// What was last taken back is done again.
    Redo,
}

/// What takes back the last acts, and what does again what was taken back; last in, first out.
#[derive(Clone, Debug, Default)]
pub struct UndoStack {
    undo: Vec<UndoEntry>,
    redo: Vec<UndoEntry>,
}

impl UndoStack {
    /// How many acts can be taken back, and how many done again.
    pub fn depths(&self) -> (usize, usize) {
        (self.undo.len(), self.redo.len())
    }

    /// Notes how to take back what was just done; what had been taken back cannot be done again any more.
    ///
    /// A whole takes as much memory as the ledger itself, so what lies before the last few is forgotten.
    pub fn did(&mut self, inverse: UndoEntry) {
        self.redo.clear();
        self.undo.push(inverse);
        if self.undo.len() > LIMIT {
            self.undo.remove(0);
        }
        let wholes = self.undo.iter().enumerate().filter(|(_, act)| matches!(act, UndoEntry::Whole(_)));
        let cut = wholes.rev().nth(WHOLES).map(|(at, _)| at + 1);
        self.undo.drain(..cut.unwrap_or(0));
    }

    /// Takes what lies uppermost in a direction.
    pub fn take(&mut self, direction: Direction) -> Option<UndoEntry> {
        match direction {
            Direction::Undo => self.undo.pop(),
            Direction::Redo => self.redo.pop(),
        }
    }

    /// Notes how to go the other way again, once what was taken in a direction is done.
    pub fn turned(&mut self, direction: Direction, inverse: UndoEntry) {
        match direction {
            Direction::Undo => self.redo.push(inverse),
            Direction::Redo => self.undo.push(inverse),
        }
    }

    /// What can still be taken back where another window touched some records: undoing there would take its work
    /// back, and so would going back to a whole.
    pub fn without(&self, theirs: &BTreeSet<RecordRef>) -> Self {
        let mine = |stack: &[UndoEntry]| -> Vec<UndoEntry> {
            let is_untouched = |act: &&UndoEntry| match act {
                UndoEntry::Change(change) => change.records().is_disjoint(theirs),
                UndoEntry::Whole(_) => false,
            };
            stack.iter().filter(is_untouched).cloned().collect()
        };
        Self { undo: mine(&self.undo), redo: mine(&self.redo) }
    }
}
