//! What goes out when not all of a ledger does, and what comes of it when it comes back.

use std::collections::BTreeSet;

use interchange::json;
use ledger::{
    domain::{
        ActorId, AnyTable, Change, Field, FieldType, Id, Index, Kind, Ledger, LedgerBuilder, LoadedRow, Moment, Origin,
        Part, RawId, RecordRef, Return, Value,
        choice::Label,
        hash_chain,
        records::{
            Adoption, Contract, Director, Dismissal, Enterprise, Evaluation, Evidence, HandScore, PracticeLink,
            Progress, Target, Task, Unit,
        },
    },
    merge,
    subset::{self, Choice, Chosen},
};
use report::{Scope, figure};
use seed::{self, SAMPLE_AS_OF};

use support::{Maker, bytes, conflicts, date, info, look, noon, visible};

/// What every part carries whole.
const CATALOGUE: [Kind; 9] = [
    Kind::Profile,
    Kind::Institution,
    Kind::Programme,
    Kind::GradeScale,
    Kind::Indicator,
    Kind::ClassDirection,
    Kind::Rubric,
    Kind::RubricItem,
    Kind::FlagSetting,
];
/// The fields that hold the names of persons.
const NAMES: [Field; 11] = [
    Contract::person,
    Director::person,
    Task::lead,
    Task::responsible_person,
    Task::deadline_approver,
    Task::filled_by,
    Task::reviewed_by,
    Progress::by,
    HandScore::by,
    Evaluation::by,
    Dismissal::by,
];

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn by(actor: u64, day: &str) -> Origin {
    let at: Moment = noon(date(day));
    Origin {
        actor: ActorId(1 << 20 | actor), by: format!("第{actor}人"), at, label: Label::Edit, note: String::new()
    }
}

fn apply(ledger: &mut Ledger, actor: u64, change: &Change) {
    ledger.apply(change, &by(actor, "2024-12-11")).unwrap();
}

fn set(record: RecordRef, field: Field, value: Value) -> Change {
    Change::Set { record, field, value }
}

fn every_record(ledger: &Ledger) -> Vec<RecordRef> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        all.extend((0..table.len()).map(|at| RecordRef::new(*kind, table.id_at(at))));
    }
    all
}

fn named(ledger: &Ledger, record: RecordRef, field: Field) -> Option<RawId> {
    if let Value::Ref(id) = ledger.value(record, field) { Some(id) } else { None }
}

/// The enterprises that a record belongs to, from its own up to the top of the group.
fn chain_of(ledger: &Ledger, record: RecordRef) -> Vec<RawId> {
    let own = match record.kind {
        Kind::Enterprise => Some(record.id),
        Kind::Task => named(ledger, record, Task::enterprise),
        kind => [Kind::Enterprise, Kind::Task, Kind::Contract].into_iter().find_map(|owner| {
            let id = named(ledger, record, kind.owning_field(owner)?)?;
            chain_of(ledger, RecordRef::new(owner, id)).first().copied()
        }),
    };
    let up = |id: &RawId| named(ledger, RecordRef::new(Kind::Enterprise, *id), Enterprise::parent);
    std::iter::successors(own, up).collect()
}

/// The sample with work of several people in its three groups, and targets for two of them.
fn worked_on() -> Ledger {
    let mut ledger = seed::sample().unwrap();
    let groups = groups();
    for (n, whose) in [None, Some(groups[0]), Some(groups[1])].into_iter().enumerate() {
        let record = RecordRef::new(Kind::Target, RawId(0x7000_0000 + n as u64));
        let indicator = ledger.indicators.typed_id(0).raw();
        let mut values =
            vec![(Target::indicator, Value::Ref(indicator)), (Target::value, Value::Number("70".parse().unwrap()))];
        values.extend(whose.map(|group| (Target::group, Value::Ref(group.raw()))));
        apply(&mut ledger, 1, &Change::Create { record, values });
    }
    for n in 0..30_usize {
        let task = RecordRef::new(Kind::Task, ledger.tasks.typed_id(n).raw());
        let one = set(task, Task::note, text(&format!("记{n}")));
        let enterprise = RecordRef::new(Kind::Enterprise, ledger.enterprises.typed_id(n * 6).raw());
        let other = set(enterprise, Enterprise::source, text(&format!("源{n}")));
        let change = match n % 3 {
            0 => one,
            1 => other,
            _ => Change::Batch(vec![one, other]),
        };
        apply(&mut ledger, 2 + n as u64 % 4, &change);
    }
    ledger
}

