//! What an examination doubts: forged files whose digests are all true, and honest ones that must not be doubted.

use interchange::json::{self, ExportInfo};
use ledger::{
    domain::{
        ActorId, Change, Dot, Entry, HistoryEntry, Kind, Ledger, Moment, Origin, RawId, RecordRef, StepDigest, Value,
        What,
        choice::Label,
        contradiction::{Contradiction, contradictions},
        hash_chain,
        records::Task,
    },
    merge,
};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use support::{bytes, date, granted, noon, wishes};

const TASK: RecordRef = RecordRef { kind: Kind::Task, id: RawId(0x5_0000_0001) };
const OTHER: RecordRef = RecordRef { kind: Kind::Task, id: RawId(0x5_0000_0002) };

fn by(actor: u64, day: &str) -> Origin {
    Origin {
        actor: ActorId(actor),
        by: format!("第{actor}人"),
        at: noon(date(day)),
        label: Label::Edit,
        note: String::new(),
    }
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn did(ledger: &mut Ledger, actor: u64, day: &str, change: &Change) {
    ledger.apply(change, &by(actor, day)).unwrap();
}

fn set(field: ledger::domain::Field, to: &str) -> Change {
    Change::Set { record: TASK, field, value: text(to) }
}

/// Two people's work on two tasks, merged: five steps.
fn worked_on() -> Ledger {
    let mut mine = support::blank();
    did(&mut mine, 7, "2025-01-02", &Change::Create { record: TASK, values: vec![(Task::title, text("甲"))] });
    let mut theirs = mine.clone();
    did(&mut theirs, 8, "2025-01-03", &Change::Create { record: OTHER, values: vec![(Task::title, text("乙"))] });
    did(&mut mine, 7, "2025-01-04", &set(Task::note, "一"));
    let (mut both, _) = merge::join(mine, &theirs);
    did(&mut both, 7, "2025-01-05", &set(Task::note, "二"));
    did(&mut both, 7, "2025-01-06", &Change::Delete { record: OTHER });
    both
}

fn made(at: Moment) -> ExportInfo {
    ExportInfo { at, by: "试".into() }
}

/// A file with its tables changed by hand, and every digest that can be made anew made anew.
fn forged(ledger: &Ledger, forge: impl FnOnce(&mut Json)) -> Ledger {
    let file = json::write(ledger, &made(noon(date("2025-02-01"))));
    let mut json: Json = serde_json::from_slice(&file).unwrap();
    forge(&mut json);
    let forged = json::read(&serde_json::to_vec(&json).unwrap()).unwrap().ledger;
    assert!(hash_chain::audit(forged.history(), forged.earlier()).is_whole(), "the forger knows how to make a chain");
    forged
}

fn steps(json: &mut Json) -> &mut Vec<Json> {
    json["history"].as_array_mut().unwrap()
}

fn has(ledger: &Ledger, is_so: impl Fn(&Contradiction) -> bool) {
    let found = contradictions(ledger);
    assert!(found.iter().any(is_so), "{found:?}");
}

#[test]
fn what_the_product_made_contradicts_itself_nowhere() {
    assert_eq!(contradictions(&worked_on()), []);
    for ledger in [seed::sample(), seed::public(), seed::blank(RawId(1 << 40), "台账", "国资委")] {
        assert_eq!(contradictions(&ledger.unwrap()), []);
    }
    let mut put_away = worked_on();
    put_away.compact(date("2025-01-04"), by(9, "2025-01-07")).unwrap();
    assert_eq!(contradictions(&put_away), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_ledger_that_came_through_the_one_door_is_doubted(list in wishes(60), until in 0i64..60) {
        let mut ledger = granted(&list, |_, _| {});
        prop_assert_eq!(contradictions(&ledger), []);
        let read = json::read(&bytes(&ledger)).unwrap().ledger;
        prop_assert_eq!(contradictions(&read), []);
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(until)).unwrap();
        ledger.compact(day, by(77, "2026-01-01"));
        prop_assert_eq!(contradictions(&ledger), []);
    }

    /// However many of the last steps are cut off, the clock names those that are missing.
    #[test]
    fn a_history_that_was_cut_short_is_noticed(list in wishes(40), keep in any::<prop::sample::Index>()) {
        let ledger = granted(&list, |_, _| {});
        let count = ledger.history().len();
        // A session's only change, where it only made records, looks like what a ledger was born with.
        prop_assume!(count > 1);
        let cut = forged(&ledger, |json| steps(json).truncate(keep.index(count)));
        let is_missed = contradictions(&cut).iter().any(|own| matches!(own, Contradiction::MissingSteps { .. }));
        prop_assert!(is_missed);
    }
}

#[test]
fn the_last_step_the_last_two_and_all_history_are_missed_by_their_numbers() {
    let whole = worked_on();
    for (cut, counts) in [(1, (4, 4)), (2, (3, 4)), (5, (1, 4))] {
        let ledger = forged(&whole, |json| steps(json).truncate(5 - cut));
        has(&ledger, |own| *own == Contradiction::MissingSteps { actor: ActorId(7), counts });
    }
    // Whoever turns the clock back as well leaves the records' marks.
    let ledger = forged(&whole, |json| {
        steps(json).truncate(3);
        json["clock"] = json!({"0000000000000007": 2, "0000000000000008": 1});
    });
    has(&ledger, |own| *own == Contradiction::UnknownMark(TASK));
    has(&ledger, |own| *own == Contradiction::UnknownMark(OTHER));
}

/// A step with a true digest, after the first one of a ledger.
fn put_in(ledger: &Ledger, dot: Dot, what: What) -> Json {
    let parents = vec![ledger.history()[0].digest];
    let entries = vec![Entry { record: TASK, what }];
    let (at, by, note, digest) = (noon(date("2025-01-03")), "第9人".into(), String::new(), StepDigest::default());
    let mut step = HistoryEntry { dot, by, at, label: Label::Edit, note, entries, parents, digest };
    step.digest = step.true_digest();
    serde_json::from_str(&json::write_step(&step)).unwrap()
}

#[test]
fn a_step_put_in_as_a_branch_is_known_to_nobody() {
    let whole = worked_on();
    let what = || What::Set { field: Task::criteria, old: Value::Empty, new: text("早就写了") };
    let strange = Dot { actor: ActorId(9), count: 1 };
    let branch = forged(&whole, |json| steps(json).insert(1, put_in(&whole, strange, what())));
    let mut json: Json = serde_json::from_slice(&bytes(&whole)).unwrap();
    steps(&mut json).insert(1, put_in(&whole, strange, what()));
    let opened = json::read(&serde_json::to_vec(&json).unwrap()).unwrap();
    assert_eq!(json::verify(&opened).unknown_steps, 1);
    has(&branch, |own| matches!(own, Contradiction::WithoutTrace { record, .. } if *record == TASK));
    // With the clock told of it, the record still knows nothing.
    let known = forged(&whole, |json| {
        steps(json).insert(1, put_in(&whole, strange, what()));
        json["clock"]["0000000000000009"] = json!(1);
    });
    has(&known, |own| matches!(own, Contradiction::WithoutTrace { .. }));
    // Under a number that is taken.
    let taken = Dot { actor: ActorId(7), count: 2 };
    let twice = forged(&whole, |json| steps(json).insert(1, put_in(&whole, taken, what())));
    has(&twice, |own| matches!(own, Contradiction::SameNumber(..)));
}

#[test]
fn a_record_against_its_own_history_is_named_with_the_step() {
    let whole = worked_on();
    let mut other = whole.clone();
    did(&mut other, 7, "2025-01-07", &set(Task::note, "三"));
    // The record as a later state has it, with its digest, under the marks and the history of the earlier one.
    let record =
        |json: &Json| json["tasks"].as_array().unwrap().iter().find(|row| row["title"] == "甲").unwrap().clone();
    let later: Json = serde_json::from_slice(&bytes(&other)).unwrap();
    let ledger = forged(&whole, |json| {
        let (own, later) = (record(json), record(&later));
        let rows = json["tasks"].as_array_mut().unwrap();
        let at = rows.iter().position(|row| *row == own).unwrap();
        rows[at]["note"] = later["note"].clone();
        rows[at]["_digest"] = later["_digest"].clone();
    });
    has(
        &ledger,
        |own| matches!(own, Contradiction::OtherValue { record: TASK, field: Some(field), .. } if *field == Task::note),
    );
}

#[test]
fn a_record_that_is_gone_or_deleted_by_nobody_is_missed() {
    let whole = worked_on();
    let gone = forged(&whole, |json| json["tasks"].as_array_mut().unwrap().retain(|row| row["title"] != "甲"));
    has(&gone, |own| matches!(own, Contradiction::LostRecord { record: TASK, .. }));
    let found = contradictions(&gone);
    let said: Vec<String> =
        found.iter().map(|own| own.sentence(gone.history(), |_| "甲".into(), ledger::domain::Lang::Zh)).collect();
    assert!(said.iter().any(|text| text.contains("文件中没有这条记录")), "{said:?}");
}

#[test]
fn a_step_dated_well_before_the_one_it_follows_is_a_doubt_and_no_more() {
    let mut ledger = worked_on();
    did(&mut ledger, 7, "2024-12-01", &set(Task::note, "三"));
    let found = contradictions(&ledger);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].is_doubt());
}

