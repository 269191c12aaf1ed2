//! Writing: ledger to text, the same bytes for the same ledger every time.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::{EARLIER, ExportInfo, FORMAT, PART, RETURNS, VERSION};
use ledger::domain::{
    AnyTable, CodedEnum, Entry, Field, FieldType, HistoryEntry, Kind, Ledger, Moment, RawId, RowMeta, Stage, Stamps,
    Value, VersionVector, What, causality::DELETION,
};

/// When a workspace was last exported, and how much history it had then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// When and by whom.
    pub info: ExportInfo,
    /// How many steps of history the file holds.
    pub steps: usize,
}

/// What storage keeps of a ledger besides records and history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last export, if there was one.
    pub exported: Option<Exported>,
    /// The version of the format it was read from; larger than ours for a read-only workspace.
    pub version: u32,
}

/// Writes a ledger as a file.
pub fn write(ledger: &Ledger, info: &ExportInfo) -> Vec<u8> {
    let content = content(ledger, info);
    let mut file =
        format!("{{\n\"format\":{},\n\"sha256\":\"{}\",\n", quoted(FORMAT), hex(&Sha256::digest(&content), 32));
    file.push_str(&content);
    file.into_bytes()
}

/// Everything after the line of the digest.
fn content(ledger: &Ledger, info: &ExportInfo) -> String {
    let mut out = format!("\"version\":{VERSION},\n");
    let _ = writeln!(out, "\"exported_at\":{},\n\"exported_by\":{},", quoted(&moment(info.at)), quoted(&info.by));
    let _ = writeln!(out, "\"ledger\":{},\n\"clock\":{},", quoted(&ledger.id().to_string()), vector(ledger.clock()));
    let counts: Vec<String> =
        Kind::ALL.iter().map(|kind| format!("{}:{}", quoted(kind.table_name()), ledger.of(*kind).len())).collect();
    let _ = writeln!(out, "\"counts\":{{{}}},", counts.join(","));
    for (name, json) in besides(ledger) {
        let _ = writeln!(out, "{}:{json},", quoted(&name));
    }
    for kind in Kind::ALL {
        let _ = writeln!(out, "{}:[", quoted(kind.table_name()));
        let table = ledger.of(*kind);
        rows(table, 0, table.len(), true, &mut out);
        out.push_str("],\n");
    }
    out.push_str("\"history\":[\n");
    for (at, step) in ledger.history().iter().enumerate() {
        out.push_str(if at == 0 { "" } else { ",\n" });
        out.push_str(&write_step(step));
    }
    out.push_str("\n]\n}\n");
    out
}

/// What a ledger holds besides its identity, its clock, its records and its history, as JSON by name.
fn besides(ledger: &Ledger) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let Some(part) = ledger.part() {
        all.push((PART.to_owned(), format!("{{\"title\":{},\"masked\":{}}}", quoted(&part.title), part.masked)));
    }
    if !ledger.returns().is_empty() {
        let returns: Vec<String> = ledger
            .returns()
            .iter()
            .map(|(unit, row)| format!("\"{unit}\":{{\"at\":{},\"by\":{}}}", quoted(&moment(row.at)), quoted(&row.by)))
            .collect();
        all.push((RETURNS.to_owned(), format!("{{{}}}", returns.join(","))));
    }
    if !ledger.earlier().is_empty() {
        let digests: Vec<String> = ledger.earlier().iter().map(|digest| format!("\"{digest}\"")).collect();
        all.push((EARLIER.to_owned(), format!("[{}]", digests.join(","))));
    }
    all.extend(ledger.unknown().iter().map(|(name, json)| (name.clone(), json.clone())));
    all
}

/// Writes the records at positions `from..to`, deleted ones included, as a page for storage.
pub fn write_page(ledger: &Ledger, kind: Kind, from: usize, to: usize) -> String {
    let mut out = format!("{{\"version\":{VERSION},\"rows\":[\n");
    rows(ledger.of(kind), from, to, false, &mut out);
    out.push_str("]}");
    out
}

