//! The headings of a grid: sorting by a click, filtering by what the column holds.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Grid;
use crate::sheet::{Column, Filter};

/// How many different contents a filter lists; beyond that, typing a part of the text is quicker.
const LISTED: usize = 200;

/// One heading.
#[component]
pub(super) fn Heading(grid: Grid, column: Column, at: usize) -> impl IntoView {
    let key = StoredValue::new(column.key());
    let is_open = RwSignal::new(false);
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
                on:click=move |_| is_open.update(|open| *open = !*open)>"▾"</button>
            <Show when=move || is_open.get()><FilterList grid column is_open /></Show>
        </div>
    }
}

/// What a column holds, to be ticked, and a text that it may be asked to contain.
#[component]
fn FilterList(grid: Grid, column: Column, is_open: RwSignal<bool>) -> impl IntoView {
    let key = StoredValue::new(column.key());
    // All contents of the column that the other filters let through, with their counts.
    let contents = Memo::new(move |_| {
        let mut query = grid.query();
        query.filters.remove(&key.get_value());
        let columns = grid.columns.get();
        grid.sheet(|sheet| {
            let table = sheet.ledger.of(sheet.kind);
            let rows = query.rows(sheet, &columns, 0..table.len());
            let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
            for row in rows {
                counts.entry(sheet.token(row, column)).or_insert_with(|| (sheet.cell(row, column).text, 0)).1 += 1;
            }
            counts.into_iter().map(|(token, (text, count))| (token, text, count)).collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let ticked = move |token: &str| match grid.query().filters.get(&key.get_value()) {
        Some(Filter::OneOf(tokens)) => tokens.iter().any(|known| known == token),
        _ => false,
    };
    let toggle = move |token: String| {
        let mut query = untrack(|| grid.query());
        let mut tokens = match query.filters.remove(&key.get_value()) {
            Some(Filter::OneOf(tokens)) => tokens,
            _ => Vec::new(),
        };
        match tokens.iter().position(|known| *known == token) {
            Some(at) => drop(tokens.remove(at)),
            None => tokens.push(token),
        }
        if !tokens.is_empty() {
            query.filters.insert(key.get_value(), Filter::OneOf(tokens));
        }
        grid.set_query(&query);
    };
    let contains = move |text: String| {
        let mut query = untrack(|| grid.query());
        query.filters.remove(&key.get_value());
        if !text.is_empty() {
            query.filters.insert(key.get_value(), Filter::Contains(text));
        }
        grid.set_query(&query);
    };
    let close = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            is_open.set(false);
        }
    };
    view! {
        <div class="filter-list" on:keydown=close>
            <div class="row">
                <input type="search" placeholder=move || grid.app.t("包含文字", "Contains") on:change=move |event| contains(event_target_value(&event)) />
                <button class="plain" on:click=move |_| { contains(String::new()); is_open.set(false); }>{move || grid.app.t("清除", "Clear")}</button>
                <button class="plain" on:click=move |_| is_open.set(false)>{move || grid.app.t("关闭", "Close")}</button>
            </div>
            <ul>{move || contents.get().into_iter().take(LISTED).map(|(token, text, count)| {
                let (mine, shown) = (token.clone(), if text.is_empty() { grid.app.t("（未填）", "(empty)").to_owned() } else { text });
                view! {
                    <li><label>
                        <input type="checkbox" prop:checked=move || ticked(&mine) on:change=move |_| toggle(token.clone()) />
                        <span>{shown}</span><span class="muted num">{count}</span>
                    </label></li>
                }
            }).collect_view()}</ul>
        </div>
    }
}
