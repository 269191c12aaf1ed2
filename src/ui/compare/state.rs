//! The states that can be compared, as the address names them, and what a report needs of them.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    app::{App, Document, Route, transfer::merge_session::IncomingLedger},
    ui::scope_picker::scope,
};
use ledger::domain::{Date, Index, Ledger, parse_date};
use report::{
    Scope, View,
    compare::{Comparison, Period, compare_in},
};

/// One of the two states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// The open ledger as it is, on the as-of day.
    Now,
    /// The open ledger's facts on another day: by the dates that stand in it.
    On(Date),
    /// The open ledger as it was recorded by the end of a day: by its history.
    Day(Date),
    /// A file, by its place in the list.
    File(usize),
}

impl State {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "now").then_some(Self::Now),
            Some(("on", day)) => parse_date(day).map(Self::On),
            Some(("day", day)) => parse_date(day).map(Self::Day),
            Some(("file", at)) => at.parse().ok().map(Self::File),
            Some(_) => None,
        }
    }

    /// How the address names it.
    pub(super) fn token(self) -> String {
        match self {
            Self::Now => "now".to_owned(),
            Self::On(day) => format!("on:{day}"),
            Self::Day(day) => format!("day:{day}"),
            Self::File(at) => format!("file:{at}"),
        }
    }

    /// The day that was chosen for it; the as-of day where none was.
    pub(super) const fn day(self, as_of: Date) -> Date {
        match self {
            Self::On(day) | Self::Day(day) => day,
            Self::Now | Self::File(_) => as_of,
        }
    }
}

/// The two states that an address names: from the end of last year to now where it names none.
pub(super) fn states(route: &Route, as_of: Date) -> (State, State) {
    let to = State::parse(route.get("to")).unwrap_or(State::Now);
    let from = State::parse(route.get("from"));
    (from.unwrap_or_else(|| State::On(Period::Year.end_before(to.day(as_of)))), to)
}

/// One state, read.
pub(super) struct Side {
    state: State,
    /// The ledger with its index, where it is not the open one.
    own: Option<Box<(Ledger, Index)>>,
    pub(super) day: Date,
    file: String,
}

impl Side {
    fn read(document: &Document, files: &[Arc<IncomingLedger>], state: State, as_of: Date) -> Option<Self> {
        let (ledger, file) = match state {
            State::Now | State::On(_) => (None, String::new()),
            State::Day(day) => (Some(document.ledger.as_it_was(day)), String::new()),
            State::File(at) => files.get(at).map(|file| (Some(file.ledger.clone()), file.name.clone()))?,
        };
        let own = ledger.map(|ledger| {
            let index = Index::new(&ledger);
            Box::new((ledger, index))
        });
        Some(Self { state, own, day: state.day(as_of), file })
    }

    pub(super) fn view<'a>(&'a self, document: &'a Document) -> View<'a> {
        match &self.own {
            Some(own) => View { ledger: &own.0, index: &own.1, as_of: self.day },
            None => document.view(self.day),
        }
    }

    /// What the state is called.
    pub(super) fn name(&self, app: App, document: &Document) -> String {
        let kind = match self.state {
            State::File(_) => return self.file.clone(),
            State::Now => app.t("（当前）", " (now)"),
            State::On(_) => app.t("（按业务日期）", " (by the dates in the ledger)"),
            State::Day(_) => app.t("（按录入时间）", " (as recorded then)"),
        };
        format!("{}{kind}", document.title())
    }
}

/// Two states and what came of comparing them.
pub(super) struct Compared {
    pub(super) before: Side,
    pub(super) after: Side,
    pub(super) comparison: Comparison,
}

/// What was compared; `None` where a file is not there any more. Kept until something that it was
/// computed from changes, so that printing and choosing rows compute nothing.
pub(super) type Done = Memo<Option<Arc<Compared>>>;

/// Compares what the address names.
pub(super) fn done(app: App) -> Done {
    let asked = Memo::new(move |_| {
        let as_of = app.as_of();
        app.shell.route.with(|route| (states(route, as_of), scope(route), as_of))
    });
    Memo::new_with_compare(
        move |_| {
            let ((from, to), scope, as_of): ((State, State), Scope, Date) = asked.get();
            let files = app.transfer.beside.get();
            app.document.read(|document| {
                let [before, after] = [from, to].map(|state| Side::read(document, &files, state, as_of));
                let (before, after) = (before?, after?);
                let comparison = compare_in(before.view(document), after.view(document), &scope);
                Some(Arc::new(Compared { before, after, comparison }))
            })
        },
        |_, _| true,
    )
}

/// Reads what was compared together with both states.
pub(super) fn with_done<T>(
    app: App,
    done: Done,
    read: impl FnOnce(&Compared, View<'_>, View<'_>) -> Option<T>,
) -> Option<T> {
    let compared = done.get()?;
    app.document.read(|document| read(&compared, compared.before.view(document), compared.after.view(document)))
}
