//! Reading: bytes to ledger, whole or not at all.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};

use super::{
    BYTE_LIMIT, EARLIER, ExportInfo, FORMAT, PART, RECORD_LIMIT, RETURNS, VERSION,
    decode::{self, Decoded, Place, Strict, decode},
    encode::{self, Exported, Head},
    error::{ReadError, ReadNote},
    foreign_edits, verify,
};
use ledger::domain::{
    CodedEnum, Dot, Entry, Field, FieldStamp, FieldType, HistoryEntry, Kind, Ledger, LedgerBuilder, LoadError,
    LoadedRow, Part, RawId, RecordRef, Return, Stamps, StepDigest, Value, What, builtins, causality::DELETION,
    choice::Label,
};

/// A file that was taken.
#[derive(Debug)]
pub struct Opened {
    /// The ledger.
    pub ledger: Ledger,
    /// When and by whom the file was made.
    pub info: ExportInfo,
    /// The version of its format.
    pub version: u32,
    /// What is to be said of it.
    pub notes: Vec<ReadNote>,
    /// How many records of each table the file says it carries; `None` where it does not say.
    pub declared: Option<BTreeMap<String, u64>>,
    /// Whether the last step of history was added by reading, for what was edited by hand.
    pub has_added_step: bool,
    /// Whether the digest covers when and by whom the file was made; in older files it does not.
    pub covers_maker: bool,
    /// How many steps of history the file's own clock does not count.
    pub unknown_steps: usize,
}

impl Opened {
    /// Whether the file is of a newer format, and so can be looked at only.
    pub const fn is_read_only(&self) -> bool {
        self.version > VERSION
    }
}

/// Reads a file.
///
/// # Errors
/// The first thing found that keeps it from being taken whole, with its place.
pub fn read(bytes: &[u8]) -> Result<Opened, ReadError> {
    read_telling(bytes, &|_| {})
}

/// Reads a file; `told` hears how much of it is parsed, from 0 to 1.
///
/// # Errors
/// As [`read`].
pub fn read_telling(bytes: &[u8], told: &dyn Fn(f64)) -> Result<Opened, ReadError> {
    if bytes.len() > BYTE_LIMIT {
        return Err(ReadError::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| match error.error_len() {
        None => ReadError::Truncated,
        Some(_) => ReadError::NotUtf8,
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let place = Place::telling(text, told);
    let file: File = parse(text, FileSeed { place: &place }, &place)?;
    file.finish(text)
}

fn parse<'de, S: DeserializeSeed<'de>>(text: &'de str, seed: S, place: &Place<'_>) -> Result<S::Value, ReadError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = seed.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    outcome.map_err(|error| {
        place.take().unwrap_or_else(|| match error.classify() {
            serde_json::error::Category::Eof => ReadError::Truncated,
            serde_json::error::Category::Data => ReadError::NotOurs,
            _ => ReadError::NotJson { line: error.line(), column: error.column() },
        })
    })
}

/// What a file holds, before it is known to be whole.
#[derive(Default)]
struct File {
    envelope: Map<String, Json>,
    rows: BTreeMap<Kind, Vec<ParsedRow>>,
    steps: Vec<Json>,
    records: usize,
}

pub(super) struct ParsedRow {
    pub id: RawId,
    pub row: LoadedRow,
    pub digest: Option<String>,
    unknown_words: usize,
}

struct FileSeed<'p> {
    place: &'p Place<'p>,
}

impl<'de> DeserializeSeed<'de> for FileSeed<'_> {
    type Value = File;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<File, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FileSeed<'_> {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a ledger")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<File, A::Error> {
        let mut file = File::default();
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.place.check_key(&key, &mut seen)?;
            if let Some(kind) = Kind::of_table_name(&key) {
                let rows = entries.next_value_seed(RowsSeed { place: self.place, kind, before: file.records })?;
                file.records += rows.len();
                file.rows.insert(kind, rows);
            } else if key == "history" {
                file.steps = entries.next_value_seed(StepsSeed { place: self.place })?;
            } else {
                let json = entries.next_value_seed(Strict { place: self.place, depth: 1 })?;
                file.envelope.insert(key, json);
            }
            self.place.leave();
        }
        Ok(file)
    }
}

