//! Everything that can be tested without a browser, through the public doors of the library.
#![allow(clippy::unwrap_used, missing_docs)]

mod boards;
mod cells;
mod charts;
mod checks;
mod codes;
mod comparing;
mod conflicts;
mod containers;
mod contracts;
mod files;
mod forecast;
mod ledger;
mod merging;
mod numbers;
mod parts;
mod past;
mod periods;
mod purity;
mod reports;
mod seed;
mod solver;
mod strangers;
mod support;
mod tables;
