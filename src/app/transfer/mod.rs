//! What comes in and goes out: ledgers, tables, and files that are only looked at.

pub mod export;
mod export_tables;
pub mod import;
mod inbox;
pub mod merge_session;
pub mod verify;

use std::sync::Arc;

use leptos::prelude::*;

pub use import::ImportSession;
pub use merge_session::MergeSession;

use super::Generation;

/// What is on its way in or out.
#[derive(Clone, Copy)]
pub struct Transfer {
    /// The table that is being imported, if any.
    pub import: RwSignal<Option<ImportSession>, LocalStorage>,
    /// The worker that reads a file for it, and the files that wait.
    queue: StoredValue<import::ImportQueue, LocalStorage>,
    /// The ledgers that are on their way in, if any.
    pub merge: RwSignal<Option<MergeSession>, LocalStorage>,
    /// What is to go out, as chosen so far.
    pub export: RwSignal<export::ExportChoice>,
    /// What was handed over last.
    pub delivered: RwSignal<Option<export::Delivery>>,
    /// The files that were examined, last first.
    pub verified: RwSignal<Vec<verify::Verified>, LocalStorage>,
    /// The files that can be compared with.
    pub beside: RwSignal<Vec<Arc<merge_session::IncomingLedger>>, LocalStorage>,
    /// The file that is being read for either, if any; leaving it takes it away.
    pub verifying: RwSignal<Option<verify::Verifying>>,
    /// Counts the pieces of work on what is on its way in.
    generation: Generation,
}

impl Transfer {
    pub(in crate::app) fn new() -> Self {
        Self {
            import: RwSignal::new_local(None),
            queue: StoredValue::new_local(import::ImportQueue::default()),
            merge: RwSignal::new_local(None),
            export: RwSignal::new(export::ExportChoice::default()),
            delivered: RwSignal::new(None),
            verified: RwSignal::new_local(Vec::new()),
            beside: RwSignal::new_local(Vec::new()),
            verifying: RwSignal::new(None),
            generation: Generation::new(),
        }
    }
}
