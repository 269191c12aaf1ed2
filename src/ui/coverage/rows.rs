//! The rows behind the chosen figure, each with its answer, and the way to the record.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    domain::{AnyTable, Choice, Kind, Lang, RecordRef, Word},
    report::{Answer, ColumnLabel, Item, matrix::column_items},
    sheet::names,
    ui::{
        figures,
        listing::Listing,
        scoping::{axis, indicator, scope},
    },
};

/// The most rows that are listed; the rest are counted.
const LISTED: usize = 300;

const ANSWERS: [(&str, Word); 6] = [
    ("", Word::new("全部", "All")),
    ("yes", Word::new("已计入分子", "Yes")),
    ("open", Word::new("未达成", "Open")),
    ("no", Word::new("否", "No")),
    ("missing", Word::new("未填报", "Not filled in")),
    ("excluded", Word::new("不纳入", "Excluded")),
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
        <section class="part" data-test="rows">
            <div class="spread"><h2>{move || app.t("明细", "Rows")}</h2>
                <span class="tabs no-print">{ANSWERS.into_iter().map(|(key, word)| view! {
                    <button data-test=format!("answer-{key}") class:on=move || app.route.with(|route| route.get("answer") == key)
                        on:click=move |_| app.replace_route(app.route.get_untracked().with("answer", key))>{move || word.of(app.lang.get())}</button>
                }).collect_view()}</span>
            </div>
            {move || list(app)}
        </section>
    }
}

/// How many people of an enterprise an item stands for whom no record names, and how many of them count.
fn unnamed(app: App, item: &Item) -> Option<String> {
    let (yes, of) = (item.counted.num, item.count);
    (of > 1).then(|| match (app.lang.get(), item.answer) {
        (Lang::Zh, Answer::Missing) => format!("（{of} 人，未逐人登记）"),
        (Lang::En, Answer::Missing) => format!(" ({of} people, not named)"),
        (Lang::Zh, _) => format!("（{of} 人中 {yes} 人，未逐人登记）"),
        (Lang::En, _) => format!(" ({yes} of {of} people, not named)"),
    })
}

fn list(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.lang.get();
    let route = app.route.get();
    app.book.with(|book| {
        let view = book.as_ref()?.view(app.as_of());
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
            let enterprise = item.enterprise.filter(|_| item.record.kind != Kind::Enterprise).map(|at| {
                let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize));
                names::name_of(view.ledger, record, lang)
            });
            let tier = item.enterprise.map(|at| figures::column_name(view.ledger, ColumnLabel::Tier(view.index.place(at as usize).tier), lang));
            view! {
                <tr>
                    <td><a href=app.keep_day(figures::record_route(item.record)).hash()>{names::name_of(view.ledger, item.record, lang)}</a></td>
                    <td class="muted">{enterprise}</td><td class="muted">{tier}</td><td class=answer.1>{answer.0}{unnamed(app, item)}</td>
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
            <div class="rows-frame"><table class="plain"><tbody>{rows}</tbody></table></div>
            {listing.more(count)}
        })
    })
}
