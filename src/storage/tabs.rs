//! Word between the windows that have one workspace open.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use super::PRODUCT;

/// A channel over which windows tell each other the revision they wrote.
///
/// It saves a reload on the next write; that writes stay correct does not depend on it.
#[derive(Debug)]
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _listener: Option<Closure<dyn FnMut(MessageEvent)>>,
}

impl Tabs {
    /// Joins the channel of a workspace; without effect where the browser has none.
    pub fn join(workspace: &str, mut heard: impl FnMut(u64) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(&format!("{PRODUCT}/{workspace}")) else {
            return Self { channel: None, _listener: None };
        };
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(revision) = event.data().as_f64() {
                heard(revision as u64);
            }
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Self { channel: Some(channel), _listener: Some(listener) }
    }

    /// Tells the other windows which revision was written.
    pub fn tell(&self, revision: u64) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(&(revision as f64).into());
        }
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
