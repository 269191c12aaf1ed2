//! The rows behind the chosen figure, each with its answer, and the way to the record.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    ui::{
        format,
        listing::Listing,
        scope_picker::{axis, indicator, scope},
    },
};
use ledger::domain::{AnyTable, CodedEnum, Kind, Lang, Phrase, RecordRef};
use report::{
    Answer, ColumnLabel, Item, View,
    indicator::{Proof, proof},
    matrix::column_items,
};
use table_model::names;

/// The most rows that are listed; the rest are counted.
const LISTED: usize = 300;

const ANSWERS: [(&str, Phrase); 6] = [
    ("", Phrase::new("全部", "All")),
    ("yes", Phrase::new("已计入分子", "Yes")),
    ("open", Phrase::new("未达成", "Open")),
    ("no", Phrase::new("否", "No")),
    ("missing", Phrase::new("未填报", "Not filled in")),
    ("excluded", Phrase::new("不纳入", "Excluded")),
];

fn passes(item: &Item, answer: &str) -> bool {
    // Seats that no record names stand together, some in the numerator and some not.
    let has_no =
        item.answer == Answer::No || item.count > 1 && item.counted.num < item.count && item.answer == Answer::Yes;
    match answer {
        "excluded" => item.excluded.is_some(),
        "yes" => item.excluded.is_none() && item.answer == Answer::Yes,
        "no" => item.excluded.is_none() && has_no,
        "missing" => item.excluded.is_none() && item.answer == Answer::Missing,
        "open" => item.excluded.is_none() && (has_no || item.answer == Answer::Missing),
        _ => true,
    }
}

/// The list.
#[component]
pub(super) fn Rows() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part" data-test="rows" data-rows="cell">
            <div class="spread"><h2>{move || app.t("明细", "Rows")}</h2>
                <span class="tabs no-print">{ANSWERS.into_iter().map(|(key, word)| view! {
                    <button data-test=format!("answer-{key}") class:on=move || app.shell.route.with(|route| route.get("answer") == key)
                        on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("answer", key))>{move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
            </div>
            {move || list(app)}
        </section>
    }
}

fn head(app: App) -> impl IntoView + use<> {
    let heads = [
        app.t("名称", "Name"),
        app.t("所属", "Belongs to"),
        app.t("层级", "Tier"),
        app.t("结果", "Answer"),
        app.t("日期", "Day"),
        app.t("文号或依据", "Paper"),
    ];
    view! { <thead><tr>{heads.map(|head| view! { <th>{head}</th> }).into_iter().collect_view()}</tr></thead> }
}

/// Whose an item is: its enterprise where it is none itself, and the group; then the tier.
fn whose(view: View<'_>, item: &Item, lang: Lang) -> impl IntoView + use<> {
    let name = |at: u32| {
        let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize));
        names::name_of(view.ledger, record, lang)
    };
    let place = item.enterprise.map(|at| view.index.place(at as usize));
    let own = item.enterprise.filter(|_| item.record.kind != Kind::Enterprise);
    let group = place.map(|place| place.root).filter(|root| own.or(item.enterprise) != Some(*root));
    let names: Vec<String> = own.into_iter().chain(group).map(name).collect();
    let tier = place.map(|place| format::column_name(view.ledger, ColumnLabel::Tier(place.tier), lang));
    view! { <td class="muted">{names.join(" · ")}</td><td class="muted nowrap">{tier}</td> }
}

/// How many people of an enterprise an item stands for whom no record names, and how many of them count.
fn unnamed(app: App, item: &Item) -> Option<String> {
    let (yes, of) = (item.counted.num, item.count);
    (of > 1).then(|| match (app.shell.lang.get(), item.answer) {
        (Lang::Zh, Answer::Missing) => format!("（{of} 人，未逐人登记）"),
        (Lang::En, Answer::Missing) => format!(" ({of} people, not named)"),
        (Lang::Zh, _) => format!("（{of} 人中 {yes} 人，未逐人登记）"),
        (Lang::En, _) => format!(" ({yes} of {of} people, not named)"),
    })
}

fn list(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let id = indicator(view, &route)?;
        let axis = axis(&route);
        let label = ColumnLabel::of_token(axis, route.get("cell")).unwrap_or(ColumnLabel::Total);
        let mut items = column_items(view, id, &scope(&route), axis, label);
        items.retain(|item| passes(item, route.get("answer")));
        let listing = Listing::of(app, "coverage-rows", LISTED);
        let rows = items.iter().take(listing.most).map(|item| {
            let answer = match (item.excluded, item.answer) {
                (Some(reason), _) => (reason.word().of(lang), "muted"),
                (None, Answer::Yes) => (app.t("✓ 是", "✓ yes"), ""),
                (None, Answer::No) => (app.t("✕ 否", "✕ no"), ""),
                (None, Answer::Missing) => (app.t("？未填报", "? not filled in"), "muted"),
            };
            let Proof { on, paper } = proof(view, id, item);
            let title = paper.clone();
            view! {
                <tr>
                    <td><a href=app.keep_day(format::record_route(item.record)).hash()>{names::name_of(view.ledger, item.record, lang)}</a></td>
                    {whose(view, item, lang)}<td class=answer.1>{answer.0}{unnamed(app, item)}</td>
                    <td class="muted nowrap">{on.map(|on| on.to_string())}</td><td class="muted source" title=title>{paper}</td>
                </tr>
            }
        });
        let rows = rows.collect_view();
        let (count, stands_for) = (items.len(), items.iter().map(|item| item.count).sum::<i64>());
        let people = (stands_for > count as i64).then(|| match lang {
            Lang::Zh => format!("，共 {stands_for} 人"),
            Lang::En => format!(", {stands_for} people"),
        });
        Some(view! {
            <p class="muted num rows-count" data-test="rows-count">{count}" "{app.t("条", "rows")}{people}</p>
            <div class="rows-frame"><table class="plain" class:none=items.is_empty()>{head(app)}<tbody>{rows}</tbody></table></div>
            {listing.more(count)}
        })
    })
}