fn groups() -> [Id<Enterprise>; 3] {
    [0, 1, 2].map(|n| Id::new(RawId(0x1_0000 + n)))
}

fn going_out(ledger: &Ledger, choice: &Choice, with_history: bool) -> (Ledger, Chosen) {
    let chosen = subset::chosen(ledger, &Index::new(ledger), choice);
    let title = Some(Part { title: "一部分".into(), masked: false });
    (subset::part(ledger, title, with_history, &|record| chosen.records.contains(&record)), chosen)
}

fn whole_chain(ledger: &Ledger) -> bool {
    hash_chain::audit(ledger.history(), ledger.earlier()).is_whole()
}

#[test]
fn a_groups_part_holds_its_subtree_the_enterprises_above_and_no_other_groups_records() {
    let ledger = worked_on();
    let tier_two = Id::new(RawId(0x1_0000 + 5));
    for group in groups().into_iter().chain([tier_two]) {
        let (carried, chosen) = going_out(&ledger, &Choice::Group(group), true);
        let above: Vec<RawId> = chain_of(&ledger, RecordRef::new(Kind::Enterprise, group.raw()))[1..].to_vec();
        assert_eq!(chosen.above.iter().map(|id| id.raw()).collect::<Vec<_>>(), above);
        let is_within = |record: RecordRef| chain_of(&ledger, record).contains(&group.raw());
        let has = |kind: Kind, id: RawId| carried.of(kind).position(id).is_some();
        for record in every_record(&ledger) {
            let belongs = match record.kind {
                kind if CATALOGUE.contains(&kind) => true,
                Kind::Enterprise => is_within(record) || above.contains(&record.id),
                Kind::Target => named(&ledger, record, Target::group)
                    .is_none_or(|id| is_within(RecordRef::new(Kind::Enterprise, id)) || above.contains(&id)),
                Kind::Unit => {
                    let its = |(_, row): (Id<Enterprise>, &Enterprise)| row.unit.map(Id::raw) == Some(record.id);
                    let tasks = |(_, row): (Id<Task>, &Task)| row.unit.map(Id::raw) == Some(record.id);
                    let profile = ledger.profile.iter().any(|(_, row)| row.unit.map(Id::raw) == Some(record.id));
                    profile || carried.enterprises.iter().any(its) || carried.tasks.iter().any(tasks)
                }
                // A link goes along only where both of its ends do.
                Kind::PracticeLink => [(PracticeLink::practice, Kind::Practice), (PracticeLink::task, Kind::Task)]
                    .into_iter()
                    .filter_map(|(field, kind)| Some(RecordRef::new(kind, named(&ledger, record, field)?)))
                    .all(is_within),
                _ => is_within(record),
            };
            assert_eq!(has(record.kind, record.id), belongs, "{record:?} in the part of {group:?}");
        }
    }
}

#[test]
fn the_figures_of_a_group_are_the_same_in_its_part_as_in_the_whole() {
    let ledger = worked_on();
    for group in groups() {
        let (carried, _) = going_out(&ledger, &Choice::Group(group), false);
        let scope = Scope { group: Some(group), ..Scope::default() };
        for (indicator, row) in ledger.indicators.iter() {
            let in_whole = look(&ledger, SAMPLE_AS_OF, |view| figure(view, indicator, &scope));
            let in_part = look(&carried, SAMPLE_AS_OF, |view| figure(view, indicator, &scope));
            assert_eq!(in_part, in_whole, "{} of {group:?}", row.code);
        }
    }
}

