//! The records of the ledger by subject, as the article asks for them.
//!
//! Each says everything about itself in one place: its fields, and in its
//! [`Declaration`](super::schema::Declaration) whose it is, what it is known by and called, and what goes out.

mod capital;
mod evaluation;
mod governance;
mod indicators;
mod institutions;
mod organisation;
mod pilots;
mod tasks;
#[cfg(feature = "trial-kind")]
mod trial;

pub use capital::*;
pub use evaluation::*;
pub use governance::*;
pub use indicators::*;
pub use institutions::*;
pub use organisation::*;
pub use pilots::*;
pub use tasks::*;
#[cfg(feature = "trial-kind")]
pub use trial::*;
