//! Checks of contracts, assessments, pilot memberships and grades.

use rustc_hash::FxHashMap;

use super::{Check, Detail, Findings, words};
use crate::domain::{
    Date, Field, Index, Kind, Ledger, Stage,
    catalogue::institution,
    choice::{MembershipChange, Outcome},
    records::{Assessment, Contract, Grade, Membership},
};

pub(super) fn run(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    for (at, row) in ledger.contracts.positioned() {
        contract(found, at, row);
    }
    for (at, row) in ledger.assessments.positioned() {
        let moved = matches!(row.outcome, Some(Outcome::Adjust | Outcome::Exit));
        if moved && row.cause.is_none() {
            found.add(Check::OutcomeWithoutCause, Kind::Assessment, at, Some(Assessment::cause), Detail::None);
        }
    }
    memberships(found);
    grades(found);
}

fn contract(found: &mut Findings<'_>, at: usize, row: &Contract) {
    if row.person.trim().is_empty() {
        found.add(Check::MissingManager, Kind::Contract, at, Some(Contract::person), Detail::None);
    }
    if matches!((row.term_from, row.term_to), (Some(from), Some(to)) if to < from) {
        found.add(Check::TermEndsBeforeBegin, Kind::Contract, at, Some(Contract::term_to), Detail::None);
    }
    let rule = row
        .enterprise
        .and_then(|id| found.ledger.enterprises.live_position(id))
        .and_then(|enterprise| tenure_rule_day(found.ledger, found.index, enterprise));
    for (field, signed) in paper_days(row) {
        if rule.is_some_and(|rule| signed < rule) {
            found.add(Check::PaperBeforeRule, Kind::Contract, at, Some(field), Detail::Text(signed.to_string()));
        }
    }
}

/// The day on which an enterprise issued the rule that governs its managers' contracts, where it is known.
pub fn tenure_rule_day(ledger: &Ledger, index: &Index, enterprise: usize) -> Option<Date> {
    index
        .adoption(enterprise, institution::TENURE)
        .and_then(|adoption| ledger.adoptions.at(adoption).issued.and_then(Stage::day))
}

/// The papers of a contract that have a day, each with it.
pub fn paper_days(row: &Contract) -> impl Iterator<Item = (Field, Date)> {
    [
        (Contract::employment_agreement, row.employment_agreement),
        (Contract::annual_paper, row.annual_paper),
        (Contract::term_paper, row.term_paper),
    ]
    .into_iter()
    .filter_map(|(field, paper)| Some((field, paper.and_then(Stage::day)?)))
}

fn memberships(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    let mut spans: FxHashMap<_, Vec<usize>> = FxHashMap::default();
    for (at, row) in ledger.memberships.positioned() {
        if matches!((row.joined_on, row.left_on), (Some(joined), Some(left)) if left < joined) {
            found.add(Check::LeftBeforeJoined, Kind::Membership, at, Some(Membership::left_on), Detail::None);
        }
        if row.change == Some(MembershipChange::Removed) && row.left_on.is_none() {
            found.add(Check::LeftWithoutDay, Kind::Membership, at, Some(Membership::left_on), Detail::None);
        }
        match (row.enterprise, row.programme) {
            (Some(enterprise), Some(programme)) => spans.entry((enterprise, programme)).or_default().push(at),
            (_, None) => {
                found.add(Check::ProgrammeMissing, Kind::Membership, at, Some(Membership::programme), Detail::None);
            }
            _ => {}
        }
    }
    let mut twice: Vec<usize> = Vec::new();
    for members in spans.into_values() {
        for (n, later) in members.iter().enumerate().skip(1) {
            let b = ledger.memberships.at(*later);
            // Only days that are stated can show an overlap.
            let overlaps = members[..n].iter().map(|at| ledger.memberships.at(*at)).any(|a| {
                matches!((a.joined_on, b.joined_on), (Some(a_from), Some(b_from))
                    if a.left_on.is_none_or(|to| b_from < to) && b.left_on.is_none_or(|to| a_from < to))
            });
            if overlaps {
                twice.push(*later);
            }
        }
    }
    twice.sort_unstable();
    for at in twice {
        found.add(Check::MembershipOverlap, Kind::Membership, at, Some(Membership::joined_on), Detail::None);
    }
}

fn grades(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    for (at, row) in ledger.grades.positioned() {
        let scale = ledger.grade_scales.iter().find(|(_, scale)| scale.year.is_some() && scale.year == row.year);
        let unknown = scale.is_some_and(|(_, scale)| !words(&scale.words).any(|word| word == row.grade));
        if unknown && !row.grade.is_empty() {
            found.add(Check::UnknownGrade, Kind::Grade, at, Some(Grade::grade), Detail::Text(row.grade.clone()));
        }
    }
}
