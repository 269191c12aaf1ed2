//! Figures: hand-made cases, and the identities that hold for every ledger.

use std::fmt::Write as _;

use ledger::domain::{
    Change, Decimal, Field, Id, Index, Kind, Ledger, Ratio, RawId, RecordRef, Stage, Tiers, Value,
    builtins::{self, institution, programme},
    choice::{CodedEnum, ExclusionReason, FunctionClass, Measure, TaskStatus, Warning},
    records::{Adoption, Board, Contract, Enterprise, Exclusion, Indicator, Membership, Progress, Task, Unit},
};
use proptest::prelude::*;
use report::{self, Answer, Axis, ColumnLabel, Pilot, Scope, View, figure, indicator, items, pilot, series, task};

use support::{Maker, date, granted, look, noon, origin, region, visible, wishes};

fn indicators(view: View<'_>) -> Vec<Id<Indicator>> {
    view.ledger.indicators.iter().map(|(id, _)| id).collect()
}

fn e1() -> Id<Indicator> {
    builtins::indicator("E1").unwrap()
}

fn choice<C: CodedEnum>(of: C) -> Value {
    Value::Choice(of.index())
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

/// A group with so many tier-2 subsidiaries, of which so many have the system.
fn group(count: usize, covered: usize) -> Maker {
    let mut maker = Maker::new();
    let top = maker.make(Kind::Enterprise, &[(Enterprise::name, text("示范集团"))]);
    for n in 0..count {
        let e = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
        adopt(&mut maker, e, if n < covered { Stage::Yes(Some(date("2024-05-01"))) } else { Stage::No });
    }
    maker
}

fn adopt(maker: &mut Maker, enterprise: RawId, issued: Stage) -> RawId {
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(enterprise)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::issued, Value::Stage(issued)),
        ],
    )
}

fn e1_on(ledger: &Ledger, day: &str) -> report::Figure {
    look(ledger, date(day), |view| figure(view, e1(), &Scope::default()))
}

#[test]
fn one_household_decides() {
    for (count, covered, met, gap) in
        [(137, 95, false, 1), (137, 96, true, 0), (2_857, 1_999, false, 1), (10, 7, true, 0)]
    {
        let figure = e1_on(&group(count, covered).ledger, "2024-12-31");
        let target = figure.target.unwrap();
        assert_eq!((target.met, target.gap), (Some(met), gap), "{covered}/{count}");
    }
    let nothing = e1_on(&group(0, 0).ledger, "2024-12-31");
    assert_eq!((nothing.due, nothing.target.unwrap().met), (Ratio::new(0, 0), None), "nothing to measure is not 0 %");
}

#[test]
fn a_stage_counts_from_its_day_on_and_an_undated_one_always() {
    let mut maker = group(4, 2);
    let undated = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(RawId(0x1_0000)))]);
    adopt(&mut maker, undated, Stage::Yes(None));
    assert_eq!(e1_on(&maker.ledger, "2024-04-30").due, Ratio::new(1, 5));
    assert_eq!(e1_on(&maker.ledger, "2024-05-01").due, Ratio::new(3, 5));
}

#[test]
fn what_is_left_out_shows_its_reason_and_stays_in_the_wide_denominator() {
    let mut maker = group(10, 6);
    let of = |n: u64| Value::Ref(RawId(0x1_0000 + 1 + 2 * n));
    maker.make(
        Kind::Exclusion,
        &[
            (Exclusion::enterprise, of(9)),
            (Exclusion::indicator, Value::Ref(e1().raw())),
            (Exclusion::reason, choice(ExclusionReason::Shell)),
        ],
    );
    maker.make(
        Kind::Exclusion,
        &[
            (Exclusion::enterprise, of(8)),
            (Exclusion::reason, choice(ExclusionReason::Overseas)),
            (Exclusion::to, Value::Date(date("2024-07-01"))),
        ],
    );
    let summer = e1_on(&maker.ledger, "2024-06-30");
    assert_eq!((summer.due, summer.all), (Ratio::new(6, 8), Ratio::new(6, 10)));
    assert_eq!(summer.excluded, [(ExclusionReason::Shell, 1), (ExclusionReason::Overseas, 1)]);
    assert_eq!(e1_on(&maker.ledger, "2024-07-01").due, Ratio::new(6, 8), "its last day is a day of an exclusion");
    assert_eq!(e1_on(&maker.ledger, "2024-07-02").due, Ratio::new(6, 9));
}

