//! Ledgers of many kinds, each as somebody might export it.

use interchange::json::{self, ExportInfo};
use ledger::{
    domain::{
        ActorId, AnyTable, Change, CreditCode, Date, Decimal, Field, FieldType, Id, Index, Kind, Ledger, Origin, Part,
        RawId, RecordRef, Return, Stage, Tiers, Value,
        choice::Label,
        records::{Enterprise, Task},
        region::REGIONS,
    },
    merge,
    subset::{self, Choice},
};
use serde_json::{Value as Json, json};

/// Texts that a careless reader or writer would change.
const TEXTS: [&str; 9] = [
    "完善「三项制度」\n第二行\t\"引号\" \\ / \\n \\\"",
    "\0\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{b}\u{c}\r\u{e}\u{f}\u{10}\u{1a}\u{1b}\u{1f}\u{7f}\u{85}",
    "行\u{2028}段\u{2029}末\u{feff}\u{200b}\u{a0}\u{fffd}\u{ffff}",
    "👩‍💻👍🏽🇨🇳 e\u{301} 𠮷𪚥 \u{10ffff}",
    "</script><!-- 'x' & `y` ${z} -->",
    "007",
    "1e5",
    "NaN",
    "null",
];

fn date(text: &str) -> Date {
    ledger::domain::parse_date(text).unwrap()
}

