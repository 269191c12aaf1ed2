//! The figures of both states, and the items that make the difference between them.

use rustc_hash::FxHashMap;

use super::{
    Absence, Difference, FigureChange, Turn,
    bridge::{Bridge, Move, Part},
};
use crate::{
    View,
    figure::of_items,
    indicator::{Item, items, nature},
    scope::Scope,
};
use ledger::domain::{
    AnyTable, Id, Kind, Ratio, RecordRef,
    choice::Measure,
    records::{Enterprise, Indicator},
};

/// One item in one state of an indicator.
#[derive(Clone, Copy)]
struct Side<'a> {
    view: View<'a>,
    item: Option<Item>,
}

/// What the items of an indicator are; items of one sort alone can be matched.
#[derive(PartialEq, Eq)]
enum Sort {
    /// Enterprises that count as one each.
    Households,
    /// Whatever else one measure counts or sums.
    Of(Measure),
}

/// The figures of every indicator, with what its items did between the states.
pub(super) fn figures(
    before: View<'_>,
    after: View<'_>,
    scope: &Scope,
    changes: &mut Vec<Difference>,
) -> Vec<FigureChange> {
    let gone = before.ledger.indicators.iter().filter(|(id, _)| after.ledger.indicators.get(*id).is_none());
    let mut figures = Vec::new();
    for (indicator, _) in after.ledger.indicators.iter().chain(gone) {
        let sorts = [before, after].map(|view| measure(view, indicator).map(sort));
        let [was, is] = [before, after].map(|view| items(view, indicator, scope));
        let (matches, of_households) = match &sorts {
            [None, None] => continue,
            [Some(was), Some(is)] => (was == is, *is == Sort::Households),
            [Some(one), None] | [None, Some(one)] => (true, *one == Sort::Households),
        };
        let mut change = FigureChange {
            indicator,
            before: of_items(before, indicator, scope, &was),
            after: of_items(after, indicator, scope, &is),
            bridge: None,
            moves: Vec::new(),
        };
        if matches {
            let difference = Between { before, after, indicator, scope, of_households };
            change.bridge = Some(difference.bridge(&was, &is, &mut change.moves, changes));
            // Those of one part stand together, in the order of the ledgers.
            change.moves.sort_by_key(|one| one.part);
        }
        figures.push(change);
    }
    figures
}

fn measure(view: View<'_>, indicator: Id<Indicator>) -> Option<Measure> {
    view.ledger.indicators.get(indicator)?.measure
}

fn sort(measure: Measure) -> Sort {
    if nature(measure).is_of_households() { Sort::Households } else { Sort::Of(measure) }
}

/// By what an item is found again: figures of a year belong to their enterprise, whatever the year.
fn identity(view: View<'_>, item: &Item) -> RecordRef {
    match item.enterprise {
        Some(at) if item.record.kind == Kind::YearFigures => {
            RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize))
        }
        _ => item.record,
    }
}

/// What an item counts; one that is left out, or that has no amount, does not count.
fn counted(item: &Item) -> Option<Ratio> {
    (item.excluded.is_none() && item.counted.den > 0).then_some(item.counted)
}

/// An indicator in two states.
struct Between<'a> {
    before: View<'a>,
    after: View<'a>,
    indicator: Id<Indicator>,
    scope: &'a Scope,
    of_households: bool,
}

impl<'a> Between<'a> {
    /// Matches the items of both states by identity, and tells every one that makes a difference.
    fn bridge(&self, was: &[Item], is: &[Item], moves: &mut Vec<Move>, changes: &mut Vec<Difference>) -> Bridge {
        let mut old: FxHashMap<RecordRef, (Item, bool)> =
            was.iter().map(|item| (identity(self.before, item), (*item, false))).collect();
        let mut bridge = Bridge::default();
        let mut pair = |record, was: Option<Item>, is: Option<Item>| {
            let [from, to] = [was, is].map(|item| item.as_ref().and_then(counted));
            let Some(part) = Part::of(from, to) else { return };
            bridge.add(part, from.unwrap_or_default(), to.unwrap_or_default());
            let sides = (Side { view: self.before, item: was }, Side { view: self.after, item: is });
            let why = self.why(record, part, sides);
            moves.push(Move { record, part, why });
            changes.extend(self.turns(part, why).into_iter().flatten().map(|turn| Difference { record, turn }));
        };
        for item in is {
            let record = identity(self.after, item);
            let found = old.get_mut(&record).map(|(item, is_met)| {
                *is_met = true;
                *item
            });
            pair(record, found, Some(*item));
        }
        for item in was {
            let record = identity(self.before, item);
            if old.get(&record).is_some_and(|(_, is_met)| !is_met) {
                pair(record, Some(*item), None);
            }
        }
        bridge
    }

    /// What an enterprise that joined or left is told as.
    fn turns(&self, part: Part, why: Option<Absence>) -> [Option<Turn>; 2] {
        let indicator = self.indicator;
        if !self.of_households {
            return [None, None];
        }
        let joined = why.map(|reason| Turn::JoinedDenominator { indicator, reason });
        let left = why.map(|reason| Turn::LeftDenominator { indicator, reason });
        match part {
            Part::JoinedYes => [joined, Some(Turn::JoinedNumerator { indicator })],
            Part::JoinedNo => [joined, None],
            Part::Gained => [None, Some(Turn::JoinedNumerator { indicator })],
            Part::Reweighed => [None, None],
            Part::Lost => [None, Some(Turn::LeftNumerator { indicator })],
            Part::LeftNo => [left, None],
            Part::LeftYes => [left, Some(Turn::LeftNumerator { indicator })],
        }
    }

    fn why(&self, record: RecordRef, part: Part, sides: (Side<'a>, Side<'a>)) -> Option<Absence> {
        let (was, is) = sides;
        match part {
            _ if !self.of_households => None,
            Part::JoinedYes | Part::JoinedNo => Some(self.absence(record, was, is.view)),
            Part::LeftNo | Part::LeftYes => Some(self.absence(record, is, was.view)),
            Part::Gained | Part::Reweighed | Part::Lost => None,
        }
    }

    /// Why an enterprise does not count in the state `out`, though it does in `counted`.
    fn absence(&self, record: RecordRef, out: Side<'_>, counted: View<'_>) -> Absence {
        let id: Id<Enterprise> = Id::new(record.id);
        let Some(at) = out.view.ledger.enterprises.live_position(id) else { return Absence::NoEnterprise };
        if let Some(reason) = out.item.and_then(|item| item.excluded) {
            return Absence::Excluded(reason);
        }
        let [here, there] = [out.view, counted].map(|view| view.ledger.indicators.get(self.indicator));
        let (Some(here), Some(there)) = (here, there) else { return Absence::OtherDefinition };
        if !Scope::default().resolve(out.view).has_enterprise(at) {
            return Absence::NotValid;
        }
        if !self.scope.resolve(out.view).has_enterprise(at) {
            return Absence::OutOfScope;
        }
        if !here.tiers.contains(out.view.index.place(at).tier) {
            let in_counted = counted.ledger.enterprises.live_position(id);
            let would_count = in_counted.is_some_and(|at| here.tiers.contains(counted.index.place(at).tier));
            return if would_count { Absence::OtherTier } else { Absence::OtherDefinition };
        }
        if (here.measure, here.institution) == (there.measure, there.institution) {
            Absence::NotAsked
        } else {
            Absence::OtherDefinition
        }
    }
}
