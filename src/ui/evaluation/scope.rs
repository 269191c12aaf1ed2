//! The part of the ledger that a tab covers: what can be chosen, and what the address narrows besides.

use leptos::prelude::*;

use crate::{
    app::use_app,
    ui::{drilldown, scope_picker::Scopes},
};

/// The choices of scope, and what else the address restricts, with the way to lift it.
#[component]
pub(super) fn Covered() -> impl IntoView {
    let app = use_app();
    view! { <div class="row covered"><Scopes />{move || drilldown::narrowed(app)}</div> }
}
