//! Named checks: what is missing, contradictory or damaged, each with its place and a plain sentence.
//!
//! A check never changes anything. [`findings`] runs them all.

mod rules;

pub use rules::{Check, findings};

use super::{
    code::CodeVerdict,
    number::Decimal,
    schema::{Field, RecordRef},
    words::{Lang, Phrase},
};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A figure is wrong or a record unusable until it is mended.
    Error,
    /// Something is missing or doubtful.
    Warning,
    /// Worth a look.
    Hint,
}

impl Severity {
    /// The term on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Error => Phrase::new("错误", "Error"),
            Self::Warning => Phrase::new("待补", "To complete"),
            Self::Hint => Phrase::new("提示", "Hint"),
        }
    }
}

/// What a check found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// The record.
    pub place: RecordRef,
    /// The field to look at, where there is one.
    pub field: Option<Field>,
    /// What more is to be said: the value found, the other record, the days.
    pub detail: Detail,
}

/// What more is to be said of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// The text found.
    Text(String),
    /// A credit code and what is wrong with it.
    Code(String, CodeVerdict),
    /// A number of days.
    Days(i64),
    /// A term.
    Word(Phrase),
    /// Two amounts, the first of which should not exceed the second.
    Over(Decimal, Decimal),
    /// What a field said before, and what it says now.
    Turned(Field, Decimal, Decimal),
}

impl Finding {
    /// Says in a plain sentence what was found, given what the record is called.
    pub fn sentence(&self, name: &str, lang: Lang) -> String {
        let what = self.check.word().of(lang);
        let detail = self.detail.text(lang);
        match lang {
            Lang::Zh => format!("{name}：{what}{detail}。"),
            Lang::En => format!("{name}: {}{detail}.", what.to_lowercase()),
        }
    }
}

impl Detail {
    fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::None, _) => String::new(),
            (Self::Text(text), Lang::Zh) => format!("（{text}）"),
            (Self::Text(text), Lang::En) => format!(" ({text})"),
            (Self::Code(code, verdict), lang) => match lang {
                Lang::Zh => format!("（{code}，{}）", verdict.word().zh),
                Lang::En => format!(" ({code}: {})", verdict.word().en),
            },
            (Self::Days(days), Lang::Zh) => format!("，已 {days} 天"),
            (Self::Days(days), Lang::En) => format!(" ({days} days)"),
            (Self::Word(word), Lang::Zh) => format!("（{}）", word.zh),
            (Self::Word(word), Lang::En) => format!(" ({})", word.en.to_lowercase()),
            (Self::Over(a, b), Lang::Zh) => format!("（{a} 大于 {b}）"),
            (Self::Over(a, b), Lang::En) => format!(" ({a} over {b})"),
            (Self::Turned(field, a, b), Lang::Zh) => format!("（{}由 {a} 变为 {b}）", field.meta().word.zh),
            (Self::Turned(field, a, b), Lang::En) => format!(" ({} from {a} to {b})", field.meta().word.en),
        }
    }
}

impl CodeVerdict {
    /// What is wrong with the code.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Valid => Phrase::new("有效", "valid"),
            Self::CheckFails => Phrase::new("校验位不符，请核对", "the check character does not fit"),
            Self::WrongLength => Phrase::new("不是 18 位", "not 18 characters"),
            Self::WrongCharacter => Phrase::new("含有不使用的字符", "a character that codes do not use"),
            Self::SpreadsheetDamage => Phrase::new(
                "被电子表格当作数字损坏，须向企业重新取得",
                "damaged as a number; ask the enterprise for it",
            ),
        }
    }
}

/// The words of a grade scale.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', '/']).map(str::trim).filter(|word| !word.is_empty())
}
