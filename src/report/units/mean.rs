//! The mean of rates, exact: where a bounded precision cannot tell, whole numbers of any length can.

use std::cmp::Ordering;

use ledger::domain::{Printed, Ratio};

/// The mean of rates as it is printed; `None` where there is none with something to measure. It says how
/// units do on average whatever their size, and is never the rate of all.
pub fn mean(rates: &[Ratio]) -> Option<Printed> {
    let rates: Vec<Ratio> = rates.iter().copied().filter(|rate| rate.den > 0).collect();
    let count = i128::try_from(rates.len()).ok().filter(|count| *count > 0)?;
    // Each rate is cut off at so many places: the sum lies between `low` and `low + count`.
    const PLACES: i128 = 1_000_000_000_000_000;
    let cut_off = |rate: &Ratio| {
        let (num, den) = (i128::from(rate.num), i128::from(rate.den));
        num.div_euclid(den) * PLACES + num.rem_euclid(den) * PLACES / den
    };
    let low: i128 = rates.iter().map(cut_off).sum();
    // Rounded half up by twentieths of a per cent; rates below none have none here.
    let twentieths = |sum: i128| (sum * 2_000).div_euclid(count * PLACES);
    let (least, most) = (twentieths(low), twentieths(low + count));
    let exact = if least < most && reaches(&rates, most) { most } else { least };
    let tenths = i64::try_from((exact + 1).div_euclid(2)).ok()?;
    let beyond = match tenths {
        0 if rates.iter().any(|rate| rate.num > 0) => Ordering::Greater,
        1_000 if !reaches(&rates, 2_000) => Ordering::Less,
        _ => Ordering::Equal,
    };
    Some(Printed::new(tenths, beyond))
}

/// Whether `2000 · Σ num/den ≥ twentieths · count`, over one common denominator.
fn reaches(rates: &[Ratio], twentieths: i128) -> bool {
    let Ok(goal) = u64::try_from(twentieths) else { return true };
    let (mut num, mut den) = (vec![0_u64], vec![1_u64]);
    for rate in rates {
        let (Ok(own_num), Ok(own_den)) = (u64::try_from(rate.num), u64::try_from(rate.den)) else { return false };
        let divisor = common_divisor(own_num, own_den);
        let (own_num, own_den) = (own_num / divisor, own_den / divisor);
        num = sum(&times(&num, own_den), &times(&den, own_num));
        den = times(&den, own_den);
    }
    let left = times(&num, 2_000);
    let right = times(&times(&den, goal), rates.len() as u64);
    let significant = |number: &[u64]| number.iter().rposition(|digit| *digit != 0).map_or(0, |at| at + 1);
    let (left, right) = (&left[..significant(&left)], &right[..significant(&right)]);
    left.len().cmp(&right.len()).then_with(|| left.iter().rev().cmp(right.iter().rev())).is_ge()
}

const fn common_divisor(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Digits of base 2⁶⁴, the lowest first.
fn times(number: &[u64], factor: u64) -> Vec<u64> {
    let mut carry = 0_u128;
    let mut product: Vec<u64> = Vec::with_capacity(number.len() + 1);
    for digit in number {
        let here = u128::from(*digit) * u128::from(factor) + carry;
        product.push(here as u64);
        carry = here >> 64;
    }
    if carry > 0 {
        product.push(carry as u64);
    }
    product
}

fn sum(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut carry = 0_u128;
    let mut total = Vec::with_capacity(a.len().max(b.len()) + 1);
    for at in 0..a.len().max(b.len()) {
        let digit = |number: &[u64]| u128::from(number.get(at).copied().unwrap_or(0));
        let here = digit(a) + digit(b) + carry;
        total.push(here as u64);
        carry = here >> 64;
    }
    if carry > 0 {
        total.push(carry as u64);
    }
    total
}
