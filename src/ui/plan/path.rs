//! The cheapest way: what is asked, whether it can be had, who is in it and why.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{
    accepting::Accepting,
    asking::{Asking, asked, part_word},
    indicator,
};
use crate::{
    app::{App, Route, Screen, plan::way, use_app},
    ui::{format, listing::Listing, scope_picker::AXES},
};
use ledger::domain::{AnyTable, Decimal, Id, Kind, Lang, RawId, RecordRef, records::Enterprise};
use report::{
    Answer, ColumnLabel, View,
    plan::{
        Need, Question, question,
        solver::{Shortfall, Solution},
    },
};

/// The most enterprises that are listed; printing and tasks take all.
const LISTED: usize = 300;

/// A question with its answer.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The question.
    pub question: Question,
    /// The way, or the parts that fall short.
    pub way: Result<Solution, Vec<Shortfall>>,
}

/// The part of the screen.
#[component]
pub(super) fn Path() -> impl IntoView {
    let app = use_app();
    let barred = RwSignal::new(BTreeSet::<Id<Enterprise>>::new());
    let asking = Memo::new(move |_| {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let route = app.shell.route.get();
            let ask = report::plan::Ask { barred: barred.get(), ..asked(&route) };
            Some(question(view, indicator(view, &route)?, &ask))
        })
    });
    let found = LocalResource::new(move || {
        let question = asking.get();
        async move {
            let question = question?;
            let way = way(&question).await;
            Some(Found { question, way })
        }
    });
    let found = Signal::derive(move || found.get().flatten());
    view! {
        <div class="columns">
            <div><Asking /><Barred barred /></div>
            <div>{move || match found.get() {
                None => view! { <p class="muted" data-test="seeking">{app.t("正在求解…", "Seeking…")}</p> }.into_any(),
                Some(found) => outcome(app, &found).into_any(),
            }}</div>
        </div>
        {move || found.get().filter(|found| found.way.as_ref().is_ok_and(|way| !way.chosen.is_empty())).map(|found| view! {
            <Accepting found=found.clone() />
            <section class="part">{members(app, &found, barred)}</section>
        })}
    }
}

/// The enterprises that are not to be moved now.
#[component]
fn Barred(barred: RwSignal<BTreeSet<Id<Enterprise>>>) -> impl IntoView {
    let app = use_app();
    let list = move || {
        app.document.read_or_default(|document| {
            let name = |id: &Id<Enterprise>| {
                document.ledger.enterprises.get(*id).map_or_else(String::new, |row| row.name.clone())
            };
            barred.get().iter().map(|id| (*id, name(id))).collect::<Vec<_>>()
        })
    };
    view! {
        <Show when=move || barred.with(|barred| !barred.is_empty())>
            <section class="part" data-test="barred">
                <h2>{move || app.t("本期不安排", "Not now")}" ("{move || barred.with(BTreeSet::len)}")"</h2>
                <ul>{move || list().into_iter().map(|(id, name)| view! {
                    <li class="row">{name}<button class="plain no-print" on:click=move |_| barred.update(|barred| { barred.remove(&id); })>{app.t("恢复", "Take back")}</button></li>
                }).collect_view()}</ul>
            </section>
        </Show>
    }
}

/// Says that there is nobody to move, and where to go.
pub(super) fn nothing_due(app: App) -> &'static str {
    app.t(
        "范围内没有应纳入该指标的企业。请先在「企业」中登记企业和落实情况，或放宽范围。",
        "Nobody in this scope is due for the indicator. Enter enterprises under Enterprises first, or widen the scope.",
    )
}

/// How a part is called: `每个集团 · 示例能源`.
fn need_name(app: App, view: View<'_>, need: &Need) -> String {
    let label = format::column_name(view.ledger, need.label, app.shell.lang.get());
    match need.axis {
        None => label,
        Some(_) => format!("{} · {label}", part_word(need.axis).of(app.shell.lang.get())),
    }
}

fn outcome(app: App, found: &Found) -> impl IntoView + use<> {
    let (verdict, chosen) = match &found.way {
        Err(short) => (infeasible(app, found, short).into_any(), Vec::new()),
        Ok(way) => (sum_of(app, found, way).into_any(), way.chosen.clone()),
    };
    let needs = app.document.read(|document| Some(needs(app, document.view(app.as_of()), found, &chosen)));
    view! { <section class="part" data-test="way"><h2>{app.t("结果", "Result")}</h2>{verdict}{needs}</section> }
}

