//! The annual assessment: hand-made totals, and what holds for every ledger and rubric.

use ledger::domain::{
    Change, Decimal, Field, Id, Kind, Ledger, Ratio, RawId, Record, RecordRef, Stage, Value,
    builtins::{DEFAULT_RUBRIC, indicator, institution},
    choice::{CodedEnum, EvaluationAxis, RubricReading, TaskStatus},
    records::{
        Adoption, Enterprise, Evaluation, EvaluationScore, HandScore, Indicator, Progress, Rubric, RubricItem, Task,
        Unit,
    },
};
use proptest::prelude::*;
use report::{
    ColumnLabel, View,
    assessment::{
        Assessed, Behind, Cuts, Grade, Header, Needed, Problem, Rule, State, assess, at_least_percent, compare_results,
        frozen, is_untouched, overdue_tasks, sensitivity,
    },
};

use support::{Maker, date, granted, look, noon, origin, wishes};

const YEAR: i64 = 2024;

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn number(hundredths: i64) -> Value {
    Value::Number(Decimal::from_hundredths(hundredths))
}

fn choice<C: CodedEnum>(of: C) -> Value {
    Value::Choice(of.index())
}

/// A group with so many tier-2 subsidiaries, of which so many have the exit system.
fn group(maker: &mut Maker, name: &str, unit: Option<RawId>, count: usize, covered: usize) -> RawId {
    let mut values = vec![(Enterprise::name, text(name))];
    values.extend(unit.map(|unit| (Enterprise::unit, Value::Ref(unit))));
    let top = maker.make(Kind::Enterprise, &values);
    for n in 0..count {
        let own = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
        let stage = if n < covered { Stage::Yes(Some(date("2024-05-01"))) } else { Stage::No };
        maker.make(
            Kind::Adoption,
            &[
                (Adoption::enterprise, Value::Ref(own)),
                (Adoption::institution, Value::Ref(institution::EXIT.raw())),
                (Adoption::issued, Value::Stage(stage)),
            ],
        );
    }
    top
}

fn rubric(maker: &mut Maker) -> RawId {
    maker.make(
        Kind::Rubric,
        &[
            (Rubric::name, text("细则")),
            (Rubric::a_from, number(8_500)),
            (Rubric::b_from, number(7_000)),
            (Rubric::c_from, number(6_000)),
        ],
    )
}

fn item(
    maker: &mut Maker,
    rubric: RawId,
    name: &str,
    reads: RubricReading,
    points: i64,
    more: &[(Field, Value)],
) -> RawId {
    let mut values = vec![
        (RubricItem::rubric, Value::Ref(rubric)),
        (RubricItem::name, text(name)),
        (RubricItem::reads, choice(reads)),
        (RubricItem::points, number(points)),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::RubricItem, &values)
}

fn e1() -> (Field, Value) {
    (RubricItem::indicator, Value::Ref(indicator("E1").unwrap().raw()))
}

fn overdue_task(maker: &mut Maker, enterprise: RawId) -> RawId {
    let values = [(Task::enterprise, Value::Ref(enterprise)), (Task::deadline, Value::Date(date("2024-06-30")))];
    let task = maker.make(Kind::Task, &values);
    // One of which nothing was ever reported would have no colour.
    let status = Value::Choice(TaskStatus::InProgress.index());
    maker.make(Kind::Progress, &[(Progress::task, Value::Ref(task)), (Progress::status, status)]);
    task
}

/// 60 points for coverage (none at 20 %, all at 70 %), 40 by hand, half a point for each overdue task.
fn small() -> (Maker, Id<Rubric>, [RawId; 3], [RawId; 3]) {
    let mut maker = Maker::new();
    let groups = [(10, 5), (10, 7), (0, 0)].map(|(count, covered)| group(&mut maker, "集团", None, count, covered));
    let rubric = rubric(&mut maker);
    let limits = [e1(), (RubricItem::zero_at, number(2_000)), (RubricItem::full_at, number(7_000))];
    let items = [
        item(&mut maker, rubric, "覆盖面", RubricReading::Rate, 6_000, &limits),
        item(&mut maker, rubric, "评价", RubricReading::ByHand, 4_000, &[]),
        item(&mut maker, rubric, "逾期", RubricReading::Overdue, 500, &[(RubricItem::per_case, number(50))]),
    ];
    (maker, Id::new(rubric), groups, items)
}

