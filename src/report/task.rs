//! Tasks as supervision sees them: where they stand, what warns, and what comes first and why.

use super::{View, scope::Scope};
use ledger::domain::{
    Date, Decimal, Id, Lang, Phrase, Ratio, TaskState, builtins,
    choice::{TaskStatus, Warning},
    days_between, percent_of_tenths, points_of_tenths,
    records::Task,
};

/// Days before a deadline from which a task is due soon, where the ledger does not say.
pub const DUE_SOON_DAYS: i64 = 30;

/// A task with its standing, warning and priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskLine {
    /// The task.
    pub task: Id<Task>,
    /// Its position in the table.
    pub position: usize,
    /// Where it stands.
    pub standing: TaskState,
    /// What warns, after the three-colour supervision slips.
    pub warning: Option<WarningState>,
    /// What comes first and why.
    pub priority: Priority,
}

/// A warning and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarningState {
    /// The colour shown.
    pub colour: Warning,
    /// The colour that the rule gives; differs where somebody set another by hand.
    pub computed: Option<Warning>,
    /// Why.
    pub reason: WarningReason,
}

/// Why a task warns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningReason {
    /// The deadline has gone by.
    Overdue {
        /// Days since.
        days: i64,
    },
    /// Less is done than the even schedule asks for.
    Behind {
        /// Done, in tenths of a per cent as printed.
        done: i64,
        /// Time gone by, in tenths of a per cent as printed.
        elapsed: i64,
    },
    /// Somebody marked the quality as poor.
    PoorQuality,
    /// The deadline is near.
    DueSoon {
        /// Days left.
        days: i64,
    },
    /// Set by hand, with a reason on the task.
    ByHand,
}

/// The place of a task in the order of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priority {
    /// Key and difficult tasks come first, whatever the score, since the article puts them first.
    pub key: bool,
    /// Closed tasks come last.
    pub closed: bool,
    /// The sum of the parts.
    pub score: i64,
    /// What the score is made of.
    pub parts: Vec<PriorityPart>,
}

/// One reason for a task's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriorityPart {
    /// Overdue: 100 points and one more a day, 100 more at the most.
    Overdue {
        /// Days since the deadline.
        days: i64,
        /// Points.
        points: i64,
    },
    /// The deadline of a task of which no status is known has passed: as many points as if it were overdue.
    DeadlinePassed {
        /// Days since the deadline.
        days: i64,
        /// Points.
        points: i64,
    },
    /// Due within 90 days: one point for each day nearer.
    DueIn {
        /// Days left.
        days: i64,
        /// Points.
        points: i64,
    },
    /// Behind the even schedule: one point a per cent.
    Behind {
        /// Behind by, in tenths of a per cent.
        by: i64,
        /// Points.
        points: i64,
    },
    /// Weight: two points for each unit, 40 at the most.
    Weight {
        /// The weight.
        weight: Decimal,
        /// Points.
        points: i64,
    },
    /// Nobody set a deadline: 30 points, so that it does not sink out of sight.
    NoDeadline {
        /// Points.
        points: i64,
    },
}

impl PriorityPart {
    /// The points that the part adds.
    pub const fn points(self) -> i64 {
        match self {
            Self::Overdue { points, .. }
            | Self::DeadlinePassed { points, .. }
            | Self::DueIn { points, .. }
            | Self::Behind { points, .. }
            | Self::Weight { points, .. }
            | Self::NoDeadline { points } => points,
        }
    }

