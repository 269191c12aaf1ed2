//! Units side by side: sums, places, the best and the last, the distance to the target, and who has
//! handed in.

use leptos::prelude::*;

use crate::{
    app::{App, Route, Screen, use_app},
    ui::{
        format,
        listing::Listing,
        scope_picker::{AXES, Scopes, axis, scope},
    },
};
use ledger::domain::{Id, Kind, Lang, RawId, RecordRef, records::Indicator};
use report::{
    Axis, ColumnLabel, Figure, View,
    units::{Reported, UnitRow, UnitTable, UnitTotal, units},
};
use table_model::names;

/// The most rows that are listed; sums and places are over all.
const LISTED: usize = 300;
/// What can be put side by side.
const COMPARED: [Axis; 3] = [Axis::Unit, Axis::Group, Axis::Region];

/// The part of the screen.
#[component]
pub(super) fn Units() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="row no-print"><Axes /><Scopes /></div>
        <Indicators />
        {move || app.document.read(|document| {
            let view = document.view(app.as_of());
            let route = app.shell.route.get();
            let table = units(view, &chosen(view, &route), &scope(&route), own_axis(&route));
            Some(view! { {whole(app, view, &route, &table)}{over_all(app, view, &table)} })
        })}
    }
}

/// The axis that the address names, if it is one of those compared here.
fn own_axis(route: &Route) -> Axis {
    let named = axis(route);
    if COMPARED.contains(&named) { named } else { Axis::Unit }
}

fn axis_key(axis: Axis) -> &'static str {
    AXES.iter().find(|(own, ..)| *own == axis).map_or("unit", |(_, key, _)| key)
}

/// The indicators that the address names, in the ledger's order; else the usual ones.
fn chosen(view: View<'_>, route: &Route) -> Vec<Id<Indicator>> {
    let named: Vec<RawId> = route.get("inds").split('.').filter_map(|id| id.parse().ok()).collect();
    let is_chosen = |id: Id<Indicator>, row: &Indicator| {
        if named.is_empty() {
            ledger::domain::builtins::COMPARED.contains(&row.code.as_str())
        } else {
            named.contains(&id.raw())
        }
    };
    let indicators = view.ledger.indicators.iter();
    indicators.filter(|(id, row)| is_chosen(*id, row)).map(|(id, _)| id).collect()
}

#[component]
fn Axes() -> impl IntoView {
    let app = use_app();
    let own = AXES.into_iter().filter(|(axis, ..)| COMPARED.contains(axis));
    view! {
        <span class="tabs">{own.map(|(own, key, word)| view! {
            <button data-test=format!("units-{key}") class:on=move || app.shell.route.with(own_axis) == own
                on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("axis", key))>{move || word.of(app.shell.lang.get())}</button>
        }).collect_view()}</span>
    }
}

/// Chooses indicators.
#[component]
fn Indicators() -> impl IntoView {
    let app = use_app();
    let list = move || {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let here = app.shell.route.with(|route| chosen(view, route));
            let own = |(id, _): (Id<Indicator>, _)| {
                (id, names::indicator_name(view.ledger, id, app.shell.lang.get()), here.contains(&id))
            };
            Some(view.ledger.indicators.iter().map(own).collect::<Vec<_>>())
        })
    };
    let toggle = move |id: Id<Indicator>| {
        let mut now = app.document.peek_or_default(|document| {
            let day = untrack(|| app.as_of());
            app.shell.route.with_untracked(|route| chosen(document.view(day), route))
        });
        match now.iter().position(|own| *own == id) {
            Some(at) => drop(now.remove(at)),
            None => now.push(id),
        }
        let named: Vec<String> = now.iter().map(|id| id.raw().to_string()).collect();
        app.replace_route(app.shell.route.get_untracked().with("inds", named.join(".")));
    };
    view! {
        <details class="no-print unit-indicators"><summary data-test="choose-indicators">{move || app.t("选择指标", "Choose indicators")}</summary>
            <div class="row">{move || list().unwrap_or_default().into_iter().map(|(id, name, on)| view! {
                <label><input type="checkbox" data-test=format!("show-{}", id.raw().0) prop:checked=on on:change=move |_| toggle(id) />{name}</label>
            }).collect_view()}</div>
        </details>
    }
}