fn score(maker: &mut Maker, item: RawId, group: RawId, day: &str, more: &[(Field, Value)]) -> RawId {
    let mut values = vec![
        (HandScore::item, Value::Ref(item)),
        (HandScore::year, number(YEAR * 100)),
        (HandScore::group, Value::Ref(group)),
        (HandScore::on, Value::Date(date(day))),
    ];
    values.extend_from_slice(more);
    maker.make(Kind::HandScore, &values)
}

fn founded(points: i64) -> [(Field, Value); 3] {
    [(HandScore::points, number(points)), (HandScore::reason, text("理由")), (HandScore::by, text("张三"))]
}

fn assessed(ledger: &Ledger, rubric: Id<Rubric>, day: &str) -> Assessed {
    look(ledger, date(day), |view| assess(view, rubric, EvaluationAxis::Group, YEAR))
}

#[test]
fn a_total_is_made_of_gains_and_deductions_and_scaled_to_what_applies() {
    let (mut maker, rubric, [half, full, empty], [_, hand, _]) = small();
    overdue_task(&mut maker, half);
    overdue_task(&mut maker, half);
    overdue_task(&mut maker, half);
    score(&mut maker, hand, half, "2025-01-10", &founded(3_000));
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    assert_eq!(at.as_of, date("2024-12-31"), "figures are those of the end of the year");
    let own = |group: RawId| at.subjects.iter().find(|s| s.label == ColumnLabel::Group(Id::new(group))).unwrap();
    // 50 % lies at 30 of 50 between the limits: 36 points; 30 by hand; 1.5 off.
    let scores: Vec<_> = own(half).items.iter().map(|item| (item.score, item.state)).collect();
    assert_eq!(scores, [(3_600, State::Scored), (3_000, State::Scored), (150, State::Deduction)]);
    assert_eq!((own(half).total, own(half).grade), (Some(6_450), Some(Grade::C)));
    assert_eq!(own(half).items[0].behind, Behind::Rate(Ratio::new(5, 10)));
    // The other waits for a score: from 60 to 100.
    assert_eq!((own(full).total, own(full).upper), (Some(6_000), Some(10_000)));
    assert_eq!((own(full).grade, own(full).upper_grade), (Some(Grade::C), Some(Grade::A)));
    assert!(own(full).is_provisional() && !own(half).is_provisional());
    // Nothing to measure drops out of the maximum, and is not 0 %.
    assert_eq!((own(empty).items[0].state, own(empty).applicable), (State::NotApplicable, 4_000));
    let ranks: Vec<_> = [half, full, empty].map(own).iter().map(|subject| subject.rank).collect();
    assert_eq!(ranks, [Some(1), Some(2), Some(3)]);
    let tasks = look(&maker.ledger, date("2025-03-01"), |view| overdue_tasks(view, &at, own(half).label));
    assert_eq!(tasks.len(), 3, "the rows behind a deduction are as many as its cases");
}

#[test]
fn what_drops_out_scales_the_rest() {
    let (mut maker, rubric, [.., empty], [_, hand, _]) = small();
    score(&mut maker, hand, empty, "2024-12-31", &founded(3_333));
    overdue_task(&mut maker, empty);
    let at = assessed(&maker.ledger, rubric, "2024-12-31");
    let own = at.subjects.iter().find(|s| s.label == ColumnLabel::Group(Id::new(empty))).unwrap();
    // (33.33 − 0.5) ÷ 40 = 82.075, cut off.
    assert_eq!(own.total, Some(8_207));
}

#[test]
fn scores_by_hand_need_a_reason_and_a_person_and_the_last_one_counts() {
    let (mut maker, rubric, [half, full, _], [_, hand, _]) = small();
    let no_reason = score(
        &mut maker,
        hand,
        half,
        "2024-12-20",
        &[(HandScore::points, number(4_000)), (HandScore::by, text("张三"))],
    );
    let no_person = score(
        &mut maker,
        hand,
        half,
        "2024-12-21",
        &[(HandScore::points, number(4_000)), (HandScore::reason, text("好"))],
    );
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    for id in [no_reason, no_person] {
        assert!(at.problems.contains(&Problem::Unfounded(Id::new(id))));
    }
    assert_eq!(at.subjects[0].items[1].state, State::Waiting);
    score(&mut maker, hand, half, "2025-01-20", &founded(2_000));
    score(&mut maker, hand, half, "2025-01-10", &founded(3_000));
    let beyond = score(&mut maker, hand, full, "2025-01-10", &founded(9_900));
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    assert_eq!(at.subjects[0].items[1].score, 2_000, "of several the last by day");
    assert_eq!(at.subjects[1].items[1].score, 4_000, "no more than the item has");
    assert!(at.problems.contains(&Problem::Cut(Id::new(beyond))));
    let earlier = assessed(&maker.ledger, rubric, "2025-01-15");
    assert_eq!(earlier.subjects[0].items[1].score, 3_000, "what is dated later has not happened");
}

