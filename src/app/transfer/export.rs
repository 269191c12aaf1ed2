//! Export: what goes out, in what form, and whether it arrived as it was made.

use leptos::prelude::*;
use sha2::{Digest, Sha256};

use crate::{
    app::{
        App, Document,
        document::{Act, Transaction},
        worker::{self as requests, WorkerRequest},
    },
    browser::{
        clock,
        files::{self, Place},
        page, random,
        worker::{self, WorkerEvent},
    },
    storage::preferences,
};
pub use interchange::container::PageMode;
use interchange::{
    container::{self, SealError},
    json::{self, ExportInfo, Exported},
};
use ledger::{
    domain::{
        Id, Kind, Lang, Ledger, Moment, Part, RecordRef, Return,
        records::{Enterprise, Unit},
    },
    subset::{self, Choice, Leak},
};

/// The form in which a ledger goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A file of data.
    Json,
    /// The program with the data inside.
    Page(PageMode),
}

/// What is to go out, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportChoice {
    /// Which records.
    pub choice: Choice,
    /// Whether history goes along.
    pub with_history: bool,
    /// Whether names of persons are replaced by their posts.
    pub is_masked: bool,
    /// Whether they are replaced in other texts as well.
    pub in_texts: bool,
    /// The unit whose return it is, if it is one.
    pub unit: Option<Id<Unit>>,
    /// The form.
    pub form: Form,
    /// Whether the file is put into a zip.
    pub is_zipped: bool,
    /// Whether the file is sealed with a passphrase.
    pub is_sealed: bool,
}

impl Default for ExportChoice {
    fn default() -> Self {
        Self {
            choice: Choice::Whole,
            with_history: true,
            is_masked: false,
            in_texts: true,
            unit: None,
            form: Form::Json,
            is_zipped: false,
            is_sealed: false,
        }
    }
}

impl ExportChoice {
    /// Whether everything goes out, so that the file is a backup.
    fn is_whole(&self) -> bool {
        self.choice == Choice::Whole && self.with_history && !self.is_masked
    }
}

/// Exactly what goes out.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// The ledger.
    pub ledger: Ledger,
    /// Enterprises that go along only so that tiers and groups can be told.
    pub above: Vec<Id<Enterprise>>,
    /// How many persons were replaced.
    pub persons: usize,
    /// How many fields were masked.
    pub fields: usize,
    /// The names that other texts held or still hold.
    pub leaks: Vec<Leak>,
}

/// What was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The name of the file.
    pub name: String,
    /// Its bytes.
    pub size: usize,
    /// Their SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// How many records it holds.
    pub records: usize,
    /// How many steps of history.
    pub steps: usize,
}

/// Makes what goes out of the open ledger.
pub fn outgoing(document: &Document, sharing: &ExportChoice) -> Outgoing {
    let chosen = subset::chosen(&document.ledger, &document.index, &sharing.choice);
    let with_history = sharing.with_history && !sharing.is_masked;
    let title = match &sharing.choice {
        Choice::Whole => None,
        Choice::Unit(id) => Some(document.ledger.units.get(*id).map_or_else(String::new, |unit| unit.name.clone())),
        Choice::Group(id) => {
            Some(document.ledger.enterprises.get(*id).map_or_else(String::new, |row| row.name.clone()))
        }
        Choice::Records(records) => Some(format!("{} 条记录", records.len())),
    };
    let is_part = title.map(|title| Part { title, masked: false });
    let mut ledger = if sharing.choice == Choice::Whole && with_history {
        document.ledger.clone()
    } else {
        subset::part(&document.ledger, is_part, with_history, &|record: RecordRef| chosen.records.contains(&record))
    };
    let (mut persons, mut fields, mut leaks) = (0, 0, Vec::new());
    if sharing.is_masked {
        let masked = subset::masked(&ledger, sharing.in_texts);
        (persons, fields, leaks) = (masked.persons, masked.fields, masked.leaks);
        ledger = masked.ledger;
    }
    Outgoing { ledger, above: chosen.above, persons, fields, leaks }
}

impl App {
    /// Exports the whole ledger as a file, the quick way.
    pub async fn export(self) {
        self.share(ExportChoice::default(), String::new(), Place::Downloads).await;
    }

