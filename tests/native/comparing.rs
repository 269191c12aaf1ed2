//! Two states compared: one test for each kind of change, and what holds for every pair of ledgers.

use std::collections::BTreeMap;

use ledger::domain::{
    Change, Date, Decimal, Field, Id, Index, Kind, Ledger, RawId, RecordRef, Stage, TaskState, Tiers, Value,
    builtins::{self, institution},
    choice::{CodedEnum, ExclusionReason, Measure, TaskStatus},
    records::{Adoption, Board, Enterprise, Exclusion, Indicator, Institution, Progress, Target, Task, Unit},
};
use proptest::prelude::*;
use report::{Absence, Answer, Bridge, Comparison, Scope, Turn, View, compare, compare::Part, figure, items};

use support::{Wish, blank, date, look, noon, origin, visible, wishes};

/// The sample's first task, closed in June 2024, and its second, under way.
const CLOSED: RecordRef = RecordRef::new(Kind::Task, RawId(0x1_0000));
const OPEN: RecordRef = RecordRef::new(Kind::Task, RawId(0x1_0001));
const NEW: RawId = RawId(0xffff_0001);

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn choice<C: CodedEnum>(of: C) -> Value {
    Value::Choice(of.index())
}

fn set(record: RecordRef, field: Field, value: Value) -> Change {
    Change::Set { record, field, value }
}

fn create(kind: Kind, values: &[(Field, Value)]) -> Change {
    Change::Create { record: RecordRef::new(kind, NEW), values: values.to_vec() }
}

fn entry(task: RecordRef, day: &str, status: TaskStatus, percent: i64) -> Change {
    create(
        Kind::Progress,
        &[
            (Progress::task, Value::Ref(task.id)),
            (Progress::date, Value::Date(date(day))),
            (Progress::status, choice(status)),
            (Progress::percent, Value::Number(Decimal::whole(percent))),
        ],
    )
}

fn edited(ledger: &Ledger, changes: &[Change]) -> Ledger {
    let mut after = ledger.clone();
    for change in changes {
        after.apply(change, &origin(noon(date("2024-12-05")))).unwrap();
    }
    after
}

fn between(before: (&Ledger, Date), after: (&Ledger, Date)) -> Comparison {
    look(before.0, before.1, |before| look(after.0, after.1, |after| compare(before, after)))
}

fn compared(before: &Ledger, after: &Ledger) -> Comparison {
    between((before, seed::SAMPLE_AS_OF), (after, seed::SAMPLE_AS_OF))
}

/// What a few edits of the sample are told as.
fn told(changes: &[Change]) -> Vec<(RecordRef, Turn)> {
    let sample = seed::sample().unwrap();
    turns(&compared(&sample, &edited(&sample, changes)))
}

fn turns(comparison: &Comparison) -> Vec<(RecordRef, Turn)> {
    comparison.changes.iter().map(|change| (change.record, change.turn.clone())).collect()
}

fn indicator(code: &str) -> Id<Indicator> {
    builtins::indicator(code).unwrap()
}

/// How many joined and left the denominator, and how many the numerator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    joined_den: i64,
    left_den: i64,
    joined_num: i64,
    left_num: i64,
}

fn counts(bridge: Bridge) -> Counts {
    let sum = |parts: &[Part]| parts.iter().map(|part| bridge.of(*part).count).sum();
    Counts {
        joined_den: sum(&[Part::JoinedYes, Part::JoinedNo]),
        left_den: sum(&[Part::LeftYes, Part::LeftNo]),
        joined_num: sum(&[Part::JoinedYes, Part::Gained]),
        left_num: sum(&[Part::LeftYes, Part::Lost]),
    }
}

fn bridge(comparison: &Comparison, code: &str) -> Counts {
    counts(comparison.figures.iter().find(|change| change.indicator == indicator(code)).unwrap().bridge.unwrap())
}

