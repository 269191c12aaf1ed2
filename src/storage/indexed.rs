//! Workspaces in IndexedDB: pages of records, the steps of a history and a head, changed together or not
//! at all.

use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{
    PRODUCT, StorageError,
    disk::{Batch, Disk, Expected, Link, Loss, Snapshot},
    idb::{self, Connection},
    store::Store,
};

const PAGES: &str = "pages";
const STEPS: &str = "steps";
const HEAD: &str = "head";
const STORES: &[&str] = &[PAGES, STEPS, HEAD];
const REVISION_KEY: &str = "revision";
const HEAD_KEY: &str = "head";
const MANIFEST_KEY: &str = "manifest";
/// How many pages or steps are copied at a time.
const COPIED: usize = 16;
/// How many requests go out before one of them is waited for, so that the page can draw.
const UNDERWAY: usize = 32;

/// The browser's own storage.
#[derive(Clone)]
pub struct Browser {
    lost: Rc<dyn Fn(Loss)>,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Browser")
    }
}

impl Disk for Browser {
    type Link = Database;

    async fn open(&self, workspace: &str) -> Result<Database, StorageError> {
        let lost = self.lost.clone();
        Ok(Database(Connection::open(&database_name(workspace), STORES, move |loss| lost(loss)).await?))
    }
}

impl Store<Browser> {
    /// Opens the database of a workspace, making it where there is none.
    ///
    /// # Errors
    /// Where the browser gives no storage.
    pub async fn open(workspace: &str) -> Result<Self, StorageError> {
        Self::open_watched(workspace, |_| ()).await
    }

    /// Opens the database of a workspace; `lost` is told whenever the browser ends the connection.
    ///
    /// # Errors
    /// Where the browser gives no storage.
    pub async fn open_watched(workspace: &str, lost: impl Fn(Loss) + 'static) -> Result<Self, StorageError> {
        Self::on(Browser { lost: Rc::new(lost) }, workspace).await
    }

    /// Copies everything to another store that is empty, some of it at a time; gives how many characters
    /// it was. The copy can be read only once all of it is there.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] where the workspace was written to meanwhile.
    pub async fn copy_to(&self, other: &Self) -> Result<u64, StorageError> {
        self.link().await?.copy_to(&*other.link().await?).await
    }

    /// All that a workspace holds as it stands there, readable or not, for whoever repairs it.
    ///
    /// # Errors
    /// Where the browser does not give it at all.
    pub async fn raw(workspace: &str) -> Result<String, StorageError> {
        Self::open(workspace).await?.link().await?.raw().await
    }

    /// Removes a workspace for good; `blocked` is told where another window has it open still.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn remove(workspace: &str, blocked: impl Fn() + 'static) -> Result<(), StorageError> {
        idb::delete(&database_name(workspace), blocked).await
    }
}

/// An open database of a workspace.
#[derive(Debug)]
pub struct Database(Connection);

impl Link for Database {
    fn loss(&self) -> Option<Loss> {
        self.0.loss()
    }

    async fn load(&self) -> Result<Option<Snapshot>, StorageError> {
        let transaction = self.0.reading(STORES)?;
        let head = transaction.store(HEAD)?;
        let revision = transaction.ask(head.get(&REVISION_KEY.into())).await?;
        let text = transaction.ask(head.get(&HEAD_KEY.into())).await?;
        let manifest = transaction.ask(head.get(&MANIFEST_KEY.into())).await?;
        let pages = transaction.store(PAGES)?;
        let keys = transaction.ask(pages.get_all_keys()).await?;
        let texts = transaction.ask(pages.get_all()).await?;
        let steps = transaction.store(STEPS)?;
        let steps = transaction.ask(steps.get_all()).await?;
        let (keys, texts, steps) = (idb::texts(&keys)?, idb::texts(&texts)?, idb::texts(&steps)?);
        match (revision.as_f64(), idb::text(&text)?) {
            (None, None) if keys.is_empty() && steps.is_empty() => Ok(None),
            (Some(revision), Some(head)) => Ok(Some(Snapshot {
                revision: revision as u64,
                head,
                pages: keys.into_iter().zip(texts).collect(),
                steps,
                manifest: idb::text(&manifest)?,
            })),
            _ => Err(StorageError::Unreadable("the head of the workspace is missing".to_owned())),
        }
    }

    async fn manifest(&self) -> Result<Option<(u64, Option<String>)>, StorageError> {
        let transaction = self.0.reading(STORES)?;
        let head = transaction.store(HEAD)?;
        let revision = transaction.ask(head.get(&REVISION_KEY.into())).await?;
        let manifest = transaction.ask(head.get(&MANIFEST_KEY.into())).await?;
        Ok(revision.as_f64().map(|revision| (revision as u64, manifest.as_string())))
    }

