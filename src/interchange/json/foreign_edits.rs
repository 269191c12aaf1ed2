//! Records that somebody edited in a text editor, or made there: their fields are marked as a new
//! person's edit, so that merging neither overlooks nor prefers it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use super::{encode, read::ParsedRow};
use ledger::domain::{
    ActorId, DELETION, Dot, Entry, Field, FieldStamp, HistoryEntry, Kind, Moment, RecordRef, Stamps, StepDigest, Value,
    VersionVector, What, choice::Label, hash_chain,
};

/// Marks what was edited by hand and adds it to history as one step, made when the file was; gives
/// how many records were edited. The same file always gives the same marks.
pub(super) fn restamp(
    rows: &mut BTreeMap<Kind, Vec<ParsedRow>>,
    steps: &mut Vec<HistoryEntry>,
    earlier: &BTreeSet<StepDigest>,
    at: Moment,
) -> usize {
    let mut edited: Vec<(Kind, &mut ParsedRow)> = Vec::new();
    let mut content = Sha256::new();
    for (kind, rows) in rows {
        for row in rows {
            if let Some(text) = edited_text(*kind, row) {
                content.update(text);
                edited.push((*kind, row));
            }
        }
    }
    if edited.is_empty() {
        return 0;
    }
    // The person is named by what was edited. Never one of the numbers that every ledger is born with.
    let bits = content.finalize().iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
    let dot = Dot { actor: ActorId(bits | 1 << 63), count: 1 };
    let count = edited.len();
    let mut entries = Vec::new();
    for (kind, row) in edited {
        mark(RecordRef::new(kind, row.id), row, dot, &mut entries);
    }
    name_former_values(&mut entries, steps);
    if !entries.is_empty() && !steps.iter().any(|step| step.dot == dot) {
        // What the file leaves out and nothing in it follows comes before the edit as well.
        let followed: BTreeSet<StepDigest> = steps.iter().flat_map(|step| step.parents.iter().copied()).collect();
        let mut parents = hash_chain::heads(steps);
        parents.extend(earlier.difference(&followed));
        let parents = parents.into_iter().collect();
        let (by, note, digest) = Default::default();
        let mut step = HistoryEntry { dot, by, at, label: Label::ByHand, note, entries, parents, digest };
        step.digest = step.true_digest();
        steps.push(step);
    }
    count
}

/// The text of a record that is not as it was written, as far as its digest covers it.
fn edited_text(kind: Kind, parsed: &ParsedRow) -> Option<String> {
    let mut values = parsed.row.values.clone();
    values.sort_by_key(|(index, _)| *index);
    let mut text =
        encode::record(kind, parsed.id, parsed.row.deleted, values.into_iter(), Some(&parsed.row.meta), false);
    text.pop();
    let as_written =
        parsed.digest.as_ref().is_some_and(|digest| digest.split('-').next() == Some(&encode::digest(&text)));
    (!as_written).then_some(text)
}

fn mark(record: RecordRef, parsed: &mut ParsedRow, dot: Dot, entries: &mut Vec<Entry>) {
    let mut did = |what| entries.push(Entry { record, what });
    let stamps = &mut parsed.row.meta.stamps;
    let digest = parsed.digest.as_deref().unwrap_or_default();
    if digest.is_empty() && *stamps == Stamps::default() {
        // Made by hand, or by a tool that kept the plain fields alone.
        stamps.created = [dot].into_iter().collect();
        let field = |index| Field { kind: record.kind, index };
        let values = parsed.row.values.iter().map(|(index, value)| (field(*index), value.clone()));
        return did(What::Created(values.collect()));
    }
    for index in 0..record.kind.fields().len() as u8 {
        let value = parsed.row.values.iter().find(|(at, _)| *at == index).map_or(&Value::Empty, |(_, value)| value);
        let field = Field { kind: record.kind, index };
        // Where the digest does not say, every field counts as edited: rather a question than a loss.
        if encode::check_in(digest, index) != Some(encode::check_of(field, value)) {
            write(stamps, index, dot);
            did(What::Set { field, old: Value::Empty, new: value.clone() });
        }
    }
    let deleted = parsed.row.deleted;
    if encode::deleted_in(digest) != Some(deleted) {
        let mut seen = VersionVector::default();
        stamps.fields.values().for_each(|stamp| seen.join(&stamp.seen));
        write(stamps, DELETION, dot);
        if let Some(stamp) = stamps.fields.get_mut(&DELETION) {
            stamp.seen.join(&seen);
        }
        did(if deleted { What::Deleted } else { What::Restored });
    }
}

/// Fills in what the fields held before, as far as history tells.
fn name_former_values(entries: &mut [Entry], steps: &[HistoryEntry]) {
    let mut former: FxHashMap<(RecordRef, Field), Value> = FxHashMap::default();
    let edited: FxHashSet<RecordRef> = entries.iter().map(|entry| entry.record).collect();
    for entry in steps.iter().flat_map(|step| &step.entries).filter(|entry| edited.contains(&entry.record)) {
        match &entry.what {
            What::Created(values) => {
                former.extend(values.iter().map(|(field, value)| ((entry.record, *field), value.clone())));
            }
            What::Set { field, new, .. } => {
                former.insert((entry.record, *field), new.clone());
            }
            What::Deleted | What::Restored => {}
        }
    }
    for entry in entries {
        if let What::Set { field, old, .. } = &mut entry.what
            && let Some(value) = former.get(&(entry.record, *field))
        {
            old.clone_from(value);
        }
    }
}

/// Marks a field as written by somebody who saw what the file shows.
fn write(stamps: &mut Stamps, index: u8, dot: Dot) {
    let mut seen = stamps.seen(index).clone();
    seen.learn(dot);
    let others = stamps.fields.remove(&index).map(|stamp| stamp.others).unwrap_or_default();
    stamps.fields.insert(index, FieldStamp { seen, others });
}
