//! What changed, by kind of change.

use leptos::prelude::*;

use super::state::{Done, with_done};
use crate::{
    app::App,
    ui::{data::merge::named, format, listing::Listing},
};
use ledger::domain::{CodedEnum, Date, TaskState};
use report::{Difference, Turn, View};
use table_model::{names, text};

/// How many changes of one sort are listed at a time.
const LISTED: usize = 100;

pub(super) fn groups(app: App, done: Done) -> Option<impl IntoView + use<>> {
    with_done(app, done, |done, before, after| {
        let comparison = &done.comparison;
        let is_same = comparison.changes.is_empty()
            && comparison.figures.iter().all(|change| change.before.due == change.after.due);
        let none = is_same.then(
            || view! { <p class="empty">{app.t("两个状态的内容完全相同。", "The two states are the same.")}</p> },
        );
        let sorts = comparison.changes.chunk_by(|a, b| a.turn.word() == b.turn.word());
        let groups = sorts.map(|list| group(app, before, after, list)).collect_view();
        Some(view! { {none}{groups} })
    })
}

fn group(app: App, before: View<'_>, after: View<'_>, list: &[Difference]) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let listing = Listing::of(app, "compare-changes", LISTED);
    let rows = list.iter().take(listing.most).map(|difference| {
        // What is gone has its name in the state before.
        let view = if after.ledger.is_live(difference.record) { after } else { before };
        let kind = difference.record.kind.word().of(lang);
        view! { <tr><td class="muted nowrap">{kind}</td><td>{format::record_link(app, view.ledger, difference.record)}</td><td>{said(app, before, after, difference)}</td></tr> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="part" data-test="compare-group">
            <h2>{list.first().map(|first| first.turn.word().of(lang))}" ("{list.len()}")"</h2>
            <table class="plain"><tbody>{rows}</tbody></table>
            {listing.more(list.len())}
        </section>
    }
}

/// What a change is, in words.
fn said(app: App, before: View<'_>, after: View<'_>, difference: &Difference) -> String {
    let lang = app.shell.lang.get_untracked();
    let day = |day: &Option<Date>| day.map_or_else(|| app.t("（空）", "(empty)").to_owned(), |day| day.to_string());
    let indicator = |id| {
        let is_there = after.ledger.indicators.get(id).is_some();
        names::indicator_name(if is_there { after.ledger } else { before.ledger }, id, lang)
    };
    match &difference.turn {
        Turn::Added | Turn::Removed | Turn::TaskReopened => String::new(),
        Turn::TaskClosed { on } => on.map_or_else(String::new, |on| on.to_string()),
        Turn::TaskMoved { from, to } => {
            let show = |standing: &TaskState| {
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
            format!("{}：{} → {}", meta.word.of(lang), show(old, before.ledger), show(new, after.ledger))
        }
    }
}
