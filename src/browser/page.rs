//! The page: its address, its root element, its title, printing.

use leptos::prelude::window_event_listener;
use wasm_bindgen::{JsCast, JsValue};

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

/// What the page carries besides the program, as its element says it; nothing in it is checked.
pub struct Carried {
    /// The text of a ledger.
    pub text: String,
    /// What its reader may do.
    pub mode: String,
    /// The as-of date of the sender; empty in pages of earlier versions.
    pub day: String,
}

/// What the page carries besides the program; `None` for the bare program.
pub fn carried() -> Option<Carried> {
    let element = web_sys::window()?.document()?.get_element_by_id("ledger")?;
    let text = element.text_content().filter(|text| !text.is_empty())?;
    let attribute = |name: &str| element.get_attribute(name).unwrap_or_default();
    Some(Carried { text, mode: attribute("data-mode"), day: attribute("data-day") })
}

/// The source of the page, as it was when the program began.
pub fn source() -> Option<String> {
    let window = web_sys::window()?;
    js_sys::Reflect::get(&window, &JsValue::from_str("reformLedgerSource")).ok()?.as_string()
}

/// Scrolls the main part of the page to its top, and in small windows, where the document scrolls, that.
pub fn to_top() {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    let main = web_sys::window().and_then(|window| window.document()?.query_selector("main").ok()?);
    if let Some(main) = main {
        main.set_scroll_top(0);
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

/// Tells whether the system asks for dark colours.
pub fn prefers_dark() -> bool {
    web_sys::window()
        .and_then(|window| window.match_media("(prefers-color-scheme: dark)").ok().flatten())
        .is_some_and(|query| query.matches())
}

/// Calls back when printing begins and when it has ended.
///
/// What is drawn in the microtasks of the first call is on the paper.
pub fn on_print(told: impl Fn(bool) + Clone + 'static) {
    let ended = told.clone();
    std::mem::forget(window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("beforeprint"), move |_| {
        told(true)
    }));
    std::mem::forget(window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("afterprint"), move |_| {
        ended(false)
    }));
}

/// Lets the browser ask before the window closes, while `unsaved` says that something would be lost.
pub fn warn_before_leaving(unsaved: impl Fn() -> bool + 'static) {
    let listener = window_event_listener(leptos::ev::beforeunload, move |event| {
        if unsaved() {
            event.prevent_default();
        }
    });
    std::mem::forget(listener);
}

/// Leaves the field that is being typed in, so that what stands there is taken.
pub fn leave_field() {
    let active = web_sys::window().and_then(|window| window.document()?.active_element());
    if let Some(field) = active.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = field.blur();
    }
}

/// Says on the page, in plain words, when the program itself fails: the last resort.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|info| {
        let why = JsValue::from_str(&info.to_string());
        let stopped = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("reformLedgerStopped"));
        if let Some(stopped) = stopped.ok().and_then(|found| found.dyn_into::<js_sys::Function>().ok()) {
            let _ = stopped.call1(&JsValue::NULL, &why);
        }
    }));
}

/// Takes away what the page showed while the program was loading.
pub fn remove_start_message() {
    let message = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("start-message"));
    if let Some(message) = message {
        message.remove();
    }
}

/// Lets the browser draw and hear before the work goes on.
pub async fn breathe() {
    let turn = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback(&resolve);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(turn).await;
}

/// Waits a while.
pub async fn pause(milliseconds: i32) {
    let over = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(over).await;
}

/// Lets the browser draw what stands now before the work goes on; a page that nobody sees waits for that.
pub async fn painted() {
    let frame = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.request_animation_frame(&resolve);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(frame).await;
    // The frame is drawn after its callbacks.
    breathe().await;
}

/// A turn of work on the page: after a while it rests, so that the browser can draw and hear.
#[derive(Debug)]
pub struct Turn {
    began: f64,
}

impl Turn {
    /// How long a turn is, in milliseconds; a frame has 16.
    const LENGTH: f64 = 12.0;

    /// Begins a turn.
    pub fn begin() -> Self {
        Self { began: super::clock::milliseconds() }
    }

    /// Tells whether the turn is over.
    pub fn is_over(&self) -> bool {
        super::clock::milliseconds() - self.began > Self::LENGTH
    }

    /// Rests where the turn is over, and begins the next one.
    pub async fn rest(&mut self) {
        if self.is_over() {
            breathe().await;
            *self = Self::begin();
        }
    }
}

/// Calls back with the files that are dropped anywhere on the window.
pub fn on_drop(dropped: impl Fn(Vec<web_sys::File>) + 'static) {
    std::mem::forget(window_event_listener(leptos::ev::dragover, |event| event.prevent_default()));
    std::mem::forget(window_event_listener(leptos::ev::drop, move |event| {
        event.prevent_default();
        let files = event.data_transfer().and_then(|data| data.files());
        let list = files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect::<Vec<_>>());
        dropped(list.unwrap_or_default());
    }));
}
