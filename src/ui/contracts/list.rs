//! People by enterprise, with their papers, terms and assessments.

use leptos::prelude::*;

use super::{super::format, summary::word};
use crate::{
    app::{App, Route},
    ui::{
        drilldown::{self, LISTED},
        listing::Listing,
    },
};
use ledger::domain::{CodedEnum, Kind, RecordRef, choice::Warning, facts::is_exit};
use report::{
    Answer, View,
    contracts::{Assessed, Category, Contracts, Expiry, Line, Show, Tenure},
};

/// The list.
pub(super) fn list(app: App, view: View<'_>, route: &Route, report: &Contracts<'_>) -> impl IntoView + use<> {
    let show = Show::parse(route.get("show"));
    let chosen: Vec<&Line<'_>> = report.lines.iter().filter(|line| show.passes(line)).collect();
    let mut above = None;
    let listing = Listing::of(app, "contract-list", LISTED);
    let rows = chosen.iter().take(listing.most).map(|line| {
        let is_next = above.replace(line.enterprise) != Some(line.enterprise);
        let head = is_next.then(|| {
            let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(line.enterprise).raw());
            view! { <tr class="group"><th colspan="11" scope="rowgroup">{format::record_link(app, view.ledger, record)}</th></tr> }
        });
        view! { {head}{row(app, line)} }
    });
    let rows = rows.collect_view();
    let title = word(&show, app.shell.lang.get());
    view! {
        <section class="part" data-test="contract-list" data-rows="show">
            <h2>{app.t("人员：", "People: ")}{title.trim().to_owned()}</h2>
            {drilldown::counted(app, chosen.len(), "人", "people")}
            {chosen.is_empty().then(|| empty(app, report))}
            <div class="sideways"><table class="plain contract-list" class:none=chosen.is_empty()>
                {head(app)}
                <tbody>{rows}</tbody>
            </table></div>
            {listing.more(chosen.len())}
        </section>
    }
}

fn head(app: App) -> impl IntoView + use<> {
    let heads = [
        app.t("姓名", "Name"),
        app.t("职务", "Post"),
        app.t("类别", "Category"),
        app.t("岗位聘任协议", "Employment agreement"),
        app.t("年度责任书", "Annual paper"),
        app.t("任期责任书", "Term paper"),
        app.t("任期", "Term"),
        app.t("剩余天数", "Days left"),
        app.t("最近考核", "Last assessment"),
        app.t("兑现", "Pay"),
        app.t("结果运用", "Outcome"),
    ];
    view! { <thead><tr>{heads.into_iter().map(|word| view! { <th>{word}</th> }).collect_view()}</tr></thead> }
}

fn empty(app: App, report: &Contracts<'_>) -> impl IntoView + use<> {
    if report.lines.is_empty() {
        let table = drilldown::table_of(app, Kind::Contract);
        view! {
            <p class="empty">{app.t("范围内没有在任人员的契约。用“登记契约”新增，或在", "No contract in this scope. Add one above, or in ")}
                <a href=table>{app.t("契约表", "the table of contracts")}</a>{app.t("填写，也可以从“数据”导入表格。", ", or import a table.")}</p>
        }
        .into_any()
    } else {
        view! { <p class="empty">{app.t("没有符合这一条件的人员。", "Nobody fits this choice.")}</p> }.into_any()
    }
}

fn row(app: App, line: &Line<'_>) -> impl IntoView + use<> {
    let record = RecordRef::new(Kind::Contract, line.contract.raw());
    let name = line.row.person.trim();
    let name = if name.is_empty() { app.t("（姓名未填）", "(no name)") } else { name }.to_owned();
    let category = match line.category {
        Category::Executive => app.t("经理层", "Executive"),
        Category::Other => app.t("其他管理人员", "Other"),
        Category::Unstated => app.t("？未填", "? not filled in"),
    };
    let papers = line.papers.map(|paper| view! { <td>{drilldown::answer(app, paper.answer, paper.on)}</td> });
    let day = |on: Option<ledger::domain::Date>| on.map_or_else(|| "？".to_owned(), |on| on.to_string());
    let term = format!("{}—{}", day(line.row.term_from), day(line.row.term_to));
    view! {
        <tr data-test="contract-row">
            <td><a href=app.keep_day(format::record_route(record)).hash()>{name}</a></td>
            <td>{line.row.post.clone()}</td><td>{category}</td>
            {papers.collect_view()}
            <td>{term}</td><td>{left(app, line)}</td>
            <td>{assessed(app, line.last)}</td>
            <td>{line.last.map(|of| pay(app, of.paid))}</td>
            <td>{outcome(app, line)}</td>
        </tr>
    }
}

fn left(app: App, line: &Line<'_>) -> impl IntoView + use<> {
    let days = line.days_left.unwrap_or_default();
    match (line.tenure, line.expiry) {
        (Tenure::Left(on), _) => {
            view! { <span class="muted">{format!("{on} {}", app.t("离任", "left"))}</span> }.into_any()
        }
        (_, Some(Expiry::Expired)) => format::warning_sign(
            Warning::Red,
            format!("{} {} {}", app.t("届满", "over by"), -days, app.t("天", "days")),
        )
        .into_any(),
        (_, Some(Expiry::Followed)) => view! { <span class="muted">{app.t("已续任", "followed")}</span> }.into_any(),
        (_, Some(Expiry::Within30)) => {
            format::warning_sign(Warning::Blue, format!("{days} {}", app.t("天", "days"))).into_any()
        }
        (_, Some(Expiry::Unknown) | None) => view! { <span class="muted">"？"</span> }.into_any(),
        _ => view! { <span>{days}" "{app.t("天", "days")}</span> }.into_any(),
    }
}

fn assessed(app: App, last: Option<Assessed<'_>>) -> impl IntoView + use<> {
    match last {
        None => view! { <span class="muted">{app.t("无记录", "none on record")}</span> }.into_any(),
        Some(of) => {
            let year = of.year.map_or_else(|| app.t("年度未填", "no year").to_owned(), |year| year.to_string());
            let score = of.score.map_or_else(String::new, |score| format!(" {score} {}", app.t("分", "points")));
            let to = app.keep_day(format::record_route(RecordRef::new(Kind::Assessment, of.id.raw()))).hash();
            view! { <a href=to>{format!("{year}{score} {}", of.grade)}</a> }.into_any()
        }
    }
}

fn pay(app: App, answer: Answer) -> impl IntoView + use<> {
    drilldown::answer(app, answer, None)
}

/// What followed from the last assessment, and how the person was moved or left in the year.
fn outcome(app: App, line: &Line<'_>) -> String {
    let lang = app.shell.lang.get();
    let outcome = line.last.and_then(|of| of.outcome).map(|outcome| outcome.word().of(lang).to_owned());
    let departure = line.departure.map(|of| {
        let cause = of.cause.map_or(app.t("原因未填", "no cause"), |cause| cause.word().of(lang));
        let is_counted = if is_exit(of.cause) { app.t("计入", "counted") } else { app.t("不计", "not counted") };
        format!("{cause} {}（{is_counted}）", of.on)
    });
    outcome.into_iter().chain(departure).collect::<Vec<_>>().join("；")
}
