//! The built page on the browsers of the floor: Chromium 81, what 360 and others were long built on, and some
//! that came after. Newer ones are in `tests/browser`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod devtools;
mod page;
mod screens;
mod starting;
mod work;

/// Makes a test for each browser of the floor.
macro_rules! on_the_floor {
    ($($(#[$doc:meta])* fn $name:ident($version:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            fn run($version: &'static str) $body

            #[test]
            fn chromium_81() {
                run("81");
            }

            #[test]
            fn chromium_88() {
                run("88");
            }

            #[test]
            fn chromium_92() {
                run("92");
            }

            #[test]
            fn chromium_109() {
                run("109");
            }
        }
    )+};
}
pub(crate) use on_the_floor;
