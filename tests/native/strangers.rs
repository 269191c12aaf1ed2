//! Ledgers that began elsewhere: matched without guessing, asked about where not sure, and merged
//! like any copy, once or many times, in any order.

use interchange::json;
use ledger::{
    domain::{
        ActorId, Change, CreditCode, Decimal, Field, FieldType, Kind, Lang, Ledger, LedgerBuilder, LoadedRow, Origin,
        RawId, RecordRef, Value, builtins::institution, choice::Label, natural_key::composite_fields, records::*,
    },
    merge::{self, Matching, Pair, Reason},
};
use proptest::prelude::*;

use support::{Maker, bytes, conflicts, date, made_apart, noon, visible};

const MY_ID: RawId = RawId(0xabc0_0000_0000_0001);
const THEIR_ID: RawId = RawId(0xabc0_0000_0000_0002);
const THIRD_ID: RawId = RawId(0xabc0_0000_0000_0003);
/// The actors that made my ledger, theirs, and a third one.
const ME: u64 = 11;
const THEM: u64 = 12;
const THIRD: u64 = 13;

fn by(actor: u64) -> Origin {
    // Another session than the one that made the ledger.
    let actor = ActorId(actor + 100);
    Origin { actor, by: String::new(), at: noon(date("2025-01-01")), label: Label::Edit, note: String::new() }
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn code(n: u32) -> Value {
    Value::Code(CreditCode::with_check_character(&format!("91000000MB{n:07}")))
}

fn of(actor: u64, kind: Kind, id: RawId) -> RecordRef {
    RecordRef::new(kind, RawId(id.0 + (actor << 32)))
}

fn set(ledger: &mut Ledger, actor: u64, record: RecordRef, field: Field, value: Value) {
    ledger.apply(&Change::Set { record, field, value }, &by(actor)).unwrap();
}

fn yes(_: &Pair) -> bool {
    true
}

fn no(_: &Pair) -> bool {
    false
}

fn merged(mine: &Ledger, theirs: &Ledger, accepted: &dyn Fn(&Pair) -> bool) -> Ledger {
    let matching = merge::match_up(mine, theirs);
    merge::join(mine.clone(), &merge::adopt(mine, theirs, &matching, accepted)).0
}

/// Both ledgers as two people make them from what a maker holds.
fn both(maker: &Maker) -> (Ledger, Ledger) {
    (made_apart(&maker.ledger, MY_ID, ME), made_apart(&maker.ledger, THEIR_ID, THEM))
}

fn enterprise(maker: &mut Maker, name: &str, code: Value) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, text(name)), (Enterprise::code, code)])
}

fn task(maker: &mut Maker, number: &str, title: &str) -> RawId {
    maker.make(Kind::Task, &[(Task::number, text(number)), (Task::title, text(title))])
}

fn reasons(matching: &Matching) -> Vec<Reason> {
    matching.doubtful.iter().map(|pair| pair.reason).collect()
}

/// The sample, with a code of its own for every enterprise.
fn coded_sample() -> Ledger {
    let sample = seed::sample().unwrap();
    let ids: Vec<RawId> = sample.enterprises.iter().map(|(id, _)| id.raw()).collect();
    let mut loader = LedgerBuilder::resume(sample);
    for (n, id) in ids.into_iter().enumerate() {
        let values = vec![(Enterprise::code.index, code(n as u32))];
        loader.replace(RecordRef::new(Kind::Enterprise, id), LoadedRow { values, ..LoadedRow::default() }).unwrap();
    }
    loader.finish()
}

#[test]
fn two_ledgers_made_from_one_table_merge_without_a_question() {
    let sample = coded_sample();
    let (mine, theirs) = (made_apart(&sample, MY_ID, ME), made_apart(&sample, THEIR_ID, THEM));
    for (mine, theirs) in [(&mine, &theirs), (&theirs, &mine)] {
        let matching = merge::match_up(mine, theirs);
        assert_eq!((matching.doubtful.as_slice(), &matching.new), ([].as_slice(), &Default::default()));
        let adopted = merge::adopt(mine, theirs, &matching, &no);
        assert_eq!(adopted.id(), mine.id());
        assert_eq!(visible(&adopted).len(), visible(mine).len());
        let (merged, report) = merge::join(mine.clone(), &adopted);
        assert!(report.is_nothing() && conflicts(&merged).is_empty(), "{report:?}");
        assert_eq!(visible(&merged), visible(mine));
    }
}

