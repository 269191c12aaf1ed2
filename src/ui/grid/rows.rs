//! Which rows a grid shows: arranged when order or filter are asked for, and kept so while one works.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{Grid, Tree};
use crate::{
    app::{App, workspace::Preview},
    browser::sorting,
};
use ledger::domain::{Date, Kind, Lang};
use table_model::{Arrangement, Column, Query, Sheet, column::TaskMark};

/// What the reader asked for; where it differs from what was asked last, the rows are arranged anew.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    query: Query,
    folded: Arc<BTreeSet<usize>>,
    as_of: Date,
    workspace: String,
    looking: Option<Preview>,
    english: bool,
    /// How often the present order was asked for again.
    again: u32,
}

/// The rows as they stand, with the arrangement that they follow.
#[derive(Clone, Debug, Default)]
struct Standing {
    asked: Asked,
    arrangement: Arc<Arrangement>,
    rows: Vec<usize>,
}

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.arrangement, &other.arrangement) && self.rows == other.rows && self.asked == other.asked
    }
}

/// The rows of a grid and whether they still are as order and filter would have them.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// The rows on screen, as positions of the table.
    pub(super) shown: Memo<Vec<usize>>,
    /// Whether arranging them anew would change them.
    pub(super) is_stale: Memo<bool>,
    /// Counts how often they were to be arranged anew.
    pub(super) again: RwSignal<u32>,
}

impl Rows {
    /// Arranges the candidates by what the address asks.
    pub(super) fn new(
        app: App,
        kind: Kind,
        columns: Memo<Vec<Column>>,
        candidates: Memo<Vec<usize>>,
        marks: Memo<Arc<Vec<TaskMark>>>,
        tree: Option<Tree>,
    ) -> Self {
        let again = RwSignal::new(0);
        let fresh = Memo::new(move |_| arranged(app, kind, columns, candidates, marks));
        let folded = Memo::new(move |_| tree.map_or_else(Arc::default, |tree| Arc::new(tree.folded.get())));
        let asked = Memo::new(move |_| Asked {
            query: app.shell.route.with(|route| Query::from_params(&route.params)),
            folded: folded.get(),
            as_of: app.as_of(),
            workspace: app.document.read_or_default(|document| document.workspace.key.clone()),
            looking: app.workspace.preview.get(),
            english: app.shell.lang.get() == Lang::En,
            again: again.get(),
        });
        let standing = Memo::new(move |before: Option<&Standing>| {
            let asked = asked.get();
            app.document.read_or_default(|document| {
                let table = document.ledger.of(kind);
                match before.filter(|before| before.asked == asked) {
                    Some(before) => {
                        let rows = before.arrangement.rows(table);
                        Standing { asked, arrangement: before.arrangement.clone(), rows }
                    }
                    None => {
                        let rows = fresh.get();
                        Standing { asked, arrangement: Arc::new(Arrangement::of(table, &rows)), rows }
                    }
                }
            })
        });
        let shown = Memo::new(move |_| standing.with(|standing| standing.rows.clone()));
        let is_stale = Memo::new(move |_| fresh.with(|fresh| shown.with(|shown| fresh != shown)));
        Self { shown, is_stale, again }
    }
}

/// The rows that pass the filters, in the order that the address asks for.
fn arranged(
    app: App,
    kind: Kind,
    columns: Memo<Vec<Column>>,
    candidates: Memo<Vec<usize>>,
    marks: Memo<Arc<Vec<TaskMark>>>,
) -> Vec<usize> {
    let columns = columns.get();
    let query = app.shell.route.with(|route| Query::from_params(&route.params));
    marks.with(|marks| {
        app.document.read_or_default(|document| {
            let sheet = Sheet {
                ledger: &document.ledger,
                index: &document.index,
                as_of: app.as_of(),
                kind,
                marks: marks.as_slice(),
                lang: app.shell.lang.get(),
            };
            let mut rows = candidates.with(|all| query.rows(&sheet, &columns, all.iter().copied()));
            query.sort(&sheet, &mut rows, |texts| {
                let ranks = sorting::ranks(texts.iter().copied());
                texts.iter().map(|text| ranks.get(text).copied().unwrap_or_default()).collect()
            });
            rows
        })
    })
}

impl Grid {
    /// Arranges the rows anew, as order and filter have it now.
    pub(super) fn arrange(self) {
        self.again.update(|again| *again += 1);
    }
}
