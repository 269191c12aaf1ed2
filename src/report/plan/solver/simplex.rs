//! The linear relaxation of a question, by the dual simplex method.
//!
//! Shares of candidates may be taken here. Prices on the needs say who is worth taking; a pivot moves them
//! along one edge, past everybody whose worth turns on the way, to where the sum that they prove is
//! greatest. What is known for one part of the takes is where the next part begins: limits alone change.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Reduced, search::Limits};

/// What counts as nothing, of numbers of candidates and of their changes.
const NOTHING: f64 = 1e-7;

/// Candidates of a cell that cost the same, as one variable.
struct Column {
    cell: usize,
    /// What one costs, a little more for later ones: among equals the method would go round in circles.
    cost: f64,
    /// How many of the cell come before, and how many these are.
    start: usize,
    count: usize,
    state: State,
    least: f64,
    most: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Least,
    Most,
    Basic,
}

/// A variable: a column, or the surplus of a need.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Variable {
    Column(usize),
    Surplus(usize),
}

/// Where a variable's worth turns: how far the prices go until then.
#[derive(Clone, Copy, PartialEq)]
struct Turn {
    at: f64,
    variable: Variable,
    /// How fast the prices change what it is worth.
    rate: f64,
}

impl Eq for Turn {}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Turn {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.total_cmp(&other.at).then(self.variable.cmp(&other.variable))
    }
}

/// A basis with its inverse, and what it gives.
pub(super) struct Simplex<'a> {
    question: &'a Reduced,
    columns: Vec<Column>,
    surplus_is_basic: Vec<bool>,
    basis: Vec<Variable>,
    /// By rows: one per variable of the basis, with one number per need.
    inverse: Vec<f64>,
    /// The square of each row's length: how far prices go for what a pivot in it repairs.
    lengths: Vec<f64>,
    values: Vec<f64>,
    /// The price of each need, in steps of effort; never negative but for rounding.
    pub(super) prices: Vec<f64>,
    /// How much was done, in visits to numbers.
    pub(super) work: u64,
}

impl<'a> Simplex<'a> {
    /// Begins with nobody taken.
    pub(super) fn new(question: &'a Reduced) -> Self {
        let candidates = question.cells.iter().map(|cell| cell.members.len()).sum::<usize>().max(1);
        let mut columns = Vec::new();
        for (at, cell) in question.cells.iter().enumerate() {
            let mut start = 0;
            for equals in cell.efforts.chunk_by(PartialEq::eq) {
                let position = cell.members[start];
                let noise = f64::from(position.wrapping_mul(0x9E37_79B9)) / f64::from(u32::MAX);
                // All of them together stay below a tenth of a step.
                let later = (f64::from(position) + noise) / (f64::from(question.last) + 2.0) * 0.1 / candidates as f64;
                columns.push(Column {
                    cell: at,
                    cost: equals[0] as f64 + later,
                    start,
                    count: equals.len(),
                    state: State::Least,
                    least: 0.0,
                    most: 0.0,
                });
                start += equals.len();
            }
        }
        let mut simplex = Self {
            question,
            columns,
            surplus_is_basic: Vec::new(),
            basis: Vec::new(),
            inverse: Vec::new(),
            lengths: Vec::new(),
            values: Vec::new(),
            prices: Vec::new(),
            work: 0,
        };
        simplex.start_over();
        simplex
    }

    /// Nobody is taken, and every need lacks all that it wants.
    fn start_over(&mut self) {
        let needs = self.question.wanted.len();
        self.columns.iter_mut().for_each(|column| column.state = State::Least);
        self.surplus_is_basic = vec![true; needs];
        self.basis = (0..needs).map(Variable::Surplus).collect();
        self.inverse = vec![0.0; needs * needs];
        (0..needs).for_each(|at| self.inverse[at * needs + at] = -1.0);
        self.lengths = vec![1.0; needs];
    }

    /// Finds the cheapest shares within limits, from the basis that is there; stops at a limit of work.
    pub(super) fn solve(&mut self, limits: &Limits, most_work: u64) {
        for column in &mut self.columns {
            let within = |take: usize| take.saturating_sub(column.start).min(column.count) as f64;
            (column.least, column.most) = (within(limits.least[column.cell]), within(limits.most[column.cell]));
        }
        self.refresh();
        while self.work < most_work && self.pivot() {}
    }

