//! The practices of an enterprise, or those that serve a task, each leading to its card.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    ui::{format, pilots::new_practice},
};
use ledger::domain::{Kind, RawId, RecordRef, Value, records::Practice};
use report::practices::{Served, about};
use table_model::names;

fn listed(app: App, record: RecordRef) -> Vec<(RawId, String)> {
    app.document.read_or_default(|document| {
        let named = |id| names::name_of(&document.ledger, RecordRef::new(Kind::Practice, id), app.shell.lang.get());
        let lines = about(document.view(app.as_of()), record);
        lines.iter().map(|line| line.practice.raw()).map(|id| (id, named(id))).collect()
    })
}

/// The list, with a way to begin a new one.
#[component]
pub(super) fn Practices(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let list = Memo::new(move |_| listed(app, record));
    let add = move |_| match record.kind {
        Kind::Enterprise => new_practice(app, vec![(Practice::enterprise, Value::Ref(record.id))], None),
        _ => new_practice(app, Vec::new(), Served::of(record)),
    };
    view! {
        <section class="parts" data-test="practices-of">
            <div class="spread">
                <h3>{move || app.t("样板", "Practices")}" "<span class="muted">{move || list.with(Vec::len)}</span></h3>
                <button class="plain" data-test="add-practice" on:click=add>{move || app.t("＋ 新增", "+ Add")}</button>
            </div>
            <ul class="small">{move || list.get().into_iter().map(|(id, name)| view! {
                <li class="part-row"><a href=app.keep_day(format::practice_route(id)).hash()>{name}</a></li>
            }).collect_view()}</ul>
        </section>
    }
}
