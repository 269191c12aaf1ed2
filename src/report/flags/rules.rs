//! The rules: each looks at one enterprise, or at one task, and says what it raises.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Flag, is_off, threshold};
use crate::{View, scope::Scope, year};
use ledger::domain::{
    CodeVerdict, CodedEnum, Date, Decimal, Kind, RawId, RecordRef,
    check::words,
    choice::{FlagRule, Outcome},
    days_between,
    facts::{has_evidence, in_office_from, is_counted_not_due, is_departure, is_exit, paper_days, tenure_rule_day},
    records::{Assessment, Contract},
};

/// Goals shorter than this say too little to be compared.
pub(super) const LEAST_GOALS: usize = 8;

/// The most characters of a text of goals that a flag is known by; longer ones end in a digest.
const SHOWN_GOALS: usize = 40;

/// Grades that are the best wherever they are used.
const TOP_GRADES: [&str; 5] = ["优秀", "A", "A级", "A档", "标杆"];

/// Raises the flags of a scope; who dismissed what is not known here.
pub(super) fn raise(view: View<'_>, scope: &Scope) -> Vec<Flag> {
    let resolved = scope.resolve(view);
    let thresholds = FlagRule::ALL.iter().map(|rule| (!is_off(view, *rule)).then(|| threshold(view, *rule))).collect();
    let mut raised = Raised { view, thresholds, flags: Vec::new() };
    for at in resolved.enterprises() {
        raised.same_day(at);
        raised.same_goals(at);
        raised.assessed(at);
        raised.paper_before_rule(at);
        raised.board(at);
        raised.counted_not_due(at);
        raised.damaged_code(at);
    }
    if raised.threshold(FlagRule::ClosedWithoutEvidence).is_some() {
        for (at, _) in view.ledger.tasks.positioned().filter(|(at, _)| resolved.has_task(*at)) {
            raised.closed_without_evidence(at);
        }
    }
    raised.flags
}

struct Raised<'a> {
    view: View<'a>,
    /// By rule, in their order; `None` where the rule is off.
    thresholds: Vec<Option<Decimal>>,
    flags: Vec<Flag>,
}

/// Whether a count reaches a threshold, which may have places.
const fn reaches(count: i64, threshold: Decimal) -> bool {
    count.saturating_mul(100) >= threshold.hundredths()
}

/// What is compared of goals: without spaces, line breaks and width.
fn even(text: &str) -> String {
    text.chars().map(ledger::domain::code::narrow).filter(|c| !c.is_whitespace()).collect()
}

/// What a text of goals is known by: itself, or its beginning and a digest of the whole.
fn about_goals(text: &str) -> String {
    if text.chars().count() <= SHOWN_GOALS {
        return text.to_owned();
    }
    // FNV-1a: stable over versions of the program, since dismissals hang on it.
    let digest = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let beginning: String = text.chars().take(SHOWN_GOALS).collect();
    format!("{beginning}…#{:08x}", digest >> 32)
}

