//! Who knew what when a field was written: the marks that let two copies of a ledger merge without
//! dropping anybody's work.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{
    id::{BadId, RawId},
    schema::Value,
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
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

/// One value of a field, with what its writer knew, the write included.
pub type Sibling = (Value, VersionVector);

/// The mark of one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldStamp {
    /// What its writer knew, the write included.
    pub seen: VersionVector,
    /// Values written elsewhere at the same time: an open conflict until somebody chooses, unless
    /// they all say the same.
    pub others: Vec<Sibling>,
}

/// The index under which a record's deletion is stamped, beside its fields. Its value says whether
/// the record is deleted.
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

    /// Every value of a field with what its writer knew, given the one that is shown.
    pub fn siblings(&self, index: u8, shown: Value) -> Vec<Sibling> {
        let mut all = vec![(shown, self.seen(index).clone())];
        if let Some(stamp) = self.fields.get(&index) {
            all.extend(stamp.others.iter().cloned());
        }
        all
    }

    /// Whether the value of a field is a stand-in for one that its file did not carry: it is as old as
    /// nothing, so that everything anybody wrote outlives it.
    pub fn is_masked(&self, index: u8) -> bool {
        self.fields.get(&index).is_some_and(|stamp| stamp.seen.is_empty() && stamp.others.is_empty())
    }

    /// Marks the value of a field as a stand-in.
    pub fn mask(&mut self, index: u8) {
        self.fields.insert(index, FieldStamp::default());
    }

    /// Puts the values of a field in their place, and gives the one to be shown. They must be sorted
    /// by [`prune`]; a value that is as old as the record needs no mark.
    pub fn put(&mut self, index: u8, siblings: Vec<Sibling>) -> Value {
        let mut siblings = siblings.into_iter();
        let (shown, seen) = siblings.next().unwrap_or_default();
        let others: Vec<Sibling> = siblings.collect();
        if others.is_empty() && seen == self.created {
            self.fields.remove(&index);
        } else {
            self.fields.insert(index, FieldStamp { seen, others });
        }
        shown
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
            self.votes().for_each(|vote| seen.join(vote));
        }
        seen.learn(dot);
        self.fields.insert(index, FieldStamp { seen, others: Vec::new() });
    }

    /// Lets an edit count against a deletion that stands open.
    pub(super) fn resettle(&mut self) {
        if self.fields.get(&DELETION).is_some_and(|stamp| !stamp.others.is_empty()) {
            // What is edited is shown, so the value in front is that the record lives.
            self.settle(self.siblings(DELETION, Value::YesNo(false)));
        }
    }

    /// What the writers of the fields knew: each says that the record lives.
    fn votes(&self) -> impl Iterator<Item = &VersionVector> {
        self.fields
            .iter()
            .filter(|(index, _)| **index != DELETION)
            .flat_map(|(_, stamp)| std::iter::once(&stamp.seen).chain(stamp.others.iter().map(|(_, seen)| seen)))
    }

    /// Sets the deletion against the edits that its maker did not see, and tells whether the record
    /// is deleted. A record that was deleted here and edited there lives, with the conflict open.
    pub fn settle(&mut self, deletions: Vec<Sibling>) -> bool {
        let votes: Vec<Sibling> = self.votes().map(|seen| (Value::YesNo(false), seen.clone())).collect();
        let mut all = deletions;
        all.extend(votes.iter().cloned());
        let mut all = prune(all);
        if all.iter().all(|(value, _)| *value == Value::YesNo(false)) {
            // Nobody deletes it: what the fields say anyhow is not said twice.
            all.retain(|sibling| !votes.contains(sibling));
        }
        if all.is_empty() {
            self.fields.remove(&DELETION);
            return false;
        }
        // False sorts before true, so a record over which people differ is shown.
        self.put(DELETION, all) == Value::YesNo(true)
    }

    /// The fields with more than one value to choose from, given the values that are shown.
    pub fn conflicts(&self, shown: impl Fn(u8) -> Value) -> Vec<u8> {
        let differs = |index: u8, stamp: &FieldStamp| {
            let shown = shown(index);
            stamp.others.iter().any(|(other, _)| *other != shown)
        };
        let open = self.fields.iter().filter(|(_, stamp)| !stamp.others.is_empty());
        open.filter(|(index, stamp)| differs(**index, stamp)).map(|(index, _)| *index).collect()
    }
}

/// Drops the values that the writer of another one knew, and sorts the rest the same way everywhere:
/// what is filled in before what is not, then by value.
pub fn prune(mut siblings: Vec<Sibling>) -> Vec<Sibling> {
    if siblings.len() > 1 {
        siblings.sort_by(|a, b| (a.0 == Value::Empty, a).cmp(&(b.0 == Value::Empty, b)));
        siblings.dedup();
        let stays = |at: usize| {
            let (_, seen) = &siblings[at];
            !siblings.iter().any(|(_, other)| other != seen && other.covers(seen))
        };
        let keep: Vec<bool> = (0..siblings.len()).map(stays).collect();
        let mut keep = keep.into_iter();
        siblings.retain(|_| keep.next() == Some(true));
    }
    siblings
}
