//! Frozen results: the list, one of them as it was, and two side by side.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::compared;
use crate::{
    app::{App, use_app},
    ui::{format, listing::Listing},
};
use ledger::domain::{
    CodedEnum, Decimal, Id, Kind, RawId, RecordRef,
    records::{Evaluation, EvaluationScore},
};
use report::{
    View,
    assessment::{is_untouched, lines_of},
};

/// The most lines of a result that are listed.
const LISTED: usize = 3_000;

/// The part of the screen.
#[component]
pub(super) fn Results() -> impl IntoView {
    let app = use_app();
    move || {
        app.document.read(|document| {
            let view = document.view(app.as_of());
            Some(view! { {list(app, view)}{compared::pair(app, view)}{open(app, view)} })
        })
    }
}

/// The evaluation that a parameter of the address names.
pub(super) fn named(app: App, view: View<'_>, name: &str) -> Option<Id<Evaluation>> {
    let id = app.shell.route.with(|route| route.parsed::<RawId>(name)).map(Id::new)?;
    view.ledger.evaluations.get(id).map(|_| id)
}

/// A yearless number where one is missing.
pub(super) fn shown(number: Option<Decimal>) -> String {
    number.map_or_else(|| "—".to_owned(), |number| number.to_string())
}

/// Whether a result still reads as it did.
fn seal(app: App, is_whole: bool) -> impl IntoView + use<> {
    if is_whole {
        view! { <span class="sign good">{app.t("✓ 未改动", "✓ untouched")}</span> }
    } else {
        view! { <span class="sign red">{app.t("▲ 结果被改动", "▲ changed since")}</span> }
    }
}