#[test]
fn who_made_a_file_and_when_is_covered_by_its_digest() {
    let file = String::from_utf8(bytes(&worked_on())).unwrap();
    let verified = |file: &str| json::verify(&json::read(file.as_bytes()).unwrap());
    let sound = verified(&file);
    assert!(sound.holds() && sound.covers_maker);
    for (from, to) in [("\"exported_by\":\"试\"", "\"exported_by\":\"别人\""), ("2025-03-01T12", "2025-03-02T12")] {
        let forged = verified(&file.replacen(from, to, 1));
        assert!(!forged.digest_holds, "{to}");
    }
    // Put above the digest as older files have it, it says so.
    let lines = "\"version\":1,\n\"exported_at\":\"2025-03-01T12:00:00\",\n\"exported_by\":\"试\",\n";
    assert!(file.contains(lines));
    let moved = file.replacen(lines, "", 1).replacen("\"sha256\"", &format!("{lines}\"sha256\""), 1);
    let end = moved.find("\"sha256\"").unwrap();
    let end = end + moved[end..].find('\n').unwrap() + 1;
    let digest: String = Sha256::digest(&moved[end..]).iter().map(|byte| format!("{byte:02x}")).collect();
    let start = moved.find("\"sha256\"").unwrap();
    let resealed = format!("{}\"sha256\":\"{digest}\",\n{}", &moved[..start], &moved[end..]);
    let old = verified(&resealed);
    assert!(old.digest_holds && !old.covers_maker);
}

#[test]
fn a_file_dated_before_its_last_step_says_so() {
    let file = json::write(&worked_on(), &made(noon(date("2025-01-04"))));
    let verified = json::verify(&json::read(&file).unwrap());
    assert!(verified.is_before_last_step);
}
