//! Opening, saving and exporting: the way between the open ledger and what the browser keeps.

use leptos::{prelude::*, task::spawn_local};

use super::{App, Book, Mode, Route, Screen, Session, Workspace, workspace};
use crate::{
    browser::{clock, files, random},
    domain::{Change, Kind, Lang, Ledger, Loader, Moment, Origin, RecordRef},
    interchange::json::{self, ExportInfo, Exported, Opened},
    seed,
    storage::{self, Batch, Snapshot, StorageError, Store, Tabs, preferences},
};

/// How many records a page holds.
pub const PAGE: usize = 256;

/// Whether what is on screen is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// No ledger is open, or none was changed since it was opened.
    Nothing,
    /// A transaction is under way.
    Saving,
    /// The disk has everything since this moment.
    Saved(Moment),
    /// The last transaction failed: what is on screen is only there.
    Failed(StorageError),
    /// The browser gives no storage: what is on screen is only there.
    NoStorage,
}

/// How the start of a ledger is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltIn {
    /// The invented sample.
    Sample,
    /// The public material.
    Public,
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
        let begins = self.session.try_update_value(|session| {
            let begins = !session.writing && session.store.is_some();
            session.writing |= begins;
            begins
        });
        if begins == Some(true) {
            self.save.set(SaveState::Saving);
            spawn_local(self.write_all());
        } else if self.session.with_value(|session| session.store.is_none()) {
            self.save.set(SaveState::NoStorage);
        }
    }

    /// Writes until nothing waits; a conflict with another window is resolved by taking its state and
    /// applying our waiting changes on top.
    async fn write_all(self) {
        loop {
            let Some((store, revision, batch, in_flight)) = self.take_batch() else { break };
            match store.write(revision, &batch).await {
                Ok(revision) => {
                    self.session.update_value(|session| {
                        session.revision = revision;
                        session.saved_steps += batch.steps.len();
                        session.pending.drain(..in_flight.min(session.pending.len()));
                        if let Some(tabs) = &session.tabs {
                            tabs.tell(revision);
                        }
                    });
                }
                Err(StorageError::Conflict { .. }) => self.rebase().await,
                Err(error) => {
                    self.session.update_value(|session| {
                        session.writing = false;
                        // All that the failed batch held waits again.
                        session.replace |= batch.replace;
                        session.head_dirty = true;
                    });
                    self.dirty_again(&batch);
                    self.save.set(SaveState::Failed(error));
                    return;
                }
            }
        }
        self.session.update_value(|session| session.writing = false);
        self.save.set(SaveState::Saved(clock::now()));
    }

    fn dirty_again(self, batch: &Batch) {
        self.session.update_value(|session| {
            for (key, _) in &batch.pages {
                let parsed = key
                    .split_once('/')
                    .and_then(|(table, page)| Some((Kind::of_table_name(table)?, page.parse().ok()?)));
                session.dirty.extend(parsed);
            }
        });
    }

    /// Takes what waits: pages, steps and head of the present state.
    fn take_batch(self) -> Option<(Store, u64, Batch, usize)> {
        self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            self.session.try_update_value(|session| {
                let steps = book.ledger.history().len();
                let nothing =
                    session.dirty.is_empty() && !session.replace && !session.head_dirty && steps == session.saved_steps;
                if nothing {
                    return None;
                }
                let store = session.store.clone()?;
                let batch = batch(book, session);
                session.dirty.clear();
                session.head_dirty = false;
                session.replace = false;
                Some((store, session.revision, batch, session.pending.len()))
            })?
        })
    }

    /// Takes over what another window wrote, and applies what waits here on top of it.
    async fn rebase(self) {
        let Some(store) = self.session.with_value(|session| session.store.clone()) else { return };
        let Ok(Some(snapshot)) = store.load().await else { return };
        let Ok((ledger, head)) = decode(&snapshot) else { return };
        let pending: Vec<(Change, Origin)> = self.session.with_value(|session| session.pending.clone());
        let mut refused = 0;
        let mut touched = Vec::new();
        self.session.update_value(|session| {
            session.revision = snapshot.revision;
            session.saved_steps = snapshot.steps.len();
            session.dirty.clear();
        });
        self.book.update(|book| {
            let Some(book) = book else { return };
            let mut fresh = Book::new(ledger, book.workspace.clone());
            fresh.exported = head;
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
    }

    /// Follows what another window wrote.
    fn heard(self, revision: u64) {
        let stale = self
            .session
            .with_value(|session| session.revision < revision && !session.writing && session.pending.is_empty());
        if stale {
            spawn_local(async move { self.rebase().await });
        }
    }

    /// Begins: finds the workspaces and opens the one that was open last.
    pub async fn begin(self) {
        self.refresh_workspaces().await;
        let last: Option<String> = preferences::get("workspace");
        let Some(key) = last else { return };
        if let Some(known) = self.known(&key) {
            self.open_kept(known).await;
        }
    }

    fn known(self, key: &str) -> Option<Workspace> {
        let built_in = |name: &str| Workspace { key: key.to_owned(), name: name.to_owned(), made: String::new() };
        match key {
            workspace::SAMPLE => Some(built_in("示例")),
            workspace::PUBLIC => Some(built_in("公开资料")),
            _ => self.workspaces.with_untracked(|list| list.as_ref().ok()?.iter().find(|w| w.key == key).cloned()),
        }
    }

    /// Lists the named workspaces anew.
    pub async fn refresh_workspaces(self) {
        let list = storage::workspaces().await.map_err(|error| error.to_string()).map(|list| {
            list.into_iter()
                .filter_map(|(key, text)| Some(Workspace { key, ..serde_json::from_str(&text).ok()? }))
                .collect::<Vec<_>>()
        });
        self.workspaces.set(list);
    }

    /// Opens a workspace that should be there, and tells what was found where it is not.
    pub async fn open_kept(self, kept: Workspace) {
        let store = match Store::open(&kept.key).await {
            Ok(store) => store,
            Err(error) => return self.no_storage(&error),
        };
        match store.load().await {
            Ok(Some(snapshot)) => match decode(&snapshot) {
                Ok((ledger, exported)) => {
                    let mut book = Book::new(ledger, kept);
                    book.exported = exported;
                    self.show(book, Some(store), snapshot.revision, snapshot.steps.len());
                }
                Err(error) => self.unreadable(&kept, &error.sentence(self.lang.get_untracked()), Some(&snapshot)),
            },
            Ok(None) => match kept.key.as_str() {
                workspace::SAMPLE => self.start_built_in(BuiltIn::Sample, store).await,
                workspace::PUBLIC => self.start_built_in(BuiltIn::Public, store).await,
                _ => self.tell_error(match self.lang.get_untracked() {
                    Lang::Zh => format!(
                        "「{}」在本浏览器中已没有内容（可能被清理过浏览数据）。请从备份的 JSON 文件导入。",
                        kept.name
                    ),
                    Lang::En => format!("“{}” is empty in this browser. Import a backup file.", kept.name),
                }),
            },
            Err(error) => self.unreadable(&kept, &error.to_string(), None),
        }
    }

    fn no_storage(self, error: &StorageError) {
        self.workspaces.set(Err(error.to_string()));
        self.save.set(SaveState::NoStorage);
    }

    /// What cannot be read is kept as it is: nothing is written, and the raw content can be taken home.
    fn unreadable(self, kept: &Workspace, why: &str, snapshot: Option<&Snapshot>) {
        let taken = snapshot.is_some_and(|snapshot| {
            let raw: Vec<&str> = std::iter::once(snapshot.head.as_str())
                .chain(snapshot.pages.iter().map(|(_, text)| text.as_str()))
                .chain(snapshot.steps.iter().map(String::as_str))
                .collect();
            files::download(&format!("{}-原始数据.txt", kept.name), "text/plain", raw.join("\n").as_bytes()).is_ok()
        });
        self.tell_error(match (self.lang.get_untracked(), taken) {
            (Lang::Zh, true) => {
                format!("「{}」无法读取：{why}原始内容没有改动，并已下载一份，请交给维护人员。", kept.name)
            }
            (Lang::Zh, false) => format!("「{}」无法读取：{why}原始内容没有改动。", kept.name),
            (Lang::En, _) => format!("“{}” cannot be read: {why} It was left untouched.", kept.name),
        });
    }

    /// Opens a ledger that the product brings along, in the state it was left in.
    pub async fn open_built_in(self, which: BuiltIn) {
        let key = match which {
            BuiltIn::Sample => workspace::SAMPLE,
            BuiltIn::Public => workspace::PUBLIC,
        };
        if let Some(known) = self.known(key) {
            self.open_kept(known).await;
        }
        if self.book.with_untracked(Option::is_none) {
            // Without storage the ledger is shown all the same, and says that it is not kept.
            self.show_built_in(which);
        }
    }

    fn built_in(self, which: BuiltIn) -> Option<Book> {
        let (ledger, key) = match which {
            BuiltIn::Sample => (seed::sample(), workspace::SAMPLE),
            BuiltIn::Public => (seed::public(), workspace::PUBLIC),
        };
        Some(Book::new(ledger.ok()?, self.known(key)?))
    }

    fn show_built_in(self, which: BuiltIn) {
        if let Some(book) = self.built_in(which) {
            self.show(book, None, 0, 0);
            self.save.set(SaveState::NoStorage);
        }
    }

    async fn start_built_in(self, which: BuiltIn, store: Store) {
        if let Some(book) = self.built_in(which) {
            self.show(book, Some(store), 0, 0);
            self.session.update_value(|session| session.replace = true);
            self.save_soon();
        }
    }

    /// Puts a built-in ledger back to what it was at first.
    pub async fn reset_built_in(self, which: BuiltIn) {
        let revision = self.session.with_value(|session| session.revision);
        let store = self.session.with_value(|session| session.store.clone());
        if let Some(book) = self.built_in(which) {
            self.show(book, store, revision, 0);
            self.session.update_value(|session| session.replace = true);
            self.save_soon();
        }
    }

    /// Begins a new ledger in a workspace of its own.
    pub async fn create(self, title: String, unit: String) {
        let Ok(ledger) = seed::blank(random::id(), &title, &unit) else { return };
        self.keep_new(ledger, title, None).await;
    }

    /// Opens a file in a workspace of its own; an existing ledger is never overwritten.
    ///
    /// Gives the sentences that are to be said of the file.
    pub async fn import(self, bytes: Vec<u8>) {
        let lang = self.lang.get_untracked();
        let opened: Opened = match json::read(&bytes) {
            Ok(opened) => opened,
            Err(error) => return self.tell_error(error.sentence(lang)),
        };
        let read_only = opened.is_read_only();
        let notes: Vec<String> = opened.notes.iter().map(|note| note.sentence(lang)).collect();
        let exported = Exported { info: opened.info, steps: opened.ledger.history().len() };
        let workspace = Workspace { key: String::new(), name: String::new(), made: String::new() };
        let mut book = Book::new(opened.ledger, workspace);
        let title = book.title();
        let records: usize = Kind::ALL.iter().map(|kind| book.ledger.of(*kind).len()).sum();
        if read_only {
            book.mode = Mode::ReadOnly;
            book.workspace.name.clone_from(&title);
            self.show(book, None, 0, 0);
        } else {
            self.keep_new(book.ledger, title, Some(exported)).await;
        }
        let said = match lang {
            Lang::Zh => format!("已导入 {records} 条记录。{}", notes.concat()),
            Lang::En => format!("{records} records imported. {}", notes.join(" ")),
        };
        self.tell(said);
    }

    async fn keep_new(self, ledger: Ledger, title: String, exported: Option<Exported>) {
        let now = clock::now();
        let kept = Workspace {
            key: random::id().to_string(),
            name: title,
            made: format!("{} {:02}:{:02}", now.date(), now.hour(), now.minute()),
        };
        let mut book = Book::new(ledger, kept.clone());
        book.exported = exported;
        let store = match Store::open(&kept.key).await {
            Ok(store) => Some(store),
            Err(error) => {
                self.no_storage(&error);
                None
            }
        };
        if store.is_some() {
            let description = serde_json::to_string(&kept).unwrap_or_default();
            if let Err(error) = storage::register(&kept.key, Some(&description)).await {
                self.save.set(SaveState::Failed(error));
            }
            self.refresh_workspaces().await;
        }
        self.show(book, store, 0, 0);
        self.session.update_value(|session| session.replace = true);
        self.save_soon();
    }

    /// Puts a ledger on screen.
    fn show(self, book: Book, store: Option<Store>, revision: u64, saved_steps: usize) {
        let key = book.workspace.key.clone();
        let tabs = store.is_some().then(|| Tabs::join(&key, move |revision| self.heard(revision)));
        self.session.update_value(|session| {
            *session = Session { actor: session.actor, store, revision, saved_steps, tabs, ..Session::default() };
        });
        if !key.is_empty() {
            preferences::set("workspace", &key);
        }
        let starts = self.book.with_untracked(Option::is_none);
        self.book.set(Some(book));
        self.save.set(SaveState::Nothing);
        if !starts {
            self.go(Route::to(Screen::Overview).with("on", ""));
        }
    }

    /// Goes back to the start screen.
    pub fn close(self) {
        self.session.update_value(|session| *session = Session { actor: session.actor, ..Session::default() });
        preferences::set("workspace", &"");
        self.book.set(None);
        self.notice.set(None);
        self.save.set(SaveState::Nothing);
    }

    /// Renames the open workspace.
    pub async fn rename(self, name: String) {
        let Some(kept) = self.book.with_untracked(|book| book.as_ref().map(|book| book.workspace.clone())) else {
            return;
        };
        let renamed = Workspace { name, ..kept };
        let description = serde_json::to_string(&renamed).unwrap_or_default();
        match storage::register(&renamed.key, Some(&description)).await {
            Ok(()) => {
                self.book.update(|book| {
                    if let Some(book) = book {
                        book.workspace = renamed;
                    }
                });
                self.refresh_workspaces().await;
            }
            Err(error) => self.tell_error(error.to_string()),
        }
    }

    /// Removes a workspace for good.
    pub async fn remove(self, kept: Workspace) {
        let open = self.book.with_untracked(|book| book.as_ref().is_some_and(|book| book.workspace.key == kept.key));
        if open {
            self.close();
        }
        let removed = match storage::register(&kept.key, None).await {
            Ok(()) => Store::remove(&kept.key).await,
            Err(error) => Err(error),
        };
        if let Err(error) = removed {
            self.tell_error(error.to_string());
        }
        self.refresh_workspaces().await;
    }

    /// Exports the open ledger as a file, after reading it back and comparing.
    ///
    /// A ledger that did not change since its last export keeps that export's date and maker, so that
    /// the same state always gives the same file.
    pub fn export(self) {
        let lang = self.lang.get_untracked();
        let made = self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            let steps = book.ledger.history().len();
            let info = match &book.exported {
                Some(exported) if exported.steps == steps => exported.info.clone(),
                _ => ExportInfo { at: clock::now(), by: self.author.get_untracked() },
            };
            let bytes = json::write(&book.ledger, &info);
            let whole = json::read(&bytes).is_ok_and(|opened| json::write(&opened.ledger, &info) == bytes);
            Some((book.title(), bytes, Exported { info, steps }, whole))
        });
        let Some((title, bytes, exported, whole)) = made else { return };
        if !whole {
            return self.tell_error(match lang {
                Lang::Zh => "导出文件未通过回读核对，没有交付。台账没有改动，请重试。",
                Lang::En => "The file did not read back the same and was not handed over. Try again.",
            });
        }
        let at = exported.info.at;
        let name = format!("{title}-{}-{:02}{:02}.json", at.date(), at.hour(), at.minute());
        if let Err(error) = files::download(&name, "application/json", &bytes) {
            return self.tell_error(error.0);
        }
        self.book.update(|book| {
            if let Some(book) = book {
                book.exported = Some(exported);
            }
        });
        self.session.update_value(|session| session.head_dirty = true);
        self.save_soon();
        let size = bytes.len() as f64 / 1_048_576.0;
        self.tell(match lang {
            Lang::Zh => format!("已导出「{name}」，{size:.2} MB，回读核对一致。"),
            Lang::En => format!("Exported “{name}”, {size:.2} MB, read back and compared."),
        });
    }
}