    /// Says what the part adds and why.
    pub fn sentence(self, lang: Lang) -> String {
        let points = self.points();
        match (self, lang) {
            (Self::Overdue { days, .. }, Lang::Zh) => format!("已逾期 {days} 天，+{points}"),
            (Self::Overdue { days, .. }, Lang::En) => format!("{days} days overdue, +{points}"),
            (Self::DeadlinePassed { days, .. }, Lang::Zh) => format!("状态未报，时限已过 {days} 天，+{points}"),
            (Self::DeadlinePassed { days, .. }, Lang::En) => {
                format!("no status reported, deadline passed {days} days ago, +{points}")
            }
            (Self::DueIn { days, .. }, Lang::Zh) => format!("距时限 {days} 天，+{points}"),
            (Self::DueIn { days, .. }, Lang::En) => format!("due in {days} days, +{points}"),
            (Self::Behind { by, .. }, Lang::Zh) => format!("落后序时进度 {} 个百分点，+{points}", points_of_tenths(by)),
            (Self::Behind { by, .. }, Lang::En) => {
                format!("{} points behind schedule, +{points}", points_of_tenths(by))
            }
            (Self::Weight { weight, .. }, Lang::Zh) => format!("权重 {weight}，+{points}"),
            (Self::Weight { weight, .. }, Lang::En) => format!("weight {weight}, +{points}"),
            (Self::NoDeadline { .. }, Lang::Zh) => format!("未填完成时限，+{points}"),
            (Self::NoDeadline { .. }, Lang::En) => format!("no deadline, +{points}"),
        }
    }
}

impl WarningReason {
    /// Says why the task warns.
    pub fn sentence(self, lang: Lang) -> String {
        let percent = percent_of_tenths;
        match (self, lang) {
            (Self::Overdue { days }, Lang::Zh) => format!("已逾期 {days} 天"),
            (Self::Overdue { days }, Lang::En) => format!("{days} days overdue"),
            (Self::Behind { done, elapsed }, Lang::Zh) => {
                format!("进度 {}，落后于序时进度 {}", percent(done), percent(elapsed))
            }
            (Self::Behind { done, elapsed }, Lang::En) => {
                format!("{} done, {} of the time gone", percent(done), percent(elapsed))
            }
            (Self::PoorQuality, Lang::Zh) => "质量不高".to_owned(),
            (Self::PoorQuality, Lang::En) => "poor quality".to_owned(),
            (Self::DueSoon { days }, Lang::Zh) => format!("距时限 {days} 天"),
            (Self::DueSoon { days }, Lang::En) => format!("due in {days} days"),
            (Self::ByHand, Lang::Zh) => "人工预警".to_owned(),
            (Self::ByHand, Lang::En) => "set by hand".to_owned(),
        }
    }
}

/// What stands in the place of a warning where a task has no status at all (状态未报).
pub const NO_STATUS: Phrase = Phrase::new("状态未报", "no status reported");

impl TaskLine {
    /// What is known of a task without any status: that, and how long its deadline has passed; `None` for
    /// one with a status.
    pub fn unreported(&self, view: View<'_>, lang: Lang) -> Option<String> {
        if self.standing.status.is_some() {
            return None;
        }
        let deadline = view.ledger.tasks.at(self.position).deadline;
        let passed = deadline.map(|deadline| days_between(deadline, view.as_of)).filter(|days| *days > 0);
        Some(match (passed, lang) {
            (None, lang) => NO_STATUS.of(lang).to_owned(),
            (Some(days), Lang::Zh) => format!("状态未报，时限已过 {days} 天"),
            (Some(days), Lang::En) => format!("no status reported, deadline passed {days} days ago"),
        })
    }
}

/// The days before a deadline from which a task is due soon in a ledger.
fn due_soon_days(view: View<'_>) -> i64 {
    view.ledger
        .profile
        .get(builtins::PROFILE)
        .and_then(|row| row.due_soon_days)
        .map_or(DUE_SOON_DAYS, |days| days.hundredths() / 100)
}

/// The task at a position with its standing, warning and priority.
pub fn line(view: View<'_>, position: usize) -> TaskLine {
    line_of(view, position, due_soon_days(view))
}

fn line_of(view: View<'_>, position: usize, due_soon: i64) -> TaskLine {
    let row = view.ledger.tasks.at(position);
    let standing = view.index.standing(view.ledger, position, view.as_of);
    TaskLine {
        task: view.ledger.tasks.typed_id(position),
        position,
        standing,
        warning: warning(row, standing, view.as_of, due_soon),
        priority: priority(row, standing, view.as_of),
    }
}

