//! Who knew what when a field was written: the marks that let two copies of a ledger merge without
//! dropping anybody's work.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{
    id::{BadId, RawId},
    value::Value,
};

/// One page session of one person: random each time the page is opened, never kept on the machine,
/// so that a restored disk cannot make two sessions look like one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorId(pub u64);

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RawId(self.0).fmt(f)
    }
}

impl fmt::Debug for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        RawId(self.0).fmt(f)
    }
}

impl FromStr for ActorId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse::<RawId>().map(|raw| Self(raw.0))
    }
}

/// The n-th change of an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dot {
    /// Whose change it was.
    pub actor: ActorId,
    /// Counted from 1.
    pub count: u32,
}

/// How many changes of each actor are known; actors that are not named count zero.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct VersionVector(Vec<(ActorId, u32)>);

impl VersionVector {
    /// How many changes of an actor are known.
    pub fn get(&self, actor: ActorId) -> u32 {
        self.0.binary_search_by_key(&actor, |(a, _)| *a).map_or(0, |i| self.0[i].1)
    }

    /// Learns of a change and of all before it by the same actor.
    pub fn learn(&mut self, dot: Dot) {
        match self.0.binary_search_by_key(&dot.actor, |(a, _)| *a) {
            Ok(i) => self.0[i].1 = self.0[i].1.max(dot.count),
            Err(i) => self.0.insert(i, (dot.actor, dot.count)),
        }
    }

    /// Learns of all that another vector knows.
    pub fn join(&mut self, other: &Self) {
        for (actor, count) in &other.0 {
            self.learn(Dot { actor: *actor, count: *count });
        }
    }

    /// Tells whether everything that `other` knows is known here.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(actor, count)| self.get(*actor) >= *count)
    }

    /// Tells whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The actors in order, each with its count.
    pub fn iter(&self) -> impl Iterator<Item = Dot> + '_ {
        self.0.iter().map(|(actor, count)| Dot { actor: *actor, count: *count })
    }
}

impl FromIterator<Dot> for VersionVector {
    fn from_iter<I: IntoIterator<Item = Dot>>(dots: I) -> Self {
        let mut vector = Self::default();
        dots.into_iter().for_each(|dot| vector.learn(dot));
        vector
    }
}

/// The mark of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldStamp {
    /// What its writer knew, the write included.
    pub seen: VersionVector,
    /// Values written elsewhere at the same time, each with what its writer knew: an open conflict
    /// until somebody chooses.
    pub others: Vec<(Value, VersionVector)>,
}

/// The index under which a record's deletion is stamped, beside its fields.
pub const DELETION: u8 = u8::MAX;

/// The marks of one record. A field that nobody wrote since the record was made has none of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    /// What the maker of the record knew, its making included; empty for records that every ledger
    /// is born with.
    pub created: VersionVector,
    /// The fields written since, by index; [`DELETION`] for the record's deletion.
    pub fields: BTreeMap<u8, FieldStamp>,
}

impl Stamps {
    /// What the writer of a field knew.
    pub fn seen(&self, index: u8) -> &VersionVector {
        self.fields.get(&index).map_or(&self.created, |stamp| &stamp.seen)
    }

    /// Marks a field as written by a change that knew of the value it replaced and of all that
    /// stood in conflict with it.
    pub(super) fn write(&mut self, index: u8, dot: Dot) {
        let mut seen = self.seen(index).clone();
        if let Some(old) = self.fields.get(&index) {
            old.others.iter().for_each(|(_, other)| seen.join(other));
        }
        if index == DELETION {
            // A deletion vouches for every field that its maker saw; an edit it did not see conflicts.
            self.fields.values().for_each(|stamp| seen.join(&stamp.seen));
        }
        seen.learn(dot);
        self.fields.insert(index, FieldStamp { seen, others: Vec::new() });
    }

    /// The fields with more than one value.
    pub fn conflicts(&self) -> impl Iterator<Item = (u8, &FieldStamp)> {
        self.fields.iter().filter(|(_, stamp)| !stamp.others.is_empty()).map(|(index, stamp)| (*index, stamp))
    }
}
