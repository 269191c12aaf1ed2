//! What a file is, told by its bytes, and what keeps one from being opened.

use std::{
    fmt,
    io::{Cursor, Read},
};

use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use ledger::domain::Lang;

/// The most bytes of a spreadsheet file.
pub const FILE_LIMIT: usize = 100 << 20;
/// The most bytes of all parts of a file together, inflated.
const INFLATED_LIMIT: u64 = 512 << 20;
/// The most parts that a file may consist of.
const PARTS_LIMIT: usize = 2_000;
/// The most rows, columns and cells of a sheet.
pub const ROW_LIMIT: usize = 300_000;
/// See [`ROW_LIMIT`].
pub const COLUMN_LIMIT: usize = 1_000;
/// See [`ROW_LIMIT`].
pub const CELL_LIMIT: usize = 8_000_000;

/// A kind of file that holds tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Office Open XML, `.xlsx` or `.xlsm`.
    Xlsx,
    /// The older binary format, `.xls` or `.et`.
    Xls,
    /// OpenDocument, `.ods`.
    Ods,
    /// Text with separators.
    Text,
    /// An exported ledger, or another JSON file.
    Json,
}

/// Why a file cannot be read as tables. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TableError {
    /// No bytes at all.
    Empty,
    /// More bytes than are read; in MB.
    TooLarge(u64),
    /// Encrypted with a password.
    Encrypted,
    /// A web page under another name.
    WebPage,
    /// A zip or compound file that is no spreadsheet.
    NotASpreadsheet,
    /// The file is cut off or damaged.
    Damaged(String),
    /// Inflates to more than is read: a bomb, or more than a browser can hold.
    Bomb,
    /// A sheet with a cell farther out than is read.
    TooFar {
        /// The name of the sheet.
        sheet: String,
        /// The address of the cell.
        cell: String,
    },
    /// A sheet with more cells than are read.
    TooManyCells {
        /// The name of the sheet.
        sheet: String,
    },
    /// No sheet holds anything.
    NothingInside,
}

impl TableError {
    /// Says in plain sentences what is wrong, that nothing was changed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let of = |sheet: &str| if sheet.is_empty() { String::new() } else { format!("工作表「{sheet}」") };
        let zh = match self {
            Self::Empty => "文件是空的（0 字节）。请向发来文件的人重新索取。".to_owned(),
            Self::TooLarge(mb) => {
                format!("文件有 {mb} MB，超过可读取的 {} MB。请拆分后再导入。", FILE_LIMIT >> 20)
            }
            Self::Encrypted => "文件设有打开密码，无法读取。请在 Excel 或 WPS 中取消密码后另存再导入。".to_owned(),
            Self::WebPage => {
                "这其实是网页文件，只是扩展名像表格。请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。".to_owned()
            }
            Self::NotASpreadsheet => "这不是表格文件（支持 xlsx、xlsm、xls、et、ods、csv、tsv）。".to_owned(),
            Self::Damaged(_) => "文件不完整或已损坏，无法读取。请向发来文件的人重新索取。".to_owned(),
            Self::Bomb => "文件解压后过大，疑似异常文件，没有读取。".to_owned(),
            Self::TooFar { sheet, cell } => format!(
                "{}在 {cell} 处有内容，超出可读取的范围（{ROW_LIMIT} 行、{COLUMN_LIMIT} 列）。请删除多余的行列后再试。",
                of(sheet)
            ),
            Self::TooManyCells { sheet } => {
                format!("{}单元格超过 {} 万个。请拆分后再试。", of(sheet), CELL_LIMIT / 10_000)
            }
            Self::NothingInside => "文件中没有任何内容。".to_owned(),
        };
        match lang {
            Lang::Zh => zh + "现有数据没有任何改动。",
            Lang::En => format!("{self}. Nothing was changed."),
        }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("The file is empty"),
            Self::TooLarge(mb) => write!(f, "The file has {mb} MB, more than is read"),
            Self::Encrypted => f.write_str("The file is encrypted; save it without a password"),
            Self::WebPage => f.write_str("The file is a web page under another name; save it as xlsx"),
            Self::NotASpreadsheet => f.write_str("The file is not a spreadsheet"),
            Self::Damaged(why) => write!(f, "The file is cut off or damaged ({why})"),
            Self::Bomb => f.write_str("The file inflates to more than is read"),
            Self::TooFar { sheet, cell } => write!(f, "Sheet “{sheet}” has content at {cell}, beyond what is read"),
            Self::TooManyCells { sheet } => write!(f, "Sheet “{sheet}” has too many cells"),
            Self::NothingInside => f.write_str("The file holds nothing"),
        }
    }
}

