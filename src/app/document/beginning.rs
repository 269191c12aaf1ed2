//! Records that are begun on screen.

use leptos::prelude::*;

use crate::app::App;
use crate::browser::random;
use ledger::domain::{Field, Kind, Lang, RecordRef, Value, choice::Label};

impl App {
    /// Begins a record with some values, or finds the one that stands for its natural key already, and
    /// says so; gives the record where it is there now.
    pub fn begin_record(self, kind: Kind, values: Vec<(Field, Value)>, label: Label) -> Option<RecordRef> {
        let spare = random::id();
        let (record, change, is_there) = self.document.peek(|document| {
            let ledger = &document.ledger;
            let says_nothing = |record| values.iter().all(|(field, value)| ledger.value(record, *field) == *value);
            let (record, change) = ledger.beginning(kind, values.clone(), spare);
            Some((record, change, ledger.is_live(record) && says_nothing(record)))
        })?;
        if is_there {
            let word = kind.word();
            self.notify(match self.shell.lang.get_untracked() {
                Lang::Zh => format!("已有这条{}记录，同一项只有一条，请直接填写。", word.zh),
                Lang::En => {
                    format!("There is this {} already, and only one of it: fill it in.", word.en.to_lowercase())
                }
            });
            return Some(record);
        }
        self.apply(change, label).then_some(record)
    }
}