#[test]
fn enterprises_without_a_code_of_their_own_are_asked_about() {
    let sample = seed::sample().unwrap();
    let (mine, theirs) = (made_apart(&sample, MY_ID, ME), made_apart(&sample, THEIR_ID, THEM));
    let matching = merge::match_up(&mine, &theirs);
    let count = |reason| matching.doubtful.iter().filter(|pair| pair.reason == reason).count();
    assert_eq!((count(Reason::NameOnly), count(Reason::SharedCode), matching.doubtful.len()), (6, 2, 8));
    assert!(matching.new[&Kind::Adoption] > 0 && !matching.new.contains_key(&Kind::Enterprise), "their parts wait");
    let settled = matching.settle(&mine, &theirs, &yes);
    assert!(settled.doubtful.is_empty() && settled.new.is_empty(), "{:?}", settled.new);
    let (merged, report) = merge::join(mine.clone(), &merge::adopt(&mine, &theirs, &matching, &yes));
    assert!(report.is_nothing(), "{report:?}");
    let again = merge::match_up(&merged, &theirs);
    assert!(again.doubtful.is_empty(), "what was accepted is not asked again");
}

#[test]
fn a_field_filled_differently_is_one_conflict_and_one_filled_only_there_comes_in() {
    let mut maker = Maker::new();
    let id = enterprise(&mut maker, "示例甲", code(1));
    let (mut mine, mut theirs) = both(&maker);
    let (here, there) = (of(ME, Kind::Enterprise, id), of(THEM, Kind::Enterprise, id));
    set(&mut mine, ME, here, Enterprise::industry, text("电力"));
    set(&mut theirs, THEM, there, Enterprise::industry, text("热力"));
    set(&mut theirs, THEM, there, Enterprise::source, text("年报"));
    let once = merged(&mine, &theirs, &no);
    assert_eq!(conflicts(&once), [(here, Enterprise::industry.index)]);
    assert_eq!(once.value(here, Enterprise::source), text("年报"));
    assert_eq!(once.enterprises.live_count(), 1);
    assert_eq!(bytes(&merged(&once, &theirs, &no)), bytes(&once), "once more changes nothing");
    let mut chosen = once;
    set(&mut chosen, ME, here, Enterprise::industry, text("热力"));
    assert!(conflicts(&merged(&chosen, &theirs, &no)).is_empty(), "a choice is not asked for again");
}

#[test]
fn a_refused_pair_stays_two_records_and_an_accepted_one_becomes_one() {
    let mut maker = Maker::new();
    let named = enterprise(&mut maker, "示例甲", Value::Empty);
    maker.make(Kind::Board, &[(Board::enterprise, Value::Ref(named)), (Board::note, text("董事会"))]);
    let (mine, theirs) = both(&maker);
    let matching = merge::match_up(&mine, &theirs);
    assert_eq!(reasons(&matching), [Reason::NameOnly]);
    assert_eq!(matching.new.into_iter().collect::<Vec<_>>(), [(Kind::Board, 1)]);
    for (answer, count) in [(no as fn(&Pair) -> bool, 2), (yes, 1)] {
        let once = merged(&mine, &theirs, &answer);
        assert_eq!((once.enterprises.live_count(), once.boards.live_count()), (count, count));
        assert!(conflicts(&once).is_empty());
        assert!(merge::match_up(&once, &theirs).doubtful.is_empty(), "nobody is asked twice");
        assert_eq!(bytes(&merged(&once, &theirs, &no)), bytes(&once), "once more changes nothing");
    }
}

#[test]
fn one_name_with_different_codes_is_doubtful_and_says_so() {
    let mut maker = Maker::new();
    let id = enterprise(&mut maker, "示例甲", code(1));
    let (mine, mut theirs) = both(&maker);
    set(&mut theirs, THEM, of(THEM, Kind::Enterprise, id), Enterprise::code, code(2));
    let matching = merge::match_up(&mine, &theirs);
    let [pair] = matching.doubtful.as_slice() else { panic!("{matching:?}") };
    assert_eq!((pair.theirs, pair.mine), (of(THEM, Kind::Enterprise, id), of(ME, Kind::Enterprise, id)));
    assert_eq!(pair.reason.sentence(Lang::Zh), "名称相同但信用代码不同");
    let once = merged(&mine, &theirs, &yes);
    assert_eq!(conflicts(&once), [(pair.mine, Enterprise::code.index)]);
    assert!(merge::match_up(&once, &theirs).doubtful.is_empty(), "both codes stand, so it is sure now");
}

