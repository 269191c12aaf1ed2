//! Strangers: a ledger that began elsewhere, matched to mine so that it merges like any copy.
//!
//! The same enterprise or task has another identity on each side where both ledgers were made from
//! spreadsheets. [`match_up`] finds the pairs, [`adopt`] gives their records my identities, and
//! [`super::join`] does the rest. What is not sure is a question, and never guessed.

mod adoption;
mod matcher;

use std::collections::BTreeMap;

pub use adoption::adopt;

use crate::domain::{Kind, Lang, Ledger, Phrase, RawId, RecordRef, natural_key::mixed};

/// Which of their records are which of mine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matching {
    /// Their records with my identity for each; no two with the same.
    pub sure: BTreeMap<RecordRef, RawId>,
    /// Pairs that need a nod, in the order of kinds and of their rows; no record stands in two.
    pub doubtful: Vec<Pair>,
    /// How many of their records are new here, deleted ones aside. A part of a doubtful record is
    /// new until the pair is accepted.
    pub new: BTreeMap<Kind, usize>,
}

/// One of their records that may be one of mine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The record as they know it.
    pub theirs: RecordRef,
    /// The record as I know it.
    pub mine: RecordRef,
    /// Why it is not sure.
    pub reason: Reason,
}

/// Why a pair needs a nod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Enterprises of one name, with a code on one side at most.
    NameOnly,
    /// The name of one enterprise is a former name of the other.
    FormerName,
    /// Enterprises of one name with different codes.
    OtherCode,
    /// Enterprises of one name and one code, which others have as well.
    SharedCode,
    /// Tasks of one number with different titles.
    OtherTitle,
    /// Tasks of one number and title that different enterprises or units answer for.
    OtherOwner,
    /// Tasks of one title, one of them without a number.
    TitleOnly,
    /// The units that the two ledgers began with, of different names.
    OwnUnit,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::NameOnly,
        Self::FormerName,
        Self::OtherCode,
        Self::SharedCode,
        Self::OtherTitle,
        Self::OtherOwner,
        Self::TitleOnly,
        Self::OwnUnit,
    ];

    /// The reason in both languages.
    pub const fn word(self) -> Phrase {
        match self {
            Self::NameOnly => Phrase::new("仅名称相同", "Only the name is the same"),
            Self::FormerName => Phrase::new("名称与曾用名相同", "The name of one is a former name of the other"),
            Self::OtherCode => Phrase::new("名称相同但信用代码不同", "The same name, but different credit codes"),
            Self::SharedCode => Phrase::new(
                "名称和信用代码相同，但使用该代码的不止一户",
                "The same name and credit code, but several enterprises have that code",
            ),
            Self::OtherTitle => Phrase::new("编号相同但任务名称不同", "The same number, but different titles"),
            Self::OtherOwner => Phrase::new(
                "编号和名称相同但责任企业或填报单位不同",
                "The same number and title, but another enterprise or reporting unit",
            ),
            Self::TitleOnly => Phrase::new("仅任务名称相同", "Only the title of the task is the same"),
            Self::OwnUnit => {
                Phrase::new("均为台账自带的填报单位但名称不同", "Both are a ledger's first unit, but the names differ")
            }
        }
    }

    /// The reason in one language.
    pub const fn sentence(self, lang: Lang) -> &'static str {
        self.word().of(lang)
    }
}

/// Matches a ledger that began elsewhere to mine.
///
/// Records of one identity are the same. Of the others, an enterprise is known by its code, a task
/// by number and title, a part by its owner and the fields that tell parts apart; what is deleted is
/// known by its identity alone. Parts of doubtful records wait for [`Matching::settle`].
pub fn match_up(mine: &Ledger, theirs: &Ledger) -> Matching {
    matcher::Matcher::new(mine, theirs, &|_| false).run()
}

impl Matching {
    /// The matching once some of the doubtful pairs are accepted: these are sure, their parts are
    /// matched, and a doubt that hung on them alone is gone. What stays doubtful counts as refused.
    #[must_use]
    pub fn settle(&self, mine: &Ledger, theirs: &Ledger, accepted: &dyn Fn(&Pair) -> bool) -> Self {
        if self.doubtful.iter().any(accepted) {
            matcher::Matcher::new(mine, theirs, accepted).run()
        } else {
            self.clone()
        }
    }

    /// The identity that one of their records has in the merged ledger.
    fn identity(&self, mine: &Ledger, theirs: RawId, record: RecordRef) -> RawId {
        match self.sure.get(&record) {
            Some(id) => *id,
            None if mine.of(record.kind).position(record.id).is_some() => moved(theirs, record),
            None => record.id,
        }
    }
}

/// The identity of a stranger's record whose own one means something else here: the same each time.
fn moved(ledger: RawId, record: RecordRef) -> RawId {
    // The first bit keeps it above the identities that every ledger is born with.
    RawId(mixed(mixed(mixed(ledger.0) ^ record.kind as u64) ^ record.id.0) | 1 << 63)
}
