//! The readings of the domain (one sense for each sentence), each by the case in which it was read otherwise.

use ledger::domain::{
    Decimal, Field, Id, Kind, Lang, Ratio, RawId, Stage, Tiers, Value,
    builtins::{indicator, institution, programme},
    check,
    choice::{CodedEnum, ExitCause, Measure, MembershipChange, Outcome, TaskStatus},
    records::{
        Adoption, Assessment, Contract, Enterprise, Exclusion, Grade, Indicator, Investment, Membership, Progress,
        Restructuring, Target, Task, Unit, YearFigures,
    },
    region,
};
use report::{
    Axis, ColumnLabel, Figure, Scope, capital, figure,
    indicator::reported_year,
    matrix::{column_items, matrix},
    pilot, scope,
};

use support::{Maker, date, look, region as code};

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn day(of: &str) -> Value {
    Value::Date(date(of))
}

fn number(of: i64) -> Value {
    Value::Number(Decimal::whole(of))
}

fn choice<C: CodedEnum>(of: C) -> Value {
    Value::Choice(of.index())
}

fn of(maker: &Maker, on: &str, code: &str, scope: &Scope) -> Figure {
    look(&maker.ledger, date(on), |view| figure(view, indicator(code).unwrap(), scope))
}

fn enterprise(maker: &mut Maker, name: &str, more: &[(Field, Value)]) -> RawId {
    maker.make(Kind::Enterprise, &[&[(Enterprise::name, text(name))], more].concat())
}

fn contract(maker: &mut Maker, enterprise: RawId, person: &str, more: &[(Field, Value)]) -> RawId {
    let own = [
        (Contract::enterprise, Value::Ref(enterprise)),
        (Contract::person, text(person)),
        (Contract::executive, Value::YesNo(true)),
    ];
    maker.make(Kind::Contract, &[&own, more].concat())
}

fn papers(stage: Stage) -> [(Field, Value); 3] {
    [Contract::employment_agreement, Contract::annual_paper, Contract::term_paper]
        .map(|field| (field, Value::Stage(stage)))
}

#[test]
fn a_renewed_contract_is_no_second_person_and_the_last_that_has_begun_counts() {
    let mut maker = Maker::new();
    let own = enterprise(&mut maker, "甲", &[]);
    let first = [(Contract::term_from, day("2021-01-01")), (Contract::term_to, day("2023-12-31"))];
    contract(&mut maker, own, "王一", &[&first[..], &papers(Stage::Yes(None))].concat());
    contract(&mut maker, own, "王一 ", &[(Contract::term_from, day("2024-01-01"))]);
    let before = of(&maker, "2023-06-30", "M2", &Scope::default());
    assert_eq!((before.due, before.missing), (Ratio::new(1, 1), 0));
    let after = of(&maker, "2024-06-30", "M2", &Scope::default());
    assert_eq!((after.due, after.missing), (Ratio::new(0, 1), 1), "not 1/2");
    assert_eq!(of(&maker, "2024-06-30", "E3", &Scope::default()).due.den, 1);
}

#[test]
fn in_office_from_the_appointment_and_without_a_word_on_the_team_due_and_missing() {
    let mut maker = Maker::new();
    let own = enterprise(&mut maker, "甲", &[]);
    let more = [(Contract::appointed_on, day("2024-01-01")), (Contract::term_from, day("2024-06-01"))];
    contract(&mut maker, own, "王一", &[&more[..], &papers(Stage::Yes(None))].concat());
    contract(
        &mut maker,
        own,
        "李二",
        &[&papers(Stage::Yes(None))[..], &[(Contract::executive, Value::Empty)]].concat(),
    );
    let m2 = of(&maker, "2024-03-01", "M2", &Scope::default());
    assert_eq!((m2.due, m2.missing), (Ratio::new(1, 2), 1));
}

#[test]
fn an_exit_without_a_cause_is_missing_and_not_a_no() {
    let mut maker = Maker::new();
    let own = enterprise(&mut maker, "甲", &[]);
    let left = |cause: Option<ExitCause>| {
        let mut values = vec![(Contract::appointed_on, day("2023-01-01")), (Contract::ended_on, day("2024-03-01"))];
        values.extend(cause.map(|cause| (Contract::end_cause, choice(cause))));
        values
    };
    contract(&mut maker, own, "甲一", &left(None));
    contract(&mut maker, own, "甲二", &left(Some(ExitCause::Retirement)));
    contract(&mut maker, own, "甲三", &left(Some(ExitCause::Incompetent)));
    let moved = contract(&mut maker, own, "甲四", &[(Contract::appointed_on, day("2023-01-01"))]);
    maker.make(
        Kind::Assessment,
        &[
            (Assessment::contract, Value::Ref(moved)),
            (Assessment::outcome, choice(Outcome::Adjust)),
            (Assessment::outcome_on, day("2024-04-01")),
        ],
    );
    let e3 = of(&maker, "2024-12-01", "E3", &Scope::default());
    assert_eq!((e3.due, e3.missing), (Ratio::new(1, 4), 2));
}

