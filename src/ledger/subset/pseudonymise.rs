//! Names of persons replaced by their posts, alike throughout one file.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::row_of;
use crate::domain::{
    DELETION, Field, FieldType, Kind, Ledger, LedgerBuilder, LoadedRow, Part, RecordRef, Return, Sibling, Stamps,
    Value, hash_chain, records::Contract,
};

/// What stands for a hidden way to reach somebody.
const HIDDEN: &str = "（已隐去）";
/// What a manager is called whose post says nothing, or says a name.
const MANAGER: &str = "经理人员";

/// A name that was removed from its field and still stands in another text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// The record.
    pub record: RecordRef,
    /// The field with the text.
    pub field: Field,
    /// The name.
    pub name: String,
    /// The text around it.
    pub around: String,
}

/// A ledger without names.
#[derive(Clone, Debug)]
pub struct Masked {
    /// The ledger.
    pub ledger: Ledger,
    /// How many persons were replaced.
    pub persons: usize,
    /// How many fields were masked.
    pub fields: usize,
    /// The names that other texts still held, in order.
    pub leaks: Vec<Leak>,
}

/// Replaces the names of persons by their posts. Where `in_texts`, names that other texts hold are
/// replaced as well; they are listed either way.
///
/// The history, which tells old names, is for the caller to leave out. Fields that this version does not
/// know are left out, since nobody can tell what they hold.
pub fn masked(ledger: &Ledger, in_texts: bool) -> Masked {
    let posts = posts(ledger);
    let finder = Finder::new(posts.keys());
    let mut loader = LedgerBuilder::new(ledger.id());
    let mut out = Masked { ledger: ledger.clone(), persons: posts.len(), fields: 0, leaks: Vec::new() };
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in 0..table.len() {
            let record = RecordRef::new(*kind, table.id_at(at));
            let mut row = row_of(table, at);
            row.meta.unknown.clear();
            mask_row(record, &mut row, &posts, &finder, in_texts, &mut out);
            // Identities are those of one table, and texts stay texts.
            let _ = loader.record(record, row);
        }
    }
    loader.clock(ledger.clock());
    loader.earlier(ledger.earlier().iter().copied());
    // Where the caller left it in, its last steps are named at least.
    loader.earlier(hash_chain::heads(ledger.history()));
    for (unit, handed_in) in ledger.returns() {
        loader.note_return(*unit, Return { at: handed_in.at, by: String::new() });
    }
    let title = ledger.part().map_or_else(String::new, |part| part.title.clone());
    loader.part(Some(Part { title, masked: true }));
    out.ledger = loader.finish();
    out
}

fn mask_row(
    record: RecordRef,
    row: &mut LoadedRow,
    posts: &BTreeMap<String, String>,
    finder: &Finder,
    in_texts: bool,
    out: &mut Masked,
) {
    // That somebody wrote there stands against a deletion elsewhere, though what was written is left out.
    let mut votes: Vec<Sibling> = Vec::new();
    for (index, value) in &mut row.values {
        let field = Field { kind: record.kind, index: *index };
        let Value::Text(text) = value else { continue };
        let field_type = field.meta().field_type;
        if field_type == FieldType::Contact {
            HIDDEN.clone_into(text);
        } else if field_type == FieldType::PersonName {
            *text = replaced(text, posts);
        } else if matches!(field_type, FieldType::Text | FieldType::LongText) {
            let found = out.leaks.len();
            for told in std::iter::once(text.as_str()).chain(others(&row.meta.stamps, *index)) {
                for (at, name) in finder.find(told) {
                    if !out.leaks[found..].iter().any(|leak| leak.name == name) {
                        let from = told[..at].char_indices().rev().nth(7).map_or(0, |(from, _)| from);
                        let around = told[from..].chars().take(24).collect();
                        out.leaks.push(Leak { record, field, name: name.to_owned(), around });
                    }
                }
            }
            if out.leaks.len() == found || !in_texts {
                continue;
            }
            *text = finder.replaced(text, posts);
        } else {
            continue;
        }
        let stamps = &mut row.meta.stamps;
        votes.extend(stamps.siblings(*index, value.clone()).into_iter().map(|(_, seen)| (Value::YesNo(false), seen)));
        stamps.mask(*index);
        out.fields += 1;
    }
    votes.retain(|(_, seen)| !seen.is_empty());
    if !votes.is_empty() {
        let stamps = &mut row.meta.stamps;
        if row.deleted || stamps.fields.contains_key(&DELETION) {
            votes.extend(stamps.siblings(DELETION, Value::YesNo(row.deleted)));
        }
        row.deleted = stamps.settle(votes);
    }
}

