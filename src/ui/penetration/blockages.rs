//! The named subtrees that hold most of the gap, and what to do about each.

use leptos::prelude::*;

use super::{Shown, keys, node_name, node_record, reach};
use crate::{
    app::{App, Route, Screen},
    ui::format,
};
use ledger::domain::{Id, Lang, Ratio, records::Indicator};
use report::{
    View,
    penetration::{Blockage, Blockages, Penetration, Reach, blockages},
    plan::has_way,
};

/// The list.
pub(super) fn list(shown: Shown) -> Option<impl IntoView + use<>> {
    let app = shown.app;
    shown.with(|view, id, found| {
        let body = if found.tree.total.open() == 0 {
            view! { <p data-test="no-blockage">{app.t("没有堵点：已全部完成。", "Nothing blocks: all is done.")}</p> }.into_any()
        } else {
            let named = blockages(&found.tree, found.needed);
            let rows = named.list.iter().map(|one| row(app, view, id, found, one)).collect_view();
            view! { <p>{told(app, found, &named)}</p><ol class="blockages">{rows}</ol> }.into_any()
        };
        view! {
            <section class="part" data-test="blockages">
                <h2>{app.t("堵点", "What blocks")}</h2>
                {body}
                <p class="muted small">{app.t("规则：自上而下，本支缺口全在某一下级分支的，点名该分支；占全部缺口十分之一以上的分支，若某一下级分支占其一半以上，就分开点名；占全部缺口五分之一以上的集团一律分开到下级。本级和下级全部未达成的为「整支未动」，不再分开。以上均含本数。各堵点互不重叠，按缺口从大到小列到五分之四为止，最多 12 处。", "Rule: going down, where all of a branch's gap lies in one branch below, that one is named; a branch with a tenth or more of the whole gap is taken apart where one branch below holds half of it or more; a group with a fifth or more always. Where the head and all below it have done nothing, the branch is at a standstill and named whole. Blockages never overlap; the largest are listed up to four fifths of the gap, 12 at most.")}</p>
            </section>
        }
    })
}

fn told(app: App, found: &Penetration, named: &Blockages) -> String {
    let share = Ratio::new(named.open(), found.tree.total.open()).percent();
    let (count, open, others, others_open) = (named.list.len(), named.open(), named.others, named.others_open);
    let apart = found.tree.apart.open();
    match app.shell.lang.get() {
        Lang::Zh => {
            let rest =
                if others > 0 { format!("其余 {others} 处共 {others_open}，未列。") } else { String::new() };
            let apart = if apart > 0 {
                format!("另有 {apart} 不在树上（未挂企业、企业在统计日无效或上级关系成环）。")
            } else {
                String::new()
            };
            format!("以下 {count} 处合计 {open}，占全部缺口 {share}。{rest}{apart}")
        }
        Lang::En => {
            let rest = if others > 0 {
                format!(" {others} smaller ones hold {others_open}, unlisted.")
            } else {
                String::new()
            };
            let apart = if apart > 0 { format!(" {apart} stand in no tree.") } else { String::new() };
            format!("These {count} hold {open}, {share} of the gap.{rest}{apart}")
        }
    }
}

fn row(app: App, view: View<'_>, id: Id<Indicator>, found: &Penetration, one: &Blockage) -> impl IntoView + use<> {
    let route = app.shell.route.get();
    let record = node_record(view, &found.tree, one.node as usize);
    let key = record.id.to_string();
    let here = route.clone().with("root", key.clone()).with("step", "").hash();
    // Coverage counts the indicator's own tiers alone: with others its rows would be others too.
    let coverage = (one.is_whole && reach(&route) == Reach::Own).then(|| {
        let to = app.keep_day(coverage_route(&route, id, &key)).hash();
        view! { <a href=to data-test=format!("blockage-coverage-{key}")>{app.t("覆盖面明细", "Rows in coverage")}</a> }
    });
    let has_way = view.ledger.indicators.get(id).is_some_and(has_way);
    let next = if one.is_whole && has_way {
        let to = Route::to(Screen::Plan).with("ind", id.raw().to_string()).with("group", key.clone());
        view! { <a href=app.keep_day(to).hash() data-test=format!("blockage-plan-{key}")>{app.t("制定达标路径", "Plan the way")}</a> }.into_any()
    } else {
        view! { <a href=app.keep_day(format::record_route(record)).hash()>{app.t("企业记录", "Its record")}</a> }
            .into_any()
    };
    let sign =
        one.is_standstill.then(|| view! { <span class="sign yellow">"◆ "{app.t("整支未动", "standstill")}</span> });
    view! {
        <li data-test="blockage">
            {sentence(app, view, id, found, one)}" "{sign}
            <span class="row blockage-links no-print">
                <a href=here data-test=format!("blockage-{key}") on:click=move |_| keys::show(keys::ROWS)>{app.t("下列明细", "Rows below")}</a>{coverage}{next}
            </span>
        </li>
    }
}

/// The same scope in coverage, narrowed to a group and to what is open.
pub(super) fn coverage_route(route: &Route, id: Id<Indicator>, group: &str) -> Route {
    let to = Route::to(Screen::Coverage).with("ind", id.raw().to_string()).with("answer", "open");
    let to =
        ["unit", "class", "pilot", "region", "tier"].into_iter().fold(to, |to, name| to.with(name, route.get(name)));
    to.with("group", group)
}

fn sentence(app: App, view: View<'_>, id: Id<Indicator>, found: &Penetration, one: &Blockage) -> String {
    let lang = app.shell.lang.get();
    let (unit, _) = format::unit_of(view, id, lang);
    let path: Vec<String> =
        found.tree.path(one.node as usize).into_iter().map(|node| node_name(app, view, &found.tree, node)).collect();
    let (path, open, share) = (path.join(" › "), one.part.open(), one.share.percent());
    match lang {
        Lang::Zh => {
            let own = if one.is_whole { "" } else { "（本级）" };
            let missing = match one.part.missing {
                0 => String::new(),
                missing => format!("；其中 {missing} {unit}未填报"),
            };
            let give = if found.needed > 0 {
                format!("；距达标还差 {} {unit}，这里全部推动可补上 {} {unit}", found.needed, one.could_give)
            } else {
                String::new()
            };
            format!("{path}{own} 有 {open} {unit}未达成，占全部缺口 {share}{missing}{give}")
        }
        Lang::En => {
            let own = if one.is_whole { "" } else { " (itself)" };
            let missing = match one.part.missing {
                0 => String::new(),
                missing => format!("; {missing} not filled in"),
            };
            let give = if found.needed > 0 {
                format!("; could give {} of the {} needed", one.could_give, found.needed)
            } else {
                String::new()
            };
            format!("{path}{own}: {open} {unit} open, {share} of the gap{missing}{give}")
        }
    }
}
