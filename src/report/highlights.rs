//! What deserves attention (重点关注): the one or two numbers of each screen of analysis that a reader
//! should know first, every one the number of the rows that it leads to.
//!
//! All of it looks at the whole ledger. What there is nothing of is left out, or said to be nothing where
//! that is news; it is never said where something is not filled in that could be one.

use rustc_hash::FxHashSet;

use super::{
    Answer, View,
    boards::{self, boards},
    contracts::{self, Expiry, Tenure, contracts},
    figure::figure,
    flags::{flags, is_off},
    forecast::{Course, Outlook, Prospect, Unknown, course},
    form_and_substance::InstitutionLine,
    form_and_substance::{Quadrant, form_spirit, judged},
    overview::headline,
    penetration::{LAST_STEP, Reach, blockages, penetration, traceable},
    scope::Scope,
};
use ledger::domain::{
    CodedEnum, Decimal, Id, Phrase, Ratio,
    choice::FlagRule,
    records::{Enterprise, Indicator, Institution},
};

/// What a line is about; one after the other, so that a page can rest in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// When the headline indicators meet their targets.
    Forecast,
    /// What blocks the headline indicator that is furthest from its target.
    Blockage,
    /// Form without spirit.
    Form,
    /// Flags of paper compliance.
    Flags,
    /// Terms of contracts.
    Terms,
    /// Boards and their seats.
    Boards,
}

impl Topic {
    /// All of them, in their order on screen.
    pub const ALL: [Self; 6] = [Self::Forecast, Self::Blockage, Self::Form, Self::Flags, Self::Terms, Self::Boards];

    /// The term on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Forecast => Phrase::new("预测", "Forecast"),
            Self::Blockage => Phrase::new("堵点", "Blockage"),
            Self::Form => Phrase::new("形神", "Form and spirit"),
            Self::Flags => Phrase::new("疑点", "Flags"),
            Self::Terms => Phrase::new("任期", "Terms"),
            Self::Boards => Phrase::new("董事会", "Boards"),
        }
    }
}

/// The rows that a matter leads to, with what else is said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The course of an indicator.
    Course(Box<Course>),
    /// What is open of an indicator in a branch.
    Open {
        /// The indicator.
        indicator: Id<Indicator>,
        /// The head of the group that the branch belongs to.
        group: Id<Enterprise>,
        /// The head of the branch.
        enterprise: Id<Enterprise>,
        /// The tier of the head, where it alone is meant and not the branch below it.
        alone: Option<u8>,
        /// Whether nothing is done in the whole branch.
        is_standstill: bool,
        /// The share of all that is open.
        share: Ratio,
    },
    /// Those with form and without spirit.
    FormOnly {
        /// The institution.
        institution: Id<Institution>,
    },
    /// Every institution: nobody filled in any.
    Form,
    /// Flags that nobody dismissed.
    Flags,
    /// Contracts.
    Contracts(contracts::Show),
    /// Boards.
    Boards(boards::Show),
    /// Boards with empty seats.
    EmptySeats {
        /// How many seats are empty.
        seats: Decimal,
    },
}

/// One thing to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// How many rows it leads to; `None` where nothing is on record, and for an outlook, which is no number.
    pub count: Option<i64>,
    /// The rows.
    pub rows: Rows,
}

impl Matter {
    const fn new(count: i64, rows: Rows) -> Self {
        Self { count: Some(count), rows }
    }

    const fn unrecorded(rows: Rows) -> Self {
        Self { count: None, rows }
    }

    /// Whether it asks for nothing but to be known: there is none, or it is not filled in.
    pub fn is_quiet(&self) -> bool {
        use boards::Show;
        match &self.rows {
            Rows::Course(course) => course.prospect == Prospect::CannotTell,
            Rows::Contracts(contracts::Show::Expiry(Expiry::Unknown)) => true,
            Rows::Boards(Show::DueUnknown | Show::DueUnstated | Show::Full(Answer::Missing)) => true,
            _ => self.count.is_none_or(|count| count == 0),
        }
    }
}

/// What there is to say of a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The topic.
    pub topic: Topic,
    /// What there is to know; at least one thing.
    pub matters: Vec<Matter>,
}

/// Whether a ledger holds anything that could deserve attention.
pub fn has_anything(view: View<'_>) -> bool {
    view.ledger.enterprises.iter().next().is_some() || view.ledger.tasks.iter().next().is_some()
}

/// Everything that deserves attention.
pub fn attention(view: View<'_>) -> Vec<Line> {
    Topic::ALL.into_iter().flat_map(|topic| lines(view, topic)).collect()
}

/// What deserves attention of one topic; each is a pass or two over its own records.
pub fn lines(view: View<'_>, topic: Topic) -> Vec<Line> {
    if !has_anything(view) {
        return Vec::new();
    }
    if topic == Topic::Forecast {
        // Each headline indicator has a line of its own.
        return outlooks(view).map(|matter| Line { topic, matters: vec![matter] }).collect();
    }
    let matters = match topic {
        Topic::Forecast | Topic::Blockage => blockage(view).into_iter().collect(),
        Topic::Form => form(view).into_iter().collect(),
        Topic::Flags => open_flags(view).into_iter().collect(),
        Topic::Terms => terms(view),
        Topic::Boards => seats(view),
    };
    if matters.is_empty() { Vec::new() } else { vec![Line { topic, matters }] }
}

