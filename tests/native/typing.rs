//! Typing along rows: what is typed goes to the record that was chosen, and rows stay where they are until
//! order or filter are asked for.

use std::collections::BTreeMap;

use ledger::domain::{AnyTable, Change, Decimal, Index, Kind, Lang, Ledger, RawId, RecordRef, Value, records::Task};
use proptest::prelude::*;
use table_model::{Arrangement, Column, Filter, Place, Query, Sheet};

use support::{Maker, Wish, date, granted, noon, origin, wishes};

fn sheet<'a>(ledger: &'a Ledger, index: &'a Index) -> Sheet<'a> {
    Sheet { ledger, index, as_of: date("2025-06-30"), kind: Kind::Task, marks: &[], lang: Lang::Zh }
}

/// The rows that the query gives when it is asked for now.
fn asked(ledger: &Ledger, query: &Query) -> Vec<usize> {
    let index = Index::new(ledger);
    let sheet = sheet(ledger, &index);
    let mut rows = query.rows(&sheet, &[], 0..ledger.tasks.len());
    query.sort(&sheet, &mut rows, |texts| {
        let mut sorted = texts.to_vec();
        sorted.sort_unstable();
        texts.iter().map(|text| sorted.partition_point(|other| other < text) as u32).collect()
    });
    rows
}

fn type_into(ledger: &mut Ledger, row: usize, column: Column, text: &str) -> bool {
    let index = Index::new(ledger);
    let mut next = ledger.history().len() as u64;
    let mut new_id = || {
        next += 1;
        RawId(0x7000_0000 + next)
    };
    let change = sheet(ledger, &index).edit(row, column, text, &mut new_id);
    match change {
        Ok(Some(change)) => ledger.apply(&change, &origin(noon(date("2025-06-30")))).is_ok(),
        _ => false,
    }
}

/// Issue seen in the page: in the order of deadlines, typing a deadline sent the next cell's text to another
/// task.
#[test]
fn typing_along_a_row_stays_with_its_record_though_order_and_filter_would_move_it() {
    let mut maker = Maker::new();
    for (name, day) in [("甲", "2025-03-01"), ("乙", "2025-04-01"), ("丙", "2025-05-01")] {
        maker.make(
            Kind::Task,
            &[
                (Task::title, Value::Text(name.into())),
                (Task::deadline, Value::Date(date(day))),
                (Task::weight, Value::Number(Decimal::whole(1))),
            ],
        );
    }
    let mut ledger = maker.ledger;
    let query = Query {
        sort: Some(("deadline".into(), false)),
        filters: BTreeMap::from([("key".into(), Filter::OneOf(vec![String::new()]))]),
        ..Query::default()
    };
    let arrangement = Arrangement::of(ledger.of(Kind::Task), &asked(&ledger, &query));
    let rows = |ledger: &Ledger| arrangement.rows(ledger.of(Kind::Task));
    let place = Place::at(ledger.of(Kind::Task), &rows(&ledger), 0, 0);
    let typed = place.record().unwrap();
    for (column, text) in [(Task::deadline, "2025-12-31"), (Task::key, "否"), (Task::criteria, "写在同一行")] {
        let shown = rows(&ledger);
        let row = place.row(ledger.of(Kind::Task), &shown);
        assert!(type_into(&mut ledger, shown[row], Column::Field(column), text));
        assert_eq!(rows(&ledger), shown, "no row moves while one types");
    }
    let record = RecordRef::new(Kind::Task, typed);
    assert_eq!(ledger.value(record, Task::deadline), Value::Date(date("2025-12-31")));
    assert_eq!(ledger.value(record, Task::key), Value::YesNo(false));
    assert_eq!(ledger.value(record, Task::criteria), Value::Text("写在同一行".into()));
    assert!(!asked(&ledger, &query).contains(&0), "asked anew, the filter leaves the task out");
}

