//! Practices: whose they are on the day, what they lack, and what they serve with its figures.

use ledger::domain::{
    Change, Field, Id, Kind, Ledger, Ratio, RawId, RecordRef, Value,
    builtins::{
        self,
        programme::{DOUBLE_HUNDRED, SCI_TECH},
    },
    records::{Enterprise, Membership, Practice, PracticeLink, Programme, Task},
};
use proptest::prelude::*;
use report::{
    Scope, View, figure, items,
    practices::{Lack, Line, Roster, Served, about, linking, practice, practices, unlinking},
    task,
};

use support::{Maker, date, granted, look, noon, origin, wishes};

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn enterprise(maker: &mut Maker, name: &str) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, text(name))])
}

fn member(maker: &mut Maker, at: RawId, programme: Id<Programme>, joined: Option<&str>, left: Option<&str>) {
    let mut values =
        vec![(Membership::enterprise, Value::Ref(at)), (Membership::programme, Value::Ref(programme.raw()))];
    values.extend(joined.map(|on| (Membership::joined_on, Value::Date(date(on)))));
    values.extend(left.map(|on| (Membership::left_on, Value::Date(date(on)))));
    maker.make(Kind::Membership, &values);
}

fn of(at: RawId, programme: Id<Programme>) -> Vec<(Field, Value)> {
    vec![(Practice::enterprise, Value::Ref(at)), (Practice::programme, Value::Ref(programme.raw()))]
}

fn link(maker: &mut Maker, practice: RawId, values: &[(Field, Value)]) -> RawId {
    let mut all = vec![(PracticeLink::practice, Value::Ref(practice))];
    all.extend_from_slice(values);
    maker.make(Kind::PracticeLink, &all)
}

fn act(ledger: &mut Ledger, change: &Change) {
    ledger.apply(change, &origin(noon(date("2024-01-02")))).unwrap();
}

