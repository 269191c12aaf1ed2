//! What needs other tools: jq, and Python with a validator of JSON Schema that is not ours.
//!
//! Whoever gets an exported file may read it with either, and gets what the program holds.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod exports;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use ledger::domain::{FieldType, Kind, Ledger, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

/// What Python says of a file.
#[derive(Debug, Deserialize)]
struct Reading {
    content: String,
    twice: Vec<String>,
    digest_is_right: bool,
    complaints: Vec<String>,
}

/// An exported file, and what was read from it.
struct Export {
    name: &'static str,
    ledger: Ledger,
    file: Vec<u8>,
    jq: String,
    jq_counts_the_same: bool,
    python: Reading,
}

static EXPORTS: LazyLock<Vec<Export>> = LazyLock::new(|| {
    let all = exports::all();
    let files: Vec<Vec<u8>> = all.iter().map(|(_, ledger)| exports::file(ledger)).collect();
    let folder = TempDir::new().unwrap();
    let paths = written(&folder, &files);
    let readings = python(&paths);
    let mut exports = Vec::new();
    for ((((name, ledger), file), path), python) in all.into_iter().zip(files).zip(&paths).zip(readings) {
        let jq_counts_the_same = jq(&["-e", "--argjson", "own", &counts(&ledger).to_string(), COUNTED], path);
        let jq_counts_the_same = jq_counts_the_same.status.success();
        let sorted = jq(&["-cS", "."], path);
        assert!(sorted.status.success(), "{name}: {}", String::from_utf8_lossy(&sorted.stderr));
        // Newer versions of jq write the delete character as an escape.
        let jq = String::from_utf8(sorted.stdout).unwrap().trim_end_matches('\n').replace("\\u007f", "\u{7f}");
        exports.push(Export { name, ledger, file, jq, jq_counts_the_same, python });
    }
    exports
});

/// Tells whether the program, the head of the file and its tables agree on how many records there are.
const COUNTED: &str =
    ". as $file | .counts == $own and ($own | map_values(0) | with_entries(.value = ($file[.key] | length))) == $own";

fn counts(ledger: &Ledger) -> Json {
    let counts = Kind::ALL.iter().map(|kind| (kind.table_name().to_owned(), ledger.of(*kind).len().into()));
    Json::Object(counts.collect::<Map<_, _>>())
}

fn written(folder: &TempDir, files: &[Vec<u8>]) -> Vec<PathBuf> {
    let path = |at: usize| folder.path().join(format!("{at}.json"));
    files.iter().enumerate().for_each(|(at, file)| fs::write(path(at), file).unwrap());
    (0..files.len()).map(path).collect()
}

fn jq(args: &[&str], path: &Path) -> Output {
    Command::new("jq").args(args).arg(path).output().expect("`cargo xtask test` brings jq")
}

/// Has Python read files.
fn python(paths: &[PathBuf]) -> Vec<Reading> {
    let python = std::env::var_os("REFORM_LEDGER_PYTHON").expect("`cargo xtask test` names a Python with jsonschema");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(python)
        .args([root.join("tools/reading.py"), root.join("files/reform-ledger.schema.json")])
        .args(paths)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let readings = String::from_utf8(output.stdout).unwrap();
    let readings: Vec<Reading> = readings.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(readings.len(), paths.len());
    readings
}

#[test]
fn jq_counts_as_many_records_in_each_table_as_the_program_holds() {
    for export in &*EXPORTS {
        assert!(export.jq_counts_the_same, "{}", export.name);
    }
}

#[test]
fn jq_and_python_read_the_same_and_so_does_the_program() {
    for Export { name, file, jq, python, .. } in &*EXPORTS {
        let differs = jq.bytes().zip(python.content.bytes()).position(|(a, b)| a != b);
        assert!(*jq == python.content, "{name}: jq and Python part at byte {differs:?}");
        let ours: Json = serde_json::from_slice(file).unwrap();
        let theirs: Json = serde_json::from_str(&python.content).unwrap();
        assert!(ours == theirs, "{name}");
    }
}

#[test]
fn python_finds_no_name_twice_and_codes_and_texts_as_they_were() {
    for Export { name, ledger, python, .. } in &*EXPORTS {
        assert_eq!(python.twice, [""; 0], "{name}");
        let content: Json = serde_json::from_str(&python.content).unwrap();
        for kind in Kind::ALL {
            let table = ledger.of(*kind);
            for at in 0..table.len() {
                let row = &content[kind.table_name()][at];
                assert_eq!(row["id"], table.id_at(at).to_string(), "{name}");
                for (index, field) in kind.fields().iter().enumerate() {
                    let expected = match (table.value(at, index as u8), field.field_type) {
                        (
                            Value::Text(text),
                            FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact,
                        ) => text,
                        (Value::Code(code), FieldType::Code) => code.to_string(),
                        (Value::Region(code), FieldType::Region) => code.to_string(),
                        (Value::Ref(id), FieldType::Ref(_)) => id.to_string(),
                        _ => continue,
                    };
                    assert_eq!(row[field.key], expected, "{name}: {}[{at}].{}", kind.table_name(), field.key);
                }
            }
        }
    }
}