fn whole(app: App, view: View<'_>, route: &Route, table: &UnitTable) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let sorted = route.parsed::<RawId>("sort").map(Id::new);
    let by = table.totals.iter().position(|total| Some(total.indicator) == sorted);
    let mut order: Vec<usize> = (0..table.rows.len()).collect();
    if let Some(by) = by {
        let rate = |at: usize| {
            table.rows.get(at).and_then(|row| row.figures.get(by)).map(|figure| figure.due).unwrap_or_default()
        };
        order.sort_by(|a, b| rate(*b).cmp_rate(rate(*a)).then(a.cmp(b)));
    }
    let heads = table.totals.iter().map(|total| {
        let is_here = Some(total.indicator) == sorted;
        let to = route.clone().with("sort", if is_here { String::new() } else { total.indicator.raw().to_string() });
        view! { <th class="num" aria-sort=if is_here { "descending" } else { "none" }><a href=to.hash()>{names::indicator_name(view.ledger, total.indicator, lang)}{is_here.then_some(" ↓")}</a></th> }
    });
    let heads = heads.collect_view();
    let listing = Listing::of(app, "units", LISTED);
    let rows = order
        .iter()
        .take(listing.most)
        .filter_map(|at| Some(row(app, view, route, table, *at, table.rows.get(*at)?)))
        .collect_view();
    let has_units = own_axis(route) == Axis::Unit;
    let missing = table.rows.iter().filter(|row| row.reported == Some(Reported::Nothing)).count();
    let summary = has_units.then(|| view! { <p class="muted" data-test="not-reported">{app.t("未报送且无记录的单位：", "Units with neither return nor records: ")}{missing}</p> });
    let none = table.rows.is_empty().then(|| view! { <p class="empty">{app.t("没有可比较的单位：请先录入填报单位、企业或地区。", "Nothing to compare: enter units, enterprises or regions first.")}</p> });
    view! {
        <section class="part" data-test="units">
            <h2>{app.t("单位 × 指标", "Units by indicators")}" ("{table.rows.len()}")"</h2>
            {summary}
            <div class="matrix-frame"><table class="plain matrix">
                <thead><tr><th>{app.t("单位", "Unit")}</th>{has_units.then(|| view! { <th>{app.t("报送", "Return")}</th> })}{heads}</tr></thead>
                <tbody>{rows}{total_row(app, view, route, table, has_units)}</tbody>
            </table></div>
            {none}
            {listing.more(order.len())}
            <p class="note">{app.t("合计为分子、分母分别相加，不平均完成率；名次按精确比率，同率同名次；「未填」不参加排名。末等调整和不胜任退出类人数占比不设目标、不排名。点列名按该指标排序。", "Totals add numerators and denominators; rates are never averaged. Places go by exact rates, equal ones share a place; what names no unit has none. Shares of people who left are not ranked.")}</p>
        </section>
    }
}

fn cell_route(app: App, route: &Route, indicator: Id<Indicator>, label: ColumnLabel) -> String {
    let kept = ["unit", "class", "pilot", "group", "region", "tier"].into_iter();
    let to = Route::to(Screen::Coverage).with("ind", indicator.raw().to_string());
    let to = to.with("axis", axis_key(own_axis(route))).with("cell", label.token());
    app.keep_day(kept.fold(to, |to, name| to.with(name, route.get(name)))).hash()
}

fn row(app: App, view: View<'_>, route: &Route, table: &UnitTable, at: usize, row: &UnitRow) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let record = match row.label {
        ColumnLabel::Unit(id) => Some(RecordRef::new(Kind::Unit, id.raw())),
        ColumnLabel::Group(id) => Some(RecordRef::new(Kind::Enterprise, id.raw())),
        _ => None,
    };
    let name = match record {
        Some(record) => format::record_link(app, view.ledger, record).into_any(),
        None => view! { {format::column_name(view.ledger, row.label, lang)} }.into_any(),
    };
    let cells = table.totals.iter().zip(&row.figures).zip(&row.ranks).map(|((total, figure), rank)| {
        let to = cell_route(app, route, total.indicator, row.label);
        let place = rank.map(|rank| match lang {
            Lang::Zh => format!("第 {rank}"),
            Lang::En => format!("#{rank}"),
        });
        let mark = if total.best.contains(&at) {
            app.t("最高", "best")
        } else if total.last.contains(&at) {
            app.t("最低", "last")
        } else {
            ""
        };
        cell(app, view, total.indicator, figure, to, place, mark)
    });
    let cells = cells.collect_view();
    let reported = row.reported.map(|reported| view! { <td>{return_sign(app, reported)}</td> });
    let blank = (reported.is_none() && own_axis(route) == Axis::Unit).then(|| view! { <td class="muted">"—"</td> });
    view! { <tr data-test=format!("unit-{}", row.label.token())><th scope="row">{name}</th>{reported}{blank}{cells}</tr> }
}

