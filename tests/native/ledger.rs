//! One door for changes: whole or not at all, each with its inverse, each in history.

use ledger::domain::{
    Change, ChangeError, CreditCode, Field, Kind, Lang, Ledger, RawId, RecordRef, Stage, Value,
    records::{Adoption, Contract, Enterprise, Progress, Task},
};
use proptest::prelude::*;

use support::{Maker, blank, bytes, date, granted, noon, origin, visible, wishes};

fn apply(ledger: &mut Ledger, change: &Change) -> Result<Change, ChangeError> {
    ledger.apply(change, &origin(noon(date("2024-06-01")))).map(|applied| applied.inverse)
}

fn set(record: RecordRef, field: Field, value: Value) -> Change {
    Change::Set { record, field, value }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_change_is_taken_back_by_its_inverse_and_done_again_by_that_ones(list in wishes(40)) {
        let mut ledger = blank();
        for (at, wish) in list.iter().enumerate() {
            let before = visible(&ledger);
            let change = wish.change(&ledger, at);
            let Ok(inverse) = apply(&mut ledger, &change) else {
                prop_assert_eq!(visible(&ledger), before, "a refused change leaves nothing behind");
                continue;
            };
            let after = visible(&ledger);
            let again = apply(&mut ledger, &inverse).unwrap();
            prop_assert_eq!(visible(&ledger), before);
            apply(&mut ledger, &again).unwrap();
            prop_assert_eq!(visible(&ledger), after);
        }
    }

    #[test]
    fn a_batch_with_one_refused_edit_leaves_every_byte_as_it_was(list in wishes(40)) {
        let mut ledger = granted(&list, |_, _| {});
        let before = bytes(&ledger);
        let nobody = RecordRef::new(Kind::Task, RawId(u64::MAX));
        let mut edits: Vec<Change> = list.iter().enumerate().map(|(at, wish)| wish.change(&ledger, 500 + at)).collect();
        edits.push(set(nobody, Task::title, Value::Text("无".into())));
        prop_assert!(apply(&mut ledger, &Change::Batch(edits)).is_err());
        prop_assert_eq!(bytes(&ledger), before);
    }

    #[test]
    fn the_ledger_as_it_was_on_a_day_is_the_ledger_of_that_day(list in wishes(40)) {
        let mut seen = Vec::new();
        let ledger = granted(&list, |ledger, day| seen.push((day, visible(ledger))));
        for (day, expected) in seen {
            prop_assert_eq!(visible(&ledger.as_it_was(day)), expected, "on {}", day);
        }
    }

    #[test]
    fn history_counts_every_change_of_a_session_once(list in wishes(40)) {
        let ledger = granted(&list, |_, _| {});
        let counts: Vec<u32> = ledger.history().iter().map(|step| step.dot.count).collect();
        prop_assert_eq!(counts, (1..=ledger.history().len() as u32).collect::<Vec<_>>());
    }
}

#[test]
fn a_circle_of_parents_is_refused_by_name() {
    let mut maker = Maker::new();
    let name = |text: &str| [(Enterprise::name, Value::Text(text.into()))];
    let a = maker.make(Kind::Enterprise, &name("甲集团"));
    let b = maker.make(Kind::Enterprise, &name("乙公司"));
    let c = maker.make(Kind::Enterprise, &name("丙公司"));
    let enterprise = |id| RecordRef::new(Kind::Enterprise, id);
    maker.set(enterprise(b), Enterprise::parent, Value::Ref(a));
    maker.set(enterprise(c), Enterprise::parent, Value::Ref(b));
    let refused = apply(&mut maker.ledger, &set(enterprise(a), Enterprise::parent, Value::Ref(c))).unwrap_err();
    assert_eq!(refused.sentence(Lang::Zh), "上级企业形成循环：甲集团 → 丙公司 → 乙公司 → 甲集团。");
    let own = apply(&mut maker.ledger, &set(enterprise(a), Enterprise::parent, Value::Ref(a))).unwrap_err();
    assert_eq!(own.sentence(Lang::Zh), "上级企业形成循环：甲集团 → 甲集团。");
}

