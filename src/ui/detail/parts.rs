//! What belongs to a record: the adoptions and contracts of an enterprise, the log of a task.

use leptos::prelude::*;

use super::{beginning::NewRecord, field::FieldEditor};
use crate::app::{App, use_app};
use ledger::domain::{Change, Field, FieldType, Kind, RecordRef, Value, choice::Label, records::Progress};

/// The lists of what belongs to a record, kind by kind.
#[component]
pub(super) fn Parts(record: RecordRef) -> impl IntoView {
    Kind::ALL
        .iter()
        .filter_map(|kind| kind.owning_field(record.kind).map(|field| (*kind, field)))
        // What an institution or a programme has in hundreds is a table of its own.
        .filter(|_| !matches!(record.kind, Kind::Institution | Kind::Programme))
        // Practices have cards, and are listed as links to them.
        .filter(|(kind, _)| {
            !matches!((record.kind, kind), (Kind::Enterprise, Kind::Practice) | (Kind::Task, Kind::PracticeLink))
        })
        .map(|(kind, owner)| view! { <Part record kind owner /> })
        .collect_view()
}

fn members(app: App, record: RecordRef, kind: Kind, owner: Field) -> Vec<RecordRef> {
    app.document.read_or_default(|document| {
        let table = document.ledger.of(kind);
        (0..table.len())
            .filter(|at| table.is_live(*at) && table.value(*at, owner.index) == Value::Ref(record.id))
            .map(|at| RecordRef::new(kind, table.id_at(at)))
            .collect()
    })
}

/// One list.
#[component]
fn Part(record: RecordRef, kind: Kind, owner: Field) -> impl IntoView {
    let app = use_app();
    let list = Memo::new(move |_| members(app, record, kind, owner));
    let mut known = vec![(owner, Value::Ref(record.id))];
    if kind == Kind::Progress {
        known.push((Progress::date, Value::Date(untrack(|| app.as_of()))));
    }
    let word = Signal::derive(move || app.t("＋ 新增", "+ Add"));
    view! {
        <section class="parts">
            <div class="spread">
                <h3>{move || kind.word().of(app.shell.lang.get())}" "<span class="muted">{move || list.with(Vec::len)}</span></h3>
                <NewRecord kind known test=format!("add-{}", kind.table_name()) class="plain" word done=|_: RecordRef| () />
            </div>
            <For each=move || list.get() key=|own| own.id let:own><PartRow own owner /></For>
        </section>
    }
}

/// One record that belongs to another, its filled-in fields first in sight.
#[component]
fn PartRow(own: RecordRef, owner: Field) -> impl IntoView {
    let app = use_app();
    let is_open = RwSignal::new(false);
    let summary = move || {
        app.document.read_or_default(|document| {
            let lang = app.shell.lang.get();
            let shown = (0..own.kind.fields().len() as u8)
                .map(|index| Field { kind: own.kind, index })
                .filter(|field| *field != owner);
            let filled: Vec<String> = shown
                .filter_map(|field| {
                    let text = table_model::text::show(
                        &document.ledger.value(own, field),
                        field.meta().field_type,
                        &document.ledger,
                        lang,
                    );
                    let named =
                        matches!(field.meta().field_type, FieldType::Stage | FieldType::YesNo | FieldType::Number);
                    (!text.is_empty())
                        .then(|| if named { format!("{} {text}", field.meta().word.of(lang)) } else { text })
                })
                .take(6)
                .collect();
            if filled.is_empty() {
                app.t("（空，点开填写）", "(empty)").to_owned()
            } else {
                filled.join(" · ")
            }
        })
    };
    view! {
        <div class="part-row">
            <div class="spread">
                <button class="plain part-summary" aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|open| *open = !*open)>
                    {move || if is_open.get() { "▾ " } else { "▸ " }}{summary}
                </button>
                <button class="plain muted" on:click=move |_| { app.apply(Change::Delete { record: own }, Label::Delete); }>{move || app.t("删除", "Delete")}</button>
            </div>
            <Show when=move || is_open.get()>
                <div class="fields">
                    {(0..own.kind.fields().len() as u8).map(|index| Field { kind: own.kind, index }).filter(|field| *field != owner)
                        .map(|field| view! { <FieldEditor record=own field is_compact=false /> }).collect_view()}
                </div>
            </Show>
        </div>
    }
}
