//! Cell text: how values are written for their readers, and how typed text is read.

use std::fmt;

use super::names;
use ledger::domain::{
    CreditCode, Date, Decimal, FieldType, Kind, Lang, Ledger, Phrase, RawId, RecordRef, RegionCode, Stage, Tiers,
    Value, choice::ChoiceWord, code::narrow, parse_date,
};

/// Why a typed text is not a value of its column. The cell keeps what it had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellError {
    /// Not a date that can be read without guessing.
    NotADate(String),
    /// Not a number with at most two places.
    NotANumber(String),
    /// Neither yes nor no.
    NotYesNo(String),
    /// None of the column's words.
    NotAChoice(String, &'static [ChoiceWord]),
    /// No region of this name or code, or several.
    NotARegion(String),
    /// Not a list of tiers from 1 to 8.
    NotTiers(String),
    /// No record of this name.
    NoSuchRecord(String, Kind),
    /// Several records of this name.
    Ambiguous(String, Kind),
    /// The column is computed.
    Computed,
    /// Another line of the block begins the same record: by its natural key there is one alone.
    Twice,
}

impl CellError {
    /// Says in a plain sentence what was typed and what the column takes.
    pub fn sentence(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NotADate(text) if zh => format!("「{text}」不是可识别的日期，请写成 2024-12-31。"),
            Self::NotADate(text) => format!("“{text}” is not a date; write 2024-12-31."),
            Self::NotANumber(text) if zh => format!("「{text}」不是数字（最多两位小数）。"),
            Self::NotANumber(text) => format!("“{text}” is not a number with at most two places."),
            Self::NotYesNo(text) if zh => format!("「{text}」请写成「是」或「否」。"),
            Self::NotYesNo(text) => format!("“{text}”: write yes or no."),
            Self::NotAChoice(text, words) => {
                let words: Vec<_> = words.iter().map(|w| w.word.of(lang)).collect();
                if zh {
                    format!("「{text}」不在可选范围：{}。", words.join("、"))
                } else {
                    format!("“{text}” is none of: {}.", words.join(", "))
                }
            }
            Self::NotARegion(text) if zh => format!("「{text}」不是可识别的地区，请写地区全称或六位代码。"),
            Self::NotARegion(text) => format!("“{text}” is not one region; give its full name or its code."),
            Self::NotTiers(text) if zh => format!("「{text}」不是层级，请写成 2,3。"),
            Self::NotTiers(text) => format!("“{text}” is not a list of tiers; write 2,3."),
            Self::NoSuchRecord(text, kind) if zh => format!("没有名为「{text}」的{}。", kind.word().zh),
            Self::NoSuchRecord(text, kind) => format!("There is no {} named “{text}”.", kind.word().en.to_lowercase()),
            Self::Ambiguous(text, kind) if zh => format!("有多个{}叫「{text}」，请用编号或代码。", kind.word().zh),
            Self::Ambiguous(text, kind) => {
                format!("Several records are named “{text}” ({}); use a number or code.", kind.word().en)
            }
            Self::Twice if zh => {
                "与粘贴内容中的另一行是同一条记录（对象和年度等都相同），只能有一条。请合并这两行后再粘贴。".to_owned()
            }
            Self::Twice => {
                "Another line of the block is the same record, of which there is one alone. Make one line of them."
                    .to_owned()
            }
            Self::Computed if zh => "此列由系统计算，不能直接填写。".to_owned(),
            Self::Computed => "This column is computed and cannot be typed into.".to_owned(),
        }
    }
}

impl fmt::Display for CellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for CellError {}

const YES: Phrase = Phrase::new("是", "Yes");
const NO: Phrase = Phrase::new("否", "No");

/// Writes a value for its reader; empty where nothing is filled in.
pub fn show(value: &Value, field_type: FieldType, ledger: &Ledger, lang: Lang) -> String {
    match (value, field_type) {
        (Value::Ref(id), FieldType::Ref(kind)) => names::name_of(ledger, RecordRef::new(kind, *id), lang),
        _ => plain(value, field_type, lang),
    }
}

/// Writes a value that points to no record.
fn plain(value: &Value, field_type: FieldType, lang: Lang) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => text.clone(),
        Value::Code(code) => code.to_string(),
        Value::Region(code) => code.full_name().unwrap_or_else(|| code.to_string()),
        Value::Number(number) => number.to_string(),
        Value::Date(date) | Value::Stage(Stage::Yes(Some(date))) => date.to_string(),
        Value::YesNo(true) | Value::Stage(Stage::Yes(None)) => YES.of(lang).to_owned(),
        Value::YesNo(false) | Value::Stage(Stage::No) => NO.of(lang).to_owned(),
        Value::Choice(at) => match field_type {
            FieldType::Choice(words) => words.get(usize::from(*at)).map_or("", |w| w.word.of(lang)).to_owned(),
            _ => String::new(),
        },
        Value::Ref(id) => id.to_string(),
        Value::Tiers(tiers) => tiers.to_string(),
    }
}

/// A text for a value that does not change with the language, for addresses.
pub fn token(value: &Value, field_type: FieldType) -> String {
    match (value, field_type) {
        (Value::Choice(at), FieldType::Choice(words)) => {
            words.get(usize::from(*at)).map_or("", |word| word.key).to_owned()
        }
        (Value::Region(code), _) => code.to_string(),
        (Value::YesNo(yes), _) => if *yes { "yes" } else { "no" }.to_owned(),
        (Value::Stage(Stage::No), _) => "no".to_owned(),
        (Value::Stage(Stage::Yes(None)), _) => "yes".to_owned(),
        _ => plain(value, field_type, Lang::Zh),
    }
}

