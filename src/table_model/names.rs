//! What records are called on screen, and the records that a name may mean.

use rustc_hash::FxHashMap;

use ledger::domain::{Field, FieldType, Id, Kind, Lang, Ledger, NamePart, RawId, RecordRef, Value, records::Indicator};

/// What a record is called: a task by number and title, an enterprise by name, a part by its owner.
pub fn name_of(ledger: &Ledger, record: RecordRef, lang: Lang) -> String {
    let table = ledger.of(record.kind);
    let Some(at) = table.position(record.id) else { return String::new() };
    let own = name_at(ledger, record.kind, at, lang);
    if !own.is_empty() {
        return own;
    }
    match lang {
        Lang::Zh => format!("（未命名{}）", record.kind.word().zh),
        Lang::En => format!("(unnamed {})", record.kind.word().en.to_lowercase()),
    }
}

fn name_at(ledger: &Ledger, kind: Kind, at: usize, lang: Lang) -> String {
    let parts = kind.declaration().name.iter().map(|part| match *part {
        NamePart::Own(field) => called(ledger, field, at, lang),
        NamePart::Of(reference, field) => {
            named_by(ledger, reference, at).map_or_else(String::new, |at| called(ledger, field, at, lang))
        }
        NamePart::Beginning(field) => called(ledger, field, at, lang).chars().take(20).collect(),
        NamePart::InLanguage(chinese, english) => match lang {
            Lang::En => Some(called(ledger, english, at, lang)).filter(|text| !text.is_empty()),
            Lang::Zh => None,
        }
        .unwrap_or_else(|| called(ledger, chinese, at, lang)),
    });
    // A cell shows and gives back no white space around a text: what is nothing else is no name.
    let parts = parts.map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A field of the record at a position as a part of a name.
fn called(ledger: &Ledger, field: Field, at: usize, lang: Lang) -> String {
    match (ledger.of(field.kind).value(at, field.index), field.meta().field_type) {
        (Value::Ref(_), FieldType::Ref(to)) => {
            named_by(ledger, field, at).map_or_else(String::new, |at| name_at(ledger, to, at, lang))
        }
        (Value::Choice(at), FieldType::Choice(words)) => {
            words.get(usize::from(at)).map_or_else(String::new, |choice| choice.word.of(lang).to_owned())
        }
        (Value::Text(text), _) => text,
        (Value::Number(number), _) => number.to_string(),
        (Value::Date(day), _) => day.to_string(),
        _ => String::new(),
    }
}

/// The position of the record that a reference names, where it is not deleted.
fn named_by(ledger: &Ledger, reference: Field, at: usize) -> Option<usize> {
    let FieldType::Ref(to) = reference.meta().field_type else { return None };
    let Value::Ref(id) = ledger.of(reference.kind).value(at, reference.index) else { return None };
    let table = ledger.of(to);
    table.position(id).filter(|at| table.is_live(*at))
}

/// What an indicator is called; empty where it is deleted.
pub fn indicator_name(ledger: &Ledger, id: Id<Indicator>, lang: Lang) -> String {
    let at = ledger.indicators.live_position(id);
    at.map_or_else(String::new, |at| name_at(ledger, Kind::Indicator, at, lang))
}

/// The texts by which a record can be named: its name, number, code, and what it is called on screen.
pub fn keys(ledger: &Ledger, kind: Kind, at: usize) -> Vec<String> {
    let table = ledger.of(kind);
    let mut keys: Vec<String> = kind
        .declaration()
        .known_by
        .iter()
        .filter_map(|field| match table.value(at, field.index) {
            Value::Text(own) => Some(own.trim().to_owned()),
            Value::Code(own) => Some(own.as_str().to_owned()),
            _ => None,
        })
        .collect();
    keys.extend([Lang::Zh, Lang::En].map(|lang| name_at(ledger, kind, at, lang)));
    keys.retain(|key| !key.is_empty());
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The records of a kind that a text names exactly: by name, number, code or identity.
pub fn named(ledger: &Ledger, kind: Kind, text: &str) -> Vec<RawId> {
    let table = ledger.of(kind);
    if let Some(at) = text.parse::<RawId>().ok().and_then(|id| table.position(id)) {
        return vec![table.id_at(at)];
    }
    (0..table.len())
        .filter(|at| table.is_live(*at))
        .filter(|at| keys(ledger, kind, *at).iter().any(|key| key == text))
        .map(|at| table.id_at(at))
        .collect()
}

/// The texts that name records of a kind, for looking up many of them.
#[derive(Debug)]
pub struct Directory {
    by_text: FxHashMap<String, Vec<RawId>>,
}

impl Directory {
    /// Gathers the texts of every record of a kind that is not deleted.
    pub fn new(ledger: &Ledger, kind: Kind) -> Self {
        let mut directory = Self { by_text: FxHashMap::default() };
        let table = ledger.of(kind);
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            directory.add(table.id_at(at), keys(ledger, kind, at));
        }
        directory
    }

    /// Adds a record that is about to be made.
    pub fn add(&mut self, id: RawId, keys: impl IntoIterator<Item = String>) {
        for key in keys {
            let ids = self.by_text.entry(key).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
    }

    /// The records that a text names.
    pub fn find(&self, text: &str) -> &[RawId] {
        self.by_text.get(text).map_or(&[], Vec::as_slice)
    }

    /// A text that names a record and no other: the first of its keys that does, else its identity.
    pub fn exact(&self, id: RawId, keys: impl IntoIterator<Item = String>) -> String {
        keys.into_iter().find(|key| self.find(key) == [id]).unwrap_or_else(|| id.to_string())
    }
}

/// The names of records of a kind that contain a text, for choosing one while typing.
pub fn offered(ledger: &Ledger, kind: Kind, typed: &str, lang: Lang, limit: usize) -> Vec<String> {
    let table = ledger.of(kind);
    let typed = typed.to_lowercase();
    (0..table.len())
        .filter(|at| table.is_live(*at))
        .map(|at| name_at(ledger, kind, at, lang))
        .filter(|name| !name.is_empty() && name.to_lowercase().contains(&typed))
        .take(limit)
        .collect()
}
