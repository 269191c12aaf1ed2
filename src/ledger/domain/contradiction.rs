//! Whether a ledger's records, their marks, its clock and its history tell the same story.
//!
//! The chain of digests shows that no step was changed; it cannot show that the last ones were cut off, that
//! one was put in beside the others, or that a record was changed with its marks and without a step. Those show
//! where the four are held against each other. Whoever makes all four anew leaves no trace: that takes a
//! signature, and files have none.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    causality::{ActorId, DELETION, Dot, Stamps},
    change::{HistoryEntry, What},
    date::days_between,
    ledger::Ledger,
    schema::{Field, Kind, RecordRef, Value},
    words::Lang,
};

/// By how many days clocks of colleagues may differ before it is told.
pub const DAYS_APART: i64 = 1;

/// Two things in a ledger that cannot both be true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The clock counts changes of a page session that the history lacks without a word.
    MissingSteps {
        /// The page session.
        actor: ActorId,
        /// The first of them, and the last.
        counts: (u32, u32),
    },
    /// Two steps, by position, bear the same number of the same page session.
    SameNumber(usize, usize),
    /// The marks of a record name a change that the clock does not know of.
    UnknownMark(RecordRef),
    /// A record does not hold what the last step that wrote it, by position, gave it.
    OtherValue {
        /// The record.
        record: RecordRef,
        /// The field; `None` for whether it is deleted.
        field: Option<Field>,
        /// The step.
        step: usize,
    },
    /// A record is deleted, and no step says who did it.
    DeletedByNobody(RecordRef),
    /// A step, by position, wrote a record whose marks know nothing of it.
    WithoutTrace {
        /// The step.
        step: usize,
        /// The record.
        record: RecordRef,
    },
    /// A step, by position, wrote a record that is not there, though records are never removed.
    LostRecord {
        /// The step.
        step: usize,
        /// The record.
        record: RecordRef,
    },
    /// A step, by position, is dated more than a day before the one that it follows.
    BeforeItsParent(usize),
}

impl Contradiction {
    /// Whether a wrong clock of somebody's computer is explanation enough.
    pub const fn is_doubt(&self) -> bool {
        matches!(self, Self::BeforeItsParent(_))
    }

    /// Says in a plain sentence what does not fit, given the history and what records are called.
    pub fn sentence(&self, history: &[HistoryEntry], name: impl Fn(RecordRef) -> String, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let step = |at: &usize| {
            let told = history.get(*at).map(|step| (step.at.date(), step.by.as_str()));
            match (told, zh) {
                (Some((day, by)), true) => format!("第 {} 步（{day} {by}）", at + 1),
                (Some((day, by)), false) => format!("step {} ({day} {by})", at + 1),
                (None, true) => format!("第 {} 步", at + 1),
                (None, false) => format!("step {}", at + 1),
            }
        };
        match self {
            Self::MissingSteps { actor, counts: (first, last) } => {
                let which = if first == last { first.to_string() } else { format!("{first}–{last}") };
                match zh {
                    true => format!("版本时钟记有会话 {actor} 的第 {which} 次修改，历史中没有，也没有说明。"),
                    false => {
                        format!("The clock counts change {which} of session {actor}; history lacks it without a word.")
                    }
                }
            }
            Self::SameNumber(one, other) if zh => format!("{}与{}编号相同。", step(one), step(other)),
            Self::SameNumber(one, other) => format!("Two steps bear one number: {}, {}.", step(one), step(other)),
            Self::UnknownMark(record) if zh => {
                format!("「{}」的修改标记指向版本时钟之外的修改：历史被截短过。", name(*record))
            }
            Self::UnknownMark(record) => {
                format!("The marks of “{}” name changes after the end of the clock.", name(*record))
            }
            Self::OtherValue { record, field: Some(field), step: at } if zh => {
                let word = field.meta().word.zh;
                format!("「{}」的「{word}」与最后写它的{}不同，没有任何一步这样改过。", name(*record), step(at))
            }
            Self::OtherValue { record, field: Some(field), step: at } => {
                let word = field.meta().word.en;
                format!("“{word}” of “{}” is not what {} gave it, and no step changed it.", name(*record), step(at))
            }
            Self::OtherValue { record, field: None, step: at } if zh => {
                format!("「{}」是否删除与{}不同，没有任何一步这样改过。", name(*record), step(at))
            }
            Self::OtherValue { record, field: None, step: at } => {
                format!("Whether “{}” is deleted is not what {} says.", name(*record), step(at))
            }
            Self::DeletedByNobody(record) if zh => format!("「{}」已删除，历史中没有删除它的一步。", name(*record)),
            Self::DeletedByNobody(record) => format!("“{}” is deleted, and no step deleted it.", name(*record)),
            Self::WithoutTrace { step: at, record } if zh => {
                format!("{}写过「{}」，记录的修改标记中没有它：这一步是后来放进去的。", step(at), name(*record))
            }
            Self::WithoutTrace { step: at, record } => {
                format!("The marks of “{}” know nothing of {}, which wrote it.", name(*record), step(at))
            }
            Self::LostRecord { step: at, record } if zh => {
                format!("{}写过一条{}（{}），文件中没有这条记录。", step(at), record.kind.word().zh, record.id)
            }
            Self::LostRecord { step: at, record } => {
                format!("{} wrote a {} ({}) that is not in the file.", step(at), record.kind.word().en, record.id)
            }
            Self::BeforeItsParent(at) if zh => {
                format!("{}的时间比它前面的步骤早一天以上：填报电脑的时间不准，或步骤是后来放进去的。", step(at))
            }
            Self::BeforeItsParent(at) => {
                format!("{} is dated more than a day before the step it follows: a wrong clock, or put in.", step(at))
            }
        }
    }
}

