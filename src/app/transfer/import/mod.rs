//! Tables on their way in: a file is read by a worker, its layout proposed and corrected, compared row by
//! row, and written as one change. Until then nothing is touched, and every step can be left.

use std::{collections::VecDeque, sync::Arc};

use self::remembered::recall;
use crate::{
    app::{App, Document, Mode},
    browser::{
        page::{self, Turn},
        worker::Job,
    },
};
use interchange::table::{self, Reason, Settings};
use ledger::domain::{Kind, Lang};
use leptos::{prelude::*, task::spawn_local};
use table_model::Column;

mod reading;
mod remembered;
mod writing;

pub use interchange::table::{
    AmountUnit, Encoding, Grid, Layout, Match, MoneyUnit, Outcome, Plan, RowPlan, column_letters, kinds, targets,
};
pub use reading::work;

/// How many rows are handed over, or freed, at a time.
const SLICE: usize = 1_000;

/// How far an import is.
#[derive(Clone, Debug)]
pub enum Step {
    /// The file is being read; from 0 to 1.
    Reading(f64),
    /// The layout can be looked at and corrected.
    Choosing,
    /// The rows are being compared with the ledger; from 0 to 1.
    Checking(f64),
    /// The dry run is done.
    Checked(Arc<Plan>),
    /// The rows are being written; from 0 to 1.
    Writing(f64),
}

/// A table on its way in.
#[derive(Clone, Debug)]
pub struct ImportSession {
    /// The name of the file.
    pub name: String,
    /// The encoding that was found or chosen; `None` for a workbook.
    pub encoding: Option<Encoding>,
    /// The sheets, as far as they have been read.
    pub sheets: Vec<Arc<Grid>>,
    /// The sheet that is imported.
    pub sheet: usize,
    /// How the sheet is read; `None` where no header was found.
    pub layout: Option<Layout>,
    /// What the user decided.
    pub settings: Settings,
    /// How far it is.
    pub step: Step,
    bytes: Arc<Vec<u8>>,
    generation: u32,
}

/// What stands behind an import: the worker and the files that wait for their turn.
#[derive(Default, Debug)]
pub struct ImportQueue {
    job: Option<Job>,
    pub(super) waiting: VecDeque<web_sys::File>,
}

impl App {
    /// Takes a block that was pasted.
    pub fn take_block(self, grid: Grid) {
        if self.document.peek(|document| Some(document.mode != Mode::Editable)).unwrap_or(true) {
            return;
        }
        let name = self.shell.lang.with_untracked(|lang| if *lang == Lang::Zh { "粘贴的内容" } else { "Pasted block" });
        self.transfer.import.set(Some(ImportSession {
            name: name.to_owned(),
            encoding: None,
            sheets: vec![Arc::new(grid)],
            sheet: 0,
            layout: None,
            settings: Settings::default(),
            step: Step::Choosing,
            bytes: Arc::new(Vec::new()),
            generation: self.transfer.generation.next(),
        }));
        self.choose_sheet(0);
    }

    fn import_generation(self) -> u32 {
        let generation = self.transfer.generation.next();
        self.transfer.queue.update_value(|queue| queue.job = None);
        self.change_import(|importing| importing.generation = generation);
        generation
    }

    fn change_import(self, change: impl FnOnce(&mut ImportSession)) {
        self.transfer.import.update(|importing| {
            if let Some(importing) = importing {
                change(importing);
            }
        });
    }

    fn is_generation(self, generation: u32) -> bool {
        self.transfer.import.with_untracked(|importing| importing.as_ref().is_some_and(|i| i.generation == generation))
    }

    /// Chooses the sheet to import, and proposes how to read it.
    pub fn choose_sheet(self, sheet: usize) {
        let layout = self.with_sheet(sheet, |document, grid| table::propose(grid, &document.ledger)).flatten();
        let generation = self.transfer.import.with_untracked(|importing| importing.as_ref().map(|i| i.generation));
        // Proposing and drawing the preview are each long enough to be a turn of their own.
        spawn_local(async move {
            page::breathe().await;
            if generation.is_some_and(|generation| self.is_generation(generation)) {
                self.set_layout(Some(sheet), layout);
            }
        });
    }

    /// Chooses the kind of record and the rows of the header.
    pub fn choose_layout(self, kind: Kind, header: (usize, usize)) {
        let sheet = self.transfer.import.with_untracked(|importing| importing.as_ref().map_or(0, |i| i.sheet));
        let layout = self.with_sheet(sheet, |document, grid| table::propose_at(grid, &document.ledger, kind, header));
        self.set_layout(None, layout);
    }

    fn with_sheet<T>(self, sheet: usize, read: impl FnOnce(&Document, &Grid) -> T) -> Option<T> {
        let grid = self.transfer.import.with_untracked(|importing| importing.as_ref()?.sheets.get(sheet).cloned())?;
        self.document.peek(|document| Some(read(document, &grid)))
    }

    fn set_layout(self, sheet: Option<usize>, mut layout: Option<Layout>) {
        if let Some(layout) = &mut layout {
            recall(layout);
        }
        self.change_import(|importing| {
            importing.sheet = sheet.unwrap_or(importing.sheet);
            importing.layout = layout;
            importing.step = Step::Choosing;
        });
    }

    /// Chooses what a column of the sheet means.
    pub fn choose_column(self, at: usize, column: Option<Column>) {
        self.change_import(|importing| {
            if let Some(layout) = &mut importing.layout {
                layout.choose(at, column, Reason::Chosen);
            }
            importing.step = Step::Choosing;
        });
    }

    /// Chooses the unit in which a column of the sheet holds its amounts.
    pub fn choose_amount_unit(self, at: usize, unit: MoneyUnit) {
        self.change_import(|importing| {
            if let Some(layout) = &mut importing.layout {
                layout.choose_unit(at, unit);
            }
            importing.step = Step::Choosing;
        });
    }

    /// Keeps a column of the sheet in the note of the record.
    pub fn keep_column(self, at: usize) {
        self.change_import(|importing| {
            if let Some(layout) = &mut importing.layout {
                layout.keep(at);
            }
            importing.step = Step::Choosing;
        });
    }

    /// Changes what the user decides; a dry run that was done is done again.
    pub fn choose_settings(self, change: impl FnOnce(&mut Settings)) {
        let checked = self.transfer.import.try_update(|importing| {
            let importing = importing.as_mut()?;
            change(&mut importing.settings);
            Some(matches!(importing.step, Step::Checked(_)))
        });
        if checked.flatten() == Some(true) {
            spawn_local(self.check_table());
        }
    }

    /// Leaves the import; nothing was written.
    pub fn leave_import(self) {
        self.transfer.queue.update_value(|queue| {
            queue.job = None;
            queue.waiting.clear();
        });
        self.clear_import();
    }

    /// Puts the import away. Millions of cells take long to free, too: they go in turns.
    pub(in crate::app) fn clear_import(self) {
        let old = self.transfer.import.try_update(Option::take).flatten();
        spawn_local(async move {
            let mut turn = Turn::begin();
            for sheet in old.into_iter().flat_map(|importing| importing.sheets) {
                let Ok(mut grid) = Arc::try_unwrap(sheet) else { continue };
                while !grid.rows.is_empty() {
                    grid.rows.truncate(grid.rows.len().saturating_sub(SLICE));
                    turn.rest().await;
                }
            }
        });
    }
}
