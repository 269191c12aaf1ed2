//! `#/coverage`: indicators by tier, region, group or unit, each figure down to its rows.

mod explained;
mod rows;

use leptos::prelude::*;

use super::{charts::ChartView, figures};
use crate::{
    app::{App, Route, use_app},
    chart::{Bar, Chart, HeatRow, coverage_bars, heat_table},
    domain::{
        Choice, Id, RawId, RegionCode, Tiers, Word, catalogue,
        choice::FunctionClass,
        records::{Indicator, Programme},
    },
    report::{Axis, ColumnLabel, Figure, Matrix, Pilot, Scope, View, matrix, matrix::heat as heat_of},
};

const AXES: [(Axis, &str, Word); 5] = [
    (Axis::Tier, "tier", Word::new("按层级", "By tier")),
    (Axis::Group, "group", Word::new("按集团", "By group")),
    (Axis::Region, "region", Word::new("按地区", "By region")),
    (Axis::Unit, "unit", Word::new("按填报单位", "By unit")),
    (Axis::Function, "function", Word::new("按功能分类", "By class")),
];

/// The axis that an address names.
fn axis(route: &Route) -> Axis {
    AXES.iter().find(|(_, key, _)| *key == route.get("axis")).map_or(Axis::Tier, |(axis, ..)| *axis)
}

/// The scope that an address names.
fn scope(route: &Route) -> Scope {
    let programme = |text: &str| text.parse::<RawId>().ok().map(Id::<Programme>::new);
    let pilot = match route.get("pilot").split_once(':') {
        Some(("in", id)) => programme(id).map(Pilot::Member),
        Some(("out", id)) => programme(id).map(Pilot::NonMember),
        _ => None,
    };
    Scope {
        unit: route.parsed::<RawId>("unit").map(Id::new),
        region: RegionCode::parse(route.get("region")),
        group: route.parsed::<RawId>("group").map(Id::new),
        tiers: Tiers::parse(route.get("tier")).unwrap_or_default(),
        function: FunctionClass::ALL.iter().copied().find(|class| class.key() == route.get("class")),
        pilot,
    }
}

/// The indicator that an address names, else the exit system's.
fn indicator(view: View<'_>, route: &Route) -> Option<Id<Indicator>> {
    let named = route.parsed::<RawId>("ind").map(Id::new).filter(|id| view.ledger.indicators.get(*id).is_some());
    named
        .or_else(|| catalogue::indicator_by_code(view.ledger, "E1"))
        .or_else(|| view.ledger.indicators.iter().next().map(|(id, _)| id))
}

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

/// Chooses what the columns stand for.
#[component]
fn Axes() -> impl IntoView {
    let app = use_app();
    view! {
        <span class="tabs no-print">
            {AXES.into_iter().map(|(own, key, word)| view! {
                <button data-test=format!("axis-{key}") class:on=move || app.route.with(axis) == own on:click=move |_| {
                    let route = app.route.get_untracked().with("axis", key).with("cell", "").with("answer", "");
                    app.replace_route(route);
                }>{move || word.of(app.lang.get())}</button>
            }).collect_view()}
        </span>
    }
}

/// Chooses the part of the ledger that the table covers.
#[component]
fn Scopes() -> impl IntoView {
    let app = use_app();
    let set = move |name: &'static str| {
        move |event: leptos::ev::Event| {
            app.replace_route(app.route.get_untracked().with(name, event_target_value(&event)).with("cell", ""));
        }
    };
    let units = move || {
        app.book.with(|book| {
            let list = book.as_ref().map(|book| {
                book.ledger.units.iter().map(|(id, row)| (id.raw().to_string(), row.name.clone())).collect::<Vec<_>>()
            });
            list.unwrap_or_default()
        })
    };
    let programmes = move || {
        app.book.with(|book| {
            let list = book.as_ref().map(|book| {
                book.ledger
                    .programmes
                    .iter()
                    .map(|(id, row)| (id.raw().to_string(), row.short.clone()))
                    .collect::<Vec<_>>()
            });
            list.unwrap_or_default()
        })
    };
    view! {
        <span class="row no-print">
            <select aria-label=move || app.t("填报单位", "Unit") data-test="scope-unit" prop:value=move || app.route.with(|r| r.get("unit").to_owned()) on:change=set("unit")>
                <option value="">{move || app.t("全部单位", "All units")}</option>
                {move || units().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
            </select>
            <select aria-label=move || app.t("功能分类", "Class") prop:value=move || app.route.with(|r| r.get("class").to_owned()) on:change=set("class")>
                <option value="">{move || app.t("全部分类", "All classes")}</option>
                {FunctionClass::ALL.iter().map(|class| view! { <option value=class.key()>{move || class.word().of(app.lang.get())}</option> }).collect_view()}
            </select>
            <select aria-label=move || app.t("试点", "Pilots") prop:value=move || app.route.with(|r| r.get("pilot").to_owned()) on:change=set("pilot")>
                <option value="">{move || app.t("试点与非试点", "Pilots and others")}</option>
                {move || programmes().into_iter().flat_map(|(id, name)| {
                    [(format!("in:{id}"), format!("{name}{}", app.t("企业", " members"))), (format!("out:{id}"), format!("{}{name}{}", app.t("非", "not "), app.t("企业", "")))]
                }).map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()}
            </select>
        </span>
    }
}

