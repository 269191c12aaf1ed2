//! The table that every list of records is edited in: virtual rows, keyboard, selection, filters.

mod body;
mod bulk;
mod clipboard;
mod editor;
mod filter;
mod header;
mod keys;
mod printed;
mod rows;
mod selection;
mod tree;

pub use tree::{Branch, Tree};

use std::sync::Arc;

use leptos::{html, prelude::*};

use crate::{
    app::{App, Route, use_app},
    browser::random,
};
use ledger::domain::{Change, Kind, Lang, RawId, choice::Label};
use table_model::{Column, Place, Query, Sheet, column::TaskMark};

/// The height of a row in pixels; the style sheet has the same.
const ROW: f64 = 32.0;
/// The width of the column with the row numbers.
const GUTTER: u32 = 46;
/// Rows drawn above and below what is visible.
const MARGIN: usize = 8;

/// What is being typed, and the cell that it is for, whatever moves meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Typing {
    record: RawId,
    column: Column,
    text: String,
}

/// The places of the active cell and of the corners of the selection.
#[derive(Clone, Copy)]
struct Places {
    active: RwSignal<Place>,
    anchor: RwSignal<Place>,
    head: RwSignal<Place>,
}

/// A grid's state; cheap to copy, since it holds handles alone.
#[derive(Clone, Copy)]
pub struct Grid {
    app: App,
    kind: Kind,
    columns: Memo<Vec<Column>>,
    rows: Memo<Vec<usize>>,
    /// Whether the rows are in another order than the one asked for, or pass no more.
    is_stale: Memo<bool>,
    again: RwSignal<u32>,
    marks: Memo<Arc<Vec<TaskMark>>>,
    places: Places,
    /// The active cell as row and column on screen.
    active: Memo<(usize, usize)>,
    /// One corner of the selection.
    anchor: Memo<(usize, usize)>,
    /// The other corner, which moves when the selection is extended.
    head: Memo<(usize, usize)>,
    /// What is being typed, if anything is.
    editing: RwSignal<Option<Typing>>,
    /// The key of the column whose filter is open, if any is.
    filtering: RwSignal<Option<String>>,
    /// The offer that the arrow keys have chosen, counted from 1; 0 for none.
    offer: RwSignal<usize>,
    scroll: RwSignal<(f64, f64)>,
    height: RwSignal<f64>,
    input: NodeRef<html::Textarea>,
    body: NodeRef<html::Div>,
}

