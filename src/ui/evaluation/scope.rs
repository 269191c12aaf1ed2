//! The part of the ledger that a tab covers: what can be chosen, and what the address narrows besides.

use leptos::prelude::*;

use crate::{
    app::{App, use_app},
    report::{ColumnLabel, Scope},
    ui::{figures, scoping},
};

/// The choices of scope, and what else the address restricts, with the way to lift it.
#[component]
pub(super) fn Covered() -> impl IntoView {
    let app = use_app();
    view! { <div class="row covered"><scoping::Scopes />{move || narrowed(app)}</div> }
}

/// Group, region and tiers come with links from elsewhere and have no field here.
fn narrowed(app: App) -> Option<impl IntoView + use<>> {
    let lang = app.lang.get();
    let route = app.route.get();
    let scope = scoping::scope(&route);
    let names: Vec<String> = app.book.with(|book| {
        let ledger = &book.as_ref()?.ledger;
        Some(labels(&scope).map(|label| figures::column_name(ledger, label, lang)).collect())
    })?;
    let all = route.with("group", "").with("region", "").with("tier", "").hash();
    (!names.is_empty()).then(|| {
        view! { <span data-test="narrowed">{app.t("范围：", "Scope: ")}{names.join(" · ")}" "<a class="no-print" href=all>{app.t("取消", "lift")}</a></span> }
    })
}

/// What a scope is restricted to besides what can be chosen.
fn labels(scope: &Scope) -> impl Iterator<Item = ColumnLabel> + use<> {
    let tiers = scope.tiers;
    let tiers = (1..=8).filter(move |tier| !tiers.is_all() && tiers.contains(*tier)).map(ColumnLabel::Tier);
    let group = scope.group.map(ColumnLabel::Group);
    group.into_iter().chain(scope.region.map(ColumnLabel::Region)).chain(tiers)
}
