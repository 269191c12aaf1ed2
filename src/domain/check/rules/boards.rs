//! Rules for boards.

use super::{Detail, Findings, rule};
use crate::domain::{
    Date, Field, Kind,
    facts::{BoardContradiction, board_contradictions},
    records::Board,
};

rule! {
    OutsideOverDirectors: Error, "外部董事多于在任董事", "More outside directors than directors", |found| contradictions(found, BoardContradiction::OutsideOverFilled, Board::outside)
}

rule! {
    FullTimeOverOutside: Error, "专职外部董事多于外部董事", "More full-time than outside directors", |found| contradictions(found, BoardContradiction::FullTimeOverOutside, Board::full_time_outside)
}

rule! {
    FilledOverSeats: Error, "在任董事多于席位", "More directors than seats", |found| contradictions(found, BoardContradiction::FilledOverSeats, Board::filled)
}

rule! {
    /// All but the one that counts.
    DuplicateBoard: Error, "同一企业有多条董事会记录", "Two boards of one enterprise", |found| {
    for (enterprise, _) in found.ledger.enterprises.positioned() {
        let own: Vec<usize> = found.index.boards.of(enterprise).collect();
        for at in own.iter().rev().skip(1) {
            found.add(Kind::Board, *at, Board::enterprise, Detail::None);
        }
    }
}
}

rule! {
    NoMeeting: Warning, "董事会无会议记录", "Board with no meeting on record", |found| {
    for (at, row) in found.ledger.boards.positioned() {
        if is_established(row, found.as_of) && row.last_meeting.is_none() {
            found.add(Kind::Board, at, Board::last_meeting, Detail::None);
        }
    }
}
}

rule! {
    BoardNotDue: Hint, "非应建却已建董事会", "Board established though not due", |found| {
    for (at, row) in found.ledger.boards.positioned() {
        if is_established(row, found.as_of) && row.due == Some(false) {
            found.add(Kind::Board, at, Board::due, Detail::None);
        }
    }
}
}

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
