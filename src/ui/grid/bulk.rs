//! What can be done with several selected rows at once, each as one change that one undo takes back.

use leptos::{html, prelude::*};

use super::Grid;
use crate::{
    app::{Route, Screen},
    browser::{page, random},
};
use ledger::{
    domain::{Change, Lang, choice::Label},
    subset::Choice,
};
use table_model::Column;

/// The line below a grid: how many rows, whether they still stand as asked, and what can be done with those
/// selected. It stands below so that nothing in it moves a row under the mouse.
#[component]
pub(super) fn Foot(
    /// The grid.
    grid: Grid,
    /// How many rows there are without any filter.
    all: Memo<usize>,
) -> impl IntoView {
    let app = grid.app;
    let shown = Memo::new(move |_| grid.rows.with(Vec::len));
    let count = Memo::new(move |_| {
        let (top, bottom, ..) = grid.selection();
        (bottom + 1 - top).min(shown.get())
    });
    view! {
        <div class="grid-foot row no-print">
            <span class="muted num" data-test="row-count">{move || {
                let (shown, all, rows) = (shown.get(), all.get(), app.t("行", "rows"));
                if shown == all { format!("{all} {rows}") } else { format!("{shown} / {all} {rows}") }
            }}</span>
            <Show when=move || { count.get() > 1 }><Bulk grid count /></Show>
            <span class="grow"></span>
            <Show when=move || grid.is_stale.get()>
                <button class="plain stale" data-test="arrange" title=move || app.t("填写时各行留在原处；点此按当前的筛选和排序重排", "Rows stay where they are while one types; click to apply filter and order anew")
                    on:click=move |_| { grid.arrange(); grid.collapse(); grid.focus(); }>{move || app.t("排序已过期，点此重排", "Order is out of date: arrange anew")}</button>
            </Show>
        </div>
    }
}

/// What can be done with several selected rows.
#[component]
fn Bulk(grid: Grid, count: Memo<usize>) -> impl IntoView {
    let app = grid.app;
    let column = NodeRef::<html::Select>::new();
    let value = NodeRef::<html::Input>::new();
    let editable =
        move || grid.columns.get().into_iter().filter(|column| column.field_type().is_some()).collect::<Vec<_>>();
    let apply = move |_| {
        let (Some(select), Some(input)) = (column.get_untracked(), value.get_untracked()) else { return };
        if let Some(column) = Column::of_key(grid.kind, &select.value()) {
            set_all(grid, column, &input.value());
        }
    };
    view! {
        <div class="bulk row" data-test="bulk">
            <span>{move || match app.shell.lang.get() { Lang::Zh => format!("已选 {} 行", count.get()), Lang::En => format!("{} rows selected", count.get()) }}</span>
            <select node_ref=column data-test="bulk-column" aria-label=move || app.t("要修改的列", "Column")>
                {move || editable().into_iter().map(|column| view! {
                    <option value=column.key()>{grid.sheet(|sheet| column.heading(sheet.ledger, sheet.lang))}</option>
                }).collect_view()}
            </select>
            <input node_ref=value data-test="bulk-value" placeholder=move || app.t("统一改为（空即清除）", "New value (empty clears)") />
            <button class="primary" data-test="bulk-apply" on:click=apply>{move || app.t("批量修改", "Change all")}</button>
            <button data-test="bulk-share" on:click=move |_| share_all(grid)>{move || app.t("导出所选…", "Export rows…")}</button>
            <button data-test="bulk-delete" on:click=move |_| delete_all(grid)>{move || app.t("删除所选行", "Delete rows")}</button>
        </div>
    }
}

/// Puts one text into one column of every selected row.
fn set_all(grid: Grid, column: Column, typed: &str) {
    let rows = untrack(|| grid.selected_rows());
    let made = grid.untracked_sheet(|sheet| {
        rows.iter()
            .map(|row| sheet.edit(*row, column, typed, &mut random::id).map_err(|error| error.sentence(sheet.lang)))
            .collect::<Result<Vec<_>, _>>()
    });
    match made {
        Some(Ok(changes)) => {
            let changes: Vec<Change> = changes.into_iter().flatten().collect();
            let count = changes.len();
            if count == 0 || grid.app.apply(Change::Batch(changes), Label::Bulk) {
                grid.app.notify(match grid.app.shell.lang.get_untracked() {
                    Lang::Zh => format!("已修改 {count} 行，可一次撤销。"),
                    Lang::En => format!("{count} rows changed; one undo takes it back."),
                });
            }
        }
        Some(Err(sentence)) => grid.app.notify_error(sentence),
        None => {}
    }
}

/// Goes to the export with the selected rows chosen.
fn share_all(grid: Grid) {
    let rows = untrack(|| grid.selected_rows());
    let records = grid.untracked_sheet(|sheet| rows.iter().map(|row| sheet.record(*row)).collect());
    if let Some(records) = records {
        grid.app.transfer.export.update(|sharing| sharing.choice = Choice::Records(records));
        grid.app.go(Route::to(Screen::Data).with("tab", "share"));
    }
}

fn delete_all(grid: Grid) {
    let rows = untrack(|| grid.selected_rows());
    let lang = grid.app.shell.lang.get_untracked();
    let question = match lang {
        Lang::Zh => format!("删除所选 {} 行及其下属记录？可以撤销。", rows.len()),
        Lang::En => format!("Delete {} rows with what belongs to them? It can be undone.", rows.len()),
    };
    if !page::confirm(&question) {
        return;
    }
    let changes =
        grid.untracked_sheet(|sheet| rows.iter().map(|row| sheet.ledger.deletion(sheet.record(*row))).collect());
    if let Some(changes) = changes
        && grid.app.apply(Change::Batch(changes), Label::Delete)
    {
        grid.collapse();
    }
}
