//! Work under way: what is being done, how far it is, and a way out.

use leptos::prelude::*;

use crate::app::use_app;

/// Work under way that can be left; nothing is changed by leaving it.
#[component]
pub fn Progress(
    /// The name of the frame in tests; the way out is `{name}-cancel`.
    name: &'static str,
    /// What is being done.
    #[prop(into)]
    word: Signal<String>,
    /// How far it is, from 0 to 1.
    #[prop(into)]
    part: Signal<f64>,
    /// Leaves it.
    leave: impl Fn() + 'static,
) -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part import-progress" data-test=format!("{name}-progress")>
            <p role="status">{word}</p>
            <progress max="1" prop:value=part aria-label=word></progress>
            <button data-test=format!("{name}-cancel") on:click=move |_| leave()>{move || app.t("取消", "Cancel")}</button>
        </section>
    }
}
