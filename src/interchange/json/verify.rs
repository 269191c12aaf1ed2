//! What a file says of itself, held against what it carries.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Opened, ReadNote, encode};
use ledger::domain::{Kind, choice::Label, contradiction::DAYS_APART, days_between, hash_chain};

/// A table's records, as the file says and as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The name of the table in files.
    pub table: String,
    /// How many the file says it carries; `None` where it does not say.
    pub declared: Option<u64>,
    /// How many there are.
    pub found: u64,
}

/// The place where the chain of history breaks first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Break {
    /// Counted from 1.
    pub step: usize,
    /// When the step was made, by its maker's clock.
    pub at: String,
    /// Who made it; may be empty.
    pub by: String,
    /// Its content is not what its digest says; otherwise what it begins from is missing.
    pub is_altered: bool,
}

/// What an examination of a file found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The version of the format.
    pub version: u32,
    /// When the file was made, by its maker's clock.
    pub at: String,
    /// Who made it; may be empty.
    pub by: String,
    /// Whether the digest covers the two above; in older files it does not.
    pub covers_maker: bool,
    /// Whether the file is dated more than a day before its last step.
    pub is_before_last_step: bool,
    /// How many steps the file's own clock does not count.
    pub unknown_steps: usize,
    /// Whether the bytes are those that were exported; otherwise something rewrote or changed them.
    pub digest_holds: bool,
    /// Records that were changed since, by hand or by another program.
    pub edited: usize,
    /// The tables that have or should have records.
    pub counts: Vec<Count>,
    /// How many steps of history there are, those that reading added left out.
    pub steps: usize,
    /// How many of them begin from steps that the file says it leaves out.
    pub continued: usize,
    /// How many steps say that history was put away.
    pub compactions: usize,
    /// Where the chain breaks first; `None` where it is whole.
    pub broken: Option<Break>,
    /// How many steps are altered or lack what they begin from.
    pub breaks: usize,
}

impl Verification {
    /// Whether the file is what it says.
    pub fn holds(&self) -> bool {
        let counted = |count: &Count| count.declared.is_none_or(|declared| declared == count.found);
        self.digest_holds
            && self.edited == 0
            && self.unknown_steps == 0
            && self.broken.is_none()
            && self.counts.iter().all(counted)
    }
}

/// Examines a file that was read.
pub fn verify(opened: &Opened) -> Verification {
    let ledger = &opened.ledger;
    let edited = |note: &ReadNote| if let ReadNote::EditedByHand(count) = note { Some(*count) } else { None };
    // Reading adds a last step for what was edited by hand; the file did not carry it.
    let added = usize::from(opened.has_added_step);
    let steps = &ledger.history()[..ledger.history().len() - added];
    let audit = hash_chain::audit(steps, ledger.earlier());
    let is_altered = |at: &usize| audit.altered.contains(at);
    let breaks: BTreeSet<usize> = audit.altered.iter().chain(&audit.detached).copied().collect();
    let declared = |table: &str| opened.declared.as_ref().and_then(|counts| counts.get(table).copied());
    let counts = Kind::ALL.iter().map(|kind| Count {
        table: kind.table_name().to_owned(),
        declared: declared(kind.table_name()),
        found: ledger.of(*kind).len() as u64,
    });
    Verification {
        version: opened.version,
        at: encode::moment(opened.info.at),
        by: opened.info.by.clone(),
        covers_maker: opened.covers_maker,
        unknown_steps: opened.unknown_steps,
        is_before_last_step: steps.iter().any(|step| days_between(opened.info.at.date(), step.at.date()) > DAYS_APART),
        digest_holds: !opened.notes.contains(&ReadNote::DigestDiffers),
        edited: opened.notes.iter().find_map(edited).unwrap_or_default(),
        counts: counts.filter(|count| count.found > 0 || count.declared.unwrap_or_default() > 0).collect(),
        steps: steps.len(),
        continued: audit.continued.len(),
        compactions: steps.iter().filter(|step| step.label == Label::Compact).count(),
        broken: breaks.first().copied().map(|at| Break {
            step: at + 1,
            at: encode::moment(steps[at].at),
            by: steps[at].by.clone(),
            is_altered: is_altered(&at),
        }),
        breaks: breaks.len(),
    }
}

/// Reads the counts that a file declares.
pub(super) fn declared(json: &serde_json::Value) -> Option<BTreeMap<String, u64>> {
    json.as_object()?.iter().map(|(table, count)| Some((table.clone(), count.as_u64()?))).collect()
}
