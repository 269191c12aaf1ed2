//! What a reader should know first: headline figures, warnings, what to do next, and what is missing.

use super::{
    View,
    figure::{Figure, figure},
    indicator::{Nature, Subject, nature},
    scope::Scope,
    task::{TaskLine, tasks},
};
use ledger::domain::{
    Decimal, Id, Lang, builtins,
    choice::Warning,
    records::{Indicator, Task},
};

/// The headline indicators of a ledger.
pub fn headline(view: View<'_>) -> impl Iterator<Item = Id<Indicator>> + '_ {
    builtins::HEADLINES.iter().filter_map(move |code| builtins::indicator_by_code(view.ledger, code))
}

/// The whole of the overview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Every indicator, those with a target first, in the order of the catalogue.
    pub figures: Vec<Figure>,
    /// How many tasks carry each warning: red, yellow, blue.
    pub warnings: [usize; 3],
    /// How many tasks have no status at all.
    pub unreported: usize,
    /// Warned tasks in the order of priority.
    pub warned: Vec<TaskLine>,
    /// What to do next, most pressing first.
    pub actions: Vec<Action>,
    /// How many items of each indicator nobody filled in; only where there are any.
    pub gaps: Vec<(Id<Indicator>, i64)>,
}

/// Something to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Key tasks that are overdue.
    OverdueKey {
        /// The tasks.
        tasks: Vec<Id<Task>>,
    },
    /// An indicator short of its target.
    CloseGap {
        /// The indicator.
        indicator: Id<Indicator>,
        /// How many more it takes.
        gap: i64,
        /// The target in per cent.
        target: Decimal,
        /// How many of those not yet counted are simply not filled in.
        missing: i64,
    },
    /// Tasks that wait for someone to decide on their closure.
    DecideClosure {
        /// The tasks.
        tasks: Vec<Id<Task>>,
    },
    /// Tasks sent back.
    Rework {
        /// The tasks.
        tasks: Vec<Id<Task>>,
    },
}

/// Looks over a scope.
pub fn overview(view: View<'_>, scope: &Scope) -> Overview {
    let mut figures: Vec<Figure> = view.ledger.indicators.iter().map(|(id, _)| figure(view, id, scope)).collect();
    figures.sort_by_key(|figure| figure.target.is_none());
    let lines = tasks(view, scope);
    let count =
        |colour| lines.iter().filter(|line| line.warning.is_some_and(|warning| warning.colour == colour)).count();
    let gaps = figures.iter().filter(|figure| figure.missing > 0).map(|f| (f.indicator, f.missing)).collect();
    Overview {
        unreported: lines.iter().filter(|line| line.standing.status.is_none()).count(),
        warnings: [count(Warning::Red), count(Warning::Yellow), count(Warning::Blue)],
        actions: actions(&figures, &lines),
        warned: lines.into_iter().filter(|line| line.warning.is_some()).collect(),
        figures,
        gaps,
    }
}

fn actions(figures: &[Figure], lines: &[TaskLine]) -> Vec<Action> {
    use ledger::domain::choice::TaskStatus;
    let of = |keep: &dyn Fn(&TaskLine) -> bool| -> Vec<Id<Task>> {
        lines.iter().filter(|line| keep(line)).map(|line| line.task).collect()
    };
    let mut actions = Vec::new();
    let overdue = of(&|line| line.priority.key && line.warning.is_some_and(|w| w.computed == Some(Warning::Red)));
    if !overdue.is_empty() {
        actions.push(Action::OverdueKey { tasks: overdue });
    }
    for figure in figures {
        if let Some(target) = figure.target.filter(|target| target.met == Some(false)) {
            actions.push(Action::CloseGap {
                indicator: figure.indicator,
                gap: target.gap,
                target: target.value,
                missing: figure.missing,
            });
        }
    }
    let waiting = of(&|line| line.standing.status == Some(TaskStatus::Applied));
    if !waiting.is_empty() {
        actions.push(Action::DecideClosure { tasks: waiting });
    }
    let returned = of(&|line| matches!(line.standing.status, Some(TaskStatus::Returned | TaskStatus::Reopened)));
    if !returned.is_empty() {
        actions.push(Action::Rework { tasks: returned });
    }
    actions
}

impl Action {
    /// Says what to do.
    pub fn sentence(&self, view: View<'_>, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::OverdueKey { tasks } if zh => format!("督办 {} 项已逾期的重点难点任务", tasks.len()),
            Self::OverdueKey { tasks } => format!("Press {} overdue key tasks", tasks.len()),
            Self::CloseGap { indicator, gap, target, missing } => {
                let name = view.ledger.indicators.get(*indicator).map_or_else(String::new, |row| {
                    if zh || row.name_en.is_empty() { row.name.clone() } else { row.name_en.clone() }
                });
                let unit = unit(view, *indicator, lang);
                let lacking = missing_unit(view, *indicator, lang);
                let lack = match (missing, zh) {
                    (0, _) => String::new(),
                    (n, true) => format!("；其中 {n} {lacking}未填报，先核实"),
                    (n, false) => format!("; {n} {lacking} not filled in, verify first"),
                };
                if zh {
                    format!("{name}距 {target}% 差 {gap} {unit}{lack}")
                } else {
                    format!("{name}: {gap} {unit} short of {target}%{lack}")
                }
            }
            Self::DecideClosure { tasks } if zh => format!("审核 {} 项申请销号的任务", tasks.len()),
            Self::DecideClosure { tasks } => format!("Decide on {} closure requests", tasks.len()),
            Self::Rework { tasks } if zh => format!("整改 {} 项被退回或重新打开的任务", tasks.len()),
            Self::Rework { tasks } => format!("Rework {} returned or reopened tasks", tasks.len()),
        }
    }
}

/// The word for what an indicator counts.
pub fn unit(view: View<'_>, indicator: Id<Indicator>, lang: Lang) -> &'static str {
    use ledger::domain::CodedEnum;
    view.ledger.indicators.get(indicator).and_then(|row| row.count_unit).map_or("", |unit| unit.word().of(lang))
}

/// The word for what of an indicator may not be filled in: of amounts that are the records that state them.
pub fn missing_unit(view: View<'_>, indicator: Id<Indicator>, lang: Lang) -> &'static str {
    use ledger::domain::{CodedEnum, choice::CountUnit};
    let subject = measured(view, indicator).filter(|nature| nature.is_of_amounts()).map(|nature| nature.subject);
    match subject {
        Some(Subject::Investment) => CountUnit::Items.word().of(lang),
        Some(_) => CountUnit::Households.word().of(lang),
        None => unit(view, indicator, lang),
    }
}

/// Whether an indicator is one of tasks.
pub fn is_of_tasks(view: View<'_>, indicator: Id<Indicator>) -> bool {
    measured(view, indicator).is_some_and(Nature::is_of_tasks)
}

fn measured(view: View<'_>, indicator: Id<Indicator>) -> Option<Nature> {
    view.ledger.indicators.get(indicator)?.measure.map(nature)
}
