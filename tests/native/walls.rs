//! Who may depend on whom: what computes knows neither the page nor what is above it.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use serde_json::{Value, json};

/// What each package may use of the others; those not listed may use everything.
const PACKAGES: [(&str, &[&str]); 6] = [
    ("ledger", &[]),
    ("report", &["ledger"]),
    ("table_model", &["ledger", "report"]),
    ("interchange", &["ledger", "table_model"]),
    ("chart", &["ledger"]),
    ("seed", &["ledger"]),
];

/// What only the page may use.
const BROWSER: [&str; 6] = ["gloo-storage", "js-sys", "leptos", "wasm-bindgen", "wasm-bindgen-futures", "web-sys"];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The packages of the workspace with the names of all that they use.
fn uses(metadata: &Value) -> BTreeMap<&str, Vec<&str>> {
    fn name(of: &Value) -> &str {
        of["name"].as_str().unwrap()
    }
    fn used(package: &Value) -> Vec<&str> {
        package["dependencies"].as_array().unwrap().iter().map(name).collect()
    }
    metadata["packages"].as_array().unwrap().iter().map(|package| (name(package), used(package))).collect()
}

/// What goes through a wall.
fn breaches(metadata: &Value) -> Vec<String> {
    let uses = uses(metadata);
    let mut breaches = Vec::new();
    for (package, may) in PACKAGES {
        let Some(used) = uses.get(package) else {
            breaches.push(format!("{package} is missing"));
            continue;
        };
        let inside = used.iter().filter(|other| uses.contains_key(**other) && !may.contains(other));
        let outside = used.iter().filter(|other| BROWSER.contains(other));
        breaches.extend(inside.chain(outside).map(|other| format!("{package} uses {other}")));
    }
    breaches
}

#[test]
fn a_package_uses_only_what_lies_below_it() {
    assert_eq!(breaches(&metadata()), Vec::<String>::new());
}

#[test]
fn a_breach_of_a_wall_is_noticed() {
    for (package, used) in [("ledger", "report"), ("chart", "reform-ledger"), ("interchange", "leptos")] {
        let mut broken = metadata();
        let packages = broken["packages"].as_array_mut().unwrap();
        let own = packages.iter_mut().find(|own| own["name"] == package).unwrap();
        own["dependencies"].as_array_mut().unwrap().push(json!({ "name": used }));
        assert_eq!(breaches(&broken), [format!("{package} uses {used}")]);
    }
}

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

/// Screens ask the app, which alone knows disk and wire formats. Neither can be named without these words: one is a
/// package, the other a module of the root.
#[test]
fn screens_know_neither_storage_nor_wire_formats() {
    let mut looked_at = 0;
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/ui"), &mut |path, text| {
        looked_at += 1;
        for word in ["interchange::", "storage::", "storage,", "storage}", "indexed_db", "serde_json::"] {
            assert!(!text.contains(word), "{} uses {word}", path.display());
        }
    });
    assert!(looked_at > 40, "the screens are there");
}
