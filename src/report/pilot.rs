//! The pilot programmes: who is in, what changed, how they were graded, and how they compare.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    View,
    figure::{Figure, figure},
    scope::{Pilot, Scope, is_in_force, is_member, is_valid},
};
use ledger::domain::{
    AnyTable, Date, Id, Ratio, RawId, Tiers,
    choice::MembershipChange,
    records::{Enterprise, Grade, Indicator, Membership, Programme},
};

/// What is to be said of one programme on a day.
#[derive(Clone, Debug)]
pub struct PilotSummary {
    /// The programme.
    pub programme: Id<Programme>,
    /// The positions of its members on the day.
    pub members: Vec<usize>,
    /// Its batches in order of date and name.
    pub batches: Vec<Batch>,
    /// Its grades by year, latest first.
    pub grades: Vec<GradeYear>,
    /// The tiers that members occupy; comparison keeps to them.
    pub tiers: Tiers,
    /// Each indicator for members and for the others of the same tiers.
    pub indicators: Vec<(Id<Indicator>, Figure, Figure)>,
}

/// What one batch brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// Its name.
    pub name: String,
    /// The first day on which a member of it joined, if any is known.
    pub first_day: Option<Date>,
    /// Its memberships.
    pub memberships: Vec<Id<Membership>>,
    /// How many of its members are in on the day.
    pub in_force: usize,
    /// How many left by the day.
    pub left: usize,
    /// How many memberships name each kind of change.
    pub changes: BTreeMap<MembershipChange, usize>,
}

/// The grades of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeYear {
    /// The year.
    pub year: i64,
    /// The words of the year's scale, best first, with their counts.
    pub words: Vec<(String, usize)>,
    /// Words that the scale of the year does not know, with their counts.
    pub others: Vec<(String, usize)>,
    /// Those with one of the scale's top words over all graded: the 标杆+优秀率. `None` without a scale.
    pub top: Option<Ratio>,
}

/// Sums up one programme.
pub fn summary(view: View<'_>, programme: Id<Programme>) -> PilotSummary {
    let table = &view.ledger.enterprises;
    let members: Vec<usize> = (0..table.len())
        .filter(|at| table.is_live(*at) && is_valid(view, *at))
        .filter(|at| is_member(view, *at, programme))
        .collect();
    let tiers = Tiers::of(members.iter().map(|at| view.index.place(*at).tier));
    let indicators = if members.is_empty() {
        Vec::new()
    } else {
        view.ledger.indicators.iter().map(|(id, _)| compared(view, programme, tiers, id)).collect()
    };
    PilotSummary {
        programme,
        batches: batches(view, programme),
        grades: grades(view, programme),
        members,
        tiers,
        indicators,
    }
}

fn compared(
    view: View<'_>,
    programme: Id<Programme>,
    tiers: Tiers,
    indicator: Id<Indicator>,
) -> (Id<Indicator>, Figure, Figure) {
    let of = |pilot| figure(view, indicator, &Scope { tiers, pilot: Some(pilot), ..Scope::default() });
    (indicator, of(Pilot::Member(programme)), of(Pilot::Outside))
}

