//! `#/coverage`: indicators by tier, region, group or unit, each figure down to its rows.

mod explained;
mod rows;

use leptos::prelude::*;

use super::{
    charts::ChartView,
    format,
    scope_picker::AXES,
    scope_picker::{Axes, Scopes, axis, indicator, scope},
};
use crate::app::{App, Route, use_app};
use chart::{Bar, Chart, HeatCell, HeatRow, coverage_bars, heat_table};
use ledger::domain::{Id, records::Indicator};
use report::{Axis, ColumnLabel, Figure, Matrix, View, matrix, matrix::heat as heat_of};
use table_model::names;

/// The screen.
#[component]
pub fn Coverage() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen coverage">
            <div class="screen-head">
                <h1>{move || app.t("覆盖面", "Coverage")}</h1>
                <Axes />
                <Scopes />
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || table(app)}
            <div class="columns coverage-below">
                <div><explained::Explained /><rows::Rows /></div>
                <div><Charts /></div>
            </div>
        </main>
    }
}

fn table(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let indicators: Vec<_> = view.ledger.indicators.iter().map(|(id, _)| id).collect();
        let matrix = matrix(view, &indicators, &scope(&route), axis(&route));
        let chosen = indicator(view, &route);
        let names: Vec<String> = matrix.columns.iter().map(|column| format::column_name(view.ledger, column.label, lang)).collect();
        let rows = matrix.rows.iter().map(|(id, figures)| row(app, view, &route, &matrix, *id, figures, chosen)).collect_view();
        Some(view! {
            <div class="matrix-frame">
                <table class="plain matrix" data-test="matrix">
                    <thead><tr><th>{app.t("指标", "Indicator")}</th>{names.into_iter().map(|name| { let title = name.clone(); view! { <th class="num" title=title>{name}</th> } }).collect_view()}<th>{app.t("目标", "Target")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })
    })
}

fn row(
    app: App,
    view: View<'_>,
    route: &Route,
    matrix: &Matrix,
    id: Id<Indicator>,
    figures: &[Figure],
    chosen: Option<Id<Indicator>>,
) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let (unit, weighted) = format::unit_of(view, id, lang);
    let to = |cell: ColumnLabel| {
        route.clone().with("ind", id.raw().to_string()).with("cell", cell.token()).with("answer", "").hash()
    };
    let here = route.get("cell");
    let cells = matrix.columns.iter().zip(figures).map(|(column, figure)| {
        let is_here = chosen == Some(id) && here == column.label.token();
        view! {
            <td class="num" class:here=is_here data-test=format!("cell-{}-{}", id.raw().0, column.label.token())>
                <a href=to(column.label)>{figure.text(lang)}</a>
                <span class="small muted">{format::counted(figure, weighted)}</span>
            </td>
        }
    });
    let target = figures.first().and_then(|total| total.target);
    let words = target.map(|target| format::target_words(app, &target));
    view! {
        <tr class:here=chosen == Some(id)>
            <th scope="row"><a href=to(ColumnLabel::Total)>{names::indicator_name(view.ledger, id, lang)}</a></th>
            {cells.collect_view()}
            <td>{format::target_sign(app, target, unit)}" "<span class="small muted">{words}</span></td>
        </tr>
    }
}

/// The chosen indicator by the chosen axis, and by tier against a second axis.
#[component]
fn Charts() -> impl IntoView {
    let app = use_app();
    let nothing = || Chart { svg: String::new(), title: String::new(), summary: String::new() };
    let bars = Memo::new(move |_| bars(app).unwrap_or_else(nothing));
    let heat = Memo::new(move |_| heat(app).unwrap_or_else(nothing));
    let to_cell = Callback::new(move |cell: String| {
        app.go(app.shell.route.get_untracked().with("cell", cell).with("answer", ""));
    });
    // A cell of the heat table is a tier within a part: the tier narrows the scope, the part is the cell.
    let to_both = Callback::new(move |key: String| {
        if let Some((tier, part)) = key.split_once('/') {
            let axis = second_axis(app.shell.route.with_untracked(axis));
            let key = AXES.iter().find(|(own, ..)| *own == axis).map_or("group", |(_, key, _)| key);
            app.go(app
                .shell
                .route
                .get_untracked()
                .with("axis", key)
                .with("tier", tier)
                .with("cell", part)
                .with("answer", ""));
        }
    });
    view! { <ChartView chart=bars chosen=to_cell /><ChartView chart=heat chosen=to_both /> }
}

/// What stands against the tiers in the heat table.
fn second_axis(axis: Axis) -> Axis {
    if axis == Axis::Tier { Axis::Group } else { axis }
}

fn bars(app: App) -> Option<Chart> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = indicator(view, &route)?;
        let matrix = matrix(view, &[id], &scope(&route), axis(&route));
        let (_, figures) = matrix.rows.into_iter().next()?;
        let (_, weighted) = format::unit_of(view, id, lang);
        let bars: Vec<Bar> = matrix
            .columns
            .iter()
            .zip(&figures)
            .map(|(column, figure)| Bar {
                label: format::column_name(view.ledger, column.label, lang),
                ratio: figure.due,
                upper: figure.upper,
                target: figure.target.map(|target| target.value),
                is_short: figure.target.is_some_and(|target| target.met == Some(false)),
                value: format::rate_with_counts(figure, weighted, lang),
                key: column.label.token(),
            })
            .collect();
        Some(coverage_bars(&names::indicator_name(view.ledger, id, lang), &bars, lang))
    })
}

fn heat(app: App) -> Option<Chart> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = indicator(view, &route)?;
        let axis = second_axis(axis(&route));
        let (columns, rows) = heat_of(view, id, &scope(&route), axis);
        let (_, weighted) = format::unit_of(view, id, lang);
        let names: Vec<String> = columns.iter().map(|label| format::column_name(view.ledger, *label, lang)).collect();
        let rows: Vec<HeatRow> = rows
            .iter()
            .map(|(tier, figures)| HeatRow {
                label: format::column_name(view.ledger, *tier, lang),
                cells: figures
                    .iter()
                    .zip(&columns)
                    .map(|(figure, column)| HeatCell {
                        ratio: figure.rate().unwrap_or_default(),
                        value: figure.text(lang),
                        counted: format::counted(figure, weighted),
                        key: format!("{}/{}", tier.token(), column.token()),
                    })
                    .collect(),
            })
            .collect();
        let axis_word = AXES.iter().find(|(own, ..)| *own == axis).map_or("", |(_, _, word)| word.of(lang));
        let title = format!(
            "{} · {}{}",
            names::indicator_name(view.ledger, id, lang),
            app.t("层级 × ", "tier × "),
            axis_word.trim_start_matches('按')
        );
        Some(heat_table(&title, &names, &rows, lang))
    })
}