/// An enterprise of the sample that counts in an indicator with an answer.
fn answering(code: &str, answer: Answer) -> RecordRef {
    let sample = seed::sample().unwrap();
    look(&sample, seed::SAMPLE_AS_OF, |view| {
        let items = items(view, indicator(code), &Scope::default());
        items.into_iter().find(|item| item.excluded.is_none() && item.answer == answer).unwrap().record
    })
}

/// The sample's adoption of the exit system by an enterprise.
fn exit_system(enterprise: RecordRef) -> RecordRef {
    let sample = seed::sample().unwrap();
    let (id, _) = sample
        .adoptions
        .iter()
        .find(|(_, row)| row.enterprise == Some(Id::new(enterprise.id)) && row.institution == Some(institution::EXIT))
        .unwrap();
    RecordRef::new(Kind::Adoption, id.raw())
}

#[test]
fn what_was_not_there_is_added_and_what_is_not_there_is_removed() {
    let unit = RecordRef::new(Kind::Unit, NEW);
    assert_eq!(told(&[create(Kind::Unit, &[(Unit::name, text("示例新集团"))])]), [(unit, Turn::Added)]);
    let milestone = RecordRef::new(Kind::Milestone, RawId(0x1_0000));
    assert_eq!(told(&[Change::Delete { record: milestone }]), [(milestone, Turn::Removed)]);
}

#[test]
fn what_was_deleted_and_is_restored_is_added() {
    let milestone = RecordRef::new(Kind::Milestone, RawId(0x1_0000));
    let sample = seed::sample().unwrap();
    let deleted = edited(&sample, &[Change::Delete { record: milestone }]);
    let restored = edited(&deleted, &[Change::Restore { record: milestone }]);
    assert_eq!(turns(&compared(&deleted, &restored)), [(milestone, Turn::Added)]);
    assert_eq!(turns(&compared(&sample, &restored)), [], "deleted and restored in between is no change");
}

#[test]
fn a_task_closes_by_an_entry_and_on_its_day() {
    let added = (RecordRef::new(Kind::Progress, NEW), Turn::Added);
    let closed = (OPEN, Turn::TaskClosed { on: Some(date("2024-12-03")) });
    assert_eq!(told(&[entry(OPEN, "2024-12-03", TaskStatus::Closed, 100)]), [closed, added.clone()]);
    let later = told(&[entry(OPEN, "2024-12-31", TaskStatus::Closed, 100)]);
    assert_eq!(later, [added], "an entry of a later day has not happened");
}

#[test]
fn a_closed_task_that_goes_on_is_reopened() {
    let told = told(&[entry(CLOSED, "2024-12-03", TaskStatus::Reopened, 80)]);
    assert_eq!(told, [(CLOSED, Turn::TaskReopened), (RecordRef::new(Kind::Progress, NEW), Turn::Added)]);
}

#[test]
fn a_task_that_moves_on_tells_from_where_to_where() {
    let told = told(&[entry(OPEN, "2024-12-03", TaskStatus::Applied, 95)]);
    let standing = |status, percent, day| TaskState {
        status: Some(status),
        percent: Some(Decimal::whole(percent)),
        since: Some(date(day)),
    };
    let moved = Turn::TaskMoved {
        from: standing(TaskStatus::InProgress, 75, "2024-10-30"),
        to: standing(TaskStatus::Applied, 95, "2024-12-03"),
    };
    assert_eq!(told[..1], [(OPEN, moved)]);
    let same = self::told(&[entry(OPEN, "2024-12-03", TaskStatus::InProgress, 75)]);
    assert_eq!(same, [(RecordRef::new(Kind::Progress, NEW), Turn::Added)], "the same again is no move");
}

