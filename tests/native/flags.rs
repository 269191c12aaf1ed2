//! The flags of paper compliance: each rule on both sides of its threshold, and dismissal.

use ledger::domain::{
    CreditCode, Decimal, Field, Id, Kind, Lang, RawId, RecordRef, Stage, Value,
    builtins::institution,
    check::{self, Check},
    choice::{CodedEnum, ExitCause, FlagRule, Outcome, TaskStatus},
    records::{
        Adoption, Assessment, Board, Contract, Dismissal, Enterprise, Evidence, FlagSetting, GradeScale, Progress, Task,
    },
};
use proptest::prelude::*;
use report::{
    Scope,
    flags::{Flag, by_rule, dismissals_of, flags, flags_by, key, rule_text, threshold},
};

use support::{Maker, date, granted, look, noon, origin, wishes};

const DAY: &str = "2024-12-31";

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn yes(day: &str) -> Value {
    Value::Stage(Stage::Yes(Some(date(day))))
}

fn number(n: i64) -> Value {
    Value::Number(Decimal::whole(n))
}

fn found(maker: &Maker, day: &str, rule: FlagRule) -> Vec<Flag> {
    let all = look(&maker.ledger, date(day), |view| flags(view, &Scope::default()));
    all.into_iter().filter(|flag| flag.rule == rule).collect()
}

fn set(maker: &mut Maker, rule: FlagRule, values: &[(Field, Value)]) {
    let mut all = vec![(FlagSetting::rule, Value::Choice(rule.index()))];
    all.extend_from_slice(values);
    maker.make(Kind::FlagSetting, &all);
}

fn firm(maker: &mut Maker) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, text("甲公司"))])
}

fn contract(maker: &mut Maker, enterprise: RawId, values: &[(Field, Value)]) -> RawId {
    let mut all = vec![(Contract::enterprise, Value::Ref(enterprise))];
    all.extend_from_slice(values);
    maker.make(Kind::Contract, &all)
}

fn assess(maker: &mut Maker, enterprise: RawId, year: i64, values: &[(Field, Value)]) -> RawId {
    let of = contract(maker, enterprise, &[]);
    let mut all = vec![
        (Assessment::contract, Value::Ref(of)),
        (Assessment::year, number(year)),
        (Assessment::assessed, yes("2024-03-01")),
    ];
    all.extend_from_slice(values);
    maker.make(Kind::Assessment, &all)
}

#[test]
fn ten_contracts_on_one_day_are_flagged_and_nine_are_not() {
    let mut maker = Maker::new();
    let firm = firm(&mut maker);
    for n in 0..9 {
        // Two papers of one contract on the day are one contract.
        let paper = if n % 2 == 0 { Contract::annual_paper } else { Contract::term_paper };
        contract(&mut maker, firm, &[(Contract::employment_agreement, yes("2024-05-06")), (paper, yes("2024-05-06"))]);
    }
    assert_eq!(found(&maker, DAY, FlagRule::SameDay), []);
    contract(&mut maker, firm, &[(Contract::term_paper, yes("2024-05-06"))]);
    let flags = found(&maker, DAY, FlagRule::SameDay);
    assert_eq!(flags.len(), 1);
    assert_eq!((flags[0].about.as_str(), flags[0].measured, flags[0].rows.len()), ("2024-05-06", 10, 10));
    assert_eq!(found(&maker, "2024-05-05", FlagRule::SameDay), [], "not signed yet");
    set(&mut maker, FlagRule::SameDay, &[(FlagSetting::threshold, number(11))]);
    assert_eq!(found(&maker, DAY, FlagRule::SameDay), [], "the threshold is the user's");
}

#[test]
fn goals_word_for_word_alike_are_found_within_one_enterprise() {
    let mut maker = Maker::new();
    let (one, other) = (firm(&mut maker), firm(&mut maker));
    let goals = |words: &str| [(Contract::goals, text(words))];
    contract(&mut maker, one, &goals("完成年度利润总额一千万元"));
    contract(&mut maker, one, &goals("完成年度利润总额 一千万元\n"));
    contract(&mut maker, other, &goals("完成年度利润总额一千万元"));
    for _ in 0..5 {
        contract(&mut maker, one, &goals("完成任务"));
        contract(&mut maker, one, &[]);
    }
    assert_eq!(found(&maker, DAY, FlagRule::SameGoals), [], "two, and texts that say too little");
    contract(&mut maker, one, &goals("完成年度利润总额　一千万元"));
    let flags = found(&maker, DAY, FlagRule::SameGoals);
    assert_eq!((flags.len(), flags[0].measured, flags[0].about.as_str()), (1, 3, "完成年度利润总额一千万元"));
}

