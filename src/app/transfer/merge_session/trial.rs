//! The trial itself, and taking it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{IncomingFile, Step};
use crate::{
    app::{
        App, Document, Mode,
        document::{Act, Transaction},
    },
    browser::page::{self, Turn},
    storage::Why,
};
use interchange::json::Exported;
use ledger::{
    domain::{
        Change, DELETION, Id, Index, Kind, Lang, Ledger, RawId, RecordRef, Return, StepDigest, Value, choice::Label,
        records::Unit,
    },
    merge::{self, Conflict, Joining, Report, Source},
};

/// How many records are joined at a time.
const ROWS: usize = 512;

/// What a trial comes to.
#[derive(Debug)]
pub struct Trial {
    /// The one ledger.
    pub ledger: Ledger,
    /// Its index.
    pub index: Index,
    /// What each file brings, in their order, on top of those before it.
    pub reports: Vec<Report>,
    /// Every conflict that is open in it.
    pub conflicts: Vec<Conflict>,
    /// The workspace and the ledger that it was made for.
    whose: Option<(String, RawId)>,
    /// The last step that the ledger had before, and how many it had.
    before: (Option<StepDigest>, usize),
}

/// Which side of conflicts is to be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What this ledger had before.
    Mine,
    /// What a file has that this ledger had not.
    Theirs,
    /// What the unit that answers for the record has in its own return.
    Owner,
    /// Nothing: the conflict stays open.
    Open,
}

impl App {
    /// Joins the files to the open ledger on trial, in turns.
    pub async fn try_merge(self) {
        self.leave_preview();
        let generation = self.merge_generation();
        let begun = self.transfer.merge.with_untracked(|it| {
            let it = it.as_ref()?;
            Some((it.copies.clone(), it.accepted.clone()))
        });
        let Some((mut copies, accepted)) = begun else { return };
        self.change_merge(generation, |it| it.step = Step::Joining(0.0));
        page::breathe().await;
        let Some(mine) = self.document.peek(|document| Some(document.ledger.clone())) else {
            return self.leave_merge();
        };
        let (before, whose) = (last_of(&mine), self.whose());
        for copy in &mut copies {
            match_incoming(copy, &mine);
        }
        let matched = copies.clone();
        self.change_merge(generation, |it| it.copies = matched);
        let total: usize =
            copies.iter().flat_map(|copy| Kind::ALL.iter().map(|kind| copy.file.ledger.of(*kind).len())).sum();
        let (mut joining, mut reports, mut done) = (Joining::begin(mine), Vec::new(), 0_usize);
        let mut adopted: Vec<Option<Ledger>> = Vec::new();
        let mut turn = Turn::begin();
        for (at, copy) in copies.iter().enumerate() {
            let own = copy.matching.as_ref().and_then(|matching| {
                let nod = |pair: &merge::Pair| accepted.contains(&(at, pair.theirs));
                self.document.peek(|document| Some(merge::adopt(&document.ledger, &copy.file.ledger, matching, &nod)))
            });
            let theirs = own.as_ref().unwrap_or(&copy.file.ledger);
            let mut report = Report::default();
            for kind in Kind::ALL {
                let rows = theirs.of(*kind).len();
                for from in (0..rows).step_by(ROWS) {
                    let to = (from + ROWS).min(rows);
                    joining.take(theirs, *kind, from..to, &mut report);
                    done += to - from;
                    if turn.is_over() {
                        let part = done as f64 / total.max(1) as f64;
                        if !self.change_merge(generation, |it| it.step = Step::Joining(part)) {
                            return;
                        }
                        turn.rest().await;
                    }
                }
            }
            joining.take_rest(theirs);
            reports.push(report);
            adopted.push(own);
        }
        let mut ledger = joining.finish();
        page::breathe().await;
        if let Some(change) = self.document.peek(|document| Some(merge::made_one(&document.ledger, &ledger)))
            && change != Change::Batch(Vec::new())
        {
            // Refused, the trial is as it was, and the checks name the doubles.
            let _ = ledger.apply(&change, &self.origin(Label::Merge));
            page::breathe().await;
        }
        let conflicts = self.document.peek_or_default(|document| {
            let mut sources: Vec<(Source, &Ledger)> = vec![(Source::Mine, &document.ledger)];
            for (at, copy) in copies.iter().enumerate() {
                sources.push((Source::File(at), adopted[at].as_ref().unwrap_or(&copy.file.ledger)));
            }
            merge::conflicts(&ledger, &sources)
        });
        page::breathe().await;
        let index = Index::new(&ledger);
        let joined = Arc::new(Trial { ledger, index, reports, conflicts, whose, before });
        self.change_merge(generation, |it| {
            it.choices.retain(|key, value| {
                let own = joined.conflicts.iter().find(|conflict| (conflict.record, conflict.index) == *key);
                own.is_some_and(|conflict| conflict.sides.iter().any(|side| side.value == *value))
            });
            it.step = Step::Checked(joined.clone());
        });
    }

