//! The project's own tasks: `cargo xtask build | open | test | bench | soak`.

mod floor;
mod gaps;
mod needs;
mod pack;
mod run;

use std::path::Path;

use anyhow::{Context, Result, bail};

const USAGE: &str = "cargo xtask build   builds dist/reform-ledger.html
cargo xtask open    builds it and opens it in the default browser
cargo xtask test    installs what tests need where it may, then runs everything
cargo xtask bench   measures size and start of the page, and the reports and the file format at several sizes
cargo xtask soak merge --operations N   tries the laws of merging on N random operations
cargo xtask soak floor   tries the page on every old browser of the floor, Chromium 81 to 109";

fn main() -> Result<()> {
    // Tasks run from the project's root, wherever they were called.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask stands in the project's root")?;
    std::env::set_current_dir(root)?;
    match std::env::args().nth(1).as_deref() {
        Some("build") => pack::build().map(drop),
        Some("open") => run::open(&pack::build()?),
        Some("test") => run::test(),
        Some("bench") => run::bench(),
        Some("soak") => {
            let rest: Vec<String> = std::env::args().skip(2).collect();
            match rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["merge", "--operations", count] => run::soak_merge(count.parse().context(USAGE)?),
                ["floor"] => run::soak_floor(),
                _ => bail!("{USAGE}"),
            }
        }
        _ => bail!("{USAGE}"),
    }
}
