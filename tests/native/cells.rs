//! Cells: what people type is read without guessing, and what is shown can be typed again.

use std::collections::BTreeMap;

use ledger::domain::{
    AnyTable, Change, FieldType, Index, Kind, Lang, Ledger, RawId, Value, builtins::institution, choice::StageName,
    records::Task,
};
use proptest::prelude::*;
use table_model::{
    column::{Column, Sheet, fields},
    filter::Query,
    text,
};

use support::{blank, date, granted, noon, origin, wishes};

fn sheet<'a>(ledger: &'a Ledger, index: &'a Index, kind: Kind) -> Sheet<'a> {
    Sheet { ledger, index, as_of: date("2024-12-10"), kind, marks: &[], lang: Lang::Zh }
}

#[test]
fn dates_are_read_in_the_forms_that_people_type_and_never_guessed() {
    for typed in ["2024-06-03", "2024/6/3", "2024.6.3", "20240603", "2024年6月3日", " ２０２４年６月３日 "]
    {
        assert_eq!(text::parse(typed, FieldType::Date, &blank()), Ok(Value::Date(date("2024-06-03"))), "{typed}");
    }
    for typed in ["2024-06", "6月底", "长期", "03/06/2024", "24-6-3", "2024-02-30", "45446", "2024-6-3-1"] {
        assert!(text::parse(typed, FieldType::Date, &blank()).is_err(), "{typed}");
    }
}

#[test]
fn numbers_are_read_with_separators_and_units_and_never_guessed() {
    for (typed, hundredths) in
        [("70%", 7_000), ("1,200", 120_000), ("1,234,567.89", 123_456_789), ("3户", 300), ("７０", 7_000)]
    {
        let read = text::parse(typed, FieldType::Number, &blank()).unwrap();
        assert_eq!(read, Value::Number(ledger::domain::Decimal::from_hundredths(hundredths)), "{typed}");
    }
    for typed in ["1,5", "1,2345", "约70", "七十", "0.333", "1e3", "-"] {
        assert!(text::parse(typed, FieldType::Number, &blank()).is_err(), "{typed}");
    }
}

#[test]
fn a_stage_takes_a_yes_a_no_or_a_day() {
    use ledger::domain::Stage::{No, Yes};
    for (typed, stage) in
        [("√", Yes(None)), ("是", Yes(None)), ("×", No), ("否", No), ("2024-05-01", Yes(Some(date("2024-05-01"))))]
    {
        assert_eq!(text::parse(typed, FieldType::Stage, &blank()), Ok(Value::Stage(stage)), "{typed}");
    }
    assert_eq!(text::parse("  ", FieldType::Stage, &blank()), Ok(Value::Empty), "empty is not no");
}

#[test]
fn typing_into_a_stage_that_nobody_reported_makes_the_adoption() {
    let mut ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let row = (0..ledger.enterprises.len()).find(|at| index.adoption(*at, institution::INCENTIVE).is_none()).unwrap();
    let column = Column::Stage(institution::INCENTIVE, StageName::Issued);
    let change = sheet(&ledger, &index, Kind::Enterprise)
        .edit(row, column, "2024-11-01", &mut || RawId(1 << 40))
        .unwrap()
        .unwrap();
    assert!(matches!(change, Change::Create { .. }));
    ledger.apply(&change, &origin(noon(date("2024-12-10")))).unwrap();
    let index = Index::new(&ledger);
    assert_eq!(sheet(&ledger, &index, Kind::Enterprise).cell(row, column).text, "2024-11-01");
}

#[test]
fn typing_a_status_twice_on_one_day_makes_one_entry_of_the_log() {
    let mut ledger = seed::sample().unwrap();
    let before = ledger.progress.live_count();
    for typed in ["申请销号", "已销号"] {
        let index = Index::new(&ledger);
        let change = sheet(&ledger, &index, Kind::Task).edit(0, Column::Status, typed, &mut || RawId(1 << 41)).unwrap();
        if let Some(change) = change {
            ledger.apply(&change, &origin(noon(date("2024-12-10")))).unwrap();
        }
    }
    assert_eq!(ledger.progress.live_count(), before + 1);
    let index = Index::new(&ledger);
    assert_eq!(sheet(&ledger, &index, Kind::Task).cell(0, Column::Status).text, "已销号");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_a_cell_shows_can_be_typed_into_it_again(list in wishes(40)) {
        let ledger = granted(&list, |_, _| {});
        let index = Index::new(&ledger);
        for kind in Kind::ALL {
            let sheet = sheet(&ledger, &index, *kind);
            for row in 0..ledger.of(*kind).len() {
                for column in fields(*kind) {
                    // Several records may have one name; then typing it is refused, as it should be.
                    if matches!(column.field_type(), Some(FieldType::Ref(_))) {
                        continue;
                    }
                    let shown = sheet.cell(row, column).text;
                    if shown.trim() != shown || shown.chars().any(|c| c.is_control() || c == '\u{2028}') {
                        continue;
                    }
                    let typed = sheet.edit(row, column, &shown, &mut || RawId(1 << 42));
                    prop_assert_eq!(typed, Ok(None), "{:?} {:?}", column, shown);
                }
            }
        }
    }
}

