//! What if: enterprises ticked as done, and every rate as it would be. Nothing of it is in the ledger.

use leptos::prelude::*;

use super::{path::nothing_due, with_indicator};
use crate::{
    app::{
        App, Route, Screen,
        plan::{Scenario, keep_scenarios, scenarios},
        use_app,
    },
    ui::{format, listing::Listing, scope_picker::scope},
};
use ledger::domain::{AnyTable, Id, Lang, RawId, records::Indicator};
use report::{
    Answer, Figure, Scope, View,
    indicator::items,
    plan::what_if::{as_done, as_if, rates},
};
use table_model::names;

/// The most enterprises that are listed at once; a word in the filter finds the others.
const LISTED: usize = 200;

/// What is supposed for the open ledger and the chosen indicator; begins anew where either is another.
fn supposed(app: App) -> Option<Scenario> {
    let (ledger, indicator) = with_indicator(app, |view, id| (view.ledger.id(), id.raw().to_string()))?;
    let (of, scenario) = app.supposed.get();
    let is_own = of == ledger && scenario.indicator == indicator;
    Some(if is_own { scenario } else { Scenario { indicator, ..Scenario::default() } })
}

fn suppose(app: App, change: impl FnOnce(&mut Scenario)) {
    let Some(ledger) = app.document.peek(|document| Some(document.ledger.id())) else { return };
    if let Some(mut scenario) = untrack(|| supposed(app)) {
        scenario.name.clear();
        change(&mut scenario);
        app.supposed.set((ledger, scenario));
    }
}

/// Every rate as it would be in a scenario.
fn rates_in(view: View<'_>, scenario: &Scenario, scope: &Scope) -> Option<Vec<Figure>> {
    let indicator: Id<Indicator> = Id::new(scenario.indicator.parse().ok()?);
    let at =
        |id: &String| view.ledger.enterprises.live_position(Id::new(id.parse::<RawId>().ok()?)).map(|at| at as u32);
    let enterprises: Vec<u32> = scenario.enterprises.iter().filter_map(at).collect();
    let (ledger, index) = as_if(view, &as_done(view, indicator, &enterprises))?;
    Some(rates(View { ledger: &ledger, index: &index, as_of: view.as_of }, scope))
}

/// The part of the screen.
#[component]
pub(super) fn WhatIf() -> impl IntoView {
    let app = use_app();
    let ledger = app.document.peek(|document| Some(document.ledger.id())).unwrap_or(RawId(0));
    let kept = RwSignal::new(scenarios(ledger));
    Effect::new(move |before: Option<()>| {
        let list = kept.get();
        if before.is_some() {
            keep_scenarios(ledger, &list);
        }
    });
    view! {
        <p class="note">{move || app.t("勾选假定已完成的企业，右边各项指标随之变化。情景推演不写入台账，也不随文件导出；保留的情景只存在本机浏览器中。", "Tick enterprises as if they were done and watch every rate. Nothing of this is in the ledger or its files; what is kept stays in this browser.")}</p>
        <div class="columns">
            <div><Ticking /></div>
            <div><Rates kept /><Kept kept /></div>
        </div>
    }
}

