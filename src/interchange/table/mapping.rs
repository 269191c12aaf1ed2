//! Where the header of a sheet is, what each column means, and where the data begins.

use std::{cell::RefCell, rc::Rc};

use rustc_hash::FxHashMap;

use super::{
    amount::said_of_all,
    cell::{Cell, Grid, Merge},
    header_match::Dictionary,
    header_match::{Heading, Match, Reason, kinds, normal},
    money::{MoneyUnit, Stated},
};
use ledger::domain::{CodeVerdict, CreditCode, Field, Kind, Ledger, records::Enterprise};
use table_model::Column;

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
    let survey = Survey::new(grid);
    if is_ours {
        return best(&survey, ledger, kinds());
    }
    let usual = best(&survey, ledger, kinds().take(USUAL_KINDS));
    usual.or_else(|| best(&survey, ledger, kinds().skip(USUAL_KINDS)))
}

fn best(survey: &Survey<'_>, ledger: &Ledger, kinds: impl Iterator<Item = Kind>) -> Option<Layout> {
    let grid = survey.grid;
    let last = grid.rows.len().min(SEARCHED);
    let dictionary = Dictionary::new(ledger, kinds);
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
            let header = Header::new(grid, (top, bottom));
            for (kind, matches) in dictionary.kinds().iter().zip(header.matches(&dictionary)) {
                // Nothing is understood of most headers that are tried: no use in looking closer.
                if *kind != Kind::Enterprise && matches.iter().all(Option::is_none) {
                    continue;
                }
                let layout = with_matches(survey, &header, *kind, matches);
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
    let header = Header::new(grid, header);
    let matches = header.matches(&Dictionary::new(ledger, [kind])).swap_remove(0);
    with_matches(&Survey::new(grid), &header, kind, matches)
}

fn with_matches(survey: &Survey<'_>, header: &Header, kind: Kind, matches: Vec<Option<Match>>) -> Layout {
    let headings: Vec<String> = header.headings.iter().map(|heading| heading.text.clone()).collect();
    let identity = headings.iter().position(|heading| heading.rsplit('/').next() == Some(IDENTITY));
    let count = headings.len();
    let mut layout = Layout {
        kind,
        header: header.rows,
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
    layout.find_units(survey);
    // Of several columns that seem to be one field the surest stays, of equally sure ones the first.
    let mut surest: FxHashMap<Column, (u8, usize)> = FxHashMap::default();
    for (at, found) in layout.matches.iter().enumerate().filter_map(|(at, found)| Some((at, (*found)?))) {
        let first = surest.entry(found.column).or_insert((found.confidence, at));
        if found.confidence > first.0 {
            *first = (found.confidence, at);
        }
    }
    for (at, found) in layout.matches.iter_mut().enumerate() {
        if found.is_some_and(|found| surest.get(&found.column).is_some_and(|(_, first)| *first != at)) {
            *found = None;
        }
    }
    by_content(survey, &mut layout);
    layout
}

/// A sheet with what is read off its rows once, however many headers and kinds are tried on it.
pub(super) struct Survey<'a> {
    pub grid: &'a Grid,
    said: Noted<(usize, bool), Stated>,
    codes: Noted<usize, Look>,
}

/// What was read off rows so far.
type Noted<K, T> = RefCell<FxHashMap<K, Rc<[T]>>>;

/// What a cell looks like to who seeks credit codes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Empty,
    Code,
    Other,
}

impl<'a> Survey<'a> {
    fn new(grid: &'a Grid) -> Self {
        Self { grid, said: RefCell::default(), codes: RefCell::default() }
    }

    /// What a row says of the unit of all amounts, as a row of the header or of what stands above it.
    pub fn said(&self, row: usize, in_header: bool) -> Rc<[Stated]> {
        let read = || said_of_all(self.grid, row, in_header).into();
        self.said.borrow_mut().entry((row, in_header)).or_insert_with(read).clone()
    }

    fn codes(&self, row: usize) -> Rc<[Look]> {
        let look = |cell: &Cell| match cell.text() {
            text if text.is_empty() => Look::Empty,
            text if CreditCode::new(&text).verdict() == Some(CodeVerdict::Valid) => Look::Code,
            _ => Look::Other,
        };
        let read = || self.grid.rows.get(row).into_iter().flatten().map(look).collect();
        self.codes.borrow_mut().entry(row).or_insert_with(read).clone()
    }
}

