//! Which records go with a unit, a group or a selection.

use rustc_hash::FxHashSet;

use crate::domain::{
    AnyTable, Carriage, Field, FieldType, Id, Index, Kind, Ledger, RawId, RecordRef, Value,
    records::{Enterprise, Task, Unit},
};

/// What is to go out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Everything.
    Whole,
    /// A reporting unit: its enterprises, its tasks, and what belongs to them.
    Unit(Id<Unit>),
    /// An enterprise with all below it, their tasks, and what belongs to them.
    Group(Id<Enterprise>),
    /// Some records, what belongs to them, and what they belong to.
    Records(Vec<RecordRef>),
}

/// The records that go out.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// All of them.
    pub records: FxHashSet<RecordRef>,
    /// Enterprises that go along only so that tiers and groups can be told: those above what was chosen.
    pub above: Vec<Id<Enterprise>>,
}

/// Finds the records of a choice; deleted ones go along with what they belonged to, so that a deletion
/// is handed on, too.
pub fn chosen(ledger: &Ledger, index: &Index, choice: &Choice) -> Chosen {
    let mut out = Chosen::default();
    let everything = *choice == Choice::Whole;
    for kind in Kind::ALL.iter().filter(|kind| everything || kind.declaration().carriage == Carriage::Whole) {
        out.records.extend(all_of(ledger, *kind));
    }
    if everything {
        return out;
    }
    out.records.extend(picked(ledger, index, choice));
    add_parts(ledger, &mut out.records);
    if !matches!(choice, Choice::Records(_)) {
        drop_links_out(ledger, &mut out.records);
    }
    add_owners(ledger, &mut out.records);
    add_above(ledger, &mut out);
    let units = named_units(ledger, &out.records);
    out.records.extend(units);
    add_those_for(ledger, &mut out.records);
    out
}

fn all_of(ledger: &Ledger, kind: Kind) -> impl Iterator<Item = RecordRef> + '_ {
    let table = ledger.of(kind);
    (0..table.len()).map(move |at| RecordRef::new(kind, table.id_at(at)))
}

fn enterprise(id: RawId) -> RecordRef {
    RecordRef::new(Kind::Enterprise, id)
}

/// Whether an enterprise lies in a group. A deleted one has no place in the index; it lies where the
/// nearest one above it does that is not deleted.
fn is_within(ledger: &Ledger, index: &Index, at: usize, group: usize) -> bool {
    let enterprises = &ledger.enterprises;
    let mut here = Some(at);
    // A circle that came in by a file ends after every row.
    for _ in 0..enterprises.len() {
        match here {
            Some(at) if at == group => return true,
            Some(at) if enterprises.is_live(at) => return index.is_within(at, group),
            Some(at) => here = enterprises.at(at).parent.and_then(|id| enterprises.position(id.raw())),
            None => return false,
        }
    }
    false
}

/// The enterprises, tasks and other records that the choice names.
fn picked(ledger: &Ledger, index: &Index, choice: &Choice) -> Vec<RecordRef> {
    let enterprises = &ledger.enterprises;
    let is_in = |at: usize| match choice {
        Choice::Unit(unit) => index.unit(ledger, at) == Some(*unit),
        Choice::Group(group) => enterprises.position(group.raw()).is_some_and(|top| is_within(ledger, index, at, top)),
        Choice::Whole | Choice::Records(_) => false,
    };
    let in_choice: Vec<bool> = (0..enterprises.len()).map(is_in).collect();
    let mut out: Vec<RecordRef> =
        (0..enterprises.len()).filter(|at| in_choice[*at]).map(|at| enterprise(enterprises.id_at(at))).collect();
    for at in 0..ledger.tasks.len() {
        let task = ledger.tasks.at(at);
        // As reports count it: a task that names a unit is that unit's.
        let is_in = match (choice, task.unit) {
            (Choice::Unit(unit), Some(own)) => own == *unit,
            _ => task.enterprise.and_then(|id| enterprises.position(id.raw())).is_some_and(|at| in_choice[at]),
        };
        if is_in {
            out.push(RecordRef::new(Kind::Task, ledger.tasks.id_at(at)));
        }
    }
    match choice {
        Choice::Unit(unit) => out.push(RecordRef::new(Kind::Unit, unit.raw())),
        Choice::Records(records) => out.extend(records),
        Choice::Whole | Choice::Group(_) => {}
    }
    out
}

/// Adds the records that belong to what is there, level by level.
fn add_parts(ledger: &Ledger, records: &mut FxHashSet<RecordRef>) {
    for owner in Kind::by_dependence().into_iter().filter(|kind| is_chosen_or_goes_along(*kind)) {
        for kind in Kind::ALL.iter().filter(|kind| is_chosen_or_goes_along(**kind)) {
            let Some(field) = kind.owning_field(owner) else { continue };
            let table = ledger.of(*kind);
            for at in 0..table.len() {
                if let Value::Ref(id) = table.value(at, field.index)
                    && records.contains(&RecordRef::new(owner, id))
                {
                    records.insert(RecordRef::new(*kind, table.id_at(at)));
                }
            }
        }
    }
}

