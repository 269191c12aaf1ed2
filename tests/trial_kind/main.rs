//! A kind of record that is declared and nowhere else named goes through everything that keeps a ledger.
//!
//! The library is built with one kind more for this: see `records/trial.rs`.
#![allow(clippy::unwrap_used, missing_docs)]

use interchange::{
    json::{self, ExportInfo},
    table::{self, Outcome, Planner, Settings, Source},
};
use ledger::{
    domain::{
        ActorId, Change, Date, Field, Id, Index, Kind, Lang, Ledger, Origin, RawId, RecordRef, Value,
        choice::Label,
        parse_date,
        records::{Enterprise, Inspection},
    },
    merge,
    subset::{self, Choice},
};
use table_model::{
    Column, Sheet,
    column::fields,
    names::{self, name_of},
};

const DAY: &str = "2024-12-10";
const KIND: Kind = Kind::Inspection;

fn date(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn by(actor: u64) -> Origin {
    let at = date(DAY).at(12, 0, 0, 0);
    Origin { actor: ActorId(actor), by: format!("第{actor}人"), at, label: Label::Edit, note: String::new() }
}

fn bytes(ledger: &Ledger) -> Vec<u8> {
    json::write(ledger, &ExportInfo { at: date(DAY).at(12, 0, 0, 0), by: "试".into() })
}

/// A ledger with two groups of two enterprises.
fn two_groups() -> Ledger {
    let mut ledger = seed::blank(RawId(0xabc0_0000_0000_0001), "试验台账", "试验国资委").unwrap();
    let change =
        [(101, "甲集团", None), (102, "甲一公司", Some(101)), (201, "乙集团", None), (202, "乙一公司", Some(201))]
            .into_iter()
            .map(|(id, name, parent)| {
                let mut values = vec![(Enterprise::name, Value::Text(name.into()))];
                values.extend(parent.map(|id| (Enterprise::parent, Value::Ref(RawId(id)))));
                Change::Create { record: RecordRef::new(Kind::Enterprise, RawId(id)), values }
            })
            .collect();
    ledger.apply(&Change::Batch(change), &by(1)).unwrap();
    ledger
}

/// Types a line of a new record, as in the last row of a grid.
fn typed(ledger: &mut Ledger, actor: u64, spare: u64, cells: &[(Field, &str)]) -> RecordRef {
    let index = Index::new(ledger);
    let sheet = Sheet { ledger, index: &index, as_of: date(DAY), kind: KIND, marks: &[], lang: Lang::Zh };
    let cells = cells.iter().map(|(field, text)| (Column::Field(*field), text));
    let change = Change::Batch(sheet.new_row(cells, &mut || RawId(spare)).unwrap());
    let record = *change.records().first().unwrap();
    ledger.apply(&change, &by(actor)).unwrap();
    record
}

fn inspected(ledger: &mut Ledger, actor: u64, spare: u64, enterprise: &str) -> RecordRef {
    let cells = [
        (Inspection::enterprise, enterprise),
        (Inspection::on, "2024-11-05"),
        (Inspection::matter, "末等调整落实情况"),
        (Inspection::inspector, "虞督查"),
        (Inspection::reached_at, "010-5550-0199"),
        (Inspection::cases, "3"),
        (Inspection::found, "制度未印发，虞督查已提醒"),
    ];
    typed(ledger, actor, spare, &cells)
}

#[test]
fn it_is_typed_edited_and_named_in_a_grid() {
    let mut ledger = two_groups();
    let record = inspected(&mut ledger, 1, 900, "甲一公司");
    assert_eq!(name_of(&ledger, record, Lang::Zh), "甲一公司 2024-11-05 末等调整落实情况");
    assert_eq!(names::named(&ledger, KIND, &name_of(&ledger, record, Lang::Zh)), [record.id]);
    let index = Index::new(&ledger);
    let sheet = Sheet { ledger: &ledger, index: &index, as_of: date(DAY), kind: KIND, marks: &[], lang: Lang::Zh };
    let row = ledger.of(KIND).position(record.id).unwrap();
    let change = sheet.edit(row, Column::Field(Inspection::settled), "是", &mut || RawId(1)).unwrap().unwrap();
    ledger.apply(&change, &by(1)).unwrap();
    assert_eq!(ledger.inspections.get(Id::new(record.id)).unwrap().settled, Some(true));
}

#[test]
fn it_is_written_read_and_told_by_the_schema() {
    let mut ledger = two_groups();
    inspected(&mut ledger, 1, 900, "甲一公司");
    let file = bytes(&ledger);
    let read = json::read(&file).unwrap().ledger;
    assert_eq!(read.inspections.iter().next(), ledger.inspections.iter().next());
    assert_eq!(bytes(&read), file);
    let schema = json::schema().to_string();
    for meta in KIND.fields() {
        assert!(schema.contains(&format!("\"{}\"", meta.key)), "{}", meta.key);
    }
    assert!(schema.contains(KIND.table_name()));
}

#[test]
fn two_people_who_begin_the_same_one_apart_begin_one() {
    let base = two_groups();
    let (mut mine, mut theirs) = (base.clone(), base);
    let one = inspected(&mut mine, 11, 900, "甲一公司");
    let other = typed(
        &mut theirs,
        12,
        901,
        &[
            (Inspection::enterprise, "甲一公司"),
            (Inspection::on, "2024-11-05"),
            (Inspection::cases, "4"),
            (Inspection::settled, "否"),
        ],
    );
    assert_eq!(one, other, "the natural key is the identity");
    let (ab, report) = merge::join(mine.clone(), &theirs);
    let (ba, _) = merge::join(theirs, &mine);
    assert!(!report.is_nothing());
    assert_eq!(bytes(&ab), bytes(&ba));
    let row = ab.inspections.get(Id::new(one.id)).unwrap();
    assert_eq!(row.settled, Some(false));
    let conflicts = merge::conflicts(&ab, &[]);
    assert_eq!(conflicts.iter().map(|one| one.index).collect::<Vec<_>>(), [Inspection::cases.index]);
}

#[test]
fn it_goes_out_with_its_enterprise_and_no_other() {
    let mut ledger = two_groups();
    let (mine, others) = (inspected(&mut ledger, 1, 900, "甲一公司"), inspected(&mut ledger, 1, 901, "乙一公司"));
    let index = Index::new(&ledger);
    let chosen = subset::chosen(&ledger, &index, &Choice::Group(Id::new(RawId(101)))).records;
    assert!(chosen.contains(&mine) && !chosen.contains(&others));
    // And goes when its enterprise is deleted.
    let enterprise = RecordRef::new(Kind::Enterprise, RawId(202));
    let deletion = ledger.deletion(enterprise);
    assert!(deletion.records().contains(&others) && !deletion.records().contains(&mine));
}

#[test]
fn no_name_and_no_contact_of_it_leaves_a_masked_file() {
    let mut ledger = two_groups();
    inspected(&mut ledger, 1, 900, "甲一公司");
    let masked = String::from_utf8(bytes(&subset::masked(&ledger, true).ledger)).unwrap();
    let open = String::from_utf8(bytes(&ledger)).unwrap();
    for secret in ["虞督查", "010-5550-0199"] {
        assert!(open.contains(secret) && !masked.contains(secret), "{secret}");
    }
    assert!(masked.contains("末等调整落实情况"));
}

#[test]
fn its_template_maps_itself_and_what_is_filled_in_comes_back() {
    let mut ledger = two_groups();
    let columns: Vec<Column> = fields(KIND).collect();
    let file = table::template(&ledger, KIND, &columns, date(DAY)).unwrap();
    let mut grid = table::open(&file, None).unwrap().sheets.remove(0);
    let layout = table::propose(&grid, &ledger).unwrap();
    assert_eq!((layout.kind, layout.matches.iter().flatten().count()), (KIND, columns.len()));
    let filled = ["乙一公司", "2024-10-08", "", "契约签订", "虞督查", "", "2", "否", "两人未签"];
    grid.rows.truncate(1);
    grid.rows.push(filled.map(|text| table::Cell::Text(text.into())).into());
    let index = Index::new(&ledger);
    let source = Source { ledger: &ledger, index: &index, grid: &grid };
    let mut planner = Planner::new(source, layout, Settings::default(), date(DAY));
    while planner.advance(source, 100, &mut || RawId(1 << 40)) {}
    let plan = planner.finish();
    assert_eq!(plan.count(Outcome::New), 1, "{:?}", plan.rows);
    ledger.apply(&plan.change, &by(1)).unwrap();
    let (_, row) = ledger.inspections.iter().next().unwrap();
    assert_eq!((row.enterprise, row.settled), (Some(Id::new(RawId(202))), Some(false)));
    let index = Index::new(&ledger);
    let out = table::whole(&ledger, &index, date(DAY), "试验台账").unwrap();
    assert!(table::open(&out, None).unwrap().sheets.iter().any(|sheet| sheet.name == KIND.word().zh));
}

#[test]
fn history_tells_it_takes_it_back_and_shows_the_day_before() {
    let mut ledger = two_groups();
    let record = inspected(&mut ledger, 1, 900, "甲一公司");
    let step = ledger.history().last().unwrap().digest;
    assert!(!ledger.as_it_was(date("2024-12-09")).is_live(record));
    assert!(ledger.as_it_was(date(DAY)).is_live(record));
    let change = ledger.taking_back(step).unwrap();
    ledger.apply(&change, &by(2)).unwrap();
    assert!(!ledger.is_live(record));
    let change = ledger.bringing_back(record).unwrap();
    ledger.apply(&change, &by(2)).unwrap();
    assert!(ledger.is_live(record));
}
