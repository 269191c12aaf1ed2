//! Opening and leaving ledgers: what the browser keeps, what the product brings along, what begins anew.

use std::{cell::Cell, rc::Rc};

use leptos::prelude::*;

use super::{Durability, PUBLIC, SAMPLE, SaveQueue, SaveState, Session, Workspace, stored};
use crate::{
    app::{
        App, Document, Route, Screen,
        document::{Act, Transaction},
        transfer::export::ExportChoice,
    },
    browser::{clock, page, random},
    storage::{self, Flaws, Snapshot, StorageError, Store, Tabs, preferences},
};
use interchange::json::Exported;
use ledger::domain::{
    Change, Kind, Lang, Ledger, RecordRef, Value, builtins, choice::Label, records::Profile, to_the_minute,
};

/// How the start of a ledger is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// The invented sample.
    Sample,
    /// The public material.
    Public,
}

impl App {
    /// Begins: finds the workspaces and opens the one that was open last.
    pub async fn begin(self) {
        self.open_last().await;
        self.workspace.has_begun.set_value(true);
    }

    async fn open_last(self) {
        self.refresh_workspaces().await;
        self.look_for_missing().await;
        if self.open_page_ledger().await {
            return;
        }
        let last: Option<String> = preferences::get("workspace");
        let Some(key) = last else { return };
        if let Some(known) = self.known(&key) {
            self.open_kept(known).await;
        }
    }

    pub(in crate::app) fn known(self, key: &str) -> Option<Workspace> {
        let built_in = |name: &str| Workspace { key: key.to_owned(), name: name.to_owned(), made: String::new() };
        match key {
            SAMPLE => Some(built_in("示例")),
            PUBLIC => Some(built_in("公开资料")),
            _ => self.workspace.list.with_untracked(|list| list.as_ref().ok()?.iter().find(|w| w.key == key).cloned()),
        }
    }

    /// Lists the named workspaces anew.
    pub async fn refresh_workspaces(self) {
        let list = match storage::workspaces().await {
            Ok(list) => Ok(list
                .into_iter()
                .map(|(key, text)| Workspace { key, ..serde_json::from_str(&text).unwrap_or_else(|_| nameless()) })
                .collect()),
            Err(error @ StorageError::Denied(_)) => Err(error.sentence(self.shell.lang.get_untracked())),
            Err(error) => {
                // The list is damaged, not what it names.
                let why = error.loading(self.shell.lang.get_untracked());
                self.notify_error(match self.shell.lang.get_untracked() {
                    Lang::Zh => format!("台账清单读不出：{why}下面列的是本页记得的台账，内容没有改动。"),
                    Lang::En => {
                        format!("The list of ledgers cannot be read: {why} Those that this page remembers are listed.")
                    }
                });
                Ok(self.remembered())
            }
        };
        self.workspace.list.set(list);
    }

    /// Opens a workspace that should be there, and tells what was found where it is not.
    pub async fn open_kept(self, kept: Workspace) {
        if !self.may_leave().await {
            return;
        }
        let asked = self.ask(Some(&kept.name));
        let store = self.open_store(&kept.key).await;
        let loaded = match &store {
            Ok(store) => Some(store.load().await),
            Err(_) => None,
        };
        // Where another ledger was asked for meanwhile, that one it is.
        if self.workspace.generation.now() == asked {
            self.workspace.opening.set(None);
            match (store, loaded) {
                (Ok(store), Some(loaded)) => self.loaded(kept, store, loaded).await,
                (Err(error @ StorageError::Denied(_)), _) => self.no_storage(&error),
                (Err(error), _) => self.unreadable(&kept, |lang| error.loading(lang)).await,
                (Ok(_), None) => {}
            }
        }
    }

    async fn open_store(self, key: &str) -> Result<Store, StorageError> {
        let own = key.to_owned();
        Store::open_watched(key, move |loss| self.link_lost(&own, loss)).await
    }

    /// Notes that a ledger is asked for, and which; whatever was asked for before is not shown any more.
    fn ask(self, name: Option<&str>) -> u32 {
        self.workspace.opening.set(name.map(str::to_owned));
        self.workspace.generation.next()
    }

    /// Shows what was found in a workspace.
    async fn loaded(
        self,
        kept: Workspace,
        store: Store,
        found: Result<Option<(Snapshot, Option<Flaws>)>, StorageError>,
    ) {
        match found {
            Ok(Some((snapshot, flaws))) => match stored::decode(&snapshot) {
                Ok((ledger, exported)) => {
                    let steps = ledger.history().len();
                    let mut document = Document::new(ledger, kept);
                    document.exported = exported;
                    let key = document.workspace.key.clone();
                    self.show(document, Some(store), snapshot.revision, steps);
                    self.daily_snapshot();
                    self.tell_what_is_missing(&key, snapshot.revision, steps, flaws).await;
                }
                Err(error) => self.unreadable(&kept, |lang| error.kept_cause(lang)).await,
            },
            Ok(None) => match kept.key.as_str() {
                SAMPLE => self.start_built_in(BuiltIn::Sample, store).await,
                PUBLIC => self.start_built_in(BuiltIn::Public, store).await,
                _ => {
                    self.notify_error(match self.shell.lang.get_untracked() {
                        Lang::Zh => format!(
                            "「{}」在本浏览器中已没有内容（可能被清理过浏览数据）。请从快照或备份文件恢复。",
                            kept.name
                        ),
                        Lang::En => {
                            format!("“{}” is empty in this browser. Restore a snapshot or a backup.", kept.name)
                        }
                    });
                    self.note_missing(&kept.key).await;
                }
            },
            Err(error) => self.unreadable(&kept, |lang| error.loading(lang)).await,
        }
    }

