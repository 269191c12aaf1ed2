//! The chain of history: every step names the steps that its maker had last, by their digests, so
//! that nothing before it can be changed, left out or put in without showing.
//!
//! People who work at the same time make branches, and the first step after a merge has a parent on
//! each of them.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap},
    fmt,
    str::FromStr,
};

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::{
    change::{Entry, HistoryEntry, What},
    choice::{CodedEnum, Label},
    schema::{Field, FieldType, Stage, Value},
};

/// The SHA-256 of a step with its parents.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StepDigest([u8; 32]);

impl fmt::Display for StepDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for StepDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for StepDigest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || text.to_owned();
        let plain = text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(2 * at..2 * at + 2).filter(|_| plain).ok_or_else(bad)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

/// Takes the digest of entries as they come, so that a long step is not hashed in one go.
#[derive(Clone, Debug, Default)]
pub struct EntriesHash(Sha256);

impl EntriesHash {
    /// Adds entries in their order.
    pub fn add(&mut self, entries: &[Entry]) {
        self.add_entries(entries, true);
    }

    fn add_entries(&mut self, entries: &[Entry], with_old: bool) {
        for entry in entries {
            self.text(entry.record.kind.table_name());
            self.0.update(entry.record.id.0.to_be_bytes());
            match &entry.what {
                What::Created(values) => {
                    self.0.update([b'c']);
                    self.0.update((values.len() as u64).to_be_bytes());
                    for (field, value) in values {
                        self.text(field.meta().key);
                        self.value(*field, value);
                    }
                }
                What::Set { field, old, new } => {
                    self.0.update([b's']);
                    self.text(field.meta().key);
                    self.value(*field, if with_old { old } else { &Value::Empty });
                    self.value(*field, new);
                }
                What::Deleted => self.0.update([b'd']),
                What::Restored => self.0.update([b'r']),
            }
        }
    }

    /// Adds a text with its length in front, so that two texts never read as two others.
    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }

    /// Adds a value as files name it, so that a digest outlives the order of a closed set.
    fn value(&mut self, field: Field, value: &Value) {
        let (tag, text) = match value {
            Value::Empty => (b'0', String::new()),
            Value::Text(text) => (b't', text.clone()),
            Value::Code(code) => (b'k', code.as_str().to_owned()),
            Value::Region(region) => (b'r', region.to_string()),
            Value::Number(number) => (b'n', number.to_string()),
            Value::Date(date) => (b'd', date.to_string()),
            Value::YesNo(yes) => (b'y', yes.to_string()),
            Value::Stage(Stage::No) => (b's', "no".to_owned()),
            Value::Stage(Stage::Yes(None)) => (b's', "yes".to_owned()),
            Value::Stage(Stage::Yes(Some(date))) => (b's', date.to_string()),
            Value::Choice(at) => match field.meta().field_type {
                FieldType::Choice(words) => {
                    (b'c', words.get(usize::from(*at)).map_or_else(String::new, |word| word.key.to_owned()))
                }
                _ => (b'c', String::new()),
            },
            Value::Ref(id) => (b'f', id.to_string()),
            Value::Tiers(tiers) => (b'l', tiers.to_string()),
        };
        self.0.update([tag]);
        self.text(&text);
    }
}

impl HistoryEntry {
    /// The digest that the step ought to have. What a field held before it was edited by hand is known
    /// only to who still has it, and so is left out.
    pub fn true_digest(&self) -> StepDigest {
        let mut entries = EntriesHash::default();
        entries.add_entries(&self.entries, self.label != Label::ByHand);
        self.sealed(entries)
    }

