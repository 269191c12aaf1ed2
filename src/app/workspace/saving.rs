//! Saving as the page sees it: when it begins, what is said of it, and how other windows are followed.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Failure, Rebased, SaveQueue,
    durability::{self, Acknowledged},
    save_queue::{Ended, Host, Stored, follow, write_all},
};
use crate::{
    app::{
        App,
        document::{Document, Done},
    },
    browser::{
        clock,
        page::{self, Turn},
        random,
    },
    storage::{Heard, StorageError},
};
use ledger::domain::{Lang, Moment};

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

/// The page at work for the queue of one ledger.
#[derive(Clone)]
struct Page {
    app: App,
    /// Which of the ledgers that were opened one after the other.
    opened: u32,
    turn: std::rc::Rc<std::cell::Cell<Option<Turn>>>,
}

impl Page {
    fn new(app: App) -> Self {
        let opened = app.workspace.session.with_value(|session| session.opened);
        Self { app, opened, turn: std::rc::Rc::default() }
    }

    fn is_current(&self) -> bool {
        self.app.workspace.session.with_value(|session| session.opened) == self.opened
    }
}

impl Host for Page {
    fn with<T>(&self, work: impl FnOnce(&mut SaveQueue, &Document) -> T) -> Option<T> {
        if !self.is_current() {
            return None;
        }
        let session = self.app.workspace.session;
        self.app.document.peek(|document| session.try_update_value(|session| work(&mut session.queue, document)))
    }

    fn rebase(&self, stored: Stored) {
        if self.is_current() && self.app.workspace.preview.with_untracked(Option::is_none) {
            self.app.rebase(stored);
        }
    }

    fn is_typing(&self) -> bool {
        self.app.unconfirmed.typing.get_untracked()
    }

    async fn arrived(&self, revision: u64, steps: usize) -> Result<(), StorageError> {
        self.app.workspace.session.with_value(|session| {
            durability::acknowledge(&session.key, Acknowledged { revision, steps });
            if let Some(tabs) = &session.tabs {
                tabs.tell(revision);
            }
        });
        self.app.list().await
    }

    fn emptied(&self) {
        if self.is_current() {
            self.app.emptied();
        }
    }

    async fn rest(&self) {
        let mut turn = self.turn.take().unwrap_or_else(Turn::begin);
        turn.rest().await;
        self.turn.set(Some(turn));
    }
}

impl App {
    /// Sends what was done to the open ledger on its way to the disk.
    pub(in crate::app) fn queue(self, done: Done) {
        if matches!(done, Done::Nothing) {
            return;
        }
        let is_told = matches!(done, Done::HeadChanged);
        self.document.peek(|document| {
            self.workspace.session.update_value(|session| match done {
                Done::Changed { change, origin, touched } => {
                    session.queue.changed(&document.ledger, change, origin, &touched);
                }
                Done::Replaced => {
                    // From here on this is another page session: numbers that changes had before may be in files
                    // that others hold, and must never stand for other changes.
                    session.actor = Some(random::actor());
                    session.queue.replaced();
                }
                Done::HeadChanged => session.queue.head_changed(),
                Done::Nothing => {}
            });
            Some(())
        });
        self.save_soon();
        if !is_told {
            self.shell.notice.set(None);
        }
    }

    /// Begins to write what waits, unless that is under way.
    pub(in crate::app) fn save_soon(self) {
        if self.workspace.session.with_value(|session| session.store.is_none()) {
            return self.workspace.save.set(SaveState::NoStorage);
        }
        if self.begin_writing() {
            self.workspace.save.set(SaveState::Saving);
            spawn_local(self.write());
        }
    }

    pub(in crate::app) fn begin_writing(self) -> bool {
        let begins =
            self.workspace.session.try_update_value(|session| session.store.is_some() && session.queue.begin());
        begins == Some(true)
    }

    /// Writes until nothing waits, and says so.
    pub(super) async fn write(self) {
        let Some(store) = self.workspace.session.with_value(|session| session.store.clone()) else { return };
        let outcome = write_all(&Page::new(self), &store).await;
        if outcome == Ok(Ended::Left) {
            return;
        }
        self.workspace.session.update_value(|session| session.queue.end());
        if let Err(error) = outcome {
            return self.fail(error);
        }
        let now = clock::now();
        let missed = self.workspace.session.try_update_value(|session| session.durability.saved(now));
        self.workspace.save.set(SaveState::Saved(now));
        self.stand_sentinel();
        if let Some(since) = missed.flatten() {
            self.tell_caught_up(since);
        }
        self.follow_missed();
    }

