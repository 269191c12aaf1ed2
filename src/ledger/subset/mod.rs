//! Parts: what of a ledger goes out when not all of it does, without history, or without names.
//!
//! A part merges back like any copy. What it does not carry it cannot take away: records are missing,
//! not deleted; a masked field holds a stand-in that anything written outlives
//! ([`crate::domain::Stamps::mask`]); steps of history that stay behind are named by their digests.

mod pseudonymise;
mod subtree;

pub use pseudonymise::{Leak, Masked, masked};
pub use subtree::{Choice, Chosen, chosen};

use rustc_hash::FxHashSet;

use crate::domain::{AnyTable, Kind, Ledger, LedgerBuilder, LoadedRow, Part, RecordRef, StepDigest};

/// A row of a table as it is.
pub(super) fn row_of(table: &dyn AnyTable, at: usize) -> LoadedRow {
    let values = (0..table.kind().fields().len() as u8).map(|index| (index, table.value(at, index))).collect();
    LoadedRow { deleted: !table.is_live(at), values, meta: table.meta(at).cloned().unwrap_or_default() }
}

/// A copy with some of the records: those for which `keep` says so.
///
/// With history, steps come along that touch nothing but what is kept; the others are named by digest.
/// Parts of the envelope that this version does not know go along only where nothing was chosen, since
/// nobody can tell whose they are.
pub fn part(ledger: &Ledger, part: Option<Part>, with_history: bool, keep: &dyn Fn(RecordRef) -> bool) -> Ledger {
    let mut loader = LedgerBuilder::new(ledger.id());
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in 0..table.len() {
            let record = RecordRef::new(*kind, table.id_at(at));
            if keep(record) {
                // Identities are those of one table, and values of its types.
                let _ = loader.record(record, row_of(table, at));
            }
        }
    }
    loader.clock(ledger.clock());
    for (name, json) in ledger.unknown().iter().filter(|_| part.is_none()) {
        loader.unknown(name.clone(), json.clone());
    }
    for (unit, handed_in) in ledger.returns() {
        if keep(RecordRef::new(Kind::Unit, *unit)) {
            loader.note_return(*unit, handed_in.clone());
        }
    }
    let carried: FxHashSet<StepDigest> = ledger
        .history()
        .iter()
        .filter(|step| with_history && step.entries.iter().all(|entry| keep(entry.record)))
        .map(|step| step.digest)
        .collect();
    // Of what stays behind, those steps are named that something begins from, here or later.
    let steps = || ledger.history().iter();
    let followed: FxHashSet<StepDigest> = steps().flat_map(|step| step.parents.iter().copied()).collect();
    let named: FxHashSet<StepDigest> =
        steps().filter(|step| carried.contains(&step.digest)).flat_map(|step| step.parents.iter().copied()).collect();
    let left = steps().map(|step| step.digest).filter(|digest| !carried.contains(digest));
    let left = left.chain(ledger.earlier().iter().copied());
    loader.earlier(left.filter(|digest| named.contains(digest) || !followed.contains(digest)));
    for step in ledger.history().iter().filter(|step| carried.contains(&step.digest)) {
        loader.step(step.clone());
    }
    let was_masked = ledger.part().is_some_and(|part| part.masked);
    let part = part.map(|part| Part { masked: part.masked || was_masked, ..part });
    loader.part(part.or_else(|| ledger.part().cloned()));
    loader.finish()
}
