//! The state of the page, in handles: the page itself, the open ledger, the ledgers that the browser keeps, and
//! what comes in and goes out.

pub mod document;
pub mod plan;
pub mod route;
pub mod shell;
pub mod transfer;
pub mod worker;
pub mod workspace;

use leptos::prelude::*;

pub use document::{Document, Mode, OpenDocument, Turned, drafts::Draft};
pub use route::{Route, Screen};
pub use shell::{Notice, Shell, Theme};
pub use workspace::{SaveState, Workspace};

use ledger::domain::RawId;

/// The state of the page; cheap to copy, since it holds handles alone.
#[derive(Clone, Copy)]
pub struct App {
    /// The page itself.
    pub shell: Shell,
    /// The open ledger; none on the start screen.
    pub document: OpenDocument,
    /// What is typed and not yet part of the ledger.
    pub unconfirmed: document::drafts::Unconfirmed,
    /// The ledgers that the browser keeps, and how the open one is kept.
    pub workspace: workspace::Workspaces,
    /// What comes in and goes out.
    pub transfer: transfer::Transfer,
    /// What is supposed to be done, and for which ledger; written nowhere until it is kept.
    pub supposed: RwSignal<(RawId, plan::Scenario)>,
}

impl App {
    /// Begins the state of the page from preferences and address.
    pub fn new() -> Self {
        let app = Self {
            shell: Shell::new(),
            document: OpenDocument::new(),
            unconfirmed: document::drafts::Unconfirmed::new(),
            workspace: workspace::Workspaces::new(),
            transfer: transfer::Transfer::new(),
            supposed: RwSignal::new((RawId(0), plan::Scenario::default())),
        };
        app.shell.follow_address();
        app
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

/// The state of the page, from any component.
pub fn use_app() -> App {
    expect_context::<App>()
}

/// Counts what was asked for, so that whoever waits for an answer sees whether it is still wanted.
#[derive(Clone, Copy)]
pub struct Generation(StoredValue<u32>);

impl Generation {
    fn new() -> Self {
        Self(StoredValue::new(0))
    }

    /// Begins the next one: whatever was asked for before is not wanted any more.
    fn next(self) -> u32 {
        self.0.update_value(|count| *count += 1);
        self.now()
    }

    /// The present one.
    fn now(self) -> u32 {
        self.0.get_value()
    }
}
