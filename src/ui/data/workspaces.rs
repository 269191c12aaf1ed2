//! The ledgers of this browser, files in and out, and what the open ledger holds.

use leptos::{prelude::*, task::spawn_local};

use super::snapshots::Snapshots;
use crate::{
    app::{
        use_app,
        workspace::{self, BuiltIn},
    },
    browser::page,
    ui::start::{ImportButton, KeptLedger, LostLedgers},
};
use ledger::domain::Kind;

/// The part of the screen.
#[component]
pub(super) fn Workspaces() -> impl IntoView {
    view! {
        <div class="two">
            <div><Open /><LostLedgers /><Kept /></div>
            <div><Snapshots /><Contents /></div>
        </div>
    }
}

/// The open ledger.
#[component]
fn Open() -> impl IntoView {
    let app = use_app();
    let name = Memo::new(move |_| app.document.read_or_default(|document| document.workspace.name.clone()));
    let built_in = Memo::new(move |_| {
        app.document.read(|document| match document.workspace.key.as_str() {
            workspace::SAMPLE => Some(BuiltIn::Sample),
            workspace::PUBLIC => Some(BuiltIn::Public),
            _ => None,
        })
    });
    view! {
        <section class="part">
            <h2>{move || app.t("当前台账", "This ledger")}</h2>
            <div class="row">
                <label class="row">{move || app.t("名称", "Name")}
                    <input class="wide" prop:value=move || name.get() disabled=move || built_in.get().is_some() on:change=move |event| {
                        let name = event_target_value(&event);
                        if !name.trim().is_empty() {
                            spawn_local(async move { app.rename(name).await });
                        }
                    } />
                </label>
                <label class="row">{move || app.t("我的姓名", "My name")}
                    <input data-test="author" maxlength="40" placeholder=move || app.t("记入修改历史", "Kept in history") prop:value=move || app.shell.author.get() on:change=move |event| app.set_author(event_target_value(&event).trim()) />
                </label>
            </div>
            <p class="row file-actions">
                <button class="primary" on:click=move |_| spawn_local(app.export())>{move || app.t("导出 JSON", "Export JSON")}</button>
                <button data-test="export-workbook" on:click=move |_| spawn_local(app.export_workbook())>{move || app.t("导出 Excel（全部数据表）", "Export Excel (all tables)")}</button>
                <ImportButton class="" />
                <button data-test="close" on:click=move |_| spawn_local(async move { app.close().await })>{move || app.t("返回开始页", "Start screen")}</button>
                {move || built_in.get().map(|which| view! {
                    <button data-test="reset" on:click=move |_| {
                        if page::confirm(untrack(|| app.t("恢复为最初的内容？这里做过的修改会丢弃。", "Put it back to what it was at first?"))) {
                            spawn_local(async move { app.reset_built_in(which).await });
                        }
                    }>{app.t("恢复初始内容", "Reset")}</button>
                })}
            </p>
            <label class="row"><input type="checkbox" prop:checked=app.formula_safe() on:change=move |event| app.set_formula_safe(event_target_checked(&event)) />
                {move || app.t("导出 CSV 时，在会被当作公式的文字前加撇号", "In CSV, put an apostrophe before text that looks like a formula")}</label>
            <p class="muted">{move || app.t("导出的 JSON 包含全部记录和修改历史。收到同一台账的文件，会先比对再合并；别的台账可以另开一份。部分导出、加密、去姓名、程序连同数据见「导出」。", "The JSON holds every record and its history. Files of this ledger are merged after a comparison; others open apart. See Export for parts, passphrases and masking.")}</p>
        </section>
    }
}

/// The ledgers that this browser keeps.
#[component]
fn Kept() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part kept-list">
            <h2>{move || app.t("本浏览器中的台账", "Ledgers in this browser")}</h2>
            {move || match app.workspace.list.get() {
                Ok(list) if list.is_empty() => view! { <p class="muted">{app.t("还没有自建或导入的台账。", "None yet.")}</p> }.into_any(),
                Ok(list) => view! { <ul>{list.into_iter().map(|kept| view! { <KeptLedger kept /> }).collect_view()}</ul> }.into_any(),
                Err(_) => view! { <p class="sign red">{app.t("▲ 本浏览器不允许保存数据，请及时导出。", "▲ This browser denies storage: export.")}</p> }.into_any(),
            }}
        </section>
    }
}

/// How much of each kind the open ledger holds.
#[component]
fn Contents() -> impl IntoView {
    let app = use_app();
    let rows = move || {
        app.document.read_or_default(|document| {
            let lang = app.shell.lang.get();
            let count = |kind: Kind| {
                let table = document.ledger.of(kind);
                (0..table.len()).filter(|at| table.is_live(*at)).count()
            };
            Kind::ALL.iter().map(|kind| (*kind, kind.word().of(lang), count(*kind))).collect::<Vec<_>>()
        })
    };
    view! {
        <section class="part">
            <h2>{move || app.t("内容", "Contents")}</h2>
            <table class="plain"><tbody>
                {move || rows().into_iter().map(|(kind, word, count)| {
                    let route = crate::app::Route::to(crate::app::Screen::Data).with("tab", "records").with("kind", kind.table_name());
                    view! { <tr><td><a href=app.keep_day(route).hash()>{word}</a></td><td class="num">{count}</td></tr> }
                }).collect_view()}
            </tbody></table>
        </section>
    }
}