fn batches(view: View<'_>, programme: Id<Programme>) -> Vec<Batch> {
    let mut batches: BTreeMap<String, Batch> = BTreeMap::new();
    let mut in_force: BTreeMap<String, BTreeSet<Id<Enterprise>>> = BTreeMap::new();
    // A batch that joins later has not happened yet.
    let begun = |row: &Membership| row.joined_on.is_none_or(|on| on <= view.as_of);
    let own = |row: &Membership| row.programme == Some(programme) && begun(row);
    for (id, row) in view.ledger.memberships.iter().filter(|(_, row)| own(row)) {
        let batch = batches.entry(row.batch.clone()).or_default();
        batch.memberships.push(id);
        batch.first_day = match (batch.first_day, row.joined_on) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let is_in = is_in_force(row, view.as_of);
        // An enterprise that is not there any more is no member; one in two batches counts in the first.
        let there =
            |id: &Id<Enterprise>| view.ledger.enterprises.live_position(*id).filter(|at| is_valid(view, *at)).is_some();
        in_force.entry(row.batch.clone()).or_default().extend(row.enterprise.filter(|id| is_in && there(id)));
        batch.left += usize::from(!is_in);
        if let Some(change) = row.change {
            *batch.changes.entry(change).or_default() += 1;
        }
    }
    let mut list: Vec<Batch> = batches.into_iter().map(|(name, batch)| Batch { name, ..batch }).collect();
    list.sort_by(|a, b| {
        (a.first_day.is_none(), a.first_day, &a.name).cmp(&(b.first_day.is_none(), b.first_day, &b.name))
    });
    // Members are enterprises, each once over all batches.
    let mut counted: BTreeSet<Id<Enterprise>> = BTreeSet::new();
    for batch in &mut list {
        let own = in_force.remove(&batch.name).unwrap_or_default();
        batch.in_force = own.into_iter().filter(|id| counted.insert(*id)).count();
    }
    list
}

fn grades(view: View<'_>, programme: Id<Programme>) -> Vec<GradeYear> {
    // One grade to an enterprise and year, of doubled rows that of the greatest identity, which is the same in
    // every copy; one that names no enterprise stands for itself; a year that has not come has no grades.
    let grades = &view.ledger.grades;
    let own = |row: &Grade| row.programme == Some(programme) && !row.grade.is_empty();
    let mut given: BTreeMap<(i64, RawId), Id<Grade>> = BTreeMap::new();
    for (id, row) in grades.iter().filter(|(_, row)| own(row)) {
        let year = row.year.map(|year| year.hundredths() / 100);
        if let Some(year) = year.filter(|year| *year <= i64::from(view.as_of.year())) {
            let known = given.entry((year, row.enterprise.map_or(id.raw(), Id::raw))).or_insert(id);
            *known = id.max(*known);
        }
    }
    let mut years: BTreeMap<i64, BTreeMap<String, usize>> = BTreeMap::new();
    for ((year, _), id) in given {
        let grade = grades.get(id).map_or_else(String::new, |row| row.grade.clone());
        *years.entry(year).or_default().entry(grade).or_default() += 1;
    }
    years.into_iter().rev().map(|(year, counts)| grade_year(view, year, counts)).collect()
}

fn grade_year(view: View<'_>, year: i64, mut counts: BTreeMap<String, usize>) -> GradeYear {
    let split = |text: &str| -> Vec<String> {
        text.split(['、', ',', '，', '/']).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
    };
    let scale = view.ledger.grade_scales.iter().find(|(_, row)| row.year.is_some_and(|y| y.hundredths() / 100 == year));
    let graded: usize = counts.values().sum();
    let top = scale.map(|(_, scale)| {
        let best: BTreeSet<String> = split(&scale.top).into_iter().collect();
        let count: usize = counts.iter().filter(|(word, _)| best.contains(*word)).map(|(_, n)| n).sum();
        Ratio::new(count as i64, graded as i64)
    });
    let words = scale
        .map(|(_, scale)| split(&scale.words))
        .unwrap_or_default()
        .into_iter()
        .map(|word| {
            let count = counts.remove(&word).unwrap_or(0);
            (word, count)
        })
        .collect();
    GradeYear { year, words, others: counts.into_iter().collect(), top }
}

/// The enterprises that are in both programmes on the day: shown, never added.
pub fn overlap(view: View<'_>, a: Id<Programme>, b: Id<Programme>) -> Vec<Id<Enterprise>> {
    view.ledger
        .enterprises
        .positioned()
        .filter(|(at, _)| is_member(view, *at, a) && is_member(view, *at, b))
        .map(|(at, _)| view.ledger.enterprises.typed_id(at))
        .collect()
}
