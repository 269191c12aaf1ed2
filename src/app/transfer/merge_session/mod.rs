//! Ledgers on their way in: files are read, recognised as copies, parts or strangers, joined on trial, looked
//! at, and taken as one step that can be undone. Until then nothing is touched.

mod reading;
mod trial;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use leptos::{prelude::*, task::spawn_local};

pub use reading::{IncomingLedger, Refusal, work};
pub use trial::{Rule, Trial};

use crate::{
    app::{App, Document, Mode, Route, SaveState, Screen, Workspace},
    browser::random,
};
use interchange::{container::PageMode, json::Exported};
use ledger::{
    domain::{Id, Kind, Lang, RecordRef, Value, records::Unit},
    merge::Matching,
};

/// How far receiving is.
#[derive(Clone, Debug)]
pub enum Step {
    /// Files are being read: which, how many are done, how many there are, and how far this one is.
    Reading(String, usize, usize, f64),
    /// Files wait for their passphrase; the one named is next.
    Locked,
    /// The copies are being joined on trial; from 0 to 1.
    Joining(f64),
    /// What comes of it can be looked at.
    Checked(Arc<Trial>),
    /// It is being taken.
    Taking,
}

/// A file that was taken into the trial.
#[derive(Clone, Debug)]
pub struct IncomingFile {
    /// The file.
    pub file: Arc<IncomingLedger>,
    /// The unit whose return it is, as its maker said or as was chosen here.
    pub unit: Option<Id<Unit>>,
    /// How its records match ours, where it began elsewhere.
    pub matching: Option<Arc<Matching>>,
}

/// Ledgers on their way in.
#[derive(Clone, Debug)]
pub struct MergeSession {
    /// How far it is.
    pub step: Step,
    /// The files that take part.
    pub copies: Vec<IncomingFile>,
    /// The files that do not, by name, each with the reason.
    pub refused: Vec<(String, Refusal)>,
    /// The name of the next file that waits for a passphrase.
    pub locked: VecDeque<(String, Arc<Vec<u8>>)>,
    /// Whether the last passphrase was wrong.
    pub is_wrong: bool,
    /// The doubtful pairs that were accepted: the place of the file, and its record.
    pub accepted: BTreeSet<(usize, RecordRef)>,
    /// What was chosen for conflicts: the value, by record and index of the field.
    pub choices: BTreeMap<(RecordRef, u8), Value>,
    generation: u32,
}

