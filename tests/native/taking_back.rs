//! Single steps of history taken back, and deleted records brought back, where nothing stands on them.

use std::collections::BTreeMap;

use ledger::domain::{
    Change, ChangeError, Field, HistoryEntry, Kind, Lang, Ledger, Obstacle, RawId, RecordRef, Value, What,
    records::{Adoption, Board, Enterprise, Task},
};
use proptest::prelude::*;

use support::{Maker, date, granted, noon, origin, visible, wishes};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn apply(ledger: &mut Ledger, change: &Change) -> Result<Change, ChangeError> {
    ledger.apply(change, &origin(noon(date("2024-06-01")))).map(|applied| applied.inverse)
}

/// Every field of every record, with whether the record lives.
fn seen(ledger: &Ledger) -> BTreeMap<(RecordRef, u8), Value> {
    let mut all = BTreeMap::new();
    for (record, values) in visible(ledger) {
        all.insert((record, u8::MAX), Value::YesNo(true));
        all.extend(values.into_iter().enumerate().map(|(index, value)| ((record, index as u8), value)));
    }
    all
}

/// What a step wrote, with what stood there before it.
fn before(step: &HistoryEntry) -> BTreeMap<(RecordRef, u8), Value> {
    let mut before = BTreeMap::new();
    for entry in &step.entries {
        let (index, old) = match &entry.what {
            What::Created(_) | What::Restored => (u8::MAX, Value::YesNo(false)),
            What::Deleted => (u8::MAX, Value::YesNo(true)),
            What::Set { field, old, .. } => (field.index, old.clone()),
        };
        before.entry((entry.record, index)).or_insert(old);
    }
    before
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever the step, nothing but what it wrote is touched, what it wrote is as before, and one undo brings
    /// everything back.
    #[test]
    fn a_step_taken_back_leaves_every_later_one_as_it_is(list in wishes(60)) {
        let ledger = granted(&list, |_, _| {});
        let was = seen(&ledger);
        for step in ledger.history() {
            let Ok(change) = ledger.taking_back(step.digest) else { continue };
            let mut after = ledger.clone();
            let inverse = match apply(&mut after, &change) {
                Ok(inverse) => inverse,
                Err(error) => {
                    // A circle of parents can close meanwhile; everything else was looked at before.
                    prop_assert!(matches!(error, ChangeError::Cycle(_)), "{error:?}");
                    continue;
                }
            };
            let (is, before) = (seen(&after), before(step));
            for (key, old) in &before {
                let own = is.get(key).cloned().unwrap_or(Value::YesNo(false));
                let is_gone = !is.contains_key(&(key.0, u8::MAX));
                prop_assert!(own == *old || is_gone && key.1 != u8::MAX, "{key:?}: {own:?} is not {old:?}");
            }
            let turned = |record: RecordRef| before.contains_key(&(record, u8::MAX));
            let others = |all: &BTreeMap<(RecordRef, u8), Value>| -> Vec<((RecordRef, u8), Value)> {
                let own = all.iter().filter(|(key, _)| !before.contains_key(key) && !turned(key.0));
                own.map(|(key, value)| (*key, value.clone())).collect()
            };
            prop_assert_eq!(others(&is), others(&was));
            apply(&mut after, &inverse).unwrap();
            prop_assert_eq!(seen(&after), was.clone());
        }
    }

    /// On the last step nothing can stand but what was deleted or replaced earlier.
    #[test]
    fn the_last_step_can_be_taken_back_unless_what_it_needs_is_gone(list in wishes(30)) {
        let ledger = granted(&list, |_, _| {});
        if let Some(step) = ledger.history().last().filter(|step| !step.entries.is_empty()) {
            match ledger.taking_back(step.digest) {
                Ok(_) | Err(Obstacle::WithoutOwner { .. } | Obstacle::Replaced { .. } | Obstacle::ReferredTo { .. }) => {}
                Err(other) => prop_assert!(false, "{other:?}"),
            }
        }
    }
}

fn enterprise(maker: &mut Maker, name: &str) -> RecordRef {
    let id = maker.make(Kind::Enterprise, &[(Enterprise::name, text(name))]);
    RecordRef::new(Kind::Enterprise, id)
}

fn last(ledger: &Ledger) -> ledger::domain::StepDigest {
    ledger.history().last().unwrap().digest
}

fn names(record: RecordRef) -> String {
    format!("{}", record.id.0 & 0xff)
}

