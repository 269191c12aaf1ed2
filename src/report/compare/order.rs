//! The order in which changes are read.

use std::cmp::Ordering;

use super::{Difference, Turn};
use crate::{
    domain::{AnyTable, Id, Kind, Ledger, Record, RecordRef, Table, records::*},
    report::View,
};

/// Sorts changes by kind of change, kind of record, and number or name; those of one record keep
/// their order.
pub(super) fn sort(before: View<'_>, after: View<'_>, changes: &mut [Difference]) {
    changes.sort_by_cached_key(|change| {
        let record = change.record;
        let ledger = if after.ledger.is_live(record) { after.ledger } else { before.ledger };
        (rank(&change.turn), record.kind, Natural(subject(ledger, record)), record.id)
    });
}

/// What became of the work comes first, then what became of the figures, then the records themselves.
const fn rank(turn: &Turn) -> u8 {
    match turn {
        Turn::TaskClosed { .. } => 0,
        Turn::TaskReopened => 1,
        Turn::TaskMoved { .. } => 2,
        Turn::DeadlineMoved { .. } => 3,
        Turn::JoinedDenominator { .. } => 4,
        Turn::LeftDenominator { .. } => 5,
        Turn::JoinedNumerator { .. } => 6,
        Turn::LeftNumerator { .. } => 7,
        Turn::Renamed { .. } => 8,
        Turn::Added => 9,
        Turn::Removed => 10,
        Turn::FieldChanged { .. } => 11,
    }
}

/// The number or the name of a record, or of the one that it belongs to.
fn subject(ledger: &Ledger, record: RecordRef) -> &str {
    let Some(at) = ledger.of(record.kind).position(record.id) else { return "" };
    let enterprise = |id| owner(&ledger.enterprises, id).map_or("", |row| &row.name);
    let task = |id| owner(&ledger.tasks, id).map_or("", task_name);
    match record.kind {
        Kind::Profile => &ledger.profile.at(at).title,
        Kind::Unit => &ledger.units.at(at).name,
        Kind::Enterprise => &ledger.enterprises.at(at).name,
        Kind::Exclusion => enterprise(ledger.exclusions.at(at).enterprise),
        Kind::Institution => &ledger.institutions.at(at).name,
        Kind::Adoption => enterprise(ledger.adoptions.at(at).enterprise),
        Kind::Board => enterprise(ledger.boards.at(at).enterprise),
        Kind::Contract => enterprise(ledger.contracts.at(at).enterprise),
        Kind::Assessment => {
            let contract = owner(&ledger.contracts, ledger.assessments.at(at).contract);
            enterprise(contract.and_then(|row| row.enterprise))
        }
        Kind::Programme => &ledger.programmes.at(at).name,
        Kind::Membership => enterprise(ledger.memberships.at(at).enterprise),
        Kind::Grade => enterprise(ledger.grades.at(at).enterprise),
        Kind::GradeScale => &ledger.grade_scales.at(at).words,
        Kind::Task => task_name(ledger.tasks.at(at)),
        Kind::Milestone => task(ledger.milestones.at(at).task),
        Kind::Progress => task(ledger.progress.at(at).task),
        Kind::Evidence => task(ledger.evidence.at(at).task),
        Kind::Indicator => &ledger.indicators.at(at).code,
        Kind::Target => owner(&ledger.indicators, ledger.targets.at(at).indicator).map_or("", |row| &row.code),
        Kind::Quotation => &ledger.quotations.at(at).subject,
        Kind::Director => enterprise(ledger.directors.at(at).enterprise),
        Kind::YearFigures => enterprise(ledger.year_figures.at(at).enterprise),
        Kind::Investment => enterprise(ledger.investments.at(at).enterprise),
        Kind::Restructuring => &ledger.restructurings.at(at).name,
        Kind::Dismissal => enterprise(ledger.dismissals.at(at).enterprise),
        Kind::Rubric => &ledger.rubrics.at(at).name,
        Kind::RubricItem => &ledger.rubric_items.at(at).name,
        Kind::HandScore => owner(&ledger.rubric_items, ledger.hand_scores.at(at).item).map_or("", |row| &row.name),
        Kind::Evaluation => &ledger.evaluations.at(at).title,
        Kind::EvaluationScore => &ledger.evaluation_scores.at(at).subject,
        Kind::Practice => &ledger.practices.at(at).title,
        Kind::PracticeLink => {
            owner(&ledger.practices, ledger.practice_links.at(at).practice).map_or("", |row| &row.title)
        }
        Kind::ClassDirection | Kind::FlagSetting => "",
    }
}

fn task_name(row: &Task) -> &str {
    if row.number.is_empty() { &row.title } else { &row.number }
}

/// The record that a reference names, deleted or not.
fn owner<R: Record>(table: &Table<R>, id: Option<Id<R>>) -> Option<&R> {
    table.position(id?.raw()).map(|at| table.at(at))
}

/// Text in which runs of digits count by their value: 1-2 stands before 1-10.
#[derive(PartialEq, Eq)]
struct Natural<'a>(&'a str);

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (mut left, mut right) = (self.0, other.0);
        loop {
            let (m, n) = (digits(left), digits(right));
            if m > 0 && n > 0 {
                let (a, b) = (left[..m].trim_start_matches('0'), right[..n].trim_start_matches('0'));
                let by_value = a.len().cmp(&b.len()).then_with(|| a.cmp(b));
                if by_value.is_ne() {
                    return by_value;
                }
                (left, right) = (&left[m..], &right[n..]);
                continue;
            }
            let (mut a, mut b) = (left.chars(), right.chars());
            match (a.next(), b.next()) {
                (None, None) => return self.0.cmp(other.0),
                (Some(c), Some(d)) if c == d => (left, right) = (a.as_str(), b.as_str()),
                (c, d) => return c.cmp(&d),
            }
        }
    }
}
