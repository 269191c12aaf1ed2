//! The project's own tasks: `cargo xtask build | open | test | bench`.

mod needs;
mod pack;
mod run;

use std::path::Path;

use anyhow::{Context, Result, bail};

const USAGE: &str = "cargo xtask build   builds dist/reform-ledger.html
cargo xtask open    builds it and opens it in the default browser
cargo xtask test    installs what tests need where it may, then runs everything
cargo xtask bench   measures the reports and the file format at several sizes";

fn main() -> Result<()> {
    // Tasks run from the project's root, wherever they were called.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands in the project's root")?;
    std::env::set_current_dir(root)?;
    match std::env::args().nth(1).as_deref() {
        Some("build") => pack::build().map(drop),
        Some("open") => run::open(&pack::build()?),
        Some("test") => run::test(),
        Some("bench") => run::bench(),
        _ => bail!("{USAGE}"),
    }
}
