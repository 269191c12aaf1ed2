//! What takes a single step of history back, and what brings a deleted record back.

use leptos::prelude::*;

use crate::app::{App, Mode};
use ledger::domain::{RecordRef, StepDigest};

/// Whether the ledger on screen can be changed at all.
fn is_editable(app: App) -> bool {
    app.document.read_or_default(|document| document.mode == Mode::Editable)
}

/// The button that takes a step back; whether anything stands on it is looked at when it is pressed.
pub(super) fn take_back(app: App, step: StepDigest) -> Option<impl IntoView + use<>> {
    is_editable(app).then(|| {
        let why = app.t("只撤回这一步，保留后来的修改", "Takes this step back and keeps what came later");
        view! { <button class="inline no-print" data-test="take-back" title=why on:click=move |_| app.take_back(step)>{app.t("撤回", "Take back")}</button> }
    })
}

/// The button that brings a deleted record back.
pub(super) fn bring_back(app: App, record: RecordRef) -> Option<impl IntoView + use<>> {
    is_editable(app).then(|| {
        view! { <button class="inline no-print" data-test="bring-back" on:click=move |_| app.bring_back(record)>{app.t("恢复", "Restore")}</button> }
    })
}
