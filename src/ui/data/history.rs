//! Who changed what, by day and person, latest first; earlier states to look at; history put away.

use std::collections::BTreeSet;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{App, Mode, use_app},
    browser::page,
    ui::{
        bringing_back::{bring_back, take_back},
        format,
    },
};
use ledger::domain::{
    CodedEnum, Date, Entry, HistoryEntry, Lang, Ledger, RecordRef, What, contradiction::contradictions, hash_chain,
    parse_date,
};
use table_model::{names, text};

/// How many steps are listed at first, and how many more at a time.
const LISTED: usize = 200;
/// The most contradictions that are listed.
const LISTED_AGAINST: usize = 20;
/// The most entries of one step that are listed.
const ENTRIES: usize = 12;

/// The part of the screen.
#[component]
pub(super) fn HistoryList() -> impl IntoView {
    let app = use_app();
    let shown = RwSignal::new(LISTED);
    view! {
        <Filters />
        <Soundness />
        <section class="part" data-test="history">{move || list(app, shown)}</section>
    }
}

/// Whether the chain is whole, and history, records and marks agree.
#[component]
fn Soundness() -> impl IntoView {
    let app = use_app();
    // Looked at once for each state of the ledger, whatever is listed of it.
    let found = Memo::new(move |_| {
        app.document.read(|document| {
            let ledger = &document.ledger;
            let audit = hash_chain::audit(ledger.history(), ledger.earlier());
            Some((audit, contradictions(ledger), !ledger.earlier().is_empty()))
        })
    });
    let said = move || {
        let lang = app.shell.lang.get();
        let (audit, against, is_continued) = found.get()?;
        let chain = match (audit.is_whole(), lang) {
            (true, Lang::Zh) => format!("● 历史 {} 步，步步相接。", audit.steps),
            (true, Lang::En) => format!("● {} steps, each joined to the one before it.", audit.steps),
            (false, Lang::Zh) => {
                format!("▲ 历史链条不完整：{} 步被改动，{} 步缺少前文。", audit.altered.len(), audit.detached.len())
            }
            (false, Lang::En) => format!(
                "▲ The chain is broken: {} altered, {} without what came before.",
                audit.altered.len(),
                audit.detached.len()
            ),
        };
        let earlier = is_continued
            .then(|| app.t("更早的历史不在本份中（部分导出或已精简）。", " Earlier history is not in this copy."));
        let lines = app.document.read(|document| {
            let ledger = &document.ledger;
            let told = against.iter().take(LISTED_AGAINST).map(|own| {
                let sign = if own.is_doubt() { "◆ " } else { "▲ " };
                let text = own.sentence(ledger.history(), |record| names::name_of(ledger, record, lang), lang);
                view! { <li>{sign}{text}</li> }
            });
            Some(told.collect_view())
        });
        let over = against.len().saturating_sub(LISTED_AGAINST);
        let more = (over > 0).then(|| match lang {
            Lang::Zh => format!("另有 {over} 处不符。"),
            Lang::En => format!("{over} more."),
        });
        Some(
            view! { <p class="small muted" data-test="chain">{chain}{earlier}</p><ul class="small" data-test="contradictions">{lines}<li hidden=over == 0>{more}</li></ul> },
        )
    };
    view! { {said} }
}

/// What is asked for: a person, a text, a span of days.
fn wanted(app: App) -> (String, String, Option<Date>, Option<Date>) {
    app.shell.route.with(|route| {
        (
            route.get("who").to_owned(),
            route.get("q").to_lowercase(),
            parse_date(route.get("since")),
            parse_date(route.get("until")),
        )
    })
}

#[component]
fn Filters() -> impl IntoView {
    let app = use_app();
    let put =
        move |name: &'static str, text: String| app.replace_route(app.shell.route.get_untracked().with(name, text));
    let people = Memo::new(move |_| {
        app.document.read_or_default(|document| {
            let names = document.ledger.history().iter().map(|step| step.by.clone()).filter(|by| !by.is_empty());
            names.collect::<BTreeSet<_>>()
        })
    });
    let param = move |name: &'static str| app.shell.route.with(|route| route.get(name).to_owned());
    view! {
        <p class="row no-print history-tools">
            <select data-test="history-who" aria-label=move || app.t("修改人", "Who") on:change=move |event| put("who", event_target_value(&event))>
                <option value="">{move || app.t("全部修改人", "Everybody")}</option>
                {move || people.get().into_iter().map(|by| { let on = param("who") == by; view! { <option value=by.clone() selected=on>{by.clone()}</option> } }).collect_view()}
            </select>
            <input type="search" data-test="history-search" placeholder=move || app.t("记录、栏目或内容", "Record, field or value") prop:value=move || param("q") on:change=move |event| put("q", event_target_value(&event)) />
            <label class="row">{move || app.t("自", "Since")}<input type="date" data-test="history-since" prop:value=move || param("since") on:change=move |event| put("since", event_target_value(&event)) /></label>
            <label class="row">{move || app.t("至", "Until")}<input type="date" data-test="history-until" prop:value=move || param("until") on:change=move |event| put("until", event_target_value(&event)) /></label>
            <span class="grow"></span>
            <PutAway />
        </p>
    }
}

/// Puts history up to a day away.
#[component]
fn PutAway() -> impl IntoView {
    let app = use_app();
    let editable = Memo::new(move |_| app.document.read_or_default(|document| document.mode == Mode::Editable));
    let ask = move |event: leptos::ev::Event| {
        let Some(day) = parse_date(&event_target_value(&event)) else { return };
        let question = untrack(|| match app.shell.lang.get() {
            Lang::Zh => format!(
                "把 {day} 及以前的修改历史收起？台账内容不变，合并照常，链条仍可核验；请先导出一份完整备份存档。会先留快照，可以一步撤销。"
            ),
            Lang::En => format!(
                "Put the history up to {day} away? The ledger stays as it is and merges as before. Export a whole backup first."
            ),
        });
        if page::confirm(&question) {
            spawn_local(app.compact(day));
        }
    };
    view! {
        <Show when=move || editable.get()>
            <label class="row muted">{move || app.t("精简到", "Put away up to")}<input type="date" data-test="compact" on:change=ask /></label>
        </Show>
    }
}

