//! Figures: the sums of items, with what is missing, what is left out, and how far the target is.

use std::collections::BTreeMap;

use super::{
    View,
    indicator::{Answer, Item, items, nature},
    scope::Scope,
};
use ledger::domain::{
    Date, Decimal, Id, Lang, Phrase, Printed, Ratio,
    choice::{ExclusionReason, Strength},
    days_between,
    records::{Indicator, Target},
};

/// An indicator's value in a scope on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The indicator.
    pub indicator: Id<Indicator>,
    /// 应纳入口径: over those that are due.
    pub due: Ratio,
    /// 全口径: over everything in scope, the excluded too.
    pub all: Ratio,
    /// How many are due, in what the indicator counts.
    pub items: i64,
    /// How many of those nobody filled in.
    pub missing: i64,
    /// The rate if every missing item were a no.
    pub lower: Ratio,
    /// The rate if every missing item were a yes.
    pub upper: Ratio,
    /// How many are left out, by reason.
    pub excluded: Vec<(ExclusionReason, i64)>,
    /// The target that applies.
    pub target: Option<TargetState>,
}

impl Figure {
    /// Whether something is due and nobody filled in any of it: that is neither 0 % nor a failure.
    pub const fn is_unreported(&self) -> bool {
        self.items > 0 && self.missing >= self.items
    }

    /// The rate that can be spoken of; `None` where there is nothing to measure or nothing was reported.
    pub fn rate(&self) -> Option<Ratio> {
        (self.due.den > 0 && !self.is_unreported()).then_some(self.due)
    }

    /// The rate as it is printed beside its target; `None` as for the rate.
    pub fn printed(&self) -> Option<Printed> {
        self.rate()?.printed(self.target.map(|target| target.value))
    }

    /// The rate in words: `69.3%`, 「未填报」 where nothing was reported, 「—」 where nothing is due.
    pub fn text(&self, lang: Lang) -> String {
        match (self.printed(), self.is_unreported()) {
            (Some(printed), _) => printed.to_string(),
            (None, true) => NOT_REPORTED.of(lang).to_owned(),
            (None, false) => "—".to_owned(),
        }
    }
}

/// What stands in the place of a rate of which nothing was reported.
pub const NOT_REPORTED: Phrase = Phrase::new("未填报", "not reported");

/// How a figure stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetState {
    /// The target.
    pub target: Id<Target>,
    /// Its value in per cent.
    pub value: Decimal,
    /// Its deadline.
    pub deadline: Option<Date>,
    /// How strictly it is worded.
    pub strength: Option<Strength>,
    /// Whether it is met; `None` where there is nothing to measure, or nothing was reported of it.
    pub met: Option<bool>,
    /// How many more it takes, in the indicator's own unit; 0 for weighted rates, which have none, and where
    /// nothing was reported.
    pub gap: i64,
    /// Whether the deadline has gone by.
    pub is_past: bool,
}

/// Computes an indicator in a scope.
pub fn figure(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Figure {
    of_items(view, indicator, scope, &items(view, indicator, scope))
}

/// Sums items that belong to a scope.
pub fn of_items(view: View<'_>, indicator: Id<Indicator>, scope: &Scope, items: &[Item]) -> Figure {
    let mut sum = Sum::default();
    items.iter().for_each(|item| sum.add(item));
    sum.figure(view, indicator, scope)
}

/// A figure in the making.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    due: Ratio,
    all: Ratio,
    items: i64,
    missing: i64,
    /// What the missing items would add to the numerator.
    possible: i64,
    excluded: BTreeMap<ExclusionReason, i64>,
}

impl Sum {
    pub(super) fn add(&mut self, item: &Item) {
        self.all = self.all + item.counted;
        if let Some(reason) = item.excluded {
            *self.excluded.entry(reason).or_default() += item.count;
            return;
        }
        self.items += item.count;
        self.due = self.due + item.counted;
        if item.answer == Answer::Missing {
            self.missing += item.count;
            self.possible += item.counted.den - item.counted.num;
        }
    }

    pub(super) fn figure(self, view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Figure {
        // Of what nobody reported nothing can be said to fall short.
        let measured = if self.items > 0 && self.missing == self.items { Ratio::default() } else { self.due };
        Figure {
            indicator,
            due: self.due,
            all: self.all,
            items: self.items,
            missing: self.missing,
            lower: self.due,
            upper: Ratio::new(self.due.num + self.possible, self.due.den),
            excluded: self.excluded.into_iter().collect(),
            target: target(view, indicator, scope, measured),
        }
    }
}

/// The target that applies to a scope: the most specific, then the next deadline to come, else the
/// last that has gone by.
fn target(view: View<'_>, indicator: Id<Indicator>, scope: &Scope, due: Ratio) -> Option<TargetState> {
    let definition = view.ledger.indicators.get(indicator)?;
    if definition.no_target == Some(true) {
        return None;
    }
    // What is counted must lie within what the target is for: a group within a group, a city within a province,
    // some tiers within those of the target.
    let position = |id| view.ledger.enterprises.live_position(id);
    let is_within =
        |own, other| position(own).zip(position(other)).is_some_and(|(own, other)| view.index.is_within(own, other));
    let tiers = definition.tiers.and(scope.tiers).unwrap_or(scope.tiers);
    let fits = |target: &Target| {
        (target.unit.is_none() || target.unit == scope.unit)
            && target.group.is_none_or(|other| scope.group.is_some_and(|own| is_within(own, other)))
            && target.region.is_none_or(|other| scope.region.is_some_and(|own| other.contains(own)))
            && (target.tiers.is_all() || tiers.is_within(target.tiers))
    };
    let specific = |target: &Target| {
        let is_named = usize::from(target.unit.is_some())
            + usize::from(target.group.is_some())
            + usize::from(target.region.is_some())
            + usize::from(!target.tiers.is_all());
        // Of two groups, regions or choices of tiers the narrower one.
        let depth = target.group.and_then(position).map_or(0, |at| view.index.place(at).tier);
        let level = target.region.map_or(0, |region| region.level() as u8 + 1);
        (is_named, depth, level, u8::MAX - target.tiers.count())
    };
    let (id, target) = view
        .ledger
        .targets
        .iter()
        .filter(|(_, target)| target.indicator == Some(indicator) && target.value.is_some() && fits(target))
        .min_by_key(|(id, target)| {
            // One whose deadline is to come, then one without a day, then one that has gone by. Of deadlines to come the nearest, of those gone by the last.
            let (when, distance) = match target.deadline.map(|day| days_between(view.as_of, day)) {
                Some(left) if left >= 0 => (0, left),
                None => (1, 0),
                Some(gone) => (2, -gone),
            };
            (std::cmp::Reverse(specific(target)), when, distance, *id)
        })?;
    let value = target.value?;
    let weighted = definition.measure.is_some_and(|measure| nature(measure).is_weighted());
    Some(TargetState {
        target: id,
        value,
        deadline: target.deadline,
        strength: target.strength,
        met: due.meets(value),
        gap: if weighted { 0 } else { due.gap(value) },
        is_past: target.deadline.is_some_and(|day| day < view.as_of),
    })
}
