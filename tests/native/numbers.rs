//! Exact arithmetic: rates are never rounded up, targets are compared in integers.

use proptest::prelude::*;
use reform_ledger::domain::{Decimal, Ratio};

fn per_cent(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn the_cases_of_the_article_come_out_to_the_last_household() {
    let seventy = per_cent("70");
    let before = Ratio::new(95, 137);
    assert_eq!((before.percent().as_str(), before.meets(seventy), before.gap(seventy)), ("69.3%", Some(false), 1));
    let after = Ratio::new(96, 137);
    assert_eq!((after.percent().as_str(), after.meets(seventy), after.gap(seventy)), ("70.0%", Some(true), 0));
    let near = Ratio::new(1_999, 2_857);
    assert_eq!((near.percent().as_str(), near.meets(seventy), near.gap(seventy)), ("69.9%", Some(false), 1));
    let nothing = Ratio::new(0, 0);
    assert_eq!((nothing.percent().as_str(), nothing.meets(seventy), nothing.gap(seventy)), ("—", None, 0));
    assert_eq!(Ratio::new(29, 100).meets(per_cent("29")), Some(true), "0.29 × 100 is 28.999… in floating point");
}

#[test]
fn decimals_keep_two_places_and_refuse_what_they_would_have_to_round() {
    for (text, shown) in [("70", "70"), ("69.30", "69.3"), ("0.05", "0.05"), ("1.500", "1.5"), ("-3.25", "-3.25")] {
        assert_eq!(per_cent(text).to_string(), shown);
    }
    for text in ["", ".", "1.", ".5", "1.005", "1e3", "+1", "１", "NaN", "--1", "99999999999999999999"] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn a_decimal_reads_back_as_it_is_written(hundredths in -1_000_000_000_000i64..1_000_000_000_000) {
        let number = Decimal::from_hundredths(hundredths);
        prop_assert_eq!(number.to_string().parse::<Decimal>().unwrap(), number);
    }

    #[test]
    fn the_gap_is_the_least_number_that_meets_the_target(den in 1i64..100_000, part in 0.0..=1.0, target in 0i64..=10_000) {
        let num = (den as f64 * part) as i64;
        let (ratio, target) = (Ratio::new(num, den), Decimal::from_hundredths(target));
        let gap = ratio.gap(target);
        prop_assert_eq!(gap == 0, ratio.meets(target) == Some(true));
        prop_assert_eq!(Ratio::new(num + gap, den).meets(target), Some(true));
        if gap > 0 {
            prop_assert_eq!(Ratio::new(num + gap - 1, den).meets(target), Some(false));
        }
    }

    #[test]
    fn a_rate_on_screen_never_promises_more_than_there_is(den in 1i64..1_000_000, part in 0.0..=1.0) {
        let num = (den as f64 * part) as i64;
        let tenths = Ratio::new(num, den).tenths_of_percent().unwrap();
        prop_assert!(tenths * den <= num * 1_000);
        prop_assert!((tenths + 1) * den > num * 1_000);
    }

    #[test]
    fn rates_are_ordered_as_fractions(a in 0i64..500, b in 1i64..500, c in 0i64..500, d in 1i64..500) {
        prop_assert_eq!(Ratio::new(a, b).cmp_rate(Ratio::new(c, d)), (a * d).cmp(&(c * b)));
    }
}
