//! Restructurings by kind and stage, and by part.

use leptos::prelude::*;

use super::{Asked, rows};
use crate::{
    app::App,
    ui::{drilldown, format},
};
use ledger::domain::{CodedEnum, Ratio, choice::RestructuringKind};
use report::{
    View,
    capital::{Reached, Restructured, restructurings},
};

/// The part of the screen.
pub(super) fn restructuring(app: App, view: View<'_>, asked: &Asked) -> impl IntoView + use<> {
    let lines: Vec<Restructured> = asked.parts.iter().map(|part| restructurings(view, part)).collect();
    let own = &lines[asked.chosen];
    view! {
        <div class="columns">
            {by_kind(app, view, asked, own)}
            {by_part(app, view, asked, &lines)}
        </div>
        {listed(app, view, asked, own)}
        <section class="part"><h2>{app.t("相关指标", "Indicators")}</h2>{drilldown::indicators(app, view, &asked.route, &["R2"])}</section>
    }
}

const fn key_of(kind: Option<RestructuringKind>) -> &'static str {
    match kind {
        Some(kind) => RestructuringKind::WORDS[kind as usize].key,
        None => "none",
    }
}

fn stage_word(app: App, stage: Reached) -> &'static str {
    match stage {
        Reached::NotBegun => app.t("未启动", "Not begun"),
        Reached::Planned => app.t("已立项", "Planned"),
        Reached::Approved => app.t("已批准", "Approved"),
        Reached::Completed => app.t("已完成", "Completed"),
    }
}

fn kind_word(app: App, kind: Option<RestructuringKind>) -> &'static str {
    kind.map_or_else(|| app.t("类型未填", "Kind not stated"), |kind| kind.word().of(app.shell.lang.get()))
}

fn head(app: App) -> impl IntoView + use<> {
    let stages = Reached::ALL.map(|stage| view! { <th class="num">{stage_word(app, stage)}</th> });
    view! { <thead><tr><th>{format::unshown(app.t("范围", "Part"))}</th>{stages.into_iter().collect_view()}<th class="num">{app.t("合计", "Total")}</th><th class="num">{app.t("完成率", "Completed")}</th></tr></thead> }
}

fn by_kind(app: App, view: View<'_>, asked: &Asked, own: &Restructured) -> impl IntoView + use<> {
    let rows = own.kinds().into_iter().map(|kind| {
        let key = key_of(kind).to_owned();
        let cells = Reached::ALL.map(|stage| {
            let params = [("kind", key.clone()), ("stage", stage.key().to_owned())];
            view! { <td class="num">{asked.link(&params, own.count(kind, stage).to_string())}</td> }
        });
        let all: usize = Reached::ALL.iter().map(|stage| own.count(kind, *stage)).sum();
        let begun = all - own.count(kind, Reached::NotBegun);
        let rate = Ratio::new(own.count(kind, Reached::Completed) as i64, begun as i64);
        let params = [("kind", key), ("stage", String::new())];
        view! { <tr><th scope="row">{kind_word(app, kind)}</th>{cells.into_iter().collect_view()}<td class="num">{asked.link(&params, all.to_string())}</td><td class="num">{rate.percent()}</td></tr> }
    });
    let rows = rows.collect_view();
    let sums = Reached::ALL.map(|stage| {
        let params = [("kind", String::new()), ("stage", stage.key().to_owned())];
        view! { <td class="num">{asked.link(&params, own.at(stage).to_string())}</td> }
    });
    let params = [("kind", String::new()), ("stage", String::new())];
    view! {
        <section class="part" data-test="restructuring-kinds">
            <h2>{app.t("按类型和阶段：", "By kind and stage: ")}{asked.name(app, view, asked.part())}</h2>
            <table class="plain">{head(app)}<tbody>{rows}
                <tr class="sum"><th scope="row">{app.t("合计", "Total")}</th>{sums.into_iter().collect_view()}<td class="num">{asked.link(&params, own.len().to_string())}</td><td class="num">{own.completed().percent()}</td></tr>
            </tbody></table>
            <p class="small muted">{app.t("每项只计入到统计日为止达到的最后阶段；晚于统计日的日期是计划，不算发生。完成率 = 已完成 ÷ 已启动（立项及以后）。", "Each counts once, at the last stage reached by the day; later days are plans. Completed is over those begun.")}</p>
        </section>
    }
}

fn by_part(app: App, view: View<'_>, asked: &Asked, lines: &[Restructured]) -> impl IntoView + use<> {
    let rows = asked.parts.iter().zip(lines).filter(|(_, line)| !line.is_empty()).map(|(part, line)| {
        let token = part.label.token();
        let cells = Reached::ALL.map(|stage| {
            let params = [("part", token.clone()), ("kind", String::new()), ("stage", stage.key().to_owned())];
            view! { <td class="num">{asked.link(&params, line.at(stage).to_string())}</td> }
        });
        let params = [("part", token.clone()), ("kind", String::new()), ("stage", String::new())];
        view! { <tr><th scope="row">{asked.name(app, view, part)}</th>{cells.into_iter().collect_view()}<td class="num">{asked.link(&params, line.len().to_string())}</td><td class="num">{line.completed().percent()}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="part" data-test="restructuring-parts">
            <h2>{app.t("分列（按牵头企业）", "By part, of the leading enterprise")}</h2>
            <div class="rows-frame"><table class="plain">{head(app)}<tbody>{rows}</tbody></table></div>
        </section>
    }
}

fn listed(app: App, view: View<'_>, asked: &Asked, own: &Restructured) -> impl IntoView + use<> {
    let (kind, stage) = (asked.route.get("kind"), asked.route.get("stage"));
    let chosen = own.cells.iter().filter(|((of, reached), _)| {
        (kind.is_empty() || key_of(*of) == kind) && (stage.is_empty() || reached.key() == stage)
    });
    let rows: Vec<usize> = chosen.flat_map(|(_, rows)| rows.iter().copied()).collect();
    view! {
        <section class="part" data-test="layout-rows" data-rows="part dir cls area year">
            <h2>{app.t("重组整合事项：", "Restructurings: ")}{asked.name(app, view, asked.part())}</h2>
            {drilldown::counted(app, rows.len(), "项", "restructurings")}
            {rows::restructurings(app, view, &rows)}
        </section>
    }
}
