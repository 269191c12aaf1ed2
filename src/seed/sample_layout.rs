//! The sample's capital layout: figures of three years for tiers 1 to 3, investments and restructurings.

use super::{
    sample::{Dice, FIRST, Planned, yes},
    sample_layout_data::{INVESTMENTS, MAIN_CLASSES, RESTRUCTURINGS, UNSAID},
};
use ledger::domain::{
    Decimal, Id, LedgerBuilder, LoadError, Stage, builtins,
    choice::IndustryClass,
    parse_date,
    records::{Enterprise, Investment, Restructuring, YearFigures},
    schema::LongText,
};

/// The years that were reported; the last one is an estimate.
const YEARS: [i64; 3] = [2022, 2023, 2024];
const SOURCES: [&str; 3] = ["示例2022年度财务决算", "示例2023年度财务决算", "示例2024年度快报（全年预计数）"];
/// Emerging revenue in hundredths of all, by year: where the main business is emerging, and elsewhere.
const SHARES: [[i64; 3]; 2] = [[56, 62, 68], [6, 8, 11]];
/// R&D in tenths of a per cent of revenue, by group: energy, transport, manufacturing.
const RESEARCH: [i64; 3] = [25, 13, 46];

/// Adds yearly figures, investments and restructurings.
pub(super) fn add(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    figures(loader, planned)?;
    investments(loader, planned)?;
    restructurings(loader, planned)
}

fn figures(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    let mut dice = Dice::new(1_812);
    let mut next = FIRST;
    let counted = |enterprise: &Planned| enterprise.tier <= 3 && !enterprise.excluded;
    for (at, enterprise) in planned.iter().enumerate().filter(|(_, enterprise)| counted(enterprise)) {
        let (least, spread) =
            [(420_000, 200_000), (60_000, 240_000), (6_000, 44_000)][usize::from(enterprise.tier) - 1];
        let mut revenue = (least + dice.roll(spread)) as i64;
        let capital = revenue * (70 + dice.roll(90) as i64) / 100;
        let (leans, studies) = (dice.roll(7) as i64 - 3, dice.roll(11) as i64 - 5);
        for (n, year) in YEARS.into_iter().enumerate() {
            let class = main_class(loader, enterprise.id, year);
            let share = SHARES[usize::from(class != Some(IndustryClass::Emerging))][n] + leans;
            let row = YearFigures {
                enterprise: Some(enterprise.id),
                year: Some(Decimal::whole(year)),
                revenue: Some(Decimal::whole(revenue)),
                emerging_revenue: Some(Decimal::whole(revenue * share / 100)),
                research: Some(Decimal::whole(revenue * (RESEARCH[enterprise.group] + studies + n as i64) / 1_000)),
                capital: Some(Decimal::whole(capital * (100 + 5 * n as i64) / 100)),
                class,
                source: SOURCES[n].to_owned(),
                ..YearFigures::default()
            };
            for row in bent(at, year, row) {
                builtins::add(loader, next, &row)?;
                next += 1;
            }
            revenue = revenue * (102 + dice.roll(8) as i64) / 100;
        }
    }
    Ok(())
}

/// The figures of a year as they were reported: some are missing, one contradicts itself, and one stands
/// twice, for the checks to find.
fn bent(at: usize, year: i64, row: YearFigures) -> Vec<YearFigures> {
    match (at, year) {
        (36 | 71 | 104 | 133, 2024) => Vec::new(),
        (45 | 79 | 118, 2024) => vec![YearFigures { emerging_revenue: None, ..row }],
        (97, _) => vec![YearFigures { class: None, ..row }],
        (58, 2024) => vec![YearFigures { emerging_revenue: row.revenue.map(|all| more(all, 12)), ..row }],
        (66, 2023) => {
            let revised = YearFigures {
                revenue: row.revenue.map(|all| more(all, 3)),
                note: LongText("审计调整后重报".to_owned()),
                ..row.clone()
            };
            vec![row, revised]
        }
        _ => vec![row],
    }
}

/// A whole amount and so many per cent more.
fn more(amount: Decimal, percent: i64) -> Decimal {
    Decimal::whole(amount.hundredths() / 100 * (100 + percent) / 100)
}

/// The class of an enterprise's main business: an emerging one where it says so, else as its name says.
/// One business turned to an industry of the future.
fn main_class(loader: &LedgerBuilder, enterprise: Id<Enterprise>, year: i64) -> Option<IndustryClass> {
    let row = loader.so_far().enterprises.get(enterprise)?;
    if row.emerging == Some(true) && row.parent.is_some() {
        return Some(IndustryClass::Emerging);
    }
    let class = MAIN_CLASSES.iter().find(|(name, _)| row.name.starts_with(name)).map(|(_, class)| *class);
    let turned = class == Some(IndustryClass::Future) && year < 2024;
    if turned { Some(IndustryClass::Upgrading) } else { class }
}

fn investments(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    let mut next = FIRST;
    for (at, project, class, amounts) in INVESTMENTS {
        for (year, amount) in YEARS.into_iter().zip(amounts).filter(|(_, amount)| **amount != 0) {
            let row = Investment {
                enterprise: Some(planned[*at].id),
                project: format!("示例{project}项目"),
                year: Some(Decimal::whole(year)),
                amount: (*amount != UNSAID).then(|| Decimal::whole(*amount)),
                class: *class,
                source: format!("示例{year}年度投资计划执行情况"),
                ..Investment::default()
            };
            builtins::add(loader, next, &row)?;
            next += 1;
        }
    }
    Ok(())
}

fn restructurings(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    for (n, (at, name, kind, parties, days, amount)) in RESTRUCTURINGS.iter().enumerate() {
        let [planned_on, approved, completed] = days.map(stage);
        let row = Restructuring {
            name: (*name).to_owned(),
            kind: Some(*kind),
            enterprise: Some(planned[*at].id),
            parties: (*parties).to_owned(),
            planned: planned_on,
            approved,
            completed,
            amount: (*amount > 0).then(|| Decimal::whole(*amount)),
            source: "示例重组整合事项清单".to_owned(),
            ..Restructuring::default()
        };
        builtins::add(loader, FIRST + n as u64, &row)?;
    }
    Ok(())
}

/// A stage as the list writes it: a day, `yes` without one, `no`, or nothing.
fn stage(text: &str) -> Option<Stage> {
    match text {
        "" => None,
        "no" => Some(Stage::No),
        "yes" => Some(Stage::Yes(None)),
        day => parse_date(day).and_then(yes),
    }
}
