//! Rules for boards.

use super::{Detail, Findings, Rule};
use crate::domain::{
    Date, Field, Kind,
    facts::{BoardContradiction, board_contradictions},
    records::Board,
};

pub(super) const OutsideOverDirectors: Rule =
    Rule::error("外部董事多于在任董事", "More outside directors than directors", |found| {
        contradictions(found, BoardContradiction::OutsideOverFilled, Board::outside)
    });

pub(super) const FullTimeOverOutside: Rule =
    Rule::error("专职外部董事多于外部董事", "More full-time than outside directors", |found| {
        contradictions(found, BoardContradiction::FullTimeOverOutside, Board::full_time_outside)
    });

pub(super) const FilledOverSeats: Rule = Rule::error("在任董事多于席位", "More directors than seats", |found| {
    contradictions(found, BoardContradiction::FilledOverSeats, Board::filled)
});

/// All but the one that counts.
pub(super) const DuplicateBoard: Rule =
    Rule::error("同一企业有多条董事会记录", "Two boards of one enterprise", |found| {
        for (enterprise, _) in found.ledger.enterprises.positioned() {
            let own: Vec<usize> = found.index.boards.of(enterprise).collect();
            for at in own.iter().rev().skip(1) {
                found.add(Kind::Board, *at, Board::enterprise, Detail::None);
            }
        }
    })
    .of_doubles();

pub(super) const NoMeeting: Rule =
    Rule::warning("董事会无会议记录", "Board with no meeting on record", |found| {
        let as_of = found.as_of;
        found.all(&found.ledger.boards, Board::last_meeting, |_, row| {
            is_established(row, as_of) && row.last_meeting.is_none()
        })
    });

pub(super) const BoardNotDue: Rule =
    Rule::hint("非应建却已建董事会", "Board established though not due", |found| {
        let as_of = found.as_of;
        found.all(&found.ledger.boards, Board::due, |_, row| is_established(row, as_of) && row.due == Some(false))
    });

fn contradictions(found: &mut Findings<'_>, meant: BoardContradiction, field: Field) {
    for (at, row) in found.ledger.boards.positioned() {
        for (_, part, bound) in board_contradictions(row).filter(|(contradiction, ..)| *contradiction == meant) {
            found.add(Kind::Board, at, field, Detail::Over(part, bound));
        }
    }
}

fn is_established(row: &Board, day: Date) -> bool {
    row.established.is_some_and(|stage| stage.done_by(day))
}
