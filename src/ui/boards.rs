//! `#/boards`: boards, their seats and directors.

use leptos::prelude::*;

use crate::app::use_app;

/// The screen.
#[component]
pub fn Boards() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen boards">
            <div class="screen-head">
                <h1>{move || app.t("董事会", "Boards")}</h1>
            </div>
        </main>
    }
}
