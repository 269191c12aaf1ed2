//! Packs the program, its styles and its template into the one file.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use base64::{Engine, engine::general_purpose::STANDARD};
use lzma_rust2::{LzmaOptions, LzmaWriter};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{needs, run};

/// The most that the packed file may weigh, in bytes.
const LIMIT: usize = 1_900_000;

/// Builds `dist/reform-ledger.html` and says how large it is and what its SHA-256 is.
///
/// wasm-opt is left out on purpose: it comes by npm alone, and on this program `wasm-opt -Oz` made the
/// compressed program 0.7 % smaller (787 099 to 781 657 bytes), which is not worth a second tool.
pub fn build() -> Result<PathBuf> {
    needs::wasm_target()?;
    run::cargo(&["build", "--release", "--target", "wasm32-unknown-unknown", "--bin", "reform-ledger"])?;
    let built = Path::new("target/wasm32-unknown-unknown/release/reform-ledger.wasm");
    let mut bound = Bindgen::new();
    bound
        .input_path(built)
        .no_modules(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bound.generate_output().context("wasm-bindgen could not read the program")?;
    let glue = output.js().to_owned();
    let program = output.wasm_mut().emit_wasm();

    let html = page(&glue, &program)?;
    ensure!(html.len() <= LIMIT, "the page weighs {} bytes; the most is {LIMIT}", html.len());
    fs::create_dir_all("dist")?;
    let path = fs::canonicalize("dist")?.join("reform-ledger.html");
    fs::write(&path, &html)?;
    println!("{}", path.display());
    println!("{} bytes ({:.2} MB), program {} bytes", html.len(), html.len() as f64 / 1e6, program.len());
    println!("SHA-256 {}", hex(&Sha256::digest(&html)));
    Ok(path)
}

/// Fills the template. Everything that depends on the program goes in by placeholder, so that the
/// template stays a page that an editor can read.
fn page(glue: &str, program: &[u8]) -> Result<String> {
    let template = fs::read_to_string("index.html")?;
    // The glue stands apart, since workers begin with it as well.
    let scripts = [
        ("GUARD", fs::read_to_string("xtask/page/guard.js")?),
        ("GLUE", glue.to_owned()),
        ("UNPACK", fs::read_to_string("xtask/page/unpack.js")?),
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
    fill(&html, "PROGRAM", &compressed(program)?)
}

/// The program as text: LZMA, then 13 bits to two of 91 characters. `unpack.js` is the way back.
fn compressed(program: &[u8]) -> Result<String> {
    let mut options = LzmaOptions::with_preset(9);
    // Code has no bytes that come back at even places, and much that depends on the byte before.
    (options.lc, options.lp, options.pb) = (4, 0, 0);
    let mut writer = LzmaWriter::new_use_header(Vec::new(), &options, Some(program.len() as u64))?;
    writer.write_all(program)?;
    Ok(text_of(&writer.finish()?))
}

/// Writes bytes in 91 printable characters that neither HTML nor editors stumble over.
fn text_of(bytes: &[u8]) -> String {
    let alphabet: Vec<char> =
        (33_u8..127).filter(|code| !matches!(code, b'"' | b'<' | b'\\')).map(char::from).collect();
    let (mut held, mut bits) = (0_u32, 0);
    let mut text = String::with_capacity(bytes.len() * 16 / 13 + 2);
    let put = |value: u32, text: &mut String| {
        text.push(alphabet[(value % 91) as usize]);
        text.push(alphabet[(value / 91) as usize]);
    };
    for byte in bytes {
        held |= u32::from(*byte) << bits;
        bits += 8;
        if bits >= 13 {
            put(held & 0x1fff, &mut text);
            held >>= 13;
            bits -= 13;
        }
    }
    put(held, &mut text);
    text
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
    Ok(joined)
}

fn fill(html: &str, name: &str, content: &str) -> Result<String> {
    let mark = format!("{{{{{name}}}}}");
    let (before, after) = html.split_once(&mark).with_context(|| format!("index.html lacks {mark}"))?;
    Ok([before, content, after].concat())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
