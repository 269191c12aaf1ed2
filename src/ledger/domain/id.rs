//! Record identities.

use std::{fmt, hash::Hash, marker::PhantomData, str::FromStr};

/// The identity of a record within its table: 64 random bits, or those that follow from the key of which
/// there is one record; written as 16 hexadecimal digits.
///
/// Small values (below 2^16) are kept for records that every ledger is born with, such as the
/// catalogue of indicators, so that two ledgers begun apart agree on them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RawId(pub u64);

impl fmt::Display for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 16 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadId(pub String);

impl FromStr for RawId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let canonical = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        match u64::from_str_radix(text, 16) {
            Ok(bits) if canonical => Ok(Self(bits)),
            _ => Err(BadId(text.to_owned())),
        }
    }
}

/// The identity of a record of type `R`; one type per table, so that they cannot be mixed up.
pub struct Id<R> {
    raw: RawId,
    of: PhantomData<fn() -> R>,
}

impl<R> Id<R> {
    /// Types a raw identity.
    pub const fn new(raw: RawId) -> Self {
        Self { raw, of: PhantomData }
    }

    /// Forgets the type.
    pub const fn raw(self) -> RawId {
        self.raw
    }
}

impl<R> Clone for Id<R> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<R> Copy for Id<R> {}
impl<R> PartialEq for Id<R> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<R> Eq for Id<R> {}
impl<R> PartialOrd for Id<R> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<R> Ord for Id<R> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<R> Hash for Id<R> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<R> fmt::Debug for Id<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
