//! The branches below the chosen root, those with the largest gap first.

use leptos::prelude::*;

use super::{Shown, node_name, node_record, root};
use crate::{
    app::App,
    ui::{format, listing::Listing},
};
use report::{
    ColumnLabel, View,
    penetration::{Part, Penetration, Tree},
};

/// The most branches that are listed.
const LISTED: usize = 300;

/// The table.
pub(super) fn table(shown: Shown) -> Option<impl IntoView + use<>> {
    let app = shown.app;
    let route = app.shell.route.get();
    shown.with(|view, _, found| {
        let tree = &found.tree;
        let root = root(view, tree, &route);
        let mut branches: Vec<usize> = match root {
            Some(root) => tree.children(root).collect(),
            None => tree.roots().collect(),
        };
        branches.retain(|node| tree.nodes[*node].subtree != Part::default());
        branches.sort_by_key(|node| std::cmp::Reverse(tree.nodes[*node].subtree.open()));
        let (count, is_empty) = (branches.len(), branches.is_empty());
        let own = root.map(|root| row(app, view, found, root, true));
        let listing = Listing::of(app, "branches", LISTED);
        let rows = branches.into_iter().take(listing.most).map(|node| row(app, view, found, node, false)).collect_view();
        let heading = match root {
            Some(root) => format!("{} · {}", app.t("下级分支", "Branches"), node_name(app, view, tree, root)),
            None => app.t("各集团", "Groups").to_owned(),
        };
        view! {
            <section class="part" id=super::keys::BRANCHES data-test="branches">
                <h2>{heading}" ("{count}")"</h2>
                <table class="plain">
                    <thead>{heads(app)}</thead>
                    <tbody>{own}{rows}</tbody>
                </table>
                {is_empty.then(|| view! { <p class="muted">{app.t("没有下级企业在统计范围内。", "No subsidiary is in scope.")}</p> })}
                {listing.more(count)}
            </section>
        }
    })
}

fn heads(app: App) -> impl IntoView + use<> {
    view! {
        <tr>
            <th>{app.t("企业（含全部下级）", "Enterprise with all below it")}</th><th>{app.t("层级", "Tier")}</th><th class="num">{app.t("应纳入", "Due")}</th><th class="num">{app.t("已达成", "Done")}</th><th class="num">{app.t("比率", "Rate")}</th>
            <th class="num">{app.t("未填报", "Not filled in")}</th><th class="num">{app.t("未达成", "Open")}</th><th class="num">{app.t("占全部缺口", "Of the gap")}</th>
        </tr>
    }
}

/// A branch, or the chosen root by itself.
fn row(app: App, view: View<'_>, found: &Penetration, node: usize, is_own: bool) -> impl IntoView + use<> {
    let tree: &Tree = &found.tree;
    let part = if is_own { tree.nodes[node].own } else { tree.nodes[node].subtree };
    let record = node_record(view, tree, node);
    let name = node_name(app, view, tree, node);
    let to = if is_own {
        app.keep_day(format::record_route(record))
    } else {
        app.shell.route.get().with("root", record.id.to_string()).with("step", "")
    };
    let tier = format::column_name(view.ledger, ColumnLabel::Tier(tree.nodes[node].tier), app.shell.lang.get());
    let own = is_own.then(|| app.t("（本级）", " (itself)"));
    let excluded = (part.due.den == 0 && part.excluded > 0).then(|| app.t(" 不纳入", " excluded"));
    view! {
        <tr data-test="branch">
            <td><a href=to.hash()>{name}</a>{own}<span class="muted">{excluded}</span></td><td class="muted nowrap">{tier}</td>
            <td class="num">{part.due.den}</td><td class="num">{part.due.num}</td><td class="num">{part.due.percent()}</td>
            <td class="num">{part.missing}</td><td class="num">{part.open()}</td><td class="num">{tree.share(part).percent()}</td>
        </tr>
    }
}