#[test]
fn a_former_name_is_asked_about_unless_the_codes_contradict() {
    let mut maker = Maker::new();
    let id = enterprise(&mut maker, "示例甲", code(1));
    let (mut mine, mut theirs) = both(&maker);
    let (here, there) = (of(ME, Kind::Enterprise, id), of(THEM, Kind::Enterprise, id));
    set(&mut mine, ME, here, Enterprise::name, text("示例新甲"));
    set(&mut mine, ME, here, Enterprise::former_names, text("示例老甲、示例甲"));
    assert!(merge::match_up(&mine, &theirs).doubtful.is_empty(), "the code says enough");
    set(&mut theirs, THEM, there, Enterprise::code, Value::Code(CreditCode::new("9.1E+17")));
    assert_eq!(reasons(&merge::match_up(&mine, &theirs)), [Reason::FormerName]);
    set(&mut theirs, THEM, there, Enterprise::code, code(2));
    assert_eq!(merge::match_up(&mine, &theirs).new[&Kind::Enterprise], 1);
}

#[test]
fn tasks_are_sure_by_number_and_title_alone() {
    let mut maker = Maker::new();
    let owners = [enterprise(&mut maker, "示例甲", code(1)), enterprise(&mut maker, "示例乙", code(2))];
    let ids = [("1-1", "建章"), ("1-2", "立制"), ("1-3", "督办")].map(|(n, title)| task(&mut maker, n, title));
    for id in ids {
        maker.set(RecordRef::new(Kind::Task, id), Task::enterprise, Value::Ref(owners[0]));
    }
    let (mine, mut theirs) = both(&maker);
    assert!(merge::match_up(&mine, &theirs).doubtful.is_empty());
    let [first, second, third] = ids.map(|id| of(THEM, Kind::Task, id));
    set(&mut theirs, THEM, first, Task::title, text("建章立制"));
    set(&mut theirs, THEM, second, Task::number, Value::Empty);
    set(&mut theirs, THEM, third, Task::enterprise, Value::Ref(of(THEM, Kind::Enterprise, owners[1]).id));
    let matching = merge::match_up(&mine, &theirs);
    assert_eq!(reasons(&matching), [Reason::OtherTitle, Reason::OtherOwner, Reason::TitleOnly]);
    let once = merged(&mine, &theirs, &|pair| pair.reason != Reason::OtherOwner);
    assert_eq!(once.tasks.live_count(), 4);
    let open = [(ids[0], Task::title), (ids[1], Task::number)];
    assert_eq!(
        conflicts(&once),
        open.map(|(id, field)| (of(ME, Kind::Task, id), field.index)),
        "cleared is no less said"
    );
    set(&mut theirs, THEM, first, Task::number, text("9-9"));
    set(&mut theirs, THEM, second, Task::number, text("9-8"));
    assert_eq!(merge::match_up(&mine, &theirs).new[&Kind::Task], 2, "two numbers are two tasks");
}

#[test]
fn a_number_that_stands_several_times_is_told_apart_by_title_and_owner() {
    let mut maker = Maker::new();
    let owners = [enterprise(&mut maker, "示例甲", code(1)), enterprise(&mut maker, "示例乙", code(2))];
    for owner in owners {
        let id = task(&mut maker, "1-1", "制定方案");
        maker.set(RecordRef::new(Kind::Task, id), Task::enterprise, Value::Ref(owner));
    }
    let (mine, theirs) = both(&maker);
    let matching = merge::match_up(&mine, &theirs);
    assert!(matching.doubtful.is_empty() && matching.new.is_empty(), "{matching:?}");
    assert_eq!(visible(&merged(&mine, &theirs, &no)), visible(&mine));
}

