//! Boards fully staffed (G4).

use super::{Counting, Mover, Nature, Past, Yearly, board};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, yes_if},
};
use ledger::domain::{
    Change, Id, RawId,
    records::{Board, Indicator, Institution},
};

/// Boards whose seats are all filled, over boards.
pub(super) struct BoardsFull;

impl Counting for BoardsFull {
    fn nature(&self) -> Nature {
        Nature::HOUSEHOLDS
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        board::items(query, |row| match (row.filled, row.seats) {
            (Some(filled), Some(seats)) => yes_if(filled >= seats),
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

impl Mover for BoardsFull {
    fn institution(&self, _: &Indicator) -> Option<Id<Institution>> {
        Some(board::INSTITUTION)
    }

    fn deed(&self, _: &Indicator, _: &str) -> String {
        "配齐董事会成员".to_owned()
    }

    fn as_done(&self, view: View<'_>, _: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change> {
        board::as_done(view, enterprise, borrowed, |row| {
            let seats = board::number(board::seats(row));
            vec![(Board::seats, seats.clone()), (Board::filled, seats)]
        })
    }
}
