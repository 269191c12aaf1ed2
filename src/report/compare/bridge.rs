//! The bridge from an old rate to a new one: what joined, what changed within, what left.
//!
//! The path is fixed: first what joined the denominator, then what changed among those that stayed,
//! then what left it. So every rate on the way has a denominator as long as both ends have one, no
//! numerator exceeds its denominator where no item’s does, and the way back is the same path with the
//! signs turned.

use ledger::domain::{Decimal, Phrase, Ratio, RecordRef};

use super::Absence;

/// What an item did between two states of an indicator, in the order of the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It joined the denominator, and counts in the numerator.
    JoinedYes,
    /// It joined the denominator alone.
    JoinedNo,
    /// It stayed, and adds more to the numerator.
    Gained,
    /// It stayed, and its weight or amount in the denominator is another.
    Reweighed,
    /// It stayed, and adds less to the numerator.
    Lost,
    /// It left the denominator, and had not counted in the numerator.
    LeftNo,
    /// It left the denominator, and had counted in the numerator.
    LeftYes,
}

impl Part {
    /// The parts in the order of the path.
    pub const ALL: [Self; 7] =
        [Self::JoinedYes, Self::JoinedNo, Self::Gained, Self::Reweighed, Self::Lost, Self::LeftNo, Self::LeftYes];

    /// What became of an item by what it counted in either state; `None` where nothing did.
    pub fn of(was: Option<Ratio>, is: Option<Ratio>) -> Option<Self> {
        match (was, is) {
            (None, None) => None,
            (None, Some(is)) => Some(if is.num > 0 { Self::JoinedYes } else { Self::JoinedNo }),
            (Some(was), None) => Some(if was.num > 0 { Self::LeftYes } else { Self::LeftNo }),
            (Some(was), Some(is)) if was.den != is.den => Some(Self::Reweighed),
            (Some(was), Some(is)) => match was.num.cmp(&is.num) {
                std::cmp::Ordering::Less => Some(Self::Gained),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(Self::Lost),
            },
        }
    }

    /// The name in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::JoinedYes => "joined-yes",
            Self::JoinedNo => "joined-no",
            Self::Gained => "gained",
            Self::Reweighed => "reweighed",
            Self::Lost => "lost",
            Self::LeftNo => "left-no",
            Self::LeftYes => "left-yes",
        }
    }

    /// The name on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::JoinedYes => Phrase::new("纳入（已达成）", "Joined, yes"),
            Self::JoinedNo => Phrase::new("纳入（未达成）", "Joined, no"),
            Self::Gained => Phrase::new("达成增加", "Gained"),
            Self::Reweighed => Phrase::new("基数变化", "Base changed"),
            Self::Lost => Phrase::new("达成减少", "Lost"),
            Self::LeftNo => Phrase::new("退出（未达成）", "Left, no"),
            Self::LeftYes => Phrase::new("退出（已达成）", "Left, yes"),
        }
    }

    /// Which of the two states has the item in its denominator: the later, or the earlier alone.
    pub const fn is_in_later(self) -> bool {
        !matches!(self, Self::LeftNo | Self::LeftYes)
    }
}

/// One item that makes a difference between two states of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The record.
    pub record: RecordRef,
    /// What it did.
    pub part: Part,
    /// Why an enterprise is not in the denominator of the other state; known for households alone.
    pub why: Option<Absence>,
}

/// What the items of one part add together; what leaves is below zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// How many items; never below zero.
    pub count: i64,
    /// What they add to the numerator.
    pub num: i64,
    /// What they add to the denominator.
    pub den: i64,
}

/// The flows of every part: the old numerator and denominator with them are the new ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bridge {
    flows: [Flow; Part::ALL.len()],
}

/// One step of the path, and the rates before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happened.
    pub part: Part,
    /// To how many, and how much.
    pub flow: Flow,
    /// The rate before the step.
    pub before: Ratio,
    /// The rate after it; the exact effect of the step is the difference of the two.
    pub after: Ratio,
    /// The effect as printed, in tenths of a percentage point: the printed rate after the step less the
    /// printed rate before it, so that printed effects add up to the difference of the printed figures; `None`
    /// where one of them has nothing to measure.
    pub tenths: Option<i64>,
}

impl Bridge {
    /// Adds what one item did.
    pub(super) fn add(&mut self, part: Part, was: Ratio, is: Ratio) {
        let flow = &mut self.flows[part as usize];
        *flow = Flow { count: flow.count + 1, num: flow.num + is.num - was.num, den: flow.den + is.den - was.den };
    }

    /// The flow of a part.
    pub const fn of(&self, part: Part) -> Flow {
        self.flows[part as usize]
    }

    /// The steps from the old rate to the new one: those that happened, in the order of the path. The old
    /// rate is printed beside its own target, the others beside that of the new one.
    pub fn steps(&self, from: Ratio, targets: [Option<Decimal>; 2]) -> Vec<Step> {
        let mut rate = from;
        let mut shown = from.printed(targets[0]);
        let happened = Part::ALL.into_iter().filter(|part| self.of(*part).count > 0);
        happened
            .map(|part| {
                let (before, flow) = (rate, self.of(part));
                rate = before + Ratio::new(flow.num, flow.den);
                let now = rate.printed(targets[1]);
                let tenths = now.zip(shown).map(|(now, before)| now.less(before));
                shown = now;
                Step { part, flow, before, after: rate, tenths }
            })
            .collect()
    }
}

/// The difference of two rates as printed, in tenths of a percentage point; `None` where one end has
/// nothing to measure.
pub fn tenths_between(before: Ratio, after: Ratio) -> Option<i64> {
    Some(after.printed(None)?.less(before.printed(None)?))
}
