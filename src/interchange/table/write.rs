//! Tables out: workbooks with typed cells, text with separators, templates, rows that were refused.
//!
//! Every table carries the identities of its rows in a hidden last column, so that what goes out maps
//! itself when it comes back. Text stays text: no cell becomes a formula.

use std::fmt;

use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use rustc_hash::FxHashMap;

use super::{
    cell::{Cell, Grid},
    identity::exact_name,
    mapping::IDENTITY,
    mapping::Layout,
    plan::{Outcome, Plan},
};
use ledger::domain::{Date, FieldType, Index, Kind, Lang, Ledger, RawId, Stage, Value, builtins::PROFILE};
use table_model::{Column, Sheet, column::fields, names::Directory, text};

/// A workbook that could not be made, in the library's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteError(pub String);

impl WriteError {
    /// Says in plain sentences what happened, that nothing was lost, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("表格文件没有生成（{}）。台账没有改动，请减少行数后再试。", self.0),
            Lang::En => format!("The workbook was not made ({}). Nothing was changed; try fewer rows.", self.0),
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for WriteError {}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        Self(error.to_string())
    }
}

/// What a cell is written as.
enum Out {
    Nothing,
    Text(String),
    Number(f64),
    Day(Date),
}

/// Names of records that tell them apart, kind by kind as they are needed.
struct Names<'a> {
    ledger: &'a Ledger,
    directories: FxHashMap<Kind, Directory>,
}

impl<'a> Names<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        Self { ledger, directories: FxHashMap::default() }
    }

    fn of(&mut self, kind: Kind, id: RawId) -> String {
        let ledger = self.ledger;
        let directory = self.directories.entry(kind).or_insert_with(|| Directory::new(ledger, kind));
        exact_name(directory, ledger, kind, id)
    }

    fn out(&mut self, value: &Value, field_type: FieldType) -> Out {
        match (value, field_type) {
            (Value::Empty, _) => Out::Nothing,
            (Value::Number(number), _) => Out::Number(number.hundredths() as f64 / 100.0),
            (Value::Date(day) | Value::Stage(Stage::Yes(Some(day))), _) => Out::Day(*day),
            (Value::Ref(id), FieldType::Ref(kind)) => Out::Text(self.of(kind, *id)),
            _ => Out::Text(text::show(value, field_type, self.ledger, Lang::Zh)),
        }
    }
}

/// The formats of one workbook.
struct Formats {
    head: Format,
    text: Format,
    number: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let base = || Format::new().set_font_name("等线").set_font_size(10).set_border(FormatBorder::Thin);
        Self {
            head: base()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter),
            // The text format keeps codes and numbers of papers what they are when somebody types over them.
            text: base().set_num_format("@").set_text_wrap().set_align(FormatAlign::VerticalCenter),
            number: base().set_align(FormatAlign::VerticalCenter),
            day: base().set_num_format("yyyy-mm-dd").set_align(FormatAlign::VerticalCenter),
        }
    }
}

fn begin(title: &str, made: Date) -> Result<Workbook, WriteError> {
    let mut book = Workbook::new();
    let day = ExcelDateTime::from_ymd(made.year() as u16, made.month() as u8, made.day() as u8)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    Ok(book)
}

/// Names a sheet within what spreadsheets allow: 31 characters, none of `[]:*?/\`.
fn sheet_name(text: &str) -> String {
    let plain: String =
        text.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'')).collect();
    let short: String = plain.chars().take(31).collect();
    if short.trim().is_empty() { "Sheet".to_owned() } else { short }
}

fn put(page: &mut Worksheet, row: u32, column: u16, out: &Out, formats: &Formats) -> Result<(), WriteError> {
    match out {
        Out::Nothing => page.write_blank(row, column, &formats.text)?,
        // A cell of a spreadsheet holds 32 767 characters; a field of ours holds fewer.
        Out::Text(text) => page.write_string_with_format(row, column, text, &formats.text)?,
        Out::Number(number) => page.write_number_with_format(row, column, *number, &formats.number)?,
        Out::Day(day) => {
            let at = ExcelDateTime::from_ymd(day.year() as u16, day.month() as u8, day.day() as u8)?;
            page.write_datetime_with_format(row, column, &at, &formats.day)?
        }
    };
    Ok(())
}

fn set_up(page: &mut Worksheet, last_column: u16, ledger: &Ledger) -> Result<(), WriteError> {
    if ledger.profile.get(PROFILE).is_some_and(|row| row.invented == Some(true)) {
        page.set_header("&C示例数据：企业、人员和数字均为虚构");
    }
    page.set_freeze_panes(1, 1)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    page.set_footer("&L非涉密系统，不得录入国家秘密&R第 &P 页 共 &N 页");
    page.set_column_hidden(last_column)?;
    Ok(())
}

