//! The ledgers that the product brings along say what the README promises of them.

use std::collections::{BTreeMap, BTreeSet};

use ledger::domain::{
    Date, Decimal, Index, Ledger, Stage, Tiers, builtins, check,
    choice::{CodedEnum, IndustryClass, ReformKind, RestructuringKind},
    days_between,
    records::{Membership, YearFigures},
};
use report::{
    Scope, View,
    boards::{Contradiction, MANY_BOARDS, boards, directors},
    figure,
    results::{Completion, priority_areas, tasks_by_kind},
};

use support::date;

fn look<T>(ledger: &Ledger, as_of: Date, f: impl Fn(View<'_>) -> T) -> T {
    let index = Index::new(ledger);
    f(View { ledger, index: &index, as_of })
}

#[test]
fn the_sample_lacks_one_household_of_its_target() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let e1 = builtins::indicator("E1").unwrap();
        let figure = figure(view, e1, &Scope::default());
        assert_eq!((figure.due.num, figure.due.den), (95, 137));
        assert_eq!(figure.due.percent(), "69.3%");
        let target = figure.target.unwrap();
        assert_eq!((target.met, target.gap), (Some(false), 1));
        assert!(figure.missing > 0, "some are not filled in");
        let by_tier: Vec<i64> = [2, 3]
            .map(|tier| report::figure(view, e1, &Scope { tiers: Tiers::of([tier]), ..Scope::default() }).due.den)
            .to_vec();
        assert_eq!(by_tier.iter().sum::<i64>(), 137, "tier 2 and tier 3 add up to both");
    });
}

#[test]
fn the_sample_has_five_tiers_three_groups_and_something_for_the_checks() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let tiers: Vec<u8> = ledger.enterprises.positioned().map(|(at, _)| index.place(at).tier).collect();
    assert_eq!(tiers.iter().max(), Some(&5));
    assert_eq!(tiers.iter().filter(|tier| **tier == 1).count(), 3);
    assert_eq!(ledger.tasks.live_count(), 40);
    let findings = check::findings(&ledger, &index, seed::SAMPLE_AS_OF);
    use check::Check::*;
    for expected in [
        MissingPerson,
        MissingDeadline,
        MissingResult,
        MissingCriteria,
        DeadlinePast,
        ClosedWithoutEvidence,
        DamagedCode,
        DuplicateCode,
        MissingCode,
        OutsideOverDirectors,
        TermEndsBeforeBegin,
        CountedThoughExcluded,
    ] {
        let count = findings.iter().filter(|finding| finding.check == expected).count();
        assert!((1..=20).contains(&count), "{expected:?}: {count}");
    }
    assert!(!findings.iter().any(|finding| finding.check == OrphanRecord), "nothing hangs in the air");
}

#[test]
fn the_sample_names_its_directors_and_most_rosters_bear_out_their_boards() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let report = boards(view, &Scope::default());
        let listed = report.lines.iter().filter(|line| line.roster.people > 0);
        let bent = listed.clone().filter(|line| !line.contradictions.is_empty()).count();
        assert!(listed.count() > 70 && (4..=8).contains(&bent), "{bent}");
        use Contradiction::*;
        for expected in [People, Outside, FullTime, NoBoard] {
            let count = report.lines.iter().filter(|line| line.contradictions.contains(&expected)).count();
            assert!((1..=4).contains(&count), "{expected:?}: {count}");
        }
        let people = directors(view, &Scope::default());
        let many = people.people.iter().filter(|person| person.sits_on_many()).count();
        assert!((5..=20).contains(&many), "{many} sit on {MANY_BOARDS} boards or more");
        assert!(people.people.iter().all(|person| person.boards <= 6));
        assert!(people.people.iter().any(|person| person.is_contradictory));
        assert!(people.people.iter().any(|person| person.is_due()) && people.people.iter().any(|p| !p.is_due()));
        assert_eq!(people.unnamed, 1);
    });
    let left: Vec<_> = ledger.directors.iter().filter_map(|(_, row)| row.left_on).collect();
    assert_eq!(left.iter().map(|day| day.year()).collect::<Vec<_>>(), [2024]);
    let seats = || ledger.directors.iter().filter(|(_, row)| !row.person.is_empty());
    let alone: BTreeSet<_> = seats().map(|(_, row)| (row.enterprise, &*row.person)).collect();
    assert_eq!(alone.len(), seats().count(), "nobody sits twice on one board");
}

