//! One workspace: pages of records, the steps of its history and a head, changed together or not at all.

use std::rc::Rc;

use indexed_db_futures::{database::Database, prelude::*, transaction::TransactionMode};

use super::{Connection, PRODUCT, StorageError, strict};

const PAGES: &str = "pages";
const STEPS: &str = "steps";
const HEAD: &str = "head";
const REVISION_KEY: &str = "revision";
const HEAD_KEY: &str = "head";
/// How many pages or steps are copied at a time.
const COPIED: usize = 16;

/// What one transaction writes.
#[derive(Clone, Debug, Default)]
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
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Counts the transactions.
    pub revision: u64,
    /// What is known of the workspace as a whole.
    pub head: String,
    /// Pages in order of key.
    pub pages: Vec<(String, String)>,
    /// Steps in order of number, long ones in several parts.
    pub steps: Vec<String>,
}

/// An open workspace.
#[derive(Debug, Clone)]
pub struct Store {
    db: Rc<Connection>,
}

impl Store {
    /// Opens the database of a workspace, making it where there is none.
    ///
    /// # Errors
    /// Where the browser gives no storage.
    pub async fn open(workspace: &str) -> Result<Self, StorageError> {
        let db = Database::open(database_name(workspace))
            .with_version(1_u8)
            .with_on_upgrade_needed(|_, db| {
                for store in [PAGES, STEPS, HEAD] {
                    db.create_object_store(store).build()?;
                }
                Ok(())
            })
            .await?;
        Ok(Self { db: Rc::new(Connection(db)) })
    }

    /// Reads everything in one transaction; `None` where nothing was ever written.
    ///
    /// # Errors
    /// [`StorageError::Unreadable`] where there is something, but not what this product writes.
    pub async fn load(&self) -> Result<Option<Snapshot>, StorageError> {
        let transaction = self.db.transaction([PAGES, STEPS, HEAD]).build()?;
        let head = transaction.object_store(HEAD)?;
        let revision: Option<f64> = head.get(REVISION_KEY).await.map_err(unreadable)?;
        let text: Option<String> = head.get(HEAD_KEY).await.map_err(unreadable)?;
        let pages = transaction.object_store(PAGES)?;
        let keys = pages.get_all_keys::<String>().await?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let texts = pages.get_all::<String>().await?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        let steps = transaction.object_store(STEPS)?;
        let steps = steps.get_all::<String>().await?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
        match (revision, text) {
            (None, None) if keys.is_empty() && steps.is_empty() => Ok(None),
            (Some(revision), Some(head)) => {
                let pages = keys.into_iter().zip(texts).collect();
                Ok(Some(Snapshot { revision: revision as u64, head, pages, steps }))
            }
            _ => Err(StorageError::Unreadable("the head of the workspace is missing".to_owned())),
        }
    }

    /// Copies everything to another store that is empty, some of it at a time; gives how many characters
    /// it was. The copy can be read only once all of it is there.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where the workspace was written to meanwhile.
    pub async fn copy_to(&self, other: &Self) -> Result<u64, StorageError> {
        let transaction = self.db.transaction([PAGES, STEPS, HEAD]).build()?;
        let head = transaction.object_store(HEAD)?;
        let revision: Option<f64> = head.get(REVISION_KEY).await?;
        let text: Option<String> = head.get(HEAD_KEY).await?;
        let pages = transaction.object_store(PAGES)?.get_all_keys::<String>().await?.collect::<Result<Vec<_>, _>>()?;
        let steps = transaction.object_store(STEPS)?.get_all_keys::<f64>().await?.collect::<Result<Vec<_>, _>>()?;
        drop(transaction);
        let (Some(revision), Some(text)) = (revision, text) else {
            return Err(StorageError::Unreadable("nothing to copy".to_owned()));
        };
        let mut size = text.len() as u64;
        for (pages, steps) in
            pages.chunks(COPIED).map(|chunk| (chunk, &[][..])).chain(steps.chunks(COPIED).map(|chunk| (&[][..], chunk)))
        {
            let mut batch = Batch::default();
            let transaction = self.db.transaction([PAGES, STEPS, HEAD]).build()?;
            let (from_pages, from_steps) = (transaction.object_store(PAGES)?, transaction.object_store(STEPS)?);
            for key in pages {
                let text: Option<String> = from_pages.get(key.as_str()).await?;
                batch.pages.extend(text.map(|text| (key.clone(), text)));
            }
            for number in steps {
                let text: Option<String> = from_steps.get(*number).await?;
                batch.steps.extend(text.map(|text| (*number, text)));
            }
            let found: Option<f64> = transaction.object_store(HEAD)?.get(REVISION_KEY).await?;
            if found != Some(revision) {
                return Err(StorageError::Conflict { found: found.unwrap_or_default() as u64 });
            }
            drop(transaction);
            size += batch.pages.iter().map(|(_, text)| text.len() as u64).sum::<u64>();
            size += batch.steps.iter().map(|(_, text)| text.len() as u64).sum::<u64>();
            other.put(&batch).await?;
        }
        other.write(0, &Batch { head: text, ..Batch::default() }).await?;
        Ok(size)
    }

