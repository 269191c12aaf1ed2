//! Tables as their users see them: what a cell shows, what typed text means, how rows are sorted and
//! filtered. Pure; the grid in `ui` draws it and the import of workbooks reads with the same rules.

pub mod arrangement;
pub mod block;
pub mod column;
pub mod filter;
pub mod names;
pub mod text;

pub use arrangement::{Arrangement, Place};
pub use block::{Block, BlockError};
pub use column::{Column, Sheet};
pub use filter::{Filter, Query, SortKey};
pub use names::name_of;
pub use text::CellError;
