//! What the browser keeps: workspaces in IndexedDB, preferences in local storage, and the word that
//! passes between tabs. The only user of browser storage; knows texts and keys, not what they mean.

mod disk;
mod error;
mod idb;
mod indexed;
mod manifest;
pub mod preferences;
mod snapshots;
mod store;
mod tabs;

pub use disk::{Batch, Disk, Expected, Link, Loss, Snapshot};
pub use error::StorageError;
pub use indexed::{Browser, Database};
pub use manifest::{Flaws, Manifest};
pub use snapshots::{Kept, Why, drop_snapshots, snapshots, take_snapshot};
pub use store::Store;
pub use tabs::{Heard, Tabs};

use idb::Connection;

/// The name under which the product keeps everything; local files of other products may share the origin.
pub const PRODUCT: &str = "reform-ledger";

const REGISTRY_STORE: &str = "workspaces";
const REGISTRY: &[&str] = &[REGISTRY_STORE];

/// Lists what is registered, workspaces and snapshots: `(key, description)` in order of key.
///
/// # Errors
/// Where the browser gives no storage.
async fn registered() -> Result<Vec<(String, String)>, StorageError> {
    let registry = open_registry().await?;
    let transaction = registry.reading(REGISTRY)?;
    let store = transaction.store(REGISTRY_STORE)?;
    let keys = idb::texts(&transaction.ask(store.get_all_keys()).await?)?;
    let texts = transaction.ask(store.get_all()).await?;
    // A description that is damaged hides neither the others nor what it describes.
    let texts = js_sys::Array::from(&texts);
    Ok(keys.into_iter().zip(texts.iter().map(|text| text.as_string().unwrap_or_default())).collect())
}

async fn open_registry() -> Result<Connection, StorageError> {
    Connection::open(PRODUCT, REGISTRY, |_| ()).await
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
    let registry = open_registry().await?;
    let transaction = registry.writing(REGISTRY, true)?;
    let store = transaction.store(REGISTRY_STORE)?;
    transaction.send(match description {
        Some(text) => store.put_with_key(&text.into(), &key.into()),
        None => store.delete(&key.into()),
    })?;
    transaction.commit().await
}

/// How many bytes the browser says it still has room for; `None` where it does not say.
pub async fn room() -> Option<u64> {
    let estimate = web_sys::window()?.navigator().storage().estimate().ok()?;
    let estimate = wasm_bindgen_futures::JsFuture::from(estimate).await.ok()?;
    let number = |name: &str| js_sys::Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("quota")? - number("usage")?).max(0.0) as u64)
}
