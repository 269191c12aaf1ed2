//! What deserves attention: every number is that of the rows that it leads to, and nothing is claimed that
//! is merely not filled in.

use ledger::domain::{
    Decimal, Field, Id, Kind, RawId, RecordRef, Stage, Value,
    builtins::{self, institution},
    choice::{CodedEnum, FlagRule, TaskStatus},
    records::{Adoption, Board, Contract, Dismissal, Enterprise, FlagSetting, Progress, Target, Task},
};
use proptest::prelude::*;
use report::{
    Answer, Scope, View,
    boards::{self, boards},
    contracts::{self, Expiry, contracts},
    figure,
    flags::{flags, flags_by},
    forecast::{Prospect, forecast},
    form_and_substance::{InstitutionLine, Quadrant, institutions},
    highlights::{Line, Matter, Rows, Topic, attention, has_anything, lines},
    overview::headline,
    penetration::{Reach, penetration},
};

use support::{Maker, blank, date, granted, look, wishes};

const DAY: &str = "2024-12-10";

const TERMS: [Expiry; 3] = [Expiry::Expired, Expiry::Within30, Expiry::Unknown];

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn number(of: i64) -> Value {
    Value::Number(Decimal::whole(of))
}

fn enterprise(maker: &mut Maker, name: &str, parent: Option<RawId>) -> RawId {
    let parent = parent.map(|id| (Enterprise::parent, Value::Ref(id)));
    let values: Vec<_> = [(Enterprise::name, text(name))].into_iter().chain(parent).collect();
    maker.make(Kind::Enterprise, &values)
}

fn issued(maker: &mut Maker, enterprise: RawId, stage: Stage, more: &[(Field, Value)]) -> RawId {
    let mut values = vec![
        (Adoption::enterprise, Value::Ref(enterprise)),
        (Adoption::institution, Value::Ref(institution::EXIT.raw())),
        (Adoption::issued, Value::Stage(stage)),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::Adoption, &values)
}

fn contract(maker: &mut Maker, enterprise: RawId, term_to: Option<&str>) -> RawId {
    let from = [(Contract::term_from, Value::Date(date("2021-12-01")))];
    let to = term_to.map(|day| (Contract::term_to, Value::Date(date(day))));
    let values: Vec<_> = [(Contract::enterprise, Value::Ref(enterprise))].into_iter().chain(from).chain(to).collect();
    maker.make(Kind::Contract, &values)
}

fn board(maker: &mut Maker, enterprise: RawId, due: Option<bool>, established: Option<Stage>, seats: [Option<i64>; 2]) {
    let [seats, filled] = seats.map(|of| of.map(number));
    let values = [
        Some((Board::enterprise, Value::Ref(enterprise))),
        due.map(|due| (Board::due, Value::YesNo(due))),
        established.map(|stage| (Board::established, Value::Stage(stage))),
        seats.map(|seats| (Board::seats, seats)),
        filled.map(|filled| (Board::filled, filled)),
    ];
    maker.make(Kind::Board, &values.into_iter().flatten().collect::<Vec<_>>());
}

fn main_task(maker: &mut Maker, enterprise: RawId, is_closed: bool) {
    let values = [(Task::enterprise, Value::Ref(enterprise)), (Task::main, Value::YesNo(true))];
    let task = maker.make(Kind::Task, &values);
    if is_closed {
        let values = [
            (Progress::task, Value::Ref(task)),
            (Progress::date, Value::Date(date("2024-06-01"))),
            (Progress::status, Value::Choice(TaskStatus::Closed.index())),
        ];
        maker.make(Kind::Progress, &values);
    }
}

fn of(maker: &Maker, topic: Topic) -> Vec<Matter> {
    look(&maker.ledger, date(DAY), |view| matters(&lines(view, topic)))
}

fn matters(lines: &[Line]) -> Vec<Matter> {
    lines.iter().flat_map(|line| line.matters.iter().cloned()).collect()
}

