//! The annual assessment: scores by a rubric that can be edited, frozen results, two of them compared.

mod compared;
mod freeze;
mod hand;
mod results;
mod rubric;
mod subject;
mod table;

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    app::{App, Route, use_app},
    ui::format,
};
use ledger::domain::{
    CodedEnum, Decimal, Field, Id, Kind, Lang, Phrase, RawId, Record, RecordRef, Value,
    choice::EvaluationAxis,
    records::{HandScore, Rubric, RubricItem},
};
use report::{
    View,
    assessment::{Assessed, Problem, assess, axis_of},
};
use table_model::names;

/// What the screen shows: `None` while there is no rubric.
type Now = Memo<Option<Arc<Assessed>>>;

/// The parts, with their names in addresses.
const PARTS: [(&str, Phrase); 3] = [
    ("", Phrase::new("评估表", "Scores")),
    ("rubric", Phrase::new("评估细则", "Rubric")),
    ("results", Phrase::new("定格结果与年度比较", "Frozen results, years compared")),
];

/// The part of the screen.
#[component]
pub(super) fn Assessment() -> impl IntoView {
    let app = use_app();
    let now: Now = Memo::new(move |_| {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let (rubric, axis, year) = app.shell.route.with(|route| chosen(view, route))?;
            Some(Arc::new(assess(view, rubric, axis, year)))
        })
    });
    let part = Memo::new(move |_| {
        app.shell
            .route
            .with(|route| PARTS.iter().find(|(key, _)| *key == route.get("part")).map_or("", |(key, _)| *key))
    });
    view! {
        <div class="assessment">
            <Choices />
            {move || match part.get() {
                "rubric" => view! { <rubric::RubricEditor now /> }.into_any(),
                "results" => view! { <results::Results /> }.into_any(),
                _ => view! {
                    <table::Scores now />
                    <subject::Subject now />
                    <hand::HandEntry now />
                    <freeze::Freeze now />
                }.into_any(),
            }}
        </div>
    }
}

/// The rubric, whom it compares and the year that an address names, or those that lie nearest.
fn chosen(view: View<'_>, route: &Route) -> Option<(Id<Rubric>, EvaluationAxis, i64)> {
    let named = route.parsed::<RawId>("rubric").map(Id::new).filter(|id| view.ledger.rubrics.get(*id).is_some());
    let rubric = named.or_else(|| view.ledger.rubrics.iter().next().map(|(id, _)| id))?;
    let has_units = view.ledger.units.live_count() > 1;
    let usual = if has_units { EvaluationAxis::Unit } else { EvaluationAxis::Group };
    let year = route.parsed::<i64>("year").filter(|year| (1900..3000).contains(year));
    Some((rubric, axis_of(route.get("by")).unwrap_or(usual), year.unwrap_or_else(|| i64::from(view.as_of.year()))))
}

