//! `#/overview`: the headline figures, what deserves attention, what warns, what to do next, and what is missing.

mod attention;

use leptos::prelude::*;

use super::{charts::ChartView, format};
use crate::app::{App, Route, Screen, use_app};
use chart::{Chart, LinePoint, TargetLine, closings_line};
use ledger::domain::{CodedEnum, Lang, builtins, choice::Warning};
use report::{
    Figure, Scope, View,
    overview::{Action, Overview as Report, headline, is_of_tasks, overview},
    plan::has_way,
    series::series,
};
use table_model::names;

/// The screen.
#[component]
pub fn Overview() -> impl IntoView {
    let app = use_app();
    let report =
        Memo::new(move |_| app.document.read(|document| Some(overview(document.view(app.as_of()), &Scope::default()))));
    view! {
        <main class="screen overview">
            <div class="screen-head">
                <h1>{move || app.t("总览", "Overview")}</h1>
                <span class="note">{move || app.t("数字点开可见明细；口径见「覆盖面」。", "Every figure opens its rows; definitions are under Coverage.")}</span>
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            <div class="headline">{move || report.with(|report| headline_figures(app, report.as_ref()))}</div>
            <attention::Attention />
            {move || report.with(|report| report.as_ref().map(|report| view! {
                <div class="columns">
                    <div>{figures_table(app, report)}{gaps(app, report)}</div>
                    <div>{warnings(app, report)}{actions(app, report)}<Closings /></div>
                </div>
            }))}
        </main>
    }
}

fn headline_figures(app: App, report: Option<&Report>) -> Option<Vec<AnyView>> {
    let report = report?;
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let figures = headline(view).filter_map(|id| report.figures.iter().find(|figure| figure.indicator == id));
        Some(figures.map(|figure| headline_figure(app, view, figure)).collect())
    })
}

/// Where the rows behind an indicator are.
fn indicator_route(figure: &Figure) -> Route {
    Route::to(Screen::Coverage).with("ind", figure.indicator.raw().to_string()).with("cell", "total")
}

/// One of the two figures that the article sets a target for: the rate, the target, the gap.
fn headline_figure(app: App, view: View<'_>, figure: &Figure) -> AnyView {
    let lang = app.shell.lang.get();
    let (unit, _) = format::unit_of(view, figure.indicator, lang);
    let name = names::indicator_name(view.ledger, figure.indicator, lang);
    let target = figure.target.map(|target| format::target_words(app, &target));
    view! {
        <a class="big" data-test=format!("headline-{}", figure.indicator.raw().0) href=app.keep_day(indicator_route(figure)).hash()>
            <span class="big-name">{name}</span>
            <span class="big-rate">{figure.text(lang)}</span>
            <span class="big-count">{format::counted(figure, false)}" "{unit}</span>
            <span class="big-target">{target}" "{format::target_sign(app, figure.target, unit)}</span>
        </a>
    }
    .into_any()
}

