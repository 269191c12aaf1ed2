//! Files: an exported ledger goes out, a received one comes in.

use leptos::prelude::*;

use super::{App, Book, Mode, SaveState, Workspace, importing::Step};
use crate::{
    browser::{clock, files, page},
    domain::{Kind, Lang, choice::StageName},
    interchange::{
        json::{self, ExportInfo, Exported, Opened},
        table,
    },
    sheet::{Column, Sheet, column::TaskMark},
    storage::preferences,
};

impl App {
    /// Opens a file in a workspace of its own; an existing ledger is never overwritten.
    ///
    /// Gives the sentences that are to be said of the file.
    pub async fn import(self, bytes: Vec<u8>) {
        let lang = self.lang.get_untracked();
        let opened: Opened = match json::read(&bytes) {
            Ok(opened) => opened,
            Err(error) => return self.tell_error(error.sentence(lang)),
        };
        if !self.may_leave().await {
            return;
        }
        let size = bytes.len() as u64;
        let read_only = opened.is_read_only();
        let notes: Vec<String> = opened.notes.iter().map(|note| note.sentence(lang)).collect();
        let exported = Exported { info: opened.info, steps: opened.ledger.history().len() };
        let workspace = Workspace { key: String::new(), name: String::new(), made: String::new() };
        let mut book = Book::new(opened.ledger, workspace);
        let title = book.title();
        let records: usize = Kind::ALL.iter().map(|kind| book.ledger.of(*kind).len()).sum();
        if read_only {
            book.mode = Mode::ReadOnly;
            book.workspace.name.clone_from(&title);
            self.show(book, None, 0, 0);
        } else {
            self.keep_new(book.ledger, title, Some(exported), size).await;
        }
        let said = match lang {
            Lang::Zh => format!("已导入 {records} 条记录。{}", notes.concat()),
            Lang::En => format!("{records} records imported. {}", notes.join(" ")),
        };
        // What went wrong while keeping it must stay to be read.
        if self.save.get_untracked() != SaveState::NoStorage || read_only {
            self.tell(said);
        }
    }
    /// Exports the open ledger as a file, after reading it back and comparing.
    ///
    /// A ledger that did not change since its last export keeps that export's date and maker, so that
    /// the same state always gives the same file.
    pub fn export(self) {
        let lang = self.lang.get_untracked();
        let made = self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            let steps = book.ledger.history().len();
            let info = match &book.exported {
                Some(exported) if exported.steps == steps => exported.info.clone(),
                _ => ExportInfo { at: clock::now(), by: self.author.get_untracked() },
            };
            let bytes = json::write(&book.ledger, &info);
            let whole = json::read(&bytes).is_ok_and(|opened| json::write(&opened.ledger, &info) == bytes);
            Some((book.title(), bytes, Exported { info, steps }, whole))
        });
        let Some((title, bytes, exported, whole)) = made else { return };
        if !whole {
            return self.tell_error(match lang {
                Lang::Zh => "导出文件未通过回读核对，没有交付。台账没有改动，请重试。",
                Lang::En => "The file did not read back the same and was not handed over. Try again.",
            });
        }
        let at = exported.info.at;
        let name = format!("{title}-{}-{:02}{:02}.json", at.date(), at.hour(), at.minute());
        if let Err(error) = files::download(&name, "application/json", &bytes) {
            return self.tell_error(error.sentence(lang));
        }
        self.book.update(|book| {
            if let Some(book) = book {
                book.exported = Some(exported);
            }
        });
        self.session.update_value(|session| session.head_dirty = true);
        self.save_soon();
        let size = bytes.len() as f64 / 1_048_576.0;
        self.tell(match lang {
            Lang::Zh => format!("已导出「{name}」，{size:.2} MB，回读核对一致。"),
            Lang::En => format!("Exported “{name}”, {size:.2} MB, read back and compared."),
        });
    }
}

/// What spreadsheets call their files.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl App {
    fn hand_over(self, name: &str, mime: &str, made: Option<Result<Vec<u8>, table::WriteError>>) {
        let lang = self.lang.get_untracked();
        match made {
            None => {}
            Some(Err(error)) => self.tell_error(error.sentence(lang)),
            Some(Ok(bytes)) => match files::download(name, mime, &bytes) {
                Err(error) => self.tell_error(error.sentence(lang)),
                Ok(()) => self.tell(match lang {
                    Lang::Zh => format!("已导出「{name}」。"),
                    Lang::En => format!("Exported “{name}”."),
                }),
            },
        }
    }

    fn stamped(self, what: &str, ending: &str) -> String {
        let title = self.book.with_untracked(|book| book.as_ref().map_or_else(String::new, Book::title));
        let now = clock::now();
        format!("{title}-{what}-{}-{:02}{:02}.{ending}", now.date(), now.hour(), now.minute())
    }

    /// Hands a table over as a workbook, or as text with commas.
    pub fn hand_table(self, kind: Kind, columns: &[Column], rows: &[usize], marks: &[TaskMark], as_text: bool) {
        let as_of = untrack(|| self.as_of());
        let made = self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            let sheet =
                Sheet { ledger: &book.ledger, index: &book.index, as_of, kind, marks, lang: self.lang.get_untracked() };
            Some(if as_text {
                table::csv(&sheet, columns, rows, self.formula_safe())
            } else {
                table::table(&sheet, columns, rows, kind.word().zh)
            })
        });
        let (ending, mime) = if as_text { ("csv", "text/csv") } else { ("xlsx", XLSX) };
        self.hand_over(&self.stamped(kind.word().zh, ending), mime, made);
    }

    /// Hands the whole ledger over as a workbook. That takes seconds for a province, so it is said first.
    pub async fn hand_workbook(self) {
        self.tell(match self.lang.get_untracked() {
            Lang::Zh => "正在生成 Excel 文件，数据多时需要几秒…",
            Lang::En => "Making the workbook; this may take a few seconds…",
        });
        page::breathe().await;
        let as_of = untrack(|| self.as_of());
        let made = self.book.with_untracked(|book| {
            let book = book.as_ref()?;
            Some(table::whole(&book.ledger, &book.index, as_of, &book.title()))
        });
        self.hand_over(&self.stamped("全部", "xlsx"), XLSX, made);
    }

    /// Hands over a workbook that units fill in.
    pub fn hand_template(self, kind: Kind) {
        let made = self.book.with_untracked(|book| {
            let ledger = &book.as_ref()?.ledger;
            let mut columns = table::targets(ledger, kind);
            // Stages beyond the first two are for those who know them; the sheet stays within sight.
            columns.retain(|column| !matches!(column, Column::Stage(_, stage) if *stage != StageName::Issued));
            Some(table::template(ledger, kind, &columns, clock::today()))
        });
        self.hand_over(&self.stamped(&format!("{}填报模板", kind.word().zh), "xlsx"), XLSX, made);
    }

    /// Hands over the rows of a dry run that will not be taken, each with its reason.
    pub fn hand_refused(self) {
        let made = self.importing.with_untracked(|importing| {
            let importing = importing.as_ref()?;
            let Step::Checked(plan) = &importing.step else { return None };
            let (grid, layout) = (importing.sheets.get(importing.sheet)?, importing.layout.as_ref()?);
            Some(table::refused(grid, layout, plan, clock::today()))
        });
        self.hand_over(&self.stamped("未导入的行", "xlsx"), XLSX, made);
    }

    /// Whether text tables keep spreadsheets from taking text for formulas.
    pub fn formula_safe(self) -> bool {
        preferences::get("formula-safe").unwrap_or(true)
    }
}
