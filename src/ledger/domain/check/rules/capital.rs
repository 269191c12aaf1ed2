//! Rules for capital layout: yearly figures, investments, restructurings, and the directions of classes.

use rustc_hash::FxHashSet;

use super::{Detail, Findings, Rule};
use crate::domain::{
    CodedEnum, Decimal, Field, Kind,
    choice::IndustryClass,
    records::{ClassDirection, Investment, Restructuring, YearFigures},
};

/// The first year that is taken for one; whatever is earlier is a slip of the hand.
const FIRST_YEAR: i64 = 1990;

pub(super) const MissingYear: Rule = Rule::warning("未填年度", "No year", |found| {
    for_each_year(found, |found, at, field, year| {
        if year.is_none() {
            found.add(field.kind, at, field, Detail::None);
        }
    })
});

pub(super) const ImplausibleYear: Rule = Rule::error("年度有误", "Year that cannot be right", |found| {
    for_each_year(found, |found, at, field, year| {
        let next = i64::from(found.as_of.year()) + 1;
        let is_plausible = |year: Decimal| {
            year >= Decimal::whole(FIRST_YEAR) && year <= Decimal::whole(next) && year.hundredths() % 100 == 0
        };
        if let Some(year) = year.filter(|year| !is_plausible(*year)) {
            found.add(field.kind, at, field, Detail::Text(year.to_string()));
        }
    })
});

pub(super) const NegativeAmount: Rule = Rule::error("金额小于零", "Amount below zero", |found| {
    let ledger = found.ledger;
    // Capital may be below zero: an enterprise can owe more than it has.
    let figures = ledger.year_figures.positioned().flat_map(|(at, row)| {
        let emerging = (at, YearFigures::emerging_revenue, row.emerging_revenue);
        [emerging, (at, YearFigures::research, row.research), (at, YearFigures::revenue, row.revenue)]
    });
    let investments = ledger.investments.positioned().map(|(at, row)| (at, Investment::amount, row.amount));
    let restructurings = ledger.restructurings.positioned().map(|(at, row)| (at, Restructuring::amount, row.amount));
    for (at, field, amount) in figures.chain(investments).chain(restructurings) {
        if let Some(amount) = amount.filter(|amount| *amount < Decimal::default()) {
            found.add(field.kind, at, field, Detail::Text(amount.to_string()));
        }
    }
});

pub(super) const EmergingOverRevenue: Rule =
    Rule::error("战新产业收入大于营业收入", "More emerging revenue than revenue", |found| {
        for (at, row) in found.ledger.year_figures.positioned() {
            part_of_revenue(found, at, YearFigures::emerging_revenue, row.emerging_revenue, row.revenue);
        }
    });

pub(super) const ResearchOverRevenue: Rule =
    Rule::hint("研发投入大于营业收入", "More R&D than revenue", |found| {
        for (at, row) in found.ledger.year_figures.positioned() {
            part_of_revenue(found, at, YearFigures::research, row.research, row.revenue);
        }
    });

pub(super) const MissingAmount: Rule = Rule::warning("未填金额", "No amount", |found| {
    found.all(&found.ledger.investments, Investment::amount, |_, row| row.amount.is_none())
});

pub(super) const MissingClass: Rule = Rule::warning("未填投向类别", "No class of investment", |found| {
    found.all(&found.ledger.investments, Investment::class, |_, row| row.class.is_none())
});

pub(super) const MissingRestructuringKind: Rule =
    Rule::warning("未填重组类型", "No kind of restructuring", |found| {
        found.all(&found.ledger.restructurings, Restructuring::kind, |_, row| row.kind.is_none())
    });

/// All but the last.
pub(super) const DuplicateFigures: Rule =
    Rule::error("同一企业同一年度重复填报", "Two sets of figures for one year", |found| {
        for (enterprise, _) in found.ledger.enterprises.positioned() {
            for pair in years(found, enterprise).windows(2).filter(|pair| pair[0].0 == pair[1].0) {
                found.add(Kind::YearFigures, pair[0].1, YearFigures::year, Detail::Text(pair[0].0.to_string()));
            }
        }
    })
    .of_doubles();