#[test]
fn missing_is_not_no_and_bounds_say_what_it_may_become() {
    let mut maker = group(10, 6);
    for _ in 0..3 {
        maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(RawId(0x1_0000)))]);
    }
    let figure = e1_on(&maker.ledger, "2024-12-31");
    assert_eq!((figure.due, figure.missing), (Ratio::new(6, 13), 3));
    assert_eq!((figure.lower, figure.upper), (Ratio::new(6, 13), Ratio::new(9, 13)));
}

#[test]
fn an_enterprise_counts_from_the_day_it_joins_to_the_day_before_it_leaves() {
    let mut maker = group(3, 3);
    let member = RecordRef::new(Kind::Enterprise, RawId(0x1_0001));
    maker.set(member, Enterprise::valid_from, Value::Date(date("2024-06-01")));
    maker.set(member, Enterprise::valid_to, Value::Date(date("2024-09-01")));
    let den = |day| e1_on(&maker.ledger, day).due.den;
    assert_eq!([den("2024-05-31"), den("2024-06-01"), den("2024-08-31"), den("2024-09-01")], [2, 3, 3, 2]);
}

#[test]
fn only_two_causes_count_as_exit_under_the_system() {
    use ledger::domain::choice::ExitCause::*;
    let mut maker = group(1, 1);
    for cause in [LastPlace, Incompetent, Misconduct, Retirement, Resignation, Reassignment] {
        maker.make(
            Kind::Contract,
            &[
                (Contract::enterprise, Value::Ref(RawId(0x1_0001))),
                (Contract::appointed_on, Value::Date(date("2022-01-01"))),
                (Contract::ended_on, Value::Date(date("2024-03-01"))),
                (Contract::end_cause, choice(cause)),
            ],
        );
    }
    let e3 = builtins::indicator("E3").unwrap();
    let on = |day| look(&maker.ledger, date(day), |view| figure(view, e3, &Scope::default()).due);
    assert_eq!(on("2024-12-31"), Ratio::new(2, 6));
    assert_eq!(on("2025-12-31"), Ratio::new(0, 0), "who left last year is not in office this year");
}

#[test]
fn a_majority_is_more_than_half() {
    let mut maker = group(0, 0);
    for (filled, outside) in [(7, 4), (8, 4), (9, 5)] {
        let e = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(RawId(0x1_0000)))]);
        maker.make(
            Kind::Board,
            &[
                (Board::enterprise, Value::Ref(e)),
                (Board::established, Value::Stage(Stage::Yes(None))),
                (Board::filled, Value::Number(Decimal::whole(filled))),
                (Board::outside, Value::Number(Decimal::whole(outside))),
            ],
        );
    }
    let g3 = builtins::indicator("G3").unwrap();
    look(&maker.ledger, date("2024-12-31"), |view| {
        assert_eq!(figure(view, g3, &Scope::default()).due, Ratio::new(2, 3));
    });
}

#[test]
fn tasks_are_ordered_key_ones_first_with_every_point_explained() {
    let mut maker = Maker::new();
    let task = |maker: &mut Maker, key: bool, deadline: &str| {
        let task =
            maker.make(Kind::Task, &[(Task::key, Value::YesNo(key)), (Task::deadline, Value::Date(date(deadline)))]);
        let status = Value::Choice(TaskStatus::InProgress.index());
        maker.make(Kind::Progress, &[(Progress::task, Value::Ref(task)), (Progress::status, status)]);
        task
    };
    let far = task(&mut maker, true, "2025-12-31");
    let near = task(&mut maker, false, "2024-12-15");
    let late = task(&mut maker, false, "2024-11-01");
    look(&maker.ledger, date("2024-12-01"), |view| {
        let lines = task::tasks(view, &Scope::default());
        assert_eq!(lines.iter().map(|line| line.task.raw()).collect::<Vec<_>>(), [far, late, near]);
        for line in &lines {
            assert_eq!(line.priority.score, line.priority.parts.iter().map(|part| part.points()).sum::<i64>());
        }
        let colours: Vec<_> = lines.iter().map(|line| line.warning.map(|warning| warning.colour)).collect();
        assert_eq!(colours, [None, Some(Warning::Red), Some(Warning::Blue)]);
    });
}

