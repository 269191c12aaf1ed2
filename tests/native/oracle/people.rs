//! The indicators of people: who signed, who was adjusted or left, who came by competition, who was paid accordingly.

use ledger::domain::{
    Date, Id,
    choice::{AppointmentKind, ExitCause, Outcome, TimeBasis},
    records::*,
};

use super::{
    lines::Line,
    standing::{Firm, Oracle},
};

impl Oracle<'_> {
    /// Whether someone of the executive team signed all three papers; nothing where it is another manager, or
    /// nobody in office.
    pub fn papers(&self, row: &Contract) -> Option<Option<bool>> {
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
    pub fn since(&self, row: &Indicator) -> Option<Date> {
        match row.basis {
            Some(TimeBasis::YearToDate) => Some(self.day.first_of_year()),
            Some(TimeBasis::Since) => row.since,
            _ => None,
        }
    }

    /// Whether someone who was appointed in the time came by competition.
    pub fn competition(&self, row: &Indicator, contract: &Contract) -> Option<Option<bool>> {
        // The day of the appointment alone: a term that begins may be a renewal.
        contract
            .appointed_on
            .filter(|on| *on <= self.day && self.since(row).is_none_or(|since| since <= *on))
            .map(|_| contract.appointment.map(|how| how == AppointmentKind::Competition))
    }

    /// Whether a manager was adjusted or left under the system; nothing where nobody was in office in the time.
    pub fn exit(&self, row: &Indicator, id: Id<Contract>, contract: &Contract) -> Option<Option<bool>> {
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

    /// Each assessment by the day, and whether it was paid by or led to an exit.
    pub fn honoured(&self, id: Id<Indicator>, firm: &Firm) -> Vec<Line> {
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
}