#[test]
fn long_goals_that_begin_alike_are_known_apart() {
    let mut maker = Maker::new();
    let firm = firm(&mut maker);
    for end in ["甲", "乙"] {
        for _ in 0..3 {
            contract(&mut maker, firm, &[(Contract::goals, text(&format!("{}{end}", "利润".repeat(40))))]);
        }
    }
    let flags = found(&maker, DAY, FlagRule::SameGoals);
    assert_eq!(flags.len(), 2);
    assert_ne!(flags[0].about, flags[1].about);
}

#[test]
fn everyone_best_needs_every_grade_and_the_same_one() {
    let graded = |grades: &[&str]| {
        let mut maker = Maker::new();
        let firm = firm(&mut maker);
        for grade in grades {
            assess(&mut maker, firm, 2022, &[(Assessment::grade, text(grade))]);
        }
        maker
    };
    let count = |maker: &Maker| found(maker, DAY, FlagRule::AllExcellent).len();
    assert_eq!(count(&graded(&["优秀"; 5])), 1);
    assert_eq!(count(&graded(&["优秀"; 4])), 0);
    assert_eq!(count(&graded(&["优秀", "优秀", "优秀", "优秀", "良好"])), 0);
    assert_eq!(count(&graded(&["优秀", "优秀", "优秀", "优秀", ""])), 0, "missing is not best");
    let mut own = graded(&["一等"; 5]);
    assert_eq!(count(&own), 0);
    own.make(Kind::GradeScale, &[(GradeScale::year, number(2022)), (GradeScale::top, text("特等、一等"))]);
    assert_eq!(count(&own), 1, "the words are the year's");
}

#[test]
fn nobody_moved_in_the_last_full_year_is_a_prompt_that_any_exit_answers() {
    let five = |last: &[(Field, Value)]| {
        let mut maker = Maker::new();
        let firm = firm(&mut maker);
        for n in 0..5 {
            assess(&mut maker, firm, 2023, if n == 4 { last } else { &[] });
        }
        (maker, firm)
    };
    let count = |maker: &Maker, day| found(maker, day, FlagRule::NoExit).len();
    let (mut maker, firm) = five(&[]);
    assert_eq!([count(&maker, DAY), count(&maker, "2023-12-31"), count(&maker, "2025-01-01")], [1, 0, 0]);
    let cut = |outcome: Outcome| [(Assessment::outcome, Value::Choice(outcome.index()))];
    assert_eq!(count(&five(&cut(Outcome::PayCut)).0, DAY), 0);
    assert_eq!(count(&five(&cut(Outcome::Reward)).0, DAY), 1);
    let later = [cut(Outcome::Exit)[0].clone(), (Assessment::outcome_on, Value::Date(date("2025-02-01")))];
    assert_eq!(count(&five(&later).0, DAY), 1, "an exit to come has not happened");
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(firm)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::adjusted, yes("2024-06-01")),
        ],
    );
    assert_eq!(count(&maker, DAY), 0);
    let (mut maker, firm) = five(&[]);
    let left = |cause: ExitCause| {
        [(Contract::ended_on, Value::Date(date("2024-04-01"))), (Contract::end_cause, Value::Choice(cause.index()))]
    };
    contract(&mut maker, firm, &left(ExitCause::Retirement));
    assert_eq!(count(&maker, DAY), 1, "retirement is no exit by assessment");
    contract(&mut maker, firm, &left(ExitCause::Incompetent));
    assert_eq!(count(&maker, DAY), 0);
}

#[test]
fn a_paper_older_than_its_rule_is_found_as_the_check_finds_it() {
    let mut maker = Maker::new();
    let firm = firm(&mut maker);
    contract(
        &mut maker,
        firm,
        &[(Contract::annual_paper, yes("2024-02-28")), (Contract::term_paper, yes("2024-03-01"))],
    );
    assert_eq!(found(&maker, DAY, FlagRule::PaperBeforeRule), [], "no rule, nothing to be older than");
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(firm)),
            (Adoption::institution, Value::Ref(institution::TENURE.raw())),
            (Adoption::issued, yes("2024-03-01")),
        ],
    );
    let flags = found(&maker, DAY, FlagRule::PaperBeforeRule);
    assert_eq!((flags.len(), flags[0].about.as_str(), flags[0].measured), (1, "2024-02-28", 2));
    assert_eq!(found(&maker, "2024-02-29", FlagRule::PaperBeforeRule), [], "the rule is not there yet");
    set(&mut maker, FlagRule::PaperBeforeRule, &[(FlagSetting::threshold, number(3))]);
    assert_eq!(found(&maker, DAY, FlagRule::PaperBeforeRule), []);
}

