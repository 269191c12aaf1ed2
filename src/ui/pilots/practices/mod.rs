//! Practices (样板): cards that say once what was done, what came of it and what proves it.

mod card;
mod editing;
mod list;
mod serves;

use leptos::prelude::*;

use crate::{
    app::{App, Route, use_app},
    browser::{page, random},
    ui::format,
};
use ledger::domain::{
    Change, Field, Id, Kind, RawId, RecordRef, Value,
    choice::{Label, Warning},
    records::Practice,
};
use report::{
    View,
    practices::{Lack, Line, Roster, Served, linking},
};
use table_model::names;

/// The card that an address opens.
fn opened(route: &Route) -> Option<RawId> {
    route.parsed("practice")
}

/// Whether an address opens a card.
pub(super) fn has_card(route: &Route) -> bool {
    opened(route).is_some()
}

/// The part of the screen: the list of cards, or one of them.
#[component]
pub(super) fn Practices() -> impl IntoView {
    let app = use_app();
    let open = Memo::new(move |_| app.shell.route.with(opened));
    // A page's size is that of what stands around the card, too: a change of size within would begin a new page.
    Effect::new(move |_| page::set_root_attribute("data-page", if open.get().is_some() { "brief" } else { "" }));
    on_cleanup(|| page::set_root_attribute("data-page", ""));
    move || match open.get() {
        None => view! { <list::List /> }.into_any(),
        Some(id) => view! { <card::Card record=RecordRef::new(Kind::Practice, id) /> }.into_any(),
    }
}

/// Makes a practice that was described on the day, with what is known of it and what it serves, and opens its card.
pub(in crate::ui) fn new_practice(app: App, known: Vec<(Field, Value)>, served: Option<Served>) {
    let id = random::id();
    let mut values = vec![(Practice::described_on, Value::Date(untrack(|| app.as_of())))];
    values.extend(known);
    let mut changes = vec![Change::Create { record: RecordRef::new(Kind::Practice, id), values }];
    let link = RecordRef::new(Kind::PracticeLink, random::id());
    changes.extend(served.map(|served| linking(link, Id::new(id), served)));
    if app.apply(Change::Batch(changes), Label::Create) {
        app.go(untrack(|| app.keep_day(format::practice_route(id).with("edit", "yes"))));
    }
}

/// What a card is called.
fn title(app: App, view: View<'_>, line: &Line<'_>) -> String {
    names::name_of(view.ledger, RecordRef::new(Kind::Practice, line.practice.raw()), app.shell.lang.get())
}

/// Whose it is, and when it was described: enterprise, programme, day.
fn whose(app: App, view: View<'_>, line: &Line<'_>) -> impl IntoView + use<> {
    let enterprise = line.enterprise.map(|at| {
        let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(at).raw());
        format::record_link(app, view.ledger, record).into_any()
    });
    let programme = line.programme.and_then(|id| view.ledger.programmes.get(id)).map(|row| row.name.clone());
    let day = line.row.described_on.map(|day| format!("{} {day}", app.t("整理于", "described on")));
    let words =
        [programme, day].into_iter().flatten().map(|word| view! { <span class="nowrap">{word}</span> }.into_any());
    let parts = enterprise.into_iter().chain(words).map(|part| view! { <span class="practice-part">{part}</span> });
    parts.collect_view()
}

/// What it lacks, and where it contradicts the roster.
fn signs(app: App, line: &Line<'_>) -> impl IntoView + use<> {
    let words: Vec<&str> = line.lacks.iter().filter_map(|lack| unfilled(app, *lack)).collect();
    let lacking = (!words.is_empty()).then(|| {
        format::warning_sign(
            Warning::Yellow,
            format!("{}{}", app.t("未填：", "missing: "), words.join(app.t("、", ", "))),
        )
    });
    let roster = line.roster.and_then(|roster| contradiction(app, roster));
    let roster = roster.map(|words| format::warning_sign(Warning::Yellow, words));
    let later = line.is_later.then(|| {
        format::warning_sign(Warning::Blue, app.t("整理日期晚于统计日", "described after the as-of date").to_owned())
    });
    view! { {lacking}" "{roster}" "{later} }
}

fn unfilled(app: App, lack: Lack) -> Option<&'static str> {
    match lack {
        Lack::What => Some(app.t("主要做法", "what was done")),
        Lack::Result => Some(app.t("成效", "result")),
        Lack::Evidence => Some(app.t("佐证", "evidence")),
        Lack::Enterprise => Some(app.t("企业", "enterprise")),
        Lack::Link => Some(app.t("关联任务或指标", "a linked task or indicator")),
        Lack::Membership => None,
    }
}

/// How an enterprise is not on the roster on the day.
fn contradiction(app: App, roster: Roster) -> Option<String> {
    match roster {
        Roster::InForce => None,
        Roster::Left(on) => {
            Some(format!("{} {on}", app.t("企业已退出该工程名单", "the enterprise left the programme on")))
        }
        Roster::ToJoin(on) => Some(format!(
            "{} {on}",
            app.t("企业统计日尚未列入该工程名单，列入日期", "the enterprise joins the programme only on")
        )),
        Roster::NotListed => {
            Some(app.t("企业不在该工程名单内", "the enterprise is on no roster of the programme").to_owned())
        }
    }
}