fn sum_of(app: App, found: &Found, way: &Solution) -> impl IntoView + use<> {
    let effort = Decimal::from_hundredths(way.effort);
    let bound = Decimal::from_hundredths(way.bound);
    let count = way.chosen.len();
    if found.question.due == 0 {
        return view! { <p data-test="nothing-due">{nothing_due(app)}</p> }.into_any();
    }
    if found.question.needs.is_empty() {
        let text = app.t(
            "所选范围没有目标。请在左边填写目标值，或在数据表中设定目标。",
            "No target applies here. Fill one in on the left, or set one in the tables.",
        );
        return view! { <p data-test="no-target">{text}</p> }.into_any();
    }
    if count == 0 {
        return view! { <p data-test="met"><span class="sign good">"✓ "{app.t("各项要求均已达到", "everything asked is met")}</span></p> }.into_any();
    }
    let sum = match app.shell.lang.get() {
        Lang::Zh => format!("最省力的组合：再推动 {count} 户，总难度 {effort}"),
        Lang::En => format!("least effort: {count} enterprises to move, effort {effort}"),
    };
    let proof = match (way.is_proven(), app.shell.lang.get()) {
        (true, Lang::Zh) => "已证明没有更省力的组合".to_owned(),
        (true, Lang::En) => "proven: no set takes less".to_owned(),
        (false, Lang::Zh) => format!("未能证明最省；任何组合的难度都不低于 {bound}"),
        (false, Lang::En) => format!("not proven the least; no set takes less than {bound}"),
    };
    view! { <p class="way-sum"><strong data-test="way-sum">{sum}</strong><span class="muted" data-test="way-proof">{proof}</span></p> }
        .into_any()
}

fn infeasible(app: App, found: &Found, short: &[Shortfall]) -> impl IntoView + use<> {
    let rows = app.document.read(|document| {
        let view = document.view(app.as_of());
        let row = |short: &Shortfall| {
            let need = found.question.needs.get(short.need as usize)?;
            let name = need_name(app, view, need);
            Some(match app.shell.lang.get() {
                Lang::Zh => format!("{name}：还需 {} 户，可推动的只有 {} 户", short.wanted, short.available),
                Lang::En => format!("{name}: {} wanted, only {} can be moved", short.wanted, short.available),
            })
        };
        Some(short.iter().filter_map(row).map(|text| view! { <li>{text}</li> }).collect_view())
    });
    let held = found.question.held_back;
    let held = (held > 0).then(|| match app.shell.lang.get() {
        Lang::Zh => format!("另有 {held} 户因超过难度上限或本期不安排而未计入。"),
        Lang::En => format!("{held} more are held back by the limit or not planned now."),
    });
    view! {
        <p><span class="sign red">"▲ "{app.t("达不到：以下要求即使全部推动也不够", "cannot be met: these fall short even if all are moved")}</span></p>
        <ul class="actions" data-test="infeasible">{rows}</ul><p class="muted">{held}</p>
    }
}

