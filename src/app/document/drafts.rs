//! What is typed and not yet part of the ledger: the field that is being written in, and half-filled forms,
//! which stay with the record that they are about.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::app::{App, Route};

/// A half-filled form.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Filled {
    /// Where it is filled in.
    route: Route,
    /// What was typed, by part.
    parts: BTreeMap<&'static str, String>,
}

/// What is typed and not yet part of the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Unconfirmed {
    /// The half-filled forms by form and record.
    forms: RwSignal<BTreeMap<String, Filled>>,
    /// Whether something stands in a field that will be taken when the field is left.
    pub typing: RwSignal<bool>,
}

impl Unconfirmed {
    pub(in crate::app) fn new() -> Self {
        Self { forms: RwSignal::new(BTreeMap::new()), typing: RwSignal::new(false) }
    }

    /// Whether closing now would lose something that was typed.
    pub fn is_any(self) -> bool {
        self.typing.get() || self.forms.with(|forms| !forms.is_empty())
    }

    /// Where the first half-filled form is.
    pub fn first(self) -> Option<Route> {
        self.forms.with(|forms| forms.values().next().map(|filled| filled.route.clone()))
    }

    /// Gives the first half-filled form up.
    pub fn discard_first(self) {
        self.forms.update(|forms| {
            forms.pop_first();
        });
    }

    /// Gives all of it up, since the ledger that it is about was left.
    pub(in crate::app) fn discard(self) {
        self.forms.update(BTreeMap::clear);
        self.typing.set(false);
    }
}

/// A form about one record, as far as it is filled in.
#[derive(Clone, Copy)]
pub struct Draft {
    app: App,
    key: StoredValue<String>,
}

impl App {
    /// What is filled into a form about a record so far; `about` names the record among all that the form
    /// can be about.
    pub fn draft(self, form: &'static str, about: impl std::fmt::Display) -> Draft {
        Draft { app: self, key: StoredValue::new(format!("{form} {about}")) }
    }
}

impl Draft {
    /// What is filled into a part; empty where nothing is.
    pub fn get(self, part: &str) -> String {
        self.app.unconfirmed.forms.with(|forms| {
            let filled = self.key.with_value(|key| forms.get(key));
            filled.and_then(|filled| filled.parts.get(part)).cloned().unwrap_or_default()
        })
    }

    /// Whether nothing is filled in.
    pub fn is_empty(self) -> bool {
        self.app.unconfirmed.forms.with(|forms| self.key.with_value(|key| !forms.contains_key(key)))
    }

    /// Fills in a part; a form of which every part is empty is no draft any more.
    pub fn set(self, part: &'static str, text: String) {
        let route = self.app.shell.route.get_untracked();
        self.app.unconfirmed.forms.update(|forms| {
            let key = self.key.get_value();
            let filled = forms.entry(key.clone()).or_insert_with(|| Filled { route, parts: BTreeMap::new() });
            if text.is_empty() {
                filled.parts.remove(part);
            } else {
                filled.parts.insert(part, text);
            }
            if filled.parts.is_empty() {
                forms.remove(&key);
            }
        });
    }

    /// Empties the form, since it was handed in.
    pub fn clear(self) {
        self.app.unconfirmed.forms.update(|forms| {
            self.key.with_value(|key| forms.remove(key));
        });
    }
}
