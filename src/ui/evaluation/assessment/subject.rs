//! One subject item by item: the score, the rule, the figure behind it with the way to its rows, and
//! what its grade hangs on.

use leptos::prelude::*;

use super::{Now, points, table};
use crate::{
    app::{App, Route, Screen, use_app},
    ui::{format, listing::Listing},
};
use ledger::domain::{CodedEnum, Decimal, Kind, Lang, RecordRef, choice::RubricReading};
use report::{
    View,
    assessment::{
        Assessed, Behind, ItemScore, Move, Needed, Rule, State, SubjectScore, at_least_percent, overdue_tasks,
        sensitivity, subject_name,
    },
    figure::NOT_REPORTED,
    indicator::nature,
};

/// The most overdue tasks that are listed.
const LISTED: usize = 50;

/// The chosen subject.
#[component]
pub(super) fn Subject(now: Now) -> impl IntoView {
    let app = use_app();
    move || {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let assessed = now.get()?;
            let token = app.shell.route.with(|route| route.get("subject").to_owned());
            let subject = assessed.subjects.iter().find(|subject| subject.label.token() == token)?;
            Some(whole(app, view, &assessed, subject))
        })
    }
}

fn whole(app: App, view: View<'_>, assessed: &Assessed, subject: &SubjectScore) -> impl IntoView + use<> {
    let rows = subject
        .items
        .iter()
        .zip(&assessed.rules)
        .map(|(item, rule)| row(app, view, assessed, subject, item, rule))
        .collect_view();
    view! {
        <section class="part" data-test="subject" data-rows="subject">
            <h2>{subject_name(view, subject.label)}" · "{app.t("逐项得分", "Item by item")}</h2>
            <table class="plain">
                <thead><tr><th>{app.t("大类", "Section")}</th><th>{app.t("评估项目", "Item")}</th><th class="num">{app.t("分值", "Points")}</th><th class="num">{app.t("得分", "Score")}</th><th>{app.t("依据数值", "Figure")}</th><th>{app.t("评分标准", "Rule")}</th></tr></thead>
                <tbody>{rows}
                    <tr class="strong"><td></td><td>{app.t("合计", "Total")}</td><td class="num">{points(subject.applicable)}</td><td class="num">{points(subject.gains - subject.deductions)}</td>
                        <td colspan="2">{app.t("折百分制 ", "of 100: ")}{table::total(subject)}" "{table::grade(app, subject)}</td></tr>
                </tbody>
            </table>
            {overdue(app, view, assessed, subject)}
            {hangs_on(app, view, assessed, subject)}
        </section>
    }
}

fn row(
    app: App,
    view: View<'_>,
    assessed: &Assessed,
    subject: &SubjectScore,
    item: &ItemScore,
    rule: &Rule,
) -> impl IntoView + use<> {
    let score = match item.state {
        State::Scored => points(item.score),
        State::Deduction => points(-item.score),
        State::NotApplicable => app.t("不适用", "n/a").to_owned(),
        State::Waiting if matches!(item.behind, Behind::Rate(_)) => NOT_REPORTED.of(app.shell.lang.get()).to_owned(),
        State::Waiting => app.t("待评", "waiting").to_owned(),
        State::Veto(true) => app.t("否决", "vetoed").to_owned(),
        State::Veto(false) => app.t("无", "none").to_owned(),
    };
    let text = figure_text(app, view, rule, item);
    let behind = match behind_route(view, assessed, subject, item, rule) {
        Some(route) => view! { <a href=app.keep_day(route).hash()>{text}</a> }.into_any(),
        None => view! { <span class="muted">{text}</span> }.into_any(),
    };
    let to_rule = format::record_route(RecordRef::new(Kind::RubricItem, rule.item.raw()));
    view! {
        <tr><td class="muted">{rule.section.clone()}</td><td><a href=app.keep_day(to_rule).hash()>{rule.name.clone()}</a></td>
            <td class="num">{points(rule.points)}</td><td class="num strong">{score}</td><td>{behind}</td><td class="small muted">{rule_words(app.shell.lang.get(), rule)}</td></tr>
    }
}

fn weighted(view: View<'_>, rule: &Rule) -> bool {
    let measure = rule.indicator.and_then(|id| view.ledger.indicators.get(id)).and_then(|row| row.measure);
    measure.is_some_and(|measure| nature(measure).is_weighted())
}

