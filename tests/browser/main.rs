//! What needs a browser: the built page over `file://`, in Chromium and in Firefox.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod confirming;
mod deciding;
mod driver;
mod faults;
mod files;
mod keeping;
mod ledger;
mod practices;
mod screens;
mod sharing;
mod storage;
mod tables;

/// Makes a test for each browser.
macro_rules! in_both_browsers {
    ($($(#[$doc:meta])* async fn $name:ident($kind:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn run($kind: Kind) $body

            #[tokio::test]
            async fn chromium() {
                run(Kind::Chromium).await;
            }

            #[tokio::test]
            async fn firefox() {
                run(Kind::Firefox).await;
            }
        }
    )+};
}
pub(crate) use in_both_browsers;
