//! Saving: the way from the open ledger to what the browser keeps, and back where another window wrote.

use std::{collections::BTreeSet, sync::Arc};

use leptos::{prelude::*, task::spawn_local};

use super::{
    App, Book, Undoing,
    standing::{self, Acknowledged, Failure},
    stored::{ENTRIES, PAGE, decode, page_of},
};
use crate::{
    browser::{
        clock,
        page::{self, Turn},
        random,
    },
    domain::{Change, Kind, Lang, Ledger, Moment, Origin, RecordRef},
    interchange::json::{self, Exported},
    merge,
    storage::{Batch, Heard, StorageError, Store},
};

/// Whether what is on screen is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// No ledger is open, or none was changed since it was opened.
    Nothing,
    /// A transaction is under way.
    Saving,
    /// The disk has everything since this moment.
    Saved(Moment),
    /// The last transaction failed: what was changed since is only on screen.
    Failed(Failure),
    /// The browser gives no storage: what is on screen is only there.
    NoStorage,
}

impl App {
    pub(super) fn mark_dirty(self, touched: &[RecordRef]) {
        self.book.with_untracked(|book| {
            let Some(book) = book else { return };
            self.session.update_value(|session| {
                for record in touched {
                    if let Some(at) = book.ledger.of(record.kind).position(record.id) {
                        session.dirty.insert((record.kind, at / PAGE));
                    }
                }
            });
        });
    }

    /// Begins to write what waits, unless that is under way.
    pub(super) fn save_soon(self) {
        if self.session.with_value(|session| session.store.is_none()) {
            return self.save.set(SaveState::NoStorage);
        }
        if self.begin_writing() {
            self.save.set(SaveState::Saving);
            spawn_local(self.write_all());
        }
    }

    pub(super) fn begin_writing(self) -> bool {
        let begins = self.session.try_update_value(|session| {
            let begins = !session.writing && session.store.is_some();
            session.writing |= begins;
            begins
        });
        begins == Some(true)
    }

    /// Writes until nothing waits; a conflict with another window is resolved by taking its state and
    /// applying our waiting changes on top.
    pub(super) async fn write_all(self) {
        let opened = self.session.with_value(|session| session.opened);
        loop {
            let Some((wanted, batch)) = self.take_batch().await else { break };
            let written = wanted.store.write(wanted.revision, &batch).await;
            if self.session.with_value(|session| session.opened) != opened {
                // Another ledger is open: what failed here was left with a question.
                return;
            }
            let outcome = match written {
                Ok(revision) => {
                    self.arrived(&wanted, revision);
                    self.list().await
                }
                Err(StorageError::Conflict { .. }) => self.rebase(false).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(()) => {}
                Err(StorageError::Gone) => self.emptied(),
                Err(error) => return self.could_not_write(&batch, error),
            }
        }
        let now = clock::now();
        let missed = self.session.try_update_value(|session| {
            session.writing = false;
            session.standing.saved(now)
        });
        self.save.set(SaveState::Saved(now));
        self.stand_sentinel();
        if let Some(since) = missed.flatten() {
            self.tell_caught_up(since);
        }
    }

    fn arrived(self, wanted: &Wanted, revision: u64) {
        self.session.update_value(|session| {
            session.revision = revision;
            session.saved_steps = wanted.steps.end;
            session.joined &= session.epoch != wanted.epoch;
            session.pending.drain(..wanted.pending.min(session.pending.len()));
            standing::acknowledge(&session.key, Acknowledged { revision, steps: wanted.steps.end });
            if let Some(tabs) = &session.tabs {
                tabs.tell(revision);
            }
        });
    }

    /// All that the failed batch held waits again.
    fn could_not_write(self, batch: &Batch, error: StorageError) {
        self.session.update_value(|session| {
            session.writing = false;
            session.replace |= batch.replace;
            session.head_dirty = true;
            for (key, _) in &batch.pages {
                let parsed = key
                    .split_once('/')
                    .and_then(|(table, page)| Some((Kind::of_table_name(table)?, page.parse().ok()?)));
                session.dirty.extend(parsed);
            }
        });
        self.fail(error);
    }

    /// Waits for what is being written, and asks where something of the open ledger is only on screen;
    /// tells whether it may be left.
    pub(super) async fn may_leave(self) -> bool {
        self.asked_from.set_value(Some(self.route.get_untracked()));
        self.look_back();
        loop {
            let store = self.session.with_value(|session| session.store.clone().filter(|_| session.writing));
            let Some(store) = store else { break };
            if store.settled().await.is_err() {
                break;
            }
        }
        let question = match self.lang.get_untracked() {
            Lang::Zh => "当前台账有内容没有存到本机。离开后这些内容会丢失，建议先导出。仍要离开吗？",
            Lang::En => "Part of this ledger is not kept on this machine and will be lost. Leave all the same?",
        };
        !(self.has_unsaved() || untrack(|| self.unconfirmed.is_any())) || page::confirm(question)
    }

