//! `#/tasks`: the ledger of tasks, in order of priority.

use std::sync::Arc;

use leptos::prelude::*;

use super::{detail::Detail, grid::GridView};
use crate::{
    app::{Route, use_app},
    browser::{clock, random},
};
use ledger::domain::{
    AnyTable, Change, CodedEnum, Decimal, Kind, Phrase, RecordRef, Value, builtins,
    choice::{Label, ReformKind},
    records::Task,
};
use report::{Scope, task::tasks};
use table_model::{Column, column::TaskMark};

/// A choice of columns.
#[derive(Clone, Copy)]
pub struct Preset {
    /// The name in addresses.
    pub key: &'static str,
    /// The name on screen.
    pub word: Phrase,
    /// The keys of the columns.
    pub columns: &'static [&'static str],
}

const PRESETS: &[Preset] = &[
    Preset {
        key: "lead",
        word: Phrase::new("领导看", "For leaders"),
        columns: &[
            "title",
            "warning_sign",
            "status",
            "percent",
            "deadline",
            "key",
            "responsible_unit",
            "responsible_person",
            "last_progress",
        ],
    },
    Preset {
        key: "fill",
        word: Phrase::new("填报", "Filling in"),
        columns: &[
            "number",
            "title",
            "kind",
            "chapter",
            "measure",
            "main",
            "key",
            "responsible_unit",
            "lead_department",
            "responsible_person",
            "start",
            "deadline",
            "expected_result",
            "result_form",
            "criteria",
            "weight",
            "status",
            "percent",
            "last_progress",
            "filled_by",
            "reviewed_by",
        ],
    },
    Preset {
        key: "press",
        word: Phrase::new("督办", "Supervision"),
        columns: &[
            "title",
            "warning_sign",
            "deadline",
            "percent",
            "status",
            "responsible_unit",
            "responsible_person",
            "problems",
            "next_step",
            "evidence_count",
            "priority",
        ],
    },
    Preset {
        key: "functional",
        word: Phrase::new("功能使命", "Functional"),
        columns: &[
            "number",
            "title",
            "goal",
            "goal_value",
            "reached",
            "percent",
            "status",
            "warning_sign",
            "deadline",
            "responsible_unit",
            "responsible_person",
            "last_progress",
        ],
    },
    Preset {
        key: "institutional",
        word: Phrase::new("体制机制", "Institutional"),
        columns: &[
            "number",
            "title",
            "institution",
            "enterprise",
            "status",
            "percent",
            "warning_sign",
            "deadline",
            "responsible_unit",
            "responsible_person",
            "evidence_count",
            "last_progress",
        ],
    },
];

/// The kind of task that a choice of columns is for, where it is for one: its columns say nothing of the other.
fn kind_of(preset: &str) -> Option<ReformKind> {
    ReformKind::ALL.iter().copied().find(|kind| kind.key() == preset)
}

/// The address with a choice of columns. One that is for a kind of task shows that kind alone; leaving it
/// shows all kinds again.
fn with_preset(route: Route, key: &str) -> Route {
    let was_for_kind = kind_of(route.get("cols")).is_some();
    let route = route.with("cols", key);
    match kind_of(key) {
        Some(kind) => route.with("f.kind", kind.key()),
        None if was_for_kind => route.with("f.kind", ""),
        None => route,
    }
}

/// The preset that the address names, else the one last used.
pub fn preset(app: crate::app::App, presets: &'static [Preset], preference: &'static str) -> Preset {
    let named = app.shell.route.with(|route| route.get("cols").to_owned());
    let wanted = if named.is_empty() { app.preference::<String>(preference).unwrap_or_default() } else { named };
    presets.iter().find(|preset| preset.key == wanted).copied().unwrap_or(presets[0])
}

/// Chooses among presets.
#[component]
pub fn Presets(
    /// The presets.
    presets: &'static [Preset],
    /// The name under which the last choice is kept.
    preference: &'static str,
) -> impl IntoView {
    let app = use_app();
    view! {
        <span class="tabs" role="group" aria-label=move || app.t("列方案", "Columns")>
            {presets.iter().map(|choice| view! {
                <button data-test=format!("preset-{}", choice.key) class:on=move || preset(app, presets, preference).key == choice.key on:click=move |_| {
                    // A choice that is for a kind of task lives in the address with its filter alone.
                    if kind_of(choice.key).is_none() {
                        app.set_preference(preference, &choice.key);
                    }
                    app.replace_route(with_preset(app.shell.route.get_untracked(), choice.key));
                }>{move || choice.word.of(app.shell.lang.get())}</button>
            }).collect_view()}
        </span>
    }
}

/// The screen.
#[component]
pub fn Tasks() -> impl IntoView {
    let app = use_app();
    let lines = Memo::new(move |_| {
        app.document.read_or_default(|document| {
            let lines = tasks(document.view(app.as_of()), &Scope::default());
            let mut marks = vec![TaskMark::default(); document.ledger.tasks.len()];
            for (rank, line) in lines.iter().enumerate() {
                marks[line.position] = TaskMark { warning: line.warning.map(|w| w.colour), rank: rank as u32 + 1 };
            }
            (Arc::new(marks), lines.iter().map(|line| line.position).collect::<Vec<_>>())
        })
    });
    let marks = Memo::new(move |_| lines.with(|(marks, _)| marks.clone()));
    let candidates = Memo::new(move |_| lines.with(|(_, rows)| rows.clone()));
    let columns = Memo::new(move |_| {
        preset(app, PRESETS, "task-columns")
            .columns
            .iter()
            .filter_map(|key| Column::of_key(Kind::Task, key))
            .collect::<Vec<_>>()
    });
    let title = Memo::new(move |_| app.t("任务台账", "Tasks").to_owned());
    view! {
        <main class="screen whole">
            <div class="work">
                <div class="work-main">
                    <GridView kind=Kind::Task columns candidates marks title>
                        <Presets presets=PRESETS preference="task-columns" />
                        <button class="primary" data-test="new-task" on:click=move |_| add_task(app)>{move || app.t("新增任务", "New task")}</button>
                        <button on:click=move |_| crate::browser::page::print()>{move || app.t("打印", "Print")}</button>
                    </GridView>
                </div>
                <Detail kind=Kind::Task />
            </div>
        </main>
    }
}

fn add_task(app: crate::app::App) {
    let id = random::id();
    let number = app.document.peek_or_default(|document| document.ledger.tasks.live_count()) + 1;
    let unit = app.document.peek(|document| document.ledger.profile.get(builtins::PROFILE)?.unit);
    let mut values = vec![
        (Task::number, Value::Text(format!("新-{number}"))),
        (Task::start, Value::Date(clock::today())),
        (Task::weight, Value::Number(Decimal::whole(1))),
    ];
    values.extend(unit.map(|unit| (Task::unit, Value::Ref(unit.raw()))));
    if app.apply(Change::Create { record: RecordRef::new(Kind::Task, id), values }, Label::Create) {
        app.replace_route(app.shell.route.get_untracked().with("open", id.to_string()));
    }
}
