//! Merging never drops a value that nobody replaced knowingly: random worlds of people who edit,
//! delete, pass files on, restore old disks and edit files by hand, against an oracle that knows
//! who saw what because it watched, not because it counted.

use std::collections::{BTreeMap, BTreeSet};

use interchange::json;
use ledger::{
    domain::{
        ActorId, AnyTable, Change, DELETION, Field, Kind, Ledger, LedgerBuilder, LoadedRow, Moment, Origin, RawId,
        RecordRef, Value,
        choice::Label,
        contradiction::{Contradiction, contradictions},
        hash_chain, natural_key,
        records::{Board, Enterprise, Task},
    },
    merge, subset,
};

use support::{date, info, noon};

/// A source of numbers that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
}

/// A write as the oracle saw it happen.
type Write = u32;

/// What one person can know of one record.
#[derive(Clone, Default, PartialEq, Eq)]
struct KnownRecord {
    /// The writes of each field, and those that a later writer replaced.
    fields: BTreeMap<u8, (BTreeSet<Write>, BTreeSet<Write>)>,
    /// For each deletion or restoration: what its maker knew of the record.
    sight: BTreeMap<Write, BTreeSet<Write>>,
}

impl KnownRecord {
    fn standing(&self, index: u8) -> BTreeSet<Write> {
        self.fields.get(&index).map_or_else(BTreeSet::new, |(known, gone)| known - gone)
    }

    fn write(&mut self, index: u8, write: Write) {
        let standing = self.standing(index);
        let (known, gone) = self.fields.entry(index).or_default();
        known.insert(write);
        gone.extend(standing);
    }

    fn all(&self) -> BTreeSet<Write> {
        self.fields.values().flat_map(|(known, _)| known.iter().copied()).collect()
    }

    fn join(&mut self, other: &Self) {
        for (index, (known, gone)) in &other.fields {
            let own = self.fields.entry(*index).or_default();
            own.0.extend(known);
            own.1.extend(gone);
        }
        for (write, sight) in &other.sight {
            self.sight.entry(*write).or_default().extend(sight);
        }
    }
}

#[derive(Clone)]
struct Person {
    ledger: Ledger,
    actor: ActorId,
    known: BTreeMap<RecordRef, KnownRecord>,
}

/// The ways of merging that are tried: ours, and those that are known to lose work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Ours,
    LastWriterWins,
    ActorPerInstallation,
    DocumentVector,
    /// Of a record that people began apart, what arrives later stands over what was there.
    JoinedByArrival,
}

struct World {
    dice: Dice,
    way: Way,
    people: Vec<Person>,
    backups: Vec<Person>,
    /// The value of each write, by number; deletions say yes, restorations no.
    values: Vec<Value>,
    actors: u64,
    hour: Moment,
}

const FIELDS: [Field; 4] = [Task::expected_result, Task::criteria, Task::note, Task::responsible_person];

/// Under this index the oracle notes the writes of a masked field: that somebody wrote is no secret.
const HIDDEN: u8 = 128;

fn fields_of(kind: Kind) -> Vec<Field> {
    match kind {
        Kind::Enterprise => vec![Enterprise::name, Enterprise::note],
        Kind::Board => vec![Board::note],
        _ => FIELDS.to_vec(),
    }
}

/// The fields that the oracle watches: those that are edited, and the key by which people begin the same
/// record apart.
fn watched(kind: Kind) -> Vec<Field> {
    let key = (kind == Kind::Board).then_some(Board::enterprise);
    fields_of(kind).into_iter().chain(key).collect()
}

impl World {
    fn new(seed: u64, way: Way) -> Self {
        let base = Person {
            ledger: LedgerBuilder::new(RawId(0xabc0_0000_0000_0001)).finish(),
            actor: ActorId(1 << 20),
            known: BTreeMap::new(),
        };
        let mut world = Self {
            dice: Dice(seed),
            way,
            people: vec![base],
            backups: Vec::new(),
            values: Vec::new(),
            actors: 1 << 20,
            hour: noon(date("2025-01-01")),
        };
        world.create(0, Kind::Enterprise);
        for _ in 0..2 {
            world.create_some(0);
        }
        for _ in 0..2 + world.dice.roll(3) {
            let mut person = world.people[0].clone();
            person.actor = world.new_actor();
            world.people.push(person);
        }
        // Several begin the same board apart.
        for person in 0..world.people.len() {
            if world.dice.roll(2) == 0 {
                world.begin_board(person);
            }
        }
        world
    }

