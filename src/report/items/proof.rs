//! What shows an answer: the day on which it became so, and the paper that says it.

use crate::{
    domain::{
        Date, Id, Kind, Stage,
        choice::{Measure, StageName},
        facts::{is_departure, is_exit, left_by_assessment},
        records::{Contract, Indicator},
    },
    report::{Answer, Item, View},
};

/// What shows an answer, as far as the ledger says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The day on which it became so; the last such day where a manager was moved more than once. Never later than
    /// the day of the view.
    pub on: Option<Date>,
    /// The number of the paper, or what else the ledger names as evidence; may be empty.
    pub paper: String,
}

/// What shows that an item of an indicator counts; nothing for items that do not.
pub fn proof(view: View<'_>, indicator: Id<Indicator>, item: &Item) -> Proof {
    let Some(definition) = view.ledger.indicators.get(indicator).filter(|_| item.answer == Answer::Yes) else {
        return Proof::default();
    };
    let found = match item.record.kind {
        Kind::Task => of_task(view, item),
        Kind::Contract => of_contract(view, definition, item),
        Kind::Assessment => of_assessment(view, item),
        Kind::Restructuring => {
            let row = view.ledger.restructurings.get(Id::new(item.record.id));
            row.map(|row| Proof { on: row.completed.and_then(Stage::day), paper: row.source.clone() })
        }
        Kind::Enterprise => of_enterprise(view, definition, item),
        _ => None,
    };
    let found = found.unwrap_or_default();
    Proof { on: found.on.filter(|on| *on <= view.as_of), ..found }
}

/// The day on which a task stood as it stands, and its last paper.
fn of_task(view: View<'_>, item: &Item) -> Option<Proof> {
    let at = view.ledger.tasks.live_position(Id::new(item.record.id))?;
    let own = view.index.evidence.of(at).map(|at| view.ledger.evidence.at(at));
    let last = own.filter(|row| row.date.is_none_or(|on| on <= view.as_of)).max_by_key(|row| row.date);
    let name = |number: &str, title: &str| if number.is_empty() { title.to_owned() } else { number.to_owned() };
    Some(Proof {
        on: view.index.standing(view.ledger, at, view.as_of).since,
        paper: last.map_or_else(String::new, |row| name(&row.number, &row.title)),
    })
}

fn of_contract(view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof> {
    let row = view.ledger.contracts.get(Id::new(item.record.id))?;
    match definition.measure? {
        Measure::ManagersExited => {
            let at = view.ledger.contracts.live_position(Id::new(item.record.id))?;
            let moved = view.index.assessments.of(at).map(|at| view.ledger.assessments.at(at)).filter(|row| {
                is_departure(row) && is_exit(row.cause) && row.outcome_on.is_some_and(|on| on <= view.as_of)
            });
            let last = moved.max_by_key(|row| row.outcome_on);
            let on = last.and_then(|row| row.outcome_on).or(row.ended_on.filter(|_| is_exit(row.end_cause)));
            Some(Proof { on, paper: last.map_or_else(String::new, |row| row.evidence.clone()) })
        }
        Measure::CompetitiveAppointments => Some(Proof { on: row.appointed_on, paper: String::new() }),
        _ => Some(Proof { on: all_signed(row), paper: String::new() }),
    }
}

/// The day on which the last of the three papers was signed; `None` where one has no day.
fn all_signed(row: &Contract) -> Option<Date> {
    let days = [row.employment_agreement, row.annual_paper, row.term_paper].map(|paper| paper.and_then(Stage::day));
    days.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().max()
}

fn of_assessment(view: View<'_>, item: &Item) -> Option<Proof> {
    let row = view.ledger.assessments.get(Id::new(item.record.id))?;
    let honoured = left_by_assessment(row, view.as_of).or(row.paid.and_then(Stage::day));
    // What followed counts once the assessment itself is there.
    Some(Proof {
        on: honoured.map(|on| row.assessed.and_then(Stage::day).map_or(on, |by| on.max(by))),
        paper: row.evidence.clone(),
    })
}

/// A stage of an institution, or the board.
fn of_enterprise(view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof> {
    let at = item.enterprise? as usize;
    let first = match definition.measure? {
        Measure::Stage => StageName::Issued,
        Measure::Action => StageName::Adjusted,
        Measure::BoardsEstablished => {
            let board = view.index.board(at).map(|at| view.ledger.boards.at(at))?;
            return Some(Proof { on: board.established.and_then(Stage::day), paper: String::new() });
        }
        // How a board is made up has no day of its own.
        _ => return None,
    };
    let stage = definition.stage.unwrap_or(first);
    let row = view.ledger.adoptions.at(view.index.adoption(at, definition.institution?)?);
    Some(Proof { on: row.stage(stage).and_then(Stage::day), paper: row.evidence(stage).to_owned() })
}