/// A step by its position and number, with what it gave.
type Given<T> = (usize, Dot, T);

/// What history says of one record.
#[derive(Default)]
struct Told<'a> {
    created: Vec<Given<&'a [(Field, Value)]>>,
    sets: BTreeMap<u8, Vec<Given<&'a Value>>>,
    /// Whether each step that says so left it live.
    lives: Vec<Given<bool>>,
}

/// Holds a ledger's records, marks, clock and history against each other; one pass over each.
pub fn contradictions(ledger: &Ledger) -> Vec<Contradiction> {
    let mut found = Vec::new();
    numbers(ledger, &mut found);
    found.retain(|own| !matches!(own, Contradiction::MissingSteps { actor, .. } if is_maker(ledger, *actor)));
    times(ledger.history(), &mut found);
    let mut told: FxHashMap<RecordRef, Told<'_>> = FxHashMap::default();
    for (at, step) in ledger.history().iter().enumerate() {
        for entry in &step.entries {
            let own = told.entry(entry.record).or_default();
            match &entry.what {
                What::Created(values) => own.created.push((at, step.dot, values)),
                What::Set { field, new, .. } => own.sets.entry(field.index).or_default().push((at, step.dot, new)),
                What::Deleted => own.lives.push((at, step.dot, false)),
                What::Restored => own.lives.push((at, step.dot, true)),
            }
        }
    }
    let is_whole = is_whole(ledger);
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in 0..table.len() {
            let record = RecordRef::new(*kind, table.id_at(at));
            let none = Stamps::default();
            let stamps = table.meta(at).map_or(&none, |meta| &meta.stamps);
            let marks = stamps
                .fields
                .values()
                .flat_map(|stamp| std::iter::once(&stamp.seen).chain(stamp.others.iter().map(|(_, seen)| seen)));
            if !marks.chain([&stamps.created]).all(|seen| ledger.clock().covers(seen)) {
                found.push(Contradiction::UnknownMark(record));
            }
            let told = told.remove(&record);
            let is_deleted = !table.is_live(at);
            if is_deleted && is_whole && told.as_ref().is_none_or(|told| told.lives.iter().all(|(.., live)| *live)) {
                found.push(Contradiction::DeletedByNobody(record));
            }
            if let Some(told) = told {
                if !is_whole {
                    without_trace(record, &told, stamps, &mut found);
                    continue;
                }
                of_record(record, &told, stamps, is_deleted, &|index| table.value(at, index), &mut found);
            }
        }
    }
    let mut lost: Vec<(RecordRef, Told<'_>)> = told.into_iter().collect();
    lost.sort_by_key(|(record, _)| *record);
    if ledger.part().is_none() {
        found.extend(lost.iter().filter_map(|(record, told)| {
            let sets = told.sets.values().flatten().map(|(step, ..)| *step);
            let step =
                told.created.iter().map(|(step, ..)| *step).chain(sets).chain(told.lives.iter().map(|own| own.0));
            Some(Contradiction::LostRecord { step: step.min()?, record: *record })
        }));
    }
    found
}

/// Whether no history is said to be left out.
fn is_whole(ledger: &Ledger) -> bool {
    ledger.earlier().is_empty() && ledger.part().is_none()
}

/// Every change that the clock counts is a step of history, once; but for what is said to be left out.
fn numbers(ledger: &Ledger, found: &mut Vec<Contradiction>) {
    let mut of_actors: BTreeMap<ActorId, BTreeMap<u32, usize>> = BTreeMap::new();
    for (at, step) in ledger.history().iter().enumerate() {
        if let Some(before) = of_actors.entry(step.dot.actor).or_default().insert(step.dot.count, at) {
            found.push(Contradiction::SameNumber(before, at));
        }
    }
    // Where steps are said to be left out nothing tells how many.
    if !is_whole(ledger) {
        return;
    }
    for last in ledger.clock().iter() {
        let own = of_actors.remove(&last.actor).unwrap_or_default();
        let mut next = 1;
        let ends = own.keys().copied().filter(|count| *count <= last.count).chain([last.count + 1]);
        for count in ends {
            if count > next {
                found.push(Contradiction::MissingSteps { actor: last.actor, counts: (next, count - 1) });
            }
            next = count + 1;
        }
    }
}

