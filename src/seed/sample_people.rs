//! The sample's boards, contracts and assessments.

use super::sample::{Dice, FIRST, Planned};
use ledger::domain::{
    Date, Decimal, Id, LedgerBuilder, LoadError, RawId, Stage, builtins,
    choice::{AppointmentKind, ExitCause, Outcome},
    records::{Assessment, Board, Contract},
    schema::{LongText, PersonName},
};

const SURNAMES: [&str; 16] =
    ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨"];
const MARKS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const POSTS: [&str; 4] = ["总经理", "副总经理", "总会计师", "综合部部长"];

/// Adds boards, and contracts to the managers of tiers 1 to 3.
pub(super) fn add(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    let mut dice = Dice::new(99);
    let mut people = 0;
    for (at, enterprise) in planned.iter().enumerate() {
        let counts = enterprise.tier <= 3 && !enterprise.excluded;
        // Small enterprises have a single director instead of a board; of a few nobody said which.
        if counts && (enterprise.tier < 3 || at % 2 == 0) {
            builtins::add(loader, FIRST + at as u64, &board(&mut dice, enterprise, at))?;
        } else if at % 20 != 1 {
            let board = Board { enterprise: Some(enterprise.id), due: Some(false), ..Board::default() };
            builtins::add(loader, FIRST + at as u64, &board)?;
        }
        if !counts {
            continue;
        }
        let managers = if enterprise.tier < 3 { 4 } else { 1 + dice.roll(3) as usize };
        for post in POSTS.iter().take(managers) {
            contract(loader, &mut dice, enterprise, people, post)?;
            people += 1;
        }
    }
    Ok(())
}

fn board(dice: &mut Dice, enterprise: &Planned, at: usize) -> Board {
    let seats = if enterprise.tier == 1 { 9 } else { 5 + 2 * dice.roll(2) as i64 };
    let filled = if dice.percent(82) { seats } else { seats - 1 };
    // One board claims more outside directors than it has directors, for the checks to find.
    let outside = if at == 22 {
        filled + 1
    } else if dice.percent(85) {
        filled / 2 + 1
    } else {
        filled / 2
    };
    let established = if dice.percent(93) {
        Stage::Yes(Some(dice.day(Date::constant(2020, 6, 1), Date::constant(2024, 9, 30))))
    } else {
        Stage::No
    };
    let stands = established != Stage::No;
    let number = |n: i64| stands.then(|| Decimal::whole(n));
    Board {
        enterprise: Some(enterprise.id),
        due: Some(true),
        established: Some(established),
        seats: number(seats),
        filled: number(filled),
        outside: number(outside),
        full_time_outside: number((outside / 2).max(1)).filter(|_| !dice.percent(6)),
        last_meeting: (stands && !dice.percent(8))
            .then(|| dice.day(Date::constant(2024, 7, 1), Date::constant(2024, 12, 5))),
        last_evaluation: (stands && dice.percent(70)).then(|| Date::constant(2024, 3, 28)),
        ..Board::default()
    }
}

fn contract(
    loader: &mut LedgerBuilder,
    dice: &mut Dice,
    enterprise: &Planned,
    number: usize,
    post: &str,
) -> Result<(), LoadError> {
    let id = FIRST + number as u64;
    let from = dice.day(Date::constant(2022, 1, 1), Date::constant(2024, 8, 31));
    let executive = post != POSTS[3];
    let signed = from.saturating_add(jiff::Span::new().days(20));
    let paper = |dice: &mut Dice, chance: u64| match dice.percent(chance) {
        true => Some(Stage::Yes(Some(signed))),
        false if dice.percent(40) => None,
        false => Some(Stage::No),
    };
    let leaves = number % 41 == 17;
    let row = Contract {
        enterprise: Some(enterprise.id),
        person: PersonName(format!(
            "{}某{}{}",
            SURNAMES[number % 16],
            MARKS[number / 16 % 10],
            if number < 160 { "" } else { "二" }
        )),
        post: post.to_owned(),
        executive: Some(executive),
        appointed_on: Some(from),
        appointment: [AppointmentKind::Competition, AppointmentKind::Organisation, AppointmentKind::Market]
            .get(if dice.percent(58) { 0 } else { 1 + dice.roll(2) as usize })
            .copied()
            .filter(|_| !dice.percent(4)),
        term_from: Some(from),
        // One term ends before it begins, for the checks to find.
        term_to: Some(from.saturating_add(jiff::Span::new().days(if number == 33 { -30 } else { 1_095 }))),
        employment_agreement: paper(dice, 97),
        annual_paper: paper(dice, 95),
        term_paper: paper(dice, 93),
        goals: LongText(if dice.percent(20) {
            "完成年度经营目标".to_owned()
        } else {
            format!("利润总额增长{}%，研发投入强度不低于{}%", 3 + dice.roll(9), 2 + dice.roll(3))
        }),
        ended_on: leaves.then_some(Date::constant(2024, 8, 30)),
        end_cause: leaves.then_some(if number.is_multiple_of(2) {
            ExitCause::Retirement
        } else {
            ExitCause::Reassignment
        }),
        ..Contract::default()
    };
    builtins::add(loader, id, &row)?;
    if from < Date::constant(2023, 7, 1) && dice.percent(92) {
        let score = 72 + dice.roll(26) as i64;
        let outcome = match score {
            ..=73 => Outcome::Exit,
            74..=76 => Outcome::Adjust,
            77..=80 => Outcome::PayCut,
            81..=91 => Outcome::Keep,
            _ => Outcome::Reward,
        };
        let moved = matches!(outcome, Outcome::Adjust | Outcome::Exit);
        let row = Assessment {
            contract: Some(Id::new(RawId(id))),
            year: Some(Decimal::whole(2023)),
            assessed: Some(Stage::Yes(Some(Date::constant(2024, 4, 18)))),
            score: Some(Decimal::whole(score)),
            grade: ["不合格", "合格", "良好", "优秀"][match score {
                ..=73 => 0,
                74..=80 => 1,
                81..=91 => 2,
                _ => 3,
            }]
            .to_owned(),
            paid: if dice.percent(90) {
                Some(Stage::Yes(Some(Date::constant(2024, 6, 25))))
            } else if dice.percent(50) {
                Some(Stage::No)
            } else {
                None
            },
            outcome: Some(outcome),
            outcome_on: moved.then_some(Date::constant(2024, 5, 30)),
            cause: moved.then_some(if outcome == Outcome::Exit {
                ExitCause::Incompetent
            } else {
                ExitCause::LastPlace
            }),
            evidence: "2023年度考核结果通知".to_owned(),
        };
        builtins::add(loader, id, &row)?;
    }
    Ok(())
}
