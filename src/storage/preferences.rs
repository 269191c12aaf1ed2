//! Preferences: what may be lost without loss, such as the language. A browser that denies storage
//! simply forgets them.

use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};

use super::PRODUCT;

/// Fetches a preference; `None` where it was never set, cannot be read, or storage is denied.
pub fn get<T: DeserializeOwned>(name: &str) -> Option<T> {
    available().then(|| LocalStorage::get(key(name)).ok()).flatten()
}

/// Keeps a preference, as well as the browser allows.
pub fn set<T: Serialize>(name: &str, value: &T) {
    if available() {
        // A full or vanished store costs a preference, nothing more.
        let _ = LocalStorage::set(key(name), value);
    }
}

/// Forgets a preference.
pub fn forget(name: &str) {
    if available() {
        LocalStorage::delete(key(name));
    }
}

fn key(name: &str) -> String {
    format!("{PRODUCT}/{name}")
}

/// Tells whether local storage can be reached: gloo panics where a browser denies it.
fn available() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}
