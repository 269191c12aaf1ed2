//! Where the header of a sheet is, what each column means, and where the data begins.

use super::{
    cell::{Cell, Grid},
    heading::{Dictionary, Match, Reason, kinds, normal},
    money::{MoneyUnit, Stated},
};
use crate::{
    domain::{CodeVerdict, CreditCode, Field, Kind, Ledger, records::Enterprise},
    sheet::Column,
};

/// How many rows are searched for a header.
const SEARCHED: usize = 30;
/// How many rows a header may have.
const HEADER_ROWS: usize = 3;
/// How many kinds come up in returns; the first ones of [`kinds`].
const USUAL_KINDS: usize = 10;

/// How a sheet is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The kind of record in the rows.
    pub kind: Kind,
    /// First and last row of the header, from 0.
    pub header: (usize, usize),
    /// The heading of each column, parts of several rows joined by `/`.
    pub headings: Vec<String>,
    /// What each column means; `None` for what is left out.
    pub matches: Vec<Option<Match>>,
    /// Columns that mean nothing to the ledger and are kept in the note, each with its heading.
    pub kept: Vec<bool>,
    /// The column with identities that a workbook of this program carries.
    pub identity: Option<usize>,
    /// What the sheet says of the unit of each amount.
    pub units: Vec<Stated>,
    /// The units that the user chose instead.
    pub chosen_units: Vec<Option<MoneyUnit>>,
    /// The amounts that columns seem to be and are not matched to, for their unit cannot be converted.
    pub left_out: Vec<Option<Match>>,
}

/// The heading of the column with identities in workbooks of this program.
pub const IDENTITY: &str = "_id";

impl Layout {
    /// The first row of data.
    pub const fn data_from(&self) -> usize {
        self.header.1 + 1
    }

    /// A text that is the same for every sheet with these headings, to remember choices by.
    pub fn signature(&self) -> String {
        // The same headings in another unit are another layout.
        let of = |(heading, unit): (&String, &Stated)| match unit {
            Stated::Nothing => normal(heading),
            Stated::Unit(unit) => format!("{}@{}", normal(heading), unit.word().zh),
            Stated::Unknown(unit) => format!("{}@{unit}", normal(heading)),
        };
        self.headings.iter().zip(&self.units).map(of).collect::<Vec<_>>().join("|")
    }

    /// Chooses what a column means; a column of the ledger is read from one column of the sheet at most.
    pub fn choose(&mut self, at: usize, column: Option<Column>, reason: Reason) {
        if let Some(column) = column {
            for other in &mut self.matches {
                if other.is_some_and(|found| found.column == column) {
                    *other = None;
                }
            }
        }
        if let Some(slot) = self.matches.get_mut(at) {
            *slot = column.map(|column| Match { column, confidence: 100, reason });
            self.kept[at] = false;
            self.left_out[at] = None;
        }
    }

    /// Keeps a column in the note of the record, where its kind has one.
    pub fn keep(&mut self, at: usize) {
        if self.note_field().is_some() && at < self.matches.len() {
            self.matches[at] = None;
            self.left_out[at] = None;
            self.kept[at] = true;
        }
    }

    /// The field that takes what has no field of its own.
    pub fn note_field(&self) -> Option<Field> {
        self.kind.field("note")
    }

    /// Whether so much of the header is understood that it can hardly be anything else.
    fn is_good(&self) -> bool {
        self.matches.iter().flatten().filter(|found| found.confidence >= 80).count() >= 3
    }

    /// How sure the matches are in all.
    fn score(&self) -> u32 {
        // An amount in an unknown unit is understood as well, though it is left out.
        let understood = self.matches.iter().chain(&self.left_out).flatten();
        let matches: u32 = understood.map(|found| u32::from(found.confidence)).sum();
        // Something by which rows are told apart must be there.
        let has_name = self.matches.iter().flatten().any(|found| match found.column {
            Column::Field(field) => {
                matches!(field.meta().key, "name" | "title" | "enterprise" | "person" | "code" | "task")
            }
            _ => false,
        });
        if has_name || self.identity.is_some() { matches } else { matches / 4 }
    }
}

/// Proposes how to read a sheet: the header and kind whose headings are understood best.
pub fn propose(grid: &Grid, ledger: &Ledger) -> Option<Layout> {
    // Rare kinds are looked for where a sheet of our own names one, or the usual ones explain nothing.
    let is_ours = grid.rows.iter().take(HEADER_ROWS).flatten().any(|cell| cell.text() == IDENTITY);
    let usual = if is_ours { None } else { best(grid, ledger, kinds().take(USUAL_KINDS)) };
    usual.or_else(|| best(grid, ledger, kinds()))
}

