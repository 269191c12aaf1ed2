//! Boards established (G2).

use super::{Counting, Mover, Nature, Past, Yearly, board};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, read},
};
use ledger::domain::{
    Change, Date, Id, RawId, Stage, Value,
    records::{Board, Indicator, Institution},
};

/// Enterprises that have a board, over those that are to.
pub(super) struct BoardsEstablished;

impl Counting for BoardsEstablished {
    fn nature(&self) -> Nature {
        Nature::HOUSEHOLDS
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        let IndicatorQuery { view, .. } = query;
        let one = |at: usize| {
            let board = view.index.board(at).map(|at| view.ledger.boards.at(at));
            let answer = read(board.and_then(|row| row.established), view.as_of);
            query.household(at, answer, board.and_then(|row| row.due))
        };
        query.scope.enterprises().map(one).collect()
    }

    fn proof(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof> {
        view.index.board(item.enterprise? as usize)?;
        Some(Proof { on: self.done_on(view, definition, item), paper: String::new() })
    }

    fn past(&self) -> Option<&dyn Past> {
        Some(self)
    }
    fn mover(&self) -> Option<&dyn Mover> {
        Some(self)
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Past for BoardsEstablished {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        view.ledger.boards.iter().filter_map(|(_, row)| row.established.and_then(Stage::day)).min()
    }

    fn done_on(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Date> {
        let at = view.index.board(item.enterprise? as usize)?;
        view.ledger.boards.at(at).established.and_then(Stage::day)
    }
}

impl Mover for BoardsEstablished {
    fn institution(&self, _: &Indicator) -> Option<Id<Institution>> {
        Some(board::INSTITUTION)
    }

    fn deed(&self, _: &Indicator, _: &str) -> String {
        "建立董事会".to_owned()
    }

    fn as_done(&self, view: View<'_>, _: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change> {
        board::as_done(view, enterprise, borrowed, |row| {
            if read(row.established, view.as_of) == Answer::Yes {
                return Vec::new();
            }
            vec![(Board::established, Value::Stage(Stage::Yes(Some(view.as_of))))]
        })
    }
}