fn figure_text(app: App, view: View<'_>, rule: &Rule, item: &ItemScore) -> String {
    match item.behind {
        Behind::Rate(rate) if item.state == State::Waiting => {
            format!("{}（{}）", NOT_REPORTED.of(app.shell.lang.get()), rate.den)
        }
        Behind::Rate(rate) if weighted(view, rule) => rate.percent(),
        Behind::Rate(rate) => format!("{} ({}/{})", rate.percent(), rate.num, rate.den),
        Behind::Cases(count) => format!("{count} {}", app.t("例", "cases")),
        Behind::Hand(id) => {
            let row = view.ledger.hand_scores.get(id);
            row.map_or_else(String::new, |row| format!("{}：{}", row.by, &*row.reason))
        }
        Behind::Nothing if item.state == State::Waiting => app.t("在下方录入评分", "enter it below").to_owned(),
        Behind::Nothing => "—".to_owned(),
    }
}

/// The rule of an item in words, from what it holds.
fn rule_words(lang: Lang, rule: &Rule) -> String {
    let number = |hundredths| Decimal::from_hundredths(hundredths).to_string();
    let (zero, full, per_case, most) =
        (number(rule.zero_at), number(rule.full_at), number(rule.per_case), number(rule.points));
    match (rule.reads, lang) {
        (Some(RubricReading::Rate | RubricReading::Form | RubricReading::Spirit), Lang::Zh) => {
            format!("≤{zero}% 得 0 分，≥{full}% 得满分，其间按比例")
        }
        (Some(RubricReading::Rate | RubricReading::Form | RubricReading::Spirit), Lang::En) => {
            format!("nothing at {zero}%, all from {full}%, in proportion between")
        }
        (Some(RubricReading::Overdue | RubricReading::Flags), Lang::Zh) => {
            format!("每例扣 {per_case} 分，最多扣 {most} 分")
        }
        (Some(RubricReading::Overdue | RubricReading::Flags), Lang::En) => format!("{per_case} a case, {most} at most"),
        (Some(RubricReading::ByHand), Lang::Zh) => "人工评分，须有理由和评分人".to_owned(),
        (Some(RubricReading::ByHand), Lang::En) => "by hand, with a reason and a person".to_owned(),
        (Some(RubricReading::Veto), Lang::Zh) => "有则等级为 D".to_owned(),
        (Some(RubricReading::Veto), Lang::En) => "makes the grade D".to_owned(),
        (None, Lang::Zh) => "未填依据".to_owned(),
        (None, Lang::En) => "reads nothing".to_owned(),
    }
}

/// Where the rows behind a score are, on the day of the figures.
fn behind_route(
    view: View<'_>,
    assessed: &Assessed,
    subject: &SubjectScore,
    item: &ItemScore,
    rule: &Rule,
) -> Option<Route> {
    let (axis, token) = (assessed.axis.key(), subject.label.token());
    let day = assessed.as_of.to_string();
    let evaluation =
        |tab: &str| Route::to(Screen::Evaluation).with("tab", tab).with(axis, token.clone()).with("on", day.clone());
    match (rule.reads?, item.behind) {
        (RubricReading::Rate, _) => {
            let indicator = rule.indicator?.raw().to_string();
            let route = Route::to(Screen::Coverage).with("ind", indicator).with("axis", axis);
            Some(route.with("cell", token).with("on", day))
        }
        (RubricReading::Form | RubricReading::Spirit, _) => {
            Some(evaluation("form").with("institution", rule.institution?.raw().to_string()))
        }
        (RubricReading::Flags, _) => Some(evaluation("flags")),
        (RubricReading::Overdue, _) => Some(Route::to(Screen::Tasks).with("f.warning_sign", "red").with("on", day)),
        (_, Behind::Hand(id)) => {
            view.ledger.hand_scores.get(id)?;
            Some(format::record_route(RecordRef::new(Kind::HandScore, id.raw())))
        }
        _ => None,
    }
}

fn overdue(app: App, view: View<'_>, assessed: &Assessed, subject: &SubjectScore) -> Option<impl IntoView + use<>> {
    let reads = assessed.rules.iter().any(|rule| rule.reads == Some(RubricReading::Overdue));
    let tasks = if reads { overdue_tasks(view, assessed, subject.label) } else { Vec::new() };
    let listing = Listing::of(app, "overdue", LISTED);
    let links = tasks
        .iter()
        .take(listing.most)
        .map(|id| view! { <li>{format::record_link(app, view.ledger, RecordRef::new(Kind::Task, id.raw()))}</li> })
        .collect_view();
    (!tasks.is_empty()).then(|| {
        view! {
            <h3>{app.t("逾期未销号任务", "Overdue tasks")}" ("{tasks.len()}")"</h3>
            <ul>{links}</ul>
            {listing.more(tasks.len())}
        }
    })
}

