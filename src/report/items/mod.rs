//! Each indicator item by item: who is asked, what the answer is, and who is left out why.

mod amounts;
mod proof;

pub use amounts::{ReportedYear, YearPart, figures_row, is_begun, is_of_amounts, reported_year};
pub use proof::{Proof, proof};

use super::{View, scope::Resolved, scope::Scope};
use crate::domain::{
    AnyTable, Date, Decimal, Id, Kind, Ratio, RawId, RecordRef, Stage, Tiers,
    choice::{DirectorKind, ExclusionReason, ExitCause, Measure, StageName, TimeBasis},
    facts::{
        counting_contracts, exclusion_in_force, in_office_from, is_departure, is_exit, is_in_office, is_seated,
        left_by_assessment,
    },
    records::{Assessment, Contract, Indicator},
};

/// The answer of one item. Missing is not no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// It counts in the numerator.
    Yes,
    /// It does not.
    No,
    /// Nobody filled it in.
    Missing,
}

/// One enterprise, contract, assessment, board or task in an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The record.
    pub record: RecordRef,
    /// The position of its enterprise; `None` for a task, an investment or a restructuring that names none.
    pub enterprise: Option<u32>,
    /// What it answers.
    pub answer: Answer,
    /// Why it is left out of the due population, if it is.
    pub excluded: Option<ExclusionReason>,
    /// What it adds to numerator and denominator.
    pub counted: Ratio,
    /// How many of what is counted it stands for: seats that no record names, else 1.
    pub count: i64,
}

impl Item {
    /// An item that stands for one of what is counted; `enterprise` is a position.
    fn one(
        record: RecordRef,
        enterprise: Option<usize>,
        answer: Answer,
        excluded: Option<ExclusionReason>,
        counted: Ratio,
    ) -> Self {
        Self { record, enterprise: enterprise.map(|at| at as u32), answer, excluded, counted, count: 1 }
    }
}

/// The items of an indicator in a scope; none where the indicator says not what it measures.
pub fn items(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Vec<Item> {
    let own = view.ledger.indicators.get(indicator).map_or(Tiers::ALL, |definition| definition.tiers);
    items_in(view, indicator, scope, own)
}

/// The items of an indicator asked of other tiers than its own; the scope still narrows them.
pub fn items_in(view: View<'_>, indicator: Id<Indicator>, scope: &Scope, tiers: Tiers) -> Vec<Item> {
    let Some(definition) = view.ledger.indicators.get(indicator) else { return Vec::new() };
    let Some(measure) = definition.measure else { return Vec::new() };
    let Some(tiers) = tiers.and(scope.tiers) else { return Vec::new() };
    let narrowed = Scope { tiers, ..scope.clone() };
    let asking =
        Asking { view, scope: narrowed.resolve(view), indicator, definition, window: window(view, definition) };
    match measure {
        Measure::TasksClosed | Measure::TaskProgress => asking.tasks(measure),
        Measure::Stage | Measure::Action => asking.stages(measure),
        Measure::BoardsEstablished | Measure::OutsideMajority | Measure::BoardsFull | Measure::FullTimeOutside => {
            asking.boards(measure)
        }
        Measure::ManagersExited | Measure::CompetitiveAppointments | Measure::PapersSigned => asking.people(measure),
        Measure::ContractsHonoured => asking.assessments(),
        Measure::EmergingRevenue | Measure::ResearchIntensity => asking.figures_of_year(measure),
        Measure::EmergingInvestment => asking.investments(),
        Measure::RestructuringsDone => asking.restructurings(),
    }
}

/// The first day that an indicator looks at; `None` for all time.
fn window(view: View<'_>, definition: &Indicator) -> Option<Date> {
    match definition.basis {
        Some(TimeBasis::YearToDate) => Some(view.as_of.first_of_year()),
        Some(TimeBasis::Since) => definition.since,
        Some(TimeBasis::ToDate) | None => None,
    }
}

struct Asking<'a> {
    view: View<'a>,
    scope: Resolved<'a>,
    indicator: Id<Indicator>,
    definition: &'a Indicator,
    window: Option<Date>,
}

