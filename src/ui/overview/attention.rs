//! What deserves attention, line by line: each number leads to its rows.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    app::{App, Route, Screen, use_app},
    browser::page,
    ui::{
        boards::word as board_word,
        contracts::word as contract_word,
        plan::{brief, prospect_sign},
    },
};
use ledger::domain::{Date, Id, Kind, Lang, RecordRef, records::Enterprise};
use report::{
    View, boards, contracts,
    forecast::Prospect,
    form_and_substance::Quadrant,
    highlights::{Line, Matter, Rows, Topic, has_anything, lines},
    overview::unit,
};
use table_model::names;

/// The block; empty where the ledger is.
#[component]
pub(super) fn Attention() -> impl IntoView {
    let app = use_app();
    let day = Memo::new(move |_| app.as_of());
    let found = RwSignal::new(None::<Vec<Line>>);
    // The number of the last search; an earlier one that is still under way gives up.
    let last = StoredValue::new(0_u32);
    Effect::new(move |_| {
        app.document.track();
        let (day, own) = (day.get(), last.get_value().wrapping_add(1));
        last.set_value(own);
        spawn_local(search(app, day, found, move || last.try_get_value() == Some(own)));
    });
    move || found.with(|found| block(app, found.as_deref()))
}

/// Looks for everything, topic by topic: the figures above are drawn first, and the page rests in between.
async fn search(app: App, day: Date, found: RwSignal<Option<Vec<Line>>>, is_wanted: impl Fn() -> bool) {
    page::painted().await;
    let mut turn = page::Turn::begin();
    let mut all = Vec::new();
    for topic in Topic::ALL {
        if !is_wanted() {
            return;
        }
        let own = app.document.peek(|document| Some(lines(document.view(day), topic)));
        all.extend(own.unwrap_or_default());
        turn.rest().await;
    }
    if is_wanted() {
        found.set(Some(all));
    }
}

fn block(app: App, found: Option<&[Line]>) -> Option<impl IntoView + use<>> {
    let day = untrack(|| app.as_of());
    let body = app.document.peek(|document| {
        let view = document.view(day);
        match found {
            None => has_anything(view).then(|| {
                view! { <p class="muted small attention-wait" data-test="attention-wait">{app.t("正在汇总…", "Preview…")}</p> }.into_any()
            }),
            Some([]) => None,
            Some(found) => {
                let lines = found.iter().map(|own| line(app, view, own)).collect_view();
                Some(view! { <ul class="attention-lines" data-test="attention-lines">{lines}</ul> }.into_any())
            }
        }
    })?;
    Some(view! {
        <section class="part attention" data-test="attention">
            <h2>{app.t("重点关注", "What matters")}</h2>
            {body}
        </section>
    })
}

fn line(app: App, view: View<'_>, line: &Line) -> impl IntoView + use<> {
    let matters = line.matters.iter().map(|own| matter(app, view, own)).collect_view();
    view! {
        <li><span class="attention-topic">{line.topic.word().of(app.shell.lang.get())}</span><span class="matters">{matters}</span></li>
    }
}

fn matter(app: App, view: View<'_>, own: &Matter) -> impl IntoView + use<> {
    let to = app.keep_day(address(&own.rows)).hash();
    let number = number(app, view, own);
    let (before, after) = words(app, view, own);
    let sign = match &own.rows {
        Rows::Course(course) if !matches!(course.prospect, Prospect::Met | Prospect::CannotTell) => {
            Some(prospect_sign(app, course.prospect).into_any())
        }
        Rows::Open { is_standstill: true, .. } => {
            Some(view! { <span class="sign yellow">"◆ "{app.t("整支未动", "standstill")}</span> }.into_any())
        }
        _ => None,
    };
    view! {
        <span class="matter" class:muted=own.is_quiet()>{before}<a href=to data-test="matter">{number}</a>{after}" "{sign}</span>
    }
}

/// The number with its unit, or what stands for one.
fn number(app: App, view: View<'_>, own: &Matter) -> String {
    let unit = match &own.rows {
        Rows::Course(course) => return brief(app, course),
        Rows::Open { indicator, .. } => unit(view, *indicator, app.shell.lang.get()),
        Rows::Flags => app.t("条", "flags"),
        Rows::Contracts(_) => app.t("人", "people"),
        Rows::FormOnly { .. } | Rows::Form | Rows::Boards(_) | Rows::EmptySeats { .. } => app.t("户", "enterprises"),
    };
    match own.count {
        None => app.t("未填报", "Not filled in").to_owned(),
        Some(0) => app.t("无", "None").to_owned(),
        Some(count) => format!("{count} {unit}"),
    }
}

