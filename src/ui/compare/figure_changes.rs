//! The figures of both states with the bridge between them, down to the rows.

use leptos::prelude::*;

use super::state::{Compared, Done, with_done};
use crate::{
    app::{App, Route, use_app},
    ui::{charts::ChartView, format, listing::Listing},
};
use chart::{BridgeEnd, BridgeStep, Chart, bridge_chart};
use ledger::domain::{Id, Lang, Ratio, RawId, builtins, points_of_tenths, records::Indicator};
use report::{
    Figure, FigureChange, View,
    compare::{Move, Part, Step},
};
use table_model::names;

/// How many rows are listed at a time.
const LISTED: usize = 300;

/// The part with the figures.
#[component]
pub(super) fn Figures(done: Done) -> impl IntoView {
    let app = use_app();
    let nothing = || Chart { svg: String::new(), title: String::new(), summary: String::new() };
    let chart = Memo::new(move |_| chart(app, done).unwrap_or_else(nothing));
    let chosen = Callback::new(move |part: String| {
        app.replace_route(app.shell.route.get_untracked().with("part", part));
    });
    let any = Memo::new(move |_| with_done(app, done, |done, _, _| Some(!changed(done).is_empty())) == Some(true));
    view! {
        <Show when=move || any.get()>
            <section class="part" data-test="compare-figures">
                {move || table(app, done)}
                <p class="note">{move || app.t("「变化」为两端显示比率之差（百分点）。分解顺序固定：先纳入，再在册者变化，后退出；每步影响为该步前后显示比率之差，逐项相加恰等于总变化。显示比率只舍不入。", "The change is the difference of the printed rates, in percentage points. The path is fixed: what joined, what changed among those that stayed, what left. Each effect is the difference of the printed rates before and after its step, so that effects add up to the change exactly. Printed rates are cut off, never rounded up.")}</p>
            </section>
            <ChartView chart chosen />
            {move || rows(app, done)}
        </Show>
    }
}

/// The indicators whose figures differ, or whose items changed places.
fn changed(done: &Compared) -> Vec<&FigureChange> {
    let differs = |change: &&FigureChange| change.before.due != change.after.due || !change.moves.is_empty();
    done.comparison.figures.iter().filter(differs).collect()
}

/// The indicator that the address names, else the exit system's, else the first that changed.
fn chosen<'a>(route: &Route, done: &'a Compared, after: View<'_>) -> Option<&'a FigureChange> {
    let list = changed(done);
    let of = |id: Id<Indicator>| list.iter().find(|change| change.indicator == id).copied();
    let named = route.parsed::<RawId>("ind").map(Id::new).and_then(of);
    named.or_else(|| builtins::leading_indicator(after.ledger).and_then(of)).or_else(|| list.first().copied())
}

fn name_of(before: View<'_>, after: View<'_>, id: Id<Indicator>, lang: Lang) -> String {
    let is_there = after.ledger.indicators.get(id).is_some();
    names::indicator_name(if is_there { after.ledger } else { before.ledger }, id, lang)
}

/// A change in percentage points, with its sign even where it is too small for the printed figure.
fn points(tenths: Option<i64>, before: Ratio, after: Ratio) -> String {
    let Some(tenths) = tenths else { return "—".to_owned() };
    let sign = match after.cmp_rate(before) {
        std::cmp::Ordering::Greater => "+",
        std::cmp::Ordering::Less => "−",
        std::cmp::Ordering::Equal => "",
    };
    format!("{sign}{}", points_of_tenths(tenths.abs()))
}

fn steps(change: &FigureChange) -> Vec<Step> {
    let target = |figure: &Figure| figure.target.map(|target| target.value);
    let targets = [target(&change.before), target(&change.after)];
    change.bridge.map_or_else(Vec::new, |bridge| bridge.steps(change.before.due, targets))
}

fn table(app: App, done: Done) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    with_done(app, done, |done, before, after| {
        let list = changed(done);
        let here = chosen(&route, done, after).map(|change| change.indicator);
        let has = |part: Part| list.iter().any(|change| change.bridge.is_some_and(|bridge| bridge.of(part).count > 0));
        let parts: Vec<Part> = Part::ALL.into_iter().filter(|part| has(*part)).collect();
        let heads = parts.iter().map(|part| view! { <th class="num">{part.word().of(lang)}</th> }).collect_view();
        let rows = list.iter().map(|change| {
            let is_here = here == Some(change.indicator);
            row(&route, (before, after), change, &parts, is_here, lang)
        });
        let rows = rows.collect_view();
        Some(view! {
            <h2>{app.t("指标变化", "Figures")}" ("{list.len()}")"</h2>
            <div class="matrix-frame"><table class="plain bridge">
                <thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("从", "From")}</th><th class="num">{app.t("到", "To")}</th><th class="num">{app.t("变化", "Change")}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        })
    })
}

