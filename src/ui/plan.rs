//! `#/plan`: the way to a target, what-if, and the forecast.

use leptos::prelude::*;

use crate::app::use_app;

/// The screen.
#[component]
pub fn Plan() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen plan">
            <div class="screen-head">
                <h1>{move || app.t("达标路径", "The way to the target")}</h1>
            </div>
        </main>
    }
}