/// Writes what storage keeps of a ledger besides records and history.
pub fn write_head(ledger: &Ledger, head: &Head) -> String {
    let besides: Vec<String> = besides(ledger).iter().map(|(name, json)| format!("{}:{json}", quoted(name))).collect();
    let exported = head.exported.as_ref().map_or_else(String::new, |exported| {
        format!(
            ",\"exported\":{{\"at\":{},\"by\":{},\"steps\":{}}}",
            quoted(&moment(exported.info.at)),
            quoted(&exported.info.by),
            exported.steps
        )
    });
    format!(
        "{{\"version\":{},\"ledger\":{},\"clock\":{},\"unknown\":{{{}}}{exported}}}",
        head.version.max(VERSION),
        quoted(&ledger.id().to_string()),
        vector(ledger.clock()),
        besides.join(",")
    )
}

fn rows(table: &dyn AnyTable, from: usize, to: usize, with_digest: bool, out: &mut String) {
    for at in from..to {
        let values = (0..table.kind().fields().len() as u8).map(|index| (index, table.value(at, index)));
        let deleted = !table.is_live(at);
        out.push_str(&record(table.kind(), table.id_at(at), deleted, values, table.meta(at), with_digest));
        out.push_str(if at + 1 < to { ",\n" } else { "\n" });
    }
}

/// Writes a record. Its digest is over the text without the digest; after it stand which fields are
/// filled in and a short check of each, so that an edit by hand is traced to its field.
pub(super) fn record(
    kind: Kind,
    id: RawId,
    deleted: bool,
    values: impl Iterator<Item = (u8, Value)>,
    meta: Option<&RowMeta>,
    with_digest: bool,
) -> String {
    let mut out = format!("{{\"id\":\"{id}\"");
    let mut taken = Vec::new();
    let mut filled = u64::from(deleted);
    let mut checks = String::new();
    for (index, value) in values.filter(|(_, value)| *value != Value::Empty) {
        let from = out.len();
        let field = &kind.fields()[usize::from(index)];
        taken.push(field.key);
        let _ = write!(out, ",\"{}\":{}", field.key, json(&value, field.field_type));
        if with_digest {
            filled |= 2 << index;
            let _ = write!(checks, "{:03x}", check(&out[from..]));
        }
    }
    if let Some(meta) = meta {
        // A field that was filled in since takes the place of a word that was unknown.
        for (name, json) in meta.unknown.iter().filter(|(name, _)| !taken.contains(&name.as_str())) {
            let _ = write!(out, ",{}:{json}", quoted(name));
        }
    }
    if deleted {
        out.push_str(",\"_deleted\":true");
    }
    if let Some(meta) = meta.filter(|meta| meta.stamps != Stamps::default()) {
        let _ = write!(out, ",\"_stamps\":{}", stamps(kind, &meta.stamps));
    }
    if with_digest {
        let digest = digest(&out);
        let _ = write!(out, ",\"_digest\":\"{digest}-{filled:x}-{checks}\"");
    }
    out.push('}');
    out
}

/// The digest of a record's text.
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text), 8)
}

/// The short check of a field, over its text in the record: 12 bits.
fn check(text: &str) -> u32 {
    crc32fast::hash(text.as_bytes()) & 0xfff
}

/// What a digest says of one field: its check, or nothing where it was empty. `None` where the digest
/// does not say.
pub(super) fn check_in(digest: &str, index: u8) -> Option<Option<u32>> {
    let (filled, checks) = digest.split_once('-')?.1.split_once('-')?;
    let filled = u64::from_str_radix(filled, 16).ok()? >> 1;
    if filled & (1 << index) == 0 {
        return Some(None);
    }
    let before = (filled & ((1 << index) - 1)).count_ones() as usize;
    let own = checks.get(3 * before..3 * before + 3)?;
    Some(Some(u32::from_str_radix(own, 16).ok()?))
}

/// Whether the record was deleted, by its digest.
pub(super) fn deleted_in(digest: &str) -> Option<bool> {
    let (filled, _) = digest.split_once('-')?.1.split_once('-')?;
    Some(u64::from_str_radix(filled, 16).ok()? & 1 == 1)
}

/// The check of a field as it is now; nothing where it is empty.
pub(super) fn check_of(field: Field, value: &Value) -> Option<u32> {
    let meta = field.meta();
    (*value != Value::Empty).then(|| check(&format!(",\"{}\":{}", meta.key, json(value, meta.field_type))))
}

