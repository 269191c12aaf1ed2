//! How saving stands: whether it fails, since when and why, what is done about it, and what the disk was
//! known to hold last.

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::SaveState;
use crate::{
    app::App,
    browser::page,
    storage::{self, Loss, StorageError, preferences},
};
use ledger::domain::{Lang, Moment};

/// That saving failed, why, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why.
    pub error: StorageError,
    /// When the disk last had everything; `None` where it never had.
    pub since: Option<Moment>,
}

impl Failure {
    /// Says what happened, since when nothing was kept, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let since = match (self.since, lang) {
            (Some(at), Lang::Zh) => format!("{:02}:{:02} 以后的修改没有存上。", at.hour(), at.minute()),
            (Some(at), Lang::En) => format!(" Nothing since {:02}:{:02} is kept.", at.hour(), at.minute()),
            (None, _) => String::new(),
        };
        self.error.sentence(lang) + &since
    }
}

/// How saving of the open ledger stands; knows no clock and no disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Durability {
    saved_at: Option<Moment>,
    tries: u32,
    told: Option<StorageError>,
}

/// What is to be done about a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// What the sign shows.
    pub failure: Failure,
    /// Whether it is to be told, too.
    pub is_news: bool,
    /// After how many milliseconds it is tried again; `None` where that needs somebody's decision.
    pub again_ms: Option<i32>,
}

impl Durability {
    /// How it stands with a ledger that the disk has as it was opened, at a moment if it has it at all.
    pub fn opened(saved_at: Option<Moment>) -> Self {
        Self { saved_at, ..Self::default() }
    }

    /// Takes note of a failure; `asked` where it answers an edit, not a try of our own.
    pub fn failed(&mut self, error: StorageError, asked: bool) -> Failed {
        let again_ms = error.may_pass().then_some(match self.tries {
            0 => 3_000,
            1 => 10_000,
            2 => 20_000,
            _ => 60_000,
        });
        let is_news = asked || self.told.as_ref() != Some(&error);
        self.tries += 1;
        self.told = Some(error.clone());
        Failed { failure: Failure { error, since: self.saved_at }, is_news, again_ms }
    }

    /// Takes note that what had been kept was cleared.
    pub fn emptied(&mut self) {
        self.tries += 1;
    }

    /// Takes note that the disk has everything; where it had failed before, gives the moment since which it
    /// had not had everything, if it ever had.
    pub fn saved(&mut self, at: Moment) -> Option<Option<Moment>> {
        let missed = (self.tries > 0).then_some(self.saved_at);
        *self = Self::opened(Some(at));
        missed
    }
}

/// What the disk was last known to hold, remembered beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Acknowledged {
    pub(super) revision: u64,
    pub(super) steps: usize,
}

/// Remembers what the disk holds of a workspace.
pub(super) fn acknowledge(key: &str, what: Acknowledged) {
    preferences::set(&format!("acknowledged/{key}"), &what);
}

/// What was acknowledged last of a workspace, as the preferences remember it.
pub(super) fn acknowledged(key: &str) -> Option<Acknowledged> {
    preferences::get(&format!("acknowledged/{key}"))
}

/// Forgets what was acknowledged of a workspace that is gone for good reasons.
pub(super) fn forget_acknowledged(key: &str) {
    preferences::forget(&format!("acknowledged/{key}"));
}

impl App {
    /// Names the ledger in the list of this browser's, once the disk has it.
    pub(super) async fn list(self) -> Result<(), StorageError> {
        if !self.workspace.session.with_value(|session| session.unlisted) {
            return Ok(());
        }
        let kept = self.document.peek(|document| Some(document.workspace.clone()));
        let Some(kept) = kept.filter(|kept| !kept.is_built_in()) else { return Ok(()) };
        storage::register(&kept.key, Some(&serde_json::to_string(&kept).unwrap_or_default())).await?;
        self.workspace.session.update_value(|session| session.unlisted = false);
        self.refresh_workspaces().await;
        Ok(())
    }

    /// What was kept is gone: all of it waits again, and so does its name in the list.
    pub(super) fn emptied(self) {
        self.workspace.session.update_value(|session| {
            session.queue.emptied();
            session.unlisted = true;
            session.durability.emptied();
        });
    }

    /// Says that what could not be kept is kept now.
    pub(super) fn tell_caught_up(self, since: Option<Moment>) {
        let time = |at: Moment| format!("{:02}:{:02}", at.hour(), at.minute());
        self.notify(match (self.shell.lang.get_untracked(), since.map(time)) {
            (Lang::Zh, Some(since)) => {
                format!(
                    "本机存储刚才中断或被清除，{since} 以后的修改当时没有存上；现在全部内容已重新存入本机，没有丢失。"
                )
            }
            (Lang::Zh, None) => "刚才没有存上的内容，现在已全部存入本机，没有丢失。".to_owned(),
            (Lang::En, Some(since)) => {
                format!("Storage had failed or been cleared, and nothing since {since} was kept; all of it is now.")
            }
            (Lang::En, None) => "What could not be kept before is kept now.".to_owned(),
        });
    }

    /// Says why saving failed, and tries again later what may pass.
    pub(super) fn fail(self, error: StorageError) {
        // A try that nobody asked for says nothing new.
        let asked = self.workspace.save.with_untracked(|save| !matches!(save, SaveState::Failed(_)));
        let failed = self.workspace.session.try_update_value(|session| session.durability.failed(error, asked));
        let Some(Failed { failure, is_news, again_ms }) = failed else { return };
        if is_news {
            self.notify_error_offering(failure.sentence(self.shell.lang.get_untracked()));
        }
        self.workspace.save.set(SaveState::Failed(failure));
        if let Some(pause) = again_ms {
            let opened = self.workspace.session.with_value(|session| session.opened);
            spawn_local(async move {
                page::pause(pause).await;
                let still = self.workspace.session.with_value(|session| session.opened) == opened
                    && self.workspace.save.with_untracked(|save| matches!(save, SaveState::Failed(_)));
                if still && self.begin_writing() {
                    self.write().await;
                }
            });
        }
    }

    /// The browser ended the connection to a workspace: nothing is called saved until it was looked at.
    pub(super) fn link_lost(self, key: &str, loss: Loss) {
        if self.open_key().as_deref() != Some(key) {
            return;
        }
        if self.workspace.aside.with_value(Option::is_some) {
            // Going back asks again.
            return self.notify_error_offering(StorageError::from(loss).sentence(self.shell.lang.get_untracked()));
        }
        match loss {
            Loss::Removed => self.fail(StorageError::Removed),
            // A transaction under way finds out by itself.
            Loss::Closed if self.workspace.session.with_value(|session| session.queue.is_writing()) => {}
            Loss::Closed => self.follow(),
        }
    }
}
