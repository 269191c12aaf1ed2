//! The numbers above the list; each is the count of the rows that it leads to.

use leptos::prelude::*;

use crate::{
    app::{App, Route},
    ui::drilldown,
};
use ledger::domain::{
    CodedEnum, Lang,
    choice::{ExitCause, Outcome},
    facts::is_exit,
};
use report::{
    Answer, View,
    contracts::{Contracts, Expiry, Show},
};

/// What a part of the lines is called.
pub(in crate::ui) fn word(show: &Show, lang: Lang) -> String {
    let both = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    match show {
        Show::All => both("全部（在任，及本年离任）", "All (in office, and left this year)"),
        Show::Executives => both("在任经理层成员", "Executives in office"),
        Show::Signed => both("三个文本齐全", "All three papers signed"),
        Show::NotSigned => both("缺文本", "A paper lacking"),
        Show::SigningUnknown => both("文本未填全", "Papers not filled in"),
        Show::Paper(0) => both("　签岗位聘任协议", "  Employment agreement"),
        Show::Paper(1) => both("　签年度责任书", "  Annual paper"),
        Show::Paper(_) => both("　签任期责任书", "  Term paper"),
        Show::Others => both("在任其他管理人员（延伸）", "Other managers in office (extension)"),
        Show::OthersWithPapers => both("　已签任一文本", "  With at least one paper"),
        Show::Unstated => both("是否经理层成员未填", "Executive or not: not filled in"),
        Show::Expiry(expiry) => term(*expiry, lang).to_owned(),
        Show::UpTo60 => both("60 天内到期合计", "In up to 60 days, all"),
        Show::UpTo90 => both("90 天内到期合计", "In up to 90 days, all"),
        Show::DueForAssessment => both("应考核", "To be assessed"),
        Show::Assessed => both("已考核", "Assessed"),
        Show::NotAssessed => both("未考核或未填", "Not assessed or not filled in"),
        Show::Scored => both("　有得分", "  With a score"),
        Show::Grade(grade) if grade.is_empty() => both("　等次未填", "  Grade not filled in"),
        Show::Grade(grade) => format!("　{}{grade}", both("等次：", "grade: ")),
        Show::Paid(Answer::Yes) => both("已按结果兑现", "Paid accordingly"),
        Show::Paid(Answer::No) => both("未兑现", "Not paid accordingly"),
        Show::Paid(Answer::Missing) => both("兑现未填", "Pay not filled in"),
        Show::Outcome(outcome) => {
            let name = outcome.map_or_else(|| both("未填", "not filled in"), |own| own.word().of(lang).to_owned());
            format!("　{}{name}", both("结果运用：", "outcome: "))
        }
        Show::InYear => both("本年在任过的管理人员", "In office at some time in the year"),
        Show::Counted => both("调整退出人数（计入）", "Adjusted or exited (counted)"),
        Show::Departure(cause) => {
            let name =
                cause.map_or_else(|| both("原因未填", "cause not filled in"), |own| own.word().of(lang).to_owned());
            let is_counted = if is_exit(*cause) {
                both("（计入）", " (counted)")
            } else {
                both("（不计）", " (not counted)")
            };
            format!("　{name}{is_counted}")
        }
    }
}

/// How soon a term runs out, in words.
const fn term(expiry: Expiry, lang: Lang) -> &'static str {
    match (expiry, lang) {
        (Expiry::Expired, Lang::Zh) => "已届满仍在任",
        (Expiry::Expired, Lang::En) => "Over, and still in office",
        (Expiry::Followed, Lang::Zh) => "已届满并已续任",
        (Expiry::Followed, Lang::En) => "Over, and followed by another",
        (Expiry::Within30, Lang::Zh) => "30 天内到期",
        (Expiry::Within30, Lang::En) => "In 0 to 30 days",
        (Expiry::Within60, Lang::Zh) => "31—60 天到期",
        (Expiry::Within60, Lang::En) => "In 31 to 60 days",
        (Expiry::Within90, Lang::Zh) => "61—90 天到期",
        (Expiry::Within90, Lang::En) => "In 61 to 90 days",
        (Expiry::Later, Lang::Zh) => "90 天以后到期",
        (Expiry::Later, Lang::En) => "In more than 90 days",
        (Expiry::Unknown, Lang::Zh) => "任期截止日未填",
        (Expiry::Unknown, Lang::En) => "End of term not filled in",
    }
}

