//! Trend and forecast: the past, the even schedule, the present pace, and who will miss the target.

use leptos::prelude::*;

use super::{indicator, with_indicator};
use crate::{
    app::{App, Route, Screen, use_app},
    ui::{
        charts::ChartView,
        format,
        listing::Listing,
        scope_picker::{AXES, axis, scope},
    },
};
use chart::{Ahead, Chart, EvenSchedule, ForecastLine, LinePoint, TargetLine, forecast_line};
use ledger::domain::{Decimal, Lang, percent_of_tenths};
use report::{
    View,
    forecast::{Band, Course, Forecast as Foretold, METHOD, Outlook, PartOutlook, Prospect, forecast, will_miss},
};
use table_model::names;

/// The most parts that are listed.
const LISTED: usize = 200;

/// The part of the screen.
#[component]
pub(super) fn Forecast() -> impl IntoView {
    let app = use_app();
    let foretold =
        Memo::new(move |_| with_indicator(app, |view, id| forecast(view, id, &scope(&app.shell.route.get()))));
    let chart = Memo::new(move |_| {
        let nothing = || Chart { svg: String::new(), title: String::new(), summary: String::new() };
        foretold.with(|foretold| drawn(app, foretold.as_ref()?)).unwrap_or_else(nothing)
    });
    let chosen = Callback::new(move |day: String| app.replace_route(app.shell.route.get_untracked().with("on", day)));
    view! {
        <div class="columns">
            <div>
                {move || foretold.with(|foretold| foretold.as_ref().map(|foretold| facts(app, &foretold.course)))}
                <ChartView chart chosen />
            </div>
            <div><Parts /></div>
        </div>
        <section class="part method"><h2>{move || app.t("方法", "Method")}</h2>
            <ol>{METHOD.into_iter().map(|word| view! { <li>{move || word.of(app.shell.lang.get())}</li> }).collect_view()}</ol></section>
    }
}

fn drawn(app: App, foretold: &Foretold) -> Option<Chart> {
    let lang = app.shell.lang.get();
    app.document.read(|document| {
        let ledger = &document.ledger;
        let course = &foretold.course;
        let points: Vec<LinePoint> =
            foretold.points.iter().map(|point| LinePoint { day: point.day, ratio: point.ratio }).collect();
        let ahead = match course.outlook {
            Outlook::Expected(band) => {
                Some(Ahead { earliest: band.earliest, likely: band.likely, latest: band.latest })
            }
            _ => None,
        };
        let target = course.figure.target.map(|target| TargetLine { value: target.value, deadline: target.deadline });
        let schedule = course.schedule.map(|even| EvenSchedule { start: even.start, asked: even.asked });
        let line = ForecastLine { points: &points, target, schedule, ahead };
        Some(forecast_line(&names::indicator_name(ledger, course.figure.indicator, lang), &line, lang))
    })
}

/// The outlook in one sentence.
fn outlook(app: App, course: &Course) -> String {
    let lang = app.shell.lang.get();
    let day = |day: Option<ledger::domain::Date>| {
        day.map_or_else(
            || app.t("二十年以后或达不到", "beyond twenty years or never").to_owned(),
            |day| day.to_string(),
        )
    };
    match (course.outlook, lang) {
        (Outlook::Met { since: Some(since) }, Lang::Zh) => format!("已达标（{since} 起）"),
        (Outlook::Met { since: Some(since) }, Lang::En) => format!("met since {since}"),
        (Outlook::Met { since: None }, _) => app.t("已达标", "met").to_owned(),
        (Outlook::CannotTell(why), Lang::Zh) => format!("无法判断：{}", why.word().zh),
        (Outlook::CannotTell(why), Lang::En) => format!("cannot tell: {}", why.word().en),
        (Outlook::Stalled, Lang::Zh) => "近几个月没有新增，按现有进度达不到".to_owned(),
        (Outlook::Stalled, Lang::En) => "nothing was added lately; not reached at this pace".to_owned(),
        (Outlook::Expected(band), Lang::Zh) => {
            format!("预计 {}；区间 {} 至 {}", day(band.likely), band.earliest, day(band.latest))
        }
        (Outlook::Expected(band), Lang::En) => {
            format!("likely {}; between {} and {}", day(band.likely), band.earliest, day(band.latest))
        }
    }
}