fn others(stamps: &Stamps, index: u8) -> impl Iterator<Item = &str> {
    stamps.fields.get(&index).into_iter().flat_map(|stamp| &stamp.others).filter_map(|(value, _)| match value {
        Value::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

/// The fields that hold names of persons: first contracts, which know a post, then in the order of tables.
fn name_fields() -> Vec<Field> {
    let all =
        Kind::ALL.iter().flat_map(|kind| (0..kind.fields().len() as u8).map(|index| Field { kind: *kind, index }));
    let mut fields: Vec<Field> = all.filter(|field| field.meta().field_type == FieldType::PersonName).collect();
    fields.sort_by_key(|field| *field != Contract::person);
    fields
}

/// What stands for each name: the post of a contract, else what the field calls its holder; numbered.
fn posts(ledger: &Ledger) -> BTreeMap<String, String> {
    let mut called: Vec<(String, String)> = Vec::new();
    for field in name_fields() {
        let table = ledger.of(field.kind);
        for at in 0..table.len() {
            let own = table.value(at, field.index);
            let stamps = table.meta(at).map(|meta| &meta.stamps);
            let texts = stamps.into_iter().flat_map(|stamps| others(stamps, field.index)).map(str::to_owned);
            let own = if let Value::Text(text) = own { Some(text) } else { None };
            for text in own.into_iter().chain(texts) {
                let post = match (field == Contract::person, table.value(at, Contract::post.index)) {
                    (true, Value::Text(post)) => post,
                    (true, _) => MANAGER.to_owned(),
                    _ => field.meta().word.zh.to_owned(),
                };
                called.extend(names(&text).map(|name| (name.to_owned(), post.clone())));
            }
        }
    }
    let known: BTreeSet<&String> = called.iter().map(|(name, _)| name).collect();
    let finder = Finder::new(known.into_iter());
    let mut posts: BTreeMap<String, String> = BTreeMap::new();
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for (name, post) in &called {
        if !posts.contains_key(name) {
            // A post can name somebody, such as whose assistant it is.
            let post = if finder.find(post).is_empty() { post.as_str() } else { MANAGER };
            let count = counts.entry(post).or_default();
            *count += 1;
            posts.insert(name.clone(), format!("{post}{count}"));
        }
    }
    posts
}

/// The names in a field: one, or several with a mark or a space between them. A space within a Chinese
/// name of two characters, or in a foreign name, parts nothing.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let marked = text.split(|c: char| "、，,；;/|\n\t（）()".contains(c)).map(str::trim);
    let is_name = |piece: &str| piece.chars().nth(1).is_some() && !piece.is_ascii();
    let spaced = move |name| {
        let pieces: Vec<&str> = str::split_whitespace(name).collect();
        if pieces.iter().all(|piece| is_name(piece)) { pieces } else { vec![name] }
    };
    marked.filter(|name| !name.is_empty()).flat_map(spaced)
}

fn replaced(text: &str, posts: &BTreeMap<String, String>) -> String {
    names(text).map(|name| posts.get(name).map_or(HIDDEN, String::as_str)).collect::<Vec<_>>().join("、")
}

/// Finds names in texts, many at once.
struct Finder {
    by_start: FxHashMap<(char, char), Vec<String>>,
}

impl Finder {
    /// A name of one character would be found everywhere; it is not looked for.
    fn new<'a>(names: impl Iterator<Item = &'a String>) -> Self {
        let mut by_start: FxHashMap<(char, char), Vec<String>> = FxHashMap::default();
        for name in names {
            let mut chars = name.chars();
            if let (Some(first), Some(second)) = (chars.next(), chars.next()) {
                by_start.entry((first, second)).or_default().push(name.clone());
            }
        }
        // The longer of two names that begin alike is the one that is meant.
        by_start.values_mut().for_each(|names| names.sort_by_key(|name| std::cmp::Reverse(name.len())));
        Self { by_start }
    }

    /// The name that a text has at a byte, the longest where one begins with another.
    fn name_at(&self, text: &str, at: usize) -> Option<&str> {
        let mut chars = text[at..].chars();
        let start = (chars.next()?, chars.next()?);
        let names = self.by_start.get(&start)?;
        names.iter().map(String::as_str).find(|name| text[at..].starts_with(name))
    }

    /// The names in a text, each once, with the byte at which it begins.
    fn find(&self, text: &str) -> Vec<(usize, &str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        for (at, _) in text.char_indices() {
            if let Some(name) = self.name_at(text, at)
                && !found.iter().any(|(_, known)| *known == name)
            {
                found.push((at, name));
            }
        }
        found
    }

    /// A text with what stands for each of its names, from the first to the last: what a name begins
    /// with is no name of its own.
    fn replaced(&self, text: &str, posts: &BTreeMap<String, String>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut next = 0;
        while let Some(first) = text[next..].chars().next() {
            if let Some(name) = self.name_at(text, next) {
                out.push_str(posts.get(name).map_or(HIDDEN, String::as_str));
                next += name.len();
            } else {
                out.push(first);
                next += first.len_utf8();
            }
        }
        out
    }
}
