//! Boards, an enterprise to a row.

use leptos::prelude::*;

use super::summary::word;
use crate::{
    app::{App, Route},
    ui::{
        drilldown::{self, LISTED},
        format,
        listing::Listing,
    },
};
use ledger::domain::{Decimal, Kind, RecordRef, choice::Warning, facts::BoardContradiction};
use report::{
    View,
    boards::{Boards, Contradiction, Evaluated, Line, Show},
};

/// The list.
pub(super) fn list(app: App, view: View<'_>, route: &Route, report: &Boards<'_>) -> impl IntoView + use<> {
    let show = Show::parse(route.get("show"));
    let chosen: Vec<&Line<'_>> = report.lines.iter().filter(|line| show.passes(line)).collect();
    let listing = Listing::of(app, "board-list", LISTED);
    let rows = chosen.iter().take(listing.most).map(|line| row(app, view, line)).collect_view();
    let has_no_board = report.lines.iter().all(|line| line.board.is_none());
    let none = has_no_board.then(|| view! {
        <p class="empty">{app.t("范围内还没有董事会记录。到", "No board on record in this scope. Fill in ")}<a href=drilldown::table_of(app, Kind::Board)>{app.t("董事会表", "the table of boards")}</a>{app.t("逐户填写，或从“数据”导入表格。", ", or import a table.")}</p>
    });
    view! {
        <section class="part" data-test="board-list" data-rows="show">
            <h2>{app.t("董事会：", "Boards: ")}{word(show).of(app.shell.lang.get()).trim()}</h2>
            {none}
            {drilldown::counted(app, chosen.len(), "户", "enterprises")}
            <div class="sideways"><table class="plain board-list" class:none=chosen.is_empty()>{head(app)}<tbody>{rows}</tbody></table></div>
            {listing.more(chosen.len())}
        </section>
    }
}

fn head(app: App) -> impl IntoView + use<> {
    let text = |word: &'static str| view! { <th>{word}</th> }.into_any();
    let number = |word: &'static str| view! { <th class="num">{word}</th> }.into_any();
    let heads = [
        text(app.t("企业", "Enterprise")),
        text(app.t("应建", "Due")),
        text(app.t("建立", "Established")),
        number(app.t("席位", "Seats")),
        number(app.t("在任", "Directors")),
        number(app.t("空缺", "Empty")),
        number(app.t("外部", "Outside")),
        number(app.t("专职外部", "Full-time")),
        text(app.t("外部占多数", "Outside majority")),
        text(app.t("最近会议", "Last meeting")),
        text(app.t("履职评价", "Evaluation")),
        text(app.t("数字矛盾", "Contradictions")),
    ];
    view! { <thead><tr>{heads.into_iter().collect_view()}</tr></thead> }
}

fn row(app: App, view: View<'_>, line: &Line<'_>) -> impl IntoView + use<> {
    let enterprise = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(line.enterprise).raw());
    let board = line.board.filter(|_| line.is_established());
    let number = |read: fn(&ledger::domain::records::Board) -> Option<Decimal>| match board {
        None => String::new(),
        Some((_, row)) => read(row).map_or_else(|| "？".to_owned(), |number| number.to_string()),
    };
    let empty = match (board, line.empty) {
        (None, _) => String::new(),
        (_, None) => "？".to_owned(),
        (_, Some(empty)) => empty.to_string(),
    };
    let edit = line.board.map(|(id, _)| {
        let to = app.keep_day(format::record_route(RecordRef::new(Kind::Board, id.raw()))).hash();
        view! { " " <a class="no-print muted amid" href=to>{app.t("编辑", "Edit")}</a> }
    });
    view! {
        <tr data-test="board-row">
            <td>{format::record_link(app, view.ledger, enterprise)}{edit}</td>
            <td>{drilldown::answer(app, line.due, None)}</td>
            <td>{drilldown::answer(app, line.established, line.since)}</td>
            <td class="num">{number(|row| row.seats)}</td><td class="num">{number(|row| row.filled)}</td><td class="num">{empty}</td>
            <td class="num">{number(|row| row.outside)}</td><td class="num">{number(|row| row.full_time_outside)}</td>
            <td>{line.majority.map(|majority| drilldown::answer(app, majority, None))}</td>
            <td>{meeting(app, line)}</td>
            <td>{line.evaluated.map(|own| evaluated(app, own))}</td>
            <td>{line.contradictions.iter().map(|own| view! { <div>"▲ "{contradiction(app, *own, line)}</div> }).collect_view()}</td>
        </tr>
    }
}

fn meeting(app: App, line: &Line<'_>) -> String {
    match line.meeting {
        _ if !line.is_established() => String::new(),
        None => app.t("无记录", "none on record").to_owned(),
        Some((on, days)) => format!("{on} {days} {}", app.t("天前", "days ago")),
    }
}

/// How an evaluation stands, with its day.
pub(super) fn evaluated(app: App, own: Evaluated) -> impl IntoView + use<> {
    match own {
        Evaluated::Recent(on) => view! { <span>{on.to_string()}</span> }.into_any(),
        Evaluated::Due(on) => {
            format::warning_sign(Warning::Yellow, format!("{} {on}", app.t("到期", "due, last"))).into_any()
        }
        Evaluated::Never => view! { <span class="muted">{app.t("无记录", "none on record")}</span> }.into_any(),
    }
}

fn contradiction(app: App, own: Contradiction, line: &Line<'_>) -> String {
    let roster = line.roster;
    let counted = |zh: &'static str, en: &'static str, count: i64| format!("{} {count}", app.t(zh, en));
    match own {
        Contradiction::Own(BoardContradiction::OutsideOverFilled) => {
            app.t("外部董事多于在任董事", "More outside directors than directors").to_owned()
        }
        Contradiction::Own(BoardContradiction::FilledOverSeats) => {
            app.t("在任董事多于席位", "More directors than seats").to_owned()
        }
        Contradiction::Own(BoardContradiction::FullTimeOverOutside) => {
            app.t("专职外部董事多于外部董事", "More full-time than outside directors").to_owned()
        }
        Contradiction::People => {
            counted("在任人数与名册不符，名册", "Directors differ from the roster:", roster.people)
        }
        Contradiction::Outside => {
            counted("外部董事与名册不符，名册", "Outside directors differ from the roster:", roster.outside)
        }
        Contradiction::FullTime => counted(
            "专职外部董事与名册不符，名册",
            "Full-time outside directors differ from the roster:",
            roster.full_time,
        ),
        Contradiction::NoBoard => {
            counted("未建董事会，名册有在任董事", "No board, but directors on the roster:", roster.people)
        }
        Contradiction::SeveralBoards => {
            app.t("有多条董事会记录，按最后一条计", "Several boards on record; the last counts").to_owned()
        }
    }
}