#[test]
fn a_closed_task_needs_evidence_by_the_day() {
    let mut maker = Maker::new();
    let task = maker.make(Kind::Task, &[(Task::title, text("建立制度"))]);
    maker.make(
        Kind::Progress,
        &[
            (Progress::task, Value::Ref(task)),
            (Progress::date, Value::Date(date("2024-06-01"))),
            (Progress::status, Value::Choice(TaskStatus::Closed.index())),
        ],
    );
    let count = |maker: &Maker, day| found(maker, day, FlagRule::ClosedWithoutEvidence).len();
    assert_eq!([count(&maker, "2024-05-31"), count(&maker, DAY)], [0, 1]);
    maker
        .make(Kind::Evidence, &[(Evidence::task, Value::Ref(task)), (Evidence::date, Value::Date(date("2024-07-01")))]);
    assert_eq!([count(&maker, "2024-06-30"), count(&maker, "2024-07-01")], [1, 0]);
}

#[test]
fn boards_are_asked_for_meetings_and_for_directors_that_add_up() {
    let mut maker = Maker::new();
    let firm = firm(&mut maker);
    let board = maker.make(
        Kind::Board,
        &[
            (Board::enterprise, Value::Ref(firm)),
            (Board::established, yes("2024-01-01")),
            (Board::filled, number(5)),
            (Board::outside, number(5)),
        ],
    );
    let count = |maker: &Maker, rule, day| found(maker, day, rule).len();
    assert_eq!(count(&maker, FlagRule::NoMeeting, "2024-12-31"), 0, "365 days are not more than 365");
    assert_eq!(count(&maker, FlagRule::NoMeeting, "2025-01-01"), 1);
    assert_eq!(count(&maker, FlagRule::OutsideExceeds, DAY), 0);
    let record = RecordRef::new(Kind::Board, board);
    maker.set(record, Board::outside, number(6));
    assert_eq!(found(&maker, DAY, FlagRule::OutsideExceeds)[0].measured, 1);
    maker.set(record, Board::last_meeting, Value::Date(date("2025-01-02")));
    assert_eq!(count(&maker, FlagRule::NoMeeting, "2025-01-01"), 1, "a meeting to come");
    assert_eq!(count(&maker, FlagRule::NoMeeting, "2025-01-02"), 0);
}

#[test]
fn codes_are_flagged_when_damaged_and_not_when_the_check_merely_fails() {
    let mut maker = Maker::new();
    for code in ["91350211M0001UEC5A", "911100007109250324", "", "9.111E+17"] {
        maker.make(
            Kind::Enterprise,
            &[(Enterprise::code, Value::Code(CreditCode::new(code)))].map(|(field, value)| {
                (field, if value == Value::Code(CreditCode::default()) { Value::Empty } else { value })
            }),
        );
    }
    let flags = found(&maker, DAY, FlagRule::DamagedCode);
    assert_eq!((flags.len(), flags[0].about.as_str()), (1, "9.111E+17"));
}

/// An enterprise that says that the exit system does not apply, and has issued it.
fn counted_not_due() -> (Maker, RawId) {
    let mut maker = Maker::new();
    let firm = firm(&mut maker);
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(firm)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::due, Value::YesNo(false)),
            (Adoption::issued, yes("2024-03-01")),
        ],
    );
    (maker, firm)
}

#[test]
fn a_dismissal_counts_with_a_reason_from_its_day_on_and_for_its_own_flag() {
    let dismissed = |with: &[(Field, Value)], day: &str| {
        let (mut maker, firm) = counted_not_due();
        let mut values = vec![
            (Dismissal::rule, Value::Choice(FlagRule::CountedNotDue.index())),
            (Dismissal::enterprise, Value::Ref(firm)),
        ];
        values.extend_from_slice(with);
        maker.make(Kind::Dismissal, &values);
        found(&maker, day, FlagRule::CountedNotDue)[0].dismissed.is_some()
    };
    let about = (Dismissal::about, text(&institution::EXIT.raw().to_string()));
    let reason = (Dismissal::reason, text("集团统一制度，已核实"));
    let on = (Dismissal::on, Value::Date(date("2024-08-01")));
    assert!(dismissed(&[about.clone(), reason.clone(), on.clone()], DAY));
    assert!(!dismissed(&[about.clone(), reason.clone(), on.clone()], "2024-07-31"), "not looked into yet");
    assert!(dismissed(&[about.clone(), reason.clone()], DAY), "without a day it always counts");
    assert!(!dismissed(&[about.clone(), on.clone()], DAY), "without a reason it never counts");
    assert!(!dismissed(&[about, (Dismissal::reason, text("  "))], DAY), "spaces are no reason");
    let other = (Dismissal::about, text(&institution::TENURE.raw().to_string()));
    assert!(!dismissed(&[other, reason, on], DAY), "about something else");
}

