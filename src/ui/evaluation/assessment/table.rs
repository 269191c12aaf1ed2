//! Subject by subject: sections, total, grade and place.

use leptos::prelude::*;

use super::{Now, points, problems};
use crate::{
    app::{App, use_app},
    ui::listing::Listing,
};
use ledger::domain::{CodedEnum, builtins};
use report::{
    View,
    assessment::{Assessed, State, SubjectScore, sections, subject_name},
};

/// The most subjects that are listed; the rest are counted.
const LISTED: usize = 300;

/// The table of scores.
#[component]
pub(super) fn Scores(now: Now) -> impl IntoView {
    let app = use_app();
    move || {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let Some(assessed) = now.get() else {
                return Some(view! { <p class="empty">{app.t("台账中没有评估细则，请在「评估细则」中新建。", "There is no rubric; make one under Rubric.")}</p> }.into_any());
            };
            Some(whole(app, view, &assessed).into_any())
        })
    }
}

fn whole(app: App, view: View<'_>, assessed: &Assessed) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let rubric = view.ledger.rubrics.get(assessed.rubric);
    let name = rubric.map_or_else(String::new, |row| row.name.clone());
    let is_default = assessed.rubric == builtins::DEFAULT_RUBRIC;
    let default =
        is_default.then(|| app.t("默认细则，不是任何机构发布的评估办法。", "A default, not the rules of any body. "));
    let sections = sections(&assessed.rules);
    let heads = sections.iter().map(|(name, _)| view! { <th class="num">{name.clone()}</th> }).collect_view();
    let mut order: Vec<&SubjectScore> = assessed.subjects.iter().collect();
    order.sort_by_key(|subject| (subject.rank.is_none(), subject.rank));
    let listing = Listing::of(app, "assessment", LISTED);
    let chosen = app.shell.route.with(|route| route.get("subject").to_owned());
    let rows = order
        .iter()
        .take(listing.most)
        .map(|subject| row(app, view, &sections, assessed, subject, &chosen))
        .collect_view();
    let none = order.is_empty().then(|| view! { <p class="empty">{app.t("没有可评估的对象：请先录入填报单位、企业或地区。", "Nobody to assess: enter units, enterprises or regions first.")}</p> });
    view! {
        <section class="part" data-test="assessment">
            <h2>{assessed.year}{app.t(" 年度评估 · 按", " assessment · ")}{assessed.axis.word().of(lang)}" ("{order.len()}")"</h2>
            <p class="note">{default}{app.t("细则：", "Rubric: ")}{name}{app.t("；指标取 ", "; figures as of ")}{assessed.as_of.to_string()}
                {app.t(" 数据（年末，或早于年末的统计日）；人工评分取统计日前的记录。", " (the end of the year, or the day looked at); scores by hand as recorded by the day looked at.")}</p>
            {problems(app, view, assessed)}
            <div class="matrix-frame"><table class="plain matrix">
                <thead><tr><th class="num">{app.t("名次", "Place")}</th><th>{assessed.axis.word().of(lang)}</th>{heads}<th class="num">{app.t("总分", "Total")}</th><th>{app.t("等级", "Grade")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {none}
            {listing.more(order.len())}
            <p class="note">{app.t("总分 =（得分合计 − 扣分合计）÷ 适用满分 × 100，小数第三位起舍去；分母为 0 的项目不计入满分；待评项目先按 0 分计，并给出可能区间；一票否决者定为 D，名次列后；同分同名次。", "Total = (gains − deductions) ÷ points that apply × 100, cut off; items with nothing to measure drop out; items that wait count as 0 and give a range; a veto makes D and comes last; equal totals share a place.")}</p>
        </section>
    }
}

fn row(
    app: App,
    view: View<'_>,
    sections: &[(String, Vec<usize>)],
    assessed: &Assessed,
    subject: &SubjectScore,
    chosen: &str,
) -> impl IntoView + use<> {
    let token = subject.label.token();
    let is_here = chosen == token;
    let route = app.shell.route.get().with("subject", if is_here { "" } else { &token });
    let (to, to_too) = (route.hash(), route.hash());
    let cells = sections.iter().map(|(_, items)| {
        let (score, most) = section(assessed, subject, items);
        // Where nothing of a section applies, there is nothing to be had of it.
        let applies = most != 0 || score != 0;
        let score = if applies { points(score) } else { "—".to_owned() };
        let of = applies.then(|| view! { <span class="small muted">"/"{points(most)}</span> });
        view! { <td class="num"><a href=to.clone()>{score}</a>" "{of}</td> }
    });
    let cells = cells.collect_view();
    view! {
        <tr class:here=is_here data-test=format!("subject-{token}")>
            <td class="num">{subject.rank.map_or_else(|| "—".to_owned(), |rank| rank.to_string())}</td>
            <th scope="row"><a href=to_too>{subject_name(view, subject.label)}</a></th>
            {cells}
            <td class="num strong">{total(subject)}</td>
            <td>{grade(app, subject)}</td>
        </tr>
    }
}

/// What a section gives, less what it takes, and the points that could be had in it.
fn section(assessed: &Assessed, subject: &SubjectScore, items: &[usize]) -> (i64, i64) {
    let (mut score, mut most) = (0, 0);
    for (item, rule) in items.iter().filter_map(|at| Some((subject.items.get(*at)?, assessed.rules.get(*at)?))) {
        match item.state {
            State::Scored | State::Waiting => {
                score += item.score;
                most += rule.points;
            }
            State::Deduction => score -= item.score,
            State::NotApplicable | State::Veto(_) => {}
        }
    }
    (score, most)
}

/// The total, or the range that it may still lie in.
pub(super) fn total(subject: &SubjectScore) -> String {
    match (subject.total, subject.upper) {
        (Some(low), Some(high)) if subject.is_provisional() => format!("{}–{}", points(low), points(high)),
        (Some(total), _) => points(total),
        _ => "—".to_owned(),
    }
}

/// The grade with what is to be said of it.
pub(super) fn grade(app: App, subject: &SubjectScore) -> impl IntoView + use<> {
    let letter = subject.grade.map_or("—", |grade| grade.letter());
    let best =
        subject.upper_grade.filter(|best| Some(*best) != subject.grade).map(|best| format!("–{}", best.letter()));
    let veto = subject.veto.map(|_| view! { " "<span class="sign red">{app.t("▲ 否决", "▲ vetoed")}</span> });
    let open = subject
        .is_provisional()
        .then(|| view! { " "<span class="sign yellow">{app.t("◆ 暂定", "◆ provisional")}</span> });
    view! { <strong>{letter}{best}</strong>{veto}{open} }
}
