//! Deleted records, the last ones first: when and by whom, and the way back.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    ui::{bringing_back::bring_back, format, listing::Listing},
};
use ledger::domain::{HistoryEntry, Kind, Ledger, RecordRef, What, to_the_minute};
use table_model::names;

/// How many are listed at first, and how many more at a time.
const LISTED: usize = 200;

/// A deleted record, with the place in history of the step that deleted it, where history says.
struct Deleted {
    record: RecordRef,
    step: Option<usize>,
}

/// The deleted records that a search fits, the last deleted ones first.
fn deleted(app: App, ledger: &Ledger) -> Vec<Deleted> {
    let q = app.shell.route.with(|route| route.get("q").to_lowercase());
    let lang = app.shell.lang.get();
    let mut steps: BTreeMap<RecordRef, usize> = BTreeMap::new();
    for (at, step) in ledger.history().iter().enumerate() {
        steps.extend(step.entries.iter().filter(|entry| entry.what == What::Deleted).map(|entry| (entry.record, at)));
    }
    let mut all: Vec<Deleted> = Vec::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        let gone = (0..table.len()).filter(|at| !table.is_live(*at));
        let records = gone.map(|at| RecordRef::new(*kind, table.id_at(at)));
        all.extend(records.map(|record| Deleted { record, step: steps.get(&record).copied() }));
    }
    if !q.is_empty() {
        all.retain(|own| {
            names::name_of(ledger, own.record, lang).to_lowercase().contains(&q)
                || own.record.kind.word().of(lang).to_lowercase().contains(&q)
        });
    }
    all.sort_by_key(|own| (std::cmp::Reverse(own.step), own.record));
    all
}

/// The part of the screen.
#[component]
pub(super) fn Bin() -> impl IntoView {
    let app = use_app();
    let q = move || app.shell.route.with(|route| route.get("q").to_owned());
    let search = move |event: leptos::ev::Event| {
        app.replace_route(app.shell.route.get_untracked().with("q", event_target_value(&event)));
    };
    view! {
        <p class="row no-print history-tools">
            <input type="search" data-test="bin-search" aria-label=move || app.t("查找已删除的记录", "Find deleted records")
                placeholder=move || app.t("名称或种类", "Name or kind") prop:value=q on:change=search />
            <span class="muted small">{move || app.t("删除的记录一直保留在台账里，不计入任何数字；恢复时连同一起删除的下属记录。", "Deleted records stay in the ledger and count nowhere; what went with one comes back with it.")}</span>
        </p>
        <section class="part" data-test="bin">{move || list(app)}</section>
    }
}

fn list(app: App) -> Option<impl IntoView + use<>> {
    app.document.read(|document| {
        let ledger = &document.ledger;
        let all = deleted(app, ledger);
        let (count, listing) = (all.len(), Listing::of(app, "bin", LISTED));
        let none = (count == 0).then(|| match app.shell.route.with(|route| route.get("q").is_empty()) {
            true => app.t("没有已删除的记录。", "Nothing is deleted."),
            false => app.t("没有符合条件的记录。", "Nothing fits."),
        });
        let rows = all.into_iter().take(listing.most).map(|own| row(app, ledger, &own)).collect_view();
        Some(view! {
            <table class="plain history" hidden=count == 0>
                <thead><tr><th>{app.t("删除时间", "Deleted")}</th><th>{app.t("删除人", "By")}</th><th>{app.t("种类", "Kind")}</th><th>{app.t("名称", "Name")}</th><th class="no-print">{format::unshown(app.t("操作", "Act"))}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="muted">{none}</p>
            {listing.more(count)}
        })
    })
}

fn row(app: App, ledger: &Ledger, own: &Deleted) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let step: Option<&HistoryEntry> = own.step.and_then(|at| ledger.history().get(at));
    let at = step.map(|step| to_the_minute(step.at));
    let by = step.map(|step| match step.by.is_empty() {
        true => app.t("（未署名）", "(unnamed)").to_owned(),
        false => step.by.clone(),
    });
    view! {
        <tr data-test="bin-row">
            <td class="num nowrap">{at.unwrap_or_else(|| "—".to_owned())}</td><td>{by}</td>
            <td class="muted nowrap">{own.record.kind.word().of(lang)}</td><td>{names::name_of(ledger, own.record, lang)}</td>
            <td>{bring_back(app, own.record)}</td>
        </tr>
    }
}
