//! What a workspace is kept on: the few operations that storage needs of it, so that whatever a disk can
//! do wrong is tried without a browser.

use super::StorageError;

/// How a connection ended before its owner let go of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The browser closed it: a full disk, cleared data, a breakdown.
    Closed,
    /// Somebody deletes the workspace.
    Removed,
}

impl From<Loss> for StorageError {
    fn from(loss: Loss) -> Self {
        match loss {
            Loss::Closed => Self::Closed,
            Loss::Removed => Self::Removed,
        }
    }
}

/// What one transaction writes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Whole pages, by key.
    pub pages: Vec<(String, String)>,
    /// Steps of history, by number; the parts of a long one follow its first by fractions.
    pub steps: Vec<(f64, String)>,
    /// What is known of the workspace as a whole.
    pub head: String,
    /// Empties the workspace first, in the same transaction.
    pub replace: bool,
}

/// All that a workspace holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Counts the transactions.
    pub revision: u64,
    /// What is known of the workspace as a whole.
    pub head: String,
    /// Pages in order of key.
    pub pages: Vec<(String, String)>,
    /// Steps in order of number, long ones in several parts.
    pub steps: Vec<String>,
    /// What should be there, as it was written with the last batch; older versions wrote none.
    pub manifest: Option<String>,
}

/// What a workspace was last seen to hold.
///
/// The revision alone does not tell: one that was cleared and written anew counts from the beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// The revision; 0 for one that was never written.
    pub revision: u64,
    /// The manifest, if there was one.
    pub manifest: Option<String>,
}

impl Expected {
    /// Whether that is what was found.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where it is not.
    pub fn holds(&self, revision: u64, manifest: Option<&str>) -> Result<(), StorageError> {
        if revision == self.revision && (revision == 0 || manifest == self.manifest.as_deref()) {
            Ok(())
        } else {
            Err(StorageError::Conflict { found: revision })
        }
    }
}

/// Where workspaces are kept.
pub trait Disk {
    /// A connection to one of them.
    type Link: Link;

    /// Opens a workspace, making it where there is none.
    ///
    /// # Errors
    /// Where the disk does not give it.
    fn open(&self, workspace: &str) -> impl Future<Output = Result<Self::Link, StorageError>>;
}

/// A connection to a workspace.
pub trait Link {
    /// How it ended, if it did.
    fn loss(&self) -> Option<Loss>;

    /// Reads everything in one go; `None` where nothing was ever written.
    ///
    /// # Errors
    /// [`StorageError::Unreadable`] where there is something, but not what this product writes.
    fn load(&self) -> impl Future<Output = Result<Option<Snapshot>, StorageError>>;

    /// Reads revision and manifest, once every write that began before has ended.
    ///
    /// # Errors
    /// Where the connection is gone.
    fn manifest(&self) -> impl Future<Output = Result<Option<(u64, Option<String>)>, StorageError>>;

    /// Writes a batch and a manifest as a whole or not at all, if the workspace is still as expected; gives the new
    /// revision once the disk has it.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where something else was found; nothing is written then.
    fn write(
        &self,
        expected: &Expected,
        batch: &Batch,
        manifest: &str,
    ) -> impl Future<Output = Result<u64, StorageError>>;
}