fn page(
    page: &mut Worksheet,
    sheet: &Sheet<'_>,
    columns: &[Column],
    rows: &[usize],
    names: &mut Names<'_>,
    formats: &Formats,
) -> Result<(), WriteError> {
    let last = columns.len() as u16;
    for (at, column) in columns.iter().enumerate() {
        page.write_string_with_format(0, at as u16, column.heading(sheet.ledger, Lang::Zh), &formats.head)?;
        page.set_column_width(at as u16, f64::from(column.width(sheet.ledger, Lang::Zh)) / 7.5)?;
    }
    page.write_string_with_format(0, last, IDENTITY, &formats.head)?;
    for (down, row) in rows.iter().enumerate() {
        let line = down as u32 + 1;
        for (at, column) in columns.iter().enumerate() {
            let out = match column.field_type() {
                Some(field_type) => names.out(&sheet.value(*row, *column), field_type),
                None => Out::Text(sheet.cell(*row, *column).text),
            };
            put(page, line, at as u16, &out, formats)?;
        }
        page.write_string(line, last, sheet.record(*row).id.to_string())?;
    }
    set_up(page, last, sheet.ledger)
}

/// Writes a table as it stands: its columns and rows in their order.
///
/// # Errors
/// Where the table is larger than a sheet may be.
pub fn table(sheet: &Sheet<'_>, columns: &[Column], rows: &[usize], title: &str) -> Result<Vec<u8>, WriteError> {
    let mut book = begin(title, sheet.as_of)?;
    let first = book.add_worksheet();
    first.set_name(sheet_name(title))?;
    page(first, sheet, columns, rows, &mut Names::new(sheet.ledger), &Formats::new())?;
    Ok(book.save_to_buffer()?)
}

/// Writes the whole ledger: a sheet for each kind of record, and one with the definitions of indicators.
///
/// # Errors
/// Where a table is larger than a sheet may be.
pub fn whole(ledger: &Ledger, index: &Index, as_of: Date, title: &str) -> Result<Vec<u8>, WriteError> {
    let mut book = begin(title, as_of)?;
    let formats = Formats::new();
    let mut names = Names::new(ledger);
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        let rows: Vec<usize> = (0..table.len()).filter(|at| table.is_live(*at)).collect();
        if rows.is_empty() {
            continue;
        }
        let sheet = Sheet { ledger, index, as_of, kind: *kind, marks: &[], lang: Lang::Zh };
        let columns: Vec<Column> = fields(*kind).collect();
        let sheet_page = book.add_worksheet();
        sheet_page.set_name(sheet_name(kind.word().zh))?;
        page(sheet_page, &sheet, &columns, &rows, &mut names, &formats)?;
    }
    definitions(book.add_worksheet(), ledger, as_of, &formats)?;
    Ok(book.save_to_buffer()?)
}

