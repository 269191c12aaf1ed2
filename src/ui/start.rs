//! The start screen: a sample, public material, a file, or a new ledger; and what this browser keeps.

use leptos::{html, prelude::*, task::spawn_local};

use super::{
    data::{
        import,
        merge::{Locked, Working},
    },
    notices::Notices,
};
use crate::{
    app::{Workspace, use_app, workspace::BuiltIn},
    browser::page,
};

/// The start screen.
#[component]
pub fn Start() -> impl IntoView {
    let app = use_app();
    let naming = RwSignal::new(false);
    let open = move |which| spawn_local(async move { app.open_built_in(which).await });
    view! {
        <Notices />
        <main class="start">
            <LostLedgers />
            <MergeSession />
            <ImportSession />
            <h1>"国企改革台账"</h1>
            <p class="lead">{move || app.t(
                "改革任务、制度覆盖面和双百、科改试点的工作台账。数据只存在本机浏览器中，不联网。",
                "The work ledger of SOE reform. Data stays in this browser; nothing goes over the network.",
            )}</p>
            <div class="ways">
                <button class="way" data-test="open-sample" on:click=move |_| open(BuiltIn::Sample)>
                    <strong>{move || app.t("示例", "Sample")}</strong>
                    <span>{move || app.t("虚构的三家集团、五级企业，先看看能做什么", "Three invented groups in five tiers")}</span>
                </button>
                <button class="way" data-test="open-public" on:click=move |_| open(BuiltIn::Public)>
                    <strong>{move || app.t("公开资料", "Public material")}</strong>
                    <span>{move || app.t("已公布的部分试点名单、任务和数据，逐条注明来源", "Published rosters, tasks and figures with sources")}</span>
                </button>
                <div><ImportButton class="way" /></div>
                <div>
                    <Show when=move || naming.get() fallback=move || view! {
                        <button class="way" data-test="new-ledger" on:click=move |_| naming.set(true)>
                            <strong>{move || app.t("新建", "New")}</strong>
                            <span>{move || app.t("从空白台账开始，内置制度、指标和目标", "An empty ledger with indicators and targets")}</span>
                        </button>
                    }>
                        <NewLedger />
                    </Show>
                </div>
            </div>
            <Kept />
            <p class="promise">{move || app.t(
                "非涉密系统，不得录入国家秘密。清除浏览数据会删除台账，无痕（隐私）窗口一关闭就忘掉全部台账，请定期导出 JSON 备份；Firefox 按文件路径存放数据，移动本文件后请用备份导入；在 Chromium 类浏览器中，本机其他网页文件也可能读到这些数据。",
                "Not for state secrets. Clearing browser data erases the ledger, and a private window forgets all when it closes: export backups. Firefox keeps data per file path; in Chromium other local HTML files can read it.",
            )}</p>
        </main>
    }
}

/// Asks for the name of a new ledger.
#[component]
fn NewLedger() -> impl IntoView {
    let app = use_app();
    let title = NodeRef::<html::Input>::new();
    let unit = NodeRef::<html::Input>::new();
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = |node: NodeRef<html::Input>| {
            node.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default()
        };
        let (title, unit) = (text(title), text(unit));
        if title.is_empty() {
            app.notify_error(app.t("请填写台账名称。", "Give the ledger a name."));
        } else {
            spawn_local(async move { app.create(title, unit).await });
        }
    };
    Effect::new(move |_| {
        if let Some(input) = title.get() {
            let _ = input.focus();
        }
    });
    view! {
        <form on:submit=make>
            <input node_ref=title data-test="new-title" maxlength="60" placeholder=move || app.t("台账名称，如：某市国企改革台账", "Name of the ledger") />
            <input node_ref=unit maxlength="60" placeholder=move || app.t("填报单位", "Reporting unit") />
            <button class="primary" data-test="new-create">{move || app.t("新建台账", "Create")}</button>
        </form>
    }
}

/// Lists the workspaces that this browser keeps.
#[component]
fn Kept() -> impl IntoView {
    let app = use_app();
    move || match app.workspace.list.get() {
        Err(_) => view! {
            <p class="kept sign red" role="alert">{app.t(
                "▲ 本浏览器不允许保存数据：可以打开和修改，但关闭前必须导出。",
                "▲ This browser denies storage: export before you close the window.",
            )}</p>
        }
        .into_any(),
        Ok(list) if list.is_empty() => ().into_any(),
        Ok(list) => view! {
            <section class="kept">
                <h2>{app.t("本浏览器中的台账", "Ledgers in this browser")}" ("{list.len()}")"</h2>
                <ul>{list.into_iter().map(|kept| view! { <KeptLedger kept /> }).collect_view()}</ul>
            </section>
        }
        .into_any(),
    }
}

