//! What follows from the ledger's references: tiers, subtrees, and which records belong to which.
//!
//! An index is made for one state of a ledger and speaks in positions of its tables, so that reports
//! walk vectors and never look up an identity twice.

use rustc_hash::FxHashMap;

use super::{
    choice::TaskStatus,
    date::Date,
    id::{Id, RawId},
    ledger::Ledger,
    number::Decimal,
    records::*,
    region::RegionCode,
    schema::Record,
    table::{AnyTable, Table},
};

/// The members of each owner, by position: a list of lists in two vectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjacency {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Adjacency {
    /// Groups `(owner, member)` pairs; members keep their order.
    fn new(owners: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; owners + 1];
        for (owner, _) in pairs {
            starts[*owner as usize + 1] += 1;
        }
        for i in 0..owners {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut items = vec![0; pairs.len()];
        for (owner, member) in pairs {
            items[next[*owner as usize] as usize] = *member;
            next[*owner as usize] += 1;
        }
        Self { starts, items }
    }

    /// The positions of an owner's members.
    pub fn of(&self, owner: usize) -> impl Iterator<Item = usize> + '_ {
        self.slice(owner).iter().map(|member| *member as usize)
    }

    fn slice(&self, owner: usize) -> &[u32] {
        match (self.starts.get(owner), self.starts.get(owner + 1)) {
            (Some(from), Some(to)) => &self.items[*from as usize..*to as usize],
            _ => &[],
        }
    }
}

/// Where an enterprise stands in the tree of its group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreePosition {
    /// The tier, from 1; 0 where a circle of parents leaves it undefined.
    pub tier: u8,
    /// The position of the parent; `None` at tier 1, and where the parent is missing or deleted.
    pub parent: Option<u32>,
    /// The position of the tier-1 ancestor, or of the enterprise itself.
    pub root: u32,
    /// The reporting unit: its own, or that of the nearest ancestor that names one.
    pub unit: Option<Id<Unit>>,
    /// The region: its own, or that of the nearest ancestor that names one.
    pub region: Option<RegionCode>,
    /// The number at which a walk down the tree enters the enterprise.
    enter: u32,
    /// The number at which that walk has left its subtree.
    exit: u32,
}

/// Where a task stands on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskState {
    /// The last status on record.
    pub status: Option<TaskStatus>,
    /// The last percentage on record, 100 % at the most; 100 % for a closed task, 0 % for one not started,
    /// never 100 % for one opened again.
    pub percent: Option<Decimal>,
    /// The day of the entry that gave the status; `None` where it has no date.
    pub since: Option<Date>,
}

impl TaskState {
    /// Tells whether the task is struck off the ledger.
    pub fn is_closed(self) -> bool {
        self.status == Some(TaskStatus::Closed)
    }
}

/// All of a task.
const WHOLE: Decimal = Decimal::whole(100);

/// What follows from the references of one state of a ledger.
#[derive(Clone, Debug, Default)]
pub struct Index {
    places: Vec<TreePosition>,
    /// Enterprises in the order of a walk down the trees, by position.
    pub walk: Vec<u32>,
    /// The direct subsidiaries of an enterprise.
    pub subsidiaries: Adjacency,
    /// The adoptions of an enterprise.
    pub adoptions: Adjacency,
    /// The exclusions of an enterprise.
    pub exclusions: Adjacency,
    /// The boards of an enterprise, by identity; more than one is a finding, and the last one counts.
    pub boards: Adjacency,
    /// The seats on the board of an enterprise.
    pub directors: Adjacency,
    /// The yearly figures of an enterprise, by year and identity; of several for a year the last ones count.
    pub year_figures: Adjacency,
    /// The investments of an enterprise.
    pub investments: Adjacency,
    /// The restructurings that an enterprise leads.
    pub restructurings: Adjacency,
    /// The contracts of an enterprise.
    pub contracts: Adjacency,
    /// The assessments of a contract.
    pub assessments: Adjacency,
    /// The memberships of an enterprise.
    pub memberships: Adjacency,
    /// The grades of an enterprise.
    pub grades: Adjacency,
    /// The progress entries of a task, oldest first; those without a date come before all others.
    pub progress: Adjacency,
    /// The milestones of a task.
    pub milestones: Adjacency,
    /// The evidence of a task.
    pub evidence: Adjacency,
    adoption_of: FxHashMap<(u32, RawId), u32>,
}