    /// Waits for what is being written, and asks where something of the open ledger is only on screen;
    /// tells whether it may be left.
    pub(in crate::app) async fn may_leave(self) -> bool {
        self.workspace.asked_from.set_value(Some(self.shell.route.get_untracked()));
        self.leave_preview();
        loop {
            let store = self
                .workspace
                .session
                .with_value(|session| session.store.clone().filter(|_| session.queue.is_writing()));
            let Some(store) = store else { break };
            if store.settled().await.is_err() {
                break;
            }
        }
        let question = match self.shell.lang.get_untracked() {
            Lang::Zh => "当前台账有内容没有存到本机。离开后这些内容会丢失，建议先导出。仍要离开吗？",
            Lang::En => "Part of this ledger is not kept on this machine and will be lost. Leave all the same?",
        };
        !(self.has_unsaved() || untrack(|| self.unconfirmed.is_any())) || page::confirm(question)
    }

    /// Puts what another window wrote under what is here, and says what of it did not fit.
    fn rebase(self, stored: Stored) {
        let actor = random::actor();
        let outcome = self.document.rebase(|document| {
            self.workspace.session.try_update_value(|session| session.queue.rebase(document, stored, actor))
        });
        if matches!(outcome, Some(Rebased::Applied { .. })) {
            self.workspace.session.update_value(|session| session.actor = Some(actor));
        }
        let lang = self.shell.lang.get_untracked();
        match (outcome, lang) {
            (None | Some(Rebased::Applied { refused: 0 } | Rebased::Joined { conflicts: 0 }), _) => {}
            (Some(Rebased::Applied { refused }), Lang::Zh) => {
                self.notify_error(format!("另一个窗口先修改了这些记录，你的 {refused} 处修改未能写入，请核对后重填。"))
            }
            (Some(Rebased::Applied { refused }), Lang::En) => self.notify_error(format!(
                "Another window changed these records first; {refused} of your edits were not taken."
            )),
            (Some(Rebased::Joined { conflicts }), Lang::Zh) => {
                self.notify(format!("另一个窗口同时改了这里：{conflicts} 栏的两个值都已保留，请在「检查」中选定。"))
            }
            (Some(Rebased::Joined { conflicts }), Lang::En) => self.notify(format!(
                "Another window wrote here as well: both values of {conflicts} fields are kept; choose in Checks."
            )),
        }
    }

    /// Follows what another window wrote while something was being typed here.
    pub fn follow_missed(self) {
        if self.workspace.session.try_update_value(|session| session.queue.take_missed()) == Some(true) {
            self.follow();
        }
    }

    /// Takes note of another window that has the same ledger open.
    pub(super) fn heard_of(self, heard: Heard) {
        match heard {
            Heard::Wrote => self.follow(),
            Heard::Here => self.workspace.elsewhere.set(true),
            Heard::Left => self.workspace.elsewhere.set(false),
        }
    }

    /// Follows what another window wrote, now or once nothing stands in its way.
    pub(super) fn follow(self) {
        // What is being typed was begun on what stands here: taken over it, it would look like an answer to it.
        let waits = self.workspace.preview.with_untracked(Option::is_some)
            || self.unconfirmed.typing.get_untracked()
            || !self.workspace.session.with_value(|session| session.queue.is_idle());
        if waits {
            return self.workspace.session.update_value(|session| session.queue.miss());
        }
        let Some(store) = self.workspace.session.with_value(|session| session.store.clone()) else { return };
        spawn_local(async move {
            match follow(&Page::new(self), &store, true).await {
                Ok(()) => {
                    let waits = |queue: &mut SaveQueue, document: &Document| queue.wanted(&document.ledger).is_some();
                    if Page::new(self).with(waits) == Some(true) {
                        self.save_soon();
                    }
                }
                Err(StorageError::Gone) => {
                    self.emptied();
                    self.save_soon();
                }
                Err(error) => self.fail(error),
            }
        });
    }
}