/// Reads an array without holding more of it than it must.
macro_rules! list_seed {
    ($name:ident, $item:ty, $($field:ident: $type:ty),*; |$self:ident, $items:ident, $list:ident| $next:expr) => {
        struct $name<'p> { place: &'p Place<'p>, $($field: $type),* }

        impl<'de> DeserializeSeed<'de> for $name<'_> {
            type Value = Vec<$item>;

            fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                deserializer.deserialize_seq(self)
            }
        }

        impl<'de> Visitor<'de> for $name<'_> {
            type Value = Vec<$item>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>($self, mut $items: A) -> Result<Self::Value, A::Error> {
                let mut $list = Vec::new();
                loop {
                    $self.place.enter(format!("[{}]", $list.len()));
                    let item = $next;
                    $self.place.leave();
                    $self.place.pass();
                    match item {
                        Some(item) => $list.push(item),
                        None => return Ok($list),
                    }
                }
            }
        }
    };
}

list_seed!(StepsSeed, Json,; |self, items, list| {
    if list.len() >= RECORD_LIMIT {
        return Err(self.place.fail(ReadError::TooManyRecords));
    }
    items.next_element_seed(Strict { place: self.place, depth: 2 })?
});

list_seed!(RowsSeed, ParsedRow, kind: Kind, before: usize; |self, items, list| {
    if self.before + list.len() >= RECORD_LIMIT {
        return Err(self.place.fail(ReadError::TooManyRecords));
    }
    items.next_element_seed(RowSeed { place: self.place, kind: self.kind })?
});

struct RowSeed<'p> {
    place: &'p Place<'p>,
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = ParsedRow;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<ParsedRow, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = ParsedRow;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<ParsedRow, A::Error> {
        let place = self.place;
        let bad = |expected| place.fail::<A::Error>(ReadError::BadValue { place: place.text(), expected });
        let mut seen = BTreeSet::new();
        let mut parsed = ParsedRow { id: RawId(0), row: LoadedRow::default(), digest: None, unknown_words: 0 };
        let mut has_id = false;
        while let Some(key) = entries.next_key::<String>()? {
            place.check_key(&key, &mut seen)?;
            let json = entries.next_value_seed(Strict { place, depth: 3 })?;
            match key.as_str() {
                "id" => {
                    parsed.id = json.as_str().and_then(|id| id.parse().ok()).ok_or_else(|| bad("id 编号"))?;
                    has_id = true;
                }
                "_deleted" => parsed.row.deleted = json.as_bool().ok_or_else(|| bad("true, false"))?,
                "_digest" => parsed.digest = Some(json.as_str().ok_or_else(|| bad("text 文字"))?.to_owned()),
                "_stamps" => parsed.row.meta.stamps = stamps(self.kind, &json).ok_or_else(|| bad("stamps 版本标记"))?,
                _ => match self.kind.field(&key) {
                    Some(field) => parsed.field(field, json).map_err(bad)?,
                    None => {
                        parsed.row.meta.unknown.insert(key, json.to_string());
                    }
                },
            }
            place.leave();
        }
        if !has_id {
            place.enter(".id".to_owned());
            return Err(bad("id 编号"));
        }
        Ok(parsed)
    }
}

impl ParsedRow {
    fn field(&mut self, field: Field, json: Json) -> Result<(), &'static str> {
        let kept = json.as_str().map(|text| Json::from(text).to_string());
        match decode(json, field.meta().field_type) {
            Decoded::Fits(Value::Empty) => {}
            Decoded::Fits(value) => self.row.values.push((field.index, value)),
            Decoded::UnknownWord => {
                self.unknown_words += 1;
                self.row.meta.unknown.insert(field.meta().key.to_owned(), kept.unwrap_or_default());
            }
            Decoded::Unfit(expected) => return Err(expected),
        }
        Ok(())
    }
}

