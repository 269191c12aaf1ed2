//! Units side by side: sums, places, and the two ways to speak of a rate over many units.

use ledger::domain::{
    Decimal, Id, Kind, Moment, Printed, Ratio, RawId, Return, Stage, Value,
    builtins::{indicator, institution, programme},
    records::{Adoption, Enterprise, Indicator, Membership, Task, Unit},
};
use proptest::prelude::*;
use report::{
    Axis, ColumnLabel, Pilot, Scope, figure,
    units::{Reported, UnitTable, mean, units},
};

use support::{Maker, date, granted, look, noon, wishes};

fn e1() -> Id<Indicator> {
    indicator("E1").unwrap()
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

/// A unit with one group of so many tier-2 subsidiaries, of which so many have the exit system.
fn unit(maker: &mut Maker, count: usize, covered: usize) -> (RawId, Vec<RawId>) {
    let unit = maker.make(Kind::Unit, &[(Unit::name, text("某市国资委"))]);
    let top = maker.make(Kind::Enterprise, &[(Enterprise::unit, Value::Ref(unit))]);
    let mut all = Vec::new();
    for n in 0..count {
        let own = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
        let stage = if n < covered { Stage::Yes(None) } else { Stage::No };
        maker.make(
            Kind::Adoption,
            &[
                (Adoption::enterprise, Value::Ref(own)),
                (Adoption::institution, Value::Ref(institution::EXIT.raw())),
                (Adoption::issued, Value::Stage(stage)),
            ],
        );
        all.push(own);
    }
    (unit, all)
}

fn table(maker: &Maker, indicators: &[Id<Indicator>]) -> UnitTable {
    look(&maker.ledger, date("2024-12-31"), |view| units(view, indicators, &Scope::default(), Axis::Unit))
}

fn moment() -> Moment {
    noon(date("2024-12-20"))
}

#[test]
fn the_pooled_rate_is_not_the_mean_of_rates() {
    let mut maker = Maker::new();
    // 1 of 1, 10 of 90, 5 of 9: pooled 16 ÷ 100 = 16.0 %, the mean 55.5 %.
    let (small, _) = unit(&mut maker, 1, 1);
    let (big, _) = unit(&mut maker, 90, 10);
    unit(&mut maker, 9, 5);
    let empty = maker.make(Kind::Unit, &[(Unit::name, text("空"))]);
    maker.ledger.note_return(small, Return { at: moment(), by: "李四".into() });
    let table = table(&maker, &[e1()]);
    let total = &table.totals[0];
    assert_eq!((total.total.due, total.total.due.percent().as_str()), (Ratio::new(16, 100), "16.0%"));
    assert_eq!(
        (printed(total.mean), total.measured),
        ("55.6%".to_owned(), 3),
        "(100 % + 11.11… % + 55.55… %) ÷ 3 = 55.55… %"
    );
    let row = |id: RawId| table.rows.iter().find(|row| row.label == ColumnLabel::Unit(Id::new(id))).unwrap();
    assert_eq!((row(small).ranks[0], row(big).ranks[0], row(empty).ranks[0]), (Some(1), Some(3), None));
    assert_eq!(row(big).figures[0].target.unwrap().gap, 53, "70 % of 90 are 63");
    assert_eq!(row(small).reported, Some(Reported::On(moment())));
    assert_eq!(row(big).reported, Some(Reported::Kept(91, 0)));
    assert_eq!(row(empty).reported, Some(Reported::Nothing));
    let names = |list: &[usize]| list.iter().map(|at| table.rows[*at].label).collect::<Vec<_>>();
    assert_eq!(names(&total.best), [ColumnLabel::Unit(Id::new(small))]);
    assert_eq!(names(&total.last), [ColumnLabel::Unit(Id::new(big))]);
}

#[test]
fn equal_rates_share_a_place_and_equal_for_all_has_no_last() {
    let mut maker = Maker::new();
    unit(&mut maker, 2, 1);
    unit(&mut maker, 4, 2);
    let all_alike = table(&maker, &[e1()]);
    assert_eq!((all_alike.totals[0].best.len(), all_alike.totals[0].last.len()), (2, 0));
    unit(&mut maker, 10, 1);
    let table = table(&maker, &[e1()]);
    let ranks: Vec<_> = table.rows.iter().filter_map(|row| row.ranks[0]).collect();
    assert_eq!(ranks, [1, 1, 3]);
}

#[test]
fn the_share_of_people_who_left_is_never_ranked_by() {
    let mut maker = Maker::new();
    unit(&mut maker, 2, 1);
    let e3 = indicator("E3").unwrap();
    let table = table(&maker, &[e3]);
    assert!(!table.totals[0].is_ranked && table.rows.iter().all(|row| row.ranks == [None]));
    assert!(table.totals[0].best.is_empty() && table.totals[0].last.is_empty());
}

fn printed(mean: Option<Printed>) -> String {
    mean.map_or_else(|| "—".to_owned(), |mean| mean.to_string())
}

#[test]
fn means_are_rounded_as_rates_are_and_exact_at_the_edge() {
    let mean_tenths = |rates: &[Ratio]| mean(rates).map(|mean| mean.tenths);
    assert_eq!(mean_tenths(&[]), None);
    assert_eq!(mean_tenths(&[Ratio::new(0, 0)]), None);
    assert_eq!(mean_tenths(&[Ratio::new(1, 3), Ratio::new(2, 3)]), Some(500), "a third and two thirds make a half");
    assert_eq!(mean_tenths(&[Ratio::new(2, 3), Ratio::new(2, 3)]), Some(667));
    // A hair below a half of a tenth is rounded down, however small the hair; the half itself up.
    let hair = i64::MAX / 2_000;
    assert_eq!(mean_tenths(&[Ratio::new(1, 2_000)]), Some(1));
    assert_eq!(mean_tenths(&[Ratio::new(hair - 1, 2_000 * hair)]), Some(0));
    assert_eq!(printed(mean(&[Ratio::new(hair - 1, 2_000 * hair)])), "<0.1%", "none is said of none alone");
    assert_eq!(printed(mean(&[Ratio::new(1, 1), Ratio::new(9_999, 10_000)])), ">99.9%", "and all of all alone");
    assert_eq!(printed(mean(&[Ratio::new(1, 1), Ratio::new(3, 3)])), "100.0%");
    assert_eq!(printed(mean(&[Ratio::new(0, 1), Ratio::new(0, 3)])), "0.0%");
    let thirds: Vec<Ratio> = (0..300).flat_map(|n| [Ratio::new(1, 3 + n), Ratio::new(2 + n, 3 + n)]).collect();
    assert_eq!(mean_tenths(&thirds), Some(500), "300 pairs that make one each");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_mean_lies_within_the_rates(parts in prop::collection::vec((0_i64..1_000, 1_i64..1_000), 1..20)) {
        let rates: Vec<Ratio> = parts.iter().map(|(num, den)| Ratio::new(*num.min(den), *den)).collect();
        let tenths: Vec<i64> = rates.iter().filter_map(|rate| rate.tenths_of_percent()).collect();
        let mean = mean(&rates).unwrap().tenths;
        prop_assert!(tenths.iter().min().unwrap() <= &mean && &mean <= tenths.iter().max().unwrap());
    }

    /// For every ledger the rows sum to the total, places agree with rates, the pooled rate lies between
    /// the lowest and the highest, and the pilot figures are those of the pilots' scope.
    #[test]
    fn rows_sum_to_the_total_and_places_follow_rates(wishes in wishes(120), axis in 0_usize..3, pilots in prop::collection::vec(0_usize..50, 0..6)) {
        let mut ledger = granted(&wishes, |_, _| {});
        let axis = [Axis::Unit, Axis::Group, Axis::Region][axis];
        let members: Vec<RawId> = ledger.enterprises.iter().map(|(id, _)| id.raw()).collect();
        for (n, at) in pilots.iter().enumerate().filter(|_| !members.is_empty()) {
            let values = vec![(Membership::enterprise, Value::Ref(members[at % members.len()])), (Membership::programme, Value::Ref(programme::SCI_TECH.raw()))];
            let record = ledger::domain::RecordRef::new(Kind::Membership, RawId(0x9_0000 + n as u64));
            ledger.apply(&ledger::domain::Change::Create { record, values }, &support::origin(moment())).unwrap();
        }
        look(&ledger, date("2024-12-31"), |view| {
            let all: Vec<_> = view.ledger.indicators.iter().map(|(id, _)| id).collect();
            let table = units(view, &all, &Scope::default(), axis);
            for (n, total) in table.totals.iter().enumerate() {
                let own: Vec<_> = table.rows.iter().map(|row| &row.figures[n]).collect();
                let sum: Ratio = own.iter().map(|figure| figure.due).sum();
                prop_assert_eq!(sum, total.total.due);
                prop_assert_eq!(own.iter().map(|figure| figure.all).sum::<Ratio>(), total.total.all);
                prop_assert_eq!(own.iter().map(|figure| figure.missing).sum::<i64>(), total.total.missing);
                prop_assert_eq!(&total.total, &figure(view, total.indicator, &Scope::default()));
                let measured: Vec<Ratio> = own.iter().map(|figure| figure.due).filter(|rate| rate.den > 0).collect();
                if total.total.due.den > 0 {
                    prop_assert!(measured.iter().any(|rate| rate.cmp_rate(total.total.due).is_le()));
                    prop_assert!(measured.iter().any(|rate| rate.cmp_rate(total.total.due).is_ge()));
                }
                for (a, b) in table.rows.iter().flat_map(|a| table.rows.iter().map(move |b| (a, b))) {
                    if let (Some(rank_a), Some(rank_b)) = (a.ranks[n], b.ranks[n]) {
                        prop_assert_eq!(rank_b.cmp(&rank_a), a.figures[n].due.cmp_rate(b.figures[n].due));
                    }
                }
                // Each scope of yearly figures looks at the year that half of its own have reported.
                let measure = view.ledger.indicators.get(total.indicator).and_then(|row| row.measure);
                let is_of_one_year = !measure.is_some_and(|measure| report::indicator::nature(measure).is_of_amounts());
                for (programme, inside, outside) in total.pilots.iter().filter(|_| is_of_one_year) {
                    let of = |pilot| figure(view, total.indicator, &Scope { pilot: Some(pilot), ..Scope::default() });
                    prop_assert_eq!(inside, &of(Pilot::Member(*programme)));
                    prop_assert_eq!(outside, &of(Pilot::Outside));
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn every_unit_stands_in_the_table_even_without_a_record() {
    let mut maker = Maker::new();
    let own = maker.make(Kind::Unit, &[(Unit::name, text("只有名字"))]);
    let table = table(&maker, &[e1()]);
    let row = table.rows.iter().find(|row| row.label == ColumnLabel::Unit(Id::new(own))).unwrap();
    assert_eq!((row.figures[0].due, row.ranks[0]), (Ratio::new(0, 0), None));
    assert_eq!(row.figures[0].target.unwrap().value, Decimal::whole(70));
}

#[test]
fn a_unit_with_tasks_alone_is_not_said_to_have_reported_nothing() {
    let mut maker = Maker::new();
    let unit = maker.make(Kind::Unit, &[(Unit::name, Value::Text("只报任务的单位".into()))]);
    maker.make(Kind::Task, &[(Task::unit, Value::Ref(unit))]);
    look(&maker.ledger, date("2024-06-30"), |view| {
        let table = units(view, &[], &Scope::default(), Axis::Unit);
        let row = table.rows.iter().find(|row| row.label == ColumnLabel::Unit(Id::new(unit))).unwrap();
        assert_eq!(row.reported, Some(Reported::Kept(0, 1)));
    });
}
