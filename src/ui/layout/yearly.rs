//! Revenue of emerging industries and research, by year and by part, with growth of the same enterprises.

use leptos::prelude::*;

use super::{
    Asked,
    money::{Unit, change},
    rows,
    shares::shares,
};
use crate::{
    app::App,
    ui::{drilldown, format},
};
use report::{
    View,
    capital::{Growth, YearLine, figure_years, year_line},
};

/// The part of the screen.
pub(super) fn yearly(app: App, view: View<'_>, asked: &Asked) -> impl IntoView + use<> {
    let years = figure_years(view);
    let Some(year) = asked.year(&years) else { return rows::no_year(app).into_any() };
    let part = asked.part();
    let by_year: Vec<YearLine> = years.iter().map(|year| year_line(view, &part.enterprises, *year)).collect();
    let by_part: Vec<YearLine> = asked.parts.iter().map(|part| year_line(view, &part.enterprises, year)).collect();
    let unit = Unit::of(by_year.iter().chain(&by_part).map(|line| line.emerging.den).max().unwrap_or(0));
    let year_rows = by_year.iter().map(|line| {
        let params = [("year", line.year.to_string())];
        cells(app, unit, line, line.year.to_string(), asked.link(&params, line.rows.len().to_string()))
    });
    let year_rows = year_rows.collect_view();
    let part_rows = asked.parts.iter().zip(&by_part).map(|(part, line)| {
        let params = [("part", part.label.token()), ("year", year.to_string())];
        cells(app, unit, line, asked.name(app, view, part), asked.link(&params, line.rows.len().to_string()))
    });
    let part_rows = part_rows.collect_view();
    let own = &by_part[asked.chosen];
    view! {
        <section class="part" data-test="yearly-years">
            <div class="spread"><h2>{app.t("历年：", "Over the years: ")}{asked.name(app, view, part)}</h2><span class="small muted">{app.t("金额单位：", "Amounts in ")}{unit.word(app.shell.lang.get())}{app.t("，单户口径，未合并抵消", ", of single accounts, not consolidated")}</span></div>
            <table class="plain">{head(app)}<tbody>{year_rows}</tbody></table>
            <p class="small muted">{app.t(
                "占比 = 战新产业收入 ÷ 营业收入，强度 = 研发投入 ÷ 营业收入。增长只比两年都填报的企业（可比口径），括号内为其户数；统计日所在年度按现有填报计。",
                "Share: emerging revenue over revenue; intensity: R&D over revenue. Growth compares the enterprises that reported both years, with their number; the day's own year counts as it stands.",
            )}</p>
        </section>
        <section class="part" data-test="yearly-parts">
            <h2>{app.t("分列", "By part")}" "{asked.years(app, &years)}</h2>
            <div class="rows-frame"><table class="plain">{head(app)}<tbody>{part_rows}</tbody></table></div>
        </section>
        <div class="columns">
            <div>{chart(app, view, asked, &by_year)}<section class="part"><h2>{app.t("相关指标", "Indicators")}</h2>{drilldown::indicators(app, view, &asked.route, &["I1", "R1"])}</section></div>
            <section class="part" data-test="layout-rows" data-rows="part dir cls area year">
                <h2>{asked.name(app, view, part)}" · "{year}</h2>
                {drilldown::counted(app, own.rows.len(), "户", "enterprises")}
                {rows::yearly(app, view, &own.rows)}
            </section>
        </div>
    }
    .into_any()
}

fn head(app: App) -> impl IntoView + use<> {
    let words = [
        app.t("已报户数", "Reported"),
        app.t("营业收入", "Revenue"),
        app.t("增长", "Growth"),
        app.t("战新产业收入", "Emerging revenue"),
        app.t("占比", "Share"),
        app.t("增长", "Growth"),
        app.t("研发投入", "R&D"),
        app.t("强度", "Intensity"),
        app.t("增长", "Growth"),
    ];
    view! { <thead><tr><th>{format::unshown(app.t("范围", "Part"))}</th>{words.into_iter().map(|word| view! { <th class="num">{word}</th> }).collect_view()}</tr></thead> }
}

fn cells(app: App, unit: Unit, line: &YearLine, name: String, reported: impl IntoView) -> impl IntoView {
    let missing = |count: usize| {
        (count > 0)
            .then(|| view! { <span class="small muted">{format!("（{} {count}）", app.t("未填", "missing"))}</span> })
    };
    let growth = |growth: Growth| {
        let of = (growth.enterprises > 0).then(|| format!("（{}{}）", growth.enterprises, app.t("户", "")));
        view! { <td class="num">{change(growth.ratio())}<span class="small muted">{of}</span></td> }
    };
    view! {
        <tr><th scope="row">{name}</th><td class="num">{reported}</td>
            <td class="num">{unit.shown(line.emerging.den)}</td>{growth(line.revenue_growth)}
            <td class="num">{unit.shown(line.emerging.num)}{missing(line.emerging_missing)}</td><td class="num">{line.emerging.percent()}</td>{growth(line.emerging_growth)}
            <td class="num">{unit.shown(line.research.num)}{missing(line.research_missing)}</td><td class="num">{line.research.percent()}</td>{growth(line.research_growth)}</tr>
    }
}

fn chart(app: App, view: View<'_>, asked: &Asked, lines: &[YearLine]) -> impl IntoView + use<> {
    let unit = Unit::of(lines.iter().map(|line| line.emerging.den).max().unwrap_or(0));
    let title = app.t("战新产业收入占比", "Emerging industries in revenue");
    shares(app, view, asked, (title, unit, ""), lines.iter().map(|line| (line.year, line.emerging)).collect())
}
