//! Two families of needs as a flow, solved exactly.
//!
//! Every choice of a candidate is a unit that runs from the top of the first family down to the smallest
//! part that the candidate lies in, across to its smallest part of the second family, and up to that top.
//! The first units through a part earn more than any set can cost, until what it wants is there. Cheapest
//! ways are taken one after the other, each with as many units as run at one price, until none earns more
//! than it costs. With the convex costs that cells and parts have, that is a set of the least effort.

use super::Reduced;

/// An edge between two nodes, with how much runs through it.
struct Edge {
    from: usize,
    to: usize,
    flow: usize,
    price: Price,
}

/// What the next unit through an edge costs.
enum Price {
    /// The first units earn, the others run free.
    Part {
        /// How many earn.
        wanted: usize,
    },
    /// The members of a cell, one after the other.
    Cell(usize),
}

/// How many to take of each cell; `None` where the needs fall not into two families.
pub(super) fn solve(question: &Reduced) -> Option<Vec<usize>> {
    let families = families(question)?;
    let mut net = Net::new(question, &families);
    net.run();
    let mut takes = vec![0; question.cells.len()];
    for edge in &net.edges {
        if let Price::Cell(cell) = edge.price {
            takes[cell] = edge.flow;
        }
    }
    Some(takes)
}

/// The sizes of the needs, and of what they share.
fn shared(question: &Reduced) -> Vec<Vec<usize>> {
    let count = question.wanted.len();
    let mut shared = vec![vec![0_usize; count]; count];
    for cell in &question.cells {
        for a in &cell.needs {
            cell.needs.iter().for_each(|b| shared[*a][*b] += cell.members.len());
        }
    }
    shared
}

/// A need in its family.
#[derive(Clone, Copy, Default)]
struct Place {
    is_second: bool,
    /// The smallest part of the family around it.
    parent: Option<usize>,
    size: usize,
}

/// Parts that neither are disjoint nor lie within each other must be of different families.
fn families(question: &Reduced) -> Option<Vec<Place>> {
    let shared = shared(question);
    let count = shared.len();
    let crosses = |a: usize, b: usize| shared[a][b] > 0 && shared[a][b] < shared[a][a].min(shared[b][b]);
    let mut side: Vec<Option<bool>> = vec![None; count];
    for start in 0..count {
        if side[start].is_some() {
            continue;
        }
        side[start] = Some(false);
        let mut open = vec![start];
        while let Some(a) = open.pop() {
            for b in (0..count).filter(|b| *b != a && crosses(a, *b)) {
                match side[b] {
                    None => {
                        side[b] = side[a].map(|side| !side);
                        open.push(b);
                    }
                    known if known == side[a] => return None,
                    Some(_) => {}
                }
            }
        }
    }
    let place = |a: usize| {
        // Of equal parts the one with the greater number lies within the other.
        let around = |b: &usize| {
            *b != a && side[*b] == side[a] && shared[a][*b] == shared[a][a] && (shared[*b][*b], a) > (shared[a][a], *b)
        };
        let parent = (0..count).filter(around).min_by_key(|b| (shared[*b][*b], std::cmp::Reverse(*b)));
        Place { is_second: side[a] == Some(true), parent, size: shared[a][a] }
    };
    Some((0..count).map(place).collect())
}

struct Net<'a> {
    question: &'a Reduced,
    edges: Vec<Edge>,
    /// The edges of each node, onward and back.
    at: Vec<Vec<(usize, bool)>>,
    /// What a part earns for a unit: more than any set costs.
    reward: i64,
    potential: Vec<i64>,
}

const TOP: usize = 0;
const END: usize = 1;

impl<'a> Net<'a> {
    fn new(question: &'a Reduced, families: &[Place]) -> Self {
        let node = |need: usize| need + 2;
        let total: i64 = question.cells.iter().flat_map(|cell| &cell.efforts).sum();
        let nodes = families.len() + 2;
        let mut net = Self {
            question,
            edges: Vec::new(),
            at: vec![Vec::new(); nodes],
            reward: total + 1,
            potential: vec![0; nodes],
        };
        for (need, place) in families.iter().enumerate() {
            let wanted = question.wanted[need] as usize;
            let root = if place.is_second { END } else { TOP };
            let outer = place.parent.map_or(root, node);
            let (from, to) = if place.is_second { (node(need), outer) } else { (outer, node(need)) };
            net.add(Edge { from, to, flow: 0, price: Price::Part { wanted } });
        }
        for (at, cell) in question.cells.iter().enumerate() {
            let innermost = |is_second: bool| {
                let own = cell.needs.iter().filter(|need| families[**need].is_second == is_second);
                own.min_by_key(|need| (families[**need].size, std::cmp::Reverse(**need))).map(|need| node(*need))
            };
            let (from, to) = (innermost(false).unwrap_or(TOP), innermost(true).unwrap_or(END));
            net.add(Edge { from, to, flow: 0, price: Price::Cell(at) });
        }
        net
    }

