//! The ledgers that this browser keeps, each in a database of its own, and how the open one gets there.

mod durability;
mod missing;
mod opening;
mod preview;
pub mod save_queue;
mod saving;
mod snapshots;
pub(super) mod stored;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use crate::storage::{Kept, Why};
pub use durability::{Durability, Failed, Failure};
pub use missing::MissingLedger;
pub use opening::BuiltIn;
pub use preview::Preview;
pub use save_queue::{Rebased, SaveQueue};
pub use saving::SaveState;

use super::{App, Document, Generation, Route};
use crate::{
    browser::{page, random},
    storage::{Store, Tabs},
};
use ledger::domain::ActorId;

/// The key of the workspace that holds the invented sample.
pub const SAMPLE: &str = "sample";
/// The key of the workspace that holds the public material.
pub const PUBLIC: &str = "public";

/// A ledger that this browser keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The name of its database; never shown.
    #[serde(skip)]
    pub key: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made, for telling two of one name apart.
    pub made: String,
}

impl Workspace {
    /// Whether the workspace is one of the two that the product brings along.
    pub fn is_built_in(&self) -> bool {
        matches!(self.key.as_str(), SAMPLE | PUBLIC)
    }
}

/// What is kept of the open ledger besides its signals: its store, and what waits to be written there.
#[derive(Default)]
pub(super) struct Session {
    pub(super) actor: Option<ActorId>,
    /// The key of the workspace.
    key: String,
    store: Option<Store>,
    queue: SaveQueue,
    durability: Durability,
    /// Tells the ledgers that this page opened one after the other apart.
    opened: u32,
    /// Whether the list of ledgers does not name this one yet: it does once it is on the disk as a whole.
    unlisted: bool,
    tabs: Option<Tabs>,
}

/// The ledgers that this browser keeps, and how the open one is kept.
#[derive(Clone, Copy)]
pub struct Workspaces {
    /// Whether what is on screen is on disk.
    pub save: RwSignal<SaveState>,
    /// The named workspaces of this browser; `Err` where it gives no storage.
    pub list: RwSignal<Result<Vec<Workspace>, String>>,
    /// The ledger that is being opened, by its name.
    pub opening: RwSignal<Option<String>>,
    /// The state that is looked at instead of the open ledger, if any.
    pub preview: RwSignal<Option<Preview>>,
    /// Ledgers that were here and are not any more.
    pub missing: RwSignal<Vec<MissingLedger>>,
    /// Counts the changes of what snapshots there are.
    pub snapshots_changed: RwSignal<u32>,
    /// Whether another window has the open ledger, too.
    pub elsewhere: RwSignal<bool>,
    pub(super) session: StoredValue<Session, LocalStorage>,
    aside: StoredValue<Option<preview::Aside>, LocalStorage>,
    /// Where the reader was when a ledger was asked for, until it is shown.
    asked_from: StoredValue<Option<Route>>,
    /// Counts the ledgers that were asked for.
    generation: Generation,
    /// Whether what the page begins with has been opened.
    has_begun: StoredValue<bool>,
}

impl Workspaces {
    pub(in crate::app) fn new() -> Self {
        Self {
            save: RwSignal::new(SaveState::Nothing),
            list: RwSignal::new(Ok(Vec::new())),
            opening: RwSignal::new(None),
            preview: RwSignal::new(None),
            missing: RwSignal::new(Vec::new()),
            snapshots_changed: RwSignal::new(0),
            elsewhere: RwSignal::new(false),
            session: StoredValue::new_local(Session { actor: Some(random::actor()), ..Session::default() }),
            aside: StoredValue::new_local(None),
            asked_from: StoredValue::new(None),
            generation: Generation::new(),
            has_begun: StoredValue::new(false),
        }
    }
}

impl App {
    /// Whether closing the window now would lose something. The field that is being typed in is left first,
    /// so that it is taken.
    pub fn would_lose(self) -> bool {
        page::leave_field();
        self.has_unsaved() || untrack(|| self.unconfirmed.is_any())
    }

    /// Whether something of the ledger is not on disk.
    pub(in crate::app) fn has_unsaved(self) -> bool {
        let unsaved = |save: &SaveState, document: Option<&Document>| match save {
            SaveState::Saving | SaveState::Failed(_) => true,
            SaveState::NoStorage => document.is_some_and(|document| document.changes_since_export() > 0),
            SaveState::Nothing | SaveState::Saved(_) => false,
        };
        // While something else is looked at, what counts is the ledger that waits.
        self.workspace.aside.with_value(|aside| match aside {
            Some(aside) => unsaved(&aside.save, Some(&aside.document)),
            None => {
                let save = self.workspace.save.get_untracked();
                self.document
                    .peek(|document| Some(unsaved(&save, Some(document))))
                    .unwrap_or_else(|| unsaved(&save, None))
            }
        })
    }

    /// Whether the open ledger is kept by the browser.
    pub(in crate::app) fn is_kept(self) -> bool {
        self.workspace.session.with_value(|session| session.store.is_some())
    }
}
