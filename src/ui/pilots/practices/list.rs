//! The cards, by programme and by what they say.

use leptos::prelude::*;

use super::{new_practice, signs, title, whose};
use crate::{
    app::{App, Route, use_app},
    ui::{
        drilldown::{self, LISTED},
        listing::Listing,
    },
};
use ledger::domain::{
    Id, RawId, Value,
    records::{Practice, Programme},
};
use report::{
    View,
    practices::{Line, practices},
};

fn programme(route: &Route) -> Option<Id<Programme>> {
    route.parsed::<RawId>("programme").map(Id::new)
}

/// The list with its choices.
#[component]
pub(super) fn List() -> impl IntoView {
    let app = use_app();
    let set =
        move |name: &'static str, value: String| app.replace_route(app.shell.route.get_untracked().with(name, value));
    let add = move |_| {
        let chosen = app.shell.route.with_untracked(programme);
        new_practice(app, chosen.map(|id| (Practice::programme, Value::Ref(id.raw()))).into_iter().collect(), None);
    };
    view! {
        <div class="row practice-tools no-print">
            <input type="search" class="grid-search" data-test="practice-search" aria-label=move || app.t("搜索样板", "Search practices")
                placeholder=move || app.t("搜索样板", "Search") prop:value=move || app.shell.route.with(|route| route.get("q").to_owned())
                on:input=move |event| set("q", event_target_value(&event)) />
            <select data-test="practice-programme" aria-label=move || app.t("试点工程", "Programme") on:change=move |event| set("programme", event_target_value(&event))>
                {move || programmes(app).into_iter().map(|(id, name, is_here)| view! { <option value=id selected=is_here>{name}</option> }).collect_view()}
            </select>
            <span class="grow"></span>
            <button class="primary" data-test="new-practice" on:click=add>{move || app.t("新增样板", "New practice")}</button>
        </div>
        {move || cards(app)}
    }
}

/// What can be chosen: every programme, and one after the other.
fn programmes(app: App) -> Vec<(String, String, bool)> {
    let here = app.shell.route.with(programme);
    let mut all = vec![(String::new(), app.t("全部试点工程", "All programmes").to_owned(), here.is_none())];
    app.document.read_or_default(|document| {
        let rows = document.ledger.programmes.iter();
        all.extend(rows.map(|(id, row)| (id.raw().to_string(), row.name.clone(), here == Some(id))));
    });
    all
}

fn cards(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let all = practices(view);
        if all.is_empty() {
            return Some(nothing_yet(app).into_any());
        }
        let chosen = all.iter().filter(|line| line.passes(view, programme(&route), route.get("q")));
        // What was described after the day has not happened on it: shown, and not counted.
        let (later, own): (Vec<&Line<'_>>, Vec<&Line<'_>>) = chosen.partition(|line| line.is_later);
        let none = (own.is_empty() && later.is_empty()).then(|| view! { <p class="empty">{app.t("没有符合条件的样板，请放宽搜索或试点工程。", "No practice fits: widen the search or choose another programme.")}</p> });
        let listing = Listing::of(app, "practices", LISTED);
        let after = (!later.is_empty()).then(|| view! {
            <section class="part">
                <h2>{app.t("统计日之后整理（不计入上面的数）", "Described after the as-of date (not counted above)")}</h2>
                <ul class="practice-cards">{later.iter().take(listing.most).map(|line| card(app, view, &route, line)).collect_view()}</ul>
                {listing.more(later.len())}
            </section>
        });
        let list = view! {
            {drilldown::counted(app, own.len(), "张样板", "practices")}
            {none}
            <ul class="practice-cards" data-test="practice-cards">{own.iter().take(listing.most).map(|line| card(app, view, &route, line)).collect_view()}</ul>
            {listing.more(own.len())}
            {after}
        };
        Some(list.into_any())
    })
}

fn nothing_yet(app: App) -> impl IntoView + use<> {
    view! {
        <p class="empty" data-test="practice-empty">{app.t(
            "还没有样板。用“新增样板”把一项成熟做法写成卡片：主要做法、成效、佐证，再关联它所服务的任务和指标；写好后可单页打印。",
            "No practice yet. With “New practice”, describe one once: what was done, the result, the evidence; then link the tasks and indicators that it serves. A card prints on one page.",
        )}</p>
    }
}

fn card(app: App, view: View<'_>, route: &Route, line: &Line<'_>) -> impl IntoView + use<> {
    let to = route.clone().with("practice", line.practice.raw().to_string()).hash();
    let served = format!(
        "{} {} · {} {}",
        app.t("关联任务", "tasks"),
        line.tasks.len(),
        app.t("关联指标", "indicators"),
        line.indicators.len()
    );
    view! {
        <li class="practice-card" data-test="practice-card">
            <h2><a href=to.clone()>{title(app, view, line)}</a></h2>
            <p class="small">{whose(app, view, line)}</p>
            <p class="practice-gist">{line.row.result.trim().to_owned()}</p>
            <p class="small"><a href=to>{served}</a>" "{signs(app, line)}</p>
        </li>
    }
}
