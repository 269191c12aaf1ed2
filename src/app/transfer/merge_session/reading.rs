//! Reading a ledger's file in a worker, which hands it over page by page.

use std::sync::Arc;

use futures::{StreamExt, channel::mpsc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    app::{App, worker::WorkerRequest, workspace::stored},
    browser::{
        page::Turn,
        worker::{Job, WorkerEvent},
    },
};
use interchange::{
    container::{self, ContainerError, PageMode, SealError},
    json::{self, ExportInfo, Exported, Head, Verification},
};
use ledger::domain::{Kind, Lang, Ledger, LedgerBuilder, contradiction::contradictions};
use table_model::names;

/// A ledger's file that was read.
#[derive(Debug)]
pub struct IncomingLedger {
    /// The name of the file.
    pub name: String,
    /// Its bytes.
    pub size: usize,
    /// Their SHA-256, as 64 hexadecimal digits.
    pub sha256: String,
    /// The ledger.
    pub ledger: Ledger,
    /// When and by whom the file was made.
    pub info: ExportInfo,
    /// What is to be said of it, in Chinese and in English.
    pub notes: Vec<(String, String)>,
    /// Whether it is of a newer format, and can be looked at only.
    pub is_newer: bool,
    /// Whether it was sealed with a passphrase.
    pub is_sealed: bool,
    /// What the page around it lets its reader do, where there was one.
    pub mode: Option<PageMode>,
    /// What an examination of it found.
    pub verification: Verification,
    /// What in it cannot all be true.
    pub contradictions: Vec<Contradicted>,
}

/// Something that cannot all be true, in Chinese and in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradicted {
    /// Whether a wrong clock explains it.
    pub is_doubt: bool,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Contradicted {
    /// What it is, in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> &str {
        if lang == Lang::Zh { &self.zh } else { &self.en }
    }
}

impl IncomingLedger {
    /// The notes in one language, as one text.
    pub fn said(&self, lang: Lang) -> String {
        let said: Vec<&str> =
            self.notes.iter().map(|(zh, en)| if lang == Lang::Zh { zh.as_str() } else { en }).collect();
        said.join(if lang == Lang::Zh { "" } else { " " })
    }
}

/// Why no ledger came of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// It is sealed, and no passphrase was given.
    Locked,
    /// It is sealed with another passphrase.
    WrongPassphrase,
    /// Anything else, in Chinese and in English.
    Told(String, String),
}

impl Refusal {
    pub(super) fn of(told: impl Fn(Lang) -> String) -> Self {
        Self::Told(told(Lang::Zh), told(Lang::En))
    }

    /// Says why, in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Told(zh, _), Lang::Zh) => zh.clone(),
            (Self::Told(_, en), Lang::En) => en.clone(),
            (Self::Locked, lang) => ContainerError::NeedsPassphrase.sentence(lang),
            (Self::WrongPassphrase, lang) => SealError::WrongPassphrase.sentence(lang),
        }
    }
}

/// What the worker says, in this order.
#[derive(Serialize, Deserialize)]
enum Note {
    /// How much of the file is parsed, from 0 to 1; any number of times.
    Parsed(f64),
    Head(Box<About>),
    Page(String, String),
    Step(String),
    End,
    Refused(Refusal),
}

#[derive(Serialize, Deserialize)]
struct About {
    /// As storage keeps it; the maker of the file stands there as the last export.
    head: String,
    notes: Vec<(String, String)>,
    is_newer: bool,
    is_sealed: bool,
    mode: Option<PageMode>,
    sha256: String,
    verification: Verification,
    contradictions: Vec<Contradicted>,
    /// Pages and steps to come.
    parts: usize,
}

/// The worker's part: reads a ledger and hands it over in pages.
pub fn work(bytes: &[u8], passphrase: Option<&str>, say: &dyn Fn(&str)) {
    let tell = |note: &Note| {
        if let Ok(text) = serde_json::to_string(note) {
            say(&text);
        }
    };
    let unwrapped = match container::unwrapped(bytes.to_vec(), passphrase) {
        Ok(unwrapped) => unwrapped,
        Err(error) => return tell(&Note::Refused(refusal(&error))),
    };
    let opened = match json::read_telling(&unwrapped.json, &|part| tell(&Note::Parsed(part))) {
        Ok(opened) => opened,
        Err(error) => return tell(&Note::Refused(Refusal::of(|lang| error.sentence(lang)))),
    };
    let ledger = &opened.ledger;
    let head = Head { exported: Some(Exported { info: opened.info.clone(), steps: 0 }), version: 0 };
    let pages = |kind: Kind| 0..ledger.of(kind).len().div_ceil(stored::PAGE);
    let parts = Kind::ALL.iter().map(|kind| pages(*kind).len()).sum::<usize>() + ledger.history().len();
    tell(&Note::Head(Box::new(About {
        head: json::write_head(ledger, &head),
        notes: opened.notes.iter().map(|note| (note.sentence(Lang::Zh), note.sentence(Lang::En))).collect(),
        is_newer: opened.is_read_only(),
        is_sealed: unwrapped.sealed,
        mode: unwrapped.mode,
        sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
        verification: json::verify(&opened),
        contradictions: contradicted(ledger, opened.is_read_only()),
        parts,
    })));
    for kind in Kind::ALL {
        for page in pages(*kind) {
            let (_, text) = stored::page_of(ledger, *kind, page);
            tell(&Note::Page(kind.table_name().to_owned(), text));
        }
    }
    for step in ledger.history() {
        (0..).map_while(|part| stored::part_of(step, part)).for_each(|text| tell(&Note::Step(text)));
    }
    tell(&Note::End);
}

