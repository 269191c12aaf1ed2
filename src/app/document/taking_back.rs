//! Single steps of history taken back, and deleted records brought back.

use leptos::prelude::*;

use super::Transaction;
use crate::app::App;
use crate::browser::page;
use ledger::domain::{Change, CodedEnum, Lang, Ledger, Obstacle, RecordRef, StepDigest, choice::Label, to_the_minute};
use table_model::names;

impl App {
    /// Takes one step of history back where nothing stands on it, and says so, or what stands on it; asks first
    /// where the step changed several places.
    pub fn take_back(self, step: StepDigest) {
        let Some(change) = self.unless_obstructed(|ledger| ledger.taking_back(step)) else { return };
        let lang = self.shell.lang.get_untracked();
        let found = self.document.peek(|document| {
            let step = document.ledger.history().iter().rfind(|own| own.digest == step)?;
            let at = to_the_minute(step.at);
            let note = match lang {
                Lang::Zh => format!("撤回 {at} 的「{}」", step.label.word().zh),
                Lang::En => format!("Took back “{}” of {at}", step.label.word().en),
            };
            Some((note, step.entries.len()))
        });
        let Some((note, entries)) = found else { return };
        let question = match lang {
            Lang::Zh => format!("这一步共改动 {entries} 处，全部撤回？后来的修改不动，可以撤销。"),
            Lang::En => format!("This step changed {entries} places. Take all of it back? It can be undone."),
        };
        if (entries == 1 || page::confirm(&question)) && self.commit(Transaction::noted(change, Label::Undo, note)) {
            self.notify(match lang {
                Lang::Zh => "已撤回这一步，后来的修改都没有动。可以撤销。",
                Lang::En => "Taken back; everything since stands. It can be undone.",
            });
        }
    }

    /// Brings a deleted record back with what went with it, and says so, or why that is not possible.
    pub fn bring_back(self, record: RecordRef) {
        let change = self.unless_obstructed(|ledger| ledger.bringing_back(record));
        if change.is_some_and(|change| self.apply(change, Label::Restore)) {
            self.notify(match self.shell.lang.get_untracked() {
                Lang::Zh => "已恢复这条记录和与它一同删除的下属记录。可以撤销。",
                Lang::En => "Restored, with what was deleted together with it. It can be undone.",
            });
        }
    }

    /// A change of the ledger, if it can be edited and nothing stands in the way; else tells why not.
    fn unless_obstructed(self, change: impl FnOnce(&Ledger) -> Result<Change, Obstacle>) -> Option<Change> {
        if !self.may_edit() {
            return None;
        }
        let lang = self.shell.lang.get_untracked();
        let found = self.document.peek(|document| {
            let ledger = &document.ledger;
            let said = |obstacle: Obstacle| obstacle.sentence(|record| names::name_of(ledger, record, lang), lang);
            Some(change(ledger).map_err(said))
        })?;
        let rest = match lang {
            Lang::Zh => "台账没有改动。",
            Lang::En => " Nothing was changed.",
        };
        found.map_err(|sentence| self.notify_error(sentence + rest)).ok()
    }
}
