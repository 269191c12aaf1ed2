//! Capital layout: parts make the whole, sums are those of the indicators, growth compares like with like.

use ledger::domain::{
    CodedEnum, Decimal, Field, Id, Kind, Ratio, RawId, Stage, Value, builtins,
    choice::{Concentration, IndustryClass, RestructuringKind},
    records::{ClassDirection, Enterprise, Investment, Restructuring, YearFigures},
};
use proptest::prelude::*;
use report::{
    Axis, Scope, View,
    capital::{
        Doubt, Reached, capital, directions, doubts, figure_years, investment_rows, investment_years, investments,
        parts, restructurings, year_line,
    },
    figure,
    indicator::reported_year,
};

use support::{Maker, date, look};

const AXES: [Axis; 5] = [Axis::Tier, Axis::Group, Axis::Region, Axis::Unit, Axis::Function];

fn number(of: i64) -> Value {
    Value::Number(Decimal::whole(of))
}

/// What a case asks for: the enterprise, the year after 2021, three amounts that may be missing, a class.
type Wanted = (u8, u8, [Option<u16>; 3], u8);

fn wanted() -> impl Strategy<Value = Vec<Wanted>> {
    let amount = || prop::option::weighted(0.8, 0u16..2_000);
    prop::collection::vec((0u8..5, 0u8..4, [amount(), amount(), amount()], 0u8..12), 0..40)
}

fn class_of(n: u8) -> Value {
    if usize::from(n) < IndustryClass::ALL.len() { Value::Choice(n) } else { Value::Empty }
}

fn built(list: &[Wanted]) -> ledger::domain::Ledger {
    let mut maker = Maker::new();
    let mut enterprises: Vec<RawId> = Vec::new();
    for at in 0..5_usize {
        let mut values = vec![(Enterprise::name, Value::Text(format!("示例{at}")))];
        if at > 1 {
            values.push((Enterprise::parent, Value::Ref(enterprises[at % 2])));
        }
        enterprises.push(maker.make(Kind::Enterprise, &values));
    }
    for (at, after, amounts, class) in list {
        let own = enterprises[usize::from(*at)];
        let year = number(2021 + i64::from(*after));
        let amount = |n: usize| amounts[n].map_or(Value::Empty, |n| number(i64::from(n)));
        let filled = |values: Vec<(Field, Value)>| {
            values.into_iter().filter(|(_, value)| *value != Value::Empty).collect::<Vec<_>>()
        };
        maker.make(
            Kind::YearFigures,
            &filled(vec![
                (YearFigures::enterprise, Value::Ref(own)),
                (YearFigures::year, year.clone()),
                (YearFigures::revenue, amount(0)),
                (YearFigures::emerging_revenue, amount(1)),
                (YearFigures::research, amount(2)),
                (YearFigures::capital, amount(0)),
                (YearFigures::class, class_of(*class)),
            ]),
        );
        maker.make(
            Kind::Investment,
            &filled(vec![
                (Investment::enterprise, Value::Ref(own)),
                (Investment::year, year),
                (Investment::amount, amount(1)),
                (Investment::class, class_of(*class)),
            ]),
        );
        let stage = |n: usize| match amounts[n] {
            None => Value::Empty,
            Some(n) if n % 3 == 0 => Value::Stage(Stage::No),
            Some(n) => Value::Stage(Stage::Yes(Some(
                date("2023-06-01").checked_add(jiff::Span::new().days(i64::from(n))).unwrap(),
            ))),
        };
        maker.make(
            Kind::Restructuring,
            &filled(vec![
                (Restructuring::enterprise, Value::Ref(own)),
                (Restructuring::kind, if *class < 4 { Value::Choice(*class) } else { Value::Empty }),
                (Restructuring::planned, stage(0)),
                (Restructuring::approved, stage(1)),
                (Restructuring::completed, stage(2)),
            ]),
        );
    }
    maker.ledger
}

fn whole(view: View<'_>, code: &str, scope: &Scope) -> Ratio {
    figure(view, builtins::indicator(code).unwrap(), scope).all
}