/// What is on its way in while no ledger is open: a passphrase, or progress.
#[component]
fn MergeSession() -> impl IntoView {
    let app = use_app();
    let phase = Memo::new(move |_| {
        app.transfer
            .merge
            .with(|it| it.as_ref().map(|it| matches!(it.step, crate::app::transfer::merge_session::Step::Locked)))
    });
    move || match phase.get() {
        None => ().into_any(),
        Some(true) => view! { <Locked /> }.into_any(),
        Some(false) => view! { <Working /> }.into_any(),
    }
}

/// A table that is read while no ledger is open.
#[component]
fn ImportSession() -> impl IntoView {
    let app = use_app();
    let is_reading = Memo::new(move |_| app.transfer.import.with(Option::is_some));
    move || is_reading.get().then(|| view! { <import::Working word=app.t("正在读取", "Reading") /> })
}

/// Ledgers that were here and are not any more, each with the ways to get it back.
#[component]
pub fn LostLedgers() -> impl IntoView {
    let app = use_app();
    move || {
        app.workspace.missing.get().into_iter().map(|lost| {
            let (restored, raw, key) = (lost.clone(), lost.clone(), lost.key.clone());
            let said = if app.shell.lang.get() == ledger::domain::Lang::Zh { lost.said.0 } else { lost.said.1 };
            let snapshot = lost.snapshot.map(|kept| kept.title(app.shell.lang.get()));
            view! {
                <section class="lost" data-test="lost" role="alert">
                    <p><span class="sign red">{if lost.is_unreadable {
                        app.t("▲ 台账打不开", "▲ A ledger cannot be read")
                    } else {
                        app.t("▲ 台账不见了", "▲ A ledger is missing")
                    }}</span>" "{said}</p>
                    <p class="row">
                        {snapshot.map(|title| { let restored = restored.clone(); view! { <button class="primary" data-test="restore-lost" on:click=move |_| {
                            let restored = restored.clone();
                            spawn_local(async move { app.restore_missing(restored).await });
                        }>{app.t("从快照恢复：", "Restore the snapshot: ")}{title}</button> } })}
                        {lost.is_unreadable.then(|| view! { <button data-test="take-raw" on:click=move |_| {
                            let raw = raw.clone();
                            spawn_local(async move { app.take_raw(raw).await });
                        }>{app.t("下载原始数据", "Take the raw content")}</button> })}
                        <ImportButton class="choose" />
                        <button class="plain" data-test="forget-lost" on:click=move |_| {
                            if page::confirm(untrack(|| app.t("不再提示这份台账？它的快照以后不再列出。", "Never mention this ledger again? Its snapshots will not be listed any more."))) {
                                app.forget_missing(&key);
                            }
                        }>{app.t("不再提示", "Do not say again")}</button>
                    </p>
                </section>
            }
        }).collect_view()
    }
}

/// One workspace with what can be done with it.
#[component]
pub fn KeptLedger(kept: Workspace) -> impl IntoView {
    let app = use_app();
    let (open, doomed) = (kept.clone(), kept.clone());
    let remove = move |_| {
        let question = match app.shell.lang.get_untracked() {
            ledger::domain::Lang::Zh => format!("永久删除「{}」？没有导出过的内容将无法找回。", doomed.name),
            ledger::domain::Lang::En => format!("Delete “{}” for good? What was not exported is lost.", doomed.name),
        };
        if page::confirm(&question) {
            let doomed = doomed.clone();
            spawn_local(async move { app.remove(doomed).await });
        }
    };
    view! {
        <li>
            <button class="primary" on:click=move |_| {
                let open = open.clone();
                spawn_local(async move { app.open_kept(open).await });
            }>{move || app.t("打开", "Open")}</button>
            <span>{kept.name.clone()}</span>
            <span class="muted">{kept.made.clone()}</span>
            <span style="flex:1"></span>
            <button class="plain muted" on:click=remove>{move || app.t("删除", "Delete")}</button>
        </li>
    }
}

/// Asks for files: ledgers open as ledgers of their own, tables go to the import.
#[component]
pub fn ImportButton(
    /// The style class of the button; `choose` where files are looked at before anything else, `more`
    /// where others are there already.
    class: &'static str,
) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let Some(list) = input.files() else { return };
        let files = (0..list.length()).filter_map(|at| list.get(at)).collect();
        spawn_local(async move {
            app.take_files(files).await;
            // The same file can be chosen again.
            input.set_value("");
        });
    };
    view! {
        <input type="file" class="file-input" tabindex="-1" aria-hidden="true" multiple accept=".json,.html,.htm,.zip,.xlsx,.xlsm,.xls,.et,.ods,.csv,.tsv,.txt" data-test="import-file" node_ref=input on:change=chosen />
        <button class=class data-test="import" on:click=move |_| {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        }>
            <strong>{move || match class {
                "choose" => app.t("选择文件", "Choose files"),
                "more" => app.t("再加文件", "More files"),
                _ => app.t("导入", "Import"),
            }}</strong>
            {(class == "way").then(|| view! { <span>{move || app.t("台账 JSON 或 Excel、WPS、CSV 表格，不会覆盖已有台账", "A ledger’s JSON, or Excel, WPS and CSV tables")}</span> })}
        </button>
    }
}