/// The outlook in few words, for where there is no room for the likely day.
pub(in crate::ui) fn brief(app: App, course: &Course) -> String {
    match (course.outlook, app.shell.lang.get()) {
        (Outlook::Expected(Band { earliest, latest: Some(latest), .. }), Lang::Zh) => {
            format!("预计 {earliest} 至 {latest} 达标")
        }
        (Outlook::Expected(Band { earliest, latest: Some(latest), .. }), Lang::En) => {
            format!("met between {earliest} and {latest}")
        }
        (Outlook::Expected(Band { earliest, .. }), Lang::Zh) => format!("预计最早 {earliest} 达标"),
        (Outlook::Expected(Band { earliest, .. }), Lang::En) => format!("met on {earliest} at the earliest"),
        _ => outlook(app, course),
    }
}

/// Whether the deadline will hold, as a sign.
pub(in crate::ui) fn prospect_sign(app: App, prospect: Prospect) -> impl IntoView + use<> {
    let (class, shape) = match prospect {
        Prospect::WillMiss => ("sign red", "▲ "),
        Prospect::Uncertain => ("sign yellow", "◆ "),
        Prospect::CannotTell => ("muted", ""),
        Prospect::OnCourse | Prospect::Met => ("sign good", "✓ "),
    };
    view! { <span class=class>{shape}{prospect.word().of(app.shell.lang.get())}</span> }
}

fn pace_words(app: App, per_month: Decimal, unit: &str) -> String {
    match app.shell.lang.get() {
        Lang::Zh => format!("每月 {per_month} {unit}"),
        Lang::En => format!("{per_month} {unit} a month"),
    }
}

/// What stands and what follows, fact by fact.
fn facts(app: App, course: &Course) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let (unit, weighted) = app.document.read(|document| {
        let view = document.view(app.as_of());
        Some(format::unit_of(view, course.figure.indicator, lang))
    })?;
    let target = course.figure.target.map(|target| format::target_words(app, &target));
    let schedule = course.schedule.map(|even| {
        let (ahead, elapsed) = (even.ahead(), percent_of_tenths(even.elapsed));
        match (ahead < 0, lang) {
            (true, Lang::Zh) => format!(
                "{} 起，时间过去 {elapsed}，应完成 {} {unit}，实际 {}，落后 {} {unit}",
                even.start, even.asked, even.done, -ahead
            ),
            (false, Lang::Zh) => format!(
                "{} 起，时间过去 {elapsed}，应完成 {} {unit}，实际 {}，超前 {ahead} {unit}",
                even.start, even.asked, even.done
            ),
            (true, Lang::En) => format!(
                "since {}, {elapsed} of the time gone: {} due, {} done, {} behind",
                even.start, even.asked, even.done, -ahead
            ),
            (false, Lang::En) => format!(
                "since {}, {elapsed} of the time gone: {} due, {} done, {ahead} ahead",
                even.start, even.asked, even.done
            ),
        }
    });
    let pace = course.pace.as_ref().map(|pace| {
        let months: Vec<String> = pace.added.iter().map(i64::to_string).collect();
        let months = match lang {
            Lang::Zh => format!("（{} 以来逐月 {}）", pace.from, months.join("、")),
            Lang::En => format!(" (month by month since {}: {})", pace.from, months.join(", ")),
        };
        format!("{}{months}", pace_words(app, pace.per_month, unit))
    });
    let needed = course.needed.map(|needed| match lang {
        Lang::Zh => format!(
            "{}（还差 {} {unit}，剩 {} 天）",
            pace_words(app, needed.per_month, unit),
            needed.gap,
            needed.days_left
        ),
        Lang::En => {
            format!("{} ({} to go in {} days)", pace_words(app, needed.per_month, unit), needed.gap, needed.days_left)
        }
    });
    let undated = (course.undated > 0).then(|| match lang {
        Lang::Zh => format!("已完成的有 {} {unit}没有日期，视为早已完成", course.undated),
        Lang::En => format!("{} done without a date, taken as done long ago", course.undated),
    });
    let none = || "—".to_owned();
    let rows = [
        (app.t("目标", "Target"), target.unwrap_or_else(|| app.t("未设目标", "none set").to_owned())),
        (app.t("序时进度", "Even schedule"), schedule.unwrap_or_else(none)),
        (app.t("现有进度", "Present pace"), pace.unwrap_or_else(none)),
        (app.t("需要的进度", "Pace needed"), needed.unwrap_or_else(none)),
        (app.t("按现有进度预计", "At this pace"), outlook(app, course)),
    ];
    let rows = rows.into_iter().map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> }).collect_view();
    Some(view! {
        <section class="part" data-test="forecast-facts">
            <p class="way-sum"><strong>{course.figure.text(app.shell.lang.get())}" "{format::counted(&course.figure, weighted)}</strong>{prospect_sign(app, course.prospect)}</p>
            <dl class="facts wide">{rows}</dl><p class="muted small">{undated}</p>
        </section>
    })
}

