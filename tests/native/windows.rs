//! Two windows on one ledger: what the later one writes never takes the place of what the earlier one wrote
//! without a word (issue 15 C8).

use ledger::{
    domain::{
        ActorId, Change, Field, Kind, Ledger, LedgerBuilder, Origin, RawId, RecordRef, Value,
        choice::Label,
        records::{Board, Task},
    },
    merge,
};

use support::{date, noon};

fn by(actor: u64) -> Origin {
    let at = noon(date("2025-01-01"));
    Origin {
        actor: ActorId(1 << 20 | actor), by: format!("窗口{actor}"), at, label: Label::Edit, note: String::new()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn task() -> RecordRef {
    RecordRef::new(Kind::Task, RawId(0x1_0000_0001))
}

fn set(field: Field, value: &str) -> Change {
    Change::Set { record: task(), field, value: text(value) }
}

fn base() -> Ledger {
    let mut ledger = LedgerBuilder::new(RawId(0xabc0_0000_0000_0001)).finish();
    let values = vec![(Task::title, text("任务")), (Task::criteria, text("印发"))];
    ledger.apply(&Change::Create { record: task(), values }, &by(1)).unwrap();
    let enterprise = RecordRef::new(Kind::Enterprise, RawId(0x1_0000_0002));
    ledger.apply(&Change::Create { record: enterprise, values: Vec::new() }, &by(1)).unwrap();
    ledger
}

/// One window wrote some changes first; the other made its own without having heard of them.
fn windows(first: &[Change], second: &[Change]) -> (bool, Ledger) {
    let (mut stored, mut late) = (base(), base());
    first.iter().for_each(|change| drop(stored.apply(change, &by(2)).unwrap()));
    second.iter().for_each(|change| drop(late.apply(change, &by(3)).unwrap()));
    let meets = second.iter().any(|change| merge::meets(&stored, late.clock(), change));
    (meets, merge::join(stored, &late).0)
}

fn open(ledger: &Ledger) -> Vec<Vec<Value>> {
    let sides = |conflict: merge::Conflict| conflict.sides.into_iter().map(|side| side.value).collect();
    merge::conflicts(ledger, &[]).into_iter().map(sides).collect()
}

#[test]
fn one_cell_typed_in_two_windows_keeps_both_values() {
    let (meets, ledger) =
        windows(&[set(Task::criteria, "甲")], &[set(Task::criteria, "丙"), set(Task::criteria, "乙")]);
    assert!(meets, "the second window's edit meets the first one's");
    let mut values = open(&ledger).remove(0);
    values.sort();
    assert_eq!(values, [text("乙"), text("甲")], "and what the second replaced itself is gone");
}

#[test]
fn windows_in_different_cells_do_not_meet() {
    let (meets, ledger) = windows(&[set(Task::criteria, "甲")], &[set(Task::note, "乙")]);
    assert!(!meets);
    assert_eq!(open(&ledger), Vec::<Vec<Value>>::new());
    let alone = windows(&[], &[set(Task::criteria, "乙"), Change::Delete { record: task() }]);
    assert!(!alone.0, "what a window wrote over its own is no news to it");
}

#[test]
fn deleting_in_one_window_what_the_other_edits_keeps_it_in_sight() {
    let delete = Change::Delete { record: task() };
    let edit = set(Task::criteria, "甲");
    for (first, second) in [(&delete, &edit), (&edit, &delete)] {
        let (meets, ledger) = windows(std::slice::from_ref(first), std::slice::from_ref(second));
        assert!(meets && ledger.is_live(task()), "{first:?} then {second:?}");
        assert_eq!(open(&ledger).len(), 1, "with the question open");
    }
}

#[test]
fn choosing_differently_in_two_windows_is_a_question_again() {
    let conflict =
        Change::Reopen { record: task(), field: Task::criteria, value: text("甲"), others: vec![text("乙")] };
    let mut both = base();
    both.apply(&conflict, &by(4)).unwrap();
    let (mut stored, mut late) = (both.clone(), both);
    stored.apply(&set(Task::criteria, "甲"), &by(2)).unwrap();
    let choice = set(Task::criteria, "乙");
    late.apply(&choice, &by(3)).unwrap();
    assert!(merge::meets(&stored, late.clock(), &choice));
    assert_eq!(open(&merge::join(stored, &late).0).len(), 1);
}

#[test]
fn one_record_begun_in_two_windows_is_one() {
    let begun = |field: Field, value: Value| {
        let owner = (Board::enterprise, Value::Ref(RawId(0x1_0000_0002)));
        base().first(Kind::Board, vec![owner, (field, value)], RawId(0x2_0000_0000))
    };
    let (first, second) = (begun(Board::note, text("甲")), begun(Board::due, Value::YesNo(true)));
    let (meets, ledger) = windows(&[first], &[Change::Batch(vec![second])]);
    assert!(meets, "inside a batch as well");
    let boards: Vec<_> = ledger.boards.iter().map(|(_, board)| (board.note.0.clone(), board.due)).collect();
    assert_eq!(boards, [("甲".to_owned(), Some(true))]);
    assert_eq!(open(&ledger), Vec::<Vec<Value>>::new());
}
