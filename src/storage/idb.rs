//! IndexedDB as futures: a database, a transaction, a request, and the error's own name each time.

use std::{cell::Cell, rc::Rc};

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

use super::{StorageError, disk::Loss};

/// An open database; closed with its last owner: one that is left to the browser's collection of garbage
/// keeps its database from being deleted until then.
#[derive(Debug)]
pub(super) struct Connection {
    db: IdbDatabase,
    loss: Rc<Cell<Option<Loss>>>,
    _listeners: [Closure<dyn FnMut(JsValue)>; 2],
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.db.set_onclose(None);
        self.db.set_onversionchange(None);
        // Transactions that are under way still come to their end.
        self.db.close();
    }
}

impl Connection {
    /// Opens a database, making its stores where there is none; `lost` is told once if the connection ends
    /// before its owner lets go of it.
    pub(super) async fn open(
        name: &str,
        stores: &'static [&'static str],
        lost: impl Fn(Loss) + 'static,
    ) -> Result<Self, StorageError> {
        let request = factory()?.open_with_u32(name, 1).map_err(|error| of_opening(&error))?;
        let asked = request.clone();
        let upgrade = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| {
            if let Some(db) = asked.result().ok().and_then(|found| found.dyn_into::<IdbDatabase>().ok()) {
                for store in stores {
                    // What cannot be made is missed by the first transaction.
                    let _ = db.create_object_store(store);
                }
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = result(&request).await;
        request.set_onupgradeneeded(None);
        let db: IdbDatabase = opened.map_err(|error| of_opening(&error))?.unchecked_into();
        let loss = Rc::new(Cell::new(None));
        let lost = Rc::new(lost);
        let listener = |which: fn(&JsValue) -> Loss| {
            let (loss, lost, db) = (loss.clone(), lost.clone(), db.clone());
            Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
                // Whoever wants to delete the database waits for this connection.
                db.close();
                if loss.get().is_none() {
                    let how = which(&event);
                    loss.set(Some(how));
                    lost(how);
                }
            })
        };
        let closed = listener(|_| Loss::Closed);
        let changed = listener(|event| {
            let newer = Reflect::get(event, &"newVersion".into()).is_ok_and(|version| version.as_f64().is_some());
            if newer { Loss::Closed } else { Loss::Removed }
        });
        db.set_onclose(Some(closed.as_ref().unchecked_ref()));
        db.set_onversionchange(Some(changed.as_ref().unchecked_ref()));
        Ok(Self { db, loss, _listeners: [closed, changed] })
    }

    /// How the connection ended, if it did.
    pub(super) fn loss(&self) -> Option<Loss> {
        self.loss.get()
    }

    /// Begins a transaction that reads.
    pub(super) fn reading(&self, stores: &[&str]) -> Result<Transaction<'_>, StorageError> {
        self.transaction(stores, "readonly", &JsValue::UNDEFINED)
    }

    /// Begins a transaction that writes, and has what it wrote on the disk when it is done if `strict`.
    pub(super) fn writing(&self, stores: &[&str], strict: bool) -> Result<Transaction<'_>, StorageError> {
        let options = Object::new();
        if strict {
            // Browsers that do not know the option flush anyhow.
            let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
        }
        self.transaction(stores, "readwrite", &options)
    }

    fn transaction(&self, stores: &[&str], mode: &str, options: &JsValue) -> Result<Transaction<'_>, StorageError> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let begin = method(&self.db, "transaction").ok_or(StorageError::Closed)?;
        let begun = begin.call3(&self.db, &names, &mode.into(), options);
        let inner: IdbTransaction = begun.map_err(|error| self.cause(&error))?.unchecked_into();
        let done = JsFuture::from(Promise::new(&mut |resolve, reject| {
            inner.set_oncomplete(Some(&resolve));
            inner.set_onabort(Some(&reject));
        }));
        Ok(Transaction { connection: self, inner, done: Some(done) })
    }

    /// What an error comes from: a connection that ended explains all that it refuses.
    fn cause(&self, error: &JsValue) -> StorageError {
        match (of(error), self.loss()) {
            (StorageError::Closed | StorageError::Failed { .. }, Some(Loss::Removed)) => StorageError::Removed,
            (StorageError::Failed { .. }, Some(Loss::Closed)) => StorageError::Closed,
            (error, _) => error,
        }
    }
}

