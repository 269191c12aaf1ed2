//! Where files arrive: what each is decides who takes it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    app::{App, Screen},
    browser::files,
};
use interchange::{container, json::BYTE_LIMIT};

impl App {
    /// Takes files that were chosen or dropped: ledgers together, then tables one after another.
    pub async fn take_files(self, files: Vec<web_sys::File>) {
        self.leave_preview();
        let lang = self.shell.lang.get_untracked();
        let (mut ledgers, mut complaints) = (Vec::new(), Vec::new());
        for file in files {
            match files::read(&file, BYTE_LIMIT as u64).await {
                Err(error) => complaints.push(error.sentence(lang)),
                Ok(bytes) if container::recognise(&bytes).is_some() => ledgers.push((file.name(), Arc::new(bytes))),
                Ok(_) => self.transfer.queue.update_value(|queue| queue.waiting.push_back(file)),
            }
        }
        if !complaints.is_empty() {
            self.notify_error(complaints.join("\n"));
        }
        if !ledgers.is_empty() {
            let is_open = self.document.is_open_untracked();
            let (screen, tab) = self.shell.route.with_untracked(|route| (route.screen, route.get("tab").to_owned()));
            match (screen, tab.as_str()) {
                (Screen::Compare, _) if is_open => self.put_beside(ledgers).await,
                (_, "verify") if is_open => self.verify(ledgers).await,
                _ => self.receive(ledgers).await,
            }
        }
        if self.transfer.import.with_untracked(Option::is_none) {
            self.next_file().await;
        }
    }
}