fn assert_identities(view: View<'_>) {
    let scope = Scope::default();
    for axis in AXES {
        let parts = parts(view, &scope, axis);
        let (total, others) = parts.split_first().unwrap();
        let mut together: Vec<usize> = others.iter().flat_map(|part| part.enterprises.iter().copied()).collect();
        together.sort_unstable();
        assert_eq!(together, total.enterprises, "every enterprise is in one part");
        for year in figure_years(view) {
            let sum = others.iter().map(|part| year_line(view, &part.enterprises, year));
            let (emerging, research, rows) = sum.fold((Ratio::default(), Ratio::default(), 0), |(e, r, n), line| {
                (e + line.emerging, r + line.research, n + line.rows.len())
            });
            let line = year_line(view, &total.enterprises, year);
            assert_eq!((emerging, research, rows), (line.emerging, line.research, line.rows.len()));
            let sum: i64 = others.iter().map(|part| capital(view, &part.enterprises, year).total.hundredths).sum();
            assert_eq!(sum, capital(view, &total.enterprises, year).total.hundredths);
        }
        let years = investment_years(view);
        let lines = investments(view, total, &years);
        for (at, line) in lines.iter().enumerate() {
            let sum: i64 = others.iter().map(|part| investments(view, part, &years)[at].total.hundredths).sum();
            assert_eq!(sum, line.total.hundredths);
            assert_eq!(line.classes.values().map(|own| own.hundredths).sum::<i64>(), line.total.hundredths);
            assert_eq!(line.classes.values().map(|own| own.rows.len()).sum::<usize>(), line.total.rows.len());
        }
        let all = restructurings(view, total);
        assert_eq!(others.iter().map(|part| restructurings(view, part).len()).sum::<usize>(), all.len());
        assert_eq!(Reached::ALL.iter().map(|stage| all.at(*stage)).sum::<usize>(), all.len());
    }
    let everything = parts(view, &scope, Axis::Tier).swap_remove(0);
    let all = everything.enterprises.clone();
    let year_of = |code: &str| reported_year(view, builtins::indicator(code).unwrap(), &scope).map(|found| found.year);
    if let Some(year) = year_of("I1") {
        assert_eq!(year_line(view, &all, year).emerging, whole(view, "I1", &scope));
        assert!(figure_years(view).contains(&year));
    }
    if let Some(year) = year_of("R1") {
        assert_eq!(year_line(view, &all, year).research, whole(view, "R1", &scope));
    }
    if let Some(year) = year_of("I2") {
        assert_eq!(investments(view, &everything, &[year])[0].emerging(), whole(view, "I2", &scope));
        assert!(investment_years(view).contains(&year));
    }
    assert_eq!(restructurings(view, &everything).completed(), whole(view, "R2", &scope));
    for year in figure_years(view) {
        let own = capital(view, &all, year);
        let three: i64 = own.directions.values().map(|amount| amount.hundredths).sum();
        assert_eq!(three + own.elsewhere.hundredths + own.unclassed.hundredths, own.total.hundredths);
        assert_eq!(own.classes.values().map(|amount| amount.hundredths).sum::<i64>(), own.total.hundredths);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_make_the_whole_and_sums_are_those_of_the_indicators(list in wanted(), after in 0i64..1_200) {
        let ledger = built(&list);
        let day = date("2022-01-01").checked_add(jiff::Span::new().days(after)).unwrap();
        look(&ledger, day, assert_identities);
    }
}

#[test]
fn the_identities_hold_for_the_sample() {
    look(&seed::sample().unwrap(), seed::SAMPLE_AS_OF, assert_identities);
}

#[test]
fn growth_compares_only_those_who_reported_both_years() {
    let mut maker = Maker::new();
    for (name, before, after) in
        [("示例甲", Some(100), Some(120)), ("示例乙", Some(50), None), ("示例丙", None, Some(900))]
    {
        let own = maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text(name.into()))]);
        for (year, revenue) in [(2023, before), (2024, after)] {
            let Some(revenue) = revenue else { continue };
            maker.make(
                Kind::YearFigures,
                &[
                    (YearFigures::enterprise, Value::Ref(own)),
                    (YearFigures::year, number(year)),
                    (YearFigures::revenue, number(revenue)),
                    (YearFigures::emerging_revenue, number(revenue / 2)),
                ],
            );
        }
    }
    look(&maker.ledger, date("2024-12-10"), |view| {
        let all = parts(view, &Scope::default(), Axis::Tier).swap_remove(0).enterprises;
        let line = year_line(view, &all, 2024);
        assert_eq!(line.rows.len(), 2);
        assert_eq!(line.revenue_growth.enterprises, 1);
        assert_eq!(line.revenue_growth.ratio().percent(), "20.0%");
        assert_eq!(line.emerging_growth.ratio(), Ratio::new(1_000, 5_000));
        assert_eq!(line.research_growth.enterprises, 0);
        assert_eq!(line.research_missing, 2);
        assert_eq!(line.emerging, Ratio::new(51_000, 102_000));
    });
}

