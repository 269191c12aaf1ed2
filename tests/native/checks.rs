//! Named checks: each finds its fault, in its place, in a sentence.

use reform_ledger::{
    domain::{
        CreditCode, Decimal, Field, Index, Kind, Lang, RecordRef, Stage, Value,
        catalogue::institution,
        check::{self, Check},
        choice::{Choice, ExclusionReason, TaskStatus},
        records::{Adoption, Board, Contract, Enterprise, Exclusion, Milestone, Progress, Target, Task},
    },
    interchange::json,
};

use crate::support::{Maker, bytes, date};

fn found(maker: &Maker) -> Vec<check::Finding> {
    check::findings(&maker.ledger, &Index::new(&maker.ledger), date("2024-12-10"))
}

fn kinds(maker: &Maker) -> Vec<Check> {
    found(maker).into_iter().map(|finding| finding.check).collect()
}

fn number(n: i64) -> Value {
    Value::Number(Decimal::whole(n))
}

fn day(text: &str) -> Value {
    Value::Date(date(text))
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

/// A task that no check has anything to say of.
fn sound_task(number: &str) -> Vec<(Field, Value)> {
    vec![
        (Task::number, text(number)),
        (Task::title, text("建立制度")),
        (Task::responsible_person, text("张某")),
        (Task::deadline, day("2025-06-30")),
        (Task::expected_result, text("印发办法")),
        (Task::criteria, text("文件已印发")),
        (Task::filled_by, text("张某")),
        (Task::reviewed_by, text("李某")),
        (Task::reviewed_on, day("2024-12-01")),
    ]
}

fn sound_enterprise(name: &str, first: &str) -> Vec<(Field, Value)> {
    vec![(Enterprise::name, text(name)), (Enterprise::code, Value::Code(CreditCode::with_check_character(first)))]
}

#[test]
fn a_sound_ledger_has_no_findings() {
    let mut maker = Maker::new();
    maker.make(Kind::Task, &sound_task("1"));
    maker.make(Kind::Enterprise, &sound_enterprise("甲集团", "91110000100000817"));
    assert_eq!(kinds(&maker), []);
}

#[test]
fn each_lack_of_a_task_is_named() {
    for (without, expected) in [
        (Task::responsible_person, Check::MissingPerson),
        (Task::deadline, Check::MissingDeadline),
        (Task::expected_result, Check::MissingResult),
        (Task::criteria, Check::MissingCriteria),
        (Task::title, Check::MissingName),
    ] {
        let mut maker = Maker::new();
        let mut fields = sound_task("1");
        fields.retain(|(field, _)| *field != without);
        maker.make(Kind::Task, &fields);
        assert!(kinds(&maker).contains(&expected), "{expected:?} in {:?}", kinds(&maker));
    }
}

#[test]
fn deadlines_closures_and_milestones_are_watched() {
    let mut maker = Maker::new();
    let mut fields = sound_task("1");
    fields.retain(|(field, _)| *field != Task::deadline);
    fields.push((Task::deadline, day("2024-11-30")));
    fields.push((Task::original_deadline, day("2024-06-30")));
    let task = maker.make(Kind::Task, &fields);
    maker.make(Kind::Milestone, &[(Milestone::task, Value::Ref(task)), (Milestone::due, day("2024-10-01"))]);
    let before = found(&maker);
    let past = before.iter().find(|finding| finding.check == Check::DeadlinePast).unwrap();
    assert!(past.sentence("任务 1", Lang::Zh).contains("已 10 天"), "{}", past.sentence("任务 1", Lang::Zh));
    for expected in [Check::MilestonePast, Check::DeadlineMovedSilently] {
        assert!(before.iter().any(|finding| finding.check == expected), "{expected:?}");
    }
    maker.make(
        Kind::Progress,
        &[(Progress::task, Value::Ref(task)), (Progress::status, Value::Choice(TaskStatus::Closed.index()))],
    );
    let after = kinds(&maker);
    assert!(!after.contains(&Check::DeadlinePast));
    assert!(after.contains(&Check::ClosedWithoutEvidence) && after.contains(&Check::ClosedWithoutDate));
}

#[test]
fn damaged_and_doubled_codes_are_found() {
    let mut maker = Maker::new();
    let with = |code: CreditCode| vec![(Enterprise::name, text("某公司")), (Enterprise::code, Value::Code(code))];
    maker.make(Kind::Enterprise, &with(CreditCode::new("9.111E+17")));
    maker.make(Kind::Enterprise, &with(CreditCode::new("91110000100000817X")));
    maker.make(Kind::Enterprise, &with(CreditCode::new("91110000100000817X")));
    maker.make(Kind::Enterprise, &with(CreditCode::new("911100001000008171")));
    maker.make(Kind::Enterprise, &[(Enterprise::name, text("无码公司"))]);
    let found = kinds(&maker);
    for expected in
        [Check::DamagedCode, Check::DuplicateCode, Check::DoubtfulCode, Check::MissingCode, Check::DuplicateName]
    {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
}

#[test]
fn a_circle_and_an_orphan_that_came_by_file_are_found() {
    let mut maker = Maker::new();
    let a = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    let b = maker.make(Kind::Enterprise, &sound_enterprise("乙", "91110000100000818"));
    maker.set(RecordRef::new(Kind::Enterprise, b), Enterprise::parent, Value::Ref(a));
    let mut file: serde_json::Value = serde_json::from_slice(&bytes(&maker.ledger)).unwrap();
    file["enterprises"][0]["parent"] = b.to_string().into();
    maker.ledger = json::read(&serde_json::to_vec(&file).unwrap()).unwrap().ledger;
    assert!(kinds(&maker).contains(&Check::CyclicParent));
    file["enterprises"][0]["parent"] = "00000000000000ff".into();
    maker.ledger = json::read(&serde_json::to_vec(&file).unwrap()).unwrap().ledger;
    assert!(kinds(&maker).contains(&Check::OrphanParent));
}

#[test]
fn contradictions_in_boards_contracts_exclusions_and_stages_are_found() {
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    maker.make(
        Kind::Board,
        &[
            (Board::enterprise, Value::Ref(e)),
            (Board::established, Value::Stage(Stage::Yes(Some(date("2023-01-01"))))),
            (Board::seats, number(7)),
            (Board::filled, number(8)),
            (Board::outside, number(9)),
            (Board::full_time_outside, number(10)),
        ],
    );
    maker.make(
        Kind::Contract,
        &[
            (Contract::enterprise, Value::Ref(e)),
            (Contract::term_from, day("2024-01-01")),
            (Contract::term_to, day("2023-12-31")),
        ],
    );
    maker.make(
        Kind::Exclusion,
        &[(Exclusion::enterprise, Value::Ref(e)), (Exclusion::reason, Value::Choice(ExclusionReason::Shell.index()))],
    );
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(e)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::issued, Value::Stage(Stage::Yes(Some(date("2024-05-01"))))),
            (Adoption::signed, Value::Stage(Stage::Yes(Some(date("2024-04-01"))))),
        ],
    );
    maker.make(Kind::Target, &[(Target::value, number(101))]);
    let found = kinds(&maker);
    for expected in [
        Check::FilledOverSeats,
        Check::OutsideOverDirectors,
        Check::FullTimeOverOutside,
        Check::TermEndsBeforeBegin,
        Check::MissingManager,
        Check::ExclusionWithoutBasis,
        Check::CountedThoughExcluded,
        Check::StageOrder,
        Check::TargetOutOfRange,
    ] {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    let severities: Vec<_> = found.iter().map(|check| check.severity()).collect();
    assert!(severities.is_sorted(), "the gravest first");
}