/// The enterprises that are due and not done, to be ticked.
#[component]
fn Ticking() -> impl IntoView {
    let app = use_app();
    let filter = RwSignal::new(String::new());
    let due = Memo::new(move |_| {
        with_indicator(app, |view, id| {
            items(view, id, &scope(&app.shell.route.get())).iter().filter(|item| item.excluded.is_none()).count()
        })
        .unwrap_or_default()
    });
    let open = Memo::new(move |_| {
        with_indicator(app, |view, id| {
            let items = items(view, id, &scope(&app.shell.route.get()));
            let open = items.iter().filter(|item| item.excluded.is_none() && item.answer != Answer::Yes);
            let line = |at: u32| {
                (view.ledger.enterprises.id_at(at as usize), view.ledger.enterprises.at(at as usize).name.clone())
            };
            open.filter_map(|item| item.enterprise).map(line).collect::<Vec<_>>()
        })
        .unwrap_or_default()
    });
    let ticked = Memo::new(move |_| supposed(app).unwrap_or_default());
    let shown = move || {
        let (word, ticked) = (filter.get(), ticked.get());
        let mut list: Vec<_> = open.with(|open| {
            let fits = |name: &str| word.trim().is_empty() || name.contains(word.trim());
            open.iter().filter(|(_, name)| fits(name)).map(|(id, name)| (*id, name.clone(), ticked.has(*id))).collect()
        });
        list.sort_by_key(|(.., is_ticked)| !is_ticked);
        list
    };
    let tick = move |id: RawId, on: bool| {
        suppose(app, |scenario| {
            scenario.enterprises.retain(|own| *own != id.to_string());
            if on {
                scenario.enterprises.push(id.to_string());
            }
        });
    };
    view! {
        <section class="part" data-test="ticking">
            <div class="spread"><h2>{move || app.t("尚未完成的企业", "Not done yet")}" ("{move || open.with(Vec::len)}")"</h2>
                <span class="row no-print">
                    <input data-test="tick-filter" placeholder=move || app.t("按名称筛选", "Filter by name") prop:value=move || filter.get() on:input=move |event| filter.set(event_target_value(&event)) />
                    <button data-test="tick-all" on:click=move |_| {
                        let all: Vec<String> = untrack(shown).into_iter().map(|(id, ..)| id.to_string()).collect();
                        suppose(app, |scenario| scenario.enterprises = all);
                    }>{move || app.t("全部勾选", "Tick all")}</button>
                    <button data-test="tick-none" on:click=move |_| suppose(app, |scenario| scenario.enterprises.clear())>{move || app.t("清空", "Clear")}</button>
                </span>
            </div>
            {move || open.with(Vec::is_empty).then(|| {
                let all_done = app.t("应纳入的企业都已完成。", "All that are due are done.");
                view! { <p class="muted">{if due.get() == 0 { nothing_due(app) } else { all_done }}</p> }
            })}
            <ul class="ticks">{move || shown().into_iter().take(Listing::of(app, "ticks", LISTED).most).map(|(id, name, is_ticked)| view! {
                <li><label class="check"><input type="checkbox" data-test=format!("tick-{id}") prop:checked=is_ticked on:change=move |event| tick(id, event_target_checked(&event)) />{name}</label></li>
            }).collect_view()}</ul>
            {move || Listing::of(app, "ticks", LISTED).more(shown().len())}
        </section>
    }
}

/// Every rate now, as supposed, and in the scenarios that are kept.
#[component]
fn Rates(kept: RwSignal<Vec<Scenario>>) -> impl IntoView {
    let app = use_app();
    let columns = Memo::new(move |_| {
        let (own, scope) = (supposed(app).unwrap_or_default(), scope(&app.shell.route.get()));
        let kept = kept.get();
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let mut columns = vec![(app.t("目前", "Now").to_owned(), rates(view, &scope))];
            let count = own.enterprises.len();
            let title = format!("{}（{count}{}）", app.t("勾选后", "Supposed"), app.t(" 户", ""));
            columns.push((title, rates_in(view, &own, &scope)?));
            for scenario in &kept {
                columns.push((scenario.name.clone(), rates_in(view, scenario, &scope)?));
            }
            Some(columns)
        })
    });
    view! {
        <section class="part" data-test="rates">
            <h2>{move || app.t("各项指标", "Every rate")}</h2>
            <div class="matrix-frame">{move || columns.with(|columns| columns.as_ref().map(|columns| rate_table(app, columns)))}</div>
        </section>
    }
}

