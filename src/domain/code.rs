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
        let value = |b: u8| ALPHABET.iter().position(|a| *a == b).unwrap_or(0) as u32;
        let sum: u32 = first.bytes().zip(WEIGHTS).map(|(b, w)| value(b) * w).sum();
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
        let Some(values) =
            text.iter().map(|b| ALPHABET.iter().position(|a| a == b).map(|p| p as u32)).collect::<Option<Vec<_>>>()
        else {
            return Some(CodeVerdict::WrongCharacter);
        };
        let sum: u32 = values.iter().zip(WEIGHTS).map(|(v, w)| v * w).sum();
        if (31 - sum % 31) % 31 == values[17] {
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