    fn no_storage(self, error: &StorageError) {
        self.workspace.save.set(SaveState::NoStorage);
        self.notify_error_offering(error.sentence(self.shell.lang.get_untracked()));
    }

    /// Opens a ledger that the product brings along, in the state it was left in.
    pub async fn open_built_in(self, which: BuiltIn) {
        let key = match which {
            BuiltIn::Sample => SAMPLE,
            BuiltIn::Public => PUBLIC,
        };
        if let Some(known) = self.known(key) {
            self.open_kept(known).await;
        }
        if !self.document.is_open_untracked() && self.workspace.opening.with_untracked(Option::is_none) {
            // Without storage the ledger is shown all the same, and says that it is not kept.
            self.show_built_in(which);
        }
    }

    fn built_in(self, which: BuiltIn) -> Option<Document> {
        let (ledger, key) = match which {
            BuiltIn::Sample => (seed::sample(), SAMPLE),
            BuiltIn::Public => (seed::public(), PUBLIC),
        };
        Some(Document::new(ledger.ok()?, self.known(key)?))
    }

    fn show_built_in(self, which: BuiltIn) {
        if let Some(document) = self.built_in(which) {
            self.show(document, None, 0, 0);
            self.workspace.save.set(SaveState::NoStorage);
        }
    }

    async fn start_built_in(self, which: BuiltIn, store: Store) {
        if let Some(document) = self.built_in(which) {
            self.show(document, Some(store), 0, 0);
            self.workspace.session.update_value(|session| session.queue.rewrite());
            self.save_soon();
        }
    }

    /// Puts a built-in ledger back to what it was at first.
    pub async fn reset_built_in(self, which: BuiltIn) {
        if !self.may_leave().await {
            return;
        }
        let revision = self.workspace.session.with_value(|session| session.queue.revision());
        let store = self.workspace.session.with_value(|session| session.store.clone());
        if let Some(document) = self.built_in(which) {
            self.show(document, store, revision, 0);
            self.workspace.session.update_value(|session| session.queue.rewrite());
            self.save_soon();
        }
    }

    /// Begins a new ledger in a workspace of its own.
    pub async fn create(self, title: String, unit: String) {
        let Ok(ledger) = seed::blank(random::id(), &title, &unit) else { return };
        if !self.may_leave().await {
            return;
        }
        self.keep_new(ledger, title, None, 0).await;
    }
    /// Keeps a ledger in a new workspace and shows it; `size` is about how many bytes it will take.
    pub(in crate::app) async fn keep_new(self, ledger: Ledger, title: String, exported: Option<Exported>, size: u64) {
        self.keep_as(random::id().to_string(), ledger, title, exported, size).await;
    }

    /// Keeps a ledger in the workspace of a key that was never used.
    pub(in crate::app) async fn keep_as(
        self,
        key: String,
        ledger: Ledger,
        title: String,
        exported: Option<Exported>,
        size: u64,
    ) {
        let now = clock::now();
        let kept = Workspace { key, name: title, made: to_the_minute(now) };
        let mut document = Document::new(ledger, kept.clone());
        document.exported = exported;
        let store = match self.new_store(&kept, size).await {
            Ok(store) => Some(store),
            Err(error) => {
                self.no_storage(&error);
                None
            }
        };
        self.show(document, store, 0, 0);
        self.workspace.session.update_value(|session| {
            session.queue.rewrite();
            session.unlisted = true;
        });
        self.save_soon();
    }

    async fn new_store(self, kept: &Workspace, size: u64) -> Result<Store, StorageError> {
        // Engines keep text in two bytes a character, and a transaction beside what it replaces.
        if storage::room().await.is_some_and(|room| room < 4 * size) {
            return Err(StorageError::Quota);
        }
        self.open_store(&kept.key).await
    }

