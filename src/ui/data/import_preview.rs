//! The first rows of a sheet with what each column means; a click on a row number makes it the header.

use leptos::prelude::*;

use super::import::of;
use crate::{
    app::{
        App,
        transfer::import::{AmountUnit, Layout, Match, MoneyUnit, column_letters, targets},
        use_app,
    },
    ui::format,
};
use ledger::domain::Lang;
use table_model::Column;

/// How many rows and columns are shown.
const ROWS: usize = 40;
const COLUMNS: usize = 40;

/// The choice that keeps a column in the note.
const KEEP: &str = "_keep";

/// What of a sheet is on screen.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shown {
    rows: Vec<Vec<String>>,
    width: usize,
    all: usize,
}

/// The preview.
#[component]
pub(super) fn Preview() -> impl IntoView {
    let app = use_app();
    let shown = Memo::new(move |_| of(app, shown).flatten().unwrap_or_default());
    let layout = Memo::new(move |_| of(app, |i| i.layout.clone()).flatten());
    let header = Memo::new(move |_| layout.with(|layout| layout.as_ref().map(|layout| layout.header)));
    let press = move |row: usize, extend: bool| {
        let Some(layout) = layout.get_untracked() else {
            return app.choose_layout(ledger::domain::Kind::Task, (row, row));
        };
        let (top, bottom) = layout.header;
        let header = if extend { (top.min(row), bottom.max(row)) } else { (row, row) };
        app.choose_layout(layout.kind, header);
    };
    view! {
        <p class="muted">{move || app.t(
            "点行号指定表头行（Shift 点选多行表头）；每列上方选择它对应的栏目，不需要的列选「不导入」。",
            "Click a row number for the header (Shift for several rows); choose what each column means above it.",
        )}</p>
        <div class="preview-frame" data-test="import-preview">
            <table class="preview">
                <thead><tr><th>{move || format::unshown(app.t("行", "Row"))}</th>{move || (0..shown.with(|shown| shown.width)).map(|at| view! { <ColumnHead at layout /> }).collect_view()}</tr></thead>
                <tbody>{move || shown.with(|shown| shown.rows.iter().enumerate().map(|(row, cells)| {
                    let is_head = move || header.get().is_some_and(|(top, bottom)| (top..=bottom).contains(&row));
                    let width = shown.width;
                    view! {
                        <tr class:head=is_head>
                            <th><button class="plain num" data-test=format!("header-{row}") title=move || app.t("设为表头", "Make it the header") on:click=move |event| press(row, event.shift_key())>{row + 1}</button></th>
                            {(0..width).map(|at| { let text = cells.get(at).cloned().unwrap_or_default(); let title = text.clone(); view! { <td title=title>{text}</td> } }).collect_view()}
                        </tr>
                    }
                }).collect_view())}</tbody>
            </table>
        </div>
        <p class="muted num">{move || shown.with(|shown| format!("{} {}", shown.all, app.t("行", "rows")))}</p>
    }
}

fn shown(importing: &crate::app::transfer::ImportSession) -> Option<Shown> {
    let grid = importing.sheets.get(importing.sheet)?;
    let rows: Vec<Vec<String>> =
        grid.rows.iter().take(ROWS).map(|row| row.iter().take(COLUMNS).map(|cell| cell.text()).collect()).collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0).min(COLUMNS);
    Some(Shown { rows, width, all: grid.rows.len() })
}

