//! Reading JSON strictly: no name twice, no forbidden name, no depth or length beyond the limits, and
//! every complaint with its place.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
    fmt,
};

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::{DEPTH_LIMIT, FORBIDDEN_KEYS, NAME_LIMIT, RECORD_LIMIT, error::ReadError};
use ledger::domain::{
    CreditCode, Decimal, Dot, FieldType, Moment, RegionCode, Stage, Tiers, Value, VersionVector, ledger::TEXT_LIMIT,
    parse_date,
};

/// Where the reader is, the first complaint, and who hears how far it is.
#[derive(Default)]
pub(super) struct Place<'a> {
    path: RefCell<Vec<String>>,
    complaint: RefCell<Option<ReadError>>,
    passed: Cell<usize>,
    lines: usize,
    told: Option<&'a dyn Fn(f64)>,
}

impl<'a> Place<'a> {
    /// A place in a text whose reader tells how far it is, from 0 to 1; records stand on lines of their own.
    pub(super) fn telling(text: &str, told: &'a dyn Fn(f64)) -> Self {
        let lines = text.bytes().filter(|byte| *byte == b'\n').count().max(1);
        Self { lines, told: Some(told), ..Self::default() }
    }

    /// A record or a step was read.
    pub(super) fn pass(&self) {
        let part = |passed: usize| (passed * 100 / self.lines.max(1)).min(100);
        let (before, now) = (self.passed.get(), self.passed.get() + 1);
        self.passed.set(now);
        if let Some(told) = self.told.filter(|_| part(before) < part(now)) {
            told(part(now) as f64 / 100.0);
        }
    }

    /// Whether the names here are those of sessions, of which a ledger of many people gathers one for each time that
    /// somebody wrote: what was written in good faith must open, however many they are.
    fn names_sessions(&self) -> bool {
        self.path.borrow().iter().any(|step| [".clock", "._stamps"].contains(&step.as_str()))
    }

    pub(super) fn enter(&self, step: String) {
        self.path.borrow_mut().push(step);
    }

    pub(super) fn leave(&self) {
        self.path.borrow_mut().pop();
    }

    /// The place as people write it: `tasks[12].deadline`.
    pub(super) fn text(&self) -> String {
        let path = self.path.borrow().concat();
        let path = path.trim_start_matches('.');
        if path.is_empty() { "/".to_owned() } else { path.to_owned() }
    }

    pub(super) fn fail<E: de::Error>(&self, error: ReadError) -> E {
        self.complaint.borrow_mut().get_or_insert(error);
        E::custom("refused")
    }

    pub(super) fn take(&self) -> Option<ReadError> {
        self.complaint.borrow_mut().take()
    }

    /// Refuses a name that stands twice or is not allowed.
    pub(super) fn check_key<E: de::Error>(&self, key: &str, seen: &mut BTreeSet<String>) -> Result<(), E> {
        let short: String = key.chars().take(60).collect();
        self.enter(format!(".{short}"));
        if FORBIDDEN_KEYS.contains(&key) {
            return Err(self.fail(ReadError::ForbiddenKey(self.text())));
        }
        if !seen.insert(key.to_owned()) {
            return Err(self.fail(ReadError::DuplicateKey(self.text())));
        }
        if seen.len() > NAME_LIMIT && !self.names_sessions() {
            return Err(self.fail(ReadError::TooManyNames(self.text())));
        }
        Ok(())
    }
}

/// Reads any JSON value within the limits.
#[derive(Clone, Copy)]
pub(super) struct Strict<'p> {
    pub place: &'p Place<'p>,
    pub depth: usize,
}