/// Part by part: who will miss the target.
#[component]
fn Parts() -> impl IntoView {
    let app = use_app();
    let parts = Memo::new(move |_| {
        let route = app.shell.route.get();
        with_indicator(app, |view, id| will_miss(view, id, &scope(&route), part_axis(&route))).unwrap_or_default()
    });
    view! {
        <section class="part" data-test="will-miss">
            <div class="spread"><h2>{move || app.t("哪些范围将不达标", "Who will miss it")}</h2>
                <span class="tabs no-print">{AXES.into_iter().map(|(own, key, word)| view! {
                    <button data-test=format!("axis-{key}") class:on=move || app.shell.route.with(part_axis) == own on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("axis", key))>{move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span></div>
            {move || parts.with(|parts| part_table(app, parts))}
        </section>
    }
}

/// Groups, where the address names no other axis.
fn part_axis(route: &Route) -> report::Axis {
    if route.get("axis").is_empty() { report::Axis::Group } else { axis(route) }
}

fn part_table(app: App, parts: &[PartOutlook]) -> Option<impl IntoView + use<>> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let listing = Listing::of(app, "parts", LISTED);
        let rows = parts.iter().take(listing.most).map(|part| part_row(app, view, part)).collect_view();
        Some(view! {
            <table class="plain">
                <thead><tr><th>{app.t("范围", "Part")}</th><th class="num">{app.t("目前", "Now")}</th><th class="num">{app.t("还差", "To go")}</th><th>{app.t("判断", "Prospect")}</th><th>{app.t("预计", "Outlook")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {listing.more(parts.len())}
        })
    })
}

fn part_row(app: App, view: View<'_>, part: &PartOutlook) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let figure = &part.course.figure;
    let (unit, weighted) = format::unit_of(view, figure.indicator, lang);
    let gap = figure.target.map(|target| format!("{} {unit}", target.gap));
    let route = app.shell.route.get();
    let axis = AXES.iter().find(|(own, ..)| *own == part_axis(&route)).map_or("group", |(_, key, _)| key);
    let to = app.keep_day(
        Route::to(Screen::Coverage)
            .with("ind", indicator(view, &route).map_or_else(String::new, |id| id.raw().to_string()))
            .with("axis", axis)
            .with("cell", part.label.token())
            .with("answer", "open"),
    );
    view! {
        <tr>
            <td><a href=to.hash()>{format::column_name(view.ledger, part.label, lang)}</a></td>
            <td class="num">{figure.text(app.shell.lang.get())}" "<span class="muted small">{format::counted(figure, weighted)}</span></td>
            <td class="num">{gap}</td><td>{prospect_sign(app, part.course.prospect)}</td><td class="muted">{outlook(app, &part.course)}</td>
        </tr>
    }
}
