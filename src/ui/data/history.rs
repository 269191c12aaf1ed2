//! Who changed what, latest first.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    domain::{Choice, Entry, Lang, Ledger, What},
    sheet::{names, text},
    ui::figures,
};

/// The most steps and entries that are listed.
const LISTED: usize = 200;
const ENTRIES: usize = 12;

/// The part of the screen.
#[component]
pub(super) fn HistoryList() -> impl IntoView {
    let app = use_app();
    view! { <section class="part" data-test="history">{move || list(app)}</section> }
}

fn list(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.lang.get();
    app.book.with(|book| {
        let ledger = &book.as_ref()?.ledger;
        let steps = ledger.history().iter().rev().take(LISTED).map(|step| {
            let entries = step.entries.iter().take(ENTRIES).map(|entry| {
                let name = names::name_of(ledger, entry.record, lang);
                let route = app.keep_day(figures::record_route(entry.record));
                view! { <div><a href=route.hash()>{name}</a>" "{said(ledger, entry, lang)}</div> }
            });
            let entries = entries.collect_view();
            let over = step.entries.len().saturating_sub(ENTRIES);
            view! {
                <tr>
                    <td class="num">{step.at.date().to_string()}" "{format!("{:02}:{:02}", step.at.hour(), step.at.minute())}</td>
                    <td>{if step.by.is_empty() { app.t("（未署名）", "(unnamed)").to_owned() } else { step.by.clone() }}</td>
                    <td>{step.label.word().of(lang)}</td>
                    <td>{entries}{(over > 0).then(|| format!("… +{over}"))}</td>
                </tr>
            }
        });
        let steps = steps.collect_view();
        let none = ledger.history().is_empty().then(|| app.t("还没有修改。", "No changes yet."));
        Some(view! {
            <table class="plain history">
                <thead><tr><th>{app.t("时间", "When")}</th><th>{app.t("修改人", "Who")}</th><th>{app.t("操作", "Act")}</th><th>{app.t("内容", "What")}</th></tr></thead>
                <tbody>{steps}</tbody>
            </table>
            <p class="muted">{none}</p>
        })
    })
}

/// What a change did to a record, old and new side by side.
pub fn said(ledger: &Ledger, entry: &Entry, lang: Lang) -> String {
    let empty = match lang {
        Lang::Zh => "（空）",
        Lang::En => "(empty)",
    };
    let shown = |value: &crate::domain::Value, field: crate::domain::Field| {
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
