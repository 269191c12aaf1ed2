//! Merging: files on trial, what each brings, what they disagree on, and who has handed in.

use leptos::{html, prelude::*, task::spawn_local};

use super::{merge_conflicts::Conflicts, merge_pairs::Pairs};
use crate::{
    app::{
        App,
        transfer::merge_session::{IncomingFile, MergeSession, Step},
        use_app,
    },
    ui::{format, listing::Listing, progress::Progress, start::ImportButton},
};
use ledger::{
    domain::{Id, Lang, RecordRef, records::Unit, to_the_minute},
    merge::Report,
};
use table_model::{names, text};

/// The most lines of a list.
const LISTED: usize = 200;

/// How far the trial is, without what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Nothing,
    Working,
    Locked,
    Checked,
}

/// Reads something of the trial.
pub(super) fn of<T>(app: App, read: impl FnOnce(&MergeSession) -> T) -> Option<T> {
    app.transfer.merge.with(|it| it.as_ref().map(read))
}

/// The part of the screen.
#[component]
pub(super) fn Merge() -> impl IntoView {
    let app = use_app();
    let phase = Memo::new(move |_| {
        of(app, |it| match it.step {
            Step::Reading(..) | Step::Joining(_) | Step::Taking => Phase::Working,
            Step::Locked => Phase::Locked,
            Step::Checked(_) => Phase::Checked,
        })
        .unwrap_or(Phase::Nothing)
    });
    move || match phase.get() {
        Phase::Nothing => view! { <Nothing /><Returns /> }.into_any(),
        Phase::Working => view! { <Working /> }.into_any(),
        Phase::Locked => view! { <Locked /> }.into_any(),
        Phase::Checked => view! { <Files /><Pairs /><Conflicts /><Brought /><Returns /> }.into_any(),
    }
}

/// Nothing is on trial: how to begin.
#[component]
fn Nothing() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part import-start" data-test="merge-start">
            <h2>{move || app.t("合并同事发回的台账", "Merge ledgers that came back")}</h2>
            <p>{move || app.t(
                "把一份或多份台账文件（.json、加密文件、带数据的 .html 或 .zip）拖到窗口任意位置，或在这里选择。先逐条比对、列出冲突，确认后才合并，可以一步撤销；谁的修改都不会丢。",
                "Drop ledger files anywhere or choose them here. They are compared first and merged after you agree; one undo takes it back, and nobody’s work is lost.",
            )}</p>
            <p class="row"><ImportButton class="choose" /></p>
        </section>
    }
}

/// Work that takes a while, with a way out.
#[component]
pub fn Working() -> impl IntoView {
    let app = use_app();
    let word = Signal::derive(move || {
        of(app, |it| match &it.step {
            Step::Reading(name, at, count, _) if *count > 1 => {
                format!("{} {}/{count}「{name}」", app.t("正在读取", "Reading"), at + 1)
            }
            Step::Reading(name, ..) => format!("{}「{name}」", app.t("正在读取", "Reading")),
            Step::Joining(_) => app.t("正在比对", "Comparing").to_owned(),
            _ => app.t("正在合并", "Merging").to_owned(),
        })
        .unwrap_or_default()
    });
    let part = Signal::derive(move || {
        of(app, |it| match &it.step {
            Step::Reading(_, at, count, part) => (*at as f64 + part) / (*count).max(1) as f64,
            Step::Joining(part) => *part,
            _ => 1.0,
        })
        .unwrap_or(0.0)
    });
    view! { <Progress name="merge" word part leave=move || app.leave_merge() /> }
}

/// A file waits for its passphrase.
#[component]
pub fn Locked() -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    let name = Memo::new(move |_| of(app, |it| it.locked.front().map(|(name, _)| name.clone())).flatten());
    let wrong = Memo::new(move |_| of(app, |it| it.is_wrong).unwrap_or(false));
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(input) = input.get_untracked() {
            let passphrase = input.value();
            spawn_local(app.unlock(passphrase));
        }
    };
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    view! {
        <section class="part import-start" data-test="locked">
            <h2>{move || app.t("文件已加密", "The file is sealed")}</h2>
            <p>{move || format!("「{}」{}", name.get().unwrap_or_default(), app.t("设有口令，请输入发送人告诉你的口令。", " needs the passphrase that its sender told you."))}</p>
            <form class="row" on:submit=send>
                <input type="password" data-test="passphrase" autocomplete="off" aria-label=move || app.t("口令", "Passphrase") node_ref=input />
                <button class="primary" data-test="unlock">{move || app.t("打开", "Open")}</button>
                <button type="button" data-test="skip-locked" on:click=move |_| spawn_local(app.skip_locked())>{move || app.t("跳过这份", "Skip it")}</button>
            </form>
            {move || wrong.get().then(|| view! { <p class="sign red" role="alert" data-test="wrong-passphrase">{app.t("▲ 口令不对，文件完好。请核对大小写后再试。", "▲ Wrong passphrase; the file is sound. Try again.")}</p> })}
        </section>
    }
}

