//! A ledger as it is stored: in pages of records and steps of history.

use crate::storage::Snapshot;
use interchange::json::{self, Exported};
use ledger::domain::{HistoryEntry, Kind, Ledger, LedgerBuilder, builtins};

/// How many records a page holds.
pub(in crate::app) const PAGE: usize = 256;
/// How many entries of a step are written down at a time.
const ENTRIES: usize = 1_000;

/// Writes a page of records down, with its key.
pub(in crate::app) fn page_of(ledger: &Ledger, kind: Kind, page: usize) -> (String, String) {
    let to = ((page + 1) * PAGE).min(ledger.of(kind).len());
    (format!("{}/{page:06}", kind.table_name()), json::write_page(ledger, kind, page * PAGE, to))
}

/// Puts steps together that were written down in parts.
#[derive(Debug, Default)]
pub(in crate::app) struct Steps {
    last: Option<HistoryEntry>,
}

impl Steps {
    /// Adds a step, or a part of the one before.
    pub(in crate::app) fn add(&mut self, step: HistoryEntry, loader: &mut LedgerBuilder) {
        match &mut self.last {
            Some(whole) if whole.dot == step.dot => whole.entries.extend(step.entries),
            last => {
                if let Some(whole) = last.replace(step) {
                    loader.step(whole);
                }
            }
        }
    }

    /// Adds what is left.
    pub(in crate::app) fn finish(self, loader: &mut LedgerBuilder) {
        if let Some(whole) = self.last {
            loader.step(whole);
        }
    }
}

/// A part of a step written down, which reads as a step of its own; `None` after the last. A step without entries
/// has one part.
pub(in crate::app) fn part_of(step: &HistoryEntry, part: usize) -> Option<String> {
    let (from, count) = (part * ENTRIES, step.entries.len());
    (part == 0 || from < count)
        .then(|| json::write_step_around(step, &json::write_entries(step, from, (from + ENTRIES).min(count))))
}

/// Reads what a workspace holds.
pub(in crate::app) fn decode(snapshot: &Snapshot) -> Result<(Ledger, Option<Exported>), json::ReadError> {
    let (mut loader, head): (LedgerBuilder, _) = json::read_head(&snapshot.head)?;
    if head.version > json::VERSION {
        return Err(json::ReadError::Newer);
    }
    for (key, text) in &snapshot.pages {
        let kind = key.split('/').next().and_then(Kind::of_table_name).ok_or(json::ReadError::Newer)?;
        json::read_page(kind, text, &mut loader)?;
    }
    let mut steps = Steps::default();
    for text in &snapshot.steps {
        steps.add(json::read_step(text)?, &mut loader);
    }
    steps.finish(&mut loader);
    builtins::complete(&mut loader);
    Ok((loader.finish(), head.exported))
}
