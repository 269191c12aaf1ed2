//! Reform Ledger.
pub mod browser;
pub mod domain;
pub mod sheet;
pub mod storage;