impl Grid {
    /// Reads from a sheet of the present state, and follows its changes.
    fn sheet<T>(self, read: impl FnOnce(&Sheet<'_>) -> T) -> Option<T> {
        self.marks.with(|marks| {
            self.app.document.read(|document| {
                Some(read(&Sheet {
                    ledger: &document.ledger,
                    index: &document.index,
                    as_of: self.app.as_of(),
                    kind: self.kind,
                    marks: marks.as_slice(),
                    lang: self.app.shell.lang.get(),
                }))
            })
        })
    }

    fn untracked_sheet<T>(self, read: impl FnOnce(&Sheet<'_>) -> T) -> Option<T> {
        untrack(|| self.sheet(read))
    }

    fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    fn widths(self) -> Vec<u32> {
        let columns = self.columns.get();
        self.sheet(|sheet| columns.iter().map(|column| column.width(sheet.ledger, sheet.lang)).collect())
            .unwrap_or_default()
    }

    /// Puts a text into every selected cell, as one change; tells whether it was taken.
    fn fill(self, typed: &str) -> bool {
        let (top, bottom, left, right) = untrack(|| self.selection());
        let block: Vec<Vec<&str>> = vec![vec![typed; right + 1 - left]; bottom + 1 - top];
        self.write_block(top, left, &block, if bottom > top { Label::Bulk } else { Label::Edit }, String::new())
    }

    /// Puts what was typed into the cell that it was typed for, wherever that stands now; tells whether it
    /// was taken.
    fn put(self, typing: &Typing) -> bool {
        let made = self.untracked_sheet(|sheet| {
            let table = sheet.ledger.of(sheet.kind);
            let row = table.position(typing.record).filter(|row| table.is_live(*row))?;
            let edit = sheet.edit(row, typing.column, &typing.text, &mut random::id);
            Some(edit.map_err(|error| (sheet.row_name(row), error.sentence(sheet.lang))))
        });
        match made.flatten() {
            Some(Ok(None)) => true,
            Some(Ok(Some(change))) => self.app.apply(change, Label::Edit),
            Some(Err((row, sentence))) => {
                self.refuse(&row, &sentence);
                false
            }
            None => {
                // Taken away in another window or by an undo: it must not be written anywhere else.
                self.app.notify_error(match self.app.shell.lang.get_untracked() {
                    Lang::Zh => format!(
                        "正在填写的记录已被删除，「{}」没有写入，其他记录没有改动。如需保留该记录，请先撤销删除再填。",
                        typing.text
                    ),
                    Lang::En => format!(
                        "The record was deleted meanwhile; “{}” was not written. Undo the deletion first.",
                        typing.text
                    ),
                });
                true
            }
        }
    }

    fn refuse(self, row: &str, sentence: &str) {
        self.app.notify_error(format!(
            "{row}：{sentence}{}",
            untrack(|| self.app.t("原有内容没有改动。", " Nothing was changed."))
        ));
    }

    /// Writes a block of texts from a cell on, as one change or not at all; lines below the last row
    /// become records of their own, and computed columns are passed over.
    fn write_block(self, top: usize, left: usize, block: &[Vec<&str>], label: Label, mut told: String) -> bool {
        let rows: Vec<usize> = self.rows.with_untracked(|rows| rows.iter().skip(top).copied().collect());
        let columns: Vec<Column> = self.columns.with_untracked(|columns| columns.iter().skip(left).copied().collect());
        let made = self.untracked_sheet(|sheet| {
            let made = sheet.block(&rows, &columns, block, &mut random::id);
            let names = |skipped: &[Column]| -> Vec<String> {
                skipped.iter().map(|column| column.heading(sheet.ledger, sheet.lang)).collect()
            };
            made.map(|made| (names(&made.skipped), made.changes))
                .map_err(|error| (error.row, error.error.sentence(sheet.lang)))
        });
        let (skipped, mut changes) = match made {
            Some(Ok(made)) => made,
            Some(Err((row, sentence))) => {
                self.refuse(&row, &sentence);
                return false;
            }
            None => return false,
        };
        let is_taken = match changes.len() {
            0 => true,
            1 => self.app.apply(changes.remove(0), label),
            _ => self.app.apply(Change::Batch(changes), label),
        };
        if !skipped.is_empty() {
            told.push_str(&match self.app.shell.lang.get_untracked() {
                Lang::Zh => format!("「{}」由系统计算，已跳过；其余已写入。", skipped.join("、")),
                Lang::En => format!("{}: computed, passed over; the rest was written.", skipped.join(", ")),
            });
        }
        if is_taken && !told.is_empty() {
            self.app.notify(told);
        }
        is_taken
    }

    /// Opens the details of a row.
    fn open(self, row: usize) {
        let position = self.rows.with_untracked(|rows| rows.get(row).copied());
        let id = position.and_then(|at| self.untracked_sheet(|sheet| sheet.record(at).id));
        if let Some(id) = id {
            let route = self.app.shell.route.get_untracked().with("open", id.to_string());
            self.app.replace_route(route);
        }
    }

    /// Changes which rows are shown and in what order.
    fn set_query(self, query: &Query) {
        let mut route: Route = self.app.shell.route.get_untracked();
        query.into_params(&mut route.params);
        self.app.replace_route(route);
    }

    fn query(self) -> Query {
        self.app.shell.route.with(|route| Query::from_params(&route.params))
    }
}

/// The grid of one kind of record.
#[component]
pub fn GridView(
    /// The kind of record in the rows.
    kind: Kind,
    /// The columns, the first of which stays in sight.
    columns: Memo<Vec<Column>>,
    /// The rows that may be shown, in the table's own order.
    candidates: Memo<Vec<usize>>,
    /// The marks of tasks, by position.
    #[prop(optional)]
    marks: Option<Memo<Arc<Vec<TaskMark>>>>,
    /// How the rows form a tree.
    #[prop(optional)]
    tree: Option<Tree>,
    /// What the table is called.
    title: Memo<String>,
    /// Whether the screen has a heading of its own above.
    #[prop(optional)]
    beneath: bool,
    /// What else stands above the table.
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let marks = marks.unwrap_or_else(|| Memo::new(|_| Arc::new(Vec::new())));
    let arranged = rows::Rows::new(app, kind, columns, candidates, marks, tree);
    let rows = arranged.shown;
    let places = Places {
        active: RwSignal::new(Place::default()),
        anchor: RwSignal::new(Place::default()),
        head: RwSignal::new(Place::default()),
    };
    let cell = move |place: RwSignal<Place>| Memo::new(move |_| selection::cell_of(app, kind, rows, columns, place));
    let grid = Grid {
        app,
        kind,
        columns,
        rows,
        is_stale: arranged.is_stale,
        again: arranged.again,
        marks,
        places,
        active: cell(places.active),
        anchor: cell(places.anchor),
        head: cell(places.head),
        editing: RwSignal::new(None),
        filtering: RwSignal::new(None),
        offer: RwSignal::new(0),
        scroll: RwSignal::new((0.0, 0.0)),
        height: RwSignal::new(700.0),
        input: NodeRef::new(),
        body: NodeRef::new(),
    };
    let all = Memo::new(move |_| candidates.with(Vec::len));
    let open = Memo::new(move |_| app.shell.route.with(|route| route.parsed::<RawId>("open")));
    Effect::new(move |_| follow_open(grid, open.get()));
    Effect::new(move |_| app.unconfirmed.typing.set(grid.editing.with(Option::is_some)));
    on_cleanup(move || app.unconfirmed.typing.set(false));
    view! {
        {(!beneath).then(|| view! { <h1 class="visually-hidden no-print">{title}</h1> })}
        <div class="grid-tools row no-print">
            <input type="search" data-test="search" class="grid-search" aria-label=move || app.t("搜索", "Search")
                placeholder=move || app.t("搜索本表", "Search") prop:value=move || grid.query().search
                on:input=move |event| {
                    let mut query = untrack(|| grid.query());
                    query.search = event_target_value(&event);
                    grid.set_query(&query);
                } />
            {children()}
            <span class="tabs">{[("Excel", false), ("CSV", true)].into_iter().map(|(name, as_text)| view! {
                <button data-test=format!("table-{name}") title=move || app.t("按当前筛选、列和顺序导出", "As filtered, sorted and shown") on:click=move |_| {
                    app.export_table(kind, &columns.get_untracked(), &rows.get_untracked(), &marks.get_untracked(), as_text);
                }>{name}</button>
            }).collect_view()}</span>
            <Show when=move || !grid.query().is_open()>
                <button class="plain" data-test="clear-filters" on:click=move |_| grid.set_query(&Query { sort: untrack(|| grid.query()).sort, ..Query::default() })>{move || app.t("清除筛选", "Clear filters")}</button>
            </Show>
        </div>
        <body::GridBody grid tree />
        <bulk::Foot grid all />
        <Show when=move || app.shell.printing.get()><printed::Printed grid title /></Show>
    }
}

/// A record that is opened from elsewhere, or has just been made, becomes the active row and comes into
/// sight.
fn follow_open(grid: Grid, open: Option<RawId>) {
    let Some(id) = open.filter(|id| grid.places.active.with_untracked(|place| place.record()) != Some(*id)) else {
        return;
    };
    let row = grid.untracked_sheet(|sheet| {
        let position = sheet.ledger.of(sheet.kind).position(id)?;
        grid.rows.with(|rows| rows.iter().position(|row| *row == position))
    });
    if let Some(row) = row.flatten() {
        let (_, column) = grid.active.get_untracked();
        grid.go(row, column);
    }
}