fn best(grid: &Grid, ledger: &Ledger, kinds: impl Iterator<Item = Kind>) -> Option<Layout> {
    let last = grid.rows.len().min(SEARCHED);
    let dictionaries: Vec<(Kind, Dictionary)> = kinds.map(|kind| (kind, Dictionary::new(ledger, kind))).collect();
    let mut best: Option<(u32, Layout)> = None;
    for bottom in 0..last {
        let texts = grid.rows[bottom].iter().filter(|cell| matches!(cell, Cell::Text(text) if !text.trim().is_empty()));
        if texts.count() < 2 {
            continue;
        }
        // Below a good header stand data: no use in reading them as headings.
        if best.as_ref().is_some_and(|(_, layout)| layout.is_good() && bottom > layout.header.1 + HEADER_ROWS) {
            break;
        }
        for top in bottom.saturating_sub(HEADER_ROWS - 1)..=bottom {
            for (kind, dictionary) in &dictionaries {
                let layout = with_dictionary(grid, ledger, *kind, (top, bottom), dictionary);
                // A header of fewer rows wins where more rows explain nothing more.
                let named = if grid.name == kind.word().zh { 100 } else { 0 };
                let score = ((layout.score() + named) * 16).saturating_sub((bottom - top) as u32 * 8);
                if layout.score() > 0 && best.as_ref().is_none_or(|(least, _)| score > *least) {
                    best = Some((score, layout));
                }
            }
        }
    }
    best.map(|(_, layout)| layout)
}

/// Reads a sheet with a given kind and header.
pub fn propose_at(grid: &Grid, ledger: &Ledger, kind: Kind, header: (usize, usize)) -> Layout {
    with_dictionary(grid, ledger, kind, header, &Dictionary::new(ledger, kind))
}

fn with_dictionary(
    grid: &Grid,
    ledger: &Ledger,
    kind: Kind,
    header: (usize, usize),
    dictionary: &Dictionary,
) -> Layout {
    let headings = headings(grid, header);
    let identity = headings.iter().position(|heading| heading.rsplit('/').next() == Some(IDENTITY));
    let matches: Vec<Option<Match>> = headings
        .iter()
        .map(|heading| if heading.is_empty() { None } else { dictionary.find(heading, ledger) })
        .collect();
    let count = headings.len();
    let mut layout = Layout {
        kind,
        header,
        headings,
        matches,
        kept: vec![false; count],
        identity,
        units: vec![Stated::Nothing; count],
        chosen_units: vec![None; count],
        left_out: vec![None; count],
    };
    if let Some(at) = identity {
        layout.matches[at] = None;
    }
    layout.find_units(grid);
    let matches = &mut layout.matches;
    // Of several columns that seem to be one field the surest stays.
    for at in 0..matches.len() {
        let Some(found) = matches[at] else { continue };
        let surer = |other: &Match, to: usize| {
            other.column == found.column
                && (other.confidence > found.confidence || (other.confidence == found.confidence && to < at))
        };
        if (0..matches.len()).any(|to| to != at && matches[to].is_some_and(|other| surer(&other, to))) {
            matches[at] = None;
        }
    }
    by_content(grid, &mut layout);
    layout
}

/// The headings: merged cells spread, parts joined from top to bottom, repeated parts once.
fn headings(grid: &Grid, (top, bottom): (usize, usize)) -> Vec<String> {
    let covering = |row: usize, column: usize| {
        grid.merges
            .iter()
            .find(|merge| {
                (merge.rows.0 as usize..=merge.rows.1 as usize).contains(&row)
                    && (merge.columns.0 as usize..=merge.columns.1 as usize).contains(&column)
            })
            .map_or((row, column), |merge| (merge.rows.0 as usize, merge.columns.0 as usize))
    };
    let width = (top..=bottom).map(|row| grid.rows.get(row).map_or(0, Vec::len)).max().unwrap_or(0);
    let width = grid
        .merges
        .iter()
        .filter(|m| m.rows.0 as usize >= top && m.rows.1 as usize <= bottom)
        .map(|m| m.columns.1 as usize + 1)
        .max()
        .unwrap_or(0)
        .max(width);
    let lost = !grid.merges.iter().any(|merge| (top..=bottom).contains(&(merge.rows.0 as usize)));
    (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for row in top..=bottom {
                let (from, left) = covering(row, column);
                // A title above the table covers many columns, and says nothing of any.
                if from < top {
                    continue;
                }
                let mut text = grid.cell(from, left).text().replace(['\n', '\r'], "");
                // Where a file has lost its merges, a group's name stands over its first column alone.
                if lost && text.is_empty() && row < bottom && !grid.cell(row + 1, column).is_empty() {
                    let group = (0..column).rev().map(|left| grid.cell(row, left)).find(|cell| !cell.is_empty());
                    text = group.map_or_else(String::new, Cell::text).replace(['\n', '\r'], "");
                }
                if !text.is_empty() && parts.last() != Some(&text) {
                    parts.push(text);
                }
            }
            parts.join("/")
        })
        .collect()
}

/// Finds credit codes by what stands in a column whose heading said nothing.
fn by_content(grid: &Grid, layout: &mut Layout) {
    let code = Column::Field(Enterprise::code);
    if layout.kind != Kind::Enterprise || layout.matches.iter().flatten().any(|found| found.column == code) {
        return;
    }
    let looks = |column: usize| {
        let cells = grid
            .rows
            .iter()
            .skip(layout.data_from())
            .take(50)
            .map(|row| row.get(column).map_or_else(String::new, Cell::text));
        let filled: Vec<String> = cells.filter(|text| !text.is_empty()).collect();
        let codes = filled.iter().filter(|text| CreditCode::new(text).verdict() == Some(CodeVerdict::Valid)).count();
        filled.len() >= 2 && codes * 2 > filled.len()
    };
    let unmatched = (0..layout.matches.len()).filter(|at| layout.matches[*at].is_none());
    if let Some(at) = unmatched.into_iter().find(|at| looks(*at)) {
        layout.matches[at] = Some(Match { column: code, confidence: 85, reason: Reason::Content });
    }
}
