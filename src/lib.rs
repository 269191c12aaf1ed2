//! Reform Ledger.
