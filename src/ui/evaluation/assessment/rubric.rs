//! The rubric as data: cuts, items, points and limits, each to be typed into.

use leptos::prelude::*;

use super::{Now, problems, values};
use crate::{
    app::{App, use_app},
    browser::{page, random},
    ui::{detail::field::FieldEditor, format},
};
use ledger::domain::{
    Change, Decimal, Field, Id, Kind, RecordRef, builtins,
    choice::Label,
    records::{Rubric, RubricItem},
};

/// The fields of an item, in their order on screen.
const ITEM_FIELDS: [Field; 11] = [
    RubricItem::order,
    RubricItem::section,
    RubricItem::name,
    RubricItem::reads,
    RubricItem::indicator,
    RubricItem::institution,
    RubricItem::points,
    RubricItem::zero_at,
    RubricItem::full_at,
    RubricItem::per_case,
    RubricItem::basis,
];

const RUBRIC_FIELDS: [Field; 7] =
    [Rubric::name, Rubric::year, Rubric::a_from, Rubric::b_from, Rubric::c_from, Rubric::source, Rubric::note];

/// The editor of the chosen rubric.
#[component]
pub(super) fn RubricEditor(now: Now) -> impl IntoView {
    let app = use_app();
    let rubric = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.rubric)));
    let items = Memo::new(move |_| {
        now.with(|now| now.as_ref().map_or_else(Vec::new, |now| now.rules.iter().map(|rule| rule.item).collect()))
    });
    let wrong =
        move || app.document.read(|document| now.get().and_then(|now| problems(app, document.view(app.as_of()), &now)));
    view! {
        <section class="part rubric" data-test="rubric">
            {move || rubric.get().map(|rubric| head(app, rubric))}
            {wrong}
            <Show when=move || rubric.get().is_some() fallback=move || view! { <button class="primary" data-test="new-rubric" on:click=move |_| create(app)>{move || app.t("新建评估细则", "New rubric")}</button> }>
                <div class="matrix-frame"><table class="plain rubric-items">
                    <thead><tr>{ITEM_FIELDS.into_iter().map(|field| view! { <th>{move || field.meta().word.of(app.shell.lang.get())}</th> }).collect_view()}<th>{move || format::unshown(app.t("操作", "Act"))}</th></tr></thead>
                    <tbody><For each=move || items.get() key=|id| id.raw().0 let:id><ItemRow id /></For></tbody>
                </table></div>
                <button class="no-print" data-test="add-item" on:click=move |_| add(app, rubric.get_untracked(), items.with_untracked(Vec::len))>{move || app.t("＋ 新增项目", "+ Add an item")}</button>
                <p class="note">{move || app.t("指标完成率、有形率、有神率：零分线及以下得 0 分，满分线及以上得满分，其间按比例，第三位小数起舍去。扣分项：每例扣分，最多扣到分值。分值合计（不含扣分和否决）应为 100。", "Rates give in proportion between the two limits, cut off. Deductions take so much a case, at most their points. Points that items give should make 100.")}</p>
            </Show>
        </section>
    }
}

fn head(app: App, rubric: Id<Rubric>) -> impl IntoView + use<> {
    let record = RecordRef::new(Kind::Rubric, rubric.raw());
    let default = (rubric == builtins::DEFAULT_RUBRIC).then(|| view! {
        <p class="sign yellow">{app.t("◆ 默认细则，不是任何机构发布的评估办法", "◆ A default, not the rules of any body")}</p>
    });
    view! {
        <div class="spread"><h2>{app.t("评估细则", "Rubric")}</h2>
            <span class="row no-print">
                <button data-test="copy-rubric" on:click=move |_| copy(app, rubric)>{app.t("复制为本单位细则", "Copy as our own")}</button>
                <button data-test="delete-rubric" on:click=move |_| remove(app, record)>{app.t("删除细则", "Delete")}</button>
            </span>
        </div>
        {default}
        <div class="fields rubric-fields">{RUBRIC_FIELDS.into_iter().map(|field| view! { <FieldEditor record field is_compact=false /> }).collect_view()}</div>
    }
}

/// One item.
#[component]
fn ItemRow(id: Id<RubricItem>) -> impl IntoView {
    let app = use_app();
    let record = RecordRef::new(Kind::RubricItem, id.raw());
    view! {
        <tr>
            {ITEM_FIELDS.into_iter().map(|field| view! { <td><FieldEditor record field is_compact=true /></td> }).collect_view()}
            <td class="no-print"><button class="plain muted" data-test="delete-item" on:click=move |_| remove(app, record)>{move || app.t("删除", "Delete")}</button></td>
        </tr>
    }
}

fn remove(app: App, record: RecordRef) {
    let question = untrack(|| {
        app.t("删除这条记录及其下属记录？可以撤销。", "Delete this record with what belongs to it? It can be undone.")
    });
    let change = app.document.peek(|document| Some(document.ledger.deletion(record)));
    if let Some(change) = change.filter(|_| page::confirm(question)) {
        app.apply(change, Label::Delete);
    }
}

fn add(app: App, rubric: Option<Id<Rubric>>, count: usize) {
    let name = untrack(|| app.t("新项目", "New item")).to_owned();
    let row = RubricItem { rubric, order: Some(Decimal::whole(count as i64 + 1)), name, ..RubricItem::default() };
    let record = RecordRef::new(Kind::RubricItem, random::id());
    app.apply(Change::Create { record, values: values(&row) }, Label::Create);
}

fn create(app: App) {
    let name = untrack(|| app.t("本单位评估细则", "Our rubric")).to_owned();
    let cuts = [85, 70, 60].map(|cut| Some(Decimal::whole(cut)));
    let row = Rubric { name, a_from: cuts[0], b_from: cuts[1], c_from: cuts[2], ..Rubric::default() };
    let record = RecordRef::new(Kind::Rubric, random::id());
    app.apply(Change::Create { record, values: values(&row) }, Label::Create);
}

/// Makes a rubric of the user's own with the same items, as one change.
fn copy(app: App, rubric: Id<Rubric>) {
    let id = random::id();
    let name = untrack(|| app.t("本单位评估细则", "Our rubric")).to_owned();
    let changes = app.document.peek(|document| {
        let ledger = &document.ledger;
        let original = ledger.rubrics.get(rubric)?;
        let source = format!("据「{}」修改", original.name);
        let own = Rubric { name, source, note: ledger::domain::LongText::default(), ..original.clone() };
        let mut changes = vec![Change::Create { record: RecordRef::new(Kind::Rubric, id), values: values(&own) }];
        changes.extend(ledger.rubric_items.iter().filter(|(_, row)| row.rubric == Some(rubric)).map(|(_, row)| {
            let row = RubricItem { rubric: Some(Id::new(id)), ..row.clone() };
            Change::Create { record: RecordRef::new(Kind::RubricItem, random::id()), values: values(&row) }
        }));
        Some(changes)
    });
    if let Some(changes) = changes
        && app.apply(Change::Batch(changes), Label::Create)
    {
        app.replace_route(app.shell.route.get_untracked().with("rubric", id.to_string()));
    }
}