/// Chooses the rubric, whom it compares, the year and the part.
#[component]
fn Choices() -> impl IntoView {
    let app = use_app();
    let here = Memo::new(move |_| {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            let (rubric, axis, year) = app.shell.route.with(|route| chosen(view, route))?;
            let rubrics: Vec<_> = view.ledger.rubrics.iter().map(|(id, row)| (id, row.name.clone())).collect();
            Some((rubric, axis, year, rubrics))
        })
    });
    let set = move |name: &'static str, value: String| {
        app.replace_route(app.shell.route.get_untracked().with(name, value).with("subject", ""));
    };
    view! {
        <div class="row no-print assessment-choices">
            <span class="tabs">{PARTS.into_iter().map(|(key, word)| view! {
                <button data-test=format!("part-{key}") class:on=move || app.shell.route.with(|route| route.get("part") == key)
                    on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("part", key))>{move || word.of(app.shell.lang.get())}</button>
            }).collect_view()}</span>
            {move || here.get().map(|(rubric, axis, year, rubrics)| view! {
                <label class="row">{app.t("评估细则", "Rubric")}
                    <select data-test="assessment-rubric" on:change=move |event| set("rubric", event_target_value(&event))>
                        {rubrics.into_iter().map(|(id, name)| view! { <option value=id.raw().to_string() selected=id == rubric>{name}</option> }).collect_view()}
                    </select>
                </label>
                <label class="row">{app.t("年度", "Year")}
                    <input type="number" class="year" data-test="assessment-year" value=year on:change=move |event| set("year", event_target_value(&event)) />
                </label>
                <span class="tabs">{EvaluationAxis::ALL.iter().map(|own| view! {
                    <button data-test=format!("by-{}", own.key()) class:on=*own == axis on:click=move |_| set("by", own.key().to_owned())>{own.word().of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
            })}
        </div>
    }
}

/// Hundredths as points: `12.5`.
fn points(hundredths: i64) -> String {
    Decimal::from_hundredths(hundredths).to_string()
}

/// The fields of a record that are filled in, for a change that makes it.
fn values<R: Record>(record: &R) -> Vec<(Field, Value)> {
    (0..R::META.len() as u8)
        .map(|index| (Field { kind: R::KIND, index }, record.get(index)))
        .filter(|(_, value)| *value != Value::Empty)
        .collect()
}

/// What is wrong, each with the way to its place.
fn problems(app: App, view: View<'_>, assessed: &Assessed) -> Option<impl IntoView + use<>> {
    if assessed.problems.is_empty() {
        return None;
    }
    let rows = assessed.problems.iter().map(|problem| {
        let (record, said) = told(app.shell.lang.get(), problem);
        let link = record.map(|record| {
            let name = names::name_of(view.ledger, record, app.shell.lang.get());
            view! { <a href=app.keep_day(format::record_route(record)).hash()>{name}</a>"：" }
        });
        view! { <li>{link}{said}</li> }
    });
    let rows = rows.collect_view();
    Some(
        view! { <ul class="problems" data-test="assessment-problems"><li class="sign yellow">{app.t("◆ 需要核对", "◆ To be looked at")}</li>{rows}</ul> },
    )
}

fn told(lang: Lang, problem: &Problem) -> (Option<RecordRef>, String) {
    let item = |id: Id<RubricItem>| Some(RecordRef::new(Kind::RubricItem, id.raw()));
    let score = |id: Id<HandScore>| Some(RecordRef::new(Kind::HandScore, id.raw()));
    let own = |zh: &str, en: &str| if lang == Lang::Zh { zh } else { en }.to_owned();
    match problem {
        Problem::PointsSum(sum) => (
            None,
            own(
                &format!("给分项目的分值合计为 {}，不是 100；总分按比例折算为百分制。", points(*sum)),
                &format!("The points that items give make {}, not 100; totals are scaled to 100.", points(*sum)),
            ),
        ),
        Problem::ReadsNothing(id) => {
            (item(*id), own("未填依据、指标或制度，不计分。", "does not say what it reads; not counted."))
        }
        Problem::NotForScoring(id) => (
            item(*id),
            own("该指标不设目标，不用于评分，防止以比例划线。", "an indicator without a target is not scored by."),
        ),
        Problem::Limits(id) => (
            item(*id),
            own("分值、零分线、满分线或每例扣分缺失或不合理。", "points or limits are missing or out of order."),
        ),
        Problem::Unfounded(id) => {
            (score(*id), own("缺评分理由、评分人或得分，不计入。", "lacks a reason, a person or points; not counted."))
        }
        Problem::Cut(id) => (score(*id), own("得分超出分值范围，按上下限计。", "lies out of range; cut to the limit.")),
        Problem::Unplaced(id, count) => (
            item(*id),
            own(
                &format!("有 {count} 条未归属任何评估对象，不扣分。"),
                &format!("{count} belong to no subject and take nothing."),
            ),
        ),
    }
}
