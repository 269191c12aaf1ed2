//! The state of the page and the one door for changes: apply, undo, redo, save, open, export.

mod beginning;
pub mod book;
pub mod drafts;
pub mod examining;
mod handing;
pub mod importing;
pub mod jobs;
pub mod keeping;
pub mod lost;
pub mod opening;
pub mod planning;
pub mod receiving;
pub mod route;
pub mod saving;
pub mod sharing;
pub mod standing;
mod stored;
mod taking_back;
pub mod workspace;

use std::{collections::BTreeMap, sync::Arc};

use leptos::prelude::*;

pub use book::{Book, Mode, Turned, Undoing};
pub use drafts::Draft;
pub use importing::Importing;
pub use receiving::Receiving;
pub use route::{Route, Screen};
pub use saving::SaveState;
pub use workspace::Workspace;

use crate::{
    browser::{
        clock, page, random,
        steps::{self, Arrival},
    },
    domain::{ActorId, Change, ChangeError, Date, Index, Kind, Lang, Ledger, Moment, Origin, RawId, choice::Label},
    storage::{Store, Tabs, preferences},
};

/// Something to be told to the user until it is dismissed or something newer is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whether something went wrong.
    pub is_error: bool,
    /// The sentence.
    pub text: String,
    /// Whether an export is offered with it.
    pub offers_export: bool,
}

/// How bright the page is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the page keeps besides its signals: the open store and what waits to be written.
#[derive(Default)]
struct Session {
    actor: Option<ActorId>,
    /// The key of the workspace.
    key: String,
    store: Option<Store>,
    revision: u64,
    /// Steps of history that the store holds.
    saved_steps: usize,
    /// Pages that differ from the store.
    dirty: std::collections::BTreeSet<(Kind, usize)>,
    /// Whether everything is to be written anew.
    replace: bool,
    /// Whether the head alone is to be written.
    head_dirty: bool,
    /// Whether the ledger was replaced as a whole and the store may not know it yet: where another window
    /// wrote first, the two are joined.
    joined: bool,
    /// A revision that was heard of while something else was looked at.
    missed: Option<u64>,
    /// Counts the replacements.
    epoch: u32,
    /// Changes that the store may not hold yet, to be applied again if another window wrote first.
    pending: Vec<(Arc<Change>, Origin)>,
    writing: bool,
    standing: standing::Standing,
    /// Tells the ledgers that this page opened one after the other apart.
    opened: u32,
    /// Whether the list of ledgers does not name this one yet: it does once it is on the disk as a whole.
    unlisted: bool,
    tabs: Option<Tabs>,
}

