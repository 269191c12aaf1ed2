//! The page: its address, its root element, its title, printing.

use leptos::prelude::window_event_listener;
use wasm_bindgen::JsValue;

/// What stands after the `#` of the address.
pub fn hash() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to an address in the page, as a step that the back button takes back.
pub fn go(hash: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Changes the address without a step of its own, for sorting and filtering.
pub fn replace(hash: &str) {
    if let Some(window) = web_sys::window() {
        let replaced =
            window.history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(hash)));
        if replaced.is_err() {
            let _ = window.location().set_hash(hash);
        }
    }
}

/// Calls back whenever the address changes.
pub fn on_hash_change(changed: impl Fn() + 'static) {
    // The listener lives as long as the page.
    let handle = window_event_listener(leptos::ev::hashchange, move |_| changed());
    std::mem::forget(handle);
}

/// Sets an attribute of the root element.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|d| d.document_element()) {
        let _ = root.set_attribute(name, value);
    }
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// Opens the browser's print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Asks a yes-or-no question; no where the browser shows no questions.
pub fn confirm(question: &str) -> bool {
    web_sys::window().is_some_and(|window| window.confirm_with_message(question).unwrap_or(false))
}
