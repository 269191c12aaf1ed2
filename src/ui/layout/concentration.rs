//! The three concentrations (三个集中): how state capital lies in the classes that count towards each.

use leptos::prelude::*;

use super::{Asked, money::Unit, rows};
use crate::{
    app::App,
    ui::{charts::ChartView, drilldown, format},
};
use chart::{Bar, Chart, coverage_bars};
use ledger::domain::{
    CodedEnum, Kind, Ratio, RecordRef,
    choice::{Concentration, IndustryClass},
};
use report::{
    View,
    capital::{Amount, Capital, capital, directions, figure_years},
};

/// What stands where nothing counts.
static NOTHING: Amount = Amount { hundredths: 0, rows: Vec::new(), missing: 0 };

/// Where the capital of an enterprise counts: a direction, none, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Where {
    Direction(Concentration),
    Elsewhere,
    Unclassed,
}

impl Where {
    fn all() -> impl Iterator<Item = Self> {
        Concentration::ALL.iter().copied().map(Self::Direction).chain([Self::Elsewhere, Self::Unclassed])
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Direction(Concentration::Lifeline) => "lifeline",
            Self::Direction(Concentration::Public) => "public",
            Self::Direction(Concentration::Forward) => "forward",
            Self::Elsewhere => "elsewhere",
            Self::Unclassed => "none",
        }
    }

    fn word(self, app: App) -> &'static str {
        match self {
            Self::Direction(direction) => direction.word().of(app.shell.lang.get()),
            Self::Elsewhere => app.t("其他领域", "Elsewhere"),
            Self::Unclassed => app.t("类别未填", "Class not stated"),
        }
    }

    fn of(self, capital: &Capital) -> &Amount {
        match self {
            Self::Direction(direction) => capital.directions.get(&direction).unwrap_or(&NOTHING),
            Self::Elsewhere => &capital.elsewhere,
            Self::Unclassed => &capital.unclassed,
        }
    }
}

/// The part of the screen.
pub(super) fn concentration(app: App, view: View<'_>, asked: &Asked) -> impl IntoView + use<> {
    let years = figure_years(view);
    let Some(year) = asked.year(&years) else { return rows::no_year(app).into_any() };
    let lines: Vec<Capital> = asked.parts.iter().map(|part| capital(view, &part.enterprises, year)).collect();
    let chosen = &lines[asked.chosen];
    view! {
        {by_part(app, view, asked, &years, &lines)}
        <div class="columns">
            <div>{over_years(app, view, asked, &years)}{definition(app, view, asked, chosen)}</div>
            <div>{chart(app, view, asked, chosen)}{listed(app, view, asked, chosen)}</div>
        </div>
    }
    .into_any()
}