/// The state of the page; cheap to copy, since it holds handles alone.
#[derive(Clone, Copy)]
pub struct App {
    /// The language of the screen.
    pub lang: RwSignal<Lang>,
    /// How bright the page is.
    pub theme: RwSignal<Theme>,
    /// Where the reader is.
    pub route: RwSignal<Route>,
    /// The open ledger; `None` on the start screen.
    pub book: RwSignal<Option<Book>>,
    /// Whether what is on screen is on disk.
    pub save: RwSignal<SaveState>,
    /// What is typed and not yet part of the ledger.
    pub unconfirmed: drafts::Unconfirmed,
    /// How many rows of a long list the reader asked for, by the list's name.
    pub listed: RwSignal<BTreeMap<&'static str, usize>>,
    /// The ledger that is being opened, by its name.
    pub opening: RwSignal<Option<String>>,
    /// What is to be told.
    pub notice: RwSignal<Option<Notice>>,
    /// The author's name.
    pub author: RwSignal<String>,
    /// The named workspaces of this browser; `Err` where it gives no storage.
    pub workspaces: RwSignal<Result<Vec<Workspace>, String>>,
    /// Whether the page is being printed.
    pub printing: RwSignal<bool>,
    /// The table that is being imported, if any.
    pub importing: RwSignal<Option<Importing>, LocalStorage>,
    /// The worker that reads a file for it, and the files that wait.
    desk: StoredValue<importing::Desk, LocalStorage>,
    session: StoredValue<Session, LocalStorage>,
    /// The ledgers that are on their way in, if any.
    pub receiving: RwSignal<Option<Receiving>, LocalStorage>,
    /// What is to go out, as chosen so far.
    pub sharing: RwSignal<sharing::Sharing>,
    /// What was handed over last.
    pub handed: RwSignal<Option<sharing::Handed>>,
    /// The files that were examined, last first.
    pub examined: RwSignal<Vec<examining::Examined>, LocalStorage>,
    /// The files that can be compared with.
    pub beside: RwSignal<Vec<Arc<receiving::Arrived>>, LocalStorage>,
    /// The file that is being read for either, if any; leaving it takes it away.
    pub examining: RwSignal<Option<examining::Examining>>,
    /// The state that is looked at instead of the open ledger, if any.
    pub looking: RwSignal<Option<keeping::Looking>>,
    /// Ledgers that were here and are not any more.
    pub lost: RwSignal<Vec<lost::Lost>>,
    /// What is supposed to be done, and for which ledger; written nowhere until it is kept.
    pub supposed: RwSignal<(RawId, planning::Scenario)>,
    /// Counts the changes of what snapshots there are.
    pub snapshots_changed: RwSignal<u32>,
    /// Whether another window has the open ledger, too.
    pub elsewhere: RwSignal<bool>,
    aside: StoredValue<Option<keeping::Aside>, LocalStorage>,
    /// Where the reader was when a ledger was asked for, until it is shown.
    asked_from: StoredValue<Option<Route>>,
    /// Counts the ledgers that were asked for.
    asked: StoredValue<u32>,
    /// Whether what the page begins with has been opened.
    has_begun: StoredValue<bool>,
    /// Counts the pieces of work on what is on its way in.
    rounds: StoredValue<u32>,
}

impl App {
    /// Begins the state of the page from preferences and address.
    pub fn new() -> Self {
        let lang = if preferences::get::<bool>("english") == Some(true) { Lang::En } else { Lang::Zh };
        let app = Self {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(preferences::get("theme").unwrap_or_default()),
            route: RwSignal::new(Route::parse(&page::hash())),
            book: RwSignal::new(None),
            save: RwSignal::new(SaveState::Nothing),
            unconfirmed: drafts::Unconfirmed::new(),
            listed: RwSignal::new(BTreeMap::new()),
            opening: RwSignal::new(None),
            notice: RwSignal::new(None),
            author: RwSignal::new(preferences::get("author").unwrap_or_default()),
            workspaces: RwSignal::new(Ok(Vec::new())),
            printing: RwSignal::new(false),
            importing: RwSignal::new_local(None),
            receiving: RwSignal::new_local(None),
            sharing: RwSignal::new(sharing::Sharing::default()),
            handed: RwSignal::new(None),
            examined: RwSignal::new_local(Vec::new()),
            beside: RwSignal::new_local(Vec::new()),
            examining: RwSignal::new(None),
            looking: RwSignal::new(None),
            lost: RwSignal::new(Vec::new()),
            supposed: RwSignal::new((RawId(0), planning::Scenario::default())),
            snapshots_changed: RwSignal::new(0),
            elsewhere: RwSignal::new(false),
            aside: StoredValue::new_local(None),
            asked_from: StoredValue::new(None),
            asked: StoredValue::new(0),
            has_begun: StoredValue::new(false),
            rounds: StoredValue::new(0),
            desk: StoredValue::new_local(importing::Desk::default()),
            session: StoredValue::new_local(Session { actor: Some(random::actor()), ..Session::default() }),
        };
        steps::on_change(move |arrival| {
            // What is being typed is taken before its field goes.
            page::leave_field();
            let (before, now) = (app.route.get_untracked(), Route::parse(&page::hash()));
            let chosen = match arrival {
                Arrival::New => now.news(&before),
                Arrival::Again => now.params.keys().cloned().collect(),
                Arrival::Back => Vec::new(),
            };
            app.route.set(now);
            steps::show_rows(chosen);
        });
        app
    }