#[test]
fn a_veto_makes_d_and_comes_last() {
    let (mut maker, rubric, [half, full, _], [_, hand, _]) = small();
    let veto = item(&mut maker, rubric.raw(), "弄虚作假", RubricReading::Veto, 0, &[]);
    score(&mut maker, hand, half, "2025-01-10", &founded(4_000));
    score(&mut maker, hand, full, "2025-01-10", &founded(4_000));
    let bare = [(HandScore::vetoed, Value::YesNo(true))];
    score(&mut maker, veto, full, "2025-01-10", &bare);
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    assert_eq!(at.subjects[1].grade, Some(Grade::A), "a veto without reason and person is none");
    let whole = [bare[0].clone(), (HandScore::reason, text("瞒报")), (HandScore::by, text("组长"))];
    score(&mut maker, veto, full, "2025-01-11", &whole);
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    let own = &at.subjects[1];
    assert_eq!((own.total, own.grade, own.items[3].state), (Some(10_000), Some(Grade::D), State::Veto(true)));
    assert!(own.rank > at.subjects[0].rank);
    assert_eq!(sensitivity(&at, own), Default::default(), "no item moves a veto");
}

#[test]
fn equal_totals_share_a_place_and_the_next_place_is_left_out() {
    let mut maker = Maker::new();
    for covered in [7, 5, 5, 3] {
        group(&mut maker, "集团", None, 10, covered);
    }
    let rubric = rubric(&mut maker);
    item(&mut maker, rubric, "覆盖面", RubricReading::Rate, 10_000, &[e1()]);
    let at = assessed(&maker.ledger, Id::new(rubric), "2024-12-31");
    let ranks: Vec<_> = at.subjects.iter().map(|subject| subject.rank.unwrap()).collect();
    assert_eq!(ranks, [1, 2, 2, 4]);
}

#[test]
fn the_default_rubric_makes_100_and_reads_something_everywhere() {
    let mut maker = Maker::new();
    let unit = maker.make(Kind::Unit, &[(Unit::name, text("甲市"))]);
    group(&mut maker, "集团", Some(unit), 10, 7);
    let at = look(&maker.ledger, date("2024-12-31"), |view| assess(view, DEFAULT_RUBRIC, EvaluationAxis::Unit, YEAR));
    assert_eq!(at.problems, []);
    assert!(at.subjects.iter().any(|subject| subject.label == ColumnLabel::Unit(Id::new(unit))));
}

#[test]
fn nobody_is_scored_by_the_share_of_people_who_left() {
    let (mut maker, rubric, ..) = small();
    let e3 = (RubricItem::indicator, Value::Ref(indicator("E3").unwrap().raw()));
    let own = item(&mut maker, rubric.raw(), "退出人数", RubricReading::Rate, 1_000, &[e3]);
    let at = assessed(&maker.ledger, rubric, "2024-12-31");
    assert!(at.problems.contains(&Problem::NotForScoring(Id::new(own))));
    assert!(at.subjects.iter().all(|subject| subject.items[3].state == State::NotApplicable));
    assert!(at.problems.contains(&Problem::PointsSum(11_000)));
}

fn freeze(maker: &mut Maker, rubric: Id<Rubric>, title: &str) -> Id<Evaluation> {
    let header = Header { title: title.into(), by: "张三".into(), on: date("2025-03-01"), note: String::new() };
    let result = look(&maker.ledger, date("2025-03-01"), |view| {
        frozen(view, &assess(view, rubric, EvaluationAxis::Group, YEAR), header)
    });
    let id = maker.make(Kind::Evaluation, &values(&result.evaluation));
    for row in result.scores {
        maker.make(Kind::EvaluationScore, &values(&EvaluationScore { evaluation: Some(Id::new(id)), ..row }));
    }
    Id::new(id)
}

