//! Penetration (穿透): how far an indicator reaches down the tiers and the trees of the groups, and
//! which named subtrees hold most of what is lacking (堵点).
//!
//! Everything here sums the same [`Item`]s as the indicator's figure, so that the steps of the ladder
//! and the subtrees of the tree add up to it.

mod blockage;
mod ladder;
mod tree;

pub use blockage::{Blockage, Blockages, MOST_LISTED, blockages};
pub use ladder::{LAST_STEP, Step, ladder, step_of};
pub use tree::{Node, Tree};

use super::{
    View,
    figure::{Figure, of_items},
    indicator::{Answer, Item, items_in, nature},
    scope::{Scope, is_valid},
};
use ledger::domain::{Id, Ratio, Tiers, records::Indicator};

/// Which tiers are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Those that the indicator counts.
    #[default]
    Own,
    /// All of them, whatever the indicator counts: a look beyond its figure, and beyond its target.
    All,
}

/// Why an indicator cannot be followed down the trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Untraceable {
    /// It does not exist, or says not what it measures.
    Undefined,
    /// It sums weights or amounts, so that nothing can be counted that is lacking.
    Weighted,
    /// It must never be a target: who is not in its numerator is no gap (不以比例划线).
    NeverATarget,
}

/// What some items come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Part {
    /// 应纳入口径.
    pub due: Ratio,
    /// How much of what is open nobody filled in, in the indicator's own unit.
    pub missing: i64,
    /// How many are left out.
    pub excluded: i64,
}

impl Part {
    fn add(&mut self, item: &Item) {
        if item.excluded.is_some() {
            self.excluded += item.count;
            return;
        }
        self.due = self.due + item.counted;
        if item.answer == Answer::Missing {
            self.missing += item.counted.den - item.counted.num;
        }
    }

    fn join(&mut self, other: Self) {
        self.due = self.due + other.due;
        self.missing += other.missing;
        self.excluded += other.excluded;
    }

    /// What is lacking (未达成): due and not in the numerator, what nobody filled in among it.
    pub const fn open(self) -> i64 {
        self.due.den - self.due.num
    }

    /// The rate if every missing item were a yes.
    pub const fn upper(self) -> Ratio {
        Ratio::new(self.due.num + self.missing, self.due.den)
    }
}

/// The position of an item's enterprise where that stands in a tree on the day. An item may stand in
/// none: a task that names no enterprise or one that is not valid on the day, and what lies in a circle of
/// parents.
fn in_tree(view: View<'_>, item: &Item) -> Option<usize> {
    let at = item.enterprise? as usize;
    (view.index.place(at).tier > 0 && is_valid(view, at)).then_some(at)
}

/// An indicator down the tiers and trees of a scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Penetration {
    /// The whole; without a target where other tiers are asked than the target speaks of.
    pub figure: Figure,
    /// Tier by tier.
    pub steps: Vec<Step>,
    /// Enterprise by enterprise.
    pub tree: Tree,
    /// How many more it takes to the target; 0 where there is none.
    pub needed: i64,
    /// The items that are open, in the ledger's order.
    pub open: Vec<Item>,
}

/// Tells whether an indicator can be followed down the trees.
///
/// # Errors
/// Why not.
pub fn traceable(view: View<'_>, indicator: Id<Indicator>) -> Result<(), Untraceable> {
    let definition = view.ledger.indicators.get(indicator).ok_or(Untraceable::Undefined)?;
    let measure = definition.measure.ok_or(Untraceable::Undefined)?;
    if nature(measure).is_weighted() {
        return Err(Untraceable::Weighted);
    }
    if definition.no_target == Some(true) {
        return Err(Untraceable::NeverATarget);
    }
    Ok(())
}

/// Follows an indicator down the tiers and trees; one pass over its items and one over the enterprises.
///
/// # Errors
/// Where the indicator cannot be followed, and why.
pub fn penetration(
    view: View<'_>,
    indicator: Id<Indicator>,
    scope: &Scope,
    reach: Reach,
) -> Result<Penetration, Untraceable> {
    traceable(view, indicator)?;
    let own = view.ledger.indicators.get(indicator).map_or(Tiers::ALL, |definition| definition.tiers);
    let tiers = match reach {
        Reach::Own => own,
        Reach::All => Tiers::ALL,
    };
    let mut items = items_in(view, indicator, scope, tiers);
    let mut figure = of_items(view, indicator, scope, &items);
    if tiers != own {
        figure.target = None;
    }
    let needed = figure.target.map_or(0, |target| target.gap);
    let steps = ladder(view, &items);
    let tree = Tree::of(view, scope, &items);
    items.retain(|item| item.excluded.is_none() && item.counted.num < item.counted.den);
    Ok(Penetration { figure, steps, tree, needed, open: items })
}

impl Penetration {
    /// The open items of a part: of an enterprise with its subtree, of a step of the ladder, of both.
    pub fn open_of<'a>(
        &'a self,
        view: View<'a>,
        enterprise: Option<usize>,
        step: Option<Option<u8>>,
    ) -> impl Iterator<Item = &'a Item> {
        self.open.iter().filter(move |item| {
            let here =
                enterprise.is_none_or(|outer| in_tree(view, item).is_some_and(|at| view.index.is_within(at, outer)));
            here && step.is_none_or(|step| step_of(view, item) == step)
        })
    }
}
