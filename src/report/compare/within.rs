//! Which changes belong to a part of the ledger.

use crate::{
    View,
    scope::{Resolved, Scope},
};
use ledger::domain::{Kind, RecordRef, Value};

/// What tells where a record belongs, the closest first.
const OWNERS: [Kind; 4] = [Kind::Task, Kind::Enterprise, Kind::Contract, Kind::Practice];

/// What a record belongs to, by position.
enum Owner {
    Task(usize),
    Enterprise(usize),
}

/// Tells whether a record belongs to a part of the ledger in either state. Records that belong neither
/// to a task nor to an enterprise are in no part but the whole.
pub(super) struct Within<'a> {
    states: Option<[(View<'a>, Resolved<'a>); 2]>,
}

impl<'a> Within<'a> {
    pub(super) fn new(before: View<'a>, after: View<'a>, scope: &'a Scope) -> Self {
        let is_whole = *scope == Scope::default();
        Self { states: (!is_whole).then(|| [before, after].map(|view| (view, scope.resolve(view)))) }
    }

    pub(super) fn has(&self, record: RecordRef) -> bool {
        self.states.as_ref().is_none_or(|states| {
            states.iter().any(|(view, scope)| match owner(*view, record) {
                Some(Owner::Task(at)) => scope.has_task(at),
                Some(Owner::Enterprise(at)) => scope.has_enterprise(at),
                None => false,
            })
        })
    }
}

fn owner(view: View<'_>, record: RecordRef) -> Option<Owner> {
    let ledger = view.ledger;
    let live = |record: RecordRef| {
        let table = ledger.of(record.kind);
        table.position(record.id).filter(|at| table.is_live(*at))
    };
    let at = live(record)?;
    match record.kind {
        Kind::Task => return Some(Owner::Task(at)),
        Kind::Enterprise => return Some(Owner::Enterprise(at)),
        _ => {}
    }
    // What belongs to a contract or a practice belongs where that does.
    OWNERS.iter().find_map(|kind| {
        let field = record.kind.owning_field(*kind)?;
        let Value::Ref(id) = ledger.value(record, field) else { return None };
        owner(view, RecordRef::new(*kind, id))
    })
}
