//! Indicators and summaries: pure functions of a ledger, a scope and a day.
//!
//! Every figure is the sum of [`Item`]s, and the rows behind a figure are those same items, so
//! that a number and its rows cannot disagree.

pub mod assessment;
pub mod boards;
pub mod capital;
pub mod compare;
pub mod contracts;
pub mod figure;
pub mod flags;
pub mod forecast;
pub mod form_and_substance;
pub mod highlights;
pub mod indicator;
pub mod matrix;
pub mod overview;
pub mod penetration;
pub mod pilot;
pub mod plan;
pub mod practices;
pub mod results;
pub mod scope;
pub mod series;
pub mod task;
pub mod units;

use ledger::domain::{Date, Decimal, Index, Ledger};

pub use compare::{Absence, Bridge, Comparison, Difference, FigureChange, Turn, compare, compare_in};
pub use figure::{Figure, TargetState, figure, of_items};
pub use indicator::{Answer, Item, items};
pub use matrix::{Axis, Column, ColumnLabel, Matrix, columns, matrix};
pub use scope::{Pilot, Scope};

/// What a report looks at: a ledger with its index, on a day.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its index.
    pub index: &'a Index,
    /// The as-of date: what happened by the end of this day counts.
    pub as_of: Date,
}

/// A year that a field holds; a broken one counts as its whole part.
pub(crate) fn year(value: Option<Decimal>) -> Option<i64> {
    value.map(|value| value.hundredths().div_euclid(100))
}