fn values<R: Record>(row: &R) -> Vec<(Field, Value)> {
    let all = (0..R::META.len() as u8).map(|index| (Field { kind: R::KIND, index }, row.get(index)));
    all.filter(|(_, value)| *value != Value::Empty).collect()
}

fn untouched(maker: &Maker, id: Id<Evaluation>) -> bool {
    look(&maker.ledger, date("2025-03-01"), |view| is_untouched(view, id))
}

fn totals(maker: &Maker, id: Id<Evaluation>) -> Vec<EvaluationScore> {
    let rows = maker.ledger.evaluation_scores.iter();
    rows.filter(|(_, row)| row.evaluation == Some(id)).map(|(_, row)| row.clone()).collect()
}

#[test]
fn a_frozen_result_stays_and_shows_when_it_is_edited() {
    let (mut maker, rubric, [half, ..], [_, hand, _]) = small();
    score(&mut maker, hand, half, "2025-01-10", &founded(3_000));
    let first = freeze(&mut maker, rubric, "第一次");
    let lines = totals(&maker, first);
    assert!(untouched(&maker, first));
    assert!(lines.iter().any(|row| row.item.is_empty() && row.score == Some(Decimal::whole(66)) && row.grade == "C"));
    assert!(lines.iter().any(|row| row.figure == "50.0%（5/10）"), "the figure is kept as it was printed");
    assert!(!lines.iter().any(|row| row.figure.contains("张三")), "no names among the figures");
    // Later edits of the ledger, the rubric and the scores change nothing of it.
    score(&mut maker, hand, half, "2025-02-01", &founded(4_000));
    maker.set(RecordRef::new(Kind::Rubric, rubric.raw()), Rubric::a_from, number(9_900));
    assert_eq!(totals(&maker, first), lines);
    assert!(untouched(&maker, first));
    let second = freeze(&mut maker, rubric, "第二次");
    let compared = look(&maker.ledger, date("2025-03-01"), |view| compare_results(view, first, second));
    assert!(compared.has_same_axis && compared.has_other_rules, "other cuts are said");
    let own = compared.lines.iter().find(|line| line.items[1].before != line.items[1].after).unwrap();
    let total = |line: &Option<report::assessment::TotalLine>| line.as_ref().unwrap().total;
    assert_eq!((total(&own.before), total(&own.after)), (Some(Decimal::whole(66)), Some(Decimal::whole(76))));
    // Each field that is read, a line too few and a line too many break the seal.
    let line = maker.ledger.evaluation_scores.iter().find(|(_, row)| row.evaluation == Some(first)).unwrap().0;
    let record = RecordRef::new(Kind::EvaluationScore, line.raw());
    for (field, value) in [
        (EvaluationScore::score, number(9_000)),
        (EvaluationScore::grade, text("A")),
        (EvaluationScore::figure, text("100%")),
        (EvaluationScore::subject, text("别人")),
    ] {
        let before = maker.ledger.value(record, field);
        maker.set(record, field, value);
        assert!(!untouched(&maker, first), "{}", field.meta().key);
        maker.set(record, field, before);
        assert!(untouched(&maker, first));
    }
    let head = RecordRef::new(Kind::Evaluation, first.raw());
    maker.set(head, Evaluation::a_from, number(100));
    assert!(!untouched(&maker, first));
    maker.set(head, Evaluation::a_from, number(8_500));
    maker.set(head, Evaluation::by, text("某部门负责人"));
    assert!(untouched(&maker, first), "masked names don't count as edits of the result");
    maker.ledger.apply(&Change::Delete { record }, &origin(noon(date("2025-03-01")))).unwrap();
    assert!(!untouched(&maker, first));
    assert!(untouched(&maker, second));
}