impl Index {
    /// Derives the index; one pass over each table.
    pub fn new(ledger: &Ledger) -> Self {
        let enterprises = &ledger.enterprises;
        let parents: Vec<Option<u32>> = parents(enterprises);
        let pairs: Vec<_> = parents.iter().enumerate().filter_map(|(at, p)| p.map(|p| (p, at as u32))).collect();
        let subsidiaries = Adjacency::new(parents.len(), &pairs);
        let (places, walk) = places(enterprises, &parents, &subsidiaries);

        let adoptions = members(&ledger.adoptions, enterprises, |row| row.enterprise);
        let mut adoption_of: FxHashMap<(u32, RawId), u32> = FxHashMap::default();
        for (at, adoption) in (0..places.len()).flat_map(|at| adoptions.of(at).map(move |adoption| (at, adoption))) {
            let Some(institution) = ledger.adoptions.at(adoption).institution else { continue };
            let counts = adoption_of.entry((at as u32, institution.raw())).or_insert(adoption as u32);
            if ledger.adoptions.typed_id(*counts as usize) < ledger.adoptions.typed_id(adoption) {
                *counts = adoption as u32;
            }
        }
        Self {
            places,
            walk,
            subsidiaries,
            adoptions,
            exclusions: members(&ledger.exclusions, enterprises, |row| row.enterprise),
            boards: alike_in_every_order(members(&ledger.boards, enterprises, |row| row.enterprise), |at| {
                ledger.boards.typed_id(at)
            }),
            directors: members(&ledger.directors, enterprises, |row| row.enterprise),
            year_figures: alike_in_every_order(
                members(&ledger.year_figures, enterprises, |row| row.enterprise),
                |at| (ledger.year_figures.at(at).year, ledger.year_figures.typed_id(at)),
            ),
            investments: members(&ledger.investments, enterprises, |row| row.enterprise),
            restructurings: members(&ledger.restructurings, enterprises, |row| row.enterprise),
            contracts: members(&ledger.contracts, enterprises, |row| row.enterprise),
            assessments: members(&ledger.assessments, &ledger.contracts, |row| row.contract),
            memberships: members(&ledger.memberships, enterprises, |row| row.enterprise),
            grades: members(&ledger.grades, enterprises, |row| row.enterprise),
            progress: progress(ledger),
            milestones: members(&ledger.milestones, &ledger.tasks, |row| row.task),
            evidence: members(&ledger.evidence, &ledger.tasks, |row| row.task),
            adoption_of,
        }
    }

    /// Where the enterprise at a position stands; a deleted one stands nowhere (tier 0).
    pub fn place(&self, enterprise: usize) -> TreePosition {
        self.places.get(enterprise).copied().unwrap_or_default()
    }

    /// The unit that answers for the enterprise at a position. A deleted one stays with its own, or with
    /// that of what was above it.
    pub fn unit(&self, ledger: &Ledger, enterprise: usize) -> Option<Id<Unit>> {
        let table = &ledger.enterprises;
        let mut here = enterprise;
        // A circle that came in by a file ends after every row.
        for _ in 0..self.places.len() {
            if table.is_live(here) {
                return self.place(here).unit;
            }
            let row = table.at(here);
            if row.unit.is_some() {
                return row.unit;
            }
            here = table.position(row.parent?.raw())?;
        }
        None
    }

    /// Tells whether an enterprise is another one or lies below it, by positions.
    pub fn is_within(&self, enterprise: usize, group: usize) -> bool {
        let (inner, outer) = (self.place(enterprise), self.place(group));
        outer.tier > 0 && inner.tier > 0 && (outer.enter..outer.exit).contains(&inner.enter)
    }

    /// The position of an enterprise's adoption of an institution; of several, the one of the
    /// greatest identity, so that no figure depends on the order in which they arrived.
    pub fn adoption(&self, enterprise: usize, institution: Id<Institution>) -> Option<usize> {
        self.adoption_of.get(&(enterprise as u32, institution.raw())).map(|at| *at as usize)
    }

    /// The position of an enterprise's board; of several, the one that stands last, whatever the order of the table.
    pub fn board(&self, enterprise: usize) -> Option<usize> {
        self.boards.of(enterprise).last()
    }

