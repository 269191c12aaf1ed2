//! Contracts: every number is the count of its rows, and the sums are those of the indicators.

use ledger::domain::{
    Decimal, Field, Id, Kind, Ratio, RawId, RecordRef, Stage, Tiers, Value, builtins,
    choice::{CodedEnum, ExitCause, Outcome},
    records::{Assessment, Contract, Enterprise, Indicator},
};
use proptest::prelude::*;
use report::{
    Answer, Scope, View,
    contracts::{Category, Contracts, Expiry, Show, Tenure, contracts},
    figure,
};

use support::{Maker, date, granted, look, region, wishes};

fn choice<C: CodedEnum>(of: C) -> Value {
    Value::Choice(of.index())
}

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn day(of: &str) -> Value {
    Value::Date(date(of))
}

fn signed(on: &str) -> Value {
    Value::Stage(Stage::Yes(Some(date(on))))
}

fn enterprise(maker: &mut Maker, name: &str) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, text(name))])
}

fn contract(maker: &mut Maker, at: RawId, person: &str, executive: bool, more: &[(Field, Value)]) -> RawId {
    let mut values = vec![
        (Contract::enterprise, Value::Ref(at)),
        (Contract::person, text(person)),
        (Contract::executive, Value::YesNo(executive)),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::Contract, &values)
}

fn assess(maker: &mut Maker, contract: RawId, year: i64, more: &[(Field, Value)]) {
    let mut values = vec![
        (Assessment::contract, Value::Ref(contract)),
        (Assessment::year, Value::Number(Decimal::whole(year))),
        (Assessment::assessed, Value::Stage(Stage::Yes(None))),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::Assessment, &values);
}

fn scopes(view: View<'_>) -> Vec<Scope> {
    let base = Scope::default;
    let mut scopes =
        vec![base(), Scope { tiers: Tiers::of([2, 3]), ..base() }, Scope { region: Some(region("110000")), ..base() }];
    scopes.extend(view.ledger.units.iter().take(2).map(|(id, _)| Scope { unit: Some(id), ..base() }));
    scopes.extend(view.ledger.enterprises.iter().take(2).map(|(id, _)| Scope { group: Some(id), ..base() }));
    scopes
}

/// An indicator of the catalogue, unless the ledger's own hand changed it.
fn untouched(view: View<'_>, code: &str) -> Option<Id<Indicator>> {
    let id = builtins::indicator(code)?;
    let born = support::blank();
    (view.ledger.indicators.get(id) == born.indicators.get(id)).then_some(id)
}

const EXPIRIES: [Expiry; 7] = [
    Expiry::Expired,
    Expiry::Followed,
    Expiry::Within30,
    Expiry::Within60,
    Expiry::Within90,
    Expiry::Later,
    Expiry::Unknown,
];

fn outcomes() -> impl Iterator<Item = Show> {
    Outcome::ALL.iter().copied().map(Some).chain([None]).map(Show::Outcome)
}

fn departures() -> impl Iterator<Item = Show> {
    ExitCause::ALL.iter().copied().map(Some).chain([None]).map(Show::Departure)
}