/// A header that is tried: its first and last row, and the heading of each column.
struct Header {
    rows: (usize, usize),
    headings: Vec<Heading>,
}

impl Header {
    fn new(grid: &Grid, rows: (usize, usize)) -> Self {
        Self { rows, headings: headings(grid, rows).into_iter().map(Heading::new).collect() }
    }

    /// What each heading means to each kind of a dictionary.
    fn matches(&self, dictionary: &Dictionary) -> Vec<Vec<Option<Match>>> {
        let mut matches = vec![Vec::with_capacity(self.headings.len()); dictionary.kinds().len()];
        for heading in &self.headings {
            for (of_kind, found) in matches.iter_mut().zip(dictionary.find(heading)) {
                of_kind.push(found);
            }
        }
        matches
    }
}

/// The headings: merged cells spread, parts joined from top to bottom, repeated parts once.
fn headings(grid: &Grid, (top, bottom): (usize, usize)) -> Vec<String> {
    let rows = |merge: &Merge| merge.rows.0 as usize..=merge.rows.1 as usize;
    let merges: Vec<&Merge> = grid.merges.iter().filter(|m| (top..=bottom).any(|row| rows(m).contains(&row))).collect();
    let lost = !grid.merges.iter().any(|merge| (top..=bottom).contains(&(merge.rows.0 as usize)));
    let width = (top..=bottom).map(|row| grid.rows.get(row).map_or(0, Vec::len)).max().unwrap_or(0);
    let within = merges.iter().filter(|m| m.rows.0 as usize >= top && m.rows.1 as usize <= bottom);
    let width = within.map(|m| m.columns.1 as usize + 1).max().unwrap_or(0).max(width);
    let mut columns: Vec<Vec<String>> = vec![Vec::new(); width];
    for row in top..=bottom {
        let mut covered: Vec<Option<&Merge>> = vec![None; width];
        // Of merges that overlap the first counts.
        for merge in merges.iter().rev().filter(|merge| rows(merge).contains(&row)) {
            let columns = merge.columns.0 as usize..(merge.columns.1 as usize + 1).min(width);
            covered.get_mut(columns).into_iter().flatten().for_each(|own| *own = Some(merge));
        }
        let mut group = String::new();
        for (column, parts) in columns.iter_mut().enumerate() {
            let (from, left) = covered[column].map_or((row, column), |m| (m.rows.0 as usize, m.columns.0 as usize));
            // A title above the table covers many columns, and says nothing of any.
            let mut text =
                if from < top { String::new() } else { grid.cell(from, left).text().replace(['\n', '\r'], "") };
            // Where a file has lost its merges, a group's name stands over its first column alone.
            if lost && from >= top && text.is_empty() && row < bottom && !grid.cell(row + 1, column).is_empty() {
                text.clone_from(&group);
            }
            if !grid.cell(row, column).is_empty() {
                group = grid.cell(row, column).text().replace(['\n', '\r'], "");
            }
            if !text.is_empty() && parts.last() != Some(&text) {
                parts.push(text);
            }
        }
    }
    columns.into_iter().map(|parts| parts.join("/")).collect()
}

/// Finds credit codes by what stands in a column whose heading said nothing.
fn by_content(survey: &Survey<'_>, layout: &mut Layout) {
    let code = Column::Field(Enterprise::code);
    if layout.kind != Kind::Enterprise || layout.matches.iter().flatten().any(|found| found.column == code) {
        return;
    }
    let rows: Vec<Rc<[Look]>> = (layout.data_from()..).take(50).map(|row| survey.codes(row)).collect();
    let looks = |column: usize| {
        let of = |look| rows.iter().filter(|row| row.get(column) == Some(&look)).count();
        let (codes, others) = (of(Look::Code), of(Look::Other));
        codes + others >= 2 && codes > others
    };
    let unmatched = (0..layout.matches.len()).filter(|at| layout.matches[*at].is_none());
    if let Some(at) = unmatched.into_iter().find(|at| looks(*at)) {
        layout.matches[at] = Some(Match { column: code, confidence: 85, reason: Reason::Content });
    }
}
