//! What waits to be written of the open ledger, and how it comes onto the disk: knows no page and no clock.

use std::{collections::BTreeSet, ops::Range, sync::Arc};

use super::stored::{PAGE, decode, page_of, part_of};
use crate::{
    app::document::Document,
    storage::{Batch, Disk, Snapshot, StorageError, Store},
};
use interchange::json::{self, Exported};
use ledger::{
    domain::{ActorId, Change, Index, Kind, Lang, Ledger, Origin, RecordRef},
    merge,
};

/// What waits to be written of one ledger, and what its store is known to hold.
#[derive(Debug, Default)]
pub struct SaveQueue {
    /// The revision of the store that is known here.
    revision: u64,
    /// Steps of history that the store holds.
    saved_steps: usize,
    /// Pages that differ from the store.
    dirty: BTreeSet<(Kind, usize)>,
    /// Whether everything is to be written anew.
    replace: bool,
    /// Whether the head alone is to be written.
    head_dirty: bool,
    /// Whether the ledger was replaced as a whole and the store may not know it yet: where another window
    /// wrote first, the two are joined.
    joined: bool,
    /// Counts the replacements.
    epoch: u32,
    /// Changes that the store may not hold yet, to be applied again if another window wrote first.
    pending: Vec<(Arc<Change>, Origin)>,
    /// The actors whose changes were made here, or were brought onto the store from here.
    own: BTreeSet<ActorId>,
    /// Whether a transaction is under way.
    writing: bool,
    /// Whether another window wrote while that could not be followed.
    missed: bool,
}

/// What one transaction is to write.
#[derive(Debug)]
pub struct Wanted {
    revision: u64,
    replace: bool,
    pages: Vec<(Kind, usize)>,
    steps: Range<usize>,
    /// Waiting changes that the batch will hold.
    pending: usize,
    /// How often the ledger had been replaced.
    epoch: u32,
}

/// What became of what waited here when another window had written first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebased {
    /// It was applied on top of what the other wrote; so many changes did not fit there any more.
    Applied {
        /// Changes that were refused.
        refused: usize,
    },
    /// Both were joined as in a merge; in so many fields both values stand.
    Joined {
        /// Fields in conflict.
        conflicts: usize,
    },
}

impl SaveQueue {
    /// Nothing waits of a ledger whose store is at a revision with so many steps.
    pub fn opened(revision: u64, saved_steps: usize) -> Self {
        Self { revision, saved_steps, ..Self::default() }
    }

    /// The revision of the store that is known here.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// Whether a transaction is under way.
    pub const fn is_writing(&self) -> bool {
        self.writing
    }

    /// Begins to write, unless that is under way; tells whether it does.
    pub const fn begin(&mut self) -> bool {
        let begins = !self.writing;
        self.writing = true;
        begins
    }

    /// Notes that nothing is being written any more.
    pub const fn end(&mut self) {
        self.writing = false;
    }

    /// A change was applied to the ledger.
    pub fn changed(&mut self, ledger: &Ledger, change: Arc<Change>, origin: Origin, touched: &[RecordRef]) {
        self.own.insert(origin.actor);
        self.pending.push((change, origin));
        self.mark(ledger, touched);
    }

    fn mark(&mut self, ledger: &Ledger, touched: &[RecordRef]) {
        let page = |record: &RecordRef| Some((record.kind, ledger.of(record.kind).position(record.id)? / PAGE));
        self.dirty.extend(touched.iter().filter_map(page));
    }

    /// The ledger was replaced as a whole.
    pub fn replaced(&mut self) {
        self.pending.clear();
        (self.replace, self.joined) = (true, true);
        self.epoch += 1;
    }

    /// All of it is to be written anew, since the store does not hold it as it is.
    pub const fn rewrite(&mut self) {
        self.replace = true;
    }

    /// What is kept besides records and history was changed.
    pub const fn head_changed(&mut self) {
        self.head_dirty = true;
    }

    /// The store was emptied: all of it waits again, and is joined with what another window may put there first.
    pub const fn emptied(&mut self) {
        (self.revision, self.saved_steps) = (0, 0);
        (self.replace, self.joined) = (true, true);
    }

    /// What waits to be written, if anything does.
    pub fn wanted(&self, ledger: &Ledger) -> Option<Wanted> {
        let steps = ledger.history().len();
        if self.dirty.is_empty() && !self.replace && !self.head_dirty && steps == self.saved_steps {
            return None;
        }
        let pages = |kind: Kind| (0..ledger.of(kind).len().div_ceil(PAGE)).map(move |page| (kind, page));
        Some(Wanted {
            revision: self.revision,
            replace: self.replace,
            pages: if self.replace {
                Kind::ALL.iter().flat_map(|kind| pages(*kind)).collect()
            } else {
                self.dirty.iter().copied().collect()
            },
            steps: if self.replace { 0 } else { self.saved_steps }..steps,
            pending: self.pending.len(),
            epoch: self.epoch,
        })
    }