#[test]
fn every_export_fits_the_committed_schema() {
    for Export { name, python, .. } in &*EXPORTS {
        assert_eq!(python.complaints, [""; 0], "{name}");
    }
}

#[test]
fn the_digest_is_that_of_all_bytes_after_its_line() {
    for Export { name, python, .. } in &*EXPORTS {
        assert!(python.digest_is_right, "{name}");
    }
}

#[test]
fn the_validator_says_where_a_file_was_bent() {
    type Bend = fn(&mut Json);
    let bends: [(&str, Bend); 22] = [
        ("tasks/0/deadline", |file| file["tasks"][0]["deadline"] = "31.12.2024".into()),
        ("tasks/0/deadline", |file| file["tasks"][0]["deadline"] = 20_241_231.into()),
        ("adoptions/0/issued", |file| file["adoptions"][0]["issued"] = "2024-12".into()),
        ("exported_at", |file| file["exported_at"] = "2025-03-01".into()),
        ("counts/tasks", |file| file["counts"]["tasks"] = (-1).into()),
        ("history/0/count", |file| file["history"][0]["count"] = (-1).into()),
        ("clock/0000000000000007", |file| file["clock"]["0000000000000007"] = (-1).into()),
        ("history/0", |file| drop(file["history"][0].as_object_mut().unwrap().remove("digest"))),
        ("history/0/digest", |file| file["history"][0]["digest"] = "00".into()),
        ("enterprises/0/code", |file| file["enterprises"][0]["code"] = 12_345_678.into()),
        ("enterprises/0/region", |file| file["enterprises"][0]["region"] = 110_000.into()),
        ("tasks/0/id", |file| file["tasks"][0]["id"] = "1".into()),
        ("tasks/0/_deleted", |file| file["tasks"][0]["_deleted"] = "yes".into()),
        ("targets/1/tiers/0", |file| file["targets"][1]["tiers"] = [9].into()),
        ("part", |file| file["part"] = json!({"title": "一部分"})),
        ("returns/0000000000000001/at", |file| file["returns"] = json!({"0000000000000001": {"at": "", "by": ""}})),
        ("earlier/0", |file| file["earlier"] = json!(["00"])),
        ("history/0/parents/0", |file| file["history"][0]["parents"] = json!([""])),
        ("tasks", |file| file["tasks"] = Json::Object(Map::new())),
        ("sha256", |file| file["sha256"] = Json::Null),
        ("format", |file| file["format"] = "other".into()),
        ("", |file| drop(file.as_object_mut().unwrap().remove("ledger"))),
    ];
    let whole: Json = serde_json::from_slice(&exports::file(&exports::filled())).unwrap();
    let files: Vec<Vec<u8>> = bends
        .iter()
        .map(|(_, bend)| {
            let mut file = whole.clone();
            bend(&mut file);
            file.to_string().into_bytes()
        })
        .collect();
    let folder = TempDir::new().unwrap();
    for ((place, _), reading) in bends.iter().zip(python(&written(&folder, &files))) {
        let [complaint] = reading.complaints.as_slice() else { panic!("{place}: {:?}", reading.complaints) };
        assert_eq!(complaint.split_once(": ").unwrap().0, *place, "{complaint}");
    }
}

#[test]
fn a_name_that_stands_twice_a_wrong_digest_and_a_lost_record_do_not_go_unseen() {
    let ledger = exports::filled();
    let file = String::from_utf8(exports::file(&ledger)).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(file.contains(from), "{from}");
        file.replacen(from, to, 1).into_bytes()
    };
    let files = [
        file.clone().into_bytes(),
        changed("\"ledger\":", "\"ledger\":\"\",\"ledger\":"),
        changed("1e5", "1e6"),
        changed("\"boards\":[", "\"boards\":[],\"other\":["),
    ];
    let folder = TempDir::new().unwrap();
    let paths = written(&folder, &files);
    let readings = python(&paths);
    assert_eq!(readings.iter().map(|reading| reading.twice.len()).collect::<Vec<_>>(), [0, 1, 0, 0]);
    assert_eq!(readings.iter().map(|reading| reading.digest_is_right).collect::<Vec<_>>(), [true, false, false, false]);
    let own = counts(&ledger).to_string();
    let counted = paths.iter().map(|path| jq(&["-e", "--argjson", "own", &own, COUNTED], path).status.success());
    assert_eq!(counted.collect::<Vec<_>>(), [true, true, true, false]);
}
