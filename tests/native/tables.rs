//! Spreadsheets in: files as people make them are read without guessing, compared before they are
//! taken, and what went out comes back the same.

use interchange::table::{
    self, Cell, Encoding, Grid, Layout, Outcome, Plan, Planner, Reason, Settings, Source, TableError,
};
use ledger::domain::{
    Index, Kind, Lang, Ledger, RawId, Stage, Value,
    builtins::institution,
    choice::{StageName, TaskStatus},
    records::{Enterprise, Milestone, Task},
};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use table_model::{Column, Sheet, column::fields};

use support::{Maker, blank, date, granted, look, noon, origin, visible, wishes};

const DAY: &str = "2024-12-10";

fn plan(ledger: &Ledger, grid: &Grid, layout: &Layout, settings: Settings) -> Plan {
    let index = Index::new(ledger);
    let mut grid = grid.clone();
    grid.unmerge(layout.data_from());
    let source = Source { ledger, index: &index, grid: &grid };
    let mut planner = Planner::new(source, layout.clone(), settings, date(DAY));
    let mut next = 1 << 32;
    let mut new_id = || {
        next += 1;
        RawId(next)
    };
    while planner.advance(source, 7, &mut new_id) {}
    planner.finish()
}

fn taken(ledger: &mut Ledger, grid: &Grid, settings: Settings) -> Plan {
    let layout = table::propose(grid, ledger).unwrap();
    let plan = plan(ledger, grid, &layout, settings);
    ledger.apply(&plan.change, &origin(noon(date(DAY)))).unwrap();
    plan
}

fn grid(rows: &[&[&str]]) -> Grid {
    let rows = rows
        .iter()
        .map(|row| {
            row.iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).into()) }).collect()
        })
        .collect();
    Grid { rows, ..Grid::default() }
}

fn matched(layout: &Layout) -> Vec<Option<String>> {
    layout.matches.iter().map(|found| found.map(|found| found.column.key())).collect()
}

