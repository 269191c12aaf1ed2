//! Branch and bound: the cheapest takes, and what no takes go below.
//!
//! If a candidate earned the prices of the needs that it serves, it would be taken wherever that is more
//! than it costs. What that leaves to pay is no more than any set costs that fills the needs, whatever the
//! prices are: the bound is computed from rounded prices in integers, and owes nothing to floating point.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Cell, Reduced, simplex::Simplex};

/// The most work, in visits to numbers.
const WORK: u64 = 200_000_000;
/// Prices in this part of a step are exact.
const SCALE: f64 = (1_u64 << 32) as f64;
/// The highest price that is used: any price gives a true bound, and this one leaves room to sum them up.
const DEAREST: f64 = 1e15;

/// A part of all takes: at least and at most so many of each cell.
#[derive(Clone)]
pub(super) struct Limits {
    pub(super) least: Vec<usize>,
    pub(super) most: Vec<usize>,
}

/// What makes a part of a larger part: limits on one cell.
struct Cut {
    /// The larger part, by position.
    of: usize,
    cell: usize,
    least: usize,
    most: usize,
}

/// How many to take of each cell, and what no set goes below.
pub(super) fn solve(question: &Reduced) -> (Vec<usize>, i64) {
    let all = Limits {
        least: vec![0; question.cells.len()],
        most: question.cells.iter().map(|cell| cell.members.len()).collect(),
    };
    let mut best = repaired(question, all.least.clone(), &vec![0.0; question.wanted.len()]);
    let mut effort = question.effort(&best);
    let mut simplex = Simplex::new(question);
    // The parts still to look at, by what they cost at least; the first is the whole, the others are cuts.
    let mut open: BinaryHeap<(Reverse<i64>, usize)> = [(Reverse(0), 0)].into();
    let mut cuts: Vec<Cut> = Vec::new();
    while let Some((Reverse(known), at)) = open.pop() {
        if known >= effort {
            break;
        }
        if simplex.work >= WORK {
            return (best, known);
        }
        let part = limits(&all, &cuts, at);
        simplex.solve(&part, WORK);
        let bound = bound(question, &simplex.prices, &part).max(known);
        let shares = simplex.shares();
        let whole = |share: f64, cell: &Cell| (share.max(0.0) as usize).min(cell.members.len());
        let rounded =
            |by: f64| shares.iter().zip(&question.cells).map(|(share, cell)| whole(share + by, cell)).collect();
        // The most of the part is the only set of a part that cannot be halved.
        for takes in [rounded(1e-6), rounded(1.0 - 1e-6), part.most.clone()] {
            let takes = repaired(question, takes, &simplex.prices);
            let own = question.effort(&takes);
            if own < effort {
                (best, effort) = (takes, own);
            }
        }
        if bound >= effort {
            continue;
        }
        for cut in halves(&shares, &part, at) {
            cuts.push(cut);
            let most = limits(&all, &cuts, cuts.len()).most;
            if question.slack(&most).iter().all(|slack| *slack >= 0) {
                open.push((Reverse(bound), cuts.len()));
            }
        }
    }
    (best, effort)
}

/// The limits of a part.
fn limits(all: &Limits, cuts: &[Cut], mut part: usize) -> Limits {
    let mut limits = all.clone();
    while let Some(cut) = part.checked_sub(1).and_then(|at| cuts.get(at)) {
        limits.least[cut.cell] = limits.least[cut.cell].max(cut.least);
        limits.most[cut.cell] = limits.most[cut.cell].min(cut.most);
        part = cut.of;
    }
    limits
}

/// What no takes within limits cost less than, by prices.
fn bound(question: &Reduced, prices: &[f64], limits: &Limits) -> i64 {
    let scale = SCALE as i128;
    let prices: Vec<i128> = prices.iter().map(|price| (price.clamp(0.0, DEAREST) * SCALE).round() as i128).collect();
    let mut value: i128 = prices.iter().zip(&question.wanted).map(|(price, want)| price * i128::from(*want)).sum();
    for (at, cell) in question.cells.iter().enumerate() {
        let earned: i128 = cell.needs.iter().map(|need| prices[*need]).sum();
        let worth = cell.efforts.partition_point(|effort| i128::from(*effort) * scale < earned);
        let take = worth.clamp(limits.least[at], limits.most[at]);
        let costs: i128 = cell.efforts[..take].iter().map(|effort| i128::from(*effort)).sum();
        value += costs * scale - earned * take as i128;
    }
    i64::try_from((value + scale - 1).div_euclid(scale)).unwrap_or(0)
}

/// Fills what a set lacks, then takes out who is not needed.
fn repaired(question: &Reduced, mut takes: Vec<usize>, prices: &[f64]) -> Vec<usize> {
    let mut slack = question.slack(&takes);
    // The next of each cell by what it costs for each need that it still helps.
    let rate = |cell: &Cell, take: usize, slack: &[i64]| {
        let helps = cell.needs.iter().filter(|need| slack[**need] < 0).count() as i64;
        let effort = *cell.efforts.get(take)?;
        (helps > 0).then(|| {
            let earned: f64 = cell.needs.iter().filter(|need| slack[**need] < 0).map(|need| prices[*need]).sum();
            (effort * 1_000 - (earned * 1e3) as i64, effort * 1_000 / helps)
        })
    };
    let mut queue: BinaryHeap<_> = question
        .cells
        .iter()
        .enumerate()
        .filter_map(|(at, cell)| rate(cell, takes[at], &slack).map(|rate| Reverse((rate, at))))
        .collect();
    while let Some(Reverse((old, at))) = queue.pop() {
        let cell = &question.cells[at];
        let Some(now) = rate(cell, takes[at], &slack) else { continue };
        if now == old {
            takes[at] += 1;
            cell.needs.iter().for_each(|need| slack[*need] += 1);
        }
        // What it helps only shrinks, so its rate never falls: it waits for its turn again.
        if let Some(next) = rate(cell, takes[at], &slack) {
            queue.push(Reverse((next, at)));
        }
    }
    question.drop_spare(&mut takes, &mut slack);
    takes
}

/// A part in two: fewer or more of the cell of which the share is nearest to a half; where all are whole
/// and yet not proven, of the one with the widest limits.
fn halves(shares: &[f64], part: &Limits, of: usize) -> Vec<Cut> {
    let whole = |at: usize| (shares[at] - shares[at].floor() - 0.5).abs() > 0.5 - 1e-6;
    let order = |at: &usize| {
        let width = part.most[*at] - part.least[*at];
        let off = if whole(*at) { 1.0 } else { (shares[*at] - shares[*at].floor() - 0.5).abs() };
        (off, Reverse(width), *at)
    };
    let open = (0..shares.len()).filter(|at| part.least[*at] < part.most[*at]).map(|at| order(&at));
    let Some((_, _, cell)) = open.min_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2)))) else {
        return Vec::new();
    };
    let (least, most) = (part.least[cell], part.most[cell]);
    let below = (shares[cell].max(0.0) as usize).clamp(least, most - 1);
    vec![Cut { of, cell, least, most: below }, Cut { of, cell, least: below + 1, most }]
}
