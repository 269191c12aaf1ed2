//! The dry run on screen: how many rows come to what, field by field, before anything is written.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::import::of;
use crate::{
    app::{
        App,
        transfer::import::{Outcome, Plan, RowPlan, Step},
        use_app,
    },
    ui::listing::Listing,
};
use ledger::domain::Phrase;

/// The most rows that are listed.
const LISTED: usize = 300;

const OUTCOMES: [(Outcome, &str, Phrase); 6] = [
    (Outcome::New, "new", Phrase::new("新增", "New")),
    (Outcome::Changed, "changed", Phrase::new("修改", "Changed")),
    (Outcome::Unchanged, "unchanged", Phrase::new("不变", "Unchanged")),
    (Outcome::NeedsNod, "nod", Phrase::new("待确认同名", "Same name")),
    (Outcome::Refused, "refused", Phrase::new("不能导入", "Refused")),
    (Outcome::Skipped, "skipped", Phrase::new("合计与说明行", "Sums and notes")),
];

/// The dry run.
#[component]
pub(super) fn Checked() -> impl IntoView {
    let app = use_app();
    let plan: Signal<Option<Arc<Plan>>, LocalStorage> = Signal::derive_local(move || {
        of(app, |i| match &i.step {
            Step::Checked(plan) => Some(plan.clone()),
            _ => None,
        })
        .flatten()
    });
    let first = plan.with_untracked(|plan| {
        let plan = plan.as_ref();
        OUTCOMES.iter().position(|(outcome, ..)| plan.is_some_and(|plan| plan.count(*outcome) > 0)).unwrap_or(0)
    });
    // `None` stands for the rows of any kind that something is to be said of.
    let here = RwSignal::new(Some(OUTCOMES[first].0));
    let remarked = move || plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.remarked()));
    let writes = move || {
        plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.count(Outcome::New) + plan.count(Outcome::Changed)))
    };
    let left_out = move || {
        plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.count(Outcome::Refused) + plan.count(Outcome::NeedsNod)))
    };
    view! {
        <section class="part import-result" data-test="import-result">
            <div class="row">
                <span class="tabs">{OUTCOMES.into_iter().map(|(outcome, key, word)| {
                    let count = move || plan.with(|plan| plan.as_ref().map_or(0, |plan| plan.count(outcome)));
                    view! {
                        <button data-test=format!("outcome-{key}") class:on=move || here.get() == Some(outcome) on:click=move |_| here.set(Some(outcome))>{move || word.of(app.shell.lang.get())}" "<span class="num">{count}</span></button>
                    }
                }).collect_view()}
                    <button data-test="outcome-remarks" class:on=move || here.get().is_none() on:click=move |_| here.set(None)>{move || app.t("有提示", "With remarks")}" "<span class="num">{remarked}</span></button>
                </span>
                <span class="grow"></span>
                <button data-test="import-refused" disabled=move || left_out() == 0 on:click=move |_| app.export_refused()>{move || app.t("下载未导入的行", "Download what was left out")}</button>
                <button class="primary" data-test="import-write" disabled=move || writes() == 0 on:click=move |_| spawn_local(app.write_table())>
                    {move || app.t("写入", "Write")}" "{writes}" "{move || app.t("条", "rows")}
                </button>
            </div>
            {move || plan.with(|plan| plan.as_ref().map(|plan| list(app, plan, here.get())))}
        </section>
    }
}

fn list(app: App, plan: &Plan, outcome: Option<Outcome>) -> impl IntoView + use<> {
    let is_here = |row: &&RowPlan| outcome.map_or(!row.problems.is_empty(), |outcome| row.outcome == outcome);
    let count = outcome.map_or(plan.remarked(), |outcome| plan.count(outcome));
    let listing = Listing::of(app, "import-rows", LISTED);
    let rows = plan.rows.iter().filter(is_here).take(listing.most).map(|row| line(app, row)).collect_view();
    view! {
        <div class="rows-frame"><table class="plain"><tbody>{rows}</tbody></table></div>
        {(count == 0).then(|| view! { <p class="muted">{app.t("没有这类行。", "No such rows.")}</p> })}
        {listing.more(count)}
    }
}

fn line(app: App, row: &RowPlan) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let heading =
        |column: table_model::Column| app.document.read_or_default(|document| column.heading(&document.ledger, lang));
    let changes = row.changes.iter().map(|change| {
        let old = if change.old.is_empty() { app.t("（空）", "(empty)").to_owned() } else { change.old.clone() };
        let new = if change.new.is_empty() { app.t("（空）", "(empty)").to_owned() } else { change.new.clone() };
        view! { <div><span class="muted">{heading(change.column)}" "{change.address.clone()}"："</span>{old}" → "<strong>{new}</strong></div> }
    });
    let changes = changes.collect_view();
    let problems = row.problems.iter().map(|problem| {
        view! { <div class="problem">{problem.address.clone()}"："{problem.kind.sentence(lang)}</div> }
    });
    let problems = problems.collect_view();
    view! { <tr><td class="num muted">{row.row + 1}</td><td>{row.name.clone()}</td><td>{changes}{problems}</td></tr> }
}