/// The summary.
pub(super) fn summary(app: App, view: View<'_>, route: &Route, report: &Contracts<'_>) -> impl IntoView + use<> {
    let block = |title: String, shows: Vec<Show>, below: Option<String>| {
        let rows = shows.iter().zip(report.count_all(&shows)).map(|(show, count)| {
            drilldown::part_row(route, "show", &show.key(), word(show, app.shell.lang.get()), count)
        });
        let rows = rows.collect_view();
        view! {
            <section class="part"><h2>{title}</h2><table class="plain"><tbody>{rows}</tbody></table><p class="note muted">{below}</p></section>
        }
    };
    let (year, finished) = (view.as_of.year(), report.finished_year);
    view! {
        <div class="parted" data-test="summary">
            {block(app.t("在任与签约", "In office and signed").to_owned(), signing(), Some(extension(app, report)))}
            {block(app.t("任期", "Terms").to_owned(), terms(), None)}
            {block(format!("{finished} {}", app.t("年度考核与兑现", "assessments and pay")), assessed(report), None)}
            {block(format!("{year} {}", app.t("年调整退出", "movings and exits")), exits(), undated(app, report))}
        </div>
        <section class="part"><h2>{app.t("相关指标", "Indicators")}</h2>{drilldown::indicators(app, view, route, &["M2", "M3", "E3"])}</section>
    }
}

fn extension(app: App, report: &Contracts<'_>) -> String {
    match app.shell.lang.get() {
        Lang::Zh => {
            format!("有在任人员的企业 {} 户，其中已向其他管理人员延伸 {} 户。", report.households, report.extended)
        }
        Lang::En => format!(
            "{} enterprises with people in office; {} extend to other managers.",
            report.households, report.extended
        ),
    }
}

fn undated(app: App, report: &Contracts<'_>) -> Option<String> {
    (report.undated > 0).then(|| match app.shell.lang.get() {
        Lang::Zh => format!("另有 {} 条调整退出没有填日期，无法归入年度，未计入。", report.undated),
        Lang::En => format!("{} more state no day, and are counted nowhere.", report.undated),
    })
}

fn signing() -> Vec<Show> {
    let papers = (0..3).map(Show::Paper);
    [Show::All, Show::Executives, Show::Signed, Show::NotSigned, Show::SigningUnknown]
        .into_iter()
        .chain(papers)
        .chain([Show::Others, Show::OthersWithPapers, Show::Unstated])
        .collect()
}

fn terms() -> Vec<Show> {
    let expiry = Show::Expiry;
    vec![
        expiry(Expiry::Expired),
        expiry(Expiry::Within30),
        expiry(Expiry::Within60),
        expiry(Expiry::Within90),
        Show::UpTo60,
        Show::UpTo90,
        expiry(Expiry::Later),
        expiry(Expiry::Followed),
        expiry(Expiry::Unknown),
    ]
}

fn assessed(report: &Contracts<'_>) -> Vec<Show> {
    let mut shows = vec![Show::DueForAssessment, Show::NotAssessed, Show::Assessed, Show::Scored];
    shows.extend(report.grades().into_iter().map(|(grade, _)| Show::Grade(grade)));
    shows.extend([Answer::Yes, Answer::No, Answer::Missing].map(Show::Paid));
    shows.extend(Outcome::ALL.iter().copied().map(Some).chain([None]).map(Show::Outcome));
    shows
}

fn exits() -> Vec<Show> {
    let causes = ExitCause::ALL.iter().copied().map(Some).chain([None]).map(Show::Departure);
    [Show::InYear, Show::Counted].into_iter().chain(causes).collect()
}
