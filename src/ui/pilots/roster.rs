//! The two programmes, each dated, graded and compared; their overlap shown, never added.

use leptos::prelude::*;

use crate::{
    app::{App, Route, Screen, use_app},
    ui::{charts::ChartView, format},
};
use chart::{Chart, Pair, pilot_bars};
use ledger::domain::{CodedEnum, Id, Kind, Lang, RawId, RecordRef, records::Programme};
use report::{
    View,
    pilot::{GradeYear, PilotSummary, overlap, summary},
};
use table_model::names;

/// The part of the screen.
#[component]
pub(super) fn Roster() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="row programmes">
            <Programmes />
            <span class="muted small">{move || app.t("截至统计日在册；重叠企业单列，两项工程户数不相加。", "Members on the day; overlap is shown and never added.")}</span>
        </div>
        <div class="columns">
            <div>{move || members(app)}</div>
            <div>{move || grades(app)}<Comparison />{move || quotations(app)}</div>
        </div>
    }
}

fn chosen(app: App, view: View<'_>) -> Option<Id<Programme>> {
    let named = app.shell.route.with(|route| route.parsed::<RawId>("programme")).map(Id::new);
    named
        .filter(|id| view.ledger.programmes.get(*id).is_some())
        .or_else(|| view.ledger.programmes.iter().next().map(|(id, _)| id))
}

fn with_summary<T>(app: App, read: impl FnOnce(View<'_>, &PilotSummary) -> T) -> Option<T> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let programme = chosen(app, view)?;
        Some(read(view, &summary(view, programme)))
    })
}

/// Chooses a programme; beside each stands how many members it has on the day.
#[component]
fn Programmes() -> impl IntoView {
    let app = use_app();
    let list = move || {
        app.document.read_or_default(|document| {
            let view = document.view(app.as_of());
            let here = chosen(app, view);
            let rows = view
                .ledger
                .programmes
                .iter()
                .map(|(id, row)| (id, row.name.clone(), summary(view, id).members.len(), here == Some(id)));
            rows.collect::<Vec<_>>()
        })
    };
    view! {
        <span class="tabs">{move || list().into_iter().map(|(id, name, count, here)| view! {
            <button class:on=here data-test=format!("programme-{}", id.raw().0) on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("programme", id.raw().to_string()))>{name}" "{count}" "{app.t("户", "")}</button>
        }).collect_view()}</span>
    }
}

