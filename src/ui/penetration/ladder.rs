//! Tier by tier, and where the rate drops.

use leptos::prelude::*;

use super::{Shown, blockages::coverage_route, keys, reach, step, step_name, step_token};
use crate::{
    app::{App, Route},
    ui::{format, scope_picker::scope},
};
use ledger::domain::{Id, Lang, Ratio, Tiers, points_of_tenths, records::Indicator};
use report::{
    View,
    penetration::{LAST_STEP, Reach, Step},
};

/// The ladder.
pub(super) fn ladder(shown: Shown) -> Option<impl IntoView + use<>> {
    let app = shown.app;
    shown.with(|view, id, found| {
        let rows = found.steps.iter().map(|step| row(app, view, id, step)).collect_view();
        let (unit, _) = format::unit_of(view, id, app.shell.lang.get());
        view! {
            <section class="part" data-test="ladder">
                <h2>{app.t("逐级穿透", "Tier by tier")}" ("{unit}")"</h2>
                <p>{told(app, view, &found.steps)}</p>
                <table class="plain ladder">
                    <thead><tr>
                        <th>{app.t("层级", "Tier")}</th><th class="num">{app.t("应纳入", "Due")}</th><th class="num">{app.t("已达成", "Done")}</th><th class="num">{app.t("比率", "Rate")}</th><th>{format::unshown(app.t("图示", "Bar"))}</th>
                        <th class="num">{app.t("未填报", "Not filled in")}</th><th class="num">{app.t("未达成", "Open")}</th><th class="num">{app.t("比上一级", "Against above")}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="muted small">{app.t("比上一级：与上方最近一个有应纳入对象的层级相比，单位为百分点，按显示的比率相减；降幅最大按精确比率判定。空心条为未填报全部达成时的比率。", "Against above: percentage points to the nearest tier above with anything due as printed; the steepest drop is found exactly. The outline is the rate if all that is not filled in were done.")}</p>
            </section>
        }
    })
}

fn row(app: App, view: View<'_>, id: Id<Indicator>, row: &Step) -> impl IntoView + use<> {
    let part = row.part;
    let route = app.shell.route.get();
    let here = step(&route) == Some(row.tier);
    let token = step_token(row.tier);
    let name = match coverage(app, &route, id, row.tier) {
        Some(to) => view! { <a href=to.hash()>{step_name(app, view, row.tier)}</a> }.into_any(),
        None => step_name(app, view, row.tier).into_any(),
    };
    let to = route.with("step", if here { "" } else { &token }).hash();
    let drop = row.drop.map_or_else(|| "—".to_owned(), |drop| points(-drop));
    let steepest =
        row.is_steepest.then(|| view! { <span class="sign yellow">"◆ "{app.t("降幅最大", "steepest")}</span> });
    let open = if part.open() > 0 {
        view! { <a href=to data-test=format!("step-{token}") on:click=move |_| keys::show(keys::ROWS)>{part.open()}</a> }.into_any()
    } else {
        view! { "0" }.into_any()
    };
    view! {
        <tr class:here=here>
            <th scope="row">{name}</th><td class="num">{part.due.den}</td><td class="num">{part.due.num}</td><td class="num">{part.due.percent()}</td>
            <td class="ladder-bars">{bar(part.due, part.upper())}</td>
            <td class="num">{part.missing}</td><td class="num">{open}</td><td class="num nowrap">{steepest}" "{drop}</td>
        </tr>
    }
}

/// All rows of a step, done or not; coverage has them for the indicator's own tiers alone.
fn coverage(app: App, route: &Route, id: Id<Indicator>, step: Option<u8>) -> Option<Route> {
    let tiers = match step.filter(|_| reach(route) == Reach::Own)? {
        LAST_STEP => Tiers::of(LAST_STEP..=8),
        tier => Tiers::of([tier]),
    };
    let tiers = tiers.and(scope(route).tiers)?;
    let to = coverage_route(route, id, route.get("group")).with("tier", tiers.to_string()).with("answer", "");
    Some(app.keep_day(to))
}

/// The rate as a bar, and what is missing as an outline behind it; the numbers stand beside it.
fn bar(rate: Ratio, upper: Ratio) -> impl IntoView {
    let width = |ratio: Ratio| {
        let tenths = ratio.tenths_of_percent().unwrap_or(0).clamp(0, 1_000);
        format!("width:{}.{}%", tenths / 10, tenths % 10)
    };
    view! { <span class="ladder-bar" aria-hidden="true"><span class="ladder-upper" style=width(upper)></span><span class="ladder-rate" style=width(rate)></span></span> }
}

/// Tenths of a percentage point with their sign.
fn points(tenths: i64) -> String {
    let sign = match tenths {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}", points_of_tenths(tenths.abs()))
}

/// Where the rate drops most, in a sentence.
fn told(app: App, view: View<'_>, steps: &[Step]) -> String {
    let Some(at) = steps.iter().position(|step| step.is_steepest) else {
        return app.t("逐级没有下降。", "The rate drops at no tier.").to_owned();
    };
    let Some(above) = steps[..at].iter().rev().find(|step| step.part.due.den > 0) else { return String::new() };
    let here = &steps[at];
    let drop = points(here.drop.unwrap_or(0)).replace('+', "");
    let [from, to] = [above, here].map(|step| (step_name(app, view, step.tier), step.part.due.percent()));
    match app.shell.lang.get() {
        Lang::Zh => format!("{}到{}降幅最大：{} → {}，低 {drop} 个百分点。", from.0, to.0, from.1, to.1),
        Lang::En => {
            format!("Steepest from {} to {}: {} → {}, lower by {drop} points.", from.0, to.0, from.1, to.1)
        }
    }
}
