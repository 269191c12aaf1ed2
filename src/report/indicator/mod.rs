//! Each indicator item by item: who is asked, what the answer is, and who is left out why.

mod measure;
mod proof;
mod yearly;

pub use measure::{Nature, Subject, Weight, is_begun, nature};
pub use proof::{Proof, proof};
pub use yearly::{ReportedYear, YearPart, figures_row, reported_year};

pub(super) use measure::{Mover, Past, honoured, of};

use super::{
    View,
    scope::{Resolved, Scope, is_lone},
};
use ledger::domain::{
    Adjacency, Date, Id, Kind, Ratio, RecordRef, Stage, Tiers,
    choice::{ExclusionReason, TimeBasis},
    facts::exclusion_in_force,
    records::{Enterprise, Indicator},
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
    let window = window(view, definition);
    of(measure).items(&IndicatorQuery { view, scope: narrowed.resolve(view), indicator, definition, window })
}

/// The first day that an indicator looks at; `None` for all time.
fn window(view: View<'_>, definition: &Indicator) -> Option<Date> {
    match definition.basis {
        Some(TimeBasis::YearToDate) => Some(view.as_of.first_of_year()),
        Some(TimeBasis::Since) => definition.since,
        Some(TimeBasis::ToDate) | None => None,
    }
}

/// An indicator asked in a scope.
pub(super) struct IndicatorQuery<'a> {
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

fn yes_if(yes: bool) -> Answer {
    if yes { Answer::Yes } else { Answer::No }
}

impl IndicatorQuery<'_> {
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

    fn in_window(&self, day: Date) -> bool {
        day <= self.view.as_of && self.window.is_none_or(|from| from <= day)
    }

    /// The rows of a table that belong to the enterprises in scope, with their positions; and those that name no
    /// enterprise, where the scope is everything: they count in the total and in a line of their own.
    fn owned(
        &self,
        members: &Adjacency,
        rows: impl Iterator<Item = (usize, Option<Id<Enterprise>>)>,
    ) -> Vec<(usize, Option<usize>)> {
        let mut owned: Vec<_> =
            self.scope.enterprises().flat_map(|own| members.of(own).map(move |at| (at, Some(own)))).collect();
        if self.scope.is_everything() {
            owned.extend(rows.filter(|(_, id)| is_lone(self.view, *id)).map(|(at, _)| (at, None)));
        }
        owned
    }
}

fn person(record: RecordRef, enterprise: usize, answer: Answer, excluded: Option<ExclusionReason>) -> Item {
    Item::one(record, Some(enterprise), answer, excluded, household(answer))
}
