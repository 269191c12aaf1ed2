//! ImportSession tables: choose or paste, correct the layout, look at the dry run, write.

use leptos::{prelude::*, task::spawn_local};

use super::{import_preview::Preview, import_result::Checked};
use crate::{
    app::{
        App,
        transfer::{
            ImportSession,
            import::{Encoding, Grid, Step, kinds},
        },
        use_app,
    },
    browser::clipboard::{self, Pasted},
    ui::{progress::Progress, start::ImportButton},
};
use ledger::domain::Kind;

/// How far the import on screen is, without what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Nothing,
    Reading,
    Open,
}

/// The part of the screen.
#[component]
pub(super) fn Import() -> impl IntoView {
    let app = use_app();
    let phase = Memo::new(move |_| {
        app.transfer.import.with(|importing| match importing.as_ref().map(|importing| &importing.step) {
            None => Phase::Nothing,
            Some(Step::Reading(_)) => Phase::Reading,
            Some(_) => Phase::Open,
        })
    });
    view! {
        {move || match phase.get() {
            Phase::Nothing => view! { <Nothing /> }.into_any(),
            Phase::Reading => view! { <Working word=app.t("正在读取", "Reading") /> }.into_any(),
            Phase::Open => view! { <Open /> }.into_any(),
        }}
    }
}

/// Nothing is being imported: how to begin.
#[component]
fn Nothing() -> impl IntoView {
    let app = use_app();
    let pasted = move |event: leptos::ev::ClipboardEvent| {
        event.prevent_default();
        match clipboard::block(&event) {
            None => {}
            Some(Err(error)) => app.notify_error(error.sentence(app.shell.lang.get_untracked())),
            Some(Ok(Pasted { grid, outside })) => {
                app.take_block(grid);
                let told = clipboard::left_out(0, &outside, app.shell.lang.get_untracked());
                if !told.is_empty() {
                    app.notify(told);
                }
            }
        }
    };
    view! {
        <section class="part import-start" data-test="import-start">
            <h2>{move || app.t("导入 Excel、WPS 或 CSV 表格", "Import tables")}</h2>
            <p>{move || app.t(
                "把文件拖到窗口任意位置，或选择文件（可多选），或在下面的框里粘贴表格。导入前会逐行比对，确认后才写入，可以一步撤销。文件不离开本机。",
                "Drop files anywhere, choose them, or paste a block. Every row is compared before anything is written.",
            )}</p>
            <p class="row"><ImportButton class="" /></p>
            <textarea class="paste-zone" rows="3" data-test="paste-zone" aria-label=move || app.t("粘贴表格", "Paste a table")
                placeholder=move || app.t("点这里，按 Ctrl+V 粘贴从 Excel 或 WPS 复制的表格（连同表头）", "Click here and paste a block with its header") on:paste=pasted></textarea>
            <Templates />
        </section>
    }
}

/// Workbooks to send to units for their returns.
#[component]
fn Templates() -> impl IntoView {
    let app = use_app();
    let kinds = [
        Kind::Task,
        Kind::Enterprise,
        Kind::Contract,
        Kind::Board,
        Kind::Director,
        Kind::Membership,
        Kind::YearFigures,
        Kind::Investment,
        Kind::Restructuring,
    ];
    view! {
        <h2>{move || app.t("下发模板", "Templates")}</h2>
        <p class="row">
            {kinds.into_iter().map(|kind| view! {
                <button data-test=format!("template-{}", kind.table_name()) on:click=move |_| app.export_template(kind)>
                    {move || kind.word().of(app.shell.lang.get())}
                </button>
            }).collect_view()}
        </p>
        <p class="muted">{move || app.t("模板带下拉选项和固定表头，收回后自动对应各栏。", "Templates carry lists and map themselves when they come back.")}</p>
    }
}

/// Work that takes a while, with a way out.
#[component]
pub fn Working(
    /// What is being done.
    word: &'static str,
) -> impl IntoView {
    let app = use_app();
    let state = move || {
        app.transfer.import.with(|importing| {
            let importing = importing.as_ref()?;
            let (Step::Reading(part) | Step::Checking(part) | Step::Writing(part)) = importing.step else {
                return None;
            };
            let rows: usize = importing.sheets.iter().map(|sheet| sheet.rows.len()).sum();
            Some((part, format!("「{}」 {rows} {}", importing.name, app.t("行", "rows"))))
        })
    };
    let part = Signal::derive(move || state().map_or(0.0, |(part, _)| part));
    let said = Signal::derive(move || format!("{word} {}", state().map_or_else(String::new, |(_, file)| file)));
    view! { <Progress name="import" word=said part leave=move || app.leave_import() /> }
}

/// The table: how it is read, and what it comes to.
#[component]
fn Open() -> impl IntoView {
    let app = use_app();
    let step = Memo::new(move |_| {
        app.transfer.import.with(|importing| match importing.as_ref().map(|importing| &importing.step) {
            Some(Step::Checking(_)) => 1_u8,
            Some(Step::Checked(_)) => 2,
            Some(Step::Writing(_)) => 3,
            _ => 0,
        })
    });
    view! {
        <Choices />
        {move || match step.get() {
            1 => view! { <Working word=app.t("正在核对", "Comparing") /> }.into_any(),
            2 => view! { <Checked /> }.into_any(),
            3 => view! { <Working word=app.t("正在写入", "Writing") /> }.into_any(),
            _ => ().into_any(),
        }}
        <Preview />
    }
}

