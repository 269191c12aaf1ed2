//! Where things stand on a day: firms in their chains of parents, tasks in their logs, people in their contracts.

use std::collections::BTreeMap;

use ledger::domain::{
    Date, Decimal, Id, Ledger, RegionCode,
    choice::{ExclusionReason, FunctionClass, MembershipChange, TaskStatus},
    records::*,
};
use report::{Pilot, Scope};

/// A firm that is not deleted, on the day.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Its identity.
    pub id: Id<Enterprise>,
    /// Whether it is in the ledger's population on the day.
    pub valid: bool,
    /// 1 without a parent, one more than the parent's otherwise; 0 in and below a ring.
    pub tier: u8,
    /// The firm itself, its parent, and so on up; nothing in and below a ring.
    pub line: Vec<Id<Enterprise>>,
    /// Its own unit, or that of the nearest above it.
    pub unit: Option<Id<Unit>>,
    /// Its own region, or that of the nearest above it.
    pub region: Option<RegionCode>,
    /// Its own class.
    pub class: Option<FunctionClass>,
}

/// A ledger on a day, looked at slowly.
pub struct Oracle<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The day.
    pub day: Date,
    /// Every firm that is not deleted.
    pub firms: BTreeMap<Id<Enterprise>, Firm>,
}

impl<'a> Oracle<'a> {
    /// Looks at a ledger on a day.
    pub fn new(ledger: &'a Ledger, day: Date) -> Self {
        let firms = ledger.enterprises.iter().map(|(id, row)| (id, firm(ledger, day, id, row))).collect();
        Self { ledger, day, firms }
    }

    /// The firm that a record names; `None` where it names none that is there.
    pub fn firm(&self, id: Option<Id<Enterprise>>) -> Option<&Firm> {
        self.firms.get(&id?)
    }

    /// Whether a firm lies in a scope.
    pub fn has(&self, scope: &Scope, firm: &Firm) -> bool {
        scope.unit.is_none_or(|unit| firm.unit == Some(unit)) && self.is_about(scope, firm)
    }

    /// Whether a firm is in the population, and lies in all that a scope says but its unit.
    pub fn is_about(&self, scope: &Scope, firm: &Firm) -> bool {
        firm.valid
            && scope.region.is_none_or(|outer| firm.region.is_some_and(|inner| outer.contains(inner)))
            && scope.group.is_none_or(|group| firm.line.contains(&group))
            && scope.tiers.contains(firm.tier)
            && scope.function.is_none_or(|class| firm.class == Some(class))
            && match scope.pilot {
                None => true,
                Some(Pilot::Member(which)) => self.programmes(firm).any(|of| of == Some(which)),
                Some(Pilot::Outside) => self.programmes(firm).next().is_none(),
            }
    }

    /// The programmes that a firm is a member of on the day.
    fn programmes(&self, firm: &Firm) -> impl Iterator<Item = Option<Id<Programme>>> {
        self.ledger.memberships.iter().filter(|(_, row)| row.enterprise == Some(firm.id)).filter_map(|(_, row)| {
            let has_joined = row.joined_on.is_none_or(|on| on <= self.day);
            let has_left = match row.left_on {
                Some(on) => on <= self.day,
                None => row.change == Some(MembershipChange::Removed),
            };
            (has_joined && !has_left).then_some(row.programme)
        })
    }

    /// Why a firm is left out of an indicator on the day.
    pub fn exclusion(&self, firm: &Firm, indicator: Id<Indicator>) -> Option<ExclusionReason> {
        self.ledger
            .exclusions
            .iter()
            .filter(|(_, row)| row.enterprise == Some(firm.id))
            .filter(|(_, row)| row.indicator.is_none_or(|of| of == indicator))
            .filter(|(_, row)| row.from.is_none_or(|from| from <= self.day) && row.to.is_none_or(|to| self.day <= to))
            .max_by_key(|(id, _)| *id)
            .map(|(_, row)| row.reason.unwrap_or(ExclusionReason::Other))
    }

    /// The contracts that stand for the people of a firm: of each person the last one that has begun.
    pub fn managers(&self, firm: &Firm) -> Vec<(Id<Contract>, &'a Contract)> {
        let begun: Vec<_> = self
            .ledger
            .contracts
            .iter()
            .filter(|(_, row)| row.enterprise == Some(firm.id))
            .filter(|(_, row)| row.appointed_on.or(row.term_from).is_none_or(|on| on <= self.day))
            .collect();
        // A contract begins with its term: an appointment of long ago may be carried from one to the next.
        let order = |(id, row): &(Id<Contract>, &Contract)| {
            let begins = row.term_from.or(row.appointed_on);
            (begins.is_none_or(|on| on <= self.day), begins, *id)
        };
        let is_followed = |one: &(Id<Contract>, &Contract)| {
            let person = one.1.person.trim();
            let is_later = |other| order(other) > order(one);
            !person.is_empty() && begun.iter().any(|other| other.1.person.trim() == person && is_later(other))
        };
        begun.iter().filter(|contract| !is_followed(contract)).copied().collect()
    }

    /// What a task's log says on the day: its status, and how many hundredths of a per cent are done.
    pub fn task(&self, task: Id<Task>) -> (Option<TaskStatus>, Option<Decimal>) {
        let whole = Decimal::whole(100);
        let mut log: Vec<_> = self
            .ledger
            .progress
            .iter()
            .filter(|(_, entry)| entry.task == Some(task) && entry.date.is_none_or(|on| on <= self.day))
            .collect();
        log.sort_by_key(|(id, entry)| (entry.date, entry.order, *id));
        let status = log.iter().rev().find_map(|(_, entry)| entry.status);
        // What was said before it was opened again is no longer so, where it said that all is done.
        let opened = log.iter().rposition(|(_, entry)| entry.status == Some(TaskStatus::Reopened));
        let said = log.iter().rposition(|(_, entry)| entry.percent.is_some());
        let percent = said.and_then(|at| log[at].1.percent).map(|percent| percent.min(whole)).filter(|percent| {
            let is_before = opened.is_some_and(|opened| said.is_some_and(|said| said < opened));
            !(is_before && *percent == whole)
        });
        match status {
            Some(TaskStatus::Closed) => (status, Some(whole)),
            Some(TaskStatus::NotStarted) => (status, Some(Decimal::default())),
            Some(TaskStatus::Reopened) => (status, percent.filter(|percent| *percent < whole)),
            _ => (status, percent),
        }
    }
}

fn firm(ledger: &Ledger, day: Date, id: Id<Enterprise>, row: &Enterprise) -> Firm {
    let mut line = vec![id];
    let mut here = row;
    while let Some((above, parent)) = here.parent.and_then(|above| Some((above, ledger.enterprises.get(above)?))) {
        if line.contains(&above) {
            line.clear();
            break;
        }
        line.push(above);
        here = parent;
    }
    let rows = || line.iter().filter_map(|id| ledger.enterprises.get(*id));
    Firm {
        id,
        valid: row.valid_from.is_none_or(|from| from <= day) && row.valid_to.is_none_or(|to| day < to),
        tier: line.len() as u8,
        unit: row.unit.or_else(|| rows().find_map(|row| row.unit)),
        region: row.region.or_else(|| rows().find_map(|row| row.region)),
        class: row.function_class,
        line,
    }
}