impl<'p> Strict<'p> {
    fn deeper<E: de::Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH_LIMIT {
            return Err(self.place.fail(ReadError::TooDeep(self.place.text())));
        }
        Ok(Self { place: self.place, depth: self.depth + 1 })
    }

    fn text<E: de::Error>(self, text: String) -> Result<Json, E> {
        if text.len() > TEXT_LIMIT && text.chars().nth(TEXT_LIMIT).is_some() {
            return Err(self.place.fail(ReadError::TooLong(self.place.text())));
        }
        Ok(Json::String(text))
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Json, E> {
        self.text(value.to_owned())
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Json, E> {
        self.text(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        loop {
            self.place.enter(format!("[{}]", list.len()));
            let item = items.next_element_seed(inner)?;
            self.place.leave();
            match item {
                Some(_) if list.len() >= RECORD_LIMIT => return Err(self.place.fail(ReadError::TooManyRecords)),
                Some(item) => list.push(item),
                None => return Ok(Json::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let inner = self.deeper()?;
        let mut map = Map::new();
        let mut seen = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.place.check_key(&key, &mut seen)?;
            map.insert(key, entries.next_value_seed(inner)?);
            self.place.leave();
        }
        Ok(Json::Object(map))
    }
}

/// What a JSON value is for a field.
pub(super) enum Decoded {
    /// A value of the field's type.
    Fits(Value),
    /// A word of a closed set that this version does not know.
    UnknownWord,
    /// Not of the field's type.
    Unfit(&'static str),
}

/// Reads a JSON value as a field's type says.
pub(super) fn decode(json: Json, field_type: FieldType) -> Decoded {
    use Decoded::{Fits, Unfit, UnknownWord};
    let fits = |value: Option<Value>, expected| value.map_or(Unfit(expected), Fits);
    match (field_type, json) {
        (_, Json::Null) => Fits(Value::Empty),
        (FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact, Json::String(text)) => {
            Fits(if text.is_empty() { Value::Empty } else { Value::Text(text) })
        }
        (FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact, _) => Unfit("text 文字"),
        (FieldType::Code, Json::String(text)) => {
            let code = CreditCode::new(&text);
            Fits(if code.is_empty() { Value::Empty } else { Value::Code(code) })
        }
        (FieldType::Code, _) => Unfit("text 文字"),
        (FieldType::Region, Json::String(text)) => fits(RegionCode::parse(&text).map(Value::Region), "\"320000\""),
        (FieldType::Region, _) => Unfit("\"320000\""),
        (FieldType::Number, Json::Number(number)) => {
            let number = number.to_string().trim_end_matches(".0").parse::<Decimal>().ok();
            fits(number.map(Value::Number), "number 数字")
        }
        (FieldType::Number, _) => Unfit("number 数字"),
        (FieldType::Date, Json::String(text)) => fits(parse_date(&text).map(Value::Date), "\"2024-12-31\""),
        (FieldType::Date, _) => Unfit("\"2024-12-31\""),
        (FieldType::YesNo, Json::Bool(yes)) => Fits(Value::YesNo(yes)),
        (FieldType::YesNo, _) => Unfit("true, false"),
        (FieldType::Stage, Json::Bool(yes)) => Fits(Value::Stage(if yes { Stage::Yes(None) } else { Stage::No })),
        (FieldType::Stage, Json::String(text)) => {
            fits(parse_date(&text).map(|day| Value::Stage(Stage::Yes(Some(day)))), "true, false, \"2024-12-31\"")
        }
        (FieldType::Stage, _) => Unfit("true, false, \"2024-12-31\""),
        (FieldType::Choice(words), Json::String(text)) => {
            words.iter().position(|word| word.key == text).map_or(UnknownWord, |at| Fits(Value::Choice(at as u8)))
        }
        (FieldType::Choice(_), _) => Unfit("word 选项"),
        (FieldType::Ref(_), Json::String(text)) => fits(text.parse().ok().map(Value::Ref), "id 编号"),
        (FieldType::Ref(_), _) => Unfit("id 编号"),
        (FieldType::Tiers, Json::Array(list)) => {
            let tiers: Option<Vec<u8>> = list
                .iter()
                .map(|tier| tier.as_u64().filter(|tier| (1..=8).contains(tier)).map(|tier| tier as u8))
                .collect();
            fits(tiers.map(|tiers| Value::Tiers(Tiers::of(tiers))), "[2,3]")
        }
        (FieldType::Tiers, _) => Unfit("[2,3]"),
    }
}

/// Reads a version vector.
pub(super) fn vector(json: &Json) -> Option<VersionVector> {
    json.as_object()?
        .iter()
        .map(|(actor, count)| {
            let count = u32::try_from(count.as_u64()?).ok()?;
            Some(Dot { actor: actor.parse().ok()?, count })
        })
        .collect()
}

/// Reads `2024-12-31T09:30:00`.
pub(super) fn moment(text: &str) -> Option<Moment> {
    let (day, time) = text.split_once('T')?;
    let day = parse_date(day)?;
    let mut parts = time.split(':').map(|part| (part.len() == 2).then(|| part.parse::<i8>().ok()).flatten());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() {
        return None;
    }
    Moment::new(day.year(), day.month(), day.day(), hour, minute, second, 0).ok()
}
