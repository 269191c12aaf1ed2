//! Packs the program, its styles and its template into the one file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{gaps, needs, run};

/// The most that the packed file may weigh, in bytes: what counts is the time to open it.
const LIMIT: usize = 4_000_000;

/// How a page is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Build {
    /// As it is given away: optimised for size, within [`LIMIT`].
    Release,
    /// For work on it: unoptimised, and packed quickly.
    Dev,
}

/// Builds `dist/reform-ledger.html` and says how large it is and what its SHA-256 is.
///
/// wasm-opt is left out on purpose: it comes by npm alone, and on this program `wasm-opt -Oz` made the
/// compressed program 0.7 % smaller (787 099 to 781 657 bytes), which is not worth a second tool.
pub fn build() -> Result<PathBuf> {
    assemble(Build::Release)
}

/// Builds `dist/reform-ledger-dev.html`, which works alike, but is large and slow.
pub fn build_for_work() -> Result<PathBuf> {
    assemble(Build::Dev)
}

fn assemble(build: Build) -> Result<PathBuf> {
    needs::wasm_target()?;
    let (profile, folder, name) = match build {
        Build::Release => ("release", "release", "reform-ledger.html"),
        Build::Dev => ("dev", "debug", "reform-ledger-dev.html"),
    };
    let target = "wasm32-unknown-unknown";
    run::cargo(&["build", "--profile", profile, "--target", target, "--package", "reform-ledger"])?;
    let built = Path::new("target").join(target).join(folder).join("reform-ledger.wasm");
    let mut bound = Bindgen::new();
    bound
        .input_bytes("reform-ledger", without_features(&fs::read(built)?)?)
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(build == Build::Release)
        .remove_producers_section(true);
    let mut output = bound.generate_output().context("wasm-bindgen could not read the program")?;
    let glue = output.js().to_owned();
    let program = output.wasm_mut().emit_wasm();

    let html = page(&glue, &program, build)?;
    let is_within = build == Build::Dev || html.len() <= LIMIT;
    ensure!(is_within, "the page weighs {} bytes; the most is {LIMIT}", html.len());
    fs::create_dir_all("dist")?;
    let path = fs::canonicalize("dist")?.join(name);
    fs::write(&path, &html)?;
    println!("{}", path.display());
    println!("{} bytes ({:.2} MB), program {} bytes", html.len(), html.len() as f64 / 1e6, program.len());
    println!("SHA-256 {}", hex(&Sha256::digest(&html)));
    Ok(path)
}

/// Fills the template. Everything that depends on the program goes in by placeholder, so that the
/// template stays a page that an editor can read.
fn page(glue: &str, program: &[u8], build: Build) -> Result<String> {
    let template = fs::read_to_string("index.html")?;
    // The glue stands apart, since workers begin with it as well.
    let scripts = [
        ("GUARD", fs::read_to_string("xtask/page/guard.js")?),
        ("GLUE", glue.to_owned()),
        ("START", fs::read_to_string("xtask/page/start.js")?),
    ];
    let mut html = template;
    let mut hashes = Vec::new();
    for (name, script) in scripts {
        ensure!(!script.contains("</script"), "a script must not end its own element");
        hashes.push(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&script))));
        html = fill(&html, name, &script)?;
    }
    html = fill(&html, "HASHES", &hashes.join(" "))?;
    html = fill(&html, "STYLE", &styles()?)?;
    let effort = if build == Build::Release { Compression::best() } else { Compression::fast() };
    fill(&html, "PROGRAM", &compressed(program, effort)?)
}

/// The program without the section that names the features its parts were built with. The standard library
/// comes with reference types in it, and wasm-bindgen would use them, which kernels of 2020 don't know.
fn without_features(module: &[u8]) -> Result<Vec<u8>> {
    const HEADER: usize = 8;
    ensure!(module.starts_with(b"\0asm"), "the program is no module of WebAssembly");
    let mut kept = module[..HEADER].to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let (length, body) = number(module, at + 1)?;
        let end = body + length;
        let section = module.get(body..end).context("a section of the program is cut off")?;
        let is_custom = module[at] == 0;
        let is_features = is_custom && {
            let (length, name) = number(section, 0)?;
            section.get(name..name + length) == Some(b"target_features")
        };
        if !is_features {
            kept.extend_from_slice(&module[at..end]);
        }
        at = end;
    }
    Ok(kept)
}

/// Reads a number in LEB128; gives it and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Result<(usize, usize)> {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = *bytes.get(at).context("a number in the program is cut off")?;
        value |= usize::from(byte & 0x7f) << shift;
        (at, shift) = (at + 1, shift + 7);
        if byte < 0x80 {
            return Ok((value, at));
        }
        ensure!(shift < 32, "a number in the program is too long");
    }
}

/// The program as text: gzip, which every browser of the floor unpacks by itself, in base64.
fn compressed(program: &[u8], effort: Compression) -> Result<String> {
    let mut writer = GzEncoder::new(Vec::new(), effort);
    writer.write_all(program)?;
    Ok(STANDARD.encode(writer.finish()?))
}

/// Joins the style sheets: tokens and base first, print last, the others by name.
fn styles() -> Result<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir("style")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<_>>>()?
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    let rank = |path: &Path| match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("tokens") => 0,
        Some("base") => 1,
        Some("print") => 3,
        _ => 2,
    };
    paths.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
    let mut joined = String::new();
    for path in paths {
        joined.push_str(&fs::read_to_string(&path)?);
    }
    joined.push_str(&gaps::margins(&joined)?);
    Ok(joined)
}

fn fill(html: &str, name: &str, content: &str) -> Result<String> {
    let mark = format!("{{{{{name}}}}}");
    let (before, after) = html.split_once(&mark).with_context(|| format!("index.html lacks {mark}"))?;
    Ok([before, content, after].concat())
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
