//! The only wire formats: bytes in and out. Pure.

pub mod container;
pub mod json;
pub mod table;
