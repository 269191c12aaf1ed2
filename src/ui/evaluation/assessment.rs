//! The annual assessment.

use leptos::prelude::*;

/// The part of the screen.
#[component]
pub(super) fn Assessment() -> impl IntoView {
    view! { <section class="part"></section> }
}
