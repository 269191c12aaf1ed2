//! The tasks of both kinds, each table with the columns of its kind.

use leptos::prelude::*;

use crate::{
    app::{App, Route, Screen},
    ui::{format, listing::Listing},
};
use ledger::domain::{AnyTable, CodedEnum, Kind, RecordRef, TaskState, choice::ReformKind};
use report::{
    Scope, View,
    results::{FormOfTasks, InstitutionalLine, ResultLine, task_scope, tasks_by_kind},
};

/// The most tasks of a kind that are listed; the rest are counted.
const LISTED: usize = 300;

/// Both tables.
pub(super) fn tasks(app: App, view: View<'_>, scope: &Scope) -> impl IntoView + use<> {
    let tasks = tasks_by_kind(view, scope);
    let unsorted = (tasks.without_kind > 0).then(|| {
        // The empty token of a filter stands for cells that are not filled in; the bar keeps it in the address.
        let to = app.keep_day(Route::to(Screen::Tasks).with("cols", "fill").with("f.kind", "|")).hash();
        view! {
            <p data-test="without-kind">{app.t("另有 ", "")}<a href=to>{tasks.without_kind}{app.t(" 项任务", " tasks")}</a>{app.t("没有填改革类别，两张表都没有列入，请先补填。", " name no kind of reform and are in neither table: fill it in first.")}</p>
        }
    });
    view! {
        {functional(app, view, &tasks.functional)}
        {institutional(app, view, &tasks.institutional)}
        {unsorted}
    }
}

fn task_link(app: App, view: View<'_>, at: usize) -> impl IntoView + use<> {
    format::record_link(app, view.ledger, RecordRef::new(Kind::Task, view.ledger.tasks.id_at(at)))
}

fn status(app: App, standing: TaskState) -> String {
    let word =
        standing.status.map_or(app.t("未填状态", "no status"), |status| status.word().of(app.shell.lang.get()));
    standing.percent.map_or_else(|| word.to_owned(), |percent| format!("{word} {percent}%"))
}

fn heading(app: App, kind: ReformKind, count: usize) -> impl IntoView + use<> {
    let to = Route::to(Screen::Tasks).with("cols", kind.key()).with("f.kind", kind.key());
    view! {
        <div class="spread">
            <h2>{kind.word().of(app.shell.lang.get())}{app.t("任务", " tasks")}" "<span class="num" data-test=format!("count-{}", kind.key())>{count}</span>{app.t(" 项", "")}</h2>
            <a class="no-print" href=app.keep_day(to).hash()>{app.t("在台账中填写", "Fill in the ledger")}</a>
        </div>
    }
}

