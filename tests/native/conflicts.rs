//! Conflicts with those who wrote them, who answers for a record, and what an examination of a file
//! says is broken.

use interchange::json::{self, Break, Count, Verification};
use ledger::{
    domain::{
        ActorId, Change, DELETION, Field, Id, Index, Kind, Ledger, Moment, Origin, Part, RawId, RecordRef, StepDigest,
        Value,
        choice::Label,
        records::{
            Adoption, Assessment, Board, Contract, Enterprise, Evidence, Exclusion, Grade, Membership, Milestone,
            Progress, Task, Unit,
        },
    },
    merge::{self, Conflict, Side, Source},
    subset,
};
use sha2::{Digest, Sha256};

use support::{Maker, blank, bytes, conflicts, date, noon};

const TASK: RecordRef = RecordRef::new(Kind::Task, RawId(0x9_0001));
const OTHER: RecordRef = RecordRef::new(Kind::Task, RawId(0x9_0002));

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn set(field: Field, value: &str) -> Change {
    Change::Set { record: TASK, field, value: text(value) }
}

fn at(hour: i8) -> Moment {
    date("2025-01-01").at(hour, 0, 0, 0)
}

fn by(who: &str, hour: i8) -> Origin {
    let actor = ActorId(1 << 40 | who.bytes().fold(7_u64, |sum, byte| sum * 31 + u64::from(byte)));
    Origin { actor, by: who.into(), at: at(hour), label: Label::Edit, note: String::new() }
}

fn did(ledger: &Ledger, change: &Change, who: &str, hour: i8) -> Ledger {
    let mut after = ledger.clone();
    after.apply(change, &by(who, hour)).unwrap();
    after
}

fn base() -> Ledger {
    let mut ledger = blank();
    for record in [TASK, OTHER] {
        let values = vec![(Task::title, text("健全制度")), (Task::responsible_person, text("王明"))];
        ledger.apply(&Change::Create { record, values }, &by("首", 1)).unwrap();
    }
    ledger
}

fn side(value: Value, by: &str, hour: i8, sources: &[Source]) -> Side {
    Side { value, by: by.into(), at: Some(at(hour)), sources: sources.to_vec() }
}

/// What ending a conflict with each of its sides leaves.
fn assert_each_choice_ends(ledger: &Ledger, conflict: &Conflict) {
    for n in 0..conflict.sides.len() {
        let mut chosen = ledger.clone();
        chosen.apply(&conflict.choice(&chosen, &conflict.sides[n].value), &by("定", 20)).unwrap();
        assert!(!merge::conflicts(&chosen, &[]).iter().any(|open| open.index == conflict.index), "side {n}");
        let value = match conflict.index {
            DELETION => Value::YesNo(!chosen.is_live(conflict.record)),
            index => chosen.value(conflict.record, Field { kind: conflict.record.kind, index }),
        };
        assert_eq!(value, conflict.sides[n].value);
    }
}

#[test]
fn a_conflict_names_who_wrote_which_value_when_and_where_it_stands() {
    let base = base();
    let mine = did(&did(&base, &set(Task::note, "先写"), "甲", 2), &set(Task::note, "一"), "甲", 3);
    let one = did(&base, &set(Task::note, "二"), "乙", 4);
    let two = did(&did(&base, &set(Task::criteria, "验收"), "丙", 5), &set(Task::note, "三"), "丙", 6);
    let merged = merge::join(merge::join(mine.clone(), &one).0, &two).0;
    let sources = [(Source::Mine, &mine), (Source::File(0), &one), (Source::File(1), &two)];
    let found = merge::conflicts(&merged, &sources);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((conflict.record, conflict.index), (TASK, Task::note.index));
    let mut sides = conflict.sides.clone();
    sides.sort_by_key(|side| side.at);
    assert_eq!(
        sides,
        [
            side(text("一"), "甲", 3, &[Source::Mine]),
            side(text("二"), "乙", 4, &[Source::File(0)]),
            side(text("三"), "丙", 6, &[Source::File(1)]),
        ]
    );
    assert_eq!(conflict.sides[0].value, merged.value(TASK, Task::note), "the one that is shown comes first");
    assert_each_choice_ends(&merged, conflict);
}

