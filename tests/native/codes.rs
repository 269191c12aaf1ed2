//! Credit codes, regions and dates: real ones are taken as they are, damaged ones are named and never repaired.

use ledger::domain::{
    CodeVerdict, CreditCode, RegionCode, parse_date,
    region::{REGIONS, RegionLevel},
};
use proptest::prelude::*;

const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

fn real(name: &str) -> csv::Reader<std::fs::File> {
    csv::Reader::from_path(format!("{}/../data/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn real_codes_are_judged_as_their_check_characters_say() {
    let mut judged = 0;
    for row in real("uscc.csv").records() {
        let row = row.unwrap();
        let expected = if &row[5] == "yes" { CodeVerdict::Valid } else { CodeVerdict::CheckFails };
        assert_eq!(CreditCode::new(&row[1]).verdict(), Some(expected), "{} {}", &row[0], &row[1]);
        judged += 1;
    }
    assert_eq!(judged, 63);
}

#[test]
fn what_a_spreadsheet_does_to_a_code_is_named() {
    for (text, verdict) in [
        ("9.111E+17", CodeVerdict::SpreadsheetDamage),
        ("9.11100001000008E+17", CodeVerdict::SpreadsheetDamage),
        ("911100001000008000", CodeVerdict::SpreadsheetDamage),
        ("911100001000008170.0", CodeVerdict::SpreadsheetDamage),
        ("9111000010000081", CodeVerdict::WrongLength),
        ("91110000100000817I", CodeVerdict::WrongCharacter),
        ("91110000100000817X", CodeVerdict::Valid),
        ("９１１１００００１０００００８１７ｘ", CodeVerdict::Valid),
        (" 9111 0000 1000 0081 7x\u{feff}", CodeVerdict::Valid),
        ("911100001000008171", CodeVerdict::CheckFails),
    ] {
        assert_eq!(CreditCode::new(text).verdict(), Some(verdict), "{text}");
    }
    assert_eq!(CreditCode::new("  ").verdict(), None, "nothing given is not a damaged code");
}

proptest! {
    #[test]
    fn one_wrong_character_never_passes_the_check(
        first in "[0-9ABCDEFGHJKLMNPQRTUWXY]{17}",
        at in 0usize..18,
        with in 0usize..31,
    ) {
        let code = CreditCode::with_check_character(&first);
        prop_assert_eq!(code.verdict(), Some(CodeVerdict::Valid));
        let mut letters: Vec<char> = code.as_str().chars().collect();
        let other = ALPHABET.chars().nth(with).unwrap();
        prop_assume!(letters[at] != other);
        letters[at] = other;
        let changed: String = letters.into_iter().collect();
        prop_assert_ne!(CreditCode::new(&changed).verdict(), Some(CodeVerdict::Valid));
    }

    #[test]
    fn reading_a_code_twice_changes_nothing(text in "\\PC{0,24}") {
        let once = CreditCode::new(&text);
        prop_assert_eq!(CreditCode::new(once.as_str()), once);
    }

    #[test]
    fn only_days_of_the_calendar_are_dates(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}") {
        if let Some(day) = parse_date(&text) {
            prop_assert_eq!(day.to_string(), text);
        }
    }
}

#[test]
fn dates_are_read_strictly() {
    assert!(parse_date("2024-02-29").is_some());
    for text in ["2023-02-29", "2024-2-29", "2024-13-01", "2024-00-10", "24-01-01", "2024-01-01 ", "2024/01/01", ""] {
        assert_eq!(parse_date(text), None, "{text}");
    }
}

#[test]
fn every_region_of_the_ministrys_table_is_known_by_code() {
    for row in real("regions.csv").records() {
        let row = row.unwrap();
        assert_eq!(RegionCode::parse(&row[0]).unwrap().name(), Some(&row[1]), "{}", &row[0]);
    }
    assert!(REGIONS.is_sorted_by_key(|(code, _)| *code));
}

#[test]
fn regions_are_found_by_the_names_people_use() {
    for (text, code) in
        [("江苏", "320000"), ("江苏省", "320000"), ("内蒙古", "150000"), ("深圳市", "440300"), ("440300", "440300")]
    {
        assert_eq!(RegionCode::find(text).unwrap().to_string(), code);
    }
    assert_eq!(RegionCode::find("鼓楼区"), None, "several cities have one");
    assert_eq!(RegionCode::find("上海市普陀区"), RegionCode::parse("310107"));
    for (code, _) in REGIONS.iter() {
        assert_eq!(RegionCode::find(&code.full_name().unwrap()), Some(*code), "{code}");
    }
    let shenzhen = RegionCode::find("深圳").unwrap();
    assert_eq!(shenzhen.level(), RegionLevel::City);
    assert!(RegionCode::find("广东").unwrap().contains(shenzhen));
    assert!(!shenzhen.contains(RegionCode::find("广东").unwrap()));
}