    /// Chooses a side of one conflict, or none.
    pub fn choose_side(self, conflict: &Conflict, side: Option<usize>) {
        let key = (conflict.record, conflict.index);
        self.transfer.merge.update(|it| {
            if let Some(it) = it {
                match side.and_then(|side| conflict.sides.get(side)) {
                    Some(side) => it.choices.insert(key, side.value.clone()),
                    None => it.choices.remove(&key),
                };
            }
        });
    }

    /// Chooses sides by a rule, for the conflicts that `which` names; those that the rule does not decide
    /// stay as they are.
    pub fn choose_by(self, rule: Rule, which: impl Fn(&Conflict) -> bool) {
        self.transfer.merge.update(|it| {
            let Some(it) = it else { return };
            let Step::Checked(joined) = &it.step else { return };
            for conflict in joined.conflicts.iter().filter(|conflict| which(conflict)) {
                let key = (conflict.record, conflict.index);
                if rule == Rule::Open {
                    it.choices.remove(&key);
                } else if let Some(side) = side_by(rule, conflict, joined, &it.copies) {
                    it.choices.insert(key, conflict.sides[side].value.clone());
                }
            }
        });
    }

    /// Takes the trial: the open ledger becomes what it came to, in one step that can be undone.
    pub async fn take_trial(self) {
        self.leave_preview();
        let generation = self.merge_generation();
        let state = self.transfer.merge.with_untracked(|it| {
            let it = it.as_ref()?;
            let Step::Checked(joined) = &it.step else { return None };
            Some((joined.clone(), it.choices.clone(), it.copies.clone()))
        });
        let Some((joined, choices, copies)) = state else { return };
        let brings = !joined.reports.iter().all(Report::is_nothing)
            || !choices.is_empty()
            || copies.iter().any(|copy| copy.unit.is_some())
            || last_of(&joined.ledger) != joined.before;
        if !brings {
            self.leave_merge();
            return self.notify(match self.shell.lang.get_untracked() {
                Lang::Zh => "来件没有带来新内容，台账没有改动。",
                Lang::En => "The files bring nothing new; nothing was changed.",
            });
        }
        self.change_merge(generation, |it| it.step = Step::Taking);
        let kept = self.snapshot(Why::Merge).await;
        // Values first: what is deleted takes no more.
        let mut chosen: Vec<(&Conflict, &Value)> = joined
            .conflicts
            .iter()
            .filter_map(|conflict| Some((conflict, choices.get(&(conflict.record, conflict.index))?)))
            .collect();
        chosen.sort_by_key(|(conflict, _)| conflict.index == DELETION);
        let chosen: Vec<Change> =
            chosen.into_iter().map(|(conflict, value)| conflict.choice(&joined.ledger, value)).collect();
        let mut ledger = joined.ledger.clone();
        for copy in &copies {
            if let Some(unit) = copy.unit {
                let info = &copy.file.info;
                ledger.note_return(unit.raw(), Return { at: info.at, by: info.by.clone() });
            }
        }
        let settled = chosen.len();
        if !chosen.is_empty()
            && let Err(error) = ledger.apply(&Change::Batch(chosen), &self.origin(Label::Choose))
        {
            self.change_merge(generation, |it| it.step = Step::Checked(joined.clone()));
            return self.refuse(&error);
        }
        page::breathe().await;
        let index = Index::new(&ledger);
        if !self.change_merge(generation, |_| ()) {
            // It was left meanwhile.
            return;
        }
        let same = |document: &Document| {
            document.mode == Mode::Editable
                && self.whose() == joined.whose
                && last_of(&document.ledger) == joined.before
        };
        if !self.document.peek_or_default(|document| same(document)) {
            self.notify_error(match self.shell.lang.get_untracked() {
                Lang::Zh => "核对期间台账有了别的改动，没有合并。已按最新内容重新核对，请再看一遍。",
                Lang::En => "The ledger changed meanwhile; nothing was merged. Look at the new trial.",
            });
            return self.try_merge().await;
        }
        // Records may have come without history: the last export has not what is here now.
        let steps = ledger.history().len().saturating_sub(1);
        let exported = self.document.peek(|document| document.exported.clone());
        let exported = exported.map(|own| Exported { steps: own.steps.min(steps), ..own });
        if !self.commit(Transaction::new(Act::Replace { state: Box::new((ledger, index)), exported })) {
            return;
        }
        let open = joined.conflicts.len() - settled;
        self.leave_merge();
        let unkept = match (kept, self.shell.lang.get_untracked()) {
            (true, _) => "",
            (false, Lang::Zh) => "（合并前的快照没有留成，请及时导出备份。）",
            (false, Lang::En) => " No snapshot was kept before: export a backup.",
        };
        let said = match self.shell.lang.get_untracked() {
            Lang::Zh if open > 0 => {
                format!("已合并 {} 份文件；{open} 处冲突留待选定，列在「检查」中。可以一步撤销。", copies.len())
            }
            Lang::Zh => format!("已合并 {} 份文件。可以一步撤销。", copies.len()),
            Lang::En => format!("{} files merged, {open} conflicts left open. One undo takes it back.", copies.len()),
        };
        self.notify(said + unkept);
    }