/// Names a bug: the ledger refused scores below nothing, so that no result with a deduction could be frozen.
#[test]
fn a_result_with_deductions_can_be_frozen() {
    let ledger = seed::sample().unwrap();
    let header = Header { title: "试".into(), by: "张三".into(), on: date("2024-12-10"), note: String::new() };
    let result = look(&ledger, seed::SAMPLE_AS_OF, |view| {
        frozen(view, &assess(view, DEFAULT_RUBRIC, EvaluationAxis::Unit, YEAR), header)
    });
    assert!(result.scores.iter().any(|row| row.score.is_some_and(|score| score.hundredths() < 0)), "a deduction");
    let mut ledger = ledger;
    let rows = std::iter::once((Kind::Evaluation, values(&result.evaluation)))
        .chain(result.scores.iter().map(|row| (Kind::EvaluationScore, values(row))));
    let creations = rows.enumerate().map(|(at, (kind, values))| Change::Create {
        record: RecordRef::new(kind, RawId(0x7700_0000 + at as u64)),
        values,
    });
    let whole = Change::Batch(creations.collect());
    assert!(ledger.apply(&whole, &origin(noon(date("2024-12-10")))).is_ok());
}

#[test]
fn a_needed_rate_is_never_below_what_is_needed() {
    assert_eq!(at_least_percent(Ratio::new(5, 7)), "71.43%");
    assert_eq!(at_least_percent(Ratio::new(1, 4)), "25.00%");
    assert_eq!(at_least_percent(Ratio::new(0, 0)), "—");
}

fn rule(points: i64, zero_at: i64, full_at: i64) -> Rule {
    Rule {
        item: Id::new(RawId(1)),
        section: String::new(),
        name: String::new(),
        reads: Some(RubricReading::Rate),
        indicator: None::<Id<Indicator>>,
        institution: None,
        points,
        zero_at,
        full_at,
        per_case: 0,
    }
}

/// The total of a subject after an item was moved, by the ledger's own arithmetic written out again.
fn moved(at: &Assessed, subject: usize, item: usize, score: i64) -> i64 {
    let own = &at.subjects[subject];
    let (mut gains, mut taken) = (0, 0);
    for (n, part) in own.items.iter().enumerate() {
        let score = if n == item { score } else { part.score };
        if part.state == State::Deduction { taken += score } else { gains += score }
    }
    (gains - taken).max(0) * 10_000 / own.applicable
}

