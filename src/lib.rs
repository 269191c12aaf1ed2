//! Reform Ledger.
pub mod browser;
pub mod domain;
pub mod interchange;
pub mod sheet;
pub mod storage;