/// A workbook as people make them: title, two header rows with merges, groups, subtotals, notes.
fn typical() -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let (plain, day) = (Format::new(), Format::new().set_num_format("yyyy/m/d"));
    page.merge_range(0, 0, 0, 8, "某市国有企业改革台账（截至2024年12月10日）", &plain).unwrap();
    for (column, head) in [(0, "序号"), (1, "所属上级企业"), (2, "企业全称"), (3, "统一社会\n信用代码"), (8, "备注")]
    {
        page.merge_range(1, column, 2, column, head, &plain).unwrap();
    }
    page.merge_range(1, 4, 1, 5, "末等调整和不胜任退出", &plain).unwrap();
    page.write_string(2, 4, "制度印发日期").unwrap();
    page.write_string(2, 5, "实际退出").unwrap();
    page.merge_range(1, 6, 1, 7, "任期制和契约化管理", &plain).unwrap();
    page.write_string(2, 6, "签约日期").unwrap();
    page.write_string(2, 7, "兑现").unwrap();
    page.write_string(3, 2, "甲集团有限公司").unwrap();
    page.merge_range(4, 1, 6, 1, "甲集团有限公司", &plain).unwrap();
    let at = ExcelDateTime::from_ymd(2024, 5, 20).unwrap();
    for (row, name, code) in
        [(4, "乙一有限公司", "91110000100000817X"), (5, "乙二有限公司", "9.111E+17"), (6, "乙三有限公司", "")]
    {
        page.write_number(row, 0, f64::from(row - 3)).unwrap();
        page.write_string(row, 2, name).unwrap();
        page.write_string(row, 3, code).unwrap();
    }
    page.write_datetime_with_format(4, 4, &at, &day).unwrap();
    page.write_string(4, 5, "√").unwrap();
    page.write_string(5, 4, "2024年12月31日").unwrap();
    page.write_string(5, 5, "×").unwrap();
    page.write_string(6, 4, "2024年6月").unwrap();
    page.write_string(6, 6, "已签订").unwrap();
    page.write_string(7, 0, "合计").unwrap();
    page.write_number(7, 2, 3.0).unwrap();
    page.write_string(9, 0, "填表说明：请于每月5日前报送").unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_sheet_with_title_merged_header_groups_subtotals_and_notes_is_understood() {
    let book = table::open(&typical(), None).unwrap();
    let mut ledger = blank();
    let layout = table::propose(&book.sheets[0], &ledger).unwrap();
    assert_eq!((layout.kind, layout.header), (Kind::Enterprise, (1, 2)));
    let key = |stage| Some(Column::Stage(institution::EXIT, stage).key());
    let tenure = |stage| Some(Column::Stage(institution::TENURE, stage).key());
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        matched(&layout),
        [
            None,
            some("parent"),
            some("name"),
            some("code"),
            key(StageName::Issued),
            key(StageName::Adjusted),
            tenure(StageName::Signed),
            tenure(StageName::Paid),
            some("note"),
        ]
    );
    let plan = taken(&mut ledger, &book.sheets[0], Settings::default());
    assert_eq!((plan.count(Outcome::New), plan.count(Outcome::Skipped), plan.count(Outcome::Refused)), (4, 2, 0));
    let rows: Vec<&Enterprise> = ledger.enterprises.iter().map(|(_, row)| row).collect();
    assert_eq!(
        rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
        ["甲集团有限公司", "乙一有限公司", "乙二有限公司", "乙三有限公司"]
    );
    let top = ledger.enterprises.typed_id(0);
    assert!(rows[1..].iter().all(|row| row.parent == Some(top)), "groups are filled down");
    assert_eq!(rows[2].code.as_str(), "9.111E+17", "a damaged code is kept as it came");
    let index = Index::new(&ledger);
    let issued = |at| ledger.adoptions.at(index.adoption(at, institution::EXIT).unwrap()).issued;
    assert_eq!(issued(1), Some(Stage::Yes(Some(date("2024-05-20")))));
    assert_eq!(issued(2), Some(Stage::Yes(Some(date("2024-12-31")))));
    assert_eq!(index.adoption(3, institution::EXIT), None, "a month is not a day");
    let said: Vec<(String, String)> = plan
        .rows
        .iter()
        .flat_map(|row| &row.problems)
        .map(|problem| (problem.address.clone(), problem.kind.sentence(Lang::Zh)))
        .collect();
    assert!(said.iter().any(|(at, text)| at == "D6" && text.contains("信用代码")), "{said:?}");
    assert!(said.iter().any(|(at, text)| at == "E7" && text.contains("只写到月")), "{said:?}");
    assert!(said.iter().any(|(at, text)| at == "G7" && text.contains("按「是」理解")), "{said:?}");
}

#[test]
fn a_second_import_of_the_same_file_changes_nothing() {
    let book = table::open(&typical(), None).unwrap();
    let mut ledger = blank();
    let settings = Settings { accept_names: true, ..Settings::default() };
    taken(&mut ledger, &book.sheets[0], settings);
    let before = visible(&ledger);
    let again = taken(&mut ledger, &book.sheets[0], settings);
    assert_eq!((again.count(Outcome::New), again.count(Outcome::Changed)), (0, 0));
    assert_eq!(visible(&ledger), before);
}

#[test]
fn rows_that_match_by_name_alone_wait_for_a_nod() {
    let mut ledger = blank();
    let sheet = grid(&[&["企业名称", "地区"], &["甲公司", "江苏省"]]);
    taken(&mut ledger, &sheet, Settings::default());
    let moved = grid(&[&["企业名称", "地区"], &["甲公司", "浙江省"]]);
    let waiting = taken(&mut ledger, &moved, Settings::default());
    assert_eq!(waiting.count(Outcome::NeedsNod), 1);
    let nodded = taken(&mut ledger, &moved, Settings { accept_names: true, ..Settings::default() });
    assert_eq!(nodded.count(Outcome::Changed), 1);
    let change = &nodded.rows[0].changes[0];
    assert_eq!((change.address.as_str(), change.old.as_str(), change.new.as_str()), ("B2", "江苏省", "浙江省"));
}