#[test]
fn a_deadline_moved_is_told_once_with_whether_reason_and_approver_are_given() {
    let moved = |has_reason, has_approver| Turn::DeadlineMoved {
        from: Some(date("2024-12-20")),
        to: Some(date("2025-03-31")),
        has_reason,
        has_approver,
    };
    let later = set(OPEN, Task::deadline, Value::Date(date("2025-03-31")));
    assert_eq!(told(std::slice::from_ref(&later)), [(OPEN, moved(false, false))]);
    let reasoned = told(&[later, set(OPEN, Task::deadline_reason, text("设备到货推迟"))]);
    assert_eq!(reasoned[0], (OPEN, moved(true, false)));
    let reason =
        Turn::FieldChanged { field: Task::deadline_reason, old: Value::Empty, new: text("设备到货推迟") };
    assert_eq!(reasoned[1..], [(OPEN, reason)], "what the reason says is told beside it");
}

#[test]
fn a_new_name_of_an_enterprise_unit_task_or_institution_is_a_renaming() {
    let of = |kind, id| RecordRef::new(kind, RawId(id));
    for (record, field) in [
        (of(Kind::Enterprise, 0x1_0000), Enterprise::name),
        (of(Kind::Unit, 2), Unit::name),
        (of(Kind::Task, 0x1_0000), Task::title),
        (of(Kind::Institution, 1), Institution::name),
    ] {
        let Value::Text(from) = seed::sample().unwrap().value(record, field) else { panic!("{field:?} is named") };
        let renamed = Turn::Renamed { from, to: "示例新名".into() };
        assert_eq!(told(&[set(record, field, text("示例新名"))]), [(record, renamed)]);
    }
}

#[test]
fn an_enterprise_that_gets_the_system_joins_the_numerator_and_is_asked_for_action() {
    let firm = answering("E1", Answer::No);
    let adoption = exit_system(firm);
    let issued = Value::Stage(Stage::Yes(Some(date("2024-12-02"))));
    let told = told(&[set(adoption, Adoption::issued, issued.clone())]);
    let [e1, e2] = ["E1", "E2"].map(indicator);
    assert_eq!(
        told,
        [
            (firm, Turn::JoinedDenominator { indicator: e2, reason: Absence::NotAsked }),
            (firm, Turn::JoinedNumerator { indicator: e1 }),
            (adoption, Turn::FieldChanged { field: Adoption::issued, old: Value::Stage(Stage::No), new: issued }),
        ]
    );
}

#[test]
fn an_enterprise_that_is_excluded_leaves_the_figure_with_the_reason() {
    let firm = answering("E1", Answer::Yes);
    let e1 = indicator("E1");
    let exclusion = create(
        Kind::Exclusion,
        &[
            (Exclusion::enterprise, Value::Ref(firm.id)),
            (Exclusion::indicator, Value::Ref(e1.raw())),
            (Exclusion::reason, choice(ExclusionReason::Shell)),
        ],
    );
    let reason = Absence::Excluded(ExclusionReason::Shell);
    let sample = seed::sample().unwrap();
    let excluded = edited(&sample, &[exclusion]);
    let comparison = compared(&sample, &excluded);
    assert_eq!(
        turns(&comparison),
        [
            (firm, Turn::LeftDenominator { indicator: e1, reason }),
            (firm, Turn::LeftNumerator { indicator: e1 }),
            (RecordRef::new(Kind::Exclusion, NEW), Turn::Added),
        ]
    );
    assert_eq!(bridge(&comparison, "E1"), Counts { left_den: 1, left_num: 1, ..Counts::default() });
    let back = turns(&compared(&excluded, &sample));
    assert!(back.contains(&(firm, Turn::JoinedDenominator { indicator: e1, reason })), "{back:?}");
}

