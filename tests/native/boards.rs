//! Boards and directors: sums as in the indicators, contradictions shown as they are.

use ledger::domain::{
    Decimal, Field, Id, Kind, Ratio, RawId, Stage, Tiers, Value, builtins,
    check::{self, Check},
    choice::{CodedEnum, DirectorKind},
    facts::BoardContradiction,
    records::{Board, Director, Enterprise, Indicator},
};
use proptest::prelude::*;
use report::{
    Answer, Scope, View,
    boards::{Contradiction, Evaluated, MANY_BOARDS, Show, boards, directors},
    figure, items,
};

use support::{Maker, blank, date, granted, look, wishes};

fn number(of: i64) -> Value {
    Value::Number(Decimal::whole(of))
}

fn enterprise(maker: &mut Maker) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text("甲公司".into()))])
}

fn board(maker: &mut Maker, at: RawId, more: &[(Field, Value)]) {
    let mut values = vec![
        (Board::enterprise, Value::Ref(at)),
        (Board::established, Value::Stage(Stage::Yes(Some(date("2022-01-01"))))),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::Board, &values);
}

fn director(maker: &mut Maker, at: RawId, person: &str, kind: Option<DirectorKind>, more: &[(Field, Value)]) {
    let mut values = vec![(Director::enterprise, Value::Ref(at)), (Director::person, Value::Text(person.into()))];
    values.extend(kind.map(|kind| (Director::kind, Value::Choice(kind.index()))));
    values.extend_from_slice(more);
    maker.make(Kind::Director, &values);
}

fn untouched(view: View<'_>, code: &str) -> Option<Id<Indicator>> {
    let id = builtins::indicator(code)?;
    (view.ledger.indicators.get(id) == blank().indicators.get(id)).then_some(id)
}

fn assert_identities(view: View<'_>) {
    let mut scopes = vec![Scope::default(), Scope { tiers: Tiers::of([2, 3]), ..Scope::default() }];
    scopes.extend(view.ledger.enterprises.iter().take(2).map(|(id, _)| Scope { group: Some(id), ..Scope::default() }));
    for scope in scopes {
        let report = boards(view, &scope);
        let count = |show| report.count(show);
        let established = count(Show::Established);
        for (code, own) in [
            ("G2", Ratio::new(established, count(Show::All))),
            ("G3", Ratio::new(count(Show::Majority(Answer::Yes)), established)),
            ("G4", Ratio::new(count(Show::Full(Answer::Yes)), established)),
            ("G5", Ratio::new(report.full_time, report.outside)),
        ] {
            if let Some(id) = untouched(view, code) {
                assert_eq!(own, figure(view, id, &scope).all, "{code} in {scope:?}");
            }
        }
        let three = |show: fn(Answer) -> Show| report.count_all(&[Answer::Yes, Answer::No, Answer::Missing].map(show));
        assert_eq!(three(Show::Full).iter().sum::<i64>(), established);
        assert_eq!(three(Show::Majority).iter().sum::<i64>(), established);
        assert_eq!(count(Show::Due) + count(Show::NotDue) + count(Show::DueUnstated), count(Show::All));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_sums_are_those_of_the_indicators(list in wishes(90), after in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(after)).unwrap();
        look(&ledger, day, assert_identities);
    }
}

#[test]
fn the_sums_hold_for_the_sample() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        assert_identities(view);
        assert!(boards(view, &Scope::default()).count(Show::Established) > 0);
    });
}

