//! Copying cells out and pasting blocks in.

use leptos::{ev, prelude::*};

use super::Grid;
use crate::browser::{
    clipboard::{self, Pasted},
    page,
};
use ledger::domain::{Lang, choice::Label};
use table_model::block::is_no_value;

/// Copies the selected cells; a cell being edited copies its own selection.
pub(super) fn copy(grid: Grid, event: &ev::ClipboardEvent) {
    if grid.editing.with_untracked(Option::is_some) {
        return;
    }
    let (top, bottom, left, right) = untrack(|| grid.selection());
    let rows = grid.rows.get_untracked();
    let columns = grid.columns.get_untracked();
    let lines = grid.untracked_sheet(|sheet| {
        let line = |row: &usize| {
            columns.iter().skip(left).take(right + 1 - left).map(|column| sheet.cell(*row, *column).text).collect()
        };
        rows.iter().skip(top).take(bottom + 1 - top).map(line).collect::<Vec<Vec<String>>>()
    });
    if lines.is_some_and(|lines| clipboard::put_block(event, &lines)) {
        event.prevent_default();
    }
}

/// Pastes a block from the selection's first cell on, as one change or not at all.
pub(super) fn paste(grid: Grid, event: &ev::ClipboardEvent) {
    if grid.editing.with_untracked(Option::is_some) {
        return;
    }
    let Some(block) = clipboard::block(event) else { return };
    event.prevent_default();
    let Pasted { grid: mut block, outside } = match block {
        Ok(pasted) => pasted,
        Err(error) => return grid.app.notify_error(error.sentence(grid.app.shell.lang.get_untracked())),
    };
    block.unmerge(0);
    let width = block.width();
    let (top, bottom, left, right) = untrack(|| grid.selection());
    let room = grid.columns.with_untracked(Vec::len).saturating_sub(left);
    let lines: Vec<Vec<String>> = block
        .rows
        .iter()
        .map(|cells| {
            (0..width.min(room)).map(|at| cells.get(at).map_or_else(String::new, |cell| cell.text())).collect()
        })
        .collect();
    let beyond =
        (room..width).filter(|at| block.rows.iter().any(|cells| cells.get(*at).is_some_and(|cell| !cell.is_empty())));
    let told = clipboard::left_out(beyond.count(), &outside, grid.app.shell.lang.get_untracked());
    let is_written = |at: usize| {
        grid.columns
            .with_untracked(|columns| columns.get(left + at).is_some_and(|column| column.field_type().is_some()))
    };
    let unreadable: Vec<(usize, usize, &String)> = lines
        .iter()
        .enumerate()
        .flat_map(|(row, line)| line.iter().enumerate().map(move |(at, text)| (row + 1, at + 1, text)))
        .filter(|(_, at, text)| is_written(at - 1) && is_no_value(text))
        .collect();
    if let Some((row, at, text)) = unreadable.first() {
        let count = unreadable.len();
        return grid.app.notify_error(match grid.app.shell.lang.get_untracked() {
            Lang::Zh => format!("没有粘贴：有 {count} 个单元格是表格软件的错误或列宽不足的 ####（第 {row} 行第 {at} 列「{text}」）。原有内容没有改动。请在原表中修正或调宽该列后重新复制。"),
            Lang::En => format!("Nothing was pasted: {count} cells are errors or the hashes of a narrow column (row {row}, column {at}: “{text}”). Mend them in the sheet and copy again."),
        });
    }
    if let [line] = lines.as_slice()
        && let [single] = line.as_slice()
        && (bottom > top || right > left)
    {
        grid.fill(single);
        return;
    }
    let room = grid.rows.with_untracked(Vec::len).saturating_sub(top);
    let beyond = lines.len().saturating_sub(room);
    let question = match grid.app.shell.lang.get_untracked() {
        Lang::Zh => format!("粘贴的内容比表格多 {beyond} 行。要新增这 {beyond} 行吗？"),
        Lang::En => format!("The block has {beyond} rows more than the table. Add them?"),
    };
    if beyond > 0 && !page::confirm(&question) {
        return;
    }
    let cells: Vec<Vec<&str>> = lines.iter().map(|line| line.iter().map(String::as_str).collect()).collect();
    if grid.write_block(top, left, &cells, Label::Paste, told) && !lines.is_empty() {
        let last = grid.columns.with_untracked(Vec::len).saturating_sub(1);
        let bottom = grid.rows.with_untracked(Vec::len).saturating_sub(1);
        grid.go(top, left);
        grid.select((top, left), ((top + lines.len() - 1).min(bottom), (left + width).saturating_sub(1).min(last)));
    }
}