fn definitions(page: &mut Worksheet, ledger: &Ledger, as_of: Date, formats: &Formats) -> Result<(), WriteError> {
    page.set_name("口径说明")?;
    let lines: Vec<[String; 5]> = ledger
        .indicators
        .iter()
        .map(|(_, row)| {
            [row.code.clone(), row.name.clone(), row.numerator.0.clone(), row.denominator.0.clone(), row.source.clone()]
        })
        .collect();
    for (at, head) in ["代号", "指标", "分子", "分母", "来源"].into_iter().enumerate() {
        page.write_string_with_format(0, at as u16, head, &formats.head)?;
        page.set_column_width(at as u16, [8.0, 30.0, 48.0, 48.0, 30.0][at])?;
    }
    for (down, line) in lines.iter().enumerate() {
        for (at, text) in line.iter().enumerate() {
            page.write_string_with_format(down as u32 + 1, at as u16, text, &formats.text)?;
        }
    }
    let below = lines.len() as u32 + 2;
    page.write_string(below, 0, format!("统计日 {as_of}；比率四舍五入到一位小数，但不因进位越过目标，100.0% 和 0.0% 只表示全部和没有；未填报不等于「否」。"))?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A workbook to send to units for their returns: headings that map themselves, lists to choose from.
///
/// # Errors
/// None that a test has not ruled out.
pub fn template(ledger: &Ledger, kind: Kind, columns: &[Column], made: Date) -> Result<Vec<u8>, WriteError> {
    const LINES: u32 = 1_000;
    let title = format!("{}填报模板", kind.word().zh);
    let mut book = begin(&title, made)?;
    let formats = Formats::new();
    let page = book.add_worksheet();
    page.set_name(sheet_name(kind.word().zh))?;
    for (at, column) in columns.iter().enumerate() {
        let at = at as u16;
        page.write_string_with_format(0, at, column.heading(ledger, Lang::Zh), &formats.head)?;
        page.set_column_width(at, f64::from(column.width(ledger, Lang::Zh)) / 7.5)?;
        let words: Vec<&str> = match column.field_type() {
            Some(FieldType::YesNo) => vec!["是", "否"],
            Some(FieldType::Choice(words)) => words.iter().map(|word| word.word.zh).collect(),
            _ => Vec::new(),
        };
        // A list of choices holds 255 characters at most.
        if !words.is_empty() && words.iter().map(|word| word.chars().count() + 1).sum::<usize>() < 255 {
            page.add_data_validation(1, at, LINES, at, &DataValidation::new().allow_list_strings(&words)?)?;
        }
        let format = match column.field_type() {
            Some(FieldType::Date | FieldType::Stage) => &formats.day,
            Some(FieldType::Number) => &formats.number,
            _ => &formats.text,
        };
        page.set_column_format(at, format)?;
    }
    let last = columns.len() as u16;
    page.write_string_with_format(0, last, IDENTITY, &formats.head)?;
    set_up(page, last, ledger)?;
    let notes = book.add_worksheet();
    notes.set_name("填报说明")?;
    notes.set_column_width(0, 90)?;
    for (at, line) in [
        "1. 只在第一张表中填写，不要改动表头、不要增删列。",
        "2. 统一社会信用代码按文本填写（18 位），不要让表格软件转成数字。",
        "3. 日期写成 2024-12-31；阶段类栏目填完成日期，不知道日期填「是」，没有完成填「否」，不清楚的留空。",
        "4. 留空表示未填报，不等于「否」。",
        "5. 金额按表头括号内的单位填写，不要改动单位。",
        "6. 非涉密系统，不得填写国家秘密。",
    ]
    .into_iter()
    .enumerate()
    {
        notes.write_string(at as u32, 0, line)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The rows that were not taken, as they came, each with the reason.
///
/// # Errors
/// None that a test has not ruled out.
pub fn refused(grid: &Grid, layout: &Layout, plan: &Plan, made: Date) -> Result<Vec<u8>, WriteError> {
    let mut book = begin("未导入的行", made)?;
    let formats = Formats::new();
    let page = book.add_worksheet();
    page.set_name("未导入的行")?;
    for (at, heading) in layout.headings.iter().enumerate() {
        page.write_string_with_format(0, at as u16, heading, &formats.head)?;
    }
    let last = layout.headings.len() as u16;
    page.write_string_with_format(0, last, "未导入原因", &formats.head)?;
    page.set_column_width(last, 60)?;
    let left_out = plan.rows.iter().filter(|row| matches!(row.outcome, Outcome::Refused | Outcome::NeedsNod));
    for (down, row) in left_out.enumerate() {
        let line = down as u32 + 1;
        for at in 0..layout.headings.len() {
            let out = match grid.cell(row.row, at) {
                Cell::Empty => Out::Nothing,
                Cell::Number(number) => Out::Number(*number),
                Cell::Date { year, month, day } => Date::new(*year, *month, *day).map_or(Out::Nothing, Out::Day),
                other => Out::Text(other.text()),
            };
            put(page, line, at as u16, &out, &formats)?;
        }
        let reasons: Vec<String> = row
            .problems
            .iter()
            .map(|problem| format!("{}：{}", problem.address, problem.kind.sentence(Lang::Zh)))
            .collect();
        let reason = if reasons.is_empty() {
            "仅名称与已有记录相同，未确认。".to_owned()
        } else {
            reasons.join("\n")
        };
        page.write_string_with_format(line, last, reason, &formats.text)?;
    }
    page.set_freeze_panes(1, 0)?;
    Ok(book.save_to_buffer()?)
}

/// Writes a table as text with commas and a mark at its start, so that Excel knows it is UTF-8.
///
/// `formula_safe` puts an apostrophe before what a spreadsheet would take for a formula.
///
/// # Errors
/// None that a test has not ruled out: writing to memory does not fail.
pub fn csv(sheet: &Sheet<'_>, columns: &[Column], rows: &[usize], formula_safe: bool) -> Result<Vec<u8>, WriteError> {
    let failed = |error: csv::Error| WriteError(error.to_string());
    let mut names = Names::new(sheet.ledger);
    let mut out = b"\xEF\xBB\xBF".to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    let headings = columns.iter().map(|column| column.heading(sheet.ledger, Lang::Zh));
    writer.write_record(headings.chain([IDENTITY.to_owned()])).map_err(failed)?;
    for row in rows {
        let cells = columns.iter().map(|column| {
            let text = match column.field_type() {
                Some(field_type) => match names.out(&sheet.value(*row, *column), field_type) {
                    Out::Nothing => String::new(),
                    Out::Text(text) => text,
                    Out::Number(_) => text::show(&sheet.value(*row, *column), field_type, sheet.ledger, Lang::Zh),
                    Out::Day(day) => day.to_string(),
                },
                None => sheet.cell(*row, *column).text,
            };
            if formula_safe && text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
        });
        let cells: Vec<String> = cells.chain([sheet.record(*row).id.to_string()]).collect();
        writer.write_record(cells).map_err(failed)?;
    }
    writer.flush().map_err(|error| WriteError(error.to_string()))?;
    drop(writer);
    Ok(out)
}