/// What the page says to which a matter leads; none where it says that nothing is on record.
fn on_its_page(view: View<'_>, matter: &Matter) -> Option<i64> {
    let scope = Scope::default();
    match &matter.rows {
        Rows::Course(course) => {
            let found = forecast(view, course.figure.indicator, &scope).course;
            assert_eq!(**course, found, "the outlook is that of the page");
            None
        }
        Rows::Open { indicator, group, enterprise, alone, .. } => {
            let found = penetration(view, *indicator, &scope, Reach::Own).unwrap();
            let at = view.ledger.enterprises.live_position(*enterprise).unwrap();
            assert!(view.index.is_within(at, view.ledger.enterprises.live_position(*group).unwrap()));
            let rows: Vec<_> = found.open_of(view, Some(at), alone.map(Some)).collect();
            if alone.is_some() {
                assert!(rows.iter().all(|item| item.enterprise == Some(at as u32)), "the head alone");
            }
            if blank().indicators.get(*indicator) == view.ledger.indicators.get(*indicator) {
                assert!(rows.iter().all(|item| item.counted.den - item.counted.num == 1), "a row is one");
            }
            Some(rows.iter().map(|item| item.counted.den - item.counted.num).sum())
        }
        Rows::FormOnly { institution } => {
            let lines = institutions(view, &scope);
            let rows = |of: &InstitutionLine| -> i64 {
                let due = of.sums.due().filter(|line| line.quadrant() == Some(Quadrant::FormOnly));
                due.inspect(|line| assert_eq!(line.spirit, Answer::No, "what nobody filled in is no failing")).count()
                    as i64
            };
            let own = rows(lines.iter().find(|line| line.institution == *institution).unwrap());
            assert_eq!(lines.iter().map(rows).max(), Some(own), "no other institution has more that are known");
            Some(own)
        }
        Rows::Form => {
            assert!(institutions(view, &scope).iter().all(|line| line.sums.recorded == 0));
            None
        }
        Rows::Flags => Some(flags_by(view, &scope).iter().map(|rule| rule.open as i64).sum()),
        Rows::Contracts(contracts::Show::All) => {
            assert_eq!(contracts(view, &scope).lines, []);
            None
        }
        Rows::Contracts(show) => Some(contracts(view, &scope).count(show)),
        Rows::Boards(boards::Show::All) => {
            assert!(boards(view, &scope).lines.iter().all(|line| line.board.is_none()));
            None
        }
        Rows::Boards(show) => Some(boards(view, &scope).count(*show)),
        Rows::EmptySeats { seats } => {
            let report = boards(view, &scope);
            let rows = report.lines.iter().filter(|line| line.full == Some(Answer::No));
            let sum: i64 = rows.filter_map(|line| line.empty).map(Decimal::hundredths).sum();
            assert_eq!(*seats, Decimal::from_hundredths(sum), "the seats of the rows");
            Some(report.count(boards::Show::Full(Answer::No)))
        }
    }
}

/// What the pages count must be told, and that there is none only where nothing is unknown.
fn assert_nothing_is_left_out(view: View<'_>, told: &[Matter]) {
    let scope = Scope::default();
    let says = |rows: &Rows| told.iter().find(|matter| matter.rows == *rows).and_then(|matter| matter.count);
    let report = contracts(view, &scope);
    let terms = TERMS.map(|expiry| report.count(&contracts::Show::Expiry(expiry)));
    for (expiry, count) in TERMS.into_iter().zip(terms).filter(|(_, count)| *count > 0) {
        assert_eq!(says(&Rows::Contracts(contracts::Show::Expiry(expiry))), Some(count), "{expiry:?}");
    }
    let report = boards(view, &scope);
    let has_board = report.lines.iter().any(|line| line.board.is_some());
    use boards::Show::{DueNotBuilt, DueUnknown, DueUnstated, Full};
    for show in [DueNotBuilt, DueUnknown, DueUnstated, Full(Answer::Missing)].into_iter().filter(|_| has_board) {
        let count = report.count(show);
        assert!(count == 0 || says(&Rows::Boards(show)) == Some(count), "{show:?}");
    }
    let empty = report.count(Full(Answer::No));
    assert!(empty == 0 || says(&Rows::EmptySeats { seats: report.empty_seats }) == Some(empty));
    let open = flags(view, &scope).iter().filter(|flag| flag.dismissed.is_none()).count() as i64;
    assert!(open == 0 || says(&Rows::Flags) == Some(open), "flags");
    let has_form_only = institutions(view, &scope).iter().any(|of| of.sums.quadrants[Quadrant::FormOnly as usize] > 0);
    let is_form_only = |matter: &Matter| matches!(matter.rows, Rows::FormOnly { .. }) && matter.count > Some(0);
    assert_eq!(told.iter().any(is_form_only), has_form_only);
    for none in told.iter().filter(|matter| matter.count == Some(0)) {
        match &none.rows {
            Rows::Contracts(_) => assert_eq!(terms[2], 0, "an end of term that is not filled in may be over"),
            Rows::Boards(_) => assert_eq!(report.count_all(&[DueUnknown, DueUnstated]), [0, 0]),
            Rows::EmptySeats { .. } => assert_eq!(report.count(Full(Answer::Missing)), 0),
            Rows::FormOnly { .. } | Rows::Flags => {}
            other => panic!("none of {other:?}"),
        }
    }
}