#[test]
fn the_sample_grows_towards_emerging_industries() {
    let ledger = seed::sample().unwrap();
    let rates = |code: &str| -> Vec<i64> {
        let at_the_end_of = |year| {
            look(&ledger, Date::new(year, 12, 31).unwrap(), |view| {
                let figure = figure(view, builtins::indicator(code).unwrap(), &Scope::default());
                assert!(figure.due.den > 0, "{code} has something to measure in {year}");
                figure.due.tenths_of_percent().unwrap()
            })
        };
        [2022, 2023, 2024].map(at_the_end_of).to_vec()
    };
    let (revenue, investment, research) = (rates("I1"), rates("I2"), rates("R1"));
    assert!((160..200).contains(&revenue[0]) && (230..270).contains(&revenue[2]), "{revenue:?}");
    for rising in [&revenue, &investment, &research] {
        assert!(rising.is_sorted_by(|a, b| a < b), "{rising:?}");
    }
    let r2 = figure_of(&ledger, "R2");
    assert!(r2.0 > 0 && r2.0 < r2.1, "some restructurings are done and some are not: {r2:?}");
}

fn figure_of(ledger: &Ledger, code: &str) -> (i64, i64) {
    let indicator = builtins::indicator(code).unwrap();
    look(ledger, seed::SAMPLE_AS_OF, |view| {
        let due = figure(view, indicator, &Scope::default()).due;
        (due.num, due.den)
    })
}

#[test]
fn the_samples_figures_of_years_lack_some_and_contradict_themselves_once() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let mut rows: BTreeMap<_, usize> = BTreeMap::new();
    for (_, row) in ledger.year_figures.iter() {
        assert!(row.enterprise.is_some_and(|id| index.place(ledger.enterprises.live_position(id).unwrap()).tier <= 3));
        *rows.entry((row.enterprise, row.year)).or_default() += 1;
    }
    assert_eq!(rows.values().filter(|count| **count > 1).count(), 1, "one year stands twice");
    let reported = |year| rows.keys().filter(|(_, of)| *of == Some(Decimal::whole(year))).count();
    assert!(reported(2024) > 0 && reported(2024) < reported(2023) && reported(2023) == reported(2022));
    let over = |row: &YearFigures| row.emerging_revenue > row.revenue;
    assert_eq!(ledger.year_figures.iter().filter(|(_, row)| over(row)).count(), 1);
    assert!(ledger.year_figures.iter().any(|(_, row)| row.emerging_revenue.is_none()));
}

#[test]
fn the_samples_money_goes_to_most_priority_areas_and_its_restructurings_are_of_every_kind() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let areas = priority_areas(view, &Scope::default());
        let bare: Vec<_> = areas.iter().filter(|area| !area.is_covered()).map(|area| area.class).collect();
        assert_eq!(bare, [IndustryClass::Medical, IndustryClass::Elderly]);
        assert_eq!(areas.iter().map(|area| area.missing).sum::<usize>(), 1, "one names no amount");
    });
    assert!((85..=100).contains(&ledger.investments.live_count()), "{}", ledger.investments.live_count());
    assert!(ledger.investments.iter().any(|(_, row)| row.class.is_none()));
    let rows = || ledger.restructurings.iter().map(|(_, row)| row);
    for kind in RestructuringKind::ALL {
        assert!(rows().any(|row| row.kind == Some(*kind)), "{kind:?}");
    }
    let on = |stage| if let Some(Stage::Yes(on)) = stage { on } else { None };
    let too_early = |(approved, completed)| days_between(approved, completed) < 0;
    assert_eq!(rows().filter(|row| on(row.approved).zip(on(row.completed)).is_some_and(too_early)).count(), 1);
    assert_eq!(rows().filter(|row| row.planned == Some(Stage::No)).count(), 1);
    let days = rows().flat_map(|row| [row.planned, row.approved, row.completed].map(on)).flatten();
    assert!(days.into_iter().all(|day| (date("2023-01-01")..=seed::SAMPLE_AS_OF).contains(&day)));
}

