//! Which rows a table shows, and in what order.

use std::collections::BTreeMap;

use super::column::{Column, Sheet, UNREPORTED};
use ledger::domain::{CodedEnum, Lang, choice::Warning};
use report::task::NO_STATUS;

/// What a cell sorts by; empty cells come last whichever way the column is sorted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// Nothing is filled in.
    Empty,
    /// By value.
    Number(i64),
    /// By the reader's collation.
    Text(String),
}

/// Which cells of a column a table shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Those whose token is one of these; the empty token stands for cells that are not filled in.
    OneOf(Vec<String>),
    /// Those whose text contains this.
    Contains(String),
}

/// Rows and order of a table, as the address keeps them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Filters by column key.
    pub filters: BTreeMap<String, Filter>,
    /// A text that any shown column must contain.
    pub search: String,
    /// The key of the column to sort by, and whether downwards.
    pub sort: Option<(String, bool)>,
}

impl Query {
    /// Reads the query from the parameters of an address: `f.status=closed|returned`, `c.title=董事会`,
    /// `q=…`, `sort=deadline` or `sort=-deadline`.
    pub fn from_params(params: &BTreeMap<String, String>) -> Self {
        let mut query = Self::default();
        for (name, value) in params {
            if let Some(key) = name.strip_prefix("f.") {
                let tokens = value.split('|').map(str::to_owned).collect();
                query.filters.insert(key.to_owned(), Filter::OneOf(tokens));
            } else if let Some(key) = name.strip_prefix("c.") {
                query.filters.insert(key.to_owned(), Filter::Contains(value.clone()));
            } else if name == "q" {
                query.search.clone_from(value);
            } else if name == "sort" {
                let down = value.starts_with('-');
                query.sort = Some((value.trim_start_matches('-').to_owned(), down));
            }
        }
        query
    }

    /// Writes the query into the parameters of an address, in place of what stood there.
    pub fn into_params(&self, params: &mut BTreeMap<String, String>) {
        params.retain(|name, _| !(name.starts_with("f.") || name.starts_with("c.") || name == "q" || name == "sort"));
        for (key, filter) in &self.filters {
            match filter {
                Filter::OneOf(tokens) => params.insert(format!("f.{key}"), tokens.join("|")),
                Filter::Contains(text) => params.insert(format!("c.{key}"), text.clone()),
            };
        }
        if !self.search.is_empty() {
            params.insert("q".to_owned(), self.search.clone());
        }
        if let Some((key, down)) = &self.sort {
            params.insert("sort".to_owned(), format!("{}{key}", if *down { "-" } else { "" }));
        }
    }

    /// Whether every row is shown.
    pub fn is_open(&self) -> bool {
        self.filters.is_empty() && self.search.is_empty()
    }

    /// The rows of a sheet that pass, in the table's own order.
    pub fn rows(&self, sheet: &Sheet<'_>, columns: &[Column], candidates: impl Iterator<Item = usize>) -> Vec<usize> {
        let filters: Vec<(Column, &Filter)> =
            self.filters.iter().filter_map(|(key, filter)| Some((Column::of_key(sheet.kind, key)?, filter))).collect();
        let search = self.search.trim().to_lowercase();
        let table = sheet.ledger.of(sheet.kind);
        candidates
            .filter(|row| table.is_live(*row))
            .filter(|row| {
                filters.iter().all(|(column, filter)| match filter {
                    Filter::OneOf(tokens) => tokens.contains(&sheet.token(*row, *column)),
                    Filter::Contains(text) => {
                        sheet.cell(*row, *column).text.to_lowercase().contains(&text.to_lowercase())
                    }
                })
            })
            .filter(|row| {
                search.is_empty()
                    || columns.iter().any(|column| sheet.cell(*row, *column).text.to_lowercase().contains(&search))
            })
            .collect()
    }