/// What one column means, and why.
#[component]
fn ColumnHead(at: usize, layout: Memo<Option<Layout>>) -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        layout.with(|layout| layout.as_ref().and_then(|layout| layout.matches.get(at).copied().flatten()))
    });
    let kept = Memo::new(move |_| layout.with(|layout| layout.as_ref().is_some_and(|l| l.kept.get(at) == Some(&true))));
    let has_note = Memo::new(move |_| layout.with(|layout| layout.as_ref().is_some_and(|l| l.note_field().is_some())));
    let is_identity = Memo::new(move |_| layout.with(|layout| layout.as_ref().is_some_and(|l| l.identity == Some(at))));
    // Dozens of columns with dozens of choices each take long to draw: they come when one is opened.
    let opened = RwSignal::new(false);
    let columns = Memo::new(move |_| if opened.get() { choices(app, layout) } else { chosen(app, found.get()) });
    view! {
        <th class:matched=move || found.get().is_some() || kept.get()>
            <span class="muted small">{column_letters(at)}</span>
            {move || if is_identity.get() {
                view! { <span class="small">{app.t("内部编号（自动对应）", "Identity")}</span> }.into_any()
            } else {
                view! {
                    <select data-test=format!("map-{at}") aria-label=app.t("对应栏目", "Meaning") on:pointerdown=move |_| opened.set(true) on:focus=move |_| opened.set(true) on:change=move |event| {
                        let key = event_target_value(&event);
                        if key == KEEP {
                            return app.keep_column(at);
                        }
                        let column = untrack(|| columns.get()).into_iter().find(|(own, ..)| *own == key).map(|(_, _, column)| column);
                        app.choose_column(at, column);
                    }>
                        <option value="" selected=move || found.get().is_none() && !kept.get()>{app.t("不导入", "Leave out")}</option>
                        {has_note.get().then(|| view! { <option value=KEEP selected=move || kept.get()>{app.t("并入备注", "Keep in the note")}</option> })}
                        {columns.get().into_iter().map(|(key, name, column)| view! {
                            <option value=key selected=move || found.get().is_some_and(|found| found.column == column)>{name}</option>
                        }).collect_view()}
                    </select>
                    <span class="muted small">{move || found.get().map(|found| format!("{} {}%", found.reason.word().of(app.shell.lang.get()), found.confidence))}</span>
                    <UnitChoice at layout />
                }.into_any()
            }}
        </th>
    }
}

/// In which unit a column holds its amounts; nothing for other columns.
#[component]
fn UnitChoice(at: usize, layout: Memo<Option<Layout>>) -> impl IntoView {
    let app = use_app();
    let amount = Memo::new(move |_| layout.with(|layout| layout.as_ref().and_then(|l| l.amount_unit(at))));
    let note = Memo::new(move |_| {
        layout.with(|layout| layout.as_ref().and_then(|layout| layout.unit_note(at, app.shell.lang.get())))
    });
    let choice = move |AmountUnit { from, .. }| {
        let choose = move |event| {
            let word = event_target_value(&event);
            if let Some(unit) = MoneyUnit::ALL.into_iter().find(|unit| unit.word().zh == word) {
                app.choose_amount_unit(at, unit);
            }
        };
        view! {
            <select data-test=format!("unit-{at}") aria-label=app.t("金额单位", "Unit of amounts") on:change=choose>
                {from.is_none().then(|| view! { <option value="" selected=true>{app.t("请选定单位", "Choose a unit")}</option> })}
                {MoneyUnit::ALL.into_iter().map(|unit| view! { <option value=unit.word().zh selected=from == Some(unit)>{unit.word().of(app.shell.lang.get())}</option> }).collect_view()}
            </select>
        }
    };
    view! {
        {move || amount.get().map(choice)}
        {move || note.get().map(|(text, is_warning)| {
            let title = text.clone();
            view! { <span class="small unit-note" class:problem=is_warning class:muted=!is_warning title=title data-test=format!("unit-note-{at}")>{text}</span> }
        })}
    }
}

fn chosen(app: App, found: Option<Match>) -> Vec<(String, String, Column)> {
    let lang: Lang = app.shell.lang.get();
    let Some(Match { column, .. }) = found else { return Vec::new() };
    let heading = app.document.read(|document| Some(column.heading(&document.ledger, lang)));
    vec![(column.key(), heading.unwrap_or_default(), column)]
}

fn choices(app: App, layout: Memo<Option<Layout>>) -> Vec<(String, String, Column)> {
    let lang: Lang = app.shell.lang.get();
    layout
        .with(|layout| {
            let kind = layout.as_ref()?.kind;
            app.document.read(|document| {
                let ledger = &document.ledger;
                let all = targets(ledger, kind).into_iter();
                Some(all.map(|column| (column.key(), column.heading(ledger, lang), column)).collect())
            })
        })
        .unwrap_or_default()
}
