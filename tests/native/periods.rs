//! Two dates compared: bridges add up exactly whatever is counted, and what slipped is told.

use std::collections::BTreeMap;

use ledger::domain::{
    AnyTable, Date, Field, Id, Kind, Ledger, Ratio, RawId, RecordRef, Stage, Value,
    builtins::{self, institution},
    choice::{CodedEnum, TaskStatus},
    records::{Adoption, Contract, Enterprise, Indicator, PracticeLink, Progress, Task},
};
use proptest::prelude::*;
use report::{
    Bridge, FigureChange, Scope, Turn, View, compare,
    compare::{Part, Period, Slip, Step, slips},
    compare_in, figure, items,
};

use support::{Maker, Wish, blank, date, look, noon, origin, wishes};

fn yes_on(day: &str) -> Value {
    Value::Stage(Stage::Yes(Some(date(day))))
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn indicator(code: &str) -> Id<Indicator> {
    builtins::indicator(code).unwrap()
}

/// One ledger by its dates on two days.
fn days<T>(ledger: &Ledger, from: &str, to: &str, read: impl FnOnce(View<'_>, View<'_>) -> T) -> T {
    look(ledger, date(from), |before| look(ledger, date(to), |after| read(before, after)))
}

fn change_of(before: View<'_>, after: View<'_>, code: &str) -> FigureChange {
    let figures = compare(before, after).figures;
    figures.into_iter().find(|change| change.indicator == indicator(code)).unwrap()
}

/// A name, the day or the lack of the exit system, and whatever else is known.
type Firm<'a> = (&'a str, Value, &'a [(Field, Value)]);

/// A group with subsidiaries, each with the exit system or without, valid for a time.
fn firms(maker: &mut Maker, list: &[Firm<'_>]) -> Vec<RawId> {
    let group = maker.make(Kind::Enterprise, &[(Enterprise::name, text("示例集团"))]);
    let make = |(name, issued, more): &Firm<'_>| {
        let mut values = vec![(Enterprise::name, text(name)), (Enterprise::parent, Value::Ref(group))];
        values.extend_from_slice(more);
        let firm = maker.make(Kind::Enterprise, &values);
        maker.make(
            Kind::Adoption,
            &[
                (Adoption::enterprise, Value::Ref(firm)),
                (Adoption::institution, Value::Ref(institution::EXIT.raw())),
                (Adoption::issued, issued.clone()),
            ],
        );
        firm
    };
    list.iter().map(make).collect()
}

#[test]
fn a_bridge_by_hand_goes_over_what_joined_what_changed_and_what_left() {
    let mut maker = Maker::new();
    let firms = firms(
        &mut maker,
        &[
            ("甲", yes_on("2023-06-01"), &[]),
            ("乙", yes_on("2024-05-01"), &[]),
            ("丙", yes_on("2023-01-01"), &[(Enterprise::valid_to, Value::Date(date("2024-03-01")))]),
            ("丁", Value::Stage(Stage::No), &[(Enterprise::valid_from, Value::Date(date("2024-02-01")))]),
        ],
    );
    days(&maker.ledger, "2023-12-31", "2024-12-31", |before, after| {
        let change = change_of(before, after, "E1");
        assert_eq!((change.before.due, change.after.due), (Ratio::new(2, 3), Ratio::new(2, 3)));
        let steps = change.bridge.unwrap().steps(change.before.due, [None, None]);
        let read: Vec<_> = steps.iter().map(|step| (step.part, step.flow.count, step.after, step.tenths)).collect();
        assert_eq!(
            read,
            [
                (Part::JoinedNo, 1, Ratio::new(2, 4), Some(-167)),
                (Part::Gained, 1, Ratio::new(3, 4), Some(250)),
                (Part::LeftYes, 1, Ratio::new(2, 3), Some(-83)),
            ]
        );
        let moves: Vec<_> = change.moves.iter().map(|one| (one.record.id, one.part)).collect();
        assert_eq!(moves, [(firms[3], Part::JoinedNo), (firms[1], Part::Gained), (firms[2], Part::LeftYes)]);
    });
}

#[test]
fn by_business_date_a_fact_counts_on_its_day_and_by_record_on_the_day_it_was_written() {
    let mut maker = Maker::new();
    firms(&mut maker, &[("甲", yes_on("2023-06-01"), &[])]);
    // Written on the first of January 2024, of a day half a year before.
    let due =
        |ledger: &Ledger| look(ledger, date("2023-12-31"), |view| figure(view, indicator("E1"), &Scope::default()).due);
    assert_eq!(due(&maker.ledger), Ratio::new(1, 1));
    assert_eq!(due(&maker.ledger.as_it_was(date("2023-12-31"))), Ratio::new(0, 0));
}

#[test]
fn tasks_and_people_are_matched_by_their_own_records() {
    let mut maker = Maker::new();
    let firm = firms(&mut maker, &[("甲", Value::Stage(Stage::No), &[])])[0];
    let contract = |maker: &mut Maker, signed: &str| {
        let paper = yes_on(signed);
        maker.make(
            Kind::Contract,
            &[
                (Contract::enterprise, Value::Ref(firm)),
                (Contract::executive, Value::YesNo(true)),
                (Contract::term_from, Value::Date(date("2023-01-01"))),
                (Contract::employment_agreement, paper.clone()),
                (Contract::annual_paper, paper.clone()),
                (Contract::term_paper, paper),
            ],
        )
    };
    let [_, late] = ["2023-02-01", "2024-02-01"].map(|day| contract(&mut maker, day));
    let task = maker.make(Kind::Task, &[(Task::title, text("任务")), (Task::main, Value::YesNo(true))]);
    maker.make(
        Kind::Progress,
        &[
            (Progress::task, Value::Ref(task)),
            (Progress::date, Value::Date(date("2024-03-01"))),
            (Progress::status, Value::Choice(TaskStatus::Closed.index())),
        ],
    );
    days(&maker.ledger, "2023-12-31", "2024-12-31", |before, after| {
        for (code, record) in [("M2", RecordRef::new(Kind::Contract, late)), ("T1", RecordRef::new(Kind::Task, task))] {
            let change = change_of(before, after, code);
            let moves: Vec<_> = change.moves.iter().map(|one| (one.record, one.part)).collect();
            assert_eq!(moves, [(record, Part::Gained)], "{code}");
        }
        assert_eq!(change_of(before, after, "M2").before.due, Ratio::new(1, 2), "one firm, two people");
    });
}

#[test]
fn what_slipped_is_told_against_the_original_deadline_with_what_is_lacking() {
    let mut maker = Maker::new();
    let mut task = |original: &str, deadline: &str, more: &[(Field, Value)]| {
        let mut values =
            vec![(Task::original_deadline, Value::Date(date(original))), (Task::deadline, Value::Date(date(deadline)))];
        values.extend_from_slice(more);
        Id::<Task>::new(maker.make(Kind::Task, &values))
    };
    let reason = [(Task::deadline_reason, text("等上位文件"))];
    let slipped = task("2024-06-30", "2025-03-31", &reason);
    let overdue = task("2024-09-30", "2024-09-30", &[]);
    task("2024-12-31", "2024-12-31", &[]);
    task("2025-06-30", "2025-03-31", &[]);
    let slip = |task, original: &str, deadline: &str, days, overdue, is_new, reason: &str| Slip {
        task,
        original: Some(date(original)),
        deadline: date(deadline),
        days,
        overdue,
        is_new,
        reason: reason.into(),
        approver: String::new(),
    };
    let first = slip(slipped, "2024-06-30", "2025-03-31", 274, 0, false, "等上位文件");
    days(&maker.ledger, "2023-12-31", "2024-12-31", |before, after| {
        // The deadline day itself is in time; a deadline that was moved forward did not slip.
        let second = slip(overdue, "2024-09-30", "2024-09-30", 0, 92, true, "");
        assert_eq!(slips(before, after, &Scope::default()), [first.clone(), second]);
    });
    days(&maker.ledger, "2024-11-30", "2024-12-31", |before, after| {
        let second = slip(overdue, "2024-09-30", "2024-09-30", 0, 92, false, "");
        assert_eq!(slips(before, after, &Scope::default()), [first.clone(), second], "it was overdue before");
    });
    let before = maker.ledger.clone();
    let further = Value::Date(date("2025-04-30"));
    maker.set(RecordRef::new(Kind::Task, slipped.raw()), Task::deadline, further);
    let day = date("2024-12-31");
    let list = look(&before, day, |before| look(&maker.ledger, day, |after| slips(before, after, &Scope::default())));
    assert_eq!((list[0].task, list[0].days, list[0].is_new), (slipped, 304, true), "it slipped further");
}

#[test]
fn a_period_ends_on_the_last_day_before_the_one_that_a_day_lies_in() {
    for (day, month, quarter, year) in [
        ("2024-12-31", "2024-11-30", "2024-09-30", "2023-12-31"),
        ("2024-03-01", "2024-02-29", "2023-12-31", "2023-12-31"),
        ("2024-04-01", "2024-03-31", "2024-03-31", "2023-12-31"),
    ] {
        let ends = Period::ALL.map(|period| period.end_before(date(day)).to_string());
        assert_eq!(ends, [month, quarter, year]);
    }
}

#[test]
fn a_scope_holds_its_own_figures_tasks_and_records_alone() {
    let sample = seed::sample().unwrap();
    days(&sample, "2023-12-31", "2024-12-10", |before, after| {
        let whole = compare(before, after);
        let mut closed = 0;
        for (unit, _) in sample.units.iter() {
            let scope = Scope { unit: Some(unit), ..Scope::default() };
            let own = compare_in(before, after, &scope);
            for change in &own.figures {
                assert_eq!(change.after, figure(after, change.indicator, &scope));
            }
            assert!(own.changes.iter().all(|change| whole.changes.contains(change)));
            let mine = |change: &&report::Difference| matches!(change.turn, Turn::TaskClosed { .. });
            let tasks: Vec<_> = own.changes.iter().filter(mine).collect();
            let resolved = scope.resolve(after);
            assert!(tasks.iter().all(|change| resolved.has_task(sample.tasks.position(change.record.id).unwrap())));
            closed += tasks.len();
        }
        let all = whole.changes.iter().filter(|change| matches!(change.turn, Turn::TaskClosed { .. })).count();
        let stated = whole.changes.iter().filter(|change| {
            matches!(change.turn, Turn::TaskClosed { .. })
                && sample.units.iter().any(|(unit, _)| {
                    let scope = Scope { unit: Some(unit), ..Scope::default() };
                    scope.resolve(after).has_task(sample.tasks.position(change.record.id).unwrap())
                })
        });
        assert_eq!(closed, stated.count());
        assert!(closed > 0 && closed <= all);
    });
}

/// What counts in an indicator, by record; figures of a year by their enterprise.
#[test]
fn what_belongs_to_an_enterprise_is_compared_with_its_group_whatever_its_kind() {
    let mut maker = Maker::new();
    let [own, other] = ["示例甲", "示例乙"].map(|name| maker.make(Kind::Enterprise, &[(Enterprise::name, text(name))]));
    let before = maker.ledger.clone();
    let kinds: Vec<Kind> =
        Kind::ALL.iter().copied().filter(|kind| kind.owning_field(Kind::Enterprise).is_some()).collect();
    for kind in &kinds {
        maker.make(*kind, &[(kind.owning_field(Kind::Enterprise).unwrap(), Value::Ref(own))]);
    }
    let practice = maker.ledger.practices.iter().next().unwrap().0;
    maker.make(Kind::PracticeLink, &[(PracticeLink::practice, Value::Ref(practice.raw()))]);
    let added = |group: RawId| {
        look(&before, date("2024-12-10"), |before| {
            look(&maker.ledger, date("2024-12-10"), |after| {
                let scope = Scope { group: Some(Id::new(group)), ..Scope::default() };
                let changes = compare_in(before, after, &scope).changes;
                changes.iter().filter(|change| change.turn == Turn::Added).count()
            })
        })
    };
    assert!(kinds.contains(&Kind::Restructuring) && kinds.contains(&Kind::Practice));
    assert_eq!((added(own), added(other)), (kinds.len() + 1, 0));
}

fn counted(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> BTreeMap<RecordRef, Ratio> {
    let due = items(view, indicator, scope).into_iter().filter(|item| item.excluded.is_none() && item.counted.den > 0);
    due.map(|item| {
        let record = match item.record.kind {
            Kind::YearFigures => {
                RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(item.enterprise.unwrap() as usize))
            }
            _ => item.record,
        };
        (record, item.counted)
    })
    .collect()
}

fn assert_adds_up(before: View<'_>, after: View<'_>, scope: &Scope) {
    let forth = compare_in(before, after, scope);
    let back = compare_in(after, before, scope);
    for change in &forth.figures {
        let Some(bridge) = change.bridge else { continue };
        let [old, new] = [before, after].map(|view| counted(view, change.indicator, scope));
        let of = |keep: &dyn Fn(Option<Ratio>, Option<Ratio>) -> bool| {
            let gone = old.keys().filter(|record| !new.contains_key(record));
            let all = new.keys().chain(gone).map(|record| (old.get(record).copied(), new.get(record).copied()));
            all.filter(|(was, is)| keep(*was, *is)).count() as i64
        };
        let yes = |ratio: Ratio| ratio.num > 0;
        assert_eq!(bridge.of(Part::JoinedYes).count, of(&|was, is| was.is_none() && is.is_some_and(yes)));
        assert_eq!(bridge.of(Part::JoinedNo).count, of(&|was, is| was.is_none() && !is.is_some_and(yes)));
        assert_eq!(bridge.of(Part::LeftYes).count, of(&|was, is| is.is_none() && was.is_some_and(yes)));
        assert_eq!(bridge.of(Part::LeftNo).count, of(&|was, is| is.is_none() && !was.is_some_and(yes)));
        let both = |keep: fn(Ratio, Ratio) -> bool| of(&|was, is| was.zip(is).is_some_and(|(was, is)| keep(was, is)));
        assert_eq!(bridge.of(Part::Gained).count, both(|was, is| was.den == is.den && is.num > was.num));
        assert_eq!(bridge.of(Part::Lost).count, both(|was, is| was.den == is.den && is.num < was.num));
        assert_eq!(bridge.of(Part::Reweighed).count, both(|was, is| was.den != is.den));
        for part in Part::ALL {
            assert_eq!(bridge.of(part).count, change.moves.iter().filter(|one| one.part == part).count() as i64);
        }
        // Research may cost more than the revenue that it is measured against; nothing else exceeds its whole.
        let is_inside = old.values().chain(new.values()).all(|counted| counted.num <= counted.den);
        assert_path(change, bridge, is_inside);
        let way_back = back.figures.iter().find(|other| other.indicator == change.indicator).unwrap();
        let mut turned = way_back.bridge.unwrap().steps(way_back.before.due, [None, None]);
        turned.reverse();
        let ends = |steps: &[Step]| steps.iter().map(|step| (step.before, step.after)).collect::<Vec<_>>();
        let swapped: Vec<_> = ends(&turned).into_iter().map(|(before, after)| (after, before)).collect();
        assert_eq!(ends(&bridge.steps(change.before.due, [None, None])), swapped, "the way back is the same path");
    }
}

/// The steps lead from the one rate to the other without a gap, and every rate on the way is one.
fn assert_path(change: &FigureChange, bridge: Bridge, is_inside: bool) {
    let (from, to) = (change.before.due, change.after.due);
    let targets = [change.before.target, change.after.target].map(|target| target.map(|target| target.value));
    let steps = bridge.steps(from, targets);
    assert_eq!(steps.last().map_or(from, |step| step.after), to);
    assert!(steps.windows(2).all(|pair| pair[0].after == pair[1].before));
    for step in &steps {
        assert!(step.after.num >= 0 && (!is_inside || step.after.num <= step.after.den), "{step:?}");
        assert!(from.den == 0 || to.den == 0 || step.after.den > 0, "{step:?}");
    }
    if let (Some(was), Some(is)) = (change.before.printed(), change.after.printed()) {
        let printed: Vec<i64> = steps.iter().map(|step| step.tenths.unwrap()).collect();
        assert_eq!(printed.iter().sum::<i64>(), is.less(was), "printed effects add up to the printed difference");
        for (step, tenths) in steps.iter().zip(printed) {
            // Each end is printed less than 0.1 off: |printed − exact| < 0.2, over the common denominator.
            let (p, q) = (i128::from(step.before.num), i128::from(step.before.den));
            let (r, s) = (i128::from(step.after.num), i128::from(step.after.den));
            let exact = 1_000 * (r * q - p * s);
            assert!((i128::from(tenths) * q * s - exact).abs() < 2 * q * s, "{step:?}");
        }
    }
}

/// A ledger with wishes granted, and what more wishes make of it.
fn grown(mut ledger: Ledger, first: &[Wish], more: &[Wish]) -> (Ledger, Ledger) {
    let mut grant = |wishes: &[Wish], from: usize| {
        for (at, wish) in wishes.iter().enumerate() {
            let change = wish.change(&ledger, from + at);
            let _refused_is_fine = ledger.apply(&change, &origin(noon(date("2024-01-01"))));
        }
        ledger.clone()
    };
    (grant(first, 0), grant(more, first.len()))
}

fn day(n: i64) -> Date {
    date("2024-01-01").checked_add(jiff::Span::new().days(n)).unwrap()
}

/// The whole, a unit, or a group, as a number says.
fn scope(ledger: &Ledger, n: usize) -> Scope {
    let units: Vec<_> = ledger.units.iter().map(|(id, _)| id).collect();
    let firms: Vec<_> = ledger.enterprises.iter().map(|(id, _)| id).collect();
    match n % 3 {
        1 if !units.is_empty() => Scope { unit: Some(units[n % units.len()]), ..Scope::default() },
        2 if !firms.is_empty() => Scope { group: Some(firms[n % firms.len()]), ..Scope::default() },
        _ => Scope::default(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn effects_add_up_exactly_for_every_indicator_between_two_ledgers_and_between_two_days(
        first in wishes(60), more in wishes(60), from in 0i64..500, to in 0i64..500, part in 0usize..30,
    ) {
        for start in [blank(), seed::sample().unwrap()] {
            let (before, after) = grown(start, &first, &more);
            let scope = scope(&after, part);
            look(&before, day(from), |before| look(&after, day(to), |after| assert_adds_up(before, after, &scope)));
            look(&after, day(from), |before| look(&after, day(to), |after| assert_adds_up(before, after, &scope)));
        }
    }
}
