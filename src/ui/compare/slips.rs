//! The tasks that slipped, and those that are overdue.

use leptos::prelude::*;

use super::state::{Done, with_done};
use crate::{
    app::App,
    ui::{format, listing::Listing},
};
use ledger::domain::{Kind, RecordRef, choice::Warning};
use report::{View, compare::Slip};

/// How many tasks are listed at a time.
const LISTED: usize = 100;

pub(super) fn slipped(app: App, done: Done) -> Option<impl IntoView + use<>> {
    with_done(app, done, |done, _, after| {
        let list = &done.comparison.slips;
        if list.is_empty() {
            return None;
        }
        let new = list.iter().filter(|slip| slip.is_new).count();
        let listing = Listing::of(app, "compare-slips", LISTED);
        let rows = list.iter().take(listing.most).map(|slip| row(app, after, slip)).collect_view();
        Some(view! {
            <section class="part" data-test="compare-slips">
                <h2>{app.t("延期与逾期", "Slipped and overdue")}" ("{list.len()}{app.t("，其中本期新增 ", ", new ")}{new}")"</h2>
                <table class="plain">
                    <thead><tr><th>{app.t("任务", "Task")}</th><th>{app.t("原定时限", "Original")}</th><th>{app.t("现时限", "Current")}</th><th class="num">{app.t("延期（天）", "Days slipped")}</th><th>{app.t("调整原因", "Reason")}</th><th>{app.t("批准人", "Approver")}</th><th>{app.t("逾期", "Overdue")}</th><th>{app.t("本期", "Between")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                {listing.more(list.len())}
                <p class="note">{app.t("延期：后一状态中现时限晚于原定时限；逾期：到后一统计日时限已过而未销号。本期新增：延期天数比前一状态多，或前一统计日尚未逾期。", "Slipped: the current deadline of the later state is after the original one. Overdue: not closed on the later day though the deadline has gone by. New: slipped further than in the earlier state, or not overdue then.")}</p>
            </section>
        })
    })
}

fn row(app: App, after: View<'_>, slip: &Slip) -> impl IntoView + use<> {
    let record = RecordRef::new(Kind::Task, slip.task.raw());
    let is_moved = slip.days > 0;
    // What is lacking is asked only where the deadline was put off.
    let said = |text: &str, zh, en| match (text.is_empty(), is_moved) {
        (true, true) => view! { <span class="problem">{app.t(zh, en)}</span> }.into_any(),
        _ => text.to_owned().into_any(),
    };
    let overdue = (slip.overdue > 0).then(|| {
        let word = format!("{} {}", slip.overdue, app.t("天", "days"));
        format::warning_sign(Warning::Red, word)
    });
    let original = slip.original.map_or_else(|| app.t("未填", "not given").to_owned(), |day| day.to_string());
    view! {
        <tr>
            <td>{format::record_link(app, after.ledger, record)}</td>
            <td class="nowrap">{original}</td><td class="nowrap">{slip.deadline.to_string()}</td>
            <td class="num">{is_moved.then_some(slip.days)}</td>
            <td>{said(&slip.reason, "未填原因", "no reason")}</td><td>{said(&slip.approver, "未填批准人", "no approver")}</td>
            <td class="nowrap">{overdue}</td><td class="nowrap">{slip.is_new.then(|| app.t("新增", "new"))}</td>
        </tr>
    }
}