/// Whether records were made by a page session that is none: what a ledger was born with, or taken over with from
/// one that began apart, is marked as made by one change that is no step. A session's only change looks like that
/// too once its step is cut off, where it made records and did nothing else.
fn is_maker(ledger: &Ledger, actor: ActorId) -> bool {
    let is_of_one = ledger.clock().get(actor) == 1 && ledger.history().iter().all(|step| step.dot.actor != actor);
    let mut made = 0;
    is_of_one
        && Kind::ALL.iter().all(|kind| {
            let table = ledger.of(*kind);
            (0..table.len()).filter_map(|at| table.meta(at)).all(|meta| {
                let is_made = meta.stamps.created.get(actor) == 1;
                made += usize::from(is_made);
                is_made || meta.stamps.fields.values().all(|stamp| stamp.seen.get(actor) == 0)
            })
        })
        && made > 0
}

/// No step is dated well before the one that it follows.
fn times(steps: &[HistoryEntry], found: &mut Vec<Contradiction>) {
    let places: FxHashMap<_, usize> = steps.iter().enumerate().map(|(at, step)| (step.digest, at)).collect();
    for (at, step) in steps.iter().enumerate() {
        let parents = step.parents.iter().filter_map(|parent| places.get(parent));
        let is_before = |parent: &usize| days_between(step.at.date(), steps[*parent].at.date()) > DAYS_APART;
        if parents.into_iter().any(is_before) {
            found.push(Contradiction::BeforeItsParent(at));
        }
    }
}

/// The marks of a record know of every step that wrote it.
fn without_trace(record: RecordRef, told: &Told<'_>, stamps: &Stamps, found: &mut Vec<Contradiction>) {
    let made = told.created.iter().filter(|(_, dot, _)| stamps.created.get(dot.actor) < dot.count);
    found.extend(made.map(|(step, ..)| Contradiction::WithoutTrace { step: *step, record }));
    for (index, sets) in &told.sets {
        let knows = |dot: &Dot| {
            let others = stamps.fields.get(index).map_or(&[][..], |stamp| &stamp.others);
            let mut all = std::iter::once(stamps.seen(*index)).chain(others.iter().map(|(_, seen)| seen));
            stamps.is_masked(*index) || all.any(|seen| seen.get(dot.actor) >= dot.count)
        };
        let strange = sets.iter().filter(|(_, dot, _)| !knows(dot));
        found.extend(strange.map(|(step, ..)| Contradiction::WithoutTrace { step: *step, record }));
    }
}

/// With no history left out, a record holds what the last step gave it that its marks know of.
fn of_record(
    record: RecordRef,
    told: &Told<'_>,
    stamps: &Stamps,
    is_deleted: bool,
    value: &dyn Fn(u8) -> Value,
    found: &mut Vec<Contradiction>,
) {
    without_trace(record, told, stamps, found);
    let created: BTreeMap<u8, &Value> =
        told.created.iter().flat_map(|(.., values)| values.iter().map(|(field, value)| (field.index, value))).collect();
    for index in 0..record.kind.fields().len() as u8 {
        let sets = told.sets.get(&index).map_or(&[][..], Vec::as_slice);
        if stamps.is_masked(index) || sets.is_empty() && told.created.is_empty() {
            continue;
        }
        let field = Field { kind: record.kind, index };
        let siblings = stamps.siblings(index, value(index));
        for (own, seen) in &siblings {
            let last = sets.iter().rev().find(|(_, dot, _)| seen.get(dot.actor) >= dot.count);
            // With several makers nothing says whose value an unwritten field shows.
            let given = match (last, &told.created[..]) {
                (Some((step, _, new)), _) => Some((*step, *new)),
                (None, [(step, dot, _)]) if seen.get(dot.actor) >= dot.count => {
                    Some((*step, created.get(&index).copied().unwrap_or(&Value::Empty)))
                }
                (None, _) => None,
            };
            if let Some((step, _)) = given.filter(|(_, new)| *new != own) {
                found.push(Contradiction::OtherValue { record, field: Some(field), step });
            }
        }
    }
    if let Some(stamp) = stamps.fields.get(&DELETION).filter(|stamp| stamp.others.is_empty()) {
        let last = told.lives.iter().rev().find(|(_, dot, _)| stamp.seen.get(dot.actor) >= dot.count);
        if let Some((step, ..)) = last.filter(|(.., live)| *live == is_deleted) {
            found.push(Contradiction::OtherValue { record, field: None, step: *step });
        }
    }
}
