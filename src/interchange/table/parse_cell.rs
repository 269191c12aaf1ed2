//! Cells to values: the many ways in which people write yes, no, a date, a share. Never a guess.

use std::fmt;

use super::{
    cell::Cell,
    choice_synonyms,
    money::{MoneyUnit, converted},
};
use ledger::domain::{CodeVerdict, CreditCode, Decimal, FieldType, Kind, Lang, RawId, Stage, Value, code::narrow};
use table_model::{
    Column,
    text::{self, CellError},
};

/// Why a cell was not read, or what is to be said of one that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellProblem {
    /// The text is not of the column's type.
    Unreadable(CellError),
    /// A month without a day.
    MonthOnly(String),
    /// A number where a date should be; which day it means depends on the workbook it came from.
    SerialNumber(String),
    /// An error of the spreadsheet.
    Fault(String),
    /// A credit code that a spreadsheet or a typist damaged; it is kept as it came.
    Code(String, CodeVerdict),
    /// The text was read by a word that means the same.
    ReadAs(String, String),
    /// A number below zero.
    BelowZero(String),
    /// An amount that has more than two places in the unit of its field, and was rounded.
    Rounded(String, MoneyUnit, MoneyUnit, Decimal),
    /// An amount in a unit that cannot be converted to the one of its field.
    UnknownUnit(String, MoneyUnit),
}

impl CellProblem {
    /// Whether the cell was not taken.
    pub const fn is_refusal(&self) -> bool {
        !matches!(self, Self::Code(..) | Self::ReadAs(..) | Self::Rounded(..))
    }

    /// Says it in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::Unreadable(error) => error.sentence(lang),
            Self::MonthOnly(text) if zh => format!("「{text}」只写到月，不能确定是哪一天，没有写入。"),
            Self::MonthOnly(text) => format!("“{text}” names no day and was not taken."),
            Self::SerialNumber(text) if zh => format!("「{text}」是数字不是日期，请在表格中设为日期格式，没有写入。"),
            Self::SerialNumber(text) => format!("“{text}” is a number, not a date, and was not taken."),
            Self::Fault(fault) if zh => format!("单元格是错误值 {fault}，没有写入。"),
            Self::Fault(fault) => format!("The cell is an error ({fault}) and was not taken."),
            Self::Code(text, verdict) if zh => format!("信用代码「{text}」{}，按原样保留。", verdict.word().zh),
            Self::Code(text, verdict) => format!("Credit code “{text}”: {}; kept as it is.", verdict.word().en),
            Self::ReadAs(text, word) if zh => format!("「{text}」按「{word}」理解。"),
            Self::ReadAs(text, word) => format!("“{text}” was read as “{word}”."),
            Self::Rounded(text, from, to, amount) => {
                let (from, to) = (from.word().of(lang), to.word().of(lang));
                if zh {
                    format!("「{text}」{from}按四舍五入读为 {amount} {to}。")
                } else {
                    format!("“{text}” {from} was rounded to {amount} {to}.")
                }
            }
            Self::BelowZero(text) if zh => format!("「{text}」小于零，没有写入。"),
            Self::BelowZero(text) => format!("“{text}” is below zero and was not taken."),
            Self::UnknownUnit(unit, to) if zh => {
                format!("本列单位「{unit}」不能换算为{}，没有写入；请在列上方选定单位。", to.word().zh)
            }
            Self::UnknownUnit(unit, to) => {
                format!("The unit “{unit}” cannot be converted to {}; not taken. Choose a unit above.", to.word().en)
            }
        }
    }
}

impl fmt::Display for CellProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

/// A value with what is to be said of the cell; no value where the cell was not taken.
pub type Read = (Option<Value>, Option<CellProblem>);

/// Reads a cell for a column; `as_share` says that the column writes 70 % as 0.7.
pub fn read(cell: &Cell, column: Column, as_share: bool, named: &dyn Fn(Kind, &str) -> Vec<RawId>) -> Read {
    let Some(field_type) = column.field_type() else { return (None, None) };
    let refused = |problem| (None, Some(problem));
    if let Cell::Fault(fault) = cell {
        return refused(CellProblem::Fault(fault.clone()));
    }
    let text = cell.text();
    match field_type {
        FieldType::Code => code(&text),
        FieldType::Date | FieldType::Stage => match cell {
            Cell::Number(number) if !(19_000_101.0..=22_001_231.0).contains(number) => {
                let yes = match (field_type, *number) {
                    (FieldType::Stage, 1.0) => Some(Stage::Yes(None)),
                    (FieldType::Stage, 0.0) => Some(Stage::No),
                    _ => None,
                };
                match yes {
                    Some(stage) => (Some(Value::Stage(stage)), None),
                    None if month_only(&text) => refused(CellProblem::MonthOnly(text)),
                    None => refused(CellProblem::SerialNumber(text)),
                }
            }
            _ => day_or_step(&text, field_type, named),
        },
        FieldType::Number if as_share && is_percent(column) => share(&text, named),
        FieldType::Number if is_year(column) => plain(text.trim_end_matches("年度"), field_type, named),
        FieldType::Choice(words) => {
            match (text::parse_with(&text, field_type, named), choice_synonyms::meant(column, &text)) {
                (Ok(value), _) => (Some(value), None),
                (Err(_), Some(at)) => {
                    let word = words[usize::from(at)].word.zh.to_owned();
                    (Some(Value::Choice(at)), Some(CellProblem::ReadAs(text, word)))
                }
                (Err(error), None) => refused(CellProblem::Unreadable(error)),
            }
        }
        _ => plain(&text, field_type, named),
    }
}

