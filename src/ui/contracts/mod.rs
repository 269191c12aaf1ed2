//! `#/contracts`: contracts by enterprise and person.

mod list;
mod summary;

pub(super) use summary::word;

use leptos::prelude::*;

use super::{drilldown, scope_picker::Scopes, scope_picker::scope};
use crate::app::{App, use_app};
use ledger::domain::Kind;
use report::contracts::contracts;

/// The screen.
#[component]
pub fn Contracts() -> impl IntoView {
    let app = use_app();
    view! {
        <main class="screen contracts">
            <div class="screen-head">
                <h1>{move || app.t("契约", "Contracts")}</h1>
                <Scopes />
                {move || drilldown::narrowed(app)}
                <span class="grow"></span>
                <button class="primary no-print" data-test="new-contract" on:click=move |_| drilldown::add(app, Kind::Contract)>{move || app.t("登记契约", "New contract")}</button>
                <a class="button no-print" href=move || drilldown::table_of(app, Kind::Assessment)>{move || app.t("考核表", "Assessments")}</a>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || report(app)}
        </main>
    }
}

/// Both parts of the screen from one report.
fn report(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let report = contracts(view, &scope(&route));
        Some(view! {
            {summary::summary(app, view, &route, &report)}
            {list::list(app, view, &route, &report)}
            {notes(app)}
        })
    })
}

fn notes(app: App) -> impl IntoView + use<> {
    view! {
        <section class="part note" data-test="notes">
            <p>{app.t(
                "口径：本页人数为全口径（含不纳入指标的企业），按契约条数计；三个文本即岗位聘任协议、年度经营业绩责任书、任期经营业绩责任书。✓ 已签（日期），✕ 未签或签于统计日之后，？未填。",
                "Numbers cover every enterprise in scope, the excluded too, by contract. The three papers: employment agreement, annual paper, term paper. ✓ signed, ✕ not signed by the day, ? not filled in.",
            )}</p>
            <p>{app.t(
                "任期截止日当天算在任期内；届满后同一企业、同名人员有已开始的后一份契约的，算已续任。考核看上一完整年度，年末前已任职且在任的人应考核。因考核退出的视为已兑现。",
                "The last day belongs to the term. A term that is over counts as followed where a later contract of the same name in the same enterprise has begun. Assessments are those of the last finished year. Who left by the assessment counts as honoured.",
            )}</p>
            <p>{app.t(
                "调整退出按统计日所在年度计，一人只计一次；只有末等调整、不胜任退出计入，违法违纪、到龄退休、主动离职、组织调动不计。人数占比不设目标。",
                "Movings and exits are those of the year of the day, one to a person. Only last-place adjustment and exit for incompetence count. The share is never a target.",
            )}</p>
        </section>
    }
}