    fn new_actor(&mut self) -> ActorId {
        self.actors += 1;
        ActorId(self.actors)
    }

    fn new_write(&mut self, value: Option<Value>) -> (Write, Value) {
        let number = self.values.len() as Write;
        let value = value.unwrap_or_else(|| Value::Text(format!("w{number}w")));
        self.values.push(value.clone());
        (number, value)
    }

    fn origin(&mut self, person: usize) -> Origin {
        // Clocks run on, but now and then one is years off.
        let days = if self.dice.roll(20) == 0 { self.dice.roll(4000) as i64 - 2000 } else { 0 };
        self.hour = self.hour.checked_add(jiff::SignedDuration::from_mins(7)).unwrap();
        let at = self.hour.checked_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
        Origin { actor: self.people[person].actor, by: String::new(), at, label: Label::Edit, note: String::new() }
    }

    fn create_some(&mut self, person: usize) {
        match self.dice.roll(4) {
            0 => self.create(person, Kind::Enterprise),
            1 => self.begin_board(person),
            _ => self.create(person, Kind::Task),
        }
    }

    /// Begins the board of an enterprise that has none here yet, whoever begins it elsewhere.
    fn begin_board(&mut self, person: usize) {
        let ledger = &self.people[person].ledger;
        let enterprises: Vec<RawId> = ledger.enterprises.iter().map(|(id, _)| id.raw()).collect();
        if enterprises.is_empty() {
            return;
        }
        let enterprise = Value::Ref(enterprises[self.dice.roll(enterprises.len())]);
        let record = natural_key::derived(Kind::Board, std::slice::from_ref(&enterprise));
        if self.people[person].ledger.boards.position(record.id).is_some() {
            return;
        }
        let (key_write, key) = self.new_write(Some(enterprise));
        let (write, value) = self.new_write(None);
        let origin = self.origin(person);
        let someone = &mut self.people[person];
        let values = vec![(Board::enterprise, key), (Board::note, value)];
        let change = someone.ledger.first(Kind::Board, values, RawId(0x3_0000_0000));
        assert_eq!(change.records(), BTreeSet::from([record]));
        someone.ledger.apply(&change, &origin).unwrap();
        let known = someone.known.entry(record).or_default();
        known.write(Board::enterprise.index, key_write);
        known.write(Board::note.index, write);
    }

    fn create(&mut self, person: usize, kind: Kind) {
        let record = RecordRef::new(kind, RawId(0x1_0000_0000 + self.values.len() as u64));
        let field = fields_of(kind)[0];
        let (write, value) = self.new_write(None);
        let origin = self.origin(person);
        let someone = &mut self.people[person];
        someone.ledger.apply(&Change::Create { record, values: vec![(field, value)] }, &origin).unwrap();
        someone.known.entry(record).or_default().write(field.index, write);
    }

    fn edit(&mut self, person: usize) {
        let Some(record) = self.some_record(person, true) else { return };
        let fields = fields_of(record.kind);
        let field = fields[self.dice.roll(fields.len())];
        let empty = (self.dice.roll(8) == 0 && self.people[person].ledger.value(record, field) != Value::Empty)
            .then_some(Value::Empty);
        let (write, value) = self.new_write(empty);
        let origin = self.origin(person);
        let someone = &mut self.people[person];
        someone.ledger.apply(&Change::Set { record, field, value }, &origin).unwrap();
        someone.known.entry(record).or_default().write(field.index, write);
    }

    fn delete_or_restore(&mut self, person: usize, delete: bool) {
        let Some(record) = self.some_record(person, delete) else { return };
        let (write, _) = self.new_write(Some(Value::YesNo(delete)));
        let origin = self.origin(person);
        let someone = &mut self.people[person];
        let change = if delete { Change::Delete { record } } else { Change::Restore { record } };
        someone.ledger.apply(&change, &origin).unwrap();
        let known = someone.known.entry(record).or_default();
        let sight = known.all();
        known.write(DELETION, write);
        known.sight.insert(write, sight);
    }

    fn some_record(&mut self, person: usize, live: bool) -> Option<RecordRef> {
        let ledger = &self.people[person].ledger;
        let all: Vec<RecordRef> =
            self.people[person].known.keys().copied().filter(|record| ledger.is_live(*record) == live).collect();
        (!all.is_empty()).then(|| all[self.dice.roll(all.len())])
    }

