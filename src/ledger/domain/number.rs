//! Exact numbers: decimals with two places, and ratios compared in integers.

use std::{cmp::Ordering, fmt, str::FromStr};

/// A decimal number with two places, kept as a count of hundredths; no rounding anywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal(i64);

impl Decimal {
    /// The largest magnitude that is taken: ten thousand billion.
    pub const MAX: Self = Self(1_000_000_000_000_000);

    /// A whole number.
    pub const fn whole(value: i64) -> Self {
        Self(value * 100)
    }

    /// A number given in hundredths.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The number in hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, magnitude) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, part) = (magnitude / 100, magnitude % 100);
        match part {
            0 => write!(f, "{sign}{whole}"),
            _ if part.is_multiple_of(10) => write!(f, "{sign}{whole}.{}", part / 10),
            _ => write!(f, "{sign}{whole}.{part:02}"),
        }
    }
}

/// The text is not a plain decimal number with at most two places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadDecimal(pub String);

impl FromStr for Decimal {
    type Err = BadDecimal;

    fn from_str(text: &str) -> Result<Self, BadDecimal> {
        let bad = || BadDecimal(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        // A third place is accepted only where it is zero: cutting it off would change the number.
        let (part, beyond) = part.split_at(part.len().min(2));
        if !plain(whole) || !plain(part) || beyond.bytes().any(|b| b != b'0') {
            return Err(bad());
        }
        let whole: i64 = whole.parse().map_err(|_| bad())?;
        let part: i64 = format!("{part:0<2}").parse().map_err(|_| bad())?;
        let hundredths = whole.checked_mul(100).and_then(|w| w.checked_add(part)).ok_or_else(bad)?;
        if hundredths > Self::MAX.0 {
            return Err(bad());
        }
        Ok(Self(if negative { -hundredths } else { hundredths }))
    }
}

/// A rate as it is printed: in tenths of a per cent, rounded half away from zero as spreadsheets do, but for
/// three guards: it never stands on the other side of its target, `100.0%` only where it is whole, `0.0%` only
/// where it is none (else `>99.9%` and `<0.1%`). The one way in which rates become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Printed {
    /// The number that counts where printed rates are subtracted; what is printed as `<0.1%` counts 0, as
    /// `>99.9%` 1000.
    pub tenths: i64,
    /// How the exact rate lies to that number, where printing it would say whole or none of what is neither.
    exact: Ordering,
}

impl Printed {
    /// A rate of so many tenths, which is exact or lies on one side of a whole or of none.
    pub const fn new(tenths: i64, exact: Ordering) -> Self {
        Self { tenths, exact }
    }

    /// The difference from another one as printed, in tenths of a percentage point.
    pub const fn less(self, other: Self) -> i64 {
        self.tenths - other.tenths
    }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The bound is the next tenth on the rate's side.
        match self.exact {
            Ordering::Equal => f.write_str(&percent_of_tenths(self.tenths)),
            Ordering::Less => write!(f, ">{}", percent_of_tenths(self.tenths - 1)),
            Ordering::Greater => write!(f, "<{}", percent_of_tenths(self.tenths + 1)),
        }
    }
}

/// So many tenths of a per cent: `69.3%`, `-33.3%`.
pub fn percent_of_tenths(tenths: i64) -> String {
    format!("{}%", points_of_tenths(tenths))
}

/// So many tenths as a number: `69.3`, `-33.3`.
pub fn points_of_tenths(tenths: i64) -> String {
    format!("{}{}.{}", if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}

/// Whether shares that make a whole do not add up to 100.0 as they are printed.
pub fn is_rounded_apart(shares: &[Ratio]) -> bool {
    let whole: Ratio = shares.iter().map(|share| Ratio::new(share.num, 0)).sum();
    let is_whole = shares.first().is_some_and(|first| {
        first.den > 0 && whole.num == first.den && shares.iter().all(|share| share.den == first.den)
    });
    is_whole && shares.iter().filter_map(|share| share.tenths_of_percent()).sum::<i64>() != 1_000
}

/// A quotient rounded half away from zero; the denominator is positive.
pub fn rounded(num: i128, den: i128) -> i128 {
    let twice = (2 * num.abs() + den) / (2 * den);
    if num < 0 { -twice } else { twice }
}

/// A numerator over a denominator, never divided before it is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ratio {
    /// What counts; lies inside the denominator.
    pub num: i64,
    /// The whole; zero means that there is nothing to measure.
    pub den: i64,
}