fn assert_true(view: View<'_>) {
    let told = attention(view);
    assert!(told.iter().all(|line| !line.matters.is_empty()));
    assert!(has_anything(view) || told.is_empty());
    let told = matters(&told);
    for matter in &told {
        assert_eq!(matter.count, on_its_page(view, matter), "{matter:?}");
    }
    assert_nothing_is_left_out(view, &told);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_number_is_that_of_its_rows(list in wishes(90), after in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        look(&ledger, date("2024-01-01").checked_add(jiff::Span::new().days(after)).unwrap(), assert_true);
    }

    /// Trees of every shape, each enterprise with its exit system, main tasks, a contract and a board, or not.
    #[test]
    fn every_number_is_that_of_its_rows_in_every_tree(
        rows in prop::collection::vec((any::<prop::sample::Index>(), any::<u16>()), 1..40)
    ) {
        let mut maker = Maker::new();
        let mut known: Vec<RawId> = Vec::new();
        for (parent, dice) in rows {
            let parent = (!known.is_empty() && dice % 5 > 0).then(|| known[parent.index(known.len())]);
            let id = enterprise(&mut maker, "甲", parent);
            known.push(id);
            let stage = |of: u16| [None, Some(Stage::No), Some(Stage::Yes(None))][usize::from(of % 3)];
            if let Some(own) = stage(dice) {
                let next = stage(dice / 3).map(|stage| (Adoption::assessed, Value::Stage(stage)));
                issued(&mut maker, id, own, next.as_slice());
            }
            if dice / 9 % 3 > 0 {
                main_task(&mut maker, id, dice / 9 % 3 == 1);
            }
            if dice / 27 % 2 == 0 {
                let end = [None, Some("2024-12-09"), Some("2025-01-09"), Some("2026-01-01")];
                contract(&mut maker, id, end[usize::from(dice / 54 % 4)]);
            }
            if dice / 216 % 2 == 0 {
                let due = [None, Some(true), Some(false)][usize::from(dice / 432 % 3)];
                board(&mut maker, id, due, stage(dice / 1_296), [Some(7), (dice / 3_888 % 2 == 0).then_some(6)]);
            }
        }
        look(&maker.ledger, date(DAY), |view| {
            assert_true(view);
            let furthest = headline(view).filter_map(|id| figure(view, id, &Scope::default()).target).map(|t| t.gap).max();
            let told = matters(&lines(view, Topic::Blockage));
            prop_assert_eq!(told.is_empty(), furthest.unwrap_or(0) == 0, "all stands in trees");
            Ok(())
        })?;
    }
}

#[test]
fn the_sample_has_something_of_every_topic() {
    let ledger = seed::sample().unwrap();
    for day in ["2020-01-01", "2023-06-30", "2026-12-31"] {
        look(&ledger, date(day), assert_true);
    }
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        assert_true(view);
        let told = attention(view);
        for topic in Topic::ALL {
            assert!(told.iter().any(|line| line.topic == topic), "{topic:?}");
        }
    });
    let public = seed::public().unwrap();
    look(&public, seed::PUBLIC_AS_OF, assert_true);
}

#[test]
fn an_empty_ledger_says_nothing_and_one_without_reports_says_so() {
    look(&blank(), date(DAY), |view| assert_eq!(attention(view), []));
    let mut maker = Maker::new();
    let group = enterprise(&mut maker, "甲", None);
    let at = |maker: &Maker, day: &str| look(&maker.ledger, date(day), |view| matters(&attention(view)));
    let unrecorded = |rows| Matter { count: None, rows };
    let nothing = [
        unrecorded(Rows::Form),
        unrecorded(Rows::Contracts(contracts::Show::All)),
        unrecorded(Rows::Boards(boards::Show::All)),
    ];
    assert_eq!(at(&maker, DAY), nothing);
    assert!(nothing.iter().all(Matter::is_quiet));
    let record = RecordRef::new(Kind::Enterprise, group);
    maker.set(record, Enterprise::valid_from, Value::Date(date("2024-06-01")));
    assert_eq!(at(&maker, "2024-05-31"), [], "nobody is there yet");
}

