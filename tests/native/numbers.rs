//! Exact arithmetic: targets are compared in integers, and rates are printed as spreadsheets round them, but
//! never across a target, nor to all or to none.

use ledger::domain::{Decimal, Ratio, is_rounded_apart};
use proptest::prelude::*;

fn per_cent(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn the_cases_of_the_article_come_out_to_the_last_household() {
    let seventy = per_cent("70");
    let before = Ratio::new(95, 137);
    assert_eq!((before.percent().as_str(), before.meets(seventy), before.gap(seventy)), ("69.3%", Some(false), 1));
    let after = Ratio::new(96, 137);
    assert_eq!((after.percent().as_str(), after.meets(seventy), after.gap(seventy)), ("70.1%", Some(true), 0));
    let near = Ratio::new(1_999, 2_857);
    assert_eq!(
        (near.percent_beside(Some(seventy)).as_str(), near.meets(seventy), near.gap(seventy)),
        ("69.9%", Some(false), 1)
    );
    let nothing = Ratio::new(0, 0);
    assert_eq!((nothing.percent().as_str(), nothing.meets(seventy), nothing.gap(seventy)), ("—", None, 0));
    assert_eq!(Ratio::new(29, 100).meets(per_cent("29")), Some(true), "0.29 × 100 is 28.999… in floating point");
}

/// What spreadsheets show, but for the guards.
#[test]
fn rates_are_printed_as_spreadsheets_round_them_with_three_guards() {
    let none: Option<&str> = None;
    for (num, den, target, shown) in [
        (22, 32, none, "68.8%"),
        (22, 32, Some("70"), "68.8%"),
        (2, 3, none, "66.7%"),
        (-1, 3, none, "-33.3%"),
        (-2, 3, none, "-66.7%"),
        (1, 2_001, none, "<0.1%"),
        (1, 2_000, none, "0.1%"),
        (-1, 4_000, none, ">-0.1%"),
        (0, 5, none, "0.0%"),
        (5, 5, none, "100.0%"),
        (1_999, 2_000, none, ">99.9%"),
        (9_999, 10_000, Some("100"), ">99.9%"),
        (6_996, 10_000, Some("70"), "69.9%"),
        (6_996, 10_000, none, "70.0%"),
        (6_996, 10_000, Some("69.96"), "70.0%"),
        (1_999, 2_857, Some("70"), "69.9%"),
        (6_664, 10_000, Some("66.64"), "66.7%"),
        (2, 3, Some("66.67"), "66.6%"),
        (12_500, 10_000, none, "125.0%"),
        (0, 0, Some("70"), "—"),
    ] {
        assert_eq!(Ratio::new(num, den).percent_beside(target.map(per_cent)), shown, "{num}/{den} beside {target:?}");
    }
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

    /// Within half a tenth of the exact rate, and a tenth where a target stands between.
    #[test]
    fn a_printed_rate_is_the_nearest_tenth_unless_a_target_lies_between(
        den in 1i64..1_000_000, part in -1.0..=1.5, target in prop::option::of(0i64..=10_000),
    ) {
        let num = (den as f64 * part) as i64;
        let target = target.map(Decimal::from_hundredths);
        let ratio = Ratio::new(num, den);
        let (free, beside) = (ratio.printed(None).unwrap(), ratio.printed(target).unwrap());
        prop_assert!((2 * (free.tenths * den - num * 1_000)).abs() <= den);
        prop_assert!(free.less(beside).abs() <= 1);
        let text = beside.to_string();
        prop_assert_eq!(text == "100.0%", num == den, "{}", text);
        prop_assert_eq!(text == "0.0%", num == 0, "{}", text);
        if let (Some(target), false) = (target, text.starts_with(['<', '>'])) {
            let shown: Decimal = text.trim_end_matches('%').parse().unwrap();
            prop_assert_eq!(ratio.meets(target), Some(shown >= target), "{} beside {}", text, target);
        }
        if let (Some(target), Some(bound)) = (target, text.strip_prefix(['<', '>'])) {
            let bound: Decimal = bound.trim_end_matches('%').parse().unwrap();
            // 「<0.1%」 says below 0.1: then the target of 0.1 is missed, and so on.
            if text.starts_with('<') && bound <= target {
                prop_assert_eq!(ratio.meets(target), Some(false));
            }
            if text.starts_with('>') && bound >= target {
                prop_assert_eq!(ratio.meets(target), Some(true));
            }
        }
    }

    #[test]
    fn rates_are_ordered_as_fractions(a in 0i64..500, b in 1i64..500, c in 0i64..500, d in 1i64..500) {
        prop_assert_eq!(Ratio::new(a, b).cmp_rate(Ratio::new(c, d)), (a * d).cmp(&(c * b)));
    }
}

#[test]
fn shares_of_a_whole_that_do_not_add_up_as_printed_say_so() {
    let of = |parts: &[i64], den| parts.iter().map(|num| Ratio::new(*num, den)).collect::<Vec<_>>();
    assert!(is_rounded_apart(&of(&[1, 1, 1], 3)), "33.3 three times");
    assert!(!is_rounded_apart(&of(&[1, 1, 2], 4)));
    assert!(!is_rounded_apart(&of(&[1, 1], 3)), "two parts of three make no whole");
    assert!(!is_rounded_apart(&[]));
}
