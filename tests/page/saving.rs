//! What is typed in any window comes onto the disk, whatever the disk does and whenever somebody types: the
//! queue of two windows driven over a disk in memory that fails, is cleared, is slow and is written by the other.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use ledger::domain::{
    ActorId, Change, Index, Kind, Ledger, LedgerBuilder, Origin, RawId, RecordRef, Value, choice::Label, records::Task,
};
use proptest::prelude::*;
use reform_ledger::{
    app::{
        Document, Workspace,
        document::{Act, Direction, Done, Transaction, UndoEntry, UndoStack},
        workspace::{
            SaveQueue,
            save_queue::{Ended, Host, Stored, follow, write_all},
        },
    },
    storage::{StorageError, Store},
};

use crate::disk::{Fault, Memory, now};
use support::{date, noon, visible};

/// A window: a ledger on screen with its queue.
struct Window {
    queue: RefCell<SaveQueue>,
    document: RefCell<Document>,
    actor: Cell<u64>,
    /// Whether somebody is in the middle of a field.
    is_typing: Cell<bool>,
    /// What is typed while a batch is being written down.
    meanwhile: RefCell<Vec<Change>>,
    /// The last revision that is known to be on the disk.
    acknowledged: Cell<u64>,
}

impl Window {
    fn on(stored: Stored, actor: u64) -> Self {
        let workspace = Workspace { key: "一".into(), name: "一".into(), made: String::new() };
        let steps = stored.ledger.history().len();
        Self {
            queue: RefCell::new(SaveQueue::opened(stored.revision, steps)),
            document: RefCell::new(Document::new(stored.ledger, workspace)),
            actor: Cell::new(actor),
            is_typing: Cell::new(false),
            meanwhile: RefCell::default(),
            acknowledged: Cell::new(0),
        }
    }

    fn origin(&self) -> Origin {
        let at = noon(date("2025-03-01"));
        Origin { actor: ActorId(self.actor.get()), by: "试".into(), at, label: Label::Edit, note: String::new() }
    }

    fn commit(&self, transaction: Transaction) {
        let mut document = self.document.borrow_mut();
        let Ok(done) = document.commit(transaction, &self.origin()) else { return };
        let mut queue = self.queue.borrow_mut();
        match done {
            Done::Changed { change, origin, touched } => queue.changed(&document.ledger, change, origin, &touched),
            Done::Replaced => {
                self.actor.set(self.actor.get() + 1_000);
                queue.replaced();
            }
            Done::HeadChanged => queue.head_changed(),
            Done::Nothing => {}
        }
    }

    fn turn(&self, direction: Direction) {
        let transaction = Transaction::turn(&mut self.document.borrow_mut(), direction);
        if let Some(transaction) = transaction {
            self.commit(transaction);
        }
    }

    fn save(&self, store: &Store<Memory>) -> Result<Ended, StorageError> {
        self.queue.borrow_mut().begin();
        let ended = now(write_all(self, store));
        self.queue.borrow_mut().end();
        ended
    }

    fn titles(&self) -> BTreeSet<String> {
        titles(&self.document.borrow().ledger)
    }
}

impl Host for Window {
    fn with<T>(&self, work: impl FnOnce(&mut SaveQueue, &Document) -> T) -> Option<T> {
        Some(work(&mut self.queue.borrow_mut(), &self.document.borrow()))
    }

    fn rebase(&self, stored: Stored) {
        let actor = self.actor.get() + 1_000;
        self.queue.borrow_mut().rebase(&mut self.document.borrow_mut(), stored, ActorId(actor));
        self.actor.set(actor);
    }

    fn is_typing(&self) -> bool {
        self.is_typing.get()
    }

    async fn arrived(&self, revision: u64, _: usize) -> Result<(), StorageError> {
        self.acknowledged.set(revision);
        Ok(())
    }

    fn emptied(&self) {
        self.queue.borrow_mut().emptied();
    }

    async fn rest(&self) {
        let typed = self.meanwhile.borrow_mut().pop();
        if let Some(change) = typed {
            self.commit(Transaction::change(change, Label::Edit));
        }
    }
}

fn titles(ledger: &Ledger) -> BTreeSet<String> {
    ledger.tasks.iter().map(|(_, row)| row.title.clone()).collect()
}

fn new_task(number: u64) -> Change {
    let record = RecordRef::new(Kind::Task, RawId(0x5_0000_0000 + number));
    Change::Create { record, values: vec![(Task::title, Value::Text(format!("任务 {number}")))] }
}

