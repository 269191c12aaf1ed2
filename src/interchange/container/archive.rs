//! A ledger file alone in a zip, as chat programs and mail gateways let it pass.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError as Cause, write::SimpleFileOptions};

use super::{codec::PackError, codec::read_at_most, error::ZipError};
use crate::json::BYTE_LIMIT;

/// The parts by which office documents and books are known.
const DOCUMENTS: [&[u8]; 2] = [b"[Content_Types].xml", b"mimetype"];
/// How the name of a ledger file ends.
const ENDINGS: [&[u8]; 3] = [b".json", b".html", b".htm"];

/// Zips one file. It bears a fixed date, so that the same file always gives the same bytes.
///
/// # Errors
/// Where the file is more than is read again, or a zip cannot take its name.
pub fn zip_one(name: &str, bytes: &[u8]) -> Result<Vec<u8>, ZipError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(ZipError::TooLarge);
    }
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default());
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let written = writer
        .start_file(name, options)
        .and_then(|()| Ok(writer.write_all(bytes)?))
        .and_then(|()| Ok(writer.finish()?.into_inner()));
    written.map_err(|_| ZipError::NotWritten)
}

/// The one ledger file in a zip; `None` where the bytes are no zip, or a zip of something else.
pub fn unzip_one(bytes: &[u8]) -> Option<Result<Vec<u8>, ZipError>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let at = only_ledger(&archive)?;
    Some(unzipped(&mut archive, at))
}

/// Whether [`unzip_one`] would find a file, without inflating it.
pub(super) fn holds_ledger(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| only_ledger(&archive).is_some())
}

/// The place of the one file that is named like a ledger. Names are compared as bytes, since older
/// programs write them in the encoding of their region.
fn only_ledger(archive: &ZipArchive<Cursor<&[u8]>>) -> Option<usize> {
    if archive.file_names_raw().any(|name| DOCUMENTS.contains(&name)) {
        return None;
    }
    let mut found = archive.file_names_raw().enumerate().filter(|(_, name)| {
        let lower = name.to_ascii_lowercase();
        !lower.starts_with(b"__macosx/") && ENDINGS.iter().any(|ending| lower.ends_with(ending))
    });
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

fn unzipped(archive: &mut ZipArchive<Cursor<&[u8]>>, at: usize) -> Result<Vec<u8>, ZipError> {
    let mut part = archive.by_index(at).map_err(|error| match error {
        Cause::UnsupportedArchive(Cause::PASSWORD_REQUIRED) => ZipError::Encrypted,
        Cause::UnsupportedArchive(_) => ZipError::Unsupported,
        _ => ZipError::Damaged,
    })?;
    // The directory says how much is to come: more than that is a lie, and too much is not begun with.
    let size = usize::try_from(part.size()).ok().filter(|size| *size <= BYTE_LIMIT).ok_or(ZipError::TooLarge)?;
    match read_at_most(&mut part, size) {
        Ok(bytes) if bytes.len() == size => Ok(bytes),
        Ok(_) | Err(PackError::TooLarge | PackError::Damaged) => Err(ZipError::Damaged),
    }
}