impl Ratio {
    /// Puts a numerator over a denominator.
    pub const fn new(num: i64, den: i64) -> Self {
        Self { num, den }
    }

    /// Tells whether the ratio is at or above a target in per cent; `None` where the denominator is 0.
    pub fn meets(self, target: Decimal) -> Option<bool> {
        (self.den > 0).then(|| i128::from(self.num) * 10_000 >= i128::from(target.hundredths()) * i128::from(self.den))
    }

    /// Counts how many the target asks for in all: `ceil(target·den)`.
    pub fn required(self, target: Decimal) -> i64 {
        (i128::from(target.hundredths()) * i128::from(self.den)).max(0).div_ceil_10_000() as i64
    }

    /// Counts how many more are needed for the target: `max(0, ceil(target·den) − num)`.
    pub fn gap(self, target: Decimal) -> i64 {
        (self.required(target) - self.num).max(0)
    }

    /// The rate as it is printed beside a target in per cent, or beside none; `None` where there is nothing
    /// to measure.
    pub fn printed(self, target: Option<Decimal>) -> Option<Printed> {
        if self.den <= 0 {
            return None;
        }
        let (num, den) = (i128::from(self.num), i128::from(self.den));
        let mut tenths = rounded(num * 1_000, den);
        // What would say whole or none of what is neither is printed as a bound, which names no side of a target.
        let is_bound = |tenths: i128| matches!(tenths.abs(), 0 | 1_000) && tenths * den != num * 1_000;
        if let Some(target) = target.filter(|_| !is_bound(tenths)) {
            // Rounding moves by half a tenth at the most: one tenth back is on the rate's own side.
            let target_tenths = i128::from(target.hundredths());
            match self.meets(target) {
                Some(true) if tenths * 10 < target_tenths => tenths += 1,
                Some(false) if tenths * 10 >= target_tenths => tenths -= 1,
                _ => {}
            }
        }
        let exact = if is_bound(tenths) { (num * 1_000).cmp(&(tenths * den)) } else { Ordering::Equal };
        Some(Printed { tenths: tenths as i64, exact })
    }

    /// The rate as printed beside no target, in tenths of a per cent.
    pub fn tenths_of_percent(self) -> Option<i64> {
        self.printed(None).map(|printed| printed.tenths)
    }

    /// The rate as printed beside no target: `69.3%`, or 「—」 where there is nothing to measure.
    pub fn percent(self) -> String {
        self.percent_beside(None)
    }

    /// The rate as printed beside a target in per cent, which it never seems to pass or to miss by rounding.
    pub fn percent_beside(self, target: Option<Decimal>) -> String {
        self.printed(target).map_or_else(|| "—".to_owned(), |printed| printed.to_string())
    }

    /// Compares two rates without dividing; nothing to measure sorts below everything.
    pub fn cmp_rate(self, other: Self) -> Ordering {
        match (self.den > 0, other.den > 0) {
            (true, true) => {
                (i128::from(self.num) * i128::from(other.den)).cmp(&(i128::from(other.num) * i128::from(self.den)))
            }
            (a, b) => a.cmp(&b),
        }
    }
}

impl std::ops::Add for Ratio {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { num: self.num + other.num, den: self.den + other.den }
    }
}

impl std::iter::Sum for Ratio {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), std::ops::Add::add)
    }
}

trait DivCeil {
    fn div_ceil_10_000(self) -> i128;
}

impl DivCeil for i128 {
    fn div_ceil_10_000(self) -> i128 {
        (self + 9_999) / 10_000
    }
}
