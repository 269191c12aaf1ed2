//! The dry run and the writing, in turns, so that the page stays awake.

use std::sync::Arc;

use leptos::prelude::*;

use super::{ImportSession, Step, remembered::remember};
use crate::{
    app::{
        App,
        document::{Act, Transaction},
    },
    browser::{
        page::{self, Turn},
        random,
    },
    storage::Why,
};
use interchange::table::{Outcome, Planner, Source};
use ledger::domain::{Change, Index, Lang, Origin, choice::Label};

impl App {
    /// Compares the sheet with the ledger, in turns, so that the page stays awake.
    pub async fn check_table(self) {
        let generation = self.import_generation();
        let begun = self.transfer.import.with_untracked(|importing| {
            let importing = importing.as_ref()?;
            Some((importing.sheets.get(importing.sheet)?.clone(), importing.layout.clone()?, importing.settings))
        });
        let Some((grid, layout, settings)) = begun else { return };
        remember(&layout);
        self.change_import(|importing| importing.step = Step::Checking(0.0));
        page::breathe().await;
        let mut grid = grid;
        if !grid.merges.is_empty() {
            Arc::make_mut(&mut grid).unmerge(layout.data_from());
        }
        let as_of = untrack(|| self.as_of());
        let mut planner: Option<Planner> = None;
        loop {
            let more = self.document.peek(|document| {
                let source = Source { ledger: &document.ledger, index: &document.index, grid: &grid };
                let planner = planner.get_or_insert_with(|| Planner::new(source, layout.clone(), settings, as_of));
                let turn = Turn::begin();
                while planner.advance(source, 20, &mut random::id) {
                    if turn.is_over() {
                        return Some(Some(planner.progress()));
                    }
                }
                Some(None)
            });
            if !self.is_generation(generation) {
                return;
            }
            match more {
                Some(Some(progress)) => self.change_import(|importing| importing.step = Step::Checking(progress)),
                Some(None) => break,
                None => return,
            }
            page::breathe().await;
        }
        if let Some(planner) = planner {
            let plan = Arc::new(planner.finish());
            self.change_import(|importing| importing.step = Step::Checked(plan));
        }
    }

    /// Writes a dry run as one change, and goes on with the next file.
    ///
    /// The change is applied in turns to a copy of the ledger, which takes the ledger's place once all of
    /// it is in: no half-done import is ever seen, and leaving it costs nothing.
    pub async fn write_table(self) {
        self.leave_preview();
        let done = self.transfer.import.with_untracked(|importing| match importing.as_ref() {
            Some(ImportSession { step: Step::Checked(plan), name, .. }) => Some((plan.clone(), name.clone())),
            _ => None,
        });
        let Some((plan, name)) = done else { return };
        let generation = self.import_generation();
        self.change_import(|importing| importing.step = Step::Writing(0.0));
        self.snapshot(Why::Import).await;
        let origin = Origin { note: name.clone(), ..self.origin(Label::Import) };
        let copy = self.document.peek(|document| Some(document.ledger.clone()));
        let (Some(mut ledger), Change::Batch(parts)) = (copy, &*plan.change) else { return };
        let steps = ledger.history().len();
        let mut work = ledger.begin(origin.clone());
        let mut turn = Turn::begin();
        for (at, part) in parts.iter().enumerate() {
            if let Err(error) = ledger.go_on(&mut work, part) {
                self.change_import(|importing| importing.step = Step::Checked(plan.clone()));
                return self.refuse(&error);
            }
            if turn.is_over() {
                self.change_import(|importing| importing.step = Step::Writing(at as f64 / parts.len() as f64));
                turn.rest().await;
                if !self.is_generation(generation) {
                    return;
                }
            }
        }
        page::breathe().await;
        let applied = ledger.commit(work);
        page::breathe().await;
        let index = Index::new(&ledger);
        page::breathe().await;
        let lang = self.shell.lang.get_untracked();
        let is_same = self.document.peek_or_default(|document| document.ledger.history().len() == steps);
        if !self.is_generation(generation) || !is_same {
            self.change_import(|importing| importing.step = Step::Choosing);
            return self.notify_error(match lang {
                Lang::Zh => "导入期间台账有了别的改动，没有写入。请重新核对后再写入。",
                Lang::En => "The ledger changed meanwhile; nothing was written. Compare again.",
            });
        }
        let act = Act::Prepared { state: Box::new((ledger, index)), change: plan.change.clone(), origin, applied };
        if !self.commit(Transaction::new(act)) {
            return;
        }
        let (new, changed) = (plan.count(Outcome::New), plan.count(Outcome::Changed));
        self.clear_import();
        self.notify(match lang {
            Lang::Zh => format!("已从「{name}」导入：新增 {new} 条，修改 {changed} 条。可以一步撤销。"),
            Lang::En => format!("Imported from “{name}”: {new} new, {changed} changed. One undo takes it back."),
        });
        self.next_file().await;
    }
}
