//! Named checks: each finds its fault, in its place, in a sentence.

use interchange::json;
use ledger::domain::{
    CreditCode, Decimal, Field, Index, Kind, Lang, RecordRef, Stage, Value,
    builtins::institution,
    check::{self, Check},
    choice::{CodedEnum, ExclusionReason, IndustryClass, RestructuringKind, TaskStatus},
    records::{
        Adoption, Board, ClassDirection, Contract, Dismissal, Enterprise, Exclusion, Investment, Milestone, Practice,
        PracticeLink, Progress, Restructuring, Target, Task, YearFigures,
    },
};

use support::{Maker, bytes, date};

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

/// Names a bug: a practice's link to an indicator and every dismissal were said to hang in the air.
#[test]
fn what_is_about_one_thing_or_another_needs_only_one_of_them() {
    let mut maker = Maker::new();
    let task = maker.make(Kind::Task, &sound_task("1"));
    let enterprise = maker.make(Kind::Enterprise, &sound_enterprise("甲集团", "91110000100000817"));
    let practice = maker.make(Kind::Practice, &[(Practice::enterprise, Value::Ref(enterprise))]);
    let indicator = maker.ledger.indicators.typed_id(0).raw();
    for about in [(PracticeLink::task, task), (PracticeLink::indicator, indicator)] {
        let link = [(PracticeLink::practice, Value::Ref(practice)), (about.0, Value::Ref(about.1))];
        maker.make(Kind::PracticeLink, &link);
    }
    maker.make(Kind::Dismissal, &[(Dismissal::task, Value::Ref(task))]);
    maker.make(Kind::Dismissal, &[(Dismissal::enterprise, Value::Ref(enterprise))]);
    assert_eq!(kinds(&maker), []);
    maker.make(Kind::PracticeLink, &[(PracticeLink::task, Value::Ref(task))]);
    assert_eq!(kinds(&maker), [Check::OrphanRecord], "a link needs its practice");
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

/// The checks of capital layout that find something in yearly figures `(year, revenue, emerging, research, capital)`.
fn of_figures(rows: &[[i64; 5]]) -> Vec<check::Finding> {
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    for row in rows {
        let fields = [
            YearFigures::year,
            YearFigures::revenue,
            YearFigures::emerging_revenue,
            YearFigures::research,
            YearFigures::capital,
        ];
        let mut values = vec![(YearFigures::enterprise, Value::Ref(e))];
        values.extend(fields.into_iter().zip(row).filter(|(_, n)| **n != 0).map(|(field, n)| (field, number(*n))));
        maker.make(Kind::YearFigures, &values);
    }
    found(&maker)
}

#[test]
fn yearly_figures_are_held_against_themselves_and_the_year_before() {
    for (rows, expected) in [
        (&[[2024, 100, 100, 100, 50]][..], &[][..]),
        (&[[2024, 100, 101, 0, 0]], &[Check::EmergingOverRevenue]),
        (&[[2024, 100, 0, 101, 0]], &[Check::ResearchOverRevenue]),
        (&[[0, 100, 0, 0, 0]], &[Check::MissingYear]),
        (&[[1989, 100, 0, 0, 0]], &[Check::ImplausibleYear]),
        (&[[2026, 100, 0, 0, 0]], &[Check::ImplausibleYear]),
        (&[[2025, 100, 0, 0, 0], [1990, 100, 0, 0, 0]], &[]),
        (&[[2023, 100, 0, 0, 0], [2023, 100, 0, 0, 0]], &[Check::DuplicateFigures]),
        (&[[2023, 100, 0, 0, 9], [2024, 1000, 0, 0, 9]], &[Check::YearJump]),
        (&[[2024, 100, 0, 0, 9], [2023, 1000, 0, 0, 9]], &[Check::YearJump]),
        (&[[2023, 100, 0, 0, 10], [2024, 999, 0, 0, 1]], &[Check::YearJump]),
        (&[[2023, 100, 0, 0, 9], [2024, 999, 0, 0, 1]], &[]),
        (&[[2022, 100, 0, 0, 9], [2024, 1000, 0, 0, 9]], &[]),
        // Of two rows of one year the last is held against the next year.
        (&[[2023, 1, 0, 0, 0], [2023, 90, 0, 0, 0], [2024, 100, 0, 0, 0]], &[Check::DuplicateFigures]),
    ] {
        let checks: Vec<Check> = of_figures(rows).into_iter().map(|finding| finding.check).collect();
        assert_eq!(checks, expected, "{rows:?}");
    }
    let jump = of_figures(&[[2023, 100, 0, 0, 0], [2024, 1000, 0, 0, 0]]).remove(0);
    assert_eq!(
        jump.sentence("甲 2024", Lang::Zh),
        "甲 2024：与上年相差十倍以上，请核对单位（营业收入（万元）由 100 变为 1000）。"
    );
    assert_eq!(jump.field, Some(YearFigures::revenue));
}

#[test]
fn a_year_with_a_fraction_is_no_year() {
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    let half = Value::Number(Decimal::from_hundredths(202_450));
    maker.make(Kind::YearFigures, &[(YearFigures::enterprise, Value::Ref(e)), (YearFigures::year, half)]);
    assert_eq!(kinds(&maker), [Check::ImplausibleYear]);
}

#[test]
fn investments_and_classes_are_complete() {
    let mut maker = Maker::new();
    let row = maker.make(Kind::Investment, &[]);
    assert_eq!(kinds(&maker), [Check::OrphanRecord, Check::MissingYear, Check::MissingAmount, Check::MissingClass]);
    let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    let class = Value::Choice(IndustryClass::Emerging.index());
    for (field, value) in [
        (Investment::enterprise, Value::Ref(e)),
        (Investment::year, number(2024)),
        (Investment::amount, number(1)),
        (Investment::class, class.clone()),
    ] {
        maker.set(RecordRef::new(Kind::Investment, row), field, value);
    }
    assert_eq!(kinds(&maker), [], "every class of the catalogue has a direction");
    maker.make(Kind::ClassDirection, &[(ClassDirection::class, class.clone())]);
    assert_eq!(kinds(&maker), [Check::DuplicateDirection]);
    for (at, direction) in maker.ledger.class_directions.clone().positioned() {
        if direction.class == Some(IndustryClass::Emerging) {
            let record = RecordRef::new(Kind::ClassDirection, maker.ledger.class_directions.typed_id(at).raw());
            maker.set(record, ClassDirection::class, Value::Empty);
        }
    }
    let left = found(&maker);
    assert_eq!((left.len(), left[0].check, left[0].place.id), (1, Check::ClassWithoutDirection, row));
    assert!(left[0].sentence("丙", Lang::En).contains("strategic emerging industry"));
    let file = String::from_utf8(bytes(&maker.ledger)).unwrap();
    let below = file.replacen("\"amount\": 1,", "\"amount\": -1,", 1).replacen("\"amount\":1,", "\"amount\":-1,", 1);
    maker.ledger = json::read(below.as_bytes()).unwrap().ledger;
    assert!(kinds(&maker).contains(&Check::NegativeAmount), "what came by file");
}

#[test]
fn the_steps_of_a_restructuring_follow_each_other() {
    let on = |text: &str| Some(Stage::Yes(Some(date(text))));
    for (planned, approved, completed, wrong) in [
        (on("2023-01-01"), on("2023-02-01"), on("2023-03-01"), vec![]),
        (on("2023-01-01"), on("2023-01-01"), Some(Stage::No), vec![]),
        (None, None, on("2023-03-01"), vec![]),
        (on("2023-01-02"), on("2023-01-01"), None, vec![Restructuring::approved]),
        (None, on("2023-02-01"), on("2023-01-01"), vec![Restructuring::completed]),
        (on("2023-02-01"), None, on("2023-01-01"), vec![Restructuring::completed]),
        (None, Some(Stage::No), Some(Stage::Yes(None)), vec![Restructuring::completed]),
        (Some(Stage::No), Some(Stage::No), Some(Stage::No), vec![]),
    ] {
        let mut maker = Maker::new();
        let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
        let mut values = vec![
            (Restructuring::enterprise, Value::Ref(e)),
            (Restructuring::kind, Value::Choice(RestructuringKind::Vertical.index())),
        ];
        let steps = [Restructuring::planned, Restructuring::approved, Restructuring::completed];
        let stages = [planned, approved, completed];
        values.extend(steps.into_iter().zip(stages).filter_map(|(field, stage)| Some((field, Value::Stage(stage?)))));
        maker.make(Kind::Restructuring, &values);
        let list = found(&maker);
        assert!(list.iter().all(|finding| finding.check == Check::StageOrder), "{list:?}");
        let fields: Vec<Field> = list.into_iter().filter_map(|finding| finding.field).collect();
        assert_eq!(fields, wrong, "{stages:?}");
    }
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &sound_enterprise("甲", "91110000100000817"));
    maker.make(Kind::Restructuring, &[(Restructuring::enterprise, Value::Ref(e))]);
    assert_eq!(kinds(&maker), [Check::MissingRestructuringKind]);
}