fn batch(book: &Book, session: &Session) -> Batch {
    let ledger = &book.ledger;
    let pages = if session.replace {
        Kind::ALL
            .iter()
            .flat_map(|kind| (0..ledger.of(*kind).len().div_ceil(PAGE)).map(move |page| (*kind, page)))
            .map(|(kind, page)| page_of(ledger, kind, page))
            .collect()
    } else {
        session.dirty.iter().map(|(kind, page)| page_of(ledger, *kind, *page)).collect()
    };
    let from = if session.replace { 0 } else { session.saved_steps };
    let steps =
        ledger.history().iter().enumerate().skip(from).map(|(at, step)| (at as u32, json::write_step(step))).collect();
    Batch { pages, steps, head: json::write_head(ledger, &book.head()), replace: session.replace }
}

fn page_of(ledger: &Ledger, kind: Kind, page: usize) -> (String, String) {
    let to = ((page + 1) * PAGE).min(ledger.of(kind).len());
    (format!("{}/{page:06}", kind.table_name()), json::write_page(ledger, kind, page * PAGE, to))
}

/// Reads what a workspace holds.
fn decode(snapshot: &Snapshot) -> Result<(Ledger, Option<Exported>), json::ReadError> {
    let (mut loader, head): (Loader, _) = json::read_head(&snapshot.head)?;
    if head.version > json::VERSION {
        return Err(json::ReadError::Newer);
    }
    for (key, text) in &snapshot.pages {
        let kind = key.split('/').next().and_then(Kind::of_table_name).ok_or(json::ReadError::Newer)?;
        json::read_page(kind, text, &mut loader)?;
    }
    for text in &snapshot.steps {
        loader.step(json::read_step(text)?);
    }
    Ok((loader.finish(), head.exported))
}
