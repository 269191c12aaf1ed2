//! Practices (样板): whose they are, what is missing of them, and how what they serve stands.
//!
//! What contradicts itself, such as an enterprise on no roster of the programme, is said and never set right.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    View,
    figure::{Figure, figure},
    scope::{Scope, is_member},
    task::{self, TaskLine},
};
use ledger::domain::{
    Change, Date, Id, Kind, Ledger, RecordRef, Value,
    records::{Indicator, Practice, PracticeLink, Programme, Task},
};

/// How an enterprise stands on the roster of a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roster {
    /// It is in on the day.
    InForce,
    /// It left on this day, and is not in again.
    Left(Date),
    /// It joins on this day.
    ToJoin(Date),
    /// No membership is on record.
    NotListed,
}

/// What a practice lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// What was done.
    What,
    /// The result.
    Result,
    /// The evidence.
    Evidence,
    /// An enterprise.
    Enterprise,
    /// The enterprise's place on the programme's roster on the day.
    Membership,
    /// A task or an indicator that it serves.
    Link,
}

/// What a practice can serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Served {
    /// A task.
    Task(Id<Task>),
    /// An indicator.
    Indicator(Id<Indicator>),
}

/// One practice on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The practice.
    pub practice: Id<Practice>,
    /// What is on record of it.
    pub row: &'a Practice,
    /// The position of its enterprise; `None` where it names none that exists.
    pub enterprise: Option<usize>,
    /// Its programme; `None` where it names none that exists.
    pub programme: Option<Id<Programme>>,
    /// How the enterprise stands on the programme's roster; `None` unless it names both.
    pub roster: Option<Roster>,
    /// What is missing of it.
    pub lacks: Vec<Lack>,
    /// Whether it was described after the day.
    pub is_later: bool,
    /// The positions of the tasks that it serves, each once.
    pub tasks: Vec<usize>,
    /// The indicators that it serves, each once.
    pub indicators: Vec<Id<Indicator>>,
}

/// An indicator where a practice was made, beside the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The indicator.
    pub indicator: Id<Indicator>,
    /// Its figure over the practice's enterprise and all below it; `None` without an enterprise.
    pub own: Option<Figure>,
    /// Its figure over everything.
    pub whole: Figure,
}

/// What is linked to a practice, by position.
#[derive(Default)]
struct Links {
    tasks: BTreeSet<usize>,
    indicators: BTreeSet<usize>,
}

