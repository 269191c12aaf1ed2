//! The sample's directors: who sits on each established board. Most rosters bear out the board's own
//! numbers; a few contradict them, for the report to find.

use std::collections::{BTreeMap, VecDeque};

use super::sample::{Dice, FIRST};
use ledger::domain::{
    Date, Decimal, Id, LedgerBuilder, LoadError, Stage, builtins,
    choice::DirectorKind,
    records::{Board, Contract, Director, Enterprise},
    schema::{LongText, PersonName},
};

const OUTSIDE: [&str; 16] =
    ["葛", "奚", "范", "彭", "郎", "鲁", "韦", "昌", "马", "苗", "方", "俞", "任", "袁", "柳", "史"];
const INSIDE: [&str; 16] =
    ["唐", "费", "廉", "岑", "薛", "雷", "贺", "倪", "汤", "滕", "殷", "罗", "毕", "郝", "邬", "安"];
const MARKS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];

/// The last day on which anybody was appointed.
const LAST: Date = Date::constant(2024, 10, 15);

/// An established board by its own numbers.
struct Seats {
    enterprise: Id<Enterprise>,
    since: Date,
    filled: i64,
    outside: i64,
    full_time: Option<i64>,
}

impl Seats {
    fn of(row: &Board) -> Option<Self> {
        let Some(Stage::Yes(Some(since))) = row.established else { return None };
        let whole = |number: Option<Decimal>| number.map(|number| number.hundredths() / 100);
        let (filled, outside) = (whole(row.filled)?, whole(row.outside)?);
        // Nobody can sit where there are more outside directors than directors.
        let outside = if outside > filled { filled / 2 + 1 } else { outside };
        Some(Self { enterprise: row.enterprise?, since, filled, outside, full_time: whole(row.full_time_outside) })
    }
}

/// Outside directors who take seats in turn, each on so many boards as the dice said.
struct Pool {
    loads: &'static [u8],
    waiting: VecDeque<(usize, u8)>,
}

impl Pool {
    const fn new(loads: &'static [u8]) -> Self {
        Self { loads, waiting: VecDeque::new() }
    }

    /// The name of the next one; nine wait at any time, so that nobody sits twice on one board.
    fn next(&mut self, dice: &mut Dice, people: &mut usize) -> String {
        while self.waiting.len() < 9 {
            self.waiting.push_back((*people, self.loads[dice.roll(self.loads.len() as u64) as usize]));
            *people += 1;
        }
        let (person, left) = self.waiting[0];
        self.waiting.pop_front();
        if left > 1 {
            self.waiting.push_back((person, left - 1));
        }
        name(OUTSIDE, person)
    }
}

fn name(surnames: [&str; 16], number: usize) -> String {
    let second = if number < 160 { "" } else { "二" };
    format!("{}某{}{second}", surnames[number % 16], MARKS[number / 16 % 10])
}

/// Adds the directors of the boards that are there.
pub(super) fn add(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    let mut dice = Dice::new(613);
    let (mut outsiders, mut insiders) = (0, 0);
    let mut full_time = Pool::new(&[1, 2, 2, 3, 3, 4, 5, 6]);
    let mut part_time = Pool::new(&[1, 1, 1, 1, 2, 2, 3]);
    let managers = managers(loader);
    let boards: Vec<Seats> = loader.so_far().boards.iter().filter_map(|(_, row)| Seats::of(row)).collect();
    let mut rows = Vec::new();
    for (n, board) in boards.iter().enumerate() {
        let professionals = board.full_time.unwrap_or(board.outside / 2).min(board.outside);
        let mut roster = Vec::new();
        for seat in 0..board.outside {
            let pool = if seat < professionals { &mut full_time } else { &mut part_time };
            let person = pool.next(&mut dice, &mut outsiders);
            roster.push(outside(&mut dice, board, person, seat < professionals));
        }
        for seat in board.outside..board.filled {
            // The chair first, then the general manager.
            let manager = managers.get(&board.enterprise).filter(|_| seat == board.outside + 1);
            let represents_staff = seat + 1 == board.filled && board.filled - board.outside > 2;
            roster.push(inside(board, manager, &mut insiders, represents_staff));
        }
        bend(n, &mut roster);
        rows.append(&mut roster);
    }
    rows.extend(without_a_board(loader));
    for (n, row) in rows.iter().enumerate() {
        builtins::add(loader, FIRST + n as u64, row)?;
    }
    Ok(())
}

