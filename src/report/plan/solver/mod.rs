//! The least effort that fills every need: which candidates to choose.
//!
//! Candidates that serve the same needs differ in effort alone, so of each such cell the cheapest come
//! first. The linear relaxation (`simplex`) prices the needs: that bounds every set from below, and mostly
//! its own set is already whole, always so where the needs fall into two families of parts that are disjoint
//! or lie within each other (the tiers; the whole with its groups). Where it is not, a search (`search`)
//! closes the gap, as far as a budget of work reaches.

mod search;
mod simplex;

use std::collections::BTreeMap;

/// An enterprise that could be moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it costs, in hundredths; not negative.
    pub effort: i64,
    /// The needs that it helps to fill, by position, each once.
    pub serves: Vec<u32>,
}

/// A set that fills every need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solution {
    /// Who is chosen, by position, ascending.
    pub chosen: Vec<u32>,
    /// What they cost together.
    pub effort: i64,
    /// No set that fills every need costs less.
    pub bound: i64,
}

impl Solution {
    /// Whether no set costs less.
    pub const fn is_proven(&self) -> bool {
        self.effort == self.bound
    }
}

/// A need that all candidates together do not fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The need, by position.
    pub need: u32,
    /// How many it wants.
    pub wanted: i64,
    /// How many serve it.
    pub available: i64,
}

/// Candidates that serve the same needs, the cheapest first.
#[derive(Clone, Debug, Default)]
struct Cell {
    /// The needs, by their positions among those that want somebody.
    needs: Vec<usize>,
    /// Their positions among the candidates, in order of effort.
    members: Vec<u32>,
    /// Their efforts in steps, ascending.
    efforts: Vec<i64>,
}

/// What is left of a question when needs that want nobody are left out.
#[derive(Clone, Debug, Default)]
struct Reduced {
    cells: Vec<Cell>,
    /// How many each need wants; above 0.
    wanted: Vec<i64>,
    /// The greatest effort that each is a multiple of.
    step: i64,
    /// The last position of a candidate.
    last: u32,
}

/// Chooses candidates so that at least so many of them serve each need, with the least effort.
///
/// # Errors
/// Every need that even all candidates together do not fill.
pub fn cheapest(candidates: &[Candidate], needs: &[i64]) -> Result<Solution, Vec<Shortfall>> {
    let mut available = vec![0_i64; needs.len()];
    candidates.iter().flat_map(|one| &one.serves).for_each(|need| available[*need as usize] += 1);
    let short: Vec<Shortfall> = (0..needs.len())
        .filter(|at| needs[*at] > available[*at])
        .map(|at| Shortfall { need: at as u32, wanted: needs[at], available: available[at] })
        .collect();
    if !short.is_empty() {
        return Err(short);
    }
    let question = reduced(candidates, needs);
    let (takes, bound) = search::solve(&question);
    let mut chosen: Vec<u32> =
        question.cells.iter().zip(&takes).flat_map(|(cell, take)| cell.members[..*take].iter().copied()).collect();
    chosen.sort_unstable();
    let (effort, bound) = (question.effort(&takes) * question.step, bound * question.step);
    Ok(Solution { chosen, effort, bound })
}

fn reduced(candidates: &[Candidate], needs: &[i64]) -> Reduced {
    let mut place = vec![None; needs.len()];
    let mut wanted = Vec::new();
    for (at, want) in needs.iter().enumerate().filter(|(_, want)| **want > 0) {
        place[at] = Some(wanted.len());
        wanted.push(*want);
    }
    let step = candidates.iter().fold(0, |step, one| common(step, one.effort)).max(1);
    let mut cells: BTreeMap<Vec<usize>, Vec<(i64, u32)>> = BTreeMap::new();
    for (at, one) in candidates.iter().enumerate() {
        let mut own: Vec<usize> = one.serves.iter().filter_map(|need| place[*need as usize]).collect();
        own.sort_unstable();
        if !own.is_empty() {
            cells.entry(own).or_default().push((one.effort / step, at as u32));
        }
    }
    let cells = cells.into_iter().map(|(needs, mut members)| {
        members.sort_unstable();
        let (efforts, members) = members.into_iter().unzip();
        Cell { needs, members, efforts }
    });
    Reduced { cells: cells.collect(), wanted, step, last: candidates.len() as u32 }
}

/// The greatest common divisor.
fn common(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { common(b, a % b) }
}

impl Reduced {
    /// What it costs to take so many of each cell.
    fn effort(&self, takes: &[usize]) -> i64 {
        self.cells.iter().zip(takes).map(|(cell, take)| cell.efforts[..*take].iter().sum::<i64>()).sum()
    }

    /// How many serve each need beyond what it wants; negative where it lacks some.
    fn slack(&self, takes: &[usize]) -> Vec<i64> {
        let mut slack: Vec<i64> = self.wanted.iter().map(|want| -want).collect();
        for (cell, take) in self.cells.iter().zip(takes) {
            cell.needs.iter().for_each(|need| slack[*need] += *take as i64);
        }
        slack
    }

    /// Takes out who is not needed, the dearest first.
    fn drop_spare(&self, takes: &mut [usize], slack: &mut [i64]) {
        let mut order: Vec<(i64, usize)> = self
            .cells
            .iter()
            .enumerate()
            .flat_map(|(at, cell)| cell.efforts[..takes[at]].iter().map(move |effort| (*effort, at)))
            .collect();
        order.sort_unstable_by_key(|(effort, at)| (std::cmp::Reverse(*effort), std::cmp::Reverse(*at)));
        for (_, at) in order {
            let needs = &self.cells[at].needs;
            if takes[at] > 0 && needs.iter().all(|need| slack[*need] > 0) {
                takes[at] -= 1;
                needs.iter().for_each(|need| slack[*need] -= 1);
            }
        }
    }
}