/// Whether records of a kind go out where they are chosen, or with an owner.
fn is_chosen_or_goes_along(kind: Kind) -> bool {
    matches!(kind.declaration().carriage, Carriage::Chosen | Carriage::WithOwner | Carriage::BetweenOwners)
}

/// Whether all records are there that some fields of a record name.
fn names_only(ledger: &Ledger, record: RecordRef, fields: &[Field], records: &FxHashSet<RecordRef>) -> bool {
    fields.iter().all(|field| match (ledger.value(record, *field), field.meta().field_type) {
        (Value::Ref(id), FieldType::Ref(to)) => records.contains(&RecordRef::new(to, id)),
        _ => true,
    })
}

/// Leaves behind what stands between two records of which one belongs to others: along with it would go
/// what is theirs.
fn drop_links_out(ledger: &Ledger, records: &mut FxHashSet<RecordRef>) {
    let is_between = |kind: &&Kind| kind.declaration().carriage == Carriage::BetweenOwners;
    for kind in Kind::ALL.iter().filter(is_between) {
        // Deleted ones, too: they would carry the other end along as well.
        for record in all_of(ledger, *kind) {
            if !names_only(ledger, record, kind.declaration().owners, records) {
                records.remove(&record);
            }
        }
    }
}

/// Adds what is for those who are there: a target for somebody else says nothing here.
fn add_those_for(ledger: &Ledger, records: &mut FxHashSet<RecordRef>) {
    for kind in Kind::ALL {
        let Carriage::For(fields) = kind.declaration().carriage else { continue };
        let own: Vec<RecordRef> =
            all_of(ledger, *kind).filter(|record| names_only(ledger, *record, fields, records)).collect();
        records.extend(own);
    }
}

/// Adds the tasks, contracts and practices that what was selected belongs to, so that it does not hang in the air.
fn add_owners(ledger: &Ledger, records: &mut FxHashSet<RecordRef>) {
    let owner = |record: &RecordRef| {
        let record = *record;
        record.kind.declaration().owners.iter().filter_map(move |field| {
            let FieldType::Ref(owner) = field.meta().field_type else { return None };
            // Enterprises go along by themselves, with those above them.
            if owner == Kind::Enterprise || !is_chosen_or_goes_along(owner) {
                return None;
            }
            match ledger.value(record, *field) {
                Value::Ref(id) => ledger.of(owner).position(id).map(|_| RecordRef::new(owner, id)),
                _ => None,
            }
        })
    };
    let owners: Vec<RecordRef> = records.iter().flat_map(owner).collect();
    records.extend(owners);
}

/// Adds the enterprises above those that are there, and those that tasks and parts name.
fn add_above(ledger: &Ledger, out: &mut Chosen) {
    let enterprises = &ledger.enterprises;
    let mut seeds: Vec<RawId> = Vec::new();
    for record in &out.records {
        let owner = match record.kind {
            Kind::Enterprise => Some(record.id),
            kind => {
                let field =
                    if kind == Kind::Task { Some(Task::enterprise) } else { kind.owning_field(Kind::Enterprise) };
                let table = ledger.of(kind);
                let value = table.position(record.id).zip(field).map(|(at, field)| table.value(at, field.index));
                if let Some(Value::Ref(id)) = value { Some(id) } else { None }
            }
        };
        seeds.extend(owner);
    }
    for seed in seeds {
        let mut next = Some(seed);
        while let Some(at) = next.and_then(|id| enterprises.position(id)) {
            let id = enterprises.id_at(at);
            if out.records.insert(enterprise(id)) {
                out.above.push(Id::new(id));
            } else if id != seed {
                break;
            }
            next = enterprises.at(at).parent.map(Id::raw);
        }
    }
    out.above.sort_unstable();
}

/// The units that are named by what is there.
fn named_units(ledger: &Ledger, records: &FxHashSet<RecordRef>) -> Vec<RecordRef> {
    let mut out: Vec<Id<Unit>> = ledger.profile.iter().filter_map(|(_, row)| row.unit).collect();
    for record in records {
        let named = match record.kind {
            Kind::Enterprise => ledger.enterprises.position(record.id).and_then(|at| ledger.enterprises.at(at).unit),
            Kind::Task => ledger.tasks.position(record.id).and_then(|at| ledger.tasks.at(at).unit),
            _ => None,
        };
        out.extend(named);
    }
    out.into_iter().map(|id| RecordRef::new(Kind::Unit, id.raw())).collect()
}
