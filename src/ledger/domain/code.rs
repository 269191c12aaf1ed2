//! Unified social credit codes (GB 32100-2015): read and judged, never refused and never repaired.

use std::fmt;

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// A credit code as somebody gave it, with width, case and spaces made even. It may be damaged.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CreditCode(String);

/// What is to be said of a credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeVerdict {
    /// 18 characters whose check character fits.
    Valid,
    /// 18 characters whose check character does not fit; such codes exist, so only a warning.
    CheckFails,
    /// Not 18 characters long.
    WrongLength,
    /// A character that the standard does not use, such as I, O, S, V or Z.
    WrongCharacter,
    /// Written as a floating-point number or ending in zeros: a spreadsheet took the text for a number.
    SpreadsheetDamage,
}

impl CreditCode {
    /// Takes a code from text: full-width characters narrowed, letters raised, spaces and hyphens dropped.
    pub fn new(text: &str) -> Self {
        Self(
            text.chars()
                .map(narrow)
                .filter(|c| !c.is_whitespace() && *c != '-' && *c != '\u{200b}' && *c != '\u{feff}')
                .map(|c| c.to_ascii_uppercase())
                .collect(),
        )
    }

    /// Completes 17 characters with their check character; used for invented codes alone. Characters
    /// that the standard does not use count as zero.
    pub fn with_check_character(first: &str) -> Self {
        let sum: u32 = first.bytes().zip(WEIGHTS).map(|(b, w)| value_of(b).unwrap_or(0) * w).sum();
        let check = ALPHABET[((31 - sum % 31) % 31) as usize];
        Self(format!("{first}{}", char::from(check)))
    }

    /// The code as text; empty where none was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether no code was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Judges the code; `None` where none was given.
    pub fn verdict(&self) -> Option<CodeVerdict> {
        let text = self.0.as_bytes();
        if text.is_empty() {
            return None;
        }
        if looks_like_float(&self.0) {
            return Some(CodeVerdict::SpreadsheetDamage);
        }
        if self.0.chars().count() != 18 {
            return Some(CodeVerdict::WrongLength);
        }
        // The check character weighs one.
        let weights = WEIGHTS.into_iter().chain([1]);
        let weighted = text.iter().zip(weights).map(|(b, weight)| Some(value_of(*b)? * weight));
        let Some(sum) = weighted.sum::<Option<u32>>() else { return Some(CodeVerdict::WrongCharacter) };
        if sum.is_multiple_of(31) {
            return Some(CodeVerdict::Valid);
        }
        // A number of 18 digits keeps 15 of them in a spreadsheet: the rest come back as zeros.
        let digits_only = text.iter().all(u8::is_ascii_digit);
        Some(if digits_only && text.ends_with(b"000") {
            CodeVerdict::SpreadsheetDamage
        } else {
            CodeVerdict::CheckFails
        })
    }
}

/// The value of each byte as a character of a code, 255 where codes do not use it: every check of a ledger asks for
/// the characters of all its codes.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        values[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    values
};

fn value_of(byte: u8) -> Option<u32> {
    Some(VALUES[usize::from(byte)]).filter(|value| *value != u8::MAX).map(u32::from)
}

/// Narrows a full-width character to its ASCII twin.
pub fn narrow(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn looks_like_float(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('E') {
        Some((mantissa, exponent)) => {
            let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
            let signed = exponent.starts_with('+') && digits(&exponent[1..]);
            digits(whole) && digits(part) && (signed || (mantissa.contains('.') && digits(exponent)))
        }
        None => text.split_once('.').is_some_and(|(whole, part)| digits(whole) && digits(part)),
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}