fn members(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    with_summary(app, |view, summary| {
        let batches = summary.batches.iter().map(|batch| {
            let changes: Vec<String> = batch.changes.iter().map(|(change, count)| format!("{} {count}", change.word().of(lang))).collect();
            let day = batch.first_day.map_or_else(|| app.t("未公布到日", "day unknown").to_owned(), |day| day.to_string());
            view! {
                <tr><td>{batch.name.clone()}</td><td>{day}</td><td class="num">{batch.memberships.len()}</td><td class="num">{batch.in_force}</td><td class="num">{batch.left}</td><td>{changes.join(app.t("、", ", "))}</td></tr>
            }
        });
        let batches = batches.collect_view();
        let rows = summary.members.iter().map(|at| member(app, view, summary.programme, *at)).collect_view();
        view! {
            <section class="part">
                <h2>{app.t("批次与变动", "Batches and changes")}</h2>
                <table class="plain">
                    <thead><tr><th>{app.t("批次", "Batch")}</th><th>{app.t("日期", "Date")}</th><th class="num">{app.t("名单户数", "Listed")}</th><th class="num">{app.t("在册", "In force")}</th><th class="num">{app.t("已退出", "Left")}</th><th>{app.t("变动", "Changes")}</th></tr></thead>
                    <tbody>{batches}</tbody>
                </table>
            </section>
            {overlaps(app, view, summary.programme)}
            <section class="part">
                <h2>{app.t("在册企业", "Members")}" ("{summary.members.len()}")"</h2>
                <table class="plain">
                    <thead><tr><th>{app.t("企业", "Enterprise")}</th><th>{app.t("监管机构", "Supervised by")}</th><th>{app.t("批次", "Batch")}</th><th>{app.t("最近评级", "Latest grade")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

fn member(app: App, view: View<'_>, programme: Id<Programme>, at: usize) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(at).raw());
    let batches: Vec<String> = view
        .index
        .memberships
        .of(at)
        .map(|at| view.ledger.memberships.at(at))
        .filter(|row| row.programme == Some(programme))
        .map(|row| row.batch.clone())
        .collect();
    let grade = view
        .index
        .grades
        .of(at)
        .map(|at| view.ledger.grades.at(at))
        .filter(|row| row.programme == Some(programme))
        .max_by_key(|row| row.year)
        .map(|row| format!("{} {}", row.year.map_or_else(String::new, |year| year.to_string()), row.grade));
    let root = view.ledger.enterprises.at(view.index.place(at).root as usize);
    let supervisor = &view.ledger.enterprises.at(at).supervisor;
    let supervisor = if supervisor.is_empty() { root.name.clone() } else { supervisor.clone() };
    view! {
        <tr><td><a href=app.keep_day(format::record_route(record)).hash()>{names::name_of(view.ledger, record, lang)}</a></td><td class="muted">{supervisor}</td><td class="muted">{batches.join("；")}</td><td>{grade}</td></tr>
    }
}

fn overlaps(app: App, view: View<'_>, programme: Id<Programme>) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let others = view.ledger.programmes.iter().filter(|(id, _)| *id != programme).map(|(other, row)| {
        let both = overlap(view, programme, other);
        let list = both.iter().map(|id| {
            let record = RecordRef::new(Kind::Enterprise, id.raw());
            view! { <a href=app.keep_day(format::record_route(record)).hash()>{names::name_of(view.ledger, record, lang)}</a>" " }
        });
        let list = list.collect_view();
        view! { <p>{app.t("同时在", "Also in ")}{row.name.clone()}{app.t("名单：", ": ")}<strong>{both.len()}</strong>{app.t(" 户 ", " ")}{list}</p> }
    });
    let others = others.collect_view();
    view! { <section class="part"><h2>{app.t("重叠", "Overlap")}</h2>{others}</section> }
}

fn grades(app: App) -> Option<impl IntoView + use<>> {
    with_summary(app, |_, summary| {
        let years = summary.grades.iter().map(|year| grade_year(app, year)).collect_view();
        let none = summary.grades.is_empty().then(|| app.t("没有评级记录。", "No grades on record."));
        view! { <section class="part"><h2>{app.t("年度评级", "Grades by year")}</h2>{years}<p class="muted">{none}</p></section> }
    })
}

fn grade_year(app: App, year: &GradeYear) -> impl IntoView + use<> {
    let counts: Vec<String> =
        year.words.iter().chain(&year.others).map(|(word, count)| format!("{word} {count}")).collect();
    let top = match (year.top, app.shell.lang.get()) {
        (Some(top), Lang::Zh) => format!("标杆+优秀率 {}（{}/{}）", top.percent(), top.num, top.den),
        (Some(top), Lang::En) => format!("top rate {} ({}/{})", top.percent(), top.num, top.den),
        (None, Lang::Zh) => "当年档次未定义，不计算优秀率".to_owned(),
        (None, Lang::En) => "no scale for the year, so no rate".to_owned(),
    };
    view! { <p data-test=format!("grades-{}", year.year)><strong>{year.year}</strong>"  "{counts.join("　")}<span class="muted">"　"{top}</span></p> }
}

/// Each indicator for members and for the others of the same tiers.
#[component]
fn Comparison() -> impl IntoView {
    let app = use_app();
    let chart = Memo::new(move |_| {
        comparison(app).unwrap_or(Chart { svg: String::new(), title: String::new(), summary: String::new() })
    });
    let chosen = Callback::new(move |key: String| {
        if let Some((indicator, programme)) = key.split_once('/') {
            let route = Route::to(Screen::Coverage)
                .with("ind", indicator)
                .with("pilot", format!("in:{programme}"))
                .with("cell", "total");
            app.go(route);
        }
    });
    view! { <ChartView chart chosen /> }
}

fn comparison(app: App) -> Option<Chart> {
    let lang = app.shell.lang.get();
    with_summary(app, |view, summary| {
        let programme = summary.programme.raw().to_string();
        let pairs: Vec<Pair> = summary
            .indicators
            .iter()
            .filter(|(_, members, others)| members.due.den > 0 || others.due.den > 0)
            .map(|(id, members, others)| Pair {
                label: names::indicator_name(view.ledger, *id, lang),
                members: members.rate().unwrap_or_default(),
                others: others.rate().unwrap_or_default(),
                values: (
                    format::rate_with_counts(members, format::unit_of(view, *id, lang).1, lang),
                    format::rate_with_counts(others, format::unit_of(view, *id, lang).1, lang),
                ),
                key: format!("{}/{programme}", id.raw()),
            })
            .collect();
        let title = format!(
            "{}（{} {}）",
            app.t("试点与同层级的两项试点之外企业", "Members and enterprises in neither programme, of the same tiers"),
            app.t("层级", "tiers"),
            summary.tiers
        );
        pilot_bars(&title, (app.t("试点", "members"), app.t("两项试点之外", "in neither")), &pairs, lang)
    })
}

/// Published figures about the programmes: quoted with date and source, never computed with.
fn quotations(app: App) -> Option<impl IntoView + use<>> {
    app.document.read(|document| {
        let ledger = &document.ledger;
        let own = ledger.quotations.iter().map(|(_, row)| row).filter(|row| row.subject.contains("双百") || row.subject.contains("科改"));
        let rows: Vec<_> = own
            .map(|row| (row.whose.clone(), row.subject.clone(), format!("{}{}", row.value, row.count_unit), row.as_of.clone(), row.source.clone()))
            .collect();
        let rows = rows.into_iter().map(|(whose, subject, value, as_of, source)| {
            let title = source.clone();
            view! { <tr><td>{whose}</td><td>{subject}</td><td class="num">{value}</td><td>{as_of}</td><td class="muted source" title=title>{source}</td></tr> }
        });
        let rows = rows.collect_view();
        Some(view! {
            <section class="part">
                <h2>{app.t("公开数据（引用，不参与计算）", "Published figures (quoted, never computed with)")}</h2>
                <table class="plain quotations"><thead><tr><th>{app.t("范围", "Of")}</th><th>{app.t("事项", "Subject")}</th><th class="num">{app.t("数值", "Value")}</th><th>{app.t("时点", "As of")}</th><th>{app.t("来源", "Source")}</th></tr></thead><tbody>{rows}</tbody></table>
            </section>
        })
    })
}
