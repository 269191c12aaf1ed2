//! How each measure counts: one file a measure, behind one trait.
//!
//! A new measure is a line of [`Measure`], a file here and its line in [`of`]; nothing else matches on measures.

mod action;
mod adoption;
mod board;
mod boards_established;
mod boards_full;
mod competitive_appointments;
mod contracts_honoured;
mod emerging_investment;
mod emerging_revenue;
mod full_time_outside;
mod managers_exited;
mod outside_majority;
mod papers_signed;
mod people;
mod research_intensity;
mod restructurings_done;
mod stage;
mod task;
mod task_progress;
mod tasks_closed;
mod year_figures;

use std::collections::BTreeSet;

pub(crate) use contracts_honoured::honoured;
pub use restructurings_done::is_begun;

use super::{IndicatorQuery, Item, Proof};
use crate::View;
use ledger::domain::{
    Change, Date, Id, RawId,
    choice::Measure,
    records::{Indicator, Institution},
};

/// What an item of a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An enterprise.
    Enterprise,
    /// A task.
    Task,
    /// A manager, a director or an assessment of one.
    Person,
    /// A restructuring.
    Restructuring,
    /// An enterprise's figures of a year.
    YearFigures,
    /// An investment.
    Investment,
}

/// What the items of a measure add to its rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Each item one.
    One,
    /// Each item a weight of its own, which has no unit.
    Own,
    /// Each item an amount of money, in hundredths of 万元.
    Amount,
}

/// What can be said of a measure without a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    /// What its items are.
    pub subject: Subject,
    /// What they add to the rate.
    pub weight: Weight,
    /// Whether those that are due change by themselves: contracts end and others begin, each year brings its
    /// assessments. What the present ones add is then no pace to a target, since others take their place.
    pub turns_over: bool,
}

impl Nature {
    const fn new(subject: Subject, weight: Weight) -> Self {
        Self { subject, weight, turns_over: false }
    }

    /// Enterprises that count as one each.
    const HOUSEHOLDS: Self = Self::new(Subject::Enterprise, Weight::One);

    /// Whether no count tells how many more it takes.
    pub const fn is_weighted(self) -> bool {
        !matches!(self.weight, Weight::One)
    }

    /// Whether it sums amounts of money, which have no count of households to show.
    pub const fn is_of_amounts(self) -> bool {
        matches!(self.weight, Weight::Amount)
    }

    /// Whether its items are enterprises that count as one each, so that those of any such measure can be matched.
    pub fn is_of_households(self) -> bool {
        self == Self::HOUSEHOLDS
    }

    /// Whether its items are tasks.
    pub fn is_of_tasks(self) -> bool {
        self.subject == Subject::Task
    }
}

/// How a measure counts.
pub(crate) trait Counting: Sync {
    /// What can be said of it without a ledger.
    fn nature(&self) -> Nature;
    /// Who is asked, and what each answers.
    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item>;
    /// What shows that an item counts; asked only of items that do.
    fn proof(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Proof>;
    /// How dates tell its past; `None` where none do.
    fn past(&self) -> Option<&dyn Past>;
    /// How one enterprise is made to count; `None` where enterprises do not count one by one.
    fn mover(&self) -> Option<&dyn Mover>;
    /// Which year of figures it looks at; `None` for measures that look at days.
    fn yearly(&self) -> Option<&dyn Yearly>;
}

/// The past of a measure as dated facts tell it.
///
/// What is counted in numbers without a date (outside directors, seats) has none, and what starts anew every year
/// has no course to a target.
pub(crate) trait Past {
    /// The first dated fact in the whole ledger.
    fn first_day(&self, view: View<'_>, definition: &Indicator) -> Option<Date>;
    /// The day on which an item that counts came to do so; `None` where it is not known.
    fn done_on(&self, view: View<'_>, definition: &Indicator, item: &Item) -> Option<Date>;
}

/// What is done so that an enterprise counts.
pub(crate) trait Mover {
    /// The institution that it is done about.
    fn institution(&self, definition: &Indicator) -> Option<Id<Institution>>;
    /// What is to be done in one enterprise, as a task says it; `institution` is the institution's name.
    fn deed(&self, definition: &Indicator, institution: &str) -> String;
    /// The changes after which the enterprise at a position counts on the day; none where it counts already. A
    /// record that has to be made gets the borrowed identity.
    fn as_done(&self, view: View<'_>, definition: &Indicator, enterprise: usize, borrowed: RawId) -> Vec<Change>;
}

/// The years for which a measure's figures were reported.
pub(crate) trait Yearly {
    /// The years that the enterprise at a position reported.
    fn reported(&self, view: View<'_>, enterprise: usize) -> BTreeSet<i64>;
    /// The years of records that name no enterprise; they tell the year where nobody else does.
    fn reported_by_none(&self, view: View<'_>) -> BTreeSet<i64>;
}

/// How a measure counts.
pub(crate) const fn of(measure: Measure) -> &'static dyn Counting {
    match measure {
        Measure::TasksClosed => &tasks_closed::TasksClosed,
        Measure::TaskProgress => &task_progress::TaskProgress,
        Measure::Stage => &stage::Stage,
        Measure::Action => &action::Action,
        Measure::ManagersExited => &managers_exited::ManagersExited,
        Measure::CompetitiveAppointments => &competitive_appointments::CompetitiveAppointments,
        Measure::BoardsEstablished => &boards_established::BoardsEstablished,
        Measure::OutsideMajority => &outside_majority::OutsideMajority,
        Measure::BoardsFull => &boards_full::BoardsFull,
        Measure::FullTimeOutside => &full_time_outside::FullTimeOutside,
        Measure::PapersSigned => &papers_signed::PapersSigned,
        Measure::ContractsHonoured => &contracts_honoured::ContractsHonoured,
        Measure::EmergingRevenue => &emerging_revenue::EmergingRevenue,
        Measure::EmergingInvestment => &emerging_investment::EmergingInvestment,
        Measure::ResearchIntensity => &research_intensity::ResearchIntensity,
        Measure::RestructuringsDone => &restructurings_done::RestructuringsDone,
    }
}

/// What can be said of a measure without a ledger.
pub fn nature(measure: Measure) -> Nature {
    of(measure).nature()
}

/// The last of the days that are known: undated steps count as taken before.
fn last_of(stages: impl IntoIterator<Item = Option<ledger::domain::Stage>>) -> Option<Date> {
    stages.into_iter().filter_map(|stage| stage?.day()).max()
}
