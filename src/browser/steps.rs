//! The steps of the back button: where the page was scrolled to when each was left, and what a new one brings
//! into sight.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use leptos::prelude::{request_animation_frame, window_event_listener};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, History, ScrollRestoration};

/// What is scrolled besides the document: the main part of a screen, and a table in it.
const SCROLLED: [&str; 2] = ["main", ".grid"];
/// For how many frames a place is waited for: some screens draw their lower parts after the upper ones.
const FRAMES: u32 = 60;

/// How a step of the address came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// By a link or an address.
    New,
    /// By a link to where the page is.
    Again,
    /// By the back or the forward button.
    Back,
}

/// Where everything that scrolls is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Offsets {
    document: f64,
    inner: [i32; SCROLLED.len()],
}

/// The steps so far: which one is shown, and where the others were left.
struct Steps {
    here: u32,
    last: u32,
    left_at: HashMap<u32, Offsets>,
}

/// Calls back whenever the address changes. A place that is returned to is scrolled to where it was left, once
/// the page has followed the address.
pub fn on_change(changed: impl Fn(Arrival) + 'static) {
    // A page that is loaded again knows nothing of the steps before, and must not take theirs for its own.
    let first = (js_sys::Math::random() * f64::from(u32::MAX / 2)) as u32;
    let steps = Rc::new(RefCell::new(Steps { here: first, last: first, left_at: HashMap::new() }));
    if let Some(history) = history() {
        // The browser knows the document alone, and would be too early.
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        let _ = history.replace_state(&JsValue::from(first), "");
    }
    // The listener lives as long as the page.
    let moved = Rc::new(Cell::new(false));
    for kind in ["wheel", "mousedown", "keydown", "touchstart"] {
        let moved = moved.clone();
        let event = leptos::ev::Custom::<web_sys::Event>::new(kind);
        std::mem::forget(window_event_listener(event, move |_| moved.set(true)));
    }
    let changed = Rc::new(changed);
    let again = changed.clone();
    let clicked = window_event_listener(leptos::ev::click, move |event| {
        let link = event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok()?);
        let here = web_sys::window().and_then(|window| window.location().hash().ok());
        if here.is_some() && link.and_then(|link| link.get_attribute("href")) == here {
            again(Arrival::Again);
        }
    });
    std::mem::forget(clicked);
    let handle = window_event_listener(leptos::ev::hashchange, move |_| {
        let offsets = Offsets::now();
        let known = history().and_then(|history| history.state().ok()?.as_f64()).map(|step| step as u32);
        let left_at = {
            let mut steps = steps.borrow_mut();
            let here = steps.here;
            steps.left_at.insert(here, offsets);
            steps.here = known.unwrap_or_else(|| {
                steps.last += 1;
                steps.last
            });
            if known.is_none()
                && let Some(history) = history()
            {
                let _ = history.replace_state(&JsValue::from(steps.here), "");
            }
            known.and_then(|step| steps.left_at.get(&step).copied())
        };
        changed(if known.is_some() { Arrival::Back } else { Arrival::New });
        if let Some(offsets) = left_at {
            moved.set(false);
            return_to(offsets, moved.clone(), FRAMES);
        }
    });
    std::mem::forget(handle);
}

/// Changes the address without a step of its own, for sorting and filtering.
pub fn replace(hash: &str) {
    let Some(history) = history() else { return };
    let state = history.state().unwrap_or(JsValue::NULL);
    if history.replace_state_with_url(&state, "", Some(hash)).is_err()
        && let Some(window) = web_sys::window()
    {
        let _ = window.location().set_hash(hash);
    }
}

/// Brings the rows that a number leads to into sight, once the page has followed the address: with what stands
/// above them where there is room for both, and not at all where they are in sight. Rows bear an attribute
/// `data-rows` with the parameters that choose them.
pub fn show_rows(params: Vec<String>) {
    request_animation_frame(move || {
        let chosen_by = |name: &String| element(&format!("[data-rows~=\"{name}\"]"));
        let Some(rows) = params.iter().find_map(chosen_by) else { return };
        let Some(window) = web_sys::window() else { return };
        let (rows, main) = (rows.get_bounding_client_rect(), element("main"));
        // In small windows the document scrolls, and the main part is as high as what it holds.
        let frame = main.filter(|main| main.scroll_height() > main.client_height());
        let (top, height) = match &frame {
            Some(main) => (rows.top() - main.get_bounding_client_rect().top(), f64::from(main.client_height())),
            None => (rows.top(), window.inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()),
        };
        if top >= 0.0 && top + rows.height().min(height / 2.0) <= height {
            return;
        }
        let by = top - height * 0.4;
        match frame {
            Some(main) => main.set_scroll_top(main.scroll_top() + by as i32),
            None => window.scroll_by_with_x_and_y(0.0, by),
        }
    });
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

fn element(selector: &str) -> Option<Element> {
    web_sys::window()?.document()?.query_selector(selector).ok()?.and_then(|element| element.dyn_into().ok())
}

impl Offsets {
    fn now() -> Self {
        let document = web_sys::window().and_then(|window| window.page_y_offset().ok()).unwrap_or_default();
        Self { document, inner: SCROLLED.map(|selector| element(selector).map_or(0, |element| element.scroll_top())) }
    }

    fn take(self) {
        if let Some(window) = web_sys::window() {
            window.scroll_to_with_x_and_y(0.0, self.document);
        }
        for (selector, top) in SCROLLED.iter().zip(self.inner) {
            if let Some(element) = element(selector) {
                element.set_scroll_top(top);
            }
        }
    }
}

/// Scrolls everything to where it was, frame by frame while the screen is still being drawn, unless the reader has
/// begun to move.
fn return_to(offsets: Offsets, moved: Rc<Cell<bool>>, frames: u32) {
    request_animation_frame(move || {
        if moved.get() {
            return;
        }
        if Offsets::now() != offsets {
            offsets.take();
        }
        if frames > 0 {
            return_to(offsets, moved, frames - 1);
        }
    });
}