#[test]
fn due_full_and_majority_by_hand() {
    let mut maker = Maker::new();
    for (due, seats, filled, outside) in [(true, 7, 7, 4), (true, 7, 5, 2), (false, 3, 3, 2)] {
        let e = enterprise(&mut maker);
        board(
            &mut maker,
            e,
            &[
                (Board::due, Value::YesNo(due)),
                (Board::seats, number(seats)),
                (Board::filled, number(filled)),
                (Board::outside, number(outside)),
                (Board::full_time_outside, number(1)),
            ],
        );
    }
    let e = enterprise(&mut maker);
    maker.make(
        Kind::Board,
        &[
            (Board::enterprise, Value::Ref(e)),
            (Board::due, Value::YesNo(true)),
            (Board::established, Value::Stage(Stage::No)),
        ],
    );
    enterprise(&mut maker);
    look(&maker.ledger, date("2024-12-31"), |view| {
        let report = boards(view, &Scope::default());
        let count = |show| report.count(show);
        assert_eq!((count(Show::All), count(Show::Due), count(Show::DueUnstated), count(Show::NotDue)), (5, 3, 1, 1));
        assert_eq!((count(Show::Established), count(Show::DueNotBuilt), count(Show::NotDueBuilt)), (3, 1, 1));
        assert_eq!((count(Show::Full(Answer::Yes)), count(Show::Full(Answer::No))), (2, 1));
        assert_eq!((count(Show::Majority(Answer::Yes)), count(Show::Majority(Answer::No))), (2, 1));
        assert_eq!((report.empty_seats, report.outside, report.full_time), (Decimal::whole(2), 8, 3));
        assert_eq!(count(Show::NoMeeting), 3);
    });
    look(&maker.ledger, date("2021-12-31"), |view| {
        let report = boards(view, &Scope::default());
        assert_eq!(
            (report.count(Show::Established), report.empty_seats),
            (0, Decimal::default()),
            "not yet established"
        );
    });
}

#[test]
fn an_evaluation_is_due_from_the_day_after_twelve_months() {
    let read = |on, day| Evaluated::read(Some(date(on)), date(day));
    assert_eq!(read("2023-12-31", "2024-12-31"), Evaluated::Recent(date("2023-12-31")));
    assert_eq!(read("2023-12-31", "2025-01-01"), Evaluated::Due(date("2023-12-31")));
    assert_eq!(read("2024-02-29", "2025-02-28"), Evaluated::Recent(date("2024-02-29")));
    assert_eq!(read("2024-02-29", "2025-03-01"), Evaluated::Due(date("2024-02-29")));
    assert_eq!(read("2025-01-02", "2025-01-01"), Evaluated::Never, "dated later: it has not happened");
    assert!(Evaluated::Never.is_due());
}

/// Names a bug: the checks compared whole directors, so that 7.5 of 7 seats was wrong on one screen and right on another.
#[test]
fn checks_and_report_judge_the_numbers_of_a_board_alike() {
    let own = [
        (BoardContradiction::OutsideOverFilled, Check::OutsideOverDirectors),
        (BoardContradiction::FilledOverSeats, Check::FilledOverSeats),
        (BoardContradiction::FullTimeOverOutside, Check::FullTimeOverOutside),
    ];
    let hundredths = [690, 700, 750, 799, 800];
    let all = || hundredths.map(|n| Value::Number(Decimal::from_hundredths(n)));
    for (seats, filled, outside) in all().into_iter().flat_map(|seats| {
        all().into_iter().flat_map(move |filled| {
            let seats = seats.clone();
            all().map(move |outside| (seats.clone(), filled.clone(), outside))
        })
    }) {
        let mut maker = Maker::new();
        let e = enterprise(&mut maker);
        let full_time = Value::Number(Decimal::from_hundredths(750));
        let values = [
            (Board::seats, seats),
            (Board::filled, filled),
            (Board::outside, outside),
            (Board::full_time_outside, full_time),
        ];
        board(&mut maker, e, &values);
        look(&maker.ledger, date("2024-12-31"), |view| {
            let told = &boards(view, &Scope::default()).lines[0].contradictions;
            let checked = check::findings(view.ledger, view.index, view.as_of);
            for (contradiction, check) in own {
                let is_told = told.contains(&Contradiction::Own(contradiction));
                let is_checked = checked.iter().any(|finding| finding.check == check);
                assert_eq!(is_told, is_checked, "{contradiction:?} of {values:?}");
            }
        });
    }
}

