//! `#/penetration`: coverage down the tiers and trees, and what blocks it.

mod blockages;
mod branches;
mod drawing;
mod keys;
mod ladder;
mod rows;

use leptos::prelude::*;

use super::{
    format,
    scope_picker::Scopes,
    scope_picker::{indicator, scope},
};
use crate::app::{App, Route, Screen, use_app};
use ledger::domain::{AnyTable, Id, Kind, RawId, RecordRef, records::Indicator};
use report::{
    ColumnLabel, View,
    penetration::{LAST_STEP, Penetration, Reach, Tree, Untraceable, penetration, traceable},
};
use table_model::names;

/// What the address asks for, computed once for all parts of the screen.
#[derive(Clone, PartialEq)]
struct Found {
    indicator: Id<Indicator>,
    result: Result<Penetration, Untraceable>,
}

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Shown {
    app: App,
    found: Memo<Option<Found>>,
}

impl Shown {
    /// Reads what was found, together with the ledger that it speaks of.
    fn with<T>(self, read: impl FnOnce(View<'_>, Id<Indicator>, &Penetration) -> T) -> Option<T> {
        self.app.document.read(|document| {
            let view = document.view(self.app.as_of());
            self.found.with(|found| {
                let found = found.as_ref()?;
                Some(read(view, found.indicator, found.result.as_ref().ok()?))
            })
        })
    }
}

/// The screen.
#[component]
pub fn Penetration() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| find(app));
    let shown = Shown { app, found };
    let has_gap = Memo::new(move |_| shown.with(|_, _, found| found.tree.total.open() > 0) == Some(true));
    let has_due = Memo::new(move |_| shown.with(|_, _, found| found.figure.due.den > 0) == Some(true));
    view! {
        <main class="screen penetration">
            <div class="screen-head">
                <h1>{move || app.t("穿透与堵点", "Penetration")}</h1>
                <Indicators /><Reaches /><Scopes />
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || whole(shown)}
            <Show when=move || has_due.get()>
                <div class="columns">{move || ladder::ladder(shown)}{move || blockages::list(shown)}</div>
                <drawing::Drawing shown />
                <div class="columns">
                    {move || branches::table(shown)}
                    {move || has_gap.get().then(|| rows::list(shown))}
                </div>
            </Show>
        </main>
    }
}

fn find(app: App) -> Option<Found> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let indicator = indicator(view, &route)?;
        Some(Found { indicator, result: penetration(view, indicator, &scope(&route), reach(&route)) })
    })
}

fn reach(route: &Route) -> Reach {
    if route.get("reach") == "all" { Reach::All } else { Reach::Own }
}

/// The node that the address makes the root of the drawing.
fn root(view: View<'_>, tree: &Tree, route: &Route) -> Option<usize> {
    let id = route.parsed::<RawId>("root")?;
    tree.find(view.ledger.enterprises.live_position(Id::new(id))?)
}

/// The step of the ladder that the address names.
fn step(route: &Route) -> Option<Option<u8>> {
    match route.get("step") {
        "none" => Some(None),
        token => token.parse().ok().map(Some),
    }
}

fn step_token(step: Option<u8>) -> String {
    step.map_or_else(|| "none".to_owned(), |tier| tier.to_string())
}

fn step_name(app: App, view: View<'_>, step: Option<u8>) -> String {
    match step {
        None => app.t("不在企业树上", "In no tree").to_owned(),
        Some(LAST_STEP) => app.t("五级及以下", "Tier 5 and below").to_owned(),
        Some(tier) => format::column_name(view.ledger, ColumnLabel::Tier(tier), app.shell.lang.get()),
    }
}

fn enterprise(view: View<'_>, at: u32) -> RecordRef {
    RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize))
}

fn node_record(view: View<'_>, tree: &Tree, node: usize) -> RecordRef {
    enterprise(view, tree.nodes[node].enterprise)
}

fn node_name(app: App, view: View<'_>, tree: &Tree, node: usize) -> String {
    names::name_of(view.ledger, node_record(view, tree, node), app.shell.lang.get())
}

/// Chooses the indicator, among those that can be followed.
#[component]
fn Indicators() -> impl IntoView {
    let app = use_app();
    let options = move || {
        let lang = app.shell.lang.get();
        let route = app.shell.route.get();
        app.document.read_or_default(|document| {
            let view = document.view(app.as_of());
            let here = indicator(view, &route);
            let all = view.ledger.indicators.iter().map(|(id, _)| id);
            all.filter(|id| here == Some(*id) || traceable(view, *id).is_ok())
                .map(|id| (id.raw().to_string(), names::indicator_name(view.ledger, id, lang), here == Some(id)))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <select class="no-print" data-test="penetration-indicator" aria-label=move || app.t("指标", "Indicator")
            on:change=move |event| app.replace_route(app.shell.route.get_untracked().with("ind", event_target_value(&event)).with("step", ""))>
            {move || options().into_iter().map(|(id, name, here)| view! { <option value=id prop:selected=here>{name}</option> }).collect_view()}
        </select>
    }
}

/// Chooses between the tiers that the indicator counts and all of them.
#[component]
fn Reaches() -> impl IntoView {
    let app = use_app();
    let button = move |own: Reach, token: &'static str, zh: &'static str, en: &'static str| {
        view! {
            <button data-test=format!("reach-{own:?}").to_lowercase() class:on=move || app.shell.route.with(reach) == own
                on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("reach", token).with("step", ""))>{move || app.t(zh, en)}</button>
        }
    };
    view! {
        <span class="tabs no-print">
            {button(Reach::Own, "", "按指标口径", "Tiers of the indicator")}
            {button(Reach::All, "all", "各级", "All tiers")}
        </span>
    }
}

