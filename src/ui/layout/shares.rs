//! The share of emerging industries year by year, as bars.

use leptos::prelude::*;

use super::{Asked, money::Unit};
use crate::{app::App, ui::charts::ChartView};
use chart::{Bar, coverage_bars};
use ledger::domain::Ratio;
use report::View;

/// A bar for each year; a click shows the rows of the year, and of the class where one is named.
pub(super) fn shares(
    app: App,
    view: View<'_>,
    asked: &Asked,
    (title, unit, class): (&str, Unit, &'static str),
    years: Vec<(i64, Ratio)>,
) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let bars: Vec<Bar> = years
        .into_iter()
        .map(|(year, ratio)| {
            let value = format!("{}  {}", ratio.percent(), unit.text(ratio.num));
            Bar {
                label: year.to_string(),
                ratio,
                upper: ratio,
                target: None,
                is_short: false,
                value,
                key: year.to_string(),
            }
        })
        .collect();
    let title = format!("{title} · {} · {}", asked.name(app, view, asked.part()), unit.word(lang));
    let drawn = coverage_bars(&title, &bars, lang);
    let chosen = Callback::new(move |key: String| {
        app.replace_route(app.shell.route.get_untracked().with("year", key).with("cls", class));
    });
    view! { <ChartView chart=Memo::new(move |_| drawn.clone()) chosen=chosen /> }
}
