//! The keyboard of a grid, as its users know it from spreadsheets.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::Grid;
use ledger::domain::FieldType;

/// How far the page keys go.
const LEAP: usize = 20;

/// Hears a key in the grid's input.
pub(super) fn pressed(grid: Grid, event: &KeyboardEvent) {
    // While an input method composes, every key is its own; 229 is how old kernels say so.
    if event.is_composing() || event.key_code() == 229 {
        return;
    }
    let handled = if grid.editing.with_untracked(Option::is_some) { editing(grid, event) } else { moving(grid, event) };
    if handled {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Keys while a cell is edited; tells whether the key is used up.
fn editing(grid: Grid, event: &KeyboardEvent) -> bool {
    let (row, column) = grid.active.get_untracked();
    let offers = untrack(|| grid.offers().len());
    match event.key().as_str() {
        "Escape" => grid.leave_edit(),
        "Enter" if event.alt_key() => return break_line(grid),
        "Enter" => {
            if grid.take_typed(event.ctrl_key()) && !event.ctrl_key() {
                step(grid, if event.shift_key() { -1 } else { 1 }, 0);
            }
        }
        "Tab" => {
            if grid.take_typed(false) {
                next_cell(grid, row, column, event.shift_key());
            }
        }
        "ArrowDown" if offers > 0 => grid.offer.update(|offer| *offer = (*offer + 1).min(offers)),
        "ArrowUp" if offers > 0 => grid.offer.update(|offer| *offer = offer.saturating_sub(1)),
        _ => return false,
    }
    true
}

fn break_line(grid: Grid) -> bool {
    let (_, column) = grid.active.get_untracked();
    let takes_lines = grid.columns.with_untracked(|columns| {
        columns.get(column).and_then(|column| column.field_type()) == Some(FieldType::LongText)
    });
    if let Some(input) = grid.input.get_untracked().filter(|_| takes_lines) {
        let at = input.selection_end().ok().flatten().unwrap_or(0);
        let _ = input.set_range_text_with_start_and_end("\n", at, at);
        let _ = input.set_selection_range(at + 1, at + 1);
        grid.retype(input.value());
    }
    true
}

/// Keys while cells are only selected; tells whether the key is used up.
fn moving(grid: Grid, event: &KeyboardEvent) -> bool {
    let (extend, control) = (event.shift_key(), event.ctrl_key() || event.meta_key());
    // Shift moves the far corner of the selection and leaves the active cell where it is.
    let (row, column) = if extend { grid.head.get_untracked() } else { grid.active.get_untracked() };
    let to = |row: usize, column: usize| if extend { grid.extend(row, column) } else { grid.go(row, column) };
    let last_row = grid.rows.with_untracked(Vec::len).saturating_sub(1);
    let last_column = grid.columns.with_untracked(Vec::len).saturating_sub(1);
    match event.key().as_str() {
        "ArrowUp" if control => to(0, column),
        "ArrowDown" if control => to(last_row, column),
        "ArrowLeft" if control => to(row, 0),
        "ArrowRight" if control => to(row, last_column),
        "ArrowUp" => to(row.saturating_sub(1), column),
        "ArrowDown" => to(row + 1, column),
        "ArrowLeft" => to(row, column.saturating_sub(1)),
        "ArrowRight" => to(row, column + 1),
        "PageUp" => to(row.saturating_sub(LEAP), column),
        "PageDown" => to(row + LEAP, column),
        "Home" => to(if control { 0 } else { row }, 0),
        "End" => to(if control { last_row } else { row }, last_column),
        "Enter" if control => grid.open(grid.active.get_untracked().0),
        "Enter" | "F2" => grid.begin_edit(None),
        // Leaving by Tab at either end keeps the keyboard from being trapped.
        "Tab" if !extend && grid.active.get_untracked() == (last_row, last_column) => return false,
        "Tab" if extend && grid.active.get_untracked() == (0, 0) => return false,
        "Tab" => {
            let (row, column) = grid.active.get_untracked();
            next_cell(grid, row, column, extend);
        }
        "Delete" | "Backspace" => {
            grid.fill("");
        }
        "a" | "A" if control => grid.select((0, 0), (last_row, last_column)),
        "Escape" => grid.collapse(),
        _ => return false,
    }
    true
}

/// Goes up or down from the active cell.
fn step(grid: Grid, down: isize, across: isize) {
    let (row, column) = grid.active.get_untracked();
    grid.go(row.saturating_add_signed(down), column.saturating_add_signed(across));
}

/// The next cell to the right, or the first of the next row; backwards with Shift.
fn next_cell(grid: Grid, row: usize, column: usize, back: bool) {
    let columns = grid.columns.with_untracked(Vec::len);
    match (back, column) {
        (true, 0) => grid.go(row.saturating_sub(1), columns.saturating_sub(1)),
        (true, _) => grid.go(row, column - 1),
        (false, _) if column + 1 < columns => grid.go(row, column + 1),
        (false, _) => grid.go(row + 1, 0),
    }
}
