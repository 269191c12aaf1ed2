//! Conflicts of a trial, side by side, with ways to choose.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::merge::{named, of};
use crate::{
    app::{
        App,
        transfer::merge_session::{MergeSession, Rule, Step},
        use_app,
    },
    ui::listing::Listing,
};
use ledger::{
    domain::{DELETION, Field, FieldType, Lang, Value, to_the_minute},
    merge::{Conflict, Side, Source},
};
use table_model::{names, text};

/// The most conflicts that are listed at once.
const LISTED: usize = 200;

/// The part of the screen; nothing where there is no conflict.
#[component]
pub(super) fn Conflicts() -> impl IntoView {
    let app = use_app();
    let count = Memo::new(move |_| of(app, |it| conflicts(it).len()).unwrap_or(0));
    move || (count.get() > 0).then(|| view! { <List /> })
}

fn conflicts(it: &MergeSession) -> &[Conflict] {
    match &it.step {
        Step::Checked(joined) => &joined.conflicts,
        _ => &[],
    }
}

/// The name of the field of a conflict.
fn column(conflict: &Conflict, lang: Lang) -> &'static str {
    match (conflict.index, lang) {
        (DELETION, Lang::Zh) => "删除还是保留",
        (DELETION, Lang::En) => "Delete or keep",
        (index, lang) => Field { kind: conflict.record.kind, index }.meta().word.of(lang),
    }
}

#[component]
fn List() -> impl IntoView {
    let app = use_app();
    // The column to which the rules below apply; all where none is chosen.
    let chosen = RwSignal::new(String::new());
    let columns = move || {
        of(app, |it| {
            let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
            for conflict in conflicts(it) {
                *counts.entry(column(conflict, app.shell.lang.get())).or_default() += 1;
            }
            counts
        })
        .unwrap_or_default()
    };
    let apply = move |rule: Rule| {
        let (only, lang) = (chosen.get_untracked(), app.shell.lang.get_untracked());
        app.choose_by(rule, move |conflict| only.is_empty() || column(conflict, lang) == only);
    };
    let count = move || {
        let (only, lang) = (chosen.get(), app.shell.lang.get());
        of(app, |it| conflicts(it).iter().filter(|conflict| only.is_empty() || column(conflict, lang) == only).count())
            .unwrap_or_default()
    };
    let rows = move || {
        let only = chosen.get();
        of(app, |it| {
            let own = conflicts(it)
                .iter()
                .filter(|conflict| only.is_empty() || column(conflict, app.shell.lang.get()) == only);
            own.take(Listing::of(app, "merge-conflicts", LISTED).most)
                .map(|conflict| row(app, it, conflict).into_any())
                .collect::<Vec<_>>()
        })
    };
    view! {
        <section class="part" data-test="merge-conflicts">
            <h2>{move || app.t("冲突：同一栏被改成了不同的内容", "Conflicts: one field, several values")}</h2>
            <p class="row">
                <select aria-label=move || app.t("按栏", "By column") data-test="conflict-column" on:change=move |event| chosen.set(event_target_value(&event))>
                    <option value="">{move || app.t("全部栏", "All columns")}</option>
                    {move || columns().into_iter().map(|(name, count)| view! { <option value=name>{format!("{name}（{count}）")}</option> }).collect_view()}
                </select>
                <button data-test="choose-mine" on:click=move |_| apply(Rule::Mine)>{move || app.t("都用本机的", "All mine")}</button>
                <button data-test="choose-theirs" on:click=move |_| apply(Rule::Theirs)>{move || app.t("都用来件的", "All theirs")}</button>
                <button data-test="choose-owner" on:click=move |_| apply(Rule::Owner) title=move || app.t("记录归哪个单位，就用哪个单位报送文件中的值", "Each record as its own unit has it")>{move || app.t("各单位以其自报为准", "Each unit’s own return")}</button>
                <button data-test="choose-open" on:click=move |_| apply(Rule::Open)>{move || app.t("都留待以后", "Leave all open")}</button>
            </p>
            <div class="rows-frame"><table class="plain conflicts">
                <thead><tr><th>{move || app.t("记录", "Record")}</th><th>{move || app.t("栏", "Field")}</th><th>{move || app.t("选哪个", "Which")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {move || Listing::of(app, "merge-conflicts", LISTED).more(count())}
        </section>
    }
}

fn row(app: App, it: &MergeSession, conflict: &Conflict) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let Step::Checked(joined) = &it.step else { return ().into_any() };
    let name = names::name_of(&joined.ledger, conflict.record, lang);
    let chosen = it.choices.get(&(conflict.record, conflict.index));
    let sides = conflict.sides.iter().enumerate().map(|(at, side)| {
        let shown = match (&side.value, conflict.index) {
            (Value::YesNo(true), DELETION) => app.t("删除", "Delete").to_owned(),
            (_, DELETION) => app.t("保留", "Keep").to_owned(),
            (value, index) => {
                let field_type: FieldType = Field { kind: conflict.record.kind, index }.meta().field_type;
                named(text::show(value, field_type, &joined.ledger, lang), lang)
            }
        };
        let own = conflict.clone();
        let on = chosen == Some(&side.value);
        view! {
            <button class="side" class:on=on aria-pressed=on.to_string() data-test="conflict-side" on:click=move |_| app.choose_side(&own, (!on).then_some(at))>
                <span class="side-value">{if on { "✓ " } else { "" }}{shown}</span>
                <span class="muted small">{whose(app, it, side)}</span>
            </button>
        }
    });
    let sides = sides.collect_view();
    view! {
        <tr><td>{name}<div class="muted small">{conflict.record.kind.word().of(lang)}</div></td><td class="nowrap">{column(conflict, lang)}</td>
            <td><div class="sides">{sides}</div></td></tr>
    }
    .into_any()
}

/// Where a value stands, who wrote it and when.
fn whose(app: App, it: &MergeSession, side: &Side) -> String {
    let mut parts: Vec<String> = Vec::new();
    if side.sources.contains(&Source::Mine) {
        parts.push(app.t("本机", "mine").to_owned());
    }
    let files: Vec<String> = side
        .sources
        .iter()
        .filter_map(|source| match source {
            Source::File(at) => it.copies.get(*at).map(|copy| copy.file.name.clone()),
            Source::Mine => None,
        })
        .collect();
    match files.as_slice() {
        [] => {}
        [one] => parts.push(one.clone()),
        [first, rest @ ..] => parts.push(format!("{first} +{}", rest.len())),
    }
    if !side.by.is_empty() {
        parts.push(side.by.clone());
    }
    parts.extend(side.at.map(to_the_minute));
    parts.join(" · ")
}
