//! Word between the windows that have one workspace open.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use super::PRODUCT;

/// What a window asks the others: whether they are there.
const ASKS: &str = "who";
/// What the others answer.
const HERE: &str = "here";
/// What a window says last.
const LEFT: &str = "left";

/// What was heard of another window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// It wrote.
    Wrote,
    /// It has the workspace open.
    Here,
    /// It is gone; others may still be there.
    Left,
}

/// A channel over which windows tell each other that they are there, and when they wrote.
///
/// It saves a reload on the next write; that writes stay correct does not depend on it.
#[derive(Debug)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _listener: Option<Closure<dyn FnMut(MessageEvent)>>,
    leaving: Option<Closure<dyn FnMut(JsValue)>>,
}

impl Tabs {
    /// Joins the channel of a workspace that this window opens; without effect where the browser has none.
    pub fn join(workspace: &str, heard: impl FnMut(Heard) + 'static) -> Self {
        let mut tabs = Self::listen(workspace, true, heard);
        if let Some(channel) = tabs.channel.clone() {
            // Those that were here before learn of this one, too.
            say(&channel, HERE);
            let leaving = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| say(&channel, LEFT));
            if let Some(window) = web_sys::window() {
                let handler = leaving.as_ref().unchecked_ref();
                let _ = window.add_event_listener_with_callback("pagehide", handler);
            }
            tabs.leaving = Some(leaving);
        }
        tabs
    }

    /// Asks whether a workspace is open in another window, without having it open here.
    pub fn ask(workspace: &str, mut here: impl FnMut() + 'static) -> Self {
        Self::listen(workspace, false, move |heard| {
            if heard == Heard::Here {
                here();
            }
        })
    }

    fn listen(workspace: &str, answers: bool, heard: impl FnMut(Heard) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(&format!("{PRODUCT}/{workspace}")) else {
            return Self { channel: None, _listener: None, leaving: None };
        };
        let own = channel.clone();
        let heard = Rc::new(RefCell::new(heard));
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let what = match (data.as_f64(), data.as_string().as_deref()) {
                (Some(_), _) => Heard::Wrote,
                (None, Some(ASKS)) => {
                    if answers {
                        say(&own, HERE);
                    }
                    return;
                }
                (None, Some(HERE)) => Heard::Here,
                (None, Some(LEFT)) => Heard::Left,
                _ => return,
            };
            if what == Heard::Left {
                // Whoever is still there says so.
                say(&own, ASKS);
            }
            if let Ok(mut heard) = heard.try_borrow_mut() {
                heard(what);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        say(&channel, ASKS);
        Self { channel: Some(channel), _listener: Some(listener), leaving: None }
    }

    /// Tells the other windows that a revision was written.
    pub fn tell(&self, revision: u64) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&(revision as f64).into());
        }
    }
}

fn say(channel: &BroadcastChannel, what: &str) {
    let _ = channel.post_message(&what.into());
}

impl Drop for Tabs {
    fn drop(&mut self) {
        let Some(channel) = &self.channel else { return };
        if let Some(leaving) = &self.leaving {
            say(channel, LEFT);
            if let Some(window) = web_sys::window() {
                let _ = window.remove_event_listener_with_callback("pagehide", leaving.as_ref().unchecked_ref());
            }
        }
        channel.set_onmessage(None);
        channel.close();
    }
}