/// The parts with their targets: where they stand, what they want, what the way gives them.
fn needs(app: App, view: View<'_>, found: &Found, chosen: &[u32]) -> impl IntoView + use<> {
    let moved = found.question.moved(chosen);
    let mut order: Vec<usize> = (0..found.question.needs.len()).collect();
    // Where something is wanted comes first; the order of the question otherwise.
    order.sort_by_key(|at| found.question.needs[*at].wanted == 0);
    let listing = Listing::of(app, "needs", LISTED);
    let count = order.len();
    let rows = order.into_iter().take(listing.most).map(|at| {
        let need = &found.question.needs[at];
        let after = ledger::domain::Ratio::new(need.due.num + moved[at], need.due.den);
        view! {
            <tr>
                <td><a href=rows_of(app, need)>{need_name(app, view, need)}</a></td><td class="num">{need.due.percent_beside(Some(need.target))}" "<span class="muted small">{need.due.num}"/"{need.due.den}</span></td>
                <td class="num">{need.target.to_string()}"%"</td><td class="num">{need.wanted}</td><td class="num">{moved[at]}</td>
                <td class="num">{after.percent_beside(Some(need.target))}</td><td>{(need.wanted > 0 && moved[at] == need.wanted).then(|| app.t("恰好", "just enough"))}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="rows-frame"><table class="plain" data-test="needs">
            <thead><tr><th>{app.t("范围", "Part")}</th><th class="num">{app.t("目前", "Now")}</th><th class="num">{app.t("目标", "Target")}</th><th class="num">{app.t("还差", "Wanted")}</th><th class="num">{app.t("推动", "Moved")}</th><th class="num">{app.t("推动后", "After")}</th><th>{format::unshown(app.t("是否达标", "Met"))}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
        {listing.more(count)}
    }
}

/// Where the rows of a part are that are not done.
fn rows_of(app: App, need: &Need) -> String {
    let axis = AXES.iter().find(|(own, ..)| Some(*own) == need.axis).map_or("", |(_, key, _)| *key);
    let mut route = app.shell.route.get();
    // What the way was asked for says nothing there.
    route.params.retain(|name, _| !matches!(name.as_str(), "tab" | "effort" | "limit") && !name.starts_with("t."));
    let route = route.with("axis", axis).with("cell", need.label.token()).with("answer", "open");
    Route { screen: Screen::Coverage, ..route }.hash()
}

fn members(app: App, found: &Found, barred: RwSignal<BTreeSet<Id<Enterprise>>>) -> Option<impl IntoView + use<>> {
    let chosen = found.way.as_ref().ok()?.chosen.clone();
    let moved = found.question.moved(&chosen);
    let listing = Listing::of(app, "members", LISTED);
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let rows = chosen.iter().take(listing.most).map(|at| member(app, view, found, &moved, *at as usize, barred));
        let rows = rows.collect_view();
        Some(view! {
            <h2>{app.t("推动名单", "To be moved")}" ("{chosen.len()}")"</h2>
            <table class="plain" data-test="members">
                <thead><tr><th>{app.t("企业", "Enterprise")}</th><th>{app.t("层级", "Tier")}</th><th>{app.t("集团", "Group")}</th><th>{app.t("现状", "Now")}</th><th class="num">{app.t("难度", "Effort")}</th><th>{app.t("入选原因：满足的要求", "Why: what it serves")}</th><th>{app.t("已有任务", "Task")}</th><th class="no-print">{format::unshown(app.t("操作", "Act"))}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {listing.more(chosen.len())}
        })
    })
}

fn member(
    app: App,
    view: View<'_>,
    found: &Found,
    moved: &[i64],
    at: usize,
    barred: RwSignal<BTreeSet<Id<Enterprise>>>,
) -> Option<impl IntoView + use<>> {
    let (mover, candidate) = (found.question.movers.get(at)?, found.question.candidates.get(at)?);
    let lang = app.shell.lang.get();
    let id: Id<Enterprise> = view.ledger.enterprises.typed_id(mover.enterprise as usize);
    let place = view.index.place(mover.enterprise as usize);
    let root = view.ledger.enterprises.at(place.root as usize).name.clone();
    // What it serves: parts that wanted somebody; those that have just enough would miss it.
    let serves: Vec<String> = candidate
        .serves
        .iter()
        .map(|need| (*need as usize, &found.question.needs[*need as usize]))
        .filter(|(_, need)| need.wanted > 0)
        .map(|(at, need)| {
            let tight = if moved[at] == need.wanted { app.t("（恰好）", " (just enough)") } else { "" };
            format!("{}{tight}", need_name(app, view, need))
        })
        .collect();
    let now = if mover.answer == Answer::Missing {
        app.t("？未填报", "? not filled in")
    } else {
        app.t("✕ 否", "✕ no")
    };
    let task = mover.task.map(|task| format::record_link(app, view.ledger, RecordRef::new(Kind::Task, task.raw())));
    let link = format::record_link(app, view.ledger, RecordRef::new(Kind::Enterprise, id.raw()));
    Some(view! {
        <tr>
            <td>{link}</td><td class="muted">{format::column_name(view.ledger, ColumnLabel::Tier(place.tier), lang)}</td><td class="muted">{root}</td><td class="muted">{now}</td>
            <td class="num">{Decimal::from_hundredths(candidate.effort).to_string()}</td><td>{serves.join(app.t("；", "; "))}</td><td>{task}</td>
            <td class="no-print"><button class="plain" title=app.t("换别的企业", "Choose others instead") on:click=move |_| barred.update(|barred| { barred.insert(id); })>{app.t("本期不安排", "Not now")}</button></td>
        </tr>
    })
}

/// The enterprises of a way, by identity.
pub(super) fn chosen_ids(view: View<'_>, found: &Found) -> Vec<RawId> {
    let chosen = found.way.as_ref().map(|way| way.chosen.as_slice()).unwrap_or_default();
    let id = |at: &u32| {
        found.question.movers.get(*at as usize).map(|mover| view.ledger.enterprises.id_at(mover.enterprise as usize))
    };
    chosen.iter().filter_map(id).collect()
}
