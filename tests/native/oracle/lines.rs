//! Each indicator line by line: who is asked, and what is answered on the day.

use std::collections::BTreeSet;

use reform_ledger::{
    domain::{
        Date, Decimal, Id, Stage, Tiers,
        choice::{
            AppointmentKind, ExclusionReason, ExitCause, IndustryClass, Measure, Outcome, StageName, TaskStatus,
            TimeBasis,
        },
        records::*,
    },
    report::Scope,
};

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
    fn one(firm: Option<&Firm>, excluded: Option<ExclusionReason>, answer: Option<bool>) -> Self {
        Self::of(firm, excluded, answer, (i128::from(answer == Some(true)), 1))
    }

    /// A line of something that names no unit of its own.
    fn of(firm: Option<&Firm>, excluded: Option<ExclusionReason>, answer: Option<bool>, adds: (i128, i128)) -> Self {
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
    fn done(&self, stage: Option<Stage>) -> Option<bool> {
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

    /// Whether someone of the executive team signed all three papers; nothing where it is another manager, or
    /// nobody in office.
    fn papers(&self, row: &Contract) -> Option<Option<bool>> {
        if row.executive == Some(false) || row.ended_on.is_some_and(|on| on <= self.day) {
            return None;
        }
        let papers = [row.employment_agreement, row.annual_paper, row.term_paper].map(|paper| self.done(paper));
        Some(match papers {
            _ if row.executive.is_none() => None,
            _ if papers.contains(&Some(false)) => Some(false),
            _ if papers.contains(&None) => None,
            _ => Some(true),
        })
    }

    /// The first day of the time that an indicator looks at.
    fn since(&self, row: &Indicator) -> Option<Date> {
        match row.basis {
            Some(TimeBasis::YearToDate) => Some(self.day.first_of_year()),
            Some(TimeBasis::Since) => row.since,
            _ => None,
        }
    }

    fn competition(&self, row: &Indicator, contract: &Contract) -> Option<Option<bool>> {
        // The day of the appointment alone: a term that begins may be a renewal.
        contract
            .appointed_on
            .filter(|on| *on <= self.day && self.since(row).is_none_or(|since| since <= *on))
            .map(|_| contract.appointment.map(|how| how == AppointmentKind::Competition))
    }

    /// Whether a manager was adjusted or left under the system; nothing where nobody was in office in the time.
    fn exit(&self, row: &Indicator, id: Id<Contract>, contract: &Contract) -> Option<Option<bool>> {
        let since = self.since(row);
        let is_in = |on: Date| on <= self.day && since.is_none_or(|since| since <= on);
        if contract.ended_on.zip(since).is_some_and(|(on, since)| on < since) {
            return None;
        }
        let mut causes: Vec<Option<ExitCause>> = Vec::new();
        if contract.ended_on.is_some_and(is_in) {
            causes.push(contract.end_cause);
        }
        for (_, assessment) in self.ledger.assessments.iter().filter(|(_, row)| row.contract == Some(id)) {
            let is_exit = matches!(assessment.outcome, Some(Outcome::Adjust | Outcome::Exit));
            if is_exit && assessment.outcome_on.is_some_and(is_in) {
                causes.push(assessment.cause);
            }
        }
        let counts = |cause: &Option<ExitCause>| matches!(cause, Some(ExitCause::LastPlace | ExitCause::Incompetent));
        Some(match causes {
            _ if causes.iter().any(counts) => Some(true),
            _ if causes.contains(&None) => None,
            _ => Some(false),
        })
    }

    fn honoured(&self, id: Id<Indicator>, firm: &Firm) -> Vec<Line> {
        let excluded = self.exclusion(firm, id);
        let mut lines = Vec::new();
        for (contract, _) in self.ledger.contracts.iter().filter(|(_, row)| row.enterprise == Some(firm.id)) {
            let of = self.ledger.assessments.iter().filter(|(_, row)| row.contract == Some(contract));
            for (_, assessment) in of.filter(|(_, row)| self.done(row.assessed) == Some(true)) {
                let has_left =
                    assessment.outcome == Some(Outcome::Exit) && assessment.outcome_on.is_some_and(|on| on <= self.day);
                let answer = if has_left { Some(true) } else { self.done(assessment.paid) };
                lines.push(Line::one(Some(firm), excluded, answer));
            }
        }
        lines
    }

    /// The firm of an investment or a restructuring, as [`Self::owner`]; what a firm does that is not in the
    /// population does not count.
    fn valid_owner(&self, scope: &Scope, firm: Option<Id<Enterprise>>) -> Option<Option<&Firm>> {
        self.owner(scope, firm, None).filter(|of| of.is_none_or(|firm| firm.valid))
    }

    /// The firm that decides on a record in a scope: `None` where the record does not lie in it, `Some(None)` where
    /// it names no firm.
    fn owner(&self, scope: &Scope, firm: Option<Id<Enterprise>>, unit: Option<Id<Unit>>) -> Option<Option<&Firm>> {
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

    /// The last year that at least half of those due have reported; where there is none, the one that the most have.
    fn year(&self, years: impl Iterator<Item = i64>, due: &[&Firm], has: impl Fn(&Firm, i64) -> bool) -> Option<i64> {
        let counted = |year: i64| due.iter().filter(|firm| has(firm, year)).count();
        let years: BTreeSet<i64> = years.filter(|year| *year <= i64::from(self.day.year())).collect();
        let half = years.iter().rev().find(|year| counted(**year) > 0 && 2 * counted(**year) >= due.len());
        half.or_else(|| years.iter().max_by_key(|year| (counted(**year), **year))).copied()
    }

    fn accounts(&self, id: Id<Indicator>, measure: Measure, scope: &Scope) -> Vec<Line> {
        let row_of = |firm: &Firm, year: i64| {
            let of = self.ledger.year_figures.iter().filter(|(_, row)| row.enterprise == Some(firm.id));
            let row = of.filter(|(_, row)| whole_year(row.year) == Some(year)).max_by_key(|(id, _)| *id)?.1;
            let part = if measure == Measure::ResearchIntensity { row.research } else { row.emerging_revenue };
            Some((part.map(amount), row.revenue.map(amount)))
        };
        let has = |firm: &Firm, year: i64| matches!(row_of(firm, year), Some((Some(_), Some(_))));
        let firms: Vec<&Firm> = self.firms_in(scope).collect();
        let due: Vec<&Firm> = firms.iter().copied().filter(|firm| self.exclusion(firm, id).is_none()).collect();
        let years: Vec<i64> = self.ledger.year_figures.iter().filter_map(|(_, row)| whole_year(row.year)).collect();
        let year = self.year(years.into_iter().filter(|year| due.iter().any(|firm| has(firm, *year))), &due, has);
        let line = |firm: &&Firm| {
            let (part, whole) = year.and_then(|year| row_of(firm, year)).unwrap_or_default();
            let answer = part.zip(whole).map(|(part, _)| part > 0);
            // A part of the revenue is no more than the revenue; what is spent on research may be.
            let most = if measure == Measure::ResearchIntensity { None } else { whole };
            let part = part.map_or(0, |part| most.map_or(part, |most| part.min(most)));
            let adds = whole.map_or((0, 0), |whole| (part, whole));
            Line::of(Some(*firm), self.exclusion(firm, id), answer, adds)
        };
        firms.iter().map(line).collect()
    }

    fn investments(&self, id: Id<Indicator>, scope: &Scope) -> Vec<Line> {
        let rows: Vec<(Option<&Firm>, &Investment)> = self
            .ledger
            .investments
            .iter()
            .filter_map(|(_, row)| Some((self.valid_owner(scope, row.enterprise)?, row)))
            .collect();
        let due: Vec<&Firm> = self.firms_in(scope).filter(|firm| self.exclusion(firm, id).is_none()).collect();
        let has = |firm: &Firm, year: i64| {
            let is_own = |of: &Option<&Firm>| of.is_some_and(|own| own.id == firm.id);
            rows.iter().any(|(of, row)| is_own(of) && row.amount.is_some() && whole_year(row.year) == Some(year))
        };
        // A row without a value tells no year, nor does one of a firm that is left out.
        let tells = |of: &Option<&Firm>| of.is_none_or(|firm| due.iter().any(|due| due.id == firm.id));
        let years = rows.iter().filter(|(of, row)| tells(of) && row.amount.is_some());
        let year = self.year(years.filter_map(|(_, row)| whole_year(row.year)), &due, has);
        let of_year = rows.iter().filter(|(_, row)| year.is_some() && whole_year(row.year) == year);
        let line = |(firm, row): &(Option<&Firm>, &Investment)| {
            let amount = row.amount.map(amount);
            let answer = row.class.map(|class| class == IndustryClass::Emerging).filter(|_| amount.is_some());
            let excluded = firm.and_then(|firm| self.exclusion(firm, id));
            let amount = amount.unwrap_or(0);
            Line::of(*firm, excluded, answer, (if answer == Some(true) { amount } else { 0 }, amount))
        };
        of_year.map(line).collect()
    }
}

/// An amount that counts: below nothing is a slip.
fn amount(of: Decimal) -> i128 {
    i128::from(of.hundredths().max(0))
}

/// Whether a scope asks for anything that only a firm can answer.
pub fn asks_of_firms(scope: &Scope) -> bool {
    let Scope { unit: _, region, group, tiers, function, pilot } = scope;
    region.is_some() || group.is_some() || *tiers != Tiers::ALL || function.is_some() || pilot.is_some()
}

/// The year that a number names.
fn whole_year(number: Option<Decimal>) -> Option<i64> {
    number.map(|number| number.hundredths().div_euclid(100))
}
