//! A ledger file that opens with a passphrase only.
//!
//! One JSON object, a name to a line: `format`, `version`, `sha256` (taken over all bytes after its own
//! line, as in the plain format), `kdf`, `cipher`, `nonce`, `check` and `content`. Argon2id makes 64
//! bytes of the passphrase: 32 are the key of AES-256-GCM, and of the other 32 the SHA-256, cut to 16
//! bytes, is `check`, which tells a wrong passphrase from a damaged file. The lines before `check`, but
//! for that of `sha256`, are authenticated with the content, which was deflated before.

use aes_gcm::{Aes256Gcm, KeyInit, aead::AeadInOut};
use argon2::{Algorithm, Argon2, Params, Version};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{
    codec::bytes_of,
    codec::{deflate, inflate, text_of},
    error::SealError,
    head_of,
};
use crate::json::{BYTE_LIMIT, content_digest, hex};

/// What tells sealed files from plain ones.
const FORMAT: &str = "reform-ledger-sealed";
/// The version of the sealed format that is written and read.
const VERSION: u64 = 1;
const KDF: &str = "argon2id";
const CIPHER: &str = "aes-256-gcm";

/// What makes equal passphrases into different keys. Drawn at random for every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

/// What AES-GCM must never see twice with one key. Drawn at random for every file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nonce(pub [u8; 12]);

/// What one guess at a passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// The memory, in KiB.
    pub memory_kib: u32,
    /// How often the memory is gone over.
    pub passes: u32,
    /// Into how many parts the memory is divided.
    pub lanes: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory_kib: 64 << 10, passes: 3, lanes: 1 }
    }
}

impl Cost {
    /// The least that is read. It protects nothing: for tests alone.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };

    /// A file may ask for no more than a browser can give, whoever wrote it.
    fn checked(memory_kib: u64, passes: u64, lanes: u64) -> Result<Self, SealError> {
        if !(8..=256 << 10).contains(&memory_kib) || !(1..=10).contains(&passes) || !(1..=4).contains(&lanes) {
            return Err(SealError::CostOutOfBounds);
        }
        Ok(Self { memory_kib: memory_kib as u32, passes: passes as u32, lanes: lanes as u32 })
    }
}

/// The lines of a file that are authenticated with its content.
struct Header {
    salt: Salt,
    nonce: Nonce,
    cost: Cost,
}

impl Header {
    /// The lines before that of the digest.
    fn opening() -> String {
        format!("{{\n\"format\":\"{FORMAT}\",\n\"version\":{VERSION},\n")
    }

    /// The lines after that of the digest.
    fn method(&self) -> String {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let (salt, nonce) = (hex(&self.salt.0, 16), hex(&self.nonce.0, 12));
        format!(
            "\"kdf\":{{\"name\":\"{KDF}\",\"memory_kib\":{memory_kib},\"passes\":{passes},\"lanes\":{lanes},\"salt\":\"{salt}\"}},\n\"cipher\":\"{CIPHER}\",\n\"nonce\":\"{nonce}\",\n"
        )
    }

    fn authenticated(&self) -> Vec<u8> {
        (Self::opening() + &self.method()).into_bytes()
    }

    /// The cipher that the passphrase opens, and the check of the passphrase.
    fn derive(&self, passphrase: &str) -> Result<(Aes256Gcm, String), SealError> {
        let Cost { memory_kib, passes, lanes } = self.cost;
        let params = Params::new(memory_kib, passes, lanes, Some(64)).map_err(|_| SealError::CostOutOfBounds)?;
        let mut out = [0; 64];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &self.salt.0, &mut out)
            .map_err(|_| SealError::OutOfMemory)?;
        let (key, rest) = out.split_at(32);
        let cipher = Aes256Gcm::new_from_slice(key).map_err(|_| SealError::UnknownCipher)?;
        Ok((cipher, hex(&Sha256::digest(rest), 16)))
    }
}

