//! The page itself: language, theme, address, notices, and what its reader prefers.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{App, Route};
use crate::{
    browser::{
        clock, page,
        steps::{self, Arrival},
    },
    storage::preferences,
};
use ledger::domain::{Date, Lang};

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

/// The state of the page itself.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The language of the screen.
    pub lang: RwSignal<Lang>,
    /// How bright the page is.
    pub theme: RwSignal<Theme>,
    /// Where the reader is.
    pub route: RwSignal<Route>,
    /// What is to be told.
    pub notice: RwSignal<Option<Notice>>,
    /// The author's name.
    pub author: RwSignal<String>,
    /// Whether the page is being printed.
    pub printing: RwSignal<bool>,
    /// How many rows of a long list the reader asked for, by the list's name.
    pub listed: RwSignal<BTreeMap<&'static str, usize>>,
}

impl Shell {
    pub(super) fn new() -> Self {
        let lang = if preferences::get::<bool>("english") == Some(true) { Lang::En } else { Lang::Zh };
        Self {
            lang: RwSignal::new(lang),
            theme: RwSignal::new(preferences::get("theme").unwrap_or_default()),
            route: RwSignal::new(Route::parse(&page::hash())),
            notice: RwSignal::new(None),
            author: RwSignal::new(preferences::get("author").unwrap_or_default()),
            printing: RwSignal::new(false),
            listed: RwSignal::new(BTreeMap::new()),
        }
    }

    /// Follows the address.
    pub(super) fn follow_address(self) {
        steps::on_change(move |arrival| {
            // What is being typed is taken before its field goes.
            page::leave_field();
            let (before, now) = (self.route.get_untracked(), Route::parse(&page::hash()));
            let chosen = match arrival {
                Arrival::New => now.news(&before),
                Arrival::Again => now.params.keys().cloned().collect(),
                Arrival::Back => Vec::new(),
            };
            self.route.set(now);
            steps::show_rows(chosen);
        });
    }
}

impl App {
    /// A text in the language of the screen.
    pub fn t(self, zh: &'static str, en: &'static str) -> &'static str {
        match self.shell.lang.get() {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The as-of date: the address's, else the ledger's own, else today.
    pub fn as_of(self) -> Date {
        self.shell
            .route
            .with(Route::as_of)
            .or_else(|| self.document.read(|document| document.default_as_of))
            .unwrap_or_else(clock::today)
    }

    /// Goes to a screen, keeping the as-of date.
    pub fn go(self, route: Route) {
        page::go(&self.keep_day(route).hash());
    }

    /// Changes parameters of the address without a step of its own.
    pub fn replace_route(self, route: Route) {
        steps::replace(&route.hash());
        self.shell.route.set(route);
    }

    /// The address of a screen, with the as-of date of this one.
    pub fn keep_day(self, route: Route) -> Route {
        let day = self.shell.route.with(|here| here.get("on").to_owned());
        if route.params.contains_key("on") { route } else { route.with("on", day) }
    }

    /// Tells a sentence.
    pub fn notify(self, text: impl Into<String>) {
        self.shell.notice.set(Some(Notice { is_error: false, text: text.into(), offers_export: false }));
    }

    /// Tells a sentence that offers an export.
    pub fn notify_offering(self, text: impl Into<String>) {
        self.shell.notice.set(Some(Notice { is_error: false, text: text.into(), offers_export: true }));
    }

    /// Tells what went wrong, and offers an export.
    pub fn notify_error_offering(self, text: impl Into<String>) {
        self.shell.notice.set(Some(Notice { is_error: true, text: text.into(), offers_export: true }));
    }

    /// Tells what went wrong.
    pub fn notify_error(self, text: impl Into<String>) {
        self.shell.notice.set(Some(Notice { is_error: true, text: text.into(), offers_export: false }));
    }

    /// Keeps the language.
    pub fn set_lang(self, lang: Lang) {
        preferences::set("english", &(lang == Lang::En));
        self.shell.lang.set(lang);
    }

    /// Keeps the theme.
    pub fn set_theme(self, theme: Theme) {
        preferences::set("theme", &theme);
        self.shell.theme.set(theme);
    }

    /// What was remembered under a name, if it can be read as that.
    pub fn preference<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        preferences::get(name)
    }

    /// Remembers something under a name, beside all ledgers.
    pub fn set_preference<T: Serialize>(self, name: &str, what: &T) {
        preferences::set(name, what);
    }

    /// Keeps the author's name.
    pub fn set_author(self, name: &str) {
        preferences::set("author", &name);
        self.shell.author.set(name.to_owned());
    }

    /// The parameters of the address.
    pub fn params(self) -> BTreeMap<String, String> {
        self.shell.route.with(|route| route.params.clone())
    }
}
