//! Functional missions by results: goals, priority areas, and the kind that decides what is read.

use ledger::domain::{
    Decimal, Field, Id, Kind, Ratio, RawId, Stage, Value,
    builtins::{self, institution},
    choice::{CodedEnum, IndustryClass, ReformKind},
    records::{Adoption, Enterprise, Institution, Investment, Task},
};
use proptest::prelude::*;
use report::{
    Scope,
    form_and_substance::form_spirit,
    results::{self, Completion, FormOfTasks, priority_areas, task_scope, tasks_by_kind},
};

use support::{Maker, date, granted, look, wishes};

const DAY: &str = "2024-12-31";

fn number(n: i64) -> Value {
    Value::Number(Decimal::whole(n))
}

fn kind(of: ReformKind) -> (Field, Value) {
    (Task::kind, Value::Choice(of.index()))
}

#[test]
fn completion_is_reached_over_goal_and_says_what_is_missing() {
    let of = |goal: Option<i64>, reached: Option<i64>| {
        let number = |n: i64| Decimal::from_hundredths(n);
        results::completion(&Task { goal_value: goal.map(number), reached: reached.map(number), ..Task::default() })
    };
    assert_eq!(of(Some(10_000), Some(6_999)), Completion::Rate(Ratio::new(6_999, 10_000)));
    let Completion::Rate(rate) = of(Some(10_000), Some(9_996)) else { unreachable!() };
    assert_eq!(rate.percent(), ">99.9%", "never up to the goal");
    assert_eq!(of(Some(100), Some(250)), Completion::Rate(Ratio::new(250, 100)), "more than asked stays more");
    assert_eq!(of(Some(100), None), Completion::NotFilledIn);
    assert_eq!(of(None, Some(100)), Completion::NoGoal);
    assert_eq!(of(Some(0), Some(100)), Completion::NoGoal, "nothing cannot be divided by");
}

#[test]
fn the_kind_decides_where_a_task_stands_and_none_is_said() {
    let mut maker = Maker::new();
    let functional = maker.make(Kind::Task, &[kind(ReformKind::Functional), (Task::goal_value, number(5))]);
    let institutional = maker.make(Kind::Task, &[kind(ReformKind::Institutional)]);
    maker.make(Kind::Task, &[]);
    look(&maker.ledger, date(DAY), |view| {
        let tasks = tasks_by_kind(view, &Scope::default());
        let id = |at: usize| view.ledger.tasks.typed_id(at).raw();
        assert_eq!(tasks.functional.iter().map(|line| id(line.task)).collect::<Vec<_>>(), [functional]);
        assert_eq!(tasks.institutional.iter().map(|line| id(line.task)).collect::<Vec<_>>(), [institutional]);
        assert_eq!(tasks.without_kind, 1);
    });
}

#[test]
fn priority_areas_sum_investments_up_to_the_year_of_the_day() {
    let mut maker = Maker::new();
    let firm = maker.make(Kind::Enterprise, &[]);
    let mut invest = |class: IndustryClass, year: i64, amount: Option<i64>| {
        let mut values = vec![
            (Investment::enterprise, Value::Ref(firm)),
            (Investment::class, Value::Choice(class.index())),
            (Investment::year, number(year)),
        ];
        values.extend(amount.map(|amount| (Investment::amount, number(amount))));
        maker.make(Kind::Investment, &values);
    };
    invest(IndustryClass::Medical, 2023, Some(300));
    invest(IndustryClass::Medical, 2024, Some(200));
    invest(IndustryClass::Medical, 2025, Some(999));
    invest(IndustryClass::Elderly, 2024, None);
    invest(IndustryClass::Emerging, 2024, Some(700));
    look(&maker.ledger, date(DAY), |view| {
        let areas = priority_areas(view, &Scope::default());
        assert_eq!(areas.len(), 6, "the areas that the article names");
        let of = |class| areas.iter().find(|area| area.class == class).unwrap();
        let medical = of(IndustryClass::Medical);
        assert_eq!((medical.amount, medical.investments.len(), medical.is_covered()), (Decimal::whole(500), 2, true));
        let elderly = of(IndustryClass::Elderly);
        assert_eq!((elderly.missing, elderly.is_covered()), (1, false), "no amount is no investment shown");
        assert!(areas.iter().all(|area| area.class != IndustryClass::Emerging), "not one of the areas");
        assert_eq!(areas.iter().filter(|area| area.is_covered()).count(), 1);
    });
}

#[test]
fn the_four_indicators_are_read_in_their_order_and_one_that_was_deleted_is_left_out() {
    let mut maker = Maker::new();
    let codes = |maker: &Maker| {
        look(&maker.ledger, date(DAY), |view| {
            let figures = results::figures(view, &Scope::default());
            let code = |id| view.ledger.indicators.get(id).unwrap().code.clone();
            figures.iter().map(|figure| code(figure.indicator)).collect::<Vec<_>>()
        })
    };
    assert_eq!(codes(&maker), results::CODES);
    let record = ledger::domain::RecordRef::new(Kind::Indicator, builtins::indicator("R1").unwrap().raw());
    let origin = support::origin(support::noon(date(DAY)));
    maker.ledger.apply(&ledger::domain::Change::Delete { record }, &origin).unwrap();
    assert_eq!(codes(&maker), ["I2", "I1", "R2"]);
}

#[test]
fn an_institutional_task_shows_the_rates_of_its_own_subtree() {
    let mut maker = Maker::new();
    let [one, other] = [(), ()].map(|()| maker.make(Kind::Enterprise, &[]));
    for (parent, issued) in [(one, true), (one, false), (other, false)] {
        let firm = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(parent))]);
        maker.make(
            Kind::Adoption,
            &[
                (Adoption::enterprise, Value::Ref(firm)),
                (Adoption::institution, Value::Ref(institution::EXIT.raw())),
                (Adoption::issued, Value::Stage(if issued { Stage::Yes(None) } else { Stage::No })),
            ],
        );
    }
    look(&maker.ledger, date(DAY), |view| {
        let mut forms = FormOfTasks::new(view);
        let mut form = |enterprise: Option<RawId>| {
            let row = Task { enterprise: enterprise.map(Id::<Enterprise>::new), ..Task::default() };
            forms.of(institution::EXIT, &row).form
        };
        assert_eq!(
            [form(Some(one)), form(Some(other)), form(None)],
            [Ratio::new(1, 2), Ratio::new(0, 1), Ratio::new(1, 3)]
        );
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rates_of_tasks_are_those_of_the_form_screen_in_the_same_scope(wishes in wishes(120)) {
        let ledger = granted(&wishes, |_, _| {});
        look(&ledger, date("2024-09-30"), |view| {
            let tasks = tasks_by_kind(view, &Scope::default());
            let listed = tasks.functional.len() + tasks.institutional.len() + tasks.without_kind;
            assert_eq!(listed, view.ledger.tasks.live_count(), "every task is of a kind or of none");
            let mut forms = FormOfTasks::new(view);
            let institutions: Vec<Id<Institution>> = view.ledger.institutions.iter().map(|(id, _)| id).collect();
            for (_, row) in view.ledger.tasks.iter().take(6) {
                for institution in institutions.iter().take(4) {
                    let own = form_spirit(view, *institution, &task_scope(view, row));
                    let sums = forms.of(*institution, row);
                    assert_eq!((sums.form, sums.spirit, sums.quadrants), (own.form, own.spirit, own.quadrants));
                }
            }
        });
    }
}
