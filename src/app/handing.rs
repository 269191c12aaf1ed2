//! Files: an exported ledger goes out, a received one comes in.

use leptos::prelude::*;

use super::{App, Book, Mode, SaveState, Workspace};
use crate::{
    browser::{clock, files},
    domain::{Kind, Lang},
    interchange::json::{self, ExportInfo, Exported, Opened},
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