#[test]
fn the_value_from_the_beginning_is_named_with_its_maker() {
    let maker = did(&blank(), &Change::Create { record: TASK, values: vec![(Task::note, text("原"))] }, "首", 1);
    let other = did(&blank(), &Change::Create { record: TASK, values: vec![(Task::note, text("另"))] }, "次", 2);
    let merged = merge::join(maker.clone(), &other).0;
    let found = merge::conflicts(&merged, &[(Source::Mine, &maker), (Source::File(0), &other)]);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert!(conflict.sides.contains(&side(text("原"), "首", 1, &[Source::Mine])));
    assert!(conflict.sides.contains(&side(text("另"), "次", 2, &[Source::File(0)])));
}

#[test]
fn a_deletion_against_an_edit_is_listed_with_both_who_did_them() {
    let base = base();
    let mine = did(&base, &Change::Delete { record: TASK }, "甲", 3);
    let theirs = did(&base, &set(Task::note, "加急"), "乙", 4);
    let merged = merge::join(mine.clone(), &theirs).0;
    let found = merge::conflicts(&merged, &[(Source::Mine, &mine), (Source::File(0), &theirs)]);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((conflict.record, conflict.index), (TASK, DELETION));
    assert_eq!(
        conflict.sides,
        [side(Value::YesNo(false), "乙", 4, &[Source::File(0)]), side(Value::YesNo(true), "甲", 3, &[Source::Mine]),]
    );
    assert_each_choice_ends(&merged, conflict);
}

#[test]
fn a_deletion_against_a_restoration_is_listed_and_can_be_ended_either_way() {
    let deleted = did(&base(), &Change::Delete { record: TASK }, "首", 2);
    let mine = did(&deleted, &Change::Restore { record: TASK }, "甲", 3);
    let mine = did(&mine, &Change::Delete { record: TASK }, "甲", 4);
    let theirs = did(&deleted, &Change::Restore { record: TASK }, "乙", 5);
    let merged = merge::join(mine, &theirs).0;
    let found = merge::conflicts(&merged, &[]);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    let said: Vec<_> = conflict.sides.iter().map(|side| (side.value.clone(), side.by.as_str())).collect();
    assert_eq!(said, [(Value::YesNo(false), "乙"), (Value::YesNo(true), "甲")]);
    assert_each_choice_ends(&merged, conflict);
}

#[test]
fn an_emptied_field_against_an_edited_one_says_who_emptied_it() {
    let base = base();
    let mine = did(&base, &Change::Set { record: TASK, field: Task::title, value: Value::Empty }, "甲", 3);
    let theirs = did(&base, &set(Task::title, "新题"), "乙", 4);
    let merged = merge::join(mine.clone(), &theirs).0;
    let found = merge::conflicts(&merged, &[(Source::Mine, &mine), (Source::File(0), &theirs)]);
    let [conflict] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(conflict.sides[0], side(text("新题"), "乙", 4, &[Source::File(0)]));
    assert_eq!(conflict.sides[1], side(Value::Empty, "甲", 3, &[Source::Mine]));
    assert_each_choice_ends(&merged, conflict);
}

#[test]
fn a_conflict_in_a_deleted_record_waits_until_somebody_brings_the_record_back() {
    let base = base();
    let mine = did(&base, &set(Task::note, "一"), "甲", 3);
    let theirs = did(&base, &set(Task::note, "二"), "乙", 4);
    let merged = did(&merge::join(mine, &theirs).0, &Change::Delete { record: TASK }, "丙", 5);
    assert_eq!(merge::conflicts(&merged, &[]), [], "no choice could end it");
    let restored = did(&merged, &Change::Restore { record: TASK }, "丙", 6);
    let found = merge::conflicts(&restored, &[]);
    let listed: Vec<_> = found.iter().map(|conflict| (conflict.record, conflict.index)).collect();
    assert_eq!(listed, conflicts(&restored));
    assert_eq!(listed, [(TASK, Task::note.index)]);
}