fn household(answer: Answer) -> Ratio {
    Ratio::new(i64::from(answer == Answer::Yes), 1)
}

/// Reads a dated step on a day: one dated later was not taken yet.
pub(super) fn read(stage: Option<Stage>, day: Date) -> Answer {
    match stage {
        None => Answer::Missing,
        Some(stage) if stage.done_by(day) => Answer::Yes,
        Some(_) => Answer::No,
    }
}

/// Whether pay followed an assessment (M3). Who left by it is honoured without pay.
pub(super) fn honoured(row: &Assessment, day: Date) -> Answer {
    left_by_assessment(row, day).map_or_else(|| read(row.paid, day), |_| Answer::Yes)
}

fn yes_if(yes: bool) -> Answer {
    if yes { Answer::Yes } else { Answer::No }
}

impl Asking<'_> {
    fn tasks(&self, measure: Measure) -> Vec<Item> {
        let Self { view, .. } = self;
        let tasks = &view.ledger.tasks;
        tasks
            .positioned()
            .filter(|(_, row)| self.definition.main_only != Some(true) || row.main == Some(true))
            .filter(|(at, _)| self.scope.has_task(*at))
            .map(|(at, row)| {
                let standing = view.index.standing(view.ledger, at, view.as_of);
                let (answer, counted) = if measure == Measure::TasksClosed {
                    // No status at all says neither yes nor no.
                    let answer = if standing.status.is_none() { Answer::Missing } else { yes_if(standing.is_closed()) };
                    (answer, household(answer))
                } else {
                    // Weight and per cent are both in hundredths: the denominator is weight × 100 %.
                    let weight = row.weight.unwrap_or(Decimal::whole(1)).hundredths();
                    let percent = standing.percent.map_or(0, Decimal::hundredths);
                    let answer = if standing.percent.is_none() { Answer::Missing } else { yes_if(percent == 10_000) };
                    (answer, Ratio::new(weight.saturating_mul(percent), weight.saturating_mul(10_000)))
                };
                let enterprise = row.enterprise.and_then(|id| view.ledger.enterprises.live_position(id));
                let record = RecordRef::new(Kind::Task, tasks.typed_id(at).raw());
                Item::one(record, enterprise, answer, None, counted)
            })
            .collect()
    }

    fn stages(&self, measure: Measure) -> Vec<Item> {
        let Self { view, .. } = self;
        let Some(institution) = self.definition.institution else { return Vec::new() };
        let first = if measure == Measure::Action { StageName::Adjusted } else { StageName::Issued };
        let stage = self.definition.stage.unwrap_or(first);
        let day = view.as_of;
        self.scope
            .enterprises()
            .filter_map(|at| {
                let adoption = view.index.adoption(at, institution).map(|at| view.ledger.adoptions.at(at));
                let taken = |name| read(adoption.and_then(|row| row.stage(name)), day);
                // Real action is asked only of those that have the system.
                if measure == Measure::Action && taken(StageName::Issued) != Answer::Yes {
                    return None;
                }
                let answer = taken(stage);
                let due = adoption.and_then(|row| row.due);
                Some(self.household(at, answer, due))
            })
            .collect()
    }

    fn household(&self, at: usize, answer: Answer, due: Option<bool>) -> Item {
        let by_due = match due {
            Some(false) => Some(ExclusionReason::NotApplicable),
            None if self.definition.stated_only == Some(true) => Some(ExclusionReason::ApplicabilityUnknown),
            _ => None,
        };
        let record = RecordRef::new(Kind::Enterprise, self.view.ledger.enterprises.typed_id(at).raw());
        Item::one(record, Some(at), answer, self.exclusion(at).or(by_due), household(answer))
    }

    /// The reason for which an enterprise does not count on the day.
    fn exclusion(&self, at: usize) -> Option<ExclusionReason> {
        let Self { view, .. } = self;
        exclusion_in_force(view.ledger, view.index, at, view.as_of, |indicator| {
            indicator.is_none_or(|indicator| indicator == self.indicator)
        })
    }

    fn boards(&self, measure: Measure) -> Vec<Item> {
        let Self { view, .. } = self;
        if measure == Measure::FullTimeOutside {
            return self.scope.enterprises().flat_map(|at| self.outside_seats(at)).collect();
        }
        self.scope
            .enterprises()
            .filter_map(|at| {
                let board = view.index.board(at).map(|at| view.ledger.boards.at(at));
                let established = read(board.and_then(|row| row.established), view.as_of);
                let due = board.and_then(|row| row.due);
                if measure == Measure::BoardsEstablished {
                    return Some(self.household(at, established, due));
                }
                let board = board.filter(|_| established == Answer::Yes)?;
                let number = |value: Option<Decimal>| value.map(Decimal::hundredths);
                let (filled, outside) = (number(board.filled), number(board.outside));
                let answer = match measure {
                    Measure::OutsideMajority => match (outside, filled) {
                        (Some(outside), Some(filled)) => yes_if(outside * 2 > filled),
                        _ => Answer::Missing,
                    },
                    _ => match (filled, number(board.seats)) {
                        (Some(filled), Some(seats)) => yes_if(filled >= seats),
                        _ => Answer::Missing,
                    },
                };
                Some(self.household(at, answer, due))
            })
            .collect()
    }

    /// The outside directors of one board, seat by seat as far as records name them in keeping with the board's
    /// own numbers, and the other seats together under the enterprise. More full-time ones than there are outside
    /// directors is a contradiction that a check reports; here it must not push the numerator out of its denominator.
    fn outside_seats(&self, enterprise: usize) -> Vec<Item> {
        let ledger = self.view.ledger;
        let board = self.view.index.board(enterprise).map(|at| ledger.boards.at(at));
        let own = board.filter(|row| read(row.established, self.view.as_of) == Answer::Yes);
        let Some((row, outside)) = own.and_then(|row| Some((row, row.outside?))) else { return Vec::new() };
        let seats = outside.hundredths() / 100;
        let full_time = row.full_time_outside.map(|count| count.min(outside).hundredths() / 100);
        let together = self.household(enterprise, Answer::Missing, row.due);
        let mut items = full_time.map_or_else(Vec::new, |full_time| self.named_seats(enterprise, seats, full_time));
        items.iter_mut().for_each(|item| item.excluded = together.excluded);
        let named = |answer| items.iter().filter(|item| item.answer == answer).count() as i64;
        let (yes, rest) = (full_time.unwrap_or(0) - named(Answer::Yes), seats - items.len() as i64);
        if rest > 0 {
            let answer = full_time.map_or(Answer::Missing, |_| yes_if(yes > 0));
            items.push(Item { answer, counted: Ratio::new(yes, rest), count: rest, ..together });
        }
        items
    }

    /// The outside directors on record of a board with so many seats for them and so many full-time ones; none
    /// where they cannot be those. Of whom nobody says which they are is told where the numbers leave no choice.
    fn named_seats(&self, enterprise: usize, seats: i64, full_time: i64) -> Vec<Item> {
        let directors = &self.view.ledger.directors;
        let own = self.view.index.directors.of(enterprise).filter(|at| {
            let row = directors.at(*at);
            row.kind == Some(DirectorKind::Outside) && is_seated(row, self.view.as_of)
        });
        let own: Vec<(RecordRef, Option<bool>)> =
            own.map(|at| (RecordRef::new(Kind::Director, directors.id_at(at)), directors.at(at).full_time)).collect();
        let says = |answer| own.iter().filter(|(_, own)| *own == answer).count() as i64;
        let (yes, no) = (full_time - says(Some(true)), seats - full_time - says(Some(false)));
        if yes < 0 || no < 0 || own.len() as i64 > seats {
            return Vec::new();
        }
        let follows = match (yes, no) {
            (0, _) => Some(false),
            (_, 0) => Some(true),
            _ => None,
        };
        own.into_iter()
            .filter_map(|(record, said)| Some(person(record, enterprise, yes_if(said.or(follows)?), None)))
            .collect()
    }

    fn people(&self, measure: Measure) -> Vec<Item> {
        let Self { view, .. } = self;
        let mut items = Vec::new();
        for enterprise in self.scope.enterprises() {
            let excluded = self.exclusion(enterprise);
            for at in counting_contracts(view.ledger, view.index, enterprise, view.as_of) {
                let row = view.ledger.contracts.at(at);
                let answer = match measure {
                    Measure::ManagersExited => self.exited(at, row),
                    Measure::CompetitiveAppointments => self.appointed(row),
                    _ => self.signed(row),
                };
                if let Some(answer) = answer {
                    let record = RecordRef::new(Kind::Contract, view.ledger.contracts.typed_id(at).raw());
                    items.push(person(record, enterprise, answer, excluded));
                }
            }
        }
        items
    }

    fn in_window(&self, day: Date) -> bool {
        day <= self.view.as_of && self.window.is_none_or(|from| from <= day)
    }

    /// Whether a manager in office at some time in the window was moved or left for one of the two
    /// reasons that count; misconduct, retirement and resignation do not. Who was moved or left and nobody
    /// says why is missing.
    fn exited(&self, at: usize, row: &Contract) -> Option<Answer> {
        let in_office = in_office_from(row).is_none_or(|on| on <= self.view.as_of)
            && row.ended_on.is_none_or(|on| self.window.is_none_or(|from| from <= on));
        let by_assessment = self.view.index.assessments.of(at).filter_map(|at| {
            let row = self.view.ledger.assessments.at(at);
            (is_departure(row) && row.outcome_on.is_some_and(|on| self.in_window(on))).then_some(row.cause)
        });
        let by_leaving = row.ended_on.filter(|on| self.in_window(*on)).map(|_| row.end_cause);
        let causes: Vec<Option<ExitCause>> = by_assessment.chain(by_leaving).collect();
        in_office.then(|| {
            if causes.iter().any(|cause| is_exit(*cause)) {
                Answer::Yes
            } else if causes.contains(&None) {
                Answer::Missing
            } else {
                Answer::No
            }
        })
    }

    fn appointed(&self, row: &Contract) -> Option<Answer> {
        row.appointed_on.filter(|on| self.in_window(*on))?;
        Some(match row.appointment {
            None => Answer::Missing,
            Some(kind) => yes_if(kind == crate::domain::choice::AppointmentKind::Competition),
        })
    }

    /// Whether an executive in office has signed all three papers. Of whom nobody says whether they are one
    /// is due, and missing.
    fn signed(&self, row: &Contract) -> Option<Answer> {
        let day = self.view.as_of;
        let in_office = row.executive != Some(false) && is_in_office(row, day);
        if row.executive.is_none() {
            return in_office.then_some(Answer::Missing);
        }
        let papers = [row.employment_agreement, row.annual_paper, row.term_paper].map(|paper| read(paper, day));
        in_office.then(|| {
            if papers.contains(&Answer::No) {
                Answer::No
            } else if papers.contains(&Answer::Missing) {
                Answer::Missing
            } else {
                Answer::Yes
            }
        })
    }

    fn assessments(&self) -> Vec<Item> {
        let Self { view, .. } = self;
        let day = view.as_of;
        let mut items = Vec::new();
        for enterprise in self.scope.enterprises() {
            let excluded = self.exclusion(enterprise);
            for contract in view.index.contracts.of(enterprise) {
                for at in view.index.assessments.of(contract) {
                    let row = view.ledger.assessments.at(at);
                    if read(row.assessed, day) != Answer::Yes {
                        continue;
                    }
                    let answer = honoured(row, day);
                    let record = RecordRef::new(Kind::Assessment, view.ledger.assessments.typed_id(at).raw());
                    items.push(person(record, enterprise, answer, excluded));
                }
            }
        }
        items
    }
}

fn person(record: RecordRef, enterprise: usize, answer: Answer, excluded: Option<ExclusionReason>) -> Item {
    Item::one(record, Some(enterprise), answer, excluded, household(answer))
}

/// The identity of the enterprise of an item.
pub fn enterprise_id(view: View<'_>, item: &Item) -> Option<RawId> {
    item.enterprise.map(|at| view.ledger.enterprises.id_at(at as usize))
}