/// A transaction; dropped before it is committed, it is taken back.
pub(super) struct Transaction<'a> {
    connection: &'a Connection,
    inner: IdbTransaction,
    done: Option<JsFuture>,
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.done.is_some() {
            // One that has ended by itself refuses, which is as good.
            let _ = self.inner.abort();
        }
    }
}

impl Transaction<'_> {
    /// A store of the transaction.
    pub(super) fn store(&self, name: &str) -> Result<IdbObjectStore, StorageError> {
        self.inner.object_store(name).map_err(|error| self.cause(&error))
    }

    /// Sends a request out without waiting for it.
    pub(super) fn send(&self, request: Result<IdbRequest, JsValue>) -> Result<IdbRequest, StorageError> {
        request.map_err(|error| self.cause(&error))
    }

    /// Sends a request out, and waits for its result.
    pub(super) async fn ask(&self, request: Result<IdbRequest, JsValue>) -> Result<JsValue, StorageError> {
        let request = self.send(request)?;
        result(&request).await.map_err(|error| self.cause(&error))
    }

    /// Waits until all of it is on the disk.
    pub(super) async fn commit(mut self) -> Result<(), StorageError> {
        let Some(done) = self.done.take() else { return Ok(()) };
        // A browser without the call commits by itself, as does a transaction that is at its end.
        if let Some(commit) = method(&self.inner, "commit") {
            let _ = commit.call0(&self.inner);
        }
        done.await.map(|_| ()).map_err(|_| self.cause(&JsValue::UNDEFINED))
    }

    /// The cause of a failure: that of the transaction where it has one, since the requests of one that was
    /// taken back are told of that alone.
    fn cause(&self, error: &JsValue) -> StorageError {
        let own = self.inner.error().map(JsValue::from);
        match own {
            Some(own) => self.connection.cause(&own),
            None if error.is_undefined() => match self.connection.loss() {
                Some(Loss::Removed) => StorageError::Removed,
                _ => StorageError::Closed,
            },
            None => self.connection.cause(error),
        }
    }
}

/// Deletes a database; `blocked` is told where another connection has to be closed first.
pub(super) async fn delete(name: &str, blocked: impl Fn() + 'static) -> Result<(), StorageError> {
    let request: IdbOpenDbRequest = factory()?.delete_database(name).map_err(|error| of_opening(&error))?;
    let waits = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| blocked());
    request.set_onblocked(Some(waits.as_ref().unchecked_ref()));
    let deleted = result(&request).await;
    request.set_onblocked(None);
    deleted.map(|_| ()).map_err(|error| of_opening(&error))
}

/// The texts of an array that a request gave.
pub(super) fn texts(found: &JsValue) -> Result<Vec<String>, StorageError> {
    Array::from(found).iter().map(|value| text(&value)?.ok_or_else(no_text)).collect()
}

/// A text that a request gave, if there is one.
pub(super) fn text(found: &JsValue) -> Result<Option<String>, StorageError> {
    match found.as_string() {
        Some(text) => Ok(Some(text)),
        None if found.is_undefined() => Ok(None),
        None => Err(no_text()),
    }
}

fn no_text() -> StorageError {
    StorageError::Unreadable("a value is not a text".to_owned())
}

fn method(of: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(of, &name.into()).ok()?.dyn_into().ok()
}

fn factory() -> Result<IdbFactory, StorageError> {
    // Where storage is denied the property itself may throw, or be null.
    let found = Reflect::get(&js_sys::global(), &"indexedDB".into()).map_err(|error| of_opening(&error))?;
    found.dyn_into().map_err(|_| StorageError::Denied("there is no IndexedDB".to_owned()))
}

/// The promise of a request keeps no closure of ours: it may be told again, or never waited for.
async fn result(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let told = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(told).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::UNDEFINED, JsValue::from)),
    }
}

fn named(error: &JsValue) -> (String, String) {
    let part = |name: &str| Reflect::get(error, &name.into()).ok().and_then(|part| part.as_string());
    (part("name").unwrap_or_else(|| "UnknownError".to_owned()), part("message").unwrap_or_default())
}

fn of(error: &JsValue) -> StorageError {
    let (name, message) = named(error);
    StorageError::of(&name, &message)
}

/// While opening, a state that forbids it is a private window's or a policy's.
fn of_opening(error: &JsValue) -> StorageError {
    let (name, message) = named(error);
    if name == "InvalidStateError" { StorageError::Denied(message) } else { StorageError::of(&name, &message) }
}
