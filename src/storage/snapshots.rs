//! Snapshots: whole copies of a workspace, each a store of its own, kept by number and size.

use serde::{Deserialize, Serialize};

use super::{StorageError, Store, register, registered};
use ledger::domain::{Lang, Phrase};

/// The most snapshots that a workspace keeps.
const MOST: usize = 12;
/// The most characters that the snapshots of a workspace hold together; the last one stays anyhow.
const ROOM: u64 = 200_000_000;
/// What stands between the workspace and the number of the snapshot in its key.
const MARK: char = '@';

/// Why a snapshot was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Why {
    /// Before tables were imported.
    Import,
    /// Before ledgers were merged.
    Merge,
    /// Before an earlier state was returned to.
    Return,
    /// Before history was put away.
    Compact,
    /// On the first use of a day.
    Daily,
    /// Because the user asked for it.
    Asked,
}

impl Why {
    /// The reason on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Import => Phrase::new("导入表格前", "Before an import"),
            Self::Merge => Phrase::new("合并前", "Before a merge"),
            Self::Return => Phrase::new("恢复以前状态前", "Before going back"),
            Self::Compact => Phrase::new("精简历史前", "Before history was put away"),
            Self::Daily => Phrase::new("每日", "Daily"),
            Self::Asked => Phrase::new("手动", "By hand"),
        }
    }
}

/// A snapshot that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The key of its store.
    #[serde(skip)]
    pub key: String,
    /// Why it was taken.
    pub why: Why,
    /// When, as `2024-12-31 09:30:00`, by the wall clock.
    pub at: String,
    /// How many records the ledger held, deleted ones included.
    pub records: usize,
    /// How many steps of history.
    pub steps: usize,
    /// How many characters it holds.
    pub size: u64,
}

impl Kept {
    /// What it is called: its day and time, and why it was taken.
    pub fn title(&self, lang: Lang) -> String {
        format!("{} {}", self.at, self.why.word().of(lang))
    }
}

/// Whether a key is that of a snapshot.
pub(super) fn is_snapshot(key: &str) -> bool {
    key.contains(MARK)
}

/// The snapshots of a workspace, oldest first.
///
/// # Errors
/// Where the browser gives no storage.
pub async fn snapshots(workspace: &str) -> Result<Vec<Kept>, StorageError> {
    let all = registered().await?.into_iter().filter_map(|(key, text)| {
        let own = key.split_once(MARK)?.0 == workspace;
        own.then(|| Some(Kept { key, ..serde_json::from_str(&text).ok()? }))?
    });
    let mut all: Vec<Kept> = all.collect();
    all.sort_by(|a, b| (&a.at, &a.key).cmp(&(&b.at, &b.key)));
    Ok(all)
}

/// Takes a snapshot of a workspace, and lets go of old ones; `number` must not have been used for it.
///
/// # Errors
/// Where the browser refuses, or the workspace is written to meanwhile; nothing is kept then.
pub async fn take_snapshot(workspace: &str, store: &Store, number: &str, kept: Kept) -> Result<(), StorageError> {
    let key = format!("{workspace}{MARK}{number}");
    let copy = Store::open(&key).await?;
    let size = match store.copy_to(&copy).await {
        Ok(size) => size,
        Err(error) => {
            drop(copy);
            Store::remove(&key, || ()).await?;
            return Err(error);
        }
    };
    let kept = Kept { size, ..kept };
    register(&key, Some(&serde_json::to_string(&kept).unwrap_or_default())).await?;
    let all = snapshots(workspace).await?;
    let mut room = ROOM;
    for (at, old) in all.iter().rev().enumerate() {
        let fits = old.size <= room;
        room = room.saturating_sub(old.size);
        if at > 0 && (at >= MOST || !fits) {
            forget(&old.key).await?;
        }
    }
    Ok(())
}

/// Lets go of every snapshot of a workspace.
///
/// # Errors
/// Where the browser refuses.
pub async fn drop_snapshots(workspace: &str) -> Result<(), StorageError> {
    for kept in snapshots(workspace).await? {
        forget(&kept.key).await?;
    }
    Ok(())
}

async fn forget(key: &str) -> Result<(), StorageError> {
    register(key, None).await?;
    Store::remove(key, || ()).await
}
