//! What a workspace should hold, written beside it in the same transaction, and held against what is found.
//!
//! A log that was cut short leaves an older, sound state, and a lost page leaves a sound rest: neither tells
//! of itself.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::disk::{Batch, Snapshot};
use ledger::domain::Lang;

/// How many steps share a sum.
const BLOCK: usize = 256;

/// A checksum with the length of what it is taken over, to be carried on; against accidents, not intent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Sum(u32, u64);

impl Sum {
    fn of(text: &str) -> Self {
        Self::default().and(text)
    }

    fn and(self, text: &str) -> Self {
        // The ends of texts count, so that two cannot lend each other a part.
        let mut hasher = crc32fast::Hasher::new_with_initial_len(self.0, self.1);
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
        Self(hasher.finalize(), self.1 + text.len() as u64 + 1)
    }
}

/// What a workspace should hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    revision: u64,
    head: Sum,
    pages: BTreeMap<String, Sum>,
    /// Over so many steps each.
    blocks: Vec<Sum>,
    steps: usize,
}

/// What is otherwise than the manifest says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// Pages that should be there.
    pub missing_pages: Vec<String>,
    /// Pages that hold something else.
    pub altered_pages: Vec<String>,
    /// Pages that nobody knows of.
    pub unknown_pages: Vec<String>,
    /// How many steps of history should be there.
    pub steps_expected: usize,
    /// How many there are.
    pub steps_found: usize,
    /// Whether a step of those that are there is another one.
    pub altered_steps: bool,
    /// Whether head or revision are others.
    pub altered_head: bool,
}

impl Manifest {
    /// The manifest of what was found.
    pub fn of(found: &Snapshot) -> Self {
        let mut own = Self { revision: found.revision, head: Sum::of(&found.head), ..Self::default() };
        own.pages = found.pages.iter().map(|(key, text)| (key.clone(), Sum::of(text))).collect();
        found.steps.iter().for_each(|text| own.step(text));
        own
    }

    /// The manifest of the same workspace once a batch was written to it.
    pub fn after(&self, batch: &Batch, revision: u64) -> Self {
        let mut own = if batch.replace { Self::default() } else { self.clone() };
        (own.revision, own.head) = (revision, Sum::of(&batch.head));
        own.pages.extend(batch.pages.iter().map(|(key, text)| (key.clone(), Sum::of(text))));
        batch.steps.iter().for_each(|(_, text)| own.step(text));
        own
    }

    fn step(&mut self, text: &str) {
        if self.steps.is_multiple_of(BLOCK) {
            self.blocks.push(Sum::default());
        }
        self.steps += 1;
        if let Some(last) = self.blocks.last_mut() {
            *last = last.and(text);
        }
    }

    /// Holds what was found against this; `None` where all of it is as it should be.
    pub fn flaws(&self, found: &Snapshot) -> Option<Flaws> {
        let there = Self::of(found);
        if there == *self {
            return None;
        }
        let keys = |of: &Self, other: &Self| -> Vec<String> {
            of.pages.keys().filter(|key| !other.pages.contains_key(*key)).cloned().collect()
        };
        let altered =
            |(key, sum): (&String, &Sum)| there.pages.get(key).is_some_and(|own| own != sum).then(|| key.clone());
        // Where the counts differ, only whole blocks before the end can be told to be others.
        let whole = if self.steps == there.steps { usize::MAX } else { self.steps.min(there.steps) / BLOCK };
        Some(Flaws {
            missing_pages: keys(self, &there),
            altered_pages: self.pages.iter().filter_map(altered).collect(),
            unknown_pages: keys(&there, self),
            steps_expected: self.steps,
            steps_found: there.steps,
            altered_steps: self.blocks.iter().zip(&there.blocks).take(whole).any(|(own, there)| own != there),
            altered_head: self.head != there.head || self.revision != there.revision,
        })
    }

    /// The manifest as a text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a manifest; `None` where it is none.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Flaws {
    /// What is wrong, in a clause without an end.
    pub fn words(&self, lang: Lang) -> String {
        let mut said = Vec::new();
        let counted = [
            (self.missing_pages.len(), "缺少 {} 页数据", "{} pages of data are missing"),
            (self.altered_pages.len(), "{} 页数据与最后一次保存的不同", "{} pages differ from what was saved last"),
            (self.unknown_pages.len(), "多出 {} 页来历不明的数据", "{} pages are of unknown origin"),
            (self.steps_expected.saturating_sub(self.steps_found), "缺少 {} 步历史", "{} steps of history are missing"),
            (self.steps_found.saturating_sub(self.steps_expected), "多出 {} 步历史", "{} steps of history too many"),
        ];
        for (count, zh, en) in counted.into_iter().filter(|(count, ..)| *count > 0) {
            said.push(if lang == Lang::Zh { zh } else { en }.replace("{}", &count.to_string()));
        }
        let told = [
            (self.altered_steps, "有历史步骤与保存的不同", "steps of history differ from what was saved"),
            (self.altered_head, "概况或修订号与清单不符", "head or revision do not match"),
        ];
        for (_, zh, en) in told.into_iter().filter(|(is, ..)| *is) {
            said.push(if lang == Lang::Zh { zh } else { en }.to_owned());
        }
        said.join(if lang == Lang::Zh { "，" } else { ", " })
    }
}

impl fmt::Display for Flaws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Lang::En))
    }
}
