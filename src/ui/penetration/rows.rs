//! The open rows of the chosen root and step, each leading to its record.

use leptos::prelude::*;

use super::{Shown, blockages::coverage_route, enterprise, node_name, node_record, reach, root, step, step_name};
use crate::{
    app::App,
    ui::{format, listing::Listing},
};
use ledger::domain::{Kind, RecordRef};
use report::{Answer, ColumnLabel, Item, View, penetration::Reach};
use table_model::names;

/// The most rows that are listed; the rest are counted.
const LISTED: usize = 300;

/// The list.
pub(super) fn list(shown: Shown) -> Option<impl IntoView + use<>> {
    let app = shown.app;
    let route = app.shell.route.get();
    shown.with(|view, id, found| {
        let (root, step) = (root(view, &found.tree, &route), step(&route));
        let at = root.map(|node| found.tree.nodes[node].enterprise as usize);
        let items: Vec<&Item> = found.open_of(view, at, step).collect();
        let listing = Listing::of(app, "open-rows", LISTED);
        let rows = items.iter().take(listing.most).map(|item| row(app, view, item)).collect_view();
        let narrowed = [
            root.map(|node| (node_name(app, view, &found.tree, node), route.clone().with("root", "").hash())),
            step.map(|step| (step_name(app, view, step), route.clone().with("step", "").hash())),
        ];
        let narrowed = narrowed.into_iter().flatten().map(|(name, without)| view! {
            <span class="nowrap">{name}" "<a class="no-print" href=without aria-label=app.t("取消此筛选", "Take this filter off")>"✕"</a></span>
        });
        let narrowed = narrowed.collect_view();
        let group = root.map_or_else(|| route.get("group").to_owned(), |node| node_record(view, &found.tree, node).id.to_string());
        let coverage = (reach(&route) == Reach::Own && step.is_none()).then(|| {
            let to = app.keep_day(coverage_route(&route, id, &group)).hash();
            view! { <a class="no-print" href=to data-test="rows-coverage">{app.t("在覆盖面中查看", "In coverage")}</a> }
        });
        let count = items.len();
        view! {
            <section class="part" id=super::keys::ROWS data-test="open-rows">
                <h2>{app.t("未达成明细", "Open rows")}" ("{count}")"</h2>
                <p class="row">{narrowed}{coverage}</p>
                {listing.more(count)}
                <div class="rows-frame"><table class="plain"><tbody>{rows}</tbody></table></div>
            </section>
        }
    })
}

fn row(app: App, view: View<'_>, item: &Item) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let owner = item.enterprise.filter(|_| item.record.kind != Kind::Enterprise).map(|at| {
        let record: RecordRef = enterprise(view, at);
        names::name_of(view.ledger, record, lang)
    });
    let tier = item
        .enterprise
        .map(|at| view.index.place(at as usize).tier)
        .filter(|tier| *tier > 0)
        .map(|tier| format::column_name(view.ledger, ColumnLabel::Tier(tier), lang));
    let answer = match item.answer {
        Answer::Missing => app.t("？未填报", "? not filled in"),
        // A part of what an item counts may be open although it answers yes.
        Answer::Yes | Answer::No => app.t("✕ 未达成", "✕ open"),
    };
    view! {
        <tr><td>{format::record_link(app, view.ledger, item.record)}</td><td class="muted">{owner}</td><td class="muted nowrap">{tier}</td><td class="nowrap">{answer}</td></tr>
    }
}
