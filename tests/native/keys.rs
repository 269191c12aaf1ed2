//! Records of which there is one for each thing (an adoption for enterprise and institution, a board for an
//! enterprise, figures and grades for a year) are one, whoever begins them and wherever (issue 15 B7).

use std::collections::BTreeSet;

use interchange::table::{self, Planner, Settings, Source};
use ledger::{
    domain::{
        ActorId, Change, ChangeError, CreditCode, Decimal, Field, FieldType, Id, Index, Kind, Lang, Ledger,
        LedgerBuilder, Origin, RawId, RecordRef, Stage, Value,
        check::findings,
        choice::{Label, StageName},
        natural_key::{key_values, natural_fields, natural_key},
        records::{Adoption, Board, Enterprise, Grade, YearFigures},
    },
    merge,
};
use table_model::{Column, Sheet, column::stage_field};

use support::{date, noon};

const ENTERPRISE: RawId = RawId(0x1_0000_0001);
const SYSTEM: RawId = RawId(0x1_0000_0002);
const PROGRAMME: RawId = RawId(0x1_0000_0003);
const CONTRACT: RawId = RawId(0x1_0000_0004);

fn by(actor: u64) -> Origin {
    let at = noon(date("2025-01-01"));
    Origin {
        actor: ActorId(1 << 20 | actor), by: format!("第{actor}人"), at, label: Label::Edit, note: String::new()
    }
}

/// A ledger with one of each thing that records of a natural key belong to.
fn base() -> Ledger {
    let mut ledger = LedgerBuilder::new(RawId(0xabc0_0000_0000_0001)).finish();
    let owners = [
        (Kind::Enterprise, ENTERPRISE),
        (Kind::Institution, SYSTEM),
        (Kind::Programme, PROGRAMME),
        (Kind::Contract, CONTRACT),
    ];
    for (kind, id) in owners {
        ledger.apply(&Change::Create { record: RecordRef::new(kind, id), values: Vec::new() }, &by(1)).unwrap();
    }
    ledger
}

/// Every kind of which there is one for a key.
fn kinds() -> Vec<Kind> {
    Kind::ALL.iter().copied().filter(|kind| !natural_key(*kind).is_empty()).collect()
}

/// A value for a field; another one for another number.
fn sample(field: Field, number: u8) -> Value {
    let number = number % 2;
    match field.meta().field_type {
        FieldType::Ref(kind) => Value::Ref(match kind {
            Kind::Enterprise => ENTERPRISE,
            Kind::Institution => SYSTEM,
            Kind::Programme => PROGRAMME,
            Kind::Contract => CONTRACT,
            other => panic!("a key of {other:?} is new to this test"),
        }),
        FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact => {
            Value::Text(format!("第{number}种"))
        }
        FieldType::Number => Value::Number(Decimal::whole(2024 + i64::from(number))),
        FieldType::Date => Value::Date(date(if number == 0 { "2024-03-01" } else { "2024-04-01" })),
        FieldType::YesNo => Value::YesNo(number == 0),
        FieldType::Stage => Value::Stage(if number == 0 { Stage::No } else { Stage::Yes(None) }),
        FieldType::Choice(_) => Value::Choice(number),
        other => panic!("a field of {other:?} is new to this test"),
    }
}

fn key(kind: Kind) -> Vec<(Field, Value)> {
    natural_fields(kind).map(|field| (field, sample(field, 0))).collect()
}

/// The fields of a kind that its key does not name.
fn rest(kind: Kind) -> Vec<Field> {
    let all = (0..kind.fields().len() as u8).map(|index| Field { kind, index });
    all.filter(|field| !natural_fields(kind).any(|own| own == *field)).collect()
}

fn begin(ledger: &mut Ledger, kind: Kind, more: Vec<(Field, Value)>, actor: u64) -> RecordRef {
    let values = key(kind).into_iter().chain(more).collect();
    let (record, change) = ledger.beginning(kind, values, RawId(0x2_0000_0000 + actor));
    ledger.apply(&change, &by(actor)).unwrap();
    record
}

fn live(ledger: &Ledger, kind: Kind) -> Vec<RecordRef> {
    let table = ledger.of(kind);
    (0..table.len()).filter(|at| table.is_live(*at)).map(|at| RecordRef::new(kind, table.id_at(at))).collect()
}

