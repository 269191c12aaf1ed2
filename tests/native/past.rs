//! What a ledger was, the way back there, and history that is put away.

use std::collections::{BTreeMap, BTreeSet};

use interchange::json;
use ledger::{
    domain::{
        ActorId, Change, Date, Kind, Ledger, Origin, RawId, RecordRef, Value,
        choice::Label,
        hash_chain,
        records::{Enterprise, Task},
    },
    merge,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use support::{Wish, blank, bytes, date, granted, noon, visible, wishes};

const LATER: &str = "2024-12-31";

fn by(actor: u64, day: Date) -> Origin {
    Origin {
        actor: ActorId(actor), by: format!("第{actor}人"), at: noon(day), label: Label::Edit, note: String::new()
    }
}

fn day(at: usize) -> Date {
    date("2024-01-01").checked_add(jiff::Span::new().days(at as i64)).unwrap()
}

fn seen(ledger: &Ledger) -> BTreeMap<RecordRef, Vec<Value>> {
    visible(ledger).into_iter().collect()
}

/// Grants wishes to a copy; what it makes gets identities of its own.
fn granted_to(ledger: &Ledger, list: &[Wish], actor: u64) -> Ledger {
    let mut ledger = ledger.clone();
    for (at, wish) in list.iter().enumerate() {
        let change = wish.change(&ledger, at + 1000 * actor as usize);
        let _refused_is_fine = ledger.apply(&change, &by(actor, day(100 + at)));
    }
    ledger
}

/// Returns to a state as one change, and takes it back.
fn there_and_back(now: &Ledger, past: &Ledger) -> Result<(), TestCaseError> {
    let mut ledger = now.clone();
    let change = ledger.returning_to(past);
    let applied = ledger.apply(&change, &by(50, date(LATER)));
    prop_assert!(applied.is_ok(), "{:?}", applied.err());
    prop_assert_eq!(seen(&ledger), seen(past));
    prop_assert!(ledger.history().len() <= now.history().len() + 1, "it is one change");
    prop_assert_eq!(ledger.returning_to(past), Change::Batch(Vec::new()), "there is nowhere left to go");
    let back = ledger.apply(&applied.unwrap().inverse, &by(50, date(LATER)));
    prop_assert!(back.is_ok(), "{:?}", back.err());
    prop_assert_eq!(seen(&ledger), seen(now));
    prop_assert!(hash_chain::audit(ledger.history(), ledger.earlier()).is_whole());
    Ok(())
}

/// Values and marks of every record.
fn state(ledger: &Ledger) -> BTreeMap<RecordRef, String> {
    let mut all = BTreeMap::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in 0..table.len() {
            let values: Vec<Value> = (0..kind.fields().len() as u8).map(|index| table.value(at, index)).collect();
            let row = format!("{} {values:?} {:?}", table.is_live(at), table.meta(at));
            all.insert(RecordRef::new(*kind, table.id_at(at)), row);
        }
    }
    all
}

fn whole(ledger: &Ledger) -> bool {
    hash_chain::audit(ledger.history(), ledger.earlier()).is_whole()
}

/// What is done to a small group of enterprises: an enterprise gets a parent, goes, or comes back.
fn shuffles() -> impl Strategy<Value = Vec<(u8, u64, u64)>> {
    prop::collection::vec((0..4_u8, 0..5_u64, 0..6_u64), 0..30)
}

fn shuffled(ledger: &Ledger, list: &[(u8, u64, u64)], actor: u64) -> Ledger {
    let mut ledger = ledger.clone();
    let id = |n: u64| RawId(0x1_0000 + n);
    for (at, (act, whose, which)) in list.iter().enumerate() {
        let record = RecordRef::new(Kind::Enterprise, id(*whose));
        let value = if *which < 5 { Value::Ref(id(*which)) } else { Value::Empty };
        let change = match act {
            0 => Change::Delete { record },
            1 => Change::Restore { record },
            _ => Change::Set { record, field: Enterprise::parent, value },
        };
        let _refused_is_fine = ledger.apply(&change, &by(actor, day(at + 10)));
    }
    ledger
}

