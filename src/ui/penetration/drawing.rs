//! The trees as a drawing, with the way back up.

use leptos::prelude::*;

use super::{Shown, keys, node_name, node_record, root};
use crate::{
    app::App,
    ui::{charts::ChartView, format},
};
use chart::{Chart, IciclePart, IcicleWords, REST, icicle};
use ledger::domain::{Id, Lang, records::Indicator};
use report::{
    ColumnLabel, View,
    penetration::{Penetration, Tree},
};
use table_model::names;

/// The drawing; the part that is chosen becomes its root.
#[component]
pub(super) fn Drawing(shown: Shown) -> impl IntoView {
    let app = shown.app;
    let chart = Memo::new(move |_| {
        let nothing = || Chart { svg: String::new(), title: String::new(), summary: String::new() };
        let route = app.shell.route.get();
        shown
            .with(|view, id, found| draw(app, view, id, found, root(view, &found.tree, &route)))
            .unwrap_or_else(nothing)
    });
    // After a choice by keyboard the old part is gone: the focus goes to the new root.
    let by_keyboard = StoredValue::new(false);
    Effect::new(move |_| {
        chart.track();
        if by_keyboard.get_value() {
            by_keyboard.set_value(false);
            keys::focus_first();
        }
    });
    let zoom = move |root: String| {
        if app.shell.route.with_untracked(|route| route.get("root") != root) {
            app.go(app.shell.route.get_untracked().with("root", root).with("step", ""));
        } else {
            // It is the root already: what lies below it stands in the table, the narrow ones too.
            by_keyboard.set_value(false);
            keys::show(keys::BRANCHES);
        }
    };
    let chosen = Callback::new(move |key: String| zoom(key.strip_prefix(REST).unwrap_or(&key).to_owned()));
    let pressed = Callback::new(move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        "Enter" => by_keyboard.set_value(true),
        "Backspace" if app.shell.route.with_untracked(|route| !route.get("root").is_empty()) => {
            event.prevent_default();
            by_keyboard.set_value(true);
            zoom(above(shown));
        }
        _ => keys::go(&event),
    });
    view! {
        <section class="part" id=keys::DRAWING data-test="drawing">
            <h2>{move || app.t("企业树", "The trees")}</h2>
            {move || crumbs(shown)}
            <ChartView chart chosen keys=pressed />
            <p class="muted small">{move || app.t("一行一级；宽度为该企业及全部下级的应纳入数，颜色越深比率越高，斜线为全部未达成。选中一块即以它为根。键盘：方向键移动，回车放大，退格返回上级。", "A row a tier; as wide as what is due in the enterprise and all below it, darker the higher the rate, hatched where nothing is done. Choosing a part makes it the root. Keys: arrows move, Enter goes in, Backspace goes up.")}</p>
        </section>
    }
}

/// The key of the enterprise above the root; empty for all groups.
fn above(shown: Shown) -> String {
    let route = shown.app.shell.route.get_untracked();
    let key = untrack(|| {
        shown.with(|view, _, found| {
            let parent = found.tree.nodes[root(view, &found.tree, &route)?].parent?;
            Some(node_record(view, &found.tree, parent as usize).id.to_string())
        })
    });
    key.flatten().unwrap_or_default()
}

/// The way back up from the root.
fn crumbs(shown: Shown) -> Option<impl IntoView + use<>> {
    let app = shown.app;
    let route = app.shell.route.get();
    shown.with(|view, _, found| {
        let tree = &found.tree;
        let path = root(view, tree, &route).map(|node| tree.path(node)).unwrap_or_default();
        let all = (app.t("全部", "All").to_owned(), String::new());
        let steps = std::iter::once(all).chain(
            path.iter().map(|node| (node_name(app, view, tree, *node), node_record(view, tree, *node).id.to_string())),
        );
        let last = path.len();
        let steps = steps.enumerate().map(|(at, (name, key))| {
            let to = route.clone().with("root", key).with("step", "").hash();
            let arrow = (at > 0).then_some(" › ");
            let step = if at == last { view! { <strong aria-current="true">{name}</strong> }.into_any() } else { view! { <a href=to>{name}</a> }.into_any() };
            view! { {arrow}{step} }
        });
        view! { <nav class="crumbs" data-test="crumbs" aria-label=app.t("所在位置", "Where you are")>{steps.collect_view()}</nav> }
    })
}

fn draw(app: App, view: View<'_>, id: Id<Indicator>, found: &Penetration, root: Option<usize>) -> Chart {
    let lang = app.shell.lang.get();
    let tree = &found.tree;
    let nodes = root.map_or(0..tree.nodes.len(), |root| tree.subtree(root));
    let first = nodes.start;
    let parts: Vec<IciclePart> = tree.nodes[nodes]
        .iter()
        .enumerate()
        .map(|(at, node)| IciclePart {
            parent: node.parent.filter(|_| at > 0).and_then(|parent| (parent as usize).checked_sub(first)),
            ratio: node.subtree.due,
        })
        .collect();
    let name = names::indicator_name(view.ledger, id, lang);
    let title = match root {
        Some(root) => format!("{name} · {}", node_name(app, view, tree, root)),
        None => name,
    };
    icicle(&title, &parts, |at| words(app, view, tree, first + at), lang)
}

fn words(app: App, view: View<'_>, tree: &Tree, node: usize) -> IcicleWords {
    let lang = app.shell.lang.get_untracked();
    let part = tree.nodes[node].subtree;
    let tier = format::column_name(view.ledger, ColumnLabel::Tier(tree.nodes[node].tier), lang);
    let share = tree.share(part).percent();
    let more = match lang {
        Lang::Zh => format!("{tier}，未达成 {}，未填报 {}，占全部缺口 {share}", part.open(), part.missing),
        Lang::En => format!("{tier}, open {}, not filled in {}, {share} of the gap", part.open(), part.missing),
    };
    IcicleWords { label: node_name(app, view, tree, node), key: node_record(view, tree, node).id.to_string(), more }
}
