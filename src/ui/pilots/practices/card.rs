//! One card: read as a brief that prints on a page, and filled in beside it.

use leptos::prelude::*;

use super::{editing::Editing, serves, signs, title, whose};
use crate::app::{App, Route, use_app};
use ledger::domain::{Field, Id, RecordRef, records::Practice};
use report::{
    View,
    practices::{self, Line},
};

/// The address of the list that a card was opened from.
pub(super) fn list_of(route: Route) -> Route {
    route.with("practice", "").with("edit", "")
}

/// The card with its tools.
#[component]
pub(super) fn Card(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let is_live = Memo::new(move |_| app.document.read_or_default(|document| document.ledger.is_live(record)));
    let is_editing = Memo::new(move |_| is_live.get() && app.shell.route.with(|route| route.get("edit") == "yes"));
    let edit = move |_| {
        let route = app.shell.route.get_untracked().with("edit", if is_editing.get_untracked() { "" } else { "yes" });
        app.replace_route(route);
    };
    view! {
        <div class="row practice-tools no-print">
            <a class="button" data-test="practice-back" href=move || list_of(app.shell.route.get()).hash()>{move || app.t("返回列表", "Back to the list")}</a>
            <Show when=move || is_live.get()>
                <button data-test="practice-edit" class:on=move || is_editing.get() aria-pressed=move || is_editing.get().to_string() on:click=edit>
                    {move || if is_editing.get() { app.t("填写完毕", "Done") } else { app.t("填写", "Edit") }}
                </button>
            </Show>
        </div>
        <div class="practice-work" class:editing=move || is_editing.get()>
            {move || brief(app, record)}
            <Show when=move || is_editing.get()><Editing record /></Show>
        </div>
    }
}

fn brief(app: App, record: RecordRef) -> Option<impl IntoView + use<>> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let Some(line) = practices::practice(view, Id::new(record.id)) else {
            let gone = app.t(
                "这张样板已删除或不在本台账中。误删的可以撤销。",
                "This practice was deleted or is not in this ledger. A deletion can be undone.",
            );
            return Some(view! { <p class="empty" data-test="practice-gone">{gone}</p> }.into_any());
        };
        Some(article(app, view, &line).into_any())
    })
}

fn article(app: App, view: View<'_>, line: &Line<'_>) -> impl IntoView + use<> {
    let (row, day) = (line.row, view.as_of.to_string());
    let source = row.source.trim().to_owned();
    let source = (!source.is_empty()).then(|| told(app, Practice::source, &source));
    view! {
        <article class="practice-brief" data-test="practice-brief">
            <h2>{title(app, view, line)}</h2>
            <p class="practice-whose">{whose(app, view, line)}</p>
            <p class="practice-signs" data-test="practice-signs">{signs(app, line)}</p>
            {told(app, Practice::what, &row.what)}
            {told(app, Practice::result, &row.result)}
            {told(app, Practice::evidence, &row.evidence)}
            {source}
            {serves::tasks(app, view, line)}
            {serves::indicators(app, view, line)}
            <p class="small muted" data-test="practice-day">{app.t("任务进展和指标数据截至 ", "Tasks and figures as of ")}{day}</p>
        </article>
    }
}

/// A field as paragraphs under its term.
fn told(app: App, field: Field, text: &str) -> impl IntoView + use<> {
    let paragraphs: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let none = paragraphs.is_empty().then(|| view! { <p class="muted">{app.t("（未填）", "(not filled in)")}</p> });
    view! {
        <section class="practice-told" data-test=format!("told-{}", field.meta().key)>
            <h3>{field.meta().word.of(app.shell.lang.get())}</h3>
            {paragraphs.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}
            {none}
        </section>
    }
}