#[test]
fn a_cell_is_taken_back_alone_and_not_over_a_later_hand() {
    let mut maker = Maker::new();
    let task = RecordRef::new(Kind::Task, maker.make(Kind::Task, &[(Task::title, text("甲"))]));
    maker.set(task, Task::title, text("乙"));
    let first = last(&maker.ledger);
    maker.set(task, Task::lead_department, text("改革处"));
    let second = last(&maker.ledger);
    let mut ledger = maker.ledger.clone();
    let change = ledger.taking_back(first).unwrap();
    apply(&mut ledger, &change).unwrap();
    assert_eq!(
        (ledger.value(task, Task::title), ledger.value(task, Task::lead_department)),
        (text("甲"), text("改革处"))
    );

    maker.set(task, Task::title, text("丙"));
    let refused = maker.ledger.taking_back(first).unwrap_err();
    assert_eq!(refused, Obstacle::WrittenSince(task, Task::title));
    assert!(refused.sentence(names, Lang::Zh).contains("后来又改过"));
    maker.set(task, Task::title, text("乙"));
    assert_eq!(
        maker.ledger.taking_back(first).unwrap_err(),
        Obstacle::WrittenSince(task, Task::title),
        "that somebody wrote the same again is somebody's work"
    );
    assert!(maker.ledger.taking_back(second).is_ok());
}

#[test]
fn a_record_on_which_others_stand_is_not_taken_back() {
    let mut maker = Maker::new();
    let group = enterprise(&mut maker, "集团");
    let made = last(&maker.ledger);
    assert!(maker.ledger.taking_back(made).is_ok());
    let child = enterprise(&mut maker, "子公司");
    maker.set(child, Enterprise::parent, Value::Ref(group.id));
    assert_eq!(maker.ledger.taking_back(made).unwrap_err(), Obstacle::ReferredTo { record: group, by: child });
    maker.set(group, Enterprise::name, text("集团公司"));
    assert_eq!(maker.ledger.taking_back(made).unwrap_err(), Obstacle::WorkedOnSince(group));
}

#[test]
fn a_deleted_record_comes_back_alone_with_what_went_with_it_once_its_owner_is_there() {
    let mut maker = Maker::new();
    let firm = enterprise(&mut maker, "甲");
    let of_firm = |field: Field| [(field, Value::Ref(firm.id))];
    let adoption = RecordRef::new(Kind::Adoption, maker.make(Kind::Adoption, &of_firm(Adoption::enterprise)));
    let board = RecordRef::new(Kind::Board, maker.make(Kind::Board, &of_firm(Board::enterprise)));
    let mut ledger = maker.ledger;
    apply(&mut ledger, &Change::Delete { record: board }).unwrap();
    let board_gone = last(&ledger);
    let deletion = ledger.deletion(firm);
    apply(&mut ledger, &deletion).unwrap();
    let all_gone = last(&ledger);

    assert_eq!(
        ledger.bringing_back(board).unwrap_err(),
        Obstacle::WithoutOwner { record: board, owner: firm },
        "what it belongs to comes first"
    );
    assert_eq!(ledger.taking_back(board_gone).unwrap_err(), Obstacle::WithoutOwner { record: board, owner: firm });
    let change = ledger.taking_back(all_gone).unwrap();
    assert_eq!(change.records(), ledger.bringing_back(firm).unwrap().records(), "both bring the same back");
    apply(&mut ledger, &change).unwrap();
    assert!(ledger.is_live(firm) && ledger.is_live(adoption) && !ledger.is_live(board));
    assert!(matches!(ledger.taking_back(all_gone), Err(Obstacle::BroughtBackSince(_))));

    // Meanwhile somebody else filled in a board of the same firm.
    let mut replaced = ledger.clone();
    let (by, change) = replaced.beginning(Kind::Board, of_firm(Board::enterprise).to_vec(), RawId(0x99_0000_0001));
    apply(&mut replaced, &change).unwrap();
    match replaced.bringing_back(board) {
        Err(Obstacle::Replaced { record, by: other }) => assert_eq!((record, other), (board, by)),
        Err(Obstacle::BroughtBackSince(own)) => assert_eq!(own, board, "the same identity was begun again"),
        other => panic!("{other:?}"),
    }
    let change = ledger.bringing_back(board).unwrap();
    apply(&mut ledger, &change).unwrap();
    assert!(ledger.is_live(board));
}
