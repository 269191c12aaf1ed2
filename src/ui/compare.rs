//! Comparing without merging: two states, and what changed between them.

use std::sync::Arc;

use leptos::prelude::*;

use super::data::merge::named;
use crate::{
    app::{App, Book, receiving::Arrived, use_app},
    browser::page,
    domain::{Date, Index, Ledger, parse_date},
    report::{
        View,
        compare::{Comparison, Difference, Turn, compare},
    },
    sheet::{names, text},
    ui::{figures, start::ImportButton},
};

/// The most changes of one sort that are listed on screen; printing lists all.
const LISTED: usize = 100;

/// One of the two states.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    /// The open ledger as it is.
    Now,
    /// The open ledger as it was at the end of a day.
    Day(Date),
    /// A file, by its place in the list.
    File(usize),
}

impl State {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None => (text == "now").then_some(Self::Now),
            Some(("day", day)) => parse_date(day).map(Self::Day),
            Some(("file", at)) => at.parse().ok().map(Self::File),
            Some(_) => None,
        }
    }
}

/// A state with what a report needs of it.
struct Whole {
    ledger: Ledger,
    index: Index,
    day: Date,
    name: String,
}

impl Whole {
    fn view(&self) -> View<'_> {
        View { ledger: &self.ledger, index: &self.index, as_of: self.day }
    }
}

fn whole(app: App, book: &Book, files: &[Arc<Arrived>], state: &State, today: Date) -> Option<Whole> {
    let (ledger, day, name) = match state {
        State::Now => (book.ledger.clone(), today, format!("{}{}", book.title(), app.t("（当前）", " (now)"))),
        State::Day(day) => (book.ledger.as_it_was(*day), *day, format!("{} {day}", book.title())),
        State::File(at) => {
            let file = files.get(*at)?;
            (file.ledger.clone(), today, file.name.clone())
        }
    };
    let index = Index::new(&ledger);
    Some(Whole { ledger, index, day, name })
}

/// The part of the screen.
#[component]
pub(super) fn Compare() -> impl IntoView {
    let app = use_app();
    let state = move |name: &'static str| app.route.with(|route| State::parse(route.get(name)));
    let result = move || {
        let (from, to) = (state("from")?, state("to").unwrap_or(State::Now));
        let files = app.beside.get();
        let today = app.as_of();
        app.book.with(|book| {
            let book = book.as_ref()?;
            let (before, after) = (whole(app, book, &files, &from, today)?, whole(app, book, &files, &to, today)?);
            let comparison = compare(before.view(), after.view());
            Some(listed(app, &before, &after, &comparison).into_any())
        })
    };
    view! {
        <section class="part no-print" data-test="compare-choices">
            <p class="row">
                <Chooser name="from" zh="从" en="From" /><Chooser name="to" zh="到" en="To" />
                <ImportButton class="choose" />
                <button on:click=move |_| page::print()>{move || app.t("打印", "Print")}</button>
            </p>
            <p class="muted">{move || app.t("可以比较两个日期、两份文件，或文件与当前台账；只看不改。把文件拖到这里即可加入。", "Compare two days, two files, or a file with this ledger. Drop files here to add them.")}</p>
            {move || app.examining.get().map(|name| view! { <p role="status">{app.t("正在读取", "Reading")}"「"{name}"」…"</p> })}
        </section>
        {move || result().unwrap_or_else(|| view! { <p class="empty">{app.t("请选择「从」哪个状态开始比较。", "Choose what to compare from.")}</p> }.into_any())}
    }
}

