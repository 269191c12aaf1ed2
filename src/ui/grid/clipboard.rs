//! Copying cells out and pasting blocks in, as tab-separated text.

use leptos::{ev, prelude::*};

use super::Grid;
use crate::domain::{Lang, choice::Label};

/// Copies the selected cells; a cell being edited copies its own selection.
pub(super) fn copy(grid: Grid, event: &ev::ClipboardEvent) {
    if grid.editing.with_untracked(Option::is_some) {
        return;
    }
    let (top, bottom, left, right) = untrack(|| grid.selection());
    let rows = grid.rows.get_untracked();
    let columns = grid.columns.get_untracked();
    let text = grid.untracked_sheet(|sheet| {
        let mut writer =
            csv::WriterBuilder::new().delimiter(b'\t').terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for row in rows.iter().skip(top).take(bottom + 1 - top) {
            let line: Vec<String> =
                columns.iter().skip(left).take(right + 1 - left).map(|column| sheet.cell(*row, *column).text).collect();
            let _ = writer.write_record(&line);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok())
    });
    if let (Some(Some(text)), Some(data)) = (text, event.clipboard_data()) {
        let _ = data.set_data("text/plain", text.trim_end_matches(['\r', '\n']));
        event.prevent_default();
    }
}

/// Pastes a block from the selection's first cell on, as one change or not at all.
pub(super) fn paste(grid: Grid, event: &ev::ClipboardEvent) {
    if grid.editing.with_untracked(Option::is_some) {
        return;
    }
    let Some(text) = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()) else { return };
    event.prevent_default();
    let lines = block(&text);
    let (top, bottom, left, right) = untrack(|| grid.selection());
    if let [line] = lines.as_slice()
        && let [single] = line.as_slice()
        && (bottom > top || right > left)
    {
        grid.commit(single, true);
        return;
    }
    let room = grid.rows.with_untracked(Vec::len) - top.min(grid.rows.with_untracked(Vec::len));
    if lines.len() > room {
        grid.app.tell_error(match grid.app.lang.get_untracked() {
            Lang::Zh => format!("要粘贴 {} 行，从当前行起只有 {room} 行。请先新增行。原有内容没有改动。", lines.len()),
            Lang::En => format!("{} rows to paste but only {room} from here on. Nothing was changed.", lines.len()),
        });
        return;
    }
    let lines: Vec<Vec<&str>> = lines.iter().map(|line| line.iter().map(String::as_str).collect()).collect();
    if grid.write_block(top, left, &lines, Label::Paste) && !lines.is_empty() {
        let width = lines.iter().map(Vec::len).max().unwrap_or(1);
        grid.anchor.set((top, left));
        grid.active.set((
            top + lines.len() - 1,
            (left + width).saturating_sub(1).min(grid.columns.with_untracked(Vec::len) - 1),
        ));
    }
}

/// Splits tab-separated text, in which quotes may hold tabs and line breaks.
fn block(text: &str) -> Vec<Vec<String>> {
    csv::ReaderBuilder::new()
        .delimiter(b'\t')
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records()
        .filter_map(Result::ok)
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}
