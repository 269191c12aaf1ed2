//! Each indicator line by line: who is asked, and what is answered on the day.

use ledger::domain::{
    Decimal, Id, Stage, Tiers,
    choice::{ExclusionReason, Measure, StageName, TaskStatus},
    records::*,
};
use report::Scope;

use super::standing::{Firm, Oracle};

/// One thing that is asked, and its answer.
#[derive(Clone, Debug)]
pub struct Line {
    /// The firm that it is asked of, or belongs to.
    pub firm: Option<Id<Enterprise>>,
    /// The unit that a task names.
    pub unit: Option<Id<Unit>>,
    /// Why it is not due, where it is not.
    pub excluded: Option<ExclusionReason>,
    /// Yes, no, or that nobody said.
    pub answer: Option<bool>,
    /// What it adds to the numerator, and to the denominator.
    pub adds: (i128, i128),
}

impl Line {
    /// A line that counts one.
    pub fn one(firm: Option<&Firm>, excluded: Option<ExclusionReason>, answer: Option<bool>) -> Self {
        Self::of(firm, excluded, answer, (i128::from(answer == Some(true)), 1))
    }

    /// A line of something that names no unit of its own.
    pub fn of(
        firm: Option<&Firm>,
        excluded: Option<ExclusionReason>,
        answer: Option<bool>,
        adds: (i128, i128),
    ) -> Self {
        Self { firm: firm.map(|firm| firm.id), unit: None, excluded, answer, adds }
    }
}

