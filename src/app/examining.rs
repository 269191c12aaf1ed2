//! Files that are looked at without being taken: examined, or put beside the open ledger; and the
//! ledger that the page itself carries.

use std::sync::Arc;

use leptos::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    App, Workspace,
    receiving::{Arrived, Refusal},
};
use crate::{
    browser::page,
    domain::{Lang, parse_date},
    interchange::container::{self, PageMode},
};

/// A file that was examined.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The name of the file.
    pub name: String,
    /// What came of reading it.
    pub outcome: Result<Arc<Arrived>, Refusal>,
    bytes: Arc<Vec<u8>>,
}

impl App {
    /// Examines files; nothing is taken from them.
    pub(super) async fn examine(self, files: Vec<(String, Arc<Vec<u8>>)>) {
        for (name, bytes) in files {
            self.examining.set(Some(name.clone()));
            let outcome = self.read_ledger(name.clone(), bytes.clone(), None, |_| true).await;
            if let Some(outcome) = outcome {
                let outcome = outcome.map(Arc::new);
                self.examined.update(|list| list.insert(0, Examined { name, outcome, bytes }));
            }
        }
        self.examining.set(None);
    }

    /// Tries a passphrase on a file that was examined.
    pub async fn examine_sealed(self, at: usize, passphrase: String) {
        let Some(file) = self.examined.with_untracked(|list| list.get(at).cloned()) else { return };
        self.examining.set(Some(file.name.clone()));
        let outcome = self.read_ledger(file.name.clone(), file.bytes.clone(), Some(passphrase), |_| true).await;
        self.examining.set(None);
        if let Some(outcome) = outcome {
            self.examined.update(|list| {
                if let Some(own) = list.iter_mut().find(|own| Arc::ptr_eq(&own.bytes, &file.bytes)) {
                    own.outcome = outcome.map(Arc::new);
                }
            });
        }
    }

    /// Puts files beside the open ledger, to be compared.
    pub(super) async fn put_beside(self, files: Vec<(String, Arc<Vec<u8>>)>) {
        let lang = self.lang.get_untracked();
        for (name, bytes) in files {
            self.examining.set(Some(name.clone()));
            match self.read_ledger(name.clone(), bytes, None, |_| true).await {
                Some(Ok(file)) => self.beside.update(|list| list.push(Arc::new(file))),
                Some(Err(refusal)) => self.tell_error(format!("「{name}」：{}", refusal.sentence(lang))),
                None => {}
            }
        }
        self.examining.set(None);
    }

    /// Opens the ledger that the page carries, if it carries one: to be looked at as it came, or in a
    /// workspace of its own that is found again by the content. Tells whether there was one.
    pub(super) async fn open_page_ledger(self) -> bool {
        let Some(carried) = page::carried() else { return false };
        let lang = self.lang.get_untracked();
        let (json, mode) = match container::ledger_of_element(&carried.text, &carried.mode) {
            Ok(carried) => carried,
            Err(error) => {
                self.tell_error(error.sentence(lang));
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
            if self.book.with_untracked(Option::is_some) {
                self.take_day(&carried.day);
                return true;
            }
        }
        match self.read_ledger(String::new(), Arc::new(json), None, |_| true).await {
            Some(Ok(file)) => {
                let file = Arc::new(Arrived { mode: Some(mode), ..file });
                let kept = Workspace { key, name: String::new(), made: String::new() };
                self.open_arrived_in(file, kept).await;
                self.take_day(&carried.day);
                true
            }
            Some(Err(refusal)) => {
                self.tell_error(refusal.sentence(lang));
                false
            }
            None => false,
        }
    }

    /// Shows a page's ledger on the as-of date that its sender saw it on, unless the address names another.
    fn take_day(self, day: &str) {
        let Some(day) = parse_date(day) else { return };
        let here = self.route.get_untracked();
        if here.as_of().is_some() || day == untrack(|| self.as_of()) {
            return;
        }
        self.replace_route(here.with("on", day.to_string()));
        // What opening had to tell, such as steps that are missing, goes before.
        if self.notice.with_untracked(Option::is_some) {
            return;
        }
        self.tell(match self.lang.get_untracked() {
            Lang::Zh => format!("本文件按发出时的统计日 {day} 显示，可在右上角改换统计日。"),
            Lang::En => format!("Shown as of {day}, the day that the sender chose; change it at the top."),
        });
    }
}
