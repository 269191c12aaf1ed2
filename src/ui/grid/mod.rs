//! The table that every list of records is edited in: virtual rows, keyboard, selection, filters.

mod bulk;
mod clipboard;
mod editor;
mod header;
mod keys;
mod printed;
mod tree;

pub use tree::{Branch, Tree};

use std::sync::Arc;

use leptos::{html, prelude::*};

use crate::{
    app::{App, Route, use_app},
    browser::{random, sorting},
    domain::{Change, Kind, choice::Label},
    sheet::{Column, Query, Sheet, column::TaskMark, text::CellError},
};

/// The height of a row in pixels; the style sheet has the same.
const ROW: f64 = 32.0;
/// The width of the column with the row numbers.
const GUTTER: u32 = 46;
/// Rows drawn above and below what is visible.
const MARGIN: usize = 8;

/// A grid's state; cheap to copy, since it holds handles alone.
#[derive(Clone, Copy)]
pub struct Grid {
    app: App,
    kind: Kind,
    columns: Memo<Vec<Column>>,
    rows: Memo<Vec<usize>>,
    marks: Memo<Arc<Vec<TaskMark>>>,
    /// The active cell as row and column on screen.
    active: RwSignal<(usize, usize)>,
    /// The other corner of the selection.
    anchor: RwSignal<(usize, usize)>,
    /// What is being typed, if anything is.
    editing: RwSignal<Option<String>>,
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
            self.app.book.with(|book| {
                let book = book.as_ref()?;
                Some(read(&Sheet {
                    ledger: &book.ledger,
                    index: &book.index,
                    as_of: self.app.as_of(),
                    kind: self.kind,
                    marks: marks.as_slice(),
                    lang: self.app.lang.get(),
                }))
            })
        })
    }

    fn untracked_sheet<T>(self, read: impl FnOnce(&Sheet<'_>) -> T) -> Option<T> {
        untrack(|| self.sheet(read))
    }

    /// The selected rectangle: first and last row, first and last column.
    fn selection(self) -> (usize, usize, usize, usize) {
        let ((a, b), (c, d)) = (self.active.get(), self.anchor.get());
        (a.min(c), a.max(c), b.min(d), b.max(d))
    }

    /// The positions of the selected rows.
    fn selected_rows(self) -> Vec<usize> {
        let (from, to, ..) = self.selection();
        self.rows.with(|rows| rows.iter().skip(from).take(to + 1 - from).copied().collect())
    }

    fn focus(self) {
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    /// Moves the active cell, extends the selection or not, and keeps the cell in sight.
    fn go(self, row: usize, column: usize, extend: bool) {
        let last_row = self.rows.with_untracked(Vec::len).saturating_sub(1);
        let last_column = self.columns.with_untracked(Vec::len).saturating_sub(1);
        let cell = (row.min(last_row), column.min(last_column));
        self.active.set(cell);
        if !extend {
            self.anchor.set(cell);
        }
        self.reveal(cell);
    }

    fn reveal(self, (row, column): (usize, usize)) {
        let Some(body) = self.body.get_untracked() else { return };
        let top = row as f64 * ROW;
        let room = f64::from(body.client_height()) - ROW;
        let scrolled = f64::from(body.scroll_top());
        if top < scrolled {
            body.set_scroll_top(top as i32);
        } else if top + ROW > scrolled + room {
            body.set_scroll_top((top + ROW - room).ceil() as i32);
        }
        let widths = untrack(|| self.widths());
        let frozen = i64::from(GUTTER + widths.first().copied().unwrap_or(0));
        let left = i64::from(GUTTER) + widths.iter().take(column).map(|w| i64::from(*w)).sum::<i64>();
        let right = left + i64::from(widths.get(column).copied().unwrap_or(0));
        let (at, width) = (i64::from(body.scroll_left()), i64::from(body.client_width()));
        if column > 0 && left < at + frozen {
            body.set_scroll_left((left - frozen) as i32);
        } else if right > at + width {
            body.set_scroll_left((right - width) as i32);
        }
    }

    fn widths(self) -> Vec<u32> {
        let columns = self.columns.get();
        self.sheet(|sheet| columns.iter().map(|column| column.width(sheet.ledger, sheet.lang)).collect())
            .unwrap_or_default()
    }

    /// Puts a text into the active cell, or into every selected one; tells whether it was taken.
    fn commit(self, typed: &str, fill: bool) -> bool {
        let (top, bottom, left, right) = if fill {
            untrack(|| self.selection())
        } else {
            let (row, column) = self.active.get_untracked();
            (row, row, column, column)
        };
        let block: Vec<Vec<&str>> = vec![vec![typed; right + 1 - left]; bottom + 1 - top];
        self.write_block(top, left, &block, if fill && bottom > top { Label::Bulk } else { Label::Edit })
    }

    /// Writes a block of texts from a cell on, as one change or not at all; lines below the last row
    /// become records of their own.
    fn write_block(self, top: usize, left: usize, block: &[Vec<&str>], label: Label) -> bool {
        let rows = self.rows.get_untracked();
        let columns = self.columns.get_untracked();
        let made = self.untracked_sheet(|sheet| {
            let mut changes = Vec::new();
            for (down, line) in block.iter().enumerate() {
                if top + down >= rows.len() {
                    let text = |error: CellError| (line.join(" "), error.sentence(sheet.lang));
                    changes.extend(
                        sheet.new_row(columns.iter().skip(left).copied().zip(line), &mut random::id).map_err(text)?,
                    );
                    continue;
                }
                for (across, text) in line.iter().enumerate() {
                    let (Some(row), Some(column)) = (rows.get(top + down), columns.get(left + across)) else {
                        continue;
                    };
                    match sheet.edit(*row, *column, text, &mut random::id) {
                        Ok(change) => changes.extend(change),
                        Err(error) => return Err((sheet.row_name(*row), error.sentence(sheet.lang))),
                    }
                }
            }
            Ok(changes)
        });
        match made {
            Some(Ok(mut changes)) => match changes.len() {
                0 => true,
                1 => self.app.apply(changes.remove(0), label),
                _ => self.app.apply(Change::Batch(changes), label),
            },
            Some(Err((row, sentence))) => {
                self.app.tell_error(format!(
                    "{row}：{sentence}{}",
                    untrack(|| self.app.t("原有内容没有改动。", " Nothing was changed."))
                ));
                false
            }
            None => false,
        }
    }

    /// Opens the details of a row.
    fn open(self, row: usize) {
        let position = self.rows.with_untracked(|rows| rows.get(row).copied());
        let id = position.and_then(|at| self.untracked_sheet(|sheet| sheet.record(at).id));
        if let Some(id) = id {
            let route = self.app.route.get_untracked().with("open", id.to_string());
            self.app.replace_route(route);
        }
    }

    /// Changes which rows are shown and in what order.
    fn set_query(self, query: &Query) {
        let mut route: Route = self.app.route.get_untracked();
        query.into_params(&mut route.params);
        self.app.replace_route(route);
    }

    fn query(self) -> Query {
        self.app.route.with(|route| Query::from_params(&route.params))
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
    /// What else stands above the table.
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let marks = marks.unwrap_or_else(|| Memo::new(|_| Arc::new(Vec::new())));
    let rows = Memo::new(move |_| {
        let columns = columns.get();
        let query = app.route.with(|route| Query::from_params(&route.params));
        marks.with(|marks| {
            app.book.with(|book| {
                let Some(book) = book else { return Vec::new() };
                let sheet = Sheet {
                    ledger: &book.ledger,
                    index: &book.index,
                    as_of: app.as_of(),
                    kind,
                    marks: marks.as_slice(),
                    lang: app.lang.get(),
                };
                let mut rows = candidates.with(|all| query.rows(&sheet, &columns, all.iter().copied()));
                query.sort(&sheet, &mut rows, |texts| {
                    let ranks = sorting::ranks(texts.iter().copied());
                    texts.iter().map(|text| ranks.get(text).copied().unwrap_or_default()).collect()
                });
                rows
            })
        })
    });
    let grid = Grid {
        app,
        kind,
        columns,
        rows,
        marks,
        active: RwSignal::new((0, 0)),
        anchor: RwSignal::new((0, 0)),
        editing: RwSignal::new(None),
        offer: RwSignal::new(0),
        scroll: RwSignal::new((0.0, 0.0)),
        height: RwSignal::new(700.0),
        input: NodeRef::new(),
        body: NodeRef::new(),
    };
    let all = Memo::new(move |_| candidates.with(Vec::len));
    view! {
        <div class="grid-tools row no-print">
            <input type="search" data-test="search" class="grid-search" aria-label=move || app.t("搜索", "Search")
                placeholder=move || app.t("搜索本表", "Search") prop:value=move || grid.query().search
                on:input=move |event| {
                    let mut query = untrack(|| grid.query());
                    query.search = event_target_value(&event);
                    grid.set_query(&query);
                } />
            {children()}
            <span class="muted num" data-test="row-count">{move || {
                let (shown, all) = (rows.with(Vec::len), all.get());
                if shown == all { format!("{all} {}", app.t("行", "rows")) } else { format!("{shown} / {all} {}", app.t("行", "rows")) }
            }}</span>
            <span class="tabs">{[("Excel", false), ("CSV", true)].into_iter().map(|(name, as_text)| view! {
                <button data-test=format!("table-{name}") title=move || app.t("按当前筛选、列和顺序导出", "As filtered, sorted and shown") on:click=move |_| {
                    app.hand_table(kind, &columns.get_untracked(), &rows.get_untracked(), &marks.get_untracked(), as_text);
                }>{name}</button>
            }).collect_view()}</span>
            <Show when=move || !grid.query().is_open()>
                <button class="plain" data-test="clear-filters" on:click=move |_| grid.set_query(&Query { sort: untrack(|| grid.query()).sort, ..Query::default() })>{move || app.t("清除筛选", "Clear filters")}</button>
            </Show>
        </div>
        <bulk::BulkBar grid />
        <GridBody grid tree />
        <Show when=move || app.printing.get()><printed::Printed grid title /></Show>
    }
}

/// The scrolling part: header, the rows in sight, and the cell editor over them.
#[component]
fn GridBody(grid: Grid, tree: Option<Tree>) -> impl IntoView {
    let Grid { rows, columns, body, .. } = grid;
    let total = Memo::new(move |_| rows.with(Vec::len));
    let template = Memo::new(move |_| {
        let widths: Vec<String> = grid.widths().iter().map(|width| format!("{width}px")).collect();
        format!("{GUTTER}px {}", widths.join(" "))
    });
    let width = Memo::new(move |_| GUTTER + grid.widths().iter().sum::<u32>());
    let visible = Memo::new(move |_| {
        let first = ((grid.scroll.get().1 / ROW) as usize).saturating_sub(MARGIN);
        let count = (grid.height.get() / ROW) as usize + 2 * MARGIN;
        (first, (first + count).min(total.get()))
    });
    let measure = move || {
        if let Some(body) = body.get_untracked() {
            grid.scroll.set((f64::from(body.scroll_left()), f64::from(body.scroll_top())));
            grid.height.set(f64::from(body.client_height()));
        }
    };
    Effect::new(move |_| {
        body.track();
        measure();
    });
    let shown = move || {
        let (first, last) = visible.get();
        rows.with(|rows| (first..last).filter_map(|at| Some((at, *rows.get(at)?))).collect::<Vec<_>>())
    };
    view! {
        <div class="grid no-print" role="grid" data-test="grid" aria-rowcount=move || total.get() + 1 node_ref=body on:scroll=move |_| measure()
            on:copy=move |event| clipboard::copy(grid, &event) on:paste=move |event| clipboard::paste(grid, &event)>
            <div class="grid-head" role="row" style:grid-template-columns=move || template.get() style:width=move || format!("{}px", width.get())>
                <div class="grid-corner"></div>
                {move || columns.get().into_iter().enumerate().map(|(at, column)| view! { <header::Heading grid column at /> }).collect_view()}
            </div>
            <div class="grid-rows" style:height=move || format!("{}px", total.get() as f64 * ROW) style:width=move || format!("{}px", width.get())>
                <For each=shown key=|row| *row let:row>
                    <GridRow grid at=row.0 position=row.1 template tree />
                </For>
                <Show when=move || total.get() != 0><editor::CellEditor grid /></Show>
            </div>
            <Show when=move || total.get() == 0><p class="empty">{move || if grid.query().is_open() {
                grid.app.t("还没有记录。点「新增」开始填写。", "Nothing here yet.")
            } else {
                grid.app.t("没有符合筛选条件的行。", "No row passes the filters.")
            }}</p></Show>
        </div>
    }
}

/// One row in sight.
#[component]
fn GridRow(grid: Grid, at: usize, position: usize, template: Memo<String>, tree: Option<Tree>) -> impl IntoView {
    let cells = Memo::new(move |_| {
        let columns = grid.columns.get();
        grid.sheet(|sheet| columns.iter().map(|column| (*column, sheet.cell(position, *column))).collect::<Vec<_>>())
            .unwrap_or_default()
    });
    let branch = Memo::new(move |_| tree.and_then(|tree| tree.branches.with(|all| all.get(position).copied())));
    let in_selection = Memo::new(move |_| {
        let (top, bottom, ..) = grid.selection();
        (top..=bottom).contains(&at) && bottom > top
    });
    view! {
        <div class="grid-row" role="row" aria-rowindex=at + 2 class:selected=move || in_selection.get()
            style:grid-template-columns=move || template.get() style:top=format!("{}px", at as f64 * ROW)>
            <button class="grid-gutter" tabindex="-1" data-test="open-row" title=move || grid.app.t("查看详情（Ctrl+Enter）", "Details (Ctrl+Enter)") on:click=move |_| grid.open(at)>{at + 1}</button>
            {move || cells.get().into_iter().enumerate().map(|(column, (kind, cell))| {
                let is_active = move || grid.active.get() == (at, column);
                let selected = move || {
                    let (top, bottom, left, right) = grid.selection();
                    (top..=bottom).contains(&at) && (left..=right).contains(&column) && (top, left) != (bottom, right)
                };
                let branch = branch.get().filter(|_| column == 0);
                let left_padding = format!("{}px", 8 + branch.map_or(0, |branch| 16 * u32::from(branch.depth.saturating_sub(1))));
                let title = cell.text.clone();
                view! {
                    <div class="grid-cell" role="gridcell" class:num=kind.is_numeric() class:computed=kind.field_type().is_none()
                        class:active=is_active class:picked=selected class:conflict=cell.conflict style:padding-left=left_padding title=title
                        on:mousedown=move |event| {
                            event.prevent_default();
                            grid.press(at, column, event.shift_key());
                        }
                        on:mouseenter=move |event| {
                            if event.buttons() == 1 && grid.editing.with_untracked(Option::is_none) {
                                grid.go(at, column, true);
                            }
                        }
                        on:dblclick=move |_| grid.begin_edit(None)>
                        {tree.zip(branch).map(|(tree, branch)| tree::fold_mark(grid, tree, branch, position))}
                        {match cell.warning {
                            Some(warning) => super::figures::warning_sign(warning, cell.text).into_any(),
                            None => cell.text.into_any(),
                        }}
                    </div>
                }
            }).collect_view()}
        </div>
    }
}
