//! `#/compare`: two days or two files, what changed between them, and how each rate came to be another.

mod changes;
mod choices;
mod figure_changes;
mod slips;
mod state;

use leptos::prelude::*;

use super::scope_picker::Scopes;
use crate::{
    app::{App, use_app},
    browser::page,
};
use state::{Done, done};

/// The screen.
#[component]
pub fn Compare() -> impl IntoView {
    let app = use_app();
    let done = done(app);
    let has_any = Memo::new(move |_| done.with(Option::is_some));
    view! {
        <main class="screen compare">
            <div class="screen-head">
                <h1>{move || app.t("比较", "Compare")}</h1>
                <Scopes />
                <span class="grow"></span>
                <button class="no-print" on:click=move |_| page::print()>{move || app.t("打印", "Print")}</button>
            </div>
            <choices::Choices />
            <Show when=move || has_any.get() fallback=move || view! { <p class="empty">{move || app.t("所选文件已不在这里，请重新加入或另选状态。", "The chosen file is not here any more; add it again or choose another state.")}</p> }>
                <div data-test="comparison">
                    {move || heading(app, done)}
                    <figure_changes::Figures done />
                    {move || slips::slipped(app, done)}
                    {move || changes::groups(app, done)}
                </div>
            </Show>
        </main>
    }
}

/// The two states by name and day, and what the chosen scope leaves out.
fn heading(app: App, done: Done) -> Option<impl IntoView + use<>> {
    let is_part = app.shell.route.with(super::scope_picker::scope) != report::Scope::default();
    let compared = done.get()?;
    app.document.read(|document| {

        let [before, after] = [&compared.before, &compared.after].map(|side| (side.name(app, document), side.day.to_string()));
        let part = is_part.then(|| view! { <p class="note">{app.t("已选范围：指标、任务、企业及其所属记录只列范围内的；单位、目标等全局记录的变化不列。", "A part is chosen: figures, tasks, enterprises and what belongs to them are those of the part; changes of units, targets and the like are left out.")}</p> });
        Some(view! {
            <p class="compared"><strong>{before.0}</strong>{app.t("（统计日 ", " (as of ")}{before.1}{app.t("）→ ", ") → ")}<strong>{after.0}</strong>{app.t("（统计日 ", " (as of ")}{after.1}{app.t("）", ")")}</p>
            {part}
        })
    })
}
