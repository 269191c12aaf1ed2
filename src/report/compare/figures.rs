//! The figures of both states, and the enterprises that make the difference between them.

use super::{Absence, Bridge, Difference, FigureChange, Turn};
use crate::{
    domain::{
        AnyTable, Id, Kind, RawId, RecordRef,
        choice::Measure,
        records::{Enterprise, Indicator},
    },
    report::{
        View,
        figure::of_items,
        items::{Answer, Item, items},
        scope::Scope,
    },
};

/// An enterprise that is live in one state or in both, by its positions.
struct Pair {
    id: RawId,
    before: Option<usize>,
    after: Option<usize>,
}

/// One enterprise in one state of an indicator.
#[derive(Clone, Copy)]
struct Side<'a> {
    view: View<'a>,
    at: Option<usize>,
    item: Option<Item>,
}

/// The figures of every indicator, with what enterprises did between them.
pub(super) fn figures(before: View<'_>, after: View<'_>, changes: &mut Vec<Difference>) -> Vec<FigureChange> {
    let scope = Scope::default();
    let pairs = pairs(before, after);
    let gone = before.ledger.indicators.iter().filter(|(id, _)| after.ledger.indicators.get(*id).is_none());
    let mut figures = Vec::new();
    for (indicator, _) in after.ledger.indicators.iter().chain(gone) {
        let measures = [before, after].map(|view| measure(view, indicator));
        if measures == [None, None] {
            continue;
        }
        let [was, is] = [before, after].map(|view| items(view, indicator, &scope));
        let countable = measures.iter().all(|measure| measure.is_none_or(counts_households));
        figures.push(FigureChange {
            indicator,
            before: of_items(before, indicator, &scope, &was),
            after: of_items(after, indicator, &scope, &is),
            bridge: countable.then(|| bridge((before, &was), (after, &is), indicator, &pairs, changes)),
        });
    }
    figures
}

fn measure(view: View<'_>, indicator: Id<Indicator>) -> Option<Measure> {
    view.ledger.indicators.get(indicator)?.measure
}

/// Whether each item of a measure is one enterprise that counts as one.
const fn counts_households(measure: Measure) -> bool {
    match measure {
        Measure::Stage
        | Measure::Action
        | Measure::BoardsEstablished
        | Measure::OutsideMajority
        | Measure::BoardsFull => true,
        Measure::TasksClosed
        | Measure::TaskProgress
        | Measure::ManagersExited
        | Measure::CompetitiveAppointments
        | Measure::FullTimeOutside
        | Measure::PapersSigned
        | Measure::ContractsHonoured
        | Measure::EmergingRevenue
        | Measure::EmergingInvestment
        | Measure::ResearchIntensity
        | Measure::RestructuringsDone => false,
    }
}

fn pairs(before: View<'_>, after: View<'_>) -> Vec<Pair> {
    let (old, new) = (&before.ledger.enterprises, &after.ledger.enterprises);
    let here = new.positioned().map(|(at, _)| {
        let id: Id<Enterprise> = new.typed_id(at);
        Pair { id: id.raw(), before: old.live_position(id), after: Some(at) }
    });
    let gone = old
        .positioned()
        .map(|(at, _)| (at, old.typed_id(at)))
        .filter(|(_, id)| new.live_position(*id).is_none())
        .map(|(at, id)| Pair { id: id.raw(), before: Some(at), after: None });
    here.chain(gone).collect()
}

/// Items of households by the position of the enterprise.
fn by_enterprise(view: View<'_>, items: &[Item]) -> Vec<Option<Item>> {
    let mut by = vec![None; view.ledger.enterprises.len()];
    for item in items {
        if let Some(at) = item.enterprise {
            by[at as usize] = Some(*item);
        }
    }
    by
}

/// Tells every enterprise that joined or left a figure, and counts them.
fn bridge(
    before: (View<'_>, &[Item]),
    after: (View<'_>, &[Item]),
    indicator: Id<Indicator>,
    pairs: &[Pair],
    changes: &mut Vec<Difference>,
) -> Bridge {
    let (old, new) = (by_enterprise(before.0, before.1), by_enterprise(after.0, after.1));
    let mut bridge = Bridge::default();
    for pair in pairs {
        let was = Side { view: before.0, at: pair.before, item: pair.before.and_then(|at| old[at]) };
        let is = Side { view: after.0, at: pair.after, item: pair.after.and_then(|at| new[at]) };
        let record = RecordRef::new(Kind::Enterprise, pair.id);
        let mut tell = |count: &mut i64, turn| {
            *count += 1;
            changes.push(Difference { record, turn });
        };
        match (was.counts(), is.counts()) {
            (false, true) => {
                let reason = absence(indicator, was, is);
                tell(&mut bridge.joined_den, Turn::JoinedDenominator { indicator, reason });
            }
            (true, false) => {
                let reason = absence(indicator, is, was);
                tell(&mut bridge.left_den, Turn::LeftDenominator { indicator, reason });
            }
            _ => {}
        }
        match (was.is_yes(), is.is_yes()) {
            (false, true) => tell(&mut bridge.joined_num, Turn::JoinedNumerator { indicator }),
            (true, false) => tell(&mut bridge.left_num, Turn::LeftNumerator { indicator }),
            _ => {}
        }
    }
    bridge
}

impl Side<'_> {
    fn counts(&self) -> bool {
        self.item.is_some_and(|item| item.excluded.is_none())
    }

    fn is_yes(&self) -> bool {
        self.item.is_some_and(|item| item.excluded.is_none() && item.answer == Answer::Yes)
    }
}

/// Why an enterprise does not count in the state `out`, though it does in `counted`.
fn absence(indicator: Id<Indicator>, out: Side<'_>, counted: Side<'_>) -> Absence {
    let Some(at) = out.at else { return Absence::NoEnterprise };
    if let Some(reason) = out.item.and_then(|item| item.excluded) {
        return Absence::Excluded(reason);
    }
    let [here, there] = [out.view, counted.view].map(|view| view.ledger.indicators.get(indicator));
    let (Some(here), Some(there)) = (here, there) else { return Absence::OtherDefinition };
    if !Scope::default().resolve(out.view).has_enterprise(at) {
        return Absence::NotValid;
    }
    if !here.tiers.contains(out.view.index.place(at).tier) {
        let would_count = counted.at.is_some_and(|at| here.tiers.contains(counted.view.index.place(at).tier));
        return if would_count { Absence::OtherTier } else { Absence::OtherDefinition };
    }
    if (here.measure, here.institution) == (there.measure, there.institution) {
        Absence::NotAsked
    } else {
        Absence::OtherDefinition
    }
}