fn open(ledger: &Ledger, record: RecordRef) -> BTreeSet<u8> {
    merge::conflicts(ledger, &[]).into_iter().filter(|it| it.record == record).map(|it| it.index).collect()
}

/// The six orders of three.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// All that can be seen of the records of a kind, whatever their order.
fn seen(ledger: &Ledger, kind: Kind) -> String {
    let mut all: Vec<String> = live(ledger, kind)
        .into_iter()
        .map(|record| {
            let fields = (0..kind.fields().len() as u8).map(|index| ledger.value(record, Field { kind, index }));
            format!("{record:?} {:?} {:?}", fields.collect::<Vec<_>>(), open(ledger, record))
        })
        .collect();
    all.sort();
    all.join("\n")
}

#[test]
fn a_record_begun_by_several_is_one_joined_field_by_field_in_every_order() {
    for kind in kinds() {
        let fields = rest(kind);
        let (shared, own) = (fields[0], fields[1]);
        let begun = |actor: u64| {
            let mut ledger = base();
            let mut more = vec![(shared, sample(shared, if actor == 4 { 1 } else { 0 }))];
            if actor == 3 {
                more.push((own, sample(own, 0)));
            }
            begin(&mut ledger, kind, more, actor);
            ledger
        };
        let people = [begun(2), begun(3), begun(4)];
        let merged = |order: [usize; 3]| {
            let [first, second, third] = order.map(|at| &people[at]);
            merge::join(merge::join(first.clone(), second).0, third).0
        };
        for order in ORDERS {
            let ledger = merged(order);
            let [one] = live(&ledger, kind)[..] else { panic!("{kind:?}: {:?}", live(&ledger, kind)) };
            assert_eq!(ledger.value(one, own), sample(own, 0), "{kind:?}: what one alone filled in is there");
            assert_eq!(open(&ledger, one), BTreeSet::from([shared.index]), "{kind:?}: where they differ is a question");
            assert_eq!(seen(&ledger, kind), seen(&merged(ORDERS[0]), kind), "{kind:?} {order:?}");
        }
    }
}

/// What the issue names: A fills 印发 of a firm, B fills 考核 of the same in a table; E1 was 0/1 or 1/1.
#[test]
fn stages_typed_by_two_people_are_one_adoption() {
    let typed = |stage: StageName, text: &str, actor: u64| {
        let mut ledger = base();
        let index = Index::new(&ledger);
        let sheet = Sheet {
            ledger: &ledger,
            index: &index,
            as_of: date("2025-01-01"),
            kind: Kind::Enterprise,
            marks: &[],
            lang: Lang::Zh,
        };
        let change = sheet.edit(0, Column::Stage(Id::new(SYSTEM), stage), text, &mut || RawId(0x3_0000_0000 + actor));
        let change = change.unwrap().unwrap();
        ledger.apply(&change, &by(actor)).unwrap();
        ledger
    };
    let (a, b) = (typed(StageName::Issued, "2024-05-01", 2), typed(StageName::Assessed, "否", 3));
    for (mine, theirs) in [(&a, &b), (&b, &a)] {
        let (ledger, report) = merge::join(mine.clone(), theirs);
        let [one] = live(&ledger, Kind::Adoption)[..] else { panic!("two adoptions of one institution") };
        assert_eq!(ledger.value(one, Adoption::issued), Value::Stage(Stage::Yes(Some(date("2024-05-01")))));
        assert_eq!(ledger.value(one, stage_field(StageName::Assessed)), Value::Stage(Stage::No));
        assert!(report.conflicts.is_empty(), "{report:?}");
    }
}

#[test]
fn beginning_what_is_there_fills_it_in_and_what_was_deleted_comes_back_clean() {
    for kind in kinds() {
        let fields = rest(kind);
        let mut ledger = base();
        let record = begin(&mut ledger, kind, vec![(fields[0], sample(fields[0], 0))], 2);
        assert_eq!(begin(&mut ledger, kind, vec![(fields[1], sample(fields[1], 0))], 3), record, "{kind:?}");
        assert_eq!(ledger.value(record, fields[0]), sample(fields[0], 0));
        ledger.apply(&Change::Delete { record }, &by(2)).unwrap();
        assert_eq!(begin(&mut ledger, kind, vec![(fields[1], sample(fields[1], 1))], 3), record, "{kind:?}");
        let now = (ledger.value(record, fields[0]), ledger.value(record, fields[1]));
        assert_eq!(now, (Value::Empty, sample(fields[1], 1)), "{kind:?}: nothing of the deleted one is left");
        assert_eq!(live(&ledger, kind).len(), 1);
    }
}