    /// How much of each cell is taken.
    pub(super) fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.question.cells.len()];
        for column in &self.columns {
            shares[column.cell] += column.at_limit();
        }
        for (variable, value) in self.basis.iter().zip(&self.values) {
            if let Variable::Column(at) = variable {
                shares[self.columns[*at].cell] += value;
            }
        }
        shares
    }

    fn needs(&self, column: usize) -> &'a [usize] {
        &self.question.cells[self.columns[column].cell].needs
    }

    fn row(&self, at: usize) -> &[f64] {
        let width = self.values.len();
        &self.inverse[at * width..(at + 1) * width]
    }

    /// Prices, whom they take and values anew from the inverse, so that rounding does not add up.
    fn refresh(&mut self) {
        if self.recompute() > NOTHING {
            self.start_over();
            self.recompute();
        }
    }

    /// Computes everything from the inverse, and tells how far off it is.
    fn recompute(&mut self) -> f64 {
        let question = self.question;
        let width = question.wanted.len();
        self.prices = vec![0.0; width];
        for (variable, row) in self.basis.iter().zip(self.inverse.chunks_exact(width)) {
            if let Variable::Column(column) = variable {
                let cost = self.columns[*column].cost;
                self.prices.iter_mut().zip(row).for_each(|(price, part)| *price += cost * part);
            }
        }
        let mut lack: Vec<f64> = question.wanted.iter().map(|want| *want as f64).collect();
        for column in self.columns.iter_mut().filter(|column| column.state != State::Basic) {
            let needs = &question.cells[column.cell].needs;
            let earned: f64 = needs.iter().map(|need| self.prices[*need]).sum();
            column.state = if earned > column.cost { State::Most } else { State::Least };
            let taken = column.at_limit();
            needs.iter().for_each(|need| lack[*need] -= taken);
        }
        self.values = vec![0.0; width];
        self.shift(&lack);
        for (variable, value) in self.basis.iter().zip(&self.values) {
            match variable {
                Variable::Column(at) => self.needs(*at).iter().for_each(|need| lack[*need] -= value),
                Variable::Surplus(need) => lack[*need] += value,
            }
        }
        self.work += (5 * self.columns.len() + self.inverse.len()) as u64;
        lack.iter().map(|lack| lack.abs()).fold(0.0, f64::max)
    }

    /// What it does to the values when the rest has so much more to give to each need.
    fn shift(&mut self, lack: &[f64]) {
        let some: Vec<(usize, f64)> = lack.iter().copied().enumerate().filter(|(_, lack)| *lack != 0.0).collect();
        for (value, row) in self.values.iter_mut().zip(self.inverse.chunks_exact(lack.len())) {
            *value += some.iter().map(|(need, lack)| row[*need] * lack).sum::<f64>();
        }
        self.work += (some.len() * lack.len()) as u64;
    }

    fn limits(&self, variable: Variable) -> (f64, f64) {
        match variable {
            Variable::Column(at) => (self.columns[at].least, self.columns[at].most),
            Variable::Surplus(_) => (0.0, f64::INFINITY),
        }
    }

    /// The variable of the basis furthest outside its limits for its row's length: its row, how far, and the
    /// limit.
    fn leaving(&self) -> Option<(usize, f64, f64)> {
        let outside = self.basis.iter().zip(&self.values).enumerate().filter_map(|(at, (variable, value))| {
            let (least, most) = self.limits(*variable);
            let limit = value.clamp(least, most);
            ((value - limit).abs() > NOTHING).then_some((at, value - limit, limit))
        });
        let weight = |(at, outside, _): &(usize, f64, f64)| outside * outside / self.lengths[*at];
        outside.max_by(|one, other| weight(one).total_cmp(&weight(other)).then(other.0.cmp(&one.0)))
    }

    /// One step; `false` where there is none left to take.
    fn pivot(&mut self) -> bool {
        let Some((row, outside, limit)) = self.leaving() else { return false };
        // Prices go along this row, so that who is worth taking changes for the better.
        let sign = outside.signum();
        let direction: Vec<f64> = self.row(row).iter().map(|part| part * sign).collect();
        let mut turns = self.turns(&direction);
        let mut slope = outside.abs();
        let mut lack = vec![0.0; direction.len()];
        let entering = loop {
            let Some(Reverse(turn)) = turns.pop() else { return false };
            let (least, most) = self.limits(turn.variable);
            slope -= turn.rate.abs() * (most - least);
            let Variable::Column(at) = turn.variable else { break turn };
            // Where all who serve a need are wanted, nothing is left to gain at the last of them.
            if slope < NOTHING {
                break turn;
            }
            let up = self.columns[at].state == State::Least;
            self.columns[at].state = if up { State::Most } else { State::Least };
            let more = if up { most - least } else { least - most };
            self.needs(at).iter().for_each(|need| lack[*need] -= more);
        };
        self.shift(&lack);
        self.prices.iter_mut().zip(&direction).for_each(|(price, part)| *price += entering.at * part);
        self.exchange(row, limit, sign, entering.variable);
        true
    }

    /// Whose worth turns when prices go in a direction.
    fn turns(&mut self, direction: &[f64]) -> BinaryHeap<Reverse<Turn>> {
        let mut turns = Vec::new();
        for (need, part) in direction.iter().enumerate() {
            if !self.surplus_is_basic[need] && -part > NOTHING {
                let at = (self.prices[need] / -part).max(0.0);
                turns.push(Reverse(Turn { at, variable: Variable::Surplus(need), rate: -part }));
            }
        }
        let sum = |cell: usize, of: &[f64]| self.question.cells[cell].needs.iter().map(|need| of[*need]).sum::<f64>();
        let (mut cell, mut rate, mut price) = (usize::MAX, 0.0, 0.0);
        for (at, column) in self.columns.iter().enumerate() {
            if column.cell != cell {
                cell = column.cell;
                rate = sum(cell, direction);
                price = if rate == 0.0 { 0.0 } else { sum(cell, &self.prices) };
            }
            let turns_so = match column.state {
                State::Least => rate > NOTHING,
                State::Most => rate < -NOTHING,
                State::Basic => false,
            };
            if turns_so && column.least < column.most {
                let at_price = ((column.cost - price) / rate).max(0.0);
                turns.push(Reverse(Turn { at: at_price, variable: Variable::Column(at), rate }));
            }
        }
        self.work += 2 * (self.columns.len() + direction.len() + turns.len()) as u64;
        turns.into()
    }

    /// A variable takes the place of the one in a row, which goes to its limit.
    fn exchange(&mut self, row: usize, limit: f64, sign: f64, entering: Variable) {
        let width = self.values.len();
        let (value, effect): (f64, Vec<f64>) = match entering {
            Variable::Column(at) => {
                let effect = |row: &[f64]| self.needs(at).iter().map(|need| row[*need]).sum();
                let value = self.columns[at].at_limit();
                (value, self.inverse.chunks_exact(width).map(effect).collect())
            }
            Variable::Surplus(need) => (0.0, self.inverse.chunks_exact(width).map(|row| -row[need]).collect()),
        };
        let by = (self.values[row] - limit) / effect[row];
        match std::mem::replace(&mut self.basis[row], entering) {
            Variable::Column(at) => {
                self.columns[at].state = if sign > 0.0 { State::Most } else { State::Least };
            }
            Variable::Surplus(need) => self.surplus_is_basic[need] = false,
        }
        match entering {
            Variable::Column(at) => self.columns[at].state = State::Basic,
            Variable::Surplus(need) => self.surplus_is_basic[need] = true,
        }
        let parts: Vec<(usize, f64)> = (0..width)
            .map(|need| (need, self.inverse[row * width + need] / effect[row]))
            .filter(|(_, part)| part.abs() > 1e-12)
            .collect();
        for (at, own) in self.inverse.chunks_exact_mut(width).enumerate() {
            if at == row {
                own.fill(0.0);
                parts.iter().for_each(|(need, part)| own[*need] = *part);
                self.lengths[at] = square(own);
            } else if effect[at].abs() > 1e-12 {
                parts.iter().for_each(|(need, part)| own[*need] -= part * effect[at]);
                self.lengths[at] = square(own);
                self.values[at] -= by * effect[at];
                self.work += (parts.len() + width / 2) as u64;
            }
        }
        self.values[row] = value + by;
        self.work += 5 * width as u64;
    }
}

impl Column {
    /// How many are taken while it is not in the basis.
    fn at_limit(&self) -> f64 {
        match self.state {
            State::Least => self.least,
            State::Most => self.most,
            State::Basic => 0.0,
        }
    }
}

fn square(row: &[f64]) -> f64 {
    row.iter().map(|part| part * part).sum()
}
