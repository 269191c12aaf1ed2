//! The details of one record: every field, what belongs to it, and its history.

pub(super) mod beginning;
pub(super) mod field;
mod log;
mod parts;
mod practices;

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    browser::page,
    ui::bringing_back::bring_back,
};
use ledger::domain::{
    CodedEnum, Field, Kind, Ledger, RecordRef, Value,
    choice::{Label, ReformKind},
    records::Task,
};
use table_model::{Column, column::fields, names};

/// The panel beside a grid; there only while the address names an open record.
#[component]
pub fn Detail(
    /// The kind of record that the grid shows.
    kind: Kind,
) -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| {
        let id = app.shell.route.with(|route| route.parsed("open"))?;
        let record = RecordRef::new(kind, id);
        let is_live = app.document.read(|document| {
            let ledger = &document.ledger;
            ledger.of(kind).position(id).map(|_| ledger.is_live(record))
        })?;
        Some((record, is_live))
    });
    // Keyed by the record, so that nothing typed for one is ever shown as another's.
    view! {
        <For each=move || open.get() key=|open| *open let:open>{match open {
            (record, true) => view! { <Panel record /> }.into_any(),
            (record, false) => view! { <Gone record /> }.into_any(),
        }}</For>
    }
}

/// What stands in the place of a record that is deleted: its name, and the way back.
#[component]
fn Gone(record: RecordRef) -> impl IntoView {
    let app = use_app();
    view! {
        <Frame record test="gone">
            <p>{move || app.t("这条记录已被删除，内容仍保留。", "This record is deleted; what it holds is kept.")}" "{move || bring_back(app, record)}</p>
            <log::RecordHistory record />
        </Frame>
    }
}

/// The panel with the name of a record, which the button and Escape close.
#[component]
fn Frame(
    /// The record.
    record: RecordRef,
    /// What tests find the panel by.
    test: &'static str,
    /// What stands below the name.
    children: Children,
) -> impl IntoView {
    let app = use_app();
    let name =
        move || app.document.read(|document| Some(names::name_of(&document.ledger, record, app.shell.lang.get())));
    view! {
        <aside class="detail no-print" data-test=test aria-label=name on:keydown=move |event| {
            if event.key() == "Escape" {
                close(app);
            }
        }>
            <div class="detail-head">
                <h2>{name}</h2>
                <button class="plain" data-test="close-detail" on:click=move |_| close(app)>{move || app.t("关闭", "Close")}</button>
            </div>
            <div class="detail-body">{children()}</div>
        </aside>
    }
}

fn close(app: App) {
    app.replace_route(app.shell.route.get_untracked().with("open", ""));
}

/// The panel of one record.
#[component]
fn Panel(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let remove = move |_| {
        let question = untrack(|| {
            app.t(
                "删除这条记录及其下属记录？可以撤销。",
                "Delete this record with what belongs to it? It can be undone.",
            )
        });
        let change = app.document.peek(|document| Some(document.ledger.deletion(record)));
        if let Some(change) = change.filter(|_| page::confirm(question))
            && app.apply(change, Label::Delete)
        {
            close(app);
        }
    };
    view! {
        <Frame record test="detail">
            <field::DeletionChoice record />
            {(record.kind == Kind::Task).then(|| view! { <log::Standing record /> })}
            <div class="fields">
                {fields(record.kind).filter_map(|column| match column { Column::Field(field) => Some(field), _ => None })
                    .map(|field| view! { <OfKind record field /> }).collect_view()}
            </div>
            <parts::Parts record />
            {matches!(record.kind, Kind::Enterprise | Kind::Task).then(|| view! { <practices::Practices record /> })}
            <log::RecordHistory record />
            {(record.kind != Kind::Profile).then(|| view! { <button class="danger" on:click=remove>{move || app.t("删除这条记录", "Delete this record")}</button> })}
        </Frame>
    }
}

/// The kind of task that a field judges, where it judges one alone.
fn judged_by(field: Field) -> Option<ReformKind> {
    if [Task::goal, Task::goal_value, Task::reached].contains(&field) {
        Some(ReformKind::Functional)
    } else {
        (field == Task::institution).then_some(ReformKind::Institutional)
    }
}

/// Whether a field says something of a task of this kind: what judges the other kind does not, unless it
/// is filled in all the same.
fn is_of_kind(ledger: &Ledger, record: RecordRef, field: Field) -> bool {
    let Some(judged) = judged_by(field) else { return true };
    match ledger.value(record, Task::kind) {
        Value::Choice(kind) => kind == judged.index() || ledger.value(record, field) != Value::Empty,
        _ => true,
    }
}

/// The editor of a field, where the kind of its task has a use for it.
#[component]
fn OfKind(record: RecordRef, field: Field) -> impl IntoView {
    if judged_by(field).is_none() {
        return view! { <field::FieldEditor record field is_compact=false /> }.into_any();
    }
    let app = use_app();
    let is_shown =
        Memo::new(move |_| app.document.read_or_default(|document| is_of_kind(&document.ledger, record, field)));
    view! { <Show when=move || is_shown.get()><field::FieldEditor record field is_compact=false /></Show> }.into_any()
}
