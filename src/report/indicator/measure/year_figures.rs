//! What the measures of yearly figures share.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, YearPart, figures_row, yearly::asked_year, yes_if},
    year,
};
use ledger::domain::{Kind, RecordRef, records::YearFigures};

/// The enterprises in scope with a part of their figures for the year that is looked at.
pub(super) fn items(query: &IndicatorQuery<'_>, part: impl Fn(&YearFigures) -> YearPart) -> Vec<Item> {
    let IndicatorQuery { view, .. } = query;
    let asked = asked_year(query).map(|found| found.year);
    query
        .scope
        .enterprises()
        .map(|at| {
            let found = asked.and_then(|asked| figures_row(*view, at, asked));
            let part = found.map(|row| part(view.ledger.year_figures.at(row))).unwrap_or_default();
            let record = match found {
                Some(row) => RecordRef::new(Kind::YearFigures, view.ledger.year_figures.typed_id(row).raw()),
                None => RecordRef::new(Kind::Enterprise, view.ledger.enterprises.typed_id(at).raw()),
            };
            let answer = if part.is_stated() { yes_if(part.part > Some(0)) } else { Answer::Missing };
            Item::one(record, Some(at), answer, query.exclusion(at), part.counted())
        })
        .collect()
}

/// The years for which an enterprise states a part of its figures; of several rows for a year the last one says.
pub(super) fn reported(view: View<'_>, enterprise: usize, part: impl Fn(&YearFigures) -> YearPart) -> BTreeSet<i64> {
    let rows = view.index.year_figures.of(enterprise).map(|at| view.ledger.year_figures.at(at));
    let stated: BTreeMap<i64, bool> = rows.filter_map(|row| Some((year(row.year)?, part(row).is_stated()))).collect();
    stated.into_iter().filter_map(|(year, is_stated)| is_stated.then_some(year)).collect()
}
