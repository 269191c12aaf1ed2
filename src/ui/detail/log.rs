//! Where a task stands and how to log progress; and the history of any record.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    browser::random,
    ui::{bringing_back::take_back, data::said, format, listing::Listing},
};
use ledger::domain::{
    Change, CodedEnum, Decimal, Kind, RecordRef, StepDigest, Value,
    choice::{Label, TaskStatus},
    records::Progress,
    to_the_minute,
};
use report::{
    Scope,
    task::{TaskLine, tasks},
};

fn line(app: App, record: RecordRef) -> Option<TaskLine> {
    app.document.read(|document| {
        let lines = tasks(document.view(app.as_of()), &Scope::default());
        lines.into_iter().find(|line| line.task.raw() == record.id)
    })
}

/// Where a task stands, why it warns and why it ranks where it does; and a form to log progress.
#[component]
pub(super) fn Standing(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let line = Memo::new(move |_| line(app, record));
    let standing = move || {
        let lang = app.shell.lang.get();
        line.get().map(|line| {
            let status = line.standing.status.map(|status| status.word().of(lang));
            let percent = line.standing.percent.map(|percent| format!(" {percent}%"));
            let warning = line.warning.map(|warning| {
                view! { {format::warning_sign(warning.colour, warning.colour.word().of(lang).to_owned())}" "<span class="muted">{warning.reason.sentence(lang)}</span> }
            });
            let unreported = app.document.read(|document| line.unreported(document.view(app.as_of()), lang));
            let parts: Vec<String> = line.priority.parts.iter().map(|part| part.sentence(lang)).collect();
            let first = line.priority.key.then(|| app.t("重点难点，排在前面；", "key task, comes first; "));
            view! {
                <p data-test="standing"><strong>{unreported}{status}{percent}</strong>" "{warning}</p>
                <p class="muted small">{app.t("排序依据：", "Rank: ")}{first}{app.t("得分 ", "score ")}{line.priority.score}{(!parts.is_empty()).then(|| format!("（{}）", parts.join("；")))}</p>
            }
        })
    };
    view! { <section class="standing">{standing}<LogForm record /></section> }
}

/// Logs progress on the as-of date, as one entry and one change.
#[component]
fn LogForm(record: RecordRef) -> impl IntoView {
    let app = use_app();
    // Half-filled, it stays with its task, whatever is opened meanwhile.
    let draft = app.draft("log", record.id);
    let log = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (status, percent, words) = untrack(|| (draft.get("status"), draft.get("percent"), draft.get("words")));
        if log_entry(app, record, &status, percent.trim(), words.trim()) {
            draft.clear();
        }
    };
    view! {
        <form class="row log-form" on:submit=log>
            <select data-test="log-status" aria-label=move || app.t("状态", "Status") prop:value=move || draft.get("status")
                on:change=move |event| draft.set("status", event_target_value(&event))>
                <option value="">{move || app.t("状态不变", "same status")}</option>
                {TaskStatus::ALL.iter().map(|status| view! { <option value=status.key()>{move || status.word().of(app.shell.lang.get())}</option> }).collect_view()}
            </select>
            <input class="narrow" data-test="log-percent" inputmode="decimal" placeholder="%" aria-label=move || app.t("进度%", "Percent")
                prop:value=move || draft.get("percent") on:input=move |event| draft.set("percent", event_target_value(&event)) />
            <input class="grow" data-test="log-words" placeholder=move || app.t("进展情况", "What happened")
                prop:value=move || draft.get("words") on:input=move |event| draft.set("words", event_target_value(&event)) />
            <button class="primary" data-test="log">{move || app.t("登记进展", "Log")}</button>
        </form>
        <Show when=move || !draft.is_empty()><p class="small muted" data-test="log-draft">{move || app.t("草稿，尚未登记；打开别的任务时留在这里。", "A draft, not logged yet; it stays with this task.")}</p></Show>
    }
}

fn log_entry(app: App, record: RecordRef, status: &str, percent: &str, words: &str) -> bool {
    let status = TaskStatus::ALL.iter().find(|known| known.key() == status);
    let number = percent.trim_end_matches('%').parse::<Decimal>();
    if !percent.is_empty() && number.is_err() {
        app.notify_error(untrack(|| app.t("进度请填 0 到 100 的数字。", "Percent is a number from 0 to 100.")));
        return false;
    }
    if status.is_none() && percent.is_empty() && words.is_empty() {
        app.notify_error(untrack(|| {
            app.t("请至少填写状态、进度或进展情况之一。", "Fill in a status, a percent or a text.")
        }));
        return false;
    }
    let day = untrack(|| app.as_of());
    let order = app.document.peek_or_default(|document| {
        document
            .ledger
            .progress
            .iter()
            .filter(|(_, row)| row.date == Some(day) && row.task.is_some_and(|id| id.raw() == record.id))
            .count()
    });
    let mut values = vec![
        (Progress::task, Value::Ref(record.id)),
        (Progress::date, Value::Date(day)),
        (Progress::order, Value::Number(Decimal::whole(order as i64 + 1))),
    ];
    values.extend(status.map(|status| (Progress::status, Value::Choice(status.index()))));
    values.extend(number.ok().map(|number| (Progress::percent, Value::Number(number))));
    let author = app.shell.author.get_untracked();
    for (field, text) in [(Progress::text, words), (Progress::by, author.as_str())] {
        if !text.is_empty() {
            values.push((field, Value::Text(text.to_owned())));
        }
    }
    app.apply(Change::Create { record: RecordRef::new(Kind::Progress, random::id()), values }, Label::Create)
}

/// Who changed this record, latest first.
#[component]
pub(super) fn RecordHistory(record: RecordRef) -> impl IntoView {
    let app = use_app();
    let rows = move || {
        app.document.read(|document| {
            let ledger = &document.ledger;
            let lang = app.shell.lang.get();
            let rows: Vec<(String, String, String, StepDigest)> = ledger
                .history()
                .iter()
                .rev()
                .flat_map(|step| {
                    step.entries.iter().filter(|entry| entry.record == record).map(move |entry| (step, entry))
                })
                .map(|(step, entry)| (to_the_minute(step.at), step.by.clone(), said(ledger, entry, lang), step.digest))
                .collect();
            Some(rows)
        })
    };
    view! {
        <section class="parts">
            <h3>{move || app.t("修改历史", "History")}</h3>
            {move || {
                let rows = rows().unwrap_or_default();
                if rows.is_empty() {
                    view! { <p class="muted small">{app.t("打开以来没有修改。", "Never changed.")}</p> }.into_any()
                } else {
                    let (count, listing) = (rows.len(), Listing::of(app, "record-history", 40));
                    let rows = rows.into_iter().take(listing.most).map(|(at, by, said, step)| {
                        view! { <li><span class="muted num">{at}" "{by}</span>" "{said}" "{take_back(app, step)}</li> }
                    });
                    view! { <ul class="history small">{rows.collect_view()}</ul>{listing.more(count)} }.into_any()
                }
            }}
        </section>
    }
}