#[test]
fn a_refused_row_does_not_stop_the_others_and_goes_home_with_its_reason() {
    let mut ledger = blank();
    let sheet = grid(&[
        &["编号", "任务名称", "完成时限", "进度", "完成情况"],
        &["1", "甲", "2024/6/30", "70%", "已完成"],
        &["1", "乙", "2024/7/30", "", ""],
        &["3", "丙", "长期", "0.7", "推进中"],
    ]);
    let layout = table::propose(&sheet, &ledger).unwrap();
    let checked = plan(&ledger, &sheet, &layout, Settings::default());
    assert_eq!((checked.count(Outcome::New), checked.count(Outcome::Refused)), (2, 1));
    assert!(checked.rows[1].problems[0].kind.sentence(Lang::Zh).contains("第 2 行"));
    ledger.apply(&checked.change, &origin(noon(date(DAY)))).unwrap();
    let index = Index::new(&ledger);
    assert_eq!(index.standing(&ledger, 0, date(DAY)).status, Some(TaskStatus::Closed));
    assert_eq!(ledger.tasks.at(1).deadline, None, "「长期」 is no date");
    let home = table::refused(&sheet, &layout, &checked, date(DAY)).unwrap();
    let home = table::open(&home, None).unwrap();
    assert_eq!(home.sheets[0].rows.len(), 2);
    assert!(home.sheets[0].rows[1].iter().any(|cell| cell.text().contains("同一条记录")));
    let strict = plan(&ledger, &sheet, &layout, Settings { strict_rows: true, ..Settings::default() });
    assert!(strict.count(Outcome::Refused) > 1);
}

#[test]
fn shares_are_per_cents_where_the_whole_column_writes_them_so() {
    let import = |rows: &[&[&str]]| {
        let mut ledger = blank();
        taken(&mut ledger, &grid(rows), Settings::default());
        ledger.progress.iter().map(|(_, row)| row.percent.unwrap().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(import(&[&["编号", "任务名称", "进度"], &["1", "甲", "0.7"], &["2", "乙", "1"]]), ["70", "100"]);
    assert_eq!(import(&[&["编号", "任务名称", "进度"], &["1", "甲", "70"], &["2", "乙", "1"]]), ["70", "1"]);
    assert_eq!(import(&[&["编号", "任务名称", "进度"], &["1", "甲", "70%"], &["2", "乙", "100%"]]), ["70", "100"]);
}

#[test]
fn serial_dates_of_both_systems_name_the_day_that_was_typed() {
    for year in [1904_u16, 1999, 2024] {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        let format = Format::new().set_num_format("yyyy年m月d日");
        page.write_string(0, 0, "任务名称").unwrap();
        page.write_datetime_with_format(1, 0, ExcelDateTime::from_ymd(year, 2, 28).unwrap(), &format).unwrap();
        let file = book.save_to_buffer().unwrap();
        let cell = table::open(&file, None).unwrap().sheets[0].cell(1, 0).clone();
        assert_eq!(cell, Cell::Date { year: year as i16, month: 2, day: 28 });
    }
}

#[test]
fn the_1904_system_is_read_as_its_own() {
    let mut book = Workbook::new();
    let format = Format::new().set_num_format("yyyy-mm-dd");
    let page = book.add_worksheet();
    page.write_string(0, 0, "任务名称").unwrap();
    page.write_number_with_format(1, 0, 44_195.0, &format).unwrap();
    let plain = book.save_to_buffer().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(plain.clone())).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/workbook.xml").unwrap(), &mut text).unwrap();
    let bent = bent_workbook(&plain, "xl/workbook.xml", &text.replace("<workbookPr", "<workbookPr date1904=\"1\""));
    let day = |file: &[u8]| table::open(file, None).unwrap().sheets[0].cell(1, 0).text();
    assert_eq!((day(&plain).as_str(), day(&bent).as_str()), ("2020-12-30", "2024-12-31"));
}

#[test]
fn text_is_decoded_whatever_it_was_saved_in() {
    let text = "企业名称,地区\r\n\"甲,公司\",江苏省\r\n";
    let wide = |big: bool| -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    };
    let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
    let (gbk, _, _) = encoding_rs::GBK.encode(text);
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked(b"\xEF\xBB\xBF", text.as_bytes().to_vec()), Encoding::Utf8),
        (gbk.to_vec(), Encoding::Gb18030),
        (marked(b"\xFF\xFE", wide(false)), Encoding::Utf16Le),
        (marked(b"\xFE\xFF", wide(true)), Encoding::Utf16Be),
    ] {
        assert_eq!(table::decode(&bytes, None), (text.to_owned(), encoding));
        let sheet = &table::open(&bytes, None).unwrap().sheets[0];
        assert_eq!(sheet.rows, grid(&[&["企业名称", "地区"], &["甲,公司", "江苏省"]]).rows);
    }
}