    /// Takes what was wanted out of the queue, if the ledger is still in the state that it was wanted of.
    fn take(&mut self, wanted: &Wanted, ledger: &Ledger) -> bool {
        let is_same = ledger.history().len() == wanted.steps.end && self.epoch == wanted.epoch;
        if is_same {
            self.dirty.clear();
            (self.head_dirty, self.replace) = (false, false);
        }
        is_same
    }

    /// The store has a batch, at a revision.
    fn arrived(&mut self, wanted: &Wanted, revision: u64, ledger: &Ledger) {
        if wanted.replace {
            let brought = ledger.history().iter().take(wanted.steps.end);
            self.own.extend(brought.map(|step| step.dot.actor));
        }
        (self.revision, self.saved_steps) = (revision, wanted.steps.end);
        self.joined &= self.epoch != wanted.epoch;
        self.pending.drain(..wanted.pending.min(self.pending.len()));
    }

    /// The store refused a batch: all that it held waits again.
    fn refused(&mut self, batch: &Batch) {
        self.replace |= batch.replace;
        self.head_dirty = true;
        let page = |key: &str| {
            let (table, page) = key.split_once('/')?;
            Some((Kind::of_table_name(table)?, page.parse().ok()?))
        };
        self.dirty.extend(batch.pages.iter().filter_map(|(key, _)| page(key)));
    }

    /// Whether nothing here stands in the way of following what another window wrote.
    pub const fn is_idle(&self) -> bool {
        !self.writing && self.pending.is_empty()
    }

    /// Notes that another window wrote what cannot be followed now.
    pub const fn miss(&mut self) {
        self.missed = true;
    }

    /// Whether something was missed, once.
    pub const fn take_missed(&mut self) -> bool {
        let missed = self.missed;
        self.missed = false;
        missed
    }

    /// Takes over what another window wrote, and applies what waits here on top of it, as another actor: it may
    /// have gone out in a file already, and no number of a change may ever stand for two.
    ///
    /// What can be undone stays undoable, but for records that the other window touched: undoing there would take
    /// its work back. Where the ledger here was replaced as a whole, by a merge or by taking one back, the two are
    /// joined; also where what waits meets what the other wrote, or the other never had what was saved here, so that
    /// both sides stand. Then nothing can be undone any more.
    pub fn rebase(&mut self, document: &mut Document, stored: Stored, actor: ActorId) -> Rebased {
        let Stored { revision, ledger, exported } = stored;
        let own = document.ledger.clock();
        let meets = self.pending.iter().any(|(change, _)| merge::meets(&ledger, own, change));
        // A store that was cleared and written anew by another window may lack what was saved here. Nobody takes such
        // steps back but this window.
        let saved = document.ledger.history().iter().take(self.saved_steps);
        let lacks = saved
            .filter(|step| self.own.contains(&step.dot.actor))
            .any(|step| ledger.clock().get(step.dot.actor) < step.dot.count);
        self.revision = revision;
        self.dirty.clear();
        if meets || lacks || self.joined {
            let (joined, report) = merge::join(ledger, &document.ledger);
            *document = document.followed_by(joined, exported);
            // Until it is written, another refusal joins again: what waits is in the ledger now.
            (self.replace, self.joined) = (true, true);
            return Rebased::Joined { conflicts: report.conflicts.len() };
        }
        self.pending.iter_mut().for_each(|(_, origin)| origin.actor = actor);
        self.own.insert(actor);
        self.saved_steps = ledger.history().len();
        let theirs: BTreeSet<RecordRef> = ledger
            .history()
            .iter()
            .filter(|step| own.get(step.dot.actor) < step.dot.count)
            .flat_map(|step| step.entries.iter().map(|entry| entry.record))
            .collect();
        let mut fresh = document.followed_by(ledger, exported);
        fresh.undo = document.undo.without(&theirs);
        let mut refused = 0;
        for (change, origin) in self.pending.clone() {
            match fresh.ledger.apply(&change, &origin) {
                Ok(applied) => self.mark(&fresh.ledger, &applied.touched),
                Err(_) => refused += 1,
            }
        }
        fresh.index = Index::new(&fresh.ledger);
        *document = fresh;
        Rebased::Applied { refused }
    }
}

/// A ledger as a store holds it.
#[derive(Debug)]
pub struct Stored {
    /// The revision of the store.
    pub revision: u64,
    /// The ledger.
    pub ledger: Ledger,
    /// What is known of its last export.
    pub exported: Option<Exported>,
}