fn stamps(kind: Kind, json: &Json) -> Option<Stamps> {
    let mut stamps = Stamps::default();
    for (key, json) in json.as_object()? {
        if key == "created" {
            stamps.created = decode::vector(json)?;
            continue;
        }
        let (index, field_type) = match key.as_str() {
            "_deleted" => (DELETION, FieldType::YesNo),
            key => {
                let field = kind.field(key)?;
                (field.index, field.meta().field_type)
            }
        };
        let mut stamp = FieldStamp { seen: decode::vector(json.get("seen")?)?, others: Vec::new() };
        for other in json.get("others").and_then(Json::as_array).into_iter().flatten() {
            let Decoded::Fits(value) = decode(other.get("value")?.clone(), field_type) else { return None };
            stamp.others.push((value, decode::vector(other.get("seen")?)?));
        }
        stamps.fields.insert(index, stamp);
    }
    Some(stamps)
}

impl File {
    fn text(&mut self, name: &str) -> Option<String> {
        match self.envelope.shift_remove(name) {
            Some(Json::String(text)) => Some(text),
            _ => None,
        }
    }

    fn finish(mut self, whole: &str) -> Result<Opened, ReadError> {
        if self.text("format").as_deref() != Some(FORMAT) {
            return Err(ReadError::NotOurs);
        }
        let bad = |name: &str, expected| ReadError::BadValue { place: name.to_owned(), expected };
        let version = self
            .envelope
            .shift_remove("version")
            .and_then(|json| json.as_u64())
            .and_then(|version| u32::try_from(version).ok())
            .filter(|version| *version >= 1)
            .ok_or(ReadError::UnknownVersion)?;
        let mut notes = Vec::new();
        if version > VERSION {
            notes.push(ReadNote::Newer(version));
        }
        let digest = self.text("sha256").ok_or_else(|| bad("sha256", "text 文字"))?;
        let at = self.text("exported_at").and_then(|text| decode::moment(&text));
        let at = at.ok_or_else(|| bad("exported_at", "\"2024-12-31T09:30:00\""))?;
        let info = ExportInfo { at, by: self.text("exported_by").unwrap_or_default() };
        let [now, once] = heads(version, &info).map(|head| whole.starts_with(&format!("{head}\"sha256\":")));
        // What somebody put above the digest would go by it.
        if !(now || once) || content_digest(whole).as_deref() != Some(digest.as_str()) {
            notes.push(ReadNote::DigestDiffers);
        }
        let id = self.text("ledger").and_then(|id| id.parse().ok()).ok_or_else(|| bad("ledger", "id 编号"))?;
        let clock = self.envelope.shift_remove("clock").and_then(|json| decode::vector(&json));
        let clock = clock.ok_or_else(|| bad("clock", "clock 版本标记"))?;
        // Counted anew when the file is written again.
        let declared = self.envelope.shift_remove("counts").as_ref().and_then(verify::declared);

        let mut loader = LedgerBuilder::new(id);
        loader.clock(&clock);
        for (name, json) in std::mem::take(&mut self.envelope) {
            besides(&mut loader, name, json).map_err(|(name, expected)| bad(&name, expected))?;
        }
        let mut skipped = 0;
        let mut steps = Vec::with_capacity(self.steps.len());
        for (at, json) in self.steps.iter().enumerate() {
            match step(json) {
                Some(step) => steps.push(step),
                None if version > VERSION => skipped += 1,
                None => return Err(bad(&format!("history[{at}]"), "history 历史")),
            }
        }
        let carried = steps.len();
        let unknown_steps = steps.iter().filter(|step| step.dot.count > clock.get(step.dot.actor)).count();
        let edited = foreign_edits::restamp(&mut self.rows, &mut steps, loader.so_far().earlier(), at);
        let mut unknown = 0;
        for (kind, rows) in self.rows {
            for (at, parsed) in rows.into_iter().enumerate() {
                unknown += parsed.unknown_words.max(parsed.row.meta.unknown.len());
                load(&mut loader, kind, parsed, || format!("{}[{at}]", kind.table_name()))?;
            }
        }
        let has_added_step = steps.len() > carried;
        steps.into_iter().for_each(|step| loader.step(step));
        for (count, note) in [
            (edited, ReadNote::EditedByHand(edited)),
            (unknown, ReadNote::UnknownKept(unknown)),
            (skipped, ReadNote::HistorySkipped(skipped)),
        ] {
            if count > 0 {
                notes.push(note);
            }
        }
        builtins::complete(&mut loader);
        Ok(Opened {
            ledger: loader.finish(),
            info,
            version,
            notes,
            declared,
            has_added_step,
            covers_maker: !once,
            unknown_steps,
        })
    }
}