fn by(actor: u64, by: &str, day: &str) -> Origin {
    let at = date(day).at(12, 0, 0, 0);
    Origin { actor: ActorId(actor), by: by.into(), at, label: Label::Edit, note: String::new() }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn task(id: u64) -> RecordRef {
    RecordRef::new(Kind::Task, RawId(id))
}

/// The file of a ledger. Its maker's name is no plain one, either.
pub fn file(ledger: &Ledger) -> Vec<u8> {
    let at = date("2025-03-01").at(9, 5, 7, 0);
    json::write(ledger, &ExportInfo { at, by: "试\n\"sha256\":\u{2028}".into() })
}

pub fn all() -> Vec<(&'static str, Ledger)> {
    let sample = seed::sample().unwrap();
    let worked_on = worked_on(&sample);
    let merged = merged();
    let all = subset::part(&worked_on, None, false, &|_| true);
    let masked = subset::masked(&all, true);
    assert!(masked.persons > 0 && masked.fields > 0);
    vec![
        ("sample", sample),
        ("public", seed::public().unwrap()),
        ("blank", blank()),
        ("filled", filled()),
        ("group-with-history", group(&worked_on, true)),
        ("group-without-history", group(&worked_on, false)),
        ("masked", masked.ledger),
        ("returned", returned(&worked_on)),
        ("compacted", compacted(worked_on)),
        ("merged-masked", subset::masked(&subset::part(&merged, None, false, &|_| true), false).ledger),
        ("merged-compacted", compacted(merged.clone())),
        ("merged", merged),
        ("unknown", unknown()),
    ]
}

fn blank() -> Ledger {
    seed::blank(RawId(0xabc0_0000_0000_0001), "试验台账", "试验国资委").unwrap()
}

/// Records of every kind with every field filled in, in all the ways that their types allow.
pub fn filled() -> Ledger {
    let mut ledger = blank();
    let rounds = TEXTS.len() as u64;
    for round in 0..rounds {
        for kind in Kind::ALL {
            let record = RecordRef::new(*kind, RawId(0x1_0000 + round));
            let change = Change::Create { record, values: Vec::new() };
            ledger.apply(&change, &by(7, TEXTS[round as usize], "2024-01-01")).unwrap();
        }
        for kind in Kind::ALL {
            let record = RecordRef::new(*kind, RawId(0x1_0000 + round));
            let fields = (0..kind.fields().len() as u8).map(|index| Field { kind: *kind, index });
            let sets = fields.map(|field| Change::Set { record, field, value: value(field.meta().field_type, round) });
            ledger.apply(&Change::Batch(sets.collect()), &by(7, "", "2024-01-02")).unwrap();
        }
    }
    ledger.apply(&Change::Delete { record: task(0x1_0001) }, &by(7, "删", "2024-01-03")).unwrap();
    ledger
}

fn value(field_type: FieldType, round: u64) -> Value {
    let at = round as usize;
    match field_type {
        FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact => text(TEXTS[at]),
        FieldType::Code => {
            Value::Code(CreditCode::new(["012345678901234567", "91110000MA0000000X", "00", "1E5", "\"\\"][at % 5]))
        }
        FieldType::Region => Value::Region(REGIONS[at * 11 % REGIONS.len()].0),
        FieldType::Number => Value::Number(Decimal::from_hundredths([0, 1, 10, 250, 9_999, 10_000][at % 6])),
        FieldType::Date => Value::Date(date(["1900-01-01", "2024-02-29", "2199-12-31"][at % 3])),
        FieldType::YesNo => Value::YesNo(round.is_multiple_of(2)),
        FieldType::Stage => Value::Stage([Stage::No, Stage::Yes(None), Stage::Yes(Some(date("2024-12-02")))][at % 3]),
        FieldType::Choice(words) => Value::Choice((at % words.len()) as u8),
        FieldType::Ref(_) if round == 0 => Value::Empty,
        FieldType::Ref(_) => Value::Ref(RawId(0x1_0000 + round - 1)),
        FieldType::Tiers => Value::Tiers(Tiers::of(1..=round as u8)),
    }
}

/// The sample after two more days of work, on every enterprise and on some tasks.
fn worked_on(sample: &Ledger) -> Ledger {
    let mut ledger = sample.clone();
    for (id, _) in sample.enterprises.iter() {
        let record = RecordRef::new(Kind::Enterprise, id.raw());
        let change = Change::Set { record, field: Enterprise::note, value: text(&format!("核对 {id:?}")) };
        ledger.apply(&change, &by(8, "甲", "2025-02-01")).unwrap();
    }
    for (id, _) in sample.tasks.iter().take(5) {
        let record = RecordRef::new(Kind::Task, id.raw());
        let change = Change::Set { record, field: Task::lead, value: text("王建国、李秀英") };
        ledger.apply(&change, &by(9, "乙", "2025-02-02")).unwrap();
    }
    ledger
}

fn group(ledger: &Ledger, with_history: bool) -> Ledger {
    let top: Id<Enterprise> = ledger.enterprises.iter().find(|(_, row)| row.parent.is_none()).unwrap().0;
    let chosen = subset::chosen(ledger, &Index::new(ledger), &Choice::Group(top));
    let title = ledger.enterprises.get(top).unwrap().name.clone();
    let about = Some(Part { title, masked: false });
    let out = subset::part(ledger, about, with_history, &|record| chosen.records.contains(&record));
    assert!(!out.earlier().is_empty() && out.enterprises.len() < ledger.enterprises.len());
    assert_eq!(!out.history().is_empty(), with_history);
    out
}

fn returned(ledger: &Ledger) -> Ledger {
    let mut out = ledger.clone();
    for (at, (id, _)) in ledger.units.iter().enumerate() {
        out.note_return(id.raw(), Return { at: date("2025-02-03").at(8, 0, at as i8, 0), by: TEXTS[at % 5].into() });
    }
    assert!(!out.returns().is_empty());
    out
}

fn compacted(mut ledger: Ledger) -> Ledger {
    let origin = Origin { label: Label::Compact, ..by(10, "丙", "2025-02-05") };
    ledger.compact(date("2025-02-01"), origin).unwrap();
    assert!(!ledger.earlier().is_empty());
    ledger
}

/// Two copies of a ledger, in which one field was given two values and one record was deleted and edited.
fn merged() -> Ledger {
    let mut mine = blank();
    for id in [0x1_0000, 0x1_0001] {
        let values = vec![(Task::title, text("健全董事会")), (Task::lead, text("王建国"))];
        mine.apply(&Change::Create { record: task(id), values }, &by(1, "甲", "2025-01-01")).unwrap();
    }
    let mut theirs = mine.clone();
    let set = |record, field, value: &str| Change::Set { record, field, value: text(value) };
    mine.apply(&set(task(0x1_0000), Task::title, TEXTS[0]), &by(2, "乙", "2025-01-02")).unwrap();
    mine.apply(&set(task(0x1_0000), Task::lead, "李秀英"), &by(2, "乙", "2025-01-02")).unwrap();
    mine.apply(&Change::Delete { record: task(0x1_0001) }, &by(2, "乙", "2025-01-02")).unwrap();
    theirs.apply(&set(task(0x1_0000), Task::title, TEXTS[3]), &by(3, "丙", "2025-01-03")).unwrap();
    theirs.apply(&set(task(0x1_0000), Task::lead, "张伟"), &by(3, "丙", "2025-01-03")).unwrap();
    theirs.apply(&set(task(0x1_0001), Task::note, "加急"), &by(3, "丙", "2025-01-03")).unwrap();
    let (mut merged, report) = merge::join(mine, &theirs);
    assert_eq!(report.conflicts.len(), 3, "{report:?}");
    merged.apply(&set(task(0x1_0000), Task::note, "不急"), &by(1, "甲", "2025-02-04")).unwrap();
    assert_eq!(merge::conflicts(&merged, &[]).len(), 3, "still open");
    merged
}

/// A ledger with what only a later version will know.
fn unknown() -> Ledger {
    let mut later: Json = serde_json::from_slice(&file(&filled())).unwrap();
    later["tasks"][0]["future_field"] = json!({"a": [1, 2.5, "三", null, {"𠮷\u{2028}": []}], "": {}, "\"\\\0": false});
    later["tasks"][0]["result_form"] = "hologram".into();
    later["future_part"] = json!([{"b": null}, TEXTS]);
    let ledger = json::read(later.to_string().as_bytes()).unwrap().ledger;
    assert!(ledger.unknown().contains_key("future_part"));
    ledger
}
