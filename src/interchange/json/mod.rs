//! The exported JSON, and the same records as pages for storage.
//!
//! One object: first `format` and `sha256`, each on a line of its own; then everything else, one record to a
//! line. `sha256` is taken over all bytes after the newline that ends its own line, so that any tool can check
//! it; in files of before 2026-12 `version`, `exported_at` and `exported_by` stood above it. Records stand plain; what merging
//! needs stands apart in `_stamps`, and `_digest` tells whether somebody edited the record by hand: such
//! an edit is read as the edit of a new person, so that merging treats it like any other.
//!
//! Reading takes a file whole or not at all. What this version does not know (fields, words of a
//! closed set, parts of the envelope) is kept and written back. `version` 1 is the first that was
//! released, so there is nothing older to migrate; a newer file opens, but read-only.

mod decode;
mod encode;
mod error;
mod foreign_edits;
mod read;
mod schema;
mod verify;

pub(super) use encode::hex;
pub use encode::{Exported, Head, write, write_entries, write_head, write_page, write_step, write_step_around};
pub use error::{ReadError, ReadNote};
pub(super) use read::content_digest;
pub use read::{Opened, read, read_head, read_page, read_step, read_telling};
pub use schema::schema;
pub use verify::{Break, Count, Verification, verify};

use ledger::domain::Moment;

/// What tells our files from others.
pub const FORMAT: &str = "reform-ledger";
/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// The name under which a file says what part of a ledger it is.
const PART: &str = "part";
/// The name under which a file carries the last return of each unit.
const RETURNS: &str = "returns";
/// The name under which a file names the steps of history that it does not carry.
const EARLIER: &str = "earlier";

/// The most bytes that are read.
pub const BYTE_LIMIT: usize = 512 << 20;
/// The most records that are read, of all kinds together; also the most steps, and the longest list.
pub const RECORD_LIMIT: usize = 2_000_000;
/// The most names that one object may have, those of sessions in clocks and stamps apart.
pub const NAME_LIMIT: usize = 100_000;
/// The most levels of nesting that are read.
pub const DEPTH_LIMIT: usize = 32;

/// Names that no object may use: in some programs they change what an object is.
pub const FORBIDDEN_KEYS: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// When a file was made, and by whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportInfo {
    /// The wall clock of its maker.
    pub at: Moment,
    /// The maker's name; may be empty.
    pub by: String,
}