pub(super) const YearJump: Rule = Rule::hint(
    "与上年相差十倍以上，请核对单位",
    "Ten times the year before or a tenth: check the unit",
    |found| {
        let table = &found.ledger.year_figures;
        for (enterprise, _) in found.ledger.enterprises.positioned() {
            let mut rows = years(found, enterprise);
            // Of several rows of one year the last counts.
            rows.dedup_by(|later, kept| {
                let is_same = later.0 == kept.0;
                if is_same {
                    *kept = *later;
                }
                is_same
            });
            for pair in rows.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0) {
                let (before, now) = (table.at(pair[0].1), table.at(pair[1].1));
                for (field, a, b) in [
                    (YearFigures::revenue, before.revenue, now.revenue),
                    (YearFigures::capital, before.capital, now.capital),
                ] {
                    if let (Some(a), Some(b)) = (a, b)
                        && is_jump(a, b)
                    {
                        found.add(Kind::YearFigures, pair[1].1, field, Detail::Turned(field, a, b));
                    }
                }
            }
        }
    },
);

pub(super) const DuplicateDirection: Rule =
    Rule::error("同一投向类别重复归类", "Two directions of one class", |found| {
        let mut known: FxHashSet<IndustryClass> = FxHashSet::default();
        for (at, row) in found.ledger.class_directions.positioned() {
            if let Some(class) = row.class.filter(|class| !known.insert(*class)) {
                found.add(Kind::ClassDirection, at, ClassDirection::class, Detail::Word(class.word()));
            }
        }
    })
    .of_doubles();

pub(super) const ClassWithoutDirection: Rule =
    Rule::warning("投向类别未归类", "Class without a direction", |found| {
        let ledger = found.ledger;
        let mut known: FxHashSet<IndustryClass> =
            ledger.class_directions.iter().filter_map(|(_, row)| row.class).collect();
        // One finding for a class is enough: the first row that uses it shows where.
        let investments = ledger.investments.positioned().map(|(at, row)| (Investment::class, at, row.class));
        let figures = ledger.year_figures.positioned().map(|(at, row)| (YearFigures::class, at, row.class));
        for (field, at, class) in investments.chain(figures) {
            if let Some(class) = class.filter(|class| known.insert(*class)) {
                found.add(field.kind, at, field, Detail::Word(class.word()));
            }
        }
    });

fn for_each_year(found: &mut Findings<'_>, look: impl Fn(&mut Findings<'_>, usize, Field, Option<Decimal>)) {
    for (at, row) in found.ledger.year_figures.positioned() {
        look(found, at, YearFigures::year, row.year);
    }
    for (at, row) in found.ledger.investments.positioned() {
        look(found, at, Investment::year, row.year);
    }
}

fn part_of_revenue(found: &mut Findings<'_>, at: usize, field: Field, part: Option<Decimal>, revenue: Option<Decimal>) {
    if let (Some(part), Some(whole)) = (part, revenue)
        && part > whole
    {
        found.add(Kind::YearFigures, at, field, Detail::Over(part, whole));
    }
}

/// The years of one enterprise in their order, each with its row.
fn years(found: &Findings<'_>, enterprise: usize) -> Vec<(i64, usize)> {
    let year = |at: usize| Some(found.ledger.year_figures.at(at).year?.hundredths().div_euclid(100));
    let own = found.index.year_figures.of(enterprise);
    let mut rows: Vec<(i64, usize)> = own.filter_map(|at| Some((year(at)?, at))).collect();
    rows.sort_unstable();
    rows
}

/// Whether one of two amounts above zero is ten times the other or more.
fn is_jump(a: Decimal, b: Decimal) -> bool {
    let (less, more) = (a.min(b).hundredths(), a.max(b).hundredths());
    less > 0 && less.saturating_mul(10) <= more
}
