//! `#/layout`: where capital goes — the three concentrations, investments, emerging industries and research,
//! restructurings.

mod areas;
mod concentration;
mod investment;
mod money;
mod restructuring;
mod rows;
mod shares;
mod yearly;

use leptos::prelude::*;

pub(super) use areas::areas;
pub(super) use money::amount;

use super::{
    detail::beginning::NewRecord,
    drilldown, format,
    scope_picker::Axes,
    scope_picker::{Scopes, axis, scope},
};
use crate::app::{App, Route, Screen, use_app};
use ledger::domain::{Kind, Phrase, RecordRef};
use report::{
    ColumnLabel, View,
    capital::{Part, parts},
};

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Concentration,
    Investment,
    Yearly,
    Restructuring,
}

/// The parts: the name in addresses, the word, and the kind of record that each shows.
const TABS: [(Tab, &str, Phrase, Kind); 4] = [
    (Tab::Concentration, "concentration", Phrase::new("三个集中", "Three concentrations"), Kind::YearFigures),
    (Tab::Investment, "investment", Phrase::new("投资布局", "Investments"), Kind::Investment),
    (Tab::Yearly, "yearly", Phrase::new("战新与研发", "Emerging industries, R&D"), Kind::YearFigures),
    (Tab::Restructuring, "restructuring", Phrase::new("重组整合", "Restructurings"), Kind::Restructuring),
];

fn tab(route: &Route) -> (Tab, Kind) {
    let named = TABS.iter().find(|(_, key, ..)| *key == route.get("tab"));
    named.map_or((Tab::Concentration, Kind::YearFigures), |(tab, .., kind)| (*tab, *kind))
}

/// The screen.
#[component]
pub fn Layout() -> impl IntoView {
    let app = use_app();
    let here = Memo::new(move |_| app.shell.route.with(tab));
    view! {
        <main class="screen layout">
            <div class="screen-head">
                <h1>{move || app.t("资本布局", "Capital layout")}</h1>
                <span class="tabs no-print">{TABS.into_iter().map(|(own, key, word, _)| view! {
                    <button data-test=format!("tab-{key}") class:on=move || here.get().0 == own
                        on:click=move |_| app.replace_route(app.shell.route.get_untracked().only(&["axis", "unit", "class", "pilot", "group", "region", "tier", "on"]).with("tab", key))>
                        {move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
                <span class="grow"></span>
                {move || new_record(app, here.get().1)}
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            <p class="row no-print"><Axes /><Scopes />{move || drilldown::narrowed(app)}</p>
            <h2 class="print-only">{move || TABS.iter().find(|(own, ..)| *own == here.get().0).map(|(_, _, word, _)| word.of(app.shell.lang.get()))}</h2>
            {move || report(app)}
        </main>
    }
}

fn new_record(app: App, kind: Kind) -> impl IntoView {
    let word = Signal::derive(move || new_word(app, kind));
    let open = move |record: RecordRef| app.go(format::record_route(record));
    view! { <NewRecord kind known=Vec::new() test="new-record".to_owned() class="primary no-print" word done=open /> }
}

fn new_word(app: App, kind: Kind) -> &'static str {
    match kind {
        Kind::Investment => app.t("登记投资", "New investment"),
        Kind::Restructuring => app.t("登记重组", "New restructuring"),
        _ => app.t("登记年度数据", "New yearly figures"),
    }
}

fn report(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let (tab, kind) = tab(&route);
        if is_without(view, kind) {
            return Some(empty(app, kind).into_any());
        }
        let asked = Asked::new(view, route);
        Some(match tab {
            Tab::Concentration => concentration::concentration(app, view, &asked).into_any(),
            Tab::Investment => investment::investment(app, view, &asked).into_any(),
            Tab::Yearly => yearly::yearly(app, view, &asked).into_any(),
            Tab::Restructuring => restructuring::restructuring(app, view, &asked).into_any(),
        })
    })
}

/// Tells whether there is no record of a kind.
fn is_without(view: View<'_>, kind: Kind) -> bool {
    let table = view.ledger.of(kind);
    !(0..table.len()).any(|at| table.is_live(at))
}

/// What stands where there is no record of a kind yet.
fn empty(app: App, kind: Kind) -> impl IntoView + use<> {
    let import = app.keep_day(Route::to(Screen::Data).with("tab", "import")).hash();
    let what = match kind {
        Kind::Investment => app.t("还没有投资记录。", "No investment on record yet. "),
        Kind::Restructuring => app.t("还没有重组整合事项。", "No restructuring on record yet. "),
        _ => app.t("还没有年度经营数据。", "No yearly figures on record yet. "),
    };
    view! {
        <p class="empty" data-test="layout-empty">{what}{app.t("可以用右上角的按钮逐条登记，在", "Add them one by one with the button above, fill in ")}<a href=drilldown::table_of(app, kind)>{app.t("数据表", "the table")}</a>{app.t("里成批填写，或下发模板后", ", or send out a template and ")}<a href=import>{app.t("导入表格", "import the returns")}</a>{app.t("。", ".")}</p>
    }
}

/// What the address asks for: the parts of the scope, and the one whose rows are listed.
struct Asked {
    route: Route,
    parts: Vec<Part>,
    /// The position of the chosen part; the total where none is chosen.
    chosen: usize,
}

impl Asked {
    fn new(view: View<'_>, route: Route) -> Self {
        let axis = axis(&route);
        let parts = parts(view, &scope(&route), axis);
        let label = ColumnLabel::of_token(axis, route.get("part"));
        let chosen = parts.iter().position(|part| Some(part.label) == label).unwrap_or(0);
        Self { route, parts, chosen }
    }

    /// The chosen part.
    fn part(&self) -> &Part {
        &self.parts[self.chosen]
    }

    /// What the address names as a year, else the last of those that occur.
    fn year(&self, years: &[i64]) -> Option<i64> {
        self.route.parsed("year").filter(|year| years.contains(year)).or_else(|| years.last().copied())
    }

    /// What a part is called.
    fn name(&self, app: App, view: View<'_>, part: &Part) -> String {
        format::column_name(view.ledger, part.label, app.shell.lang.get())
    }

    /// A text that shows its rows in the list below: the address with some parameters set.
    fn link(&self, params: &[(&'static str, String)], text: String) -> impl IntoView + use<> {
        let is_here = params.iter().all(|(name, value)| self.route.get(name) == value);
        let to = params.iter().fold(self.route.clone(), |route, (name, value)| route.with(name, value.clone()));
        let test = params.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("-");
        view! { <a class="amid" href=to.hash() data-test=format!("cell-{test}") class:chosen=is_here aria-current=is_here.then_some("true")>{text}</a> }
    }

    /// Chooses the year that the tables show.
    fn years(&self, app: App, years: &[i64]) -> impl IntoView + use<> {
        let here = self.year(years);
        let options = years.iter().rev().map(|year| view! { <option value=year.to_string() selected=Some(*year) == here>{*year}{app.t(" 年", "")}</option> });
        let options = options.collect_view();
        view! {
            <span class="print-inline">{here.map(|year| year.to_string())}</span>
            <select class="no-print" aria-label=app.t("年度", "Year") data-test="layout-year" on:change=move |event| {
                app.replace_route(app.shell.route.get_untracked().with("year", event_target_value(&event)));
            }>{options}</select>
        }
    }
}
