//! What keeps a ledger from being lost: snapshots, earlier states to look at and to return to.

use leptos::{prelude::*, task::spawn_local};

use super::stored;
use crate::{
    app::{
        App,
        document::{Act, Transaction},
    },
    browser::{clock, page, random},
    storage::{self, Kept, StorageError, Store, Why},
};
use ledger::domain::{Date, Kind, Lang, Ledger, choice::Label};

pub(super) fn records(ledger: &Ledger) -> usize {
    Kind::ALL.iter().map(|kind| ledger.of(*kind).len()).sum()
}

pub(super) fn time() -> String {
    let now = clock::now();
    format!("{} {:02}:{:02}:{:02}", now.date(), now.hour(), now.minute(), now.second())
}

impl App {
    /// The snapshots of a ledger, the oldest first; none where the browser keeps nothing, which is said elsewhere.
    pub async fn snapshots_of(self, key: &str) -> Vec<Kept> {
        storage::snapshots(key).await.unwrap_or_default()
    }

    /// Waits until what is being written has arrived on the disk, or was refused.
    pub(in crate::app) async fn until_written(self) {
        loop {
            let store = self
                .workspace
                .session
                .with_value(|session| session.store.clone().filter(|_| session.queue.is_writing()));
            let Some(store) = store else { return };
            if store.settled().await.is_err() {
                return;
            }
            page::breathe().await;
        }
    }

    /// Takes a snapshot of the open ledger as the disk has it, once what is under way has arrived there;
    /// tells whether there is one now, or none was needed.
    ///
    /// Where that fails it is said; what follows can be undone all the same.
    pub async fn snapshot(self, why: Why) -> bool {
        let Some(store) = self.workspace.session.with_value(|session| session.store.clone()) else { return true };
        let mut outcome = Err(StorageError::Conflict { found: 0 });
        // Whoever types on meanwhile makes it begin again; after a few times it is left.
        for _ in 0..5 {
            self.until_written().await;
            let kept = self.document.peek(|document| {
                let (records, steps) = (records(&document.ledger), document.ledger.history().len());
                let kept = Kept { key: String::new(), why, at: time(), records, steps, size: 0 };
                Some((document.workspace.key.clone(), kept))
            });
            let Some((workspace, kept)) = kept else { return true };
            outcome = storage::take_snapshot(&workspace, &store, &random::id().to_string(), kept).await;
            if !matches!(outcome, Err(StorageError::Conflict { .. })) {
                break;
            }
        }
        self.workspace.snapshots_changed.update(|count| *count += 1);
        let Err(error) = outcome else { return true };
        // The snapshot of the day is tried again the next time.
        if why != Why::Daily {
            self.notify_error(match (error, self.shell.lang.get_untracked()) {
                (StorageError::Full | StorageError::Quota, Lang::Zh) => {
                    "快照没有留成：浏览器的存储空间已满。台账没有改动，请先导出备份。"
                }
                (StorageError::Full | StorageError::Quota, Lang::En) => {
                    "No snapshot was kept: storage is full. Export a backup first."
                }
                (_, Lang::Zh) => "快照没有留成：浏览器没有完成保存。台账没有改动，请先导出备份。",
                (_, Lang::En) => "No snapshot was kept: the browser did not save it. Export a backup first.",
            });
        }
        false
    }

    /// The workspace that is open, to see after a while whether it still is.
    pub(in crate::app) fn open_key(self) -> Option<String> {
        self.document.peek(|document| Some(document.workspace.key.clone()))
    }

    /// Takes the snapshot of the day, if there is none yet and the last one has not what is here.
    pub(in crate::app) fn daily_snapshot(self) {
        let own = self.document.peek(|document| {
            if document.workspace.is_built_in() {
                return None;
            }
            Some((document.workspace.key.clone(), document.ledger.history().len()))
        });
        let Some((workspace, steps)) = own.filter(|(_, steps)| *steps > 0) else { return };
        spawn_local(async move {
            let today = clock::today().to_string();
            match storage::snapshots(&workspace).await.map(|mut all| all.pop()) {
                Ok(Some(last)) if last.at.starts_with(&today) || last.steps == steps => {}
                Ok(_) => {
                    self.snapshot(Why::Daily).await;
                }
                // A browser that keeps nothing has said so already.
                Err(_) => {}
            }
        });
    }

    pub(in crate::app) async fn load_snapshot(self, key: &str) -> Result<Ledger, StorageError> {
        let store = Store::open(key).await?;
        let (found, _) = store.load().await?.ok_or_else(|| StorageError::Unreadable(key.to_owned()))?;
        let decoded = stored::decode(&found);
        decoded.map(|(ledger, _)| ledger).map_err(|error| StorageError::Unreadable(error.kept_cause(Lang::En)))
    }

    /// Restores a snapshot as one change.
    pub async fn restore_snapshot(self, kept: Kept) {
        if self.preview_snapshot(kept).await {
            self.return_to_preview().await;
        }
    }

    /// Puts the history up to the end of a day away, after a snapshot was taken.
    pub async fn compact(self, until: Date) {
        let own = self.open_key();
        // Without the snapshot that was promised nothing is put away.
        if !self.snapshot(Why::Compact).await || self.open_key() != own {
            return;
        }
        let origin = self.origin(Label::Compact);
        let mut ledger = match self.document.peek(|document| Some(document.ledger.clone())) {
            Some(ledger) => ledger,
            None => return,
        };
        let lang = self.shell.lang.get_untracked();
        let Some(compacted) = ledger.compact(until, origin) else {
            return self.notify(match lang {
                Lang::Zh => "这一天及以前没有可以精简的历史。",
                Lang::En => "There is no history to put away by that day.",
            });
        };
        let index = ledger::domain::Index::new(&ledger);
        if !self.commit(Transaction::new(Act::Replace { state: Box::new((ledger, index)), exported: None })) {
            return;
        }
        self.notify(match lang {
            Lang::Zh => format!("已精简 {} 步历史，链条仍可核验；可以一步撤销。", compacted.steps),
            Lang::En => {
                format!("{} steps of history put away; the chain holds. One undo takes it back.", compacted.steps)
            }
        });
    }
}