/// Reads a typed text as a value of a type; empty text empties the cell.
///
/// # Errors
/// Where the text cannot be read without guessing.
pub fn parse(text: &str, field_type: FieldType, ledger: &Ledger) -> Result<Value, CellError> {
    parse_with(text, field_type, &|kind, name| names::named(ledger, kind, name))
}

/// Reads a text like [`parse`], with a way of its own to look up what records a name may mean.
///
/// # Errors
/// Where the text cannot be read without guessing.
pub fn parse_with(
    text: &str,
    field_type: FieldType,
    named: &dyn Fn(Kind, &str) -> Vec<RawId>,
) -> Result<Value, CellError> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Empty);
    }
    let narrowed: String = trimmed.chars().map(narrow).collect();
    let narrowed = narrowed.trim();
    let own = || narrowed.to_owned();
    match field_type {
        FieldType::Text | FieldType::PersonName | FieldType::Contact => {
            Ok(Value::Text(trimmed.replace(['\r', '\n', '\t'], " ")))
        }
        FieldType::LongText => Ok(Value::Text(trimmed.replace("\r\n", "\n"))),
        FieldType::Code => Ok(Value::Code(CreditCode::new(trimmed))),
        // Counties that share a name are offered with their code in front.
        FieldType::Region => RegionCode::find(narrowed.split(' ').next().unwrap_or(narrowed))
            .map(Value::Region)
            .ok_or_else(|| CellError::NotARegion(own())),
        FieldType::Number => number(narrowed).map(Value::Number).ok_or_else(|| CellError::NotANumber(own())),
        FieldType::Date => date(narrowed).map(Value::Date).ok_or_else(|| CellError::NotADate(own())),
        FieldType::YesNo => yes_no(narrowed).map(Value::YesNo).ok_or_else(|| CellError::NotYesNo(own())),
        FieldType::Stage => match yes_no(narrowed) {
            Some(true) => Ok(Value::Stage(Stage::Yes(None))),
            Some(false) => Ok(Value::Stage(Stage::No)),
            None => date(narrowed)
                .map(|date| Value::Stage(Stage::Yes(Some(date))))
                .ok_or_else(|| CellError::NotADate(own())),
        },
        FieldType::Choice(words) => words
            .iter()
            .position(|w| [w.word.zh, w.word.en, w.key].iter().any(|own| own.eq_ignore_ascii_case(narrowed)))
            .map(|at| Value::Choice(at as u8))
            .ok_or_else(|| CellError::NotAChoice(own(), words)),
        FieldType::Ref(kind) => match named(kind, trimmed)[..] {
            [] => Err(CellError::NoSuchRecord(trimmed.to_owned(), kind)),
            [id] => Ok(Value::Ref(id)),
            _ => Err(CellError::Ambiguous(trimmed.to_owned(), kind)),
        },
        FieldType::Tiers => Tiers::parse(narrowed).map(Value::Tiers).ok_or_else(|| CellError::NotTiers(own())),
    }
}

/// Reads a date in the forms that people type: `2024-12-31`, `2024/6/3`, `2024.12.31`, `20241231`,
/// `2024年12月31日`. A month alone is not a day and is refused.
pub fn date(text: &str) -> Option<Date> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return parse_date(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let plain: String = text.replace(['年', '月', '/', '.'], "-").replace(['日', ' '], "");
    let parts: Vec<&str> = plain.split('-').collect();
    let [year, month, day] = parts[..] else { return None };
    let digits = |s: &str, most: usize| {
        (!s.is_empty() && s.len() <= most && s.bytes().all(|b| b.is_ascii_digit())).then_some(())
    };
    digits(month, 2).and(digits(day, 2)).and((year.len() == 4).then_some(()))?;
    parse_date(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Reads a number with thousands separators or a unit behind it, as people type it: `1,200`, `70%`, `3户`.
fn number(text: &str) -> Option<Decimal> {
    bare_number(text)?.parse().ok()
}

/// A typed number without thousands separators and the unit behind it; its digits are not looked at.
pub fn bare_number(text: &str) -> Option<String> {
    let bare = text.trim_end_matches(['%', '户', '人', '项', '席', '名', '分', '年']).trim_end();
    if bare.contains(',') {
        let (whole, _) = bare.split_once('.').unwrap_or((bare, ""));
        let mut groups = whole.trim_start_matches('-').split(',');
        let first = groups.next()?;
        // `1,5` is a decimal elsewhere in the world: only groups of three are separators.
        if first.is_empty() || first.len() > 3 || groups.any(|group| group.len() != 3) {
            return None;
        }
    }
    Some(bare.replace(',', ""))
}

fn yes_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "yes" | "y" | "true" | "1" | "已完成" => Some(true),
        "否" | "无" | "×" | "✗" | "✘" | "x" | "no" | "n" | "false" | "0" | "未完成" => Some(false),
        _ => None,
    }
}

/// What may be chosen for a column while typing; none where any text goes.
pub fn offers(field_type: FieldType, ledger: &Ledger, typed: &str, lang: Lang, limit: usize) -> Vec<String> {
    let lower = typed.to_lowercase();
    match field_type {
        FieldType::YesNo => [YES, NO].iter().map(|word| word.of(lang).to_owned()).collect(),
        FieldType::Choice(words) => words
            .iter()
            .map(|w| w.word.of(lang).to_owned())
            .filter(|word| word.to_lowercase().contains(&lower))
            .collect(),
        FieldType::Ref(kind) => names::offered(ledger, kind, typed, lang, limit),
        FieldType::Region if !typed.is_empty() => ledger::domain::region::REGIONS
            .iter()
            .filter(|(code, name)| name.contains(typed) || code.to_string().starts_with(typed))
            .map(|(code, name)| format!("{code} {name}"))
            .take(limit)
            .collect(),
        _ => Vec::new(),
    }
}
