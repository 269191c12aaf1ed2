//! Ledgers that were here and are not any more, that cannot be read, or that are poorer than they were: what
//! is said of them, and what can be brought back from where.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    Workspace, durability,
    snapshots::{records, time},
};
use crate::{
    app::App,
    browser::files,
    storage::{self, Flaws, Kept, StorageError, Store, preferences},
};
use ledger::domain::Lang;

/// A ledger that was here and is not any more, or cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingLedger {
    /// The key of its workspace.
    pub key: String,
    /// What it was called.
    pub name: String,
    /// What is known of it, in a sentence.
    pub said: (String, String),
    /// The last snapshot of it that is still there.
    pub snapshot: Option<Kept>,
    /// Whether it is there and cannot be read, so that its raw content can be taken.
    pub is_unreadable: bool,
}

/// What preferences remember of a workspace, to be held against the database.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sentinel {
    name: String,
    records: usize,
    at: String,
}

const SENTINELS: &str = "sentinels";

fn sentinels() -> BTreeMap<String, Sentinel> {
    preferences::get(SENTINELS).unwrap_or_default()
}

impl App {
    /// Notes in the preferences that a workspace holds something.
    pub(super) fn stand_sentinel(self) {
        let own = self.document.peek(|document| {
            if document.workspace.is_built_in() || document.workspace.key.is_empty() {
                return None;
            }
            let sentinel = Sentinel { name: document.title(), records: records(&document.ledger), at: time() };
            Some((document.workspace.key.clone(), sentinel))
        });
        if let Some((key, sentinel)) = own {
            let mut all = sentinels();
            all.insert(key, sentinel);
            preferences::set(SENTINELS, &all);
        }
    }

    /// Forgets a workspace that is gone for good reasons.
    pub fn forget_missing(self, key: &str) {
        let mut all = sentinels();
        all.remove(key);
        preferences::set(SENTINELS, &all);
        durability::forget_acknowledged(key);
        self.workspace.missing.update(|lost| lost.retain(|own| own.key != key));
    }

    /// The workspaces that the preferences remember, for where the list itself cannot be read.
    pub(super) fn remembered(self) -> Vec<Workspace> {
        sentinels().into_iter().map(|(key, was)| Workspace { key, name: was.name, made: was.at }).collect()
    }

    /// Holds what the preferences remember against what the browser keeps: what is there and not listed is
    /// listed again, what cannot be read is named, and what is gone is told.
    pub(super) async fn look_for_missing(self) {
        let here = self.workspace.list.with_untracked(|list| {
            let keys = |list: &Vec<Workspace>| list.iter().map(|own| own.key.clone()).collect::<Vec<_>>();
            list.as_ref().ok().map(keys)
        });
        let Some(here) = here else { return };
        let mut found = Vec::new();
        for own in self.remembered().into_iter().filter(|own| !here.contains(&own.key)) {
            let stands = match Store::open(&own.key).await {
                Ok(store) => store.is_unchanged(1).await.map(|_| ()),
                Err(error) => Err(error),
            };
            match stands {
                Ok(()) => {
                    let description = serde_json::to_string(&own).unwrap_or_default();
                    if storage::register(&own.key, Some(&description)).await.is_ok() {
                        found.push(own.name);
                    }
                }
                Err(StorageError::Gone) => {
                    // The look itself made an empty one.
                    let _ = Store::remove(&own.key, || ()).await;
                    self.note_missing(&own.key).await;
                }
                Err(error) => self.unreadable(&own, |lang| error.loading(lang)).await,
            }
        }
        if !found.is_empty() {
            self.refresh_workspaces().await;
            let names = found.join("、");
            self.notify(match self.shell.lang.get_untracked() {
                Lang::Zh => format!("台账清单曾经丢失，已重新找到：{names}。内容没有改动。"),
                Lang::En => format!("The list of ledgers was lost; found again: {names}. Nothing was changed."),
            });
        }
    }

    /// Says of one ledger that it cannot be read, and why; it is left as it is, and so are the others.
    pub(super) async fn unreadable(self, kept: &Workspace, why: impl Fn(Lang) -> String) {
        let zh = format!("「{}」无法读取：{}原始内容没有改动，其他台账不受影响。", kept.name, why(Lang::Zh));
        let en =
            format!("“{}” cannot be read: {} It was left untouched, and so are the others.", kept.name, why(Lang::En));
        self.notify_error(match self.shell.lang.get_untracked() {
            Lang::Zh => format!("{zh}可从快照恢复，或下载原始数据交维护人员。"),
            Lang::En => format!("{en} Restore a snapshot, or take the raw content for whoever repairs it."),
        });
        self.add_missing(&kept.key, kept.name.clone(), (zh, en), true).await;
    }

