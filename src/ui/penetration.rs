//! `#/penetration`: coverage down the tiers and trees, and what blocks it.

use leptos::prelude::*;

use crate::app::use_app;

/// The screen.
#[component]
pub fn Penetration() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen penetration">
            <div class="screen-head">
                <h1>{move || app.t("穿透与堵点", "Penetration")}</h1>
            </div>
        </main>
    }
}
