//! Form and spirit of an institution.

use leptos::prelude::*;

/// The part of the screen.
#[component]
pub(super) fn Form() -> impl IntoView {
    view! { <section class="part"></section> }
}
