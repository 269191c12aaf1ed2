//! Program and data in one page: a ledger inside an element of the program's own HTML.
//!
//! The element is `<script type="text/plain" id="ledger" data-mode="edit" data-day="2024-12-31">`, which
//! browsers neither run nor show; its text is the exported JSON, deflated and in base64; its day is the
//! as-of date that the sender saw the figures of. The page of the bare program has it empty. A page that is only to be looked at says so; nothing keeps its reader from taking the
//! data out.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    codec::bytes_of,
    codec::{deflate, inflate, text_of},
    error::PageError,
};
use ledger::domain::Date;

/// How the element begins, as it stands in the template and as browsers write it.
const START: &str = "<script type=\"text/plain\" id=\"ledger\"";
const END: &str = "</script>";

/// What a page lets its reader do with the ledger inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageMode {
    /// Everything.
    Editable,
    /// Look at it.
    ViewOnly,
}

impl PageMode {
    const fn key(self) -> &'static str {
        match self {
            Self::Editable => "edit",
            Self::ViewOnly => "view",
        }
    }

    fn of_key(key: &str) -> Option<Self> {
        [Self::Editable, Self::ViewOnly].into_iter().find(|mode| mode.key() == key)
    }
}

/// The element of a page.
struct Element<'a> {
    place: Range<usize>,
    mode: &'a str,
    text: &'a str,
}

/// Finds the element, which begins a line or follows another one: scripts of the page may speak of it.
fn element(page: &str) -> Result<Option<Element<'_>>, PageError> {
    let bytes = page.as_bytes();
    let mut places = page.match_indices(START).map(|(at, _)| at).filter(|at| {
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let after = bytes.get(at + START.len());
        matches!(before, None | Some(b'\n' | b'\r' | b'>'))
            && after.is_none_or(|after| *after == b'>' || after.is_ascii_whitespace())
    });
    let Some(at) = places.next() else { return Ok(None) };
    if places.next().is_some() {
        return Err(PageError::Several);
    }
    let (attributes, rest) = page[at + START.len()..].split_once('>').ok_or(PageError::Damaged)?;
    let (text, _) = rest.split_once(END).ok_or(PageError::Damaged)?;
    let mode = attributes.split_once("data-mode=\"").and_then(|(_, value)| value.split_once('"'));
    let end = at + START.len() + attributes.len() + 1 + text.len() + END.len();
    Ok(Some(Element { place: at..end, mode: mode.map_or("", |(mode, _)| mode), text: text.trim() }))
}

/// Puts a ledger into a page, in place of the one that it may hold, to be opened on a day.
///
/// # Errors
/// Where the page has no place for a ledger or several, or the ledger is more than is read again.
pub fn with_ledger(page: &str, json: &[u8], mode: PageMode, day: Date) -> Result<String, PageError> {
    let Element { place, .. } = element(page)?.ok_or(PageError::NoElement)?;
    let text = text_of(&deflate(json)?);
    let attributes = format!(" data-mode=\"{}\" data-day=\"{day}\">", mode.key());
    Ok([&page[..place.start], START, &attributes, &text, END, &page[place.end..]].concat())
}

/// The ledger in the source of a page; `None` where the page holds none.
pub fn ledger_in_page(page: &str) -> Option<Result<(Vec<u8>, PageMode), PageError>> {
    match element(page) {
        Ok(None) => None,
        Ok(Some(element)) if element.text.is_empty() => None,
        Ok(Some(element)) => Some(ledger_of_element(element.text, element.mode)),
        Err(error) => Some(Err(error)),
    }
}

/// The ledger in the text of the element and its `data-mode`, for the page that is running.
///
/// # Errors
/// Where the text is not what was put there, or the mode is unknown.
pub fn ledger_of_element(text: &str, mode: &str) -> Result<(Vec<u8>, PageMode), PageError> {
    let mode = PageMode::of_key(mode).ok_or(PageError::UnknownMode)?;
    Ok((inflate(&bytes_of(text.trim())?)?, mode))
}

/// Whether a page has anything in the place of a ledger, be it sound or not.
pub(super) fn holds_ledger(page: &str) -> bool {
    element(page).map_or(true, |element| element.is_some_and(|element| !element.text.is_empty()))
}