/// What happens in and around a grid.
#[derive(Clone, Debug)]
enum Event {
    /// Another cell is chosen.
    Choose(u16),
    /// A text is typed into the active cell.
    Type(String),
    /// Something else changes the ledger: another window, an undo, an import.
    Elsewhere(Box<Wish>),
    /// Order and filter are asked for.
    Ask(bool),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        any::<u16>().prop_map(Event::Choose),
        "[甲乙丙丁a-f]{1,4}".prop_map(Event::Type),
        wishes(2).prop_filter_map("one wish", |mut all| all.pop()).prop_map(|wish| Event::Elsewhere(Box::new(wish))),
        any::<bool>().prop_map(Event::Ask),
    ];
    prop::collection::vec(event, 1..40)
}

fn query(down: bool) -> Query {
    Query {
        sort: Some(("title".into(), down)),
        filters: BTreeMap::from([("title".into(), Filter::Contains("a".into()))]),
        ..Query::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn whatever_happens_what_is_typed_goes_to_the_chosen_record_and_rows_move_only_when_asked(
        first in wishes(60), events in events(),
    ) {
        let mut ledger = granted(&first, |_, _| {});
        for name in ["甲", "乙a", "丙b"] {
            let id = RawId(0x6000_0000 + ledger.history().len() as u64);
            let values = vec![(Task::title, Value::Text(name.into()))];
            ledger.apply(&Change::Create { record: RecordRef::new(Kind::Task, id), values }, &origin(noon(date("2025-06-30")))).unwrap();
        }
        let mut arrangement = Arrangement::of(ledger.of(Kind::Task), &asked(&ledger, &Query::default()));
        let mut place = Place::at(ledger.of(Kind::Task), &arrangement.rows(ledger.of(Kind::Task)), 0, 0);
        for (at, event) in events.into_iter().enumerate() {
            let table = ledger.of(Kind::Task);
            let before = arrangement.rows(table);
            let ids = |ledger: &Ledger, rows: &[usize]| rows.iter().map(|row| ledger.of(Kind::Task).id_at(*row)).collect::<Vec<_>>();
            let (before_ids, was_live) = (ids(&ledger, &before), asked(&ledger, &Query::default()));
            let was_live = ids(&ledger, &was_live);
            match event {
                Event::Choose(_) if before.is_empty() => {}
                Event::Choose(row) => place = Place::at(table, &before, usize::from(row) % before.len(), 0),
                Event::Ask(down) => arrangement = Arrangement::of(table, &asked(&ledger, &query(down))),
                Event::Type(text) => {
                    let Some(shown) = before.get(place.row(table, &before)).copied() else { continue };
                    let chosen = place.record().filter(|id| before_ids.contains(id));
                    let written = table.id_at(shown);
                    prop_assert!(chosen.is_none_or(|id| id == written), "typed into the record that was chosen");
                    type_into(&mut ledger, shown, Column::Field(Task::title), &text);
                    prop_assert_eq!(ledger.value(RecordRef::new(Kind::Task, written), Task::title), Value::Text(text));
                    prop_assert_eq!(&ids(&ledger, &arrangement.rows(ledger.of(Kind::Task))), &before_ids);
                }
                Event::Elsewhere(wish) => {
                    let change = wish.change(&ledger, 0x10_0000 + at);
                    let _refused_is_fine = ledger.apply(&change, &origin(noon(date("2025-06-30"))));
                    let table = ledger.of(Kind::Task);
                    let after = ids(&ledger, &arrangement.rows(table));
                    let stayed: Vec<RawId> = after.iter().copied().filter(|id| before_ids.contains(id)).collect();
                    let live = |id: &RawId| table.position(*id).is_some_and(|row| table.is_live(row));
                    let expected: Vec<RawId> = before_ids.iter().copied().filter(live).collect();
                    prop_assert_eq!(stayed, expected, "those that were in sight keep their order");
                    prop_assert!(
                        after.iter().all(|id| before_ids.contains(id) || !was_live.contains(id)),
                        "what the filter left out stays out"
                    );
                    if let Some(id) = place.record().filter(|id| after.contains(id)) {
                        let rows = arrangement.rows(table);
                        prop_assert_eq!(table.id_at(rows[place.row(table, &rows)]), id, "the active cell follows its record");
                    }
                }
            }
        }
    }
}
