//! Reform Ledger.
pub mod domain;
