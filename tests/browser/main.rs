//! What needs a browser: the built page over `file://`, in Chromium and in Firefox.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod confirming;
mod deciding;
mod driver;
mod faults;
mod files;
mod finding;
mod keeping;
mod ledger;
mod practices;
mod screens;
mod sharing;
mod storage;
mod tables;

/// A browser that answers no more ends its test, and not the whole run.
pub(crate) async fn in_time(test: impl Future<Output = ()>) {
    let minutes = std::time::Duration::from_secs(300);
    tokio::time::timeout(minutes, test).await.expect("the browser answers within five minutes");
}

/// Makes a test for each browser.
macro_rules! in_both_browsers {
    ($($(#[$doc:meta])* async fn $name:ident($kind:ident) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn run($kind: Kind) $body

            #[tokio::test]
            async fn chromium() {
                crate::in_time(run(Kind::Chromium)).await;
            }

            #[tokio::test]
            async fn firefox() {
                crate::in_time(run(Kind::Firefox)).await;
            }
        }
    )+};
}
pub(crate) use in_both_browsers;
