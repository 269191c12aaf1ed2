//! Investments by class and year, by part, and into the areas that come first.

use leptos::prelude::*;

use super::{
    Asked, areas,
    money::{Unit, change},
    rows,
    shares::shares,
};
use crate::{
    app::App,
    ui::{drilldown, format, scope_picker::scope},
};
use ledger::domain::{CodedEnum, Lang, Ratio, choice::IndustryClass};
use report::{
    View,
    capital::{Amount, InvestmentYear, investment_rows, investment_years, investments},
};

/// The most years that stand side by side.
const YEARS: usize = 6;

/// The part of the screen.
pub(super) fn investment(app: App, view: View<'_>, asked: &Asked) -> impl IntoView + use<> {
    let years = investment_years(view);
    let Some(year) = asked.year(&years) else { return rows::no_year(app).into_any() };
    let shown = &years[years.len().saturating_sub(YEARS)..];
    let lines = investments(view, asked.part(), shown);
    view! {
        <div class="columns">
            <div>{by_class(app, view, asked, &lines)}{by_part(app, view, asked, &years, year)}{indicator(app, view, asked)}</div>
            <div>{chart(app, view, asked, &lines)}{areas(app, view, &scope(&asked.route), &asked.route)}{listed(app, view, asked, &years, year)}</div>
        </div>
    }
    .into_any()
}

/// The key of a class in addresses; `none` where nobody stated it.
const fn key_of(class: Option<IndustryClass>) -> &'static str {
    match class {
        Some(class) => IndustryClass::WORDS[class as usize].key,
        None => "none",
    }
}

/// How many rows of a sum state no amount.
fn missing(app: App, amount: &Amount) -> Option<String> {
    (amount.missing > 0).then(|| match app.shell.lang.get() {
        Lang::Zh => format!("（{} 笔未填）", amount.missing),
        Lang::En => format!(" ({} without)", amount.missing),
    })
}

fn by_class(app: App, view: View<'_>, asked: &Asked, lines: &[InvestmentYear]) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let unit = Unit::of(lines.iter().map(|line| line.total.hundredths).max().unwrap_or(0));
    let years = lines.iter().map(|line| view! { <th class="num">{line.year}</th> }).collect_view();
    let occurs = |class: &Option<IndustryClass>| lines.iter().any(|line| line.classes.contains_key(class));
    let classes: Vec<Option<IndustryClass>> =
        IndustryClass::ALL.iter().copied().map(Some).chain([None]).filter(occurs).collect();
    let rows = classes.into_iter().map(|class| {
        let word = class.map_or_else(|| app.t("类别未填", "Class not stated"), |class| class.word().of(lang));
        let cells = lines.iter().map(|line| {
            let Some(amount) = line.classes.get(&class) else { return view! { <td class="num muted">"—"</td> }.into_any() };
            let share = amount.over(&line.total).percent();
            let params = [("year", line.year.to_string()), ("cls", key_of(class).to_owned())];
            view! { <td class="num">{asked.link(&params, unit.text(amount.hundredths))}" "<span class="small muted">{share}</span></td> }.into_any()
        });
        view! { <tr><th scope="row">{word}</th>{cells.collect_view()}</tr> }
    });
    let rows = rows.collect_view();
    let shares: Vec<Vec<Ratio>> =
        lines.iter().map(|line| line.classes.values().map(|amount| amount.over(&line.total)).collect()).collect();
    let totals = lines.iter().map(|line| {
        let params = [("year", line.year.to_string()), ("cls", String::new())];
        view! { <td class="num">{asked.link(&params, unit.text(line.total.hundredths))}" "<span class="small muted">{line.total.rows.len()}{app.t(" 笔", "")}{missing(app, &line.total)}</span></td> }
    });
    let totals = totals.collect_view();
    let emerging = lines.iter().map(|line| view! { <td class="num">{line.emerging().percent()}</td> }).collect_view();
    // Growth needs the year before, whether or not it is shown.
    let growth = lines.iter().map(|line| {
        let before = investments(view, asked.part(), &[line.year - 1]);
        let (before, after) = (before[0].of(Some(IndustryClass::Emerging)), line.of(Some(IndustryClass::Emerging)));
        view! { <td class="num">{change(Ratio::new(after - before, before))}</td> }
    });
    let growth = growth.collect_view();
    view! {
        <section class="part" data-test="investment-classes">
            <div class="spread"><h2>{app.t("按投向类别和年度：", "By class and year: ")}{asked.name(app, view, asked.part())}</h2><span class="small muted">{app.t("单位：", "In ")}{unit.word(lang)}</span></div>
            <table class="plain">
                <thead><tr><th>{app.t("投向类别", "Class")}</th>{years}</tr></thead>
                <tbody>{rows}
                    <tr class="sum"><th scope="row">{app.t("合计", "Total")}</th>{totals}</tr>
                    <tr><th scope="row">{app.t("战新产业占比", "Emerging share")}</th>{emerging}</tr>
                    <tr><th scope="row">{app.t("战新产业投资增长", "Growth of emerging")}</th>{growth}</tr>
                </tbody>
            </table>
            <p class="small muted">{app.t("占比的分母是当年全部已填金额，类别未填的也在内。统计日所在年度按现有记录计，未满一年时与上年不可直接相比。", "Shares are of everything invested in the year, with or without a class. The day's own year counts as it stands and may not be complete.")}</p>
            {format::rounding_note(app, &shares)}
        </section>
    }
}

