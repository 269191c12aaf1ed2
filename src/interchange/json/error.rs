//! Why a file is refused, and what is to be said of one that is taken.

use std::fmt;

use ledger::domain::{Lang, ledger::TEXT_LIMIT};

use super::{BYTE_LIMIT, DEPTH_LIMIT, NAME_LIMIT, RECORD_LIMIT};

/// Why a file cannot be taken. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The file has more bytes than are read.
    TooLarge,
    /// The bytes are not UTF-8 text.
    NotUtf8,
    /// The text is not JSON.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// The file ends in the middle.
    Truncated,
    /// JSON, but not a ledger.
    NotOurs,
    /// Made by a version that was never released.
    UnknownVersion,
    /// A page or head written by a newer version of the program.
    Newer,
    /// More records than are read.
    TooManyRecords,
    /// An object has more names than are read.
    TooManyNames(String),
    /// Nested more deeply than is read.
    TooDeep(String),
    /// A text longer than a field may hold.
    TooLong(String),
    /// A name stands twice in one object.
    DuplicateKey(String),
    /// A name that no object may use.
    ForbiddenKey(String),
    /// Two records of a kind have one identity.
    DuplicateRecord(String),
    /// A value that does not fit its field.
    BadValue {
        /// Where it stands, such as `tasks[12].deadline`.
        place: String,
        /// What the field takes.
        expected: &'static str,
    },
}

impl ReadError {
    /// Says in plain sentences what is wrong with a file that somebody sent, that nothing was lost, and what
    /// to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let what = self.cause(lang);
        match lang {
            Lang::Zh => what + "现有数据没有任何改动。请向发来文件的人重新索取，或换一个文件再试。",
            Lang::En => what + " Nothing was changed. Ask the sender for the file again, or try another one.",
        }
    }

    /// Says what is wrong with what this browser kept: nobody sent it.
    pub fn kept_cause(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.cause(lang).replace("这个文件", "它").replace("文件", "保存的内容"),
            Lang::En => self.cause(lang).replace("The file", "It").replace("the file", "it").replace("This file", "It"),
        }
    }

    fn cause(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::TooLarge if zh => format!("文件超过 {} MB，没有读取。", BYTE_LIMIT >> 20),
            Self::TooLarge => format!("The file is larger than {} MB and was not read.", BYTE_LIMIT >> 20),
            Self::NotUtf8 if zh => "文件不是 UTF-8 文本，可能已损坏或不是台账文件。".to_owned(),
            Self::NotUtf8 => "The file is not UTF-8 text: damaged, or not a ledger.".to_owned(),
            Self::NotJson { line, column } if zh => format!("文件第 {line} 行第 {column} 个字符处不是有效的 JSON。"),
            Self::NotJson { line, column } => format!("The file is not JSON at line {line}, column {column}."),
            Self::Truncated if zh => "文件不完整，后半部分缺失（可能没有传完）。".to_owned(),
            Self::Truncated => "The file is cut off: its end is missing.".to_owned(),
            Self::NotOurs if zh => "这个文件不是国企改革台账导出的 JSON。".to_owned(),
            Self::NotOurs => "This file is not a JSON export of Reform Ledger.".to_owned(),
            Self::UnknownVersion if zh => "文件的格式版本无法识别。".to_owned(),
            Self::UnknownVersion => "The version of the file's format is unknown.".to_owned(),
            Self::Newer if zh => "数据由更新版本的程序保存，本版本不能修改它。".to_owned(),
            Self::Newer => "The data was saved by a newer version of the program.".to_owned(),
            Self::TooManyRecords if zh => format!("文件中的记录超过 {RECORD_LIMIT} 条。"),
            Self::TooManyRecords => format!("The file has more than {RECORD_LIMIT} records."),
            Self::TooManyNames(place) if zh => format!("文件 {place} 处的内容超过 {NAME_LIMIT} 项。"),
            Self::TooManyNames(place) => format!("At {place} there are more than {NAME_LIMIT} names."),
            Self::TooDeep(place) if zh => format!("文件 {place} 处嵌套超过 {DEPTH_LIMIT} 层。"),
            Self::TooDeep(place) => format!("At {place} the file is nested more than {DEPTH_LIMIT} levels deep."),
            Self::TooLong(place) if zh => format!("文件 {place} 处的文字超过 {TEXT_LIMIT} 个字。"),
            Self::TooLong(place) => format!("At {place} a text has more than {TEXT_LIMIT} characters."),
            Self::DuplicateKey(place) if zh => format!("文件 {place} 处同一名称出现两次。"),
            Self::DuplicateKey(place) => format!("At {place} a name stands twice."),
            Self::ForbiddenKey(place) if zh => format!("文件 {place} 处含有不允许的名称。"),
            Self::ForbiddenKey(place) => format!("At {place} a name is not allowed."),
            Self::DuplicateRecord(place) if zh => format!("文件 {place} 处的记录编号重复。"),
            Self::DuplicateRecord(place) => format!("At {place} the identity of a record is repeated."),
            Self::BadValue { place, expected } if zh => {
                format!("文件 {place} 处的内容不符合要求（应为：{expected}）。")
            }
            Self::BadValue { place, expected } => format!("At {place} the value does not fit ({expected} expected)."),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for ReadError {}

/// What is to be said of a file that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadNote {
    /// Another program wrote or rearranged the file since its export.
    DigestDiffers,
    /// So many records were edited outside this program.
    EditedByHand(usize),
    /// So many fields or words are unknown to this version; they are kept.
    UnknownKept(usize),
    /// So many entries of history are unknown to this version.
    HistorySkipped(usize),
    /// The file was made by a newer version.
    Newer(u32),
}

impl ReadNote {
    /// Says it in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::DigestDiffers, Lang::Zh) => "文件在导出后被其他程序改动或重新排版过。".to_owned(),
            (Self::DigestDiffers, Lang::En) => "Another program changed or rearranged the file.".to_owned(),
            (Self::EditedByHand(n), Lang::Zh) => format!("有 {n} 条记录在导出后被手工改动。"),
            (Self::EditedByHand(n), Lang::En) => format!("{n} records were edited by hand."),
            (Self::UnknownKept(n), Lang::Zh) => format!("有 {n} 处内容本版本不认识，已原样保留。"),
            (Self::UnknownKept(n), Lang::En) => format!("{n} values are unknown to this version and were kept."),
            (Self::HistorySkipped(n), Lang::Zh) => format!("有 {n} 条历史本版本不认识，未显示。"),
            (Self::HistorySkipped(n), Lang::En) => format!("{n} entries of history are unknown to this version."),
            (Self::Newer(v), Lang::Zh) => format!("文件由更新的版本（格式 {v}）生成，只能查看，不能修改。"),
            (Self::Newer(v), Lang::En) => format!("The file is of a newer format ({v}) and opens read-only."),
        }
    }
}