/// Seals a file with a passphrase. Salt and nonce must be new ones every time.
///
/// # Errors
/// Where the passphrase is empty, the cost out of bounds, or the file more than is read again.
pub fn seal(plain: &[u8], passphrase: &str, salt: Salt, nonce: Nonce, cost: Cost) -> Result<Vec<u8>, SealError> {
    if passphrase.is_empty() {
        return Err(SealError::EmptyPassphrase);
    }
    let cost = Cost::checked(cost.memory_kib.into(), cost.passes.into(), cost.lanes.into())?;
    let mut content = deflate(plain)?;
    let header = Header { salt, nonce, cost };
    let (cipher, check) = header.derive(passphrase)?;
    cipher.encrypt_in_place(&nonce.0.into(), &header.authenticated(), &mut content).map_err(|_| SealError::TooLarge)?;
    let covered = format!("{}\"check\":\"{check}\",\n\"content\":\"{}\"\n}}\n", header.method(), text_of(&content));
    let sha256 = hex(&Sha256::digest(&covered), 32);
    let file = [&Header::opening(), "\"sha256\":\"", &sha256, "\",\n", &covered].concat().into_bytes();
    if file.len() > BYTE_LIMIT { Err(SealError::TooLarge) } else { Ok(file) }
}

/// What every version of the format says, whatever else it does.
#[derive(Deserialize)]
struct Outline<'a> {
    version: u64,
    #[serde(borrow)]
    sha256: Option<&'a str>,
    kdf: Option<Named>,
    cipher: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<'a> {
    #[serde(rename = "format")]
    _format: &'a str,
    #[serde(rename = "version")]
    _version: u64,
    #[serde(rename = "sha256")]
    _sha256: &'a str,
    #[serde(borrow)]
    kdf: Kdf<'a>,
    #[serde(rename = "cipher")]
    _cipher: &'a str,
    nonce: &'a str,
    check: &'a str,
    content: &'a str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kdf<'a> {
    #[serde(rename = "name")]
    _name: &'a str,
    memory_kib: u64,
    passes: u64,
    lanes: u64,
    salt: &'a str,
}

/// Opens a sealed file, whole or not at all.
///
/// # Errors
/// A wrong passphrase is told from damage: the digest is looked at first, then the passphrase, then
/// the content.
pub fn unseal(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, SealError> {
    let (header, file) = looked_at(bytes)?;
    let mut content = bytes_of(file.content)?;
    let (cipher, check) = header.derive(passphrase)?;
    if check != file.check {
        return Err(SealError::WrongPassphrase);
    }
    cipher
        .decrypt_in_place(&header.nonce.0.into(), &header.authenticated(), &mut content)
        .map_err(|_| SealError::Damaged)?;
    Ok(inflate(&content)?)
}

/// Looks at a sealed file as far as that goes without its passphrase.
///
/// # Errors
/// Where no passphrase would open it.
pub(super) fn look_at(bytes: &[u8]) -> Result<(), SealError> {
    looked_at(bytes).map(|_| ())
}

fn looked_at(bytes: &[u8]) -> Result<(Header, File<'_>), SealError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(SealError::TooLarge);
    }
    if !is_sealed(bytes) {
        return Err(SealError::NotSealed);
    }
    let damaged = |_| SealError::Damaged;
    let text = std::str::from_utf8(bytes).map_err(|_| SealError::Damaged)?.trim_start_matches('\u{feff}');
    let outline: Outline<'_> = serde_json::from_str(text).map_err(damaged)?;
    if outline.version != VERSION {
        return Err(SealError::UnknownVersion(outline.version));
    }
    if outline.sha256.is_none() || outline.sha256 != content_digest(text).as_deref() {
        return Err(SealError::Damaged);
    }
    if outline.kdf.is_some_and(|kdf| kdf.name != KDF) {
        return Err(SealError::UnknownKdf);
    }
    if outline.cipher.is_some_and(|cipher| cipher != CIPHER) {
        return Err(SealError::UnknownCipher);
    }
    let file: File<'_> = serde_json::from_str(text).map_err(damaged)?;
    let header = Header {
        salt: Salt(unhex(file.kdf.salt).ok_or(SealError::Damaged)?),
        nonce: Nonce(unhex(file.nonce).ok_or(SealError::Damaged)?),
        cost: Cost::checked(file.kdf.memory_kib, file.kdf.passes, file.kdf.lanes)?,
    };
    Ok((header, file))
}

/// Whether a file says of itself, first of all, that it is sealed.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    ["{", "\"format\"", ":", "\"reform-ledger-sealed\""]
        .iter()
        .try_fold(head_of(bytes), |rest, part| Some(rest.strip_prefix(part.as_bytes())?.trim_ascii_start()))
        .is_some()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Option<Vec<u8>> = text.chars().map(|digit| Some(digit.to_digit(16)? as u8)).collect();
    let digits = digits.filter(|digits| digits.len() == 2 * N)?;
    let mut out = [0; N];
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(out)
}
