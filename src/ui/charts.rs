//! A chart on screen: the drawing, its title, and the way from its parts to rows.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use chart::Chart;

/// Shows a chart; `chosen` hears the key of the part that was clicked or entered.
#[component]
pub fn ChartView(
    /// The chart.
    chart: Memo<Chart>,
    /// Hears the key of a part.
    chosen: Callback<String>,
    /// Hears every key that is pressed within the drawing, before `chosen` does.
    #[prop(optional, into)]
    keys: Option<Callback<web_sys::KeyboardEvent>>,
) -> impl IntoView {
    let key_of = |event: &web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())?;
        target.get_attribute("data-key")
    };
    view! {
        <figure class="figure">
            <figcaption>{move || chart.with(|chart| chart.title.clone())}</figcaption>
            // The chart layer made this text and escaped all that came from data.
            <div inner_html=move || chart.with(|chart| chart.svg.clone())
                on:click=move |event| {
                    if let Some(key) = key_of(&event) {
                        chosen.run(key);
                    }
                }
                on:keydown=move |event| {
                    if let Some(keys) = keys {
                        keys.run(event.clone());
                    }
                    if event.key() == "Enter"
                        && let Some(key) = key_of(&event)
                    {
                        chosen.run(key);
                    }
                }></div>
            <p class="visually-hidden">{move || chart.with(|chart| chart.summary.clone())}</p>
        </figure>
    }
}