    /// Where the task at a position stood at the end of a day.
    pub fn standing(&self, ledger: &Ledger, task: usize, day: Date) -> TaskState {
        let mut standing = TaskState::default();
        for at in self.progress.of(task) {
            let entry = ledger.progress.at(at);
            if entry.date.is_some_and(|date| date > day) {
                break;
            }
            if let Some(status) = entry.status {
                standing.status = Some(status);
                standing.since = entry.date;
                // What is opened again is not done, whatever was said when it was closed.
                if status == TaskStatus::Reopened {
                    standing.percent = standing.percent.filter(|percent| *percent < WHOLE);
                }
            }
            if let Some(percent) = entry.percent {
                // More than all counts as all, and is a finding of the checks.
                standing.percent = Some(percent.min(WHOLE));
            }
        }
        match standing.status {
            Some(TaskStatus::Closed) => standing.percent = Some(WHOLE),
            Some(TaskStatus::NotStarted) => standing.percent = Some(Decimal::default()),
            Some(TaskStatus::Reopened) if standing.percent == Some(WHOLE) => standing.percent = None,
            _ => {}
        }
        standing
    }
}

fn members<M: Record, O: Record>(
    table: &Table<M>,
    owners: &Table<O>,
    owner: impl Fn(&M) -> Option<Id<O>>,
) -> Adjacency {
    let pairs: Vec<_> = table
        .positioned()
        .filter_map(|(at, row)| Some((owners.live_position(owner(row)?)? as u32, at as u32)))
        .collect();
    Adjacency::new(owners.len(), &pairs)
}

/// Puts the members of each owner in an order that does not depend on how they arrived: where several
/// stand for one thing, every copy of a ledger then counts the same one.
fn alike_in_every_order<K: Ord>(mut members: Adjacency, key: impl Fn(usize) -> K) -> Adjacency {
    for owner in 1..members.starts.len() {
        let range = members.starts[owner - 1] as usize..members.starts[owner] as usize;
        members.items[range].sort_unstable_by_key(|at| key(*at as usize));
    }
    members
}

fn progress(ledger: &Ledger) -> Adjacency {
    let mut pairs: Vec<_> = ledger
        .progress
        .positioned()
        .filter_map(|(at, row)| Some((ledger.tasks.live_position(row.task?)? as u32, at as u32)))
        .collect();
    pairs.sort_by_key(|(_, at)| {
        let row = ledger.progress.at(*at as usize);
        (row.date, row.order, ledger.progress.typed_id(*at as usize))
    });
    Adjacency::new(ledger.tasks.len(), &pairs)
}

fn parents(enterprises: &Table<Enterprise>) -> Vec<Option<u32>> {
    let mut parents = vec![None; enterprises.len()];
    for (at, enterprise) in enterprises.positioned() {
        parents[at] = enterprise.parent.and_then(|id| enterprises.live_position(id)).map(|p| p as u32);
    }
    parents
}

/// Walks down from every tier-1 enterprise. Those in or below a circle are never reached: tier 0.
fn places(
    enterprises: &Table<Enterprise>,
    parents: &[Option<u32>],
    subsidiaries: &Adjacency,
) -> (Vec<TreePosition>, Vec<u32>) {
    let mut places = vec![TreePosition::default(); parents.len()];
    let mut walk = Vec::with_capacity(parents.len());
    let mut stack: Vec<(u32, bool)> = Vec::new();
    for (at, _) in enterprises.positioned() {
        let row = enterprises.at(at);
        places[at].parent = parents[at];
        places[at].root = at as u32;
        places[at].unit = row.unit;
        places[at].region = row.region;
    }
    for (root, _) in enterprises.positioned().filter(|(at, _)| parents[*at].is_none()) {
        stack.push((root as u32, false));
        while let Some((at, left)) = stack.pop() {
            let here = at as usize;
            if left {
                places[here].exit = walk.len() as u32;
                continue;
            }
            let above = parents[here].map(|p| places[p as usize]);
            let place = &mut places[here];
            place.tier = above.map_or(1, |above| above.tier.saturating_add(1));
            place.enter = walk.len() as u32;
            if let Some(above) = above {
                place.root = above.root;
                place.unit = place.unit.or(above.unit);
                place.region = place.region.or(above.region);
            }
            walk.push(at);
            stack.push((at, true));
            stack.extend(subsidiaries.slice(here).iter().rev().map(|child| (*child, false)));
        }
    }
    (places, walk)
}