/// The figure as a whole, or why there is none.
fn whole(shown: Shown) -> AnyView {
    let app = shown.app;
    if app.document.read(|document| Some(document.ledger.enterprises.live_count() == 0)).unwrap_or(true) {
        let to = app.keep_day(Route::to(Screen::Enterprises)).hash();
        return view! { <p class="empty" data-test="penetration-empty">{app.t("台账中还没有企业。登记企业并填写上级单位后，这里逐级显示穿透情况。", "There are no enterprises yet. With enterprises and their parents filled in, this page follows the reform down.")}" "<a href=to>{app.t("去登记企业", "To the enterprises")}</a></p> }.into_any();
    }
    let refused = shown.found.with(|found| found.as_ref().and_then(|found| found.result.as_ref().err().copied()));
    let reason = match refused {
        Some(Untraceable::Undefined) => {
            Some(app.t("本指标没有写明计算方法，不能穿透。", "The indicator does not say what it measures."))
        }
        Some(Untraceable::Weighted) => Some(app.t(
            "本指标按权重或金额计算，没有可数的缺口，不作穿透。请另选按户、按人或按项计算的指标。",
            "The indicator sums weights or amounts: nothing can be counted that is lacking. Choose one that counts.",
        )),
        Some(Untraceable::NeverATarget) => Some(app.t(
            "本指标不设目标：未计入的人员不是缺口，不作穿透，防止以比例划线。请另选指标。",
            "The indicator is never a target: those not in it are no gap. Choose another.",
        )),
        None => None,
    };
    if let Some(reason) = reason {
        return view! { <p class="empty" data-test="penetration-refused">{reason}</p> }.into_any();
    }
    shown.with(|view, id, found| summary(app, view, id, found)).into_any()
}

/// The group that an address narrows the whole screen to, and the way out of it.
fn group(app: App, view: View<'_>) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    let group = scope(&route).group?;
    let name = names::name_of(view.ledger, RecordRef::new(Kind::Enterprise, group.raw()), app.shell.lang.get());
    let to = route.with("group", "").with("root", "").hash();
    Some(
        view! { <span class="note nowrap">{app.t("范围：", "Within ")}{name}" "<a class="no-print" href=to data-test="group-off" aria-label=app.t("取消此范围", "Leave this group")>"✕"</a></span> },
    )
}

fn summary(app: App, view: View<'_>, id: Id<Indicator>, found: &Penetration) -> AnyView {
    let lang = app.shell.lang.get();
    let due = found.figure.due;
    if due.den == 0 {
        return view! { <p class="empty" data-test="penetration-nothing">{app.t("所选范围和层级内没有应纳入的对象，没有可穿透的内容。可改选「各级」、单位或指标。", "Nothing is due in this scope and these tiers. Try all tiers, another unit or indicator.")}</p> }.into_any();
    }
    let (unit, _) = format::unit_of(view, id, lang);
    let target = found.figure.target;
    let words = target.map(|target| format::target_words(app, &target));
    let own = view.ledger.indicators.get(id).map(|row| row.tiers).filter(|tiers| !tiers.is_all());
    let note = match (app.shell.route.with(reach), own) {
        (Reach::Own, Some(tiers)) => format!("{} {tiers}", app.t("口径：本指标只计层级", "Counted: tiers")),
        (Reach::Own, None) => app.t("口径：本指标计各级企业。", "Counted: all tiers.").to_owned(),
        (Reach::All, Some(tiers)) => format!(
            "{} {tiers} {}",
            app.t("口径：各级企业；本指标本身只计层级", "Counted: all tiers; the indicator itself counts tiers"),
            app.t("，此处合计不等于指标值，不对照目标。", "only, so that this is not its figure and has no target.")
        ),
        (Reach::All, None) => app.t("口径：各级企业。", "Counted: all tiers.").to_owned(),
    };
    let (open, missing) = (found.tree.total.open(), found.tree.total.missing);
    view! {
        <p class="penetration-whole" data-test="penetration-whole">
            <strong>{names::indicator_name(view.ledger, id, lang)}</strong>" "<strong>{due.percent_beside(target.map(|target| target.value))}</strong>" "
            {format!("{}/{} {unit}", due.num, due.den)}" · "{app.t("未达成", "open")}" "<strong>{open}</strong>" "{unit}
            {(missing > 0).then(|| format!(" · {} {missing} {unit}", app.t("其中未填报", "of these not filled in")))}
            " "{words}" "{format::target_sign(app, target, unit)}<span class="note muted">{note}</span>{group(app, view)}
        </p>
    }
    .into_any()
}