    /// What is asked for, in words for paper: each filter by its heading and what passes it, then the search. Of
    /// many values the first `most` are named and the others counted.
    pub fn words(&self, sheet: &Sheet<'_>, most: usize) -> Vec<String> {
        let zh = sheet.lang == Lang::Zh;
        let filters = self.filters.iter().filter_map(|(key, filter)| Some((Column::of_key(sheet.kind, key)?, filter)));
        let mut words: Vec<String> = filters
            .map(|(column, filter)| {
                let passes = match (filter, zh) {
                    (Filter::Contains(text), true) => format!("含「{text}」"),
                    (Filter::Contains(text), false) => format!("contains “{text}”"),
                    (Filter::OneOf(tokens), _) => named(sheet, column, tokens, most),
                };
                format!("{}{}{passes}", column.heading(sheet.ledger, sheet.lang), if zh { "：" } else { ": " })
            })
            .collect();
        match (self.search.trim(), zh) {
            ("", _) => {}
            (text, true) => words.push(format!("搜索「{text}」")),
            (text, false) => words.push(format!("search “{text}”")),
        }
        words
    }

    /// Sorts rows by the query's column; `rank` orders texts as their readers do.
    pub fn sort(&self, sheet: &Sheet<'_>, rows: &mut Vec<usize>, rank: impl Fn(&[&str]) -> Vec<u32>) {
        let Some((key, down)) = &self.sort else { return };
        let Some(column) = Column::of_key(sheet.kind, key) else { return };
        let keys: Vec<SortKey> = rows.iter().map(|row| sheet.sort_key(*row, column)).collect();
        let texts: Vec<&str> = keys
            .iter()
            .filter_map(|key| match key {
                SortKey::Text(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        let mut ranks = rank(&texts).into_iter();
        let mut keyed: Vec<(bool, i64, usize)> = keys
            .iter()
            .zip(rows.iter())
            .map(|(key, row)| match key {
                SortKey::Empty => (true, 0, *row),
                SortKey::Number(number) => (false, *number, *row),
                SortKey::Text(_) => (false, i64::from(ranks.next().unwrap_or_default()), *row),
            })
            .collect();
        keyed.sort_by(|a, b| {
            let by_value = if *down { b.1.cmp(&a.1) } else { a.1.cmp(&b.1) };
            a.0.cmp(&b.0).then(by_value)
        });
        rows.clear();
        rows.extend(keyed.into_iter().map(|(_, _, row)| row));
    }
}

/// The contents of a column that some tokens stand for, as their reader sees them.
fn named(sheet: &Sheet<'_>, column: Column, tokens: &[String], most: usize) -> String {
    let zh = sheet.lang == Lang::Zh;
    let shown = &tokens[..tokens.len().min(most)];
    let mut texts: Vec<Option<String>> = shown.iter().map(|token| by_itself(column, token, sheet.lang)).collect();
    for row in 0..sheet.ledger.of(sheet.kind).len() {
        if texts.iter().all(Option::is_some) {
            break;
        }
        let token = sheet.token(row, column);
        if let Some(at) = shown.iter().position(|own| *own == token) {
            texts[at].get_or_insert_with(|| sheet.cell(row, column).text);
        }
    }
    let texts = texts.into_iter().zip(shown).map(|(text, token)| text.unwrap_or_else(|| token.clone()));
    let mut words = texts.collect::<Vec<_>>().join(if zh { "、" } else { ", " });
    match (tokens.len() - shown.len(), zh) {
        (0, _) => {}
        (_, true) => words.push_str(&format!("等 {} 项", tokens.len())),
        (rest, false) => words.push_str(&format!(" and {rest} more")),
    }
    words
}

/// What a token stands for whatever the rows hold.
fn by_itself(column: Column, token: &str, lang: Lang) -> Option<String> {
    let word = match (column, token) {
        (_, "") => ledger::domain::Phrase::new("空白", "blank"),
        (Column::Warning, UNREPORTED) => NO_STATUS,
        (Column::Warning, token) => Warning::ALL.iter().find(|warning| warning.key() == token)?.word(),
        _ => return None,
    };
    Some(word.of(lang).to_owned())
}
