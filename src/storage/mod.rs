//! What the browser keeps: workspaces in IndexedDB, preferences in local storage, and the word that
//! passes between tabs. The only user of browser storage; knows texts and keys, not what they mean.

mod pages;
pub mod preferences;
mod snapshots;
mod tabs;

pub use pages::{Batch, Snapshot, Store};
pub use snapshots::{Kept, Why, drop_snapshots, snapshots, take_snapshot};
pub use tabs::Tabs;

use std::{fmt, ops::Deref};

use indexed_db_futures::{
    database::Database,
    error::{Error, OpenDbError},
    prelude::*,
    transaction::{TransactionDurability, TransactionMode, TransactionOptions},
};

use crate::domain::Lang;

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

impl StorageError {
    /// Says in plain sentences what happened, that nothing on screen was lost, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Denied(_), Lang::Zh) => "浏览器不允许本页保存数据，台账只在屏幕上。请在关闭前导出。".to_owned(),
            (Self::Full, Lang::Zh) => "浏览器的存储空间已满，最近的修改没有存上。请立即导出，再清理磁盘。".to_owned(),
            (Self::Conflict { .. }, Lang::Zh) => {
                "另一个窗口刚写入了本台账，请稍后再试。屏幕上的内容没有丢失。".to_owned()
            }
            (Self::Unreadable(what), Lang::Zh) => format!("本机保存的内容无法读取（{what}）。原始内容没有改动。"),
            (Self::Failed(why), Lang::Zh) => {
                format!("浏览器没有完成保存（{why}）。屏幕上的内容没有丢失，请立即导出，再重新打开本文件。")
            }
            (_, Lang::En) => format!("{self}. Nothing on screen was lost: export it now."),
        }
    }
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

/// A connection to a database that is closed with its last owner: one that is left to the browser's
/// collection of garbage keeps its database from being deleted until then.
#[derive(Debug)]
struct Connection(Database);

impl Deref for Connection {
    type Target = Database;

    fn deref(&self) -> &Database {
        &self.0
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // Transactions that are under way still come to their end.
        self.0.clone().close();
    }
}

async fn open_registry() -> Result<Connection, StorageError> {
    let db = Database::open(PRODUCT)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, db| {
            db.create_object_store(REGISTRY_STORE).build()?;
            Ok(())
        })
        .await?;
    Ok(Connection(db))
}

/// Lists what is registered, workspaces and snapshots: `(key, description)` in order of key.
///
/// # Errors
/// Where the browser gives no storage.
async fn registered() -> Result<Vec<(String, String)>, StorageError> {
    let db = open_registry().await?;
    let transaction = db.transaction(REGISTRY_STORE).build()?;
    let store = transaction.object_store(REGISTRY_STORE)?;
    let keys = store.get_all_keys::<String>().await?.collect::<Result<Vec<_>, _>>()?;
    let texts = store.get_all::<String>().await?.collect::<Result<Vec<_>, _>>()?;
    Ok(keys.into_iter().zip(texts).collect())
}

/// Lists the named workspaces: `(key, description)` in order of key.
///
/// # Errors
/// Where the browser gives no storage.
pub async fn workspaces() -> Result<Vec<(String, String)>, StorageError> {
    let mut all = registered().await?;
    all.retain(|(key, _)| !snapshots::is_snapshot(key));
    Ok(all)
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

/// How many bytes the browser says it still has room for; `None` where it does not say.
pub async fn room() -> Option<u64> {
    let estimate = web_sys::window()?.navigator().storage().estimate().ok()?;
    let estimate = wasm_bindgen_futures::JsFuture::from(estimate).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("quota")? - number("usage")?).max(0.0) as u64)
}