    /// Takes what waits: pages, steps and head of the present state. Much of it is written down in
    /// turns; where the ledger changes in between, it begins again, so that a batch is one state.
    async fn take_batch(self) -> Option<(Wanted, Batch)> {
        loop {
            let wanted = self.wanted()?;
            let mut batch = Batch { replace: wanted.replace, ..Batch::default() };
            let mut turn = Turn::begin();
            for (kind, page) in &wanted.pages {
                turn.rest().await;
                batch.pages.push(self.with_ledger(|ledger| page_of(ledger, *kind, *page))?);
            }
            for at in wanted.steps.clone() {
                self.write_down(at, &mut batch, &mut turn).await?;
            }
            batch.head = self.book.with_untracked(|book| {
                let book = book.as_ref()?;
                Some(json::write_head(&book.ledger, &book.head()))
            })?;
            let same = self.with_ledger(|ledger| ledger.history().len() == wanted.steps.end)?;
            if same && self.session.with_value(|session| session.epoch == wanted.epoch) {
                self.session.update_value(|session| {
                    session.dirty.clear();
                    session.head_dirty = false;
                    session.replace = false;
                });
                return Some((wanted, batch));
            }
        }
    }

    fn with_ledger<T>(self, read: impl FnOnce(&Ledger) -> T) -> Option<T> {
        self.book.with_untracked(|book| book.as_ref().map(|book| read(&book.ledger)))
    }

    /// Writes a step of history down, a long one in parts that read as steps of their own.
    async fn write_down(self, at: usize, batch: &mut Batch, turn: &mut Turn) -> Option<()> {
        let count = self.with_ledger(|ledger| ledger.history().get(at).map(|step| step.entries.len()))??;
        for (part, from) in (0..count.max(1)).step_by(ENTRIES).enumerate() {
            turn.rest().await;
            let text = self.with_ledger(|ledger| {
                let step = ledger.history().get(at)?;
                let to = (from + ENTRIES).min(step.entries.len());
                Some(json::write_step_around(step, &json::write_entries(step, from.min(to), to)))
            })??;
            // A step of a million entries has a thousand parts.
            batch.steps.push((at as f64 + part as f64 / 1e6, text));
        }
        Some(())
    }

    /// What waits to be written, if anything does.
    fn wanted(self) -> Option<Wanted> {
        self.book.with_untracked(|book| {
            let ledger = &book.as_ref()?.ledger;
            self.session.with_value(|session| {
                let steps = ledger.history().len();
                let nothing =
                    session.dirty.is_empty() && !session.replace && !session.head_dirty && steps == session.saved_steps;
                if nothing {
                    return None;
                }
                let all = || {
                    let pages = |kind: Kind| 0..ledger.of(kind).len().div_ceil(PAGE);
                    Kind::ALL.iter().flat_map(|kind| pages(*kind).map(|page| (*kind, page))).collect()
                };
                Some(Wanted {
                    store: session.store.clone()?,
                    revision: session.revision,
                    replace: session.replace,
                    pages: if session.replace { all() } else { session.dirty.iter().copied().collect() },
                    steps: if session.replace { 0 } else { session.saved_steps }..steps,
                    pending: session.pending.len(),
                    epoch: session.epoch,
                })
            })
        })
    }

