//! Restructurings by kind and by the stage that they have reached.

use std::collections::BTreeMap;

use super::Part;
use crate::{View, indicator::is_begun};
use ledger::domain::{Ratio, Stage, choice::RestructuringKind, records::Restructuring};

/// The furthest stage of a restructuring by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reached {
    /// Not even planned by the day.
    NotBegun,
    /// Planned (立项).
    Planned,
    /// Approved.
    Approved,
    /// Completed.
    Completed,
}

impl Reached {
    /// All of them, in their order.
    pub const ALL: [Self; 4] = [Self::NotBegun, Self::Planned, Self::Approved, Self::Completed];

    /// The name in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotBegun => "not-begun",
            Self::Planned => "planned",
            Self::Approved => "approved",
            Self::Completed => "completed",
        }
    }
}

/// The furthest stage that a restructuring has reached by the day, whatever the stages before it say.
pub fn reached(row: &Restructuring, view: View<'_>) -> Reached {
    let done = |stage: Option<Stage>| stage.is_some_and(|stage| stage.done_by(view.as_of));
    match (is_begun(row, view), done(row.completed), done(row.approved)) {
        (false, ..) => Reached::NotBegun,
        (true, true, _) => Reached::Completed,
        (true, false, true) => Reached::Approved,
        (true, false, false) => Reached::Planned,
    }
}

/// The restructurings that some enterprises lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restructured {
    /// The positions by kind and stage; kind `None` where nobody stated it.
    pub cells: BTreeMap<(Option<RestructuringKind>, Reached), Vec<usize>>,
}

impl Restructured {
    /// How many of a kind have reached a stage.
    pub fn count(&self, kind: Option<RestructuringKind>, stage: Reached) -> usize {
        self.cells.get(&(kind, stage)).map_or(0, Vec::len)
    }

    /// How many have reached a stage, of all kinds.
    pub fn at(&self, stage: Reached) -> usize {
        self.cells.iter().filter(|((_, own), _)| *own == stage).map(|(_, rows)| rows.len()).sum()
    }

    /// How many there are in all.
    pub fn len(&self) -> usize {
        self.cells.values().map(Vec::len).sum()
    }

    /// Tells whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The completed over those begun (R2).
    pub fn completed(&self) -> Ratio {
        let begun = self.len() - self.at(Reached::NotBegun);
        Ratio::new(self.at(Reached::Completed) as i64, begun as i64)
    }

    /// The kinds that occur, those that nobody stated last.
    pub fn kinds(&self) -> Vec<Option<RestructuringKind>> {
        let mut kinds: Vec<_> = self.cells.keys().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable_by_key(|kind| (kind.is_none(), *kind));
        kinds.dedup();
        kinds
    }
}

/// Sorts the restructurings that some enterprises lead.
pub fn restructurings(view: View<'_>, part: &Part) -> Restructured {
    let mut out = Restructured::default();
    let whose = view.ledger.restructurings.positioned().map(|(at, row)| (at, row.enterprise));
    for at in part.rows(view, &view.index.restructurings, whose) {
        let row = view.ledger.restructurings.at(at);
        out.cells.entry((row.kind, reached(row, view))).or_default().push(at);
    }
    out
}