#[test]
fn pasted_blocks_keep_line_breaks_inside_cells_and_make_no_row_of_the_last_newline() {
    let mut text = String::new();
    for row in 0..200 {
        let cells: Vec<String> = (0..8).map(|column| format!("\"{row}\n{column}\"")).collect();
        text.push_str(&cells.join("\t"));
        text.push_str("\r\n");
    }
    let sheet = table::delimited(&text).unwrap();
    assert_eq!((sheet.rows.len(), sheet.width()), (200, 8));
    assert_eq!(sheet.cell(199, 7).text(), "199\n7");
}

#[test]
fn addresses_count_empty_lines_as_excel_does() {
    let sheet = table::delimited("a,b\n\n\"x\ny\",2\n\nend\n").unwrap();
    assert_eq!(sheet.rows.len(), 5);
    assert_eq!(sheet.cell(4, 0).text(), "end");
    assert_eq!((table::address(6, 3), table::column_letters(701)), ("D7".to_owned(), "ZZ".to_owned()));
}

#[test]
fn text_farther_out_or_fuller_than_is_read_is_refused_with_its_address() {
    let wide = format!("企业名称{}", ",".repeat(1_000_000)) + "甲";
    let pasted = table::pasted(&wide.replace(',', "\t"));
    for error in [table::open(wide.as_bytes(), None).unwrap_err(), pasted.unwrap_err()] {
        let TableError::TooFar { cell, .. } = &error else { panic!("{error}") };
        // What is empty takes no place in a file; in a block it empties what it is pasted on.
        assert!(["BDWGO1", "ALM1"].contains(&cell.as_str()), "{cell}");
        assert!(!error.sentence(Lang::Zh).contains("「」"), "a text has no sheets");
    }
    let long = "甲\n".repeat(300_001);
    assert!(matches!(table::open(long.as_bytes(), None), Err(TableError::TooFar { .. })));
    let full = format!("{}\n", "甲,".repeat(1_000)).repeat(8_001);
    assert!(matches!(table::open(full.as_bytes(), None), Err(TableError::TooManyCells { .. })));
}

/// Writes a zip of stored and deflated parts.
fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The parts of a small sound workbook, to be bent one at a time.
fn workbook_with(part: &str, content: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(0, 0, "企业名称").unwrap();
    bent_workbook(&book.save_to_buffer().unwrap(), part, content)
}

/// A workbook with one part replaced.
fn bent_workbook(sound: &[u8], part: &str, content: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(sound)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        if name == part {
            bytes = content.into();
        }
        parts.push((name, bytes));
    }
    zip(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect::<Vec<_>>())
}