    /// A file goes from one to the other: whole, in part, or edited by hand on the way.
    fn pass_on(&mut self, from: usize, to: usize) {
        let mut sent = self.people[from].clone();
        match self.dice.roll(12) {
            0..=2 => {
                let keep: Vec<RecordRef> = sent.known.keys().copied().filter(|_| self.dice.roll(2) == 0).collect();
                let with_history = self.dice.roll(2) == 0;
                sent.ledger = subset::part(&sent.ledger, None, with_history, &|record| keep.contains(&record));
                sent.known.retain(|record, _| keep.contains(record));
            }
            3 => self.edit_by_hand(&mut sent),
            4 => mask(&mut sent),
            _ => {}
        }
        let receiver = &mut self.people[to];
        for (record, known) in &sent.known {
            receiver.known.entry(*record).or_default().join(known);
        }
        receiver.ledger = merged(self.way, receiver.ledger.clone(), &sent.ledger);
    }

    fn edit_by_hand(&mut self, sent: &mut Person) {
        let mut text = String::from_utf8(json::write(&sent.ledger, &info())).unwrap();
        let shown = sent.known.keys().copied().filter(|record| sent.ledger.is_live(*record)).find_map(|record| {
            let field = fields_of(record.kind).into_iter().find(|f| sent.ledger.value(record, *f) != Value::Empty)?;
            Some((record, field))
        });
        if let Some((record, field)) = shown {
            let Value::Text(old) = sent.ledger.value(record, field) else { unreachable!("only texts are written") };
            let (write, new) = self.new_write(None);
            let Value::Text(new) = new else { unreachable!("only texts are written") };
            // The plain value stands before the marks of its record, and the history after all records.
            text = text.replacen(&format!("\"{old}\""), &format!("\"{new}\""), 1);
            let known = sent.known.entry(record).or_default();
            let old =
                known.standing(field.index).into_iter().find(|w| self.values[*w as usize] == Value::Text(old.clone()));
            let (all, gone) = known.fields.entry(field.index).or_default();
            all.insert(write);
            gone.extend(old);
        }
        sent.ledger = json::read(text.as_bytes()).unwrap().ledger;
    }

    fn act(&mut self) {
        let person = self.dice.roll(self.people.len());
        match self.dice.roll(100) {
            0..=54 => self.edit(person),
            55..=61 => self.delete_or_restore(person, true),
            62..=65 => self.delete_or_restore(person, false),
            66..=69 => self.create_some(person),
            70..=72 => self.backups.push(self.people[person].clone()),
            // The page is closed and opened again.
            73..=75 => self.reopen(person),
            // A disk or a browser profile is put back to what it was.
            76..=77 if !self.backups.is_empty() => {
                let at = self.dice.roll(self.backups.len());
                self.people[person] = self.backups[at].clone();
                self.reopen(person);
            }
            _ => {
                let to = self.dice.roll(self.people.len());
                self.pass_on(person, to);
                self.compare(to);
            }
        }
    }

    fn reopen(&mut self, person: usize) {
        // A way that keeps one actor for each installation takes it from the disk with the rest.
        if self.way != Way::ActorPerInstallation {
            self.people[person].actor = self.new_actor();
        }
    }

    /// Compares what a person has with what the oracle says that nobody replaced.
    fn compare(&self, person: usize) {
        let person = &self.people[person];
        for (record, known) in &person.known {
            let table = person.ledger.of(record.kind);
            let at = table.position(record.id).expect("a record that was passed on is there");
            let stamps = &table.meta(at).expect("every record has marks").stamps;
            for field in watched(record.kind) {
                let mut has: Vec<Value> = stamps
                    .siblings(field.index, table.value(at, field.index))
                    .into_iter()
                    .map(|(value, _)| value)
                    .collect();
                if stamps.is_masked(field.index) {
                    assert!(
                        known.standing(field.index).is_empty(),
                        "a stand-in of {record:?} outlived what was written"
                    );
                    continue;
                }
                let mut should: Vec<Value> =
                    known.standing(field.index).into_iter().map(|write| self.values[write as usize].clone()).collect();
                if should.is_empty() {
                    should.push(Value::Empty);
                }
                has.sort();
                should.sort();
                assert_eq!(has, should, "values of {record:?} {:?}", field.meta().key);
            }
            assert_eq!(!table.is_live(at), is_deleted(known, &self.values), "deletion of {record:?}");
        }
    }
}

