//! What the tasks need on the machine, and how it is brought there.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail, ensure};

/// Programs that the browser tests use, with the Debian packages that bring them.
const PROGRAMS: [(&str, &str); 3] =
    [("chromium", "chromium"), ("chromedriver", "chromium-driver"), ("firefox-esr", "firefox-esr")];

const CJK_FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// Adds the wasm target where it is missing.
pub fn wasm_target() -> Result<()> {
    let sysroot = output("rustc", &["--print", "sysroot"])?;
    if Path::new(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown").is_dir() {
        return Ok(());
    }
    println!("adding the target wasm32-unknown-unknown");
    let added = Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]).status()?;
    ensure!(added.success(), "rustup could not add the target wasm32-unknown-unknown");
    Ok(())
}

/// Brings browsers, their drivers and a Chinese font; gives the path of geckodriver.
pub fn browsers() -> Result<PathBuf> {
    let mut missing: Vec<&str> =
        PROGRAMS.iter().filter(|(name, _)| !on_path(name)).map(|(_, package)| *package).collect();
    if !Path::new(CJK_FONT).exists() {
        missing.push("fonts-noto-cjk");
    }
    if !missing.is_empty() {
        let may_install = on_path("apt-get") && output("id", &["-u"]).is_ok_and(|id| id.trim() == "0");
        if !may_install {
            bail!(
                "the browser tests need these packages, which only an administrator can install: {}",
                missing.join(" ")
            );
        }
        println!("installing {}", missing.join(" "));
        let updated = Command::new("apt-get").args(["update", "-qq"]).status()?;
        ensure!(updated.success(), "apt-get update failed");
        let installed = Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(&missing)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()?;
        ensure!(installed.success(), "apt-get could not install {}", missing.join(" "));
    }
    geckodriver()
}

/// Debian has no geckodriver of its own for the extended-support Firefox; crates.io has.
fn geckodriver() -> Result<PathBuf> {
    let root = PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/reform-ledger-tools");
    let driver = root.join("bin/geckodriver");
    if !driver.exists() {
        println!("building geckodriver");
        let built = Command::new("cargo")
            .args(["install", "geckodriver", "--locked", "--root"])
            .arg(&root)
            .env_remove("CARGO_TARGET_DIR")
            .status()?;
        ensure!(built.success(), "geckodriver could not be built from crates.io");
    }
    Ok(driver)
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

fn output(program: &str, args: &[&str]) -> Result<String> {
    Ok(String::from_utf8(Command::new(program).args(args).output()?.stdout)?)
}
