//! A search through all sets that could cost less, as far as a budget of steps reaches.

use super::Reduced;

/// The most steps: a question of fifteen candidates takes far fewer.
const STEPS: u32 = 400_000;
/// Questions with more candidates are not worth searching.
const CANDIDATES: usize = 60;

/// Looks for a set that costs less than the one known, and proves the one known where there is none.
pub(super) fn improve(question: &Reduced, takes: Vec<usize>, bound: i64) -> (Vec<usize>, i64) {
    let effort = question.effort(&takes);
    let candidates: usize = question.cells.iter().map(|cell| cell.members.len()).sum();
    if bound >= effort || candidates > CANDIDATES {
        return (takes, bound);
    }
    let mut search = Search {
        question,
        best: takes,
        effort,
        bound,
        steps: 0,
        takes: vec![0; question.cells.len()],
        lack: question.wanted.clone(),
    };
    search.down(0, 0);
    let bound = if search.steps < STEPS { search.effort } else { bound };
    (search.best, bound)
}

struct Search<'a> {
    question: &'a Reduced,
    best: Vec<usize>,
    effort: i64,
    bound: i64,
    steps: u32,
    takes: Vec<usize>,
    lack: Vec<i64>,
}

impl Search<'_> {
    /// Decides how many to take of a cell, given those before it.
    fn down(&mut self, cell: usize, spent: i64) {
        self.steps += 1;
        if self.steps >= STEPS || self.effort <= self.bound {
            return;
        }
        if self.lack.iter().all(|lack| *lack <= 0) {
            if spent < self.effort {
                self.effort = spent;
                self.best.clone_from(&self.takes);
            }
            return;
        }
        let Some(own) = self.question.cells.get(cell) else { return };
        if self.least(cell).is_none_or(|least| spent + least >= self.effort) {
            return;
        }
        let useful = own.needs.iter().map(|need| self.lack[*need]).max().unwrap_or(0).max(0) as usize;
        let most = useful.min(own.members.len());
        for take in (0..=most).rev() {
            self.takes[cell] = take;
            own.needs.iter().for_each(|need| self.lack[*need] -= take as i64);
            self.down(cell + 1, spent + own.efforts[..take].iter().sum::<i64>());
            own.needs.iter().for_each(|need| self.lack[*need] += take as i64);
        }
        self.takes[cell] = 0;
    }

    /// What the dearest need alone costs at least, with the cells from one on; `None` where one of the
    /// needs cannot be filled any more.
    fn least(&self, from: usize) -> Option<i64> {
        let mut least = 0;
        for (need, lack) in self.lack.iter().enumerate().filter(|(_, lack)| **lack > 0) {
            let own = self.question.cells[from..].iter().filter(|cell| cell.needs.contains(&need));
            let mut efforts: Vec<i64> = own.flat_map(|cell| cell.efforts.iter().copied()).collect();
            efforts.sort_unstable();
            let asked = *lack as usize;
            if efforts.len() < asked {
                return None;
            }
            least = least.max(efforts[..asked].iter().sum());
        }
        Some(least)
    }
}
