//! Tables on their way out.

use leptos::prelude::*;

use super::import::Step;
use crate::{
    app::{App, Document},
    browser::{clock, files, page},
    storage::preferences,
};
use interchange::table;
use ledger::domain::{Kind, Lang, choice::StageName};
use table_model::{Column, Sheet, column::TaskMark};

/// What spreadsheets call their files.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl App {
    fn hand_over(self, name: &str, mime: &str, made: Option<Result<Vec<u8>, table::WriteError>>) {
        let lang = self.shell.lang.get_untracked();
        match made {
            None => {}
            Some(Err(error)) => self.notify_error(error.sentence(lang)),
            Some(Ok(bytes)) => match files::download(name, mime, &bytes) {
                Err(error) => self.notify_error(error.sentence(lang)),
                Ok(()) => self.notify(match lang {
                    Lang::Zh => format!("已导出「{name}」。"),
                    Lang::En => format!("Exported “{name}”."),
                }),
            },
        }
    }

    fn stamped(self, what: &str, ending: &str) -> String {
        let title = self.document.peek_or_default(Document::title);
        let now = clock::now();
        format!("{title}-{what}-{}-{:02}{:02}.{ending}", now.date(), now.hour(), now.minute())
    }

    /// Hands a table over as a workbook, or as text with commas.
    pub fn export_table(self, kind: Kind, columns: &[Column], rows: &[usize], marks: &[TaskMark], as_text: bool) {
        let as_of = untrack(|| self.as_of());
        let made = self.document.peek(|document| {
            let sheet = Sheet {
                ledger: &document.ledger,
                index: &document.index,
                as_of,
                kind,
                marks,
                lang: self.shell.lang.get_untracked(),
            };
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
    pub async fn export_workbook(self) {
        self.notify(match self.shell.lang.get_untracked() {
            Lang::Zh => "正在生成 Excel 文件，数据多时需要几秒…",
            Lang::En => "Making the workbook; this may take a few seconds…",
        });
        page::breathe().await;
        let as_of = untrack(|| self.as_of());
        let made = self
            .document
            .peek(|document| Some(table::whole(&document.ledger, &document.index, as_of, &document.title())));
        self.hand_over(&self.stamped("全部", "xlsx"), XLSX, made);
    }

    /// Hands over a workbook that units fill in.
    pub fn export_template(self, kind: Kind) {
        let made = self.document.peek(|document| {
            let ledger = &document.ledger;
            let mut columns = table::targets(ledger, kind);
            // Stages beyond the first two are for those who know them; the sheet stays within sight.
            columns.retain(|column| !matches!(column, Column::Stage(_, stage) if *stage != StageName::Issued));
            Some(table::template(ledger, kind, &columns, clock::today()))
        });
        self.hand_over(&self.stamped(&format!("{}填报模板", kind.word().zh), "xlsx"), XLSX, made);
    }

    /// Hands over the rows of a dry run that will not be taken, each with its reason.
    pub fn export_refused(self) {
        let made = self.transfer.import.with_untracked(|importing| {
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

    /// Keeps whether they do.
    pub fn set_formula_safe(self, is_safe: bool) {
        preferences::set("formula-safe", &is_safe);
    }
}
