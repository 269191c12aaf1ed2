//! `#/data`: workspaces, files, every table, checks and history.

mod bin;
mod checks;
mod history;
pub(super) mod import;
mod import_preview;
mod import_result;
pub(super) mod merge;
mod merge_conflicts;
mod merge_pairs;
mod records;
mod share;
mod snapshots;
pub(super) mod verify;
mod workspaces;

pub use history::said;
use leptos::prelude::*;

use crate::app::use_app;
use ledger::domain::Phrase;

/// A part of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Workspaces,
    Share,
    Import,
    Merge,
    Verify,
    Checks,
    Records,
    History,
    Bin,
}

const TABS: [(Tab, &str, Phrase); 9] = [
    (Tab::Workspaces, "workspaces", Phrase::new("台账与文件", "Ledgers and files")),
    (Tab::Share, "share", Phrase::new("导出", "Export")),
    (Tab::Import, "import", Phrase::new("导入表格", "Import tables")),
    (Tab::Merge, "merge", Phrase::new("合并", "Merge")),
    (Tab::Verify, "verify", Phrase::new("核验", "Verify")),
    (Tab::Checks, "checks", Phrase::new("检查", "Checks")),
    (Tab::Records, "records", Phrase::new("数据表", "Tables")),
    (Tab::History, "history", Phrase::new("修改历史", "History")),
    (Tab::Bin, "bin", Phrase::new("回收站", "Deleted")),
];

/// The screen.
#[component]
pub fn Data() -> impl IntoView {
    let app = use_app();
    let tab = Memo::new(move |_| {
        app.shell.route.with(|route| {
            TABS.iter().find(|(_, key, _)| *key == route.get("tab")).map_or(Tab::Workspaces, |(tab, ..)| *tab)
        })
    });
    view! {
        <main class="screen" class:whole=move || tab.get() == Tab::Records>
            <div class="screen-head">
                <h1>{move || app.t("数据", "Data")}</h1>
                <span class="tabs no-print">{TABS.into_iter().map(|(own, key, word)| view! {
                    <button data-test=format!("tab-{key}") class:on=move || tab.get() == own on:click=move |_| {
                        let day = app.shell.route.with_untracked(|route| route.get("on").to_owned());
                        app.replace_route(crate::app::Route::to(crate::app::Screen::Data).with("tab", key).with("on", day));
                    }>{move || word.of(app.shell.lang.get())}</button>
                }).collect_view()}</span>
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            {move || match tab.get() {
                Tab::Workspaces => view! { <workspaces::Workspaces /> }.into_any(),
                Tab::Share => view! { <share::Share /> }.into_any(),
                Tab::Import => view! { <import::Import /> }.into_any(),
                Tab::Merge => view! { <merge::Merge /> }.into_any(),
                Tab::Verify => view! { <verify::Verify /> }.into_any(),
                Tab::Checks => view! { <checks::Checks /> }.into_any(),
                Tab::Records => view! { <records::Records /> }.into_any(),
                Tab::History => view! { <history::HistoryList /> }.into_any(),
                Tab::Bin => view! { <bin::Bin /> }.into_any(),
            }}
        </main>
    }
}
