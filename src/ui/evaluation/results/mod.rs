//! Functional missions (功能使命类) by results, institutional tasks (体制机制类) by form and spirit.

mod by_kind;

use leptos::prelude::*;

use super::scope::Covered;
use crate::{
    app::{App, Route, Screen, use_app},
    ui::{
        format,
        layout::{amount, areas},
        scope_picker,
    },
};
use ledger::domain::{Kind, Lang, Ratio, builtins};
use report::{
    Figure, Scope, View,
    indicator::{nature, reported_year},
    results::{self, figures as figures_of},
};
use table_model::names;

/// The part of the screen.
#[component]
pub(super) fn Results() -> impl IntoView {
    let app = use_app();
    view! {
        <Covered />
        {move || screen(app)}
    }
}

fn screen(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    let scope = scope_picker::scope(&route);
    app.document.read(|document| {
        let view = document.view(app.as_of());
        Some(view! {
            <p class="small muted">{app.t(
                "功能使命类改革看结果：对照量化目标；体制机制类改革看形神：制度立没立、用没用。任务填什么类别，就按什么类别看。",
                "Functional missions are judged by results against measured goals, institutional reform by form and spirit. The kind of a task decides what is shown.",
            )}</p>
            <div class="columns">
                {indicators(app, view, &scope, &route)}
                {areas(app, view, &scope, &route)}
            </div>
            {by_kind::tasks(app, view, &scope)}
        })
    })
}

fn indicators(app: App, view: View<'_>, scope: &Scope, route: &Route) -> impl IntoView + use<> {
    let rows = figures_of(view, scope).iter().map(|figure| indicator(app, view, figure, route)).collect_view();
    let year = |code: &str| {
        let found = builtins::indicator_by_code(view.ledger, code).and_then(|id| reported_year(view, id, scope));
        format::year_words(app, found)
    };
    view! {
        <section class="part">
            <h2>{app.t("结果指标", "Results")}</h2>
            <table class="plain" data-test="result-figures">
                <thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("完成", "Done")}</th><th class="num">{app.t("总量", "Whole")}</th><th class="num">{app.t("比例", "Rate")}</th><th class="num">{app.t("未填报", "Not filled in")}</th><th>{app.t("目标", "Target")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">{app.t("金额单位万元，单户口径不合并。年度经营数据：", "Amounts in 10,000 yuan, of single accounts. Yearly figures: ")}{year(builtins::YEARLY[0])}{app.t("；投资数据：", "; investments: ")}{year(builtins::YEARLY[1])}{app.t("（至少半数应报企业已报的最近年度；都不足半数的，取报得最多的年度）。", " (the last year that at least half of those due reported, else the one that the most did).")}</p>
        </section>
    }
}

fn indicator(app: App, view: View<'_>, figure: &Figure, route: &Route) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let (unit, _) = format::unit_of(view, figure.indicator, lang);
    let measure = view.ledger.indicators.get(figure.indicator).and_then(|row| row.measure);
    let is_amount = measure.is_some_and(|measure| nature(measure).is_of_amounts());
    let number = |n: i64| if is_amount { amount(n) } else { n.to_string() };
    let mut rows = Route::to(Screen::Coverage).with("ind", figure.indicator.raw().to_string()).with("cell", "total");
    for name in ["unit", "class", "pilot", "group", "region", "tier"] {
        rows = rows.with(name, route.get(name));
    }
    let target = match figure.target {
        Some(target) => {
            view! { {format::target_sign(app, Some(target), unit)}" "<span class="small muted">{format::target_words(app, &target)}</span> }.into_any()
        }
        None => {
            let fill = crate::ui::drilldown::table_of(app, Kind::Target);
            view! { <span class="muted">{app.t("未设目标", "no target")}</span>" "<a class="no-print" href=fill>{app.t("去设定", "Set one")}</a> }.into_any()
        }
    };
    view! {
        <tr>
            <td><a href=app.keep_day(rows).hash()>{names::indicator_name(view.ledger, figure.indicator, lang)}</a></td>
            <td class="num">{number(figure.due.num)}</td><td class="num">{number(figure.due.den)}</td><td class="num">{figure.text(app.shell.lang.get())}</td>
            <td class="num">{figure.missing}</td><td>{target}</td>
        </tr>
    }
}

/// How far a goal is reached, in words where there is nothing to divide.
fn completion(completion: results::Completion, lang: Lang) -> String {
    match (completion, lang) {
        (results::Completion::Rate(rate), _) => Ratio::percent(rate),
        (results::Completion::NoGoal, Lang::Zh) => "未设目标值".to_owned(),
        (results::Completion::NoGoal, Lang::En) => "no goal".to_owned(),
        (results::Completion::NotFilledIn, Lang::Zh) => "实际值未填".to_owned(),
        (results::Completion::NotFilledIn, Lang::En) => "not filled in".to_owned(),
    }
}