#[test]
fn a_units_part_holds_what_the_unit_answers_for_and_gives_its_figures() {
    let mut ledger = worked_on();
    let (unit, other) = (Id::<Unit>::new(RawId(2)), RawId(3));
    // A task that another unit answers for, though it names an enterprise of this one.
    let foreign = RecordRef::new(Kind::Task, RawId(0x7100_0000));
    let values = vec![(Task::unit, Value::Ref(other)), (Task::enterprise, Value::Ref(groups()[0].raw()))];
    apply(&mut ledger, 1, &Change::Create { record: foreign, values });
    let (carried, chosen) = going_out(&ledger, &Choice::Unit(unit), true);
    let index = Index::new(&ledger);
    for record in every_record(&ledger) {
        let owner = merge::owner(&ledger, &index, record);
        let has = carried.of(record.kind).position(record.id).is_some();
        match record.kind {
            kind if CATALOGUE.contains(&kind) => assert!(has, "{record:?}"),
            Kind::Unit | Kind::Target => {}
            Kind::Enterprise if chosen.above.contains(&Id::new(record.id)) => assert!(has, "{record:?}"),
            _ => assert_eq!(has, owner == Some(unit), "{record:?}"),
        }
    }
    let scope = Scope { unit: Some(unit), ..Scope::default() };
    for (indicator, _) in ledger.indicators.iter() {
        let of = |ledger: &Ledger| look(ledger, SAMPLE_AS_OF, |view| figure(view, indicator, &scope));
        assert_eq!(of(&carried), of(&ledger));
    }
}

#[test]
fn nothing_in_a_part_points_to_what_was_left_out() {
    let ledger = worked_on();
    let of_each_kind = |kind: &Kind| {
        let table = ledger.of(*kind);
        (!table.is_empty()).then(|| Choice::Records(vec![RecordRef::new(*kind, table.id_at(table.len() / 2))]))
    };
    let mut choices: Vec<Choice> = Kind::ALL.iter().filter_map(of_each_kind).collect();
    choices.extend(groups().map(Choice::Group));
    choices.extend((1..5).map(|n| Choice::Unit(Id::new(RawId(n)))));
    for choice in choices {
        let (carried, chosen) = going_out(&ledger, &choice, false);
        if let Choice::Records(records) = &choice {
            assert!(chosen.records.contains(&records[0]));
        }
        for record in every_record(&carried) {
            for index in 0..record.kind.fields().len() as u8 {
                let field = Field { kind: record.kind, index };
                let Some(id) = named(&carried, record, field) else { continue };
                let FieldType::Ref(kind) = field.meta().field_type else { continue };
                assert!(carried.of(kind).position(id).is_some(), "{choice:?}: {record:?} {}", field.meta().key);
            }
        }
    }
}

#[test]
fn a_selection_takes_what_belongs_to_it_and_not_its_neighbours() {
    let ledger = worked_on();
    let task = RecordRef::new(Kind::Task, ledger.tasks.typed_id(0).raw());
    let (carried, _) = going_out(&ledger, &Choice::Records(vec![task]), false);
    assert_eq!(carried.tasks.live_count(), 1);
    let own = ledger.progress.iter().filter(|(_, row)| row.task == Some(Id::new(task.id))).count();
    assert_eq!(carried.progress.live_count(), own);
    assert!(carried.contracts.is_empty() && carried.adoptions.is_empty(), "an enterprise above brings nothing along");
}

#[test]
fn a_deletion_goes_along_with_the_group_that_it_happened_in() {
    let before = worked_on();
    let mut ledger = before.clone();
    let group = groups()[0];
    let below = |record: &RecordRef| chain_of(&before, *record).len() > 1;
    let doomed =
        every_record(&before).into_iter().filter(|record| record.kind == Kind::Enterprise).find(below).unwrap();
    let deletion = ledger.deletion(doomed);
    apply(&mut ledger, 9, &deletion);
    let unit = Id::new(RawId(2));
    for choice in [Choice::Group(group), Choice::Unit(unit)] {
        let (carried, _) = going_out(&ledger, &choice, true);
        assert!(deletion.records().iter().all(|record| carried.of(record.kind).position(record.id).is_some()));
        let (merged, report) = merge::join(before.clone(), &carried);
        assert_eq!(report.deleted.iter().copied().collect::<BTreeSet<_>>(), deletion.records(), "{choice:?}");
        assert_eq!(visible(&merged), visible(&ledger));
    }
}

#[test]
fn a_parts_history_touches_nothing_else_and_names_what_stays_behind() {
    let ledger = worked_on();
    for group in groups() {
        let (carried, chosen) = going_out(&ledger, &Choice::Group(group), true);
        let is_own = |step: &&ledger::domain::HistoryEntry| {
            step.entries.iter().all(|entry| chosen.records.contains(&entry.record))
        };
        let own: Vec<_> = ledger.history().iter().filter(is_own).cloned().collect();
        assert!(own.len() < ledger.history().len() && !own.is_empty());
        assert_eq!(carried.history(), own);
        let audit = hash_chain::audit(carried.history(), carried.earlier());
        assert!(audit.is_whole(), "{audit:?}");
        assert!(!hash_chain::audit(carried.history(), &BTreeSet::new()).is_whole(), "others are named, not forgotten");
        let (without, _) = going_out(&ledger, &Choice::Group(group), false);
        assert!(without.history().is_empty());
        let last = ledger.history().last().unwrap().digest;
        assert_eq!(without.earlier().iter().collect::<Vec<_>>(), [&last], "the next step begins from the last one");
    }
}

