//! `#/evaluation`: form and spirit, flags, results, the annual assessment, and units side by side.

mod assessment;
mod flags;
mod form;
mod results;
mod scope;
mod units;

use leptos::prelude::*;

use crate::app::{Route, Screen, use_app};
use ledger::domain::Phrase;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Form,
    Flags,
    Results,
    Assessment,
    Units,
}

const TABS: [(Tab, &str, Phrase); 5] = [
    (Tab::Form, "form", Phrase::new("形神兼备", "Form and spirit")),
    (Tab::Flags, "flags", Phrase::new("形式合规疑点", "Paper compliance")),
    (Tab::Results, "results", Phrase::new("功能使命", "Functional missions")),
    (Tab::Assessment, "assessment", Phrase::new("年度评估", "Annual assessment")),
    (Tab::Units, "units", Phrase::new("单位比较", "Units compared")),
];

/// The screen.
#[component]
pub fn Evaluation() -> impl IntoView {
    let app = use_app();
    let tab = Memo::new(move |_| {
        app.shell
            .route
            .with(|route| TABS.iter().find(|(_, key, _)| *key == route.get("tab")).map_or(Tab::Form, |(tab, ..)| *tab))
    });
    view! {
        <main class="screen evaluation">
            <div class="screen-head">
                <h1>{move || app.t("形神与评估", "Evaluation")}</h1>
                <span class="tabs no-print">{TABS.into_iter().map(|(own, key, word)| view! {
                    <button data-test=format!("tab-{key}") class:on=move || tab.get() == own
                        on:click=move |_| app.replace_route(app.keep_day(Route::to(Screen::Evaluation).with("tab", key)))>
                        {move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || match tab.get() {
                Tab::Form => view! { <form::Form /> }.into_any(),
                Tab::Flags => view! { <flags::Flags /> }.into_any(),
                Tab::Results => view! { <results::Results /> }.into_any(),
                Tab::Assessment => view! { <assessment::Assessment /> }.into_any(),
                Tab::Units => view! { <units::Units /> }.into_any(),
            }}
        </main>
    }
}
