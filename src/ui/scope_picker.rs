//! What part of the ledger a screen looks at, as the address says it, and how it is chosen.

use leptos::prelude::*;

use crate::app::{Route, Screen, use_app};
use ledger::domain::{
    CodedEnum, Id, Kind, Lang, Phrase, RawId, RecordRef, RegionCode, Tiers, builtins,
    choice::FunctionClass,
    records::{Indicator, Programme},
};
use report::{Axis, Pilot, Scope, View};
use table_model::{Sheet, filter::Query, names};

/// What columns can stand for, with names in addresses and on screen.
pub(super) const AXES: [(Axis, &str, Phrase); 5] = [
    (Axis::Tier, "tier", Phrase::new("按层级", "By tier")),
    (Axis::Group, "group", Phrase::new("按集团", "By group")),
    (Axis::Region, "region", Phrase::new("按地区", "By region")),
    (Axis::Unit, "unit", Phrase::new("按填报单位", "By unit")),
    (Axis::Function, "function", Phrase::new("按功能分类", "By class")),
];

/// The axis that an address names.
pub(super) fn axis(route: &Route) -> Axis {
    AXES.iter().find(|(_, key, _)| *key == route.get("axis")).map_or(Axis::Tier, |(axis, ..)| *axis)
}

/// The scope that an address names.
pub(super) fn scope(route: &Route) -> Scope {
    let programme = |text: &str| text.parse::<RawId>().ok().map(Id::<Programme>::new);
    let pilot = match route.get("pilot").split_once(':') {
        Some(("in", id)) => programme(id).map(Pilot::Member),
        Some(("out", _)) => Some(Pilot::Outside),
        _ => None,
    };
    Scope {
        unit: route.parsed::<RawId>("unit").map(Id::new),
        region: RegionCode::parse(route.get("region")),
        group: route.parsed::<RawId>("group").map(Id::new),
        tiers: Tiers::parse(route.get("tier")).unwrap_or_default(),
        function: FunctionClass::ALL.iter().copied().find(|class| class.key() == route.get("class")),
        pilot,
    }
}

/// What an address narrows the ledger to, in words: parts of it, and the filters of a table.
pub(super) fn words(view: View<'_>, route: &Route, lang: Lang) -> Vec<String> {
    let own = scope(route);
    let name = |kind, id: RawId| names::name_of(view.ledger, RecordRef::new(kind, id), lang);
    let (tier, beside) = match lang {
        Lang::Zh => ("级", "两项试点之外"),
        Lang::En => (" (tiers)", "in neither programme"),
    };
    let mut all: Vec<String> = own.unit.map(|id| name(Kind::Unit, id.raw())).into_iter().collect();
    all.extend(own.group.map(|id| name(Kind::Enterprise, id.raw())));
    all.extend(own.region.map(|region| region.full_name().unwrap_or_else(|| region.to_string())));
    all.extend((!own.tiers.is_all()).then(|| format!("{}{tier}", own.tiers)));
    all.extend(own.function.map(|class| class.word().of(lang).to_owned()));
    all.extend(own.pilot.map(|pilot| match pilot {
        Pilot::Member(id) => name(Kind::Programme, id.raw()),
        Pilot::Outside => beside.to_owned(),
    }));
    all.extend(filters(view, route, lang));
    all
}

/// How many values of a filter are named on paper.
const NAMED: usize = 6;

/// The filters of the table on a screen, each with what passes it.
fn filters(view: View<'_>, route: &Route, lang: Lang) -> Option<String> {
    let kind = match route.screen {
        Screen::Tasks => Kind::Task,
        Screen::Enterprises => Kind::Enterprise,
        Screen::Data => Kind::of_table_name(route.get("kind"))?,
        _ => return None,
    };
    let sheet = Sheet { ledger: view.ledger, index: view.index, as_of: view.as_of, kind, marks: &[], lang };
    let parts = Query::from_params(&route.params).words(&sheet, NAMED);
    let (start, comma) = if lang == Lang::Zh { ("筛选：", "；") } else { ("filtered by ", "; ") };
    (!parts.is_empty()).then(|| format!("{start}{}", parts.join(comma)))
}

/// The indicator that an address names, else the exit system's.
pub(super) fn indicator(view: View<'_>, route: &Route) -> Option<Id<Indicator>> {
    let named = route.parsed::<RawId>("ind").map(Id::new).filter(|id| view.ledger.indicators.get(*id).is_some());
    named
        .or_else(|| builtins::leading_indicator(view.ledger))
        .or_else(|| view.ledger.indicators.iter().next().map(|(id, _)| id))
}

/// Chooses what the columns, or the parts of a table, stand for.
#[component]
pub(super) fn Axes() -> impl IntoView {
    let app = use_app();
    view! {
        <span class="tabs no-print">
            {AXES.into_iter().map(|(own, key, word)| view! {
                <button data-test=format!("axis-{key}") class:on=move || app.shell.route.with(axis) == own on:click=move |_| {
                    let route = app.shell.route.get_untracked().with("axis", key).with("cell", "").with("answer", "").with("part", "");
                    app.replace_route(route);
                }>{move || word.of(app.shell.lang.get())}</button>
            }).collect_view()}
        </span>
    }
}

/// Chooses the part of the ledger that the table covers.
#[component]
pub(super) fn Scopes() -> impl IntoView {
    let app = use_app();
    let set = move |name: &'static str| {
        move |event: leptos::ev::Event| {
            app.replace_route(app.shell.route.get_untracked().with(name, event_target_value(&event)).with("cell", ""));
        }
    };
    let units = move || {
        app.document.read_or_default(|document| {
            document.ledger.units.iter().map(|(id, row)| (id.raw().to_string(), row.name.clone())).collect::<Vec<_>>()
        })
    };
    let programmes = move || {
        app.document.read_or_default(|document| {
            document
                .ledger
                .programmes
                .iter()
                .map(|(id, row)| (id.raw().to_string(), row.short.clone()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <span class="row no-print">
            <select aria-label=move || app.t("填报单位", "Unit") data-test="scope-unit" prop:value=move || app.shell.route.with(|r| r.get("unit").to_owned()) on:change=set("unit")>
                <option value="">{move || app.t("全部单位", "All units")}</option>
                {move || units().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
            </select>
            <select aria-label=move || app.t("功能分类", "Class") prop:value=move || app.shell.route.with(|r| r.get("class").to_owned()) on:change=set("class")>
                <option value="">{move || app.t("全部分类", "All classes")}</option>
                {FunctionClass::ALL.iter().map(|class| view! { <option value=class.key()>{move || class.word().of(app.shell.lang.get())}</option> }).collect_view()}
            </select>
            <select aria-label=move || app.t("试点", "Pilots") prop:value=move || app.shell.route.with(|r| r.get("pilot").to_owned()) on:change=set("pilot")>
                <option value="">{move || app.t("试点与非试点", "Pilots and others")}</option>
                {move || programmes().into_iter().flat_map(|(id, name)| {
                    [(format!("in:{id}"), format!("{name}{}", app.t("企业", " members")))]
                }).chain([("out:".to_owned(), app.t("两项试点之外", "In neither programme").to_owned())]).map(|(value, name)| view! { <option value=value>{name}</option> }).collect_view()}
            </select>
        </span>
    }
}