fn retitled(number: u64) -> Change {
    let record = RecordRef::new(Kind::Task, RawId(0x5_0000_0000));
    Change::Set { record, field: Task::criteria, value: Value::Text(format!("标准 {number}")) }
}

/// A disk that holds a ledger with one task.
fn disk() -> Memory {
    let disk = Memory::default();
    let ledger = LedgerBuilder::new(RawId(0xabc0_0000_0000_0001)).finish();
    let first = Window::on(Stored { revision: 0, ledger, exported: None }, 1);
    first.queue.borrow_mut().rewrite();
    first.commit(Transaction::change(new_task(0), Label::Create));
    let store = now(Store::on(disk.clone(), "一")).unwrap();
    assert_eq!(first.save(&store), Ok(Ended::Written));
    disk
}

fn read(disk: &Memory) -> Stored {
    Stored::read(&disk.content.borrow().as_ref().expect("something is there").snapshot()).expect("it is a ledger")
}

#[derive(Clone, Debug)]
enum Deed {
    Make,
    Meanwhile,
    Retitle,
    Undo,
    Redo,
    Merge,
    Save,
    Follow,
    Fail(Fault),
}

fn deeds() -> impl Strategy<Value = Vec<(bool, Deed)>> {
    let deed = prop_oneof![
        6 => Just(Deed::Make),
        2 => Just(Deed::Meanwhile),
        3 => Just(Deed::Retitle),
        1 => Just(Deed::Undo),
        1 => Just(Deed::Redo),
        1 => Just(Deed::Merge),
        6 => Just(Deed::Save),
        2 => Just(Deed::Follow),
        1 => Just(Deed::Fail(Fault::Quota)),
        1 => Just(Deed::Fail(Fault::ClosedBefore)),
        1 => Just(Deed::Fail(Fault::ClosedAfter)),
        1 => Just(Deed::Fail(Fault::Cleared)),
    ];
    prop::collection::vec((any::<bool>(), deed), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever two windows do and the disk does, what a window calls saved is what the disk holds, and in the end
    /// all that nobody took back is in both.
    #[test]
    fn two_windows_lose_nothing_on_a_disk_that_fails(deeds in deeds()) {
        let disk = disk();
        let windows = [Window::on(read(&disk), 11), Window::on(read(&disk), 12)];
        let stores = [(); 2].map(|()| now(Store::on(disk.clone(), "一")).unwrap());
        stores.iter().for_each(|store| drop(now(store.load()).unwrap()));
        let (mut made, mut may_be_gone) = (BTreeSet::from(["任务 0".to_owned()]), BTreeSet::new());
        for (number, (second, deed)) in (1..).zip(deeds) {
            let at = usize::from(second);
            let (window, store) = (&windows[at], &stores[at]);
            match deed {
                Deed::Make => {
                    made.insert(format!("任务 {number}"));
                    window.commit(Transaction::change(new_task(number), Label::Create));
                }
                Deed::Meanwhile => {
                    made.insert(format!("任务 {number}"));
                    window.meanwhile.borrow_mut().push(new_task(number));
                }
                Deed::Retitle => window.commit(Transaction::change(retitled(number), Label::Edit)),
                Deed::Undo => {
                    // What an undo takes back is wanted away, and what a redo brings again may be any of it.
                    let before = window.titles();
                    window.turn(Direction::Undo);
                    may_be_gone.extend(before.difference(&window.titles()).cloned());
                }
                Deed::Redo => {
                    let before = window.titles();
                    window.turn(Direction::Redo);
                    may_be_gone.extend(before.difference(&window.titles()).cloned());
                }
                Deed::Merge => {
                    // A merge that brings one task puts another ledger in the place of this one.
                    let mut ledger = window.document.borrow().ledger.clone();
                    if ledger.apply(&new_task(number), &Origin { actor: ActorId(500_000 + number), ..window.origin() }).is_ok() {
                        made.insert(format!("任务 {number}"));
                        let index = Index::new(&ledger);
                        let act = Act::Replace { state: Box::new((ledger, index)), exported: None };
                        window.commit(Transaction::new(act));
                    }
                }
                Deed::Save => {
                    let waits = window.queue.borrow().wanted(&window.document.borrow().ledger).is_some();
                    if window.save(store) == Ok(Ended::Written) && waits {
                        prop_assert_eq!(visible(&read(&disk).ledger), visible(&window.document.borrow().ledger));
                        prop_assert_eq!(window.acknowledged.get().max(window.queue.borrow().revision()), read(&disk).revision);
                    }
                }
                Deed::Follow => {
                    if window.queue.borrow().is_idle() {
                        let _ = now(follow(window, store, true));
                    }
                }
                Deed::Fail(fault) => disk.faults.borrow_mut().push_back(fault),
            }
        }
        disk.faults.borrow_mut().clear();
        windows.iter().for_each(|window| {
            while !window.meanwhile.borrow().is_empty() {
                now(window.rest());
            }
        });
        // Each says it again until nothing waits in either.
        for _ in 0..2 {
            for (window, store) in windows.iter().zip(&stores) {
                prop_assert_eq!(window.save(store), Ok(Ended::Written));
            }
        }
        // Each hears that the other wrote.
        for (window, store) in windows.iter().zip(&stores) {
            now(follow(window, store, true)).unwrap();
            prop_assert_eq!(window.save(store), Ok(Ended::Written));
        }
        let on_disk = titles(&read(&disk).ledger);
        for name in made.difference(&may_be_gone) {
            prop_assert!(on_disk.contains(name), "{} is lost", name);
        }
    }
}

/// While something is being typed nothing is put under it; it is followed afterwards.
#[test]
fn what_another_window_wrote_waits_for_the_field_that_is_being_typed_in() {
    let disk = disk();
    let (here, there) = (Window::on(read(&disk), 11), Window::on(read(&disk), 12));
    let stores = [(); 2].map(|()| now(Store::on(disk.clone(), "一")).unwrap());
    stores.iter().for_each(|store| drop(now(store.load()).unwrap()));
    there.commit(Transaction::change(new_task(1), Label::Create));
    assert_eq!(there.save(&stores[1]), Ok(Ended::Written));
    here.is_typing.set(true);
    now(follow(&here, &stores[0], true)).unwrap();
    assert!(!here.titles().contains("任务 1"), "the field stays on what it was begun on");
    here.is_typing.set(false);
    assert!(here.queue.borrow_mut().take_missed());
    now(follow(&here, &stores[0], true)).unwrap();
    assert!(here.titles().contains("任务 1"));
}

/// What the disk refused waits, and is written with what came later.
#[test]
fn a_batch_that_was_refused_waits_as_a_whole() {
    let disk = disk();
    let window = Window::on(read(&disk), 11);
    let store = now(Store::on(disk.clone(), "一")).unwrap();
    now(store.load()).unwrap();
    disk.faults.borrow_mut().push_back(Fault::Quota);
    window.commit(Transaction::change(new_task(1), Label::Create));
    assert_eq!(window.save(&store), Err(StorageError::Quota));
    assert!(!titles(&read(&disk).ledger).contains("任务 1"));
    window.commit(Transaction::change(new_task(2), Label::Create));
    assert_eq!(window.save(&store), Ok(Ended::Written));
    assert!(titles(&read(&disk).ledger).is_superset(&BTreeSet::from(["任务 1".to_owned(), "任务 2".to_owned()])));
}

/// Undo goes back step by step and redo forward again; another act ends what could be done again.
#[test]
fn undo_and_redo_are_two_ways_on_one_line() {
    let window = Window::on(read(&disk()), 11);
    for number in 1..4 {
        window.commit(Transaction::change(new_task(number), Label::Create));
    }
    assert_eq!(window.document.borrow().undo.depths(), (3, 0));
    window.turn(Direction::Undo);
    window.turn(Direction::Undo);
    assert!(!window.titles().contains("任务 2") && window.titles().contains("任务 1"));
    window.turn(Direction::Redo);
    assert!(window.titles().contains("任务 2"));
    assert_eq!(window.document.borrow().undo.depths(), (2, 1));
    window.commit(Transaction::change(new_task(9), Label::Create));
    assert_eq!(window.document.borrow().undo.depths(), (3, 0));
}

/// A whole ledger for each of many merges would fill the memory: the last few can be taken back.
#[test]
fn only_the_last_few_wholes_can_be_taken_back() {
    let mut stack = UndoStack::default();
    let whole = || UndoEntry::Whole(Box::new((LedgerBuilder::new(RawId(1)).finish(), None)));
    stack.did(UndoEntry::Change(new_task(1)));
    for _ in 0..3 {
        stack.did(whole());
    }
    assert_eq!(stack.depths(), (4, 0));
    stack.did(whole());
    assert_eq!(stack.depths(), (3, 0), "what lies before the fourth is forgotten with it");
}