#[test]
fn hostile_workbooks_cost_a_sentence() {
    const NS: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let sheet = |cells: &str| format!("<worksheet {NS}><sheetData>{cells}</sheetData></worksheet>");
    let far = sheet("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>");
    let strings = format!("<sst {NS} count=\"1\" uniqueCount=\"9999999999\"><si><t>a</t></si></sst>");
    let lol = "<!DOCTYPE lolz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let entities = format!("{lol}{}", sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row>"));
    let bomb =
        zip(&[("xl/workbook.xml", vec![b' '; 1 << 20]), ("xl/worksheets/sheet1.xml", vec![b' '; (512 << 20) + 1])]);
    let encrypted = {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(2_048, 0);
        bytes.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
        bytes
    };
    let sound = typical();
    type Expected = fn(&TableError) -> bool;
    let cases: Vec<(&str, Vec<u8>, Expected)> = vec![
        ("far cell", workbook_with("xl/worksheets/sheet1.xml", &far), |e| matches!(e, TableError::TooFar { .. })),
        ("string count", workbook_with("xl/sharedStrings.xml", &strings), |e| matches!(e, TableError::Bomb)),
        ("entities", workbook_with("xl/worksheets/sheet1.xml", &entities), |_| true),
        ("zip bomb", bomb, |e| matches!(e, TableError::Bomb)),
        ("encrypted", encrypted, |e| matches!(e, TableError::Encrypted)),
        ("truncated", sound[..sound.len() / 2].to_vec(), |e| matches!(e, TableError::Damaged(_))),
        ("web page", b"\xEF\xBB\xBF<html><table><tr><td>1".to_vec(), |e| matches!(e, TableError::WebPage)),
        ("empty", Vec::new(), |e| matches!(e, TableError::Empty)),
        ("nothing", b" , ,\r\n".to_vec(), |e| matches!(e, TableError::NothingInside)),
        ("other zip", zip(&[("readme.txt", b"x".to_vec())]), |e| matches!(e, TableError::NotASpreadsheet)),
        ("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), |e| matches!(e, TableError::NotASpreadsheet)),
    ];
    for (name, bytes, expected) in cases {
        let outcome = table::open(&bytes, None);
        if let Ok(book) = &outcome {
            // What an entity stands for must not have been multiplied.
            assert_eq!(name, "entities");
            assert!(book.sheets[0].rows[0][0].text().len() < 100);
            continue;
        }
        let error = outcome.unwrap_err();
        assert!(expected(&error), "{name}: {error:?}");
        assert!(error.sentence(Lang::Zh).contains("没有任何改动"), "{name}");
    }
}

/// Holds a ledger against the workbook of it.
fn comes_back_unchanged(ledger: &Ledger) {
    let file = look(ledger, date(DAY), |view| table::whole(ledger, view.index, date(DAY), "试验")).unwrap();
    let book = table::open(&file, None).unwrap();
    let is_filled = |kind: &Kind| {
        let table = ledger.of(*kind);
        (0..table.len()).any(|at| table.is_live(at))
    };
    let kinds: Vec<Kind> = Kind::ALL.iter().copied().filter(is_filled).collect();
    assert_eq!(book.sheets.len(), kinds.len() + 1, "a sheet for each kind, and the definitions");
    for (kind, sheet) in kinds.into_iter().zip(&book.sheets) {
        let layout = table::propose_at(sheet, ledger, kind, (0, 0));
        assert!(layout.identity.is_some());
        let settings = Settings { empty_clears: true, ..Settings::default() };
        for row in &plan(ledger, sheet, &layout, settings).rows {
            assert_eq!(row.outcome, Outcome::Unchanged, "{kind:?} {row:?}");
        }
    }
}

