//! One field of one record, to be read and typed into.

use leptos::prelude::*;

use crate::app::{App, use_app};
use ledger::domain::{Change, DELETION, Field, FieldType, RecordRef, Value, choice::Label};
use table_model::text;

/// The text of a field.
fn shown(app: App, record: RecordRef, field: Field) -> String {
    app.document.read_or_default(|document| {
        text::show(
            &document.ledger.value(record, field),
            field.meta().field_type,
            &document.ledger,
            app.shell.lang.get(),
        )
    })
}

/// Takes a typed text; tells whether it was taken.
fn take(app: App, record: RecordRef, field: Field, typed: &str) -> bool {
    let parsed = app.document.peek(|document| {
        Some({
            let value = text::parse(typed, field.meta().field_type, &document.ledger);
            value.map(|value| (value != document.ledger.value(record, field)).then_some(value))
        })
    });
    match parsed {
        Some(Ok(Some(value))) => app.apply(Change::Set { record, field, value }, Label::Edit),
        Some(Err(error)) => {
            app.notify_error(error.sentence(app.shell.lang.get_untracked()));
            false
        }
        _ => true,
    }
}

/// The editor of one field. One that refuses what was typed shows what the record still has.
#[component]
pub(in crate::ui) fn FieldEditor(
    /// The record.
    record: RecordRef,
    /// The field.
    field: Field,
    /// Whether the label is left to a table's heading.
    is_compact: bool,
) -> impl IntoView {
    let app = use_app();
    let meta = field.meta();
    let value = Memo::new(move |_| shown(app, record, field));
    // Counts refusals, so that the input is drawn anew with the value that stands.
    let refused = RwSignal::new(0);
    let set = move |typed: String| {
        if !take(app, record, field, &typed) {
            refused.update(|n| *n += 1);
        }
    };
    let current = move || {
        refused.track();
        value.get()
    };
    let test = format!("field-{}", meta.key);
    let label = move || meta.word.of(app.shell.lang.get());
    let list = format!("list-{}-{}", record.id, meta.key);
    let input = match meta.field_type {
        FieldType::LongText if !is_compact => view! {
            <textarea rows="2" data-commits="" data-test=test aria-label=label prop:value=current on:change=move |event| set(event_target_value(&event))></textarea>
        }
        .into_any(),
        FieldType::Choice(_) | FieldType::YesNo => {
            let options = move || app.document.read_or_default(|document| text::offers(meta.field_type, &document.ledger, "", app.shell.lang.get(), 50));
            view! {
                <select data-test=test aria-label=label on:change=move |event| set(event_target_value(&event))>
                    {move || {
                        let here = current();
                        let none = here.is_empty();
                        std::iter::once(view! { <option value="" selected=none>""</option> }.into_any())
                            .chain(options().into_iter().map(move |word| { let on = word == here; view! { <option value=word.clone() selected=on>{word.clone()}</option> }.into_any() }))
                            .collect_view()
                    }}
                </select>
            }
            .into_any()
        }
        FieldType::Ref(_) | FieldType::Region => view! { <Offered test list=list label=Signal::derive(label) current=Signal::derive(current) field_type=meta.field_type set=Callback::new(set) /> }.into_any(),
        _ => view! { <input data-commits="" data-test=test aria-label=label prop:value=current on:change=move |event| set(event_target_value(&event)) /> }.into_any(),
    };
    view! {
        <div class="field" class:compact=is_compact>
            {(!is_compact).then(|| view! { <span class="field-name">{label}</span> })}
            {input}
            <Others record field />
        </div>
    }
}

/// An input that offers names while one types.
#[component]
fn Offered(
    test: String,
    list: String,
    label: Signal<&'static str>,
    current: Signal<String>,
    field_type: FieldType,
    set: Callback<String>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(None::<String>);
    let offers = move || {
        let Some(typed) = typed.get() else { return Vec::new() };
        app.document
            .read_or_default(|document| text::offers(field_type, &document.ledger, &typed, app.shell.lang.get(), 30))
    };
    view! {
        <input data-commits="" data-test=test list=list.clone() aria-label=label prop:value=move || current.get() autocomplete="off"
            on:focus=move |_| typed.set(Some(String::new())) on:input=move |event| typed.set(Some(event_target_value(&event)))
            on:change=move |event| set.run(event_target_value(&event)) on:blur=move |_| typed.set(None) />
        <datalist id=list>{move || offers().into_iter().map(|name| view! { <option value=name></option> }).collect_view()}</datalist>
    }
}

/// The values that stand in conflict with the one shown; choosing one ends the conflict.
#[component]
fn Others(record: RecordRef, field: Field) -> impl IntoView {
    let app = use_app();
    let others = move || {
        app.document.read_or_default(|document| -> Vec<(Value, String)> {
            let table = document.ledger.of(record.kind);
            let stamp = table
                .position(record.id)
                .and_then(|at| table.meta(at))
                .and_then(|meta| meta.stamps.fields.get(&field.index));
            let own = document.ledger.value(record, field);
            let mut values = vec![&own];
            for (other, _) in stamp.into_iter().flat_map(|stamp| &stamp.others) {
                if !values.contains(&other) {
                    values.push(other);
                }
            }
            if values.len() == 1 {
                return Vec::new();
            }
            values
                .into_iter()
                .map(|value| {
                    (value.clone(), text::show(value, field.meta().field_type, &document.ledger, app.shell.lang.get()))
                })
                .collect()
        })
    };
    move || {
        let others = others();
        (!others.is_empty()).then(|| view! {
            <div class="conflict-choice sign red">{app.t("▲ 有多个值，请选定：", "▲ Several values; choose one: ")}
                {others.into_iter().map(|(value, name)| view! {
                    <button data-test="choose-value" on:click=move |_| { app.apply(Change::Set { record, field, value: value.clone() }, Label::Choose); }>{name}</button>
                }).collect_view()}
            </div>
        })
    }
}

/// Whether the record was deleted by one and edited by another; choosing ends the conflict.
#[component]
pub(in crate::ui) fn DeletionChoice(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let open = move || {
        app.document.read(|document| {
            let table = document.ledger.of(record.kind);
            let meta = table.position(record.id).and_then(|at| table.meta(at))?;
            let stamp = meta.stamps.fields.get(&DELETION)?;
            stamp.others.iter().any(|(deleted, _)| *deleted == Value::YesNo(true)).then_some(())
        })
    };
    let choose = move |keep: bool| {
        let change = app.document.peek(|document| {
            let ledger = &document.ledger;
            Some(if keep { ledger.restoration(record) } else { ledger.deletion(record) })
        });
        if let Some(change) = change {
            app.apply(change, Label::Choose);
        }
    };
    move || {
        open().map(|()| view! {
            <p class="conflict-choice sign red" data-test="deletion-choice">{app.t("▲ 有人删除、有人修改了这条记录，请选定：", "▲ Deleted by one, edited by another; choose: ")}
                <button data-test="keep-record" on:click=move |_| choose(true)>{app.t("保留", "Keep")}</button>
                <button data-test="delete-record" on:click=move |_| choose(false)>{app.t("删除", "Delete")}</button>
            </p>
        })
    }
}
