//! Works on the page: builds it for work, opens it, and builds it anew whenever a source changes.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, SystemTime},
};

use anyhow::Result;

use crate::{pack, run};

/// What a page is made of.
const SOURCES: [&str; 6] = ["Cargo.toml", "Cargo.lock", "index.html", "src", "style", "xtask/page"];

/// How often the sources are looked at.
const PAUSE: Duration = Duration::from_millis(500);

/// Builds and opens the page, then builds it whenever a source changes, until it is ended. The page does not reload by
/// itself: what is being typed in it would go.
pub fn work() -> Result<()> {
    let mut is_open = false;
    loop {
        let before = changed_last()?;
        match pack::build_for_work() {
            Ok(page) if !is_open => {
                run::open(&page)?;
                is_open = true;
            }
            Ok(_) => println!("Built. Reload the page to see it."),
            Err(error) => println!("{error:#}"),
        }
        while changed_last()? == before {
            thread::sleep(PAUSE);
        }
    }
}

/// When a source changed last, and how many there are, so that one that went is noticed, too.
fn changed_last() -> Result<(SystemTime, usize)> {
    let mut last = (SystemTime::UNIX_EPOCH, 0);
    for source in SOURCES {
        look(Path::new(source), &mut last)?;
    }
    Ok(last)
}

fn look(path: &Path, last: &mut (SystemTime, usize)) -> Result<()> {
    // What an editor put away meanwhile is looked at the next time.
    let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
    *last = (last.0.max(metadata.modified()?), last.1 + 1);
    if metadata.is_dir() {
        for entry in fs::read_dir(path)? {
            look(&entry?.path(), last)?;
        }
    }
    Ok(())
}
