//! Amounts as they are read: in 万元 to the last place, or in 亿元 where a table's sums are large.

use leptos::prelude::*;

use ledger::domain::{Decimal, Lang, Ratio};

/// An amount in 万元 from hundredths of it; the digits in groups of three.
pub(in crate::ui) fn amount(hundredths: i64) -> String {
    let text = Decimal::from_hundredths(hundredths).to_string();
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && digit.is_ascii_digit() && !grouped.ends_with('-') {
            grouped.push('\u{2009}');
        }
        grouped.push(digit);
    }
    if part.is_empty() { grouped } else { format!("{grouped}.{part}") }
}

/// One 亿元 in 万元.
const HUNDRED_MILLION: i64 = 10_000;
/// Tables whose largest sum reaches ten 亿元 are written in 亿元: hundredths of 万元.
const LARGE: i64 = 10 * HUNDRED_MILLION * 100;

/// The unit that a whole table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// 万元, exact.
    TenThousand,
    /// 亿元, cut off after two places; the exact sum stands in the cell's title.
    HundredMillion,
}

impl Unit {
    /// The unit for a table with such a largest sum, in hundredths of 万元.
    pub(super) const fn of(largest: i64) -> Self {
        if largest >= LARGE { Self::HundredMillion } else { Self::TenThousand }
    }

    /// The unit in words.
    pub(super) const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::TenThousand, Lang::Zh) => "万元",
            (Self::TenThousand, Lang::En) => "10,000 yuan",
            (Self::HundredMillion, Lang::Zh) => "亿元",
            (Self::HundredMillion, Lang::En) => "100 million yuan",
        }
    }

    /// A sum in the unit.
    pub(super) fn text(self, hundredths: i64) -> String {
        match self {
            Self::TenThousand => amount(hundredths),
            Self::HundredMillion => {
                let cut = hundredths / HUNDRED_MILLION;
                let part = (cut % 100).abs();
                format!("{}.{part:02}", amount(cut / 100 * 100))
            }
        }
    }

    /// A sum in the unit, with the exact one beneath the pointer.
    pub(super) fn shown(self, hundredths: i64) -> impl IntoView + use<> {
        view! { <span title=format!("{} 万元", amount(hundredths))>{self.text(hundredths)}</span> }
    }
}

/// A change with its sign; nothing to measure where there was nothing before.
pub(super) fn change(ratio: Ratio) -> String {
    let sign = if ratio.den > 0 && ratio.num > 0 { "+" } else { "" };
    format!("{sign}{}", ratio.percent())
}
