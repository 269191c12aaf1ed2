//! Lines to figures: both denominators, what is missing and left out, the bounds, and the rate in words.

use std::collections::BTreeMap;

use ledger::domain::{Decimal, Lang, Ratio, choice::ExclusionReason};
use report::Figure;

use super::lines::Line;

/// A numerator over a denominator.
pub type Pair = (i128, i128);

/// What a figure says of its lines, without its target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// 应纳入口径.
    pub due: Pair,
    /// 全口径.
    pub all: Pair,
    /// How many are due.
    pub items: i128,
    /// How many of those nobody filled in.
    pub missing: i128,
    /// If every missing one were a no.
    pub lower: Pair,
    /// If every missing one were a yes.
    pub upper: Pair,
    /// How many are left out, by reason.
    pub excluded: BTreeMap<ExclusionReason, i128>,
}

impl Sums {
    /// Adds lines up.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Self {
        let mut sums = Self::default();
        let add = |to: &mut Pair, (num, den): Pair| *to = (to.0 + num, to.1 + den);
        for line in lines {
            add(&mut sums.all, line.adds);
            if let Some(reason) = line.excluded {
                *sums.excluded.entry(reason).or_default() += 1;
                continue;
            }
            sums.items += 1;
            sums.missing += i128::from(line.answer.is_none());
            add(&mut sums.due, line.adds);
            add(&mut sums.lower, line.adds);
            let most = if line.answer.is_none() { line.adds.1 } else { line.adds.0 };
            add(&mut sums.upper, (most, line.adds.1));
        }
        sums
    }

    /// The same of the product's figure.
    pub fn seen(figure: &Figure) -> Self {
        let pair = |of: Ratio| (i128::from(of.num), i128::from(of.den));
        Self {
            due: pair(figure.due),
            all: pair(figure.all),
            items: figure.items.into(),
            missing: figure.missing.into(),
            lower: pair(figure.lower),
            upper: pair(figure.upper),
            excluded: figure.excluded.iter().map(|(reason, count)| (*reason, i128::from(*count))).collect(),
        }
    }

    /// Whether something is due and nothing of it was reported.
    pub fn is_unreported(&self) -> bool {
        self.items > 0 && self.missing == self.items
    }

    /// Whether there is a rate to speak of.
    pub fn has_rate(&self) -> bool {
        self.due.1 > 0 && !self.is_unreported()
    }

    /// The rate in words, beside a target.
    pub fn text(&self, target: Option<Decimal>, lang: Lang) -> String {
        match (self.is_unreported(), self.due.1 > 0) {
            (true, _) => if lang == Lang::Zh { "未填报" } else { "not reported" }.to_owned(),
            (false, false) => "—".to_owned(),
            (false, true) => rate(self.due, target),
        }
    }

    /// Whether a target in per cent is met; nothing where there is no rate.
    pub fn meets(&self, target: Decimal) -> Option<bool> {
        let hundredths = i128::from(target.hundredths());
        self.has_rate().then(|| 10_000 * self.due.0 >= hundredths * self.due.1)
    }

    /// How many more it takes: the first count that is enough, found by trying.
    pub fn gap(&self, target: Decimal) -> i128 {
        let hundredths = i128::from(target.hundredths());
        let is_enough = |more: &i128| 10_000 * (self.due.0 + more) >= hundredths * self.due.1;
        if self.has_rate() { (0..).find(is_enough).unwrap_or_default() } else { 0 }
    }
}

/// A rate with one decimal, half away from zero, behind its three guards.
pub fn rate((num, den): Pair, target: Option<Decimal>) -> String {
    let sign = if num < 0 { -1 } else { 1 };
    let magnitude = num.abs() * 1_000;
    let mut tenths = sign * (magnitude / den + i128::from(2 * (magnitude % den) >= den));
    // 100.0 only when whole, 0.0 only when none.
    let is_falsely = |tenths: i128| (tenths.abs() == 1_000 || tenths == 0) && tenths * den != num * 1_000;
    if let Some(hundredths) = target.map(|target| i128::from(target.hundredths())).filter(|_| !is_falsely(tenths)) {
        let is_met = 10_000 * num >= hundredths * den;
        while is_met && tenths * 10 < hundredths {
            tenths += 1;
        }
        while !is_met && tenths * 10 >= hundredths {
            tenths -= 1;
        }
    }
    let plain =
        |tenths: i128| format!("{}{}.{}%", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10);
    match is_falsely(tenths) {
        false => plain(tenths),
        true if num * 1_000 < tenths * den => format!(">{}", plain(tenths - 1)),
        true => format!("<{}", plain(tenths + 1)),
    }
}
