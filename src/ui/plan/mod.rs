//! `#/plan`: the cheapest way to a target, what-if, and the forecast.

mod accepting;
mod asking;
mod forecast;
mod path;
mod what_if;

pub(super) use forecast::{brief, prospect_sign};

use leptos::prelude::*;

use super::{drilldown, scope_picker::Scopes};
use crate::app::{App, Route, use_app};
use ledger::domain::{Id, Phrase, RawId, builtins, records::Indicator};
use report::{View, plan::plannable};
use table_model::names;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Path,
    WhatIf,
    Forecast,
}

const TABS: [(Tab, &str, Phrase); 3] = [
    (Tab::Path, "path", Phrase::new("最省力路径", "Cheapest way")),
    (Tab::WhatIf, "what-if", Phrase::new("情景推演", "What if")),
    (Tab::Forecast, "forecast", Phrase::new("趋势与预测", "Trend and forecast")),
];

fn tab(route: &Route) -> Tab {
    TABS.iter().find(|(_, key, _)| *key == route.get("tab")).map_or(Tab::Path, |(tab, ..)| *tab)
}

/// The indicator that an address names, else the exit system's; for the way only those that can be moved
/// enterprise by enterprise.
fn indicator(view: View<'_>, route: &Route) -> Option<Id<Indicator>> {
    let offered = offered(view, route);
    let named = route.parsed::<RawId>("ind").map(Id::new);
    named
        .into_iter()
        .chain(builtins::leading_indicator(view.ledger))
        .find(|id| offered.contains(id))
        .or_else(|| offered.first().copied())
}

fn offered(view: View<'_>, route: &Route) -> Vec<Id<Indicator>> {
    if tab(route) == Tab::Forecast {
        let can = |row: &Indicator| row.no_target != Some(true);
        view.ledger.indicators.iter().filter(|(_, row)| can(row)).map(|(id, _)| id).collect()
    } else {
        plannable(view)
    }
}

/// The screen.
#[component]
pub fn Plan() -> impl IntoView {
    let app = use_app();
    let here = Memo::new(move |_| app.shell.route.with(tab));
    view! {
        <main class="screen plan">
            <div class="screen-head">
                <h1>{move || app.t("达标路径", "The way to the target")}</h1>
                <span class="tabs no-print">{TABS.into_iter().map(|(own, key, word)| view! {
                    <button data-test=format!("tab-{key}") class:on=move || here.get() == own
                        on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("tab", key))>{move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
                <Indicators />
                <Scopes />
                {move || drilldown::narrowed(app)}
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            // On paper the choices are gone: what they say stays.
            <h2 class="print-only">{move || with_indicator(app, |view, id| names::indicator_name(view.ledger, id, app.shell.lang.get()))}" · "{move || TABS.iter().find(|(own, ..)| *own == here.get()).map(|(_, _, word)| word.of(app.shell.lang.get()))}</h2>
            {move || match here.get() {
                Tab::Path => view! { <path::Path /> }.into_any(),
                Tab::WhatIf => view! { <what_if::WhatIf /> }.into_any(),
                Tab::Forecast => view! { <forecast::Forecast /> }.into_any(),
            }}
        </main>
    }
}

/// Chooses the indicator.
#[component]
fn Indicators() -> impl IntoView {
    let app = use_app();
    let list = move || {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let route = app.shell.route.get();
            let here = indicator(view, &route);
            let name = |id: Id<Indicator>| names::indicator_name(view.ledger, id, app.shell.lang.get());
            Some(
                offered(view, &route)
                    .into_iter()
                    .map(|id| (id.raw().to_string(), name(id), here == Some(id)))
                    .collect::<Vec<_>>(),
            )
        })
    };
    view! {
        <select class="no-print" data-test="plan-indicator" aria-label=move || app.t("指标", "Indicator")
            on:change=move |event| app.replace_route(app.shell.route.get_untracked().with("ind", event_target_value(&event)))>
            {move || list().unwrap_or_default().into_iter().map(|(id, name, here)| view! { <option value=id selected=here>{name}</option> }).collect_view()}
        </select>
    }
}

/// Reads the open ledger with the chosen indicator.
fn with_indicator<T>(app: App, read: impl FnOnce(View<'_>, Id<Indicator>) -> T) -> Option<T> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = indicator(view, &app.shell.route.get())?;
        Some(read(view, id))
    })
}
