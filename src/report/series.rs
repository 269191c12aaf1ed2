//! Figures over time, from the dated facts.

use super::{View, figure::figure, items::Item, scope::Scope};
use crate::domain::{
    Date, Id, Ratio, Stage,
    choice::{Measure, StageName, TaskStatus},
    facts::left_by_assessment,
    records::{Contract, Indicator},
};

/// A rate at the end of a month, or on the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The day.
    pub day: Date,
    /// The rate on it, over those that are due.
    pub ratio: Ratio,
}

/// The most months that are looked at.
const MONTHS: usize = 60;

/// An indicator at the end of each month, from the first dated fact to the as-of date.
///
/// The list is empty where no dates tell the indicator's past: see [`first_day`].
pub fn series(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Vec<Point> {
    let Some(first) = first_day(view, indicator) else { return Vec::new() };
    let mut days = Vec::new();
    let mut day = first.last_of_month();
    while day < view.as_of {
        days.push(day);
        let Ok(next) = day.tomorrow() else { break };
        day = next.last_of_month();
    }
    days.push(view.as_of);
    let skip = days.len().saturating_sub(MONTHS);
    days.into_iter()
        .skip(skip)
        .map(|day| Point { day, ratio: figure(View { as_of: day, ..view }, indicator, scope).due })
        .collect()
}

/// The first dated fact of an indicator in the whole ledger, by the as-of date.
///
/// Tasks, stages of institutions, boards established, papers signed and contracts honoured have a past
/// that dates can tell. What is counted in numbers without a date (outside directors, seats) has none,
/// and what starts anew every year has no course to a target.
pub fn first_day(view: View<'_>, indicator: Id<Indicator>) -> Option<Date> {
    let ledger = view.ledger;
    let definition = ledger.indicators.get(indicator)?;
    let first = match definition.measure? {
        Measure::TasksClosed | Measure::TaskProgress => ledger.progress.iter().filter_map(|(_, row)| row.date).min(),
        Measure::Stage | Measure::Action => {
            let stage = definition.stage.unwrap_or(StageName::Issued);
            ledger
                .adoptions
                .iter()
                .filter(|(_, row)| row.institution == definition.institution)
                .filter_map(|(_, row)| row.stage(stage).and_then(Stage::day))
                .min()
        }
        Measure::BoardsEstablished => {
            ledger.boards.iter().filter_map(|(_, row)| row.established.and_then(Stage::day)).min()
        }
        Measure::PapersSigned => ledger
            .contracts
            .iter()
            .filter(|(_, row)| row.executive == Some(true))
            .flat_map(|(_, row)| papers(row))
            .filter_map(|stage| stage?.day())
            .min(),
        Measure::ContractsHonoured => {
            ledger.assessments.iter().filter_map(|(_, row)| row.paid.and_then(Stage::day)).min()
        }
        Measure::RestructuringsDone => {
            ledger.restructurings.iter().filter_map(|(_, row)| row.completed.and_then(Stage::day)).min()
        }
        Measure::OutsideMajority
        | Measure::BoardsFull
        | Measure::FullTimeOutside
        | Measure::ManagersExited
        | Measure::CompetitiveAppointments
        | Measure::EmergingRevenue
        | Measure::EmergingInvestment
        | Measure::ResearchIntensity => None,
    };
    first.filter(|first| *first <= view.as_of)
}

/// The day on which an item that answers yes came to do so; `None` where it is not known, and for
/// measures whose past no dates tell.
///
/// A task that was reopened counts from the closing that still stands.
pub(super) fn done_on(view: View<'_>, definition: &Indicator, item: &Item) -> Option<Date> {
    let ledger = view.ledger;
    match definition.measure? {
        Measure::TasksClosed => closed_since(view, ledger.tasks.live_position(Id::new(item.record.id))?),
        measure @ (Measure::Stage | Measure::Action) => {
            let at = view.index.adoption(item.enterprise? as usize, definition.institution?)?;
            let row = ledger.adoptions.at(at);
            let asked = row.stage(definition.stage.unwrap_or(StageName::Issued));
            // Real action counts only where the system stands.
            let system = if measure == Measure::Action { row.issued } else { None };
            last_of([asked, system])
        }
        Measure::BoardsEstablished => {
            let at = view.index.board(item.enterprise? as usize)?;
            ledger.boards.at(at).established.and_then(Stage::day)
        }
        Measure::RestructuringsDone => {
            ledger.restructurings.get(Id::new(item.record.id))?.completed.and_then(Stage::day)
        }
        Measure::PapersSigned => last_of(papers(ledger.contracts.get(Id::new(item.record.id))?)),
        Measure::ContractsHonoured => {
            let row = ledger.assessments.get(Id::new(item.record.id))?;
            let left = left_by_assessment(row, view.as_of);
            last_of([row.assessed, left.map_or(row.paid, |on| Some(Stage::Yes(Some(on))))])
        }
        _ => None,
    }
}

fn closed_since(view: View<'_>, task: usize) -> Option<Date> {
    let mut since = None;
    let mut closed = false;
    for at in view.index.progress.of(task) {
        let entry = view.ledger.progress.at(at);
        if entry.date.is_some_and(|date| date > view.as_of) {
            break;
        }
        if let Some(status) = entry.status {
            let closes = status == TaskStatus::Closed;
            // A closing that is confirmed later stays as old as it is.
            if closes && !closed {
                since = entry.date;
            }
            closed = closes;
        }
    }
    since
}

fn papers(row: &Contract) -> [Option<Stage>; 3] {
    [row.employment_agreement, row.annual_paper, row.term_paper]
}

/// The last of the days that are known: undated steps count as taken before.
fn last_of(stages: impl IntoIterator<Item = Option<Stage>>) -> Option<Date> {
    stages.into_iter().filter_map(|stage| stage?.day()).max()
}