/// How much of the way parsing is; the rest is handing over.
const PARSING: f64 = 0.5;

/// The most contradictions that are told one by one.
const TOLD: usize = 100;

/// What in a ledger cannot all be true, in both languages. What a newer program wrote is not judged.
fn contradicted(ledger: &Ledger, is_newer: bool) -> Vec<Contradicted> {
    let found = if is_newer { Vec::new() } else { contradictions(ledger) };
    let told = found.iter().take(TOLD).map(|own| {
        let sentence = |lang| own.sentence(ledger.history(), |record| names::name_of(ledger, record, lang), lang);
        Contradicted { is_doubt: own.is_doubt(), zh: sentence(Lang::Zh), en: sentence(Lang::En) }
    });
    told.collect()
}

fn refusal(error: &ContainerError) -> Refusal {
    match error {
        ContainerError::NeedsPassphrase => Refusal::Locked,
        ContainerError::Sealed(SealError::WrongPassphrase) => Refusal::WrongPassphrase,
        other => Refusal::of(|lang| other.sentence(lang)),
    }
}

impl App {
    /// Reads a ledger's file in a worker and takes it over in turns; `told` hears how far it is, from 0
    /// to 1, and says whether to go on. Nothing comes of one that was left.
    pub(crate) async fn read_ledger(
        self,
        name: String,
        bytes: Arc<Vec<u8>>,
        passphrase: Option<String>,
        told: impl Fn(f64) -> bool,
    ) -> Option<Result<IncomingLedger, Refusal>> {
        let (sender, mut words) = mpsc::unbounded();
        let note = WorkerRequest::Ledger(passphrase.clone()).note();
        let heard = {
            let sender = sender.clone();
            move |word| {
                // The other end is gone where the reading was left.
                let _ = sender.unbounded_send(word);
            }
        };
        let job = Job::start(&bytes, &note, heard);
        if job.is_none() {
            // A browser that gives no worker reads on the page.
            work(&bytes, passphrase.as_deref(), &|text| {
                let _ = sender.unbounded_send(WorkerEvent::Said(text.to_owned()));
            });
        }
        drop(sender);
        let mut taken: Option<(LedgerBuilder, Box<About>)> = None;
        let mut steps = stored::Steps::default();
        let (mut count, mut turn) = (0, Turn::begin());
        let broke = |why: String| {
            Refusal::of(|lang| match lang {
                Lang::Zh => format!("文件没有读完（{why}）。现有数据没有任何改动，请重试。"),
                Lang::En => format!("The file was not read to its end ({why}). Nothing was changed; try again."),
            })
        };
        loop {
            let note = match words.next().await {
                Some(WorkerEvent::Said(text)) => serde_json::from_str(&text).map_err(|error| error.to_string()),
                Some(WorkerEvent::Broke(why)) => Err(why),
                Some(WorkerEvent::NeverRan) => {
                    // A browser whose worker does not run reads on the page, too.
                    let (sender, on_page) = mpsc::unbounded();
                    work(&bytes, passphrase.as_deref(), &|text| {
                        let _ = sender.unbounded_send(WorkerEvent::Said(text.to_owned()));
                    });
                    words = on_page;
                    continue;
                }
                None => Err("Worker".to_owned()),
            };
            let outcome = match note {
                Err(why) => return Some(Err(broke(why))),
                Ok(Note::Refused(refusal)) => return Some(Err(refusal)),
                Ok(Note::Parsed(part)) => {
                    if !told(part * PARSING) {
                        return None;
                    }
                    continue;
                }
                Ok(Note::Head(about)) => json::read_head(&about.head).map(|(loader, _)| taken = Some((loader, about))),
                Ok(Note::Page(table, text)) => match (Kind::of_table_name(&table), &mut taken) {
                    (Some(kind), Some((loader, _))) => json::read_page(kind, &text, loader),
                    _ => Ok(()),
                },
                Ok(Note::Step(text)) => match &mut taken {
                    Some((loader, _)) => json::read_step(&text).map(|step| steps.add(step, loader)),
                    None => Ok(()),
                },
                Ok(Note::End) => break,
            };
            if let Err(error) = outcome {
                return Some(Err(Refusal::of(|lang| error.sentence(lang))));
            }
            count += 1;
            if turn.is_over() {
                let parts = taken.as_ref().map_or(1, |(_, about)| about.parts.max(1));
                if !told(PARSING + (1.0 - PARSING) * f64::from(count) / parts as f64) {
                    return None;
                }
                turn.rest().await;
            }
        }
        let Some((mut loader, about)) = taken else { return Some(Err(broke("head".to_owned()))) };
        steps.finish(&mut loader);
        let info = json::read_head(&about.head).ok().and_then(|(_, head)| head.exported).map(|exported| exported.info);
        Some(Ok(IncomingLedger {
            name,
            size: bytes.len(),
            sha256: about.sha256,
            ledger: loader.finish(),
            info: info.unwrap_or_default(),
            notes: about.notes,
            is_newer: about.is_newer,
            is_sealed: about.is_sealed,
            mode: about.mode,
            verification: about.verification,
            contradictions: about.contradictions,
        }))
    }
}
