//! What the oracle found in the product, each by the smallest case.

use ledger::domain::{
    Decimal, Field, Id, Kind, LedgerBuilder, LoadedRow, Ratio, RawId, RecordRef, RegionCode, RowMeta, Stage, Value,
    builtins::{indicator, institution},
    choice::{CodedEnum, ExclusionReason, IndustryClass, Measure},
    records::*,
};
use report::{Axis, ColumnLabel, Figure, Scope, figure, indicator::reported_year, matrix};

use support::{Maker, blank, date, look, region};

fn number(of: i64) -> Value {
    Value::Number(Decimal::whole(of))
}

fn of(maker: &Maker, code: &str, scope: &Scope) -> Figure {
    look(&maker.ledger, date("2024-12-01"), |view| figure(view, indicator(code).unwrap(), scope))
}

fn board(maker: &mut Maker, more: &[(Field, Value)]) {
    let own = maker.make(Kind::Enterprise, &[]);
    let values = [(Board::enterprise, Value::Ref(own)), (Board::established, Value::Stage(Stage::Yes(None)))];
    maker.make(Kind::Board, &[&values, more].concat());
}

#[test]
fn a_board_that_is_not_due_is_outside_of_every_indicator_of_boards() {
    let mut maker = Maker::new();
    for due in [true, false] {
        let numbers = [Board::seats, Board::filled, Board::outside, Board::full_time_outside].map(|of| (of, number(3)));
        board(&mut maker, &[&numbers[..], &[(Board::due, Value::YesNo(due))]].concat());
    }
    for (code, count) in [("G2", 1), ("G3", 1), ("G4", 1), ("G5", 3)] {
        let figure = of(&maker, code, &Scope::default());
        assert_eq!((figure.due, figure.all), (Ratio::new(count, count), Ratio::new(2 * count, 2 * count)), "{code}");
        assert_eq!(figure.excluded, [(ExclusionReason::NotApplicable, count)], "{code}");
    }
}

#[test]
fn outside_directors_of_whom_nobody_says_whether_they_are_full_time_are_missing_as_people() {
    let mut maker = Maker::new();
    board(&mut maker, &[(Board::outside, number(3))]);
    board(&mut maker, &[(Board::outside, number(4)), (Board::full_time_outside, number(1))]);
    let figure = of(&maker, "G5", &Scope::default());
    assert_eq!((figure.due, figure.items, figure.missing), (Ratio::new(1, 7), 7, 3));
}

#[test]
fn of_two_exclusions_the_same_one_tells_the_reason_in_whatever_order_they_came() {
    let own = RawId(0x1_0000);
    let exclusion = |id: u64, reason: ExclusionReason| {
        let values = vec![
            (Exclusion::enterprise.index, Value::Ref(own)),
            (Exclusion::reason.index, Value::Choice(reason.index())),
        ];
        let row = LoadedRow { deleted: false, values, meta: RowMeta::default() };
        (RecordRef::new(Kind::Exclusion, RawId(id)), row)
    };
    let rows = [exclusion(0x1_0001, ExclusionReason::Shell), exclusion(0x1_0002, ExclusionReason::Overseas)];
    let turned: Vec<_> = rows.iter().rev().cloned().collect();
    for rows in [rows.to_vec(), turned] {
        let mut loader = LedgerBuilder::resume(blank());
        loader.record(RecordRef::new(Kind::Enterprise, own), LoadedRow::default()).unwrap();
        rows.into_iter().for_each(|(record, row)| loader.record(record, row).unwrap());
        let g1 = look(&loader.finish(), date("2024-12-01"), |view| {
            figure(view, indicator("G1").unwrap(), &Scope::default())
        });
        assert_eq!(g1.excluded, [(ExclusionReason::Overseas, 1)]);
    }
}

#[test]
fn an_investment_without_an_amount_or_of_an_enterprise_to_come_tells_no_year() {
    let mut maker = Maker::new();
    let to_come = maker.make(Kind::Enterprise, &[(Enterprise::valid_from, Value::Date(date("2025-01-01")))]);
    let emerging = (Investment::class, Value::Choice(IndustryClass::Emerging.index()));
    let year = |year: i64| (Investment::year, number(year));
    maker.make(Kind::Investment, &[year(2023), (Investment::amount, number(8)), emerging]);
    maker.make(Kind::Investment, &[year(2024)]);
    maker.make(
        Kind::Investment,
        &[year(2024), (Investment::amount, number(8)), (Investment::enterprise, Value::Ref(to_come))],
    );
    assert_eq!(of(&maker, "I2", &Scope::default()).due, Ratio::new(800, 800));
}