/// Another window began the same record first, and this one's change comes on top of it.
#[test]
fn a_record_made_over_one_that_was_made_meanwhile_is_joined_with_it_and_can_be_taken_back() {
    for kind in kinds() {
        let fields = rest(kind);
        let mut ledger = base();
        let made = |more: Vec<(Field, Value)>| {
            base().first(kind, key(kind).into_iter().chain(more).collect(), RawId(0x2_0000_0000))
        };
        ledger.apply(&made(vec![(fields[0], sample(fields[0], 0))]), &by(2)).unwrap();
        let before = seen(&ledger, kind);
        let late = made(vec![(fields[0], sample(fields[0], 1)), (fields[1], sample(fields[1], 0))]);
        let undo = ledger.apply(&late, &by(3)).unwrap().inverse;
        let [one] = live(&ledger, kind)[..] else { panic!("{kind:?}") };
        assert_eq!(open(&ledger, one), BTreeSet::from([fields[0].index]), "{kind:?}: neither value is lost");
        assert_eq!(ledger.value(one, fields[1]), sample(fields[1], 0));
        ledger.apply(&undo, &by(3)).unwrap();
        assert_eq!(seen(&ledger, kind), before, "{kind:?}");
    }
}

/// A record that got another key by hand keeps it, and an identity in use by something else is refused.
#[test]
fn a_record_whose_key_was_changed_stays_what_it_became() {
    let mut ledger = base();
    let record = begin(&mut ledger, Kind::YearFigures, Vec::new(), 2);
    let year = Value::Number(Decimal::whole(2019));
    ledger.apply(&Change::Set { record, field: YearFigures::year, value: year.clone() }, &by(2)).unwrap();
    let other = begin(&mut ledger, Kind::YearFigures, Vec::new(), 3);
    assert_ne!(other, record);
    assert_eq!(ledger.value(record, YearFigures::year), year);
    let refused = ledger.apply(&Change::Create { record, values: key(Kind::YearFigures) }, &by(3)).unwrap_err();
    assert_eq!(refused, ChangeError::IdInUse(record));
}

/// No field may point to a record that can be joined away.
#[test]
fn nothing_points_to_records_of_a_natural_key() {
    for kind in Kind::ALL {
        for field in kind.fields() {
            let FieldType::Ref(to) = field.field_type else { continue };
            assert!(natural_key(to).is_empty(), "{kind:?} {} points to {to:?}", field.key);
        }
    }
}

/// Ledgers from before hold doubles of random identities: joining makes them one, the same for everybody.
#[test]
fn doubles_of_earlier_ledgers_become_one_whoever_joins_them() {
    for kind in kinds() {
        let fields = rest(kind);
        let mut ledger = base();
        for (id, number) in [(0x5_0000_0001, 0), (0x4_0000_0002, 1)] {
            let record = RecordRef::new(kind, RawId(id));
            let more = [(fields[0], sample(fields[0], number))].into_iter();
            let own = (number == 1).then(|| (fields[1], sample(fields[1], 0)));
            let values = key(kind).into_iter().chain(more).chain(own).collect();
            ledger.apply(&Change::Create { record, values }, &by(2)).unwrap();
        }
        let doubles = ledger.doubles();
        let [group] = &doubles[..] else { panic!("{kind:?}: {doubles:?}") };
        assert_eq!(group.len(), 2);
        let before = seen(&ledger, kind);
        let mut alone = ledger.clone();
        let undo = alone.apply(&ledger.joining(group), &by(3)).unwrap().inverse;
        let [one] = live(&alone, kind)[..] else { panic!("{kind:?}: {:?}", live(&alone, kind)) };
        assert_eq!(open(&alone, one), BTreeSet::from([fields[0].index]), "{kind:?}");
        assert_eq!(alone.value(one, fields[1]), sample(fields[1], 0));
        assert!(alone.doubles().is_empty());
        // Somebody else joins the same two, and a third goes on with a record begun anew.
        let mut elsewhere = ledger.clone();
        elsewhere.apply(&ledger.joining(group), &by(4)).unwrap();
        for (mine, theirs) in [(&alone, &elsewhere), (&elsewhere, &alone)] {
            assert_eq!(seen(&merge::join(mine.clone(), theirs).0, kind), seen(&alone, kind), "{kind:?}");
        }
        let mut anew = base();
        assert_eq!(begin(&mut anew, kind, Vec::new(), 5), one, "{kind:?}: the same record as whoever begins it anew");
        alone.apply(&undo, &by(3)).unwrap();
        assert_eq!(seen(&alone, kind), before, "{kind:?}: one undo takes it back");
    }
}