fn by_part(app: App, view: View<'_>, asked: &Asked, years: &[i64], lines: &[Capital]) -> impl IntoView + use<> {
    let unit = Unit::of(lines.first().map_or(0, |total| total.total.hundredths));
    let heads = Where::all().map(|place| view! { <th class="num">{place.word(app)}</th> }).collect_view();
    let rows = asked.parts.iter().zip(lines).map(|(part, line)| {
        let token = part.label.token();
        let cells = Where::all().map(|place| {
            let own = place.of(line);
            if own.rows.is_empty() {
                return view! { <td class="num muted">"—"</td> }.into_any();
            }
            let share = own.over(&line.total).percent();
            let params = [("part", token.clone()), ("dir", place.key().to_owned()), ("cls", String::new())];
            view! { <td class="num">{asked.link(&params, share)}" "<span class="small muted">{unit.shown(own.hundredths)}</span></td> }.into_any()
        });
        let all = [("part", token.clone()), ("dir", String::new()), ("cls", String::new())];
        let missing = (line.total.missing > 0).then(|| format!("（{} {}）", line.total.missing, app.t("户未填", "not filled in")));
        view! {
            <tr><th scope="row">{asked.name(app, view, part)}</th>{cells.collect_view()}<td class="num">{unit.shown(line.total.hundredths)}</td>
                <td class="num">{asked.link(&all, line.total.rows.len().to_string())}<span class="small muted">{missing}</span></td></tr>
        }
    });
    let rows = rows.collect_view();
    let shares: Vec<Vec<Ratio>> =
        lines.iter().map(|line| Where::all().map(|place| place.of(line).over(&line.total)).collect()).collect();
    view! {
        <section class="part" data-test="concentration-parts">
            <div class="spread"><h2>{app.t("国有资本在三个方向上的占比", "State capital by direction")}" "{asked.years(app, years)}</h2><span class="small muted">{app.t("金额单位：", "Amounts in ")}{unit.word(app.shell.lang.get())}{app.t("，单户口径，未合并抵消", ", of single accounts, not consolidated")}</span></div>
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{format::unshown(app.t("范围", "Part"))}</th>{heads}<th class="num">{app.t("国有资本合计", "State capital")}</th><th class="num">{app.t("已报户数", "Reported")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {format::rounding_note(app, &shares)}
        </section>
    }
}

fn over_years(app: App, view: View<'_>, asked: &Asked, years: &[i64]) -> impl IntoView + use<> {
    let part = asked.part();
    let rows = years.iter().map(|year| {
        let line = capital(view, &part.enterprises, *year);
        let cells = Concentration::ALL.iter().map(|direction| {
            let place = Where::Direction(*direction);
            let params = [("year", year.to_string()), ("dir", place.key().to_owned()), ("cls", String::new())];
            view! { <td class="num">{asked.link(&params, place.of(&line).over(&line.total).percent())}</td> }
        });
        let cells = cells.collect_view();
        let three: i64 = line.directions.values().map(|own| own.hundredths).sum();
        let all = [("year", year.to_string()), ("dir", String::new()), ("cls", String::new())];
        view! { <tr><th scope="row">{*year}</th>{cells}<td class="num">{Ratio::new(three, line.total.hundredths).percent()}</td><td class="num">{asked.link(&all, line.total.rows.len().to_string())}</td></tr> }
    });
    let rows = rows.collect_view();
    let heads = Concentration::ALL
        .iter()
        .map(|direction| view! { <th class="num">{direction.word().of(app.shell.lang.get())}</th> });
    view! {
        <section class="part" data-test="concentration-years">
            <h2>{app.t("历年变化：", "Over the years: ")}{asked.name(app, view, part)}</h2>
            <table class="plain">
                <thead><tr><th>{app.t("年度", "Year")}</th>{heads.collect_view()}<th class="num">{app.t("三者合计", "All three")}</th><th class="num">{app.t("已报户数", "Reported")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="small muted">{app.t("各年已报户数不同时，占比的变化也可能来自填报范围。", "Where the number that reported differs, a change may come from who reported.")}</p>
        </section>
    }
}

/// What counts towards what, with the capital of each class: the definition is data, and can be edited.
fn definition(app: App, view: View<'_>, asked: &Asked, line: &Capital) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let directions = directions(view);
    let unit = Unit::of(line.total.hundredths);
    let rows = IndustryClass::ALL.iter().map(|class| {
        let own = line.classes.get(&Some(*class)).unwrap_or(&NOTHING);
        let (counts, edit) = match directions.get(class) {
            Some((id, direction)) => {
                let to = app.keep_day(format::record_route(RecordRef::new(Kind::ClassDirection, id.raw()))).hash();
                (direction.map(|direction| direction.word().of(lang)), Some(view! { " "<a class="no-print muted amid" href=to>{app.t("改", "Edit")}</a> }))
            }
            None => (None, None),
        };
        let counts = counts.unwrap_or_else(|| app.t("不计入", "none"));
        let params = [("cls", class.key().to_owned()), ("dir", String::new())];
        view! {
            <tr><td>{class.word().of(lang)}</td><td>{counts}{edit}</td><td class="num">{asked.link(&params, own.rows.len().to_string())}</td><td class="num">{unit.shown(own.hundredths)}</td><td class="num">{own.over(&line.total).percent()}</td></tr>
        }
    });
    let rows = rows.collect_view();
    let shares = [line.classes.values().map(|own| own.over(&line.total)).collect()];
    view! {
        <section class="part" data-test="concentration-definition">
            <h2>{app.t("口径：什么算三个集中", "What counts")}</h2>
            <p class="small">{app.t(
                "三个集中指国有资本集中到三个方向：关系国家安全和国民经济命脉的重要行业和关键领域；关系国计民生的公共服务；前瞻性战略性新兴产业。文件没有规定怎样计算。本页按每户当年主业类别，把该户国有资本整户计入一个方向；类别与方向的对应是默认约定，可以改。占比 = 该方向国有资本 ÷ 全部已报国有资本（类别未填的留在分母）。",
                "State capital is to concentrate in three directions: security and the lifelines of the economy, public services and livelihood, forward-looking emerging industries. No document says how to count. Here the state capital of an enterprise counts as a whole by the class of its main business in the year; which class counts where is a default and can be edited. Capital without a class stays in the denominator.",
            )}</p>
            <table class="plain">
                <thead><tr><th>{app.t("主业类别", "Class")}</th><th>{app.t("计入方向", "Counts towards")}</th><th class="num">{app.t("户数", "Enterprises")}</th><th class="num">{app.t("国有资本", "Capital")}{app.t("（", " (")}{unit.word(lang)}{app.t("）", ")")}</th><th class="num">{app.t("占比", "Share")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {format::rounding_note(app, &shares)}
        </section>
    }
}

fn chart(app: App, view: View<'_>, asked: &Asked, line: &Capital) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let unit = Unit::of(line.total.hundredths);
    let bars: Vec<Bar> = Where::all()
        .map(|place| {
            let own = place.of(line);
            let ratio = own.over(&line.total);
            let value = format!("{}  {}", ratio.percent(), unit.text(own.hundredths));
            Bar {
                label: place.word(app).to_owned(),
                ratio,
                upper: ratio,
                target: None,
                is_short: false,
                value,
                key: place.key().to_owned(),
            }
        })
        .collect();
    let title = format!(
        "{} · {} · {} · {}",
        app.t("三个集中", "Three concentrations"),
        asked.name(app, view, asked.part()),
        line.year,
        unit.word(lang)
    );
    let drawn: Chart = coverage_bars(&title, &bars, lang);
    let chosen = Callback::new(move |key: String| {
        app.replace_route(app.shell.route.get_untracked().with("dir", key).with("cls", ""));
    });
    view! { <ChartView chart=Memo::new(move |_| drawn.clone()) chosen=chosen /> }
}

fn listed(app: App, view: View<'_>, asked: &Asked, line: &Capital) -> impl IntoView + use<> {
    let (class, direction) = (asked.route.get("cls"), asked.route.get("dir"));
    let of_class = IndustryClass::ALL.iter().find(|own| own.key() == class);
    let place = Where::all().find(|place| place.key() == direction);
    let (what, own) = match (of_class, place) {
        (Some(class), _) => {
            (class.word().of(app.shell.lang.get()), line.classes.get(&Some(*class)).unwrap_or(&NOTHING))
        }
        (None, Some(place)) => (place.word(app), place.of(line)),
        (None, None) => (app.t("全部", "All"), &line.total),
    };
    view! {
        <section class="part" data-test="layout-rows" data-rows="part dir cls area year">
            <h2>{asked.name(app, view, asked.part())}" · "{what}" · "{line.year}</h2>
            {drilldown::counted(app, own.rows.len(), "户", "enterprises")}
            {rows::yearly(app, view, &own.rows)}
        </section>
    }
}
