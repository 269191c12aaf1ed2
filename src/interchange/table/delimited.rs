//! Text with separators: what it is written in, what separates, and its cells.

use encoding_rs::{Encoding as Codec, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{
    cell::{Cell, Grid},
    detect::TableError,
    filling::Filling,
};

/// What a text file is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its start.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which holds GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// Every encoding, in the order of the choice on screen.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Gb18030, Self::Utf16Le, Self::Utf16Be];

    /// The name on screen and in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    fn codec(self) -> &'static Codec {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
    }
}

/// Decodes a text, in the encoding given or in the one that fits.
pub fn decode(bytes: &[u8], encoding: Option<Encoding>) -> (String, Encoding) {
    let encoding = encoding.unwrap_or_else(|| detect(bytes));
    // The mark at the start goes; where the file's mark says otherwise than the choice, the choice holds.
    let (text, _) = encoding.codec().decode_without_bom_handling(bytes);
    (text.trim_start_matches('\u{feff}').to_owned(), encoding)
}

fn detect(bytes: &[u8]) -> Encoding {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => Encoding::Utf8,
        [0xFF, 0xFE, ..] => Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => Encoding::Utf16Be,
        _ => {
            let head = &bytes[..bytes.len().min(4_096)];
            let nuls = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
            // In UTF-16 separators and digits have a NUL beside them.
            match (nuls(0), nuls(1)) {
                (even, odd) if odd > even && odd * 8 > head.len() => Encoding::Utf16Le,
                (even, odd) if even > odd && even * 8 > head.len() => Encoding::Utf16Be,
                _ if std::str::from_utf8(bytes).is_ok() => Encoding::Utf8,
                _ => Encoding::Gb18030,
            }
        }
    }
}

/// Reads text with separators: tabs, commas, or semicolons, whichever the first lines agree on.
///
/// Quoted cells keep their line breaks; the newline at the end makes no row.
///
/// # Errors
/// Where it has more rows, columns or cells than are read.
pub fn delimited(text: &str) -> Result<Grid, TableError> {
    let separator = separator(text);
    let filled = with_empty_lines(text, separator);
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(filled.as_bytes());
    let mut filling = Filling::new("", false);
    let mut record = csv::StringRecord::new();
    let mut row = 0;
    while reader.read_record(&mut record).map_err(|error| TableError::Damaged(error.to_string()))? {
        for (column, text) in record.iter().enumerate() {
            filling.put(row, column, cell(text))?;
        }
        row += 1;
    }
    Ok(filling.finish([]))
}

/// Reads a text that is pasted: only tabs and ends of lines separate. Quotes count as spreadsheets write them
/// alone: around a cell that holds a tab, a line break or a doubled quote; any others are text.
///
/// # Errors
/// Where it has more rows, columns or cells than are read.
pub fn pasted(text: &str) -> Result<Grid, TableError> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rest = text.strip_suffix('\n').unwrap_or(&text);
    let mut filling = Filling::new("", false);
    let (mut row, mut column) = (0, 0);
    loop {
        let (content, after) = quoted_cell(rest).unwrap_or_else(|| {
            let end = rest.find(['\t', '\n']).unwrap_or(rest.len());
            (rest[..end].to_owned(), &rest[end..])
        });
        match cell(&content) {
            // An empty cell empties what it is pasted on, so it is one all the same.
            Cell::Empty => filling.reach(row, column)?,
            filled => filling.put(row, column, filled)?,
        }
        (row, column) = if after.starts_with('\n') { (row + 1, 0) } else { (row, column + 1) };
        match after.strip_prefix(['\n', '\t']) {
            Some(next) => rest = next,
            None => return Ok(filling.finish([])),
        }
    }
}

/// A cell in the quotes that spreadsheets write, with what comes after it; `None` where the quotes are text.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let mut content = String::new();
    let mut needs_quotes = false;
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                chars.next();
                content.push('"');
                needs_quotes = true;
            }
            '"' => {
                let after = &inner[at + 1..];
                let is_end = after.is_empty() || after.starts_with(['\t', '\n']);
                return (is_end && needs_quotes).then_some((content, after));
            }
            c => {
                needs_quotes |= matches!(c, '\t' | '\n');
                content.push(c);
            }
        }
    }
    None
}

/// The reader passes over empty lines; a separator on each keeps them, so that the addresses that are
/// told are those that Excel shows.
fn with_empty_lines(text: &str, separator: u8) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let (mut quoted, mut at_start) = (false, true);
    for c in text.chars() {
        if at_start && !quoted && matches!(c, '\n' | '\r') {
            out.push(char::from(separator));
        }
        if c == '"' {
            quoted = !quoted;
        }
        // A carriage return is the beginning of a line's end, not of a line.
        at_start = c == '\n';
        out.push(c);
    }
    out
}

/// A cell of text; the apostrophe that keeps a spreadsheet from taking text for a formula goes.
fn cell(text: &str) -> Cell {
    let guarded = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r']));
    let text = guarded.unwrap_or(text);
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.replace("\r\n", "\n")) }
}

fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [0_usize; 3];
    for byte in text.bytes().take(20_000) {
        match byte {
            b'"' => quoted = !quoted,
            b'\t' if !quoted => counts[0] += 1,
            b',' if !quoted => counts[1] += 1,
            b';' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    // A tab never stands in a sentence, so a few are enough.
    match counts {
        [tabs, ..] if tabs > 0 => b'\t',
        [_, commas, semicolons] if semicolons > commas => b';',
        _ => b',',
    }
}