/// Takes what a ledger holds besides its identity, its clock, its records and its history; names what
/// cannot be read.
fn besides(loader: &mut LedgerBuilder, name: String, json: Json) -> Result<(), (String, &'static str)> {
    match name.as_str() {
        PART => {
            let part = (|| {
                let title = json.get("title")?.as_str()?.to_owned();
                Some(Part { title, masked: json.get("masked")?.as_bool()? })
            })();
            loader.part(Some(part.ok_or((name, "title, masked"))?));
        }
        RETURNS => {
            let rows = json.as_object().ok_or((name.clone(), "{…}"))?;
            for (unit, row) in rows {
                let read = || {
                    let at = decode::moment(row.get("at")?.as_str()?)?;
                    Some((unit.parse::<RawId>().ok()?, Return { at, by: row.get("by")?.as_str()?.to_owned() }))
                };
                let (unit, handed_in) = read().ok_or((name.clone(), "at, by"))?;
                loader.note_return(unit, handed_in);
            }
        }
        EARLIER => {
            let digests: Option<Vec<StepDigest>> =
                json.as_array().and_then(|list| list.iter().map(|digest| digest.as_str()?.parse().ok()).collect());
            loader.earlier(digests.ok_or((name, "digests"))?);
        }
        _ => loader.unknown(name, json.to_string()),
    }
    Ok(())
}

fn load(
    loader: &mut LedgerBuilder,
    kind: Kind,
    parsed: ParsedRow,
    place: impl Fn() -> String,
) -> Result<(), ReadError> {
    loader.record(RecordRef::new(kind, parsed.id), parsed.row).map_err(|error| match error {
        LoadError::DuplicateId(_) => ReadError::DuplicateRecord(place()),
        LoadError::WrongType(field) => {
            ReadError::BadValue { place: format!("{}.{}", place(), field.meta().key), expected: "?" }
        }
    })
}

/// The digest of all that follows the line of `sha256`, where the file is laid out as we write it.
pub(crate) fn content_digest(whole: &str) -> Option<String> {
    let line = whole.find("\n\"sha256\":\"")? + 1;
    let end = whole[line..].find('\n')? + line + 1;
    Some(encode::hex(&Sha256::digest(&whole.as_bytes()[end..]), 32))
}

/// The lines above the digest, which it does not cover, as files are written now and as they once were.
fn heads(version: u32, info: &ExportInfo) -> [String; 2] {
    let format = format!("{{\n\"format\":{},\n", encode::quoted(FORMAT));
    let at = encode::quoted(&encode::moment(info.at));
    let by = encode::quoted(&info.by);
    let once = format!("{format}\"version\":{version},\n\"exported_at\":{at},\n\"exported_by\":{by},\n");
    [format, once]
}

fn step(json: &Json) -> Option<HistoryEntry> {
    let text = |name: &str| json.get(name)?.as_str();
    let label = text("label")?;
    let parents = json.get("parents").and_then(Json::as_array).into_iter().flatten();
    let mut step = HistoryEntry {
        dot: Dot { actor: text("actor")?.parse().ok()?, count: u32::try_from(json.get("count")?.as_u64()?).ok()? },
        by: text("by")?.to_owned(),
        at: decode::moment(text("at")?)?,
        label: Label::ALL.iter().copied().find(|known| known.key() == label)?,
        note: text("note")?.to_owned(),
        entries: json.get("entries")?.as_array()?.iter().map(entry).collect::<Option<_>>()?,
        parents: parents.map(|parent| parent.as_str()?.parse().ok()).collect::<Option<_>>()?,
        digest: StepDigest::default(),
    };
    // Steps from before there was a chain begin one of their own.
    step.digest = match json.get("digest") {
        Some(digest) => digest.as_str()?.parse().ok()?,
        None => step.true_digest(),
    };
    Some(step)
}