    /// The workspace and the ledger that are open.
    fn whose(self) -> Option<(String, RawId)> {
        self.document.peek(|document| Some((document.workspace.key.clone(), document.ledger.id())))
    }
}

/// Matches a file that began elsewhere to the ledger that it is joined to, and its unit to ours.
fn match_incoming(copy: &mut IncomingFile, mine: &Ledger) {
    let is_first = copy.matching.is_none();
    let is_stranger = mine.id() != copy.file.ledger.id();
    copy.matching = is_stranger.then(|| Arc::new(merge::match_up(mine, &copy.file.ledger)));
    if let Some(matching) = copy.matching.as_ref().filter(|_| is_first) {
        let own = |unit: Id<Unit>| matching.sure.get(&RecordRef::new(Kind::Unit, unit.raw())).copied();
        copy.unit = copy.unit.and_then(own).map(Id::new);
    }
}

/// What tells one state of a ledger from the next.
fn last_of(ledger: &Ledger) -> (Option<StepDigest>, usize) {
    (ledger.history().last().map(|step| step.digest), ledger.history().len())
}

/// The side that a rule chooses; `None` where it does not decide.
fn side_by(rule: Rule, conflict: &Conflict, joined: &Trial, copies: &[IncomingFile]) -> Option<usize> {
    let only = |wanted: &dyn Fn(&merge::Side) -> bool| {
        let mut found = conflict.sides.iter().enumerate().filter(|(_, side)| wanted(side)).map(|(at, _)| at);
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    match rule {
        Rule::Open => None,
        Rule::Mine => only(&|side| side.sources.contains(&Source::Mine)),
        Rule::Theirs => only(&|side| !side.sources.contains(&Source::Mine)),
        Rule::Owner => {
            let owner: Id<Unit> = merge::owner(&joined.ledger, &joined.index, conflict.record)?;
            let own = |source: &Source| matches!(source, Source::File(at) if copies.get(*at).is_some_and(|copy| copy.unit == Some(owner)));
            only(&|side| side.sources.iter().any(own))
        }
    }
}
