//! Which changes belong to a part of the ledger.

use crate::{
    domain::{Id, Kind, RecordRef, records::Contract},
    report::{
        View,
        scope::{Resolved, Scope},
    },
};

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
    let at = ledger.of(record.kind).position(record.id).filter(|at| ledger.of(record.kind).is_live(*at))?;
    let contract = |id: Option<Id<Contract>>| ledger.contracts.get(id?)?.enterprise;
    let (task, enterprise) = match record.kind {
        Kind::Task => return Some(Owner::Task(at)),
        Kind::Enterprise => return Some(Owner::Enterprise(at)),
        Kind::Milestone => (ledger.milestones.at(at).task, None),
        Kind::Progress => (ledger.progress.at(at).task, None),
        Kind::Evidence => (ledger.evidence.at(at).task, None),
        Kind::Exclusion => (None, ledger.exclusions.at(at).enterprise),
        Kind::Adoption => (None, ledger.adoptions.at(at).enterprise),
        Kind::Board => (None, ledger.boards.at(at).enterprise),
        Kind::Director => (None, ledger.directors.at(at).enterprise),
        Kind::Contract => (None, ledger.contracts.at(at).enterprise),
        Kind::Assessment => (None, contract(ledger.assessments.at(at).contract)),
        Kind::Membership => (None, ledger.memberships.at(at).enterprise),
        Kind::Grade => (None, ledger.grades.at(at).enterprise),
        Kind::YearFigures => (None, ledger.year_figures.at(at).enterprise),
        Kind::Investment => (None, ledger.investments.at(at).enterprise),
        _ => (None, None),
    };
    let task = task.and_then(|id| ledger.tasks.live_position(id)).map(Owner::Task);
    task.or_else(|| enterprise.and_then(|id| ledger.enterprises.live_position(id)).map(Owner::Enterprise))
}
