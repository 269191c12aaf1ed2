//! The ledger and its rules. Knows no browser, no clock and no file format.

pub mod catalogue;
pub mod chain;
pub mod change;
pub mod check;
pub mod choice;
pub mod code;
pub mod date;
pub mod id;
pub mod identity;
pub mod index;
pub mod kind;
pub mod ledger;
pub mod number;
pub mod record;
pub mod records;
pub mod region;
pub mod stamp;
pub mod table;
pub mod value;
pub mod words;

pub use chain::StepDigest;
pub use change::{Applied, Change, ChangeError, Entry, Origin, Step, What};
pub use choice::Choice;
pub use code::{CodeVerdict, CreditCode};
pub use date::{Date, Moment, days_after, days_between, months_before, parse_date};
pub use id::{Id, RawId};
pub use index::{Index, Members, Place, Standing};
pub use kind::{Kind, RecordRef, Tables};
pub use ledger::{Compacted, Ledger, LoadError, LoadedRow, Loader, Obstacle, Part, Return};
pub use number::{Decimal, Printed, Ratio, percent_of_tenths, points_of_tenths};
pub use record::{Field, FieldMeta, Record};
pub use region::RegionCode;
pub use stamp::{ActorId, DELETION, Dot, FieldStamp, Sibling, Stamps, VersionVector, prune};
pub use table::{AnyTable, RowMeta, Table};
pub use value::{FieldType, LongText, Stage, Tiers, Value};
pub use words::{Lang, Word};
