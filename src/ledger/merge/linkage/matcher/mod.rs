//! The finding of pairs, kind by kind, owners before their parts.

mod rules;

use std::{collections::VecDeque, hash::Hash};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Matching, Pair, Reason, moved};
use crate::domain::{
    AnyTable, Field, FieldType, Kind, Ledger, RawId, RecordRef, Value, natural_key::composite_fields, records::Unit,
};

/// Every ledger is born with records below this identity.
const BORN_BELOW: RawId = RawId(1 << 16);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Mine,
    Theirs,
}

/// What is to be said of two records with a key in common.
enum Verdict {
    Same,
    Ask(Reason),
    Different,
}

/// Records of one kind by a key, those that are deleted apart.
struct Keyed<K> {
    live: FxHashMap<K, Vec<usize>>,
    deleted: FxHashMap<K, Vec<usize>>,
}

/// A matching in the making.
pub(super) struct Matcher<'a> {
    mine: &'a Ledger,
    theirs: &'a Ledger,
    accepted: &'a dyn Fn(&Pair) -> bool,
    found: Matching,
    /// Their records that stand in a pair, and mine.
    paired: (FxHashSet<RecordRef>, FxHashSet<RecordRef>),
}

impl<'a> Matcher<'a> {
    pub(super) fn new(mine: &'a Ledger, theirs: &'a Ledger, accepted: &'a dyn Fn(&Pair) -> bool) -> Self {
        Self { mine, theirs, accepted, found: Matching::default(), paired: Default::default() }
    }

    pub(super) fn run(mut self) -> Matching {
        for kind in Kind::by_dependence() {
            self.by_identity(kind);
            match kind {
                Kind::Enterprise => self.enterprises(),
                Kind::Task => self.tasks(),
                _ => self.by_fields(kind),
            }
            if kind == Kind::Unit {
                self.own_units();
            }
            let table = self.theirs.of(kind);
            let new = (0..table.len()).filter(|at| table.is_live(*at) && self.is_free(Side::Theirs, kind, *at)).count();
            if new > 0 {
                self.found.new.insert(kind, new);
            }
        }
        self.found
    }

