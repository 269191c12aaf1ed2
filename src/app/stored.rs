//! A ledger as it is stored: in pages of records and steps of history.

use crate::{
    domain::{Kind, Ledger, Loader, Step, catalogue},
    interchange::json::{self, Exported},
    storage::Snapshot,
};

/// How many records a page holds.
pub(super) const PAGE: usize = 256;
/// How many entries of a step are written down at a time.
pub(super) const ENTRIES: usize = 1_000;

/// Writes a page of records down, with its key.
pub(super) fn page_of(ledger: &Ledger, kind: Kind, page: usize) -> (String, String) {
    let to = ((page + 1) * PAGE).min(ledger.of(kind).len());
    (format!("{}/{page:06}", kind.table_name()), json::write_page(ledger, kind, page * PAGE, to))
}

/// Puts steps together that were written down in parts.
#[derive(Debug, Default)]
pub(super) struct Steps {
    last: Option<Step>,
}

impl Steps {
    /// Adds a step, or a part of the one before.
    pub(super) fn add(&mut self, step: Step, loader: &mut Loader) {
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
    pub(super) fn finish(self, loader: &mut Loader) {
        if let Some(whole) = self.last {
            loader.step(whole);
        }
    }
}

/// Writes a step down, a long one in parts that read as steps of their own.
pub(super) fn parts_of(step: &Step, mut say: impl FnMut(String)) {
    for from in (0..step.entries.len().max(1)).step_by(ENTRIES) {
        let to = (from + ENTRIES).min(step.entries.len());
        say(json::write_step_around(step, &json::write_entries(step, from.min(to), to)));
    }
}

/// Reads what a workspace holds.
pub(super) fn decode(snapshot: &Snapshot) -> Result<(Ledger, Option<Exported>), json::ReadError> {
    let (mut loader, head): (Loader, _) = json::read_head(&snapshot.head)?;
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
    catalogue::complete(&mut loader);
    Ok((loader.finish(), head.exported))
}