#[test]
fn the_samples_tasks_say_what_judges_them_and_its_practices_serve_some() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let tasks = tasks_by_kind(view, &Scope::default());
        let is_rate = |completion| matches!(completion, Completion::Rate(_));
        assert!(tasks.functional.iter().filter(|line| is_rate(line.completion)).count() > 10);
        for bare in [Completion::NoGoal, Completion::NotFilledIn] {
            assert_eq!(tasks.functional.iter().filter(|line| line.completion == bare).count(), 1, "{bare:?}");
        }
        assert_eq!(tasks.institutional.iter().filter(|line| line.institution.is_some()).count(), 10);
    });
    let is_functional = |kind| kind == Some(ReformKind::Functional);
    assert!(ledger.tasks.iter().all(|(_, row)| row.goal.is_empty() != is_functional(row.kind)));
    assert_eq!(ledger.practices.live_count(), 2);
    let memberships = || ledger.memberships.iter().map(|(_, row)| row);
    for (id, row) in ledger.practices.iter() {
        let pilot = |member: &Membership| {
            (member.enterprise, member.programme) == (row.enterprise, row.programme) && member.left_on.is_none()
        };
        assert!(memberships().any(pilot), "{} is of a pilot enterprise", row.title);
        let links = || ledger.practice_links.iter().filter(|(_, link)| link.practice == Some(id));
        assert!(links().any(|(_, link)| link.task.is_some()) && links().any(|(_, link)| link.indicator.is_some()));
        assert!(links().all(|(_, link)| link.task.is_some() != link.indicator.is_some()));
    }
}

#[test]
fn the_samples_enterprises_differ_in_size_and_effort() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let (mut known, mut unsaid) = (BTreeMap::<u8, Vec<i64>>::new(), 0);
    for (at, row) in ledger.enterprises.positioned() {
        match row.staff {
            Some(staff) => known.entry(index.place(at).tier).or_default().push(staff.hundredths() / 100),
            None => unsaid += 1,
        }
        assert!(row.effort.is_none_or(|effort| (100..=500).contains(&effort.hundredths())), "{:?}", row.effort);
    }
    let means: Vec<i64> = known.values().map(|all| all.iter().sum::<i64>() / all.len() as i64).collect();
    assert!(means.len() == 5 && means.is_sorted_by(|a, b| a > b), "{means:?}");
    assert!((3..=25).contains(&unsaid), "{unsaid}");
    assert!(ledger.enterprises.iter().any(|(_, row)| row.effort.is_none()));
}

#[test]
fn public_material_keeps_every_row_of_its_files_and_invents_nothing() {
    let ledger = seed::public().unwrap();
    assert_eq!(ledger.memberships.live_count(), 106);
    assert_eq!(ledger.tasks.live_count(), 32);
    assert_eq!(ledger.quotations.live_count(), 73);
    assert!(ledger.tasks.iter().all(|(_, task)| task.responsible_person.is_empty() && !task.source.is_empty()));
    assert!(ledger.memberships.iter().all(|(_, row)| row.joined_on.is_none() && !row.source.is_empty()));
    assert!(ledger.enterprises.iter().all(|(_, row)| row.code.is_empty()));
    let figures: Vec<&str> = ledger.quotations.iter().map(|(_, row)| row.value.as_str()).collect();
    assert!(figures.contains(&"264") && figures.contains(&"304"));
}
