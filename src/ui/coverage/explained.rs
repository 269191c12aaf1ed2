//! What the chosen indicator counts: definition, both denominators, what is missing or left out, the
//! target in its own words.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    ui::{
        format,
        scope_picker::{axis, indicator, scope},
    },
};
use ledger::domain::{CodedEnum, Lang, Ratio};
use report::{
    ColumnLabel, Figure, View,
    indicator::{nature, reported_year},
    matrix::column_items,
    of_items,
};
use table_model::names;

/// The explanation.
#[component]
pub(super) fn Explained() -> impl IntoView {
    let app = use_app();
    move || explained(app)
}

fn explained(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = indicator(view, &route)?;
        let row = view.ledger.indicators.get(id)?;
        let (scope, axis) = (scope(&route), axis(&route));
        let label = ColumnLabel::of_token(axis, route.get("cell")).unwrap_or(ColumnLabel::Total);
        let figure = of_items(view, id, &scope, &column_items(view, id, &scope, axis, label));
        let heading = format!(
            "{} · {}",
            names::indicator_name(view.ledger, id, lang),
            format::column_name(view.ledger, label, lang)
        );
        let basis = row.basis.map(|basis| basis.word().of(lang));
        let definition = [
            (app.t("分子", "Numerator"), row.numerator.to_string()),
            (app.t("分母", "Denominator"), row.denominator.to_string()),
            (app.t("时间口径", "Time basis"), format!("{}（{} {}）", basis.unwrap_or(""), app.t("统计日", "as of"), app.as_of())),
            (app.t("来源", "Source"), row.source.clone()),
        ];
        Some(view! {
            <section class="part" data-test="explained">
                <h2>{heading}</h2>
                {counts(app, view, &figure)}
                <dl class="facts">
                    {row.measure.filter(|measure| nature(*measure).is_of_amounts()).map(|_| view! { <dt>{app.t("数据年度", "Year of the figures")}</dt><dd data-test="reported-year">{format::year_words(app, reported_year(view, id, &scope))}</dd> })}
                    {definition.into_iter().map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }).collect_view()}
                    {target(app, view, &figure)}
                </dl>
                {(row.no_target == Some(true)).then(|| view! { <p class="muted">{app.t("本指标不设目标、不排名：防止以比例划线。", "Never a target: drawing a line by this rate does harm.")}</p> })}
            </section>
        })
    })
}

fn counts(app: App, view: View<'_>, figure: &Figure) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let (unit, weighted) = format::unit_of(view, figure.indicator, lang);
    let written = move |rate: String, ratio: Ratio| {
        if weighted { rate } else { format!("{rate}（{}/{} {unit}）", ratio.num, ratio.den) }
    };
    let target = figure.target.map(|target| target.value);
    let bounds = [figure.lower, figure.upper].map(|ratio| ratio.percent_beside(target));
    let missing_unit = report::overview::missing_unit(view, figure.indicator, lang);
    let excluded: Vec<String> =
        figure.excluded.iter().map(|(reason, count)| format!("{} {count}", reason.word().of(lang))).collect();
    let missing = match (figure.missing, lang) {
        (0, _) => app.t("无", "none").to_owned(),
        (n, Lang::Zh) => {
            format!("{n} {missing_unit}；若全为「否」{}，若全为「是」{}", bounds[0], bounds[1])
        }
        (n, Lang::En) => {
            format!("{n} {missing_unit}: {} if all were no, {} if all were yes", bounds[0], bounds[1])
        }
    };
    let all =
        if figure.is_unreported() { report::figure::NOT_REPORTED.of(lang).to_owned() } else { figure.all.percent() };
    let facts = [
        (app.t("应纳入口径", "Of those due"), written(figure.text(lang), figure.due)),
        (app.t("全口径", "Of all in scope"), written(all, figure.all)),
        (app.t("未填报", "Not filled in"), missing),
        (
            app.t("不纳入", "Excluded"),
            if excluded.is_empty() { app.t("无", "none").to_owned() } else { excluded.join(app.t("、", ", ")) },
        ),
    ];
    view! { <dl class="facts counts">{facts.into_iter().map(|(term, text)| view! { <dt>{term}</dt><dd>{text}</dd> }).collect_view()}</dl> }
}

fn target(app: App, view: View<'_>, figure: &Figure) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let state = figure.target?;
    let target = view.ledger.targets.get(state.target)?;
    let (unit, _) = format::unit_of(view, figure.indicator, lang);
    let reading = (target.deadline_is_reading == Some(true)).then(|| {
        app.t("（原文只写年份，具体日期为本系统理解）", " (the source names the year; the day is our reading)")
    });
    Some(view! {
        <dt>{app.t("目标", "Target")}</dt>
        <dd>{format::target_words(app, &state)}" "{format::target_sign(app, Some(state), unit)}{reading}
            <div class="muted">"「"{target.wording.to_string()}"」"{target.source.clone()}</div></dd>
    })
}
