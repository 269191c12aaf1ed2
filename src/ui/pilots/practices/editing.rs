//! What a card says and serves, to be filled in.

use leptos::prelude::*;

use super::card::list_of;
use crate::{
    app::{App, use_app},
    browser::{page, random},
    ui::detail::field::{DeletionChoice, FieldEditor},
};
use ledger::domain::{Field, FieldType, Id, Kind, RecordRef, Value, choice::Label, records::Practice};
use report::practices::{self, Served, linking, unlinking};
use table_model::{names, text};

const FIELDS: [Field; 8] = [
    Practice::title,
    Practice::enterprise,
    Practice::programme,
    Practice::described_on,
    Practice::what,
    Practice::result,
    Practice::evidence,
    Practice::source,
];

/// The fields, the links, and the way to delete the card.
#[component]
pub(super) fn Editing(record: RecordRef) -> impl IntoView {
    let app = use_app();
    view! {
        <aside class="practice-edit no-print" data-test="practice-editing" aria-label=move || app.t("填写样板", "Fill in the practice")>
            <DeletionChoice record />
            <div class="fields">{FIELDS.into_iter().map(|field| view! { <FieldEditor record field is_compact=false /> }).collect_view()}</div>
            <Links practice=record kind=Kind::Task />
            <Links practice=record kind=Kind::Indicator />
            <button class="danger" data-test="delete-practice" on:click=move |_| delete(app, record)>{move || app.t("删除这张样板", "Delete this practice")}</button>
        </aside>
    }
}

fn delete(app: App, record: RecordRef) {
    let question =
        untrack(|| app.t("删除这张样板及其关联？可以撤销。", "Delete this practice with its links? It can be undone."));
    let change = app.document.peek(|document| Some(document.ledger.deletion(record)));
    if let Some(change) = change.filter(|_| page::confirm(question))
        && app.apply(change, Label::Delete)
    {
        app.replace_route(list_of(app.shell.route.get_untracked()));
    }
}

/// What the card serves of one kind, with its name.
fn served(app: App, practice: RecordRef, kind: Kind) -> Vec<(Served, String)> {
    app.document.read_or_default(|document| {
        let Some(line) = practices::practice(document.view(app.as_of()), Id::new(practice.id)) else {
            return Vec::new();
        };
        let own: Vec<Served> = match kind {
            Kind::Task => line.tasks.iter().map(|at| Served::Task(document.ledger.tasks.typed_id(*at))).collect(),
            _ => line.indicators.iter().copied().map(Served::Indicator).collect(),
        };
        own.into_iter().map(|own| (own, names::name_of(&document.ledger, own.record(), app.shell.lang.get()))).collect()
    })
}

/// The links to tasks or to indicators: listed, taken away, and added by name or number.
#[component]
fn Links(practice: RecordRef, kind: Kind) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let own = Memo::new(move |_| served(app, practice, kind));
    let offers = move || {
        app.document
            .read_or_default(|document| names::offered(&document.ledger, kind, &typed.get(), app.shell.lang.get(), 30))
    };
    let title = move || {
        if kind == Kind::Task { app.t("关联任务", "Tasks") } else { app.t("关联指标", "Indicators") }
    };
    let hint = move || {
        if kind == Kind::Task {
            app.t("任务编号或名称", "Number or name of a task")
        } else {
            app.t("指标代码或名称", "Code or name of an indicator")
        }
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if link(app, practice, kind, &typed.get_untracked()) {
            typed.set(String::new());
        }
    };
    let list = format!("offers-{}", kind.table_name());
    view! {
        <section class="parts" data-test=format!("links-{}", kind.table_name())>
            <h3>{title}</h3>
            <ul>{move || own.get().into_iter().map(|(served, name)| view! {
                <li class="part-row spread"><span>{name}</span>
                    <button class="plain muted" data-test="remove-link" on:click=move |_| remove(app, practice, served)>{app.t("移除", "Remove")}</button></li>
            }).collect_view()}</ul>
            <form class="row practice-link" on:submit=add>
                <input class="grow" list=list.clone() autocomplete="off" data-test=format!("link-{}", kind.table_name()) aria-label=hint placeholder=hint
                    prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event)) />
                <datalist id=list>{move || offers().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
                <button data-test=format!("add-link-{}", kind.table_name())>{move || app.t("关联", "Link")}</button>
            </form>
        </section>
    }
}

/// Links the card to what a text names; tells why where it cannot.
fn link(app: App, practice: RecordRef, kind: Kind, typed: &str) -> bool {
    let day = untrack(|| app.as_of());
    let id = Id::new(practice.id);
    let found = app.document.peek(|document| {
        let named = text::parse(typed, FieldType::Ref(kind), &document.ledger).map(|value| match value {
            Value::Ref(id) => Served::of(RecordRef::new(kind, id)),
            _ => None,
        });
        let view = document.view(day);
        let line = practices::practice(view, id)?;
        Some(named.map(|served| served.map(|served| (served, line.serves(view, served)))))
    });
    match found {
        None => false,
        Some(Err(error)) => {
            app.notify_error(error.sentence(app.shell.lang.get_untracked()));
            false
        }
        Some(Ok(None)) => {
            app.notify_error(untrack(|| {
                app.t("请先填写要关联的名称或编号。", "Say first what to link, by name or number.")
            }));
            false
        }
        Some(Ok(Some((_, true)))) => {
            app.notify(untrack(|| app.t("已经关联，不重复登记。", "It is linked already.")));
            true
        }
        Some(Ok(Some((served, false)))) => {
            let record = RecordRef::new(Kind::PracticeLink, random::id());
            app.apply(linking(record, id, served), Label::Create)
        }
    }
}

fn remove(app: App, practice: RecordRef, served: Served) {
    let change = app.document.peek(|document| Some(unlinking(&document.ledger, Id::new(practice.id), served)));
    if let Some(change) = change {
        app.apply(change, Label::Delete);
    }
}
