//! Freezes an assessment as a dated result.

use leptos::prelude::*;

use super::{Now, values};
use crate::{
    app::{App, Draft, use_app},
    browser::{clock, random},
};
use ledger::domain::{Change, Id, Kind, RecordRef, choice::Label, records::EvaluationScore};
use report::assessment::{Header, frozen};

/// The form.
#[component]
pub(super) fn Freeze(now: Now) -> impl IntoView {
    let app = use_app();
    let draft = app.draft("freeze", "");
    let part = move |part: &'static str| move || draft.get(part);
    let fill = move |part: &'static str| move |event| draft.set(part, event_target_value(&event));
    let by = RwSignal::new(app.shell.author.get_untracked());
    let offered =
        move || now.with(|now| now.as_ref().map_or_else(String::new, |now| format!("{}年度改革评估结果", now.year)));
    view! {
        <section class="part no-print" data-test="freeze">
            <h2>{move || app.t("定格", "Freeze")}</h2>
            <div class="row">
                <input class="wide" data-test="freeze-title" placeholder=offered aria-label=move || app.t("结果名称", "Title") prop:value=part("title") on:input=fill("title") />
                <input class="wide" data-test="freeze-note" placeholder=move || app.t("说明", "Note") aria-label=move || app.t("说明", "Note") prop:value=part("note") on:input=fill("note") />
                <input class="person" data-test="freeze-by" maxlength="40" placeholder=move || app.t("定格人（必填）", "By (required)") aria-label=move || app.t("定格人", "By") prop:value=move || by.get() on:input=move |event| by.set(event_target_value(&event)) />
                <button class="primary" data-test="freeze-now" on:click=move |_| freeze(app, now, draft, by)>{move || app.t("定格为结果", "Freeze as a result")}</button>
            </div>
            <p class="note">{move || app.t("定格后，台账再有修改，结果不变，可一步撤销。", "Later edits of the ledger don't change a frozen result. Freezing can be undone in one step.")}</p>
        </section>
    }
}

fn freeze(app: App, now: Now, draft: Draft, by: RwSignal<String>) {
    let told = |zh, en| app.notify_error(untrack(|| app.t(zh, en)));
    let by = by.get_untracked().trim().to_owned();
    if by.is_empty() {
        return told("请先填写定格人。", "Say first who freezes the result.");
    }
    let Some(assessed) = now.get_untracked().filter(|assessed| !assessed.subjects.is_empty()) else {
        return told("没有可定格的对象。", "There is nobody to freeze.");
    };
    let part = |part| untrack(|| draft.get(part)).trim().to_owned();
    let typed = part("title");
    let named = if typed.is_empty() { format!("{}年度改革评估结果", assessed.year) } else { typed };
    let header = Header { title: named, by, on: clock::today(), note: part("note") };
    let day = untrack(|| app.as_of());
    let result = app.document.peek(|document| Some(frozen(document.view(day), &assessed, header)));
    let Some(result) = result else { return };
    let id = random::id();
    let head = RecordRef::new(Kind::Evaluation, id);
    let mut changes = vec![Change::Create { record: head, values: values(&result.evaluation) }];
    changes.extend(result.scores.into_iter().map(|score| {
        let row = EvaluationScore { evaluation: Some(Id::new(id)), ..score };
        Change::Create { record: RecordRef::new(Kind::EvaluationScore, random::id()), values: values(&row) }
    }));
    if app.apply(Change::Batch(changes), Label::Create) {
        draft.clear();
        app.replace_route(app.shell.route.get_untracked().with("part", "results").with("result", id.to_string()));
    }
}
