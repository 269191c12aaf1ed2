//! The areas in which the article asks to invest first, and what went there.

use leptos::prelude::*;

use super::{money::amount, rows};
use crate::{
    app::{App, Route},
    ui::format,
};
use ledger::domain::CodedEnum;
use report::{Scope, View, results::priority_areas};

/// The areas, each with its investments where one is chosen.
pub(in crate::ui) fn areas(app: App, view: View<'_>, scope: &Scope, route: &Route) -> impl IntoView + use<> {
    let areas = priority_areas(view, scope);
    let covered = areas.iter().filter(|area| area.is_covered()).count();
    let whole = areas.len();
    let rows = areas.iter().map(|area| {
        let is_here = route.get("area") == area.class.key();
        let to = route.clone().with("area", if is_here { "" } else { area.class.key() }).hash();
        let said = if area.is_covered() { app.t("已有投资", "covered") } else { app.t("尚无投资", "nothing yet") };
        let missing = (area.missing > 0).then(|| format!("（{} {}）", area.missing, app.t("笔金额未填", "without an amount")));
        view! {
            <tr class:here=is_here><td><a href=to>{area.class.word().of(app.shell.lang.get())}</a></td><td class="num">{area.investments.len()}</td><td class="num">{amount(area.amount.hundredths())}</td><td class="muted">{said}{missing}</td></tr>
        }
    });
    let rows = rows.collect_view();
    let chosen = areas.iter().find(|area| route.get("area") == area.class.key());
    let list = chosen.map(|area| rows::investments(app, view, &area.investments));
    let none = (whole == 0)
        .then(|| app.t("没有标为优先布局领域的类别，请在「数据」里设定。", "No class is marked as a priority area."));
    view! {
        <section class="part" data-test="priority-areas">
            <h2>{app.t("优先布局领域：已覆盖 ", "Priority areas: ")}{covered}{app.t(" / ", " of ")}{whole}</h2>
            <table class="plain">
                <thead><tr><th>{app.t("领域", "Area")}</th><th class="num">{app.t("投资（笔）", "Investments")}</th><th class="num">{app.t("金额（万元）", "Amount (10,000 yuan)")}</th><th>{format::unshown(app.t("图示", "Bar"))}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">{none}{app.t("截至统计日所在年度的历年投资合计；有金额大于零的投资即算已覆盖。", "All years up to the day's; an area counts as covered from the first amount above nothing.")}</p>
            {list}
        </section>
    }
}
