//! Which part of the ledger a report covers.

use super::View;
use ledger::domain::{
    AnyTable, Date, Id, RegionCode, Tiers, TreePosition,
    choice::{FunctionClass, MembershipChange},
    records::{Enterprise, Membership, Programme, Unit},
};

/// A part of the ledger; parts that are not set do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    /// One reporting unit.
    pub unit: Option<Id<Unit>>,
    /// One region with all that lies within it.
    pub region: Option<RegionCode>,
    /// One enterprise with its whole subtree.
    pub group: Option<Id<Enterprise>>,
    /// Some tiers.
    pub tiers: Tiers,
    /// One function class.
    pub function: Option<FunctionClass>,
    /// Members of a pilot programme, or enterprises in none.
    pub pilot: Option<Pilot>,
}

/// A side of the pilot programmes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pilot {
    /// Its members on the day.
    Member(Id<Programme>),
    /// Enterprises in no programme (两项试点之外): whom members of any one are compared with.
    Outside,
}

/// A scope whose group was looked up once.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    scope: &'a Scope,
    view: View<'a>,
    group: Option<usize>,
}

impl Scope {
    /// Looks up what the scope names.
    pub fn resolve<'a>(&'a self, view: View<'a>) -> Resolved<'a> {
        // A group that no longer exists holds nothing.
        let group = self.group.map(|id| view.ledger.enterprises.live_position(id).unwrap_or(usize::MAX));
        Resolved { scope: self, view, group }
    }

    /// Whether the scope asks for anything about enterprises.
    pub fn is_about_enterprises(&self) -> bool {
        self.region.is_some()
            || self.group.is_some()
            || !self.tiers.is_all()
            || self.function.is_some()
            || self.pilot.is_some()
    }
}

impl Resolved<'_> {
    /// Tells whether an enterprise counts here: in scope, and valid on the day.
    pub fn has_enterprise(&self, at: usize) -> bool {
        self.scope.unit.is_none_or(|unit| self.view.index.place(at).unit == Some(unit)) && self.has_but_unit(at)
    }

    /// Tells whether an enterprise counts here, whatever its unit.
    fn has_but_unit(&self, at: usize) -> bool {
        let row = self.view.ledger.enterprises.at(at);
        let place = self.view.index.place(at);
        is_valid(self.view, at)
            && self.has_place(at, place)
            && self.scope.function.is_none_or(|class| row.function_class == Some(class))
            && match self.scope.pilot {
                None => true,
                Some(Pilot::Member(programme)) => is_member(self.view, at, programme),
                Some(Pilot::Outside) => is_outside(self.view, at),
            }
    }

    /// Tells whether an enterprise lies in the group of the scope, whatever else the scope asks.
    pub fn is_in_group(&self, at: usize) -> bool {
        self.group.is_none_or(|group| group != usize::MAX && self.view.index.is_within(at, group))
    }

    fn has_place(&self, at: usize, place: TreePosition) -> bool {
        self.scope.region.is_none_or(|region| place.region.is_some_and(|own| region.contains(own)))
            && self.is_in_group(at)
            && (self.scope.tiers.is_all() || self.scope.tiers.contains(place.tier))
    }

    /// Tells whether a task counts here. One that names no enterprise is in no scope that asks for
    /// anything about enterprises.
    pub fn has_task(&self, at: usize) -> bool {
        let row = self.view.ledger.tasks.at(at);
        let enterprise = row.enterprise.and_then(|id| self.view.ledger.enterprises.live_position(id));
        // Its own unit goes before that of its enterprise, whatever else is asked.
        let of_unit = self.scope.unit.is_none_or(|unit| {
            row.unit.or_else(|| enterprise.and_then(|at| self.view.index.place(at).unit)) == Some(unit)
        });
        of_unit && (!self.scope.is_about_enterprises() || enterprise.is_some_and(|at| self.has_but_unit(at)))
    }

    /// Tells whether the scope leaves nothing out.
    pub fn is_everything(&self) -> bool {
        self.scope.unit.is_none() && !self.scope.is_about_enterprises()
    }

    /// The positions of the enterprises that count here.
    pub fn enterprises(&self) -> impl Iterator<Item = usize> + '_ {
        let table = &self.view.ledger.enterprises;
        (0..table.len()).filter(|at| table.is_live(*at)).filter(|at| self.has_enterprise(*at))
    }
}

/// Tells whether a record names no enterprise that is there: it counts in the total and in a line of its own.
pub fn is_lone(view: View<'_>, enterprise: Option<Id<Enterprise>>) -> bool {
    enterprise.and_then(|id| view.ledger.enterprises.live_position(id)).is_none()
}

/// Tells whether the enterprise at a position is valid on the day.
pub fn is_valid(view: View<'_>, enterprise: usize) -> bool {
    let row = view.ledger.enterprises.at(enterprise);
    row.valid_from.is_none_or(|from| from <= view.as_of) && row.valid_to.is_none_or(|to| view.as_of < to)
}

/// Tells whether an enterprise is a member of a programme on the day. A membership without dates
/// counts as having always been; so do years that the source does not state to the day.
pub fn is_member(view: View<'_>, enterprise: usize, programme: Id<Programme>) -> bool {
    view.index.memberships.of(enterprise).any(|at| {
        let row = view.ledger.memberships.at(at);
        row.programme == Some(programme) && is_in_force(row, view.as_of)
    })
}

/// Tells whether an enterprise is in no programme on the day.
pub fn is_outside(view: View<'_>, enterprise: usize) -> bool {
    view.index.memberships.of(enterprise).all(|at| !is_in_force(view.ledger.memberships.at(at), view.as_of))
}

/// Tells whether a membership holds on a day. One that was 调出 without a day is out: when is not known, and a
/// check lists it.
pub fn is_in_force(row: &Membership, day: Date) -> bool {
    row.joined_on.is_none_or(|on| on <= day)
        && match row.left_on {
            Some(on) => day < on,
            None => row.change != Some(MembershipChange::Removed),
        }
}