fn assert_parts_add_up(report: &Contracts<'_>) {
    let sum = |shows: &mut dyn Iterator<Item = Show>| {
        let shows: Vec<Show> = shows.collect();
        let counts = report.count_all(&shows);
        let one_by_one: Vec<i64> = shows.iter().map(|show| report.count(show)).collect();
        assert_eq!(counts, one_by_one);
        counts.iter().sum::<i64>()
    };
    let count = |show| report.count(&show);
    // Of whom nobody says whether they are an executive is due, and missing.
    let unstated = report.lines.iter().filter(|line| Show::Unstated.passes(line));
    assert!(unstated.clone().all(|line| Show::SigningUnknown.passes(line)));
    let in_office = report.lines.iter().filter(|line| line.tenure == Tenure::InOffice).count() as i64;
    assert_eq!(
        sum(&mut EXPIRIES.into_iter().filter(|expiry| *expiry != Expiry::Followed).map(Show::Expiry)),
        in_office,
        "terms"
    );
    assert_eq!(count(Show::Executives) + count(Show::Others), in_office, "categories");
    assert_eq!(
        count(Show::UpTo90),
        sum(&mut [Expiry::Within30, Expiry::Within60, Expiry::Within90].into_iter().map(Show::Expiry)),
        "cumulative and disjoint"
    );
    assert_eq!(
        count(Show::Executives),
        count(Show::Signed) + count(Show::NotSigned) + count(Show::SigningUnknown),
        "papers"
    );
    assert_eq!(count(Show::DueForAssessment), count(Show::Assessed) + count(Show::NotAssessed), "assessments");
    let assessed = count(Show::Assessed);
    assert_eq!(report.grades().iter().map(|(_, count)| count).sum::<i64>(), assessed, "grades");
    for (grade, of) in report.grades() {
        assert_eq!(count(Show::Grade(grade)), of, "a grade leads to its rows");
    }
    assert_eq!(sum(&mut [Answer::Yes, Answer::No, Answer::Missing].into_iter().map(Show::Paid)), assessed, "pay");
    assert_eq!(sum(&mut outcomes()), assessed, "outcomes");
    let counted = [ExitCause::LastPlace, ExitCause::Incompetent].map(|cause| Show::Departure(Some(cause)));
    assert_eq!(count(Show::Counted), sum(&mut counted.into_iter()), "only two causes count");
    assert_eq!(
        sum(&mut departures()),
        report.lines.iter().filter(|line| line.departure.is_some()).count() as i64,
        "one cause to a person"
    );
}

fn assert_identities(view: View<'_>) {
    for scope in scopes(view) {
        let report = contracts(view, &scope);
        assert_parts_add_up(&report);
        let all = |code| untouched(view, code).map(|id| figure(view, id, &scope).all);
        let pair = |num, den| Ratio::new(report.count(&num), report.count(&den));
        for (code, own) in [
            ("E3", pair(Show::Counted, Show::InYear)),
            ("M2", pair(Show::Signed, Show::Executives)),
            ("M3", report.honoured),
        ] {
            if let Some(all) = all(code) {
                assert_eq!(own, all, "{code} in {scope:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_sums_are_those_of_the_indicators(list in wishes(90), after in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(after)).unwrap();
        look(&ledger, day, assert_identities);
    }
}

#[test]
fn the_sums_hold_for_the_sample_and_it_has_something_to_show() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        assert_identities(view);
        let report = contracts(view, &Scope::default());
        for show in [Show::Signed, Show::Assessed, Show::Counted, Show::UpTo90] {
            assert!(report.count(&show) > 0, "{show:?}");
        }
    });
}

#[test]
fn the_name_of_a_part_leads_back_to_it() {
    let answers = [Answer::Yes, Answer::No, Answer::Missing];
    let plain = [
        Show::All,
        Show::Executives,
        Show::Signed,
        Show::NotSigned,
        Show::SigningUnknown,
        Show::Paper(0),
        Show::Paper(1),
        Show::Paper(2),
        Show::Others,
        Show::OthersWithPapers,
        Show::Unstated,
        Show::UpTo60,
        Show::UpTo90,
        Show::DueForAssessment,
        Show::Assessed,
        Show::NotAssessed,
        Show::Scored,
        Show::Grade(String::new()),
        Show::Grade("优秀&良".into()),
        Show::InYear,
        Show::Counted,
    ];
    let all: Vec<Show> = plain
        .into_iter()
        .chain(EXPIRIES.into_iter().map(Show::Expiry))
        .chain(answers.into_iter().map(Show::Paid))
        .chain(outcomes())
        .chain(departures())
        .collect();
    for show in &all {
        assert_eq!(&Show::parse(&show.key()), show);
    }
    assert_eq!(Show::parse("nonsense"), Show::All);
}

