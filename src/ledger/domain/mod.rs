//! The ledger and its rules. Knows no browser, no clock and no file format.

pub mod builtins;
pub mod causality;
pub mod change;
pub mod check;
pub mod choice;
pub mod code;
pub mod contradiction;
pub mod date;
pub mod facts;
pub mod hash_chain;
pub mod id;
pub mod index;
pub mod ledger;
pub mod natural_key;
pub mod number;
pub mod records;
pub mod region;
pub mod schema;
pub mod table;
pub mod words;

pub use causality::{ActorId, DELETION, Dot, FieldStamp, Sibling, Stamps, VersionVector, prune};
pub use change::{Applied, Change, ChangeError, Entry, HistoryEntry, Origin, What};
pub use choice::CodedEnum;
pub use code::{CodeVerdict, CreditCode};
pub use date::{Date, Moment, days_after, days_between, months_before, parse_date, to_the_minute};
pub use hash_chain::StepDigest;
pub use id::{Id, RawId};
pub use index::{Adjacency, Index, TaskState, TreePosition};
pub use ledger::{Compacted, Ledger, LedgerBuilder, LoadError, LoadedRow, Obstacle, Part, Return};
pub use number::{Decimal, Printed, Ratio, is_rounded_apart, percent_of_tenths, points_of_tenths};
pub use region::RegionCode;
pub use schema::{
    Carriage, Contact, Declaration, Field, FieldMeta, FieldType, Kind, LongText, NamePart, NaturalKey, PersonName,
    Record, RecordRef, Stage, Tables, Tiers, Value,
};
pub use table::{AnyTable, RowMeta, Table};
pub use words::{Lang, Phrase};