/// Chooses one of the two states.
#[component]
fn Chooser(name: &'static str, zh: &'static str, en: &'static str) -> impl IntoView {
    let app = use_app();
    let own = move || {
        let text = app.route.with(|route| route.get(name).to_owned());
        if text.is_empty() && name == "to" { "now".to_owned() } else { text }
    };
    let put = move |text: String| app.replace_route(app.route.get_untracked().with(name, text));
    let files = move || app.beside.with(|files| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
    let is_day = move || own().starts_with("day");
    view! {
        <label class="row">{move || app.t(zh, en)}
            <select data-test=format!("compare-{name}") on:change=move |event| put(event_target_value(&event))>
                <option value="" selected=move || own().is_empty()>{move || app.t("请选择", "Choose")}</option>
                <option value="now" selected=move || own() == "now">{move || app.t("当前台账", "This ledger now")}</option>
                <option value=move || if is_day() { own() } else { format!("day:{}", app.as_of()) } selected=is_day>{move || app.t("某日的台账", "This ledger on a day")}</option>
                {move || files().into_iter().enumerate().map(|(at, file)| { let key = format!("file:{at}"); let on = own() == key; view! { <option value=key selected=on>{file}</option> } }).collect_view()}
            </select>
            <Show when=is_day>
                <input type="date" data-test=format!("compare-{name}-day") prop:value=move || own().trim_start_matches("day:").to_owned() on:change=move |event| put(format!("day:{}", event_target_value(&event))) />
            </Show>
        </label>
    }
}

fn listed(app: App, before: &Whole, after: &Whole, comparison: &Comparison) -> impl IntoView + use<> {
    let lang = app.lang.get();
    let printing = app.printing.get();
    let none = comparison.changes.is_empty();
    let groups = comparison.changes.chunk_by(|a, b| a.turn.word() == b.turn.word()).map(|group| {
        let over = if printing { 0 } else { group.len().saturating_sub(LISTED) };
        let rows = group.iter().take(group.len() - over).map(|difference| {
            // What is gone has its name in the state before.
            let gone = difference.turn == Turn::Removed;
            let ledger = if gone { &before.ledger } else { &after.ledger };
            let name = names::name_of(ledger, difference.record, lang);
            let route = app.keep_day(figures::record_route(difference.record));
            let kind = difference.record.kind.word().of(lang);
            view! { <tr><td class="muted nowrap">{kind}</td><td><a href=route.hash()>{name}</a></td><td>{said(app, before, after, difference)}</td></tr> }
        });
        let rows = rows.collect_view();
        view! {
            <section class="part" data-test="compare-group">
                <h2>{group[0].turn.word().of(lang)}" ("{group.len()}")"</h2>
                <table class="plain"><tbody>{rows}</tbody></table>
                {(over > 0).then(|| view! { <p class="muted">{app.t("另有 ", "and ")}{over}{app.t(" 条，打印时全部列出。", " more; printing lists all.")}</p> })}
            </section>
        }
    });
    let groups = groups.collect_view();
    view! {
        <div data-test="comparison">
            <p class="compared"><strong>{before.name.clone()}</strong>{app.t("（统计日 ", " (as of ")}{before.day.to_string()}{app.t("）→ ", ") → ")}<strong>{after.name.clone()}</strong>{app.t("（统计日 ", " (as of ")}{after.day.to_string()}{app.t("）", ")")}</p>
            <Figures rows=figure_rows(app, before, after, comparison) />
            {none.then(|| view! { <p class="empty">{app.t("两个状态的内容完全相同。", "The two states are the same.")}</p> })}
            {groups}
        </div>
    }
}

type FigureRow = (String, String, String, String);

/// The figures that differ, with the bridge from the one to the other.
fn figure_rows(app: App, before: &Whole, after: &Whole, comparison: &Comparison) -> Vec<FigureRow> {
    let lang = app.lang.get_untracked();
    let changed = comparison.figures.iter().filter(|change| change.before.due != change.after.due);
    changed
        .map(|change| {
            let row = after
                .ledger
                .indicators
                .get(change.indicator)
                .or_else(|| before.ledger.indicators.get(change.indicator));
            let name = row.map_or_else(String::new, |row| names::indicator_name(row, lang));
            let (_, is_weighted) = figures::unit_of(after.view(), change.indicator, lang);
            let show = |figure: &crate::report::Figure| {
                format!("{} {}", figure.due.percent(), figures::counted(figure, is_weighted))
            };
            let bridge = change.bridge.as_ref().map_or_else(String::new, |bridge| {
                format!(
                    "{} +{} −{}，{} +{} −{}",
                    app.t("分母", "denominator"),
                    bridge.joined_den,
                    bridge.left_den,
                    app.t("分子", "numerator"),
                    bridge.joined_num,
                    bridge.left_num
                )
            });
            (name, show(&change.before), show(&change.after), bridge)
        })
        .collect()
}

#[component]
fn Figures(rows: Vec<FigureRow>) -> impl IntoView {
    let app = use_app();
    (!rows.is_empty()).then(|| view! {
        <section class="part" data-test="compare-figures">
            <h2>{app.t("指标变化", "Figures")}" ("{rows.len()}")"</h2>
            <table class="plain"><thead><tr><th>{app.t("指标", "Indicator")}</th><th class="num">{app.t("从", "From")}</th><th class="num">{app.t("到", "To")}</th><th>{app.t("户数增减", "Bridge")}</th></tr></thead>
            <tbody>{rows.into_iter().map(|(name, from, to, bridge)| view! { <tr><td>{name}</td><td class="num">{from}</td><td class="num">{to}</td><td class="muted">{bridge}</td></tr> }).collect_view()}</tbody></table>
        </section>
    })
}

/// What a change is, in words.
fn said(app: App, before: &Whole, after: &Whole, difference: &Difference) -> String {
    let lang = app.lang.get_untracked();
    let day = |day: &Option<Date>| day.map_or_else(|| app.t("（空）", "(empty)").to_owned(), |day| day.to_string());
    let indicator = |id| {
        let row = after.ledger.indicators.get(id).or_else(|| before.ledger.indicators.get(id));
        row.map_or_else(String::new, |row| names::indicator_name(row, lang))
    };
    match &difference.turn {
        Turn::Added | Turn::Removed | Turn::TaskReopened => String::new(),
        Turn::TaskClosed { on } => on.map_or_else(String::new, |on| on.to_string()),
        Turn::TaskMoved { from, to } => {
            use crate::domain::Choice;
            let show = |standing: &crate::domain::Standing| {
                let status = standing.status.map_or("—", |status| status.word().of(lang));
                format!("{status}{}", standing.percent.map(|percent| format!(" {percent}%")).unwrap_or_default())
            };
            format!("{} → {}", show(from), show(to))
        }
        Turn::DeadlineMoved { from, to, has_reason, has_approver } => {
            let lacking = match (has_reason, has_approver) {
                (true, true) => "",
                (false, true) => app.t("，缺原因", ", no reason"),
                (true, false) => app.t("，缺批准人", ", no approver"),
                (false, false) => app.t("，缺原因和批准人", ", no reason nor approver"),
            };
            format!("{} → {}{lacking}", day(from), day(to))
        }
        Turn::Renamed { from, to } => format!("{from} → {to}"),
        Turn::JoinedDenominator { indicator: id, reason } | Turn::LeftDenominator { indicator: id, reason } => {
            format!("{}：{}", indicator(*id), reason.word().of(lang))
        }
        Turn::JoinedNumerator { indicator: id } | Turn::LeftNumerator { indicator: id } => indicator(*id),
        Turn::FieldChanged { field, old, new } => {
            let meta = field.meta();
            let show = |value, ledger| named(text::show(value, meta.field_type, ledger, lang), lang);
            format!("{}：{} → {}", meta.word.of(lang), show(old, &before.ledger), show(new, &after.ledger))
        }
    }
}
