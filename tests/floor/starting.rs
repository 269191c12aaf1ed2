//! How long the page takes from being opened to being ready, beside a page of as many bytes that does nothing.

use std::{fs, path::Path};

use serde_json::json;
use tempfile::TempDir;

use crate::devtools::DevTools;

/// How often each page is opened.
const TIMES: usize = 5;

/// A measurement, not a test: `cargo xtask bench` runs it on the browsers that the environment names.
#[test]
#[ignore = "a measurement"]
fn measure() {
    let (floor, page) = (std::env::var("REFORM_LEDGER_FLOOR"), std::env::var("REFORM_LEDGER_PAGE"));
    let (floor, page) = (floor.expect("browsers are named"), page.expect("the page is named"));
    let folder = TempDir::new().unwrap();
    let idle = folder.path().join("idle.html");
    let bulk = "A".repeat(fs::metadata(&page).unwrap().len() as usize);
    let script = "document.documentElement.dataset.state = 'ready'";
    fs::write(&idle, format!("<!doctype html><script type=\"text/plain\">{bulk}</script><script>{script}</script>"))
        .unwrap();
    for browser in floor.split(':') {
        let (version, program) = browser.split_once('=').expect("version=path");
        let own = start(Path::new(program), Path::new(&page));
        let reference = start(Path::new(program), &idle);
        println!("  start in Chromium {version:<22} {own:>9.0} ms    a page of as many bytes: {reference:.0} ms");
    }
}

/// The median time from opening a page to its being ready, in milliseconds; each time in a new profile.
fn start(program: &Path, page: &Path) -> f64 {
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let folder = TempDir::new().unwrap();
            let mut browser = DevTools::start(program, folder.path());
            let watch = "new MutationObserver(() => {
                const root = document.documentElement;
                if (root && root.dataset.state === 'ready' && !window.readyAt) window.readyAt = performance.now();
            }).observe(document, {attributes: true, childList: true, subtree: true});";
            browser.call("Page.addScriptToEvaluateOnNewDocument", &json!({"source": watch}));
            browser.call("Page.navigate", &json!({"url": format!("file://{}", page.display())}));
            browser.until("the page is ready", "return window.readyAt").as_f64().unwrap()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[TIMES / 2]
}
