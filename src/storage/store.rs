//! An open workspace: a connection that is opened anew where the browser closed it.

use std::{cell::RefCell, rc::Rc};

use super::{
    StorageError,
    disk::{Batch, Disk, Expected, Link, Loss, Snapshot},
    indexed::Browser,
    manifest::{Flaws, Manifest},
};

/// An open workspace.
#[derive(Debug)]
pub struct Store<D: Disk = Browser> {
    disk: D,
    workspace: Rc<str>,
    link: Rc<RefCell<Rc<D::Link>>>,
    /// What the workspace holds, as it was found or written last.
    manifest: Rc<RefCell<Manifest>>,
    /// The manifest that stood there then.
    seen: Rc<RefCell<Option<String>>>,
}

impl<D: Disk + Clone> Clone for Store<D> {
    fn clone(&self) -> Self {
        Self {
            disk: self.disk.clone(),
            workspace: self.workspace.clone(),
            link: self.link.clone(),
            manifest: self.manifest.clone(),
            seen: self.seen.clone(),
        }
    }
}

impl<D: Disk> Store<D> {
    /// Opens a workspace of a disk, making it where there is none.
    ///
    /// # Errors
    /// Where the disk does not give it.
    pub async fn on(disk: D, workspace: &str) -> Result<Self, StorageError> {
        let link = Rc::new(disk.open(workspace).await?);
        let (manifest, seen) = (Rc::default(), Rc::default());
        Ok(Self { disk, workspace: workspace.into(), link: Rc::new(RefCell::new(link)), manifest, seen })
    }

    /// The connection as it stands; one that was closed is opened anew.
    ///
    /// # Errors
    /// [`StorageError::Removed`] where the workspace was deleted: what is deleted knowingly does not come
    /// back by itself.
    pub(super) async fn link(&self) -> Result<Rc<D::Link>, StorageError> {
        let link = self.link.borrow().clone();
        match link.loss() {
            None => Ok(link),
            Some(Loss::Removed) => Err(StorageError::Removed),
            Some(Loss::Closed) => self.reopened().await,
        }
    }

    /// How the browser ended the connection, if it did.
    pub fn loss(&self) -> Option<Loss> {
        self.link.borrow().loss()
    }

    async fn reopened(&self) -> Result<Rc<D::Link>, StorageError> {
        let fresh = Rc::new(self.disk.open(&self.workspace).await?);
        *self.link.borrow_mut() = fresh.clone();
        Ok(fresh)
    }

    /// Reads everything in one transaction, with what is otherwise than it was written; `None` where nothing
    /// was ever written. What was written before there were manifests has no flaws that could be told.
    ///
    /// # Errors
    /// [`StorageError::Unreadable`] where there is something, but not what this product writes.
    pub async fn load(&self) -> Result<Option<(Snapshot, Option<Flaws>)>, StorageError> {
        let Some(found) = self.link().await?.load().await? else { return Ok(None) };
        *self.manifest.borrow_mut() = Manifest::of(&found);
        self.seen.borrow_mut().clone_from(&found.manifest);
        let flaws = match &found.manifest {
            None => None,
            // A manifest that cannot be read is itself a flaw: that of an empty one.
            Some(text) => Manifest::read(text).unwrap_or_default().flaws(&found),
        };
        Ok(Some((found, flaws)))
    }

    /// Waits until every write that began before has ended.
    ///
    /// # Errors
    /// Where the database is gone.
    pub async fn settled(&self) -> Result<(), StorageError> {
        self.link().await?.manifest().await.map(|_| ())
    }

    /// Looks whether the workspace still holds, at a known revision, what was found or written here last. Equal
    /// revisions alone say little: what was cleared and written anew counts from 1 again.
    ///
    /// # Errors
    /// [`StorageError::Gone`] where it is empty though something was known of it.
    pub async fn is_unchanged(&self, known: u64) -> Result<bool, StorageError> {
        match self.link().await?.manifest().await? {
            None if known > 0 => Err(StorageError::Gone),
            None => Ok(true),
            Some((revision, manifest)) => Ok(self.expected(known).holds(revision, manifest.as_deref()).is_ok()),
        }
    }

    fn expected(&self, revision: u64) -> Expected {
        Expected { revision, manifest: self.seen.borrow().clone() }
    }

    /// Writes a batch in one strict transaction, if the workspace is still at the expected revision (0 for one that
    /// was never written) and holds what was found or written there last; gives the new revision once the disk has
    /// it.
    ///
    /// Where the browser closes the connection meanwhile a new one is opened, and what is not there yet is
    /// written then.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where another window wrote in between, [`StorageError::Gone`] where the
    /// workspace was emptied; nothing is written then.
    pub async fn write(&self, expected: u64, batch: &Batch) -> Result<u64, StorageError> {
        let link = self.link().await?;
        let before = if expected == 0 { Manifest::default() } else { self.manifest.borrow().clone() };
        let manifest = before.after(batch, expected + 1);
        let text = manifest.write();
        let seen = self.expected(expected);
        let mut outcome = link.write(&seen, batch, &text).await;
        if outcome == Err(StorageError::Closed) {
            if link.loss() == Some(Loss::Removed) {
                return Err(StorageError::Removed);
            }
            // Whatever closed the old one: what it had under way was taken back or is there as a whole.
            drop(link);
            let link = self.reopened().await?;
            outcome = link.write(&seen, batch, &text).await;
            // Equal manifests mean equal content, whoever wrote it.
            if outcome == Err(StorageError::Conflict { found: expected + 1 })
                && link.manifest().await? == Some((expected + 1, Some(text.clone())))
            {
                outcome = Ok(expected + 1);
            }
        }
        match outcome {
            Err(StorageError::Conflict { found: 0 }) => Err(StorageError::Gone),
            Ok(revision) => {
                *self.manifest.borrow_mut() = manifest;
                *self.seen.borrow_mut() = Some(text);
                Ok(revision)
            }
            Err(error) => Err(error),
        }
    }
}
