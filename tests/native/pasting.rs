//! Pasting as spreadsheets do: what separates cells, what quotes mean, what is passed over, and one change or none.

use interchange::table::{Cell, pasted};
use ledger::domain::{
    Change, Index, Kind, Lang, Ledger, RawId, Value,
    records::{Enterprise, Task},
};
use table_model::{Column, Sheet, block::is_no_value, text::CellError};

use support::{Maker, date, noon, origin};

fn read(text: &str) -> Vec<Vec<String>> {
    pasted(text).unwrap().rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
}

#[test]
fn only_tabs_and_ends_of_lines_separate_and_quotes_count_only_as_spreadsheets_write_them() {
    for (text, cells) in [
        ("甲部,乙部,丙部", vec![vec!["甲部,乙部,丙部"]]),
        ("甲;乙\t丙", vec![vec!["甲;乙", "丙"]]),
        ("\"双百行动\"深化提升", vec![vec!["\"双百行动\"深化提升"]]),
        ("\"双百行动\"", vec![vec!["\"双百行动\""]]),
        (
            "\"没有收尾的引号\r\n第二行\t2\r\n第三行\r\n",
            vec![vec!["\"没有收尾的引号"], vec!["第二行", "2"], vec!["第三行"]],
        ),
        ("\"两\n行\"\t乙\r\n丙", vec![vec!["两\n行", "乙"], vec!["丙"]]),
        ("\"说\"\"双百\"\"\"\t乙", vec![vec!["说\"双百\"", "乙"]]),
        ("\"有\t制表符\"\t乙", vec![vec!["有\t制表符", "乙"]]),
        ("甲\t\t丙\r\n\r\n丁\r\n", vec![vec!["甲", "", "丙"], vec![""], vec!["丁"]]),
        ("5\" 管\t乙", vec![vec!["5\" 管", "乙"]]),
        ("1,200", vec![vec!["1,200"]]),
    ] {
        assert_eq!(read(text), cells, "{text:?}");
    }
}

#[test]
fn errors_of_spreadsheets_and_hashes_of_narrow_columns_are_no_values() {
    for text in [
        "########", "##", "#N/A", "#n/a", " #REF! ", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#FIELD!",
        "#BUSY!", "Err:502",
    ] {
        assert!(is_no_value(text), "{text}");
    }
    for text in ["#", "#!", "#1!号", "Err:", "#1 机组", "N/A", "一期 ##", ""] {
        assert!(!is_no_value(text), "{text}");
    }
}

fn at<'a>(ledger: &'a Ledger, index: &'a Index, kind: Kind) -> Sheet<'a> {
    Sheet { ledger, index, as_of: date("2024-12-10"), kind, marks: &[], lang: Lang::Zh }
}

/// Identities that nothing else in these ledgers has.
fn new_ids() -> impl FnMut() -> RawId {
    let mut next = 0x7000;
    move || {
        next += 1;
        RawId(next)
    }
}

fn columns(kind: Kind, keys: &[&str]) -> Vec<Column> {
    keys.iter().map(|key| Column::of_key(kind, key).unwrap()).collect()
}

#[test]
fn a_tree_is_pasted_with_the_parent_in_the_same_block_whichever_comes_first() {
    let mut ledger = Maker::new().ledger;
    let index = Index::new(&ledger);
    let sheet = at(&ledger, &index, Kind::Enterprise);
    let lines = [vec!["孙公司", "子公司"], vec!["集团", ""], vec!["子公司", "集团"]];
    let mut new_id = new_ids();
    let made = sheet.block(&[], &columns(Kind::Enterprise, &["name", "parent"]), &lines, &mut new_id).unwrap();
    ledger.apply(&Change::Batch(made.changes), &origin(noon(date("2024-12-10")))).unwrap();
    let index = Index::new(&ledger);
    let tiers: Vec<(String, u8)> =
        ledger.enterprises.positioned().map(|(at, row)| (row.name.clone(), index.place(at).tier)).collect();
    assert_eq!(tiers, [("孙公司".to_owned(), 3), ("集团".to_owned(), 1), ("子公司".to_owned(), 2)]);
    // A row that is there already is named anew in the same block, and a blank line makes no record.
    let lines = [vec!["集团公司", ""], vec!["新子公司", "集团公司"], vec!["", " "]];
    let sheet = at(&ledger, &index, Kind::Enterprise);
    let made = sheet.block(&[1], &columns(Kind::Enterprise, &["name", "parent"]), &lines, &mut new_id).unwrap();
    ledger.apply(&Change::Batch(made.changes), &origin(noon(date("2024-12-10")))).unwrap();
    let index = Index::new(&ledger);
    let named = |name: &str| ledger.enterprises.positioned().find(|(_, row)| row.name == name).unwrap().0;
    assert_eq!(
        (index.place(named("新子公司")).tier, index.place(named("新子公司")).root),
        (2, named("集团公司") as u32)
    );
    assert_eq!(ledger.enterprises.live_count(), 4);
    // A parent that nobody named: nothing at all is made.
    let sheet = at(&ledger, &index, Kind::Enterprise);
    let refused =
        sheet.block(&[], &columns(Kind::Enterprise, &["name", "parent"]), &[vec!["新", "没有的"]], &mut new_id);
    assert!(refused.is_err());
}

#[test]
fn computed_columns_are_passed_over_and_named_and_the_rest_is_written() {
    let mut maker = Maker::new();
    maker.make(Kind::Task, &[(Task::title, Value::Text("甲".into()))]);
    let index = Index::new(&maker.ledger);
    let sheet = at(&maker.ledger, &index, Kind::Task);
    let own = columns(Kind::Task, &["title", "warning_sign", "deadline"]);
    let lines = [vec!["乙", "▲ 红", "2025-01-31"], vec!["丙", "", "2025-02-28"]];
    let mut new_id = new_ids();
    let made = sheet.block(&[0], &own, &lines, &mut new_id).unwrap();
    assert_eq!(made.skipped, [own[1]]);
    let mut ledger = maker.ledger.clone();
    ledger.apply(&Change::Batch(made.changes), &origin(noon(date("2024-12-10")))).unwrap();
    let rows: Vec<(String, Option<_>)> =
        ledger.tasks.iter().map(|(_, row)| (row.title.clone(), row.deadline)).collect();
    assert_eq!(rows, [("乙".to_owned(), Some(date("2025-01-31"))), ("丙".to_owned(), Some(date("2025-02-28")))]);
    assert_eq!(ledger.of(Kind::Enterprise).len(), 0);
}

#[test]
fn two_lines_that_are_one_record_by_its_natural_key_are_told_by_their_line_and_nothing_is_made() {
    let mut maker = Maker::new();
    maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text("甲公司".into()))]);
    let index = Index::new(&maker.ledger);
    let sheet = at(&maker.ledger, &index, Kind::YearFigures);
    let own = columns(Kind::YearFigures, &["enterprise", "year", "revenue"]);
    let mut new_id = new_ids();
    let lines = [vec!["甲公司", "2024", "100"], vec!["甲公司", "2023", "90"], vec!["甲公司", "2024", "110"]];
    let refused = sheet.block(&[], &own, &lines, &mut new_id).unwrap_err();
    assert_eq!((refused.row.as_str(), &refused.error), ("甲公司 2024 110", &CellError::Twice));
    let made = sheet.block(&[], &own, &lines[..2], &mut new_id).unwrap();
    let mut ledger = maker.ledger.clone();
    ledger.apply(&Change::Batch(made.changes), &origin(noon(date("2024-12-10")))).unwrap();
    assert_eq!(ledger.of(Kind::YearFigures).len(), 2);
}