/// The general managers in office.
fn managers(loader: &LedgerBuilder) -> BTreeMap<Id<Enterprise>, Contract> {
    let in_office = |row: &Contract| row.post == "总经理" && row.ended_on.is_none();
    let contracts = loader.so_far().contracts.iter().filter(|(_, row)| in_office(row));
    contracts.filter_map(|(_, row)| Some((row.enterprise?, row.clone()))).collect()
}

fn outside(dice: &mut Dice, board: &Seats, person: String, full_time: bool) -> Director {
    let on = if dice.percent(65) { board.since } else { dice.day(board.since, LAST.max(board.since)) };
    // Evaluated every spring for the year before; of some the last evaluation is missing, or all are.
    let lately = [Date::constant(2024, 3, 28), Date::constant(2024, 4, 12)][dice.roll(2) as usize];
    let evaluated_on = match dice.roll(100) {
        ..76 => Some(lately),
        76..88 => Some(Date::constant(2023, 3, 30)),
        _ => None,
    }
    .filter(|day| on < *day);
    let word = ["优秀", "优秀", "称职", "称职", "称职", "称职", "基本称职"][dice.roll(7) as usize];
    Director {
        enterprise: Some(board.enterprise),
        person: PersonName(person),
        kind: Some(DirectorKind::Outside),
        full_time: board.full_time.map(|_| full_time),
        appointed_on: Some(on),
        evaluated_on,
        evaluation: evaluated_on.map_or("", |_| word).to_owned(),
        ..Director::default()
    }
}

fn inside(board: &Seats, manager: Option<&Contract>, insiders: &mut usize, represents_staff: bool) -> Director {
    let person = manager.map_or_else(|| name(INSIDE, *insiders), |row| row.person.to_string());
    *insiders += usize::from(manager.is_none());
    Director {
        enterprise: Some(board.enterprise),
        person: PersonName(person),
        kind: Some(if represents_staff { DirectorKind::Staff } else { DirectorKind::Inside }),
        appointed_on: Some(manager.and_then(|row| row.appointed_on).unwrap_or(board.since).max(board.since)),
        ..Director::default()
    }
}

/// What some rosters leave out, or have otherwise than their board states.
fn bend(n: usize, roster: &mut Vec<Director>) {
    let is_outside = |row: &&mut Director| row.kind == Some(DirectorKind::Outside);
    match n {
        // Nobody filled in the roster.
        13 | 39 | 65 => roster.clear(),
        // A director too few.
        9 => roster.truncate(roster.len() - 1),
        // An outside director recorded as an inside one.
        23 => roster.iter_mut().filter(is_outside).take(1).for_each(|row| row.kind = Some(DirectorKind::Inside)),
        // Part-time here, full-time on other boards.
        37 => roster.iter_mut().filter(is_outside).take(1).for_each(|row| row.full_time = Some(false)),
        // The kind or the name is missing.
        61 => roster.iter_mut().filter(is_outside).take(1).for_each(|row| row.kind = None),
        44 => roster.iter_mut().filter(is_outside).take(1).for_each(|row| row.person = Default::default()),
        // Retired this year; the seat was filled again.
        30 => roster.extend(roster.first().cloned().map(|row| Director {
            person: "史某癸".into(),
            appointed_on: Some(Date::constant(2021, 7, 1).max(row.appointed_on.unwrap_or(LAST))),
            left_on: Some(Date::constant(2024, 6, 30)),
            note: LongText("到龄退休".to_owned()),
            ..row
        })),
        // One more than the board states.
        51 => roster.extend(roster.first().cloned().map(|row| Director { person: "史某壬".into(), ..row })),
        _ => {}
    }
}

/// Somebody already sits on a board that is still to be established.
fn without_a_board(loader: &LedgerBuilder) -> Option<Director> {
    let (_, board) = loader.so_far().boards.iter().find(|(_, row)| row.established == Some(Stage::No))?;
    Some(Director {
        enterprise: board.enterprise,
        person: "柳某癸".into(),
        kind: Some(DirectorKind::Outside),
        full_time: Some(true),
        appointed_on: Some(Date::constant(2024, 11, 1)),
        ..Director::default()
    })
}
