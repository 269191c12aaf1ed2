//! The open ledger: what is on screen, how it is read, and the one way in which it changes.

mod beginning;
pub mod drafts;
mod taking_back;
mod transaction;
mod undo;

use leptos::prelude::*;

pub use transaction::{Act, Done, Transaction};
pub use undo::{Direction, UndoEntry, UndoStack};

use super::{
    App,
    workspace::{self, Workspace},
};
use crate::browser::clock;
use interchange::json::{Exported, Head};
use ledger::domain::{ActorId, Change, ChangeError, Date, Index, Lang, Ledger, Origin, builtins, choice::Label};
use report::View;

/// What may be done with the open ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Everything.
    Editable,
    /// It can be looked at and exported as it came.
    ReadOnly,
}

/// What was taken back or done again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// A change; the last step of history says which.
    Change,
    /// The replacement of the ledger as a whole.
    Whole,
}

/// A ledger with what belongs to it on screen.
#[derive(Clone, Debug)]
pub struct Document {
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
    pub default_as_of: Option<Date>,
    /// What can be taken back, and done again.
    pub undo: UndoStack,
}

impl Document {
    /// Opens a ledger.
    pub fn new(ledger: Ledger, workspace: Workspace) -> Self {
        let index = Index::new(&ledger);
        let default_as_of = match workspace.key.as_str() {
            workspace::SAMPLE => Some(seed::SAMPLE_AS_OF),
            workspace::PUBLIC => Some(seed::PUBLIC_AS_OF),
            _ => None,
        };
        Self {
            ledger,
            index,
            workspace,
            mode: Mode::Editable,
            exported: None,
            default_as_of,
            undo: UndoStack::default(),
        }
    }

    /// The ledger on a day, for reports.
    pub const fn view(&self, as_of: Date) -> View<'_> {
        View { ledger: &self.ledger, index: &self.index, as_of }
    }

    /// Another state of the same ledger, of which nothing can be undone.
    pub fn followed_by(&self, ledger: Ledger, exported: Option<Exported>) -> Self {
        Self { exported, ..Self::new(ledger, self.workspace.clone()) }
    }

    /// What the ledger is called.
    pub fn title(&self) -> String {
        let title = self.ledger.profile.get(builtins::PROFILE).map_or_else(String::new, |row| row.title.clone());
        if title.is_empty() { self.workspace.name.clone() } else { title }
    }

    /// Whether the ledger is an invented one, and must say so.
    pub fn is_invented(&self) -> bool {
        self.ledger.profile.get(builtins::PROFILE).is_some_and(|row| row.invented == Some(true))
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

/// The door to the open ledger: anybody reads, and only a [`Transaction`] writes.
#[derive(Clone, Copy)]
pub struct OpenDocument(RwSignal<Option<Document>>);

impl OpenDocument {
    pub(in crate::app) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// Reads the open ledger, and whoever reads is told when it changes; `None` where none is open.
    pub fn read<T>(self, read: impl FnOnce(&Document) -> Option<T>) -> Option<T> {
        self.0.with(|document| read(document.as_ref()?))
    }

    /// Reads the open ledger as it is now; `None` where none is open.
    pub fn peek<T>(self, read: impl FnOnce(&Document) -> Option<T>) -> Option<T> {
        self.0.with_untracked(|document| read(document.as_ref()?))
    }

    /// Reads the open ledger; the empty value where none is open.
    pub fn read_or_default<T: Default>(self, read: impl FnOnce(&Document) -> T) -> T {
        self.0.with(|document| document.as_ref().map(read).unwrap_or_default())
    }

    /// Reads the open ledger as it is now; the empty value where none is open.
    pub fn peek_or_default<T: Default>(self, read: impl FnOnce(&Document) -> T) -> T {
        self.0.with_untracked(|document| document.as_ref().map(read).unwrap_or_default())
    }

    /// Whether a ledger is open.
    pub fn is_open(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Whether a ledger is open now.
    pub fn is_open_untracked(self) -> bool {
        self.0.with_untracked(Option::is_some)
    }

    /// Is told when the open ledger changes, whatever of it.
    pub fn track(self) {
        self.0.track();
    }

    /// Puts a ledger on screen, or none; gives what was there.
    pub(in crate::app) fn put(self, document: Option<Document>) -> Option<Document> {
        self.0.try_update(|open| std::mem::replace(open, document)).flatten()
    }

    /// Changes the open ledger, and tells whoever reads it.
    fn change<T>(self, change: impl FnOnce(&mut Document) -> T) -> Option<T> {
        self.0.try_update(|document| document.as_mut().map(change)).flatten()
    }

    /// Puts what another window wrote under what is here.
    pub(in crate::app) fn rebase(
        self,
        rebase: impl FnOnce(&mut Document) -> Option<workspace::Rebased>,
    ) -> Option<workspace::Rebased> {
        self.change(rebase).flatten()
    }
}

impl App {
    /// Who changes the open ledger now, and when.
    pub(in crate::app) fn origin(self, label: Label) -> Origin {
        let actor = self.workspace.session.with_value(|session| session.actor).unwrap_or(ActorId(1));
        Origin { actor, by: self.shell.author.get_untracked(), at: clock::now(), label, note: String::new() }
    }

    /// Does what a transaction says to the open ledger, and sends it on its way to the disk; tells whether it was
    /// done, and says why where it was refused.
    pub fn commit(self, transaction: Transaction) -> bool {
        if transaction.edits() && !self.may_edit() {
            return false;
        }
        let origin = self.origin(Label::Edit);
        match self.document.change(|document| document.commit(transaction, &origin)) {
            Some(Ok(done)) => {
                self.queue(done);
                true
            }
            Some(Err(error)) => {
                self.refuse(&error);
                false
            }
            None => false,
        }
    }

    /// Applies a change, and tells why where it is refused; tells whether it was applied.
    pub fn apply(self, change: Change, label: Label) -> bool {
        self.commit(Transaction::change(change, label))
    }

    /// Takes the last act back; tells what kind of act it was, or `None` where nothing was taken back.
    pub fn undo(self) -> Option<Turned> {
        self.turn(Direction::Undo)
    }

    /// Does again what was last taken back; tells what kind of act it was.
    pub fn redo(self) -> Option<Turned> {
        self.turn(Direction::Redo)
    }

    fn turn(self, direction: Direction) -> Option<Turned> {
        let transaction = self.document.change(|document| Transaction::turn(document, direction)).flatten()?;
        let turned = if transaction.is_whole() { Turned::Whole } else { Turned::Change };
        self.commit(transaction).then_some(turned)
    }

    /// Whether the ledger on screen may be changed; says so where it may not, before anything is typed in vain.
    pub fn may_edit(self) -> bool {
        let may = self.document.peek_or_default(Document::is_editable);
        if !may {
            self.notify_error(match self.shell.lang.get_untracked() {
                Lang::Zh => "当前台账只能查看，不能修改。",
                Lang::En => "This ledger is read-only.",
            });
        }
        may
    }

    /// Says why a change was refused.
    pub(in crate::app) fn refuse(self, error: &ChangeError) {
        let lang = self.shell.lang.get_untracked();
        let rest = match lang {
            Lang::Zh => "原有内容没有改动。",
            Lang::En => " Nothing was changed.",
        };
        self.notify_error(error.sentence(lang) + rest);
    }
}