/// The files on trial, with what each brings, and what can be done.
#[component]
fn Files() -> impl IntoView {
    let app = use_app();
    let rows = move || {
        of(app, |it| {
            let Step::Checked(joined) = &it.step else { return Vec::new() };
            let rows = it.copies.iter().zip(&joined.reports).enumerate();
            rows.map(|(at, (copy, report))| file_row(app, at, copy, report).into_any()).collect::<Vec<_>>()
        })
    };
    let refused = move || {
        of(app, |it| {
            let lang = app.shell.lang.get();
            let said = |name: &str, why: String| view! { <p class="sign red">"▲ 「"{name.to_owned()}"」："{why}</p> };
            it.refused.iter().map(|(name, refusal)| said(name, refusal.sentence(lang))).collect_view()
        })
    };
    let open = Memo::new(move |_| {
        of(app, |it| match &it.step {
            Step::Checked(joined) => (joined.conflicts.len() - it.choices.len(), joined.conflicts.len()),
            _ => (0, 0),
        })
    });
    view! {
        <section class="part" data-test="merge-files">
            <h2>{move || app.t("来件", "Files")}</h2>
            <table class="plain">
                <thead><tr>
                    <th>{move || app.t("文件", "File")}</th><th>{move || app.t("生成", "Made")}</th><th>{move || app.t("作为谁的报送", "Return of")}</th>
                    <th class="num">{move || app.t("新增", "New")}</th><th class="num">{move || app.t("修改", "Changed")}</th><th class="num">{move || app.t("删除", "Deleted")}</th>
                    <th class="num">{move || app.t("恢复", "Restored")}</th><th class="num">{move || app.t("冲突", "Conflicts")}</th><th class="num">{move || app.t("不变", "Unchanged")}</th><th>{move || format::unshown(app.t("操作", "Act"))}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {refused}
            <p class="row file-actions">
                <button class="primary" data-test="merge-take" on:click=move |_| spawn_local(app.take_trial())>
                    {move || match open.get() {
                        Some((left, all)) if all > 0 => format!("{}（{}）", app.t("合并", "Merge"), format_args!("{} {left}/{all}", app.t("冲突未定", "open"))),
                        _ => app.t("合并", "Merge").to_owned(),
                    }}
                </button>
                <button data-test="merge-cancel" on:click=move |_| app.leave_merge()>{move || app.t("放弃", "Leave")}</button>
                <ImportButton class="more" />
                <span class="muted">{move || app.t("合并前留快照；未选定的冲突保留两个值，列入「检查」，以后再定。", "A snapshot is taken first. Conflicts left open keep all values and are listed under Checks.")}</span>
            </p>
        </section>
    }
}

fn file_row(app: App, at: usize, copy: &IncomingFile, report: &Report) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let file = &copy.file;
    let info = &file.info;
    let made = format!("{} {}", to_the_minute(info.at), info.by);
    let changed = report.changed.iter().map(|change| change.record).collect::<std::collections::BTreeSet<_>>().len();
    let stranger = copy.matching.is_some();
    let part = file.ledger.part().map(|part| match (part.title.is_empty(), part.masked) {
        (true, _) => app.t("全部，姓名已改为职务", "whole, without names").to_owned(),
        (false, masked) => {
            format!("{}{}", part.title, if masked { app.t("，姓名已改为职务", ", without names") } else { "" })
        }
    });
    let said = file.said(lang);
    let same = report.is_nothing();
    view! {
        <tr data-test="merge-file">
            <td>{file.name.clone()}
                {stranger.then(|| view! { " "<span class="sign yellow">{app.t("◆ 另一份台账", "◆ another ledger")}</span> })}
                {file.is_sealed.then(|| view! { " "<span class="sign blue">{app.t("● 加密", "● sealed")}</span> })}
                {part.map(|part| view! { <div class="muted small">{app.t("部分台账：", "part: ")}{part}</div> })}
                {(!said.is_empty()).then(|| view! { <div class="problem small">{said}</div> })}
                {same.then(|| view! { <div class="muted small">{app.t("没有带来新内容", "brings nothing new")}</div> })}
            </td>
            <td class="nowrap">{made}</td>
            <td><UnitChoice at chosen=copy.unit /></td>
            <td class="num">{report.new.len()}</td><td class="num">{changed}</td><td class="num">{report.deleted.len()}</td>
            <td class="num">{report.restored.len()}</td><td class="num">{report.conflicts.len()}</td><td class="num">{report.unchanged}</td>
            <td class="nowrap">
                <button class="plain" data-test="merge-open-apart" on:click=move |_| spawn_local(app.open_incoming(at))>{app.t("另开一份", "Open apart")}</button>
                <button class="plain muted" data-test="merge-drop" on:click=move |_| app.drop_incoming(at)>{app.t("移出", "Take out")}</button>
            </td>
        </tr>
    }
}

/// The units of the open ledger, by name.
pub(super) fn units(app: App) -> Vec<(Id<Unit>, String)> {
    app.document
        .read_or_default(|document| document.ledger.units.iter().map(|(id, unit)| (id, unit.name.clone())).collect())
}

