//! Reform Ledger.
pub mod browser;
pub mod domain;
pub mod interchange;
pub mod report;
pub mod sheet;
pub mod storage;
