//! The one way in which the open ledger changes.

use std::sync::Arc;

use super::{Direction, Document, Mode, UndoEntry};
use crate::app::workspace::Workspace;
use interchange::json::Exported;
use ledger::domain::{Applied, Change, ChangeError, Index, Ledger, Origin, RawId, RecordRef, Return, choice::Label};

/// What is done to the open ledger.
#[derive(Debug)]
pub enum Act {
    /// A change of its records, which becomes a step of history.
    Change {
        /// The change.
        change: Change,
        /// What kind of act it is.
        label: Label,
        /// What is said of it besides.
        note: String,
    },
    /// A change of its records that was applied in turns to a copy of it, which is to take its place.
    Prepared {
        /// The copy, with its index.
        state: Box<(Ledger, Index)>,
        /// The change.
        change: Arc<Change>,
        /// Who did it, when and how.
        origin: Origin,
        /// What it came to.
        applied: Applied,
    },
    /// Another state of it as a whole: a merge, or history put away.
    Replace {
        /// The state, with its index.
        state: Box<(Ledger, Index)>,
        /// What is known of its last export then.
        exported: Option<Exported>,
    },
    /// The note of who handed in when; it can't be taken back, since it happened.
    Return(RawId, Return),
    /// The note of its last export.
    Export(Exported),
    /// Another name of the workspace that it is kept in.
    Rename(Workspace),
}

/// An act on its way to the open ledger.
#[derive(Debug)]
pub struct Transaction {
    act: Act,
    /// Where it came off the stack of acts; `None` for a new one.
    turn: Option<Direction>,
}

/// What a transaction did, for what has to be written.
#[derive(Debug)]
pub enum Done {
    /// A change was applied; it touched these records.
    Changed {
        /// The change, to be applied again if another window wrote first.
        change: Arc<Change>,
        /// Who did it, when and how.
        origin: Origin,
        /// The records.
        touched: Vec<RecordRef>,
    },
    /// The ledger is another as a whole.
    Replaced,
    /// What is kept besides records and history is another.
    HeadChanged,
    /// Nothing that the ledger's store holds.
    Nothing,
}

impl Transaction {
    /// An act.
    pub const fn new(act: Act) -> Self {
        Self { act, turn: None }
    }

    /// A change of records, with what kind of act it is.
    pub fn change(change: Change, label: Label) -> Self {
        Self::noted(change, label, String::new())
    }

    /// A change of records of which something is said besides.
    pub const fn noted(change: Change, label: Label, note: String) -> Self {
        Self::new(Act::Change { change, label, note })
    }

    /// What lies uppermost on the stack of acts in a direction; `None` where nothing does.
    pub fn turn(document: &mut Document, direction: Direction) -> Option<Self> {
        let label = match direction {
            Direction::Undo => Label::Undo,
            Direction::Redo => Label::Redo,
        };
        let act = match document.undo.take(direction)? {
            UndoEntry::Change(change) => Act::Change { change, label, note: String::new() },
            UndoEntry::Whole(whole) => {
                let (ledger, exported) = *whole;
                let index = Index::new(&ledger);
                Act::Replace { state: Box::new((ledger, index)), exported }
            }
        };
        Some(Self { act, turn: Some(direction) })
    }

    /// Whether it takes a ledger that may be edited; what is noted of a ledger can be noted of any.
    pub const fn edits(&self) -> bool {
        matches!(self.act, Act::Change { .. } | Act::Prepared { .. } | Act::Replace { .. })
    }

    /// Whether it puts another state in the ledger's place as a whole.
    pub const fn is_whole(&self) -> bool {
        matches!(self.act, Act::Replace { .. })
    }
}

impl Document {
    /// Does what a transaction says: all of it or, where it is refused, nothing.
    ///
    /// `origin` says who does it and when; kind and note of the act are the transaction's own.
    ///
    /// # Errors
    /// Why a change does not fit the ledger.
    pub fn commit(&mut self, transaction: Transaction, origin: &Origin) -> Result<Done, ChangeError> {
        let Transaction { act, turn } = transaction;
        match act {
            Act::Change { change, label, note } => {
                let origin = Origin { label, note, ..origin.clone() };
                let applied = self.ledger.apply(&change, &origin)?;
                self.index = Index::new(&self.ledger);
                Ok(self.changed(turn, Arc::new(change), origin, applied))
            }
            Act::Prepared { state, change, origin, applied } => {
                (self.ledger, self.index) = *state;
                Ok(self.changed(turn, change, origin, applied))
            }
            Act::Replace { state, exported } => {
                let (ledger, index) = *state;
                let before = std::mem::replace(&mut self.ledger, ledger);
                self.index = index;
                let exported = std::mem::replace(&mut self.exported, exported);
                self.did(turn, UndoEntry::Whole(Box::new((before, exported))));
                Ok(Done::Replaced)
            }
            Act::Return(unit, handed_in) => {
                self.ledger.note_return(unit, handed_in);
                Ok(Done::HeadChanged)
            }
            Act::Export(exported) => {
                self.exported = Some(exported);
                Ok(Done::HeadChanged)
            }
            Act::Rename(workspace) => {
                self.workspace = workspace;
                Ok(Done::Nothing)
            }
        }
    }

    fn changed(&mut self, turn: Option<Direction>, change: Arc<Change>, origin: Origin, applied: Applied) -> Done {
        if turn.is_some() || applied.inverse != Change::Batch(Vec::new()) {
            self.did(turn, UndoEntry::Change(applied.inverse));
        }
        Done::Changed { change, origin, touched: applied.touched }
    }

    fn did(&mut self, turn: Option<Direction>, inverse: UndoEntry) {
        match turn {
            None => self.undo.did(inverse),
            Some(direction) => self.undo.turned(direction, inverse),
        }
    }

    /// Whether it may be changed.
    pub fn is_editable(&self) -> bool {
        self.mode == Mode::Editable
    }
}
