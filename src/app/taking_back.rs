//! Single steps of history taken back, and deleted records brought back.

use leptos::prelude::*;

use super::{App, Book};
use crate::{
    browser::page,
    domain::{Change, Choice, Lang, Ledger, Obstacle, RecordRef, StepDigest, choice::Label},
    sheet::names,
};

impl App {
    /// Takes one step of history back where nothing stands on it, and says so, or what stands on it.
    pub fn take_back(self, step: StepDigest) {
        let lang = self.lang.get_untracked();
        let found = self.book.with_untracked(|book| {
            let step = book.as_ref()?.ledger.history().iter().rfind(|own| own.digest == step)?;
            let at = format!("{} {:02}:{:02}", step.at.date(), step.at.hour(), step.at.minute());
            let note = match lang {
                Lang::Zh => format!("撤回 {at} 的「{}」", step.label.word().zh),
                Lang::En => format!("Took back “{}” of {at}", step.label.word().en),
            };
            Some((note, step.entries.len()))
        });
        let (note, entries) = found.unwrap_or_default();
        let question = match lang {
            Lang::Zh => format!("这一步共改动 {entries} 处，全部撤回？后来的修改不动，可以撤销。"),
            Lang::En => format!("This step changed {entries} places. Take all of it back? It can be undone."),
        };
        if entries > 1 && !page::confirm(&question) {
            return;
        }
        let done = match lang {
            Lang::Zh => "已撤回这一步，后来的修改都没有动。可以撤销。",
            Lang::En => "Taken back; everything since stands. It can be undone.",
        };
        self.unless_obstructed(|ledger| ledger.taking_back(step), Label::Undo, &note, done);
    }

    /// Brings a deleted record back with what went with it, and says so, or why that is not possible.
    pub fn bring_back(self, record: RecordRef) {
        let done = match self.lang.get_untracked() {
            Lang::Zh => "已恢复这条记录和与它一同删除的下属记录。可以撤销。",
            Lang::En => "Restored, with what was deleted together with it. It can be undone.",
        };
        self.unless_obstructed(|ledger| ledger.bringing_back(record), Label::Restore, "", done);
    }

    fn unless_obstructed(
        self,
        change: impl FnOnce(&Ledger) -> Result<Change, Obstacle>,
        label: Label,
        note: &str,
        done: &str,
    ) {
        if !self.may_edit() {
            return;
        }
        let lang = self.lang.get_untracked();
        let found = self.book.with_untracked(|book| {
            let ledger = &book.as_ref()?.ledger;
            Some(
                change(ledger)
                    .map_err(|obstacle| obstacle.sentence(|record| names::name_of(ledger, record, lang), lang)),
            )
        });
        match found {
            Some(Ok(change)) if !self.change(&change, label, note, Book::did) => {}
            Some(Ok(_)) => self.tell(done),
            Some(Err(sentence)) => self.tell_error(sentence + self.t("台账没有改动。", " Nothing was changed.")),
            None => {}
        }
    }
}