fn table(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.lang.get();
    let route = app.route.get();
    app.book.with(|book| {
        let view = book.as_ref()?.view(app.as_of());
        let indicators: Vec<_> = view.ledger.indicators.iter().map(|(id, _)| id).collect();
        let matrix = matrix(view, &indicators, &scope(&route), axis(&route));
        let chosen = indicator(view, &route);
        let names: Vec<String> = matrix.columns.iter().map(|column| figures::column_name(view.ledger, column.label, lang)).collect();
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
    let lang = app.lang.get();
    let (unit, weighted) = figures::unit_of(view, id, lang);
    let to = |cell: ColumnLabel| {
        route.clone().with("ind", id.raw().to_string()).with("cell", cell.token()).with("answer", "").hash()
    };
    let here = route.get("cell");
    let cells = matrix.columns.iter().zip(figures).map(|(column, figure)| {
        let is_here = chosen == Some(id) && here == column.label.token();
        view! {
            <td class="num" class:here=is_here data-test=format!("cell-{}-{}", id.raw().0, column.label.token())>
                <a href=to(column.label)>{figure.due.percent()}</a>
                <span class="small muted">{figures::counted(figure, weighted)}</span>
            </td>
        }
    });
    let target = figures.first().and_then(|total| total.target);
    let words = target.map(|target| figures::target_words(app, &target));
    view! {
        <tr class:here=chosen == Some(id)>
            <th scope="row"><a href=to(ColumnLabel::Total)>{figures::indicator_name(view.ledger, id, lang)}</a></th>
            {cells.collect_view()}
            <td>{figures::target_sign(app, target, unit)}" "<span class="small muted">{words}</span></td>
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
        app.replace_route(app.route.get_untracked().with("cell", cell).with("answer", ""));
    });
    // A cell of the heat table is a tier within a part: the tier narrows the scope, the part is the cell.
    let to_both = Callback::new(move |key: String| {
        if let Some((tier, part)) = key.split_once('/') {
            let axis = second_axis(app.route.with_untracked(axis));
            let key = AXES.iter().find(|(own, ..)| *own == axis).map_or("group", |(_, key, _)| key);
            app.replace_route(
                app.route.get_untracked().with("axis", key).with("tier", tier).with("cell", part).with("answer", ""),
            );
        }
    });
    view! { <ChartView chart=bars chosen=to_cell /><ChartView chart=heat chosen=to_both /> }
}

/// What stands against the tiers in the heat table.
fn second_axis(axis: Axis) -> Axis {
    if axis == Axis::Tier { Axis::Group } else { axis }
}

fn bars(app: App) -> Option<Chart> {
    let lang = app.lang.get();
    let route = app.route.get();
    app.book.with(|book| {
        let view = book.as_ref()?.view(app.as_of());
        let id = indicator(view, &route)?;
        let matrix = matrix(view, &[id], &scope(&route), axis(&route));
        let (_, figures) = matrix.rows.into_iter().next()?;
        let bars: Vec<Bar> = matrix
            .columns
            .iter()
            .zip(&figures)
            .map(|(column, figure)| Bar {
                label: figures::column_name(view.ledger, column.label, lang),
                ratio: figure.due,
                upper: figure.upper,
                target: figure.target.map(|target| target.value),
                key: column.label.token(),
            })
            .collect();
        Some(coverage_bars(&figures::indicator_name(view.ledger, id, lang), &bars, lang))
    })
}

fn heat(app: App) -> Option<Chart> {
    let lang = app.lang.get();
    let route = app.route.get();
    app.book.with(|book| {
        let view = book.as_ref()?.view(app.as_of());
        let id = indicator(view, &route)?;
        let axis = second_axis(axis(&route));
        let (columns, rows) = heat_of(view, id, &scope(&route), axis);
        let names: Vec<String> = columns.iter().map(|label| figures::column_name(view.ledger, *label, lang)).collect();
        let rows: Vec<HeatRow> = rows
            .iter()
            .map(|(tier, figures)| HeatRow {
                label: figures::column_name(view.ledger, *tier, lang),
                cells: figures
                    .iter()
                    .zip(&columns)
                    .map(|(figure, column)| (figure.due, format!("{}/{}", tier.token(), column.token())))
                    .collect(),
            })
            .collect();
        let axis_word = AXES.iter().find(|(own, ..)| *own == axis).map_or("", |(_, _, word)| word.of(lang));
        let title = format!(
            "{} · {}{}",
            figures::indicator_name(view.ledger, id, lang),
            app.t("层级 × ", "tier × "),
            axis_word.trim_start_matches('按')
        );
        Some(heat_table(&title, &names, &rows, lang))
    })
}
