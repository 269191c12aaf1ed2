//! Files in and out.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};

use ledger::domain::Lang;

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
    /// The file that was chosen was not written; in the browser's own words.
    NotSaved(String),
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
            (Self::NotSaved(why), Lang::Zh) => {
                format!("没有存到所选的文件（{why}）。台账没有改动，请另选一个位置，或改用「下载」。")
            }
            (Self::NotSaved(why), Lang::En) => {
                format!("The chosen file was not written ({why}). Nothing was changed; choose another place.")
            }
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

/// Where a file is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The folder of downloads.
    Downloads,
    /// Where the user says, where the browser asks for that.
    Chosen,
}

/// Where a file goes.
#[derive(Clone, Debug)]
pub enum Target {
    /// The folder of downloads.
    Downloads,
    /// A file that the user chose.
    Chosen(JsValue),
}

/// Whether the browser lets the user choose a file to save to.
pub fn can_choose() -> bool {
    web_sys::window()
        .and_then(|window| Reflect::get(&window, &PICKER.into()).ok())
        .is_some_and(|picker| picker.is_function())
}

const PICKER: &str = "showSaveFilePicker";

/// Asks where to save, where that is wanted; `None` where the user thought better of it.
///
/// # Errors
/// Where the browser refuses to ask.
pub async fn choose(name: &str, place: Place) -> Result<Option<Target>, FileError> {
    if place == Place::Downloads || !can_choose() {
        return Ok(Some(Target::Downloads));
    }
    let refused = |error: JsValue| FileError::NotSaved(message(&error));
    let window = web_sys::window().ok_or(FileError::NoDownload("window"))?;
    let picker: Function = Reflect::get(&window, &PICKER.into()).map_err(refused)?.unchecked_into();
    let options = Object::new();
    Reflect::set(&options, &"suggestedName".into(), &name.into()).map_err(refused)?;
    let asked: Promise = picker.call1(&window, &options).map_err(refused)?.unchecked_into();
    match JsFuture::from(asked).await {
        Ok(handle) => Ok(Some(Target::Chosen(handle))),
        Err(error) if Reflect::get(&error, &"name".into()).is_ok_and(|name| name == "AbortError") => Ok(None),
        Err(error) => Err(refused(error)),
    }
}

/// Hands bytes over; tells whether the file reads back the same, where it can be read back.
///
/// # Errors
/// Where the browser refuses.
pub async fn deliver(target: &Target, name: &str, mime: &str, bytes: &[u8]) -> Result<bool, FileError> {
    let Target::Chosen(handle) = target else { return download(name, mime, bytes).map(|()| true) };
    let refused = |error: JsValue| FileError::NotSaved(message(&error));
    let stream = call(handle, "createWritable", None).await.map_err(refused)?;
    call(&stream, "write", Some(&Uint8Array::from(bytes).into())).await.map_err(refused)?;
    call(&stream, "close", None).await.map_err(refused)?;
    let file = call(handle, "getFile", None).await.map_err(refused)?;
    let buffer = call(&file, "arrayBuffer", None).await.map_err(refused)?;
    Ok(Uint8Array::new(&buffer).to_vec() == bytes)
}

/// Calls a method that gives a promise, and waits for it.
async fn call(on: &JsValue, method: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(on, &method.into())?.dyn_into()?;
    let answer = match argument {
        Some(argument) => method.call1(on, argument)?,
        None => method.call0(on)?,
    };
    JsFuture::from(answer.dyn_into::<Promise>()?).await
}

fn message(error: &JsValue) -> String {
    let text = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    text.unwrap_or_else(|| format!("{error:?}"))
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