#[test]
fn raising_a_flag_again_takes_every_dismissal_of_it_and_can_be_undone() {
    let (mut maker, firm) = counted_not_due();
    let values = [
        (Dismissal::rule, Value::Choice(FlagRule::CountedNotDue.index())),
        (Dismissal::enterprise, Value::Ref(firm)),
        (Dismissal::about, text(&institution::EXIT.raw().to_string())),
        (Dismissal::reason, text("已核实")),
    ];
    maker.make(Kind::Dismissal, &values);
    maker.make(Kind::Dismissal, &values);
    let change = look(&maker.ledger, date(DAY), |view| {
        let flag = flags(view, &Scope::default()).into_iter().find(|flag| flag.dismissed.is_some()).unwrap();
        let own: Vec<Id<Dismissal>> = dismissals_of(view, &flag);
        assert_eq!(own.len(), 2);
        let deletion = |id: Id<Dismissal>| maker.ledger.deletion(RecordRef::new(Kind::Dismissal, id.raw()));
        ledger::domain::Change::Batch(own.into_iter().map(deletion).collect())
    });
    let counts = |maker: &Maker| {
        let counts = look(&maker.ledger, date(DAY), |view| flags_by(view, &Scope::default()));
        let own = counts.into_iter().find(|count| count.rule == FlagRule::CountedNotDue).unwrap();
        (own.open, own.dismissed)
    };
    assert_eq!(counts(&maker), (0, 1));
    let inverse = maker.ledger.apply(&change, &origin(noon(date(DAY)))).unwrap().inverse;
    assert_eq!(counts(&maker), (1, 0));
    maker.ledger.apply(&inverse, &origin(noon(date(DAY)))).unwrap();
    assert_eq!(counts(&maker), (0, 1));
}

#[test]
fn a_rule_that_is_off_raises_nothing_and_a_rule_prints_the_threshold_that_is_set() {
    let (mut maker, _) = counted_not_due();
    assert_eq!(found(&maker, DAY, FlagRule::CountedNotDue).len(), 1);
    set(&mut maker, FlagRule::CountedNotDue, &[(FlagSetting::off, Value::YesNo(true))]);
    assert_eq!(found(&maker, DAY, FlagRule::CountedNotDue), []);
    set(&mut maker, FlagRule::NoMeeting, &[(FlagSetting::threshold, number(180))]);
    set(&mut maker, FlagRule::SameGoals, &[(FlagSetting::threshold, number(0))]);
    look(&maker.ledger, date(DAY), |view| {
        let said = rule_text(FlagRule::NoMeeting, threshold(view, FlagRule::NoMeeting), Lang::Zh);
        assert!(said.contains("180 天"), "{said}");
        assert_eq!(threshold(view, FlagRule::SameDay), Decimal::whole(10), "the rule's own where nothing is set");
        assert_eq!(threshold(view, FlagRule::SameGoals), Decimal::whole(1), "nothing at all never raises a flag");
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn flags_are_known_apart_count_what_they_list_and_agree_with_the_checks(wishes in wishes(150)) {
        let ledger = granted(&wishes, |_, _| {});
        look(&ledger, date("2024-09-30"), |view| {
            let all = flags(view, &Scope::default());
            let mut keys: Vec<_> = all.iter().map(|flag| key(view, flag)).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all.len(), "a dismissal belongs to one flag");
            let counts = by_rule(view, &all);
            assert_eq!(counts.len(), FlagRule::ALL.len());
            assert_eq!(counts.iter().map(|count| count.open + count.dismissed).sum::<usize>(), all.len());
            let off = |rule| counts.iter().any(|count| count.rule == rule && count.is_off);
            let found = check::findings(view.ledger, view.index, view.as_of);
            let places = |check| found.iter().filter(move |finding| finding.check == check).map(|finding| finding.place);
            for (rule, check) in [
                (FlagRule::ClosedWithoutEvidence, Check::ClosedWithoutEvidence),
                (FlagRule::CountedNotDue, Check::CountedThoughExcluded),
                (FlagRule::PaperBeforeRule, Check::PaperBeforeRule),
                (FlagRule::OutsideExceeds, Check::OutsideOverDirectors),
                (FlagRule::DamagedCode, Check::DamagedCode),
            ] {
                for flag in all.iter().filter(|flag| flag.rule == rule) {
                    for row in &flag.rows {
                        assert!(places(check).any(|place| place == *row), "{rule:?} {row:?} has no finding");
                    }
                }
            }
            // Whoever is closed without evidence is flagged, whatever else the ledger holds.
            if !off(FlagRule::ClosedWithoutEvidence) {
                let flagged = all.iter().filter(|flag| flag.rule == FlagRule::ClosedWithoutEvidence).count();
                assert_eq!(flagged, places(Check::ClosedWithoutEvidence).count());
            }
        });
    }
}