#[test]
fn numbers_that_contradict_each_other_or_the_roster_are_shown_and_not_set_right() {
    let mut maker = Maker::new();
    let found = |maker: &Maker, on| {
        look(&maker.ledger, date(on), |view| boards(view, &Scope::default()).lines[0].contradictions.clone())
    };
    let e = enterprise(&mut maker);
    board(
        &mut maker,
        e,
        &[
            (Board::seats, number(3)),
            (Board::filled, number(4)),
            (Board::outside, number(5)),
            (Board::full_time_outside, number(6)),
        ],
    );
    assert_eq!(
        found(&maker, "2024-12-31"),
        [
            Contradiction::Own(BoardContradiction::OutsideOverFilled),
            Contradiction::Own(BoardContradiction::FilledOverSeats),
            Contradiction::Own(BoardContradiction::FullTimeOverOutside)
        ]
    );
    look(&maker.ledger, date("2024-12-31"), |view| {
        let report = boards(view, &Scope::default());
        assert_eq!((report.full_time, report.outside), (5, 5), "the numerator stays inside, as in G5");
        assert_eq!(report.lines[0].board.unwrap().1.full_time_outside, Some(Decimal::whole(6)), "as stated");
    });

    let mut maker = Maker::new();
    let e = enterprise(&mut maker);
    board(&mut maker, e, &[(Board::filled, number(2)), (Board::outside, number(2))]);
    assert_eq!(found(&maker, "2024-12-31"), [], "no roster is no contradiction");
    director(&mut maker, e, "甲", Some(DirectorKind::Outside), &[]);
    director(&mut maker, e, "乙", None, &[]);
    assert_eq!(found(&maker, "2024-12-31"), [], "the unstated kind may be the second outside director");
    director(&mut maker, e, "丙", Some(DirectorKind::Inside), &[(Director::left_on, Value::Date(date("2024-06-01")))]);
    assert_eq!(found(&maker, "2024-12-31"), [], "who left is not counted");
    assert_eq!(found(&maker, "2024-05-31"), [Contradiction::People]);
    assert_eq!(found(&maker, "2021-12-31"), [Contradiction::NoBoard], "directors before there is a board");
    board(&mut maker, e, &[(Board::filled, number(2)), (Board::outside, number(0))]);
    assert_eq!(found(&maker, "2024-12-31"), [Contradiction::Outside, Contradiction::SeveralBoards]);
}

#[test]
fn outside_directors_are_counted_by_board_and_listed_by_load() {
    let mut maker = Maker::new();
    let places: Vec<RawId> = (0..5).map(|_| enterprise(&mut maker)).collect();
    let outside = Some(DirectorKind::Outside);
    for at in places.iter().take(MANY_BOARDS) {
        director(&mut maker, *at, "张三", outside, &[(Director::full_time, Value::YesNo(true))]);
    }
    // A second term on the same board is no other board.
    director(&mut maker, places[0], "张三 ", outside, &[(Director::full_time, Value::YesNo(false))]);
    director(&mut maker, places[4], "张三", outside, &[(Director::left_on, Value::Date(date("2024-01-01")))]);
    director(&mut maker, places[4], "张三", outside, &[(Director::appointed_on, Value::Date(date("2025-01-01")))]);
    director(&mut maker, places[4], "李四", outside, &[(Director::evaluated_on, Value::Date(date("2024-06-01")))]);
    director(&mut maker, places[4], "王五", Some(DirectorKind::Inside), &[]);
    director(&mut maker, places[4], "", outside, &[]);
    look(&maker.ledger, date("2024-12-31"), |view| {
        let report = directors(view, &Scope::default());
        let people: Vec<_> =
            report.people.iter().map(|p| (p.name, p.boards, p.full_time, p.sits_on_many(), p.is_due())).collect();
        assert_eq!(people, [("张三", 4, Answer::Yes, true, true), ("李四", 1, Answer::Missing, false, false)]);
        assert!(report.people[0].is_contradictory);
        assert_eq!((report.unnamed, report.records), (1, 10));
        let one = Scope { group: Some(Id::new(places[0])), ..Scope::default() };
        let report = directors(view, &one);
        assert_eq!(report.people.len(), 1, "only who sits on a board in scope");
        assert_eq!(report.people[0].boards, 4, "and all the boards of that person");
        assert_eq!(report.people[0].seats.iter().filter(|seat| seat.in_scope).count(), 2);
        assert_eq!(report.unnamed, 0);
    });
}