/// What the grade hangs on.
fn hangs_on(app: App, view: View<'_>, assessed: &Assessed, subject: &SubjectScore) -> impl IntoView + use<> {
    let found = sensitivity(assessed, subject);
    let said = |moves: &[Move], is_up: bool| {
        let rows = moves.iter().filter_map(|own| {
            let rule = assessed.rules.get(own.item)?;
            Some(view! { <li>{rule.name.clone()}"："{needed(app, view, rule, own.needed, is_up)}</li> })
        });
        rows.collect_view()
    };
    let vetoed = subject.veto.map(
        |_| view! { <p>{app.t("一票否决，等级为 D，任何单项都不能改变。", "Vetoed: D, whatever the items.")}</p> },
    );
    let next = found.next.map(|(grade, lack)| {
        let none = found.lifts.is_empty().then(|| view! { <p class="muted">{app.t("没有哪一个单项足以升级，需多项共同提高。", "No single item is enough.")}</p> });
        view! { <p>{app.t("距 ", "Lacking for ")}{grade.letter()}{app.t(" 级差 ", ": ")}<strong>{points(lack)}</strong>{app.t(" 分。以下任一单项即可升级：", " points. Any one of these would do:")}</p><ul data-test="lifts">{said(&found.lifts, true)}</ul>{none} }
    });
    let below = found.below.map(|(grade, margin)| {
        let none = found.drops.is_empty().then(|| view! { <p class="muted">{app.t("没有哪一个单项足以降级。", "No single item is enough.")}</p> });
        view! { <p>{app.t("高出本级起点 ", "Above the cut by ")}<strong>{points(margin)}</strong>{app.t(" 分；以下任一单项会降为 ", " points. Any one of these would make it ")}{grade.letter()}{app.t(" 级：", ":")}</p><ul data-test="drops">{said(&found.drops, false)}</ul>{none} }
    });
    view! {
        <h3>{app.t("等级敏感性", "What the grade hangs on")}</h3>
        {vetoed}{next}{below}
        <p class="note">{app.t("每次只动一个项目，其余不变；户数、例数为整数试算的最小值。", "One item at a time, all else as it is; counts are the least that do it.")}</p>
    }
}

fn needed(app: App, view: View<'_>, rule: &Rule, needed: Needed, is_up: bool) -> String {
    let lang = app.shell.lang.get();
    let unit = rule
        .indicator
        .filter(|_| rule.reads == Some(RubricReading::Rate))
        .map_or_else(|| app.t("户", "enterprises"), |id| format::unit_of(view, id, lang).0);
    match (needed, is_up, lang) {
        (Needed::Count(_, rate), true, Lang::Zh) if weighted(view, rule) => {
            format!("提高到 {} 以上", at_least_percent(rate))
        }
        (Needed::Count(_, rate), true, Lang::En) if weighted(view, rule) => format!("up to {}", at_least_percent(rate)),
        (Needed::Count(_, rate), false, Lang::Zh) if weighted(view, rule) => format!("降到 {} 及以下", rate.percent()),
        (Needed::Count(_, rate), false, Lang::En) if weighted(view, rule) => format!("down to {}", rate.percent()),
        (Needed::Count(count, rate), true, Lang::Zh) => {
            format!("再增加 {count} {unit}，达到 {}/{}", rate.num, rate.den)
        }
        (Needed::Count(count, rate), true, Lang::En) => format!("{count} {unit} more: {}/{}", rate.num, rate.den),
        (Needed::Count(count, rate), false, Lang::Zh) => format!("减少 {count} {unit}，降到 {}/{}", rate.num, rate.den),
        (Needed::Count(count, rate), false, Lang::En) => format!("{count} {unit} fewer: {}/{}", rate.num, rate.den),
        (Needed::Cases(count), true, Lang::Zh) => format!("消除 {count} 例"),
        (Needed::Cases(count), true, Lang::En) => format!("{count} cases fewer"),
        (Needed::Cases(count), false, Lang::Zh) => format!("新增 {count} 例"),
        (Needed::Cases(count), false, Lang::En) => format!("{count} cases more"),
        (Needed::Points(score), true, Lang::Zh) => format!("评分不低于 {} 分", points(score)),
        (Needed::Points(score), true, Lang::En) => format!("a score of at least {}", points(score)),
        (Needed::Points(score), false, Lang::Zh) => format!("评分不高于 {} 分", points(score)),
        (Needed::Points(score), false, Lang::En) => format!("a score of at most {}", points(score)),
    }
}