fn rate_table(app: App, columns: &[(String, Vec<Figure>)]) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let (_, now) = columns.first()?;
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let head = columns.iter().map(|(title, _)| view! { <th class="num">{title.clone()}</th> }).collect_view();
        let rows = now.iter().enumerate().filter(|(_, figure)| figure.due.den > 0).map(|(at, figure)| {
            let (unit, weighted) = format::unit_of(view, figure.indicator, lang);
            let cells = columns.iter().map(|(_, figures)| {
                let own = figures.get(at);
                let moved = own.is_some_and(|own| own.due != figure.due);
                view! { <td class="num" class:moved=moved>{own.map(|own| own.text(app.shell.lang.get()))}" "<span class="small muted">{own.map(|own| format::counted(own, weighted))}</span></td> }
            });
            let cells = cells.collect_view();
            let last = columns.get(1).and_then(|(_, figures)| figures.get(at)).and_then(|figure| figure.target);
            view! { <tr data-test=format!("rate-{}", figure.indicator.raw().0)><td><a href=rows_of(app, figure.indicator)>{names::indicator_name(view.ledger, figure.indicator, lang)}</a></td>{cells}<td>{format::target_sign(app, last, unit)}</td></tr> }
        });
        let rows = rows.collect_view();
        Some(view! {
            <table class="plain matrix"><thead><tr><th>{app.t("指标", "Indicator")}</th>{head}<th>{app.t("勾选后对照目标", "Supposed, to target")}</th></tr></thead><tbody>{rows}</tbody></table>
        })
    })
}

/// Where the rows of an indicator are, as they are now, in the same scope.
fn rows_of(app: App, indicator: Id<Indicator>) -> String {
    let route = app.shell.route.get().with("tab", "").with("ind", indicator.raw().to_string()).with("cell", "total");
    Route { screen: Screen::Coverage, ..route }.hash()
}

/// The scenarios that are kept.
#[component]
fn Kept(kept: RwSignal<Vec<Scenario>>) -> impl IntoView {
    let app = use_app();
    let name = RwSignal::new(String::new());
    let count = Memo::new(move |_| supposed(app).map_or(0, |scenario| scenario.enterprises.len()));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(scenario) = untrack(|| supposed(app)) {
            kept.update(|kept| {
                kept.retain(|own| own.name != name.get_untracked().trim());
                kept.push(Scenario { name: name.get_untracked().trim().to_owned(), ..scenario });
            });
            name.set(String::new());
        }
    };
    let open = move |scenario: Scenario| {
        let ledger = app.document.peek(|document| Some(document.ledger.id()));
        if let Some(ledger) = ledger {
            app.replace_route(app.shell.route.get_untracked().with("ind", scenario.indicator.clone()));
            app.supposed.set((ledger, scenario));
        }
    };
    let line = move |scenario: Scenario| {
        let (gone, summary) = (scenario.name.clone(), scenario_words(app, &scenario));
        view! {
            <li class="row"><strong>{scenario.name.clone()}</strong><span class="muted grow">{summary}</span>
                <button class="no-print" on:click=move |_| open(scenario.clone())>{app.t("打开", "Open")}</button>
                <button class="plain no-print" data-test="drop-scenario" on:click=move |_| kept.update(|kept| kept.retain(|own| own.name != gone))>{app.t("丢弃", "Throw away")}</button></li>
        }
    };
    view! {
        <section class="part" data-test="kept-scenarios">
            <h2>{move || app.t("保留的情景", "Kept scenarios")}</h2>
            <form class="row no-print" on:submit=keep>
                <input required maxlength="40" data-test="scenario-name" placeholder=move || app.t("情景名称", "Name") prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
                <button data-test="keep-scenario" disabled=move || count.get() == 0>{move || app.t("保留勾选的情景", "Keep what is ticked")}</button>
            </form>
            <ul class="kept-list">{move || kept.get().into_iter().map(line).collect_view()}</ul>
            {move || kept.with(Vec::is_empty).then(|| view! { <p class="muted small">{app.t("保留后，各情景并列在上面的指标表中。", "Once kept, scenarios stand side by side in the table above.")}</p> })}
        </section>
    }
}

fn scenario_words(app: App, scenario: &Scenario) -> String {
    let name = app.document.read(|document| {
        let id = Id::new(scenario.indicator.parse().ok()?);
        Some(names::indicator_name(&document.ledger, id, app.shell.lang.get()))
    });
    let count = scenario.enterprises.len();
    match app.shell.lang.get() {
        Lang::Zh => format!("{}：假定 {count} 户完成", name.unwrap_or_default()),
        Lang::En => format!("{}: {count} supposed done", name.unwrap_or_default()),
    }
}
