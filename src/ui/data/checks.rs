//! What the checks found, by check, each finding with the way to its place.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    ui::{bringing_back::bring_back, format, listing::Listing},
};
use ledger::domain::{
    Change, FieldType, Kind, Lang, Ledger, RecordRef, Value,
    check::{Check, Finding, Severity, findings},
    choice::Label,
};
use table_model::names;

/// The most findings that are listed at once.
const LISTED: usize = 300;

/// The part of the screen.
#[component]
pub(super) fn Checks() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        app.document.read_or_default(|document| findings(&document.ledger, &document.index, app.as_of()))
    });
    let chosen = move || {
        app.shell.route.with(|route| Check::ALL.iter().copied().find(|check| check.key() == route.get("check")))
    };
    view! {
        <div class="columns checks" data-test="checks">
            <section class="part">
                <h2>{move || app.t("检查项", "Checks")}" ("{move || found.with(Vec::len)}")"</h2>
                {move || found.with(|found| by_check(app, found, chosen()))}
            </section>
            <section class="part" data-rows="check">
                <h2>{move || chosen().map_or(app.t("全部发现", "All findings"), |check| check.word().of(app.shell.lang.get()))}</h2>
                {move || found.with(|found| list(app, found, chosen()))}
            </section>
        </div>
    }
}

fn sign(severity: Severity, lang: Lang) -> impl IntoView {
    let (class, shape) = match severity {
        Severity::Error => ("sign red", "▲"),
        Severity::Warning => ("sign yellow", "◆"),
        Severity::Hint => ("sign blue", "●"),
    };
    view! { <span class=class>{shape}" "{severity.word().of(lang)}</span> }
}

fn by_check(app: App, found: &[Finding], chosen: Option<Check>) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let rows = Check::ALL.iter().copied().filter_map(|check| {
        let count = found.iter().filter(|finding| finding.check == check).count();
        (count > 0).then(|| {
            let route = app.shell.route.get().with("check", if chosen == Some(check) { "" } else { check.key() });
            view! {
                <tr class:here=chosen == Some(check)>
                    <td>{sign(check.severity(), lang)}</td><td><a href=route.hash()>{check.word().of(lang)}</a></td><td class="num">{count}</td>
                </tr>
            }
        })
    });
    let rows = rows.collect_view();
    let none = found.is_empty().then(|| app.t("没有发现问题。", "Nothing found."));
    view! { <table class="plain"><tbody>{rows}</tbody></table><p class="muted">{none}</p> }
}

/// The button that makes one record of several, field by field; where they differ both values stand.
fn join(app: App, word: &'static str, test: &'static str, change: Change) -> impl IntoView + use<> {
    let click = move |_| {
        if app.apply(change.clone(), Label::Merge) {
            app.notify(app.t(
                "已逐栏合并为一条；两边不同的栏两个值都已保留，列在「同一栏有多个值待选定」中。可以撤销。",
                "Trial field by field; where they differ both values stand as conflicts. It can be undone.",
            ));
        }
    };
    view! { <button class="plain" data-test=test on:click=click>{word}</button> }
}

/// The deleted record that a finding's field points to.
fn deleted_owner(ledger: &Ledger, finding: &Finding) -> Option<RecordRef> {
    let field = finding.field?;
    let (Value::Ref(id), FieldType::Ref(kind)) = (ledger.value(finding.place, field), field.meta().field_type) else {
        return None;
    };
    let owner = RecordRef::new(kind, id);
    let is_known = ledger.of(kind).position(id).is_some();
    (is_known && !ledger.is_live(owner)).then_some(owner)
}

fn list(app: App, found: &[Finding], chosen: Option<Check>) -> Option<impl IntoView + use<>> {
    let lang = app.shell.lang.get();
    app.document.read(|document| {
        let ledger = &document.ledger;
        let own: Vec<&Finding> = found.iter().filter(|finding| chosen.is_none_or(|check| check == finding.check)).collect();
        let listing = Listing::of(app, "findings", LISTED);
        let count = own.len();
        let doubles = if own.iter().any(|finding| finding.check.is_of_doubles()) { ledger.doubles() } else { Vec::new() };
        let joined = |place: RecordRef| {
            let group = doubles.iter().find(|group| group.contains(&place))?;
            Some(join(app, app.t("合并为一条", "Make one of them"), "join-doubles", ledger.joining(group)))
        };
        let all = (chosen.is_some_and(Check::is_of_doubles) && doubles.len() > 1).then(|| {
            let kinds: Vec<Kind> = own.iter().map(|finding| finding.place.kind).collect();
            let groups = doubles.iter().filter(|group| group.first().is_some_and(|one| kinds.contains(&one.kind)));
            let change = Change::Batch(groups.map(|group| ledger.joining(group)).collect());
            join(app, app.t("全部合并", "Make one of each"), "join-all-doubles", change)
        });
        let rows = own.into_iter().take(listing.most).map(|finding| {
            let name = names::name_of(ledger, finding.place, lang);
            let route = app.keep_day(format::record_route(finding.place));
            view! {
                <tr><td>{sign(finding.check.severity(), lang)}</td><td><a href=route.hash()>{finding.sentence(&name, lang)}</a></td><td class="muted">{finding.place.kind.word().of(lang)}</td><td class="no-print">{finding.check.is_of_doubles().then(|| joined(finding.place)).flatten()}{deleted_owner(ledger, finding).and_then(|owner| bring_back(app, owner))}</td></tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            {all}
            <table class="plain"><tbody>{rows}</tbody></table>
            {listing.more(count)}
        })
    })
}