/// A record is deleted where somebody deleted it, nobody brought it back unseen, and every edit that
/// stands was seen by somebody who deleted it.
fn is_deleted(known: &KnownRecord, values: &[Value]) -> bool {
    let standing = known.standing(DELETION);
    let (deletions, restorations): (Vec<_>, Vec<_>) =
        standing.iter().partition(|write| values[**write as usize] == Value::YesNo(true));
    let seen = |write: &Write| deletions.iter().any(|deletion| known.sight[*deletion].contains(write));
    let edits = known.fields.keys().filter(|index| **index != DELETION).flat_map(|index| known.standing(*index));
    !deletions.is_empty() && restorations.is_empty() && edits.into_iter().all(|write| seen(&write))
}

/// The names are taken out on the way; what remains of them is that somebody wrote there.
fn mask(sent: &mut Person) {
    let all = subset::part(&sent.ledger, None, false, &|_| true);
    sent.ledger = subset::masked(&all, false).ledger;
    let index = Task::responsible_person.index;
    for (record, known) in sent.known.iter_mut().filter(|(record, _)| record.kind == Kind::Task) {
        let table = sent.ledger.of(record.kind);
        let stamps = &table.meta(table.position(record.id).unwrap()).unwrap().stamps;
        // That a name was taken out by hand is no secret.
        let Some(hidden) = stamps.is_masked(index).then(|| known.fields.remove(&index)).flatten() else { continue };
        let own = known.fields.entry(HIDDEN).or_default();
        own.0.extend(hidden.0);
        own.1.extend(hidden.1);
    }
}

fn merged(way: Way, mine: Ledger, theirs: &Ledger) -> Ledger {
    match way {
        Way::Ours | Way::ActorPerInstallation => merge::join(mine, theirs).0,
        Way::JoinedByArrival => by_arrival(&mine, theirs),
        Way::LastWriterWins => {
            let joined = merge::join(mine, theirs).0;
            restamped(&joined, |meta| {
                meta.stamps.fields.values_mut().for_each(|stamp| stamp.others.clear());
            })
        }
        Way::DocumentVector => {
            let whole = |ledger: &Ledger| {
                restamped(ledger, |meta| {
                    meta.stamps.created = ledger.clock().clone();
                    meta.stamps.fields.values_mut().for_each(|stamp| stamp.seen = ledger.clock().clone());
                })
            };
            merge::join(whole(&mine), &whole(theirs)).0
        }
    }
}

fn by_arrival(mine: &Ledger, theirs: &Ledger) -> Ledger {
    let mut loader = LedgerBuilder::resume(merge::join(mine.clone(), theirs).0);
    for their_at in 0..theirs.boards.len() {
        let record = RecordRef::new(Kind::Board, theirs.boards.typed_id(their_at).raw());
        let created = |ledger: &Ledger| {
            let at = ledger.boards.position(record.id)?;
            Some(ledger.of(Kind::Board).meta(at)?.stamps.created.clone())
        };
        if created(mine).is_none_or(|own| Some(own) == created(theirs)) {
            continue;
        }
        let joined = loader.so_far();
        let at = joined.boards.position(record.id).expect("what both have is there");
        let mut meta = joined.of(Kind::Board).meta(at).cloned().unwrap_or_default();
        meta.stamps.fields.values_mut().for_each(|stamp| stamp.others.clear());
        let arrived = (0..Kind::Board.fields().len() as u8)
            .map(|index| (index, theirs.of(Kind::Board).value(their_at, index)))
            .filter(|(_, value)| *value != Value::Empty);
        let row = LoadedRow { deleted: !joined.of(Kind::Board).is_live(at), values: arrived.collect(), meta };
        loader.replace(record, row).unwrap();
    }
    loader.finish()
}

fn restamped(ledger: &Ledger, mut change: impl FnMut(&mut ledger::domain::table::RowMeta)) -> Ledger {
    let mut loader = LedgerBuilder::resume(ledger.clone());
    for kind in [Kind::Task, Kind::Enterprise, Kind::Board] {
        let table = ledger.of(kind);
        for at in 0..table.len() {
            let mut row = LoadedRow {
                deleted: !table.is_live(at),
                values: Vec::new(),
                meta: table.meta(at).cloned().unwrap_or_default(),
            };
            change(&mut row.meta);
            loader.replace(RecordRef::new(kind, table.id_at(at)), row).unwrap();
        }
    }
    loader.finish()
}

