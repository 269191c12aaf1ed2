//! Boards by enterprise: due and established, seats, outside directors, evaluations; and who sits on how many.
//!
//! The lines cover everything in scope, excluded enterprises too (全口径), so that their sums are those of
//! the indicators G2 to G5 over everything. The numbers of a board are taken as stated; where they
//! contradict each other or the directors on record, that is shown and nothing is set right.

mod directors;
mod filter;

pub use directors::{Directors, MANY_BOARDS, Person, Seat, directors};
pub use filter::Show;

use super::{Answer, View, indicator::read, scope::Scope};
use ledger::domain::{
    Date, Decimal, Id, Stage,
    choice::DirectorKind,
    days_between,
    facts::{BoardContradiction, board_contradictions, is_seated},
    records::Board,
};

/// An evaluation of directors is due once the last one is older than this many months: usual, no rule.
pub const EVALUATION_MONTHS: i32 = 12;

/// How the evaluation of directors stands on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evaluated {
    /// None is on record.
    Never,
    /// The last one is older than [`EVALUATION_MONTHS`].
    Due(Date),
    /// The last one is recent enough.
    Recent(Date),
}

impl Evaluated {
    /// Reads the day of the last evaluation; one dated later than the day has not happened.
    pub fn read(on: Option<Date>, day: Date) -> Self {
        match on.filter(|on| *on <= day) {
            None => Self::Never,
            Some(on) => {
                let until = on.saturating_add(jiff::Span::new().months(EVALUATION_MONTHS));
                if until < day { Self::Due(on) } else { Self::Recent(on) }
            }
        }
    }

    /// Tells whether an evaluation is due: the last one too old, or none on record.
    pub const fn is_due(self) -> bool {
        !matches!(self, Self::Recent(_))
    }
}

/// The directors on record who are in office on the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// All of them.
    pub people: i64,
    /// The outside ones.
    pub outside: i64,
    /// Those of whom nobody stated the kind.
    pub kind_unknown: i64,
    /// The full-time outside ones.
    pub full_time: i64,
    /// The outside ones of whom nobody stated whether they are full-time.
    pub full_time_unknown: i64,
}

/// Numbers of one board that cannot all be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Contradiction {
    /// Among the board's own numbers.
    Own(BoardContradiction),
    /// The directors on record are not as many as the board states.
    People,
    /// The outside directors on record are not as many as the board states.
    Outside,
    /// The full-time outside directors on record are not as many as the board states.
    FullTime,
    /// Directors are in office, and no board is on record as established.
    NoBoard,
    /// The enterprise has several boards on record; the last that arrived counts.
    SeveralBoards,
}

/// The board of one enterprise on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The position of the enterprise.
    pub enterprise: usize,
    /// The board that counts; `None` where no board is on record.
    pub board: Option<(Id<Board>, &'a Board)>,
    /// Whether a board is due: missing where nobody stated it.
    pub due: Answer,
    /// Whether it is established.
    pub established: Answer,
    /// Since when, where that is stated.
    pub since: Option<Date>,
    /// Seats without a director; `None` where not known, 0 where there are more directors than seats.
    pub empty: Option<Decimal>,
    /// Whether all seats are filled (G4); `None` without a board.
    pub full: Option<Answer>,
    /// Whether more than half of the directors are outside directors (G3); `None` without a board.
    pub majority: Option<Answer>,
    /// Whether there is a full-time outside director; `None` where nothing is to be counted for G5.
    pub has_full_time: Option<Answer>,
    /// Full-time outside directors as G5 counts them, never more than there are outside directors.
    pub full_time: i64,
    /// Outside directors as G5 counts them.
    pub outside: i64,
    /// The last meeting by the day, and the days since.
    pub meeting: Option<(Date, i64)>,
    /// How the evaluation stands; `None` without a board.
    pub evaluated: Option<Evaluated>,
    /// The directors on record.
    pub roster: Roster,
    /// What cannot all be right.
    pub contradictions: Vec<Contradiction>,
}

impl Line<'_> {
    /// Tells whether the enterprise has a board on the day.
    pub fn is_established(&self) -> bool {
        self.established == Answer::Yes
    }
}

/// The boards of a scope on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boards<'a> {
    /// Every enterprise in scope.
    pub lines: Vec<Line<'a>>,
    /// Empty seats of established boards that state seats and directors.
    pub empty_seats: Decimal,
    /// Outside directors by the boards' numbers: the denominator of G5 over everything.
    pub outside: i64,
    /// Full-time outside directors by the boards' numbers: the numerator of G5.
    pub full_time: i64,
}

impl Boards<'_> {
    /// How many lines a choice shows.
    pub fn count(&self, show: Show) -> i64 {
        self.lines.iter().filter(|line| show.passes(line)).count() as i64
    }

    /// How many lines each of several choices shows; one pass for all of them.
    pub fn count_all(&self, shows: &[Show]) -> Vec<i64> {
        let mut counts = vec![0; shows.len()];
        for line in &self.lines {
            for (count, show) in counts.iter_mut().zip(shows) {
                *count += i64::from(show.passes(line));
            }
        }
        counts
    }
}