    /// A text in the language of the screen.
    pub fn t(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang.get() {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The as-of date: the address's, else the ledger's own, else today.
    pub fn as_of(self) -> Date {
        self.route
            .with(Route::as_of)
            .or_else(|| self.book.with(|book| book.as_ref()?.natural_day))
            .unwrap_or_else(clock::today)
    }

    /// Goes to a screen, keeping the as-of date.
    pub fn go(self, route: Route) {
        page::go(&self.keep_day(route).hash());
    }

    /// Changes parameters of the address without a step of its own.
    pub fn replace_route(self, route: Route) {
        steps::replace(&route.hash());
        self.route.set(route);
    }

    /// The address of a screen, with the as-of date of this one.
    pub fn keep_day(self, route: Route) -> Route {
        let day = self.route.with(|here| here.get("on").to_owned());
        if route.params.contains_key("on") { route } else { route.with("on", day) }
    }

    /// Tells a sentence.
    pub fn tell(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { is_error: false, text: text.into(), offers_export: false }));
    }

    /// Tells a sentence that offers an export.
    pub fn tell_offering(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { is_error: false, text: text.into(), offers_export: true }));
    }

    /// Tells what went wrong, and offers an export.
    pub fn tell_error_offering(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { is_error: true, text: text.into(), offers_export: true }));
    }

    /// Tells what went wrong.
    pub fn tell_error(self, text: impl Into<String>) {
        self.notice.set(Some(Notice { is_error: true, text: text.into(), offers_export: false }));
    }

    fn origin(self, label: Label, at: Moment) -> Origin {
        let actor = self.session.with_value(|session| session.actor).unwrap_or(ActorId(1));
        Origin { actor, by: self.author.get_untracked(), at, label, note: String::new() }
    }

    /// Applies a change, and tells why where it is refused; tells whether it was applied.
    pub fn apply(self, change: Change, label: Label) -> bool {
        self.change(&change, label, "", Book::did)
    }

    /// Whether the ledger on screen may be changed; says so where it may not, before anything is typed in vain.
    pub fn may_edit(self) -> bool {
        let may = self.book.with_untracked(|book| book.as_ref().is_some_and(|book| book.mode == Mode::Editable));
        if !may {
            self.tell_error(match self.lang.get_untracked() {
                Lang::Zh => "当前台账只能查看，不能修改。",
                Lang::En => "This ledger is read-only.",
            });
        }
        may
    }

    fn refuse(self, error: &ChangeError) {
        let lang = self.lang.get_untracked();
        let rest = match lang {
            Lang::Zh => "原有内容没有改动。",
            Lang::En => " Nothing was changed.",
        };
        self.tell_error(error.sentence(lang) + rest);
    }

    /// Applies a change to ledger and index, keeps its inverse, and sends it on its way to the disk;
    /// tells whether it was applied, and says why where it was not.
    fn change(self, change: &Change, label: Label, note: &str, keep: impl FnOnce(&mut Book, Change)) -> bool {
        let origin = Origin { note: note.to_owned(), ..self.origin(label, clock::now()) };
        let outcome = self.book.try_update(|book| {
            let book = book.as_mut().filter(|book| book.mode == Mode::Editable)?;
            Some(book.apply(change, &origin).map(|applied| {
                keep(book, applied.inverse);
                applied.touched
            }))
        });
        match outcome.flatten() {
            Some(Ok(touched)) => {
                self.session.update_value(|session| session.pending.push((Arc::new(change.clone()), origin)));
                self.mark_dirty(&touched);
                self.save_soon();
                self.notice.set(None);
                true
            }
            Some(Err(error)) => {
                self.refuse(&error);
                false
            }
            None => self.may_edit(),
        }
    }

    /// Takes the last act back; tells what kind of act it was, or `None` where nothing was taken back.
    pub fn undo(self) -> Option<Turned> {
        self.turn(|book| &mut book.undo, |book| &mut book.redo, Label::Undo)
    }

    /// Does again what was last taken back; tells what kind of act it was.
    pub fn redo(self) -> Option<Turned> {
        self.turn(|book| &mut book.redo, |book| &mut book.undo, Label::Redo)
    }

    /// Does what lies uppermost on one stack, and puts what takes it back on the other.
    fn turn(
        self,
        from: fn(&mut Book) -> &mut Vec<Undoing>,
        to: fn(&mut Book) -> &mut Vec<Undoing>,
        label: Label,
    ) -> Option<Turned> {
        match self.book.try_update(|book| from(book.as_mut()?).pop()).flatten()? {
            Undoing::Change(change) => self
                .change(&change, label, "", |book, inverse| to(book).push(Undoing::Change(inverse)))
                .then_some(Turned::Change),
            Undoing::Whole(whole) => {
                let (ledger, exported) = *whole;
                let index = Index::new(&ledger);
                self.replace_ledger(ledger, index, |book, before| {
                    let exported = std::mem::replace(&mut book.exported, exported);
                    to(book).push(Undoing::Whole(Box::new((before, exported))));
                });
                Some(Turned::Whole)
            }
        }
    }

    /// Puts another state of the open ledger in its place, and keeps the one before as `keep` says.
    ///
    /// From here on this is another page session: numbers that changes had before may be in files that
    /// others hold, and must never stand for other changes.
    fn replace_ledger(self, ledger: Ledger, index: Index, keep: impl FnOnce(&mut Book, Ledger)) {
        self.book.update(|book| {
            let Some(book) = book else { return };
            let before = std::mem::replace(&mut book.ledger, ledger);
            book.index = index;
            keep(book, before);
        });
        self.session.update_value(|session| {
            session.actor = Some(random::actor());
            session.pending.clear();
            (session.replace, session.joined) = (true, true);
            session.epoch += 1;
        });
        self.save_soon();
        self.notice.set(None);
    }

    /// Whether closing the window now would lose something. The field that is being typed in is left first,
    /// so that it is taken.
    pub fn would_lose(self) -> bool {
        page::leave_field();
        self.has_unsaved() || untrack(|| self.unconfirmed.is_any())
    }

    /// Whether something of the ledger is not on disk.
    pub(super) fn has_unsaved(self) -> bool {
        let unsaved = |save: &SaveState, book: Option<&Book>| match save {
            SaveState::Saving | SaveState::Failed(_) => true,
            SaveState::NoStorage => book.is_some_and(|book| book.changes_since_export() > 0),
            SaveState::Nothing | SaveState::Saved(_) => false,
        };
        // While something else is looked at, what counts is the ledger that waits.
        self.aside.with_value(|aside| match aside {
            Some(aside) => unsaved(&aside.save, Some(&aside.book)),
            None => self.book.with_untracked(|book| unsaved(&self.save.get_untracked(), book.as_ref())),
        })
    }

    /// Whether the open ledger is kept by the browser.
    fn is_kept(self) -> bool {
        self.session.with_value(|session| session.store.is_some())
    }

    /// Keeps the language.
    pub fn set_lang(self, lang: Lang) {
        preferences::set("english", &(lang == Lang::En));
        self.lang.set(lang);
    }

    /// Keeps the theme.
    pub fn set_theme(self, theme: Theme) {
        preferences::set("theme", &theme);
        self.theme.set(theme);
    }

    /// Keeps the author's name.
    pub fn set_author(self, name: &str) {
        preferences::set("author", &name);
        self.author.set(name.to_owned());
    }

    /// The parameters of the address.
    pub fn params(self) -> BTreeMap<String, String> {
        self.route.with(|route| route.params.clone())
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
