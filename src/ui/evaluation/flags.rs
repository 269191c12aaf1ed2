//! The flags of paper compliance.

use leptos::prelude::*;

/// The part of the screen.
#[component]
pub(super) fn Flags() -> impl IntoView {
    view! { <section class="part"></section> }
}
