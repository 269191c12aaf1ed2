//! The list of what a column holds, to be ticked as in a spreadsheet.

use std::collections::{BTreeMap, BTreeSet};

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::Grid;
use crate::browser::sorting;
use ledger::domain::{FieldType, Lang, Value};
use table_model::{Column, Filter, Query, Sheet, SortKey};

/// How many contents are drawn at a time.
const LISTED: usize = 200;

/// A content of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    token: String,
    text: String,
    count: usize,
}

/// All contents of a column that the other filters let through, with their counts: states in the order of
/// the process, records in the order of their entry, numbers and days by value, texts by the reader's
/// collation, what is not filled in last.
fn contents(sheet: &Sheet<'_>, query: &Query, columns: &[Column], column: Column) -> Vec<Content> {
    let rows = query.rows(sheet, columns, 0..sheet.ledger.of(sheet.kind).len());
    let mut found: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for row in rows {
        found.entry(sheet.token(row, column)).or_insert((row, 0)).1 += 1;
    }
    let texts: Vec<String> = found.values().map(|(row, _)| sheet.cell(*row, column).text).collect();
    let ranks = sorting::ranks(texts.iter().map(String::as_str));
    let mut all: Vec<((bool, i64), Content)> = found
        .into_iter()
        .zip(&texts)
        .map(|((token, (row, count)), text)| {
            let by_text = i64::from(ranks.get(text.as_str()).copied().unwrap_or_default());
            let order = match (sheet.sort_key(row, column), column.field_type(), sheet.value(row, column)) {
                (SortKey::Empty, ..) => (true, 0),
                (_, Some(FieldType::Ref(kind)), Value::Ref(id)) => {
                    (false, sheet.ledger.of(kind).position(id).map_or(i64::MAX, |at| at as i64))
                }
                _ if column == Column::Group => (false, i64::from(sheet.index.place(row).root)),
                (SortKey::Number(number), ..) => (false, number),
                (SortKey::Text(_), ..) => (false, by_text),
            };
            (order, Content { token, text: text.clone(), count })
        })
        .collect();
    all.sort_by_key(|(order, _)| *order);
    all.into_iter().map(|(_, content)| content).collect()
}

