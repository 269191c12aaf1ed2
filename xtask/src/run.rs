//! Runs cargo and opens pages.

use std::{path::Path, process::Command};

use anyhow::{Result, ensure};

use crate::{floor, needs, pack};

/// Runs cargo and fails where it fails.
pub fn cargo(args: &[&str]) -> Result<()> {
    let status = Command::new(env!("CARGO")).args(args).status()?;
    ensure!(status.success(), "cargo {} failed", args.join(" "));
    Ok(())
}

/// Opens a page in the default browser, or says where it is.
pub fn open(page: &Path) -> Result<()> {
    let (program, args): (&str, &[&str]) = if cfg!(target_os = "windows") {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    match Command::new(program).args(args).arg(page).status() {
        Ok(status) if status.success() => {}
        _ => println!("No browser could be started from here. Open this file: {}", page.display()),
    }
    Ok(())
}

/// Runs every test: first those that need no browser, then those that have other tools read our files,
/// then those over `file://`, in two browsers of today and on the floor.
pub fn test() -> Result<()> {
    needs::programs()?;
    let (geckodriver, python) = (needs::geckodriver()?, needs::python()?);
    let page = pack::build()?;
    cargo(&["test", "--workspace"])?;
    cargo(&["test", "--package", "tests", "--features", "trial-kind", "--test", "trial_kind"])?;
    let status = Command::new(env!("CARGO"))
        .args(["test", "--package", "tests", "--test", "tools"])
        .env("REFORM_LEDGER_PYTHON", &python)
        .status()?;
    ensure!(status.success(), "a test with other tools failed");
    let status = Command::new(env!("CARGO"))
        .args(["test", "--package", "tests", "--test", "browser", "--", "--test-threads", "2"])
        .env("REFORM_LEDGER_PAGE", &page)
        .env("REFORM_LEDGER_GECKODRIVER", &geckodriver)
        .status()?;
    ensure!(status.success(), "a browser test failed");
    floor::test(&page, false)
}

/// Measures the page's size and start, then reports and the file format.
pub fn bench() -> Result<()> {
    needs::programs()?;
    floor::measure_start(&pack::build()?)?;
    cargo(&["run", "--release", "--example", "bench"])
}

/// Tries the laws of merging on so many random operations, over worlds that the tests do not see.
pub fn soak_merge(operations: u64) -> Result<()> {
    let started = std::time::Instant::now();
    let status = Command::new(env!("CARGO"))
        .args([
            "test",
            "--release",
            "--package",
            "tests",
            "--test",
            "native",
            "--",
            "--ignored",
            "--exact",
            "merging::soak_merge",
        ])
        .env("REFORM_LEDGER_OPERATIONS", operations.to_string())
        .status()?;
    ensure!(status.success(), "a law of merging was broken: the line above names the world");
    println!("{operations} operations in {} s, no law broken", started.elapsed().as_secs());
    Ok(())
}

/// Tries the page on every browser of the floor.
pub fn soak_floor() -> Result<()> {
    needs::programs()?;
    floor::test(&pack::build()?, true)
}