#[test]
fn terms_run_out_within_thirty_days_and_none_is_over_only_if_all_are_known() {
    let mut maker = Maker::new();
    let firm = enterprise(&mut maker, "甲", None);
    let term = |count, expiry| Matter { count: Some(count), rows: Rows::Contracts(contracts::Show::Expiry(expiry)) };
    contract(&mut maker, firm, Some("2025-01-10"));
    assert_eq!(of(&maker, Topic::Terms), [term(0, Expiry::Expired)], "in 31 days");
    contract(&mut maker, firm, Some("2025-01-09"));
    contract(&mut maker, firm, Some(DAY));
    assert_eq!(of(&maker, Topic::Terms), [term(0, Expiry::Expired), term(2, Expiry::Within30)]);
    contract(&mut maker, firm, None);
    assert_eq!(of(&maker, Topic::Terms), [term(2, Expiry::Within30), term(1, Expiry::Unknown)], "it may be over");
    contract(&mut maker, firm, Some("2024-12-09"));
    let told = of(&maker, Topic::Terms);
    assert_eq!(told, [term(1, Expiry::Expired), term(2, Expiry::Within30), term(1, Expiry::Unknown)]);
    assert_eq!(told.iter().map(Matter::is_quiet).collect::<Vec<_>>(), [false, false, true]);
}

#[test]
fn boards_lack_only_where_it_is_known() {
    let mut maker = Maker::new();
    let [a, b, c, d] = ["甲", "乙", "丙", "丁"].map(|name| enterprise(&mut maker, name, None));
    let told = |count, show| Matter { count: Some(count), rows: Rows::Boards(show) };
    let seats = |count, seats| Matter { count: Some(count), rows: Rows::EmptySeats { seats: Decimal::whole(seats) } };
    let built = Some(Stage::Yes(None));
    board(&mut maker, a, Some(true), built, [Some(7), Some(7)]);
    assert_eq!(of(&maker, Topic::Boards), [seats(0, 0), told(3, boards::Show::DueUnstated)]);
    board(&mut maker, b, Some(false), built, [Some(7), Some(5)]);
    board(&mut maker, c, Some(true), built, [Some(9), Some(8)]);
    board(&mut maker, d, Some(true), built, [None, Some(3)]);
    let none_lacks = told(0, boards::Show::DueNotBuilt);
    let unknown = told(1, boards::Show::Full(Answer::Missing));
    assert_eq!(of(&maker, Topic::Boards), [none_lacks, seats(2, 3), unknown]);
    let e = enterprise(&mut maker, "戊", None);
    board(&mut maker, e, Some(true), Some(Stage::No), [None, None]);
    assert_eq!(of(&maker, Topic::Boards)[0], told(1, boards::Show::DueNotBuilt));
}

#[test]
fn the_headline_furthest_from_its_target_is_followed_to_its_largest_blockage() {
    let mut maker = Maker::new();
    let group = enterprise(&mut maker, "甲", None);
    let other = enterprise(&mut maker, "乙", None);
    let [one, two, three] = ["一", "二", "三"].map(|name| enterprise(&mut maker, name, Some(group)));
    for (at, stage) in [(one, Stage::Yes(None)), (two, Stage::No), (three, Stage::Yes(None))] {
        issued(&mut maker, at, stage, &[]);
    }
    // 70 % of three asks for all of them.
    let named = |maker: &Maker| match of(maker, Topic::Blockage).as_slice() {
        [Matter { count: Some(count), rows: Rows::Open { indicator, enterprise, alone, .. } }] => {
            Some((*count, *indicator, enterprise.raw(), *alone))
        }
        _ => None,
    };
    let [exit, tasks] = ["E1", "T1"].map(|code| builtins::indicator(code).unwrap());
    assert_eq!(named(&maker), Some((1, exit, two, None)));
    main_task(&mut maker, other, false);
    assert_eq!(named(&maker), Some((1, exit, two, None)), "of equal gaps the first");
    main_task(&mut maker, other, false);
    main_task(&mut maker, one, true);
    assert_eq!(named(&maker), Some((2, tasks, other, None)));
    // The head of a group alone: its branches are named apart.
    for at in [group, group, group, one, two, two] {
        main_task(&mut maker, at, false);
    }
    assert_eq!(named(&maker), Some((3, tasks, group, Some(1))));
    look(&maker.ledger, date(DAY), assert_true);
    for id in look(&maker.ledger, date(DAY), |view| view.ledger.targets.iter().map(|(id, _)| id).collect::<Vec<_>>()) {
        maker.set(RecordRef::new(Kind::Target, id.raw()), Target::value, number(0));
    }
    assert_eq!(of(&maker, Topic::Blockage), [], "where the target is met nothing blocks it");
    let met = of(&maker, Topic::Forecast);
    let is_met = |matter: &Matter| matches!(&matter.rows, Rows::Course(course) if course.prospect == Prospect::Met);
    assert!(met.len() == 2 && met.iter().all(is_met));
}