/// All that two copies must agree on, in an order of its own.
fn state(ledger: &Ledger) -> BTreeMap<RecordRef, String> {
    let mut all = BTreeMap::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in 0..table.len() {
            let values: Vec<Value> = (0..kind.fields().len() as u8).map(|index| table.value(at, index)).collect();
            let text = format!("{} {values:?} {:?}", table.is_live(at), table.meta(at));
            all.insert(RecordRef::new(*kind, table.id_at(at)), text);
        }
    }
    all
}

fn assert_same(a: &Ledger, b: &Ledger, what: &str) {
    assert_eq!(state(a), state(b), "{what}");
    assert_eq!(a.clock(), b.clock(), "{what}");
    let steps = |ledger: &Ledger| ledger.history().iter().map(|step| step.digest).collect::<Vec<_>>();
    assert_eq!(steps(a), steps(b), "{what}");
}

/// Runs a world and then lets everybody merge with everybody, in two orders.
fn run_world(seed: u64, way: Way, operations: usize) {
    let mut world = World::new(seed, way);
    for _ in 0..operations {
        world.act();
    }
    let all: Vec<Ledger> = world.people.iter().map(|person| person.ledger.clone()).collect();
    let fold = |list: &mut dyn Iterator<Item = &Ledger>| {
        let mut sum = list.next().unwrap().clone();
        for next in list {
            sum = merged(way, sum, next);
        }
        sum
    };
    let forth = fold(&mut all.iter());
    let back = fold(&mut all.iter().rev());
    assert_same(&forth, &back, "the order of merging does not matter");
    let grouped = merged(way, all[0].clone(), &fold(&mut all[1..].iter()));
    assert_same(&forth, &grouped, "the grouping does not matter");
    assert_same(&merged(way, forth.clone(), &all[0]), &forth, "merging a file again changes nothing");
    assert!(hash_chain::audit(forth.history(), forth.earlier()).is_whole(), "the chain of a merged history is whole");
    for ledger in [&forth].into_iter().filter(|_| way == Way::Ours) {
        // Clocks of this world are years off now and then.
        let against: Vec<Contradiction> = contradictions(ledger).into_iter().filter(|own| !own.is_doubt()).collect();
        assert_eq!(against, [], "records, marks, clock and history of honest people agree");
    }
    let known = world.people.iter().fold(BTreeMap::<RecordRef, KnownRecord>::new(), |mut sum, person| {
        person.known.iter().for_each(|(record, known)| sum.entry(*record).or_default().join(known));
        sum
    });
    world.people[0] = Person { ledger: forth, actor: ActorId(1), known };
    world.compare(0);
}

const OPERATIONS: usize = 100;

fn soak(operations: usize, from: u64) {
    let worlds = operations.div_ceil(OPERATIONS) as u64;
    let half = worlds / 2;
    let run = |range: std::ops::Range<u64>| {
        range.for_each(|seed| {
            let outcome = std::panic::catch_unwind(|| run_world(from + seed, Way::Ours, OPERATIONS));
            assert!(outcome.is_ok(), "world {} broke a law of merging", from + seed);
        })
    };
    std::thread::scope(|scope| {
        scope.spawn(|| run(0..half));
        run(half..worlds);
    });
}

#[test]
fn a_million_operations_lose_nothing_that_nobody_replaced() {
    soak(1_000_000, 0);
}

/// For `cargo xtask soak merge`: as many operations as are asked for, over worlds not seen before.
#[test]
#[ignore = "runs as long as it is told to"]
fn soak_merge() {
    let operations = std::env::var("REFORM_LEDGER_OPERATIONS").ok().and_then(|text| text.parse().ok());
    soak(operations.expect("REFORM_LEDGER_OPERATIONS is a number"), 1 << 32);
}

/// The oracle is worth something only if it catches the ways that are known to lose work.
#[test]
fn the_oracle_catches_every_way_of_merging_that_loses_work() {
    for way in [Way::LastWriterWins, Way::ActorPerInstallation, Way::DocumentVector, Way::JoinedByArrival] {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let caught = (0..500).find(|seed| std::panic::catch_unwind(|| run_world(*seed, way, OPERATIONS)).is_err());
        std::panic::set_hook(hook);
        assert!(caught.is_some(), "{way:?} went unnoticed");
    }
}