#[component]
fn UnitChoice(at: usize, chosen: Option<Id<Unit>>) -> impl IntoView {
    let app = use_app();
    view! {
        <select data-test="merge-unit" aria-label=move || app.t("作为谁的报送", "Return of") on:change=move |event| {
            app.choose_unit(at, event_target_value(&event).parse().ok().map(Id::new));
        }>
            <option value="">{move || app.t("（不是报送）", "(no return)")}</option>
            {units(app).into_iter().map(|(id, name)| view! { <option value=id.raw().to_string() selected=chosen == Some(id)>{name}</option> }).collect_view()}
        </select>
    }
}

/// What the files bring, record by record.
#[component]
fn Brought() -> impl IntoView {
    let app = use_app();
    let lines = move || {
        of(app, |it| {
            let Step::Checked(joined) = &it.step else { return (Vec::new(), 0) };
            let lang = app.shell.lang.get();
            let mut lines: Vec<(&'static str, RecordRef, String, usize)> = Vec::new();
            for (at, report) in joined.reports.iter().enumerate() {
                let own = |word: &'static str, list: &[RecordRef]| {
                    list.iter().map(|record| (word, *record, String::new(), at)).collect::<Vec<_>>()
                };
                lines.extend(own(app.t("删除", "Deleted"), &report.deleted));
                lines.extend(own(app.t("恢复", "Restored"), &report.restored));
                lines.extend(report.changed.iter().map(|change| {
                    let meta = change.field.meta();
                    let show = |value| text::show(value, meta.field_type, &joined.ledger, lang);
                    let said = format!(
                        "{}：{} → {}",
                        meta.word.of(lang),
                        named(show(&change.old), lang),
                        named(show(&change.new), lang)
                    );
                    (app.t("修改", "Changed"), change.record, said, at)
                }));
                lines.extend(own(app.t("新增", "New"), &report.new));
            }
            let count = lines.len();
            let file = |at: usize| it.copies.get(at).map_or_else(String::new, |copy| copy.file.name.clone());
            let shown = lines.into_iter().take(Listing::of(app, "merge-changes", LISTED).most).map(
                |(word, record, said, at)| {
                    let name = names::name_of(&joined.ledger, record, lang);
                    (word, record.kind.word().of(lang), name, said, file(at))
                },
            );
            (shown.collect::<Vec<_>>(), count)
        })
        .unwrap_or_default()
    };
    view! {
        <section class="part" data-test="merge-brought">
            {move || {
                let (shown, count) = lines();
                let listing = Listing::of(app, "merge-changes", LISTED);
                view! {
                    <h2>{app.t("逐条变化", "Changes")}" ("{count}")"</h2>
                    <div class="rows-frame"><table class="plain"><tbody>
                        {shown.into_iter().map(|(word, kind, name, said, file)| view! {
                            <tr><td class="nowrap">{word}</td><td class="muted nowrap">{kind}</td><td>{name}</td><td>{said}</td><td class="muted">{file}</td></tr>
                        }).collect_view()}
                    </tbody></table></div>
                    {listing.more(count)}
                }
            }}
        </section>
    }
}

/// An empty value is named as such.
pub(in crate::ui) fn named(text: String, lang: Lang) -> String {
    match (text.is_empty(), lang) {
        (true, Lang::Zh) => "（空）".to_owned(),
        (true, Lang::En) => "(empty)".to_owned(),
        (false, _) => text.chars().take(80).collect(),
    }
}

/// Which units have handed in, and since when.
#[component]
fn Returns() -> impl IntoView {
    let app = use_app();
    let rows = move || {
        app.document.read(|document| {
            let ledger = &document.ledger;
            let mut rows: Vec<_> = ledger
                .units
                .iter()
                .map(|(id, unit)| (id, unit.name.clone(), ledger.returns().get(&id.raw()).cloned()))
                .collect();
            rows.sort_by(|a, b| (a.2.is_some(), &a.1).cmp(&(b.2.is_some(), &b.1)));
            Some(rows)
        })
    };
    view! {
        <section class="part" data-test="returns">
            {move || {
                let rows = rows().unwrap_or_default();
                let missing = rows.iter().filter(|(.., row)| row.is_none()).count();
                view! {
                    <h2>{app.t("报送情况", "Returns")}" ("{rows.len() - missing}"/"{rows.len()}")"</h2>
                    <table class="plain"><thead><tr><th>{app.t("填报单位", "Unit")}</th><th>{app.t("最近报送", "Last return")}</th><th>{app.t("填报人", "By")}</th></tr></thead>
                    <tbody>{rows.into_iter().map(|(id, name, row)| {
                        let route = app.keep_day(format::record_route(RecordRef::new(ledger::domain::Kind::Unit, id.raw())));
                        let at = row.as_ref().map(|row| to_the_minute(row.at));
                        view! {
                            <tr><td><a href=route.hash()>{name}</a></td>
                                <td>{match at { Some(at) => view! { {at} }.into_any(), None => view! { <span class="sign yellow">{app.t("◆ 未报送", "◆ none yet")}</span> }.into_any() }}</td>
                                <td>{row.map(|row| row.by)}</td></tr>
                        }
                    }).collect_view()}</tbody></table>
                }
            }}
        </section>
    }
}
