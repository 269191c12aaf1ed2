//! The rows behind the sums; each leads to its record.

use leptos::prelude::*;

use super::money::amount;
use crate::{
    app::App,
    ui::{drilldown::LISTED, format, listing::Listing},
};
use ledger::domain::{CodedEnum, Decimal, Kind, RecordRef, Stage, choice::Warning};
use report::{
    View,
    capital::{Doubt, doubts},
};

/// Says that no row names a year up to the day's.
pub(super) fn no_year(app: App) -> impl IntoView + use<> {
    view! { <p class="empty">{app.t("现有记录都没有填写统计日所在年度或以前的年度，请先补填“年度”。", "No record names a year up to that of the day: fill in the year first.")}</p> }
}

/// A number of a row; what nobody stated is said so.
fn stated(app: App, value: Option<Decimal>) -> impl IntoView + use<> {
    match value {
        Some(value) => view! { <td class="num">{amount(value.hundredths())}</td> }.into_any(),
        None => view! { <td class="num muted">{app.t("未填", "not filled in")}</td> }.into_any(),
    }
}

fn record(app: App, kind: Kind, view: View<'_>, at: usize, text: String) -> impl IntoView + use<> {
    let record = RecordRef::new(kind, view.ledger.of(kind).id_at(at));
    view! { <a href=app.keep_day(format::record_route(record)).hash()>{text}</a> }
}

/// Yearly figures by their positions.
pub(super) fn yearly(app: App, view: View<'_>, rows: &[usize]) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let listing = Listing::of(app, "yearly", LISTED);
    let lines = rows.iter().take(listing.most).map(|at| {
        let row = view.ledger.year_figures.at(*at);
        let enterprise = row.enterprise.map(|id| format::record_link(app, view.ledger, RecordRef::new(Kind::Enterprise, id.raw())));
        let year = row.year.map_or_else(|| app.t("未填", "none").to_owned(), |year| year.to_string());
        let class = row.class.map_or_else(|| app.t("未填", "not filled in"), |class| class.word().of(lang));
        let doubts = doubts(view, *at).into_iter().map(|doubt| {
            let word = match doubt {
                Doubt::EmergingOverRevenue => app.t("战新收入大于营业收入，按营业收入计", "more emerging revenue than revenue; all of it counts"),
                Doubt::SeveralRows => app.t("同年有多条，按最后一条计", "several rows for the year; the last counts"),
            };
            view! { <div>{format::warning_sign(Warning::Yellow, word.to_owned())}</div> }
        });
        let doubts = doubts.collect_view();
        view! {
            <tr data-test="yearly-row"><td>{enterprise}{doubts}</td><td class="num">{record(app, Kind::YearFigures, view, *at, year)}</td><td>{class}</td>{stated(app, row.capital)}{stated(app, row.revenue)}{stated(app, row.emerging_revenue)}{stated(app, row.research)}</tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <div class="rows-frame"><table class="plain" class:none=rows.is_empty()>
            <thead><tr><th>{app.t("企业", "Enterprise")}</th><th class="num">{app.t("年度", "Year")}</th><th>{app.t("主业类别", "Class")}</th><th class="num">{app.t("国有资本", "Capital")}</th><th class="num">{app.t("营业收入", "Revenue")}</th><th class="num">{app.t("战新收入", "Emerging")}</th><th class="num">{app.t("研发投入", "R&D")}</th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {listing.more(rows.len())}
        <p class="small muted">{app.t("单位：万元。点年度打开该条记录。", "In 10,000 yuan. The year opens the record.")}</p>
    }
}

/// Investments by their positions.
pub(super) fn investments(app: App, view: View<'_>, rows: &[usize]) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let listing = Listing::of(app, "investments", LISTED);
    let lines = rows.iter().take(listing.most).map(|at| {
        let row = view.ledger.investments.at(*at);
        let enterprise = row.enterprise.map(|id| format::record_link(app, view.ledger, RecordRef::new(Kind::Enterprise, id.raw())));
        let project = if row.project.is_empty() { app.t("（项目名称未填）", "(no name)").to_owned() } else { row.project.clone() };
        let class = row.class.map_or_else(|| app.t("未填", "not filled in"), |class| class.word().of(lang));
        view! {
            <tr data-test="investment-row"><td>{record(app, Kind::Investment, view, *at, project)}</td><td>{enterprise}</td><td class="num">{row.year.map(|year| year.to_string())}</td><td>{class}</td>{stated(app, row.amount)}</tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <div class="rows-frame"><table class="plain" class:none=rows.is_empty()>
            <thead><tr><th>{app.t("项目", "Project")}</th><th>{app.t("企业", "Enterprise")}</th><th class="num">{app.t("年度", "Year")}</th><th>{app.t("投向类别", "Class")}</th><th class="num">{app.t("投资额（万元）", "Amount (10,000 yuan)")}</th></tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {listing.more(rows.len())}
    }
}

/// Restructurings by their positions.
pub(super) fn restructurings(app: App, view: View<'_>, rows: &[usize]) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let stage = move |stage: Option<Stage>| match stage {
        None => app.t("？未填", "? not filled in").to_owned(),
        Some(Stage::No) => app.t("✕ 否", "✕ no").to_owned(),
        Some(Stage::Yes(None)) => app.t("✓ 是", "✓ yes").to_owned(),
        // A day to come is a plan and not a fact.
        Some(Stage::Yes(Some(on))) if on > view.as_of => format!("{} {on}", app.t("拟", "planned")),
        Some(Stage::Yes(Some(on))) => format!("✓ {on}"),
    };
    let listing = Listing::of(app, "restructurings", LISTED);
    let lines = rows.iter().take(listing.most).map(|at| {
        let row = view.ledger.restructurings.at(*at);
        let enterprise = row.enterprise.map(|id| format::record_link(app, view.ledger, RecordRef::new(Kind::Enterprise, id.raw())));
        let name = if row.name.is_empty() { app.t("（事项名称未填）", "(no name)").to_owned() } else { row.name.clone() };
        let kind = row.kind.map_or_else(|| app.t("未填", "not filled in"), |kind| kind.word().of(lang));
        let doubt = (!row.broken_steps().is_empty()).then(|| {
            let word = app.t("阶段先后矛盾", "stages out of order").to_owned();
            view! { <div>{format::warning_sign(Warning::Yellow, word)}</div> }
        });
        view! {
            <tr data-test="restructuring-row"><td>{record(app, Kind::Restructuring, view, *at, name)}{doubt}</td><td>{kind}</td><td>{enterprise}<div class="small muted">{row.parties.clone()}</div></td><td class="nowrap">{stage(row.planned)}</td><td class="nowrap">{stage(row.approved)}</td><td class="nowrap">{stage(row.completed)}</td>{stated(app, row.amount)}</tr>
        }
    });
    let lines = lines.collect_view();
    view! {
        <table class="plain" class:none=rows.is_empty()>
            <thead><tr><th>{app.t("重组事项", "Restructuring")}</th><th>{app.t("类型", "Kind")}</th><th>{app.t("牵头企业、参与各方", "Lead and parties")}</th><th>{app.t("立项", "Planned")}</th><th>{app.t("批准", "Approved")}</th><th>{app.t("完成", "Completed")}</th><th class="num">{app.t("涉及资产（万元）", "Assets (10,000 yuan)")}</th></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
}