fn row(
    route: &Route,
    (before, after): (View<'_>, View<'_>),
    change: &FigureChange,
    parts: &[Part],
    is_here: bool,
    lang: Lang,
) -> impl IntoView + use<> {
    let view = if after.ledger.indicators.get(change.indicator).is_some() { after } else { before };
    let (_, is_weighted) = format::unit_of(view, change.indicator, lang);
    let to = |part: &str| route.clone().with("ind", change.indicator.raw().to_string()).with("part", part).hash();
    let steps = steps(change);
    let cells = parts.iter().map(|part| {
        let step = steps.iter().find(|step| step.part == *part);
        let cell = step.map(|step| view! {
            <a href=to(part.key()) data-test=format!("bridge-{}-{}", change.indicator.raw().0, part.key())>{step.flow.count}</a>
            " "<span class="small muted">{points(step.tenths, step.before, step.after)}</span>
        });
        view! { <td class="num amid">{cell}</td> }
    });
    let cells = cells.collect_view();
    let end = |figure: &Figure| {
        view! { <td class="num">{figure.text(lang)}" "<span class="small muted">{format::counted(figure, is_weighted)}</span></td> }
    };
    view! {
        <tr class:here=is_here>
            <th scope="row"><a href=to("")>{name_of(before, after, change.indicator, lang)}</a></th>
            {end(&change.before)}{end(&change.after)}
            <td class="num"><strong>{points(change.tenths(), change.before.due, change.after.due)}</strong></td>
            {cells}
        </tr>
    }
}

/// The bridge of the chosen indicator.
fn chart(app: App, done: Done) -> Option<Chart> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    with_done(app, done, |done, before, after| {
        let change = chosen(&route, done, after)?;
        let steps: Vec<BridgeStep> = steps(change)
            .iter()
            .map(|step| BridgeStep {
                label: step.part.word().of(lang).to_owned(),
                value: format!("{}  ({})", points(step.tenths, step.before, step.after), step.flow.count),
                from: step.before,
                to: step.after,
                key: step.part.key().to_owned(),
            })
            .collect();
        let title =
            format!("{} · {}", name_of(before, after, change.indicator, lang), app.t("变化分解", "the change by part"));
        let [from, to] = [done.before.day, done.after.day].map(|day| day.to_string());
        Some(bridge_chart(
            &title,
            BridgeEnd { label: &from, ratio: change.before.due, value: &change.before.text(lang) },
            &steps,
            BridgeEnd { label: &to, ratio: change.after.due, value: &change.after.text(lang) },
            lang,
        ))
    })
}

/// The items behind the bridge of the chosen indicator, or behind one part of it.
fn rows(app: App, done: Done) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    with_done(app, done, |done, before, after| {
        let change = chosen(&route, done, after)?;
        let part = Part::ALL.into_iter().find(|part| part.key() == route.get("part"));
        let moves: Vec<&Move> = change.moves.iter().filter(|one| part.is_none_or(|part| one.part == part)).collect();
        let listing = Listing::of(app, "compare-rows", LISTED);
        let rows = moves.iter().take(listing.most).map(|one| {
            let view = if one.part.is_in_later() { after } else { before };
            let why = one.why.map(|why| why.word().of(lang));
            view! { <tr><td>{format::record_link(app, view.ledger, one.record)}</td><td class="nowrap">{one.part.word().of(lang)}</td><td class="muted">{why}</td></tr> }
        });
        let rows = rows.collect_view();
        let word = part.map(|part| format!("，{}", part.word().of(lang)));
        let all = part.map(
            |_| view! { <a class="no-print" href=route.clone().with("part", "").hash()>{app.t("全部", "All")}</a> },
        );
        let has_both = change.before.due.den > 0 && change.after.due.den > 0;
        let no_rate = (!has_both).then(|| view! { <p class="note">{app.t("有一端没有可统计的对象（分母为 0），变化不能以百分点表示，只列增减的数目。", "One end has nothing to measure, so the change has no percentage points; only the counts are shown.")}</p> });
        let unmatched = change.bridge.is_none().then(|| view! { <p class="empty">{app.t("两个状态的口径统计对象不同，不能逐项对应，只列两端数值。", "The two states count different things under this indicator; only both figures are shown.")}</p> });
        Some(view! {
            <section class="part" data-test="compare-rows" data-rows="part">
                <h2>{app.t("明细：", "Rows: ")}{name_of(before, after, change.indicator, lang)}{word}" ("{moves.len()}") "{all}</h2>
                {unmatched}{no_rate}
                <table class="plain"><tbody>{rows}</tbody></table>
                {listing.more(moves.len())}
            </section>
        })
    })
}
