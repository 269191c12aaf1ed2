//! The ledger: its records, their changes and history, the merging of two copies, and what goes out of one. Knows no
//! browser and no clock.

pub mod domain;
pub mod merge;
pub mod subset;
