//! What if some enterprises were done: the ledger as it would be, and every rate in it.

use super::mover;
use crate::{Figure, Scope, View, figure};
use ledger::domain::{ActorId, Change, Id, Index, Ledger, Origin, RawId, choice::Label, records::Indicator};

/// Identities that what-if gives to records that it makes; they never leave it.
const BORROWED: u64 = u64::MAX >> 8;

/// The change after which some enterprises count in an indicator on the day; of enterprises that count
/// already it changes nothing.
pub fn as_done(view: View<'_>, indicator: Id<Indicator>, enterprises: &[u32]) -> Change {
    let found = view.ledger.indicators.get(indicator).and_then(|row| Some((row, mover(row)?)));
    let Some((row, mover)) = found else { return Change::Batch(Vec::new()) };
    let one =
        |(at, enterprise): (usize, &u32)| mover.as_done(view, row, *enterprise as usize, RawId(BORROWED - at as u64));
    Change::Batch(enterprises.iter().enumerate().flat_map(one).collect())
}

/// The ledger as it would be after a change; the one that is given stays as it is. `None` where the change
/// does not fit it.
pub fn as_if(view: View<'_>, change: &Change) -> Option<(Ledger, Index)> {
    let mut ledger = view.ledger.clone();
    let at = view.as_of.at(0, 0, 0, 0);
    let origin = Origin { actor: ActorId(BORROWED), by: String::new(), at, label: Label::Edit, note: String::new() };
    ledger.apply(change, &origin).ok()?;
    let index = Index::new(&ledger);
    Some((ledger, index))
}

/// Every indicator in a scope, in the order of the catalogue.
pub fn rates(view: View<'_>, scope: &Scope) -> Vec<Figure> {
    view.ledger.indicators.iter().map(|(id, _)| figure(view, id, scope)).collect()
}