#[test]
fn pilots_are_compared_within_their_tiers_and_the_overlap_is_shown_not_added() {
    let mut maker = group(6, 3);
    let enterprise = |n: u64| RawId(0x1_0001 + 2 * n);
    for (n, which, left) in [
        (0, programme::DOUBLE_HUNDRED, None),
        (1, programme::DOUBLE_HUNDRED, Some("2024-06-01")),
        (0, programme::SCI_TECH, None),
    ] {
        let mut row =
            vec![(Membership::enterprise, Value::Ref(enterprise(n))), (Membership::programme, Value::Ref(which.raw()))];
        row.extend(left.map(|day| (Membership::left_on, Value::Date(date(day)))));
        maker.make(Kind::Membership, &row);
    }
    look(&maker.ledger, date("2024-12-31"), |view| {
        let summary = pilot::summary(view, programme::DOUBLE_HUNDRED);
        assert_eq!((summary.members.len(), summary.tiers), (1, Tiers::of([2])));
        let (_, members, others) = summary.indicators.iter().find(|(id, ..)| *id == e1()).unwrap();
        assert_eq!((members.due, others.due), (Ratio::new(1, 1), Ratio::new(2, 5)));
        let both = pilot::overlap(view, programme::DOUBLE_HUNDRED, programme::SCI_TECH);
        assert_eq!(both.iter().map(|id| id.raw()).collect::<Vec<_>>(), [enterprise(0)]);
    });
}

fn scopes(view: View<'_>) -> Vec<Scope> {
    let ledger = view.ledger;
    let base = Scope::default;
    let mut scopes =
        vec![base(), Scope { tiers: Tiers::of([2, 3]), ..base() }, Scope { region: Some(region("110000")), ..base() }];
    scopes.extend(ledger.units.iter().take(2).map(|(id, _)| Scope { unit: Some(id), ..base() }));
    scopes.extend(ledger.enterprises.iter().take(2).map(|(id, _)| Scope { group: Some(id), ..base() }));
    scopes.push(Scope { function: Some(FunctionClass::Public), ..base() });
    scopes.push(Scope { pilot: Some(Pilot::Member(programme::DOUBLE_HUNDRED)), ..base() });
    scopes.push(Scope { pilot: Some(Pilot::Outside), ..base() });
    scopes
}