    async fn write(&self, expected: &Expected, batch: &Batch, manifest: &str) -> Result<u64, StorageError> {
        let transaction = self.0.writing(STORES, true)?;
        let head = transaction.store(HEAD)?;
        let found = transaction.ask(head.get(&REVISION_KEY.into())).await?;
        let found = found.as_f64().unwrap_or_default() as u64;
        let seen = idb::text(&transaction.ask(head.get(&MANIFEST_KEY.into())).await?)?;
        expected.holds(found, seen.as_deref())?;
        let (pages, steps) = (transaction.store(PAGES)?, transaction.store(STEPS)?);
        if batch.replace {
            transaction.send(pages.clear())?;
            transaction.send(steps.clear())?;
        }
        // The requests go out without waiting for each other: the commit waits for all of them.
        let texts = batch.pages.iter().map(|(key, text)| (&pages, JsValue::from_str(key), text));
        let texts = texts.chain(batch.steps.iter().map(|(number, text)| (&steps, JsValue::from_f64(*number), text)));
        for (at, (store, key, text)) in texts.enumerate() {
            let request = store.put_with_key(&text.into(), &key);
            if at % UNDERWAY == UNDERWAY - 1 {
                transaction.ask(request).await?;
            } else {
                transaction.send(request)?;
            }
        }
        transaction.send(head.put_with_key(&batch.head.as_str().into(), &HEAD_KEY.into()))?;
        transaction.send(head.put_with_key(&manifest.into(), &MANIFEST_KEY.into()))?;
        transaction.ask(head.put_with_key(&((expected.revision + 1) as f64).into(), &REVISION_KEY.into())).await?;
        transaction.commit().await?;
        Ok(expected.revision + 1)
    }
}

impl Database {
    async fn copy_to(&self, other: &Self) -> Result<u64, StorageError> {
        let transaction = self.0.reading(STORES)?;
        let head = transaction.store(HEAD)?;
        let revision = transaction.ask(head.get(&REVISION_KEY.into())).await?.as_f64();
        let text = idb::text(&transaction.ask(head.get(&HEAD_KEY.into())).await?)?;
        let manifest = idb::text(&transaction.ask(head.get(&MANIFEST_KEY.into())).await?)?;
        let pages = transaction.ask(transaction.store(PAGES)?.get_all_keys()).await?;
        let steps = transaction.ask(transaction.store(STEPS)?.get_all_keys()).await?;
        drop(transaction);
        let (Some(revision), Some(text)) = (revision, text) else {
            return Err(StorageError::Unreadable("nothing to copy".to_owned()));
        };
        let mut size = text.len() as u64;
        let keys: Vec<(&str, JsValue)> = (Array::from(&pages).iter().map(|key| (PAGES, key)))
            .chain(Array::from(&steps).iter().map(|key| (STEPS, key)))
            .collect();
        for keys in keys.chunks(COPIED) {
            let mut texts = Vec::new();
            let transaction = self.0.reading(STORES)?;
            for (store, key) in keys {
                let text = idb::text(&transaction.ask(transaction.store(store)?.get(key)).await?)?;
                texts.extend(text.map(|text| (*store, key, text)));
            }
            let found = transaction.ask(transaction.store(HEAD)?.get(&REVISION_KEY.into())).await?.as_f64();
            if found != Some(revision) {
                return Err(StorageError::Conflict { found: found.unwrap_or_default() as u64 });
            }
            drop(transaction);
            size += texts.iter().map(|(.., text)| text.len() as u64).sum::<u64>();
            let transaction = other.0.writing(STORES, false)?;
            for (store, key, text) in &texts {
                transaction.send(transaction.store(store)?.put_with_key(&text.as_str().into(), key))?;
            }
            transaction.commit().await?;
        }
        // The copy is of the same revision as what it was taken of: the manifest says so too.
        let transaction = other.0.writing(STORES, true)?;
        let head = transaction.store(HEAD)?;
        transaction.send(head.put_with_key(&text.into(), &HEAD_KEY.into()))?;
        if let Some(manifest) = manifest {
            transaction.send(head.put_with_key(&manifest.into(), &MANIFEST_KEY.into()))?;
        }
        transaction.send(head.put_with_key(&revision.into(), &REVISION_KEY.into()))?;
        transaction.commit().await?;
        Ok(size)
    }

    async fn raw(&self) -> Result<String, StorageError> {
        let mut lines = Vec::new();
        for name in STORES {
            let transaction = self.0.reading(&[name])?;
            let store = transaction.store(name)?;
            let keys = transaction.ask(store.get_all_keys()).await?;
            for key in Array::from(&keys).iter() {
                // What the browser itself cannot read any more is named.
                let value = match transaction.ask(store.get(&key)).await {
                    Ok(value) => as_text(&value),
                    Err(error) => error.to_string(),
                };
                lines.push(format!("{name}/{}\n{value}", as_text(&key)));
            }
        }
        Ok(lines.join("\n"))
    }
}

fn as_text(value: &JsValue) -> String {
    let json = || js_sys::JSON::stringify(value).ok()?.as_string();
    value.as_string().or_else(json).unwrap_or_default()
}

fn database_name(workspace: &str) -> String {
    format!("{PRODUCT}/{workspace}")
}