#[test]
fn the_unit_that_answers_for_a_record_is_that_of_what_it_belongs_to() {
    let mut maker = Maker::new();
    let unit = maker.make(Kind::Unit, &[(Unit::name, text("甲集团"))]);
    let other = maker.make(Kind::Unit, &[(Unit::name, text("乙集团"))]);
    let top = maker.make(Kind::Enterprise, &[(Enterprise::unit, Value::Ref(unit))]);
    let e = maker.make(Kind::Enterprise, &[(Enterprise::parent, Value::Ref(top))]);
    let gone = maker.make(Kind::Enterprise, &[(Enterprise::unit, Value::Ref(unit))]);
    let mut all = vec![RecordRef::new(Kind::Unit, unit), RecordRef::new(Kind::Enterprise, e)];
    let mut make = |kind, field, owner| {
        let id = maker.make(kind, &[(field, Value::Ref(owner))]);
        all.push(RecordRef::new(kind, id));
        id
    };
    for (kind, field) in [
        (Kind::Exclusion, Exclusion::enterprise),
        (Kind::Adoption, Adoption::enterprise),
        (Kind::Board, Board::enterprise),
        (Kind::Membership, Membership::enterprise),
        (Kind::Grade, Grade::enterprise),
        (Kind::Adoption, Adoption::enterprise),
    ] {
        make(kind, field, e);
    }
    let contract = make(Kind::Contract, Contract::enterprise, e);
    make(Kind::Assessment, Assessment::contract, contract);
    let task = make(Kind::Task, Task::enterprise, e);
    for (kind, field) in
        [(Kind::Milestone, Milestone::task), (Kind::Progress, Progress::task), (Kind::Evidence, Evidence::task)]
    {
        make(kind, field, task);
    }
    make(Kind::Task, Task::unit, unit);
    make(Kind::Board, Board::enterprise, gone);
    let theirs = maker.make(Kind::Task, &[(Task::unit, Value::Ref(other)), (Task::enterprise, Value::Ref(e))]);
    let record = RecordRef::new(Kind::Enterprise, gone);
    maker.ledger.apply(&Change::Delete { record }, &by("甲", 3)).unwrap();
    all.push(record);
    let index = Index::new(&maker.ledger);
    for record in all {
        assert_eq!(merge::owner(&maker.ledger, &index, record), Some(Id::new(unit)), "{record:?}");
    }
    let of = |record| merge::owner(&maker.ledger, &index, record);
    assert_eq!(of(RecordRef::new(Kind::Task, theirs)), Some(Id::new(other)), "a task's own unit comes first");
    for kind in [
        Kind::Profile,
        Kind::Institution,
        Kind::Programme,
        Kind::GradeScale,
        Kind::Indicator,
        Kind::Target,
        Kind::Quotation,
    ] {
        let table = maker.ledger.of(kind);
        for at in 0..table.len() {
            assert_eq!(of(RecordRef::new(kind, table.id_at(at))), None, "nobody's own: {kind:?}");
        }
    }
    assert_eq!(of(RecordRef::new(Kind::Task, RawId(0xdead))), None);
}

// Files held against what they say.

/// Four steps by four people.
fn worked_on() -> Ledger {
    let one = did(&base(), &set(Task::note, "一"), "甲", 3);
    did(&one, &set(Task::note, "二"), "乙", 4)
}

fn examined(file: &str) -> Verification {
    json::verify(&json::read(file.as_bytes()).unwrap())
}

fn file_of(ledger: &Ledger) -> String {
    String::from_utf8(bytes(ledger)).unwrap()
}

/// Bends a file, and makes its digest true again, as somebody who knows the format would.
fn resealed(file: &str, from: &str, to: &str) -> String {
    assert!(file.contains(from), "{from} is in the file");
    let bent = file.replacen(from, to, 1);
    let line = bent.find("\"sha256\"").unwrap();
    let end = bent[line..].find('\n').unwrap() + line + 1;
    let digest: String = Sha256::digest(&bent[end..]).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}\"sha256\":\"{digest}\",\n{}", &bent[..line], &bent[end..])
}

fn broken(step: usize, by: &str, hour: i8, is_altered: bool) -> Option<Break> {
    Some(Break { step, at: format!("2025-01-01T{hour:02}:00:00"), by: by.into(), is_altered })
}

