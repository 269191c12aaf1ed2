//! What a practice serves: tasks with their standing, indicators with their figures beside the whole.

use leptos::prelude::*;

use crate::{
    app::{App, Route, Screen},
    ui::format,
};
use ledger::domain::{CodedEnum, Id, Kind, RecordRef, records::Enterprise};
use report::{
    Figure, View,
    practices::{Compared, Line},
    task::TaskLine,
};
use table_model::names;

/// The tasks; nothing where none is linked.
pub(super) fn tasks(app: App, view: View<'_>, line: &Line<'_>) -> Option<impl IntoView + use<>> {
    let standings = line.standings(view);
    let rows = standings.iter().map(|own| task(app, view, own)).collect_view();
    (!standings.is_empty()).then(|| view! {
        <section class="practice-told" data-test="practice-tasks">
            <h3>{app.t("关联任务", "Tasks")}</h3>
            <table class="plain">
                <thead><tr><th>{app.t("任务", "Task")}</th><th>{app.t("责任单位", "Responsible")}</th><th>{app.t("状态", "Status")}</th><th class="num">{app.t("进度", "Progress")}</th><th>{app.t("完成时限", "Deadline")}</th><th>{app.t("预警", "Warning")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    })
}

fn task(app: App, view: View<'_>, own: &TaskLine) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let row = view.ledger.tasks.at(own.position);
    let record = RecordRef::new(Kind::Task, own.task.raw());
    let status = own.standing.status.map_or(report::task::NO_STATUS.of(lang), |status| status.word().of(lang));
    let to = app.keep_day(format::record_route(record)).hash();
    let percent = own.standing.percent.map(|percent| view! { <a href=to>{percent.to_string()}"%"</a> });
    let warning = own.warning.map(|warning| {
        view! { {format::warning_sign(warning.colour, warning.colour.word().of(lang).to_owned())}" "<span class="small muted">{warning.reason.sentence(lang)}</span> }
    });
    view! {
        <tr data-test="practice-task">
            <td>{format::record_link(app, view.ledger, record)}</td><td>{row.responsible_unit.clone()}</td><td>{status}</td>
            <td class="num">{percent}</td><td class="nowrap">{row.deadline.map(|day| day.to_string())}</td><td>{warning}</td>
        </tr>
    }
}

/// The indicators; nothing where none is linked.
pub(super) fn indicators(app: App, view: View<'_>, line: &Line<'_>) -> Option<impl IntoView + use<>> {
    let compared = line.figures(view);
    let group = line.scope(view).and_then(|scope| scope.group);
    let rows = compared.iter().map(|own| indicator(app, view, own, group)).collect_view();
    (!compared.is_empty()).then(|| view! {
        <section class="practice-told" data-test="practice-indicators">
            <h3>{app.t("关联指标", "Indicators")}</h3>
            <table class="plain">
                <thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("本企业及下属", "The enterprise and below")}</th><th class="num">{app.t("全部企业", "Everything")}</th><th>{app.t("目标（本企业及下属）", "Target (of the enterprise)")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">{app.t("应纳入口径；未填报不等于“否”。", "Of those due; not filled in is not a no.")}</p>
        </section>
    })
}

fn indicator(app: App, view: View<'_>, own: &Compared, group: Option<Id<Enterprise>>) -> impl IntoView + use<> {
    let id = own.indicator;
    let (unit, _) = format::unit_of(view, id, app.shell.lang.get());
    let target = own.own.as_ref().and_then(|figure| figure.target);
    let words = target.map(|target| format::target_words(app, &target));
    let none = own.own.is_none().then(|| view! { <span class="muted">{app.t("未填企业", "no enterprise")}</span> });
    view! {
        <tr data-test="practice-indicator">
            <td>{names::indicator_name(view.ledger, id, app.shell.lang.get())}</td>
            <td class="num" data-test=format!("own-{}", id.raw().0)>{own.own.as_ref().map(|figure| rate(app, view, figure, group))}{none}</td>
            <td class="num" data-test=format!("whole-{}", id.raw().0)>{rate(app, view, &own.whole, None)}</td>
            <td>{format::target_sign(app, target, unit)}" "<span class="small muted">{words}</span></td>
        </tr>
    }
}

/// A rate with its count and with how many nobody filled in, each leading to its rows.
fn rate(app: App, view: View<'_>, figure: &Figure, group: Option<Id<Enterprise>>) -> impl IntoView + use<> {
    let (_, is_weighted) = format::unit_of(view, figure.indicator, app.shell.lang.get());
    let rows = |answer: &str| {
        let route = Route::to(Screen::Coverage)
            .with("ind", figure.indicator.raw().to_string())
            .with("group", group.map_or_else(String::new, |id| id.raw().to_string()))
            .with("cell", "total")
            .with("answer", answer);
        app.keep_day(route).hash()
    };
    let missing = (figure.missing > 0).then(
        || view! { " "<a class="small" href=rows("missing")>{app.t("未填报 ", "not filled in ")}{figure.missing}</a> },
    );
    view! { <a href=rows("")>{figure.text(app.shell.lang.get())}</a>" "<span class="small muted">{format::counted(figure, is_weighted)}</span>{missing} }
}