/// Files of earlier versions gave such records random identities: merging makes them one all the same.
#[test]
fn doubles_that_a_merge_brings_are_made_one_in_every_order() {
    for kind in kinds() {
        let fields = rest(kind);
        let begun = |actor: u64, number: u8| {
            let mut ledger = base();
            let record = RecordRef::new(kind, RawId(0x5_0000_0000 + actor));
            let more = (fields[0], sample(fields[0], number));
            let values = key(kind).into_iter().chain([more]).collect();
            ledger.apply(&Change::Create { record, values }, &by(actor)).unwrap();
            ledger
        };
        let mut anew = base();
        begin(&mut anew, kind, vec![(fields[1], sample(fields[1], 0))], 4);
        let people = [begun(2, 0), begun(3, 1), anew];
        let merged = |order: [usize; 3]| {
            let [first, second, third] = order.map(|at| &people[at]);
            [second, third].into_iter().fold(first.clone(), |mine, theirs| {
                let mut joined = merge::join(mine.clone(), theirs).0;
                joined.apply(&merge::made_one(&mine, &joined), &by(5)).unwrap();
                joined
            })
        };
        for order in ORDERS {
            let ledger = merged(order);
            let [one] = live(&ledger, kind)[..] else { panic!("{kind:?}: {:?}", live(&ledger, kind)) };
            assert_eq!(open(&ledger, one), BTreeSet::from([fields[0].index]), "{kind:?} {order:?}");
            assert_eq!(ledger.value(one, fields[1]), sample(fields[1], 0), "{kind:?} {order:?}");
            assert_eq!(seen(&ledger, kind), seen(&merged(ORDERS[0]), kind), "{kind:?} {order:?}");
        }
        // What was double before is for the checks to offer.
        let mut double = people[0].clone();
        let values = key(kind);
        double.apply(&Change::Create { record: RecordRef::new(kind, RawId(0x7_0000_0000)), values }, &by(6)).unwrap();
        assert_eq!(merge::made_one(&double, &double), Change::Batch(Vec::new()), "{kind:?}");
    }
}

/// Each double is named by a check that offers to join it, and no longer once it is joined.
#[test]
fn the_checks_name_every_double_until_it_is_joined() {
    for kind in kinds() {
        let mut ledger = base();
        for id in [0x5_0000_0001, 0x5_0000_0002] {
            ledger
                .apply(&Change::Create { record: RecordRef::new(kind, RawId(id)), values: key(kind) }, &by(2))
                .unwrap();
        }
        let named = |ledger: &Ledger| {
            let found = findings(ledger, &Index::new(ledger), date("2025-01-01"));
            let all = found.into_iter().filter(|finding| finding.check.is_of_doubles());
            all.map(|finding| finding.place.kind).collect::<Vec<_>>()
        };
        assert_eq!(named(&ledger), [kind]);
        ledger.apply(&ledger.joining(&ledger.doubles()[0]), &by(3)).unwrap();
        assert_eq!(named(&ledger), []);
    }
}