fn functional(app: App, view: View<'_>, lines: &[ResultLine]) -> impl IntoView + use<> {
    let none = lines.is_empty().then(|| app.t("当前范围内没有功能使命类任务。", "No functional tasks in this scope."));
    let listing = Listing::of(app, "functional-tasks", LISTED);
    let rows = lines.iter().take(listing.most).map(|line| {
        let row = view.ledger.tasks.at(line.task);
        let number = |value: Option<ledger::domain::Decimal>| value.map_or_else(|| "—".to_owned(), |value| value.to_string());
        let goal = if row.goal.trim().is_empty() { app.t("未填", "not filled in").to_owned() } else { row.goal.clone() };
        view! {
            <tr><td>{task_link(app, view, line.task)}</td><td>{goal}</td><td class="num">{number(row.goal_value)}</td><td class="num">{number(row.reached)}</td><td class="num">{super::completion(line.completion, app.shell.lang.get())}</td><td>{status(app, line.standing)}</td><td class="nowrap">{row.deadline.map(|day| day.to_string())}</td></tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="part" data-test="functional-tasks">
            {heading(app, ReformKind::Functional, lines.len())}
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{app.t("任务", "Task")}</th><th>{app.t("量化目标", "Measured goal")}</th><th class="num">{app.t("目标值", "Goal")}</th><th class="num">{app.t("实际值", "Reached")}</th><th class="num">{app.t("完成比例", "Completion")}</th><th>{app.t("状态", "Status")}</th><th>{app.t("完成时限", "Deadline")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {listing.more(lines.len())}
            <p class="small muted">{none}{app.t("完成比例 = 实际值 ÷ 目标值。实际值是台账里现在的数，没有日期，不随统计日回溯。", "Completion is what was reached over the goal. What was reached has no date: it is what the ledger says now, whatever the as-of date.")}</p>
        </section>
    }
}

fn institutional(app: App, view: View<'_>, lines: &[InstitutionalLine]) -> impl IntoView + use<> {
    let mut forms = FormOfTasks::new(view);
    let none =
        lines.is_empty().then(|| app.t("当前范围内没有体制机制类任务。", "No institutional tasks in this scope."));
    let listing = Listing::of(app, "institutional-tasks", LISTED);
    let rows =
        lines.iter().take(listing.most).map(|line| institutional_row(app, view, &mut forms, *line)).collect_view();
    view! {
        <section class="part" data-test="institutional-tasks">
            {heading(app, ReformKind::Institutional, lines.len())}
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{app.t("任务", "Task")}</th><th>{app.t("对应制度", "Institution")}</th><th>{app.t("范围", "Scope")}</th><th class="num">{app.t("应实行（户）", "Due")}</th><th class="num">{app.t("有形率", "Form rate")}</th><th class="num">{app.t("有神率", "Spirit rate")}</th><th>{app.t("状态", "Status")}</th><th>{app.t("完成时限", "Deadline")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {listing.more(lines.len())}
            <p class="small muted">{none}{app.t("两率看任务所负责的范围：有责任企业的，为该企业及其下属；没有的，为填报单位；台账主管单位的任务和都没有填的，为全部。", "Both rates are of what the task answers for: its enterprise with all below, else its reporting unit; tasks of the unit that keeps the ledger, and those that name neither, answer for everything.")}</p>
        </section>
    }
}

fn institutional_row(
    app: App,
    view: View<'_>,
    forms: &mut FormOfTasks<'_>,
    line: InstitutionalLine,
) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let row = view.ledger.tasks.at(line.task);
    let scope = task_scope(view, row);
    let known = line.institution.filter(|id| view.ledger.institutions.get(*id).is_some());
    let cells = match known {
        None => view! { <td colspan="5" class="muted">{app.t("未填对应制度，无法看形神。请在任务里补填「对应制度」。", "No institution is named: fill it in on the task.")}</td> }.into_any(),
        Some(id) => {
            let sums = forms.of(id, row);
            let name = table_model::names::name_of(view.ledger, RecordRef::new(Kind::Institution, id.raw()), lang);
            let to = Route::to(Screen::Evaluation)
                .with("tab", "form")
                .with("inst", id.raw().to_string())
                .with("group", scope.group.map_or_else(String::new, |id| id.raw().to_string()))
                .with("unit", scope.unit.map_or_else(String::new, |id| id.raw().to_string()));
            let of = match (scope.group, scope.unit) {
                (Some(id), _) => table_model::names::name_of(view.ledger, RecordRef::new(Kind::Enterprise, id.raw()), lang),
                (None, Some(id)) => table_model::names::name_of(view.ledger, RecordRef::new(Kind::Unit, id.raw()), lang),
                (None, None) => app.t("全部", "all").to_owned(),
            };
            view! {
                <td><a href=app.keep_day(to).hash()>{name}</a></td><td class="muted">{of}</td><td class="num">{sums.due_count()}</td><td class="num">{sums.form.percent()}</td><td class="num">{sums.spirit.percent()}</td>
            }
            .into_any()
        }
    };
    view! { <tr><td>{task_link(app, view, line.task)}</td>{cells}<td>{status(app, line.standing)}</td><td class="nowrap">{row.deadline.map(|day| day.to_string())}</td></tr> }
}
