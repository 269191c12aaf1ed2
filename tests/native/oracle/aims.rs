//! Which target applies to a figure: those within whose scope it lies, and which of two goes first.

use ledger::domain::{Id, Tiers, days_between, records::*};
use report::Scope;

use super::standing::Oracle;

impl Oracle<'_> {
    /// The targets of an indicator that a figure lies in.
    pub fn aims(&self, id: Id<Indicator>, scope: &Scope) -> Vec<(Id<Target>, &Target)> {
        let Some(row) = self.ledger.indicators.get(id).filter(|row| row.no_target != Some(true)) else {
            return Vec::new();
        };
        // Of tiers that the indicator does not ask about there is a figure of nothing; it lies where it was asked.
        let tiers = row.tiers.and(scope.tiers).unwrap_or(scope.tiers);
        let figures = Target { tiers, unit: scope.unit, group: scope.group, region: scope.region, ..Target::default() };
        let targets = self.ledger.targets.iter();
        targets
            .filter(|(_, target)| target.indicator == Some(id) && target.value.is_some())
            .filter(|(_, target)| self.is_within(&figures, target))
            .collect()
    }

    /// Whether all that one target is about lies in what another is about.
    fn is_within(&self, inner: &Target, outer: &Target) -> bool {
        outer.unit.is_none_or(|unit| inner.unit == Some(unit))
            && outer.region.is_none_or(|region| inner.region.is_some_and(|inner| region.contains(inner)))
            && outer.group.is_none_or(|group| self.firm(inner.group).is_some_and(|firm| firm.line.contains(&group)))
            && (outer.tiers.is_all()
                || (inner.tiers != Tiers::ALL && inner.tiers.iter().all(|tier| outer.tiers.contains(tier))))
    }

    /// 0 for a target that is dated and not past, 1 for one without a day, 2 for one that is past.
    fn turn(&self, target: &Target) -> u8 {
        match target.deadline {
            Some(deadline) if deadline >= self.day => 0,
            None => 1,
            Some(_) => 2,
        }
    }

    /// Whether one target certainly goes before another: the narrower, and of two as wide the better dated.
    /// Of two that are narrow in different ways the domain does not say which.
    pub fn goes_before(&self, one: &Target, other: &Target) -> bool {
        let (inside, outside) = (self.is_within(one, other), self.is_within(other, one));
        // Of those to come the nearest, of those gone by the last.
        let dated = |target: &Target| {
            let left = target.deadline.map_or(0, |deadline| days_between(self.day, deadline));
            (self.turn(target), left.abs())
        };
        inside && (!outside || dated(one) < dated(other))
    }
}