/// Two ledgers begun apart know the firm by other identities: the record of its key is one all the same.
#[test]
fn a_strangers_record_takes_the_identity_that_its_key_has_here() {
    let ledger = |id: u64, enterprise: u64, actor: u64| {
        let mut ledger = LedgerBuilder::new(RawId(0xabc0_0000_0000_0000 + id)).finish();
        let values = vec![(Enterprise::name, Value::Text("甲公司".into())), (Enterprise::code, code())];
        let record = RecordRef::new(Kind::Enterprise, RawId(enterprise));
        ledger.apply(&Change::Create { record, values }, &by(actor)).unwrap();
        ledger
    };
    let board = |ledger: &mut Ledger, enterprise: u64, field: Field, actor: u64| {
        let values = vec![(Board::enterprise, Value::Ref(RawId(enterprise))), (field, sample(field, 0))];
        let (record, change) = ledger.beginning(Kind::Board, values, RawId(0x2_0000_0000));
        ledger.apply(&change, &by(actor)).unwrap();
        record
    };
    let mine = ledger(1, 0x1_0000_0011, 2);
    let mut theirs = ledger(2, 0x1_0000_0022, 3);
    board(&mut theirs, 0x1_0000_0022, Board::note, 3);
    // Somebody who goes on from my ledger begins the same board meanwhile.
    let mut beside = mine.clone();
    let one = board(&mut beside, 0x1_0000_0011, Board::due, 4);
    let matching = merge::match_up(&mine, &theirs);
    let taken = merge::join(mine.clone(), &merge::adopt(&mine, &theirs, &matching, &|_| false)).0;
    for (a, b) in [(&taken, &beside), (&beside, &taken)] {
        let ledger = merge::join(a.clone(), b).0;
        assert_eq!(live(&ledger, Kind::Board), [one]);
        assert_eq!(ledger.value(one, Board::note), sample(Board::note, 0));
        assert_eq!(ledger.value(one, Board::due), sample(Board::due, 0));
    }
}

fn code() -> Value {
    Value::Code(CreditCode::new("911100007109250324"))
}

/// Two people import their sheets apart; a third typed a figure of the same year.
#[test]
fn figures_imported_by_two_people_are_one() {
    let mut start = base();
    let name = Value::Text("甲公司".into());
    let record = RecordRef::new(Kind::Enterprise, ENTERPRISE);
    start.apply(&Change::Set { record, field: Enterprise::name, value: name }, &by(1)).unwrap();
    let imported = |text: &str, actor: u64| {
        let mut ledger = start.clone();
        let mut grid = table::open(text.as_bytes(), None).unwrap().sheets.remove(0);
        let layout = table::propose(&grid, &ledger).unwrap();
        assert_eq!(layout.kind, Kind::YearFigures);
        grid.unmerge(layout.data_from());
        let index = Index::new(&ledger);
        let source = Source { ledger: &ledger, index: &index, grid: &grid };
        let mut planner = Planner::new(source, layout, Settings::default(), date("2025-01-01"));
        let mut next = actor << 40;
        let mut new_id = || {
            next += 1;
            RawId(next)
        };
        while planner.advance(source, 7, &mut new_id) {}
        let change = planner.finish().change;
        ledger.apply(&change, &by(actor)).unwrap();
        ledger
    };
    let header = "企业名称,年度,营业收入（万元）,研发投入（万元）,国有资本（万元）";
    let people = [
        imported(&format!("{header}\r\n甲公司,2024,100,5,"), 2),
        imported(&format!("{header}\r\n甲公司,2024,120,,300"), 3),
        {
            let mut ledger = start.clone();
            begin(&mut ledger, Kind::YearFigures, vec![(YearFigures::research, Value::Number(Decimal::whole(5)))], 4);
            ledger
        },
    ];
    for order in ORDERS {
        let [first, second, third] = order.map(|at| &people[at]);
        let ledger = merge::join(merge::join(first.clone(), second).0, third).0;
        let [one] = live(&ledger, Kind::YearFigures)[..] else { panic!("{order:?}") };
        assert_eq!(open(&ledger, one), BTreeSet::from([YearFigures::revenue.index]), "{order:?}");
        assert_eq!(ledger.value(one, YearFigures::research), Value::Number(Decimal::whole(5)));
        assert_eq!(ledger.value(one, YearFigures::capital), Value::Number(Decimal::whole(300)));
    }
}

#[test]
fn records_without_their_whole_key_are_not_taken_for_one_another() {
    let mut ledger = base();
    for id in [0x5_0000_0001, 0x5_0000_0002] {
        let values = vec![(Grade::enterprise, Value::Ref(ENTERPRISE))];
        let (record, change) = ledger.beginning(Kind::Grade, values, RawId(id));
        assert_eq!(record.id, RawId(id));
        ledger.apply(&change, &by(2)).unwrap();
    }
    assert!(ledger.doubles().is_empty());
    assert_eq!(
        key_values(Kind::Grade, |field| ledger.value(RecordRef::new(Kind::Grade, RawId(0x5_0000_0001)), field)),
        None
    );
    assert_eq!(key_values(Kind::Task, |_| Value::YesNo(true)), None);
    assert!(
        key_values(Kind::Board, |field| if field == Board::enterprise { Value::Ref(ENTERPRISE) } else { Value::Empty })
            .is_some()
    );
}
