//! A way to a target as tasks of the ledger.

use super::mover;
use crate::View;
use ledger::domain::{
    Change, CodedEnum, Date, Id, Kind, RawId, RecordRef, Value, builtins,
    choice::{ReformKind, ResultForm},
    records::{Enterprise, Indicator, Institution, Task},
};

/// What the tasks of a way have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The indicator that they serve.
    pub indicator: Id<Indicator>,
    /// The day on which they begin.
    pub start: Date,
    /// The day by which they are to be done.
    pub deadline: Date,
    /// Who answers for them; empty where that is still to be said.
    pub person: String,
}

/// The institution that the tasks of an indicator are about; `None` where no way can be sought for it.
pub(super) fn institution(view: View<'_>, indicator: Id<Indicator>) -> Option<Id<Institution>> {
    let row = view.ledger.indicators.get(indicator)?;
    mover(row)?.institution(row)
}

/// The change that makes a task of each enterprise, with an identity for each.
///
/// Numbers go on from the last one of the ledger that begins alike.
pub fn as_tasks(view: View<'_>, assignment: &Assignment, movers: &[(Id<Enterprise>, RawId)]) -> Change {
    let about = institution(view, assignment.indicator);
    let institution = about.and_then(|id| view.ledger.institutions.get(id));
    let name = institution.map_or_else(String::new, |row| row.name.clone());
    let indicator = view.ledger.indicators.get(assignment.indicator);
    let deed = indicator.and_then(|row| Some(mover(row)?.deed(row, &name))).unwrap_or_default();
    let code = indicator.map_or("", |row| row.code.as_str());
    let first = next_number(view, code);
    let text = |text: &str| Value::Text(text.to_owned());
    let creations = movers.iter().enumerate().map(|(at, (enterprise, id))| {
        let whose = view.ledger.enterprises.get(*enterprise).map_or("", |row| row.name.as_str());
        let mut values = vec![
            (Task::number, Value::Text(format!("{code}-{:03}", first + at))),
            (Task::title, Value::Text(format!("{whose}{deed}"))),
            (Task::kind, Value::Choice(ReformKind::Institutional.index())),
            (Task::chapter, text(builtins::CHAPTERS[4])),
            (Task::enterprise, Value::Ref(enterprise.raw())),
            (Task::responsible_unit, text(whose)),
            (Task::start, Value::Date(assignment.start)),
            (Task::original_deadline, Value::Date(assignment.deadline)),
            (Task::deadline, Value::Date(assignment.deadline)),
            (Task::expected_result, Value::Text(format!("{deed}，在台账中登记日期和依据"))),
            (Task::result_form, Value::Choice(ResultForm::Rule.index())),
            (Task::criteria, Value::Text(format!("指标 {code} 中该企业计入分子"))),
            (Task::source, text("由达标路径生成")),
        ];
        values.extend(about.map(|id| (Task::institution, Value::Ref(id.raw()))));
        if !assignment.person.is_empty() {
            values.push((Task::responsible_person, text(&assignment.person)));
        }
        Change::Create { record: RecordRef::new(Kind::Task, *id), values }
    });
    Change::Batch(creations.collect())
}

/// The number after the last one that an indicator's code begins.
fn next_number(view: View<'_>, code: &str) -> usize {
    let own = |number: &str| number.strip_prefix(code)?.strip_prefix('-')?.parse::<usize>().ok();
    view.ledger.tasks.iter().filter_map(|(_, row)| own(&row.number)).max().map_or(1, |last| last + 1)
}