/// A cell gives back nothing of a text of white space alone, so such a text is no name to be referred to by.
#[test]
fn a_reference_to_what_is_named_by_white_space_alone_comes_back() {
    for blank in ["\u{2006}", "\u{3000}", " \u{a0} "] {
        let mut maker = Maker::new();
        let task = maker.make(Kind::Task, &[(Task::number, Value::Text(blank.into()))]);
        maker.make(Kind::Milestone, &[(Milestone::task, Value::Ref(task))]);
        let titled = [
            (Task::number, Value::Text(format!("{blank}1{blank}"))),
            (Task::title, Value::Text(format!("{blank}任务"))),
        ];
        let titled = maker.make(Kind::Task, &titled);
        maker.make(Kind::Milestone, &[(Milestone::task, Value::Ref(titled))]);
        comes_back_unchanged(&maker.ledger);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_goes_out_as_a_workbook_comes_back_without_a_change(list in wishes(40)) {
        comes_back_unchanged(&granted(&list, |_, _| {}));
    }

    #[test]
    fn no_bytes_make_the_reader_panic(mut file in Just(typical()), at in any::<prop::sample::Index>(), with in any::<u8>()) {
        let at = at.index(file.len());
        file[at] = with;
        let _either_is_fine = table::open(&file, None);
    }
}

#[test]
fn every_table_of_the_sample_goes_out_and_maps_itself_when_it_comes_back() {
    let ledger = seed::sample().unwrap();
    look(&ledger, date(DAY), |view| {
        for kind in table::kinds() {
            let rows: Vec<usize> = (0..ledger.of(kind).len()).collect();
            if rows.is_empty() {
                continue;
            }
            let sheet =
                Sheet { ledger: &ledger, index: view.index, as_of: date(DAY), kind, marks: &[], lang: Lang::Zh };
            let columns: Vec<Column> = fields(kind).collect();
            let files = [
                table::table(&sheet, &columns, &rows, kind.word().zh).unwrap(),
                table::csv(&sheet, &columns, &rows, true).unwrap(),
            ];
            for file in files {
                let book = table::open(&file, None).unwrap();
                let layout = table::propose(&book.sheets[0], &ledger).unwrap();
                assert_eq!((layout.kind, layout.header), (kind, (0, 0)));
                let plan = plan(&ledger, &book.sheets[0], &layout, Settings::default());
                let other: Vec<_> = plan.rows.iter().filter(|row| row.outcome != Outcome::Unchanged).take(2).collect();
                assert!(other.is_empty(), "{kind:?}: {other:?}");
            }
        }
    });
}

#[test]
fn a_template_maps_itself_and_offers_lists() {
    let ledger = blank();
    let columns: Vec<Column> = ["number", "title", "key", "deadline", "status"]
        .iter()
        .filter_map(|key| Column::of_key(Kind::Task, key))
        .collect();
    let file = table::template(&ledger, Kind::Task, &columns, date(DAY)).unwrap();
    let book = table::open(&file, None).unwrap();
    let layout = table::propose(&book.sheets[0], &ledger).unwrap();
    assert_eq!(layout.kind, Kind::Task);
    assert!(layout.matches.iter().flatten().all(|found| found.reason == Reason::SameName));
    assert_eq!(layout.matches.iter().flatten().count(), 5);
}

#[test]
fn an_import_is_one_change_and_one_undo() {
    let book = table::open(&typical(), None).unwrap();
    let mut ledger = blank();
    let before = visible(&ledger);
    let layout = table::propose(&book.sheets[0], &ledger).unwrap();
    let plan = plan(&ledger, &book.sheets[0], &layout, Settings::default());
    let applied = ledger.apply(&plan.change, &origin(noon(date(DAY)))).unwrap();
    assert_eq!(ledger.history().len(), 1);
    ledger.apply(&applied.inverse, &origin(noon(date(DAY)))).unwrap();
    assert_eq!(visible(&ledger), before);
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let mut ledger = blank();
    let nasty = "=HYPERLINK(\"http://x\",\"点我\")";
    taken(&mut ledger, &grid(&[&["编号", "任务名称"], &["-1+2", nasty]]), Settings::default());
    look(&ledger, date(DAY), |view| {
        let sheet = Sheet {
            ledger: &ledger,
            index: view.index,
            as_of: date(DAY),
            kind: Kind::Task,
            marks: &[],
            lang: Lang::Zh,
        };
        let columns = [Column::Field(Task::number), Column::Field(Task::title)];
        let safe = String::from_utf8(table::csv(&sheet, &columns, &[0], true).unwrap()).unwrap();
        assert!(safe.contains("'-1+2") && safe.contains("'=HYPERLINK"), "{safe}");
        let plain = String::from_utf8(table::csv(&sheet, &columns, &[0], false).unwrap()).unwrap();
        assert!(plain.contains(",\"=HYPERLINK") || plain.contains("\"=HYPERLINK"), "{plain}");
        let book = table::open(&table::table(&sheet, &columns, &[0], "任务").unwrap(), None).unwrap();
        assert_eq!(book.sheets[0].cell(1, 1), &Cell::Text(nasty.into()));
    });
}

#[test]
fn dates_that_no_calendar_has_are_refused() {
    let mut ledger = blank();
    let plan = taken(
        &mut ledger,
        &grid(&[&["编号", "任务名称", "完成时限"], &["1", "甲", "2024-02-30"], &["2", "乙", "45657"]]),
        Settings::default(),
    );
    assert_eq!(plan.rows.iter().map(|row| row.problems.len()).sum::<usize>(), 2);
    assert!(ledger.tasks.iter().all(|(_, row)| row.deadline.is_none()));
}

/// One invented table, saved by LibreOffice in four formats.
#[test]
fn twins_of_one_table_in_all_formats_give_one_result() {
    let results: Vec<_> = ["xlsx", "xls", "ods", "csv"]
        .map(|ending| {
            let path = format!("{}/files/twins/twins.{ending}", env!("CARGO_MANIFEST_DIR"));
            let book = table::open(&std::fs::read(path).unwrap(), None).unwrap();
            let mut ledger = blank();
            let plan = taken(&mut ledger, &book.sheets[0], Settings::default());
            assert_eq!((plan.count(Outcome::New), plan.count(Outcome::Skipped)), (13, 2), "{ending}");
            visible(&ledger)
        })
        .into_iter()
        .collect();
    let codes = |rows: &Vec<(ledger::domain::RecordRef, Vec<Value>)>| format!("{rows:?}");
    for other in &results[1..] {
        assert_eq!(codes(other), codes(&results[0]));
    }
}

#[test]
fn columns_without_a_field_can_be_kept_in_the_note_and_stand_there_once() {
    let mut ledger = blank();
    let sheet = grid(&[&["编号", "任务名称", "督办文号"], &["1", "甲", "督〔2024〕3号"]]);
    let mut layout = table::propose(&sheet, &ledger).unwrap();
    assert_eq!(layout.matches[2], None);
    layout.keep(2);
    for outcome in [Outcome::New, Outcome::Unchanged] {
        let plan = plan(&ledger, &sheet, &layout, Settings::default());
        assert_eq!(plan.rows[0].outcome, outcome);
        ledger.apply(&plan.change, &origin(noon(date(DAY)))).unwrap();
        assert_eq!(&*ledger.tasks.at(0).note, "督办文号：督〔2024〕3号");
    }
}

#[test]
fn a_roster_of_directors_is_known_by_its_headings() {
    let mut page = grid(&[
        &["序号", "企业名称", "姓名", "董事类别", "是否专职", "任职时间", "离任时间", "履职评价时间", "履职评价结果"],
        &["1", "甲公司", "张三", "外部董事", "是", "2023-01-05", "", "2024-06-01", "优秀"],
        &["2", "甲公司", "李四", "职工董事", "否", "2023年3月1日", "2024年9月1日", "", ""],
    ]);
    page.name = "董事名册".into();
    let mut ledger = blank();
    let company = ledger::domain::Change::Create {
        record: ledger::domain::RecordRef::new(Kind::Enterprise, RawId(0x1_0000)),
        values: vec![(Enterprise::name, Value::Text("甲公司".into()))],
    };
    ledger.apply(&company, &origin(noon(date(DAY)))).unwrap();
    let layout = table::propose(&page, &ledger).unwrap();
    assert_eq!(layout.kind, Kind::Director);
    let names: Vec<Option<String>> = matched(&layout);
    let expected =
        ["enterprise", "person", "kind", "full_time", "appointed_on", "left_on", "evaluated_on", "evaluation"];
    assert_eq!(names[1..], expected.map(|key| Some(key.to_owned())));
    taken(&mut ledger, &page, Settings::default());
    let rows: Vec<_> = ledger.directors.iter().map(|(_, row)| row.clone()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&*rows[0].person, rows[0].full_time, rows[0].enterprise.map(|id| id.raw())),
        ("张三", Some(true), Some(RawId(0x1_0000)))
    );
    assert_eq!(
        (rows[0].kind, rows[1].kind),
        (Some(ledger::domain::choice::DirectorKind::Outside), Some(ledger::domain::choice::DirectorKind::Staff),)
    );
    assert_eq!((rows[1].left_on, rows[0].evaluated_on), (Some(date("2024-09-01")), Some(date("2024-06-01"))));
}

#[test]
fn a_roster_of_managers_is_not_taken_for_one_of_directors() {
    let ledger = blank();
    for headings in [
        ["企业名称", "姓名", "职务", "任职时间", "离任时间", "备注"],
        ["企业名称", "姓名", "岗位", "任期起", "任期止", "离任时间"],
    ] {
        let page = grid(&[&headings, &["甲公司", "王一", "总经理", "2023-01-01", "2025-12-31", ""]]);
        assert_eq!(table::propose(&page, &ledger).unwrap().kind, Kind::Contract, "{headings:?}");
    }
}
