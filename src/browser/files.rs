//! Files in and out.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use crate::domain::Lang;

/// Why a file could not be read or handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The file has more bytes than are read.
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The most that is read.
        limit: u64,
    },
    /// It has vanished, is locked, or the browser refuses; in the browser's own words.
    Unreadable(String),
    /// The browser takes no download; what it lacks.
    NoDownload(&'static str),
}

impl FileError {
    /// Says in plain sentences what happened, that nothing was lost, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let mb = |bytes: u64| bytes >> 20;
        match (self, lang) {
            (Self::TooLarge { size, limit }, Lang::Zh) => format!(
                "文件有 {} MB，超过可读取的 {} MB，没有读取。现有数据没有任何改动。请确认选对了文件。",
                mb(*size),
                mb(*limit)
            ),
            (Self::TooLarge { size, limit }, Lang::En) => {
                format!("The file has {} MB, over the {} MB that are read. Nothing was changed.", mb(*size), mb(*limit))
            }
            (Self::Unreadable(why), Lang::Zh) => {
                format!("文件没有读取（{why}）。现有数据没有任何改动。请关闭正在使用它的程序后再试。")
            }
            (Self::Unreadable(why), Lang::En) => format!("The file was not read ({why}). Nothing was changed."),
            (Self::NoDownload(what), Lang::Zh) => {
                format!("浏览器没有接受下载（{what}）。台账没有改动，请换用新版 Edge、Chrome 或 Firefox。")
            }
            (Self::NoDownload(what), Lang::En) => {
                format!("The browser took no download ({what}). Nothing was changed; try another browser.")
            }
        }
    }
}

/// Reads a file whole, if it is not larger than a limit in bytes.
///
/// # Errors
/// Where the file is larger, has vanished, or is locked.
pub async fn read(file: &File, limit: u64) -> Result<Vec<u8>, FileError> {
    let size = file.size() as u64;
    if size > limit {
        return Err(FileError::TooLarge { size, limit });
    }
    let buffer =
        JsFuture::from(file.array_buffer()).await.map_err(|error| FileError::Unreadable(format!("{error:?}")))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Hands bytes over as a download.
///
/// # Errors
/// Where the page has no document to do it from.
pub fn download(name: &str, mime: &str, bytes: &[u8]) -> Result<(), FileError> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = Array::of1(&Uint8Array::from(bytes).into());
    let blob =
        Blob::new_with_u8_array_sequence_and_options(&parts, &options).map_err(|_| FileError::NoDownload("Blob"))?;
    let url = Url::create_object_url_with_blob(&blob).map_err(|_| FileError::NoDownload("URL"))?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or(FileError::NoDownload("document"))?;
    let anchor: HtmlAnchorElement =
        document.create_element("a").ok().and_then(|a| a.dyn_into().ok()).ok_or(FileError::NoDownload("a"))?;
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
