//! Files in and out.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

/// A file that could not be read or handed over, in the browser's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError(pub String);

/// Reads a file whole, if it is not larger than a limit in bytes.
///
/// # Errors
/// Where the file is larger, has vanished, or is locked.
pub async fn read(file: &File, limit: f64) -> Result<Vec<u8>, FileError> {
    if file.size() > limit {
        return Err(FileError(format!("{} MB", (file.size() / 1_048_576.0).round())));
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|e| FileError(format!("{e:?}")))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Hands bytes over as a download.
///
/// # Errors
/// Where the page has no document to do it from.
pub fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), FileError> {
    let failed = |what: &str| FileError(what.to_owned());
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes).into());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(|_| failed("Blob"))?;
    let url = Url::create_object_url_with_blob(&blob).map_err(|_| failed("URL"))?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or_else(|| failed("document"))?;
    let anchor: HtmlAnchorElement =
        document.create_element("a").ok().and_then(|a| a.dyn_into().ok()).ok_or_else(|| failed("a"))?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The download has begun from its own reference by the next turn; then the address can go.
    leptos::prelude::set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        std::time::Duration::from_secs(60),
    );
    Ok(())
}