fn entry(json: &Json) -> Option<Entry> {
    let kind = Kind::of_table_name(json.get("table")?.as_str()?)?;
    let record = RecordRef::new(kind, json.get("id")?.as_str()?.parse().ok()?);
    let value = |field: Field, json: &Json| match decode(json.clone(), field.meta().field_type) {
        Decoded::Fits(value) => Some(value),
        _ => None,
    };
    let what = if let Some(created) = json.get("created") {
        let values = created
            .as_object()?
            .iter()
            .map(|(key, json)| kind.field(key).and_then(|field| Some((field, value(field, json)?))))
            .collect::<Option<_>>()?;
        What::Created(values)
    } else if let Some(key) = json.get("field") {
        let field = kind.field(key.as_str()?)?;
        What::Set { field, old: value(field, json.get("old")?)?, new: value(field, json.get("new")?)? }
    } else if json.get("deleted")?.as_bool()? {
        What::Deleted
    } else {
        What::Restored
    };
    Some(Entry { record, what })
}

/// Reads a page of records into a ledger that is being loaded.
///
/// # Errors
/// Where the page is damaged or of a newer version.
pub fn read_page(kind: Kind, text: &str, loader: &mut LedgerBuilder) -> Result<(), ReadError> {
    let place = Place::default();
    let (version, rows) = parse(text, PageSeed { place: &place, kind }, &place)?;
    if version > u64::from(VERSION) {
        return Err(ReadError::Newer);
    }
    for (at, parsed) in rows.into_iter().enumerate() {
        load(loader, kind, parsed, || format!("{}[{at}]", kind.table_name()))?;
    }
    Ok(())
}

struct PageSeed<'p> {
    place: &'p Place<'p>,
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for PageSeed<'_> {
    type Value = (u64, Vec<ParsedRow>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for PageSeed<'_> {
    type Value = (u64, Vec<ParsedRow>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a page of records")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let (mut version, mut rows) = (0, Vec::new());
        while let Some(key) = entries.next_key::<String>()? {
            match key.as_str() {
                "version" => version = entries.next_value()?,
                _ => rows = entries.next_value_seed(RowsSeed { place: self.place, kind: self.kind, before: 0 })?,
            }
        }
        Ok((version, rows))
    }
}

/// Reads one step of history.
///
/// # Errors
/// Where it is damaged.
pub fn read_step(text: &str) -> Result<HistoryEntry, ReadError> {
    let place = Place::default();
    let json = parse(text, Strict { place: &place, depth: 0 }, &place)?;
    step(&json).ok_or_else(|| ReadError::BadValue { place: "history".to_owned(), expected: "history 历史" })
}

/// Begins loading a ledger from what storage keeps of it besides records and history.
///
/// # Errors
/// Where it is damaged.
pub fn read_head(text: &str) -> Result<(LedgerBuilder, Head), ReadError> {
    let place = Place::default();
    let json = parse(text, Strict { place: &place, depth: 0 }, &place)?;
    let bad = || ReadError::BadValue { place: "head".to_owned(), expected: "head 概况" };
    let read = || -> Option<(LedgerBuilder, Head)> {
        let mut loader = LedgerBuilder::new(json.get("ledger")?.as_str()?.parse().ok()?);
        loader.clock(&decode::vector(json.get("clock")?)?);
        for (name, value) in json.get("unknown")?.as_object()? {
            besides(&mut loader, name.clone(), value.clone()).ok()?;
        }
        let exported = match json.get("exported") {
            None => None,
            Some(exported) => Some(Exported {
                info: ExportInfo {
                    at: decode::moment(exported.get("at")?.as_str()?)?,
                    by: exported.get("by")?.as_str()?.to_owned(),
                },
                steps: usize::try_from(exported.get("steps")?.as_u64()?).ok()?,
            }),
        };
        let version = u32::try_from(json.get("version")?.as_u64()?).ok()?;
        Some((loader, Head { exported, version }))
    };
    read().ok_or_else(bad)
}
