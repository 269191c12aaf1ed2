//! The registry of named checks: each is its key, how much it matters, its words and what it does, in one place.
//!
//! A rule is a constant in the file of its subject, called by its key, and entered below in the order of the list on
//! screen. One that is declared and not entered raises a warning of the compiler.

#![allow(non_upper_case_globals, reason = "a rule is called by its key")]

mod boards;
mod capital;
mod contracts;
mod enterprises;
mod everywhere;
mod institutions;
mod pilots;
mod tasks;

use rustc_hash::FxHashMap;

use super::{Detail, Finding, Severity};
use crate::domain::{Date, Field, Index, Kind, Ledger, Phrase, Record, RecordRef, Stage, Table};

/// A named check.
struct Rule {
    /// Whether it finds records that can be joined to one.
    is_of_doubles: bool,
    /// How much it matters.
    severity: Severity,
    /// What it finds.
    word: Phrase,
    /// Adds what it finds.
    find: fn(&mut Findings<'_>),
}

impl Rule {
    const fn new(severity: Severity, zh: &'static str, en: &'static str, find: fn(&mut Findings<'_>)) -> Self {
        Self { is_of_doubles: false, severity, word: Phrase::new(zh, en), find }
    }

    const fn error(zh: &'static str, en: &'static str, find: fn(&mut Findings<'_>)) -> Self {
        Self::new(Severity::Error, zh, en, find)
    }

    const fn warning(zh: &'static str, en: &'static str, find: fn(&mut Findings<'_>)) -> Self {
        Self::new(Severity::Warning, zh, en, find)
    }

    const fn hint(zh: &'static str, en: &'static str, find: fn(&mut Findings<'_>)) -> Self {
        Self::new(Severity::Hint, zh, en, find)
    }

    const fn of_doubles(self) -> Self {
        Self { is_of_doubles: true, ..self }
    }
}

macro_rules! registry {
    ($($module:ident::$key:ident,)+) => {
        /// A named check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)] // What each finds says its rule.
        pub enum Check {
            $($key,)+
        }

        impl Check {
            /// Every check, in the order of the list on screen.
            pub const ALL: &'static [Self] = &[$(Self::$key,)+];

            const fn rule(self) -> Rule {
                match self { $(Self::$key => $module::$key,)+ }
            }

            /// The name in addresses.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$key => stringify!($key),)+ }
            }
        }
    };
}

registry! {
    everywhere::OpenConflict,
    enterprises::CyclicParent,
    enterprises::OrphanParent,
    everywhere::OrphanRecord,
    enterprises::DamagedCode,
    enterprises::DuplicateCode,
    institutions::CountedThoughExcluded,
    boards::OutsideOverDirectors,
    boards::FullTimeOverOutside,
    boards::FilledOverSeats,
    contracts::TermEndsBeforeBegin,
    everywhere::ValidEndsBeforeBegin,
    institutions::DuplicateAdoption,
    boards::DuplicateBoard,
    tasks::DuplicateNumber,
    capital::EmergingOverRevenue,
    capital::NegativeAmount,
    capital::ImplausibleYear,
    capital::DuplicateFigures,
    capital::DuplicateDirection,
    everywhere::DuplicateRecord,
    tasks::MissingPerson,
    tasks::MissingDeadline,
    tasks::MissingResult,
    tasks::MissingCriteria,
    tasks::DeadlinePast,
    tasks::MilestonePast,
    tasks::ClosedWithoutEvidence,
    tasks::ClosedWithoutDate,
    tasks::DeadlineMovedSilently,
    tasks::WarningWithoutReason,
    tasks::NotReviewed,
    everywhere::MissingName,
    enterprises::MissingCode,
    enterprises::DoubtfulCode,
    enterprises::UnknownRegion,
    enterprises::DuplicateName,
    institutions::ExclusionWithoutBasis,
    everywhere::StageOrder,
    institutions::StageWithoutEvidence,
    institutions::StageWithoutDate,
    boards::NoMeeting,
    boards::BoardNotDue,
    contracts::MissingManager,
    contracts::PaperBeforeRule,
    contracts::OutcomeWithoutCause,
    pilots::MembershipOverlap,
    pilots::LeftWithoutDay,
    pilots::LeftBeforeJoined,
    pilots::UnknownGrade,
    pilots::ProgrammeMissing,
    tasks::TargetOutOfRange,
    capital::MissingYear,
    capital::MissingAmount,
    capital::MissingClass,
    capital::MissingRestructuringKind,
    capital::ClassWithoutDirection,
    capital::ResearchOverRevenue,
    capital::YearJump,
}

impl Check {
    /// What the check finds.
    pub const fn word(self) -> Phrase {
        self.rule().word
    }

    /// How much it matters.
    pub const fn severity(self) -> Severity {
        self.rule().severity
    }

    /// Whether the check finds records that can be joined to one.
    pub const fn is_of_doubles(self) -> bool {
        self.rule().is_of_doubles
    }
}

/// Where a check looks, and what it found.
struct Findings<'a> {
    ledger: &'a Ledger,
    index: &'a Index,
    as_of: Date,
    check: Check,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, kind: Kind, at: usize, field: impl Into<Option<Field>>, detail: Detail) {
        let place = RecordRef::new(kind, self.ledger.of(kind).id_at(at));
        self.list.push(Finding { check: self.check, place, field: field.into(), detail });
    }

    /// Adds every row of a table of which something is so, with the field to look at.
    fn all<R: Record>(&mut self, table: &Table<R>, field: Field, is_so: impl Fn(usize, &R) -> bool) {
        for (at, row) in table.positioned() {
            if is_so(at, row) {
                self.add(R::KIND, at, field, Detail::None);
            }
        }
    }
}

/// Runs every check on a day; the gravest findings first, then in the order of the tables.
pub fn findings(ledger: &Ledger, index: &Index, as_of: Date) -> Vec<Finding> {
    let mut found = Findings { ledger, index, as_of, check: Check::ALL[0], list: Vec::new() };
    for check in Check::ALL {
        found.check = *check;
        (check.rule().find)(&mut found);
    }
    let mut list = found.list;
    list.sort_by_key(|finding| finding.check.severity());
    list
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_taken(stage: Option<Stage>) -> bool {
    matches!(stage, Some(Stage::Yes(_)))
}

fn ends_before(from: Option<Date>, to: Option<Date>) -> bool {
    from.zip(to).is_some_and(|(from, to)| to < from)
}

/// How often each text stands in a list; an empty one never.
fn counts<'t>(texts: impl Iterator<Item = &'t str>) -> impl Fn(&str) -> usize {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for text in texts.filter(|text| !text.is_empty()) {
        *counts.entry(text).or_default() += 1;
    }
    move |text| counts.get(text).copied().unwrap_or_default()
}