#[test]
fn references_follow_in_values_in_conflicts_and_through_new_records() {
    let mut maker = Maker::new();
    let ids = [1, 2, 3].map(|n| enterprise(&mut maker, &format!("示例{n}"), code(n)));
    let (mine, mut theirs) = both(&maker);
    let [child, one, two] = ids.map(|id| of(THEM, Kind::Enterprise, id));
    let mut copy = theirs.clone();
    set(&mut theirs, THEM, child, Enterprise::parent, Value::Ref(one.id));
    set(&mut copy, THIRD, child, Enterprise::parent, Value::Ref(two.id));
    theirs = merge::join(theirs, &copy).0;
    assert_eq!(conflicts(&theirs), [(child, Enterprise::parent.index)]);
    let new = RecordRef::new(Kind::Board, RawId(0x9999_0000_0000));
    let values = vec![(Board::enterprise, Value::Ref(two.id))];
    theirs.apply(&Change::Create { record: new, values }, &by(THEM)).unwrap();
    let once = merged(&mine, &theirs, &no);
    let here = of(ME, Kind::Enterprise, ids[0]);
    assert_eq!(conflicts(&once), [(here, Enterprise::parent.index)]);
    let at = once.enterprises.live_position(ledger::domain::Id::new(here.id)).unwrap();
    let table = once.of(Kind::Enterprise);
    let shown = table.value(at, Enterprise::parent.index);
    let all: Vec<Value> =
        table.meta(at).unwrap().stamps.siblings(Enterprise::parent.index, shown).into_iter().map(|s| s.0).collect();
    assert_eq!(all, [ids[1], ids[2]].map(|id| Value::Ref(of(ME, Kind::Enterprise, id).id)));
    assert_eq!(once.value(new, Board::enterprise), all[1], "a new record keeps its identity and points at mine");
    assert!(once.history().iter().all(|step| mine.history().contains(step)), "their history stays behind");
    assert!(once.clock().covers(theirs.clock()));
}

#[test]
fn the_second_of_two_records_for_one_of_mine_keeps_its_own_identity() {
    let mut maker = Maker::new();
    let id = enterprise(&mut maker, "示例甲", code(1));
    maker.make(Kind::Board, &[(Board::enterprise, Value::Ref(id)), (Board::note, text("一"))]);
    let mine = made_apart(&maker.ledger, MY_ID, ME);
    let twin = maker.make(Kind::Board, &[(Board::enterprise, Value::Ref(id)), (Board::note, text("二"))]);
    let theirs = made_apart(&maker.ledger, THEIR_ID, THEM);
    let once = merged(&mine, &theirs, &no);
    assert_eq!(once.boards.live_count(), 2);
    assert_eq!(once.value(of(THEM, Kind::Board, twin), Board::note), text("二"));
    assert_eq!(bytes(&merged(&once, &theirs, &no)), bytes(&once), "once more changes nothing");
}

#[test]
fn entries_of_one_day_that_nothing_tells_apart_are_paired_only_where_they_are_equal() {
    let mut maker = Maker::new();
    let id = task(&mut maker, "1-1", "建章");
    let entry = |maker: &mut Maker, words: &str| {
        let day = Value::Date(date("2024-05-01"));
        maker.make(
            Kind::Progress,
            &[(Progress::task, Value::Ref(id)), (Progress::date, day), (Progress::text, text(words))],
        )
    };
    entry(&mut maker, "上午");
    entry(&mut maker, "下午");
    let mine = made_apart(&maker.ledger, MY_ID, ME);
    entry(&mut maker, "晚上");
    let theirs = made_apart(&maker.ledger, THEIR_ID, THEM);
    let once = merged(&mine, &theirs, &no);
    assert_eq!((once.progress.live_count(), conflicts(&once).len()), (3, 0));
}

#[test]
fn the_first_units_of_two_ledgers_are_one_only_by_name_or_with_a_nod() {
    let begun = |id, unit| seed::blank(id, "试验台账", unit).unwrap();
    let own = RecordRef::new(Kind::Unit, RawId(1));
    let (mut mine, mut theirs) = (begun(MY_ID, "甲集团"), begun(THEIR_ID, "乙集团"));
    let record = RecordRef::new(Kind::Task, RawId(0x9999_0000_0000));
    let values = vec![(Task::title, text("督办")), (Task::unit, Value::Ref(own.id))];
    theirs.apply(&Change::Create { record, values }, &by(THEM)).unwrap();
    assert_eq!(reasons(&merge::match_up(&mine, &theirs)), [Reason::OwnUnit]);
    let apart = merged(&mine, &theirs, &no);
    assert_eq!((apart.units.live_count(), apart.value(own, Unit::name)), (2, text("甲集团")));
    let Value::Ref(unit) = apart.value(record, Task::unit) else { panic!("the task has a unit") };
    assert_eq!(apart.value(RecordRef::new(Kind::Unit, unit), Unit::name), text("乙集团"));
    assert_eq!(bytes(&merged(&apart, &theirs, &yes)), bytes(&apart), "and so it stays");
    let one = merged(&mine, &theirs, &yes);
    assert_eq!((one.units.live_count(), conflicts(&one)), (1, vec![(own, Unit::name.index)]));
    let known = RecordRef::new(Kind::Unit, RawId(0x9999_0000_0001));
    mine.apply(&Change::Create { record: known, values: vec![(Unit::name, text("乙集团"))] }, &by(ME)).unwrap();
    let matching = merge::match_up(&mine, &theirs);
    assert_eq!((matching.sure[&own], matching.doubtful.len()), (known.id, 0));
}