fn list(app: App, view: View<'_>) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let here = named(app, view, "result");
    let mut results: Vec<(Id<Evaluation>, &Evaluation)> = view.ledger.evaluations.iter().collect();
    results.sort_by_key(|(id, row)| (std::cmp::Reverse((row.year, row.frozen_on)), *id));
    let choose = move |name: &'static str, id: Id<Evaluation>| {
        move |_| app.replace_route(app.shell.route.get_untracked().with(name, id.raw().to_string()))
    };
    let [from, to] = ["from", "to"].map(|name| named(app, view, name));
    let rows = results.iter().map(|(id, row)| {
        let id = *id;
        let route = app.shell.route.get().with("result", if here == Some(id) { String::new() } else { id.raw().to_string() });
        let axis = row.axis.map(|axis| axis.word().of(lang));
        let days = [row.as_of, row.frozen_on].map(|day| day.map_or_else(|| "—".to_owned(), |day| day.to_string()));
        let [as_of, frozen_on] = days;
        view! {
            <tr class:here=here == Some(id) data-test=format!("result-{}", id.raw())>
                <td><a href=route.hash()>{row.title.clone()}</a></td><td class="num">{shown(row.year)}</td><td>{axis}</td><td>{row.rubric_name.clone()}</td>
                <td>{as_of}</td><td>{frozen_on}</td><td>{row.by.to_string()}</td><td>{seal(app, is_untouched(view, id))}</td>
                <td class="no-print"><label><input type="radio" name="from" data-test="compare-from" prop:checked=from == Some(id) on:change=choose("from", id) />{app.t("前", "from")}</label>" "
                    <label><input type="radio" name="to" data-test="compare-to" prop:checked=to == Some(id) on:change=choose("to", id) />{app.t("后", "to")}</label></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let none = results.is_empty().then(|| view! { <p class="empty">{app.t("还没有定格结果；在「评估表」下方定格。", "Nothing frozen yet; freeze under Scores.")}</p> });
    view! {
        <section class="part" data-test="results">
            <h2>{app.t("定格结果", "Frozen results")}" ("{results.len()}")"</h2>
            <table class="plain">
                <thead><tr><th>{app.t("评估结果", "Result")}</th><th class="num">{app.t("年度", "Year")}</th><th>{app.t("对象", "Of")}</th><th>{app.t("细则", "Rubric")}</th><th>{app.t("统计日", "As of")}</th><th>{app.t("定格日期", "Frozen on")}</th><th>{app.t("定格人", "By")}</th><th>{app.t("校验", "Digest")}</th><th class="no-print">{app.t("比较", "Compare")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {none}
            <p class="note">{app.t("校验值覆盖名称、年度、统计日、细则名称、等级线、定格日期和每一行得分；定格人和说明可能因脱敏替换，不在其内。", "The digest covers title, year, day, rubric, cuts and every line of scores; not the person and the note, which may be masked.")}</p>
        </section>
    }
}

/// One result as it was frozen.
fn open(app: App, view: View<'_>) -> Option<impl IntoView + use<>> {
    let id = named(app, view, "result")?;
    let head = view.ledger.evaluations.get(id)?;
    let mut subjects: BTreeMap<(String, Option<RawId>), Vec<&EvaluationScore>> = BTreeMap::new();
    let mut count = 0;
    for (_, row) in lines_of(view, id) {
        count += 1;
        let record = row.unit.map(|id| id.raw()).or(row.group.map(|id| id.raw()));
        subjects.entry((row.subject.clone(), record)).or_default().push(row);
    }
    let mut blocks: Vec<Vec<&EvaluationScore>> = subjects.into_values().collect();
    for lines in &mut blocks {
        // The total first, then the items in their order.
        lines.sort_by_key(|row| (!row.item.is_empty(), row.order));
    }
    blocks.sort_by_key(|lines| lines.first().map(|row| (row.order.is_none(), row.order)));
    let listing = Listing::of(app, "result-lines", LISTED);
    let rows = blocks.into_iter().flatten().take(listing.most).map(|row| line(app, row)).collect_view();
    let cuts = format!("A ≥ {}，B ≥ {}，C ≥ {}", shown(head.a_from), shown(head.b_from), shown(head.c_from));
    let record = RecordRef::new(Kind::Evaluation, id.raw());
    let (as_of, frozen_on) = (head.as_of.map(|day| day.to_string()), head.frozen_on.map(|day| day.to_string()));
    Some(view! {
        <section class="part" data-test="result">
            <div class="spread"><h2>{head.title.clone()}</h2>{seal(app, is_untouched(view, id))}</div>
            <p class="note">{app.t("统计日 ", "As of ")}{as_of}{app.t("，定格于 ", ", frozen on ")}{frozen_on}{app.t("，定格人 ", ", by ")}{head.by.to_string()}"；"{head.rubric_name.clone()}"（"{cuts}"）。"{head.note.to_string()}" "
                <a href=app.keep_day(format::record_route(record)).hash()>{app.t("记录", "Record")}</a></p>
            <table class="plain">
                <thead><tr><th class="num">{app.t("名次", "Place")}</th><th>{app.t("对象", "Subject")}</th><th>{app.t("评估项目", "Item")}</th><th class="num">{app.t("分值", "Points")}</th><th class="num">{app.t("得分", "Score")}</th><th>{app.t("等级", "Grade")}</th><th>{app.t("依据数值", "Figure")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {listing.more(count)}
            <p class="note small">"SHA-256 "{head.digest.clone()}</p>
        </section>
    })
}

fn line(app: App, row: &EvaluationScore) -> impl IntoView + use<> {
    let is_total = row.item.is_empty();
    let item = if is_total { app.t("总分", "Total").to_owned() } else { row.item.clone() };
    view! {
        <tr class:strong=is_total>
            <td class="num">{is_total.then(|| shown(row.order))}</td><td>{is_total.then(|| row.subject.clone())}</td><td>{item}</td>
            <td class="num">{shown(row.points)}</td><td class="num">{shown(row.score)}</td><td>{row.grade.clone()}</td><td class="muted">{row.figure.clone()}</td>
        </tr>
    }
}
