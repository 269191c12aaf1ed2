//! Functional missions by their results.

use leptos::prelude::*;

/// The part of the screen.
#[component]
pub(super) fn Results() -> impl IntoView {
    view! { <section class="part"></section> }
}