#[test]
fn a_tables_rows_and_order_live_in_its_address() {
    let params: BTreeMap<String, String> =
        [("f.key", "yes"), ("c.title", "董事"), ("q", "外部"), ("sort", "-deadline"), ("on", "2024-12-10")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
    let query = Query::from_params(&params);
    let mut written = BTreeMap::from([("on".to_owned(), "2024-12-10".to_owned()), ("q".to_owned(), "旧".to_owned())]);
    query.into_params(&mut written);
    assert_eq!(written, params);
}

#[test]
fn filters_search_and_sort_agree_with_the_rows() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let sheet = sheet(&ledger, &index, Kind::Task);
    let all = 0..ledger.tasks.len();
    let query = |text: &str| {
        Query::from_params(
            &text.split('&').map(|p| p.split_once('=').unwrap()).map(|(a, b)| (a.into(), b.into())).collect(),
        )
    };
    let key = query("f.key=yes").rows(&sheet, &[], all.clone());
    assert_eq!(key.len(), ledger.tasks.iter().filter(|(_, row)| row.key == Some(true)).count());
    let unfilled = query("f.deadline=").rows(&sheet, &[], all.clone());
    assert_eq!(unfilled.len(), ledger.tasks.iter().filter(|(_, row)| row.deadline.is_none()).count());
    assert!(!unfilled.is_empty());
    let mut sorted: Vec<usize> = all.collect();
    query("sort=-deadline").sort(&sheet, &mut sorted, |texts| vec![0; texts.len()]);
    let days: Vec<_> = sorted.iter().map(|at| ledger.tasks.at(*at).deadline).collect();
    let filled: Vec<_> = days.iter().flatten().copied().collect();
    assert!(filled.is_sorted_by(|a, b| a >= b));
    assert!(days[filled.len()..].iter().all(Option::is_none), "what is empty comes last, whichever way");
    let column = Column::of_key(Kind::Task, Task::deadline.meta().key);
    assert_eq!(column, Some(Column::Field(Task::deadline)));
}

#[test]
fn what_a_table_was_filtered_by_is_told_by_the_values_that_the_rows_show() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let sheet = sheet(&ledger, &index, Kind::Task);
    let query = |params: &[(&str, &str)]| {
        Query::from_params(&params.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    };
    // Every token of every column of the table, as the rows have it.
    for column in fields(Kind::Task).chain([Column::Status, Column::Percent]) {
        for row in 0..ledger.tasks.len() {
            let (token, text) = (sheet.token(row, column), sheet.cell(row, column).text);
            let words = query(&[(&format!("f.{}", column.key()), &token)]).words(&sheet, 6);
            let says = if token.is_empty() { "空白".to_owned() } else { text };
            // A text with the separator in it is two tokens to the address.
            if !token.contains('|') {
                assert_eq!(words, [format!("{}：{says}", column.heading(&ledger, Lang::Zh))]);
            }
        }
    }
    let told = query(&[("f.warning_sign", "red|unreported|"), ("c.title", "董事"), ("q", "外部")]).words(&sheet, 6);
    assert_eq!(told, ["任务：含「董事」", "预警：逾期、状态未报、空白", "搜索「外部」"]);
    let many = query(&[("f.number", "1|2|3|4|5|6|7|8")]).words(&sheet, 2);
    assert_eq!(many.len(), 1);
    assert!(many[0].ends_with("等 8 项"), "{many:?}");
}

#[test]
fn lines_pasted_below_the_last_row_become_records_with_their_progress_and_stages() {
    let mut ledger = blank();
    let index = Index::new(&ledger);
    let columns = [Column::Field(Task::title), Column::Field(Task::deadline), Column::Status, Column::Percent];
    let line = ["新任务", "2025-06-30", "推进中", "40"];
    let mut next = 1 << 43;
    let mut new_id = || {
        next += 1;
        RawId(next)
    };
    let made = sheet(&ledger, &index, Kind::Task).new_row(columns.into_iter().zip(&line), &mut new_id).unwrap();
    ledger.apply(&Change::Batch(made), &origin(noon(date("2024-12-10")))).unwrap();
    let index = Index::new(&ledger);
    let shown: Vec<String> =
        columns.iter().map(|column| sheet(&ledger, &index, Kind::Task).cell(0, *column).text).collect();
    assert_eq!(shown, line);
    let refused = sheet(&ledger, &index, Kind::Task).new_row([(Column::Warning, &"红")].into_iter(), &mut || RawId(1));
    assert!(refused.is_err(), "a computed column takes nothing");
}