impl App {
    /// Takes files that hold ledgers: one alone opens as a ledger of its own where none is open that it
    /// could be joined to; otherwise all are joined to the open one, on trial.
    pub(in crate::app) async fn receive(self, files: Vec<(String, Arc<Vec<u8>>)>) {
        // What is on trial already stays on it, with what was chosen.
        let before = self.transfer.merge.try_update(Option::take).flatten();
        let step = Step::Reading(String::new(), 0, files.len(), 0.0);
        self.transfer.merge.set(Some(match before {
            Some(before) => MergeSession { step, refused: Vec::new(), ..before },
            None => MergeSession {
                step,
                copies: Vec::new(),
                refused: Vec::new(),
                locked: VecDeque::new(),
                is_wrong: false,
                accepted: BTreeSet::new(),
                choices: BTreeMap::new(),
                generation: 0,
            },
        }));
        let generation = self.merge_generation();
        let (mut arrived, mut locked, mut refused) = (Vec::new(), VecDeque::new(), Vec::new());
        let count = files.len();
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            let going = name.clone();
            let told =
                |part| self.change_merge(generation, |it| it.step = Step::Reading(going.clone(), at, count, part));
            if !told(0.0) {
                return;
            }
            match self.read_ledger(name.clone(), bytes.clone(), None, told).await {
                None => return,
                Some(Ok(file)) => arrived.push(file),
                Some(Err(Refusal::Locked)) => locked.push_back((name, bytes)),
                Some(Err(refusal)) => refused.push((name, refusal)),
            }
        }
        self.change_merge(generation, |it| {
            it.locked.extend(locked);
            it.refused = refused;
        });
        self.sort_out(generation, arrived).await;
    }

    /// Tries a passphrase on the file that waits for one.
    pub async fn unlock(self, passphrase: String) {
        let generation = self.merge_generation();
        let next = self.transfer.merge.with_untracked(|it| it.as_ref()?.locked.front().cloned());
        let Some((name, bytes)) = next else { return };
        self.change_merge(generation, |it| (it.is_wrong, it.step) = (false, Step::Reading(name.clone(), 0, 1, 0.0)));
        let told = |part| self.change_merge(generation, |it| it.step = Step::Reading(name.clone(), 0, 1, part));
        let outcome = self.read_ledger(name.clone(), bytes, Some(passphrase), told).await;
        let arrived = match outcome {
            None => return,
            Some(Err(Refusal::WrongPassphrase)) => {
                self.change_merge(generation, |it| (it.is_wrong, it.step) = (true, Step::Locked));
                return;
            }
            Some(Err(refusal)) => {
                self.change_merge(generation, |it| it.refused.push((name.clone(), refusal)));
                Vec::new()
            }
            Some(Ok(file)) => vec![file],
        };
        self.change_merge(generation, |it| {
            it.locked.pop_front();
        });
        self.sort_out(generation, arrived).await;
    }

    /// Leaves the file that waits for a passphrase aside.
    pub async fn skip_locked(self) {
        let generation = self.merge_generation();
        self.change_merge(generation, |it| {
            it.is_wrong = false;
            if let Some((name, _)) = it.locked.pop_front() {
                it.refused.push((name, Refusal::Locked));
            }
        });
        self.sort_out(generation, Vec::new()).await;
    }

    /// Decides what becomes of the files that were read.
    async fn sort_out(self, generation: u32, mut arrived: Vec<IncomingLedger>) {
        let lang = self.shell.lang.get_untracked();
        let state = self.transfer.merge.with_untracked(|it| {
            let it = it.as_ref().filter(|it| it.generation == generation)?;
            Some((it.locked.is_empty(), it.copies.len() + arrived.len(), it.refused.clone()))
        });
        let Some((all_read, count, refused)) = state else { return };
        let may_join = self.document.peek_or_default(|document| document.mode == Mode::Editable);
        if !all_read {
            self.add_copies(generation, arrived);
            self.change_merge(generation, |it| it.step = Step::Locked);
            return self.show_receiving();
        }
        let complaint = |refused: &[(String, Refusal)]| {
            let several = refused.len() + count > 1;
            let told = refused.iter().map(|(name, refusal)| match several {
                true => format!("「{name}」：{}", refusal.sentence(lang)),
                false => refusal.sentence(lang),
            });
            told.collect::<Vec<_>>().join("\n")
        };
        if count == 0 {
            self.leave_merge();
            if !refused.is_empty() {
                self.notify_error(complaint(&refused));
            }
            return;
        }
        self.add_copies(generation, std::mem::take(&mut arrived));
        let first = self.transfer.merge.with_untracked(|it| it.as_ref()?.copies.first().map(|copy| copy.file.clone()));
        let Some(first) = first else { return };
        if !may_join || (count == 1 && first.is_newer) {
            // Nothing is open that it could be joined to; what else was read waits for it to be open.
            let Some(mut rest) = self.transfer.merge.try_update(Option::take).flatten() else { return };
            rest.copies.remove(0);
            self.open_incoming_ledger(first).await;
            if !refused.is_empty() {
                self.notify_error(complaint(&refused));
            }
            let opened = self.document.peek_or_default(|document| document.mode == Mode::Editable);
            if rest.copies.is_empty() || !opened {
                return;
            }
            self.transfer.merge.set(Some(rest));
        }
        self.transfer.merge.update(|it| {
            let Some(it) = it else { return };
            // A newer file can be looked at, and not joined.
            let (newer, own) = std::mem::take(&mut it.copies).into_iter().partition(|copy| copy.file.is_newer);
            it.copies = own;
            let newer: Vec<IncomingFile> = newer;
            it.refused.extend(newer.into_iter().map(|copy| {
                let told = |lang| match lang {
                    Lang::Zh => "由更新版本的程序生成，本版本只能单独打开查看，不能合并。没有任何改动。".to_owned(),
                    Lang::En => "Made by a newer version: open it alone to look at it. Nothing was changed.".to_owned(),
                };
                (copy.file.name.clone(), Refusal::of(told))
            }));
        });
        self.show_receiving();
        self.try_merge().await;
    }

    fn add_copies(self, generation: u32, arrived: Vec<IncomingLedger>) {
        let copy = |file: IncomingLedger| {
            // Whoever hands a return in stands in it with the time of the file.
            let returns = file.ledger.returns().iter();
            let unit = returns.filter(|(_, row)| row.at == file.info.at).map(|(unit, _)| Id::new(*unit)).next();
            IncomingFile { file: Arc::new(file), unit, matching: None }
        };
        let copies: Vec<IncomingFile> = arrived.into_iter().map(copy).collect();
        self.change_merge(generation, |it| it.copies.extend(copies));
    }

    fn show_receiving(self) {
        if self.document.is_open_untracked() {
            self.go(Route::to(Screen::Data).with("tab", "merge"));
        }
    }

    /// Opens a file as a ledger of its own, in a workspace of its own.
    pub async fn open_incoming_ledger(self, file: Arc<IncomingLedger>) {
        let kept = Workspace { key: random::id().to_string(), name: String::new(), made: String::new() };
        self.open_incoming_ledger_in(file, kept).await;
    }

    /// Opens a file in a workspace of which the key alone is given, unless it is for looking at only.
    pub(super) async fn open_incoming_ledger_in(self, file: Arc<IncomingLedger>, kept: Workspace) {
        if !self.may_leave().await {
            return;
        }
        let lang = self.shell.lang.get_untracked();
        let ledger = file.ledger.clone();
        let exported = Exported { info: file.info.clone(), steps: ledger.history().len() };
        let records: usize = Kind::ALL.iter().map(|kind| ledger.of(*kind).len()).sum();
        let view_only = file.is_newer || file.mode == Some(PageMode::ViewOnly);
        let workspace = Workspace { key: String::new(), name: String::new(), made: String::new() };
        if view_only {
            let mut document = Document::new(ledger, workspace);
            document.mode = Mode::ReadOnly;
            document.workspace.name = document.title();
            document.exported = Some(exported);
            self.show(document, None, 0, 0);
        } else {
            let title = Document::new(ledger.clone(), workspace).title();
            self.keep_as(kept.key, ledger, title.clone(), Some(exported), file.size as u64).await;
            // A ledger that was missed and came back from its backup is not missed any more.
            let found =
                self.workspace.missing.with_untracked(|lost| lost.iter().find(|own| own.name == title).cloned());
            if let Some(found) = found.filter(|_| self.is_kept()) {
                self.forget_missing(&found.key);
            }
        }
        let said = match lang {
            Lang::Zh => format!("已导入 {records} 条记录。{}", file.said(lang)),
            Lang::En => format!("{records} records imported. {}", file.said(lang)),
        };
        // What the page itself carries was not brought in by anybody; and what went wrong while keeping it
        // must stay to be read.
        if !file.name.is_empty() && self.workspace.save.get_untracked() != SaveState::NoStorage || view_only {
            self.notify(said);
        }
    }

    /// Opens a file of the trial as a ledger of its own, instead of joining it.
    pub async fn open_incoming(self, at: usize) {
        let file = self.transfer.merge.with_untracked(|it| Some(it.as_ref()?.copies.get(at)?.file.clone()));
        if let Some(file) = file {
            self.leave_merge();
            self.open_incoming_ledger(file).await;
        }
    }

    /// Takes a file out of the trial.
    pub fn drop_incoming(self, at: usize) {
        let left = self.transfer.merge.try_update(|it| {
            let it = it.as_mut()?;
            it.copies.remove(at);
            it.accepted.clear();
            Some(it.copies.len())
        });
        match left.flatten() {
            Some(0) | None => self.leave_merge(),
            Some(_) => spawn_local(self.try_merge()),
        }
    }

    /// Says whose return a file is.
    pub fn choose_unit(self, at: usize, unit: Option<Id<Unit>>) {
        self.transfer.merge.update(|it| {
            if let Some(copy) = it.as_mut().and_then(|it| it.copies.get_mut(at)) {
                copy.unit = unit;
            }
        });
    }

    /// Accepts a doubtful pair of a stranger, or takes that back; the trial is made anew.
    pub fn accept_pair(self, file: usize, record: RecordRef, accept: bool) {
        self.transfer.merge.update(|it| {
            if let Some(it) = it {
                if accept {
                    it.accepted.insert((file, record));
                } else {
                    it.accepted.remove(&(file, record));
                }
            }
        });
        spawn_local(self.try_merge());
    }

    /// Leaves the trial; nothing was changed.
    pub fn leave_merge(self) {
        self.transfer.merge.set(None);
    }

    /// Begins a new piece of work on the trial; what is still under way for it ends.
    fn merge_generation(self) -> u32 {
        let generation = self.transfer.generation.next();
        self.transfer.merge.update(|it| {
            if let Some(it) = it {
                it.generation = generation;
            }
        });
        generation
    }

    /// Changes the trial, if it is still the one; tells whether it is.
    fn change_merge(self, generation: u32, change: impl FnOnce(&mut MergeSession)) -> bool {
        let changed = self.transfer.merge.try_update(|it| {
            let it = it.as_mut().filter(|it| it.generation == generation)?;
            change(it);
            Some(())
        });
        changed.flatten().is_some()
    }
}