/// What is chosen for the table as a whole.
#[component]
fn Choices() -> impl IntoView {
    let app = use_app();
    let name = Memo::new(move |_| of(app, |i| i.name.clone()).unwrap_or_default());
    let checked = Memo::new(move |_| of(app, |i| matches!(i.step, Step::Checked(_))).unwrap_or(false));
    let ready = Memo::new(move |_| of(app, |i| i.layout.is_some()).unwrap_or(false));
    view! {
        <div class="row import-choices">
            <strong data-test="import-name">{move || name.get()}</strong>
            <SheetChoice /><EncodingChoice /><KindChoice />
            <span class="grow"></span>
            <button data-test="import-cancel" on:click=move |_| app.leave_import()>{move || app.t("放弃", "Leave")}</button>
            <button class:primary=move || !checked.get() data-test="import-check" disabled=move || !ready.get() on:click=move |_| spawn_local(app.check_table())>{move || app.t("核对", "Compare")}</button>
        </div>
        <p class="row import-options">
            {[
                ("names", "仅名称相同的，视为同一条记录", "Rows of the same name are the same record"),
                ("strict", "有读不懂的格，整行不导入", "Leave out rows with unread cells"),
                ("empty", "空白格清空原有内容", "Empty cells empty the field"),
            ].into_iter().map(|(key, zh, en)| view! { <Setting key zh en /> }).collect_view()}
        </p>
    }
}

/// Reads something of the import on screen.
pub(super) fn of<T>(app: App, read: impl FnOnce(&ImportSession) -> T) -> Option<T> {
    app.transfer.import.with(|importing| importing.as_ref().map(read))
}

#[component]
fn Setting(key: &'static str, zh: &'static str, en: &'static str) -> impl IntoView {
    let app = use_app();
    let on = move || {
        of(app, |i| match key {
            "names" => i.settings.accept_names,
            "strict" => i.settings.strict_rows,
            _ => i.settings.empty_clears,
        })
        .unwrap_or(false)
    };
    view! {
        <label class="row"><input type="checkbox" data-test=format!("import-{key}") prop:checked=on on:change=move |event| {
            let value = event_target_checked(&event);
            app.choose_settings(|settings| match key {
                "names" => settings.accept_names = value,
                "strict" => settings.strict_rows = value,
                _ => settings.empty_clears = value,
            });
        } />{move || app.t(zh, en)}</label>
    }
}

#[component]
fn SheetChoice() -> impl IntoView {
    let app = use_app();
    let sheets = Memo::new(move |_| {
        of(app, |i| {
            let own = |grid: &Grid| (grid.name.clone(), grid.hidden, grid.rows.len());
            (i.sheet, i.sheets.iter().map(|grid| own(grid)).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    move || {
        let (here, list) = sheets.get();
        (list.len() > 1).then(|| view! {
            <select data-test="import-sheet" aria-label=app.t("工作表", "Sheet") on:change=move |event| app.choose_sheet(event_target_value(&event).parse().unwrap_or(0))>
                {list.into_iter().enumerate().map(|(at, (name, hidden, rows))| view! {
                    <option value=at.to_string() selected=at == here>{name}{hidden.then(|| app.t("（隐藏）", " (hidden)"))}{format!("　{rows} {}", app.t("行", "rows"))}</option>
                }).collect_view()}
            </select>
        })
    }
}

#[component]
fn EncodingChoice() -> impl IntoView {
    let app = use_app();
    let encoding = Memo::new(move |_| of(app, |i| i.encoding).flatten());
    move || {
        encoding.get().map(|here| view! {
            <select data-test="import-encoding" aria-label=app.t("编码", "Encoding") on:change=move |event| {
                let name = event_target_value(&event);
                app.read_table(Encoding::ALL.into_iter().find(|encoding| encoding.name() == name));
            }>
                {Encoding::ALL.into_iter().map(|encoding| view! { <option value=encoding.name() selected=encoding == here>{encoding.name()}</option> }).collect_view()}
            </select>
        })
    }
}

#[component]
fn KindChoice() -> impl IntoView {
    let app = use_app();
    let here = Memo::new(move |_| of(app, |i| i.layout.as_ref().map(|layout| (layout.kind, layout.header))).flatten());
    view! {
        <label class="row">{move || app.t("导入为", "Import as")}
            <select data-test="import-kind" on:change=move |event| {
                let name = event_target_value(&event);
                if let Some(kind) = Kind::of_table_name(&name) {
                    app.choose_layout(kind, untrack(|| here.get()).map_or((0, 0), |(_, header)| header));
                }
            }>
                {move || here.get().is_none().then(|| view! { <option value="">{app.t("请选择", "Choose")}</option> })}
                {kinds().map(|kind| view! {
                    <option value=kind.table_name() selected=move || here.get().is_some_and(|(own, _)| own == kind)>{move || kind.word().of(app.shell.lang.get())}</option>
                }).collect_view()}
            </select>
        </label>
    }
}