fn outlooks(view: View<'_>) -> impl Iterator<Item = Matter> + '_ {
    let says_nothing = |course: &Course| {
        matches!(course.outlook, Outlook::CannotTell(Unknown::NoTarget | Unknown::NothingDue | Unknown::NotReported))
    };
    headline(view)
        .map(move |id| course(view, id, &Scope::default()))
        .filter(move |course| !says_nothing(course))
        .map(|course| Matter::unrecorded(Rows::Course(Box::new(course))))
}

/// The part of the trees that holds most of what the headline indicator with the largest gap lacks.
fn blockage(view: View<'_>) -> Option<Matter> {
    let scope = Scope::default();
    let gap = |id| figure(view, id, &scope).target.map_or(0, |target| target.gap);
    let short = headline(view).filter(|id| traceable(view, *id).is_ok()).map(|id| (gap(id), id));
    let (_, indicator) =
        short.filter(|(gap, _)| *gap > 0).reduce(|most, other| if other.0 > most.0 { other } else { most })?;
    let found = penetration(view, indicator, &scope, Reach::Own).ok()?;
    // A head alone has rows of its own only on a step of the ladder that none below it shares.
    let named = blockages(&found.tree, found.needed).list;
    let (one, node) = named
        .iter()
        .map(|one| (one, found.tree.nodes[one.node as usize]))
        .find(|(one, node)| one.is_whole || node.tier < LAST_STEP)?;
    let place = view.index.place(node.enterprise as usize);
    let id = |at: u32| view.ledger.enterprises.typed_id(at as usize);
    let rows = Rows::Open {
        indicator,
        group: id(place.root),
        enterprise: id(node.enterprise),
        alone: (!one.is_whole).then_some(node.tier),
        is_standstill: one.is_standstill,
        share: one.share,
    };
    Some(Matter::new(one.part.open(), rows))
}

/// The institution of which most are known to have the form alone; what is not filled in is no failing.
fn form(view: View<'_>) -> Option<Matter> {
    let scope = Scope::default();
    let used: FxHashSet<_> = view.ledger.adoptions.iter().filter_map(|(_, row)| row.institution).collect();
    let lines: Vec<InstitutionLine> = judged(view)
        .filter(|institution| used.contains(institution))
        .map(|institution| InstitutionLine { institution, sums: form_spirit(view, institution, &scope) })
        .filter(|line| line.sums.recorded > 0)
        .collect();
    if lines.is_empty() {
        let anyone = judged(view).next().is_some() && scope.resolve(view).enterprises().next().is_some();
        return anyone.then(|| Matter::unrecorded(Rows::Form));
    }
    let only = |line: &InstitutionLine| line.sums.quadrants[Quadrant::FormOnly as usize];
    // Where nobody has the form, that none is without spirit would say nothing.
    let formed = lines.iter().filter(|line| line.sums.form.num > 0);
    let counted = formed.map(|line| (only(line), line.institution));
    let (count, institution) = counted.reduce(|most, other| if other.0 > most.0 { other } else { most })?;
    Some(Matter::new(count, Rows::FormOnly { institution }))
}

fn open_flags(view: View<'_>) -> Option<Matter> {
    let open = flags(view, &Scope::default()).iter().filter(|flag| flag.dismissed.is_none()).count() as i64;
    let ledger = view.ledger;
    let is_looked_into = FlagRule::ALL.iter().any(|rule| !is_off(view, *rule))
        && (ledger.contracts.iter().next().is_some()
            || ledger.boards.iter().next().is_some()
            || ledger.adoptions.iter().next().is_some()
            || ledger.tasks.iter().next().is_some());
    (open > 0 || is_looked_into).then(|| Matter::new(open, Rows::Flags))
}

fn terms(view: View<'_>) -> Vec<Matter> {
    let report = contracts(view, &Scope::default());
    let show = contracts::Show::Expiry;
    let matter = |count, expiry| Matter::new(count, Rows::Contracts(show(expiry)));
    if !report.lines.iter().any(|line| line.tenure == Tenure::InOffice) {
        let anyone = Scope::default().resolve(view).enterprises().next().is_some();
        let none = Matter::unrecorded(Rows::Contracts(contracts::Show::All));
        return if anyone && report.lines.is_empty() { vec![none] } else { Vec::new() };
    }
    let [expired, soon, unknown] =
        [Expiry::Expired, Expiry::Within30, Expiry::Unknown].map(|own| report.count(&show(own)));
    let mut matters = Vec::new();
    if expired > 0 || unknown == 0 {
        matters.push(matter(expired, Expiry::Expired));
    }
    if soon > 0 {
        matters.push(matter(soon, Expiry::Within30));
    }
    if unknown > 0 {
        matters.push(matter(unknown, Expiry::Unknown));
    }
    matters
}

fn seats(view: View<'_>) -> Vec<Matter> {
    use boards::Show;
    let report = boards(view, &Scope::default());
    if report.lines.is_empty() {
        return Vec::new();
    }
    if report.lines.iter().all(|line| line.board.is_none()) {
        return vec![Matter::unrecorded(Rows::Boards(Show::All))];
    }
    let count = |show| report.count(show);
    let [due, lacking, unknown, unstated] =
        [Show::Due, Show::DueNotBuilt, Show::DueUnknown, Show::DueUnstated].map(count);
    let [empty, seats_unknown] = [Answer::No, Answer::Missing].map(|answer| count(Show::Full(answer)));
    let mut matters = Vec::new();
    if lacking > 0 || (due > 0 && unknown + unstated == 0) {
        matters.push(Matter::new(lacking, Rows::Boards(Show::DueNotBuilt)));
    }
    if empty > 0 || (count(Show::Established) > 0 && seats_unknown == 0) {
        matters.push(Matter::new(empty, Rows::EmptySeats { seats: report.empty_seats }));
    }
    let missing =
        [(unknown, Show::DueUnknown), (unstated, Show::DueUnstated), (seats_unknown, Show::Full(Answer::Missing))];
    matters.extend(
        missing.into_iter().filter(|(count, _)| *count > 0).map(|(count, show)| Matter::new(count, Rows::Boards(show))),
    );
    matters
}