impl Stored {
    /// Reads what a store holds.
    ///
    /// # Errors
    /// [`StorageError::Unreadable`] where that is no ledger.
    pub fn read(snapshot: &Snapshot) -> Result<Self, StorageError> {
        let unreadable = |error: json::ReadError| StorageError::Unreadable(error.kept_cause(Lang::En));
        let (ledger, exported) = decode(snapshot).map_err(unreadable)?;
        Ok(Self { revision: snapshot.revision, ledger, exported })
    }
}

/// The page that a queue works for.
pub trait Host {
    /// Looks at queue and open ledger; `None` where the ledger that the queue is about is not on screen any more.
    fn with<T>(&self, work: impl FnOnce(&mut SaveQueue, &Document) -> T) -> Option<T>;
    /// Puts what another window wrote under what is here.
    fn rebase(&self, stored: Stored);
    /// Whether something is being typed that was begun on what stands here.
    fn is_typing(&self) -> bool;
    /// Takes note that the store has so many steps at a revision.
    ///
    /// # Errors
    /// Where that can be noted nowhere.
    fn arrived(&self, revision: u64, steps: usize) -> impl Future<Output = Result<(), StorageError>>;
    /// Takes note that the store was emptied.
    fn emptied(&self);
    /// Lets the page breathe where it is time for that.
    fn rest(&self) -> impl Future<Output = ()>;
}

/// How writing came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The store has everything.
    Written,
    /// The ledger was left meanwhile.
    Left,
}

/// Writes until nothing waits; a conflict with another window is resolved by taking its state and putting what
/// waits here on top.
///
/// # Errors
/// Why the store refused; what it refused waits again.
pub async fn write_all<D: Disk>(host: &impl Host, store: &Store<D>) -> Result<Ended, StorageError> {
    while let Some((wanted, batch)) = next_batch(host).await {
        let written = store.write(wanted.revision, &batch).await;
        let outcome = match written {
            Ok(revision) => {
                if host.with(|queue, document| queue.arrived(&wanted, revision, &document.ledger)).is_none() {
                    return Ok(Ended::Left);
                }
                host.arrived(revision, wanted.steps.end).await
            }
            Err(StorageError::Conflict { .. }) => follow(host, store, false).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => {}
            Err(StorageError::Gone) => host.emptied(),
            Err(error) => {
                // Another ledger is open: what failed here was left with a question.
                return host.with(|queue, _| queue.refused(&batch)).map_or(Ok(Ended::Left), |()| Err(error));
            }
        }
    }
    Ok(host.with(|_, _| Ended::Written).unwrap_or(Ended::Left))
}

/// Takes what waits: pages, steps and head of the present state. Much of it is written down in turns; where the
/// ledger changes in between, it begins again, so that a batch is one state.
async fn next_batch(host: &impl Host) -> Option<(Wanted, Batch)> {
    loop {
        let wanted = host.with(|queue, document| queue.wanted(&document.ledger))??;
        let mut batch = Batch { replace: wanted.replace, ..Batch::default() };
        for (kind, page) in &wanted.pages {
            host.rest().await;
            batch.pages.push(host.with(|_, document| page_of(&document.ledger, *kind, *page))?);
        }
        for at in wanted.steps.clone() {
            let mut part = 0;
            loop {
                host.rest().await;
                let text = host.with(|_, document| part_of(document.ledger.history().get(at)?, part))?;
                let Some(text) = text else { break };
                // A step of a million entries has a thousand parts.
                batch.steps.push((at as f64 + part as f64 / 1e6, text));
                part += 1;
            }
        }
        let is_taken = host.with(|queue, document| {
            batch.head = json::write_head(&document.ledger, &document.head());
            queue.take(&wanted, &document.ledger)
        })?;
        if is_taken {
            return Some((wanted, batch));
        }
    }
}

/// Takes over what another window wrote, if anything. Where `waits_for_typing` and somebody types, it is left for
/// later. What is here may have to be written afterwards: the store may lack it.
///
/// # Errors
/// Where the store cannot be read; [`StorageError::Gone`] where it is empty.
pub async fn follow<D: Disk>(host: &impl Host, store: &Store<D>, waits_for_typing: bool) -> Result<(), StorageError> {
    let Some(known) = host.with(|queue, _| queue.revision) else { return Ok(()) };
    if store.is_unchanged(known).await? {
        return Ok(());
    }
    let Some((snapshot, _)) = store.load().await? else { return Err(StorageError::Gone) };
    let stored = Stored::read(&snapshot)?;
    if waits_for_typing && host.is_typing() {
        host.with(|queue, _| queue.miss());
    } else {
        host.rebase(stored);
    }
    Ok(())
}