    /// The digest of the step, given that of its entries.
    pub(super) fn sealed(&self, entries: EntriesHash) -> StepDigest {
        let mut hash = EntriesHash::default();
        hash.0.update(self.dot.actor.0.to_be_bytes());
        hash.0.update(self.dot.count.to_be_bytes());
        hash.text(&self.by);
        hash.text(&self.at.to_string());
        hash.text(self.label.key());
        hash.text(&self.note);
        hash.0.update((self.parents.len() as u64).to_be_bytes());
        self.parents.iter().for_each(|parent| hash.0.update(parent.0));
        hash.0.update(entries.0.finalize());
        StepDigest(hash.0.finalize().into())
    }
}

/// The steps that no other step has as its parent: what the next one will name.
pub fn heads(steps: &[HistoryEntry]) -> BTreeSet<StepDigest> {
    let parents: FxHashSet<StepDigest> = steps.iter().flat_map(|step| &step.parents).copied().collect();
    steps.iter().map(|step| step.digest).filter(|digest| !parents.contains(digest)).collect()
}

/// Puts steps in the one order that everybody gives them: none before its parents, and otherwise by
/// the clocks of their makers.
pub fn in_order(steps: Vec<HistoryEntry>) -> Vec<HistoryEntry> {
    let places: FxHashMap<StepDigest, usize> = steps.iter().enumerate().map(|(at, step)| (step.digest, at)).collect();
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); steps.len()];
    let mut waits_for = vec![0_usize; steps.len()];
    for (at, step) in steps.iter().enumerate() {
        // A parent that is not here does not hold its children up.
        for parent in step.parents.iter().filter_map(|parent| places.get(parent)).filter(|parent| **parent != at) {
            children[*parent].push(at);
            waits_for[at] += 1;
        }
    }
    let key = |at: usize| Reverse((steps[at].at, steps[at].dot, steps[at].digest, at));
    let mut ready: BinaryHeap<_> = (0..steps.len()).filter(|at| waits_for[*at] == 0).map(key).collect();
    let mut order = Vec::with_capacity(steps.len());
    while let Some(Reverse((.., at))) = ready.pop() {
        order.push(at);
        for child in std::mem::take(&mut children[at]) {
            waits_for[child] -= 1;
            if waits_for[child] == 0 {
                ready.push(key(child));
            }
        }
    }
    // Digests cannot form a circle unless somebody made them up; such steps keep to the end.
    let placed: FxHashSet<usize> = order.iter().copied().collect();
    order.extend((0..steps.len()).filter(|at| !placed.contains(at)));
    let mut steps: Vec<Option<HistoryEntry>> = steps.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| steps[at].take()).collect()
}

/// What an audit of a history found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// How many steps were looked at.
    pub steps: usize,
    /// Steps whose content is not what their digest says, by position.
    pub altered: Vec<usize>,
    /// Steps with a parent that is missing without a word, by position.
    pub detached: Vec<usize>,
    /// Steps with a parent that is known to be elsewhere, by position: history was left out or put away.
    pub continued: Vec<usize>,
    /// Steps that begin a history: those without a parent, by position.
    pub roots: Vec<usize>,
}

impl Audit {
    /// Whether every step is as it was made and leads back to a beginning.
    pub fn is_whole(&self) -> bool {
        self.altered.is_empty() && self.detached.is_empty()
    }
}

/// Checks every step against its digest and its parents; `earlier` are the steps that are known to be
/// elsewhere.
pub fn audit(steps: &[HistoryEntry], earlier: &BTreeSet<StepDigest>) -> Audit {
    let known: FxHashSet<StepDigest> = steps.iter().map(|step| step.digest).collect();
    let positions = |found: &dyn Fn(&HistoryEntry) -> bool| {
        steps.iter().enumerate().filter(|(_, step)| found(step)).map(|(at, _)| at).collect()
    };
    Audit {
        steps: steps.len(),
        altered: positions(&|step| step.true_digest() != step.digest),
        detached: positions(&|step| {
            step.parents.iter().any(|parent| !known.contains(parent) && !earlier.contains(parent))
        }),
        continued: positions(&|step| step.parents.iter().any(|parent| earlier.contains(parent))),
        roots: positions(&|step| step.parents.is_empty()),
    }
}
