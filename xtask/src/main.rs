//! The project's own tasks: `cargo xtask build | open | dev | test | words | deny | bench | soak`.

mod dev;
mod floor;
mod gaps;
mod needs;
mod pack;
mod run;
mod words;

use std::path::Path;

use anyhow::{Context, Result, bail};

const USAGE: &str = "cargo xtask build   builds dist/reform-ledger.html
cargo xtask open    builds it and opens it in the default browser
cargo xtask dev     builds it unoptimised, opens it, and builds it anew whenever a source changes
cargo xtask test    says what it installs, brings it where it may, then runs everything
cargo xtask test native|tools|browser [FILTER] [--yes]   runs a part: what needs no browser, what other tools
                    read, what needs a browser (without a filter also on the floor); --yes asks for no leave to install
cargo xtask deny    looks through licences and sources of the libraries, and through known faults where the list of
                    them can be fetched
cargo xtask words   lists every text on screen in both languages, for a native reader
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
        Some("dev") => dev::work(),
        Some("test") => {
            let (flags, words): (Vec<String>, Vec<String>) = std::env::args().skip(2).partition(|arg| arg == "--yes");
            let (part, filter) = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                [] => (None, None),
                [part] => (Some(run::Part::named(part).context(USAGE)?), None),
                [part, filter] => (Some(run::Part::named(part).context(USAGE)?), Some((*filter).to_owned())),
                _ => bail!("{USAGE}"),
            };
            run::test(part, filter.as_deref(), !flags.is_empty())
        }
        Some("words") => words::list(),
        Some("deny") => run::deny(),
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
