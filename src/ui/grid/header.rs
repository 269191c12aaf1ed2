//! The headings of a grid: sorting by a click, filtering by what the column holds.

use leptos::prelude::*;

use super::{Grid, filter::FilterList};
use table_model::Column;

/// One heading.
#[component]
pub(super) fn Heading(grid: Grid, column: Column, at: usize) -> impl IntoView {
    let key = StoredValue::new(column.key());
    // One list is open at a time.
    let is_open = Memo::new(move |_| grid.filtering.with(|open| open.as_deref() == Some(key.get_value().as_str())));
    let sorted =
        Memo::new(move |_| grid.query().sort.filter(|(sorted, _)| *sorted == key.get_value()).map(|(_, down)| down));
    let filtered = Memo::new(move |_| grid.query().filters.contains_key(&key.get_value()));
    let sort = move |_| {
        let mut query = untrack(|| grid.query());
        query.sort = match sorted.get_untracked() {
            None => Some((key.get_value(), false)),
            Some(false) => Some((key.get_value(), true)),
            Some(true) => None,
        };
        grid.set_query(&query);
    };
    let aria_sort = move || match sorted.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    view! {
        <div class="grid-heading" class:first=at == 0 class:num=column.is_numeric() role="columnheader" aria-sort=aria_sort>
            <button class="plain heading-text" data-test=format!("sort-{}", column.key()) on:click=sort>
                {move || grid.sheet(|sheet| column.heading(sheet.ledger, sheet.lang))}
                {move || match sorted.get() { None => "", Some(false) => " ↑", Some(true) => " ↓" }}
            </button>
            <button class="plain heading-filter" class:on=move || filtered.get() data-test=format!("filter-{}", column.key())
                aria-expanded=move || is_open.get().to_string() aria-label=move || grid.app.t("筛选", "Filter")
                on:click=move |_| grid.filtering.set((!is_open.get_untracked()).then(|| key.get_value()))>"▾"</button>
            <Show when=move || is_open.get()><FilterList grid column /></Show>
        </div>
    }
}
