//! Prices on needs: a lower bound for any families, and a set near it.
//!
//! If a candidate earned the prices of the needs that it serves, it would be taken wherever that is more
//! than it costs. What that leaves to pay is no more than any set costs that fills the needs, whatever the
//! prices are. They rise where too few are taken and fall where too many are.

use super::Reduced;

/// How many times prices are set.
const ROUNDS: usize = 400;
/// Prices in this part of a hundredth are exact, and so is the bound.
const SCALE: i64 = 1 << 10;

/// How many to take of each cell, and what no set goes below.
pub(super) fn solve(question: &Reduced) -> (Vec<usize>, i64) {
    let sums: Vec<Vec<i64>> = question.cells.iter().map(|cell| prefix_sums(&cell.efforts)).collect();
    let step = common_step(question);
    let mut best = repaired(question, vec![0; question.cells.len()], &vec![0; question.wanted.len()]);
    let mut best_effort = question.effort(&best);
    let mut prices = vec![0_i64; question.wanted.len()];
    let (mut bound, mut eagerness) = (0, 1.0);
    let mut since = 0;
    for round in 0..ROUNDS {
        let (takes, value) = priced(question, &sums, &prices);
        // Efforts are whole multiples of a step, and so is every sum of them.
        let own = ceil_div(ceil_div(value, SCALE), step) * step;
        if own > bound {
            (bound, since) = (own, 0);
        } else {
            since += 1;
            if since % 20 == 0 {
                eagerness *= 0.7;
            }
        }
        if round % 8 == 0 {
            let set = repaired(question, takes.clone(), &prices);
            let effort = question.effort(&set);
            if effort < best_effort {
                (best, best_effort) = (set, effort);
            }
        }
        if bound >= best_effort {
            break;
        }
        let lack: Vec<i64> = question.slack(&takes).iter().map(|slack| -slack).collect();
        let length: f64 = lack.iter().map(|lack| (lack * lack) as f64).sum();
        if length == 0.0 {
            break;
        }
        let stride = eagerness * (best_effort as f64 * SCALE as f64 * 1.02 - value as f64).max(1.0) / length;
        for (price, lack) in prices.iter_mut().zip(&lack) {
            *price = (*price + (stride * *lack as f64) as i64).max(0);
        }
    }
    (best, bound.min(best_effort))
}

fn prefix_sums(efforts: &[i64]) -> Vec<i64> {
    let mut sum = 0;
    std::iter::once(0)
        .chain(efforts.iter().map(|effort| {
            sum += effort;
            sum
        }))
        .collect()
}

/// The greatest number that every effort is a multiple of; 1 where all are 0.
fn common_step(question: &Reduced) -> i64 {
    fn gcd(a: i64, b: i64) -> i64 {
        if b == 0 { a } else { gcd(b, a % b) }
    }
    question.cells.iter().flat_map(|cell| &cell.efforts).fold(0, |a, b| gcd(a, *b)).max(1)
}

fn ceil_div(a: i64, b: i64) -> i64 {
    a.div_euclid(b) + i64::from(a.rem_euclid(b) > 0)
}

/// Who is taken at some prices, and what that leaves to pay, both prices and it scaled.
fn priced(question: &Reduced, sums: &[Vec<i64>], prices: &[i64]) -> (Vec<usize>, i64) {
    let mut value: i64 = prices.iter().zip(&question.wanted).map(|(price, want)| price * want).sum();
    let takes = question.cells.iter().zip(sums).map(|(cell, sums)| {
        let earned: i64 = cell.needs.iter().map(|need| prices[*need]).sum();
        let take = cell.efforts.partition_point(|effort| effort * SCALE < earned);
        value += sums[take] * SCALE - earned * take as i64;
        take
    });
    (takes.collect(), value)
}

/// Fills what a set lacks, then takes out who is not needed.
fn repaired(question: &Reduced, mut takes: Vec<usize>, prices: &[i64]) -> Vec<usize> {
    let mut slack = question.slack(&takes);
    // The next of each cell by what it costs for each need that it still helps.
    let rate = |cell: &super::Cell, take: usize, slack: &[i64]| {
        let helps = cell.needs.iter().filter(|need| slack[**need] < 0).count() as i64;
        let effort = *cell.efforts.get(take)?;
        (helps > 0).then(|| {
            let earned: i64 = cell.needs.iter().filter(|need| slack[**need] < 0).map(|need| prices[*need]).sum();
            (effort * SCALE - earned, effort * SCALE / helps)
        })
    };
    let mut queue: std::collections::BinaryHeap<_> = question
        .cells
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| rate(cell, takes[at], &slack).map(|rate| std::cmp::Reverse((rate, at))))
        .collect();
    while let Some(std::cmp::Reverse((old, at))) = queue.pop() {
        let cell = &question.cells[at];
        let Some(now) = rate(cell, takes[at], &slack) else { continue };
        if now == old {
            takes[at] += 1;
            cell.needs.iter().for_each(|need| slack[*need] += 1);
        }
        // What it helps only shrinks, so its rate never falls: it waits for its turn again.
        if let Some(next) = rate(cell, takes[at], &slack) {
            queue.push(std::cmp::Reverse((next, at)));
        }
    }
    drop_spare(question, &mut takes, &mut slack);
    takes
}

/// Takes out who is not needed, the dearest first.
pub(super) fn drop_spare(question: &Reduced, takes: &mut [usize], slack: &mut [i64]) {
    let mut order: Vec<(i64, usize)> = question
        .cells
        .iter()
        .enumerate()
        .flat_map(|(at, cell)| cell.efforts[..takes[at]].iter().map(move |effort| (*effort, at)))
        .collect();
    order.sort_unstable_by_key(|(effort, at)| (std::cmp::Reverse(*effort), std::cmp::Reverse(*at)));
    for (_, at) in order {
        let needs = &question.cells[at].needs;
        if takes[at] > 0 && needs.iter().all(|need| slack[*need] > 0) {
            takes[at] -= 1;
            needs.iter().for_each(|need| slack[*need] -= 1);
        }
    }
}