/// Two people who go on from one task with a result, a criterion and no note.
fn two_people() -> (Ledger, Ledger, RecordRef) {
    let mut base = LedgerBuilder::new(RawId(0xabc0_0000_0000_0001)).finish();
    let record = RecordRef::new(Kind::Task, RawId(0x1_0000_0001));
    let values =
        vec![(Task::expected_result, Value::Text("方案".into())), (Task::criteria, Value::Text("印发".into()))];
    base.apply(&Change::Create { record, values }, &by(1)).unwrap();
    (base.clone(), base, record)
}

fn by(actor: u64) -> Origin {
    let at = noon(date("2025-01-01"));
    Origin {
        actor: ActorId(1 << 20 | actor), by: format!("第{actor}人"), at, label: Label::Edit, note: String::new()
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn set(record: RecordRef, field: Field, value: &str) -> Change {
    Change::Set { record, field, value: text(value) }
}

fn open_conflicts(ledger: &Ledger, record: RecordRef) -> Vec<u8> {
    let table = ledger.of(record.kind);
    let at = table.position(record.id).unwrap();
    table.meta(at).unwrap().stamps.conflicts(|index| match index {
        DELETION => Value::YesNo(!table.is_live(at)),
        index => table.value(at, index),
    })
}

#[test]
fn edits_of_different_fields_merge_without_a_question() {
    let (mut mine, mut theirs, record) = two_people();
    mine.apply(&set(record, Task::criteria, "印发并备案"), &by(2)).unwrap();
    theirs.apply(&set(record, Task::note, "加急"), &by(3)).unwrap();
    let (merged, report) = merge::join(mine, &theirs);
    assert_eq!(merged.value(record, Task::criteria), text("印发并备案"));
    assert_eq!(merged.value(record, Task::note), text("加急"));
    assert!(report.conflicts.is_empty());
    let [change] = report.changed.as_slice() else { panic!("{report:?}") };
    assert_eq!((change.field, &change.old, &change.new), (Task::note, &Value::Empty, &text("加急")));
    let (again, nothing) = merge::join(merged.clone(), &theirs);
    assert!(nothing.is_nothing(), "{nothing:?}");
    assert_eq!(json::write(&again, &info()), json::write(&merged, &info()), "not a byte differs");
}

#[test]
fn the_same_edit_by_two_people_is_no_question() {
    let (mut mine, mut theirs, record) = two_people();
    mine.apply(&set(record, Task::note, "加急"), &by(2)).unwrap();
    theirs.apply(&set(record, Task::note, "加急"), &by(3)).unwrap();
    let (merged, report) = merge::join(mine, &theirs);
    assert!(report.conflicts.is_empty() && open_conflicts(&merged, record).is_empty());
}

#[test]
fn a_choice_ends_a_conflict_everywhere_and_one_undo_opens_it_again() {
    let (mut mine, mut theirs, record) = two_people();
    mine.apply(&set(record, Task::criteria, "甲"), &by(2)).unwrap();
    theirs.apply(&set(record, Task::criteria, "乙"), &by(3)).unwrap();
    let (mut merged, report) = merge::join(mine, &theirs);
    assert_eq!(report.conflicts, [(record, Task::criteria.index)]);
    let shown = merged.value(record, Task::criteria);
    let other = if shown == text("甲") { "乙" } else { "甲" };
    let undo = merged.apply(&set(record, Task::criteria, other), &by(4)).unwrap().inverse;
    assert!(open_conflicts(&merged, record).is_empty());
    let (spread, _) = merge::join(theirs.clone(), &merged);
    assert_eq!(spread.value(record, Task::criteria), text(other));
    assert!(open_conflicts(&spread, record).is_empty(), "the choice knew of both values");
    merged.apply(&undo, &by(4)).unwrap();
    assert_eq!(open_conflicts(&merged, record), [Task::criteria.index]);
    assert_eq!(merged.value(record, Task::criteria), shown);
}

#[test]
fn deleting_against_editing_is_a_conflict_and_the_record_stays_in_sight() {
    let (mut mine, mut theirs, record) = two_people();
    mine.apply(&Change::Delete { record }, &by(2)).unwrap();
    theirs.apply(&set(record, Task::note, "加急"), &by(3)).unwrap();
    let (merged, report) = merge::join(mine.clone(), &theirs);
    assert!(merged.is_live(record));
    assert_eq!(
        (report.conflicts.as_slice(), report.restored.as_slice()),
        ([(record, DELETION)].as_slice(), [record].as_slice())
    );
    let (other_way, _) = merge::join(theirs, &mine);
    assert_same(&merged, &other_way, "from either side");
    for (choice, lives) in [(Change::Delete { record }, false), (Change::Restore { record }, true)] {
        let mut chosen = merged.clone();
        chosen.apply(&choice, &by(4)).unwrap();
        assert_eq!((chosen.is_live(record), open_conflicts(&chosen, record)), (lives, Vec::new()));
        let (spread, _) = merge::join(mine.clone(), &chosen);
        assert_eq!((spread.is_live(record), open_conflicts(&spread, record)), (lives, Vec::new()));
    }
}

#[test]
fn a_file_with_its_marks_stripped_neither_wins_nor_vanishes() {
    let (mine, theirs, record) = two_people();
    let mut plain: serde_json::Value = serde_json::from_slice(&json::write(&theirs, &info())).unwrap();
    let row = plain["tasks"][0].as_object_mut().unwrap();
    row.retain(|key, _| !key.starts_with('_'));
    row["criteria"] = "他们的".into();
    let read = json::read(plain.to_string().as_bytes()).unwrap();
    let (merged, report) = merge::join(mine, &read.ledger);
    assert_eq!(report.conflicts, [(record, Task::criteria.index)], "one field differs, one question");
    assert_eq!(merged.value(record, Task::expected_result), text("方案"));
    let step = merged.history().last().unwrap();
    assert_eq!(step.label, Label::ByHand, "history says that somebody made it by hand");
}

#[test]
fn whatever_is_done_to_a_history_its_chain_shows_where() {
    let (mut mine, mut theirs, record) = two_people();
    for n in 0..4 {
        mine.apply(&set(record, Task::criteria, &format!("甲{n}")), &by(2)).unwrap();
        theirs.apply(&set(record, Task::note, &format!("乙{n}")), &by(3)).unwrap();
    }
    let (mut merged, _) = merge::join(mine, &theirs);
    merged.apply(&set(record, Task::note, "定稿"), &by(4)).unwrap();
    let whole = merged.history().to_vec();
    let none = BTreeSet::new();
    let audit = hash_chain::audit(&whole, &none);
    assert!(audit.is_whole() && audit.steps == 10 && audit.roots == [0], "{audit:?}");
    assert_eq!(whole[9].parents.len(), 2, "the step after a merge has a parent on each branch");
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at].by.push('改');
        assert_eq!(hash_chain::audit(&altered, &none).altered, [at]);
        // Whoever seals the altered step anew breaks the link of those that follow it.
        altered[at].digest = altered[at].true_digest();
        assert_eq!(hash_chain::audit(&altered, &none).is_whole(), at == 9, "step {at}");
        let mut shortened = whole.clone();
        shortened.remove(at);
        assert_eq!(hash_chain::audit(&shortened, &none).is_whole(), at == 9, "step {at}");
    }
}

#[test]
fn the_ledger_as_it_was_holds_for_a_history_of_two_branches() {
    let (mut mine, mut theirs, record) = two_people();
    let on = |day: &str, actor| Origin { at: noon(date(day)), ..by(actor) };
    mine.apply(&set(record, Task::note, "甲"), &on("2025-01-10", 2)).unwrap();
    mine.apply(&set(record, Task::note, "丙"), &on("2025-01-20", 2)).unwrap();
    theirs.apply(&set(record, Task::criteria, "乙"), &on("2025-01-15", 3)).unwrap();
    let (merged, _) = merge::join(mine, &theirs);
    for (day, note, criteria) in [
        ("2025-01-05", Value::Empty, text("印发")),
        ("2025-01-12", text("甲"), text("印发")),
        ("2025-01-17", text("甲"), text("乙")),
        ("2025-01-25", text("丙"), text("乙")),
    ] {
        let past = merged.as_it_was(date(day));
        assert_eq!((past.value(record, Task::note), past.value(record, Task::criteria)), (note, criteria), "{day}");
    }
}