fn by_part(app: App, view: View<'_>, asked: &Asked, years: &[i64], year: i64) -> impl IntoView + use<> {
    let lines: Vec<Vec<InvestmentYear>> =
        asked.parts.iter().map(|part| investments(view, part, &[year - 1, year])).collect();
    let unit = Unit::of(lines.first().map_or(0, |total| total[1].total.hundredths));
    let rows = asked.parts.iter().zip(&lines).map(|(part, pair)| {
        let token = part.label.token();
        let emerging = Some(IndustryClass::Emerging);
        let (before, line) = (pair[0].of(emerging), &pair[1]);
        let all = [("part", token.clone()), ("year", year.to_string()), ("cls", String::new())];
        let own = [("part", token), ("year", year.to_string()), ("cls", key_of(emerging).to_owned())];
        view! {
            <tr><th scope="row">{asked.name(app, view, part)}</th>
                <td class="num">{asked.link(&all, unit.text(line.total.hundredths))}" "<span class="small muted">{line.total.rows.len()}{app.t(" 笔", "")}</span></td>
                <td class="num">{asked.link(&own, unit.text(line.of(emerging)))}</td>
                <td class="num">{line.emerging().percent()}</td>
                <td class="num">{change(Ratio::new(line.of(emerging) - before, before))}</td></tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="part" data-test="investment-parts">
            <div class="spread"><h2>{app.t("分列", "By part")}" "{asked.years(app, years)}</h2><span class="small muted">{app.t("单位：", "In ")}{unit.word(app.shell.lang.get())}</span></div>
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{format::unshown(app.t("年度", "Year"))}</th><th class="num">{app.t("投资", "Invested")}</th><th class="num">{app.t("其中战新产业", "Emerging")}</th><th class="num">{app.t("占比", "Share")}</th><th class="num">{app.t("战新增长", "Growth")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

fn indicator(app: App, view: View<'_>, asked: &Asked) -> impl IntoView + use<> {
    view! { <section class="part"><h2>{app.t("相关指标", "Indicators")}</h2>{drilldown::indicators(app, view, &asked.route, &["I2"])}</section> }
}

fn chart(app: App, view: View<'_>, asked: &Asked, lines: &[InvestmentYear]) -> impl IntoView + use<> {
    let unit = Unit::of(lines.iter().map(|line| line.total.hundredths).max().unwrap_or(0));
    let title = app.t("战新产业投资占比", "Emerging industries in investment");
    let emerging = key_of(Some(IndustryClass::Emerging));
    shares(app, view, asked, (title, unit, emerging), lines.iter().map(|line| (line.year, line.emerging())).collect())
}

fn listed(app: App, view: View<'_>, asked: &Asked, years: &[i64], year: i64) -> impl IntoView + use<> {
    let part = asked.part();
    let key = asked.route.get("cls");
    let of_class = |at: &usize| key.is_empty() || key_of(view.ledger.investments.at(*at).class) == key;
    let undated = asked.route.get("year") == "none";
    let wanted = |own: Option<i64>| match own {
        Some(own) => !undated && own == year,
        None => undated,
    };
    let rows: Vec<usize> =
        investment_rows(view, part).filter(|(_, own)| wanted(*own)).map(|(at, _)| at).filter(of_class).collect();
    let without_year = investment_rows(view, part).filter(|(_, own)| own.is_none()).count();
    let ahead = investment_rows(view, part).filter(|(_, own)| own.is_some_and(|own| !years.contains(&own))).count();
    let class = IndustryClass::ALL.iter().find(|class| class.key() == key);
    let what = match (class, key) {
        (Some(class), _) => class.word().of(app.shell.lang.get()),
        (None, "none") => app.t("类别未填", "Class not stated"),
        (None, _) => app.t("全部类别", "All classes"),
    };
    let when = if undated { app.t("年度未填", "No year").to_owned() } else { year.to_string() };
    let params = [("year", "none".to_owned()), ("cls", String::new())];
    let rest = (without_year > 0).then(|| view! { <p class="small muted">{app.t("另有未填年度的投资 ", "Without a year: ")}{asked.link(&params, without_year.to_string())}{app.t(" 笔，未计入以上各年。", ", in none of the years above.")}</p> });
    let later = (ahead > 0).then(|| view! { <p class="small muted">{app.t("另有统计日所在年度以后的投资 ", "In years after that of the day: ")}{ahead}{app.t(" 笔，未计入。", ", not counted.")}</p> });
    view! {
        <section class="part" data-test="layout-rows" data-rows="part dir cls area year">
            <h2>{asked.name(app, view, part)}" · "{what}" · "{when}</h2>
            {drilldown::counted(app, rows.len(), "笔", "investments")}
            {rows::investments(app, view, &rows)}
            {rest}{later}
        </section>
    }
}