    /// Hands the ledger over as chosen: made, read back and compared, wrapped, written, and told.
    pub async fn share(self, sharing: ExportChoice, passphrase: String, place: Place) {
        let lang = self.shell.lang.get_untracked();
        if self.workspace.preview.with_untracked(Option::is_some) {
            // An earlier state has the marks of today: merged elsewhere it would undo what came since.
            return self.notify_error(match lang {
                Lang::Zh => "正在查看以前的状态，不能导出。请先「返回当前台账」，或恢复到这个状态后再导出。",
                Lang::En => "This is an earlier state: go back, or return to it, and export then.",
            });
        }
        if sharing.is_sealed && passphrase.is_empty() {
            return self.notify_error(SealError::EmptyPassphrase.sentence(lang));
        }
        let now = clock::now();
        let name = self.name_of_file(&sharing, now);
        // The browser asks where to save only right after the click.
        let target = match files::choose(&name, place).await {
            Ok(Some(target)) => target,
            Ok(None) => return,
            Err(error) => return self.notify_error(error.sentence(lang)),
        };
        if self.document.peek_or_default(|document| is_large(&document.ledger)) {
            self.notify(match lang {
                Lang::Zh => "正在生成文件，数据多时需要几秒…",
                Lang::En => "Making the file; this may take a few seconds…",
            });
            page::breathe().await;
        }
        let key = self.open_key();
        let Some((json, info, handed)) = self.written(&sharing, now) else { return };
        let not_whole = match lang {
            Lang::Zh => "导出文件未通过回读核对，没有交付。台账没有改动，请重试。",
            Lang::En => "The file did not read back the same and was not handed over. Try again.",
        };
        page::breathe().await;
        let same = match worker::ask(&json, &WorkerRequest::ReadBack.note()).await {
            Some(WorkerEvent::Said(text)) => text == "true",
            Some(WorkerEvent::Broke(_)) => false,
            // A browser that gives no worker reads back on the page.
            Some(WorkerEvent::NeverRan) | None => requests::reads_back(&json),
        };
        if !same {
            return self.notify_error(not_whole);
        }
        let bytes = match self.wrapped(&sharing, passphrase, json, &name).await {
            Ok(bytes) => bytes,
            Err(sentence) => return self.notify_error(sentence),
        };
        match files::deliver(&target, &name, mime(&sharing), &bytes).await {
            Ok(true) => {}
            Ok(false) => return self.notify_error(not_whole),
            Err(error) => return self.notify_error(error.sentence(lang)),
        }
        let handed = Delivery { name, size: bytes.len(), sha256: hex(&bytes), ..handed };
        if self.open_key() != key {
            // Another ledger was opened meanwhile: what follows is not about it.
            return self.notify(handed.sentence(lang));
        }
        if let Some(unit) = sharing.unit {
            let handed_in = Return { at: info.at, by: info.by.clone() };
            self.commit(Transaction::new(Act::Return(unit.raw(), handed_in)));
        }
        if sharing.is_whole() {
            let exported = Exported { info, steps: handed.steps };
            self.commit(Transaction::new(Act::Export(exported)));
        }
        self.notify(handed.sentence(lang));
        self.transfer.delivered.set(Some(handed));
    }

    /// The plain file, and what it holds. A whole ledger that did not change since its last export keeps
    /// that export's date and maker, so that the same state always gives the same file.
    fn written(self, sharing: &ExportChoice, now: Moment) -> Option<(Vec<u8>, ExportInfo, Delivery)> {
        let by = if sharing.is_masked { String::new() } else { self.shell.author.get_untracked() };
        let mut info = ExportInfo { at: now, by };
        self.document.peek(|document| {
            let steps = document.ledger.history().len();
            if let Some(exported) = &document.exported
                && (sharing.is_whole() && sharing.unit.is_none() && exported.steps == steps)
            {
                info = exported.info.clone();
            }
            let mut out = outgoing(document, sharing);
            if let Some(unit) = sharing.unit {
                // So that it can be told who handed in when.
                out.ledger.note_return(unit.raw(), Return { at: info.at, by: info.by.clone() });
            }
            let json = json::write(&out.ledger, &info);
            let records = Kind::ALL.iter().map(|kind| out.ledger.of(*kind).len()).sum();
            let steps = out.ledger.history().len();
            Some((json, info, Delivery { name: String::new(), size: 0, sha256: String::new(), records, steps }))
        })
    }

