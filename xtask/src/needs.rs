//! What the tasks need on the machine, and how it is brought there.

use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail, ensure};

use crate::floor;

/// Programs that the tests use, with the Debian packages that bring them.
const PROGRAMS: [(&str, &str); 5] = [
    ("chromium", "chromium"),
    ("chromedriver", "chromium-driver"),
    ("firefox-esr", "firefox-esr"),
    ("jq", "jq"),
    ("python3", "python3"),
];

/// The validator of JSON Schema from PyPI that exported files are checked with.
const VALIDATOR: (&str, &str) = ("jsonschema", "4.26.0");

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

/// What would be installed for the tests with other tools and for those in browsers.
pub fn missing(tools_too: bool, browsers_too: bool) -> Vec<String> {
    let mut missing: Vec<String> = Vec::new();
    if tools_too || browsers_too {
        missing.extend(missing_packages().into_iter().map(|package| format!("{package} (a package of Debian)")));
    }
    if tools_too && !has_validator() {
        missing.push(format!("{} {} (from PyPI, under {})", VALIDATOR.0, VALIDATOR.1, tools().display()));
    }
    if browsers_too {
        if !tools().join("bin/geckodriver").exists() {
            missing.push(format!("geckodriver (from crates.io, under {})", tools().display()));
        }
        missing.extend(floor::missing().map(|browser| format!("{browser} (from npm, under {})", tools().display())));
    }
    missing
}

/// Says what will be installed, and asks for leave where somebody sits at a terminal and has not given it.
pub fn ask(missing: &[String], yes: bool) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    println!("This will be installed:");
    missing.iter().for_each(|one| println!("  {one}"));
    if !yes && std::io::stdin().is_terminal() {
        println!("Go on? [y/N]");
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        ensure!(answer.trim().eq_ignore_ascii_case("y"), "nothing was installed, and nothing run");
    }
    Ok(())
}

fn missing_packages() -> Vec<&'static str> {
    let mut missing: Vec<&str> =
        PROGRAMS.iter().filter(|(name, _)| !on_path(name)).map(|(_, package)| *package).collect();
    if !Path::new(CJK_FONT).exists() {
        missing.push("fonts-noto-cjk");
    }
    // Debian's Python comes without what makes environments.
    if !output("python3", &["-c", "import ensurepip, venv; print(True)"]).is_ok_and(|said| said.trim() == "True") {
        missing.push("python3-venv");
    }
    missing
}

/// Brings browsers, their drivers, a Chinese font, jq and Python. Chromium brings the libraries of the older ones, too.
pub fn programs() -> Result<()> {
    let missing = missing_packages();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// Installs packages of Debian, or says which ones somebody else must.
pub fn install(missing: &[&str]) -> Result<()> {
    let may_install = on_path("apt-get") && output("id", &["-u"]).is_ok_and(|id| id.trim() == "0");
    if !may_install {
        bail!("the tests need these packages, which only an administrator can install: {}", missing.join(" "));
    }
    println!("installing {}", missing.join(" "));
    let updated = Command::new("apt-get").args(["update", "-qq"]).status()?;
    ensure!(updated.success(), "apt-get update failed");
    let installed = Command::new("apt-get")
        .args(["install", "-y", "-qq", "--no-install-recommends"])
        .args(missing)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .status()?;
    ensure!(installed.success(), "apt-get could not install {}", missing.join(" "));
    Ok(())
}

/// Where tools are kept that no package brings.
pub fn tools() -> PathBuf {
    PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cache/reform-ledger-tools")
}

fn has_validator() -> bool {
    let (name, version) = VALIDATOR;
    Command::new(tools().join("python/bin/python"))
        .args(["-c", "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))", name])
        .output()
        .is_ok_and(|output| output.status.success() && output.stdout.trim_ascii() == version.as_bytes())
}

/// Brings a Python that has the validator; gives its path.
pub fn python() -> Result<PathBuf> {
    let root = tools().join("python");
    let python = root.join("bin/python");
    let (name, version) = VALIDATOR;
    if !has_validator() {
        println!("installing {name} {version} for Python");
        let made = Command::new("python3").args(["-m", "venv", "--clear"]).arg(&root).status()?;
        ensure!(made.success(), "python3 could not make an environment; Debian's package for that is python3-venv");
        let brought = Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .arg(format!("{name}=={version}"))
            .status()?;
        ensure!(brought.success(), "pip could not install {name} {version} from PyPI");
    }
    Ok(python)
}

/// Debian has no geckodriver of its own for the extended-support Firefox; crates.io has.
pub fn geckodriver() -> Result<PathBuf> {
    from_crates_io("geckodriver")
}

/// What looks through the licences and sources of the libraries.
pub fn cargo_deny() -> Result<PathBuf> {
    from_crates_io("cargo-deny")
}

/// A program that is built from crates.io once; gives its path.
fn from_crates_io(name: &str) -> Result<PathBuf> {
    let root = tools();
    let program = root.join("bin").join(name);
    if !program.exists() {
        println!("building {name}");
        let built = Command::new("cargo")
            .args(["install", name, "--locked", "--root"])
            .arg(&root)
            .env_remove("CARGO_TARGET_DIR")
            .status()?;
        ensure!(built.success(), "{name} could not be built from crates.io");
    }
    Ok(program)
}

/// Tells whether a program can be called by its name.
pub fn on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|folder| folder.join(program).is_file()))
}

/// What a program prints.
pub fn output(program: &str, args: &[&str]) -> Result<String> {
    Ok(String::from_utf8(Command::new(program).args(args).output()?.stdout)?)
}