/// The tasks of a scope in the order of priority.
pub fn tasks(view: View<'_>, scope: &Scope) -> Vec<TaskLine> {
    let due_soon = due_soon_days(view);
    let resolved = scope.resolve(view);
    let mut lines: Vec<TaskLine> = view
        .ledger
        .tasks
        .positioned()
        .filter(|(at, _)| resolved.has_task(*at))
        .map(|(at, _)| line_of(view, at, due_soon))
        .collect();
    lines.sort_by_key(|line| {
        let deadline = view.ledger.tasks.at(line.position).deadline;
        let priority = &line.priority;
        (priority.closed, !priority.key, -priority.score, deadline.is_none(), deadline, line.position)
    });
    lines
}

/// How far a task is and how far its time is; `None` without start or deadline, and where nobody said how far
/// it is.
fn schedule(row: &Task, standing: TaskState, day: Date) -> Option<(Ratio, Ratio)> {
    let (start, deadline) = (row.start?, row.deadline?);
    let whole = days_between(start, deadline);
    if whole <= 0 {
        return None;
    }
    let gone = days_between(start, day).clamp(0, whole);
    Some((Ratio::new(standing.percent?.hundredths(), Decimal::whole(100).hundredths()), Ratio::new(gone, whole)))
}

fn warning(row: &Task, standing: TaskState, day: Date, due_soon: i64) -> Option<WarningState> {
    let computed = computed_warning(row, standing, day, due_soon);
    let by_hand = row.warning.filter(|_| !row.warning_reason.trim().is_empty() && !standing.is_closed());
    match (by_hand, computed) {
        (Some(colour), computed) => {
            Some(WarningState { colour, computed: computed.map(|(colour, _)| colour), reason: WarningReason::ByHand })
        }
        (None, Some((colour, reason))) => Some(WarningState { colour, computed: Some(colour), reason }),
        (None, None) => None,
    }
}

/// Red when overdue, yellow when behind the even schedule or poor, blue when due soon.
fn computed_warning(row: &Task, standing: TaskState, day: Date, due_soon: i64) -> Option<(Warning, WarningReason)> {
    // Of a task without any status nothing is known that could have a colour.
    if standing.is_closed() || standing.status.is_none() {
        return None;
    }
    let left = row.deadline.map(|deadline| days_between(day, deadline));
    if let Some(left) = left.filter(|left| *left < 0) {
        return Some((Warning::Red, WarningReason::Overdue { days: -left }));
    }
    if let Some((done, elapsed)) =
        schedule(row, standing, day).filter(|(done, elapsed)| done.cmp_rate(*elapsed).is_lt())
    {
        let tenths = |ratio: Ratio| ratio.tenths_of_percent().unwrap_or_default();
        return Some((Warning::Yellow, WarningReason::Behind { done: tenths(done), elapsed: tenths(elapsed) }));
    }
    if row.poor_quality == Some(true) {
        return Some((Warning::Yellow, WarningReason::PoorQuality));
    }
    left.filter(|left| *left <= due_soon).map(|days| (Warning::Blue, WarningReason::DueSoon { days }))
}

fn priority(row: &Task, standing: TaskState, day: Date) -> Priority {
    let key = row.key == Some(true);
    if standing.status == Some(TaskStatus::Closed) {
        return Priority { key, closed: true, ..Priority::default() };
    }
    let mut parts = Vec::new();
    match row.deadline.map(|deadline| days_between(day, deadline)) {
        None => parts.push(PriorityPart::NoDeadline { points: 30 }),
        Some(left) if left < 0 => {
            let (days, points) = (-left, 100 + (-left).min(100));
            parts.push(match standing.status {
                Some(_) => PriorityPart::Overdue { days, points },
                None => PriorityPart::DeadlinePassed { days, points },
            });
        }
        Some(left) if left < 90 => parts.push(PriorityPart::DueIn { days: left, points: 90 - left }),
        Some(_) => {}
    }
    if let Some((done, elapsed)) = schedule(row, standing, day) {
        let by = elapsed.tenths_of_percent().unwrap_or_default() - done.tenths_of_percent().unwrap_or_default();
        if by >= 10 {
            parts.push(PriorityPart::Behind { by, points: by / 10 });
        }
    }
    if let Some(weight) = row.weight {
        let points = (weight.hundredths() * 2 / 100).min(40);
        if points > 0 {
            parts.push(PriorityPart::Weight { weight, points });
        }
    }
    Priority { key, closed: false, score: parts.iter().map(|part| part.points()).sum(), parts }
}
