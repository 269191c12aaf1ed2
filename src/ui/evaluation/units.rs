//! Units side by side.

use leptos::prelude::*;

/// The part of the screen.
#[component]
pub(super) fn Units() -> impl IntoView {
    view! { <section class="part"></section> }
}
