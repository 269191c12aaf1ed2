//! What the measures of boards share.

use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, read},
};
use ledger::domain::{
    Change, Decimal, Field, Id, Kind, RawId, RecordRef, Stage, Value, builtins,
    records::{Board, Institution},
};

/// Seats of a board of which nothing is known, where one is supposed to be full.
const SUPPOSED_SEATS: i64 = 3;

/// The boards established by the day in scope, each read for what it answers.
pub(super) fn items(query: &IndicatorQuery<'_>, reads: impl Fn(&Board) -> Answer) -> Vec<Item> {
    let IndicatorQuery { view, .. } = query;
    query
        .scope
        .enterprises()
        .filter_map(|at| {
            let board = view.index.board(at).map(|at| view.ledger.boards.at(at))?;
            let is_there = read(board.established, view.as_of) == Answer::Yes;
            is_there.then(|| query.household(at, reads(board), board.due))
        })
        .collect()
}

/// The institution that every measure of boards is about.
pub(super) const INSTITUTION: Id<Institution> = builtins::institution::BOARD;

/// The changes after which the board of an enterprise is as wanted; one without a board gets one first.
pub(super) fn as_done(
    view: View<'_>,
    enterprise: usize,
    borrowed: RawId,
    wanted: impl Fn(&Board) -> Vec<(Field, Value)>,
) -> Vec<Change> {
    let Some(at) = view.index.board(enterprise) else {
        let values = vec![
            (Board::enterprise, Value::Ref(view.ledger.enterprises.typed_id(enterprise).raw())),
            (Board::established, Value::Stage(Stage::Yes(Some(view.as_of)))),
        ];
        return vec![Change::Create { record: RecordRef::new(Kind::Board, borrowed), values }];
    };
    let record = RecordRef::new(Kind::Board, view.ledger.boards.typed_id(at).raw());
    wanted(view.ledger.boards.at(at)).into_iter().map(|(field, value)| Change::Set { record, field, value }).collect()
}

/// A whole number as a value.
pub(super) fn number(value: i64) -> Value {
    Value::Number(Decimal::whole(value))
}

/// The whole part of a number.
pub(super) fn whole(value: Option<Decimal>) -> Option<i64> {
    value.map(|value| value.hundredths() / 100)
}

/// The seats of a board.
pub(super) fn seats(row: &Board) -> i64 {
    whole(row.seats).unwrap_or(SUPPOSED_SEATS)
}