#[test]
fn what_is_dated_after_the_day_has_not_happened() {
    let mut maker = Maker::new();
    let own = maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text("示例甲".into()))]);
    for year in [2023, 2025] {
        maker.make(
            Kind::Investment,
            &[
                (Investment::enterprise, Value::Ref(own)),
                (Investment::year, number(year)),
                (Investment::amount, number(7)),
            ],
        );
    }
    maker.make(
        Kind::Restructuring,
        &[
            (Restructuring::enterprise, Value::Ref(own)),
            (Restructuring::kind, Value::Choice(RestructuringKind::CrossTier.index())),
            (Restructuring::planned, Value::Stage(Stage::Yes(Some(date("2024-03-01"))))),
            (Restructuring::completed, Value::Stage(Stage::Yes(Some(date("2024-12-31"))))),
        ],
    );
    let stages = |day: &str| {
        look(&maker.ledger, date(day), |view| {
            let all = parts(view, &Scope::default(), Axis::Tier).swap_remove(0);
            let own = restructurings(view, &all);
            let stage = Reached::ALL.into_iter().find(|stage| own.at(*stage) == 1).unwrap();
            (investment_years(view), investment_rows(view, &all).count(), stage, own.completed())
        })
    };
    assert_eq!(stages("2024-02-01"), (vec![2023], 2, Reached::NotBegun, Ratio::new(0, 0)));
    assert_eq!(stages("2024-12-10"), (vec![2023], 2, Reached::Planned, Ratio::new(0, 1)));
    assert_eq!(stages("2025-01-02"), (vec![2023, 2025], 2, Reached::Completed, Ratio::new(1, 1)));
}

#[test]
fn a_class_counts_where_the_ledger_says() {
    let mut maker = Maker::new();
    let own = maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text("示例甲".into()))]);
    maker.make(
        Kind::YearFigures,
        &[
            (YearFigures::enterprise, Value::Ref(own)),
            (YearFigures::year, number(2024)),
            (YearFigures::capital, number(30)),
            (YearFigures::class, Value::Choice(IndustryClass::Upgrading.index())),
        ],
    );
    let counted = |ledger: &ledger::domain::Ledger| {
        look(ledger, date("2024-12-10"), |view| {
            let all = parts(view, &Scope::default(), Axis::Tier).swap_remove(0).enterprises;
            let own = capital(view, &all, 2024);
            (own.elsewhere.hundredths, own.directions.get(&Concentration::Forward).map_or(0, |sum| sum.hundredths))
        })
    };
    assert_eq!(counted(&maker.ledger), (3_000, 0));
    let row: Id<ClassDirection> =
        look(&maker.ledger, date("2024-12-10"), |view| directions(view)[&IndustryClass::Upgrading].0);
    maker.set(
        ledger::domain::RecordRef::new(Kind::ClassDirection, row.raw()),
        ClassDirection::concentration,
        Value::Choice(Concentration::Forward.index()),
    );
    assert_eq!(counted(&maker.ledger), (0, 3_000));
}

#[test]
fn what_contradicts_itself_is_told_and_counted_within_bounds() {
    look(&seed::sample().unwrap(), seed::SAMPLE_AS_OF, |view| {
        let all = parts(view, &Scope::default(), Axis::Tier).swap_remove(0).enterprises;
        let doubtful = |year: i64, doubt: Doubt| {
            let line = year_line(view, &all, year);
            assert!(line.emerging.num <= line.emerging.den);
            line.rows.iter().filter(|at| doubts(view, **at).contains(&doubt)).count()
        };
        assert_eq!((doubtful(2024, Doubt::EmergingOverRevenue), doubtful(2023, Doubt::SeveralRows)), (1, 1));
        assert_eq!((doubtful(2022, Doubt::EmergingOverRevenue), doubtful(2022, Doubt::SeveralRows)), (0, 0));
        let rows = view.ledger.restructurings.iter().filter(|(_, row)| !row.broken_steps().is_empty());
        assert_eq!(rows.count(), 1, "one was completed before it was approved");
    });
}
