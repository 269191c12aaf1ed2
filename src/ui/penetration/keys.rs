//! The keyboard in the drawing: arrows go from part to part; and the way to the rows.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::JsCast;

use chart::{Direction, neighbour};

/// The name of the rows' section in the document.
pub(super) const ROWS: &str = "penetration-rows";

/// The name of the branches' section in the document.
pub(super) const BRANCHES: &str = "penetration-branches";

/// The name of the drawing's section in the document.
pub(super) const DRAWING: &str = "penetration-drawing";

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Brings a section into sight, once the page has followed the address.
pub(super) fn show(section: &'static str) {
    request_animation_frame(move || {
        if let Some(section) = document().and_then(|document| document.get_element_by_id(section)) {
            section.scroll_into_view();
        }
    });
}

/// Puts the keyboard on the first part, after the drawing was made anew.
pub(super) fn focus_first() {
    request_animation_frame(|| {
        let drawing = document().and_then(|document| document.get_element_by_id(DRAWING));
        if let Some(first) = drawing.and_then(|drawing| drawing.query_selector("[data-key]").ok().flatten()) {
            focus(&first);
        }
    });
}

fn focus(part: &web_sys::Element) {
    // Parts of a drawing are no HTML elements, but take the focus by a method of the same name.
    let _ = part.unchecked_ref::<web_sys::HtmlElement>().focus();
}

/// Moves the focus by an arrow key; does nothing on other keys, and where there is no part that way.
pub(super) fn go(event: &web_sys::KeyboardEvent) {
    let direction = match event.key().as_str() {
        "ArrowLeft" => Direction::Left,
        "ArrowRight" => Direction::Right,
        "ArrowUp" => Direction::Up,
        "ArrowDown" => Direction::Down,
        _ => return,
    };
    event.prevent_default();
    if let Some(next) = next(event, direction) {
        focus(&next);
    }
}

fn next(event: &web_sys::KeyboardEvent, direction: Direction) -> Option<web_sys::Element> {
    let here = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let drawn = here.closest("svg").ok()??.query_selector_all("[data-key]").ok()?;
    let elements: Vec<web_sys::Element> = (0..drawn.length()).filter_map(|at| drawn.get(at)?.dyn_into().ok()).collect();
    let own = |part: &web_sys::Element, name: &str| part.get_attribute(name).unwrap_or_default();
    let parts: Vec<(String, String)> =
        elements.iter().map(|part| (own(part, "data-key"), own(part, "data-parent"))).collect();
    let at = elements.iter().position(|part| *part == here)?;
    elements.get(neighbour(&parts, at, direction)?).cloned()
}