fn stamps(kind: Kind, stamps: &Stamps) -> String {
    let mut out = format!("{{\"created\":{}", vector(&stamps.created));
    for (index, stamp) in &stamps.fields {
        let (key, field_type) = match kind.fields().get(usize::from(*index)) {
            Some(field) if *index != DELETION => (field.key, field.field_type),
            _ => ("_deleted", FieldType::YesNo),
        };
        let _ = write!(out, ",\"{key}\":{{\"seen\":{}", vector(&stamp.seen));
        if !stamp.others.is_empty() {
            let others: Vec<String> = stamp
                .others
                .iter()
                .map(|(value, seen)| format!("{{\"value\":{},\"seen\":{}}}", json(value, field_type), vector(seen)))
                .collect();
            let _ = write!(out, ",\"others\":[{}]", others.join(","));
        }
        out.push('}');
    }
    out.push('}');
    out
}

/// Writes one step of history.
pub fn write_step(step: &HistoryEntry) -> String {
    write_step_around(step, &write_entries(step, 0, step.entries.len()))
}

/// Writes some entries of a step, for steps so long that they are written part by part.
pub fn write_entries(step: &HistoryEntry, from: usize, to: usize) -> String {
    let entries: Vec<String> = step.entries[from..to].iter().map(entry).collect();
    entries.join(",")
}

/// Writes a step around its written entries.
pub fn write_step_around(step: &HistoryEntry, entries: &str) -> String {
    let parents: Vec<String> = step.parents.iter().map(|parent| format!("\"{parent}\"")).collect();
    format!(
        "{{\"actor\":\"{}\",\"count\":{},\"at\":{},\"by\":{},\"label\":\"{}\",\"note\":{},\"parents\":[{}],\"digest\":\"{}\",\"entries\":[{entries}]}}",
        step.dot.actor,
        step.dot.count,
        quoted(&moment(step.at)),
        quoted(&step.by),
        step.label.key(),
        quoted(&step.note),
        parents.join(","),
        step.digest,
    )
}

fn entry(entry: &Entry) -> String {
    let mut out = format!("{{\"table\":\"{}\",\"id\":\"{}\"", entry.record.kind.table_name(), entry.record.id);
    match &entry.what {
        What::Created(values) => {
            let values: Vec<String> = values
                .iter()
                .map(|(field, value)| format!("\"{}\":{}", field.meta().key, json(value, field.meta().field_type)))
                .collect();
            let _ = write!(out, ",\"created\":{{{}}}", values.join(","));
        }
        What::Set { field, old, new } => {
            let meta = field.meta();
            let _ = write!(
                out,
                ",\"field\":\"{}\",\"old\":{},\"new\":{}",
                meta.key,
                json(old, meta.field_type),
                json(new, meta.field_type)
            );
        }
        What::Deleted => out.push_str(",\"deleted\":true"),
        What::Restored => out.push_str(",\"deleted\":false"),
    }
    out.push('}');
    out
}

/// Writes a value as its field's type says.
pub(super) fn json(value: &Value, field_type: FieldType) -> String {
    match (value, field_type) {
        (Value::Empty, _) => "null".to_owned(),
        (Value::Text(text), _) => quoted(text),
        (Value::Code(code), _) => quoted(code.as_str()),
        (Value::Region(code), _) => quoted(&code.to_string()),
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(date) | Value::Stage(Stage::Yes(Some(date))), _) => quoted(&date.to_string()),
        (Value::YesNo(yes), _) => yes.to_string(),
        (Value::Stage(Stage::No), _) => "false".to_owned(),
        (Value::Stage(Stage::Yes(None)), _) => "true".to_owned(),
        (Value::Choice(at), FieldType::Choice(words)) => {
            words.get(usize::from(*at)).map_or_else(|| "null".to_owned(), |word| quoted(word.key))
        }
        (Value::Choice(_), _) => "null".to_owned(),
        (Value::Ref(id), _) => quoted(&id.to_string()),
        (Value::Tiers(tiers), _) => format!("[{tiers}]"),
    }
}

pub(super) fn vector(vector: &VersionVector) -> String {
    let dots: Vec<String> = vector.iter().map(|dot| format!("\"{}\":{}", dot.actor, dot.count)).collect();
    format!("{{{}}}", dots.join(","))
}

pub(super) fn moment(at: Moment) -> String {
    format!("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second())
}

/// Quotes a text as JSON; a text always can be.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

pub(crate) fn hex(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