#[test]
fn a_sound_file_holds_and_says_what_it_carries() {
    let said = examined(&file_of(&worked_on()));
    assert!(said.holds());
    assert_eq!((said.steps, said.continued, said.compactions, said.breaks, said.edited), (4, 0, 0, 0, 0));
    assert_eq!((said.by.as_str(), said.at.as_str(), said.broken), ("试", "2025-03-01T12:00:00", None));
    let tasks = Count { table: "tasks".into(), declared: Some(2), found: 2 };
    assert!(said.counts.contains(&tasks) && said.counts.iter().all(|count| count.found > 0));
}

#[test]
fn a_changed_byte_in_a_name_is_found_whether_or_not_the_digest_was_made_anew() {
    let file = file_of(&worked_on());
    for (bent, holds) in [(file.replacen("王明", "王朋", 1), false), (resealed(&file, "王明", "王朋"), true)] {
        let said = examined(&bent);
        assert_eq!((said.digest_holds, said.edited, said.breaks), (holds, 1, 0));
        assert!(!said.holds());
        assert_eq!(said.steps, 4, "the step that reading adds is not the file's");
    }
}

#[test]
fn a_count_that_lies_is_named_with_its_table() {
    let said = examined(&resealed(&file_of(&worked_on()), "\"tasks\":2", "\"tasks\":3"));
    assert!(said.digest_holds && said.breaks == 0 && !said.holds());
    let lies: Vec<&Count> = said.counts.iter().filter(|count| count.declared != Some(count.found)).collect();
    assert_eq!(lies, [&Count { table: "tasks".into(), declared: Some(3), found: 2 }]);
    let said = examined(&resealed(&file_of(&worked_on()), "\"boards\":0", "\"boards\":1"));
    assert!(!said.holds(), "a table that should have records and has none");
}

#[test]
fn an_altered_step_is_found_with_its_maker() {
    let said =
        examined(&resealed(&file_of(&worked_on()), "\"old\":null,\"new\":\"一\"", "\"old\":null,\"new\":\"壹\""));
    assert_eq!((said.broken, said.breaks), (broken(3, "甲", 3, true), 1));
    assert!(said.digest_holds);
}

#[test]
fn a_step_whose_parents_were_altered_counts_once() {
    let ledger = worked_on();
    let parent = ledger.history()[1].digest.to_string();
    let bent = resealed(
        &file_of(&ledger),
        &format!("\"parents\":[\"{parent}\"]"),
        &format!("\"parents\":[\"{}\"]", "0".repeat(64)),
    );
    let said = examined(&bent);
    assert_eq!((said.broken, said.breaks), (broken(3, "甲", 3, true), 1));
}

#[test]
fn a_removed_step_shows_in_the_one_that_began_from_it() {
    let ledger = worked_on();
    let step = json::write_step(&ledger.history()[2]);
    let said = examined(&resealed(&file_of(&ledger), &format!("{step},\n"), ""));
    assert_eq!(
        (said.broken, said.breaks, said.steps),
        (broken(4, "乙", 4, false).map(|b| Break { step: 3, ..b }), 1, 3)
    );
}

#[test]
fn a_step_altered_and_sealed_anew_shows_in_the_one_that_began_from_it() {
    let ledger = worked_on();
    let mut forged = ledger.history()[2].clone();
    forged.by = "冒名".into();
    forged.digest = forged.true_digest();
    let (old, new) = (json::write_step(&ledger.history()[2]), json::write_step(&forged));
    let said = examined(&resealed(&file_of(&ledger), &old, &new));
    assert_eq!((said.broken, said.breaks), (broken(4, "乙", 4, false), 1));
}

#[test]
fn history_that_a_part_left_out_is_said_and_is_no_break() {
    let ledger = worked_on();
    let is_part = Some(Part { title: "一项任务".into(), masked: false });
    let mut carried = subset::part(&ledger, is_part, true, &|record| record == OTHER);
    let said = examined(&file_of(&carried));
    assert!(said.holds());
    assert_eq!((said.steps, said.continued), (1, 1));
    carried.apply(&Change::Set { record: OTHER, field: Task::note, value: text("续") }, &by("丙", 6)).unwrap();
    let file = file_of(&carried);
    let said = examined(&file);
    assert!(said.holds());
    assert_eq!((said.steps, said.continued), (2, 2));
    // Whoever strikes out what the file says it leaves out is found.
    let none: Vec<StepDigest> = carried.earlier().iter().copied().collect();
    let list: Vec<String> = none.iter().map(|digest| format!("\"{digest}\"")).collect();
    let said = examined(&resealed(&file, &format!("\"earlier\":[{}]", list.join(",")), "\"earlier\":[]"));
    assert_eq!((said.broken, said.breaks), (broken(1, "首", 1, false), 2));
}

