//! Bytes made smaller, and bytes as text: what the wrappings have in common.

use std::io::Read;

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, bufread};

use crate::json::BYTE_LIMIT;

/// Why bytes do not go in or come out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PackError {
    /// More than [`BYTE_LIMIT`], which is also the most that is read again.
    TooLarge,
    /// Cut off, or not what was written.
    Damaged,
}

/// Deflates without a header of its own.
pub(super) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(PackError::TooLarge);
    }
    let mut out = Vec::new();
    bufread::DeflateEncoder::new(bytes, Compression::default())
        .read_to_end(&mut out)
        .map_err(|_| PackError::TooLarge)?;
    Ok(out)
}

/// The way back of [`deflate`], no farther than [`BYTE_LIMIT`], and with nothing left over.
pub(super) fn inflate(bytes: &[u8]) -> Result<Vec<u8>, PackError> {
    let mut decoder = bufread::DeflateDecoder::new(bytes);
    let out = read_at_most(&mut decoder, BYTE_LIMIT)?;
    if decoder.into_inner().is_empty() { Ok(out) } else { Err(PackError::Damaged) }
}

/// Reads to the end, which must come within `limit` bytes: what a file says of its size may be a lie.
pub(super) fn read_at_most(from: &mut impl Read, limit: usize) -> Result<Vec<u8>, PackError> {
    let mut out = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut out).map_err(|_| PackError::Damaged)?;
    if out.len() > limit { Err(PackError::TooLarge) } else { Ok(out) }
}

/// Writes bytes as base64 with padding.
pub(super) fn text_of(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The way back of [`text_of`].
pub(super) fn bytes_of(text: &str) -> Result<Vec<u8>, PackError> {
    STANDARD.decode(text).map_err(|_| PackError::Damaged)
}
