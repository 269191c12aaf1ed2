//! Grids whose rows form a tree: how deep each stands, and what is folded away.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::Grid;

/// Where a row stands in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Branch {
    /// How deep, from 1.
    pub depth: u8,
    /// Whether there are rows below it.
    pub has_more: bool,
}

/// How the rows of a grid form a tree.
#[derive(Clone, Copy)]
pub struct Tree {
    /// The branches by position; empty while the rows stand in another order.
    pub branches: Memo<Arc<Vec<Branch>>>,
    /// The rows whose branches are folded away, by position.
    pub folded: RwSignal<BTreeSet<usize>>,
}

/// The mark before a row of a tree that folds its branch away and back.
pub(super) fn fold_mark(grid: Grid, tree: Tree, branch: Branch, position: usize) -> impl IntoView {
    let is_folded = move || tree.folded.with(|folded| folded.contains(&position));
    let label =
        move || if is_folded() { grid.app.t("展开下级", "Unfold") } else { grid.app.t("收起下级", "Fold") };
    if !branch.has_more {
        return view! { <span class="fold"></span> }.into_any();
    }
    view! {
        <button class="plain fold" tabindex="-1" data-test="fold-row" title=label aria-expanded=move || (!is_folded()).to_string()
            on:mousedown=move |event| { event.prevent_default(); event.stop_propagation(); }
            on:click=move |_| tree.folded.update(|folded| {
                if !folded.remove(&position) {
                    folded.insert(position);
                }
            })>{move || if is_folded() { "▸" } else { "▾" }}</button>
    }
    .into_any()
}
