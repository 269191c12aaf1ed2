//! The browser beside storage: clock, randomness, addresses, files, sorting, the page itself.

pub mod clipboard;
pub mod clock;
pub mod files;
pub mod page;
pub mod random;
pub mod sorting;
pub mod steps;
pub mod worker;