#[test]
fn values_without_a_mark_do_not_give_way_unseen() {
    let profile = RecordRef::new(Kind::Profile, RawId(1));
    let begun = |id, title| seed::blank(id, title, "试验国资委").unwrap();
    let (mine, theirs) = (begun(MY_ID, "甲台账"), begun(THEIR_ID, "乙台账"));
    let (plain, _) = merge::join(mine.clone(), &theirs);
    assert_eq!(conflicts(&plain), [(profile, Profile::title.index)], "nobody knew of the other's value");
    let mut renamed = theirs.clone();
    set(&mut renamed, THEM, profile, Profile::title, text("丙台账"));
    for theirs in [&theirs, &renamed] {
        let mut once = merged(&mine, theirs, &no);
        assert_eq!(conflicts(&once), [(profile, Profile::title.index)]);
        assert_eq!(bytes(&merged(&once, theirs, &no)), bytes(&once), "once more changes nothing");
        assert_eq!(bytes(&json::read(&bytes(&once)).unwrap().ledger), bytes(&once), "a file holds it all");
        set(&mut once, ME, profile, Profile::title, text("甲台账"));
        assert!(conflicts(&merged(&once, theirs, &no)).is_empty(), "a choice is not asked for again");
    }
    let indicator = RecordRef::new(Kind::Indicator, RawId(1));
    let mut edited = begun(THEIR_ID, "甲台账");
    set(&mut edited, THEM, indicator, Indicator::name, text("完成率"));
    let once = merged(&mine, &edited, &no);
    assert_eq!((once.value(indicator, Indicator::name), conflicts(&once).len()), (text("完成率"), 0));
}

#[test]
fn what_was_deleted_after_a_merge_stays_deleted_and_what_they_deleted_deletes_nothing_of_mine() {
    let mut maker = Maker::new();
    let id = enterprise(&mut maker, "示例甲", code(1));
    let (mine, mut theirs) = both(&maker);
    let (here, there) = (of(ME, Kind::Enterprise, id), of(THEM, Kind::Enterprise, id));
    let mut once = merged(&mine, &theirs, &no);
    once.apply(&Change::Delete { record: here }, &by(ME)).unwrap();
    assert_eq!(merged(&once, &theirs, &no).enterprises.live_count(), 0);
    theirs.apply(&Change::Delete { record: there }, &by(THEM)).unwrap();
    let kept = merged(&mine, &theirs, &no);
    assert!(kept.is_live(here) && kept.enterprises.live_count() == 1);
}

/// A ledger with a bit of everything that has parts.
fn small() -> Ledger {
    let mut maker = Maker::new();
    for n in 1..4 {
        let owner = Value::Ref(enterprise(&mut maker, &format!("示例{n}"), code(n)));
        let own = Value::Ref(institution::EXIT.raw());
        maker.make(Kind::Adoption, &[(Adoption::enterprise, owner.clone()), (Adoption::institution, own)]);
        maker.make(Kind::Board, &[(Board::enterprise, owner.clone())]);
        let person = text(&format!("赵{n}"));
        let contract =
            Value::Ref(maker.make(Kind::Contract, &[(Contract::enterprise, owner), (Contract::person, person)]));
        let year = Value::Number(Decimal::whole(2023));
        maker.make(Kind::Assessment, &[(Assessment::contract, contract), (Assessment::year, year)]);
        let task = Value::Ref(task(&mut maker, &format!("1-{n}"), &format!("任务{n}")));
        maker.make(Kind::Milestone, &[(Milestone::task, task.clone()), (Milestone::title, text("节点"))]);
        let day = Value::Date(date("2024-05-01"));
        maker.make(Kind::Progress, &[(Progress::task, task), (Progress::date, day)]);
    }
    maker.ledger
}

/// Edits of fields by which nothing is known, in numbers.
fn edits() -> impl Strategy<Value = Vec<(u8, u8, u8, u8)>> {
    prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..25)
}

const EDITED: [Kind; 8] = [
    Kind::Enterprise,
    Kind::Adoption,
    Kind::Board,
    Kind::Contract,
    Kind::Assessment,
    Kind::Task,
    Kind::Milestone,
    Kind::Progress,
];