    async fn wrapped(
        self,
        sharing: &ExportChoice,
        passphrase: String,
        json: Vec<u8>,
        name: &str,
    ) -> Result<Vec<u8>, String> {
        let lang = self.shell.lang.get_untracked();
        let mut bytes = json;
        if sharing.is_sealed {
            let (salt, nonce) = (random::bytes(), random::bytes());
            let order = WorkerRequest::Seal(passphrase.clone(), salt, nonce).note();
            let sealed = match worker::ask(&bytes, &order).await {
                Some(WorkerEvent::Said(text)) => {
                    let sealed: Result<String, SealError> =
                        serde_json::from_str(&text).map_err(|error| error.to_string())?;
                    sealed.map(String::into_bytes)
                }
                Some(WorkerEvent::Broke(_)) => {
                    return Err(match lang {
                        Lang::Zh => "加密没有完成，文件没有交付。台账没有改动，请关闭其他程序后再试。".to_owned(),
                        Lang::En => "Sealing did not come to its end; nothing was handed over. Try again.".to_owned(),
                    });
                }
                // A browser that gives no worker seals on the page.
                Some(WorkerEvent::NeverRan) | None => requests::sealed(&bytes, &passphrase, salt, nonce),
            };
            bytes = sealed.map_err(|error| error.sentence(lang))?;
        }
        if let Form::Page(mode) = sharing.form {
            let day = untrack(|| self.as_of());
            let source = page::source().ok_or_else(|| container::PageError::NoElement.sentence(lang))?;
            bytes =
                container::with_ledger(&source, &bytes, mode, day).map_err(|error| error.sentence(lang))?.into_bytes();
        }
        if sharing.is_zipped {
            let inner = format!("{}.{}", name.trim_end_matches(".zip"), ending(sharing.form));
            bytes = container::zip_one(&inner, &bytes).map_err(|error| error.sentence(lang))?;
        }
        Ok(bytes)
    }

    fn name_of_file(self, sharing: &ExportChoice, at: Moment) -> String {
        let title = self.document.peek_or_default(Document::title);
        let part = self.document.peek(|document| {
            let ledger = &document.ledger;
            match &sharing.choice {
                Choice::Whole => None,
                Choice::Unit(id) => ledger.units.get(*id).map(|unit| format!("-{}", unit.name)),
                Choice::Group(id) => ledger.enterprises.get(*id).map(|row| format!("-{}", row.name)),
                Choice::Records(_) => Some("-选中".to_owned()),
            }
        });
        let masked = if sharing.is_masked { "-无姓名" } else { "" };
        let stamp = format!("{}-{:02}{:02}", at.date(), at.hour(), at.minute());
        let ending = if sharing.is_zipped { "zip" } else { ending(sharing.form) };
        let name = format!("{title}{}{masked}-{stamp}.{ending}", part.unwrap_or_default());
        name.replace(['/', '\\', ':', '*', '?', '"', '<', '>', '|', '\n'], "_")
    }

    /// Keeps what a unit hands in as a preference for this ledger.
    pub fn prefer_unit(self, unit: Option<Id<Unit>>) {
        if let Some(key) = self.unit_preference() {
            preferences::set(&key, &unit.map(|unit| unit.raw().to_string()));
        }
    }

    /// The unit that last handed in from here.
    pub fn preferred_unit(self) -> Option<Id<Unit>> {
        let text: Option<String> = preferences::get(&self.unit_preference()?).flatten();
        Some(Id::new(text?.parse().ok()?))
    }

    fn unit_preference(self) -> Option<String> {
        self.document.peek(|document| Some(format!("unit/{}", document.ledger.id())))
    }
}

impl Delivery {
    /// Says what was handed over.
    pub fn sentence(&self, lang: Lang) -> String {
        let size = self.size as f64 / 1_048_576.0;
        let Self { name, records, steps, sha256, .. } = self;
        match lang {
            Lang::Zh => format!(
                "已导出「{name}」：{size:.2} MB，{records} 条记录，{steps} 步历史，回读核对一致。SHA-256 {sha256}"
            ),
            Lang::En => format!(
                "Exported “{name}”: {size:.2} MB, {records} records, {steps} steps, read back and compared. SHA-256 {sha256}"
            ),
        }
    }
}

const fn ending(form: Form) -> &'static str {
    match form {
        Form::Json => "json",
        Form::Page(_) => "html",
    }
}

const fn mime(sharing: &ExportChoice) -> &'static str {
    match (sharing.is_zipped, sharing.form) {
        (true, _) => "application/zip",
        (_, Form::Json) => "application/json",
        (_, Form::Page(_)) => "text/html",
    }
}

/// Whether a ledger takes so long to write that it is said first.
fn is_large(ledger: &Ledger) -> bool {
    Kind::ALL.iter().map(|kind| ledger.of(*kind).len()).sum::<usize>() > 10_000
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
