//! Tier by tier, and where the rate drops.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{Part, in_tree};
use crate::{Item, View, compare::tenths_between};
use ledger::domain::Ratio;

/// The last step: tier 5 and all below it.
pub const LAST_STEP: u8 = 5;

/// One step of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The tier, the last one with all below it; `None` for what stands in no tree.
    pub tier: Option<u8>,
    /// What its items come to.
    pub part: Part,
    /// How far the rate lies below that of the nearest tier above with anything to measure, both as printed,
    /// in tenths of a percentage point; negative where it lies above.
    pub drop: Option<i64>,
    /// Whether the rate drops most here, compared exactly; the upper one of two equal drops.
    pub is_steepest: bool,
}

/// The step that an item belongs to.
pub fn step_of(view: View<'_>, item: &Item) -> Option<u8> {
    Some(view.index.place(in_tree(view, item)?).tier.min(LAST_STEP))
}

/// Sums items tier by tier, from the top; what stands in no tree comes last.
pub fn ladder(view: View<'_>, items: &[Item]) -> Vec<Step> {
    let mut parts: BTreeMap<(bool, Option<u8>), Part> = BTreeMap::new();
    for item in items {
        let step = step_of(view, item);
        parts.entry((step.is_none(), step)).or_default().add(item);
    }
    let mut steps: Vec<Step> =
        parts.into_iter().map(|((_, tier), part)| Step { tier, part, drop: None, is_steepest: false }).collect();
    let mut above: Option<Ratio> = None;
    let mut steepest: Option<(usize, Drop)> = None;
    for (at, step) in steps.iter_mut().enumerate().filter(|(_, step)| step.tier.is_some() && step.part.due.den > 0) {
        if let Some(above) = above {
            let drop = Drop::between(above, step.part.due);
            step.drop = tenths_between(step.part.due, above);
            if drop.num > 0 && steepest.is_none_or(|(_, most)| drop.cmp(most).is_gt()) {
                steepest = Some((at, drop));
            }
        }
        above = Some(step.part.due);
    }
    if let Some((at, _)) = steepest {
        steps[at].is_steepest = true;
    }
    steps
}

/// The exact difference of two rates; the denominator is positive.
#[derive(Clone, Copy)]
struct Drop {
    num: i128,
    den: i128,
}

impl Drop {
    fn between(above: Ratio, below: Ratio) -> Self {
        let [a, b, c, d] = [above.num, above.den, below.num, below.den].map(i128::from);
        Self { num: a * d - c * b, den: b * d }
    }

    /// Compares two positive fractions by their whole parts, and turned over by what remains: products
    /// of four counts would not fit.
    fn cmp(self, other: Self) -> Ordering {
        let (mut a, mut b) = ((self.num, self.den), (other.num, other.den));
        let mut turned = false;
        loop {
            let whole = (a.0 / a.1).cmp(&(b.0 / b.1));
            let (rest_a, rest_b) = (a.0 % a.1, b.0 % b.1);
            let found = match (whole, rest_a, rest_b) {
                (Ordering::Equal, 0, 0) => Some(Ordering::Equal),
                (Ordering::Equal, 0, _) => Some(Ordering::Less),
                (Ordering::Equal, _, 0) => Some(Ordering::Greater),
                (Ordering::Equal, ..) => None,
                (unequal, ..) => Some(unequal),
            };
            if let Some(found) = found {
                return if turned { found.reverse() } else { found };
            }
            (a, b) = ((a.1, rest_a), (b.1, rest_b));
            turned = !turned;
        }
    }
}
