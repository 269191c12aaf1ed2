//! Numbers that lead to their rows on the same screen, and the indicators beside them.

use leptos::prelude::*;

use super::{format, scope_picker::scope};
use crate::app::{App, Route, Screen};
use ledger::domain::{Date, Kind, Lang, Ratio, builtins, choice::Label};
use report::{Answer, ColumnLabel, Scope, View, figure};
use table_model::names;

/// How many rows are listed at a time.
pub(super) const LISTED: usize = 300;

/// A number that shows its rows in the list below.
pub(super) fn part_link(route: &Route, param: &'static str, key: &str, count: i64) -> impl IntoView + use<> {
    let is_here = route.get(param) == key;
    let name = if key.is_empty() { "all" } else { key };
    let test = format!("{param}-{name}");
    let to = route.clone().with(param, key).hash();
    view! { <a href=to data-test=test class:chosen=is_here aria-current=is_here.then_some("true")>{count}</a> }
}

/// A line of a summary: a part of the rows in words, with how many there are.
pub(super) fn part_row(
    route: &Route,
    param: &'static str,
    key: &str,
    word: String,
    count: i64,
) -> impl IntoView + use<> {
    let is_here = route.get(param) == key;
    view! { <tr class:here=is_here><td>{word}</td><td class="num">{part_link(route, param, key, count)}</td></tr> }
}

/// An answer with its shape; the day where there is one.
pub(super) fn answer(app: App, answer: Answer, on: Option<Date>) -> impl IntoView + use<> {
    let (class, text) = match (answer, on) {
        (Answer::Yes, Some(on)) => ("", format!("✓ {on}")),
        (Answer::Yes, None) => ("", app.t("✓ 是", "✓ yes").to_owned()),
        (Answer::No, _) => ("", app.t("✕ 否", "✕ no").to_owned()),
        (Answer::Missing, _) => ("muted", app.t("？未填", "? not filled in").to_owned()),
    };
    view! { <span class=class>{text}</span> }
}

/// Says how many rows there are.
pub(super) fn counted(app: App, count: usize, zh: &'static str, en: &'static str) -> impl IntoView + use<> {
    view! { <p class="muted num rows-count" data-test="rows-count">{count}" "{app.t(zh, en)}</p> }
}

/// What an address narrows the screen to besides the choices above, with the way back to everything.
pub(super) fn narrowed(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    let Scope { group, region, tiers, .. } = scope(&route);
    let tiers = (1..=8).filter(|tier| !tiers.is_all() && tiers.contains(*tier)).map(ColumnLabel::Tier);
    let labels = group.map(ColumnLabel::Group).into_iter().chain(region.map(ColumnLabel::Region)).chain(tiers);
    let parts: Vec<String> = app.document.read(|document| {
        let ledger = &document.ledger;
        Some(labels.map(|label| format::column_name(ledger, label, app.shell.lang.get())).collect())
    })?;
    let back = route.with("group", "").with("region", "").with("tier", "").hash();
    (!parts.is_empty()).then(|| view! {
        <span class="note" data-test="narrowed">{app.t("范围：", "Scope: ")}{parts.join(" · ")}" "<a class="no-print" data-test="whole-scope" href=back>{app.t("看全部", "Show all")}</a></span>
    })
}

/// The address of the table in which a kind of record is kept.
pub(super) fn table_of(app: App, kind: Kind) -> String {
    let route = Route::to(Screen::Data).with("tab", "records").with("kind", kind.table_name());
    app.keep_day(route).hash()
}

/// Makes an empty record of a kind and opens it.
pub(super) fn add(app: App, kind: Kind) {
    if let Some(record) = app.begin_record(kind, Vec::new(), Label::Create) {
        app.go(format::record_route(record));
    }
}

/// Indicators in the scope of the screen, over those due and over everything, leading to their rows.
pub(super) fn indicators(app: App, view: View<'_>, route: &Route, codes: &[&str]) -> impl IntoView + use<> {
    let scope = scope(route);
    let lang = app.shell.lang.get();
    let rows = codes.iter().filter_map(|code| builtins::indicator_by_code(view.ledger, code)).map(|id| {
        let figure = figure(view, id, &scope);
        let params = route.params.clone();
        let to = Route { screen: Screen::Coverage, params }.with("show", "").with("dir", "").with("ind", id.raw().to_string()).with("cell", "total");
        let (_, weighted) = format::unit_of(view, id, lang);
        let rate = |of: Ratio| match (of.den, lang) {
            (0, _) => "—".to_owned(),
            // Sums of money are not counts.
            _ if weighted => of.percent(),
            (_, Lang::Zh) => format!("{}（{}/{}）", of.percent(), of.num, of.den),
            (_, Lang::En) => format!("{} ({}/{})", of.percent(), of.num, of.den),
        };
        view! {
            <tr><td><a href=to.hash()>{names::indicator_name(view.ledger, id, lang)}</a></td><td class="num">{rate(figure.due)}</td><td class="num">{rate(figure.all)}</td><td class="num">{figure.missing}</td></tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <table class="plain" data-test="figures">
            <thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("应纳入口径", "Due")}</th><th class="num">{app.t("全口径", "All")}</th><th class="num">{app.t("未填报", "Not filled in")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
