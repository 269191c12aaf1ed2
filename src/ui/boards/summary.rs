//! The numbers above the lists; each is the count of the rows that it leads to.

use leptos::prelude::*;

use crate::{
    app::{App, Route},
    ui::drilldown,
};
use ledger::domain::{Lang, Phrase};
use report::{
    Answer, View,
    boards::{Boards, Directors, Show},
};

/// What a part of the lines is called.
pub(in crate::ui) const fn word(show: Show) -> Phrase {
    match show {
        Show::All => Phrase::new("范围内企业", "Enterprises in scope"),
        Show::Due => Phrase::new("应建董事会", "Board due"),
        Show::DueNotBuilt => Phrase::new("应建未建", "Due and not established"),
        Show::DueUnknown => Phrase::new("应建，是否已建未填", "Due, established not filled in"),
        Show::NotDue => Phrase::new("不应建", "Not due"),
        Show::DueUnstated => Phrase::new("是否应建未填", "Due not filled in"),
        Show::Established => Phrase::new("已建董事会", "Established"),
        Show::NotDueBuilt => Phrase::new("不应建而已建", "Established though not due"),
        Show::Full(Answer::Yes) => Phrase::new("席位配齐", "All seats filled"),
        Show::Full(Answer::No) => Phrase::new("有空缺席位", "With empty seats"),
        Show::Full(Answer::Missing) => Phrase::new("席位或在任人数未填", "Seats or directors not filled in"),
        Show::Majority(Answer::Yes) => Phrase::new("外部董事占多数", "Outside majority"),
        Show::Majority(Answer::No) => Phrase::new("外部董事未占多数", "No outside majority"),
        Show::Majority(Answer::Missing) => Phrase::new("外部董事人数未填", "Outside directors not filled in"),
        Show::FullTime(Answer::Yes) => Phrase::new("有专职外部董事", "With full-time outside directors"),
        Show::FullTime(Answer::No) => Phrase::new("没有专职外部董事", "Without full-time outside directors"),
        Show::FullTime(Answer::Missing) => Phrase::new("专职外部董事未填", "Full-time outside not filled in"),
        Show::NoMeeting => Phrase::new("没有会议记录", "No meeting on record"),
        Show::EvaluationDue => Phrase::new("到期应评价", "Evaluation due"),
        Show::NeverEvaluated => Phrase::new("　其中没有评价记录", "  Of these, none on record"),
        Show::Contradictory => Phrase::new("数字矛盾", "Contradictory numbers"),
    }
}

/// The summary.
pub(super) fn summary(
    app: App,
    view: View<'_>,
    route: &Route,
    report: &Boards<'_>,
    people: &Directors<'_>,
) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let block = |title: &'static str, shows: &[Show], below: Option<String>| {
        let rows = shows.iter().zip(report.count_all(shows)).map(|(show, count)| {
            drilldown::part_row(route, "show", show.key(), word(*show).of(lang).to_owned(), count)
        });
        let rows = rows.collect_view();
        view! {
            <section class="part"><h2>{title}</h2><table class="plain"><tbody>{rows}</tbody></table><p class="note muted">{below}</p></section>
        }
    };
    let full = Show::Full;
    let majority = Show::Majority;
    let full_time = Show::FullTime;
    let built = [
        Show::All,
        Show::Due,
        Show::DueNotBuilt,
        Show::DueUnknown,
        Show::NotDue,
        Show::DueUnstated,
        Show::Established,
        Show::NotDueBuilt,
    ];
    let seats = [full(Answer::Yes), full(Answer::No), full(Answer::Missing)];
    let outside = [Answer::Yes, Answer::No, Answer::Missing].map(majority);
    let standing = [Answer::Yes, Answer::No, Answer::Missing].map(full_time);
    let running = [Show::NoMeeting, Show::EvaluationDue, Show::NeverEvaluated, Show::Contradictory];
    let outside: Vec<Show> = outside.into_iter().chain(standing).collect();
    view! {
        <div class="parted" data-test="summary">
            {block(app.t("应建尽建（户）", "Boards due (enterprises)"), &built, None)}
            {block(app.t("配齐（户）", "Seats (enterprises)"), &seats, Some(empty_seats(lang, report)))}
            {block(app.t("外部董事（户）", "Outside directors (enterprises)"), &outside, Some(full_time_words(lang, report, people)))}
            {block(app.t("运行和履职评价（户）", "Meetings and evaluations (enterprises)"), &running, None)}
        </div>
        <section class="part"><h2>{app.t("相关指标", "Indicators")}</h2>{drilldown::indicators(app, view, route, &["G2", "G3", "G4", "G5"])}</section>
    }
}

fn empty_seats(lang: Lang, report: &Boards<'_>) -> String {
    match lang {
        Lang::Zh => format!("空缺席位共 {} 个。", report.empty_seats),
        Lang::En => format!("{} empty seats in all.", report.empty_seats),
    }
}

fn full_time_words(lang: Lang, report: &Boards<'_>, people: &Directors<'_>) -> String {
    let named = people.people.len();
    match lang {
        Lang::Zh => format!(
            "外部董事 {} 人次，其中专职 {} 人次（董事会表）；名册在任外部董事 {named} 人。",
            report.outside, report.full_time
        ),
        Lang::En => format!(
            "{} outside seats, {} full-time, by the boards; {named} outside directors by name.",
            report.outside, report.full_time
        ),
    }
}
