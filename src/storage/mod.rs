//! What the browser keeps: workspaces in IndexedDB, preferences in local storage, and the word that
//! passes between tabs. The only user of browser storage; knows texts and keys, not what they mean.

mod pages;
pub mod preferences;
mod tabs;

pub use pages::{Batch, Snapshot, Store};
pub use tabs::Tabs;

use std::fmt;

use indexed_db_futures::{
    database::Database,
    error::{Error, OpenDbError},
    prelude::*,
    transaction::{TransactionDurability, TransactionMode, TransactionOptions},
};

/// The name under which the product keeps everything; local files of other products may share the origin.
pub const PRODUCT: &str = "reform-ledger";

const REGISTRY_STORE: &str = "workspaces";

/// Why something could not be kept or fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser gives this page no storage: a private window, a policy, or a setting.
    Denied(String),
    /// The disk or the browser's share of it is full.
    Full,
    /// Another window has written since: the revision found is not the one expected.
    Conflict {
        /// The revision that the database holds.
        found: u64,
    },
    /// What was found has not the shape that this product writes; it was left as it is.
    Unreadable(String),
    /// Anything else that the browser reports.
    Failed(String),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(why) => write!(f, "no storage: {why}"),
            Self::Full => f.write_str("storage is full"),
            Self::Conflict { found } => write!(f, "another window has written revision {found}"),
            Self::Unreadable(what) => write!(f, "unreadable: {what}"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for StorageError {}

impl From<Error> for StorageError {
    fn from(error: Error) -> Self {
        // The library keeps these two apart by their text alone.
        let text = format!("{error:?}");
        if text.contains("Quota") {
            Self::Full
        } else if text.contains("SecurityError") {
            Self::Denied(error.to_string())
        } else {
            Self::Failed(error.to_string())
        }
    }
}

impl From<OpenDbError> for StorageError {
    fn from(error: OpenDbError) -> Self {
        match error {
            OpenDbError::Base(error) if format!("{error:?}").contains("Quota") => Self::Full,
            other => Self::Denied(other.to_string()),
        }
    }
}

fn strict() -> TransactionOptions {
    let mut options = TransactionOptions::new();
    options.set_durability(TransactionDurability::Strict);
    options
}

async fn open_registry() -> Result<Database, StorageError> {
    Ok(Database::open(PRODUCT)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, db| {
            db.create_object_store(REGISTRY_STORE).build()?;
            Ok(())
        })
        .await?)
}

/// Lists the named workspaces: `(key, description)` in order of key.
///
/// # Errors
/// Where the browser gives no storage.
pub async fn workspaces() -> Result<Vec<(String, String)>, StorageError> {
    let db = open_registry().await?;
    let transaction = db.transaction(REGISTRY_STORE).build()?;
    let store = transaction.object_store(REGISTRY_STORE)?;
    let keys = store.get_all_keys::<String>().await?.collect::<Result<Vec<_>, _>>()?;
    let texts = store.get_all::<String>().await?.collect::<Result<Vec<_>, _>>()?;
    Ok(keys.into_iter().zip(texts).collect())
}

/// Writes or removes the description of a workspace.
///
/// # Errors
/// Where the browser gives no storage or refuses the write.
pub async fn register(key: &str, description: Option<&str>) -> Result<(), StorageError> {
    let db = open_registry().await?;
    let transaction =
        db.transaction(REGISTRY_STORE).with_mode(TransactionMode::Readwrite).with_options(strict()).build()?;
    let store = transaction.object_store(REGISTRY_STORE)?;
    match description {
        Some(text) => store.put(text).with_key(key).await.map(|_| ())?,
        None => store.delete(key).await?,
    }
    transaction.commit().await?;
    Ok(())
}
