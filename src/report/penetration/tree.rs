//! The trees of the groups with what each enterprise and each subtree comes to.

use super::{Part, in_tree};
use crate::{Item, Scope, View};
use ledger::domain::{AnyTable, Ratio};

/// One enterprise of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its position in the ledger.
    pub enterprise: u32,
    /// The node of its parent; `None` for a root of the scope.
    pub parent: Option<u32>,
    /// Its tier.
    pub tier: u8,
    /// What its own items come to.
    pub own: Part,
    /// What its items and those of all below it come to.
    pub subtree: Part,
    /// The node after its subtree.
    end: u32,
}

/// Enterprises in the order of a walk down: a subtree is a run of nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The nodes; with a group in the scope, its own subtree alone.
    pub nodes: Vec<Node>,
    /// What the items come to that stand in no tree on the day.
    pub apart: Part,
    /// What all items come to.
    pub total: Part,
}

impl Tree {
    /// Sums items from the leaves up.
    pub fn of(view: View<'_>, scope: &Scope, items: &[Item]) -> Self {
        let count = view.ledger.enterprises.len();
        let mut own = vec![Part::default(); count];
        let (mut apart, mut total) = (Part::default(), Part::default());
        for item in items {
            total.add(item);
            match in_tree(view, item) {
                Some(at) => own[at].add(item),
                None => apart.add(item),
            }
        }
        let group = scope.resolve(view);
        let mut node_of: Vec<Option<u32>> = vec![None; count];
        let mut nodes: Vec<Node> = Vec::new();
        for at in view.index.walk.iter().copied().filter(|at| group.is_in_group(*at as usize)) {
            let (here, place) = (at as usize, view.index.place(at as usize));
            let node = nodes.len() as u32;
            node_of[here] = Some(node);
            nodes.push(Node {
                enterprise: at,
                parent: place.parent.and_then(|parent| node_of[parent as usize]),
                tier: place.tier,
                own: own[here],
                subtree: own[here],
                end: node + 1,
            });
        }
        for at in (0..nodes.len()).rev() {
            let Node { parent, subtree, end, .. } = nodes[at];
            if let Some(parent) = parent {
                let above = &mut nodes[parent as usize];
                above.subtree.join(subtree);
                above.end = above.end.max(end);
            }
        }
        Self { nodes, apart, total }
    }

    /// The roots of the scope, in the order of the ledger.
    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.run(0, self.nodes.len())
    }

    /// The direct subsidiaries of a node, in the order of the ledger.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        self.run(node + 1, self.nodes[node].end as usize)
    }

    /// A node and all below it.
    pub fn subtree(&self, node: usize) -> std::ops::Range<usize> {
        node..self.nodes[node].end as usize
    }

    fn run(&self, from: usize, to: usize) -> impl Iterator<Item = usize> + '_ {
        let next = move |at: &usize| Some(self.nodes[*at].end as usize).filter(|next| *next < to);
        std::iter::successors((from < to).then_some(from), next)
    }

    /// The node of the enterprise at a position.
    pub fn find(&self, enterprise: usize) -> Option<usize> {
        self.nodes.iter().position(|node| node.enterprise as usize == enterprise)
    }

    /// The nodes from a root down to a node.
    pub fn path(&self, node: usize) -> Vec<usize> {
        let up = |at: &usize| self.nodes[*at].parent.map(|parent| parent as usize);
        let mut path: Vec<usize> = std::iter::successors(Some(node), up).collect();
        path.reverse();
        path
    }

    /// The share of all that is open.
    pub const fn share(&self, part: Part) -> Ratio {
        Ratio::new(part.open(), self.total.open())
    }

    /// Whether nothing is done in a whole branch, and its head, which is asked too, has not done it
    /// itself: the reform ends here (整支未动).
    pub fn is_standstill(&self, node: usize) -> bool {
        let Node { own, subtree, .. } = self.nodes[node];
        subtree.due.num == 0 && own.open() > 0 && subtree.open() > own.open()
    }
}