/// Lists the boards of a scope; one pass over its enterprises.
pub fn boards<'a>(view: View<'a>, scope: &Scope) -> Boards<'a> {
    let mut report = Boards { lines: Vec::new(), empty_seats: Decimal::default(), outside: 0, full_time: 0 };
    let mut empty = 0;
    for enterprise in scope.resolve(view).enterprises() {
        let line = line(view, enterprise);
        if line.is_established() {
            empty += line.empty.map_or(0, Decimal::hundredths);
        }
        report.outside += line.outside;
        report.full_time += line.full_time;
        report.lines.push(line);
    }
    report.empty_seats = Decimal::from_hundredths(empty);
    report
}

fn line(view: View<'_>, enterprise: usize) -> Line<'_> {
    let (ledger, day) = (view.ledger, view.as_of);
    let at = view.index.board(enterprise);
    let several = view.index.boards.of(enterprise).nth(1).is_some();
    let board = at.map(|at| (ledger.boards.typed_id(at), ledger.boards.at(at)));
    let row = board.map(|(_, row)| row);
    let established = read(row.and_then(|row| row.established), day);
    let own = row.filter(|_| established == Answer::Yes);
    let (seats, filled) = (own.and_then(|row| row.seats), own.and_then(|row| row.filled));
    let outside = own.and_then(|row| row.outside);
    let full_time = own.and_then(|row| row.full_time_outside);
    let pair = |a: Option<Decimal>, b: Option<Decimal>, test: fn(i64, i64) -> bool| match (a, b) {
        (Some(a), Some(b)) if test(a.hundredths(), b.hundredths()) => Answer::Yes,
        (Some(_), Some(_)) => Answer::No,
        _ => Answer::Missing,
    };
    let counted = outside.map_or(0, |outside| outside.hundredths() / 100);
    let roster = roster(view, enterprise);
    let mut line = Line {
        enterprise,
        board,
        due: match row.and_then(|row| row.due) {
            Some(true) => Answer::Yes,
            Some(false) => Answer::No,
            None => Answer::Missing,
        },
        established,
        since: match own.and_then(|row| row.established) {
            Some(Stage::Yes(on)) => on,
            _ => None,
        },
        empty: seats
            .zip(filled)
            .map(|(seats, filled)| Decimal::from_hundredths((seats.hundredths() - filled.hundredths()).max(0))),
        full: own.map(|_| pair(filled, seats, |filled, seats| filled >= seats)),
        majority: own.map(|_| pair(outside, filled, |outside, filled| outside * 2 > filled)),
        has_full_time: (counted > 0).then(|| match full_time {
            None => Answer::Missing,
            Some(count) if count > Decimal::default() => Answer::Yes,
            Some(_) => Answer::No,
        }),
        full_time: match (full_time, outside) {
            (Some(full_time), Some(outside)) if counted > 0 => full_time.min(outside).hundredths() / 100,
            _ => 0,
        },
        outside: counted.max(0),
        meeting: own.and_then(|row| row.last_meeting).filter(|on| *on <= day).map(|on| (on, days_between(on, day))),
        evaluated: own.map(|row| Evaluated::read(row.last_evaluation, day)),
        roster,
        contradictions: own.map_or_else(Vec::new, |row| contradictions(row, roster)),
    };
    if own.is_none() && roster.people > 0 {
        line.contradictions.push(Contradiction::NoBoard);
    }
    if several {
        line.contradictions.push(Contradiction::SeveralBoards);
    }
    line
}

fn contradictions(row: &Board, roster: Roster) -> Vec<Contradiction> {
    // Where a part of the directors is not stated, a number is wrong only if no filling-in could make it right.
    let differs = |stated: Option<Decimal>, sure: i64, unsure: i64| {
        roster.people > 0
            && stated.is_some_and(|stated| stated < Decimal::whole(sure) || stated > Decimal::whole(sure + unsure))
    };
    let full_time_unsure = roster.full_time_unknown + roster.kind_unknown;
    let beside_roster = [
        (differs(row.filled, roster.people, 0), Contradiction::People),
        (differs(row.outside, roster.outside, roster.kind_unknown), Contradiction::Outside),
        (differs(row.full_time_outside, roster.full_time, full_time_unsure), Contradiction::FullTime),
    ]
    .into_iter()
    .filter_map(|(is_so, contradiction)| is_so.then_some(contradiction));
    board_contradictions(row).map(|(of_board, ..)| Contradiction::Own(of_board)).chain(beside_roster).collect()
}

fn roster(view: View<'_>, enterprise: usize) -> Roster {
    let mut roster = Roster::default();
    for at in view.index.directors.of(enterprise) {
        let row = view.ledger.directors.at(at);
        if !is_seated(row, view.as_of) {
            continue;
        }
        let outside = row.kind == Some(DirectorKind::Outside);
        roster.people += 1;
        roster.outside += i64::from(outside);
        roster.kind_unknown += i64::from(row.kind.is_none());
        roster.full_time += i64::from(outside && row.full_time == Some(true));
        roster.full_time_unknown += i64::from(outside && row.full_time.is_none());
    }
    roster
}