    fn add(&mut self, edge: Edge) {
        self.at[edge.from].push((self.edges.len(), true));
        self.at[edge.to].push((self.edges.len(), false));
        self.edges.push(edge);
    }

    /// What a further unit through an edge costs, onward or back, and how many run at that price.
    fn step(&self, edge: usize, onward: bool) -> Option<(i64, usize)> {
        let edge = &self.edges[edge];
        match (&edge.price, onward) {
            (Price::Part { wanted }, true) if edge.flow < *wanted => Some((-self.reward, wanted - edge.flow)),
            (Price::Part { .. }, true) => Some((0, usize::MAX)),
            (Price::Part { .. }, false) if edge.flow == 0 => None,
            (Price::Part { wanted }, false) if edge.flow > *wanted => Some((0, edge.flow - wanted)),
            (Price::Part { .. }, false) => Some((self.reward, edge.flow)),
            (Price::Cell(cell), true) => {
                let efforts = &self.question.cells[*cell].efforts;
                let price = *efforts.get(edge.flow)?;
                Some((price, efforts[edge.flow..].partition_point(|own| *own == price)))
            }
            (Price::Cell(cell), false) => {
                let efforts = &self.question.cells[*cell].efforts[..edge.flow];
                let price = *efforts.last()?;
                Some((-price, edge.flow - efforts.partition_point(|own| *own < price)))
            }
        }
    }

    fn run(&mut self) {
        self.first_potentials();
        while let Some((distance, way)) = self.nearest() {
            let limit = distance[END];
            for (potential, own) in self.potential.iter_mut().zip(&distance) {
                *potential += (*own).min(limit);
            }
            if self.potential[END] - self.potential[TOP] >= 0 {
                break;
            }
            let (mut units, mut node) = (usize::MAX, END);
            while let Some((edge, onward)) = way[node] {
                units = units.min(self.step(edge, onward).map_or(0, |(_, units)| units));
                node = if onward { self.edges[edge].from } else { self.edges[edge].to };
            }
            node = END;
            while let Some((edge, onward)) = way[node] {
                let edge = &mut self.edges[edge];
                if onward {
                    edge.flow += units;
                    node = edge.from;
                } else {
                    edge.flow -= units;
                    node = edge.to;
                }
            }
        }
    }

    /// The cheapest cost of each node before anything runs: parts only earn, and nothing runs in a circle.
    fn first_potentials(&mut self) {
        for _ in 0..self.at.len() {
            let mut moved = false;
            for edge in 0..self.edges.len() {
                if let Some((price, _)) = self.step(edge, true) {
                    let (from, to) = (self.edges[edge].from, self.edges[edge].to);
                    let reached = self.potential[from] + price;
                    if reached < self.potential[to] {
                        self.potential[to] = reached;
                        moved = true;
                    }
                }
            }
            if !moved {
                break;
            }
        }
    }

    /// Distances from the top by what is left of each price, and the last edge to each node; `None` where
    /// the end cannot be reached.
    #[allow(clippy::type_complexity)]
    fn nearest(&self) -> Option<(Vec<i64>, Vec<Option<(usize, bool)>>)> {
        let count = self.at.len();
        let (mut distance, mut way) = (vec![i64::MAX; count], vec![None; count]);
        let mut done = vec![false; count];
        distance[TOP] = 0;
        // There are a few hundred nodes: looking through them all is quicker than a heap.
        while let Some(here) =
            (0..count).filter(|node| !done[*node] && distance[*node] < i64::MAX).min_by_key(|node| distance[*node])
        {
            done[here] = true;
            for (edge, onward) in &self.at[here] {
                let Some((price, _)) = self.step(*edge, *onward) else { continue };
                let next = if *onward { self.edges[*edge].to } else { self.edges[*edge].from };
                let reached = distance[here] + price + self.potential[here] - self.potential[next];
                if reached < distance[next] {
                    distance[next] = reached;
                    way[next] = Some((*edge, *onward));
                }
            }
        }
        (distance[END] < i64::MAX).then_some((distance, way))
    }
}