fn assert_identities(view: View<'_>) {
    for scope in scopes(view) {
        for indicator in indicators(view) {
            let name = &view.ledger.indicators.get(indicator).unwrap().code;
            let (figure, list) = (figure(view, indicator, &scope), items(view, indicator, &scope));
            // Research is not a part of revenue, and may exceed it.
            let is_of_research = name == "R1";
            for ratio in [figure.due, figure.all, figure.lower, figure.upper].into_iter().filter(|_| !is_of_research) {
                assert!(0 <= ratio.num && ratio.num <= ratio.den, "{name}: numerator inside denominator, {ratio:?}");
            }
            assert!(figure.due.num <= figure.all.num && figure.due.den <= figure.all.den, "{name}: due inside all");
            assert!(figure.lower.cmp_rate(figure.upper).is_le(), "{name}: bounds in order");
            let left_out: i64 = figure.excluded.iter().map(|(_, count)| count).sum();
            let stand_for = |fits: fn(&report::Item) -> bool| -> i64 {
                list.iter().filter(|item| fits(item)).map(|item| item.count).sum()
            };
            assert_eq!(left_out, stand_for(|item| item.excluded.is_some()), "{name}: reasons");
            let missing = stand_for(|item| item.excluded.is_none() && item.answer == Answer::Missing);
            assert_eq!(figure.missing, missing, "{name}: missing");
        }
        for axis in [Axis::Tier, Axis::Region, Axis::Group, Axis::Unit, Axis::Function] {
            let matrix = report::matrix(view, &indicators(view), &scope, axis);
            for (indicator, figures) in &matrix.rows {
                assert_eq!(figures[0], figure(view, *indicator, &scope), "the total is the figure of the scope");
                let sum = |ratio: fn(&report::Figure) -> Ratio| figures[1..].iter().map(ratio).sum::<Ratio>();
                assert_eq!(sum(|f| f.due), figures[0].due, "{axis:?}: parts add up");
                assert_eq!(sum(|f| f.all), figures[0].all, "{axis:?}: parts add up");
                assert_eq!(figures[1..].iter().map(|f| f.missing).sum::<i64>(), figures[0].missing);
                for (column, figure) in matrix.columns.iter().zip(figures) {
                    let rows = report::matrix::column_items(view, *indicator, &scope, axis, column.label);
                    let counted: Ratio = rows.iter().filter(|row| row.excluded.is_none()).map(|row| row.counted).sum();
                    assert_eq!(counted, figure.due, "{axis:?} {:?}: a number leads to its rows", column.label);
                }
            }
            for indicator in indicators(view) {
                let (_, rows) = report::matrix::heat(view, indicator, &scope, axis);
                let cells: Ratio = rows.iter().flat_map(|(_, row)| row).map(|figure| figure.due).sum();
                assert_eq!(cells, figure(view, indicator, &scope).due, "the cells of the heat table add up");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn identities_hold_for_every_ledger_scope_and_axis(list in wishes(60), day in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(day)).unwrap();
        look(&ledger, day, assert_identities);
    }

    #[test]
    fn a_stage_added_never_lowers_a_rate(list in wishes(60), pick in any::<prop::sample::Index>(), add in 0u8..5) {
        let mut ledger = granted(&list, |_, _| {});
        prop_assume!(ledger.adoptions.live_count() > 0);
        let rows: Vec<_> = ledger.adoptions.iter().map(|(id, _)| id.raw()).collect();
        let record = RecordRef::new(Kind::Adoption, rows[pick.index(rows.len())]);
        let stages = [Adoption::issued, Adoption::signed, Adoption::assessed, Adoption::paid, Adoption::adjusted];
        let day = date("2024-12-31");
        let rates = |ledger: &Ledger| look(ledger, day, |view| {
            indicators(view)
                .into_iter()
                .filter(|id| view.ledger.indicators.get(*id).unwrap().measure == Some(Measure::Stage))
                .flat_map(|id| scopes(view).into_iter().map(move |scope| figure(view, id, &scope).due))
                .collect::<Vec<_>>()
        });
        let before = rates(&ledger);
        let change = Change::Set { record, field: stages[usize::from(add)], value: Value::Stage(Stage::Yes(Some(day))) };
        // A date replaced by a later one takes a step back, so only steps not yet taken are added.
        prop_assume!(!matches!(ledger.value(record, stages[usize::from(add)]), Value::Stage(Stage::Yes(_))));
        ledger.apply(&change, &origin(noon(day))).unwrap();
        for (before, after) in before.iter().zip(rates(&ledger)) {
            prop_assert!(after.cmp_rate(*before).is_ge(), "{before:?} → {after:?}");
        }
    }

    #[test]
    fn looking_back_gives_what_was_seen_on_the_day(facts in prop::collection::vec((0u64..12, 0u8..4), 1..60)) {
        // Facts enter the ledger on the day that they carry, as in a ledger that is kept daily.
        let mut maker = group(6, 0);
        let tasks: Vec<RawId> = (0..6).map(|_| maker.make(Kind::Task, &[(Task::main, Value::YesNo(true))])).collect();
        let mut seen = Vec::new();
        for (at, (which, act)) in facts.into_iter().enumerate() {
            let day = date("2024-02-01").checked_add(jiff::Span::new().days(at as i64)).unwrap();
            let change = if act < 2 {
                let record = RecordRef::new(Kind::Adoption, RawId(0x1_0002 + 2 * (which % 6)));
                let taken = maker.ledger.value(record, Adoption::issued) != Value::Stage(Stage::No);
                if taken { continue }
                Change::Set { record, field: Adoption::issued, value: Value::Stage(Stage::Yes(Some(day))) }
            } else {
                let status = TaskStatus::ALL[usize::from(act)];
                Change::Create {
                    record: RecordRef::new(Kind::Progress, RawId(0x9_0000 + at as u64)),
                    values: vec![
                        (Progress::task, Value::Ref(tasks[which as usize % 6])),
                        (Progress::date, Value::Date(day)),
                        (Progress::status, choice(status)),
                    ],
                }
            };
            maker.ledger.apply(&change, &origin(noon(day))).unwrap();
            let figures = |ledger: &Ledger| look(ledger, day, |view| {
                ["E1", "E2", "T1", "T2"].map(|code| figure(view, builtins::indicator(code).unwrap(), &Scope::default()))
            });
            seen.push((day, figures(&maker.ledger), visible(&maker.ledger)));
        }
        for (day, figures, rows) in seen {
            let past = maker.ledger.as_it_was(day);
            prop_assert_eq!(&visible(&past), &rows, "history replayed up to the day");
            for ledger in [&maker.ledger, &past] {
                let now = look(ledger, day, |view| {
                    ["E1", "E2", "T1", "T2"].map(|code| figure(view, builtins::indicator(code).unwrap(), &Scope::default()))
                });
                prop_assert_eq!(&now, &figures);
            }
        }
    }
}

#[test]
fn identities_hold_for_the_built_in_ledgers() {
    for (ledger, day) in [(seed::sample().unwrap(), seed::SAMPLE_AS_OF), (seed::public().unwrap(), seed::PUBLIC_AS_OF)]
    {
        look(&ledger, day, assert_identities);
    }
}

#[test]
fn the_day_that_shows_a_row_is_the_first_on_which_it_counts() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let on = |day| View { ledger: &ledger, index: &index, as_of: day };
    let view = on(date("2024-12-10"));
    let (mut shown, mut papers) = (0, 0);
    for (id, definition) in ledger.indicators.iter() {
        // A task may have been at 100 % before it was closed, and a manager moved before.
        let is_of_one_day = !matches!(definition.measure, Some(Measure::TaskProgress | Measure::ManagersExited));
        for item in items(view, id, &Scope::default()) {
            let proof = indicator::proof(view, id, &item);
            papers += usize::from(!proof.paper.is_empty());
            let Some(day) = proof.on else { continue };
            shown += 1;
            assert!(item.answer == Answer::Yes && day <= view.as_of);
            if is_of_one_day {
                let before = items(on(day.yesterday().unwrap()), id, &Scope::default());
                let own = before.iter().find(|own| own.record == item.record);
                assert!(own.is_none_or(|own| own.answer != Answer::Yes), "{} {:?} {day}", definition.code, item.record);
            }
        }
    }
    assert!(shown > 100 && papers > 20, "{shown} days and {papers} papers");
}

#[test]
fn the_rows_of_the_sample_report() {
    let ledger = seed::sample().unwrap();
    let table = look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let mut out = String::new();
        let matrix = report::matrix(view, &indicators(view), &Scope::default(), Axis::Tier);
        for (indicator, figures) in &matrix.rows {
            let code = &ledger.indicators.get(*indicator).unwrap().code;
            let cells: Vec<String> =
                figures.iter().map(|f| format!("{} {}/{}", f.due.percent(), f.due.num, f.due.den)).collect();
            writeln!(out, "{code}  {}  缺 {}", cells.join(" | "), figures[0].missing).unwrap();
        }
        out
    });
    insta::assert_snapshot!(table);
}