fn fits(
    ledger: &Ledger,
    step: &HistoryEntry,
    wanted: &(String, String, Option<Date>, Option<Date>),
    lang: Lang,
) -> bool {
    let (who, q, since, until) = wanted;
    let day = step.at.date();
    (who.is_empty() || step.by == *who)
        && since.is_none_or(|since| day >= since)
        && until.is_none_or(|until| day <= until)
        && (q.is_empty()
            || step.note.to_lowercase().contains(q)
            || step.entries.iter().any(|entry| {
                names::name_of(ledger, entry.record, lang).to_lowercase().contains(q)
                    || said(ledger, entry, lang).to_lowercase().contains(q)
            }))
}

fn list(app: App, shown: RwSignal<usize>) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    let wanted = wanted(app);
    let most = shown.get();
    app.document.read(|document| {
        let ledger = &document.ledger;
        let found: Vec<&HistoryEntry> = ledger.history().iter().rev().filter(|step| fits(ledger, step, &wanted, lang)).take(most + 1).collect();
        let more = found.len() > most;
        let days = found[..found.len().min(most)].chunk_by(|a, b| a.at.date() == b.at.date()).map(|steps| {
            let day = steps[0].at.date();
            let rows = steps.iter().map(|step| row(app, ledger, step)).collect_view();
            view! {
                <tbody>
                    <tr class="day"><th colspan="5"><span class="spread">{day.to_string()}
                        <button class="plain no-print" data-test="look-at-day" on:click=move |_| spawn_local(app.preview_day(day))>{app.t("查看当日的台账", "The ledger on that day")}</button></span></th></tr>
                    {rows}
                </tbody>
            }
        });
        let days = days.collect_view();
        let none = found.is_empty().then(|| match ledger.history().is_empty() {
            true => app.t("还没有修改。", "No changes yet."),
            false => app.t("没有符合条件的修改。", "Nothing fits."),
        });
        Some(view! {
            <table class="plain history">
                <thead><tr><th>{app.t("时间", "When")}</th><th>{app.t("修改人", "Who")}</th><th>{app.t("操作", "Act")}</th><th>{app.t("内容", "What")}</th><th class="no-print">{format::unshown(app.t("操作", "Act"))}</th></tr></thead>
                {days}
            </table>
            <p class="muted">{none}</p>
            {more.then(|| view! { <button data-test="history-more" on:click=move |_| shown.update(|count| *count += LISTED)>{app.t("更早的", "Earlier ones")}</button> })}
        })
    })
}

fn row(app: App, ledger: &Ledger, step: &HistoryEntry) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let entries = step.entries.iter().take(ENTRIES).map(|entry| {
        let back = (!ledger.is_live(entry.record)).then(|| bring_back(app, entry.record));
        view! { <div>{named(app, ledger, entry.record)}" "{said(ledger, entry, lang)}" "{back}</div> }
    });
    let entries = entries.collect_view();
    let over = step.entries.len().saturating_sub(ENTRIES);
    view! {
        <tr>
            <td class="num">{format!("{:02}:{:02}", step.at.hour(), step.at.minute())}</td>
            <td>{if step.by.is_empty() { app.t("（未署名）", "(unnamed)").to_owned() } else { step.by.clone() }}</td>
            <td>{step.label.word().of(lang)}{(!step.note.is_empty()).then(|| view! { <div class="muted small">{step.note.clone()}</div> })}</td>
            <td>{entries}{(over > 0).then(|| view! { <div class="muted">{app.t("另有 ", "and ")}{over}{app.t(" 处", " more")}</div> })}</td>
            <td class="no-print">{(!step.entries.is_empty()).then(|| take_back(app, step.digest))}</td>
        </tr>
    }
}

/// A record by its name, which leads to it unless it is deleted.
fn named(app: App, ledger: &Ledger, record: RecordRef) -> impl IntoView + use<> {
    if ledger.is_live(record) {
        return format::record_link(app, ledger, record).into_any();
    }
    let name = names::name_of(ledger, record, app.shell.lang.get_untracked());
    view! { <span>{name}<span class="muted">{app.t("（已删除）", " (deleted)")}</span></span> }.into_any()
}

/// What a change did to a record, old and new side by side.
pub fn said(ledger: &Ledger, entry: &Entry, lang: Lang) -> String {
    let empty = match lang {
        Lang::Zh => "（空）",
        Lang::En => "(empty)",
    };
    let shown = |value: &ledger::domain::Value, field: ledger::domain::Field| {
        let text = text::show(value, field.meta().field_type, ledger, lang);
        if text.is_empty() { empty.to_owned() } else { text.chars().take(60).collect() }
    };
    match (&entry.what, lang) {
        (What::Created(_), Lang::Zh) => "新增".to_owned(),
        (What::Created(_), Lang::En) => "created".to_owned(),
        (What::Deleted, Lang::Zh) => "删除".to_owned(),
        (What::Deleted, Lang::En) => "deleted".to_owned(),
        (What::Restored, Lang::Zh) => "恢复".to_owned(),
        (What::Restored, Lang::En) => "restored".to_owned(),
        (What::Set { field, old, new }, _) => {
            format!("{}：{} → {}", field.meta().word.of(lang), shown(old, *field), shown(new, *field))
        }
    }
}
