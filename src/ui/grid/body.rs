//! The scrolling part of a grid: its headings, the rows in sight, and the cell editor over them.

use leptos::prelude::*;

use super::{GUTTER, Grid, MARGIN, ROW, Tree, clipboard, editor, header, tree};
use crate::ui::format;

/// The scrolling part: header, the rows in sight, and the cell editor over them.
#[component]
pub(super) fn GridBody(grid: Grid, tree: Option<Tree>) -> impl IntoView {
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
                <div class="grid-corner" role="columnheader">{move || format::unshown(grid.app.t("行号", "Row"))}</div>
                {move || columns.get().into_iter().enumerate().map(|(at, column)| view! { <header::Heading grid column at /> }).collect_view()}
            </div>
            <div class="grid-rows" style:height=move || format!("{}px", total.get() as f64 * ROW) style:width=move || format!("{}px", width.get())>
                <For each=shown key=|row| *row let:row>
                    <GridRow grid at=row.0 position=row.1 template tree />
                </For>
                <Show when=move || total.get() != 0>
                    <div class="grid-shell" role="row"><div class="grid-shell" role="gridcell"><editor::CellEditor grid /></div></div>
                </Show>
            </div>
            <Show when=move || total.get() == 0><div role="row"><p role="gridcell" class="empty">{move || if grid.query().is_open() {
                grid.app.t("还没有记录。点「新增」开始填写。", "Nothing here yet.")
            } else {
                grid.app.t("没有符合筛选条件的行。", "No row passes the filters.")
            }}</p></div></Show>
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
            <div class="grid-shell" role="rowheader"><button class="grid-gutter" tabindex="-1" data-test="open-row" title=move || grid.app.t("查看详情（Ctrl+Enter）", "Details (Ctrl+Enter)") on:click=move |_| grid.open(at)>{at + 1}</button></div>
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
                                grid.extend(at, column);
                            }
                        }
                        on:dblclick=move |_| grid.begin_edit(None)>
                        {tree.zip(branch).map(|(tree, branch)| tree::fold_mark(grid, tree, branch, position))}
                        {match cell.warning {
                            Some(warning) => format::warning_sign(warning, cell.text).into_any(),
                            None => cell.text.into_any(),
                        }}
                    </div>
                }
            }).collect_view()}
        </div>
    }
}