#[test]
fn the_last_day_of_an_exclusion_is_a_day_of_it() {
    let mut maker = Maker::new();
    let top = enterprise(&mut maker, "顶", &[]);
    let members: Vec<RawId> =
        (0..10).map(|n| enterprise(&mut maker, &format!("企{n}"), &[(Enterprise::parent, Value::Ref(top))])).collect();
    for own in &members[..7] {
        let issued = (Adoption::issued, Value::Stage(Stage::Yes(None)));
        let of = (Adoption::institution, Value::Ref(institution::EXIT.raw()));
        maker.make(Kind::Adoption, &[(Adoption::enterprise, Value::Ref(*own)), of, issued]);
    }
    maker.make(Kind::Exclusion, &[(Exclusion::enterprise, Value::Ref(members[9])), (Exclusion::to, day("2024-12-31"))]);
    assert_eq!(of(&maker, "2024-12-31", "E1", &Scope::default()).due, Ratio::new(7, 9));
    assert_eq!(of(&maker, "2025-01-01", "E1", &Scope::default()).due, Ratio::new(7, 10));
}

#[test]
fn the_first_row_of_a_new_year_does_not_take_the_figure_of_the_year_away() {
    let mut maker = Maker::new();
    let owners: Vec<RawId> = (0..4).map(|n| enterprise(&mut maker, &format!("企{n}"), &[])).collect();
    let mut row = |own: RawId, year: i64, values: &[(Field, Value)]| {
        maker.make(
            Kind::YearFigures,
            &[&[(YearFigures::enterprise, Value::Ref(own)), (YearFigures::year, number(year))], values].concat(),
        )
    };
    let full = [(YearFigures::revenue, number(100)), (YearFigures::emerging_revenue, number(25))];
    for own in &owners[..3] {
        row(*own, 2023, &full);
    }
    row(owners[0], 2024, &full);
    // A row without a value reports nothing.
    row(owners[1], 2024, &[]);
    row(owners[2], 2024, &[(YearFigures::revenue, number(100))]);
    let i1 = of(&maker, "2024-12-01", "I1", &Scope::default());
    assert_eq!((i1.due, i1.missing), (Ratio::new(7_500, 30_000), 1));
    let year = look(&maker.ledger, date("2024-12-01"), |view| {
        reported_year(view, indicator("I1").unwrap(), &Scope::default())
    });
    assert_eq!(year.map(|found| (found.year, found.reported, found.due)), Some((2023, 3, 4)));
    maker.make(
        Kind::YearFigures,
        &[&[(YearFigures::enterprise, Value::Ref(owners[3])), (YearFigures::year, number(2024))], &full[..]].concat(),
    );
    let i1 = of(&maker, "2024-12-01", "I1", &Scope::default());
    assert_eq!((i1.due.num, i1.missing), (5_000, 2), "half of them have reported 2024");
}

#[test]
fn a_target_applies_within_its_scope_one_to_come_before_one_without_a_day_the_narrower_first() {
    let mut maker = Maker::new();
    for (_, row) in maker.ledger.targets.iter() {
        assert!(row.indicator.is_some());
    }
    let own = maker.make(
        Kind::Indicator,
        &[(Indicator::measure, choice(Measure::Stage)), (Indicator::institution, Value::Ref(institution::EXIT.raw()))],
    );
    let top = enterprise(&mut maker, "顶", &[]);
    let sub = enterprise(
        &mut maker,
        "子",
        &[(Enterprise::parent, Value::Ref(top)), (Enterprise::region, Value::Region(code("320100")))],
    );
    maker.make(
        Kind::Adoption,
        &[
            (Adoption::enterprise, Value::Ref(sub)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::issued, Value::Stage(Stage::No)),
        ],
    );
    let mut target = |value: i64, more: &[(Field, Value)]| {
        maker.make(
            Kind::Target,
            &[&[(Target::indicator, Value::Ref(own)), (Target::value, number(value))], more].concat(),
        )
    };
    target(10, &[]);
    target(20, &[(Target::deadline, day("2025-12-31"))]);
    target(30, &[(Target::deadline, day("2023-12-31"))]);
    target(40, &[(Target::tiers, Value::Tiers(Tiers::of([2, 3])))]);
    target(50, &[(Target::region, Value::Region(code("320000")))]);
    target(60, &[(Target::region, Value::Region(code("320100")))]);
    target(70, &[(Target::group, Value::Ref(top))]);
    let value = |on: &str, scope: Scope| {
        look(&maker.ledger, date(on), |view| figure(view, Id::new(own), &scope).target.map(|target| target.value))
    };
    let some = |of: i64| Some(Decimal::whole(of));
    assert_eq!(value("2024-06-01", Scope::default()), some(20), "one to come before one without a day");
    assert_eq!(value("2026-06-01", Scope::default()), some(10), "one without a day before those gone by");
    assert_eq!(
        value("2024-06-01", Scope { tiers: Tiers::of([2]), ..Scope::default() }),
        some(40),
        "tier 2 is within tiers 2 and 3"
    );
    assert_eq!(value("2024-06-01", Scope { tiers: Tiers::of([2, 4]), ..Scope::default() }), some(20));
    assert_eq!(
        value("2024-06-01", Scope { region: Some(code("320200")), ..Scope::default() }),
        some(50),
        "a city of the province"
    );
    assert_eq!(
        value("2024-06-01", Scope { region: Some(code("320100")), ..Scope::default() }),
        some(60),
        "the narrower"
    );
    assert_eq!(
        value("2024-06-01", Scope { group: Some(Id::new(sub)), ..Scope::default() }),
        some(70),
        "a part of the group"
    );
}