fn return_sign(app: App, reported: Reported) -> impl IntoView + use<> {
    match reported {
        Reported::On(at) => view! { <span>{at.date().to_string()}</span> }.into_any(),
        Reported::Kept(enterprises, tasks) => {
            let said = match (app.shell.lang.get(), tasks) {
                (Lang::Zh, 0) => format!("在本台账填报，{enterprises} 户"),
                (Lang::Zh, _) => format!("在本台账填报，{enterprises} 户、{tasks} 项任务"),
                (Lang::En, 0) => format!("kept here, {enterprises}"),
                (Lang::En, _) => format!("kept here, {enterprises}, {tasks} tasks"),
            };
            view! { <span class="muted">{said}</span> }.into_any()
        }
        Reported::Nothing => view! { <span class="sign yellow">{app.t("◆ 未报送", "◆ none yet")}</span> }.into_any(),
    }
}

fn cell(
    app: App,
    view: View<'_>,
    indicator: Id<Indicator>,
    figure: &Figure,
    to: String,
    place: Option<String>,
    mark: &'static str,
) -> impl IntoView + use<> {
    let (unit, weighted) = format::unit_of(view, indicator, app.shell.lang.get());
    let missing = (figure.missing > 0).then(|| format!("{} {}", app.t("未填", "missing"), figure.missing));
    view! {
        <td class="num"><a href=to>{figure.text(app.shell.lang.get())}</a>" "<span class="small muted">{format::counted(figure, weighted)}</span>
            <br /><span class="small muted">{place}" "<strong>{mark}</strong>" "{missing}</span>" "{format::target_sign(app, figure.target.filter(|target| target.met.is_some()), unit)}</td>
    }
}

fn total_row(app: App, view: View<'_>, route: &Route, table: &UnitTable, has_units: bool) -> impl IntoView + use<> {
    let cells = table.totals.iter().map(|total| {
        let to = cell_route(app, route, total.indicator, ColumnLabel::Total);
        cell(app, view, total.indicator, &total.total, to, None, "")
    });
    let cells = cells.collect_view();
    view! { <tr class="strong" data-test="units-total"><th scope="row">{app.t("合计", "Total")}</th>{has_units.then(|| view! { <td></td> })}{cells}</tr> }
}
/// The pooled rate beside the mean of rates, and pilots beside the others.
fn over_all(app: App, view: View<'_>, table: &UnitTable) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let row = |total: &UnitTotal| {
        let pilots = total.pilots.iter().map(|(programme, inside, outside)| {
            let name = view.ledger.programmes.get(*programme).map(|row| row.short.clone());
            let own = |figure: &Figure, weighted| format!("{} {}", figure.text(lang), format::counted(figure, weighted));
            let (_, weighted) = format::unit_of(view, total.indicator, lang);
            view! { <div>{name}"："{own(inside, weighted)}{app.t("；其他 ", "; others ")}{own(outside, weighted)}</div> }
        });
        let pilots = pilots.collect_view();
        view! {
            <tr><td>{names::indicator_name(view.ledger, total.indicator, lang)}</td><td class="num">{total.total.text(lang)}</td>
                <td class="num">{total.mean.map_or_else(|| "—".to_owned(), |mean| mean.to_string())}</td><td class="num">{total.measured}</td><td>{pilots}</td></tr>
        }
    };
    let rows = table.totals.iter().map(row).collect_view();
    view! {
        <section class="part" data-test="units-over-all">
            <h2>{app.t("合计完成率与各单位平均、试点与非试点", "Pooled and mean rates, pilots and others")}</h2>
            <table class="plain">
                <thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("合计完成率（Σ分子÷Σ分母）", "Pooled rate")}</th><th class="num">{app.t("各单位完成率的平均", "Mean of units' rates")}</th><th class="num">{app.t("有数单位", "Units measured")}</th><th>{app.t("试点：其他", "Pilots: others")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="note">{app.t("两种口径不可混用：合计完成率按户（项、人）计，各单位平均不论单位大小。「其他」为同范围内两项试点之外的企业，不限层级；同层级比较见「试点」。", "Never mix the two: the pooled rate weighs every enterprise alike, the mean every unit. Others are all non-members in scope; for the same tiers see Pilots.")}</p>
        </section>
    }
}
