//! What is to be told: sentences that come over the page without moving it, and go by themselves where they
//! ask for nothing; and the warning of a clock that is behind.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{App, Notice, use_app},
    browser::clock,
};
use ledger::domain::{Lang, Moment, to_the_minute};

/// How long a sentence that asks for nothing stays, in seconds; a long one stays longer.
const STAY: usize = 8;
/// How many characters are read in a second.
const READ: usize = 8;
/// How far a clock may be behind without a word, in minutes: no two machines agree to the second.
const TOLERANCE: i64 = 15;

/// What is to be told, until it is dismissed or has been there long enough.
#[component]
pub(super) fn Notices() -> impl IntoView {
    let app = use_app();
    // Counts what was told: the same sentence told again stays its own time.
    let told_so_far = StoredValue::new(0_u32);
    Effect::new(move |_| {
        told_so_far.update_value(|count| *count += 1);
        let own = told_so_far.get_value();
        let Some(notice) = app.shell.notice.get() else { return };
        if notice.is_error || notice.offers_export {
            return;
        }
        let stay = STAY.max(notice.text.chars().count() / READ) as u64;
        set_timeout(
            move || {
                if told_so_far.try_get_value() == Some(own) {
                    app.shell.notice.set(None);
                }
            },
            Duration::from_secs(stay),
        );
    });
    view! {
        <div class="notices no-print">
            {move || app.workspace.opening.get().map(|name| view! {
                <div class="notice" role="status" data-test="opening"><p>{match app.shell.lang.get() {
                    Lang::Zh => format!("正在打开「{name}」…"),
                    Lang::En => format!("Opening “{name}”…"),
                }}</p></div>
            })}
            {move || app.shell.notice.get().map(|notice| told(app, notice))}
        </div>
    }
}

fn told(app: App, notice: Notice) -> impl IntoView {
    view! {
        <div class="notice" class:bad=notice.is_error role=if notice.is_error { "alert" } else { "status" } data-test="notice">
            <p>{notice.text}</p>
            {notice.offers_export.then(|| view! {
                <button class="primary" data-test="notice-export" on:click=move |_| spawn_local(app.export())>{app.t("导出", "Export")}</button>
            })}
            <button class="plain" on:click=move |_| app.shell.notice.set(None)>{app.t("知道了", "Dismiss")}</button>
        </div>
    }
}

/// Warns where the clock of this machine is behind the last change of the ledger: everything dated after
/// today would not have happened yet.
#[component]
pub(super) fn ClockBehind() -> impl IntoView {
    let app = use_app();
    let last = Memo::new(move |_| {
        app.document.read(|document| {
            if document.default_as_of.is_some() {
                return None;
            }
            let last = document.ledger.history().iter().map(|step| step.at).max()?;
            is_behind(clock::now(), last).then_some(last)
        })
    });
    move || {
        last.get().map(|last| {
            let (now, day) = (clock::now(), last.date());
            let text = match app.shell.lang.get() {
                Lang::Zh => format!(
                    "本机时钟 {} 早于台账的最后一次修改 {}：按今天统计，之后发生的事都不算数。请校正本机时钟。",
                    to_the_minute(now), to_the_minute(last)
                ),
                Lang::En => format!(
                    "This machine's clock, {}, is before the ledger's last change, {}: what happened after today does not count. Set the clock right.",
                    to_the_minute(now), to_the_minute(last)
                ),
            };
            view! {
                <div class="notice bad no-print" role="alert" data-test="clock-behind">
                    <p>{text}</p>
                    <Show when=move || { app.as_of() < day }>
                        <button data-test="take-last-day" on:click=move |_| app.replace_route(app.shell.route.get_untracked().with("on", day.to_string()))>
                            {move || app.t("统计日改为最后修改日", "Look at the day of the last change")}
                        </button>
                    </Show>
                </div>
            }
        })
    }
}

fn is_behind(now: Moment, last: Moment) -> bool {
    last.duration_since(now).as_mins() > TOLERANCE
}
