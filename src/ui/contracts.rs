//! `#/contracts`: contracts by enterprise and person.

use leptos::prelude::*;

use crate::app::use_app;

/// The screen.
#[component]
pub fn Contracts() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen contracts">
            <div class="screen-head">
                <h1>{move || app.t("契约", "Contracts")}</h1>
            </div>
        </main>
    }
}
