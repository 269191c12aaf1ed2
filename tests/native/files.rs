//! The exported file: the same bytes for the same ledger, read whole or not at all.

use std::fs;

use interchange::json::{self, Exported, Head, ReadError, ReadNote};
use ledger::domain::{Change, Kind, Lang, Ledger, RawId, RecordRef, Value, records::Task};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use support::{Maker, blank, bytes, date, granted, info, noon, origin, visible, wishes};

fn again(file: &[u8]) -> Ledger {
    json::read(file).unwrap().ledger
}

/// A ledger of a few records and steps, to be cut and bent.
fn small() -> Ledger {
    let mut maker = Maker::new();
    let id = maker.make(
        Kind::Task,
        &[
            (Task::number, Value::Text("1".into())),
            (Task::title, Value::Text("完善「三项制度」\n第二行\"引号\"\\".into())),
            (Task::deadline, Value::Date(date("2024-12-31"))),
        ],
    );
    maker.set(RecordRef::new(Kind::Task, id), Task::key, Value::YesNo(true));
    maker.ledger
}

fn bent(bend: impl FnOnce(&mut Json)) -> Result<json::Opened, ReadError> {
    let mut file: Json = serde_json::from_slice(&bytes(&small())).unwrap();
    bend(&mut file);
    json::read(&serde_json::to_vec(&file).unwrap())
}