fn check_sensitivity(at: &Assessed, subject: usize) {
    let own = &at.subjects[subject];
    let found = sensitivity(at, own);
    let Some(grade) = own.grade else { return };
    let after = |item: usize, needed: Needed, more: i64, is_up: bool| {
        let (rule, part) = (&at.rules[item], own.items[item]);
        let score = match (needed, part.behind) {
            (Needed::Count(count, _), Behind::Rate(rate)) => {
                let count = count + more;
                rule.of_rate(Ratio::new(if is_up { rate.num + count } else { rate.num - count }, rate.den))
            }
            (Needed::Cases(count), Behind::Cases(cases)) => {
                rule.of_cases(if is_up { cases - count - more } else { cases + count + more })
            }
            (Needed::Points(score), _) => score + if is_up { more } else { -more },
            _ => panic!("{needed:?} does not fit {part:?}"),
        };
        at.cuts.grade(moved(at, subject, item, score))
    };
    for lift in &found.lifts {
        assert!(after(lift.item, lift.needed, 0, true) < grade, "{lift:?} lifts {grade:?}");
        assert!(after(lift.item, lift.needed, -1, true) >= grade, "one less than {lift:?} does not");
    }
    for drop in &found.drops {
        assert!(after(drop.item, drop.needed, 0, false) > grade, "{drop:?} drops {grade:?}");
        assert!(after(drop.item, drop.needed, -1, false) <= grade, "one less than {drop:?} does not");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A better rate never gives fewer points, and points lie between none and all.
    #[test]
    fn better_rates_never_give_less(points in 0_i64..10_001, zero in 0_i64..10_001, full in 0_i64..10_001, num in 0_i64..500, den in 1_i64..500) {
        let rule = rule(points, zero, full);
        let num = num.min(den);
        let score = rule.of_rate(Ratio::new(num, den));
        prop_assert!((0..=points).contains(&score));
        if num > 0 {
            prop_assert!(rule.of_rate(Ratio::new(num - 1, den)) <= score);
        }
        // Never rounded up: the score is no more than its share of the points.
        if zero < full && score < points {
            prop_assert!(i128::from(score) * i128::from((full - zero) * den) <= i128::from(points) * i128::from((num * 10_000 - zero * den).max(0)));
        }
    }

    #[test]
    fn a_higher_total_never_has_a_worse_grade(a in prop::option::of(0_i64..10_001), b in prop::option::of(0_i64..10_001), c in prop::option::of(0_i64..10_001), low in 0_i64..10_001, high in 0_i64..10_001) {
        let cuts = Cuts([a, b, c]);
        let (low, high) = (low.min(high), low.max(high));
        prop_assert!(cuts.grade(high) <= cuts.grade(low));
    }

    /// The least that is said to move a grade moves it, and one less does not.
    #[test]
    fn what_is_said_to_move_a_grade_moves_it_and_one_less_does_not(
        groups in prop::collection::vec((1_usize..12, 0_usize..12, 0_usize..6, prop::option::of(0_i64..4_001)), 1..4),
        zero in 0_i64..5_000,
        full in 5_001_i64..10_001,
    ) {
        let mut maker = Maker::new();
        let rubric = rubric(&mut maker);
        let limits = [e1(), (RubricItem::zero_at, number(zero)), (RubricItem::full_at, number(full))];
        item(&mut maker, rubric, "覆盖面", RubricReading::Rate, 6_000, &limits);
        let hand = item(&mut maker, rubric, "评价", RubricReading::ByHand, 4_000, &[]);
        item(&mut maker, rubric, "逾期", RubricReading::Overdue, 1_000, &[(RubricItem::per_case, number(300))]);
        for (count, covered, tasks, points) in groups {
            let top = group(&mut maker, "集团", None, count, covered);
            (0..tasks).for_each(|_| { overdue_task(&mut maker, top); });
            if let Some(points) = points {
                score(&mut maker, hand, top, "2024-12-01", &founded(points));
            }
        }
        let at = assessed(&maker.ledger, Id::new(rubric), "2024-12-31");
        (0..at.subjects.len()).for_each(|subject| check_sensitivity(&at, subject));
    }

    /// For every ledger: scores lie within their points, totals within 100 and equal the sums of their
    /// parts, places follow totals.
    #[test]
    fn totals_are_their_parts(wishes in wishes(120), axis in 0_usize..3) {
        let ledger = granted(&wishes, |_, _| {});
        look(&ledger, date("2025-03-01"), |view: View<'_>| {
            let rubrics: Vec<Id<Rubric>> = view.ledger.rubrics.iter().map(|(id, _)| id).collect();
            for rubric in rubrics {
                let at = assess(view, rubric, EvaluationAxis::ALL[axis], YEAR);
                for (n, own) in at.subjects.iter().enumerate() {
                    let (mut gains, mut taken, mut most) = (0, 0, 0);
                    for (item, rule) in own.items.iter().zip(&at.rules) {
                        prop_assert!((0..=rule.points).contains(&item.score));
                        match item.state {
                            State::Deduction => taken += item.score,
                            State::Scored | State::Waiting => { gains += item.score; most += rule.points; }
                            State::NotApplicable | State::Veto(_) => prop_assert_eq!(item.score, 0),
                        }
                    }
                    let total = (most > 0).then(|| (gains - taken).max(0) * 10_000 / most);
                    prop_assert_eq!(own.total, total);
                    prop_assert!(total.is_none_or(|total| (0..=10_000).contains(&total)));
                    prop_assert!(own.upper >= own.total && own.upper.is_none_or(|upper| upper <= 10_000));
                    let better = at.subjects.iter().filter(|other| other.total.is_some())
                        .filter(|other| (other.veto.is_none(), other.total) > (own.veto.is_none(), own.total)).count();
                    prop_assert_eq!(own.rank, total.map(|_| better + 1));
                    check_sensitivity(&at, n);
                }
            }
            Ok(())
        })?;
    }
}

#[test]
fn of_what_a_subject_did_not_report_there_is_no_score_yet_and_no_failure() {
    let (mut maker, rubric, ..) = small();
    let top = maker.make(Kind::Enterprise, &[(Enterprise::name, text("未报集团"))]);
    for _ in 0..3 {
        maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
    }
    let at = assessed(&maker.ledger, rubric, "2025-03-01");
    let own = at.subjects.iter().find(|own| own.label == ColumnLabel::Group(Id::new(top))).unwrap();
    assert_eq!((own.items[0].state, own.items[0].score), (State::Waiting, 0));
    assert_eq!(own.items[0].behind, Behind::Rate(Ratio::new(0, 3)));
    assert!(own.is_provisional());
    assert_eq!(own.upper, Some(10_000), "all of it may still come");
}
