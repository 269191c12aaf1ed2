//! What ledger files are wrapped in: what goes in comes out the same, and what is damaged never opens.

use std::{fs, io::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use interchange::container::{
    ContainerError, Cost, Nonce, PageError, PageMode, Salt, SealError, Unwrapped, Wrapped, ZipError, ledger_in_page,
    ledger_of_element, recognise, seal, unseal, unwrapped, unzip_one, with_ledger, zip_one,
};
use ledger::domain::Lang;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

use support::{blank, bytes, date};

const PASSPHRASE: &str = " 国企 改革 ";
const MODES: [PageMode; 2] = [PageMode::Editable, PageMode::ViewOnly];
const PLACE: &str = "<script type=\"text/plain\" id=\"ledger\"></script>";

fn page_of(page: &str, json: &[u8], mode: PageMode) -> Result<String, PageError> {
    with_ledger(page, json, mode, date("2024-12-31"))
}

fn sealed(plain: &[u8]) -> Vec<u8> {
    seal(plain, PASSPHRASE, Salt([7; 16]), Nonce([9; 12]), Cost::LEAST).unwrap()
}

fn template() -> String {
    fs::read_to_string(format!("{}/../index.html", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// The ledger's page as the packed program has it: with scripts that speak of the element.
fn page() -> String {
    let script = format!("var a = '{PLACE}';\n  var b = \"{PLACE}\"; // {PLACE}");
    template().replace("{{GUARD}}", &script).replace("{{START}}", &script)
}

/// A sealed file with something replaced, and the digest taken anew, as somebody who means harm would.
fn forged(from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(sealed(&bytes(&blank()))).unwrap();
    assert!(text.contains(from), "{from} is in the file");
    let text = text.replacen(from, to, 1);
    let (before, after) = text.split_once("\n\"sha256\":\"").unwrap();
    let (_, covered) = after.split_once('\n').unwrap();
    let digest: String = Sha256::digest(covered).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{before}\n\"sha256\":\"{digest}\",\n{covered}").into_bytes()
}

/// A zip of files by name, not all of them ours.
fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same zip, whose directory says another size of its only file.
fn claiming(mut zip: Vec<u8>, size: u32) -> Vec<u8> {
    let directory = zip.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    zip[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
    zip[22..26].copy_from_slice(&size.to_le_bytes());
    zip
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_opens_with_its_passphrase_alone(
        plain in prop::collection::vec(any::<u8>(), 0..3_000),
        passphrase in "\\PC{1,20}",
        other in "\\PC{0,20}",
        salt in any::<[u8; 16]>(),
        nonce in any::<[u8; 12]>(),
    ) {
        let file = seal(&plain, &passphrase, Salt(salt), Nonce(nonce), Cost::LEAST).unwrap();
        prop_assert_eq!(unseal(&file, &passphrase), Ok(plain));
        if other != passphrase {
            prop_assert_eq!(unseal(&file, &other), Err(SealError::WrongPassphrase));
        }
    }

    #[test]
    fn what_is_put_into_a_page_or_a_zip_comes_out_the_same(plain in prop::collection::vec(any::<u8>(), 0..3_000)) {
        for mode in MODES {
            let page = page_of(&page(), &plain, mode).unwrap();
            prop_assert_eq!(ledger_in_page(&page), Some(Ok((plain.clone(), mode))));
        }
        let zip = zip_one("台账 2025.json", &plain).unwrap();
        prop_assert_eq!(&zip, &zip_one("台账 2025.json", &plain).unwrap(), "no clock is asked");
        prop_assert_eq!(unzip_one(&zip), Some(Ok(plain)));
    }

    #[test]
    fn no_bytes_make_the_unwrapping_panic(
        which in 0..3_usize,
        at in any::<prop::sample::Index>(),
        with in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let plain = bytes(&blank());
        let mut file = match which {
            0 => sealed(&plain),
            1 => page_of(&page(), &plain, PageMode::Editable).unwrap().into_bytes(),
            _ => zip_one("a.json", &plain).unwrap(),
        };
        let at = at.index(file.len());
        file[at] = with;
        let _either_is_fine = unwrapped(file.clone(), Some(PASSPHRASE));
        file.truncate(cut.index(file.len()));
        let _either_is_fine = unwrapped(file, Some(PASSPHRASE));
    }
}

#[test]
fn a_sealed_file_says_how_it_was_made_in_lines_that_any_tool_reads() {
    let file: serde_json::Value = serde_json::from_slice(&sealed(b"{}")).unwrap();
    let names: Vec<&str> = file.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["format", "version", "sha256", "kdf", "cipher", "nonce", "check", "content"]);
    assert_eq!(file["kdf"]["salt"], "07".repeat(16));
    assert_eq!(file["nonce"], "09".repeat(12));
    assert_eq!(Cost::default(), Cost { memory_kib: 65_536, passes: 3, lanes: 1 });
}

/// Guards every file that was ever sealed: this one was made once and must open for ever.
#[test]
fn the_first_sealed_file_still_opens() {
    let path = format!("{}/files/sealed-v1.json", env!("CARGO_MANIFEST_DIR"));
    let plain = format!("{}/files/v1.json", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(unseal(&fs::read(path).unwrap(), PASSPHRASE).unwrap(), fs::read(plain).unwrap());
}

#[test]
fn the_cost_of_every_day_seals_and_opens() {
    let file = seal(b"{}", PASSPHRASE, Salt([1; 16]), Nonce([2; 12]), Cost::default()).unwrap();
    assert_eq!(unseal(&file, PASSPHRASE).unwrap(), b"{}");
}

#[test]
fn an_empty_passphrase_and_a_cost_out_of_bounds_seal_nothing() {
    let with = |passphrase: &str, cost| seal(b"{}", passphrase, Salt([0; 16]), Nonce([0; 12]), cost);
    assert_eq!(with("", Cost::LEAST), Err(SealError::EmptyPassphrase));
    for cost in [
        Cost { memory_kib: 7, ..Cost::LEAST },
        Cost { memory_kib: 262_145, ..Cost::LEAST },
        Cost { passes: 11, ..Cost::LEAST },
        Cost { lanes: 5, memory_kib: 64, ..Cost::LEAST },
        Cost { lanes: 4, ..Cost::LEAST },
    ] {
        assert_eq!(with("a", cost), Err(SealError::CostOutOfBounds), "{cost:?}");
    }
}

#[test]
fn a_wrong_passphrase_is_told_from_a_damaged_file() {
    let mut file = sealed(&bytes(&blank()));
    for wrong in ["", "国企 改革", " 国企 改革  ", "x"] {
        assert_eq!(unseal(&file, wrong), Err(SealError::WrongPassphrase), "blanks count: {wrong:?}");
    }
    let at = file.len() - 40;
    file[at] = if file[at] == b'A' { b'B' } else { b'A' };
    for passphrase in [PASSPHRASE, "x"] {
        assert_eq!(unseal(&file, passphrase), Err(SealError::Damaged));
    }
}

#[test]
fn a_bit_flipped_in_a_sealed_file_is_noticed_and_nothing_opens() {
    let file = sealed(&bytes(&blank()));
    for n in 0..100 {
        let at = n * (file.len() - 1) / 99;
        for bit in 0..8 {
            let mut damaged = file.clone();
            damaged[at] ^= 1 << bit;
            let error = unseal(&damaged, PASSPHRASE).err();
            // In the first two lines the file loses its name or takes another version.
            let error = error.unwrap_or_else(|| panic!("bit {bit} flipped at {at} went unnoticed"));
            assert!(
                matches!(error, SealError::Damaged | SealError::NotSealed | SealError::UnknownVersion(_)),
                "bit {bit} flipped at {at}: {error:?}"
            );
        }
    }
}

#[test]
fn a_sealed_file_cut_anywhere_is_refused() {
    let file = sealed(b"{}");
    for at in 0..file.len() {
        let error = unseal(&file[..at], PASSPHRASE).unwrap_err();
        assert!(matches!(error, SealError::Damaged | SealError::NotSealed), "cut at {at}: {error:?}");
    }
}

#[test]
fn hostile_headers_are_refused_even_with_a_digest_that_fits() {
    use SealError::{CostOutOfBounds, Damaged, NotSealed, UnknownCipher, UnknownKdf, UnknownVersion, WrongPassphrase};
    for (from, to, expected) in [
        ("\"memory_kib\":8", "\"memory_kib\":262145", CostOutOfBounds),
        ("\"memory_kib\":8", "\"memory_kib\":18446744073709551615", CostOutOfBounds),
        ("\"memory_kib\":8", "\"memory_kib\":7", CostOutOfBounds),
        ("\"memory_kib\":8", "\"memory_kib\":-8", Damaged),
        ("\"memory_kib\":8", "\"memory_kib\":8.5", Damaged),
        ("\"memory_kib\":8", "\"memory_kib\":\"8\"", Damaged),
        ("\"memory_kib\":8", "\"memory_kib\":8,\"memory_kib\":8", Damaged),
        ("\"memory_kib\":8,", "", Damaged),
        ("\"passes\":1", "\"passes\":0", CostOutOfBounds),
        ("\"passes\":1", "\"passes\":11", CostOutOfBounds),
        ("\"lanes\":1", "\"lanes\":0", CostOutOfBounds),
        ("\"lanes\":1", "\"lanes\":5", CostOutOfBounds),
        ("\"lanes\":1", "\"lanes\":2", CostOutOfBounds),
        ("\"passes\":1", "\"passes\":2", WrongPassphrase),
        ("\"salt\":\"07", "\"salt\":\"08", WrongPassphrase),
        ("\"salt\":\"07", "\"salt\":\"", Damaged),
        ("\"salt\":\"07", "\"salt\":\"+7", Damaged),
        ("\"nonce\":\"09", "\"nonce\":\"08", Damaged),
        ("\"nonce\":\"09", "\"nonce\":\"0909", Damaged),
        ("\"argon2id\"", "\"scrypt\"", UnknownKdf),
        ("\"argon2id\"", "\"argon2i\"", UnknownKdf),
        ("\"argon2id\"", "null", Damaged),
        ("\"aes-256-gcm\"", "\"none\"", UnknownCipher),
        ("\"version\":1", "\"version\":2", UnknownVersion(2)),
        ("\"version\":1", "\"version\":0", UnknownVersion(0)),
        ("\"version\":1", "\"version\":\"1\"", Damaged),
        ("\"version\":1", "\"version\":1,\"version\":1", Damaged),
        ("\"cipher\":", "\"extra\":1,\"cipher\":", Damaged),
        ("\"cipher\":", "\"nonce\":\"\",\"cipher\":", Damaged),
        ("\"content\":\"", "\"content\":\"AAAA", Damaged),
        ("\"content\":\"", "\"content\":\"*", Damaged),
        ("\"reform-ledger-sealed\"", "\"reform-ledger\"", NotSealed),
    ] {
        let error = unseal(&forged(from, to), PASSPHRASE).expect_err(to);
        assert_eq!(error, expected, "{to}");
        assert!(error.sentence(Lang::Zh).contains("没有任何改动"));
    }
    assert!(unseal(&forged("\"passes\":1", "\"passes\":1 "), PASSPHRASE).is_ok(), "the forger takes the digest right");
}

#[test]
fn a_page_takes_a_ledger_again_and_again_and_nothing_else_of_it_changes() {
    for page in [template(), page()] {
        let (one, other) = (bytes(&blank()), b"{}".to_vec());
        assert_eq!(ledger_in_page(&page), None, "the bare program holds none");
        let first = page_of(&page, &one, PageMode::Editable).unwrap();
        assert_eq!(page_of(&first, &one, PageMode::Editable).unwrap(), first);
        let second = page_of(&first, &other, PageMode::ViewOnly).unwrap();
        assert_eq!(ledger_in_page(&second), Some(Ok((other, PageMode::ViewOnly))));
        assert_eq!(page_of(&second, &one, PageMode::Editable).unwrap(), first);
        let at = first.lines().position(|line| line.contains("data-mode=\"edit\"")).unwrap();
        for (n, (before, after)) in page.lines().zip(first.lines()).enumerate() {
            assert!(n == at || before == after, "line {n} was changed");
        }
        assert_eq!(page.lines().nth(at).unwrap(), PLACE);
    }
}

#[test]
fn the_element_is_found_as_browsers_write_it() {
    let page = page_of(&page(), b"{}", PageMode::ViewOnly).unwrap();
    let serialised = page.replace("<!doctype html>\n", "").replace('\n', "");
    let wrapped = page.replace("data-day=\"2024-12-31\">", "data-day=\"2024-12-31\">\n").replace('\n', "\r\n");
    for text in [serialised, wrapped] {
        assert_eq!(ledger_in_page(&text), Some(Ok((b"{}".to_vec(), PageMode::ViewOnly))));
    }
    let (_, after) = page.split_once("data-mode=\"view\" data-day=\"2024-12-31\">").unwrap();
    let (text, _) = after.split_once('<').unwrap();
    assert_eq!(ledger_of_element(text, "view"), Ok((b"{}".to_vec(), PageMode::ViewOnly)));
    assert_eq!(ledger_of_element(text, "VIEW"), Err(PageError::UnknownMode));
    assert_eq!(ledger_of_element(&text[1..], "view"), Err(PageError::Damaged));
    assert_eq!(ledger_of_element("", "view"), Err(PageError::Damaged));
}

#[test]
fn a_page_without_a_place_or_with_two_takes_no_ledger() {
    let with = |page: &str| page_of(page, b"{}", PageMode::Editable);
    for none in ["", "<html></html>", &page().replace(&format!("\n{PLACE}"), ""), &PLACE.replace("ledger", "ledger2")] {
        assert_eq!(with(none), Err(PageError::NoElement));
    }
    for two in [format!("{PLACE}{PLACE}"), page() + PLACE] {
        assert_eq!(with(&two), Err(PageError::Several));
    }
    assert_eq!(with(PLACE.trim_end_matches("</script>")), Err(PageError::Damaged));
    assert_eq!(with(PLACE.split_once('>').unwrap().0), Err(PageError::Damaged));
}

#[test]
fn a_bomb_in_a_page_goes_no_farther_than_is_read() {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..513 {
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let text = STANDARD.encode(encoder.finish().unwrap());
    assert_eq!(ledger_of_element(&text, "edit"), Err(PageError::TooLarge));
}

#[test]
fn a_zip_is_ours_where_one_file_is_named_like_a_ledger() {
    let one = |files: &[(&str, &[u8])]| unzip_one(&zip_of(files));
    assert_eq!(one(&[("说明.txt", b"a"), ("夹/台账.JSON", b"{}")]), Some(Ok(b"{}".to_vec())));
    assert_eq!(one(&[("a.htm", b"<p>"), ("__MACOSX/._a.htm", b"x")]), Some(Ok(b"<p>".to_vec())));
    assert_eq!(one(&[("a.json", b"{}"), ("b.html", b"")]), None);
    assert_eq!(one(&[("a.csv", b"a,b")]), None);
    assert_eq!(one(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b""), ("a.json", b"{}")]), None);
    assert_eq!(one(&[]), None);
    assert_eq!(unzip_one(b"PK\x03\x04 and no more"), None);
}

#[test]
fn a_zip_that_lies_of_its_size_or_is_damaged_is_refused() {
    let bomb = zip_one("a.json", &vec![b' '; 8 << 20]).unwrap();
    assert!(bomb.len() < 64 << 10, "it is small: {}", bomb.len());
    assert_eq!(unzip_one(&claiming(bomb.clone(), 513 << 20)), Some(Err(ZipError::TooLarge)));
    for lie in [0, 10, (8 << 20) - 1, (8 << 20) + 1] {
        assert_eq!(unzip_one(&claiming(bomb.clone(), lie)), Some(Err(ZipError::Damaged)), "{lie}");
    }
    let mut damaged = zip_one("a.json", &bytes(&blank())).unwrap();
    damaged[100] ^= 1;
    assert_eq!(unwrapped(damaged, None), Err(ContainerError::Zip(ZipError::Damaged)));
    let mut locked = zip_one("a.json", b"{}").unwrap();
    let directory = locked.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    assert_eq!(unzip_one(&locked), Some(Err(ZipError::Encrypted)));
}

#[test]
fn every_file_is_known_by_its_content() {
    let plain = bytes(&blank());
    let page = page_of(&page(), &plain, PageMode::Editable).unwrap();
    let marked = |bytes: &[u8]| [b"\xEF\xBB\xBF \n", bytes].concat();
    assert_eq!(recognise(&plain), Some(Wrapped::Plain));
    assert_eq!(recognise(&marked(b"{\"any\":1}")), Some(Wrapped::Plain));
    assert_eq!(recognise(&sealed(&plain)), Some(Wrapped::Sealed));
    assert_eq!(recognise(&marked(b"{ \"format\" : \"reform-ledger-sealed\"")), Some(Wrapped::Sealed));
    assert_eq!(recognise(page.as_bytes()), Some(Wrapped::Page));
    assert_eq!(recognise(&zip_one("a.json", &plain).unwrap()), Some(Wrapped::Zip));
    let xlsx = zip_of(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]);
    for other in [&b""[..], b"  ", b"a,b\n1,2", b"PK", b"<table></table>", template().as_bytes(), &xlsx, b"\xFF\xFE{"] {
        assert_eq!(recognise(other), None);
        assert_eq!(unwrapped(other.to_vec(), None), Err(ContainerError::NotALedger));
    }
}

#[test]
fn layers_come_off_from_the_outside_in() {
    let plain = bytes(&blank());
    let in_page = |json: &[u8]| page_of(&page(), json, PageMode::ViewOnly).unwrap().into_bytes();
    let (zip, secret) = (|name: &str, bytes: &[u8]| zip_one(name, bytes).unwrap(), sealed(&plain));
    for (file, mode, sealed) in [
        (plain.clone(), None, false),
        (secret.clone(), None, true),
        (in_page(&plain), Some(PageMode::ViewOnly), false),
        (in_page(&secret), Some(PageMode::ViewOnly), true),
        (zip("a.json", &plain), None, false),
        (zip("a.json", &secret), None, true),
        (zip("a.html", &in_page(&plain)), Some(PageMode::ViewOnly), false),
        (zip("a.html", &in_page(&secret)), Some(PageMode::ViewOnly), true),
    ] {
        assert_eq!(
            unwrapped(file.clone(), Some(PASSPHRASE)),
            Ok(Unwrapped { json: plain.clone(), mode, sealed }),
            "{mode:?} {sealed}"
        );
        if sealed {
            assert_eq!(unwrapped(file.clone(), None), Err(ContainerError::NeedsPassphrase));
            assert_eq!(unwrapped(file, Some("x")), Err(ContainerError::Sealed(SealError::WrongPassphrase)));
        }
    }
    for more in [zip("a.json", &zip("a.json", &plain)), in_page(&in_page(&plain)), sealed(&secret), in_page(b"a,b")] {
        assert_eq!(unwrapped(more, Some(PASSPHRASE)), Err(ContainerError::NotALedger));
    }
}

#[test]
fn errors_travel_as_json_and_speak_both_languages() {
    use ContainerError::{NeedsPassphrase, NotALedger, Page, Sealed, Zip};
    for error in [
        NeedsPassphrase,
        NotALedger,
        Sealed(SealError::UnknownVersion(9)),
        Sealed(SealError::OutOfMemory),
        Page(PageError::Several),
        Zip(ZipError::TooLarge),
    ] {
        let text = serde_json::to_string(&error).unwrap();
        assert_eq!(serde_json::from_str::<ContainerError>(&text).unwrap(), error);
        assert!(error.sentence(Lang::Zh).contains("现有数据没有任何改动。"));
        assert!(error.sentence(Lang::En).contains(" Nothing was changed. "));
    }
}

/// A damaged file asked for its passphrase a hundred times before it was told as damaged.
#[test]
fn damage_is_told_before_anybody_is_asked_for_a_passphrase() {
    let mut sealed = sealed(b"{}");
    assert_eq!(unwrapped(sealed.clone(), None), Err(ContainerError::NeedsPassphrase));
    let last = sealed.len() - 10;
    sealed[last] ^= 1;
    assert_eq!(unwrapped(sealed, None), Err(ContainerError::Sealed(SealError::Damaged)));
}

/// A ledger with another first byte went to the import of tables, as text.
#[test]
fn a_ledger_whose_first_byte_is_damaged_is_still_taken_for_one() {
    let mut plain = b"{\n\"format\":\"reform-ledger\",\n\"version\":1}".to_vec();
    plain[0] ^= 1;
    assert_eq!(recognise(&plain), Some(Wrapped::Plain));
    assert_eq!(recognise(b"name,format\nA,reform-ledger"), None, "a table that mentions the name is a table");
}
