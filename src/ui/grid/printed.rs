//! The whole table for paper: every row that passes the filters, with a header that repeats.

use leptos::prelude::*;

use super::Grid;
use ledger::domain::Lang;

/// The most rows that are put on paper; the rest are for a file.
const LIMIT: usize = 3_000;

/// The table on paper.
#[component]
pub(super) fn Printed(grid: Grid, title: Memo<String>) -> impl IntoView {
    let app = grid.app;
    let columns = grid.columns.get_untracked();
    let rows = grid.rows.get_untracked();
    let over = rows.len().saturating_sub(LIMIT);
    let (headings, lines) = grid
        .untracked_sheet(|sheet| {
            let headings: Vec<String> = columns.iter().map(|column| column.heading(sheet.ledger, sheet.lang)).collect();
            let lines: Vec<Vec<String>> = rows
                .iter()
                .take(LIMIT)
                .map(|row| columns.iter().map(|column| sheet.cell(*row, *column).text).collect())
                .collect();
            (headings, lines)
        })
        .unwrap_or_default();
    view! {
        <div class="print-only">
            <h1>{title.get_untracked()}</h1>
            <table class="plain">
                <thead><tr><th>"#"</th>{headings.into_iter().map(|heading| view! { <th>{heading}</th> }).collect_view()}</tr></thead>
                <tbody>{lines.into_iter().enumerate().map(|(at, line)| view! {
                    <tr><td class="num">{at + 1}</td>{line.into_iter().map(|text| view! { <td>{text}</td> }).collect_view()}</tr>
                }).collect_view()}</tbody>
            </table>
            {(over > 0).then(|| match app.shell.lang.get_untracked() {
                Lang::Zh => format!("另有 {over} 行未打印，请先筛选。"),
                Lang::En => format!("{over} more rows were not printed; filter first."),
            })}
        </div>
    }
}