fn one(view: View<'_>, id: RawId) -> Line<'_> {
    practice(view, Id::new(id)).unwrap()
}

#[test]
fn membership_is_that_of_the_day() {
    let mut maker = Maker::new();
    let [in_and_out, undated, stranger, elsewhere] =
        ["甲公司", "乙公司", "丙公司", "丁公司"].map(|name| enterprise(&mut maker, name));
    member(&mut maker, in_and_out, DOUBLE_HUNDRED, Some("2020-01-01"), Some("2021-01-01"));
    member(&mut maker, in_and_out, DOUBLE_HUNDRED, Some("2023-01-01"), Some("2024-06-01"));
    member(&mut maker, undated, DOUBLE_HUNDRED, None, None);
    member(&mut maker, elsewhere, SCI_TECH, None, None);
    let own = [in_and_out, undated, stranger, elsewhere].map(|at| maker.make(Kind::Practice, &of(at, DOUBLE_HUNDRED)));
    let roster = |day: &str| {
        look(&maker.ledger, date(day), |view| {
            own.map(|id| {
                let line = one(view, id);
                let is_lacking = line.lacks.contains(&Lack::Membership);
                assert_eq!(is_lacking, line.roster != Some(Roster::InForce), "said wherever it is not in");
                assert_eq!(line.programme, Some(DOUBLE_HUNDRED), "and never corrected");
                line.roster.unwrap()
            })
        })
    };
    let first = |day| roster(day)[0];
    assert_eq!(first("2019-12-31"), Roster::ToJoin(date("2020-01-01")));
    assert_eq!(first("2020-01-01"), Roster::InForce);
    assert_eq!(first("2021-01-01"), Roster::Left(date("2021-01-01")), "the day of leaving is outside");
    assert_eq!(first("2024-05-31"), Roster::InForce, "in again");
    assert_eq!(first("2024-06-01"), Roster::Left(date("2024-06-01")));
    let [_, undated, stranger, elsewhere] = roster("2024-12-31");
    assert_eq!((undated, stranger, elsewhere), (Roster::InForce, Roster::NotListed, Roster::NotListed));
}

#[test]
fn what_is_missing_is_said() {
    let mut maker = Maker::new();
    let at = enterprise(&mut maker, "甲公司");
    let nothing = maker.make(Kind::Practice, &[]);
    let blank = maker.make(Kind::Practice, &[(Practice::result, text(" \n ")), (Practice::enterprise, Value::Ref(at))]);
    let whole = maker.make(
        Kind::Practice,
        &[
            (Practice::what, text("示例做法")),
            (Practice::result, text("示例成效")),
            (Practice::evidence, text("示例佐证")),
            (Practice::enterprise, Value::Ref(at)),
            (Practice::described_on, Value::Date(date("2024-06-01"))),
        ],
    );
    let task = maker.make(Kind::Task, &[]);
    link(&mut maker, whole, &[(PracticeLink::task, Value::Ref(task))]);
    look(&maker.ledger, date("2024-06-01"), |view| {
        use Lack::{Enterprise, Evidence, Link, Result, What};
        assert_eq!(one(view, nothing).lacks, [What, Result, Evidence, Enterprise, Link]);
        assert_eq!(one(view, blank).lacks, [What, Result, Evidence, Link], "blank is nothing");
        assert_eq!(one(view, whole).lacks, [], "who names no programme is asked for no roster");
        assert_eq!((one(view, whole).roster, one(view, whole).is_later), (None, false));
    });
    look(&maker.ledger, date("2024-05-31"), |view| assert!(one(view, whole).is_later));
    // The enterprise alone goes, as when two copies come together.
    act(&mut maker.ledger, &Change::Delete { record: RecordRef::new(Kind::Enterprise, at) });
    look(&maker.ledger, date("2024-06-01"), |view| {
        assert_eq!((one(view, whole).enterprise, one(view, whole).lacks), (None, vec![Lack::Enterprise]));
    });
}

#[test]
fn links_count_once_and_not_to_what_was_deleted() {
    let mut maker = Maker::new();
    let [own, other] = [0, 1].map(|_| maker.make(Kind::Practice, &[]));
    let [kept, gone] = ["任务甲", "任务乙"].map(|title| maker.make(Kind::Task, &[(Task::title, text(title))]));
    let indicator = builtins::indicator("E1").unwrap();
    let to = |id: RawId| (PracticeLink::task, Value::Ref(id));
    link(&mut maker, own, &[to(kept)]);
    link(&mut maker, own, &[to(kept), (PracticeLink::indicator, Value::Ref(indicator.raw()))]);
    link(&mut maker, own, &[to(gone)]);
    link(&mut maker, own, &[]);
    link(&mut maker, other, &[to(gone)]);
    act(&mut maker.ledger, &Change::Delete { record: RecordRef::new(Kind::Task, gone) });
    let day = date("2024-06-01");
    let served = |ledger: &Ledger| {
        look(ledger, day, |view| {
            let line = one(view, own);
            let tasks: Vec<RawId> = line.tasks.iter().map(|at| view.ledger.tasks.typed_id(*at).raw()).collect();
            assert_eq!(tasks, line.standings(view).iter().map(|line| line.task.raw()).collect::<Vec<_>>());
            (tasks, line.indicators)
        })
    };
    assert_eq!(served(&maker.ledger), (vec![kept], vec![indicator]));
    look(&maker.ledger, day, |view| {
        assert_eq!(one(view, other).lacks.last(), Some(&Lack::Link));
        let lines =
            |kind, id| about(view, RecordRef::new(kind, id)).iter().map(|l| l.practice.raw()).collect::<Vec<_>>();
        assert_eq!(lines(Kind::Task, kept), [own]);
        assert_eq!(lines(Kind::Task, gone), []);
        assert_eq!(lines(Kind::Indicator, indicator.raw()), [own]);
    });
    // Taken away as a whole, and nothing else with it; one inverse brings all of it back.
    let before = maker.ledger.clone();
    let change = unlinking(&maker.ledger, Id::new(own), Served::Task(Id::new(kept)));
    let taken = maker.ledger.apply(&change, &origin(noon(day))).unwrap();
    assert_eq!(served(&maker.ledger), (vec![], vec![indicator]));
    act(&mut maker.ledger, &taken.inverse);
    assert_eq!(served(&maker.ledger), served(&before));
    act(&mut maker.ledger, &unlinking(&before, Id::new(own), Served::Indicator(indicator)));
    assert_eq!(served(&maker.ledger), (vec![kept], vec![]));
}

#[test]
fn the_order_is_programme_day_title_and_what_is_not_filled_in_comes_last() {
    let mut maker = Maker::new();
    let rows = [
        ("无工程", None, Some("2020-01-01")),
        ("科改", Some(SCI_TECH), Some("2020-01-01")),
        ("双百无日", Some(DOUBLE_HUNDRED), None),
        ("双百乙", Some(DOUBLE_HUNDRED), Some("2023-01-01")),
        ("双百甲", Some(DOUBLE_HUNDRED), Some("2023-01-01")),
        ("双百先", Some(DOUBLE_HUNDRED), Some("2022-01-01")),
    ];
    for (title, programme, on) in rows {
        let mut values = vec![(Practice::title, text(title))];
        values.extend(programme.map(|id| (Practice::programme, Value::Ref(id.raw()))));
        values.extend(on.map(|on| (Practice::described_on, Value::Date(date(on)))));
        maker.make(Kind::Practice, &values);
    }
    look(&maker.ledger, date("2024-06-01"), |view| {
        let titles: Vec<&str> = practices(view).iter().map(|line| line.row.title.as_str()).collect();
        assert_eq!(titles, ["双百先", "双百乙", "双百甲", "双百无日", "科改", "无工程"]);
    });
}

#[test]
fn a_search_finds_what_a_practice_says_and_serves() {
    let mut maker = Maker::new();
    let at = enterprise(&mut maker, "甲公司");
    let mut values = of(at, DOUBLE_HUNDRED);
    values.extend([(Practice::title, text("以岗定薪")), (Practice::evidence, text("示例〔2024〕5号"))]);
    let own = maker.make(Kind::Practice, &values);
    let task = maker.make(Kind::Task, &[(Task::number, text("R-7"))]);
    link(&mut maker, own, &[(PracticeLink::task, Value::Ref(task))]);
    look(&maker.ledger, date("2024-06-01"), |view| {
        let line = one(view, own);
        for words in ["", " 定薪 ", "甲公司", "2024〕5", "r-7"] {
            assert!(line.passes(view, None, words), "{words}");
            assert!(line.passes(view, Some(DOUBLE_HUNDRED), words), "{words}");
            assert!(!line.passes(view, Some(SCI_TECH), words), "{words}");
        }
        assert!(!line.passes(view, None, "乙公司"));
    });
}

/// The practice of an enterprise that serves every indicator, added to a ledger.
fn with_practice(ledger: &mut Ledger, enterprise: Id<Enterprise>) -> Id<Practice> {
    let id = Id::new(RawId(0xfff_0000));
    let record = RecordRef::new(Kind::Practice, id.raw());
    let mut changes = vec![Change::Create { record, values: of(enterprise.raw(), DOUBLE_HUNDRED) }];
    let indicators: Vec<_> = ledger.indicators.iter().map(|(id, _)| id).collect();
    changes.extend(indicators.iter().zip(1..).map(|(indicator, n)| {
        let link = RecordRef::new(Kind::PracticeLink, RawId(0xfff_0000 + n));
        linking(link, id, Served::Indicator(*indicator))
    }));
    act(ledger, &Change::Batch(changes));
    id
}

#[test]
fn figures_are_those_of_the_enterprise_and_all_below_beside_the_whole() {
    let mut ledger = seed::sample().unwrap();
    let root = ledger.enterprises.iter().find(|(_, row)| row.parent.is_none()).map(|(id, _)| id).unwrap();
    let id = with_practice(&mut ledger, root);
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let compared = practice(view, id).unwrap().figures(view);
        assert_eq!(compared.len(), view.ledger.indicators.live_count());
        let at = view.ledger.enterprises.live_position(root).unwrap();
        let mut smaller = 0;
        for line in &compared {
            assert_eq!(line.whole, figure(view, line.indicator, &Scope::default()));
            let own = line.own.as_ref().unwrap();
            let scope = Scope { group: Some(root), ..Scope::default() };
            assert_eq!(*own, figure(view, line.indicator, &scope));
            // Again without the scope: the items whose enterprise lies below.
            let below: Ratio = items(view, line.indicator, &Scope::default())
                .iter()
                .filter(|item| item.excluded.is_none())
                .filter(|item| item.enterprise.is_some_and(|own| view.index.is_within(own as usize, at)))
                .map(|item| item.counted)
                .sum();
            assert_eq!(own.due, below, "{:?}", line.indicator);
            smaller += usize::from(own.due.den < line.whole.due.den);
        }
        assert!(smaller > 0, "the part is not the whole");
    });
    look(&seed::sample().unwrap(), seed::SAMPLE_AS_OF, |view| assert_eq!(practice(view, id), None));
}

#[test]
fn one_task_stands_as_it_does_among_all() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let all = task::tasks(view, &Scope::default());
        assert!(all.iter().any(|line| line.warning.is_some()));
        for line in all {
            assert_eq!(task::line(view, line.position), line);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_on_record_every_practice_is_shown_once(list in wishes(90), after in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(after)).unwrap();
        look(&ledger, day, |view| {
            let lines = practices(view);
            let mut ids: Vec<_> = lines.iter().map(|line| line.practice).collect();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), view.ledger.practices.live_count());
            assert_eq!(lines.len(), ids.len());
            for line in &lines {
                assert_eq!(practice(view, line.practice).as_ref(), Some(line));
                assert!(line.tasks.windows(2).all(|pair| pair[0] < pair[1]), "each task once");
                assert_eq!(line.lacks.contains(&Lack::Link), line.tasks.is_empty() && line.indicators.is_empty());
                for compared in line.figures(view) {
                    assert_eq!(compared.own.is_some(), line.enterprise.is_some());
                    assert_eq!(compared.whole, figure(view, compared.indicator, &Scope::default()));
                }
            }
        });
    }
}