#[test]
fn an_edit_by_hand_in_a_file_without_history_goes_on_from_what_was_left_out() {
    let ledger = worked_on();
    let carried = subset::part(&ledger, None, false, &|_| true);
    let opened = json::read(file_of(&carried).replacen("王明", "王朋", 1).as_bytes()).unwrap();
    assert!(opened.has_added_step);
    let last = ledger.history().last().unwrap().digest;
    assert_eq!(opened.ledger.history().last().unwrap().parents, [last]);
}

#[test]
fn a_compacted_history_holds_and_says_that_it_was_compacted() {
    let mut ledger = worked_on();
    let origin = Origin { at: noon(date("2025-02-01")), label: Label::Compact, ..by("丁", 1) };
    ledger.compact(date("2025-01-01"), origin).unwrap();
    ledger.apply(&set(Task::note, "三"), &Origin { at: noon(date("2025-02-02")), ..by("戊", 1) }).unwrap();
    let file = file_of(&ledger);
    let said = examined(&file);
    assert!(said.holds());
    assert_eq!((said.steps, said.continued, said.compactions), (2, 1, 1));
    let noted = &ledger.history()[0].note;
    let said = examined(&resealed(&file, noted, "2025-01-01 1 0"));
    let first = Break { step: 1, at: "2025-02-01T12:00:00".into(), by: "丁".into(), is_altered: true };
    assert_eq!((said.broken, said.breaks), (Some(first), 1));
}

/// A task that was deleted here and edited there lost its milestones and its log for good when it was kept.
#[test]
fn a_record_that_is_kept_keeps_what_was_deleted_with_it_and_nothing_else() {
    let sample = seed::sample().unwrap();
    let parts_of = |ledger: &Ledger, task: RawId| -> Vec<RecordRef> {
        let own = |kind: Kind| {
            let table = ledger.of(kind);
            let field = kind.field("task").unwrap();
            let live = (0..table.len()).filter(move |at| table.is_live(*at));
            let of_task = live.filter(move |at| table.value(*at, field.index) == Value::Ref(task));
            of_task.map(move |at| RecordRef::new(kind, table.id_at(at))).collect::<Vec<_>>()
        };
        [Kind::Milestone, Kind::Progress, Kind::Evidence].into_iter().flat_map(own).collect()
    };
    let tasks: Vec<RawId> = sample.tasks.iter().map(|(id, _)| id.raw()).collect();
    let task = tasks.into_iter().max_by_key(|task| parts_of(&sample, *task).len()).unwrap();
    let record = RecordRef::new(Kind::Task, task);
    let parts = parts_of(&sample, task);
    assert!(parts.len() > 2, "the sample has a task with parts");
    // One part went before, in an act of its own.
    let base = did(&sample, &Change::Delete { record: parts[0] }, "先", 1);
    let mine = did(&base, &base.deletion(record), "甲", 2);
    let theirs = did(&base, &Change::Set { record, field: Task::note, value: Value::Text("加急".into()) }, "乙", 3);
    let merged = merge::join(mine.clone(), &theirs).0;
    let found = merge::conflicts(&merged, &[]);
    let conflict = found.iter().find(|conflict| conflict.record == record).unwrap();
    for (side, kept) in [(0, parts.len() - 1), (1, 0)] {
        let chosen = did(&merged, &conflict.choice(&merged, &conflict.sides[side].value), "定", 4);
        assert_eq!((chosen.is_live(record), parts_of(&chosen, task).len()), (side == 0, kept));
        let spread = merge::join(mine.clone(), &chosen).0;
        assert_eq!(parts_of(&spread, task).len(), kept, "the choice holds where the deletion was made");
    }
}