#[test]
fn a_term_runs_out_after_its_last_day_and_the_buckets_meet_without_overlap() {
    let mut maker = Maker::new();
    let e = enterprise(&mut maker, "甲公司");
    for to in
        ["2024-11-30", "2024-12-01", "2024-12-31", "2025-01-01", "2025-01-30", "2025-01-31", "2025-03-01", "2025-03-02"]
    {
        contract(&mut maker, e, to, true, &[(Contract::term_to, day(to))]);
    }
    contract(&mut maker, e, "不详", true, &[]);
    look(&maker.ledger, date("2024-12-01"), |view| {
        let report = contracts(view, &Scope::default());
        let found: Vec<_> = report.lines.iter().map(|line| (line.days_left, line.expiry.unwrap())).collect();
        assert_eq!(
            found,
            [
                (Some(-1), Expiry::Expired),
                (Some(0), Expiry::Within30),
                (Some(30), Expiry::Within30),
                (Some(31), Expiry::Within60),
                (Some(60), Expiry::Within60),
                (Some(61), Expiry::Within90),
                (Some(90), Expiry::Within90),
                (Some(91), Expiry::Later),
                (None, Expiry::Unknown),
            ]
        );
        assert_eq!((report.count(&Show::UpTo60), report.count(&Show::UpTo90)), (4, 6));
    });
}

#[test]
fn a_term_that_another_contract_follows_is_not_expired_until_then() {
    let mut maker = Maker::new();
    let (e, other) = (enterprise(&mut maker, "甲公司"), enterprise(&mut maker, "乙公司"));
    let term = |from: &str, to: &str| [(Contract::term_from, day(from)), (Contract::term_to, day(to))];
    contract(&mut maker, e, "王一", true, &term("2021-01-01", "2023-12-31"));
    contract(&mut maker, e, "王一", true, &term("2024-02-01", "2026-12-31"));
    contract(&mut maker, other, "王一", true, &term("2021-01-01", "2023-12-31"));
    contract(&mut maker, e, "", true, &term("2021-01-01", "2023-12-31"));
    contract(&mut maker, e, "", true, &term("2024-01-01", "2026-12-31"));
    let expired = |on| {
        look(&maker.ledger, date(on), |view| {
            let report = contracts(view, &Scope::default());
            (report.count(&Show::Expiry(Expiry::Expired)), report.count(&Show::Expiry(Expiry::Followed)))
        })
    };
    assert_eq!(expired("2024-01-15"), (3, 0), "the next term has not begun");
    assert_eq!(expired("2024-03-01"), (2, 1), "another enterprise, and nobody's name, are not the same person");
}

