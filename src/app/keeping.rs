//! What keeps a ledger from being lost: snapshots, earlier states to look at and to return to.

use leptos::{prelude::*, task::spawn_local};

use super::{App, Book, Mode, Route, SaveState, Screen, Session, stored};
use crate::{
    browser::{clock, page, random},
    domain::{Change, Date, Kind, Lang, Ledger, choice::Label},
    storage::{self, Kept, StorageError, Store, Why},
};

/// A state that is looked at instead of the open ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Looking {
    /// The ledger as it was at the end of a day.
    Day(Date),
    /// A snapshot, by its title.
    Snapshot(String),
}

/// The open ledger while something else is looked at.
pub(super) struct Aside {
    pub(super) book: Book,
    session: Session,
    pub(super) save: SaveState,
}

pub(super) fn records(ledger: &Ledger) -> usize {
    Kind::ALL.iter().map(|kind| ledger.of(*kind).len()).sum()
}

pub(super) fn time() -> String {
    let now = clock::now();
    format!("{} {:02}:{:02}:{:02}", now.date(), now.hour(), now.minute(), now.second())
}

impl App {
    /// Waits until what is being written has arrived on the disk, or was refused.
    pub(super) async fn until_written(self) {
        loop {
            let store = self.session.with_value(|session| session.store.clone().filter(|_| session.writing));
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
        let Some(store) = self.session.with_value(|session| session.store.clone()) else { return true };
        let mut outcome = Err(StorageError::Conflict { found: 0 });
        // Whoever types on meanwhile makes it begin again; after a few times it is left.
        for _ in 0..5 {
            self.until_written().await;
            let kept = self.book.with_untracked(|book| {
                let book = book.as_ref()?;
                let (records, steps) = (records(&book.ledger), book.ledger.history().len());
                let kept = Kept { key: String::new(), why, at: time(), records, steps, size: 0 };
                Some((book.workspace.key.clone(), kept))
            });
            let Some((workspace, kept)) = kept else { return true };
            outcome = storage::take_snapshot(&workspace, &store, &random::id().to_string(), kept).await;
            if !matches!(outcome, Err(StorageError::Conflict { .. })) {
                break;
            }
        }
        self.snapshots_changed.update(|count| *count += 1);
        let Err(error) = outcome else { return true };
        // The snapshot of the day is tried again the next time.
        if why != Why::Daily {
            self.tell_error(match (error, self.lang.get_untracked()) {
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
    pub(super) fn open_key(self) -> Option<String> {
        self.book.with_untracked(|book| book.as_ref().map(|book| book.workspace.key.clone()))
    }

    /// Takes the snapshot of the day, if there is none yet and the last one has not what is here.
    pub(super) fn daily_snapshot(self) {
        let own = self.book.with_untracked(|book| {
            let book = book.as_ref().filter(|book| !book.workspace.is_built_in())?;
            Some((book.workspace.key.clone(), book.ledger.history().len()))
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

    pub(super) async fn load_snapshot(self, key: &str) -> Result<Ledger, StorageError> {
        let store = Store::open(key).await?;
        let (found, _) = store.load().await?.ok_or_else(|| StorageError::Unreadable(key.to_owned()))?;
        let decoded = stored::decode(&found);
        decoded.map(|(ledger, _)| ledger).map_err(|error| StorageError::Unreadable(error.kept_cause(Lang::En)))
    }

    /// Shows a snapshot, to be looked at; tells whether it is shown.
    pub async fn look_at_snapshot(self, kept: Kept) -> bool {
        let own = self.open_key();
        let outcome = self.load_snapshot(&kept.key).await;
        self.until_written().await;
        if self.open_key() != own {
            return false;
        }
        match outcome {
            Ok(ledger) => {
                self.look_at(ledger, Looking::Snapshot(kept.title(self.lang.get_untracked())));
                true
            }
            Err(error) => {
                self.tell_error(error.sentence(self.lang.get_untracked()));
                false
            }
        }
    }

    /// Shows the ledger as it was at the end of a day.
    pub async fn look_at_day(self, day: Date) {
        self.until_written().await;
        self.look_back();
        let past = self.book.with_untracked(|book| book.as_ref().map(|book| book.ledger.as_it_was(day)));
        if let Some(past) = past {
            self.look_at(past, Looking::Day(day));
        }
    }

    /// Puts another ledger on screen; nothing may be on its way to the disk, since what is written is taken
    /// from the ledger on screen.
    fn look_at(self, ledger: Ledger, what: Looking) {
        self.look_back();
        let save = self.save.get_untracked();
        let Some(book) = self.book.try_update(Option::take).flatten() else { return };
        let mut shown = Book::new(ledger, book.workspace.clone());
        shown.mode = Mode::ReadOnly;
        shown.natural_day = match what {
            Looking::Day(day) => Some(day),
            Looking::Snapshot(_) => book.natural_day,
        };
        let session = self.session.try_update_value(std::mem::take).unwrap_or_default();
        self.aside.set_value(Some(Aside { book, session, save }));
        self.looking.set(Some(what));
        self.book.set(Some(shown));
        self.save.set(SaveState::Nothing);
        self.notice.set(None);
        self.go(Route::to(Screen::Overview).with("on", ""));
    }

    /// Goes back to the open ledger from what was looked at.
    pub fn look_back(self) {
        let Some(aside) = self.aside.try_update_value(Option::take).flatten() else { return };
        let missed = self.session.with_value(|session| session.missed);
        self.session.set_value(aside.session);
        self.looking.set(None);
        self.book.set(Some(aside.book));
        self.save.set(aside.save);
        if matches!(self.save.get_untracked(), SaveState::Failed(_)) {
            self.save_soon();
        }
        let lost = self.session.with_value(|session| session.store.as_ref().and_then(Store::loss));
        if let (Some(loss), Some(key)) = (lost, self.open_key()) {
            self.lost_link(&key, loss);
        } else if let Some(revision) = missed {
            self.heard(revision);
        }
    }

    /// Makes the open ledger what is looked at, as one change that can be undone.
    pub async fn return_to_looked(self) {
        let Some(shown) = self.book.with_untracked(|book| book.as_ref().map(|book| book.ledger.clone())) else {
            return;
        };
        let what = self.looking.get_untracked();
        self.look_back();
        let own = self.open_key();
        let kept = self.snapshot(Why::Return).await;
        if self.open_key() != own {
            return;
        }
        let change = self.book.with_untracked(|book| book.as_ref().map(|book| book.ledger.returning_to(&shown)));
        let Some(change) = change else { return };
        let lang = self.lang.get_untracked();
        if change == Change::Batch(Vec::new()) {
            return self.tell(match lang {
                Lang::Zh => "当前内容与所看的状态完全相同，没有需要恢复的。",
                Lang::En => "The ledger is the same as what was looked at: nothing to restore.",
            });
        }
        let note = match what {
            Some(Looking::Day(day)) => day.to_string(),
            Some(Looking::Snapshot(title)) => title,
            None => String::new(),
        };
        if self.change(&change, Label::Return, &note, Book::did) {
            self.tell(match lang {
                Lang::Zh if !kept => format!("已恢复到 {note} 的状态。可以一步撤销。（恢复前的快照没有留成。）"),
                Lang::Zh => format!("已恢复到 {note} 的状态。可以一步撤销。"),
                Lang::En => format!("Back to the state of {note}. One undo takes it back."),
            });
        }
    }

    /// Restores a snapshot as one change.
    pub async fn restore_snapshot(self, kept: Kept) {
        if self.look_at_snapshot(kept).await {
            self.return_to_looked().await;
        }
    }

    /// Puts the history up to the end of a day away, after a snapshot was taken.
    pub async fn compact(self, until: Date) {
        let own = self.open_key();
        // Without the snapshot that was promised nothing is put away.
        if !self.snapshot(Why::Compact).await || self.open_key() != own {
            return;
        }
        let origin = self.origin(Label::Compact, clock::now());
        let mut ledger = match self.book.with_untracked(|book| book.as_ref().map(|book| book.ledger.clone())) {
            Some(ledger) => ledger,
            None => return,
        };
        let lang = self.lang.get_untracked();
        let Some(compacted) = ledger.compact(until, origin) else {
            return self.tell(match lang {
                Lang::Zh => "这一天及以前没有可以精简的历史。",
                Lang::En => "There is no history to put away by that day.",
            });
        };
        let index = crate::domain::Index::new(&ledger);
        self.replace_ledger(ledger, index, |book, before| {
            let exported = book.exported.take();
            book.did_whole(before, exported);
        });
        self.tell(match lang {
            Lang::Zh => format!("已精简 {} 步历史，链条仍可核验；可以一步撤销。", compacted.steps),
            Lang::En => {
                format!("{} steps of history put away; the chain holds. One undo takes it back.", compacted.steps)
            }
        });
    }
}