    /// Puts a ledger on screen. It is edited as another page session than the one before: two ledgers must
    /// never share the numbers of their changes.
    pub(in crate::app) fn show(self, document: Document, store: Option<Store>, revision: u64, saved_steps: usize) {
        self.put_away();
        let opened = self.ask(None);
        let key = document.workspace.key.clone();
        self.workspace.elsewhere.set(false);
        let tabs = store.is_some().then(|| Tabs::join(&key, move |heard| self.heard_of(heard)));
        self.workspace.session.update_value(|session| {
            let actor = Some(random::actor());
            let durability = Durability::opened((revision > 0).then(clock::now));
            let key = key.clone();
            *session = Session {
                actor,
                key,
                store,
                queue: SaveQueue::opened(revision, saved_steps),
                durability,
                opened,
                unlisted: false,
                tabs,
            };
        });
        // A page that carries a ledger always begins with it; where the user was elsewhere stays as it is.
        if !key.is_empty() && page::carried().is_none() {
            preferences::set("workspace", &key);
        }
        self.document.put(Some(document));
        self.workspace.save.set(SaveState::Nothing);
        // What the page begins with is shown where its address says; and a screen that was chosen while the
        // ledger was still opening is the one to be shown.
        let from = self.workspace.asked_from.try_update_value(Option::take).flatten();
        let has_chosen = from.is_some_and(|from| from != self.shell.route.get_untracked());
        if self.workspace.has_begun.get_value() && !has_chosen {
            self.go(Route::to(Screen::Overview).with("on", ""));
        }
    }

    /// Puts away what belongs to the ledger that is left: trials, and what was to go out.
    fn put_away(self) {
        self.unconfirmed.discard();
        self.leave_merge();
        self.clear_import();
        self.transfer.export.set(ExportChoice::default());
        self.transfer.delivered.set(None);
    }

    /// Goes back to the start screen.
    pub async fn close(self) {
        if !self.may_leave().await {
            return;
        }
        self.put_away();
        self.ask(None);
        self.workspace
            .session
            .update_value(|session| *session = Session { actor: Some(random::actor()), ..Session::default() });
        preferences::set("workspace", &"");
        self.document.put(None);
        self.shell.notice.set(None);
        self.workspace.save.set(SaveState::Nothing);
        self.go(Route::to(Screen::Overview).with("on", ""));
    }

    /// Renames the open ledger and the workspace that it is kept in.
    pub async fn rename(self, name: String) {
        let record = RecordRef::new(Kind::Profile, builtins::PROFILE.raw());
        let change = Change::Set { record, field: Profile::title, value: Value::Text(name.clone()) };
        let Some(kept) = self.document.peek(|document| Some(document.workspace.clone())) else {
            return;
        };
        if !self.apply(change, Label::Edit) {
            return;
        }
        let renamed = Workspace { name, ..kept };
        let description = serde_json::to_string(&renamed).unwrap_or_default();
        match storage::register(&renamed.key, Some(&description)).await {
            Ok(()) => {
                self.commit(Transaction::new(Act::Rename(renamed)));
                self.refresh_workspaces().await;
            }
            Err(error) => self.notify_error(error.sentence(self.shell.lang.get_untracked())),
        }
    }

    /// Removes a workspace for good, unless another window has it open.
    pub async fn remove(self, kept: Workspace) {
        let open = self.document.peek_or_default(|document| document.workspace.key == kept.key);
        if open {
            self.close().await;
        }
        if self.open_key().as_deref() == Some(&kept.key) {
            return;
        }
        if is_open_elsewhere(&kept.key).await {
            return self.notify_error(match self.shell.lang.get_untracked() {
                Lang::Zh => format!(
                    "「{}」正在另一个窗口中打开，没有删除。请先在那个窗口返回开始页或关闭它，再来删除。",
                    kept.name
                ),
                Lang::En => {
                    format!("“{}” is open in another window and was not deleted. Close it there first.", kept.name)
                }
            });
        }
        let lang = self.shell.lang.get_untracked();
        let waits = match lang {
            Lang::Zh => format!("另一个窗口还占用着「{}」，关闭那个窗口后删除才会完成。", kept.name),
            Lang::En => format!("Another window still holds “{}”; it is deleted once that is closed.", kept.name),
        };
        let mut removed = Store::remove(&kept.key, move || self.notify_error(waits.clone())).await;
        if removed.is_ok() {
            removed = storage::drop_snapshots(&kept.key).await;
        }
        if removed.is_ok() {
            removed = storage::register(&kept.key, None).await;
        }
        match removed {
            Ok(()) => self.forget_missing(&kept.key),
            Err(error) => self.notify_error(match lang {
                Lang::Zh => format!("「{}」没有删除成：{}", kept.name, error.sentence(lang)),
                Lang::En => format!("“{}” was not deleted: {}", kept.name, error.sentence(lang)),
            }),
        }
        self.refresh_workspaces().await;
    }
}

/// What a workspace is called whose description is damaged.
fn nameless() -> Workspace {
    Workspace { key: String::new(), name: "（名称已损坏的台账）".to_owned(), made: String::new() }
}

/// Whether another window has a workspace open: it is given half a second to answer.
async fn is_open_elsewhere(key: &str) -> bool {
    let answered = Rc::new(Cell::new(false));
    let told = answered.clone();
    let _asking = Tabs::ask(key, move || told.set(true));
    for _ in 0..10 {
        page::pause(50).await;
        if answered.get() {
            return true;
        }
    }
    false
}