impl Raised<'_> {
    /// The threshold of a rule that is in force.
    fn threshold(&self, rule: FlagRule) -> Option<Decimal> {
        self.thresholds.get(usize::from(rule.index())).copied().flatten()
    }

    fn add(&mut self, rule: FlagRule, enterprise: usize, about: String, rows: Vec<RecordRef>, measured: i64) {
        let enterprise = Some(enterprise as u32);
        self.flags.push(Flag { rule, enterprise, task: None, about, rows, measured, dismissed: None });
    }

    fn contract_ref(&self, at: usize) -> RecordRef {
        RecordRef::new(Kind::Contract, self.view.ledger.contracts.typed_id(at).raw())
    }

    fn same_day(&mut self, enterprise: usize) {
        let Some(threshold) = self.threshold(FlagRule::SameDay) else { return };
        let view = self.view;
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for at in view.index.contracts.of(enterprise) {
            for (_, day) in paper_days(view.ledger.contracts.at(at)).filter(|(_, day)| *day <= view.as_of) {
                let contracts = days.entry(day).or_default();
                // Several papers of one contract on one day are one contract.
                if contracts.last() != Some(&at) {
                    contracts.push(at);
                }
            }
        }
        for (day, contracts) in days {
            let count = contracts.len() as i64;
            if reaches(count, threshold) {
                let rows = contracts.into_iter().map(|at| self.contract_ref(at)).collect();
                self.add(FlagRule::SameDay, enterprise, day.to_string(), rows, count);
            }
        }
    }

    fn same_goals(&mut self, enterprise: usize) {
        let Some(threshold) = self.threshold(FlagRule::SameGoals) else { return };
        let view = self.view;
        let mut texts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for at in view.index.contracts.of(enterprise) {
            let row = view.ledger.contracts.at(at);
            if row.goals.trim().is_empty() || !has_begun(row, view.as_of) {
                continue;
            }
            let text = even(&row.goals);
            if text.chars().count() >= LEAST_GOALS {
                texts.entry(text).or_default().push(at);
            }
        }
        for (text, contracts) in texts {
            let count = contracts.len() as i64;
            if reaches(count, threshold) {
                let rows = contracts.into_iter().map(|at| self.contract_ref(at)).collect();
                self.add(FlagRule::SameGoals, enterprise, about_goals(&text), rows, count);
            }
        }
    }

    /// What the assessments of an enterprise raise: everyone graded best, and nobody moved.
    fn assessed(&mut self, enterprise: usize) {
        let view = self.view;
        let mut years: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for contract in view.index.contracts.of(enterprise) {
            for at in view.index.assessments.of(contract) {
                let row = view.ledger.assessments.at(at);
                let assessed = row.assessed.is_some_and(|stage| stage.done_by(view.as_of));
                if let Some(year) = year(row.year).filter(|_| assessed) {
                    years.entry(year).or_default().push(at);
                }
            }
        }
        let last = i64::from(view.as_of.year()) - 1;
        for (year, assessments) in years {
            let count = people(view, &assessments);
            if self.threshold(FlagRule::AllExcellent).is_some_and(|threshold| reaches(count, threshold))
                && self.is_all_top(year, &assessments)
            {
                let rows = self.assessment_refs(&assessments);
                self.add(FlagRule::AllExcellent, enterprise, year.to_string(), rows, count);
            }
            if year == last
                && self.threshold(FlagRule::NoExit).is_some_and(|threshold| reaches(count, threshold))
                && !self.has_exit(enterprise, year, &assessments)
            {
                let rows = self.assessment_refs(&assessments);
                self.add(FlagRule::NoExit, enterprise, year.to_string(), rows, count);
            }
        }
    }

    fn assessment_refs(&self, assessments: &[usize]) -> Vec<RecordRef> {
        let table = &self.view.ledger.assessments;
        assessments.iter().map(|at| RecordRef::new(Kind::Assessment, table.typed_id(*at).raw())).collect()
    }

    /// Whether all have one and the same grade, and it is a best one.
    fn is_all_top(&self, asked: i64, assessments: &[usize]) -> bool {
        let ledger = self.view.ledger;
        let grade = |at: &usize| ledger.assessments.at(*at).grade.trim();
        let Some(first) = assessments.first().map(grade).filter(|grade| !grade.is_empty()) else { return false };
        let of_scale = || {
            let mut scales = ledger.grade_scales.iter().filter(|(_, scale)| year(scale.year) == Some(asked));
            scales.any(|(_, scale)| words(&scale.top).any(|word| word == first))
        };
        assessments.iter().all(|at| grade(at) == first) && (TOP_GRADES.contains(&first) || of_scale())
    }

    /// Whether anybody's pay was cut, or anybody was moved or left for it, after the year's assessment.
    fn has_exit(&self, enterprise: usize, asked: i64, assessments: &[usize]) -> bool {
        let View { ledger, index, as_of } = self.view;
        let by_outcome = |row: &Assessment| {
            (row.outcome == Some(Outcome::PayCut) || is_departure(row)) && row.outcome_on.is_none_or(|on| on <= as_of)
        };
        let by_leaving = |row: &Contract| {
            is_exit(row.end_cause) && row.ended_on.is_some_and(|on| i64::from(on.year()) >= asked && on <= as_of)
        };
        assessments.iter().any(|at| by_outcome(ledger.assessments.at(*at)))
            || index.contracts.of(enterprise).any(|at| by_leaving(ledger.contracts.at(at)))
            || index
                .adoptions
                .of(enterprise)
                .any(|at| ledger.adoptions.at(at).adjusted.is_some_and(|stage| stage.done_by(as_of)))
    }

    fn paper_before_rule(&mut self, enterprise: usize) {
        let Some(threshold) = self.threshold(FlagRule::PaperBeforeRule) else { return };
        let view = self.view;
        let rule = tenure_rule_day(view.ledger, view.index, enterprise);
        let Some(rule) = rule.filter(|rule| *rule <= view.as_of) else { return };
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for at in view.index.contracts.of(enterprise) {
            for (_, day) in paper_days(view.ledger.contracts.at(at)) {
                if day < rule && reaches(days_between(day, rule), threshold) {
                    let contracts = days.entry(day).or_default();
                    if contracts.last() != Some(&at) {
                        contracts.push(at);
                    }
                }
            }
        }
        for (day, contracts) in days {
            let rows = contracts.into_iter().map(|at| self.contract_ref(at)).collect();
            self.add(FlagRule::PaperBeforeRule, enterprise, day.to_string(), rows, days_between(day, rule));
        }
    }

    fn closed_without_evidence(&mut self, at: usize) {
        let View { ledger, index, as_of } = self.view;
        if !index.standing(ledger, at, as_of).is_closed() || has_evidence(ledger, index, at, as_of) {
            return;
        }
        let task = ledger.tasks.typed_id(at);
        let enterprise = ledger.tasks.at(at).enterprise.and_then(|id| ledger.enterprises.live_position(id));
        self.flags.push(Flag {
            rule: FlagRule::ClosedWithoutEvidence,
            enterprise: enterprise.map(|at| at as u32),
            task: Some(task),
            about: String::new(),
            rows: vec![RecordRef::new(Kind::Task, task.raw())],
            measured: 0,
            dismissed: None,
        });
    }

    /// What the board raises; of several, the last that arrived counts.
    fn board(&mut self, enterprise: usize) {
        let view = self.view;
        let Some(at) = view.index.board(enterprise) else { return };
        let row = view.ledger.boards.at(at);
        let rows = || vec![RecordRef::new(Kind::Board, view.ledger.boards.typed_id(at).raw())];
        let established = match row.established {
            Some(ledger::domain::Stage::Yes(Some(day))) if day <= view.as_of => Some(day),
            _ => None,
        };
        if let (Some(threshold), Some(established)) = (self.threshold(FlagRule::NoMeeting), established) {
            let days = days_between(established, view.as_of);
            let met = row.last_meeting.is_some_and(|on| on <= view.as_of);
            if !met && days.saturating_mul(100) > threshold.hundredths() {
                self.add(FlagRule::NoMeeting, enterprise, String::new(), rows(), days);
            }
        }
        if let (Some(threshold), Some(outside), Some(filled)) =
            (self.threshold(FlagRule::OutsideExceeds), row.outside, row.filled)
        {
            let excess = outside.hundredths() - filled.hundredths();
            if excess >= threshold.hundredths() {
                self.add(FlagRule::OutsideExceeds, enterprise, String::new(), rows(), excess / 100);
            }
        }
    }

    fn counted_not_due(&mut self, enterprise: usize) {
        if self.threshold(FlagRule::CountedNotDue).is_none() {
            return;
        }
        let View { ledger, index, as_of } = self.view;
        for at in index.adoptions.of(enterprise) {
            let row = ledger.adoptions.at(at);
            let Some(institution) = row.institution else { continue };
            // Of several adoptions of one institution the last counts; a check reports the others.
            if index.adoption(enterprise, institution) == Some(at) && is_counted_not_due(ledger, index, as_of, row) {
                let rows = vec![RecordRef::new(Kind::Adoption, ledger.adoptions.typed_id(at).raw())];
                self.add(FlagRule::CountedNotDue, enterprise, institution.raw().to_string(), rows, 0);
            }
        }
    }

    fn damaged_code(&mut self, enterprise: usize) {
        let ledger = self.view.ledger;
        let code = &ledger.enterprises.at(enterprise).code;
        let is_on = self.threshold(FlagRule::DamagedCode).is_some();
        if is_on && code.verdict() == Some(CodeVerdict::SpreadsheetDamage) {
            let rows = vec![RecordRef::new(Kind::Enterprise, ledger.enterprises.typed_id(enterprise).raw())];
            self.add(FlagRule::DamagedCode, enterprise, code.to_string(), rows, 0);
        }
    }
}

/// How many people some assessments are of: two of one contract are one.
fn people(view: View<'_>, assessments: &[usize]) -> i64 {
    let mut contracts: FxHashMap<Option<RawId>, ()> = FxHashMap::default();
    for at in assessments {
        contracts.insert(view.ledger.assessments.at(*at).contract.map(|id| id.raw()), ());
    }
    contracts.len() as i64
}

/// Whether a contract was there by the day: one without days always was.
fn has_begun(row: &Contract, day: Date) -> bool {
    let papers = paper_days(row).map(|(_, day)| day).min();
    in_office_from(row).or(papers).is_none_or(|on| on <= day)
}
