//! Reading files: a worker opens them, and hands their sheets over slice by slice.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{ImportSession, SLICE, Step};
use crate::{
    app::{App, Mode, Route, Screen, worker::WorkerRequest},
    browser::{
        files,
        worker::{Job, WorkerEvent},
    },
};
use interchange::{
    json::{BYTE_LIMIT, ReadError},
    table::{self, Encoding, Grid, Settings, TableError, Wrapping},
};
use ledger::domain::Lang;
/// What the worker says, in order: the sheets with their rows in slices, then the end.
#[derive(Serialize, Deserialize)]
enum Note {
    Sheet(Grid, usize),
    Rows(Vec<Vec<table::Cell>>),
    End,
    Refused(TableError),
}

/// The worker's part: reads a file and hands its sheets over slice by slice.
pub fn work(bytes: &[u8], encoding: Option<&str>, say: &dyn Fn(&str)) {
    let tell = |note: &Note| {
        if let Ok(text) = serde_json::to_string(note) {
            say(&text);
        }
    };
    let encoding = Encoding::ALL.into_iter().find(|known| Some(known.name()) == encoding);
    match table::open(bytes, encoding) {
        Err(error) => tell(&Note::Refused(error)),
        Ok(document) => {
            for mut sheet in document.sheets {
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

impl App {
    /// Takes the next of the files that wait, if there is one.
    pub(in crate::app::transfer) async fn next_file(self) {
        while let Some(file) = self.transfer.queue.try_update_value(|queue| queue.waiting.pop_front()).flatten() {
            let lang = self.shell.lang.get_untracked();
            match files::read(&file, BYTE_LIMIT as u64).await {
                Err(error) => self.notify_error(error.sentence(lang)),
                Ok(bytes) => match table::sniff(&bytes) {
                    // What may be a ledger was taken before.
                    Ok(Wrapping::Json) => self.notify_error(ReadError::NotOurs.sentence(lang)),
                    Ok(_) => return self.take_table(file.name(), bytes).await,
                    Err(error) => self.notify_error(format!("「{}」：{}", file.name(), error.sentence(lang))),
                },
            }
        }
    }

    async fn take_table(self, name: String, bytes: Vec<u8>) {
        if self.document.peek_or_default(|document| document.mode != Mode::Editable) {
            return self.notify_error(match self.shell.lang.get_untracked() {
                Lang::Zh => "当前台账只能查看，不能导入表格。请先打开或新建一份台账。",
                Lang::En => "This ledger is read-only; open another one to import into.",
            });
        }
        let importing = ImportSession {
            name,
            encoding: None,
            sheets: Vec::new(),
            sheet: 0,
            layout: None,
            settings: Settings::default(),
            step: Step::Reading(0.0),
            bytes: Arc::new(bytes),
            generation: 0,
        };
        self.transfer.import.set(Some(importing));
        if self.document.is_open_untracked() {
            self.go(Route::to(Screen::Data).with("tab", "import"));
        }
        self.read_table(None);
    }

    /// Shows a file that was read; where no ledger is open, one begins that bears its name.
    async fn show_table(self, generation: u32, first: usize) {
        if !self.is_generation(generation) {
            return;
        }
        if !self.document.is_open_untracked() {
            // A ledger that is opened puts away what was on its way into the one before.
            let Some(importing) = self.transfer.import.try_update(Option::take).flatten() else { return };
            let title = importing.name.rsplit_once('.').map_or(importing.name.as_str(), |(stem, _)| stem).to_owned();
            self.create(title, String::new()).await;
            self.transfer.import.set(Some(importing));
            self.go(Route::to(Screen::Data).with("tab", "import"));
        }
        self.choose_sheet(first);
    }

    /// Has the file read, in the encoding given or the one that fits.
    pub fn read_table(self, encoding: Option<Encoding>) {
        let generation = self.import_generation();
        let Some(bytes) = self.transfer.import.with_untracked(|importing| importing.as_ref().map(|i| i.bytes.clone()))
        else {
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
        let heard = move |word| self.heard_of_file(generation, word, &mut expected);
        let order = WorkerRequest::Table(encoding.map(|encoding| encoding.name().to_owned()));
        let job = Job::start(&bytes, &order.note(), heard);
        if job.is_none() {
            return self.no_worker();
        }
        self.transfer.queue.update_value(|queue| queue.job = job);
    }

    /// Tables may be built to make a reader run away: without a worker that can be ended they are not read.
    fn no_worker(self) {
        self.leave_import();
        self.notify_error(match self.shell.lang.get_untracked() {
            Lang::Zh => {
                "本浏览器不能启动后台程序，不能安全地读取表格文件；台账没有改动。请换用本机的其他浏览器，或在 Excel 中复制表格后粘贴到数据表。"
            }
            Lang::En => {
                "This browser starts no worker, so tables are not read. Nothing was changed: use another browser, or copy the cells and paste them."
            }
        });
    }

    fn heard_of_file(self, generation: u32, word: WorkerEvent, expected: &mut usize) {
        if !self.is_generation(generation) {
            return;
        }
        let lang = self.shell.lang.get_untracked();
        let note = match word {
            WorkerEvent::NeverRan => return self.no_worker(),
            WorkerEvent::Broke(why) => Note::Refused(TableError::Damaged(why)),
            WorkerEvent::Said(text) => match serde_json::from_str(&text) {
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
                self.transfer.queue.update_value(|queue| queue.job = None);
                let first = self.transfer.import.with_untracked(|importing| {
                    importing.as_ref().and_then(|i| i.sheets.iter().position(|sheet| !sheet.hidden)).unwrap_or(0)
                });
                spawn_local(self.show_table(generation, first));
            }
            Note::Refused(error) => {
                let name =
                    self.transfer.import.with_untracked(|i| i.as_ref().map_or_else(String::new, |i| i.name.clone()));
                self.leave_import();
                self.notify_error(format!("「{name}」：{}", error.sentence(lang)));
            }
        }
    }
}