/// What a column holds, to be ticked, and a text that narrows the list or is asked to be contained.
#[component]
pub(super) fn FilterList(
    /// The grid.
    grid: Grid,
    /// The column.
    column: Column,
) -> impl IntoView {
    let app = grid.app;
    let key = StoredValue::new(column.key());
    let panel = NodeRef::<html::Div>::new();
    let search = NodeRef::<html::Input>::new();
    let part = RwSignal::new(match untrack(|| grid.query()).filters.get(&key.get_value()) {
        Some(Filter::Contains(text)) => text.clone(),
        _ => String::new(),
    });
    let listed = RwSignal::new(LISTED);
    let all = Memo::new(move |_| {
        let mut query = grid.query();
        query.filters.remove(&key.get_value());
        let columns = grid.columns.get();
        grid.sheet(|sheet| contents(sheet, &query, &columns, column)).unwrap_or_default()
    });
    let fitting = Memo::new(move |_| {
        let part = part.with(|part| part.trim().to_lowercase());
        all.with(|all| {
            all.iter().filter(|content| content.text.to_lowercase().contains(&part)).cloned().collect::<Vec<_>>()
        })
    });
    // The ticks; none at all is not asked for until something is ticked again.
    let ticks = RwSignal::new(match untrack(|| grid.query()).filters.remove(&key.get_value()) {
        Some(Filter::OneOf(tokens)) => Some(tokens.into_iter().collect::<BTreeSet<_>>()),
        _ => None,
    });
    let ask = move |filter: Option<Filter>| {
        let mut query = untrack(|| grid.query());
        query.filters.remove(&key.get_value());
        if let Some(filter) = filter {
            query.filters.insert(key.get_value(), filter);
        }
        grid.set_query(&query);
    };
    let tick = move |chosen: Option<BTreeSet<String>>| {
        let chosen = chosen.filter(|chosen| all.with_untracked(|all| all.iter().any(|c| !chosen.contains(&c.token))));
        if chosen.as_ref().is_none_or(|chosen| !chosen.is_empty()) {
            ask(chosen.clone().map(|chosen| Filter::OneOf(chosen.into_iter().collect())));
        }
        ticks.set(chosen);
    };
    let every = move || all.with_untracked(|all| all.iter().map(|content| content.token.clone()).collect());
    let toggle = move |token: &str| {
        let mut chosen: BTreeSet<String> = ticks.get_untracked().unwrap_or_else(every);
        if !chosen.remove(token) {
            chosen.insert(token.to_owned());
        }
        tick(Some(chosen));
    };
    let close = move || {
        grid.filtering.set(None);
        grid.focus();
    };
    // A click anywhere else closes the list, as everywhere.
    let outside = window_event_listener(leptos::ev::mousedown, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_inside =
            target.is_some_and(|target| matches!(target.closest(".filter-list, .heading-filter"), Ok(Some(_))));
        if !is_inside {
            grid.filtering.set(None);
        }
    });
    on_cleanup(move || outside.remove());
    Effect::new(move |_| {
        if let Some(search) = search.get() {
            let _ = search.focus();
        }
    });
    let left = move |event: leptos::ev::FocusEvent| {
        let to = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let is_outside = to.is_some_and(|to| panel.get_untracked().is_some_and(|panel| !panel.contains(Some(&to))));
        if is_outside {
            grid.filtering.set(None);
        }
    };
    view! {
        <div class="filter-list" data-test="filter-list" node_ref=panel on:focusout=left on:keydown=move |event| {
            if event.key() == "Escape" {
                event.stop_propagation();
                close();
            }
        }>
            <div class="row">
                <input type="search" data-test="filter-part" node_ref=search aria-label=move || app.t("包含文字", "Contains")
                    placeholder=move || app.t("包含文字，回车筛选", "Contains; Enter filters") prop:value=move || part.get()
                    on:input=move |event| part.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            let text = part.get_untracked();
                            ticks.set(None);
                            ask((!text.is_empty()).then_some(Filter::Contains(text)));
                            close();
                        }
                    } />
                <button class="plain" data-test="filter-clear" on:click=move |_| { ask(None); close(); }>{move || app.t("清除", "Clear")}</button>
            </div>
            <ul>
                <li><label>
                    <input type="checkbox" data-test="filter-all" prop:checked=move || ticks.with(Option::is_none)
                        on:change=move |event| tick((!event_target_checked(&event)).then(BTreeSet::new)) />
                    <span>{move || app.t("（全选）", "(All)")}</span>
                    <span class="muted num">{move || all.with(|all| all.iter().map(|content| content.count).sum::<usize>())}</span>
                </label></li>
                {move || {
                    let none = app.t("（未填）", "(empty)");
                    fitting.get().into_iter().take(listed.get()).map(|Content { token, text, count }| {
                        let (mine, shown) = (token.clone(), if text.is_empty() { none.to_owned() } else { text });
                        let title = shown.clone();
                        view! {
                            <li><label title=title>
                                <input type="checkbox" prop:checked=move || ticks.with(|ticks| ticks.as_ref().is_none_or(|ticks| ticks.contains(&mine))) on:change=move |_| toggle(&token) />
                                <span>{shown}</span><span class="muted num">{count}</span>
                            </label></li>
                        }
                    }).collect_view()
                }}
            </ul>
            {move || {
                let over = fitting.with(Vec::len).saturating_sub(listed.get());
                (over > 0).then(|| view! {
                    <button class="plain" data-test="filter-more" on:click=move |_| listed.update(|listed| *listed += LISTED)>{match app.shell.lang.get() {
                        Lang::Zh => format!("另有 {over} 项，继续列出"),
                        Lang::En => format!("{over} more"),
                    }}</button>
                })
            }}
            <Show when=move || ticks.with(|ticks| ticks.as_ref().is_some_and(BTreeSet::is_empty))>
                <p class="small muted">{move || app.t("请至少选一项；在此之前筛选不变。", "Tick at least one; until then the filter stays.")}</p>
            </Show>
        </div>
    }
}
