//! The button that begins a record. Where there is one for a key, the key is asked for first, so that
//! whoever begins it elsewhere begins the same one.

use leptos::prelude::*;

use crate::app::{App, use_app};
use ledger::domain::{Field, Kind, RecordRef, Value, choice::Label, natural_key::natural_fields};
use table_model::text;

/// How many names an input offers.
const OFFERED: usize = 30;

/// The button, and the inputs for what is not known of the key.
#[component]
pub(in crate::ui) fn NewRecord(
    /// The kind of record.
    kind: Kind,
    /// What it begins with.
    known: Vec<(Field, Value)>,
    /// The name for tests.
    test: String,
    /// The class of the button.
    class: &'static str,
    /// What the button says.
    #[prop(into)]
    word: Signal<&'static str>,
    /// Goes on with the record.
    #[prop(into)]
    done: Callback<RecordRef>,
) -> impl IntoView {
    let app = use_app();
    let asked: Vec<Field> = natural_fields(kind).filter(|field| !known.iter().any(|(own, _)| own == field)).collect();
    let (asked, known) = (StoredValue::new(asked), StoredValue::new(known));
    // The texts typed so far, while the form is open.
    let form = RwSignal::new(None::<Vec<String>>);
    let begin = move |texts: &[String]| {
        let parsed = asked.with_value(|asked| values(app, asked, texts));
        let Some(parsed) = parsed else { return };
        let all = known.get_value().into_iter().chain(parsed).collect();
        if let Some(record) = app.begin_record(kind, all, Label::Create) {
            form.set(None);
            done.run(record);
        }
    };
    let click = move |_| {
        if asked.with_value(Vec::is_empty) {
            begin(&[]);
        } else {
            form.update(|form| *form = form.is_none().then(|| vec![String::new(); asked.with_value(Vec::len)]));
        }
    };
    let is_open = Memo::new(move |_| form.with(Option::is_some));
    let inputs = move || {
        let fields = asked.get_value().into_iter().enumerate();
        fields.map(|(at, field)| view! { <KeyInput field at form /> }).collect_view()
    };
    view! {
        <button class=class data-test=test aria-expanded=move || is_open.get().to_string() on:click=click>{word}</button>
        <Show when=move || is_open.get()>
            <form class="row key-form no-print" data-test="key-form" on:submit=move |event| {
                event.prevent_default();
                begin(&form.get_untracked().unwrap_or_default());
            }>
                {inputs}
                <button type="submit" class="primary" data-test="key-done">{move || app.t("确定", "OK")}</button>
                <button type="button" class="plain" on:click=move |_| form.set(None)>{move || app.t("取消", "Cancel")}</button>
            </form>
        </Show>
    }
}

/// The values of what was typed; `None` where something was not understood, which is told.
fn values(app: App, asked: &[Field], texts: &[String]) -> Option<Vec<(Field, Value)>> {
    let parsed = app.document.peek(|document| {
        let ledger = &document.ledger;
        let parse = |(field, typed): (&Field, &String)| {
            text::parse(typed, field.meta().field_type, ledger).map(|value| (*field, value))
        };
        Some(asked.iter().zip(texts).map(parse).collect::<Result<Vec<_>, _>>())
    })?;
    match parsed {
        Ok(values) => Some(values.into_iter().filter(|(_, value)| *value != Value::Empty).collect()),
        Err(error) => {
            app.notify_error(error.sentence(app.shell.lang.get_untracked()));
            None
        }
    }
}

/// One field of the key.
#[component]
fn KeyInput(field: Field, at: usize, form: RwSignal<Option<Vec<String>>>) -> impl IntoView {
    let app = use_app();
    let meta = field.meta();
    let list = format!("key-list-{}-{}", field.kind.table_name(), meta.key);
    let offers = move || {
        let typed = form.with(|form| form.as_ref().and_then(|texts| texts.get(at).cloned())).unwrap_or_default();
        let named = app.document.read(|document| {
            let ledger = &document.ledger;
            Some(text::offers(meta.field_type, ledger, &typed, app.shell.lang.get(), OFFERED))
        });
        named.unwrap_or_default().into_iter().map(|name| view! { <option value=name></option> }).collect_view()
    };
    let note = move |event| {
        form.update(|form| {
            if let Some(own) = form.as_mut().and_then(|texts| texts.get_mut(at)) {
                *own = event_target_value(&event);
            }
        });
    };
    view! {
        <label>
            {move || meta.word.of(app.shell.lang.get())}" "
            <input data-test=format!("key-{}", meta.key) list=list.clone() autocomplete="off" on:input=note />
        </label>
        <datalist id=list>{offers}</datalist>
    }
}
