//! The layers know only what they may: no browser and no clock below the app.

use std::{fs, path::Path};

/// What each layer may use of the others; those not listed may use everything.
const LAYERS: [(&str, &[&str]); 7] = [
    ("domain", &[]),
    ("report", &["domain"]),
    ("merge", &["domain"]),
    ("interchange", &["domain", "sheet"]),
    ("seed", &["domain"]),
    ("sheet", &["domain", "report"]),
    ("chart", &["domain"]),
];

const BROWSER_OR_CLOCK: [&str; 11] = [
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "leptos",
    "gloo_storage",
    "std::time",
    "SystemTime",
    "Instant::now",
    "jiff::Zoned",
    "Timestamp::now",
    "std::env",
];

fn sources(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, visit);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            visit(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn core_layers_know_no_browser_no_clock_and_no_layer_above_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let all: Vec<String> = fs::read_dir(&src)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for (layer, may) in LAYERS {
        let mut looked_at = 0;
        sources(&src.join(layer), &mut |path, text| {
            looked_at += 1;
            for word in BROWSER_OR_CLOCK {
                assert!(!text.contains(word), "{} uses {word}", path.display());
            }
            for other in all.iter().filter(|other| *other != layer && !may.contains(&other.as_str())) {
                assert!(!text.contains(&format!("crate::{other}")), "{} uses {other}", path.display());
            }
        });
        assert!(looked_at > 0, "{layer} has sources");
    }
}
