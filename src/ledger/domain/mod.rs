//! The ledger and its rules. Knows no browser, no clock and no file format.

pub mod catalogue;
pub mod chain;
pub mod change;
pub mod check;
pub mod choice;
pub mod code;
pub mod contradiction;
pub mod date;
pub mod facts;
pub mod id;
pub mod index;
pub mod ledger;
pub mod natural_key;
pub mod number;
pub mod records;
pub mod region;
pub mod schema;
pub mod stamp;
pub mod table;
pub mod words;

pub use chain::StepDigest;
pub use change::{Applied, Change, ChangeError, Entry, Origin, Step, What};
pub use choice::Choice;
pub use code::{CodeVerdict, CreditCode};
pub use date::{Date, Moment, days_after, days_between, months_before, parse_date, to_the_minute};
pub use id::{Id, RawId};
pub use index::{Index, Members, Place, Standing};
pub use ledger::{Compacted, Ledger, LoadError, LoadedRow, Loader, Obstacle, Part, Return};
pub use number::{Decimal, Printed, Ratio, is_rounded_apart, percent_of_tenths, points_of_tenths};
pub use region::RegionCode;
pub use schema::{
    Carriage, Contact, Declaration, Field, FieldMeta, FieldType, Kind, LongText, NamePart, NaturalKey, PersonName,
    Record, RecordRef, Stage, Tables, Tiers, Value,
};
pub use stamp::{ActorId, DELETION, Dot, FieldStamp, Sibling, Stamps, VersionVector, prune};
pub use table::{AnyTable, RowMeta, Table};
pub use words::{Lang, Word};