    /// Puts pages and steps of a copy that is being made.
    async fn put(&self, batch: &Batch) -> Result<(), StorageError> {
        let transaction = self.db.transaction([PAGES, STEPS]).with_mode(TransactionMode::Readwrite).build()?;
        let (pages, steps) = (transaction.object_store(PAGES)?, transaction.object_store(STEPS)?);
        for (key, text) in &batch.pages {
            pages.put(text.as_str()).with_key(key.as_str()).await?;
        }
        for (number, text) in &batch.steps {
            steps.put(text.as_str()).with_key(*number).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Waits until every write that began before has ended.
    ///
    /// # Errors
    /// Where the database is gone.
    pub async fn settled(&self) -> Result<(), StorageError> {
        let transaction = self.db.transaction([PAGES, STEPS, HEAD]).build()?;
        let _revision: Option<f64> = transaction.object_store(HEAD)?.get(REVISION_KEY).await?;
        Ok(())
    }

    /// Writes a batch in one strict transaction, if the workspace is still at the expected revision
    /// (0 for one that was never written); gives the new revision once the disk has it.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where another window wrote in between; nothing is written then.
    pub async fn write(&self, expected: u64, batch: &Batch) -> Result<u64, StorageError> {
        let transaction = self
            .db
            .transaction([PAGES, STEPS, HEAD])
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict())
            .build()?;
        let head = transaction.object_store(HEAD)?;
        let found: Option<f64> = head.get(REVISION_KEY).await?;
        let found = found.unwrap_or_default() as u64;
        if found != expected {
            transaction.abort().await?;
            return Err(StorageError::Conflict { found });
        }
        let pages = transaction.object_store(PAGES)?;
        let steps = transaction.object_store(STEPS)?;
        if batch.replace {
            pages.clear()?.await?;
            steps.clear()?.await?;
        }
        // The requests go out without waiting for each other: the commit waits for all of them. In a
        // long row of them every so many are waited for, so that the page can draw.
        for (at, (key, text)) in batch.pages.iter().enumerate() {
            let sent = pages.put(text.as_str()).with_key(key.as_str()).build()?;
            if at % 32 == 31 {
                sent.await?;
            }
        }
        for (at, (number, text)) in batch.steps.iter().enumerate() {
            let sent = steps.put(text.as_str()).with_key(*number).build()?;
            if at % 32 == 31 {
                sent.await?;
            }
        }
        let _sent = head.put(batch.head.as_str()).with_key(HEAD_KEY).build()?;
        head.put((expected + 1) as f64).with_key(REVISION_KEY).await?;
        transaction.commit().await?;
        Ok(expected + 1)
    }

    /// Removes a workspace for good.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn remove(workspace: &str) -> Result<(), StorageError> {
        Database::delete_by_name(&database_name(workspace))?.await?;
        Ok(())
    }
}

fn database_name(workspace: &str) -> String {
    format!("{PRODUCT}/{workspace}")
}

fn unreadable(error: indexed_db_futures::error::Error) -> StorageError {
    StorageError::Unreadable(error.to_string())
}