#[test]
fn the_past_of_the_sample_is_told_month_by_month() {
    let ledger = seed::sample().unwrap();
    let line = look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let points = series::series(view, builtins::indicator("T1").unwrap(), &Scope::default());
        assert!(points.windows(2).all(|pair| pair[0].day < pair[1].day));
        points.iter().map(|p| format!("{} {}/{}", p.day, p.ratio.num, p.ratio.den)).collect::<Vec<_>>().join("\n")
    });
    insta::assert_snapshot!(line);
}

#[test]
fn a_unit_that_owns_an_enterprise_owns_its_subtree_unless_another_is_named() {
    let mut maker = Maker::new();
    let unit = |maker: &mut Maker, name: &str| maker.make(Kind::Unit, &[(Unit::name, text(name))]);
    let (a, b) = (unit(&mut maker, "甲"), unit(&mut maker, "乙"));
    let own = |maker: &mut Maker, fields: &[(Field, Value)]| maker.make(Kind::Enterprise, fields);
    let top = own(&mut maker, &[(Enterprise::unit, Value::Ref(a))]);
    let child = own(&mut maker, &[(Enterprise::parent, Value::Ref(top))]);
    own(&mut maker, &[(Enterprise::parent, Value::Ref(child)), (Enterprise::unit, Value::Ref(b))]);
    let g2 = builtins::indicator("G2").unwrap();
    look(&maker.ledger, date("2024-12-31"), |view| {
        let den = |unit| figure(view, g2, &Scope { unit: Some(Id::new(unit)), ..Scope::default() }).due.den;
        assert_eq!((den(a), den(b)), (2, 1));
        let labels: Vec<_> = report::columns(view, &Scope::default(), Axis::Tier).iter().map(|c| c.label).collect();
        assert_eq!(labels, [ColumnLabel::Total, ColumnLabel::Tier(1), ColumnLabel::Tier(2), ColumnLabel::Tier(3)]);
    });
}
