//! Importing tables: a file is read by a worker, its layout proposed and corrected, compared row by
//! row, and written as one change. Until then nothing is touched, and every step can be left.

use std::{collections::VecDeque, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{App, Book, Mode, Route, Screen};
use crate::{
    browser::{
        clock,
        files::{self, FileError},
        page::{self, Turn},
        random,
        worker::{Job, Word},
    },
    domain::{Change, Index, Kind, Lang, Origin, choice::Label},
    interchange::{
        json::BYTE_LIMIT,
        table::{self, Encoding, Grid, Layout, Outcome, Plan, Planner, Reason, Settings, Source, TableError, Wrapping},
    },
    sheet::Column,
    storage::preferences,
};

/// How many rows a worker hands over at a time.
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
pub struct Importing {
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
    round: u32,
}

/// What stands behind an import: the worker and the files that wait for their turn.
#[derive(Default, Debug)]
pub struct Desk {
    job: Option<Job>,
    waiting: VecDeque<web_sys::File>,
    round: u32,
}

/// What the worker says, in order: the sheets with their rows in slices, then the end.
#[derive(Serialize, Deserialize)]
enum Note {
    Sheet(Grid, usize),
    Rows(Vec<Vec<table::Cell>>),
    End,
    Refused(TableError),
}

/// The worker's part: reads a file and hands its sheets over slice by slice.
pub fn work(bytes: &[u8], note: &str, say: &dyn Fn(&str)) {
    let tell = |note: &Note| {
        if let Ok(text) = serde_json::to_string(note) {
            say(&text);
        }
    };
    let encoding = Encoding::ALL.into_iter().find(|encoding| encoding.name() == note);
    match table::open(bytes, encoding) {
        Err(error) => tell(&Note::Refused(error)),
        Ok(book) => {
            for mut sheet in book.sheets {
                let mut rows = std::mem::take(&mut sheet.rows).into_iter();
                tell(&Note::Sheet(sheet, rows.len()));
                loop {
                    let slice: Vec<_> = rows.by_ref().take(SLICE).collect();
                    if slice.is_empty() {
                        break;
                    }
                    tell(&Note::Rows(slice));
                }
            }
            tell(&Note::End);
        }
    }
}

/// How a remembered choice says that a column is kept in the note.
const KEPT: &str = "_keep";

/// A choice of columns that was made for a layout before.
#[derive(Serialize, Deserialize)]
struct Remembered {
    kind: String,
    columns: Vec<Option<String>>,
}

fn preference(layout: &Layout) -> String {
    // A short name for a long signature; a clash costs a wrong offer, which is shown.
    let hash = layout
        .signature()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("mapping/{hash:016x}")
}

impl App {
    /// Takes files that were chosen or dropped: ledgers open at once, tables one after another.
    pub async fn take_files(self, files: Vec<web_sys::File>) {
        for file in files {
            self.desk.update_value(|desk| desk.waiting.push_back(file));
        }
        if self.importing.with_untracked(Option::is_none) {
            self.next_file().await;
        }
    }

    async fn next_file(self) {
        while let Some(file) = self.desk.try_update_value(|desk| desk.waiting.pop_front()).flatten() {
            let lang = self.lang.get_untracked();
            match files::read(&file, BYTE_LIMIT as u64).await {
                Err(error) => self.tell_error(error.sentence(lang)),
                Ok(bytes) => match table::sniff(&bytes) {
                    Ok(Wrapping::Json) => self.import(bytes).await,
                    Ok(_) => return self.take_table(file.name(), bytes).await,
                    Err(error) => {
                        self.tell_error(format!("「{}」：{}", file.name(), error.sentence(lang)));
                    }
                },
            }
        }
    }

    async fn take_table(self, name: String, bytes: Vec<u8>) {
        if self.book.with_untracked(Option::is_none) {
            let title = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem).to_owned();
            self.create(title, String::new()).await;
        }
        if self.book.with_untracked(|book| book.as_ref().is_none_or(|book| book.mode != Mode::Editable)) {
            return self.tell_error(match self.lang.get_untracked() {
                Lang::Zh => "当前台账只能查看，不能导入表格。请先打开或新建一份台账。",
                Lang::En => "This ledger is read-only; open another one to import into.",
            });
        }
        let importing = Importing {
            name,
            encoding: None,
            sheets: Vec::new(),
            sheet: 0,
            layout: None,
            settings: Settings::default(),
            step: Step::Reading(0.0),
            bytes: Arc::new(bytes),
            round: 0,
        };
        self.importing.set(Some(importing));
        self.go(Route::to(Screen::Data).with("tab", "import"));
        self.read_table(None);
    }

    /// Takes a block that was pasted.
    pub fn take_block(self, grid: Grid) {
        if self.book.with_untracked(|book| book.as_ref().is_none_or(|book| book.mode != Mode::Editable)) {
            return;
        }
        let name = self.lang.with_untracked(|lang| if *lang == Lang::Zh { "粘贴的内容" } else { "Pasted block" });
        self.importing.set(Some(Importing {
            name: name.to_owned(),
            encoding: None,
            sheets: vec![Arc::new(grid)],
            sheet: 0,
            layout: None,
            settings: Settings::default(),
            step: Step::Choosing,
            bytes: Arc::new(Vec::new()),
            round: 0,
        }));
        self.choose_sheet(0);
    }

    /// Has the file read, in the encoding given or the one that fits.
    pub fn read_table(self, encoding: Option<Encoding>) {
        let round = self.new_round();
        let Some(bytes) = self.importing.with_untracked(|importing| importing.as_ref().map(|i| i.bytes.clone())) else {
            return;
        };
        let is_text = table::sniff(&bytes) == Ok(Wrapping::Text);
        self.change_import(|importing| {
            importing.encoding = is_text.then(|| encoding.unwrap_or_else(|| table::decode(&bytes, None).1));
            importing.sheets.clear();
            importing.layout = None;
            importing.step = Step::Reading(0.0);
        });
        let mut expected = 0;
        let heard = move |word| self.heard_of_file(round, word, &mut expected);
        let job = Job::start(&bytes, encoding.map_or("", Encoding::name), heard);
        if job.is_none() {
            let error = FileError::Unreadable("Worker".to_owned());
            self.tell_error(error.sentence(self.lang.get_untracked()));
            self.leave_import();
        }
        self.desk.update_value(|desk| desk.job = job);
    }

    fn new_round(self) -> u32 {
        let round = self.desk.try_update_value(|desk| {
            desk.round += 1;
            desk.job = None;
            desk.round
        });
        let round = round.unwrap_or_default();
        self.change_import(|importing| importing.round = round);
        round
    }

    fn change_import(self, change: impl FnOnce(&mut Importing)) {
        self.importing.update(|importing| {
            if let Some(importing) = importing {
                change(importing);
            }
        });
    }

    fn is_round(self, round: u32) -> bool {
        self.importing.with_untracked(|importing| importing.as_ref().is_some_and(|i| i.round == round))
    }

    fn heard_of_file(self, round: u32, word: Word, expected: &mut usize) {
        if !self.is_round(round) {
            return;
        }
        let lang = self.lang.get_untracked();
        let note = match word {
            Word::Broke(why) => Note::Refused(TableError::Damaged(why)),
            Word::Said(text) => match serde_json::from_str(&text) {
                Ok(note) => note,
                Err(error) => Note::Refused(TableError::Damaged(error.to_string())),
            },
        };
        match note {
            Note::Sheet(grid, rows) => {
                *expected += rows;
                self.change_import(|importing| importing.sheets.push(Arc::new(grid)));
            }
            Note::Rows(rows) => self.change_import(|importing| {
                if let Some(last) = importing.sheets.last_mut() {
                    Arc::make_mut(last).rows.extend(rows);
                    let read: usize = importing.sheets.iter().map(|sheet| sheet.rows.len()).sum();
                    importing.step = Step::Reading(read as f64 / (*expected).max(1) as f64);
                }
            }),
            Note::End => {
                self.desk.update_value(|desk| desk.job = None);
                let first = self.importing.with_untracked(|importing| {
                    importing.as_ref().and_then(|i| i.sheets.iter().position(|sheet| !sheet.hidden)).unwrap_or(0)
                });
                self.choose_sheet(first);
            }
            Note::Refused(error) => {
                let name = self.importing.with_untracked(|i| i.as_ref().map_or_else(String::new, |i| i.name.clone()));
                self.leave_import();
                self.tell_error(format!("「{name}」：{}", error.sentence(lang)));
            }
        }
    }

    /// Chooses the sheet to import, and proposes how to read it.
    pub fn choose_sheet(self, sheet: usize) {
        let layout = self.with_sheet(sheet, |book, grid| table::propose(grid, &book.ledger)).flatten();
        self.set_layout(Some(sheet), layout);
    }

    /// Chooses the kind of record and the rows of the header.
    pub fn choose_layout(self, kind: Kind, header: (usize, usize)) {
        let sheet = self.importing.with_untracked(|importing| importing.as_ref().map_or(0, |i| i.sheet));
        let layout = self.with_sheet(sheet, |book, grid| table::propose_at(grid, &book.ledger, kind, header));
        self.set_layout(None, layout);
    }

    fn with_sheet<T>(self, sheet: usize, read: impl FnOnce(&Book, &Grid) -> T) -> Option<T> {
        let grid = self.importing.with_untracked(|importing| importing.as_ref()?.sheets.get(sheet).cloned())?;
        self.book.with_untracked(|book| Some(read(book.as_ref()?, &grid)))
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
        let checked = self.importing.try_update(|importing| {
            let importing = importing.as_mut()?;
            change(&mut importing.settings);
            Some(matches!(importing.step, Step::Checked(_)))
        });
        if checked.flatten() == Some(true) {
            spawn_local(self.check_table());
        }
    }

    /// Compares the sheet with the ledger, in turns, so that the page stays awake.
    pub async fn check_table(self) {
        let round = self.new_round();
        let begun = self.importing.with_untracked(|importing| {
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
            let more = self.book.with_untracked(|book| {
                let book = book.as_ref()?;
                let source = Source { ledger: &book.ledger, index: &book.index, grid: &grid };
                let planner = planner.get_or_insert_with(|| Planner::new(source, layout.clone(), settings, as_of));
                let turn = Turn::begin();
                while planner.advance(source, 20, &mut random::id) {
                    if turn.is_over() {
                        return Some(Some(planner.progress()));
                    }
                }
                Some(None)
            });
            if !self.is_round(round) {
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
        let done = self.importing.with_untracked(|importing| match importing.as_ref() {
            Some(Importing { step: Step::Checked(plan), name, .. }) => Some((plan.clone(), name.clone())),
            _ => None,
        });
        let Some((plan, name)) = done else { return };
        let round = self.new_round();
        self.change_import(|importing| importing.step = Step::Writing(0.0));
        page::breathe().await;
        let origin = Origin { note: name.clone(), ..self.origin(Label::Import, clock::now()) };
        let copy = self.book.with_untracked(|book| book.as_ref().map(|book| book.ledger.clone()));
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
                if !self.is_round(round) {
                    return;
                }
            }
        }
        page::breathe().await;
        let applied = ledger.commit(work);
        page::breathe().await;
        let index = Index::new(&ledger);
        page::breathe().await;
        let taken = self.is_round(round)
            && self
                .book
                .try_update(|book| {
                    let book = book.as_mut().filter(|book| book.ledger.history().len() == steps)?;
                    (book.ledger, book.index) = (ledger, index);
                    book.did(applied.inverse);
                    Some(())
                })
                .flatten()
                .is_some();
        let lang = self.lang.get_untracked();
        if !taken {
            self.change_import(|importing| importing.step = Step::Choosing);
            return self.tell_error(match lang {
                Lang::Zh => "导入期间台账有了别的改动，没有写入。请重新核对后再写入。",
                Lang::En => "The ledger changed meanwhile; nothing was written. Compare again.",
            });
        }
        self.session.update_value(|session| session.pending.push((plan.change.clone(), origin)));
        self.mark_dirty(&applied.touched);
        self.save_soon();
        let (new, changed) = (plan.count(Outcome::New), plan.count(Outcome::Changed));
        self.clear_import();
        self.tell(match lang {
            Lang::Zh => format!("已从「{name}」导入：新增 {new} 条，修改 {changed} 条。可以一步撤销。"),
            Lang::En => format!("Imported from “{name}”: {new} new, {changed} changed. One undo takes it back."),
        });
        self.next_file().await;
    }

    /// Leaves the import; nothing was written.
    pub fn leave_import(self) {
        self.desk.update_value(|desk| {
            desk.job = None;
            desk.waiting.clear();
        });
        self.clear_import();
    }

    /// Puts the import away. Millions of cells take long to free, too: they go in turns.
    fn clear_import(self) {
        let old = self.importing.try_update(Option::take).flatten();
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

/// Keeps what the columns of a layout were chosen to mean.
fn remember(layout: &Layout) {
    let meaning = |at: usize| match layout.matches[at] {
        Some(found) => Some(found.column.key()),
        None => layout.kept[at].then(|| KEPT.to_owned()),
    };
    let columns = (0..layout.matches.len()).map(meaning).collect();
    preferences::set(&preference(layout), &Remembered { kind: layout.kind.table_name().to_owned(), columns });
}

/// Offers what was chosen for the same layout before.
fn recall(layout: &mut Layout) {
    let Some(before) = preferences::get::<Remembered>(&preference(layout)) else { return };
    if before.kind != layout.kind.table_name() || before.columns.len() != layout.matches.len() {
        return;
    }
    for (at, key) in before.columns.iter().enumerate() {
        if key.as_deref() == Some(KEPT) {
            layout.keep(at);
            continue;
        }
        let column = key.as_deref().and_then(|key| Column::of_key(layout.kind, key));
        if layout.matches[at].map(|found| found.column) != column {
            layout.choose(at, column, Reason::Remembered);
        }
    }
}