#[test]
fn of_two_rows_for_a_year_the_one_that_counts_says_whether_it_was_reported() {
    let mut maker = Maker::new();
    let own = maker.make(Kind::Enterprise, &[]);
    let mut row = |id: u64, year: i64, more: &[(Field, Value)]| {
        let mut loader = LedgerBuilder::resume(maker.ledger.clone());
        let values = [&[(YearFigures::enterprise, Value::Ref(own)), (YearFigures::year, number(year))], more].concat();
        let values = values.into_iter().map(|(field, value)| (field.index, value)).collect();
        let row = LoadedRow { deleted: false, values, meta: RowMeta::default() };
        loader.record(RecordRef::new(Kind::YearFigures, RawId(id)), row).unwrap();
        maker.ledger = loader.finish();
    };
    let full = [(YearFigures::revenue, number(100)), (YearFigures::emerging_revenue, number(25))];
    row(0x2_0000, 2023, &full);
    row(0x2_0001, 2024, &full);
    row(0x2_0002, 2024, &[]);
    let i1 = of(&maker, "I1", &Scope::default());
    assert_eq!((i1.due, i1.missing), (Ratio::new(2_500, 10_000), 0));
    let year = look(&maker.ledger, date("2024-12-01"), |view| {
        reported_year(view, indicator("I1").unwrap(), &Scope::default())
    });
    assert_eq!(year.map(|found| (found.year, found.reported)), Some((2023, 1)));
}

#[test]
fn a_task_of_an_enterprise_that_has_left_is_in_no_column_whose_scope_does_not_hold_it() {
    let mut maker = Maker::new();
    let own = maker.make(Kind::Enterprise, &[(Enterprise::valid_to, Value::Date(date("2024-06-30")))]);
    maker.make(Kind::Task, &[(Task::main, Value::YesNo(true)), (Task::enterprise, Value::Ref(own))]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        let t1 = indicator("T1").unwrap();
        for axis in [Axis::Tier, Axis::Region, Axis::Group, Axis::Function] {
            let parted = matrix(view, &[t1], &Scope::default(), axis);
            let labels: Vec<ColumnLabel> = parted.columns.iter().map(|column| column.label).collect();
            assert_eq!(labels, [ColumnLabel::Total, ColumnLabel::NotStated], "{axis:?}");
        }
        assert_eq!(figure(view, t1, &Scope { group: Some(Id::new(own)), ..Scope::default() }).items, 0);
    });
}

#[test]
fn real_action_is_an_adjustment_or_an_exit_where_the_indicator_names_no_stage() {
    let mut maker = Maker::new();
    let exit = Value::Ref(institution::EXIT.raw());
    let measure = (Indicator::measure, Value::Choice(Measure::Action.index()));
    let action = maker.make(Kind::Indicator, &[measure, (Indicator::institution, exit.clone())]);
    let own = maker.make(Kind::Enterprise, &[]);
    let issued = (Adoption::issued, Value::Stage(Stage::Yes(None)));
    let adjusted = (Adoption::adjusted, Value::Stage(Stage::No));
    let of = [(Adoption::enterprise, Value::Ref(own)), (Adoption::institution, exit)];
    maker.make(Kind::Adoption, &[&of[..], &[issued, adjusted]].concat());
    look(&maker.ledger, date("2024-12-01"), |view| {
        assert_eq!(figure(view, Id::new(action), &Scope::default()).due, Ratio::new(0, 1));
    });
}

#[test]
fn an_enterprise_in_a_ring_of_parents_is_no_group() {
    let mut maker = Maker::new();
    let own = RawId(0x1_0000);
    let mut loader = LedgerBuilder::resume(maker.ledger.clone());
    let values = vec![(Enterprise::parent.index, Value::Ref(own))];
    let row = LoadedRow { deleted: false, values, meta: RowMeta::default() };
    loader.record(RecordRef::new(Kind::Enterprise, own), row).unwrap();
    maker.ledger = loader.finish();
    look(&maker.ledger, date("2024-12-01"), |view| {
        let by_group = matrix(view, &[indicator("G1").unwrap()], &Scope::default(), Axis::Group);
        let labels: Vec<ColumnLabel> = by_group.columns.iter().map(|column| column.label).collect();
        assert_eq!(labels, [ColumnLabel::Total, ColumnLabel::NotStated]);
    });
}

#[test]
fn a_column_is_no_wider_than_the_scope_that_it_is_a_part_of() {
    let mut maker = Maker::new();
    let region = (Enterprise::region, Value::Region(region("320106")));
    let top = maker.make(Kind::Enterprise, &[region]);
    let sub = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
    let of_sub = Scope { group: Some(Id::new(sub)), ..Scope::default() };
    let of_district = Scope { region: RegionCode::parse("320106"), ..Scope::default() };
    look(&maker.ledger, date("2024-12-01"), |view| {
        let g1 = indicator("G1").unwrap();
        for (base, axis) in [(of_sub, Axis::Group), (of_district, Axis::Region)] {
            let parted = matrix(view, &[g1], &base, axis);
            assert_eq!(parted.columns[1].scope, base, "{axis:?}");
            assert_eq!(parted.rows[0].1[1], figure(view, g1, &base), "{axis:?}");
        }
    });
}

/// The guard of the target moved a rate to 100.0 % that was not whole, and one below a tenth to 0.1 %.
#[test]
fn beside_a_target_too_what_is_not_whole_is_not_printed_as_a_whole() {
    let beside =
        |num: i64, den: i64, target: i64| Ratio::new(num, den).percent_beside(Some(Decimal::from_hundredths(target)));
    assert_eq!(beside(9_994, 10_000, 9_992), ">99.9%");
    assert_eq!(beside(4, 10_000, 3), "<0.1%");
    assert_eq!((beside(6_994, 10_000, 6_992), beside(10_000, 10_000, 9_992)), ("70.0%".into(), "100.0%".into()));
}
