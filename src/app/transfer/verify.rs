//! Files that are looked at without being taken: examined, or put beside the open ledger; and the
//! ledger that the page itself carries.

use std::sync::Arc;

use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::merge_session::{IncomingLedger, Refusal};
use crate::{
    app::{App, Workspace},
    browser::page,
};
use interchange::container::{self, PageMode};
pub use interchange::json::Verification;
use ledger::domain::{Lang, parse_date};

/// A file that was examined.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The name of the file.
    pub name: String,
    /// What came of reading it.
    pub outcome: Result<Arc<IncomingLedger>, Refusal>,
    bytes: Arc<Vec<u8>>,
}

/// A file that is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct Verifying {
    /// Its name.
    pub name: String,
    /// How far it is, from 0 to 1.
    pub part: f64,
    /// Which reading it is.
    generation: u32,
}

impl App {
    /// Reads a file that is only looked at; nothing comes of one that was left.
    async fn read_beside(
        self,
        name: &str,
        bytes: Arc<Vec<u8>>,
        passphrase: Option<String>,
    ) -> Option<Result<IncomingLedger, Refusal>> {
        let generation = self.transfer.generation.next();
        self.transfer.verifying.set(Some(Verifying { name: name.to_owned(), part: 0.0, generation }));
        let told = |part| {
            let is_going_on = self.transfer.verifying.try_update(|it| match it {
                Some(it) if it.generation == generation => {
                    it.part = part;
                    true
                }
                _ => false,
            });
            is_going_on.unwrap_or(false)
        };
        let outcome = self.read_ledger(name.to_owned(), bytes, passphrase, told).await;
        // What was left while its last word was on the way is left.
        if !told(1.0) {
            return None;
        }
        self.transfer.verifying.set(None);
        outcome
    }

    /// Examines files; nothing is taken from them.
    pub(in crate::app) async fn verify(self, files: Vec<(String, Arc<Vec<u8>>)>) {
        for (name, bytes) in files {
            let Some(outcome) = self.read_beside(&name, bytes.clone(), None).await else { return };
            let outcome = outcome.map(Arc::new);
            self.transfer.verified.update(|list| list.insert(0, Verified { name, outcome, bytes }));
        }
    }

    /// Tries a passphrase on a file that was examined.
    pub async fn verify_sealed(self, at: usize, passphrase: String) {
        let Some(file) = self.transfer.verified.with_untracked(|list| list.get(at).cloned()) else { return };
        if let Some(outcome) = self.read_beside(&file.name, file.bytes.clone(), Some(passphrase)).await {
            self.transfer.verified.update(|list| {
                if let Some(own) = list.iter_mut().find(|own| Arc::ptr_eq(&own.bytes, &file.bytes)) {
                    own.outcome = outcome.map(Arc::new);
                }
            });
        }
    }

    /// Puts files beside the open ledger, to be compared.
    pub(in crate::app) async fn put_beside(self, files: Vec<(String, Arc<Vec<u8>>)>) {
        let lang = self.shell.lang.get_untracked();
        for (name, bytes) in files {
            match self.read_beside(&name, bytes, None).await {
                Some(Ok(file)) => self.transfer.beside.update(|list| list.push(Arc::new(file))),
                Some(Err(refusal)) => self.notify_error(format!("「{name}」：{}", refusal.sentence(lang))),
                None => return,
            }
        }
    }

    /// Opens the ledger that the page carries, if it carries one: to be looked at as it came, or in a
    /// workspace of its own that is found again by the content. Tells whether there was one.
    pub(in crate::app) async fn open_page_ledger(self) -> bool {
        let Some(carried) = page::carried() else { return false };
        let lang = self.shell.lang.get_untracked();
        let (json, mode) = match container::ledger_of_element(&carried.text, &carried.mode) {
            Ok(carried) => carried,
            Err(error) => {
                self.notify_error(error.sentence(lang));
                return false;
            }
        };
        let digest: String = Sha256::digest(&json).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let key = format!("page-{digest}");
        if mode == PageMode::Editable
            && let Some(known) = self.known(&key)
        {
            self.open_kept(known).await;
            // A workspace that is listed and empty is told as lost; what the page carries is still here.
            if self.document.is_open_untracked() {
                self.take_day(&carried.day);
                return true;
            }
        }
        match self.read_ledger(String::new(), Arc::new(json), None, |_| true).await {
            Some(Ok(file)) => {
                let file = Arc::new(IncomingLedger { mode: Some(mode), ..file });
                let kept = Workspace { key, name: String::new(), made: String::new() };
                self.open_incoming_ledger_in(file, kept).await;
                self.take_day(&carried.day);
                true
            }
            Some(Err(refusal)) => {
                self.notify_error(refusal.sentence(lang));
                false
            }
            None => false,
        }
    }

    /// Shows a page's ledger on the as-of date that its sender saw it on, unless the address names another.
    fn take_day(self, day: &str) {
        let Some(day) = parse_date(day) else { return };
        let here = self.shell.route.get_untracked();
        if here.as_of().is_some() || day == untrack(|| self.as_of()) {
            return;
        }
        self.replace_route(here.with("on", day.to_string()));
        // What opening had to tell, such as steps that are missing, goes before.
        if self.shell.notice.with_untracked(Option::is_some) {
            return;
        }
        self.notify(match self.shell.lang.get_untracked() {
            Lang::Zh => format!("本文件按发出时的统计日 {day} 显示，可在右上角改换统计日。"),
            Lang::En => format!("Shown as of {day}, the day that the sender chose; change it at the top."),
        });
    }
}