#[test]
fn grades_and_batches_of_later_years_show_at_no_earlier_date_and_doubled_grades_count_once() {
    let mut maker = Maker::new();
    let (a, b) = (enterprise(&mut maker, "甲", &[]), enterprise(&mut maker, "乙", &[]));
    let which = Value::Ref(programme::SCI_TECH.raw());
    let mut grade = |own: RawId, year: i64, word: &str| {
        maker.make(
            Kind::Grade,
            &[
                (Grade::enterprise, Value::Ref(own)),
                (Grade::programme, which.clone()),
                (Grade::year, number(year)),
                (Grade::grade, text(word)),
            ],
        )
    };
    grade(a, 2023, "标杆");
    grade(a, 2023, "标杆");
    grade(b, 2023, "良好");
    grade(b, 2025, "标杆");
    let joined = |on: &str| (Membership::joined_on, day(on));
    let mut member = |own: RawId, batch: &str, more: &[(Field, Value)]| {
        maker.make(
            Kind::Membership,
            &[
                &[
                    (Membership::enterprise, Value::Ref(own)),
                    (Membership::programme, which.clone()),
                    (Membership::batch, text(batch)),
                ],
                more,
            ]
            .concat(),
        )
    };
    member(a, "首批", &[joined("2020-04-01")]);
    member(a, "首批", &[joined("2020-04-01")]);
    member(b, "二批", &[joined("2025-04-01")]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        let summary = pilot::summary(view, programme::SCI_TECH);
        assert_eq!(summary.grades.iter().map(|year| year.year).collect::<Vec<_>>(), [2023]);
        let graded: usize =
            summary.grades[0].words.iter().chain(&summary.grades[0].others).map(|(_, count)| count).sum();
        assert_eq!(
            (graded, summary.grades[0].top.map(|top| top.den).unwrap_or(2)),
            (2, 2),
            "one to an enterprise and year"
        );
        assert_eq!(
            summary.batches.iter().map(|batch| (batch.name.as_str(), batch.in_force)).collect::<Vec<_>>(),
            [("首批", 1)]
        );
        assert_eq!(summary.members.len(), 1);
    });
    // In force in two batches, it is one member still; and who is in the other programme is not outside.
    let mut twice = |own: RawId, which: Value, batch: &str| {
        maker.make(
            Kind::Membership,
            &[
                (Membership::enterprise, Value::Ref(own)),
                (Membership::programme, which),
                (Membership::batch, text(batch)),
                joined("2021-01-01"),
            ],
        )
    };
    twice(a, Value::Ref(programme::SCI_TECH.raw()), "扩围");
    twice(b, Value::Ref(programme::DOUBLE_HUNDRED.raw()), "首批");
    look(&maker.ledger, date("2024-12-01"), |view| {
        let summary = pilot::summary(view, programme::SCI_TECH);
        assert_eq!(summary.batches.iter().map(|batch| batch.in_force).sum::<usize>(), summary.members.len());
        assert!(!scope::is_outside(view, 0) && !scope::is_outside(view, 1));
    });
}