fn replaced(from: &str, to: &str) -> Result<json::Opened, ReadError> {
    let text = String::from_utf8(bytes(&small())).unwrap();
    assert!(text.contains(from), "{from} is in the file");
    json::read(text.replacen(from, to, 1).as_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_back_the_same_and_writes_the_same_bytes(list in wishes(60)) {
        let ledger = granted(&list, |_, _| {});
        let file = bytes(&ledger);
        let opened = json::read(&file).unwrap();
        prop_assert_eq!(visible(&opened.ledger), visible(&ledger));
        prop_assert_eq!(opened.ledger.history(), ledger.history());
        prop_assert_eq!(&opened.notes, &[]);
        prop_assert_eq!(bytes(&opened.ledger), file);
    }

    #[test]
    fn pages_steps_and_head_of_storage_hold_the_whole_ledger(list in wishes(60)) {
        let ledger = granted(&list, |_, _| {});
        let head = Head { exported: Some(Exported { info: info(), steps: 3 }), version: 0 };
        let (mut loader, read) = json::read_head(&json::write_head(&ledger, &head)).unwrap();
        prop_assert_eq!(read.exported, head.exported);
        for kind in Kind::ALL {
            let len = ledger.of(*kind).len();
            for from in (0..len).step_by(5) {
                json::read_page(*kind, &json::write_page(&ledger, *kind, from, (from + 5).min(len)), &mut loader).unwrap();
            }
        }
        for step in ledger.history() {
            loader.step(json::read_step(&json::write_step(step)).unwrap());
        }
        prop_assert_eq!(bytes(&loader.finish()), bytes(&ledger));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(mut file in Just(bytes(&small())), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let at = at.index(file.len());
        file[at] = with;
        let _either_is_fine = json::read(&file);
    }
}

#[test]
fn a_file_cut_anywhere_is_refused_with_a_sentence() {
    let file = bytes(&small());
    let whole = file.iter().rposition(|b| *b == b'}').unwrap() + 1;
    for at in 0..whole {
        let error = json::read(&file[..at]).err().unwrap_or_else(|| panic!("cut at byte {at} of {}", file.len()));
        assert!(matches!(error, ReadError::Truncated | ReadError::NotOurs), "cut at {at}: {error:?}");
        assert!(error.sentence(Lang::Zh).contains("没有任何改动"));
    }
}

/// A change to a file: to a byte, or to a line.
#[derive(Clone, Debug)]
enum Mutation {
    Set(usize, u8),
    Insert(usize, u8),
    Remove(usize),
    Swap(usize),
    Double(usize),
    Drop(usize),
    Move(usize, usize),
}

impl Mutation {
    fn of(&self, file: &[u8]) -> Vec<u8> {
        let mut bytes = file.to_vec();
        let mut lines: Vec<&[u8]> = file.split(|byte| *byte == b'\n').collect();
        let (at, count) = (|at: usize| at % file.len(), lines.len());
        match *self {
            Self::Set(place, byte) => bytes[at(place)] = byte,
            Self::Insert(place, byte) => bytes.insert(at(place), byte),
            Self::Remove(place) => drop(bytes.remove(at(place))),
            Self::Swap(line) => lines.swap(line % (count - 1), line % (count - 1) + 1),
            Self::Double(line) => lines.insert(line % count, lines[line % count]),
            Self::Drop(line) => drop(lines.remove(line % count)),
            Self::Move(from, to) => {
                let line = lines.remove(from % count);
                lines.insert(to % count, line);
            }
        }
        match self {
            Self::Set(..) | Self::Insert(..) | Self::Remove(..) => bytes,
            _ => lines.join(&b'\n'),
        }
    }
}

fn mutation() -> impl Strategy<Value = Mutation> {
    // Half of them near the head, where the digest stands.
    let place = || prop_oneof![0..400_usize, any::<usize>()];
    let line = || prop_oneof![0..8_usize, any::<usize>()];
    let byte = || prop_oneof![any::<u8>(), prop::sample::select(&b"{}[]\":,0123456789 \nabcdef-_"[..])];
    prop_oneof![
        (place(), byte()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        (place(), byte()).prop_map(|(at, byte)| Mutation::Insert(at, byte)),
        place().prop_map(Mutation::Remove),
        line().prop_map(Mutation::Swap),
        line().prop_map(Mutation::Double),
        line().prop_map(Mutation::Drop),
        (line(), line()).prop_map(|(from, to)| Mutation::Move(from, to)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn a_changed_file_is_refused_or_told_or_says_the_same(mutation in mutation()) {
        let file = bytes(&small());
        let changed = mutation.of(&file);
        if let Ok(opened) = json::read(&changed) {
            let told = opened.notes.contains(&ReadNote::DigestDiffers);
            prop_assert!(told || json::write(&opened.ledger, &opened.info) == file, "taken without a word");
        }
    }
}

#[test]
fn what_is_put_above_the_digest_is_told() {
    for added in ["\"added\":1,", "\"tasks\":[],", "\"history\":[],", "\"exported_by\":\"另一人\","] {
        let head = "\"format\":\"reform-ledger\",\n";
        if let Ok(opened) = replaced(head, &format!("{head}{added}\n")) {
            assert!(opened.notes.contains(&ReadNote::DigestDiffers), "{added} was taken without a word");
        }
    }
}

#[test]
fn hostile_files_are_refused_each_with_its_place() {
    let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
    let names = |n: usize| (0..n).map(|n| format!("\"n{n}\":1,")).collect::<String>();
    let place = |error: &ReadError| error.sentence(Lang::Zh);
    for (from, to, said) in [
        ("\"ledger\":", "\"__proto__\":{},\"ledger\":", "__proto__"),
        ("\"key\":true", "\"key\":true,\"key\":false", "tasks"),
        ("\"key\":true", "\"key\":\"yes\"", "tasks[0].key"),
        ("\"2024-12-31\"", "\"2024-02-30\"", "tasks[0].deadline"),
        ("\"2024-12-31\"", "20241231", "tasks[0].deadline"),
        ("\"number\":\"1\"", "\"number\":1", "tasks[0].number"),
        ("\"number\":\"1\"", "\"constructor\":1", "constructor"),
        ("\"version\":1", "\"version\":0", "版本"),
        ("\"version\":1", "\"version\":-1", "版本"),
        ("\"version\":1", "\"version\":1.5", "版本"),
        ("\"format\":\"reform-ledger\"", "\"format\":\"other\"", "不是"),
        ("\"tasks\":[", &format!("\"extra\":{},\"tasks\":[", deep(40)), "嵌套"),
        ("\"tasks\":[", &format!("\"extra\":{},\"tasks\":[", deep(100_000)), "嵌套"),
        ("\"tasks\":[", &format!("{}\"tasks\":[", names(100_001)), "100000"),
        ("\"tasks\":[", &format!("\"extra\":{{{}\"x\":1}},\"tasks\":[", names(100_001)), "extra"),
        ("\"tasks\":[\n{", &format!("\"tasks\":[\n{{{}", names(100_001)), "tasks[0]"),
        ("\"tasks\":[", &format!("\"extra\":[{}1],\"tasks\":[", "1,".repeat(2_000_001)), "2000000"),
    ] {
        let error = replaced(from, to).err().unwrap_or_else(|| panic!("{to} was taken"));
        assert!(place(&error).contains(said), "{to}: {error:?} {}", place(&error));
    }
    for bad in [&b"\xff\xfe\x00"[..], b"", b"   ", b"null", b"[]", b"{}", b"42", b"<html></html>", b"{\"format\":1}"] {
        assert!(json::read(bad).is_err());
    }
}

#[test]
fn a_ledger_of_very_many_sessions_opens_all_the_same() {
    let sessions: String = (0..100_002_u64).map(|n| format!("\"{:016x}\":1,", n | 1 << 62)).collect();
    let opened = replaced("\"clock\":{", &format!("\"clock\":{{{sessions}")).unwrap();
    assert!(again(&json::write(&opened.ledger, &opened.info)).clock().iter().count() > 100_000);
    let opened = replaced("\"created\":{", &format!("\"created\":{{{sessions}"));
    assert!(opened.is_ok(), "{:?}", opened.err());
}

#[test]
fn the_same_record_twice_is_refused() {
    let error = bent(|file| {
        let tasks = file["tasks"].as_array_mut().unwrap();
        tasks.push(tasks[0].clone());
    });
    assert!(matches!(error.unwrap_err(), ReadError::DuplicateRecord(_)));
}

#[test]
fn an_invisible_mark_at_the_start_and_another_layout_do_no_harm() {
    let ledger = small();
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend(bytes(&ledger));
    assert_eq!(bytes(&again(&marked)), bytes(&ledger));
    let opened = bent(|_| ()).unwrap();
    assert_eq!(opened.notes, [ReadNote::DigestDiffers], "rearranged, but no record edited");
    assert_eq!(bytes(&opened.ledger), bytes(&ledger));
}

#[test]
fn a_record_edited_by_hand_is_noticed_and_taken() {
    let opened = bent(|file| file["tasks"][0]["title"] = "手改".into()).unwrap();
    assert!(opened.notes.contains(&ReadNote::EditedByHand(1)), "{:?}", opened.notes);
    assert_eq!(opened.ledger.tasks.iter().next().unwrap().1.title, "手改");
}

#[test]
fn what_this_version_does_not_know_survives_a_round_trip() {
    let opened = bent(|file| {
        file["tasks"][0]["future_field"] = json!({"a": [1, 2.5, "三"]});
        file["tasks"][0]["result_form"] = "hologram".into();
        file["future_part"] = json!([{"b": null}]);
    })
    .unwrap();
    assert!(opened.notes.iter().any(|note| matches!(note, ReadNote::UnknownKept(_))), "{:?}", opened.notes);
    let written: Json = serde_json::from_slice(&bytes(&opened.ledger)).unwrap();
    assert_eq!(written["tasks"][0]["future_field"], json!({"a": [1, 2.5, "三"]}));
    assert_eq!(written["tasks"][0]["result_form"], "hologram");
    assert_eq!(written["future_part"], json!([{"b": null}]));
}

#[test]
fn a_newer_file_opens_to_be_looked_at() {
    let opened = replaced("\"version\":1", "\"version\":2").unwrap();
    assert!(opened.is_read_only());
    assert!(opened.notes.contains(&ReadNote::Newer(2)));
}

#[test]
fn a_reference_that_points_nowhere_is_taken_and_left_to_the_checks() {
    let opened = bent(|file| file["tasks"][0]["enterprise"] = "00000000000000ff".into()).unwrap();
    assert_eq!(opened.ledger.tasks.iter().next().unwrap().1.enterprise.unwrap().raw(), RawId(255));
}

/// Compares with a committed file; `UPDATE_FILES=1` writes it anew.
fn committed(name: &str, expected: &[u8]) {
    let path = format!("{}/files/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_FILES").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read(&path).unwrap();
    assert!(found == expected, "{name} is not what the program makes; UPDATE_FILES=1 writes it anew");
}

#[test]
fn the_committed_schema_is_the_one_of_the_fields() {
    let mut text = serde_json::to_string_pretty(&json::schema()).unwrap();
    text.push('\n');
    committed("reform-ledger.schema.json", text.as_bytes());
}

/// Guards every ledger that was ever exported: this file was made once and must open for ever.
#[test]
fn the_first_exported_file_still_opens_and_holds_what_ledgers_are_born_with_today() {
    let path = format!("{}/files/v1.json", env!("CARGO_MANIFEST_DIR"));
    let file = fs::read(path).unwrap();
    assert!(bytes(&again(&file)) == bytes(&small()));
}

#[test]
fn built_in_ledgers_go_out_and_come_back() {
    for ledger in [seed::sample().unwrap(), seed::public().unwrap(), blank()] {
        let file = bytes(&ledger);
        assert_eq!(bytes(&again(&file)), file);
    }
}

#[test]
fn a_change_after_reading_counts_on_where_the_file_left_off() {
    let mut ledger = again(&bytes(&small()));
    let steps = ledger.history().len();
    let task = RecordRef::new(Kind::Task, ledger.tasks.typed_id(0).raw());
    let change = Change::Set { record: task, field: Task::key, value: Value::Empty };
    ledger.apply(&change, &origin(noon(date("2025-01-01")))).unwrap();
    assert_eq!(ledger.history().len(), steps + 1);
    assert_eq!(ledger.history().last().unwrap().dot.count as usize, steps + 1);
}
