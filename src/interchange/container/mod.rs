//! What a ledger file may be wrapped in: a passphrase, the page of the program, a zip.
//!
//! Salts and nonces are handed in: nothing here is random. Reading takes a file whole or not at all,
//! and inflates nothing beyond [`BYTE_LIMIT`](super::json::BYTE_LIMIT).

mod archive;
mod codec;
mod encrypted;
mod error;
mod html;

pub use archive::{unzip_one, zip_one};
pub use encrypted::{Cost, Nonce, Salt, seal, unseal};
pub use error::{ContainerError, PageError, SealError, ZipError};
pub use html::{PageMode, ledger_in_page, ledger_of_element, with_ledger};

/// What a file is on its outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapped {
    /// JSON; whether it is a ledger, its reader tells.
    Plain,
    /// A ledger file that needs a passphrase.
    Sealed,
    /// A page of the program with a ledger inside.
    Page,
    /// A zip with one of the others inside.
    Zip,
}

/// Tells by its content what a file is; `None` where it is something else, such as tables.
pub fn recognise(bytes: &[u8]) -> Option<Wrapped> {
    match head_of(bytes).first()? {
        b'{' if encrypted::is_sealed(bytes) => Some(Wrapped::Sealed),
        b'{' => Some(Wrapped::Plain),
        b'<' => std::str::from_utf8(bytes).is_ok_and(html::holds_ledger).then_some(Wrapped::Page),
        b'P' if bytes.starts_with(b"PK") => archive::holds_ledger(bytes).then_some(Wrapped::Zip),
        // One of ours whose first byte was damaged is not to be taken for a table.
        _ => is_named(bytes).then_some(Wrapped::Plain),
    }
}

/// A ledger file without what it was wrapped in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unwrapped {
    /// The JSON, not read yet.
    pub json: Vec<u8>,
    /// What the page around it lets its reader do, where there was one.
    pub mode: Option<PageMode>,
    /// Whether a passphrase was needed.
    pub sealed: bool,
}

/// Takes a file out of what it is wrapped in: a zip outside, then a page, then a passphrase.
///
/// # Errors
/// The first wrapping that does not open. Without a passphrase a sealed file asks for one.
pub fn unwrapped(mut bytes: Vec<u8>, passphrase: Option<&str>) -> Result<Unwrapped, ContainerError> {
    if recognise(&bytes) == Some(Wrapped::Zip) {
        bytes = unzip_one(&bytes).ok_or(ContainerError::NotALedger)??;
    }
    let mut mode = None;
    if recognise(&bytes) == Some(Wrapped::Page) {
        let page = std::str::from_utf8(&bytes).map_err(|_| PageError::Damaged)?;
        let (json, of_page) = ledger_in_page(page).ok_or(ContainerError::NotALedger)??;
        bytes = json;
        mode = Some(of_page);
    }
    let sealed = recognise(&bytes) == Some(Wrapped::Sealed);
    if sealed {
        // Damage is told before anybody is asked for a passphrase.
        encrypted::look_at(&bytes)?;
        bytes = unseal(&bytes, passphrase.ok_or(ContainerError::NeedsPassphrase)?)?;
    }
    match recognise(&bytes) {
        Some(Wrapped::Plain) => Ok(Unwrapped { json: bytes, mode, sealed }),
        _ => Err(ContainerError::NotALedger),
    }
}

/// Whether a file names one of our formats near its beginning.
fn is_named(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"\"reform-ledger";
    bytes[..bytes.len().min(64)].windows(NAME.len()).any(|part| part == NAME)
}

/// A file without the mark of its encoding and the blanks that it may begin with.
fn head_of(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}
