//! `#/layout`: where capital goes.

use leptos::prelude::*;

use crate::app::use_app;

/// The screen.
#[component]
pub fn Layout() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen layout">
            <div class="screen-head">
                <h1>{move || app.t("资本布局", "Capital layout")}</h1>
            </div>
        </main>
    }
}