/// Whether a column holds per cents of progress.
pub fn is_percent(column: Column) -> bool {
    column == Column::Percent || matches!(column, Column::Field(field) if field.meta().key == "percent")
}

fn is_year(column: Column) -> bool {
    matches!(column, Column::Field(field) if field.meta().key == "year")
}

/// Reads an amount in one unit as one in another. What has more than two places there, as amounts in 元 and
/// computed cells do, is rounded half up, and told with its cell.
pub fn amount(cell: &Cell, from: MoneyUnit, to: MoneyUnit) -> Read {
    if let Cell::Fault(fault) = cell {
        return (None, Some(CellProblem::Fault(fault.clone())));
    }
    let text = cell.text();
    let narrowed: String = text.chars().map(narrow).collect();
    let moved = text::bare_number(narrowed.trim()).and_then(|number| converted(&number, from, to));
    match moved.as_deref().and_then(to_two_places) {
        None => (None, Some(CellProblem::Unreadable(CellError::NotANumber(text)))),
        Some((amount, is_exact)) => {
            let told = (!is_exact).then_some(CellProblem::Rounded(text, from, to, amount));
            (Some(Value::Number(amount)), told)
        }
    }
}

/// A plain decimal number to two places, half up, and whether it had no more of them.
fn to_two_places(number: &str) -> Option<(Decimal, bool)> {
    if let Ok(exact) = number.parse() {
        return Some((exact, true));
    }
    let point = number.find('.')?;
    let third = *number.as_bytes().get(point + 3)?;
    let cut: Decimal = number.get(..point + 3)?.parse().ok()?;
    let up = i64::from(third >= b'5') * if number.starts_with('-') { -1 } else { 1 };
    Some((Decimal::from_hundredths(cut.hundredths() + up), false))
}

fn plain(text: &str, field_type: FieldType, named: &dyn Fn(Kind, &str) -> Vec<RawId>) -> Read {
    match text::parse_with(text, field_type, named) {
        Ok(value) => (Some(value), None),
        Err(error) => (None, Some(CellProblem::Unreadable(error))),
    }
}

fn code(text: &str) -> Read {
    let code = CreditCode::new(text);
    let doubt = code.verdict().filter(|verdict| *verdict != CodeVerdict::Valid);
    let problem = doubt.map(|verdict| CellProblem::Code(code.as_str().to_owned(), verdict));
    (Some(if code.is_empty() { Value::Empty } else { Value::Code(code) }), problem)
}

fn day_or_step(text: &str, field_type: FieldType, named: &dyn Fn(Kind, &str) -> Vec<RawId>) -> Read {
    if month_only(text) {
        return (None, Some(CellProblem::MonthOnly(text.to_owned())));
    }
    match text::parse_with(text, field_type, named) {
        Ok(value) => (Some(value), None),
        Err(_) if field_type == FieldType::Stage && is_done(text) => {
            (Some(Value::Stage(Stage::Yes(None))), Some(CellProblem::ReadAs(text.to_owned(), "是".to_owned())))
        }
        Err(_) if field_type == FieldType::Stage && is_open(text) => {
            (Some(Value::Stage(Stage::No)), Some(CellProblem::ReadAs(text.to_owned(), "否".to_owned())))
        }
        Err(error) => (None, Some(CellProblem::Unreadable(error))),
    }
}

/// `2024年12月`, `2024.12`, `2024-12`, `2024/12`.
fn month_only(text: &str) -> bool {
    let plain = text.trim().trim_end_matches('月').replace(['年', '.', '/'], "-");
    let Some((year, month)) = plain.split_once('-') else { return false };
    year.len() == 4
        && year.bytes().all(|b| b.is_ascii_digit())
        && month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month))
}

/// Short words that say that a step was taken; a sentence is for people to read.
fn is_done(text: &str) -> bool {
    matches!(
        text,
        "已建立"
            | "已印发"
            | "已制定"
            | "已出台"
            | "已开展"
            | "已实行"
            | "已签订"
            | "已签"
            | "已考核"
            | "已兑现"
            | "完成"
            | "建立"
    )
}

fn is_open(text: &str) -> bool {
    matches!(
        text,
        "未建立"
            | "未印发"
            | "未制定"
            | "未出台"
            | "未开展"
            | "未实行"
            | "未签订"
            | "未签"
            | "未考核"
            | "未兑现"
            | "没有"
    )
}

/// A share of one as per cent: 0.7 is 70.
fn share(text: &str, named: &dyn Fn(Kind, &str) -> Vec<RawId>) -> Read {
    let shifted = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share)).map(|share| share * 100.0);
    match shifted {
        Some(percent) => plain(&Cell::Number((percent * 1e4).round() / 1e4).text(), FieldType::Number, named),
        None => plain(text, FieldType::Number, named),
    }
}
