//! The keyboard of a grid, as its users know it from spreadsheets.

use leptos::{ev::KeyboardEvent, prelude::*};

use super::Grid;
use crate::domain::FieldType;

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
                step(grid, if event.shift_key() { -1 } else { 1 }, 0, false);
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
        grid.editing.set(Some(input.value()));
    }
    true
}

/// Keys while cells are only selected; tells whether the key is used up.
fn moving(grid: Grid, event: &KeyboardEvent) -> bool {
    let (row, column) = grid.active.get_untracked();
    let (extend, control) = (event.shift_key(), event.ctrl_key() || event.meta_key());
    let last_row = grid.rows.with_untracked(Vec::len).saturating_sub(1);
    let last_column = grid.columns.with_untracked(Vec::len).saturating_sub(1);
    match event.key().as_str() {
        "ArrowUp" if control => grid.go(0, column, extend),
        "ArrowDown" if control => grid.go(last_row, column, extend),
        "ArrowLeft" if control => grid.go(row, 0, extend),
        "ArrowRight" if control => grid.go(row, last_column, extend),
        "ArrowUp" => step(grid, -1, 0, extend),
        "ArrowDown" => step(grid, 1, 0, extend),
        "ArrowLeft" => step(grid, 0, -1, extend),
        "ArrowRight" => step(grid, 0, 1, extend),
        "PageUp" => grid.go(row.saturating_sub(LEAP), column, extend),
        "PageDown" => grid.go(row + LEAP, column, extend),
        "Home" => grid.go(if control { 0 } else { row }, 0, extend),
        "End" => grid.go(if control { last_row } else { row }, last_column, extend),
        "Enter" if control => grid.open(row),
        "Enter" | "F2" => grid.begin_edit(None),
        // Leaving by Tab at either end keeps the keyboard from being trapped.
        "Tab" if !extend && (row, column) == (last_row, last_column) => return false,
        "Tab" if extend && (row, column) == (0, 0) => return false,
        "Tab" => next_cell(grid, row, column, extend),
        "Delete" | "Backspace" => {
            grid.commit("", true);
        }
        "a" | "A" if control => {
            grid.anchor.set((0, 0));
            grid.active.set((last_row, last_column));
        }
        "Escape" => grid.anchor.set((row, column)),
        _ => return false,
    }
    true
}

fn step(grid: Grid, down: isize, across: isize, extend: bool) {
    let (row, column) = grid.active.get_untracked();
    grid.go(row.saturating_add_signed(down), column.saturating_add_signed(across), extend);
}

/// The next cell to the right, or the first of the next row; backwards with Shift.
fn next_cell(grid: Grid, row: usize, column: usize, back: bool) {
    let columns = grid.columns.with_untracked(Vec::len);
    match (back, column) {
        (true, 0) => grid.go(row.saturating_sub(1), columns.saturating_sub(1), false),
        (true, _) => grid.go(row, column - 1, false),
        (false, _) if column + 1 < columns => grid.go(row, column + 1, false),
        (false, _) => grid.go(row + 1, 0, false),
    }
}