    fn table(&self, side: Side, kind: Kind) -> &'a dyn AnyTable {
        match side {
            Side::Mine => self.mine.of(kind),
            Side::Theirs => self.theirs.of(kind),
        }
    }

    fn is_free(&self, side: Side, kind: Kind, at: usize) -> bool {
        let record = RecordRef::new(kind, self.table(side, kind).id_at(at));
        match side {
            Side::Mine => !self.paired.1.contains(&record),
            Side::Theirs => !self.paired.0.contains(&record),
        }
    }

    fn pair(&mut self, kind: Kind, their_at: usize, my_at: usize, doubt: Option<Reason>) {
        let theirs = RecordRef::new(kind, self.theirs.of(kind).id_at(their_at));
        let mine = RecordRef::new(kind, self.mine.of(kind).id_at(my_at));
        self.paired.0.insert(theirs);
        self.paired.1.insert(mine);
        match doubt.map(|reason| Pair { theirs, mine, reason }).filter(|pair| !(self.accepted)(pair)) {
            Some(pair) => self.found.doubtful.push(pair),
            None => {
                self.found.sure.insert(theirs, mine.id);
            }
        }
    }

    /// A field of a record, with their references under the identities found so far.
    fn value(&self, side: Side, field: Field, at: usize) -> Value {
        let value = self.table(side, field.kind).value(at, field.index);
        match (value, field.meta().field_type) {
            (Value::Ref(id), FieldType::Ref(kind)) if side == Side::Theirs => {
                Value::Ref(self.found.identity(self.mine, self.theirs.id(), RecordRef::new(kind, id)))
            }
            (value, _) => value,
        }
    }

    /// The texts of a field that nobody replaced: an open conflict leaves several.
    fn texts(&self, side: Side, field: Field, at: usize) -> Vec<String> {
        let texts = self.standing(side, field, at).into_iter().filter_map(|value| match value {
            Value::Text(text) => Some(text.trim().to_owned()),
            _ => None,
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn standing(&self, side: Side, field: Field, at: usize) -> Vec<Value> {
        let table = self.table(side, field.kind);
        let shown = table.value(at, field.index);
        match table.meta(at) {
            None => vec![shown],
            Some(meta) => meta.stamps.siblings(field.index, shown).into_iter().map(|(value, _)| value).collect(),
        }
    }

    fn agree(&self, field: Field, their_at: usize, my_at: usize) -> bool {
        let mine = self.texts(Side::Mine, field, my_at);
        self.texts(Side::Theirs, field, their_at).iter().any(|text| mine.contains(text))
    }

    /// Tells whether one of two records that resemble each other knows the making of the other: they
    /// were merged before.
    fn merged_before(&self, kind: Kind, their_at: usize, my_at: usize) -> bool {
        let (Some(theirs), Some(mine)) = (self.theirs.of(kind).meta(their_at), self.mine.of(kind).meta(my_at)) else {
            return false;
        };
        let (theirs, mine) = (&theirs.stamps.created, &mine.stamps.created);
        !theirs.is_empty() && !mine.is_empty() && (mine.covers(theirs) || theirs.covers(mine))
    }

    /// Records of one identity are the same, but for a unit that both ledgers began with.
    fn by_identity(&mut self, kind: Kind) {
        let (theirs, mine) = (self.theirs.of(kind), self.mine.of(kind));
        for their_at in 0..theirs.len() {
            let record = RecordRef::new(kind, theirs.id_at(their_at));
            let Some(my_at) = mine.position(record.id) else { continue };
            let named = |side, at| !self.texts(side, Unit::name, at).is_empty();
            let other_unit = kind == Kind::Unit
                && record.id < BORN_BELOW
                && named(Side::Theirs, their_at)
                && named(Side::Mine, my_at)
                && !self.agree(Unit::name, their_at, my_at);
            if !other_unit {
                self.pair(kind, their_at, my_at, None);
            } else if let Some(my_at) = mine.position(moved(self.theirs.id(), record)) {
                self.pair(kind, their_at, my_at, None);
            }
        }
    }

    /// Pairs the records that alone have a key, on each side.
    fn by_keys<K: Hash + Eq>(
        &mut self,
        kind: Kind,
        keys: impl Fn(&Self, Side, usize) -> Vec<K>,
        judge: impl Fn(&Self, usize, usize) -> Verdict,
    ) {
        let (theirs, mine) = (self.keyed(Side::Theirs, kind, &keys), self.keyed(Side::Mine, kind, &keys));
        let table = self.theirs.of(kind);
        for their_at in (0..table.len()).filter(|at| table.is_live(*at)) {
            if !self.is_free(Side::Theirs, kind, their_at) {
                continue;
            }
            let alone = |key: &K| theirs.live.get(key).is_some_and(|all| all.len() == 1);
            let mut shared = keys(self, Side::Theirs, their_at).into_iter().filter(alone);
            let Some(my_at) = shared.find_map(|key| self.counterpart(kind, &mine, &key, their_at)) else { continue };
            match judge(self, their_at, my_at) {
                Verdict::Same => self.pair(kind, their_at, my_at, None),
                Verdict::Ask(_) if self.merged_before(kind, their_at, my_at) => self.pair(kind, their_at, my_at, None),
                Verdict::Ask(reason) => self.pair(kind, their_at, my_at, Some(reason)),
                Verdict::Different => {}
            }
        }
    }

    /// My one record with a key; a deleted one only where it is known to be theirs as well.
    fn counterpart<K: Hash + Eq>(&self, kind: Kind, mine: &Keyed<K>, key: &K, their_at: usize) -> Option<usize> {
        let my_at = match (mine.live.get(key).map(Vec::as_slice), mine.deleted.get(key).map(Vec::as_slice)) {
            (Some([at]), _) => *at,
            (None, Some([at])) if self.merged_before(kind, their_at, *at) => *at,
            _ => return None,
        };
        self.is_free(Side::Mine, kind, my_at).then_some(my_at)
    }

    fn keyed<K: Hash + Eq>(&self, side: Side, kind: Kind, keys: impl Fn(&Self, Side, usize) -> Vec<K>) -> Keyed<K> {
        let table = self.table(side, kind);
        let mut keyed = Keyed { live: FxHashMap::default(), deleted: FxHashMap::default() };
        for at in (0..table.len()).filter(|at| self.is_free(side, kind, *at)) {
            let by_key = if table.is_live(at) { &mut keyed.live } else { &mut keyed.deleted };
            for key in keys(self, side, at) {
                let all = by_key.entry(key).or_default();
                if all.last() != Some(&at) {
                    all.push(at);
                }
            }
        }
        keyed
    }

    /// Pairs the records that agree in the fields by which records of the kind are told apart.
    fn by_fields(&mut self, kind: Kind) {
        let fields: Vec<Field> = composite_fields(kind).to_vec();
        let keys = |matcher: &Self, side, at| -> Vec<Vec<Value>> {
            let key: Vec<Value> = fields.iter().map(|field| matcher.value(side, *field, at)).collect();
            if key.first().is_none_or(|owner| *owner == Value::Empty) { Vec::new() } else { vec![key] }
        };
        self.by_keys(kind, keys, |_, _, _| Verdict::Same);
        let (theirs, mine) = (self.keyed(Side::Theirs, kind, keys), self.keyed(Side::Mine, kind, keys));
        let mut several: Vec<(Vec<Value>, Vec<usize>)> = theirs.live.into_iter().collect();
        several.sort_unstable_by_key(|(_, all)| all[0]);
        for (key, their_all) in several {
            if let Some(my_all) = mine.live.get(&key) {
                self.among_several(kind, !key.contains(&Value::Empty), &their_all, my_all);
            }
        }
    }

    /// Of several records that those fields do not tell apart, pairs the ones that are equal in all
    /// fields; then the first one left with the only one left, if no such field is empty.
    fn among_several(&mut self, kind: Kind, full: bool, theirs: &[usize], mine: &[usize]) {
        let row = |matcher: &Self, side, at| -> Vec<Value> {
            let fields = (0..kind.fields().len() as u8).map(|index| Field { kind, index });
            fields.map(|field| matcher.value(side, field, at)).collect()
        };
        let mut equal: FxHashMap<Vec<Value>, VecDeque<usize>> = FxHashMap::default();
        for at in mine {
            equal.entry(row(self, Side::Mine, *at)).or_default().push_back(*at);
        }
        for their_at in theirs {
            if let Some(my_at) = equal.get_mut(&row(self, Side::Theirs, *their_at)).and_then(VecDeque::pop_front) {
                self.pair(kind, *their_at, my_at, None);
            }
        }
        let left = |side, all: &[usize]| -> Vec<usize> {
            all.iter().copied().filter(|at| self.is_free(side, kind, *at)).collect()
        };
        if let (Some(their_at), [my_at], true) = (left(Side::Theirs, theirs).first(), &left(Side::Mine, mine)[..], full)
        {
            self.pair(kind, *their_at, *my_at, None);
        }
    }
}