impl Oracle<'_> {
    /// The lines of an indicator in a scope.
    pub fn lines(&self, id: Id<Indicator>, scope: &Scope) -> Vec<Line> {
        let Some(row) = self.ledger.indicators.get(id) else { return Vec::new() };
        let (Some(measure), Some(tiers)) = (row.measure, row.tiers.and(scope.tiers)) else { return Vec::new() };
        let scope = &Scope { tiers, ..scope.clone() };
        match measure {
            Measure::TasksClosed | Measure::TaskProgress => self.tasks(row, measure, scope),
            Measure::RestructuringsDone => self.restructurings(id, scope),
            Measure::EmergingRevenue | Measure::ResearchIntensity => self.accounts(id, measure, scope),
            Measure::EmergingInvestment => self.investments(id, scope),
            _ => self.firms_in(scope).flat_map(|firm| self.of_firm(id, row, measure, firm)).collect(),
        }
    }

    /// The firms of a scope.
    pub fn firms_in(&self, scope: &Scope) -> impl Iterator<Item = &Firm> {
        self.firms.values().filter(|firm| self.has(scope, firm))
    }

    fn of_firm(&self, id: Id<Indicator>, row: &Indicator, measure: Measure, firm: &Firm) -> Vec<Line> {
        match measure {
            Measure::Stage | Measure::Action => self.adoption(id, row, measure, firm),
            Measure::BoardsEstablished | Measure::OutsideMajority | Measure::BoardsFull | Measure::FullTimeOutside => {
                self.board(id, row, measure, firm)
            }
            Measure::ContractsHonoured => self.honoured(id, firm),
            _ => {
                let excluded = self.exclusion(firm, id);
                let asked = self.managers(firm).into_iter().filter_map(|(contract, row_of)| {
                    let answer = match measure {
                        Measure::PapersSigned => self.papers(row_of),
                        Measure::CompetitiveAppointments => self.competition(row, row_of),
                        _ => self.exit(row, contract, row_of),
                    };
                    answer.map(|answer| Line::one(Some(firm), excluded, answer))
                });
                asked.collect()
            }
        }
    }

    /// What became of a stage by the day; what is dated later has not happened.
    pub fn done(&self, stage: Option<Stage>) -> Option<bool> {
        stage.map(|stage| match stage {
            Stage::No => false,
            Stage::Yes(on) => on.is_none_or(|on| on <= self.day),
        })
    }

    /// Why something is not due by its own word.
    fn not_due(row: &Indicator, due: Option<bool>) -> Option<ExclusionReason> {
        match due {
            Some(false) => Some(ExclusionReason::NotApplicable),
            None if row.stated_only == Some(true) => Some(ExclusionReason::ApplicabilityUnknown),
            _ => None,
        }
    }

    fn adoption(&self, id: Id<Indicator>, row: &Indicator, measure: Measure, firm: &Firm) -> Vec<Line> {
        let Some(institution) = row.institution else { return Vec::new() };
        let adoption = self
            .ledger
            .adoptions
            .iter()
            .filter(|(_, row)| row.enterprise == Some(firm.id) && row.institution == Some(institution))
            .max_by_key(|(id, _)| *id)
            .map(|(_, row)| row);
        let stage = |name| self.done(adoption.and_then(|adoption| adoption.stage(name)));
        // Whether there was action is asked of those that have the system.
        if measure == Measure::Action && stage(StageName::Issued) != Some(true) {
            return Vec::new();
        }
        let excluded =
            self.exclusion(firm, id).or_else(|| Self::not_due(row, adoption.and_then(|adoption| adoption.due)));
        let otherwise = if measure == Measure::Action { StageName::Adjusted } else { StageName::Issued };
        let asked = row.stage.unwrap_or(otherwise);
        vec![Line::one(Some(firm), excluded, stage(asked))]
    }

    fn board(&self, id: Id<Indicator>, row: &Indicator, measure: Measure, firm: &Firm) -> Vec<Line> {
        let board = self
            .ledger
            .boards
            .iter()
            .filter(|(_, row)| row.enterprise == Some(firm.id))
            .max_by_key(|(id, _)| *id)
            .map(|(_, row)| row);
        let excluded = self.exclusion(firm, id).or_else(|| Self::not_due(row, board.and_then(|board| board.due)));
        let established = self.done(board.and_then(|board| board.established));
        if measure == Measure::BoardsEstablished {
            return vec![Line::one(Some(firm), excluded, established)];
        }
        let Some(board) = board.filter(|_| established == Some(true)) else { return Vec::new() };
        let of = |number: Option<Decimal>| number.map(|number| i128::from(number.hundredths()));
        match measure {
            Measure::OutsideMajority => {
                let answer = of(board.outside).zip(of(board.filled)).map(|(outside, filled)| 2 * outside > filled);
                vec![Line::one(Some(firm), excluded, answer)]
            }
            Measure::BoardsFull => {
                let answer = of(board.filled).zip(of(board.seats)).map(|(filled, seats)| filled >= seats);
                vec![Line::one(Some(firm), excluded, answer)]
            }
            _ => {
                // Of how many people nobody said anything cannot be counted.
                let Some(outside) = of(board.outside) else { return Vec::new() };
                let people = outside / 100;
                let full_time = of(board.full_time_outside).map(|number| number / 100);
                (0..people)
                    .map(|at| Line::one(Some(firm), excluded, full_time.map(|full_time| at < full_time)))
                    .collect()
            }
        }
    }

    /// The firm of an investment or a restructuring, as [`Self::owner`]; what a firm does that is not in the
    /// population does not count.
    pub fn valid_owner(&self, scope: &Scope, firm: Option<Id<Enterprise>>) -> Option<Option<&Firm>> {
        self.owner(scope, firm, None).filter(|of| of.is_none_or(|firm| firm.valid))
    }

    /// The firm that decides on a record in a scope: `None` where the record does not lie in it, `Some(None)` where
    /// it names no firm.
    pub fn owner(&self, scope: &Scope, firm: Option<Id<Enterprise>>, unit: Option<Id<Unit>>) -> Option<Option<&Firm>> {
        let of = self.firm(firm);
        let unit = unit.or(of.and_then(|firm| firm.unit));
        if scope.unit.is_some() && unit != scope.unit {
            return None;
        }
        let is_in = !asks_of_firms(scope) || of.is_some_and(|firm| self.is_about(scope, firm));
        is_in.then_some(of)
    }

    fn tasks(&self, row: &Indicator, measure: Measure, scope: &Scope) -> Vec<Line> {
        let mut lines = Vec::new();
        for (task, own) in self.ledger.tasks.iter() {
            if row.main_only == Some(true) && own.main != Some(true) {
                continue;
            }
            let Some(firm) = self.owner(scope, own.enterprise, own.unit) else { continue };
            // An exclusion leaves an enterprise out, and not what it has to do.
            let excluded = None;
            let (status, percent) = self.task(task);
            let line = if measure == Measure::TasksClosed {
                Line::one(firm, excluded, status.map(|status| status == TaskStatus::Closed))
            } else {
                let weight = own.weight.map_or(100, |weight| i128::from(weight.hundredths()));
                let percent = percent.map(|percent| i128::from(percent.hundredths()));
                let adds = (weight * percent.unwrap_or(0), weight * 10_000);
                Line::of(firm, excluded, percent.map(|percent| percent > 0), adds)
            };
            lines.push(Line { unit: own.unit, ..line });
        }
        lines
    }

    fn restructurings(&self, id: Id<Indicator>, scope: &Scope) -> Vec<Line> {
        // What is done was begun, whatever was said of its beginning.
        let is_begun = |row: &Restructuring| {
            [row.planned, row.approved, row.completed].iter().any(|stage| self.done(*stage) == Some(true))
        };
        let begun = self.ledger.restructurings.iter().filter(|(_, row)| is_begun(row));
        begun
            .filter_map(|(_, row)| {
                let firm = self.valid_owner(scope, row.enterprise)?;
                Some(Line::one(firm, firm.and_then(|firm| self.exclusion(firm, id)), self.done(row.completed)))
            })
            .collect()
    }
}

/// Whether a scope asks for anything that only a firm can answer.
pub fn asks_of_firms(scope: &Scope) -> bool {
    let Scope { unit: _, region, group, tiers, function, pilot } = scope;
    region.is_some() || group.is_some() || *tiers != Tiers::ALL || function.is_some() || pilot.is_some()
}
