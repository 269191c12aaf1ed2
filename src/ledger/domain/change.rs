//! Changes: the closed set of edits, what each does, and why one may be refused.

use std::{collections::BTreeSet, fmt};

use super::{
    causality::ActorId,
    causality::Dot,
    choice::Label,
    date::Moment,
    hash_chain::StepDigest,
    schema::{Field, RecordRef, Value},
    words::Lang,
};

/// An edit of the ledger. Nothing else changes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Makes a record with the given values; fields that are not named stay empty.
    Create {
        /// The new record; its identity must not be in use, not even by a deleted record, unless it follows
        /// from the record's natural key: then somebody began the same one, and the two are joined.
        record: RecordRef,
        /// The fields that are filled in.
        values: Vec<(Field, Value)>,
    },
    /// Gives a field a value. Where the field is in conflict, this is the choice that ends it.
    Set {
        /// The record.
        record: RecordRef,
        /// The field; of the record's kind.
        field: Field,
        /// The new value.
        value: Value,
    },
    /// Puts several values of a field side by side again: what takes a choice between them back.
    Reopen {
        /// The record.
        record: RecordRef,
        /// The field; of the record's kind.
        field: Field,
        /// The value that was shown.
        value: Value,
        /// The values that stood in conflict with it.
        others: Vec<Value>,
    },
    /// Deletes a record; it can be restored.
    Delete {
        /// The record.
        record: RecordRef,
    },
    /// Brings a deleted record back as it was.
    Restore {
        /// The record.
        record: RecordRef,
    },
    /// Several edits that stand or fall, and are undone, together.
    Batch(Vec<Change>),
}

impl Change {
    /// The records that the change touches.
    pub fn records(&self) -> BTreeSet<RecordRef> {
        match self {
            Self::Create { record, .. }
            | Self::Set { record, .. }
            | Self::Reopen { record, .. }
            | Self::Delete { record }
            | Self::Restore { record } => BTreeSet::from([*record]),
            Self::Batch(changes) => changes.iter().flat_map(Self::records).collect(),
        }
    }
}

/// Who makes a change, when, and in what act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The page session.
    pub actor: ActorId,
    /// The author's name as given; may be empty.
    pub by: String,
    /// The wall clock of the author.
    pub at: Moment,
    /// The act.
    pub label: Label,
    /// What more is to be said of the act, such as a file's name.
    pub note: String,
}

/// One applied change as history keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Which change of which page session it was.
    pub dot: Dot,
    /// The author's name; may be empty.
    pub by: String,
    /// The wall clock of the author.
    pub at: Moment,
    /// The act.
    pub label: Label,
    /// What more is to be said of the act.
    pub note: String,
    /// What it did, in order.
    pub entries: Vec<Entry>,
    /// The last steps that its maker had; none for the first.
    pub parents: Vec<StepDigest>,
    /// The digest of all that, as it was when the step was made.
    pub digest: StepDigest,
}

/// What a change did to one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The record.
    pub record: RecordRef,
    /// What was done.
    pub what: What,
}

/// What was done to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It was made, with these values.
    Created(Vec<(Field, Value)>),
    /// A field was given another value.
    Set {
        /// The field.
        field: Field,
        /// The value before.
        old: Value,
        /// The value after.
        new: Value,
    },
    /// It was deleted.
    Deleted,
    /// It was brought back.
    Restored,
}

/// What came of a change.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The change that takes it back.
    pub inverse: Change,
    /// The records that it touched, in order and without repetition.
    pub touched: Vec<RecordRef>,
}

/// Why a change was refused. The ledger is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeError {
    /// No such record.
    NoSuchRecord(RecordRef),
    /// The identity of a new record is in use.
    IdInUse(RecordRef),
    /// The field belongs to another kind of record, or does not exist.
    NoSuchField {
        /// The record.
        record: RecordRef,
        /// The field that was named.
        field: Field,
    },
    /// The value is of another type than the field.
    WrongType(Field),
    /// The text is longer than a field may be.
    TooLong {
        /// The field.
        field: Field,
        /// How many characters a field may have.
        limit: usize,
    },
    /// The number is below zero, or a percentage above 100.
    OutOfRange(Field),
    /// The date lies outside the years 1900 to 2199.
    DateOutOfRange(Field),
    /// The record that a field points to does not exist.
    UnknownReference(Field),
    /// An enterprise would become its own parent; the names run from it up to itself.
    Cycle(Vec<String>),
}

impl ChangeError {
    /// Says in a plain sentence what was refused and why.
    pub fn sentence(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Self::NoSuchRecord(record) | Self::NoSuchField { record, .. } if zh => {
                format!("要修改的{}已不存在，可能已在别的窗口被删除。", record.kind.word().zh)
            }
            Self::NoSuchRecord(record) | Self::NoSuchField { record, .. } => {
                format!("This {} no longer exists; another window may have deleted it.", record.kind.word().en)
            }
            Self::IdInUse(record) if zh => format!("新{}的内部编号已被占用，请重试。", record.kind.word().zh),
            Self::IdInUse(record) => format!("The new {} has an identity in use; try again.", record.kind.word().en),
            Self::WrongType(field) if zh => format!("「{}」不接受这种内容。", field.meta().word.zh),
            Self::WrongType(field) => format!("“{}” does not take this kind of value.", field.meta().word.en),
            Self::TooLong { field, limit } if zh => format!("「{}」最多 {limit} 个字。", field.meta().word.zh),
            Self::TooLong { field, limit } => format!("“{}” takes {limit} characters at most.", field.meta().word.en),
            Self::OutOfRange(field) if zh => {
                format!("「{}」不能为负数，百分数不能超过 100。", field.meta().word.zh)
            }
            Self::OutOfRange(field) => {
                format!("“{}” cannot be below 0, nor a percentage above 100.", field.meta().word.en)
            }
            Self::DateOutOfRange(field) if zh => format!("「{}」应在 1900 年至 2199 年之间。", field.meta().word.zh),
            Self::DateOutOfRange(field) => format!("“{}” must lie between 1900 and 2199.", field.meta().word.en),
            Self::UnknownReference(field) if zh => format!("「{}」指向的记录不存在。", field.meta().word.zh),
            Self::UnknownReference(field) => {
                format!("“{}” points to a record that does not exist.", field.meta().word.en)
            }
            Self::Cycle(names) if zh => format!("上级企业形成循环：{}。", names.join(" → ")),
            Self::Cycle(names) => format!("The parents form a circle: {}.", names.join(" → ")),
        }
    }
}

impl fmt::Display for ChangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for ChangeError {}