#[test]
fn a_dismissed_flag_is_not_counted_and_rules_that_are_off_find_nothing() {
    let mut maker = Maker::new();
    let firm = enterprise(&mut maker, "甲", None);
    main_task(&mut maker, firm, true);
    main_task(&mut maker, firm, true);
    let open = |count| vec![Matter { count: Some(count), rows: Rows::Flags }];
    assert_eq!(of(&maker, Topic::Flags), open(2), "closed without evidence");
    let task = look(&maker.ledger, date(DAY), |view| view.ledger.tasks.iter().next().unwrap().0);
    let values = [
        (Dismissal::rule, Value::Choice(FlagRule::ClosedWithoutEvidence.index())),
        (Dismissal::task, Value::Ref(task.raw())),
        (Dismissal::reason, text("已核实")),
    ];
    maker.make(Kind::Dismissal, &values);
    assert_eq!(of(&maker, Topic::Flags), open(1));
    for rule in FlagRule::ALL {
        let values = [(FlagSetting::rule, Value::Choice(rule.index())), (FlagSetting::off, Value::YesNo(true))];
        maker.make(Kind::FlagSetting, &values);
    }
    assert_eq!(of(&maker, Topic::Flags), [], "nobody looks, and so nobody can say that there is none");
}

#[test]
fn form_without_spirit_names_the_institution_of_which_most_are_known_to_be_so() {
    let mut maker = Maker::new();
    let group = enterprise(&mut maker, "甲", None);
    let [one, two] = ["一", "二"].map(|name| enterprise(&mut maker, name, Some(group)));
    let yes = || Value::Stage(Stage::Yes(None));
    let spirit = [
        (Adoption::assessed, yes()),
        (Adoption::paid, yes()),
        (Adoption::assessed_evidence, text("考核表")),
        (Adoption::paid_evidence, text("兑现表")),
    ];
    issued(&mut maker, one, Stage::No, &[]);
    assert_eq!(of(&maker, Topic::Form), [], "nobody has the form: that none lacks spirit says nothing");
    let both = issued(&mut maker, two, Stage::Yes(None), &spirit);
    let only = |count| {
        let institution: Id<_> = institution::EXIT;
        vec![Matter { count: Some(count), rows: Rows::FormOnly { institution } }]
    };
    assert_eq!(of(&maker, Topic::Form), only(0));
    let record = RecordRef::new(Kind::Adoption, both);
    maker.set(record, Adoption::paid, Value::Stage(Stage::No));
    assert_eq!(of(&maker, Topic::Form), only(1));
    assert!(!of(&maker, Topic::Form)[0].is_quiet());
    // Many of which nobody filled in whether they work count less than one that is known not to.
    for at in [one, two] {
        let values = [
            (Adoption::enterprise, Value::Ref(at)),
            (Adoption::institution, Value::Ref(institution::PERFORMANCE.raw())),
            (Adoption::issued, yes()),
        ];
        maker.make(Kind::Adoption, &values);
    }
    assert_eq!(of(&maker, Topic::Form), only(1));
    maker.set(record, Adoption::paid, Value::Empty);
    assert_eq!(of(&maker, Topic::Form), only(0), "what nobody filled in is no failing");
    assert!(of(&maker, Topic::Form)[0].is_quiet());
}
