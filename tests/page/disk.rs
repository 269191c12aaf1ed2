//! A disk in memory that fails in every way that browsers were seen to.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use reform_ledger::storage::{Batch, Disk, Expected, Link, Loss, Manifest, Snapshot, StorageError};

/// What goes wrong with the next write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// There is no room: the transaction is taken back.
    Quota,
    /// The browser closes the connection, and takes the transaction back.
    ClosedBefore,
    /// The browser closes the connection once the transaction is on the disk, without a word of that.
    ClosedAfter,
    /// All data of the page are cleared, connections closed.
    Cleared,
    /// Another window writes first.
    Other,
    /// The workspace is deleted in another window.
    Removed,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Content {
    pub revision: u64,
    pub head: String,
    pub manifest: Option<String>,
    pub pages: BTreeMap<String, String>,
    pub steps: BTreeMap<u64, String>,
}

impl Content {
    pub fn take(&mut self, batch: &Batch) {
        if batch.replace {
            (self.pages, self.steps) = Default::default();
        }
        self.pages.extend(batch.pages.iter().cloned());
        self.steps.extend(batch.steps.iter().map(|(number, text)| ((number * 1e6) as u64, text.clone())));
        self.head = batch.head.clone();
        self.revision += 1;
    }

    pub fn snapshot(&self) -> Snapshot {
        Snapshot {
            revision: self.revision,
            head: self.head.clone(),
            pages: self.pages.clone().into_iter().collect(),
            steps: self.steps.values().cloned().collect(),
            manifest: self.manifest.clone(),
        }
    }
}

#[derive(Clone, Default)]
pub struct Memory {
    pub content: Rc<RefCell<Option<Content>>>,
    pub faults: Rc<RefCell<VecDeque<Fault>>>,
}

pub struct Wire {
    pub disk: Memory,
    pub loss: Cell<Option<Loss>>,
}

impl Disk for Memory {
    type Link = Wire;

    async fn open(&self, _: &str) -> Result<Wire, StorageError> {
        Ok(Wire { disk: self.clone(), loss: Cell::new(None) })
    }
}

impl Link for Wire {
    fn loss(&self) -> Option<Loss> {
        self.loss.get()
    }

    async fn load(&self) -> Result<Option<Snapshot>, StorageError> {
        Ok(self.disk.content.borrow().as_ref().map(Content::snapshot))
    }

    async fn manifest(&self) -> Result<Option<(u64, Option<String>)>, StorageError> {
        Ok(self.disk.content.borrow().as_ref().map(|own| (own.revision, own.manifest.clone())))
    }

    async fn write(&self, expected: &Expected, batch: &Batch, manifest: &str) -> Result<u64, StorageError> {
        if let Some(loss) = self.loss.get() {
            return Err(loss.into());
        }
        let fault = self.disk.faults.borrow_mut().pop_front();
        let mut content = self.disk.content.borrow_mut();
        match fault {
            Some(Fault::Quota) => return Err(StorageError::of("QuotaExceededError", "")),
            Some(Fault::ClosedBefore) => {
                self.loss.set(Some(Loss::Closed));
                return Err(StorageError::of("AbortError", "The connection was closed."));
            }
            Some(Fault::Cleared) => {
                *content = None;
                self.loss.set(Some(Loss::Closed));
                return Err(StorageError::of("InvalidStateError", "The database connection is closing."));
            }
            Some(Fault::Removed) => {
                *content = None;
                self.loss.set(Some(Loss::Removed));
                return Err(StorageError::of("AbortError", ""));
            }
            Some(Fault::Other) => {
                let own = content.get_or_insert_default();
                own.pages.insert("other/000000".to_owned(), format!("other {}", own.revision));
                own.revision += 1;
                own.manifest = Some(Manifest::of(&own.snapshot()).write());
            }
            Some(Fault::ClosedAfter) | None => {}
        }
        let found = content.as_ref().map_or(0, |own| own.revision);
        let seen = content.as_ref().and_then(|own| own.manifest.clone());
        expected.holds(found, seen.as_deref())?;
        let own = content.get_or_insert_default();
        own.take(batch);
        own.manifest = Some(manifest.to_owned());
        if fault == Some(Fault::ClosedAfter) {
            self.loss.set(Some(Loss::Closed));
            return Err(StorageError::Closed);
        }
        Ok(expected.revision + 1)
    }
}

/// Runs to its end what waits for nothing outside.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(work)
}
