//! Snapshots of the open ledger: listed with their sizes, looked at, restored.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{
        use_app,
        workspace::{Kept, Why},
    },
    browser::page,
};

/// The part of the screen.
#[component]
pub(super) fn Snapshots() -> impl IntoView {
    let app = use_app();
    let list = RwSignal::new(Vec::<Kept>::new());
    Effect::new(move |_| {
        app.workspace.snapshots_changed.track();
        if let Some(key) = app.document.read(|document| Some(document.workspace.key.clone())) {
            spawn_local(async move { list.set(app.snapshots_of(&key).await) });
        }
    });
    view! {
        <section class="part" data-test="snapshots">
            <h2 class="spread">{move || app.t("快照", "Snapshots")}
                <button data-test="snapshot" on:click=move |_| spawn_local(async move {
                    app.snapshot(Why::Asked).await;
                })>{move || app.t("立即留一份", "Take one now")}</button></h2>
            {move || {
                let all = list.get();
                if all.is_empty() {
                    return view! { <p class="muted">{app.t("还没有快照。导入、合并、恢复之前和每天首次使用时自动留存。", "None yet. They are taken before imports, merges and restores, and daily.")}</p> }.into_any();
                }
                view! { <table class="plain"><tbody>{all.into_iter().rev().map(|kept| view! { <Row kept /> }).collect_view()}</tbody></table> }.into_any()
            }}
            <p class="muted small">{move || app.t("每份台账最多保留 12 份、共约 200 MB，先旧后新清理；快照也在浏览器里，不能代替导出备份。", "At most 12 and about 200 MB a ledger, oldest go first. They live in the browser too: export backups.")}</p>
        </section>
    }
}

#[component]
fn Row(kept: Kept) -> impl IntoView {
    let app = use_app();
    let (seen, restored) = (kept.clone(), kept.clone());
    let restore = move |_| {
        if page::confirm(untrack(|| {
            app.t(
                "把当前台账恢复到这份快照的内容？会先留一份当前快照，恢复后可以一步撤销。",
                "Return this ledger to the snapshot? A snapshot of now is taken first, and one undo takes it back.",
            )
        })) {
            spawn_local(app.restore_snapshot(restored.clone()));
        }
    };
    view! {
        <tr data-test="snapshot-row">
            <td class="nowrap">{kept.at.clone()}</td><td>{move || kept.why.word().of(app.shell.lang.get())}</td>
            <td class="num">{kept.records}{move || app.t(" 条", " records")}</td><td class="num">{format!("{:.2} MB", kept.size as f64 / 1e6)}</td>
            <td class="nowrap"><button class="plain" data-test="snapshot-look" on:click=move |_| {
                let seen = seen.clone();
                spawn_local(async move {
                    app.preview_snapshot(seen).await;
                });
            }>{move || app.t("查看", "Look")}</button>
                <button class="plain" data-test="snapshot-restore" on:click=restore>{move || app.t("恢复", "Restore")}</button></td>
        </tr>
    }
}
