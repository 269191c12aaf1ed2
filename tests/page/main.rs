//! What of the page can be tested without a browser.
#![allow(clippy::unwrap_used, missing_docs)]

mod disk;
mod keeping;
mod saving;
