//! What the checks found, by check, each finding with the way to its place.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    domain::{
        Lang,
        check::{Check, Finding, Severity, findings},
    },
    sheet::names,
    ui::{figures, listing::Listing},
};

/// The most findings that are listed at once.
const LISTED: usize = 300;

/// The part of the screen.
#[component]
pub(super) fn Checks() -> impl IntoView {
    let app = use_app();
    let found = Memo::new(move |_| {
        app.book
            .with(|book| book.as_ref().map_or_else(Vec::new, |book| findings(&book.ledger, &book.index, app.as_of())))
    });
    let chosen =
        move || app.route.with(|route| Check::ALL.iter().copied().find(|check| check.key() == route.get("check")));
    view! {
        <div class="columns checks" data-test="checks">
            <section class="part">
                <h2>{move || app.t("检查项", "Checks")}" ("{move || found.with(Vec::len)}")"</h2>
                {move || found.with(|found| by_check(app, found, chosen()))}
            </section>
            <section class="part">
                <h2>{move || chosen().map_or(app.t("全部发现", "All findings"), |check| check.word().of(app.lang.get()))}</h2>
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
    let lang = app.lang.get();
    let rows = Check::ALL.iter().copied().filter_map(|check| {
        let count = found.iter().filter(|finding| finding.check == check).count();
        (count > 0).then(|| {
            let route = app.route.get().with("check", if chosen == Some(check) { "" } else { check.key() });
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

fn list(app: App, found: &[Finding], chosen: Option<Check>) -> Option<impl IntoView + use<>> {
    let lang = app.lang.get();
    app.book.with(|book| {
        let ledger = &book.as_ref()?.ledger;
        let own: Vec<&Finding> = found.iter().filter(|finding| chosen.is_none_or(|check| check == finding.check)).collect();
        let listing = Listing::of(app, "findings", LISTED);
        let count = own.len();
        let rows = own.into_iter().take(listing.most).map(|finding| {
            let name = names::name_of(ledger, finding.place, lang);
            let route = app.keep_day(figures::record_route(finding.place));
            view! {
                <tr><td>{sign(finding.check.severity(), lang)}</td><td><a href=route.hash()>{finding.sentence(&name, lang)}</a></td><td class="muted">{finding.place.kind.word().of(lang)}</td></tr>
            }
        });
        let rows = rows.collect_view();
        Some(view! {
            <table class="plain"><tbody>{rows}</tbody></table>
            {listing.more(count)}
        })
    })
}
