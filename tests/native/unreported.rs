//! What nobody reported is neither 0 % nor a failure: it has no rate, no place, no gap, no forecast, no colour.

use ledger::domain::{
    Decimal, Id, Kind, Lang, Ratio, RawId, Value,
    builtins::indicator,
    choice::{CodedEnum, TaskStatus},
    records::{Enterprise, Indicator, Progress, Task},
};
use report::{
    Axis, Scope, figure,
    forecast::{self, Outlook, Prospect, Unknown},
    overview, task,
    units::units,
};

use support::{Maker, date, look};

fn e1() -> Id<Indicator> {
    indicator("E1").unwrap()
}

/// Issue seen in the page: a task of which nobody ever reported was 逾期 742 天.
#[test]
fn a_task_without_any_status_has_no_colour_is_missing_in_the_rate_and_its_passed_deadline_is_told() {
    let mut maker = Maker::new();
    let main = (Task::main, Value::YesNo(true));
    let deadline = (Task::deadline, Value::Date(date("2022-11-20")));
    maker.make(Kind::Task, &[main.clone(), deadline, (Task::start, Value::Date(date("2022-01-01")))]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        let lines = task::tasks(view, &Scope::default());
        assert_eq!(lines[0].warning, None);
        assert_eq!(lines[0].unreported(view, Lang::Zh).as_deref(), Some("状态未报，时限已过 742 天"));
        assert!(lines[0].priority.score >= 100, "it still comes up for work");
        let t1 = figure(view, indicator("T1").unwrap(), &Scope::default());
        assert!(t1.is_unreported() && t1.text(Lang::Zh) == "未填报", "{t1:?}");
        assert!(t1.target.is_none_or(|target| target.met.is_none() && target.gap == 0));
    });
    maker.make(Kind::Task, &[main]);
    let status = |status: TaskStatus| (Progress::status, Value::Choice(status.index()));
    let second = RawId(0x1_0001);
    maker.make(Kind::Progress, &[(Progress::task, Value::Ref(second)), status(TaskStatus::NotStarted)]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        let t1 = figure(view, indicator("T1").unwrap(), &Scope::default());
        assert_eq!((t1.due, t1.missing, t1.text(Lang::Zh).as_str()), (Ratio::new(0, 2), 1, "0.0%"), "one said no");
        assert_eq!(view.index.standing(view.ledger, 1, view.as_of).percent, Some(Decimal::default()), "未启动 is 0 %");
    });
}

/// Issue seen in the page: a unit that reported nothing stood first with 0.0 %.
#[test]
fn what_nobody_reported_is_not_nought_has_no_gap_and_no_forecast() {
    let mut maker = Maker::new();
    let enterprise = maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text("甲".into()))]);
    maker.make(
        Kind::Enterprise,
        &[(Enterprise::name, Value::Text("乙".into())), (Enterprise::parent, Value::Ref(enterprise))],
    );
    look(&maker.ledger, date("2024-12-01"), |view| {
        let e1 = figure(view, e1(), &Scope::default());
        assert!(e1.is_unreported() && e1.items == 1 && e1.due == Ratio::new(0, 1));
        assert_eq!((e1.text(Lang::Zh).as_str(), e1.text(Lang::En).as_str()), ("未填报", "not reported"));
        let target = e1.target.unwrap();
        assert_eq!((target.met, target.gap), (None, 0));
        let course = forecast::course(view, e1.indicator, &Scope::default());
        assert_eq!(course.outlook, Outlook::CannotTell(Unknown::NotReported));
        assert_eq!((course.prospect, course.schedule, course.needed), (Prospect::CannotTell, None, None));
        let table = units(view, &[e1.indicator], &Scope::default(), Axis::Group);
        assert!(table.rows.iter().all(|row| row.ranks == [None]), "nobody is ranked by what nobody reported");
        assert_eq!((table.totals[0].measured, table.totals[0].mean), (0, None));
        let actions = overview::overview(view, &Scope::default()).actions;
        assert!(!actions.iter().any(|action| matches!(action, overview::Action::CloseGap { .. })), "{actions:?}");
    });
}
