//! `#/enterprises`: the tree and the table of enterprises with their stages.

use std::{collections::BTreeSet, sync::Arc};

use leptos::prelude::*;

use super::{
    detail::Detail,
    grid::{Branch, GridView, Tree},
    tasks::{Preset, Presets, preset},
};
use crate::{
    app::{App, use_app},
    browser::random,
};
use ledger::domain::{
    AnyTable, Change, Kind, Phrase, RecordRef, Value, builtins,
    choice::{Label, StageName},
    records::Enterprise,
};
use table_model::Column;

const PRESETS: &[Preset] = &[
    Preset {
        key: "lead",
        word: Phrase::new("领导看", "For leaders"),
        columns: &["name", "tier", "group", "stage:1:issued", "stage:2:signed", "stage:4:issued", "exclusions"],
    },
    Preset {
        key: "fill",
        word: Phrase::new("填报", "Filling in"),
        columns: &[
            "name",
            "code",
            "parent",
            "unit",
            "region",
            "function_class",
            "industry",
            "strategic_emerging",
            "holding",
            "state",
            "stage:1:issued",
            "stage:2:issued",
            "stage:2:signed",
            "stage:4:issued",
            "stage:7:issued",
            "note",
        ],
    },
    Preset {
        key: "press",
        word: Phrase::new("督办", "Supervision"),
        columns: &[
            "name",
            "tier",
            "group",
            "stage:1:issued",
            "stage:1:assessed",
            "stage:1:paid",
            "stage:1:adjusted",
            "exclusions",
            "note",
        ],
    },
];

/// Finds the column of a preset; built-in institutions are named by their number.
fn column(key: &str) -> Option<Column> {
    let Some(rest) = key.strip_prefix("stage:") else { return Column::of_key(Kind::Enterprise, key) };
    let (institution, stage) = rest.split_once(':')?;
    let stage = <StageName as ledger::domain::CodedEnum>::ALL
        .iter()
        .find(|name| ledger::domain::CodedEnum::key(**name) == stage)?;
    Some(Column::Stage(ledger::domain::Id::new(ledger::domain::RawId(institution.parse().ok()?)), *stage))
}

/// The screen.
#[component]
pub fn Enterprises() -> impl IntoView {
    let app = use_app();
    // Below which enterprises the tree is folded, by position.
    let folded = RwSignal::new(BTreeSet::<usize>::new());
    let is_tree =
        Memo::new(move |_| app.shell.route.with(|route| route.get("view") != "flat" && route.get("sort").is_empty()));
    let candidates = Memo::new(move |_| app.document.read_or_default(|document| rows(document, &folded.get())));
    let branches = Memo::new(move |_| {
        let branches = app.document.read(|document| {
            if !is_tree.get() {
                return None;
            }
            let branch = |at| Branch {
                depth: document.index.place(at).tier,
                has_more: document.index.subsidiaries.of(at).next().is_some(),
            };
            Some((0..document.ledger.enterprises.len()).map(branch).collect::<Vec<_>>())
        });
        Arc::new(branches.unwrap_or_default())
    });
    let tree = Tree { branches, folded };
    let columns = Memo::new(move |_| {
        preset(app, PRESETS, "enterprise-columns").columns.iter().filter_map(|key| column(key)).collect::<Vec<_>>()
    });
    let title = Memo::new(move |_| app.t("企业", "Enterprises").to_owned());
    let fold_to = move |tier: u8| {
        let tiers = app.document.peek_or_default(|document| {
            (0..document.ledger.enterprises.len()).filter(|at| document.index.place(*at).tier >= tier).collect()
        });
        folded.set(tiers);
    };
    view! {
        <main class="screen whole">
            <div class="work">
                <div class="work-main">
                    <GridView kind=Kind::Enterprise columns candidates tree title>
                        <Presets presets=PRESETS preference="enterprise-columns" />
                        <label class="row">{move || app.t("展开到", "Show down to")}
                            <select data-test="fold" on:change=move |event| fold_to(event_target_value(&event).parse().unwrap_or(9))>
                                <option value="9">{move || app.t("各级", "all tiers")}</option>
                                <option value="1">{move || app.t("一级", "tier 1")}</option>
                                <option value="2">{move || app.t("二级", "tier 2")}</option>
                                <option value="3">{move || app.t("三级", "tier 3")}</option>
                                <option value="4">{move || app.t("四级", "tier 4")}</option>
                            </select>
                        </label>
                        <button class="primary" data-test="new-enterprise" on:click=move |_| add_enterprise(app)>{move || app.t("新增企业", "New enterprise")}</button>
                        <button on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
                    </GridView>
                </div>
                <Detail kind=Kind::Enterprise />
            </div>
        </main>
    }
}

/// The enterprises in the order of the tree, without what is folded away; those that a circle of
/// parents keeps off the tree come last.
fn rows(document: &crate::app::Document, folded: &BTreeSet<usize>) -> Vec<usize> {
    let mut rows = Vec::new();
    let mut hidden_below: Option<u8> = None;
    for at in &document.index.walk {
        let at = *at as usize;
        let tier = document.index.place(at).tier;
        if hidden_below.is_some_and(|limit| tier > limit) {
            continue;
        }
        hidden_below = folded.contains(&at).then_some(tier);
        rows.push(at);
    }
    rows.extend(
        document.ledger.enterprises.positioned().map(|(at, _)| at).filter(|at| document.index.place(*at).tier == 0),
    );
    rows
}

fn add_enterprise(app: App) {
    let id = random::id();
    let unit = app.document.peek(|document| document.ledger.profile.get(builtins::PROFILE)?.unit);
    let mut values = vec![(
        Enterprise::name,
        Value::Text(app.shell.lang.with_untracked(|lang| Phrase::new("新企业", "New enterprise").of(*lang).to_owned())),
    )];
    values.extend(unit.map(|unit| (Enterprise::unit, Value::Ref(unit.raw()))));
    if app.apply(Change::Create { record: RecordRef::new(Kind::Enterprise, id), values }, Label::Create) {
        app.replace_route(app.shell.route.get_untracked().with("open", id.to_string()));
    }
}