/// The practices in the order of programme, day and title.
pub fn practices(view: View<'_>) -> Vec<Line<'_>> {
    let mut links = links(view);
    let mut lines: Vec<Line<'_>> = view
        .ledger
        .practices
        .iter()
        .map(|(id, row)| line(view, id, row, links.remove(&id).unwrap_or_default()))
        .collect();
    // What is not filled in comes last.
    lines.sort_by_key(|line| {
        let programme = line.programme.and_then(|id| view.ledger.programmes.live_position(id));
        let day = line.row.described_on;
        (programme.is_none(), programme, day.is_none(), day, line.row.title.as_str(), line.practice)
    });
    lines
}

/// One practice; `None` where it does not exist.
pub fn practice(view: View<'_>, id: Id<Practice>) -> Option<Line<'_>> {
    let row = view.ledger.practices.get(id)?;
    Some(line(view, id, row, links(view).remove(&id).unwrap_or_default()))
}

/// The practices of an enterprise, or those that serve a task or an indicator, in their order.
pub fn about(view: View<'_>, record: RecordRef) -> Vec<Line<'_>> {
    let enterprise = view.ledger.enterprises.live_position(Id::new(record.id));
    let served = Served::of(record);
    let is_about = |line: &Line<'_>| match record.kind {
        Kind::Enterprise => enterprise.is_some() && line.enterprise == enterprise,
        _ => served.is_some_and(|served| line.serves(view, served)),
    };
    practices(view).into_iter().filter(is_about).collect()
}

fn links(view: View<'_>) -> BTreeMap<Id<Practice>, Links> {
    let mut all: BTreeMap<Id<Practice>, Links> = BTreeMap::new();
    for (_, row) in view.ledger.practice_links.iter() {
        let Some(practice) = row.practice else { continue };
        let own = all.entry(practice).or_default();
        own.tasks.extend(row.task.and_then(|id| view.ledger.tasks.live_position(id)));
        own.indicators.extend(row.indicator.and_then(|id| view.ledger.indicators.live_position(id)));
    }
    all
}

fn line<'a>(view: View<'a>, practice: Id<Practice>, row: &'a Practice, links: Links) -> Line<'a> {
    let ledger = view.ledger;
    let enterprise = row.enterprise.and_then(|id| ledger.enterprises.live_position(id));
    let programme = row.programme.filter(|id| ledger.programmes.live_position(*id).is_some());
    let roster = enterprise.zip(programme).map(|(at, programme)| roster(view, at, programme));
    let is_blank = |text: &str| text.trim().is_empty();
    let lacks = [
        (Lack::What, is_blank(&row.what)),
        (Lack::Result, is_blank(&row.result)),
        (Lack::Evidence, is_blank(&row.evidence)),
        (Lack::Enterprise, enterprise.is_none()),
        (Lack::Membership, roster.is_some_and(|roster| roster != Roster::InForce)),
        (Lack::Link, links.tasks.is_empty() && links.indicators.is_empty()),
    ];
    Line {
        practice,
        row,
        enterprise,
        programme,
        roster,
        lacks: lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect(),
        is_later: row.described_on.is_some_and(|on| on > view.as_of),
        tasks: links.tasks.into_iter().collect(),
        indicators: links.indicators.into_iter().map(|at| ledger.indicators.typed_id(at)).collect(),
    }
}

fn roster(view: View<'_>, enterprise: usize, programme: Id<Programme>) -> Roster {
    if is_member(view, enterprise, programme) {
        return Roster::InForce;
    }
    let own = || {
        let rows = view.index.memberships.of(enterprise).map(|at| view.ledger.memberships.at(at));
        rows.filter(|row| row.programme == Some(programme))
    };
    let left = own().filter_map(|row| row.left_on).filter(|on| *on <= view.as_of).max();
    let joins = own().filter_map(|row| row.joined_on).filter(|on| *on > view.as_of).min();
    left.map(Roster::Left).or_else(|| joins.map(Roster::ToJoin)).unwrap_or(Roster::NotListed)
}

impl Line<'_> {
    /// Where the practice was made: its enterprise and all below it.
    pub fn scope(&self, view: View<'_>) -> Option<Scope> {
        let group = view.ledger.enterprises.typed_id(self.enterprise?);
        Some(Scope { group: Some(group), ..Scope::default() })
    }

    /// The tasks that it serves, with their standing and what warns.
    pub fn standings(&self, view: View<'_>) -> Vec<TaskLine> {
        self.tasks.iter().map(|at| task::line(view, *at)).collect()
    }

    /// The indicators that it serves, where it was made and over everything.
    pub fn figures(&self, view: View<'_>) -> Vec<Compared> {
        let scope = self.scope(view);
        let compared = |id: &Id<Indicator>| Compared {
            indicator: *id,
            own: scope.as_ref().map(|scope| figure(view, *id, scope)),
            whole: figure(view, *id, &Scope::default()),
        };
        self.indicators.iter().map(compared).collect()
    }

    /// Whether it is of a programme, where one is asked for, and says a text or serves what is called so.
    pub fn passes(&self, view: View<'_>, programme: Option<Id<Programme>>, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        programme.is_none_or(|programme| self.programme == Some(programme))
            && (text.is_empty() || self.words(view).iter().any(|own| own.to_lowercase().contains(&text)))
    }

    fn words<'a>(&'a self, view: View<'a>) -> Vec<&'a str> {
        let (ledger, row) = (view.ledger, self.row);
        let mut words: Vec<&str> = vec![&row.title, &row.what, &row.result, &row.evidence, &row.source];
        words.extend(self.enterprise.map(|at| ledger.enterprises.at(at).name.as_str()));
        let programme = self.programme.and_then(|id| ledger.programmes.get(id));
        words.extend(programme.iter().flat_map(|row| [row.name.as_str(), row.short.as_str()]));
        for row in self.tasks.iter().map(|at| ledger.tasks.at(*at)) {
            words.extend([row.number.as_str(), row.title.as_str()]);
        }
        for row in self.indicators.iter().filter_map(|id| ledger.indicators.get(*id)) {
            words.extend([row.code.as_str(), row.name.as_str(), row.name_en.as_str()]);
        }
        words
    }

    /// Whether it serves a task or an indicator.
    pub fn serves(&self, view: View<'_>, served: Served) -> bool {
        match served {
            Served::Task(id) => view.ledger.tasks.live_position(id).is_some_and(|at| self.tasks.contains(&at)),
            Served::Indicator(id) => self.indicators.contains(&id),
        }
    }
}

impl Served {
    /// A record as what is served; `None` where it is of another kind.
    pub fn of(record: RecordRef) -> Option<Self> {
        match record.kind {
            Kind::Task => Some(Self::Task(Id::new(record.id))),
            Kind::Indicator => Some(Self::Indicator(Id::new(record.id))),
            _ => None,
        }
    }

    /// The record that is served.
    pub fn record(self) -> RecordRef {
        match self {
            Self::Task(id) => RecordRef::new(Kind::Task, id.raw()),
            Self::Indicator(id) => RecordRef::new(Kind::Indicator, id.raw()),
        }
    }

    fn is_named_by(self, link: &PracticeLink) -> bool {
        match self {
            Self::Task(id) => link.task == Some(id),
            Self::Indicator(id) => link.indicator == Some(id),
        }
    }
}

/// The change that links a practice to what it serves.
pub fn linking(link: RecordRef, practice: Id<Practice>, served: Served) -> Change {
    let field = match served {
        Served::Task(_) => PracticeLink::task,
        Served::Indicator(_) => PracticeLink::indicator,
    };
    let values = vec![(PracticeLink::practice, Value::Ref(practice.raw())), (field, Value::Ref(served.record().id))];
    Change::Create { record: link, values }
}

/// The change that takes away every link of a practice to what it serves, doubled ones too. A link that
/// names a task and an indicator keeps the other one.
pub fn unlinking(ledger: &Ledger, practice: Id<Practice>, served: Served) -> Change {
    let own = ledger.practice_links.iter().filter(|(_, row)| row.practice == Some(practice) && served.is_named_by(row));
    let changes = own.map(|(id, row)| {
        let record = RecordRef::new(Kind::PracticeLink, id.raw());
        match served {
            Served::Task(_) if row.indicator.is_some() => {
                Change::Set { record, field: PracticeLink::task, value: Value::Empty }
            }
            Served::Indicator(_) if row.task.is_some() => {
                Change::Set { record, field: PracticeLink::indicator, value: Value::Empty }
            }
            _ => Change::Delete { record },
        }
    });
    Change::Batch(changes.collect())
}
