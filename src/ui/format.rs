//! How figures, signs and names are shown everywhere.

use leptos::prelude::*;

use crate::app::{App, Route, Screen};
use ledger::domain::{
    CodedEnum, Id, Kind, Lang, Ledger, Ratio, RawId, RecordRef,
    choice::{Strength, Warning},
    is_rounded_apart,
    records::Indicator,
    region,
};
use report::{ColumnLabel, Figure, TargetState, indicator::ReportedYear, overview::unit};
use table_model::names;

/// A word that is read out and not shown, where a table needs no heading for the eye.
pub fn unshown(word: &'static str) -> impl IntoView {
    view! { <span class="visually-hidden">{word}</span> }
}

/// A warning: colour, shape and word together, so that none of them is the only sign.
pub fn warning_sign(warning: Warning, word: String) -> impl IntoView {
    let (class, shape) = match warning {
        Warning::Red => ("sign red", "▲"),
        Warning::Yellow => ("sign yellow", "◆"),
        Warning::Blue => ("sign blue", "●"),
    };
    view! { <span class=class>{shape}" "{word}</span> }
}

/// Whether a target is met, and what is lacking.
pub fn target_sign(app: App, target: Option<TargetState>, unit: &'static str) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    target.map(|target| match (target.met, lang) {
        (None, _) => ().into_any(),
        (Some(true), Lang::Zh) => view! { <span class="sign good">"✓ 达标"</span> }.into_any(),
        (Some(true), Lang::En) => view! { <span class="sign good">"✓ met"</span> }.into_any(),
        (Some(false), _) => {
            let (class, shape) = if target.is_past { ("sign red", "▲") } else { ("sign yellow", "◆") };
            let text = match (lang, target.gap) {
                (Lang::Zh, 0) => "未达标".to_owned(),
                (Lang::En, 0) => "short".to_owned(),
                (Lang::Zh, gap) => format!("差 {gap} {unit}"),
                (Lang::En, gap) => format!("{gap} {unit} short"),
            };
            view! { <span class=class>{shape}" "{text}</span> }.into_any()
        }
    })
}

/// A target in words: `不低于 70%（2024-12-31）`.
pub fn target_words(app: App, target: &TargetState) -> String {
    let lang = app.shell.lang.get();
    let strength = target.strength.unwrap_or(Strength::AtLeast).word().of(lang);
    let deadline = target.deadline.map_or_else(String::new, |day| format!("（{day}）"));
    match lang {
        Lang::Zh => format!("{strength} {}%{deadline}", target.value),
        Lang::En => format!("{strength} {}%{}", target.value, deadline.replace('（', " (").replace('）', ")")),
    }
}

/// The year that an indicator of yearly figures looks at, and how many have reported it.
pub fn year_words(app: App, found: Option<ReportedYear>) -> String {
    match (found, app.shell.lang.get()) {
        (None, _) => app.t("暂无数据", "none yet").to_owned(),
        (Some(found), Lang::Zh) => format!("{} 年度（{}/{} 户已报）", found.year, found.reported, found.due),
        (Some(found), Lang::En) => format!("{} ({} of {} reported)", found.year, found.reported, found.due),
    }
}

/// What a column stands for.
pub fn column_name(ledger: &Ledger, label: ColumnLabel, lang: Lang) -> String {
    match (label, lang) {
        (ColumnLabel::Total, Lang::Zh) => "合计".to_owned(),
        (ColumnLabel::Total, Lang::En) => "Total".to_owned(),
        (ColumnLabel::NotStated, Lang::Zh) => "归属未知".to_owned(),
        (ColumnLabel::NotStated, Lang::En) => "Not known where".to_owned(),
        (ColumnLabel::NoEnterprise, Lang::Zh) => "未填企业".to_owned(),
        (ColumnLabel::NoEnterprise, Lang::En) => "No enterprise named".to_owned(),
        (ColumnLabel::Tier(tier), Lang::Zh) => {
            let words = ["", "一级", "二级", "三级", "四级", "五级", "六级", "七级", "八级"];
            words.get(usize::from(tier)).map_or_else(|| format!("{tier} 级"), |word| (*word).to_owned())
        }
        (ColumnLabel::Tier(tier), Lang::En) => format!("Tier {tier}"),
        (ColumnLabel::Region(code), _) => region::column_name(code),
        (ColumnLabel::OwnLevel(code), lang) => region::own_level_name(code, lang),
        (ColumnLabel::Group(id), lang) => names::name_of(ledger, RecordRef::new(Kind::Enterprise, id.raw()), lang),
        (ColumnLabel::Unit(id), lang) => names::name_of(ledger, RecordRef::new(Kind::Unit, id.raw()), lang),
        (ColumnLabel::Function(class), lang) => class.word().of(lang).to_owned(),
    }
}

/// Says that shares do not add up as printed, where those of any row make a whole and do not.
pub fn rounding_note(app: App, rows: &[Vec<Ratio>]) -> Option<impl IntoView + use<>> {
    rows.iter().any(|shares| is_rounded_apart(shares)).then(|| {
        let said = app.t("因四舍五入，合计可能不等于100%。", "Shares are rounded and may not add up to 100%.");
        view! { <p class="small muted" data-test="rounding-note">{said}</p> }
    })
}

/// Where a record is looked at: the screen that its kind belongs to, with its details open.
pub fn record_route(record: RecordRef) -> Route {
    let open = record.id.to_string();
    match record.kind {
        Kind::Task => Route::to(Screen::Tasks).with("open", open),
        Kind::Enterprise => Route::to(Screen::Enterprises).with("open", open),
        Kind::Practice => practice_route(record.id),
        kind => Route::to(Screen::Data).with("tab", "records").with("kind", kind.table_name()).with("open", open),
    }
}

/// The card of a practice.
pub fn practice_route(id: RawId) -> Route {
    Route::to(Screen::Pilots).with("tab", "practices").with("practice", id.to_string())
}

/// A record by its name, leading to where it is looked at on the same day.
pub fn record_link(app: App, ledger: &Ledger, record: RecordRef) -> impl IntoView + use<> {
    let name = names::name_of(ledger, record, app.shell.lang.get());
    view! { <a href=app.keep_day(record_route(record)).hash()>{name}</a> }
}

/// Numerator and denominator as these users write them; weighted sums are not counts, and are left out.
pub fn counted(figure: &Figure, is_weighted: bool) -> String {
    if figure.due.den == 0 || is_weighted { String::new() } else { format!("{}/{}", figure.due.num, figure.due.den) }
}

/// A rate with its numerator and denominator; of weighted sums the rate alone.
pub fn rate_with_counts(figure: &Figure, is_weighted: bool, lang: Lang) -> String {
    match counted(figure, is_weighted) {
        counts if counts.is_empty() => figure.text(lang),
        counts => format!("{}  {counts}", figure.text(lang)),
    }
}

/// The unit of an indicator, and whether it is a weighted rate.
pub fn unit_of(view: report::View<'_>, id: Id<Indicator>, lang: Lang) -> (&'static str, bool) {
    let measure = view.ledger.indicators.get(id).and_then(|row| row.measure);
    (unit(view, id, lang), measure.is_some_and(|measure| report::indicator::nature(measure).is_weighted()))
}
