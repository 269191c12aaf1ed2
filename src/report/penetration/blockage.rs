//! The named subtrees that hold most of the gap.

use super::{Part, Tree};
use ledger::domain::Ratio;

/// The most blockages that are named.
pub const MOST_LISTED: usize = 12;

/// A subtree, or one enterprise, that holds a part of what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blockage {
    /// The node.
    pub node: u32,
    /// Whether all below the node is meant, or the enterprise alone, its branches being named apart.
    pub is_whole: bool,
    /// Whether nothing is done in the whole branch, its head included (整支未动).
    pub is_standstill: bool,
    /// What it comes to.
    pub part: Part,
    /// Its share of all that is open.
    pub share: Ratio,
    /// How many of those that the target still needs it could give.
    pub could_give: i64,
}

/// What blocks an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blockages {
    /// The named ones, the largest first; no two of them overlap.
    pub list: Vec<Blockage>,
    /// How many smaller ones are not named.
    pub others: usize,
    /// What is open in those.
    pub others_open: i64,
}

impl Blockages {
    /// What is open in the named ones.
    pub fn open(&self) -> i64 {
        self.list.iter().map(|blockage| blockage.part.open()).sum()
    }
}

/// Names the subtrees that hold most of the gap, as few and as far down as they explain it.
///
/// From each root down: where all that a branch lacks lies in one branch below, that one is the name for
/// it. A branch is taken apart into its head and the branches below where one of those holds at least
/// half of what it lacks, unless it holds less than a tenth of the whole gap, of which crumbs would be
/// left. A root that holds at least a fifth of the whole gap is taken apart in any case: that a large
/// group lacks much explains nothing. A branch at a standstill is one blockage. The parts so found overlap
/// nowhere and sum to all that is open in the trees; the largest are named until they hold four fifths of
/// it, and never more than [`MOST_LISTED`].
pub fn blockages(tree: &Tree, needed: i64) -> Blockages {
    let mut parts = taken_apart(tree, needed);
    parts.sort_by_key(|blockage| (std::cmp::Reverse(blockage.part.open()), blockage.node));
    let all: i64 = parts.iter().map(|blockage| blockage.part.open()).sum();
    let mut named = 0;
    let enough = parts
        .iter()
        .position(|blockage| {
            named += blockage.part.open();
            named * 5 >= all * 4
        })
        .map_or(parts.len(), |last| last + 1)
        .min(MOST_LISTED);
    let others = parts.split_off(enough);
    Blockages {
        list: parts,
        others: others.len(),
        others_open: others.iter().map(|blockage| blockage.part.open()).sum(),
    }
}

fn taken_apart(tree: &Tree, needed: i64) -> Vec<Blockage> {
    let open = |node: usize| tree.nodes[node].subtree.open();
    let blockage = |node: usize, part: Part, is_whole: bool| Blockage {
        node: node as u32,
        is_whole,
        is_standstill: is_whole && tree.is_standstill(node),
        part,
        share: tree.share(part),
        could_give: part.open().min(needed),
    };
    let mut stack: Vec<usize> = tree.roots().filter(|root| open(*root) > 0).collect();
    let all: i64 = stack.iter().map(|root| open(*root)).sum();
    let is_large_root = |node: usize| tree.nodes[node].parent.is_none() && open(node) * 5 >= all;
    let mut parts = Vec::new();
    while let Some(node) = stack.pop() {
        let here = open(node);
        let is_in_one = here > 0 && tree.children(node).any(|child| open(child) == here);
        let has_heavy = here * 10 >= all && tree.children(node).any(|child| open(child) * 2 >= here);
        let has_branches = || tree.children(node).any(|child| open(child) > 0);
        let is_apart = is_in_one || has_heavy || (is_large_root(node) && has_branches());
        let Some(own) = Some(tree.nodes[node].own).filter(|_| is_apart && !tree.is_standstill(node)) else {
            parts.push(blockage(node, tree.nodes[node].subtree, true));
            continue;
        };
        if own.open() > 0 {
            parts.push(blockage(node, own, false));
        }
        stack.extend(tree.children(node).filter(|child| open(*child) > 0));
    }
    parts
}
