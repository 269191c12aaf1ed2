//! Checks of capital layout: yearly figures, investments, restructurings, and the directions of classes.

use rustc_hash::FxHashSet;

use super::{Check, Detail, Findings};
use crate::domain::{
    Choice, Decimal, Field, Kind,
    choice::IndustryClass,
    records::{ClassDirection, Investment, Restructuring, YearFigures},
};

/// The first year that is taken for one; whatever is earlier is a slip of the hand.
const FIRST_YEAR: i64 = 1990;

pub(super) fn run(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    for (at, row) in ledger.year_figures.positioned() {
        year(found, Kind::YearFigures, at, YearFigures::year, row.year);
        figures(found, at, row);
    }
    for (enterprise, _) in ledger.enterprises.positioned() {
        years(found, enterprise);
    }
    for (at, row) in ledger.investments.positioned() {
        year(found, Kind::Investment, at, Investment::year, row.year);
        if row.amount.is_none() {
            found.add(Check::MissingAmount, Kind::Investment, at, Some(Investment::amount), Detail::None);
        }
        if row.class.is_none() {
            found.add(Check::MissingClass, Kind::Investment, at, Some(Investment::class), Detail::None);
        }
        not_negative(found, at, Investment::amount, row.amount);
    }
    for (at, row) in ledger.restructurings.positioned() {
        if row.kind.is_none() {
            let field = Some(Restructuring::kind);
            found.add(Check::MissingRestructuringKind, Kind::Restructuring, at, field, Detail::None);
        }
        not_negative(found, at, Restructuring::amount, row.amount);
        for field in row.broken_steps() {
            found.add(Check::StageOrder, Kind::Restructuring, at, Some(field), Detail::Word(field.meta().word));
        }
    }
    directions(found);
}

fn year(found: &mut Findings<'_>, kind: Kind, at: usize, field: Field, year: Option<Decimal>) {
    let Some(year) = year else { return found.add(Check::MissingYear, kind, at, Some(field), Detail::None) };
    let next = i64::from(found.as_of.year()) + 1;
    let is_plausible = year >= Decimal::whole(FIRST_YEAR) && year <= Decimal::whole(next);
    if !is_plausible || year.hundredths() % 100 != 0 {
        found.add(Check::ImplausibleYear, kind, at, Some(field), Detail::Text(year.to_string()));
    }
}

fn not_negative(found: &mut Findings<'_>, at: usize, field: Field, amount: Option<Decimal>) {
    if let Some(amount) = amount.filter(|amount| *amount < Decimal::default()) {
        found.add(Check::NegativeAmount, field.kind, at, Some(field), Detail::Text(amount.to_string()));
    }
}

fn figures(found: &mut Findings<'_>, at: usize, row: &YearFigures) {
    for (field, part, check) in [
        (YearFigures::emerging_revenue, row.emerging_revenue, Check::EmergingOverRevenue),
        (YearFigures::research, row.research, Check::ResearchOverRevenue),
    ] {
        if let (Some(part), Some(whole)) = (part, row.revenue)
            && part > whole
        {
            found.add(check, Kind::YearFigures, at, Some(field), Detail::Over(part, whole));
        }
        not_negative(found, at, field, part);
    }
    // Capital may be below zero: an enterprise can owe more than it has.
    not_negative(found, at, YearFigures::revenue, row.revenue);
}

/// The years of one enterprise beside each other: of several rows of one year the last counts.
fn years(found: &mut Findings<'_>, enterprise: usize) {
    let table = &found.ledger.year_figures;
    let year = |at: usize| Some(table.at(at).year?.hundredths().div_euclid(100));
    let own = found.index.year_figures.of(enterprise);
    let mut rows: Vec<(i64, usize)> = own.filter_map(|at| Some((year(at)?, at))).collect();
    rows.sort_unstable();
    for pair in rows.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let text = Detail::Text(pair[0].0.to_string());
        found.add(Check::DuplicateFigures, Kind::YearFigures, pair[0].1, Some(YearFigures::year), text);
    }
    rows.dedup_by(|later, kept| {
        let is_same = later.0 == kept.0;
        if is_same {
            *kept = *later;
        }
        is_same
    });
    for pair in rows.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0) {
        let (before, now) = (table.at(pair[0].1), table.at(pair[1].1));
        for (field, a, b) in
            [(YearFigures::revenue, before.revenue, now.revenue), (YearFigures::capital, before.capital, now.capital)]
        {
            if let (Some(a), Some(b)) = (a, b)
                && is_jump(a, b)
            {
                found.add(Check::YearJump, Kind::YearFigures, pair[1].1, Some(field), Detail::Turned(field, a, b));
            }
        }
    }
}

/// Whether one of two amounts above zero is ten times the other or more.
fn is_jump(a: Decimal, b: Decimal) -> bool {
    let (less, more) = (a.min(b).hundredths(), a.max(b).hundredths());
    less > 0 && less.saturating_mul(10) <= more
}

/// Classes that are given a direction twice, and classes in use that have none.
fn directions(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    let mut known: FxHashSet<IndustryClass> = FxHashSet::default();
    for (at, row) in ledger.class_directions.positioned() {
        if let Some(class) = row.class.filter(|class| !known.insert(*class)) {
            let field = Some(ClassDirection::class);
            found.add(Check::DuplicateDirection, Kind::ClassDirection, at, field, Detail::Word(class.word()));
        }
    }
    // One finding for a class is enough: the first row that uses it shows where.
    let investments = ledger.investments.positioned().map(|(at, row)| (Investment::class, at, row.class));
    let figures = ledger.year_figures.positioned().map(|(at, row)| (YearFigures::class, at, row.class));
    for (field, at, class) in investments.chain(figures) {
        if let Some(class) = class.filter(|class| known.insert(*class)) {
            let detail = Detail::Word(class.word());
            found.add(Check::ClassWithoutDirection, field.kind, at, Some(field), detail);
        }
    }
}
