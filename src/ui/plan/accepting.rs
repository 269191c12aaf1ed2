//! Taking a way: as tasks of the ledger, in one step that can be undone, or as a scenario.

use leptos::prelude::*;

use super::{
    indicator,
    path::{Found, chosen_ids},
};
use crate::{
    app::{App, Route, Screen, plan::Scenario, use_app},
    browser::random,
    ui::scope_picker::scope,
};
use ledger::domain::{Date, Id, Lang, RawId, choice::Label, parse_date};
use report::{
    View, figure,
    plan::tasks::{Assignment, as_tasks},
};

/// The ways on from a way.
#[component]
pub(super) fn Accepting(
    /// The way.
    found: Found,
) -> impl IntoView {
    let app = use_app();
    let open = RwSignal::new(false);
    let found = StoredValue::new(found);
    view! {
        <section class="part no-print" data-test="accepting">
            <p class="row">
                <button class="primary" data-test="to-tasks" on:click=move |_| open.update(|open| *open = !*open)>{move || app.t("转为任务…", "Make tasks…")}</button>
                <button data-test="to-scenario" on:click=move |_| suppose(app, found)>{move || app.t("放入情景推演", "Try it out")}</button>
            </p>
            <Show when=move || open.get()><Form found /></Show>
        </section>
    }
}

/// The day by which the tasks are to be done: the target's deadline if it is to come, else the year's end.
fn natural_deadline(view: View<'_>, route: &Route) -> Option<Date> {
    let target = figure(view, indicator(view, route)?, &scope(route)).target;
    let to_come = target.and_then(|target| target.deadline).filter(|day| *day >= view.as_of);
    Some(to_come.unwrap_or_else(|| view.as_of.last_of_year()))
}

#[component]
fn Form(found: StoredValue<Found>) -> impl IntoView {
    let app = use_app();
    let natural =
        app.document.peek(|document| natural_deadline(document.view(app.as_of()), &app.shell.route.get_untracked()));
    let deadline = RwSignal::new(natural.map_or_else(String::new, |day| day.to_string()));
    let person = RwSignal::new(String::new());
    let again = found.with_value(|found| {
        let chosen = found.way.as_ref().map(|way| way.chosen.as_slice()).unwrap_or_default();
        chosen
            .iter()
            .filter(|at| found.question.movers.get(**at as usize).is_some_and(|mover| mover.task.is_some()))
            .count()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(day) = parse_date(&deadline.get_untracked()) {
            accept(app, found, day, person.get_untracked().trim());
        }
    };
    view! {
        <form class="row accept" on:submit=submit>
            <label>{move || app.t("完成时限", "Deadline")}" "<input type="date" required data-test="accept-deadline" prop:value=move || deadline.get() on:input=move |event| deadline.set(event_target_value(&event)) /></label>
            <label>{move || app.t("责任人（可稍后填）", "Responsible person (may follow)")}" "<input data-test="accept-person" maxlength="40" prop:value=move || person.get() on:input=move |event| person.set(event_target_value(&event)) /></label>
            <button class="primary" data-test="accept">{move || app.t("生成任务", "Make the tasks")}</button>
            {(again > 0).then(|| match app.shell.lang.get() {
                Lang::Zh => format!("其中 {again} 户已有同一制度的在办任务，不重复生成。"),
                Lang::En => format!("{again} already have an open task for this; none is made twice."),
            })}
        </form>
    }
}

fn accept(app: App, found: StoredValue<Found>, deadline: Date, person: &str) {
    let made = app.document.peek(|document| {
        let view = document.view(app.as_of());
        let assignment = Assignment {
            indicator: indicator(view, &app.shell.route.get_untracked())?,
            start: view.as_of,
            deadline,
            person: person.to_owned(),
        };
        let movers: Vec<_> = found.with_value(|found| {
            let fresh = |id: &RawId| {
                let at = view.ledger.enterprises.live_position(Id::new(*id)).map(|at| at as u32);
                found.question.movers.iter().any(|mover| Some(mover.enterprise) == at && mover.task.is_none())
            };
            chosen_ids(view, found).into_iter().filter(fresh).map(|id| (Id::new(id), random::id())).collect()
        });
        Some((as_tasks(view, &assignment, &movers), movers.len()))
    });
    let Some((change, count)) = made else { return };
    if count == 0 {
        app.notify(
            app.t("名单中的企业都已有在办任务，没有生成新任务。", "All of them have open tasks; none was made."),
        );
    } else if app.apply(change, Label::Create) {
        app.notify(match app.shell.lang.get_untracked() {
            Lang::Zh => format!("已生成 {count} 项任务，可撤销。请在任务台账中补填责任人。"),
            Lang::En => format!("{count} tasks were made; this can be undone. Fill in who answers for them."),
        });
        let code = app.document.peek(|document| {
            let view = document.view(app.as_of());
            view.ledger.indicators.get(indicator(view, &app.shell.route.get_untracked())?).map(|row| row.code.clone())
        });
        app.go(app.keep_day(
            Route::to(Screen::Tasks).with("cols", "fill").with("q", format!("{}-", code.unwrap_or_default())),
        ));
    }
}

/// Puts a way into the what-if; what was supposed there before gives way.
fn suppose(app: App, found: StoredValue<Found>) {
    let supposed = app.document.peek(|document| {
        let view = document.view(app.as_of());
        let indicator = indicator(view, &app.shell.route.get_untracked())?;
        let enterprises = found.with_value(|found| chosen_ids(view, found));
        let enterprises = enterprises.iter().map(RawId::to_string).collect();
        let scenario = Scenario { name: String::new(), indicator: indicator.raw().to_string(), enterprises };
        Some((view.ledger.id(), scenario))
    });
    if let Some(supposed) = supposed {
        app.supposed.set(supposed);
        app.replace_route(app.shell.route.get_untracked().with("tab", "what-if"));
    }
}