#[test]
fn a_part_that_was_edited_brings_back_its_edits_and_nothing_else() {
    for with_history in [true, false] {
        let whole = worked_on();
        let group = groups()[0];
        let (carried, _) = going_out(&whole, &Choice::Group(group), with_history);
        let mut away = json::read(&bytes(&carried)).unwrap().ledger;
        let task = RecordRef::new(Kind::Task, away.tasks.typed_id(0).raw());
        let enterprise = RecordRef::new(Kind::Enterprise, group.raw());
        let adoption = RecordRef::new(Kind::Adoption, away.adoptions.typed_id(0).raw());
        let made = RecordRef::new(Kind::Evidence, RawId(0x7200_0000));
        let edits = [
            set(task, Task::problems, text("人手不足")),
            set(enterprise, Enterprise::note, text("已核对")),
            Change::Create { record: made, values: vec![(Evidence::task, Value::Ref(task.id))] },
            Change::Delete { record: adoption },
        ];
        let mut expected = whole.clone();
        for edit in &edits {
            apply(&mut away, 20, edit);
            apply(&mut expected, 20, edit);
        }
        let (merged, report) = merge::join(whole.clone(), &away);
        assert_eq!(visible(&merged), visible(&expected));
        assert_eq!((report.new.as_slice(), report.deleted.as_slice()), ([made].as_slice(), [adoption].as_slice()));
        let changed: Vec<_> = report.changed.iter().map(|change| (change.record, change.field)).collect();
        assert_eq!(changed, [(enterprise, Enterprise::note), (task, Task::problems)]);
        assert!(report.conflicts.is_empty() && report.restored.is_empty());
        assert!(whole_chain(&merged) && merged.earlier().is_empty(), "nothing is missing where all steps are");
        assert_eq!(merged.history().len(), whole.history().len() + edits.len());
        assert_eq!(merged.part(), None);
        let (again, nothing) = merge::join(merged.clone(), &away);
        assert!(nothing.is_nothing(), "{nothing:?}");
        assert_eq!(bytes(&again), bytes(&merged), "not a byte differs");
    }
}

#[test]
fn the_file_of_a_part_reads_back_byte_for_byte() {
    let mut ledger = worked_on();
    ledger.note_return(RawId(2), Return { at: noon(date("2024-12-01")), by: "填报人".into() });
    ledger.note_return(RawId(3), Return { at: noon(date("2024-12-02")), by: "别的填报人".into() });
    for with_history in [true, false] {
        let (carried, _) = going_out(&ledger, &Choice::Group(groups()[0]), with_history);
        let file = bytes(&carried);
        let opened = json::read(&file).unwrap();
        assert_eq!((opened.notes.as_slice(), opened.ledger.part()), ([].as_slice(), carried.part()));
        assert_eq!(bytes(&opened.ledger), file);
        assert!(json::verify(&opened).holds());
        assert_eq!(opened.ledger.returns().keys().copied().collect::<Vec<_>>(), [RawId(2)], "no other unit's return");
    }
}

#[test]
fn what_this_version_does_not_know_stays_out_of_a_part_that_was_chosen() {
    let mut file: serde_json::Value = serde_json::from_slice(&bytes(&worked_on())).unwrap();
    file["future_table"] = serde_json::json!([{"id": "1", "secret": "别家的"}]);
    let ledger = json::read(&serde_json::to_vec(&file).unwrap()).unwrap().ledger;
    let (carried, _) = going_out(&ledger, &Choice::Group(groups()[0]), true);
    assert!(carried.unknown().is_empty(), "nobody can tell whose it is");
    let (merged, _) = merge::join(ledger.clone(), &carried);
    assert_eq!(merged.unknown(), ledger.unknown());
    let all = subset::part(&ledger, None, false, &|_| true);
    assert_eq!(all.unknown(), ledger.unknown(), "all of a ledger carries it");
}