#[test]
fn why_an_enterprise_does_not_count_is_told_apart() {
    let firm = answering("E1", Answer::No);
    let e1 = indicator("E1");
    let definition = RecordRef::new(Kind::Indicator, e1.raw());
    // One of tier 4 takes the firm below itself, without a circle: as a subsidiary it is in tier 5.
    let sample = seed::sample().unwrap();
    let index = Index::new(&sample);
    let at = |tier| {
        let (at, _) = sample
            .enterprises
            .positioned()
            .find(|(at, _)| {
                let mine = sample.enterprises.live_position(Id::new(firm.id)).unwrap();
                index.place(*at).tier == tier && !index.is_within(*at, mine)
            })
            .unwrap();
        sample.enterprises.typed_id(at).raw()
    };
    for (change, reason) in [
        (Change::Delete { record: firm }, Absence::NoEnterprise),
        (set(firm, Enterprise::valid_to, Value::Date(date("2024-12-01"))), Absence::NotValid),
        (set(firm, Enterprise::parent, Value::Ref(at(4))), Absence::OtherTier),
        (set(definition, Indicator::tiers, Value::Tiers(Tiers::of([1]))), Absence::OtherDefinition),
        (Change::Delete { record: definition }, Absence::OtherDefinition),
        (set(exit_system(firm), Adoption::due, Value::YesNo(false)), Absence::Excluded(ExclusionReason::NotApplicable)),
    ] {
        let told = told(std::slice::from_ref(&change));
        assert!(told.contains(&(firm, Turn::LeftDenominator { indicator: e1, reason })), "{change:?}: {told:?}");
    }
}

#[test]
fn an_enterprise_without_a_board_is_not_asked_about_its_directors() {
    let firm = answering("G3", Answer::Yes);
    let sample = seed::sample().unwrap();
    let (board, _) = sample.boards.iter().find(|(_, row)| row.enterprise == Some(Id::new(firm.id))).unwrap();
    let told = told(&[set(RecordRef::new(Kind::Board, board.raw()), Board::established, Value::Stage(Stage::No))]);
    let left = |code| Turn::LeftDenominator { indicator: indicator(code), reason: Absence::NotAsked };
    assert!([left("G3"), left("G4")].into_iter().all(|turn| told.contains(&(firm, turn))), "{told:?}");
    let of = |code: &str| told.iter().filter(|(_, turn)| is_of(turn, indicator(code))).count();
    assert_eq!((of("G2"), of("G5")), (1, 0), "it is due all the same, and directors are people");
}

#[test]
fn any_other_field_is_told_with_its_old_and_new_value() {
    let target = RecordRef::new(Kind::Target, RawId(1));
    let old = seed::sample().unwrap().value(target, Target::deadline);
    let new = Value::Date(date("2025-06-30"));
    let told = told(&[set(target, Target::deadline, new.clone()), set(OPEN, Task::contact, text("示例电话"))]);
    assert_eq!(
        told,
        [
            (OPEN, Turn::FieldChanged { field: Task::contact, old: Value::Empty, new: text("示例电话") }),
            (target, Turn::FieldChanged { field: Target::deadline, old, new }),
        ]
    );
}

#[test]
fn an_indicator_that_is_gone_or_counts_something_else_has_both_figures_and_no_false_bridge() {
    let sample = seed::sample().unwrap();
    let definition = RecordRef::new(Kind::Indicator, indicator("E1").raw());
    let gone = compared(&sample, &edited(&sample, &[Change::Delete { record: definition }]));
    let last = gone.figures.last().unwrap();
    assert_eq!((last.indicator, last.before.due.den, last.after.due.den), (indicator("E1"), 137, 0));
    assert_eq!(bridge(&gone, "E1"), Counts { left_den: 137, left_num: 95, ..Counts::default() });
    let measure = choice(Measure::TasksClosed);
    let other = compared(&sample, &edited(&sample, &[set(definition, Indicator::measure, measure)]));
    let change = other.figures.iter().find(|change| change.indicator == indicator("E1")).unwrap();
    assert_eq!((change.before.due.den, change.bridge), (137, None), "tasks are no households");
    assert!(!other.changes.iter().any(|change| is_of(&change.turn, indicator("E1"))));
}