impl std::error::Error for TableError {}

/// What the first bytes of a file say, before anything of it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// A zip file.
    Zip,
    /// A compound file, as older office programs write.
    Compound,
    /// JSON.
    Json,
    /// Text.
    Text,
}

/// Tells by its first bytes how a file is wrapped.
///
/// # Errors
/// Where the file is empty, too large, a web page, or nothing that holds tables.
pub fn sniff(bytes: &[u8]) -> Result<Wrapping, TableError> {
    if bytes.is_empty() {
        return Err(TableError::Empty);
    }
    let head = &bytes[..bytes.len().min(4_096)];
    let trimmed = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if trimmed.starts_with(b"{") {
        return Ok(Wrapping::Json);
    }
    if bytes.len() > FILE_LIMIT {
        return Err(TableError::TooLarge(bytes.len() as u64 >> 20));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Wrapping::Zip);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Ok(Wrapping::Compound);
    }
    let lower = trimmed.to_ascii_lowercase();
    let is_page =
        [&b"<!doctype html"[..], b"<html", b"<table", b"<?xml", b"<meta"].iter().any(|tag| lower.starts_with(tag));
    if is_page {
        return Err(TableError::WebPage);
    }
    // Text may hold NUL bytes only where every other byte is one: UTF-16.
    let nuls = head.iter().filter(|byte| **byte == 0).count();
    let is_wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || nuls * 3 > head.len();
    if nuls > 0 && !is_wide {
        return Err(TableError::NotASpreadsheet);
    }
    Ok(Wrapping::Text)
}

/// Tells what a file is, and refuses what must not be opened; inflates what is packed to see its size.
///
/// # Errors
/// Where the file is no table, encrypted, cut off, or a bomb.
pub fn recognise(bytes: &[u8]) -> Result<FileKind, TableError> {
    match sniff(bytes)? {
        Wrapping::Zip => zipped(bytes),
        Wrapping::Compound => compound(bytes),
        Wrapping::Json => Ok(FileKind::Json),
        Wrapping::Text => Ok(FileKind::Text),
    }
}

fn compound(bytes: &[u8]) -> Result<FileKind, TableError> {
    let wide = |name: &str| name.bytes().flat_map(|byte| [byte, 0]).collect::<Vec<u8>>();
    let has = |name: &str| bytes.windows(name.len() * 2).any(|window| window == wide(name));
    if has("EncryptedPackage") {
        return Err(TableError::Encrypted);
    }
    if has("Workbook") || has("Book") { Ok(FileKind::Xls) } else { Err(TableError::NotASpreadsheet) }
}

fn zipped(bytes: &[u8]) -> Result<FileKind, TableError> {
    let damaged = |error: zip::result::ZipError| TableError::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_LIMIT {
        return Err(TableError::Bomb);
    }
    let mut total = 0;
    let mut kind = None;
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => TableError::Encrypted,
            other => damaged(other),
        })?;
        let name = part.name().map_err(damaged)?.into_owned();
        if name == "xl/workbook.xml" {
            kind = Some(FileKind::Xlsx);
        }
        // The directory may lie about sizes: what counts is what comes out.
        let room = INFLATED_LIMIT - total;
        let is_strings = name.ends_with("sharedStrings.xml");
        let is_mime = name == "mimetype";
        let mut head = Vec::new();
        let read = |error: std::io::Error| TableError::Damaged(error.to_string());
        if is_strings || is_mime {
            (&mut part).take(4_096).read_to_end(&mut head).map_err(read)?;
        }
        let rest = std::io::copy(&mut (&mut part).take(room), &mut std::io::sink()).map_err(read)?;
        let size = head.len() as u64 + rest;
        total += size;
        if total >= INFLATED_LIMIT {
            return Err(TableError::Bomb);
        }
        // The count is asked for before it is read, so that it must not be larger than could be true.
        if is_strings && unique_count(&head).is_some_and(|count| count > size / 9) {
            return Err(TableError::Bomb);
        }
        if is_mime && head.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") {
            kind = Some(FileKind::Ods);
        }
    }
    kind.ok_or(TableError::NotASpreadsheet)
}

/// The number of strings that a part claims to have.
fn unique_count(head: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(head);
    let (_, after) = text.split_once("uniqueCount")?;
    let digits: String =
        after.trim_start_matches(['=', '"', '\'', ' ']).chars().take_while(char::is_ascii_digit).collect();
    // Digits that do not fit are more than could be true, too.
    Some(digits.parse().unwrap_or(u64::MAX))
}