fn edited(mut ledger: Ledger, actor: u64, edits: &[(u8, u8, u8, u8)]) -> Ledger {
    for (kind, row, field, value) in edits {
        let kind = EDITED[usize::from(*kind) % EDITED.len()];
        let table = ledger.of(kind);
        let record = RecordRef::new(kind, table.id_at(usize::from(*row) % table.len()));
        let telling = ["name", "code", "former_names", "number", "title", "enterprise", "unit"];
        let free: Vec<Field> = (0..kind.fields().len() as u8)
            .map(|index| Field { kind, index })
            .filter(|field| {
                let key = field.meta().key;
                !telling.contains(&key) && !composite_fields(kind).contains(field)
            })
            .collect();
        let field = free[usize::from(*field) % free.len()];
        let value = match field.meta().field_type {
            _ if value.is_multiple_of(5) => Value::Empty,
            FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact => {
                text(&format!("v{}", value % 4))
            }
            FieldType::Number => Value::Number(Decimal::whole(i64::from(value % 4))),
            FieldType::YesNo => Value::YesNo(value % 2 == 0),
            FieldType::Ref(to) => Value::Ref(ledger.of(to).id_at(usize::from(*value) % ledger.of(to).len())),
            _ => Value::Empty,
        };
        let delete = actor != ME && !matches!(kind, Kind::Enterprise | Kind::Task) && value == Value::Empty;
        let change = if delete { ledger.deletion(record) } else { Change::Set { record, field, value } };
        // A circle of parents or a deleted record is refused.
        let _refused_is_fine = ledger.apply(&change, &by(actor));
    }
    ledger
}

/// Edits of what enterprises and tasks are known by, so that names, codes and numbers get mixed up.
fn mixed_up(mut ledger: Ledger, actor: u64, edits: &[(u8, u8, u8, u8)]) -> Ledger {
    for (_, row, field, value) in edits {
        let n = value % 4;
        let (field, value) = match field % 5 {
            0 => (Enterprise::name, text(&format!("示例{n}"))),
            1 => (Enterprise::code, if n == 0 { Value::Empty } else { code(n.into()) }),
            2 => (Enterprise::former_names, text(&format!("示例{n}"))),
            3 => (Task::number, if n == 0 { Value::Empty } else { text(&format!("1-{n}")) }),
            _ => (Task::title, text(&format!("任务{n}"))),
        };
        let table = ledger.of(field.kind);
        let record = RecordRef::new(field.kind, table.id_at(usize::from(*row) % table.len()));
        set(&mut ledger, actor, record, field, value);
    }
    ledger
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn strangers_merge_once_and_for_all_in_any_order(ours in edits(), first in edits(), second in edits()) {
        let base = small();
        let mine = edited(made_apart(&base, MY_ID, ME), ME, &ours);
        let first = edited(made_apart(&base, THEIR_ID, THEM), THEM, &first);
        let second = edited(made_apart(&base, THIRD_ID, THIRD), THIRD, &second);
        let forth = merged(&merged(&mine, &first, &no), &second, &no);
        let back = merged(&merged(&mine, &second, &no), &first, &no);
        let seen = |ledger: &Ledger| {
            let mut all = visible(ledger);
            all.sort();
            all
        };
        prop_assert_eq!(seen(&forth), seen(&back));
        prop_assert_eq!(conflicts(&forth), conflicts(&back));
        for stranger in [&first, &second] {
            prop_assert_eq!(bytes(&merged(&forth, stranger, &no)), bytes(&forth));
        }
    }

    #[test]
    fn however_names_and_codes_are_mixed_up_a_second_merge_changes_nothing(
        ours in edits(),
        theirs in edits(),
        nods in any::<u64>(),
    ) {
        let base = small();
        let mine = mixed_up(made_apart(&base, MY_ID, ME), ME, &ours[..ours.len() / 4]);
        let theirs = mixed_up(made_apart(&base, THEIR_ID, THEM), THEM, &theirs[..theirs.len() / 4]);
        let accepted = |pair: &Pair| nods >> ((pair.theirs.id.0 ^ pair.mine.id.0) % 64) & 1 == 1;
        let matching = merge::match_up(&mine, &theirs);
        let mut targets: Vec<_> = matching.sure.iter().map(|(theirs, id)| (theirs.kind, *id)).collect();
        targets.sort_unstable();
        targets.dedup();
        prop_assert_eq!(targets.len(), matching.sure.len(), "no two are one");
        let once = merged(&mine, &theirs, &accepted);
        prop_assert_eq!(bytes(&merged(&once, &theirs, &accepted)), bytes(&once));
    }
}