#[test]
fn a_value_that_its_field_cannot_hold_is_refused_with_a_reason() {
    let mut maker = Maker::new();
    let task = RecordRef::new(Kind::Task, maker.make(Kind::Task, &[]));
    let progress = RecordRef::new(Kind::Progress, maker.make(Kind::Progress, &[]));
    let number = |text: &str| Value::Number(text.parse().unwrap());
    for (change, expected) in [
        (set(task, Task::deadline, Value::YesNo(true)), ChangeError::WrongType(Task::deadline)),
        (set(task, Task::weight, number("-1")), ChangeError::OutOfRange(Task::weight)),
        (set(progress, Progress::percent, number("100.01")), ChangeError::OutOfRange(Progress::percent)),
        (set(task, Task::deadline, Value::Date(date("1899-12-31"))), ChangeError::DateOutOfRange(Task::deadline)),
        (set(task, Task::enterprise, Value::Ref(RawId(99))), ChangeError::UnknownReference(Task::enterprise)),
        (set(task, Enterprise::name, Value::Empty), ChangeError::NoSuchField { record: task, field: Enterprise::name }),
        (
            set(task, Task::title, Value::Text("长".repeat(20_001))),
            ChangeError::TooLong { field: Task::title, limit: 20_000 },
        ),
        (Change::Create { record: task, values: Vec::new() }, ChangeError::IdInUse(task)),
    ] {
        let before = bytes(&maker.ledger);
        let refused = apply(&mut maker.ledger, &change).unwrap_err();
        assert_eq!(refused, expected);
        assert!(refused.sentence(Lang::Zh).ends_with('。') && refused.sentence(Lang::En).ends_with('.'));
        assert_eq!(bytes(&maker.ledger), before);
    }
}

#[test]
fn setting_what_is_there_already_makes_no_history() {
    let mut maker = Maker::new();
    let task = RecordRef::new(Kind::Task, maker.make(Kind::Task, &[(Task::title, Value::Text("一".into()))]));
    let before = bytes(&maker.ledger);
    apply(&mut maker.ledger, &set(task, Task::title, Value::Text("一".into()))).unwrap();
    assert_eq!(bytes(&maker.ledger), before);
}

#[test]
fn deleting_an_enterprise_takes_what_hangs_on_it_along_and_one_undo_brings_all_back() {
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &[(Enterprise::code, Value::Code(CreditCode::new("91110000100000817X")))]);
    maker.make(
        Kind::Adoption,
        &[(Adoption::enterprise, Value::Ref(e)), (Adoption::issued, Value::Stage(Stage::Yes(None)))],
    );
    let contract = maker.make(Kind::Contract, &[(Contract::enterprise, Value::Ref(e))]);
    maker.make(Kind::Assessment, &[(Kind::Assessment.field("contract").unwrap(), Value::Ref(contract))]);
    let before = visible(&maker.ledger);
    let deletion = maker.ledger.deletion(RecordRef::new(Kind::Enterprise, e));
    let inverse = apply(&mut maker.ledger, &deletion).unwrap();
    let ledger = &maker.ledger;
    assert_eq!(
        [
            ledger.enterprises.live_count(),
            ledger.adoptions.live_count(),
            ledger.contracts.live_count(),
            ledger.assessments.live_count()
        ],
        [0; 4]
    );
    apply(&mut maker.ledger, &inverse).unwrap();
    assert_eq!(visible(&maker.ledger), before);
}

#[test]
fn a_field_is_stamped_with_what_its_writer_knew() {
    let mut maker = Maker::new();
    let id = maker.make(Kind::Task, &[]);
    let task = RecordRef::new(Kind::Task, id);
    apply(&mut maker.ledger, &set(task, Task::title, Value::Text("甲".into()))).unwrap();
    apply(&mut maker.ledger, &set(task, Task::title, Value::Text("乙".into()))).unwrap();
    let table = maker.ledger.of(Kind::Task);
    let stamps = &table.meta(table.position(id).unwrap()).unwrap().stamps;
    let (title, untouched) = (stamps.seen(Task::title.index), stamps.seen(Task::measure.index));
    assert!(title.covers(untouched) && !untouched.covers(title));
    assert_eq!(title, maker.ledger.clock());
}
