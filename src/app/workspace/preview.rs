//! Earlier states to look at and to return to.

use leptos::prelude::*;

use super::{SaveState, Session};
use crate::{
    app::{App, Document, Mode, Route, Screen, document::Transaction},
    storage::{Kept, Store, Why},
};
use ledger::domain::{Change, Date, Lang, Ledger, choice::Label};

/// A state that is looked at instead of the open ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preview {
    /// The ledger as it was at the end of a day.
    Day(Date),
    /// A snapshot, by its title.
    Snapshot(String),
}

/// The open ledger while something else is looked at.
pub(super) struct Aside {
    pub(super) document: Document,
    session: Session,
    pub(super) save: SaveState,
}

impl App {
    /// Shows a snapshot, to be looked at; tells whether it is shown.
    pub async fn preview_snapshot(self, kept: Kept) -> bool {
        let own = self.open_key();
        let outcome = self.load_snapshot(&kept.key).await;
        self.until_written().await;
        if self.open_key() != own {
            return false;
        }
        match outcome {
            Ok(ledger) => {
                self.show_preview(ledger, Preview::Snapshot(kept.title(self.shell.lang.get_untracked())));
                true
            }
            Err(error) => {
                self.notify_error(error.sentence(self.shell.lang.get_untracked()));
                false
            }
        }
    }

    /// Shows the ledger as it was at the end of a day.
    pub async fn preview_day(self, day: Date) {
        self.until_written().await;
        self.leave_preview();
        let past = self.document.peek(|document| Some(document.ledger.as_it_was(day)));
        if let Some(past) = past {
            self.show_preview(past, Preview::Day(day));
        }
    }

    /// Puts another ledger on screen; nothing may be on its way to the disk, since what is written is taken
    /// from the ledger on screen.
    fn show_preview(self, ledger: Ledger, what: Preview) {
        self.leave_preview();
        let save = self.workspace.save.get_untracked();
        let Some(document) = self.document.put(None) else { return };
        let mut shown = Document::new(ledger, document.workspace.clone());
        shown.mode = Mode::ReadOnly;
        shown.default_as_of = match what {
            Preview::Day(day) => Some(day),
            Preview::Snapshot(_) => document.default_as_of,
        };
        let session = self.workspace.session.try_update_value(std::mem::take).unwrap_or_default();
        self.workspace.aside.set_value(Some(Aside { document, session, save }));
        self.workspace.preview.set(Some(what));
        self.document.put(Some(shown));
        self.workspace.save.set(SaveState::Nothing);
        self.shell.notice.set(None);
        self.go(Route::to(Screen::Overview).with("on", ""));
    }

    /// Goes back to the open ledger from what was looked at.
    pub fn leave_preview(self) {
        let Some(aside) = self.workspace.aside.try_update_value(Option::take).flatten() else { return };
        let missed = self.workspace.session.try_update_value(|session| session.queue.take_missed());
        self.workspace.session.set_value(aside.session);
        self.workspace.preview.set(None);
        self.document.put(Some(aside.document));
        self.workspace.save.set(aside.save);
        if matches!(self.workspace.save.get_untracked(), SaveState::Failed(_)) {
            self.save_soon();
        }
        let lost = self.workspace.session.with_value(|session| session.store.as_ref().and_then(Store::loss));
        if let (Some(loss), Some(key)) = (lost, self.open_key()) {
            self.link_lost(&key, loss);
        } else if missed == Some(true) {
            self.follow();
        }
    }

    /// Makes the open ledger what is looked at, as one change that can be undone.
    pub async fn return_to_preview(self) {
        let Some(shown) = self.document.peek(|document| Some(document.ledger.clone())) else {
            return;
        };
        let what = self.workspace.preview.get_untracked();
        self.leave_preview();
        let own = self.open_key();
        let kept = self.snapshot(Why::Return).await;
        if self.open_key() != own {
            return;
        }
        let change = self.document.peek(|document| Some(document.ledger.returning_to(&shown)));
        let Some(change) = change else { return };
        let lang = self.shell.lang.get_untracked();
        if change == Change::Batch(Vec::new()) {
            return self.notify(match lang {
                Lang::Zh => "当前内容与所看的状态完全相同，没有需要恢复的。",
                Lang::En => "The ledger is the same as what was looked at: nothing to restore.",
            });
        }
        let note = match what {
            Some(Preview::Day(day)) => day.to_string(),
            Some(Preview::Snapshot(title)) => title,
            None => String::new(),
        };
        if self.commit(Transaction::noted(change, Label::Return, note.clone())) {
            self.notify(match lang {
                Lang::Zh if !kept => format!("已恢复到 {note} 的状态。可以一步撤销。（恢复前的快照没有留成。）"),
                Lang::Zh => format!("已恢复到 {note} 的状态。可以一步撤销。"),
                Lang::En => format!("Back to the state of {note}. One undo takes it back."),
            });
        }
    }
}