#[test]
fn papers_pay_and_exits_of_a_small_group_by_hand() {
    let mut maker = Maker::new();
    let e = enterprise(&mut maker, "甲公司");
    let papers = |third: Value| {
        vec![
            (Contract::employment_agreement, signed("2023-01-10")),
            (Contract::annual_paper, signed("2023-01-10")),
            (Contract::term_paper, third),
            (Contract::appointed_on, day("2023-01-01")),
        ]
    };
    let a = contract(&mut maker, e, "全签", true, &papers(signed("2023-01-10")));
    let b = contract(&mut maker, e, "后签", true, &papers(signed("2025-01-10")));
    let c = contract(&mut maker, e, "未填", true, &papers(Value::Empty));
    let d = contract(&mut maker, e, "部门经理", false, &papers(Value::Stage(Stage::No)));
    contract(&mut maker, e, "新任", true, &[(Contract::appointed_on, day("2024-06-01"))]);
    let grade = |word: &str, score: i64| {
        [(Assessment::grade, text(word)), (Assessment::score, Value::Number(Decimal::whole(score)))]
    };
    let with = |base: &[(Field, Value)], more: &[(Field, Value)]| [base, more].concat();
    assess(&mut maker, a, 2023, &with(&grade("优秀", 95), &[(Assessment::paid, signed("2024-04-01"))]));
    assess(&mut maker, b, 2023, &with(&grade("合格", 75), &[(Assessment::paid, Value::Stage(Stage::No))]));
    // Adjusted for two reasons in one year: counted once, for the reason that counts.
    let moved = |cause, on: &str| {
        [
            (Assessment::outcome, choice(Outcome::Adjust)),
            (Assessment::cause, choice(cause)),
            (Assessment::outcome_on, day(on)),
        ]
    };
    assess(&mut maker, c, 2022, &moved(ExitCause::Reassignment, "2024-03-01"));
    assess(&mut maker, c, 2023, &moved(ExitCause::LastPlace, "2024-05-01"));
    maker.set(RecordRef::new(Kind::Contract, d), Contract::ended_on, day("2024-08-01"));
    maker.set(RecordRef::new(Kind::Contract, d), Contract::end_cause, choice(ExitCause::Retirement));
    look(&maker.ledger, date("2024-12-31"), |view| {
        let report = contracts(view, &Scope::default());
        let count = |show| report.count(&show);
        assert_eq!((count(Show::All), count(Show::Executives), count(Show::Others)), (5, 4, 0));
        assert_eq!((count(Show::Signed), count(Show::NotSigned), count(Show::SigningUnknown)), (1, 1, 2));
        assert_eq!((count(Show::Paper(0)), count(Show::Paper(2))), (3, 1));
        assert_eq!((count(Show::DueForAssessment), count(Show::Assessed), count(Show::Scored)), (3, 3, 2));
        assert_eq!(report.grades(), [("优秀".to_owned(), 1), ("合格".to_owned(), 1), (String::new(), 1)]);
        assert_eq!([Answer::Yes, Answer::No, Answer::Missing].map(|answer| count(Show::Paid(answer))), [1, 1, 1]);
        assert_eq!(report.honoured, Ratio::new(1, 4));
        assert_eq!((count(Show::Counted), count(Show::InYear)), (1, 5));
        assert_eq!(count(Show::Departure(Some(ExitCause::Reassignment))), 0);
        assert_eq!(count(Show::Departure(Some(ExitCause::Retirement))), 1);
        let gone = report.lines.iter().find(|line| *line.row.person == *"部门经理").unwrap();
        assert_eq!((gone.tenure, gone.category), (Tenure::Left(date("2024-08-01")), Category::Other));
        assert_eq!((report.households, report.extended), (1, 0));
    });
    look(&maker.ledger, date("2024-07-31"), |view| {
        let report = contracts(view, &Scope::default());
        assert_eq!((report.count(&Show::OthersWithPapers), report.extended), (1, 1), "still in office the day before");
        assert_eq!(report.count(&Show::Departure(Some(ExitCause::Retirement))), 0, "not yet");
    });
    look(&maker.ledger, date("2025-02-01"), |view| {
        let report = contracts(view, &Scope::default());
        assert_eq!(report.lines.len(), 4, "who left last year is no longer listed");
        assert_eq!((report.count(&Show::Signed), report.count(&Show::Counted)), (2, 0));
    });
}

#[test]
fn an_adjustment_without_a_day_counts_nowhere_and_is_told() {
    let mut maker = Maker::new();
    let e = enterprise(&mut maker, "甲公司");
    let a = contract(&mut maker, e, "王一", true, &[]);
    assess(
        &mut maker,
        a,
        2023,
        &[(Assessment::outcome, choice(Outcome::Exit)), (Assessment::cause, choice(ExitCause::Incompetent))],
    );
    look(&maker.ledger, date("2024-12-31"), |view| {
        let report = contracts(view, &Scope::default());
        assert_eq!((report.undated, report.count(&Show::Counted)), (1, 0));
    });
}