#[test]
fn days_alone_make_figures_differ_though_no_field_changed() {
    let now = edited(&seed::sample().unwrap(), &[set(OPEN, Task::contact, text("示例电话"))]);
    let (day, today) = (date("2024-06-30"), seed::SAMPLE_AS_OF);
    let past = now.as_it_was(day);
    let comparison = between((&past, day), (&now, today));
    let of = |keep: fn(&Turn) -> bool| comparison.changes.iter().filter(|change| keep(&change.turn)).count() as i64;
    assert_eq!(of(|turn| matches!(turn, Turn::FieldChanged { .. })), 1, "the one edit since");
    assert_eq!(of(|turn| matches!(turn, Turn::Added | Turn::Removed)), 0);
    let e1 = comparison.figures.iter().find(|change| change.indicator == indicator("E1")).unwrap();
    let bridge = counts(e1.bridge.unwrap());
    assert!(bridge.joined_num > 0 && bridge.left_num == 0);
    assert_eq!(e1.before.due.num + bridge.joined_num, 95);
    let joined = comparison.changes.iter().filter(|change| {
        change.turn == Turn::JoinedNumerator { indicator: indicator("E1") } && change.record.kind == Kind::Enterprise
    });
    assert_eq!(joined.count() as i64, bridge.joined_num);
    let t1 = comparison.figures.iter().find(|change| change.indicator == indicator("T1")).unwrap();
    let main = |record: RecordRef| now.value(record, Task::main) == Value::YesNo(true);
    let moved = |keep: fn(&Turn) -> bool| {
        comparison.changes.iter().filter(|change| keep(&change.turn) && main(change.record)).count() as i64
    };
    let closed = moved(|turn| matches!(turn, Turn::TaskClosed { on: Some(on) } if *on > date("2024-06-30")));
    let reopened = moved(|turn| matches!(turn, Turn::TaskReopened));
    assert!(closed > 0);
    assert_eq!(t1.before.due.num + closed - reopened, t1.after.due.num, "closings tell the whole of T1");
    assert_mirrored(&comparison, &between((&now, today), (&past, day)));
}

#[test]
fn changes_stand_by_kind_of_change_then_kind_of_record_then_number_with_2_before_10() {
    let task = |n: u64, number: &str| {
        let record = RecordRef::new(Kind::Task, RawId(0xffff_0000 + n));
        Change::Create { record, values: vec![(Task::number, text(number))] }
    };
    let sample = seed::sample().unwrap();
    let more = edited(
        &sample,
        &[
            set(OPEN, Task::title, text("示例新名")),
            Change::Delete { record: RecordRef::new(Kind::Milestone, RawId(0x1_0000)) },
            task(1, "9-1-10"),
            task(2, "9-1-9"),
            task(3, "10-1"),
            task(4, "9-1-9-1"),
            create(Kind::Unit, &[]),
        ],
    );
    let order: Vec<(&str, Kind, Value)> = compared(&sample, &more)
        .changes
        .iter()
        .map(|change| (change.turn.word().zh, change.record.kind, more.value(change.record, Task::number)))
        .collect();
    let added = |number: &str| ("新增", Kind::Task, text(number));
    assert_eq!([order[0].0, order[6].0], ["更名", "删除"]);
    assert_eq!(order[1].1, Kind::Unit);
    assert_eq!(order[2..6], [added("9-1-9"), added("9-1-9-1"), added("9-1-10"), added("10-1")]);
    let year = between((&sample, date("2024-01-01")), (&more, seed::SAMPLE_AS_OF));
    let mut headings: Vec<&str> = year.changes.iter().map(|change| change.turn.word().zh).collect();
    headings.dedup();
    assert_eq!(headings, ["销号", "进展变化", "纳入口径", "计入分子", "更名", "新增", "删除"]);
}

#[test]
fn a_ledger_compared_with_itself_gives_nothing() {
    for ledger in [seed::sample().unwrap(), seed::public().unwrap()] {
        assert_nothing(&compared(&ledger, &ledger));
    }
}

fn assert_nothing(comparison: &Comparison) {
    assert_eq!(comparison.changes, []);
    for change in &comparison.figures {
        assert_eq!(change.before, change.after);
        assert!(change.bridge.is_none_or(|bridge| bridge == Bridge::default()));
        assert_eq!(change.moves, []);
    }
}