    /// Takes over what another window wrote, and applies what waits here on top of it.
    ///
    /// What can be undone stays undoable, but for records that the other window touched: undoing there
    /// would take its work back.
    ///
    /// Where the ledger here was replaced as a whole, by a merge or by taking one back, the two are joined;
    /// also where what waits meets what the other wrote, so that both sides stand.
    async fn rebase(self, is_following: bool) -> Result<(), StorageError> {
        let Some(store) = self.session.with_value(|session| session.store.clone()) else { return Ok(()) };
        let open = || self.book.with_untracked(|book| book.as_ref().map(|book| book.workspace.key.clone()));
        let own = open();
        let Some((snapshot, _)) = store.load().await? else { return Err(StorageError::Gone) };
        let (ledger, exported) =
            decode(&snapshot).map_err(|error| StorageError::Unreadable(error.kept_cause(Lang::En)))?;
        if open() != own || self.looking.with_untracked(Option::is_some) {
            // Something else came on screen meanwhile.
            return Ok(());
        }
        if is_following && self.unconfirmed.typing.get_untracked() {
            self.session.update_value(|session| session.missed = Some(snapshot.revision));
            return Ok(());
        }
        let meets = self.with_ledger(|own| {
            self.session.with_value(|session| {
                session.pending.iter().any(|(change, _)| merge::meets(&ledger, own.clock(), change))
            })
        });
        if meets == Some(true) || self.session.with_value(|session| session.joined) {
            self.join_stored(snapshot.revision, ledger, exported);
            return Ok(());
        }
        // What waits here may have gone out in a file already; applied anew it is another actor's, so
        // that no number of a change ever stands for two.
        let actor = random::actor();
        self.session.update_value(|session| {
            session.actor = Some(actor);
            session.pending.iter_mut().for_each(|(_, origin)| origin.actor = actor);
        });
        let pending: Vec<(Arc<Change>, Origin)> = self.session.with_value(|session| session.pending.clone());
        let mut refused = 0;
        let mut touched = Vec::new();
        self.session.update_value(|session| {
            session.revision = snapshot.revision;
            session.saved_steps = ledger.history().len();
            session.dirty.clear();
        });
        self.book.update(|book| {
            let Some(book) = book else { return };
            let theirs: BTreeSet<RecordRef> = ledger
                .history()
                .iter()
                .filter(|step| book.ledger.clock().get(step.dot.actor) < step.dot.count)
                .flat_map(|step| step.entries.iter().map(|entry| entry.record))
                .collect();
            let mine = |stack: &[Undoing]| -> Vec<Undoing> {
                let untouched = |act: &&Undoing| match act {
                    Undoing::Change(change) => change.records().is_disjoint(&theirs),
                    Undoing::Whole(_) => false,
                };
                stack.iter().filter(untouched).cloned().collect()
            };
            let mut fresh = Book::new(ledger, book.workspace.clone());
            fresh.exported = exported;
            (fresh.undo, fresh.redo) = (mine(&book.undo), mine(&book.redo));
            for (change, origin) in &pending {
                match fresh.ledger.apply(change, origin) {
                    Ok(applied) => touched.extend(applied.touched),
                    Err(_) => refused += 1,
                }
            }
            fresh.index = crate::domain::Index::new(&fresh.ledger);
            *book = fresh;
        });
        self.mark_dirty(&touched);
        if refused > 0 {
            self.tell_error(match self.lang.get_untracked() {
                Lang::Zh => format!("另一个窗口先修改了这些记录，你的 {refused} 处修改未能写入，请核对后重填。"),
                Lang::En => {
                    format!("Another window changed these records first; {refused} of your edits were not taken.")
                }
            });
        }
        Ok(())
    }

    /// Joins what another window wrote with what is here. What could be undone cannot any more.
    fn join_stored(self, revision: u64, stored: Ledger, exported: Option<Exported>) {
        let mut conflicts = 0;
        self.book.update(|book| {
            let Some(book) = book else { return };
            let (ledger, report) = merge::join(stored, &book.ledger);
            conflicts = report.conflicts.len();
            let mut fresh = Book::new(ledger, book.workspace.clone());
            fresh.exported = exported;
            *book = fresh;
        });
        self.session.update_value(|session| {
            session.revision = revision;
            // Until it is written, another refusal joins again: what waits is in the ledger now.
            (session.replace, session.joined) = (true, true);
            session.dirty.clear();
        });
        if conflicts > 0 {
            self.tell(match self.lang.get_untracked() {
                Lang::Zh => format!("另一个窗口同时改了这里：{conflicts} 栏的两个值都已保留，请在「检查」中选定。"),
                Lang::En => {
                    format!("Another window wrote here as well: both values of {conflicts} fields are kept; choose in Checks.")
                }
            });
        }
    }

    /// Follows what another window wrote while something was being typed here.
    pub fn follow_missed(self) {
        if let Some(revision) = self.session.try_update_value(|session| session.missed.take()).flatten() {
            self.heard(revision);
        }
    }

    /// Takes note of another window that has the same ledger open.
    pub(super) fn heard_of(self, heard: Heard) {
        match heard {
            Heard::Revision(revision) => self.heard(revision),
            Heard::Here => self.elsewhere.set(true),
            Heard::Left => self.elsewhere.set(false),
        }
    }

    /// Follows what another window wrote.
    pub(super) fn heard(self, revision: u64) {
        // What is being typed was begun on what stands here: taken over it, it would look like an answer to it.
        if self.looking.with_untracked(Option::is_some) || self.unconfirmed.typing.get_untracked() {
            return self.session.update_value(|session| session.missed = Some(revision));
        }
        let stale = self
            .session
            .with_value(|session| session.revision < revision && !session.writing && session.pending.is_empty());
        if stale {
            spawn_local(async move {
                match self.rebase(true).await {
                    Ok(()) => {}
                    Err(StorageError::Gone) => {
                        self.emptied();
                        self.save_soon();
                    }
                    Err(error) => self.fail(error),
                }
            });
        }
    }
}

/// What one transaction is to write.
struct Wanted {
    store: Store,
    revision: u64,
    replace: bool,
    pages: Vec<(Kind, usize)>,
    steps: std::ops::Range<usize>,
    /// Waiting changes that the batch will hold.
    pending: usize,
    /// How often the ledger had been replaced.
    epoch: u32,
}
