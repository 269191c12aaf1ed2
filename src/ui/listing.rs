//! Long lists: so many rows are drawn at first, and the rest on demand; no list simply ends.

use leptos::prelude::*;

use crate::app::App;
use ledger::domain::Lang;

/// The most rows that are put on paper; the rest are for a file.
const PRINTED: usize = 3_000;

/// How far a list is drawn.
#[derive(Clone, Copy)]
pub(super) struct Listing {
    app: App,
    name: &'static str,
    step: usize,
    /// How many rows are drawn.
    pub(super) most: usize,
}

impl Listing {
    /// How far the list of a name is drawn, which grows by `step`; follows what the reader asks for.
    pub(super) fn of(app: App, name: &'static str, step: usize) -> Self {
        let asked = app.shell.listed.with(|listed| listed.get(name).copied()).unwrap_or(step);
        let most = if app.shell.printing.get() { asked.max(PRINTED) } else { asked };
        Self { app, name, step, most }
    }

    /// Says how many of all rows are drawn, and offers the next ones; nothing where all are drawn.
    pub(super) fn more(self, total: usize) -> Option<impl IntoView + use<>> {
        let Self { app, name, step, most } = self;
        let rest = total.checked_sub(most).filter(|rest| *rest > 0)?;
        let next = rest.min(step);
        let to = move |most: usize| {
            move |_| {
                app.shell.listed.update(|listed| {
                    listed.insert(name, most);
                })
            }
        };
        let (said, more, all) = match app.shell.lang.get() {
            Lang::Zh => (format!("已列出 {most} / {total}"), format!("再列 {next} 条"), "全部列出"),
            Lang::En => (format!("{most} of {total} listed"), format!("{next} more"), "List all"),
        };
        Some(view! {
            <p class="row muted num more" data-test=format!("more-{name}")>{said}
                <button class="no-print" data-test="list-more" on:click=to(most + next)>{more}</button>
                {(rest > step).then(|| view! { <button class="plain no-print" data-test="list-all" on:click=to(total)>{all}</button> })}
            </p>
        })
    }
}
