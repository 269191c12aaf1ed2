//! `#/pilots`: the rosters and grades of the programmes, and the practices that others can learn from.

mod practices;
mod roster;

use leptos::prelude::*;

pub(super) use practices::new_practice;

use crate::app::{Route, Screen, use_app};
use ledger::domain::Phrase;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Roster,
    Practices,
}

const TABS: [(Tab, &str, Phrase); 2] = [
    (Tab::Roster, "roster", Phrase::new("名单与评级", "Roster and grades")),
    (Tab::Practices, "practices", Phrase::new("样板", "Practices")),
];

/// The screen.
#[component]
pub fn Pilots() -> impl IntoView {
    let app = use_app();
    let tab = Memo::new(move |_| {
        app.shell.route.with(|route| {
            TABS.iter().find(|(_, key, _)| *key == route.get("tab")).map_or(Tab::Roster, |(tab, ..)| *tab)
        })
    });
    // A card is printed by itself.
    let is_card = Memo::new(move |_| tab.get() == Tab::Practices && app.shell.route.with(practices::has_card));
    view! {
        <main class="screen pilots">
            <div class="screen-head" class:no-print=move || is_card.get()>
                <h1>{move || app.t("试点", "Pilots")}</h1>
                <span class="tabs no-print">{TABS.into_iter().map(|(own, key, word)| view! {
                    <button data-test=format!("tab-{key}") class:on=move || tab.get() == own
                        on:click=move |_| app.replace_route(app.keep_day(Route::to(Screen::Pilots).with("tab", key)))>
                        {move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
                <span class="grow"></span>
                <button class="no-print" data-test="print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || match tab.get() {
                Tab::Roster => view! { <roster::Roster /> }.into_any(),
                Tab::Practices => view! { <practices::Practices /> }.into_any(),
            }}
        </main>
    }
}