/// What is said before and after the number.
fn words(app: App, view: View<'_>, own: &Matter) -> (String, String) {
    let lang = app.shell.lang.get();
    let name = |kind, id| names::name_of(view.ledger, RecordRef::new(kind, id), lang);
    let after = match (&own.rows, own.count) {
        (Rows::Course(course), _) => {
            let indicator = names::indicator_name(view.ledger, course.figure.indicator, lang);
            return (format!("{indicator}{}", app.t("：", ": ")), String::new());
        }
        (Rows::Open { indicator, group, enterprise, alone, share, .. }, _) => {
            let of = |id: &Id<Enterprise>| name(Kind::Enterprise, id.raw());
            let mut path =
                if group == enterprise { of(group) } else { format!("{} › {}", of(group), of(enterprise)) };
            if alone.is_some() {
                path.push_str(app.t("（本级）", " (itself)"));
            }
            let indicator = names::indicator_name(view.ledger, *indicator, lang);
            match lang {
                Lang::Zh => format!("未达成，在{path}，占「{indicator}」全部缺口 {}", share.percent()),
                Lang::En => format!("open in {path}, {} of the gap in {indicator}", share.percent()),
            }
        }
        (Rows::FormOnly { .. }, Some(0)) => app.t("有形无神", "with form and without spirit").to_owned(),
        (Rows::FormOnly { institution }, _) => {
            let name = name(Kind::Institution, institution.raw());
            match lang {
                Lang::Zh => format!("有形无神：{name}"),
                Lang::En => format!("with form and without spirit: {name}"),
            }
        }
        (Rows::Form, _) => app.t("没有制度落实记录", "no record of adoption").to_owned(),
        (Rows::Flags, _) => app.t("形式合规疑点待核实", "of paper compliance to be looked into").to_owned(),
        (Rows::Contracts(_), None) => app.t("没有契约记录", "no contract on record").to_owned(),
        (Rows::Contracts(show), _) => in_sentence(&contract_word(show, lang)),
        (Rows::Boards(_), None) => app.t("没有董事会记录", "no board on record").to_owned(),
        (Rows::Boards(show), _) => in_sentence(board_word(*show).of(lang)),
        (Rows::EmptySeats { seats }, count) => {
            let said = in_sentence(board_word(empty_seats()).of(lang));
            match (count, lang) {
                (Some(0) | None, _) => said,
                (_, Lang::Zh) => format!("{said}（共空 {seats} 席）"),
                (_, Lang::En) => format!("{said} ({seats} in all)"),
            }
        }
    };
    (String::new(), format!(" {after}"))
}

/// What a number is called at the head of its own rows, after the number.
fn in_sentence(heading: &str) -> String {
    heading.trim().to_lowercase()
}

const fn empty_seats() -> boards::Show {
    boards::Show::Full(report::Answer::No)
}

/// Where the rows are looked at.
fn address(rows: &Rows) -> Route {
    let evaluation = |tab: &str| Route::to(Screen::Evaluation).with("tab", tab);
    let contracts_by = |show: &contracts::Show| Route::to(Screen::Contracts).with("show", show.key());
    let boards_by = |show: boards::Show| Route::to(Screen::Boards).with("show", show.key());
    match rows {
        Rows::Course(course) => {
            Route::to(Screen::Plan).with("tab", "forecast").with("ind", course.figure.indicator.raw().to_string())
        }
        Rows::Open { indicator, enterprise, alone, .. } => Route::to(Screen::Penetration)
            .with("ind", indicator.raw().to_string())
            .with("root", enterprise.raw().to_string())
            .with("step", alone.map_or_else(String::new, |tier| tier.to_string())),
        Rows::FormOnly { institution, .. } => {
            evaluation("form").with("inst", institution.raw().to_string()).with("q", Quadrant::FormOnly.key())
        }
        Rows::Form => evaluation("form"),
        Rows::Flags => evaluation("flags"),
        Rows::Contracts(show) => contracts_by(show),
        Rows::Boards(show) => boards_by(*show),
        Rows::EmptySeats { .. } => boards_by(empty_seats()),
    }
}
