//! Outside directors in the majority (G3).

use super::{Counting, Mover, Nature, Past, Yearly, board};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, yes_if},
};
use ledger::domain::{
    Change, Id, RawId,
    records::{Board, Indicator, Institution},
};

/// Boards on which outside directors are more than half, over boards.
pub(super) struct OutsideMajority;

impl Counting for OutsideMajority {
    fn nature(&self) -> Nature {
        Nature::HOUSEHOLDS
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        board::items(query, |row| match (row.outside, row.filled) {
            (Some(outside), Some(filled)) => yes_if(outside.hundredths() * 2 > filled.hundredths()),
            _ => Answer::Missing,
        })
    }

    fn proof(&self, _: View<'_>, _: &Indicator, _: &Item) -> Option<Proof> {
        // How a board is made up has no day of its own.
        None
    }

    fn past(&self) -> Option<&dyn Past> {
        None
    }
    fn mover(&self) -> Option<&dyn Mover> {
        Some(self)
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Mover for OutsideMajority {
    fn institution(&self, _: &Indicator) -> Option<Id<Institution>> {
        Some(board::INSTITUTION)
    }

    fn deed(&self, _: &Indicator, _: &str) -> String {
        "调整董事会，使外部董事占多数".to_owned()
    }

    fn as_done(&self, view: View<'_>, _: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change> {
        board::as_done(view, enterprise, borrowed, |row| {
            let filled = board::whole(row.filled).unwrap_or_else(|| board::seats(row));
            vec![(Board::filled, board::number(filled)), (Board::outside, board::number(filled / 2 + 1))]
        })
    }
}
