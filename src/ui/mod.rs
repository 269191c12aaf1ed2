//! Leptos components, a file or folder per screen. Draws reports and sheets; changes go through `app`.

mod boards;
mod bringing_back;
mod charts;
mod compare;
mod contracts;
mod coverage;
mod data;
mod detail;
mod drilldown;
mod enterprises;
mod evaluation;
mod format;
mod grid;
mod layout;
mod listing;
mod notices;
mod overview;
mod penetration;
mod pilots;
mod plan;
mod progress;
mod scope_picker;
mod shell;
mod shortcuts;
mod start;
mod tasks;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{App, Theme},
    browser::page,
};
use ledger::domain::Lang;

/// The whole page.
#[component]
pub fn Root() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    Effect::new(move |_| {
        let theme = match app.shell.theme.get() {
            Theme::Dark => "dark",
            Theme::Light => "light",
            Theme::System if page::prefers_dark() => "dark",
            Theme::System => "light",
        };
        page::set_root_attribute("data-theme", theme);
        page::set_root_attribute("lang", if app.shell.lang.get() == Lang::Zh { "zh-CN" } else { "en" });
    });
    page::on_print(move |printing| app.shell.printing.set(printing));
    page::warn_before_leaving(move || app.would_lose());
    std::mem::forget(window_event_listener(leptos::ev::keydown, move |event| shortcuts::pressed(app, &event)));
    page::on_drop(move |files| spawn_local(async move { app.take_files(files).await }));
    spawn_local(async move {
        app.begin().await;
        page::set_root_attribute("data-state", "ready");
    });
    let is_open = Memo::new(move |_| app.document.is_open());
    view! {
        <Show when=move || is_open.get() fallback=|| view! { <start::Start /> }>
            <shell::Shell />
        </Show>
    }
}
