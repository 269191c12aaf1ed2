//! `#/boards`: boards, their seats and directors.

mod list;
mod people;
mod summary;

pub(super) use summary::word;

use leptos::prelude::*;

use super::{drilldown, scope_picker::Scopes, scope_picker::scope};
use crate::app::{App, use_app};
use ledger::domain::Kind;
use report::boards::{EVALUATION_MONTHS, MANY_BOARDS, boards, directors};

/// The screen.
#[component]
pub fn Boards() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen boards">
            <div class="screen-head">
                <h1>{move || app.t("董事会", "Boards")}</h1>
                <Scopes />
                {move || drilldown::narrowed(app)}
                <span class="grow"></span>
                <a class="button no-print" data-test="board-table" href=move || drilldown::table_of(app, Kind::Board)>{move || app.t("董事会表", "Table of boards")}</a>
                <button class="primary no-print" data-test="new-director" on:click=move |_| drilldown::add(app, Kind::Director)>{move || app.t("登记董事", "New director")}</button>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || report(app)}
        </main>
    }
}

/// The parts of the screen from one report.
fn report(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let scope = scope(&route);
        let report = boards(view, &scope);
        let people = directors(view, &scope);
        Some(view! {
            {summary::summary(app, view, &route, &report, &people)}
            {list::list(app, view, &route, &report)}
            {people::people(app, view, &route, &people)}
            {notes(app)}
        })
    })
}

fn notes(app: App) -> impl IntoView + use<> {
    view! {
        <section class="part note" data-test="notes">
            <p>{app.t(
                "口径：本页户数为全口径（含不纳入指标的企业），人数和席位取董事会表所填数字；这些数字不带日期，回看过去的统计日时仍按现填数字。外部董事占多数指外部董事超过在任董事的一半。",
                "Numbers cover every enterprise in scope, the excluded too. Seats and directors are as the boards state them; they bear no date, and stand as they are for days in the past. A majority is more than half of the directors in office.",
            )}</p>
            <p>{app.t("履职评价：最近一次评价超过 ", "Evaluations: due where the last is more than ")}{EVALUATION_MONTHS}{app.t(
                " 个月，或没有评价记录的，列为到期应评价（本系统默认，文件未规定）。晚于统计日的会议和评价不计。",
                " months old or none is on record (a default of ours, not of any document). Meetings and evaluations later than the day do not count.",
            )}</p>
            <p>{app.t("数字矛盾的照原样列出，不代为改正。董事名册按姓名归并，同名的人无法区分，请核对；任职 ", "Contradictions are shown as they are and not set right. Directors are put together by name, and namesakes cannot be told apart; ")}{MANY_BOARDS}{app.t(
                " 户及以上的注明“任职较多”（本系统默认）。",
                " boards or more are pointed out (a default of ours).",
            )}</p>
        </section>
    }
}
