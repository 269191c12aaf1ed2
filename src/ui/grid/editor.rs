//! The one input of a grid: it lies over the active cell, hears every key, and shows itself while a
//! cell is edited. Typing with an input method begins in it, so no first letter is lost.

use leptos::prelude::*;

use super::{GUTTER, Grid, ROW, Typing, keys};
use ledger::domain::FieldType;
use table_model::text;

impl Grid {
    /// Goes to a cell by mouse; what was being typed is taken first.
    pub(super) fn press(self, row: usize, column: usize, extend: bool) {
        if self.editing.with_untracked(Option::is_some) {
            if self.active.get_untracked() == (row, column) {
                return;
            }
            if !self.take_typed(false) {
                return;
            }
        }
        if extend {
            self.extend(row, column);
        } else {
            self.go(row, column);
        }
        self.focus();
    }

    /// Begins to edit the active cell, with a text or with what it holds.
    pub(super) fn begin_edit(self, typed: Option<String>) {
        let (row, at) = self.active.get_untracked();
        let position = self.rows.with_untracked(|rows| rows.get(row).copied());
        let column = self.columns.with_untracked(|columns| columns.get(at).copied());
        let (Some(position), Some(column)) = (position, column) else { return };
        if column.field_type().is_none() {
            self.app.notify(untrack(|| self.app.t("此列由系统计算，不能直接填写。", "This column is computed.")));
            self.show("");
            return;
        }
        if !self.app.may_edit() {
            self.show("");
            return;
        }
        let text =
            typed.or_else(|| self.untracked_sheet(|sheet| sheet.cell(position, column).text)).unwrap_or_default();
        let Some(record) = self.untracked_sheet(|sheet| sheet.record(position).id) else { return };
        self.offer.set(0);
        self.show(&text);
        self.editing.set(Some(Typing { record, column, text }));
        // The cell that is edited is the one that later keys go out from.
        self.places.active.set(self.place_at((row, at)));
        self.focus();
    }

    /// Takes what was typed into its cell, or into every selected one; the editor stays open where it is
    /// refused.
    pub(super) fn take_typed(self, fill: bool) -> bool {
        let Some(mut typing) = self.editing.get_untracked() else { return true };
        if let Some(chosen) = self.offers().into_iter().nth(self.offer.get_untracked().wrapping_sub(1)) {
            typing.text = chosen;
        }
        let taken = if fill { self.fill(&typing.text) } else { self.put(&typing) };
        if taken {
            self.leave_edit();
        }
        taken
    }

    /// Takes one of the offers into the cell.
    fn take_offer(self, text: String) {
        self.offer.set(0);
        self.retype(text);
        self.take_typed(false);
    }

    /// Changes the text that is being typed.
    pub(super) fn retype(self, text: String) {
        self.editing.update(|editing| {
            if let Some(typing) = editing {
                typing.text = text;
            }
        });
    }

    /// Stops editing without taking anything.
    pub(super) fn leave_edit(self) {
        self.editing.set(None);
        self.show("");
    }

    fn show(self, text: &str) {
        if let Some(input) = self.input.get_untracked() {
            input.set_value(text);
        }
    }

    fn field_type(self) -> Option<FieldType> {
        self.editing.with(|editing| editing.as_ref().and_then(|typing| typing.column.field_type()))
    }

    /// What may be chosen for the cell being edited. A cell that is opened with its own content offers
    /// every word, since the content is there to be replaced.
    pub(super) fn offers(self) -> Vec<String> {
        let Some(typing) = self.editing.get() else { return Vec::new() };
        let Some(field_type) = typing.column.field_type() else { return Vec::new() };
        self.sheet(|sheet| {
            let position = sheet.ledger.of(sheet.kind).position(typing.record);
            let own = position.map(|row| sheet.cell(row, typing.column).text);
            let typed = if own.as_ref() == Some(&typing.text) { "" } else { &typing.text };
            text::offers(field_type, sheet.ledger, typed, sheet.lang, 40)
        })
        .unwrap_or_default()
    }

    /// The left edge of a column; the first one moves along with sideways scrolling.
    fn left_of(self, column: usize) -> f64 {
        let widths = self.widths();
        let before: u32 = widths.iter().take(column).sum();
        f64::from(GUTTER + before) + if column == 0 { self.scroll.get().0 } else { 0.0 }
    }
}

/// The input over the active cell, with its offers.
#[component]
pub(super) fn CellEditor(grid: Grid) -> impl IntoView {
    let is_editing = Memo::new(move |_| grid.editing.with(Option::is_some));
    let style = move || {
        let (row, column) = grid.active.get();
        let width = grid.widths().get(column).copied().unwrap_or(120);
        let tall = is_editing.get() && grid.field_type() == Some(FieldType::LongText);
        format!(
            "left:{}px;top:{}px;width:{}px;height:{}px",
            grid.left_of(column),
            row as f64 * ROW,
            if tall { width.max(320) } else { width },
            if tall { ROW * 3.0 } else { ROW },
        )
    };
    let label = move || {
        let (_, column) = grid.active.get();
        let column = grid.columns.with(|columns| columns.get(column).copied());
        column.and_then(|column| grid.sheet(|sheet| column.heading(sheet.ledger, sheet.lang)))
    };
    view! {
        <textarea class="grid-input" class:open=move || is_editing.get() data-grid-input="" data-test="cell-input" rows="1" spellcheck="false" autocomplete="off"
            node_ref=grid.input style=style aria-label=label
            on:input=move |event| {
                let text = event_target_value(&event);
                if is_editing.get_untracked() {
                    grid.offer.set(0);
                    grid.retype(text);
                } else if !text.is_empty() {
                    grid.begin_edit(Some(text));
                }
            }
            on:compositionstart=move |_| {
                if !is_editing.get_untracked() {
                    grid.begin_edit(Some(String::new()));
                }
            }
            on:blur=move |_| {
                // Chromium tells of the blur even when the grid is being taken away with its signals.
                // What is refused stays in the open editor, so that nothing typed is lost.
                if grid.editing.try_with_untracked(Option::is_some) == Some(true) {
                    grid.take_typed(false);
                }
            }
            on:keydown=move |event| keys::pressed(grid, &event)></textarea>
        {move || {
            let offers = grid.offers();
            let style = {
                let (row, column) = grid.active.get();
                format!("left:{}px;top:{}px", grid.left_of(column), (row + 1) as f64 * ROW)
            };
            (!offers.is_empty()).then(|| view! {
                <ul class="offers" role="listbox" style=style>
                    {offers.into_iter().enumerate().map(|(at, offer)| {
                        let text = offer.clone();
                        view! {
                            <li role="option" class:on=move || grid.offer.get() == at + 1 aria-selected=move || (grid.offer.get() == at + 1).to_string()
                                on:mousedown=move |event| {
                                    event.prevent_default();
                                    grid.take_offer(text.clone());
                                }>{offer}</li>
                        }
                    }).collect_view()}
                </ul>
            })
        }}
    }
}