/// The items of G5 over everything: the record, its answer, what it counts and for how many it stands.
fn seats(ledger: &ledger::domain::Ledger) -> Vec<(Kind, Answer, Ratio, i64)> {
    look(ledger, date("2024-06-30"), |view| {
        let items = items(view, builtins::indicator("G5").unwrap(), &Scope::default());
        items.iter().map(|item| (item.record.kind, item.answer, item.counted, item.count)).collect()
    })
}

#[test]
fn full_time_outside_directors_are_counted_and_listed_seat_by_seat() {
    let mut maker = Maker::new();
    let e = enterprise(&mut maker);
    board(
        &mut maker,
        e,
        &[(Board::due, Value::YesNo(true)), (Board::outside, number(4)), (Board::full_time_outside, number(2))],
    );
    let outside = Some(DirectorKind::Outside);
    director(&mut maker, e, "甲", outside, &[(Director::full_time, Value::YesNo(true))]);
    director(&mut maker, e, "乙", outside, &[(Director::full_time, Value::YesNo(false))]);
    director(&mut maker, e, "丙", Some(DirectorKind::Inside), &[]);
    let (yes, no) = (Answer::Yes, Answer::No);
    let named = |answer| (Kind::Director, answer, Ratio::new(i64::from(answer == yes), 1), 1);
    // Two seats that no record names stand together under the enterprise, one of them full-time.
    let rest = (Kind::Enterprise, yes, Ratio::new(1, 2), 2);
    assert_eq!(seats(&maker.ledger), [named(yes), named(no), rest]);
    // Of whom nobody says it, it follows once the numbers leave no choice.
    director(&mut maker, e, "丁", outside, &[]);
    assert_eq!(seats(&maker.ledger), [named(yes), named(no), rest]);
    director(&mut maker, e, "戊", outside, &[(Director::full_time, Value::YesNo(true))]);
    assert_eq!(seats(&maker.ledger), [named(yes), named(no), named(no), named(yes)]);
    // Records that cannot be the board's own leave its numbers as they are.
    director(&mut maker, e, "己", outside, &[]);
    assert_eq!(seats(&maker.ledger), [(Kind::Enterprise, yes, Ratio::new(2, 4), 4)]);
}

#[test]
fn who_is_missing_among_outside_directors_is_counted_in_people_and_boards_not_due_are_left_out() {
    let mut maker = Maker::new();
    for (due, full_time) in [(true, None), (false, Some(1))] {
        let e = enterprise(&mut maker);
        let mut values = vec![(Board::due, Value::YesNo(due)), (Board::outside, number(3))];
        values.extend(full_time.map(|count| (Board::full_time_outside, number(count))));
        board(&mut maker, e, &values);
    }
    look(&maker.ledger, date("2024-06-30"), |view| {
        let figure = figure(view, builtins::indicator("G5").unwrap(), &Scope::default());
        assert_eq!((figure.items, figure.missing), (3, 3));
        assert!(figure.is_unreported());
        assert_eq!((figure.due, figure.all), (Ratio::new(0, 3), Ratio::new(1, 6)));
        assert_eq!(figure.excluded.iter().map(|(_, count)| *count).sum::<i64>(), 3);
    });
}