    /// Hands the raw content of a ledger over that cannot be read.
    pub async fn take_raw(self, lost: MissingLedger) {
        let lang = self.shell.lang.get_untracked();
        match Store::raw(&lost.key).await {
            Ok(raw) => {
                let name =
                    format!("{}-原始数据.txt", lost.name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|'], "_"));
                if let Err(error) = files::download(&name, "text/plain", raw.as_bytes()) {
                    self.notify_error(error.sentence(lang));
                }
            }
            Err(error) => self.notify_error(match lang {
                Lang::Zh => format!("「{}」的原始数据也取不出：{}原始内容没有改动。", lost.name, error.loading(lang)),
                Lang::En => format!("The raw content of “{}” cannot be had either: {}", lost.name, error.loading(lang)),
            }),
        }
    }

    /// Says that a workspace was here and is empty now.
    pub(super) async fn note_missing(self, key: &str) {
        let Some(was) = sentinels().remove(key) else { return };
        let zh = format!(
            "「{}」原有 {} 条记录（{}），现在本浏览器中已经没有内容。可能是清理了浏览数据、换了浏览器或用户；在 Firefox 中也可能是本文件移动或改了名。",
            was.name, was.records, was.at
        );
        let en = format!(
            "“{}” held {} records on {}, and is empty now. Browsing data may have been cleared, the browser changed, or, in Firefox, this file moved.",
            was.name, was.records, was.at
        );
        self.add_missing(key, was.name, (zh, en), false).await;
    }

    /// Says of the ledger that was opened just now whether it is older than what was acknowledged, or not
    /// what was written last, and where the rest can be had.
    pub(super) async fn tell_what_is_missing(self, key: &str, revision: u64, steps: usize, flaws: Option<Flaws>) {
        let remembered = durability::acknowledged(key).filter(|was| was.revision > revision);
        let lang = self.shell.lang.get_untracked();
        let mut said = Vec::new();
        if let Some(was) = remembered {
            let missing = was.steps.saturating_sub(steps);
            said.push(match lang {
                Lang::Zh => format!(
                    "打开的是较早的状态：本机确认保存过 {} 步历史，现在只有 {steps} 步，缺最近 {missing} 步",
                    was.steps
                ),
                Lang::En => format!(
                    "this is an older state: {} steps had been kept, {steps} are here, the last {missing} are missing",
                    was.steps
                ),
            });
        }
        if let Some(flaws) = &flaws {
            said.push(flaws.words(lang));
            // Keys of what is there may be anything: the next batch writes all of it anew, after a copy was kept.
            self.workspace.session.update_value(|session| {
                if session.key == key {
                    session.queue.rewrite();
                }
            });
        }
        if said.is_empty() {
            return;
        }
        let best = storage::snapshots(key)
            .await
            .unwrap_or_default()
            .into_iter()
            .filter(|kept| kept.steps > steps)
            .max_by_key(|kept| kept.steps);
        if self.open_key().as_deref() != Some(key) {
            return;
        }
        let whence = match (best, lang) {
            (Some(kept), Lang::Zh) => format!(
                "快照「{}」有 {} 步，可在「数据」中从它恢复；此后导出过的文件也可以打开来合并。",
                kept.title(lang),
                kept.steps
            ),
            (Some(kept), Lang::En) => format!(
                "The snapshot “{}” has {} steps and can be restored under Data; files exported since can be merged.",
                kept.title(lang),
                kept.steps
            ),
            (None, Lang::Zh) => "本机没有步数更多的快照；如有导出过的文件，请打开它，合并后即可补回。".to_owned(),
            (None, Lang::En) => "No snapshot has more; a file that was exported can be opened and merged.".to_owned(),
        };
        self.notify_error(match lang {
            Lang::Zh => {
                format!("本机保存的内容不完整：{}。可能是磁盘或浏览器数据损坏、被还原过。{whence}", said.join("；"))
            }
            Lang::En => format!(
                "What was kept here is not whole: {}. Disk or browser data were damaged or put back. {whence}",
                said.join("; ")
            ),
        });
    }

    /// Adds a ledger to those that can be restored from a snapshot or a backup file.
    async fn add_missing(self, key: &str, name: String, said: (String, String), is_unreadable: bool) {
        let snapshot = storage::snapshots(key).await.ok().and_then(|mut all| all.pop());
        self.workspace.missing.update(|lost| {
            lost.retain(|own| own.key != key);
            lost.push(MissingLedger { key: key.to_owned(), name, said, snapshot, is_unreadable });
        });
    }

    /// Puts the last snapshot of a lost ledger into a workspace of its own; what is left of the old one
    /// stays as it is.
    pub async fn restore_missing(self, lost: MissingLedger) {
        let Some(kept) = &lost.snapshot else { return };
        let size = kept.size;
        match self.load_snapshot(&kept.key).await {
            Ok(ledger) => {
                self.keep_new(ledger, lost.name.clone(), None, size).await;
                self.until_written().await;
                // Where the disk is full it is on screen alone, and stays to be restored.
                if self.is_kept() && !self.has_unsaved() {
                    self.forget_missing(&lost.key);
                }
            }
            Err(error) => self.notify_error(error.sentence(self.shell.lang.get_untracked())),
        }
    }
}