/// The indicator whose figure an enterprise joined or left.
const fn figure_of(turn: &Turn) -> Option<Id<Indicator>> {
    match turn {
        Turn::JoinedDenominator { indicator, .. }
        | Turn::LeftDenominator { indicator, .. }
        | Turn::JoinedNumerator { indicator }
        | Turn::LeftNumerator { indicator } => Some(*indicator),
        _ => None,
    }
}

fn is_of(turn: &Turn, indicator: Id<Indicator>) -> bool {
    figure_of(turn) == Some(indicator)
}

/// A change seen from the other side, without what only the later state tells.
fn mirrored(turn: Turn) -> Turn {
    match turn {
        Turn::Added => Turn::Removed,
        Turn::Removed => Turn::Added,
        Turn::TaskClosed { .. } => Turn::TaskReopened,
        Turn::TaskReopened => Turn::TaskClosed { on: None },
        Turn::TaskMoved { from, to } => Turn::TaskMoved { from: to, to: from },
        Turn::DeadlineMoved { from, to, .. } => {
            Turn::DeadlineMoved { from: to, to: from, has_reason: false, has_approver: false }
        }
        Turn::Renamed { from, to } => Turn::Renamed { from: to, to: from },
        Turn::JoinedDenominator { indicator, reason } => Turn::LeftDenominator { indicator, reason },
        Turn::LeftDenominator { indicator, reason } => Turn::JoinedDenominator { indicator, reason },
        Turn::JoinedNumerator { indicator } => Turn::LeftNumerator { indicator },
        Turn::LeftNumerator { indicator } => Turn::JoinedNumerator { indicator },
        Turn::FieldChanged { field, old, new } => Turn::FieldChanged { field, old: new, new: old },
    }
}

fn assert_mirrored(forth: &Comparison, back: &Comparison) {
    let list = |comparison: &Comparison, times: usize| {
        let mut list: Vec<String> = turns(comparison)
            .into_iter()
            .map(|(record, turn)| format!("{record:?} {:?}", (0..times).fold(turn, |turn, _| mirrored(turn))))
            .collect();
        list.sort_unstable();
        list
    };
    // Mirrored twice, a change is the same but for what only the later state tells.
    assert_eq!(list(forth, 1), list(back, 2));
    let swapped = |change: &report::FigureChange| {
        let bridge = change.bridge.map(|bridge| {
            let there = counts(bridge);
            Counts {
                joined_den: there.left_den,
                left_den: there.joined_den,
                joined_num: there.left_num,
                left_num: there.joined_num,
            }
        });
        (change.indicator, (change.after.clone(), change.before.clone(), bridge))
    };
    let swapped: BTreeMap<_, _> = forth.figures.iter().map(swapped).collect();
    let back = back.figures.iter().map(|f| (f.indicator, (f.before.clone(), f.after.clone(), f.bridge.map(counts))));
    assert_eq!(swapped, back.collect());
}

/// A ledger with wishes granted, and what more wishes make of it.
fn grown(mut ledger: Ledger, first: &[Wish], more: &[Wish]) -> (Ledger, Ledger) {
    let mut before = None;
    for (at, wish) in first.iter().chain(more).enumerate() {
        if at == first.len() {
            before = Some(ledger.clone());
        }
        let change = wish.change(&ledger, at);
        let _refused_is_fine = ledger.apply(&change, &origin(noon(date("2024-01-01"))));
    }
    (before.unwrap_or_else(|| ledger.clone()), ledger)
}

fn day(n: i64) -> Date {
    date("2024-01-01").checked_add(jiff::Span::new().days(n)).unwrap()
}

