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

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What needs neither a browser nor anything to be installed.
    Native,
    /// What other tools make of our files.
    Tools,
    /// What is tried in browsers over `file://`: two of today, and those of the floor.
    Browser,
}

impl Part {
    const ALL: [(&'static str, Self); 3] =
        [("native", Self::Native), ("tools", Self::Tools), ("browser", Self::Browser)];

    /// The part of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(own, _)| *own == name).map(|(_, part)| part)
    }
}

/// Runs the tests, or a part of them: first those that need nothing, then those that have other tools read our files,
/// then those in browsers. What it installs it says before, and asks where somebody sits at a terminal without `yes`.
pub fn test(part: Option<Part>, filter: Option<&str>, yes: bool) -> Result<()> {
    let wants = |own: Part| part.is_none_or(|part| part == own);
    let needed = needs::missing(wants(Part::Tools), wants(Part::Browser));
    needs::ask(&needed, yes)?;
    if wants(Part::Native) {
        cargo(&[&["test", "--workspace"], filter.as_slice()].concat())?;
    }
    if part.is_none() {
        cargo(&["test", "--package", "tests", "--features", "trial-kind", "--test", "trial_kind"])?;
    }
    if wants(Part::Tools) {
        needs::programs()?;
        let status = Command::new(env!("CARGO"))
            .args(["test", "--package", "tests", "--test", "tools"])
            .args(filter)
            .env("REFORM_LEDGER_PYTHON", needs::python()?)
            .status()?;
        ensure!(status.success(), "a test with other tools failed");
    }
    if wants(Part::Browser) {
        needs::programs()?;
        let (geckodriver, page) = (needs::geckodriver()?, pack::build()?);
        let status = Command::new(env!("CARGO"))
            .args(["test", "--package", "tests", "--test", "browser", "--", "--test-threads", "2"])
            .args(filter)
            .env("REFORM_LEDGER_PAGE", &page)
            .env("REFORM_LEDGER_GECKODRIVER", &geckodriver)
            .status()?;
        ensure!(status.success(), "a browser test failed");
        if filter.is_none() {
            floor::test(&page, false)?;
        }
    }
    Ok(())
}

/// Looks through licences and sources of the libraries, and through their known faults. The list of those comes over
/// the network: where it cannot be had that is said, and nothing is held against the libraries.
pub fn deny() -> Result<()> {
    let deny = needs::cargo_deny()?;
    let check = |what: &[&str]| Command::new(&deny).arg("check").args(what).status();
    ensure!(check(&["bans", "licenses", "sources"])?.success(), "a library is not as deny.toml asks");
    let fetched = Command::new(&deny).arg("fetch").arg("db").status()?;
    if !fetched.success() {
        println!("The list of known faults could not be fetched: the libraries were not held against it.");
        return Ok(());
    }
    ensure!(check(&["advisories"])?.success(), "a library has a known fault");
    Ok(())
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
