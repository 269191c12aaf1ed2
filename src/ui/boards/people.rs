//! Outside directors by name, with the boards that each sits on.

use leptos::prelude::*;

use super::list::evaluated;
use crate::{
    app::{App, Route},
    ui::{
        drilldown::{self, LISTED},
        format,
        listing::Listing,
    },
};
use ledger::domain::{Kind, Lang, Phrase, RecordRef};
use report::{
    Answer, View,
    boards::{Directors, Person, Seat},
};

/// A part of the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    All,
    Many,
    FullTime,
    Due,
}

const PARTS: [(Part, &str, Phrase); 4] = [
    (Part::All, "", Phrase::new("全部", "All")),
    (Part::Many, "many", Phrase::new("任职较多", "On many boards")),
    (Part::FullTime, "full_time", Phrase::new("专职", "Full-time")),
    (Part::Due, "due", Phrase::new("评价到期", "Evaluation due")),
];

impl Part {
    fn passes(self, person: &Person<'_>) -> bool {
        match self {
            Self::All => true,
            Self::Many => person.sits_on_many(),
            Self::FullTime => person.full_time == Answer::Yes,
            Self::Due => person.is_due(),
        }
    }
}

/// The list.
pub(super) fn people(app: App, view: View<'_>, route: &Route, report: &Directors<'_>) -> impl IntoView + use<> {
    let part = PARTS.iter().find(|(_, key, _)| *key == route.get("dir")).map_or(Part::All, |(part, ..)| *part);
    let chosen: Vec<&Person<'_>> = report.people.iter().filter(|person| part.passes(person)).collect();
    let listing = Listing::of(app, "director-list", LISTED);
    let rows = chosen.iter().take(listing.most).map(|person| row(app, view, person)).collect_view();
    let parts = PARTS.iter().map(|(own, key, word)| {
        let count = report.people.iter().filter(|person| own.passes(person)).count() as i64;
        view! { <span>{word.of(app.shell.lang.get())}" "{drilldown::part_link(route, "dir", key, count)}</span> }
    });
    view! {
        <section class="part" data-test="director-list" data-rows="dir">
            <h2>{app.t("外部董事任职", "Outside directors")}</h2>
            {(report.records == 0).then(|| unrecorded(app))}
            {(report.unnamed > 0).then(|| unnamed(app, report.unnamed))}
            <p class="row parted">{parts.collect_view()}</p>
            {drilldown::counted(app, chosen.len(), "人", "people")}
            <div class="sideways"><table class="plain director-list" class:none=chosen.is_empty()>
                <thead><tr><th>{app.t("姓名", "Name")}</th><th class="num">{app.t("任职户数", "Boards")}</th><th>{app.t("专职", "Full-time")}</th><th>{app.t("任职企业、任职日期和履职评价", "Boards, since when, evaluation")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {listing.more(chosen.len())}
        </section>
    }
}

fn unrecorded(app: App) -> impl IntoView + use<> {
    view! {
        <p class="empty">{app.t("还没有董事名册，看不出谁在几户任职。用“登记董事”逐人新增，或在", "No director is on record, so nobody's boards can be counted. Add them above, or in ")}<a href=drilldown::table_of(app, Kind::Director)>{app.t("数据→数据表→董事", "the table of directors")}</a>{app.t("填写，也可以在“数据”导入董事名册（有下发模板）。", ", or import a roster.")}</p>
    }
}

fn unnamed(app: App, count: i64) -> impl IntoView + use<> {
    let text = match app.shell.lang.get() {
        Lang::Zh => format!("另有 {count} 个外部董事席位没有填姓名，未列入。"),
        Lang::En => format!("{count} outside seats state no name, and are not listed."),
    };
    view! { <p class="muted">{text}</p> }
}

fn row(app: App, view: View<'_>, person: &Person<'_>) -> impl IntoView + use<> {
    let many = person.sits_on_many().then(|| view! { <strong>" "{app.t("任职较多", "many")}</strong> });
    let mixed = person
        .is_contradictory
        .then(|| view! { <div>"▲ "{app.t("专职、兼职填法不一", "Full-time in one seat, not in another")}</div> });
    let seats = person.seats.iter().map(|own| seat(app, view, own)).collect_view();
    view! {
        <tr data-test="director-row">
            <td>{person.name.to_owned()}</td>
            <td class="num">{person.boards}{many}</td>
            <td>{drilldown::answer(app, person.full_time, None)}{mixed}</td>
            <td>{seats}</td>
        </tr>
    }
}

fn seat(app: App, view: View<'_>, own: &Seat) -> impl IntoView + use<> {
    let to = app.keep_day(format::record_route(RecordRef::new(Kind::Director, own.director.raw()))).hash();
    let name = view.ledger.enterprises.at(own.enterprise).name.clone();
    let name = if name.is_empty() { app.t("（企业名称未填）", "(no name)").to_owned() } else { name };
    let since = own.since.map(|on| format!(" {on} {}", app.t("起", "on")));
    let outside = (!own.in_scope).then(|| app.t("（范围外）", " (out of scope)"));
    view! { <div><a href=to>{name}</a><span class="muted">{outside}{since}</span>" "{evaluated(app, own.evaluated)}</div> }
}