fn assert_bridges(before: View<'_>, after: View<'_>) {
    let comparison = compare(before, after);
    for change in &comparison.figures {
        assert_eq!(change.before, figure(before, change.indicator, &Scope::default()));
        assert_eq!(change.after, figure(after, change.indicator, &Scope::default()));
        let told: Vec<_> =
            comparison.changes.iter().map(|change| &change.turn).filter(|turn| is_of(turn, change.indicator)).collect();
        let Some(bridge) = change.bridge else {
            assert!(told.is_empty());
            continue;
        };
        let households = [
            Measure::Stage,
            Measure::Action,
            Measure::BoardsEstablished,
            Measure::OutsideMajority,
            Measure::BoardsFull,
        ];
        let measure =
            [before, after].into_iter().find_map(|view| view.ledger.indicators.get(change.indicator)?.measure);
        if !households.contains(&measure.unwrap()) {
            assert!(told.is_empty(), "tasks, people and amounts are not told as changes of enterprises");
            continue;
        }
        let bridge = counts(bridge);
        let (was, is) = (change.before.due, change.after.due);
        assert_eq!(was.num + bridge.joined_num - bridge.left_num, is.num);
        assert_eq!(was.den + bridge.joined_den - bridge.left_den, is.den);
        let of = |keep: fn(&Turn) -> bool| told.iter().filter(|turn| keep(turn)).count() as i64;
        let counted = Counts {
            joined_den: of(|turn| matches!(turn, Turn::JoinedDenominator { .. })),
            left_den: of(|turn| matches!(turn, Turn::LeftDenominator { .. })),
            joined_num: of(|turn| matches!(turn, Turn::JoinedNumerator { .. })),
            left_num: of(|turn| matches!(turn, Turn::LeftNumerator { .. })),
        };
        assert_eq!(bridge, counted, "each number of a bridge leads to its enterprises");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_and_joined_less_left_is_what_is(
        first in wishes(60), more in wishes(60), from in 0i64..500, to in 0i64..500,
    ) {
        for start in [blank(), seed::sample().unwrap()] {
            let (before, after) = grown(start, &first, &more);
            look(&before, day(from), |before| look(&after, day(to), |after| assert_bridges(before, after)));
        }
    }

    #[test]
    fn comparing_backwards_mirrors(first in wishes(50), more in wishes(50), from in 0i64..500, to in 0i64..500) {
        for start in [blank(), seed::sample().unwrap()] {
            let (before, after) = grown(start, &first, &more);
            let (before, after) = ((&before, day(from)), (&after, day(to)));
            assert_mirrored(&between(before, after), &between(after, before));
        }
    }

    #[test]
    fn every_field_that_differs_is_told_once_and_nothing_else_is(first in wishes(50), more in wishes(50)) {
        let (before, after) = grown(blank(), &first, &more);
        let (was, is): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (visible(&before).into_iter().collect(), visible(&after).into_iter().collect());
        let mut expected = Vec::new();
        for (record, values) in &is {
            match was.get(record) {
                None => expected.push((*record, "added")),
                Some(old) => expected.extend((0..values.len()).filter(|at| old[*at] != values[*at])
                    .map(|at| (*record, record.kind.fields()[at].key))),
            }
        }
        expected.extend(was.keys().filter(|record| !is.contains_key(record)).map(|record| (*record, "removed")));
        let mut told: Vec<(RecordRef, &str)> = turns(&compared(&before, &after))
            .into_iter()
            .filter_map(|(record, turn)| Some((record, match turn {
                Turn::Added => "added",
                Turn::Removed => "removed",
                Turn::DeadlineMoved { .. } => "deadline",
                Turn::Renamed { .. } if record.kind == Kind::Task => "title",
                Turn::Renamed { .. } => "name",
                Turn::FieldChanged { field, .. } => field.meta().key,
                _ => return None,
            })))
            .collect();
        expected.sort_unstable();
        told.sort_unstable();
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn any_ledger_compared_with_itself_gives_nothing(list in wishes(60), at in 0i64..500) {
        let (ledger, _) = grown(blank(), &list, &[]);
        assert_nothing(&between((&ledger, day(at)), (&ledger, day(at))));
    }
}