fn figures_table(app: App, report: &Report) -> impl IntoView + use<> {
    let rows = app.document.read(|document| {
        let view = document.view(app.as_of());
        Some(report.figures.iter().map(|figure| figure_row(app, view, figure)).collect_view())
    });
    view! {
        <section class="part">
            <h2>{app.t("指标", "Indicators")}</h2>
            <table class="plain">
                <thead><tr>
                    <th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("应纳入口径", "Of those due")}</th>
                    <th class="num">{app.t("分子/分母", "Count")}</th><th class="num">{app.t("全口径", "Of all")}</th><th>{app.t("目标", "Target")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn figure_row(app: App, view: View<'_>, figure: &Figure) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let (unit, weighted) = format::unit_of(view, figure.indicator, lang);
    view! {
        <tr>
            <td><a href=app.keep_day(indicator_route(figure)).hash()>{names::indicator_name(view.ledger, figure.indicator, lang)}</a></td>
            <td class="num strong">{figure.text(lang)}</td>
            <td class="num">{format::counted(figure, weighted)}</td>
            <td class="num muted">{(!figure.is_unreported()).then(|| figure.all.percent())}</td>
            <td>{format::target_sign(app, figure.target, unit)}</td>
        </tr>
    }
}

fn warnings(app: App, report: &Report) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let signs = [Warning::Red, Warning::Yellow, Warning::Blue].into_iter().zip(report.warnings).map(|(warning, count)| {
        let route = app.keep_day(Route::to(Screen::Tasks).with("f.warning_sign", warning.key()));
        view! { <a class="warn-count" href=route.hash()>{format::warning_sign(warning, warning.word().of(lang).to_owned())}<strong class="num">{count}</strong></a> }
    });
    let unreported = (report.unreported > 0).then(|| {
        let route = app.keep_day(Route::to(Screen::Tasks).with("f.warning_sign", table_model::column::UNREPORTED));
        view! { <a class="warn-count" data-test="tasks-unreported" href=route.hash()><span class="sign">"？ "{report::task::NO_STATUS.of(lang)}</span><strong class="num">{report.unreported}</strong></a> }
    });
    let rows = app.document.read(|document| {
        let ledger = &document.ledger;
        let rows = report.warned.iter().take(8).map(|line| {
            let task = ledger.tasks.at(line.position);
            let record = ledger::domain::RecordRef::new(ledger::domain::Kind::Task, line.task.raw());
            let warning = line.warning.map(|warning| {
                (format::warning_sign(warning.colour, warning.colour.word().of(lang).to_owned()), warning.reason.sentence(lang))
            });
            let (sign, reason) = warning.unzip();
            let key = line.priority.key.then(|| app.t("重点", "Key"));
            view! {
                <tr>
                    <td>{sign}</td>
                    <td class="small muted nowrap">{key}</td>
                    <td><a href=app.keep_day(format::record_route(record)).hash()>{names::name_of(ledger, record, lang)}</a></td>
                    <td>{if task.responsible_person.is_empty() { task.responsible_unit.clone() } else { task.responsible_person.to_string() }}</td>
                    <td class="muted">{reason}</td>
                </tr>
            }
        });
        Some(rows.collect_view())
    });
    view! {
        <section class="part">
            <h2>{app.t("预警任务", "Tasks that warn")}</h2>
            <div class="row warn-counts">{signs.collect_view()}{unreported}</div>
            <table class="plain"><tbody>{rows}</tbody></table>
        </section>
    }
}

fn actions(app: App, report: &Report) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let list = app.document.read(|document| {
        let view = document.view(app.as_of());
        let items = report.actions.iter().map(|action| {
            let route = match action {
                Action::OverdueKey { .. } => {
                    Route::to(Screen::Tasks).with("f.warning_sign", "red").with("f.key", "yes")
                }
                Action::CloseGap { indicator, .. } if is_of_tasks(view, *indicator) => {
                    Route::to(Screen::Tasks).with("f.main", "yes")
                }
                Action::CloseGap { indicator, .. } => Route::to(Screen::Coverage)
                    .with("ind", indicator.raw().to_string())
                    .with("cell", "total")
                    .with("answer", "open"),
                Action::DecideClosure { .. } => Route::to(Screen::Tasks).with("f.status", "applied"),
                Action::Rework { .. } => Route::to(Screen::Tasks).with("f.status", "returned|reopened"),
            };
            view! { <li><a href=app.keep_day(route).hash()>{action.sentence(view, lang)}</a>{way(app, view, action)}</li> }
        });
        Some(items.collect_view())
    });
    let none = report.actions.is_empty().then(|| app.t("没有待办事项。", "Nothing to do."));
    view! {
        <section class="part">
            <h2>{app.t("下一步", "What to do next")}</h2>
            <ol class="actions">{list}</ol>
            <p class="muted">{none}</p>
        </section>
    }
}

/// The link from a gap to the way that closes it, where one can be sought.
fn way(app: App, view: View<'_>, action: &Action) -> Option<impl IntoView + use<>> {
    let Action::CloseGap { indicator, .. } = action else { return None };
    view.ledger.indicators.get(*indicator).filter(|row| has_way(row))?;
    let id = indicator.raw().to_string();
    let test = format!("way-{}", indicator.raw().0);
    let to = app.keep_day(Route::to(Screen::Plan).with("ind", id)).hash();
    Some(view! { " "<a class="way small nowrap" href=to data-test=test>{app.t("制定达标路径", "Plan the way")}</a> })
}

fn gaps(app: App, report: &Report) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let list = app.document.read(|document| {
        let view = document.view(app.as_of());
        let items = report.gaps.iter().map(|(id, count)| {
            let route = Route::to(Screen::Coverage).with("ind", id.raw().to_string()).with("cell", "total").with("answer", "missing");
            let unit = report::overview::missing_unit(view, *id, lang);
            view! { <li><a href=app.keep_day(route).hash()>{names::indicator_name(view.ledger, *id, lang)}</a><span class="num">{*count}" "{unit}</span></li> }
        });
        Some(items.collect_view())
    });
    (!report.gaps.is_empty()).then(|| {
        view! {
            <section class="part">
                <h2>{app.t("未填报（不等于「否」）", "Not filled in (which is not a no)")}</h2>
                <ul class="gaps">{list}</ul>
            </section>
        }
    })
}

/// The course of main tasks closed, against the line to the target.
#[component]
fn Closings() -> impl IntoView {
    let app = use_app();
    let chart = Memo::new(move |_| {
        closings(app).unwrap_or(Chart { svg: String::new(), title: String::new(), summary: String::new() })
    });
    let chosen = Callback::new(move |day: String| app.go(app.shell.route.get_untracked().with("on", day)));
    view! { <ChartView chart chosen /> }
}

fn closings(app: App) -> Option<Chart> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = builtins::indicator_by_code(view.ledger, builtins::COURSE)?;
        let points: Vec<LinePoint> =
            series(view, id, &Scope::default()).iter().map(|p| LinePoint { day: p.day, ratio: p.ratio }).collect();
        let target = report::figure(view, id, &Scope::default())
            .target
            .map(|target| TargetLine { value: target.value, deadline: target.deadline });
        let title = match app.shell.lang.get() {
            Lang::Zh => "主体任务销号进度（虚线为到目标的匀速线）",
            Lang::En => "Main tasks closed, against the straight line to the target",
        };
        Some(closings_line(title, &points, target, app.shell.lang.get()))
    })
}