fn five_enterprises() -> Ledger {
    let mut ledger = blank();
    for n in 0..5 {
        let record = RecordRef::new(Kind::Enterprise, RawId(0x1_0000 + n));
        let values = vec![(Enterprise::name, Value::Text(format!("企业{n}")))];
        ledger.apply(&Change::Create { record, values }, &by(1, day(0))).unwrap();
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn returning_to_a_day_gives_what_could_be_seen_then_and_one_undo_gives_the_present_back(
        list in wishes(40), on in any::<prop::sample::Index>(),
    ) {
        let mut days = Vec::new();
        let now = granted(&list, |ledger, day| days.push((day, seen(ledger))));
        if days.is_empty() {
            return Ok(());
        }
        let (day, expected) = &days[on.index(days.len())];
        let past = now.as_it_was(*day);
        prop_assert_eq!(&seen(&past), expected);
        there_and_back(&now, &past)?;
    }

    #[test]
    fn returning_from_one_copy_to_another_that_was_edited_apart_is_one_change_too(
        origin in wishes(20), mine in wishes(25), theirs in wishes(25),
    ) {
        let base = granted(&origin, |_, _| {});
        let (mine, theirs) = (granted_to(&base, &mine, 8), granted_to(&base, &theirs, 9));
        there_and_back(&mine, &theirs)?;
        there_and_back(&theirs, &mine)?;
    }

    #[test]
    fn compacting_keeps_what_can_be_seen_the_marks_and_every_merge(
        list in wishes(40), theirs in wishes(15), until in 0..45_usize,
    ) {
        let before = granted(&list, |_, _| {});
        let other = granted_to(&before, &theirs, 9);
        let mut after = before.clone();
        let until = day(until);
        let gone: Vec<_> = before.history().iter().filter(|step| step.at.date() <= until).collect();
        let origin = Origin { label: Label::Compact, ..by(50, date(LATER)) };
        let Some(compacted) = after.compact(until, origin) else {
            prop_assert!(gone.is_empty());
            prop_assert_eq!(bytes(&after), bytes(&before), "not a byte differs");
            return Ok(());
        };
        let mut hash = Sha256::new();
        gone.iter().for_each(|step| hash.update(step.digest.to_string()));
        let digest: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        prop_assert_eq!((compacted.steps, &compacted.digest), (gone.len(), &digest), "those who keep them can show it");
        let (note, rest) = after.history().split_last().unwrap();
        prop_assert_eq!(&note.note, &format!("{until} {} {digest}", gone.len()));
        prop_assert_eq!((note.label, note.entries.len()), (Label::Compact, 0));
        prop_assert_eq!(rest, &before.history()[gone.len()..]);

        prop_assert_eq!(visible(&after), visible(&before));
        prop_assert_eq!(state(&after), state(&before));
        for later in (0..45).map(day).filter(|day| *day >= until) {
            prop_assert_eq!(visible(&after.as_it_was(later)), visible(&before.as_it_was(later)), "on {}", later);
        }
        prop_assert!(whole(&after));
        let file = bytes(&after);
        prop_assert_eq!(bytes(&json::read(&file).unwrap().ledger), file);

        let joined = |a: &Ledger, b: &Ledger| merge::join(a.clone(), b);
        let (from_before, told_before) = joined(&before, &other);
        let (from_after, told_after) = joined(&after, &other);
        prop_assert_eq!(state(&from_after), state(&from_before));
        prop_assert_eq!(told_after, told_before);
        prop_assert!(whole(&from_after), "the steps came back with the other copy");
        let (back, _) = joined(&other, &after);
        prop_assert_eq!(state(&back), state(&from_before));
        prop_assert!(whole(&back));
        prop_assert_eq!(back.history(), from_after.history());
        prop_assert_eq!((back.earlier(), back.clock()), (from_after.earlier(), from_after.clock()));
        let mut both = other;
        both.compact(until, Origin { label: Label::Compact, ..by(51, date(LATER)) });
        let (both, _) = joined(&both, &after);
        prop_assert_eq!(state(&both), state(&from_before));
        prop_assert!(whole(&both));
    }

    #[test]
    fn a_step_that_is_altered_after_compacting_is_still_found(list in wishes(40), until in 0..30_usize) {
        let mut ledger = granted(&list, |_, _| {});
        if ledger.compact(day(until), Origin { label: Label::Compact, ..by(50, date(LATER)) }).is_none() {
            return Ok(());
        }
        let last = ledger.history().len() - 1;
        for at in 0..=last {
            let mut altered = ledger.history().to_vec();
            altered[at].by.push('改');
            prop_assert_eq!(&hash_chain::audit(&altered, ledger.earlier()).altered, &[at]);
            altered[at].digest = altered[at].true_digest();
            prop_assert_eq!(hash_chain::audit(&altered, ledger.earlier()).is_whole(), at == last);
            let mut shortened = ledger.history().to_vec();
            shortened.remove(at);
            prop_assert_eq!(hash_chain::audit(&shortened, ledger.earlier()).is_whole(), at == last);
        }
    }

    #[test]
    fn compacting_twice_leaves_one_chain(list in wishes(40), first in 0..20_usize, second in 20..45_usize) {
        let before = granted(&list, |_, _| {});
        let mut ledger = before.clone();
        ledger.compact(day(first), by(50, day(first + 100)));
        ledger.compact(day(second), by(50, date(LATER)));
        prop_assert!(whole(&ledger));
        prop_assert_eq!(state(&ledger), state(&before));
        let (merged, report) = merge::join(ledger, &before);
        prop_assert!(whole(&merged) && report.is_nothing());
        let all: BTreeSet<_> = merged.history().iter().map(|step| step.digest).collect();
        prop_assert!(before.history().iter().all(|step| all.contains(&step.digest)), "they come back");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn parents_that_changed_places_find_back(mine in shuffles(), theirs in shuffles()) {
        let base = five_enterprises();
        let (mine, theirs) = (shuffled(&base, &mine, 8), shuffled(&base, &theirs, 9));
        there_and_back(&mine, &theirs)?;
        let past = mine.as_it_was(day(20));
        there_and_back(&mine, &past)?;
    }
}

#[test]
fn two_enterprises_that_swap_as_parent_and_child_swap_back() {
    let [a, b] = [0, 1].map(|n| RecordRef::new(Kind::Enterprise, RawId(0x1_0000 + n)));
    let set = |record, value| Change::Set { record, field: Enterprise::parent, value };
    let mut then = five_enterprises();
    then.apply(&set(b, Value::Ref(a.id)), &by(1, day(1))).unwrap();
    let mut now = then.clone();
    let swap = Change::Batch(vec![set(b, Value::Empty), set(a, Value::Ref(b.id))]);
    now.apply(&swap, &by(1, day(2))).unwrap();
    assert_eq!(seen(&now.as_it_was(day(1))), seen(&then));
    there_and_back(&now, &then).unwrap();
}

#[test]
fn a_field_that_points_to_a_record_which_the_present_never_had_is_given_back_all_the_same() {
    let base = five_enterprises();
    let (task, gone) = (RecordRef::new(Kind::Task, RawId(0x2_0000)), RecordRef::new(Kind::Enterprise, RawId(0x2_0001)));
    let mut then = base.clone();
    for change in [
        Change::Create { record: gone, values: vec![(Enterprise::name, Value::Text("已注销".into()))] },
        Change::Create { record: task, values: vec![(Task::enterprise, Value::Ref(gone.id))] },
        Change::Delete { record: gone },
    ] {
        then.apply(&change, &by(1, day(1))).unwrap();
    }
    there_and_back(&base, &then).unwrap();
}

#[test]
fn a_step_that_stands_on_a_later_one_is_not_put_away_before_it() {
    let mut ledger = five_enterprises();
    let record = RecordRef::new(Kind::Enterprise, RawId(0x1_0000));
    for (n, at) in [30, 10, 40].into_iter().enumerate() {
        // The second clock was wrong.
        let change = Change::Set { record, field: Enterprise::note, value: Value::Text(n.to_string()) };
        ledger.apply(&change, &by(1, day(at))).unwrap();
    }
    let compacted = ledger.compact(day(20), by(1, day(50))).unwrap();
    assert_eq!((compacted.steps, ledger.history().len()), (5, 4));
    assert!(whole(&ledger));
    assert_eq!(ledger.compact(day(20), by(1, day(50))), None, "nothing is left that could go");
    assert_eq!(ledger.history().len(), 4);
}

#[test]
fn a_branch_that_began_before_the_compaction_still_joins_its_chain() {
    let base = five_enterprises();
    let record = |n: u64| RecordRef::new(Kind::Enterprise, RawId(0x1_0000 + n));
    let note = |n: u64, text: &str| Change::Set {
        record: record(n),
        field: Enterprise::note,
        value: Value::Text(text.into()),
    };
    let (mut mine, mut theirs) = (base.clone(), base);
    mine.apply(&note(0, "甲"), &by(8, day(5))).unwrap();
    theirs.apply(&note(1, "乙"), &by(9, day(6))).unwrap();
    let plain = merge::join(mine.clone(), &theirs).0;
    mine.compact(day(5), by(8, day(7))).unwrap();
    theirs.compact(day(6), by(9, day(8))).unwrap();
    let (one, _) = merge::join(mine.clone(), &theirs);
    let (other, _) = merge::join(theirs, &mine);
    for merged in [&one, &other] {
        assert!(whole(merged));
        assert_eq!(state(merged), state(&plain));
    }
    assert_eq!((one.history(), one.earlier()), (other.history(), other.earlier()));
    let mut next = one;
    next.apply(&note(2, "丙"), &by(8, day(9))).unwrap();
    assert_eq!(next.history().last().unwrap().parents.len(), 2, "it begins from both compactions");
    assert!(whole(&next));
}
