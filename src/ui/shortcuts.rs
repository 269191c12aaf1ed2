//! Keys that hold everywhere on the page: undo, redo, and the browser's own way of saving.

use leptos::{ev::KeyboardEvent, prelude::*};
use wasm_bindgen::JsCast;

use super::data::said;
use crate::{
    app::{App, Mode, SaveState, Turned},
    browser::page,
};
use ledger::domain::Lang;
use table_model::names;

/// Hears a key that nothing else has used up.
pub(super) fn pressed(app: App, event: &KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.default_prevented() || event.alt_key() {
        return;
    }
    let key = event.key().to_lowercase();
    match (key.as_str(), event.shift_key()) {
        ("s", false) => save(app),
        // A text field has an undo of its own.
        _ if is_typing(event) => return,
        ("z", false) => take_back(app),
        ("y", false) | ("z", true) => do_again(app),
        _ => return,
    }
    event.prevent_default();
}

/// Whether the key is heard in a field that is being typed in.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| match element.tag_name().as_str() {
        // The grid's field is there all the time, and open while a cell is edited.
        "TEXTAREA" if element.has_attribute("data-grid-input") => element.class_list().contains("open"),
        "INPUT" | "TEXTAREA" | "SELECT" => true,
        _ => false,
    })
}

/// The browser would save a copy of the page that is dead: what is typed is taken instead, and where the
/// ledger is is told.
fn save(app: App) {
    page::leave_field();
    let lang = app.shell.lang.get_untracked();
    let is_kept = app.document.peek_or_default(|document| document.mode == Mode::Editable);
    match (app.workspace.save.get_untracked(), lang) {
        _ if !is_kept => app.notify(match lang {
            Lang::Zh => "本页内容随时自动保存，无须另存网页；另存的网页不能继续使用。",
            Lang::En => "Everything is saved by itself; a saved web page cannot be worked in.",
        }),
        (SaveState::Failed(_) | SaveState::NoStorage, Lang::Zh) => {
            app.notify_offering("本浏览器没有存下这份台账，请立即导出备份。另存网页不能保存台账。");
        }
        (SaveState::Failed(_) | SaveState::NoStorage, Lang::En) => {
            app.notify_offering("This browser has not kept the ledger: export it now. A saved web page keeps nothing.");
        }
        (_, Lang::Zh) => {
            app.notify_offering("每次修改都已自动保存在本机浏览器中，无须另存网页。要备份或交给别人，请导出文件。");
        }
        (_, Lang::En) => {
            app.notify_offering(
                "Every change is already kept in this browser. To back it up or hand it on, export a file.",
            );
        }
    }
}

/// Takes the last act back and says what it was.
pub(super) fn take_back(app: App) {
    tell_turned(app, app.undo(), ("已撤销", "Taken back"));
}

/// Does again what was taken back and says what it was.
pub(super) fn do_again(app: App) {
    tell_turned(app, app.redo(), ("已重做", "Done again"));
}

fn tell_turned(app: App, turned: Option<Turned>, (zh, en): (&str, &str)) {
    let lang = app.shell.lang.get_untracked();
    let what = match turned {
        None => return,
        Some(Turned::Whole) => match lang {
            Lang::Zh => "整份台账的合并或恢复".to_owned(),
            Lang::En => "a merge or a return of the whole ledger".to_owned(),
        },
        Some(Turned::Change) => app.document.peek(|document| last_step(document, lang)).unwrap_or_default(),
    };
    app.notify(match lang {
        Lang::Zh => format!("{zh}：{what}"),
        Lang::En => format!("{en}: {what}"),
    });
}

/// What the last step of history did, in a line.
fn last_step(document: &crate::app::Document, lang: Lang) -> Option<String> {
    let entries = &document.ledger.history().last()?.entries;
    let first = entries.first()?;
    let name = names::name_of(&document.ledger, first.record, lang);
    let said = said(&document.ledger, first, lang);
    Some(match (entries.len(), lang) {
        (1, _) => format!("{name} {said}"),
        (count, Lang::Zh) => format!("{name} {said}，等 {count} 处"),
        (count, Lang::En) => format!("{name} {said}, {count} edits in all"),
    })
}