#[test]
fn who_was_taken_out_without_a_day_is_out() {
    let mut maker = Maker::new();
    let own = enterprise(&mut maker, "甲", &[]);
    let which = Value::Ref(programme::DOUBLE_HUNDRED.raw());
    maker.make(
        Kind::Membership,
        &[
            (Membership::enterprise, Value::Ref(own)),
            (Membership::programme, which),
            (Membership::change, choice(MembershipChange::Removed)),
        ],
    );
    look(&maker.ledger, date("2024-12-01"), |view| {
        let found = check::findings(view.ledger, view.index, view.as_of);
        assert!(found.iter().any(|finding| finding.check == check::Check::LeftWithoutDay), "and listed as incomplete");
        assert!(!scope::is_member(view, 0, programme::DOUBLE_HUNDRED));
        assert!(pilot::summary(view, programme::DOUBLE_HUNDRED).members.is_empty());
    });
}

#[test]
fn what_names_no_enterprise_counts_in_the_total_and_in_a_line_of_its_own() {
    let mut maker = Maker::new();
    enterprise(&mut maker, "甲", &[]);
    maker.make(Kind::Investment, &[(Investment::year, number(2024)), (Investment::amount, number(8))]);
    maker.make(
        Kind::Restructuring,
        &[
            (Restructuring::planned, Value::Stage(Stage::Yes(None))),
            (Restructuring::completed, Value::Stage(Stage::No)),
        ],
    );
    let task = maker.make(Kind::Task, &[(Task::main, Value::YesNo(true))]);
    maker.make(Kind::Progress, &[(Progress::task, Value::Ref(task)), (Progress::status, choice(TaskStatus::Closed))]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        for (code, den) in [("R2", 1), ("T1", 1), ("I2", 800)] {
            let id = indicator(code).unwrap();
            assert_eq!(figure(view, id, &Scope::default()).due.den, den, "{code}");
            for axis in [Axis::Tier, Axis::Group, Axis::Region, Axis::Function] {
                assert_eq!(
                    column_items(view, id, &Scope::default(), axis, ColumnLabel::NoEnterprise).len(),
                    1,
                    "{code}"
                );
            }
        }
        // The screen of layout counts the same: in everything, and in a part of its own.
        let parts = capital::parts(view, &Scope::default(), Axis::Group);
        let sums = |part: &capital::Part| {
            (capital::investments(view, part, &[2024])[0].total.hundredths, capital::restructurings(view, part).len())
        };
        assert_eq!(sums(&parts[0]), (800, 1));
        let last = parts.last().unwrap();
        assert_eq!((last.label, sums(last)), (ColumnLabel::NoEnterprise, (800, 1)));
    });
}

#[test]
fn a_task_belongs_to_its_own_unit_in_every_scope() {
    let mut maker = Maker::new();
    let unit = |maker: &mut Maker, name: &str| maker.make(Kind::Unit, &[(Unit::name, text(name))]);
    let (first, second) = (unit(&mut maker, "一"), unit(&mut maker, "二"));
    let own = enterprise(&mut maker, "甲", &[(Enterprise::unit, Value::Ref(first))]);
    maker.make(
        Kind::Task,
        &[(Task::main, Value::YesNo(true)), (Task::enterprise, Value::Ref(own)), (Task::unit, Value::Ref(second))],
    );
    let with = |unit: RawId| Scope { unit: Some(Id::new(unit)), group: Some(Id::new(own)), ..Scope::default() };
    assert_eq!(of(&maker, "2024-12-01", "T1", &with(second)).items, 1);
    assert_eq!(of(&maker, "2024-12-01", "T1", &with(first)).items, 0);
}

#[test]
fn municipalities_are_told_apart_by_district_counties_of_a_province_by_themselves_and_its_own_level_by_name() {
    let columns = |codes: &[&str]| {
        let mut maker = Maker::new();
        for own in codes {
            enterprise(&mut maker, own, &[(Enterprise::region, Value::Region(code(own)))]);
        }
        look(&maker.ledger, date("2024-12-01"), |view| {
            matrix(view, &[indicator("G1").unwrap()], &Scope::default(), Axis::Region)
                .columns
                .into_iter()
                .skip(1)
                .map(|column| column.label)
                .collect::<Vec<_>>()
        })
    };
    let here = |of: &str| ColumnLabel::Region(code(of));
    assert_eq!(columns(&["110101", "110108", "110108"]), [here("110101"), here("110108")]);
    assert_eq!(columns(&["429004", "429005", "420106"]), [here("420100"), here("429004"), here("429005")]);
    assert_eq!(columns(&["320000", "320106"]), [here("320100"), ColumnLabel::OwnLevel(code("320000"))]);
    assert_eq!(
        columns(&["110100", "110101"]),
        [here("110101"), ColumnLabel::OwnLevel(code("110000"))],
        "110100 is no place"
    );
    assert_eq!(columns(&["320106", "110101"]), [here("110000"), here("320000")], "several provinces: by province");
    assert_eq!(region::own_level_name(code("320000"), Lang::Zh), "江苏（省本级）");
    assert_eq!(region::own_level_name(code("110000"), Lang::Zh), "北京（市本级）");
}
