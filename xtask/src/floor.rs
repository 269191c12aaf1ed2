//! The browsers of the floor: Chromiums of years ago, which nothing but packages of npm brings any more.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::{needs, pack};

/// A browser of the floor, and where it comes from.
struct Browser {
    /// Chromium's major version.
    version: &'static str,
    /// The package of npm that brings it.
    package: &'static str,
    /// The SHA-256 of the compressed program in it.
    sha256: &'static str,
}

const BROWSERS: [Browser; 4] = [
    Browser {
        version: "81",
        package: "chrome-aws-lambda@3.0.4",
        sha256: "aaebb14231f2c80e5afd15586c1d94b6780f7ed1dcbe2b044c86592207e231d6",
    },
    Browser {
        version: "88",
        package: "chrome-aws-lambda@5.5.0",
        sha256: "43aa7a0f00d1a83364fdc2a257852ec61e88803fe34ee05fdc43e019bb339e5e",
    },
    Browser {
        version: "92",
        package: "chrome-aws-lambda@10.1.0",
        sha256: "56c686eae8dd9ab747e5c3221d4f2c2358537f173ae7ca8b7bcee7405d091b52",
    },
    Browser {
        version: "109",
        package: "@sparticuz/chromium@109.0.6",
        sha256: "4093f192508602ec0fa01b47136a120546e636c5ead67c1852c86a35b444d886",
    },
];

/// Those that every run of the tests takes: the oldest, and the last one for Windows 7.
const ALWAYS: [&str; 2] = ["81", "109"];

/// Tries the page on the browsers of the floor, on all or on those that every run takes.
pub fn test(page: &Path, all: bool) -> Result<()> {
    let browsers = BROWSERS.iter().filter(|browser| all || ALWAYS.contains(&browser.version));
    let mut paths = Vec::new();
    let mut names = Vec::new();
    for browser in browsers {
        paths.push(format!("{}={}", browser.version, browser.path()?.display()));
        names.push(format!("chromium_{}", browser.version));
    }
    let status = Command::new(env!("CARGO"))
        .args(["test", "--package", "tests", "--test", "floor", "--", "--test-threads", "2"])
        .args(names)
        .env("REFORM_LEDGER_PAGE", page)
        .env("REFORM_LEDGER_FLOOR", paths.join(":"))
        .status()?;
    ensure!(status.success(), "a test on a browser of the floor failed");
    Ok(())
}

/// Measures how long the page takes to start, in the browsers that every run takes and in the one of today.
pub fn measure_start(page: &Path) -> Result<()> {
    let today = needs::output("chromium", &["--version"])?;
    let today = today.split([' ', '.']).find(|word| word.parse::<u32>().is_ok()).context("Chromium has a version")?;
    let mut paths = vec![format!("{today}={}", needs::output("which", &["chromium"])?.trim())];
    for browser in BROWSERS.iter().filter(|browser| ALWAYS.contains(&browser.version)) {
        paths.push(format!("{}={}", browser.version, browser.path()?.display()));
    }
    let status = Command::new(env!("CARGO"))
        .args([
            "test",
            "-q",
            "--package",
            "tests",
            "--test",
            "floor",
            "--",
            "--ignored",
            "--nocapture",
            "--exact",
            "starting::measure",
        ])
        .env("REFORM_LEDGER_PAGE", page)
        .env("REFORM_LEDGER_FLOOR", paths.join(":"))
        .status()?;
    ensure!(status.success(), "the start could not be measured");
    Ok(())
}

/// Those of every run that are not here yet.
pub fn missing() -> impl Iterator<Item = String> {
    BROWSERS
        .iter()
        .filter(|browser| ALWAYS.contains(&browser.version) && !browser.program().exists())
        .map(|browser| format!("Chromium {}", browser.version))
}

impl Browser {
    /// Where its program belongs.
    fn program(&self) -> PathBuf {
        needs::tools().join(format!("chromium-{}", self.version)).join("chromium")
    }

    /// Where it is, once it was brought.
    fn path(&self) -> Result<PathBuf> {
        let program = self.program();
        let folder = needs::tools().join(format!("chromium-{}", self.version));
        if !program.exists() {
            println!("bringing Chromium {} from {}", self.version, self.package);
            // It gets its name when it is whole.
            let partial = folder.with_extension("part");
            if partial.exists() {
                fs::remove_dir_all(&partial)?;
            }
            fs::create_dir_all(&partial)?;
            self.bring(&partial)?;
            fs::rename(&partial, &folder)?;
        }
        self.check(&program)?;
        Ok(program)
    }

    /// Brings the program into a folder.
    fn bring(&self, folder: &Path) -> Result<()> {
        const UNPACK: &str = "const fs = require('fs'), packed = fs.readFileSync('package/bin/chromium.br');
            fs.writeFileSync('chromium', require('zlib').brotliDecompressSync(packed), {mode: 0o755})";
        if !needs::on_path("npm") {
            needs::install(&["npm"]).context("Chromiums as old as the floor come by npm")?;
        }
        let run = |program: &str, args: &[&str]| -> Result<()> {
            let output = Command::new(program).args(args).current_dir(folder).output()?;
            let said = String::from_utf8_lossy(&output.stderr);
            ensure!(output.status.success(), "{program} could not bring {}: {said}", self.package);
            Ok(())
        };
        run("npm", &["pack", "--silent", self.package])?;
        let files = fs::read_dir(folder)?.collect::<std::io::Result<Vec<_>>>()?;
        let archive = files.first().context("npm brought nothing")?.path();
        run("tar", &["-xzf", &archive.to_string_lossy(), "package/bin/chromium.br"])?;
        fs::remove_file(archive)?;
        let found = pack::hex(&Sha256::digest(fs::read(folder.join("package/bin/chromium.br"))?));
        ensure!(found == self.sha256, "{} holds another program than the one known: SHA-256 {found}", self.package);
        run("node", &["-e", UNPACK])?;
        fs::remove_dir_all(folder.join("package"))?;
        Ok(())
    }

    /// Starts it and asks what it is; it has no `--version`.
    fn check(&self, program: &Path) -> Result<()> {
        let output = Command::new(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom"])
            .arg("data:text/html,<script>document.write(navigator.userAgent)</script>")
            .output()?;
        let is_it = String::from_utf8_lossy(&output.stdout).contains(&format!("HeadlessChrome/{}.", self.version));
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(is_it, "{} is no Chromium {} that runs: {said}", program.display(), self.version);
        Ok(())
    }
}
