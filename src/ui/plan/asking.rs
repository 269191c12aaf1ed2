//! What is held to a target, what an enterprise costs, and what it may cost, as the address says it.

use leptos::prelude::*;

use crate::{
    app::{Route, use_app},
    ui::scope_picker::scope,
};
use ledger::domain::{Decimal, Phrase};
use report::{
    Axis,
    plan::{Ask, Constraint, Effort},
};

/// What can be held to a target, with names in addresses and on screen.
const PARTS: [(Option<Axis>, &str, Phrase); 5] = [
    (None, "total", Phrase::new("合计", "Total")),
    (Some(Axis::Tier), "tier", Phrase::new("每个层级", "Each tier")),
    (Some(Axis::Group), "group", Phrase::new("每个集团", "Each group")),
    (Some(Axis::Region), "region", Phrase::new("每个地区", "Each region")),
    (Some(Axis::Unit), "unit", Phrase::new("每个填报单位", "Each unit")),
];

const EFFORTS: [(Effort, &str, Phrase); 3] = [
    (Effort::Alike, "", Phrase::new("每户相同", "All alike")),
    (Effort::Stated, "stated", Phrase::new("按企业所填推进难度", "As stated for each")),
    (Effort::Staff, "staff", Phrase::new("按职工人数", "By employees")),
];

/// The address's name for a part's target.
fn param(key: &str) -> String {
    format!("t.{key}")
}

/// Whether a part is held to a target: the total is, unless the address says otherwise.
fn held(route: &Route, key: &str) -> Option<Option<Decimal>> {
    match route.get(&param(key)) {
        "off" => None,
        "" if key != "total" => None,
        "" | "own" => Some(None),
        text => Some(text.parse().ok()),
    }
}

/// What the address asks.
pub(super) fn asked(route: &Route) -> Ask {
    let constraint = |(axis, key, _): &(Option<Axis>, &str, Phrase)| {
        held(route, key).map(|target| Constraint { axis: *axis, target })
    };
    Ask {
        scope: scope(route),
        constraints: PARTS.iter().filter_map(constraint).collect(),
        effort: EFFORTS.iter().find(|(_, key, _)| *key == route.get("effort")).map_or(Effort::Alike, |(e, ..)| *e),
        limit: route.get("limit").parse().ok(),
        barred: Default::default(),
    }
}

/// The name of a part that is held to a target.
pub(super) fn part_word(axis: Option<Axis>) -> Phrase {
    PARTS.iter().find(|(own, ..)| *own == axis).map_or(PARTS[0].2, |(_, _, word)| *word)
}

/// The form.
#[component]
pub(super) fn Asking() -> impl IntoView {
    let app = use_app();
    let set = move |name: String, value: String| app.replace_route(app.shell.route.get_untracked().with(&name, value));
    view! {
        <section class="part no-print" data-test="asking">
            <h2>{move || app.t("要求", "What is asked")}</h2>
            <table class="plain asking"><tbody>{PARTS.into_iter().map(|(_, key, word)| view! {
                <tr>
                    <td><label class="check"><input type="checkbox" data-test=format!("hold-{key}") prop:checked=move || app.shell.route.with(|route| held(route, key).is_some())
                        on:change=move |event| set(param(key), if event_target_checked(&event) { "own" } else { "off" }.to_owned()) />{move || word.of(app.shell.lang.get())}</label></td>
                    <td>{move || app.t("不低于", "at least")}" "<input class="short" inputmode="decimal" data-test=format!("target-{key}")
                        aria-label=move || app.t("目标值（%）", "Target (%)")
                        placeholder=move || app.t("按台账目标", "as set")
                        disabled=move || app.shell.route.with(|route| held(route, key).is_none())
                        prop:value=move || app.shell.route.with(|route| held(route, key).flatten().map_or_else(String::new, |target| target.to_string()))
                        on:change=move |event| set(param(key), own_or(event_target_value(&event))) />" %"</td>
                </tr>
            }).collect_view()}</tbody></table>
            <p class="row">{move || app.t("每户难度", "Effort")}
                <select data-test="effort" aria-label=move || app.t("每户难度", "Effort") on:change=move |event| set("effort".to_owned(), event_target_value(&event))>
                    {EFFORTS.into_iter().map(|(_, key, word)| view! {
                        <option value=key selected=move || app.shell.route.with(|route| route.get("effort") == key)>{move || word.of(app.shell.lang.get())}</option>
                    }).collect_view()}
                </select>
                {move || app.t("单户不超过", "no more than")}
                <input class="short" inputmode="decimal" data-test="limit" aria-label=move || app.t("单户难度上限", "Most effort for one")
                    placeholder=move || app.t("不限", "any") prop:value=move || app.shell.route.with(|route| route.get("limit").to_owned())
                    on:change=move |event| set("limit".to_owned(), number_or_nothing(&event_target_value(&event))) />
            </p>
            <p class="muted small">{move || app.t("目标留空的，用台账中对该范围有效的目标（数据 → 数据表 → 目标）。难度和职工人数在企业表中填写；未填的难度按 1 计，未填的职工人数按已填企业的中位数计。", "Left empty, the target that the ledger holds for each part applies. Effort and employees are fields of the enterprise; where not filled in, effort counts as 1 and employees as the median of the others.")}</p>
        </section>
    }
}

/// A target that was typed; the ledger's own where it is no number between 0 and 100.
fn own_or(text: String) -> String {
    let number: Option<Decimal> = text.trim().trim_end_matches('%').parse().ok();
    let is_rate = |value: &Decimal| (0..=10_000).contains(&value.hundredths());
    number.filter(is_rate).map_or_else(|| "own".to_owned(), |value| value.to_string())
}

fn number_or_nothing(text: &str) -> String {
    text.trim().parse::<Decimal>().map_or_else(|_| String::new(), |value| value.to_string())
}