// Without names.

fn masked(ledger: &Ledger, in_texts: bool) -> subset::Masked {
    subset::masked(&subset::part(ledger, None, false, &|_| true), in_texts)
}

fn names_in(ledger: &Ledger) -> BTreeSet<String> {
    let of = |field: &Field| {
        let (table, field) = (ledger.of(field.kind), *field);
        (0..table.len()).filter_map(move |at| match table.value(at, field.index) {
            Value::Text(name) => Some(name),
            _ => None,
        })
    };
    let fields = NAMES.iter().flat_map(|field| of(field).collect::<Vec<_>>());
    fields.flat_map(|text| text.split('、').map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn first_name(ledger: &Ledger) -> String {
    ledger.contracts.iter().next().unwrap().1.person.to_string()
}

/// The sample with a name in a title, a note, a problem and the note of an enterprise.
fn with_planted_names() -> (Ledger, Vec<(RecordRef, Field)>) {
    let mut ledger = worked_on();
    let name = first_name(&ledger);
    let task = RecordRef::new(Kind::Task, ledger.tasks.typed_id(0).raw());
    let enterprise = RecordRef::new(Kind::Enterprise, groups()[0].raw());
    let places = vec![(enterprise, Enterprise::note), (task, Task::title), (task, Task::problems), (task, Task::note)];
    for (record, field) in &places {
        apply(&mut ledger, 5, &set(*record, *field, text(&format!("请{name}同志牵头，{name}负责"))));
    }
    (ledger, places)
}

#[test]
fn no_name_stands_anywhere_in_a_file_without_names() {
    let (ledger, _) = with_planted_names();
    let names = names_in(&ledger);
    assert!(names.len() > 100, "{}", names.len());
    let out = masked(&ledger, true);
    let file = String::from_utf8(json::write(&out.ledger, &json::ExportInfo::default())).unwrap();
    for name in &names {
        assert!(!file.contains(name.as_str()), "{name} still stands in the file");
    }
    assert_eq!(out.persons, names.len());
    let part = out.ledger.part().unwrap();
    assert!(part.masked && out.ledger.history().is_empty());
    let opened = json::read(file.as_bytes()).unwrap();
    assert_eq!(json::write(&opened.ledger, &opened.info), file.as_bytes());
}

#[test]
fn the_same_person_has_the_same_stand_in_throughout_and_no_two_share_one() {
    let (ledger, places) = with_planted_names();
    let out = masked(&ledger, true).ledger;
    let mut stands_for = std::collections::BTreeMap::new();
    for field in NAMES {
        let table = ledger.of(field.kind);
        for at in 0..table.len() {
            if let (Value::Text(name), Value::Text(post)) =
                (table.value(at, field.index), out.of(field.kind).value(at, field.index))
            {
                assert_eq!(stands_for.entry(name.clone()).or_insert_with(|| post.clone()), &post, "{name}");
            }
        }
    }
    let distinct: BTreeSet<&String> = stands_for.values().collect();
    assert_eq!(distinct.len(), stands_for.len());
    let post = &stands_for[&first_name(&ledger)];
    for (record, field) in places {
        assert_eq!(out.value(record, field), text(&format!("请{post}同志牵头，{post}负责")));
    }
}

#[test]
fn names_in_free_text_are_listed_and_replaced_only_where_asked() {
    let (ledger, places) = with_planted_names();
    let name = first_name(&ledger);
    for in_texts in [false, true] {
        let out = masked(&ledger, in_texts);
        let found: Vec<_> = out.leaks.iter().map(|leak| (leak.record, leak.field)).collect();
        assert_eq!(found.iter().collect::<BTreeSet<_>>(), places.iter().collect());
        assert!(out.leaks.iter().all(|leak| leak.name == name && leak.around.contains(&name)));
        for (record, field) in &places {
            let Value::Text(text) = out.ledger.value(*record, *field) else { panic!("{record:?}") };
            assert_eq!(text.contains(&name), !in_texts);
        }
    }
}

#[test]
fn a_name_that_begins_with_another_is_replaced_as_a_whole() {
    let mut maker = Maker::new();
    let e = maker.make(Kind::Enterprise, &[(Enterprise::note, text("王建和王建国同行，王建国主讲"))]);
    for (person, post) in [("王建", "总经理"), ("王建国", "王建国助理"), ("李", "部长")] {
        let values =
            [(Contract::enterprise, Value::Ref(e)), (Contract::person, text(person)), (Contract::post, text(post))];
        maker.make(Kind::Contract, &values);
    }
    let out = masked(&maker.ledger, true).ledger;
    let file = String::from_utf8(bytes(&out)).unwrap();
    assert!(!file.contains("王建"), "not even by way of a post");
    let (first, second) = (&out.contracts.at(0).person, &out.contracts.at(1).person);
    assert_eq!(out.enterprises.at(0).note.0, format!("{first}和{second}同行，{second}主讲"));
}

#[test]
fn names_with_a_space_between_them_are_several_and_a_space_within_one_is_none() {
    let mut maker = Maker::new();
    let task = [(Task::lead, text("王伟 李强\u{3000}赵大海")), (Task::note, text("由李强、赵大海负责"))];
    maker.make(Kind::Task, &task);
    maker.make(Kind::Task, &[(Task::lead, text("张 三"))]);
    maker.make(Kind::Task, &[(Task::lead, text("John Smith"))]);
    let out = masked(&maker.ledger, true);
    assert_eq!(out.persons, 5);
    assert_eq!(out.ledger.tasks.at(0).note.0, "由牵头领导2、牵头领导3负责");
    assert_eq!(out.ledger.tasks.at(0).lead.to_string(), "牵头领导1、牵头领导2、牵头领导3");
}

#[test]
fn a_name_that_stands_only_in_a_conflicting_text_is_listed_too() {
    let mut maker = Maker::new();
    let task = RecordRef::new(Kind::Task, maker.make(Kind::Task, &[(Task::lead, text("欧阳长风"))]));
    let (mut mine, mut theirs) = (maker.ledger.clone(), maker.ledger);
    apply(&mut mine, 2, &set(task, Task::note, text("a短a短a")));
    apply(&mut theirs, 3, &set(task, Task::note, text("请由欧阳长风负责")));
    let (merged, _) = merge::join(mine, &theirs);
    let out = masked(&merged, false);
    let [leak] = out.leaks.as_slice() else { panic!("{:?}", out.leaks) };
    assert_eq!((leak.field, leak.around.as_str()), (Task::note, "请由欧阳长风负责"));
    let file = bytes(&masked(&merged, true).ledger);
    assert!(!String::from_utf8(file).unwrap().contains("欧阳长风"));
}

#[test]
fn a_file_without_names_that_comes_back_changes_nothing() {
    let (ledger, _) = with_planted_names();
    for in_texts in [false, true] {
        let out = masked(&ledger, in_texts).ledger;
        let back = json::read(&bytes(&out)).unwrap().ledger;
        let (merged, report) = merge::join(ledger.clone(), &back);
        assert!(report.is_nothing(), "{:?}", report.changed);
        assert_eq!(bytes(&merged), bytes(&ledger), "not a byte differs");
    }
}

#[test]
fn an_edit_in_a_copy_without_names_merges_but_an_edit_of_a_name_is_a_question() {
    let (ledger, _) = with_planted_names();
    let mut maker = Maker::new();
    maker.make(Kind::Contract, &[(Contract::person, text("欧阳长风")), (Contract::post, text("总经理"))]);
    for ledger in [ledger, maker.ledger] {
        let mut away = masked(&ledger, true).ledger;
        let contract = RecordRef::new(Kind::Contract, away.contracts.typed_id(0).raw());
        let real = ledger.value(contract, Contract::person);
        apply(&mut away, 30, &set(contract, Contract::note, text("续聘")));
        let (merged, report) = merge::join(ledger.clone(), &away);
        assert_eq!((merged.value(contract, Contract::note), report.conflicts.len()), (text("续聘"), 0));
        assert_eq!(merged.value(contract, Contract::person), real);
        assert!(whole_chain(&merged));
        apply(&mut away, 30, &set(contract, Contract::person, text("新来的人")));
        let (merged, report) = merge::join(ledger.clone(), &away);
        assert_eq!(report.conflicts, [(contract, Contract::person.index)]);
        let found = merge::conflicts(&merged, &[]);
        let values: BTreeSet<Value> = found[0].sides.iter().map(|side| side.value.clone()).collect();
        assert_eq!(values, [real, text("新来的人")].into_iter().collect());
        assert_eq!(conflicts(&merged), [(contract, Contract::person.index)]);
    }
}

#[test]
fn two_files_without_names_join_the_same_from_either_side() {
    let (ledger, _) = with_planted_names();
    let (mut mine, mut theirs) = (ledger.clone(), ledger);
    let contract = |n: usize| RecordRef::new(Kind::Contract, mine.contracts.typed_id(n).raw());
    let (first, second) = (contract(0), contract(1));
    apply(&mut mine, 2, &set(first, Contract::person, text("欧阳长风")));
    apply(&mut theirs, 3, &set(second, Contract::post, text("顾问")));
    apply(&mut theirs, 3, &Change::Delete { record: first });
    let (mut mine, theirs) = (masked(&mine, true).ledger, masked(&theirs, false).ledger);
    apply(&mut mine, 4, &set(second, Contract::person, text("上官明月")));
    let (one, _) = merge::join(mine.clone(), &theirs);
    let (other, _) = merge::join(theirs, &mine);
    assert_eq!(bytes(&one), bytes(&other));
}

#[test]
fn what_is_joined_says_no_more_than_both_of_its_files() {
    let ledger = worked_on();
    let part = |title: &str, masked| {
        let part = Some(Part { title: title.into(), masked });
        subset::part(&ledger, part, false, &|record| record.kind != Kind::Contract)
    };
    let whole = subset::part(&ledger, None, false, &|_| true);
    let said = |a: &Ledger, b: &Ledger| {
        let one = merge::join(a.clone(), b).0.part().cloned();
        assert_eq!(one, merge::join(b.clone(), a).0.part().cloned(), "from either side");
        one.map(|part| (part.title, part.masked))
    };
    let is = |title: &str, masked| Some((title.to_owned(), masked));
    assert_eq!(said(&part("甲", true), &part("甲", true)), is("甲", true));
    assert_eq!(said(&part("甲", true), &part("甲", false)), is("甲", false), "names came along");
    assert_eq!(said(&part("甲", false), &part("乙", false)), said(&part("乙", false), &part("甲、乙", false)));
    assert_eq!(said(&part("甲", true), &whole), None, "now it is the whole, with its names");
    assert_eq!(said(&part("", true), &part("甲", true)), is("", true), "all of it, without names");
}

#[test]
fn a_part_of_a_ledger_without_names_says_that_it_has_none() {
    let out = masked(&worked_on(), true).ledger;
    let (carried, _) = going_out(&out, &Choice::Group(groups()[0]), true);
    assert_eq!(carried.part(), Some(&Part { title: "一部分".into(), masked: true }));
}

#[test]
fn a_copy_without_names_goes_on_from_the_history_that_it_does_not_carry() {
    let ledger = worked_on();
    let mut away = subset::masked(&ledger, true).ledger;
    let last = ledger.history().last().unwrap().digest;
    apply(&mut away, 30, &set(RecordRef::new(Kind::Enterprise, groups()[0].raw()), Enterprise::note, text("续")));
    assert_eq!(away.history().last().unwrap().parents, [last]);
    assert!(whole_chain(&away));
    let _ = (info(), Adoption::note);
}

/// No list of fields is copied here: a field is found by its type, and a new one is looked at as soon as it is there.
#[test]
fn no_name_of_a_person_and_no_contact_leaves_a_masked_file() {
    let typed: Vec<Field> = Kind::ALL
        .iter()
        .flat_map(|kind| (0..kind.fields().len() as u8).map(|index| Field { kind: *kind, index }))
        .filter(|field| matches!(field.meta().field_type, FieldType::PersonName | FieldType::Contact))
        .collect();
    assert!(typed.len() > 10, "there are such fields");
    let mut loader = LedgerBuilder::new(RawId(77));
    for (number, field) in typed.iter().enumerate() {
        let secret = Value::Text(format!("秘{}密{number}人", field.kind.table_name()));
        let record = RecordRef::new(field.kind, RawId(1 << 20 | number as u64));
        loader.record(record, LoadedRow { values: vec![(field.index, secret)], ..LoadedRow::default() }).unwrap();
    }
    let ledger = loader.finish();
    let text = |ledger: &Ledger| String::from_utf8(bytes(ledger)).unwrap();
    assert_eq!(text(&ledger).matches('秘').count(), typed.len(), "each stands in the whole file");
    assert!(!text(&subset::masked(&ledger, false).ledger).contains('秘'), "and none in the masked one");
}
