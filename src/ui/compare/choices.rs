//! Choosing the two states.

use leptos::prelude::*;

use super::state::{State, states};
use crate::{
    app::use_app,
    ui::{data::verify::Reading, start::ImportButton},
};
use ledger::domain::{Phrase, parse_date};
use report::compare::Period;

/// Which of the two is chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    From,
    To,
}

impl End {
    const fn name(self) -> &'static str {
        match self {
            Self::From => "from",
            Self::To => "to",
        }
    }
}

const fn period_word(period: Period) -> Phrase {
    match period {
        Period::Month => Phrase::new("上月末", "End of last month"),
        Period::Quarter => Phrase::new("上季末", "End of last quarter"),
        Period::Year => Phrase::new("上年末", "End of last year"),
    }
}

/// The choices, and what they mean.
#[component]
pub(super) fn Choices() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part no-print" data-test="compare-choices">
            <p class="row">
                <Chooser end=End::From word=Phrase::new("从", "From") /><Quick />
                <Chooser end=End::To word=Phrase::new("到", "To") />
                <ImportButton class="choose" />
            </p>
            <p class="note">{move || app.t("按业务日期：用现在台账里的日期推算那天的情况（销号、落实、有效期都看日期）；按录入时间：台账当时记着什么。", "By the dates in the ledger: what today’s ledger says of that day. As recorded then: what the ledger held at the end of that day.")}</p>
            <p class="note">{move || app.t("也可以比较两份文件，或文件与当前台账；只看不改。把文件拖到这里即可加入。", "Two files can be compared too, or a file with this ledger; nothing is changed. Drop files here to add them.")}</p>
            <Reading />
        </section>
    }
}

/// The ends of the periods before the later state, for the earlier one.
#[component]
fn Quick() -> impl IntoView {
    let app = use_app();
    let both = move || app.shell.route.with(|route| states(route, app.as_of()));
    let target = move |period: Period| {
        let (from, to) = both();
        let day = period.end_before(to.day(app.as_of()));
        // Who looks at what was recorded goes on doing so.
        if matches!(from, State::Day(_)) { State::Day(day) } else { State::On(day) }
    };
    view! {
        <span class="tabs">{Period::ALL.into_iter().map(|period| view! {
            <button class:on=move || both().0 == target(period) data-test=format!("compare-{}", period_key(period))
                on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("from", target(period).token()))>{move || period_word(period).of(app.shell.lang.get())}</button>
        }).collect_view()}</span>
    }
}

const fn period_key(period: Period) -> &'static str {
    match period {
        Period::Month => "month-end",
        Period::Quarter => "quarter-end",
        Period::Year => "year-end",
    }
}

/// Chooses one of the two states.
#[component]
fn Chooser(end: End, word: Phrase) -> impl IntoView {
    let app = use_app();
    let name = end.name();
    let own = Memo::new(move |_| {
        let (from, to) = app.shell.route.with(|route| states(route, app.as_of()));
        if end == End::From { from } else { to }
    });
    let put = move |text: String| app.replace_route(app.shell.route.get_untracked().with(name, text));
    let files =
        move || app.transfer.beside.with(|files| files.iter().map(|file| file.name.clone()).collect::<Vec<_>>());
    let day = move || own.get().day(app.as_of());
    let is_on = move || matches!(own.get(), State::On(_));
    let is_day = move || matches!(own.get(), State::Day(_));
    let put_day = move |event: leptos::ev::Event| {
        // A day that is being typed is none yet.
        if let Some(day) = parse_date(&event_target_value(&event)) {
            put(if is_day() { State::Day(day) } else { State::On(day) }.token());
        }
    };
    view! {
        <label class="row">{move || word.of(app.shell.lang.get())}
            <select data-test=format!("compare-{name}") on:change=move |event| put(event_target_value(&event))>
                <option value="now" selected=move || own.get() == State::Now>{move || app.t("当前台账（统计日）", "This ledger now")}</option>
                <option value=move || State::On(day()).token() selected=is_on>{move || app.t("某日（按业务日期）", "A day, by the dates in the ledger")}</option>
                <option value=move || State::Day(day()).token() selected=is_day>{move || app.t("某日（按录入时间）", "A day, as recorded then")}</option>
                {move || files().into_iter().enumerate().map(|(at, file)| { let state = State::File(at); view! { <option value=state.token() selected=move || own.get() == state>{file}</option> } }).collect_view()}
            </select>
        </label>
        <Show when=move || is_on() || is_day()>
            <input type="date" aria-label=move || app.t("自定日期", "Own date") data-test=format!("compare-{name}-day") prop:value=move || day().to_string() on:change=put_day />
        </Show>
    }
}
