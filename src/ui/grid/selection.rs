//! Where one is in a grid: the active cell, which follows its record, and the rectangle that is selected.

use leptos::prelude::*;

use super::{GUTTER, Grid, ROW};
use crate::app::App;
use ledger::domain::Kind;
use table_model::{Column, Place};

/// A place as it stands now: row and column on screen, counted from 0.
pub(super) fn cell_of(
    app: App,
    kind: Kind,
    rows: Memo<Vec<usize>>,
    columns: Memo<Vec<Column>>,
    place: RwSignal<Place>,
) -> (usize, usize) {
    let place = place.get();
    let row = rows.with(|rows| app.document.read_or_default(|document| place.row(document.ledger.of(kind), rows)));
    (row, place.column.min(columns.with(Vec::len).saturating_sub(1)))
}

impl Grid {
    /// The place in a row and column on screen; beyond the last ones, in those.
    pub(super) fn place_at(self, (row, column): (usize, usize)) -> Place {
        let columns = self.columns.with_untracked(Vec::len);
        self.rows.with_untracked(|rows| {
            let row = row.min(rows.len().saturating_sub(1));
            self.app.document.peek_or_default(|document| {
                Place::at(document.ledger.of(self.kind), rows, row, column.min(columns.saturating_sub(1)))
            })
        })
    }

    /// The selected rectangle: first and last row, first and last column.
    pub(super) fn selection(self) -> (usize, usize, usize, usize) {
        let ((a, b), (c, d)) = (self.anchor.get(), self.head.get());
        (a.min(c), a.max(c), b.min(d), b.max(d))
    }

    /// The positions of the selected rows.
    pub(super) fn selected_rows(self) -> Vec<usize> {
        let (from, to, ..) = self.selection();
        self.rows.with(|rows| rows.iter().skip(from).take(to + 1 - from).copied().collect())
    }

    /// Makes a cell the active one and the only one selected, and keeps it in sight.
    pub(super) fn go(self, row: usize, column: usize) {
        let place = self.place_at((row, column));
        self.places.active.set(place);
        self.places.anchor.set(place);
        self.places.head.set(place);
        self.reveal(self.active.get_untracked());
    }

    /// Selects what lies between the active cell and another one.
    pub(super) fn extend(self, row: usize, column: usize) {
        self.select(self.active.get_untracked(), (row, column));
        self.reveal(self.head.get_untracked());
    }

    /// Selects a rectangle by two of its corners; the active cell stays where it is.
    pub(super) fn select(self, anchor: (usize, usize), head: (usize, usize)) {
        self.places.anchor.set(self.place_at(anchor));
        self.places.head.set(self.place_at(head));
    }

    /// Selects the active cell alone.
    pub(super) fn collapse(self) {
        let active = self.places.active.get_untracked();
        self.places.anchor.set(active);
        self.places.head.set(active);
        self.reveal(self.active.get_untracked());
    }

    /// Scrolls as little as brings a cell into sight.
    pub(super) fn reveal(self, (row, column): (usize, usize)) {
        let Some(body) = self.body.get_untracked() else { return };
        let top = row as f64 * ROW;
        let room = f64::from(body.client_height()) - ROW;
        let scrolled = f64::from(body.scroll_top());
        if top < scrolled {
            body.set_scroll_top(top as i32);
        } else if top + ROW > scrolled + room {
            body.set_scroll_top((top + ROW - room).ceil() as i32);
        }
        let widths = untrack(|| self.widths());
        let frozen = i64::from(GUTTER + widths.first().copied().unwrap_or(0));
        let left = i64::from(GUTTER) + widths.iter().take(column).map(|w| i64::from(*w)).sum::<i64>();
        let right = left + i64::from(widths.get(column).copied().unwrap_or(0));
        let (at, width) = (i64::from(body.scroll_left()), i64::from(body.client_width()));
        if column > 0 && left < at + frozen {
            body.set_scroll_left((left - frozen) as i32);
        } else if right > at + width {
            body.set_scroll_left((right - width) as i32);
        }
    }
}
