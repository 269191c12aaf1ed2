//! The dry run: every row of a sheet compared with the ledger, before anything is written.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    cell::{Cell, Grid, address},
    layout::Layout,
    reading::{self, CellProblem, is_percent},
};
use crate::{
    domain::{
        Change, CodeVerdict, CreditCode, Date, Field, FieldType, Id, Index, Kind, Lang, Ledger, RawId, RecordRef,
        Value, records::Institution,
    },
    sheet::{
        Column, Sheet,
        column::{first_adoption, first_entry, stage_field},
        names::{self, Directory},
        text,
    },
};

/// What the user decides about a dry run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Rows that match a record by name alone are that record.
    pub accept_names: bool,
    /// A row with a cell that was not read is left out as a whole.
    pub strict_rows: bool,
    /// An empty cell empties the field.
    pub empty_clears: bool,
}

/// What a row comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It cannot be taken.
    Refused,
    /// It matches a record by name alone, and waits for a nod.
    NeedsNod,
    /// It makes a record.
    New,
    /// It changes a record.
    Changed,
    /// It says what the ledger has already.
    Unchanged,
    /// A subtotal or a note, which is no record.
    Skipped,
}

/// One field that a row changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The column of the ledger.
    pub column: Column,
    /// The address of the cell.
    pub address: String,
    /// What the ledger has, as its reader sees it.
    pub old: String,
    /// What the cell says.
    pub new: String,
}

/// Something to be said of a row: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The address of the cell, or of the row's first one.
    pub address: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A cell that was not read, or read with a remark.
    Cell(CellProblem),
    /// Nothing tells which record the row is.
    NoIdentity,
    /// Several records fit.
    SeveralFit(usize),
    /// The row before this one is the same record; counted as the sheet counts.
    SameAsRow(usize),
    /// The record has another credit code.
    OtherCode(String),
}

impl ProblemKind {
    /// Says it in a plain sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Cell(problem), lang) => problem.sentence(lang),
            (Self::NoIdentity, Lang::Zh) => "没有名称、编号或信用代码，不知道是哪一条。".to_owned(),
            (Self::NoIdentity, Lang::En) => "Nothing tells which record this is.".to_owned(),
            (Self::SeveralFit(n), Lang::Zh) => format!("台账中有 {n} 条记录与它相符，不能确定是哪一条。"),
            (Self::SeveralFit(n), Lang::En) => format!("{n} records fit."),
            (Self::SameAsRow(row), Lang::Zh) => format!("与第 {row} 行是同一条记录。"),
            (Self::SameAsRow(row), Lang::En) => format!("The same record as row {row}."),
            (Self::OtherCode(code), Lang::Zh) => format!("名称相同，但台账中的信用代码是 {code}，请核对。"),
            (Self::OtherCode(code), Lang::En) => format!("Same name, but the ledger has the code {code}."),
        }
    }
}

/// One row of a dry run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// The row, from 0.
    pub row: usize,
    /// What it comes to.
    pub outcome: Outcome,
    /// What the record is called.
    pub name: String,
    /// The fields that it changes; empty for a new record.
    pub changes: Vec<FieldChange>,
    /// What is to be said of it.
    pub problems: Vec<RowProblem>,
}

/// A finished dry run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The rows, empty ones left out.
    pub rows: Vec<RowPlan>,
    /// The one change that writes all of it.
    pub change: Change,
}

impl Plan {
    /// How many rows come to an outcome.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.rows.iter().filter(|row| row.outcome == outcome).count()
    }
}

/// Which record a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Existing(usize),
    New(RawId),
    Nobody,
}

/// A dry run in the making: rows are worked off in portions, so that a page stays awake.
#[derive(Debug)]
pub struct Planner {
    layout: Layout,
    settings: Settings,
    as_of: Date,
    directories: FxHashMap<Kind, Directory>,
    composite: FxHashMap<String, Vec<usize>>,
    /// Records that rows of this sheet are about to make, by the same keys.
    made: FxHashMap<String, RawId>,
    who: Vec<Who>,
    taken: FxHashMap<RawId, usize>,
    shares: Vec<bool>,
    rows: Vec<RowPlan>,
    creates: Vec<Change>,
    edits: Vec<Change>,
    next: usize,
    identified: bool,
}

/// Where a planner looks things up.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its index.
    pub index: &'a Index,
    /// The sheet, merged cells spread.
    pub grid: &'a Grid,
}

/// The fields by which records of a kind are told apart where no code or number does.
fn composite_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contract => &["enterprise", "person", "post"],
        Kind::Board => &["enterprise"],
        Kind::Membership => &["enterprise", "programme", "batch"],
        Kind::Grade => &["enterprise", "programme", "year"],
        Kind::Adoption => &["enterprise", "institution"],
        Kind::Assessment => &["contract", "year"],
        Kind::Exclusion => &["enterprise", "indicator", "reason"],
        Kind::Milestone | Kind::Evidence => &["task", "title"],
        Kind::Progress => &["task", "date", "order"],
        Kind::GradeScale => &["year"],
        Kind::Target => &["indicator", "tiers", "unit", "group", "region", "deadline"],
        Kind::Quotation => &["whose", "subject", "as_of", "source"],
        Kind::Unit | Kind::Institution | Kind::Programme => &["name"],
        Kind::Indicator => &["code"],
        Kind::Profile | Kind::Enterprise | Kind::Task => &[],
    }
}

impl Planner {
    /// Begins a dry run.
    pub fn new(source: Source<'_>, layout: Layout, settings: Settings, as_of: Date) -> Self {
        let Source { ledger, grid, .. } = source;
        let mut kinds = vec![layout.kind];
        for found in layout.matches.iter().flatten() {
            if let Some(FieldType::Ref(kind)) = found.column.field_type() {
                kinds.push(kind);
            }
        }
        let directories = kinds.into_iter().map(|kind| (kind, Directory::new(ledger, kind))).collect();
        let mut composite: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        let fields: Vec<Field> =
            composite_fields(layout.kind).iter().filter_map(|key| layout.kind.field(key)).collect();
        let table = ledger.of(layout.kind);
        if !fields.is_empty() {
            for at in (0..table.len()).filter(|at| table.is_live(*at)) {
                let values = fields.iter().map(|field| table.value(at, field.index));
                composite.entry(composite_key(values)).or_default().push(at);
            }
        }
        // A column of per cents whose numbers are all at most 1, some of them fractions, holds shares;
        // a table of our own never does.
        let is_ours = layout.identity.is_some();
        let shares = layout
            .matches
            .iter()
            .enumerate()
            .map(|(column, found)| {
                !is_ours && found.is_some_and(|found| is_percent(found.column)) && holds_shares(grid, &layout, column)
            })
            .collect();
        Self {
            who: vec![Who::Nobody; grid.rows.len()],
            layout,
            settings,
            as_of,
            directories,
            composite,
            made: FxHashMap::default(),
            taken: FxHashMap::default(),
            shares,
            rows: Vec::new(),
            creates: Vec::new(),
            edits: Vec::new(),
            next: 0,
            identified: false,
        }
    }

    /// How far the dry run is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let done = self.next as f64 / self.who.len().max(1) as f64;
        if self.identified { 0.5 + done / 2.0 } else { done / 2.0 }
    }

    /// Works off some rows; tells whether there are more.
    pub fn advance(&mut self, source: Source<'_>, count: usize, new_id: &mut dyn FnMut() -> RawId) -> bool {
        let to = (self.next + count).min(source.grid.rows.len());
        for row in self.next.max(self.layout.data_from())..to {
            if source.grid.rows[row].iter().all(Cell::is_empty) {
                continue;
            }
            if self.identified {
                self.compare(source, row, new_id);
            } else {
                self.identify(source, row, new_id);
            }
        }
        self.next = to;
        if to < source.grid.rows.len() {
            return true;
        }
        let more = !self.identified;
        (self.identified, self.next) = (true, if more { 0 } else { to });
        more
    }

    /// Ends the dry run.
    pub fn finish(mut self) -> Plan {
        self.rows.sort_by_key(|row| row.row);
        // What is new is made first, so that others can point to it.
        let mut all = self.creates;
        all.extend(self.edits);
        Plan { rows: self.rows, change: Change::Batch(all) }
    }

    fn named(&self, kind: Kind, text: &str, ledger: &Ledger) -> Vec<RawId> {
        let by_id = text.parse::<RawId>().ok().filter(|id| {
            ledger.of(kind).position(*id).is_some() || (kind == self.layout.kind && self.taken.contains_key(id))
        });
        match by_id {
            Some(id) => vec![id],
            None => self.directories.get(&kind).map_or_else(Vec::new, |directory| directory.find(text).to_vec()),
        }
    }

    fn read(&self, source: Source<'_>, row: usize, at: usize, column: Column) -> reading::Read {
        let named = |kind, text: &str| self.named(kind, text, source.ledger);
        reading::read(source.grid.cell(row, at), column, self.shares.get(at) == Some(&true), &named)
    }

    fn text(&self, source: Source<'_>, row: usize, key: &str) -> String {
        let field = self.layout.kind.field(key).map(Column::Field);
        let at = self.layout.matches.iter().position(|found| found.is_some_and(|found| Some(found.column) == field));
        at.map_or_else(String::new, |at| source.grid.cell(row, at).text())
    }

    fn reject(&mut self, row: usize, name: String, outcome: Outcome, problem: Option<ProblemKind>) {
        let problems = problem.map(|kind| RowProblem { address: address(row, 0), kind }).into_iter().collect();
        self.rows.push(RowPlan { row, outcome, name, changes: Vec::new(), problems });
    }

    /// Finds out which record a row is.
    fn identify(&mut self, source: Source<'_>, row: usize, new_id: &mut dyn FnMut() -> RawId) {
        let first = source.grid.rows[row].iter().find(|cell| !cell.is_empty()).map_or_else(String::new, Cell::text);
        if is_remark(&first, &source.grid.rows[row]) {
            return self.reject(row, first, Outcome::Skipped, None);
        }
        let name = match self.layout.kind {
            Kind::Task => {
                [self.text(source, row, "number"), self.text(source, row, "title")].join(" ").trim().to_owned()
            }
            _ => ["name", "person", "title", "enterprise"]
                .iter()
                .map(|key| self.text(source, row, key))
                .find(|text| !text.is_empty())
                .unwrap_or(first),
        };
        let found = self.find(source, row, new_id);
        let id = match found {
            Ok(Found::Existing(at)) => source.ledger.of(self.layout.kind).id_at(at),
            Ok(Found::ByName(at)) if self.settings.accept_names => source.ledger.of(self.layout.kind).id_at(at),
            Ok(Found::ByName(_)) => return self.reject(row, name, Outcome::NeedsNod, None),
            Ok(Found::New(id)) => id.unwrap_or_else(new_id),
            Err(problem) => return self.reject(row, name, Outcome::Refused, Some(problem)),
        };
        if let Some(before) = self.taken.get(&id) {
            let problem = ProblemKind::SameAsRow(before + 1);
            return self.reject(row, name, Outcome::Refused, Some(problem));
        }
        self.taken.insert(id, row);
        self.who[row] = match source.ledger.of(self.layout.kind).position(id) {
            Some(at) => Who::Existing(at),
            None => {
                let keys = ["name", "code", "number", "title"].map(|key| self.text(source, row, key));
                let keys = keys.into_iter().filter(|key| !key.is_empty());
                if let Some(directory) = self.directories.get_mut(&self.layout.kind) {
                    directory.add(id, keys);
                }
                Who::New(id)
            }
        };
    }

    fn find(
        &mut self,
        source: Source<'_>,
        row: usize,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Found, ProblemKind> {
        let (ledger, kind) = (source.ledger, self.layout.kind);
        let table = ledger.of(kind);
        if let Some(id) = self.layout.identity.and_then(|at| source.grid.cell(row, at).text().parse::<RawId>().ok()) {
            let live = table.position(id).filter(|at| table.is_live(*at));
            return match (live, table.position(id)) {
                (Some(at), _) => Ok(Found::Existing(at)),
                // A record that was deleted since is made anew.
                (None, Some(_)) => Ok(Found::New(None)),
                (None, None) => Ok(Found::New(Some(id))),
            };
        }
        let one = |text: &str| -> Result<Option<Found>, ProblemKind> {
            match self.named(kind, text, ledger)[..] {
                [] => Ok(None),
                [id] => Ok(Some(table.position(id).map_or(Found::New(Some(id)), Found::Existing))),
                ref several => Err(ProblemKind::SeveralFit(several.len())),
            }
        };
        match kind {
            Kind::Enterprise => {
                let code = CreditCode::new(&self.text(source, row, "code"));
                let sound = matches!(code.verdict(), Some(CodeVerdict::Valid | CodeVerdict::CheckFails));
                if sound && let Some(found) = one(code.as_str())? {
                    return Ok(found);
                }
                let name = self.text(source, row, "name");
                if name.is_empty() {
                    return if sound { Ok(Found::New(None)) } else { Err(ProblemKind::NoIdentity) };
                }
                match one(&name)? {
                    None => Ok(Found::New(None)),
                    // Two rows of one name with codes of their own are two enterprises.
                    Some(Found::New(_)) if sound => Ok(Found::New(None)),
                    Some(Found::Existing(at)) => {
                        let known = &ledger.enterprises.at(at).code;
                        if sound && !known.is_empty() && *known != code {
                            return Err(ProblemKind::OtherCode(known.to_string()));
                        }
                        Ok(Found::ByName(at))
                    }
                    Some(other) => Ok(other),
                }
            }
            Kind::Task => {
                let (number, title) = (self.text(source, row, "number"), self.text(source, row, "title"));
                if number.is_empty() && title.is_empty() {
                    return Err(ProblemKind::NoIdentity);
                }
                if !number.is_empty() {
                    return Ok(one(&number)?.unwrap_or(Found::New(None)));
                }
                Ok(match one(&title)? {
                    None => Found::New(None),
                    Some(Found::Existing(at)) => Found::ByName(at),
                    Some(other) => other,
                })
            }
            _ => self.find_composite(source, row, new_id),
        }
    }

    fn find_composite(
        &mut self,
        source: Source<'_>,
        row: usize,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Found, ProblemKind> {
        let fields = composite_fields(self.layout.kind).iter().filter_map(|key| self.layout.kind.field(key));
        let mut values = Vec::new();
        for field in fields {
            let column = Column::Field(field);
            let at = self.layout.matches.iter().position(|found| found.is_some_and(|found| found.column == column));
            let value = match at {
                None => Value::Empty,
                Some(at) => match self.read(source, row, at, column) {
                    (Some(value), _) => value,
                    (None, Some(problem)) if values.is_empty() => return Err(ProblemKind::Cell(problem)),
                    _ => Value::Empty,
                },
            };
            values.push(value);
        }
        if values.first().is_none_or(|value| *value == Value::Empty) {
            return Err(ProblemKind::NoIdentity);
        }
        let key = composite_key(values.into_iter());
        match self.composite.get(&key).map_or(&[][..], Vec::as_slice) {
            [] => match self.made.get(&key) {
                Some(id) => Ok(Found::New(Some(*id))),
                None => {
                    let id = new_id();
                    self.made.insert(key, id);
                    Ok(Found::New(Some(id)))
                }
            },
            [at] => Ok(Found::Existing(*at)),
            several => Err(ProblemKind::SeveralFit(several.len())),
        }
    }

    /// Compares a row with its record, and notes what it changes.
    fn compare(&mut self, source: Source<'_>, row: usize, new_id: &mut dyn FnMut() -> RawId) {
        let who = self.who[row];
        let Source { ledger, index, .. } = source;
        let kind = self.layout.kind;
        let sheet = Sheet { ledger, index, as_of: self.as_of, kind, marks: &[], lang: Lang::Zh };
        let mut draft = Draft::default();
        if who == Who::Nobody {
            return;
        }
        for at in 0..self.layout.matches.len() {
            let Some(found) = self.layout.matches[at] else { continue };
            let empty = source.grid.cell(row, at).is_empty();
            if empty && !(self.settings.empty_clears && matches!(who, Who::Existing(_))) {
                continue;
            }
            let (value, problem) =
                if empty { (Some(Value::Empty), None) } else { self.read(source, row, at, found.column) };
            if let Some(problem) = problem {
                draft.refused |= problem.is_refusal();
                draft.problems.push(RowProblem { address: address(row, at), kind: ProblemKind::Cell(problem) });
            }
            let Some(value) = value else { continue };
            let old = match who {
                Who::Existing(position) => sheet.value(position, found.column),
                _ => Value::Empty,
            };
            if value == old || same_but_for_space(&value, &old) {
                continue;
            }
            if matches!(who, Who::Existing(_)) {
                let field_type = found.column.field_type().unwrap_or(FieldType::Text);
                let show = |value: &Value| text::show(value, field_type, ledger, Lang::Zh);
                let new = source.grid.cell(row, at).text();
                draft.changes.push(FieldChange {
                    column: found.column,
                    address: address(row, at),
                    old: show(&old),
                    new,
                });
            }
            match found.column {
                Column::Field(field) => draft.fields.push((field, value)),
                Column::Stage(institution, stage) => {
                    draft.stages.entry(institution.raw()).or_default().push((stage_field(stage), value));
                }
                column => draft.log.extend(column.log_field().map(|field| (field, value))),
            }
        }
        self.settle(sheet, who, row, draft, new_id);
    }

    fn settle(&mut self, sheet: Sheet<'_>, who: Who, row: usize, draft: Draft, new_id: &mut dyn FnMut() -> RawId) {
        let kind = self.layout.kind;
        let nothing = draft.fields.is_empty() && draft.log.is_empty() && draft.stages.is_empty();
        let outcome = match who {
            _ if draft.refused && self.settings.strict_rows => Outcome::Refused,
            Who::New(_) => Outcome::New,
            _ if nothing => Outcome::Unchanged,
            _ => Outcome::Changed,
        };
        let mut name = String::new();
        match (outcome, who) {
            (Outcome::New, Who::New(id)) => {
                let record = RecordRef::new(kind, id);
                // What points to records of the same sheet is set once all of them are there.
                let (later, now): (Vec<_>, Vec<_>) = draft.fields.into_iter().partition(|(_, value)| {
                    matches!(value, Value::Ref(target) if sheet.ledger.of(kind).position(*target).is_none() && self.taken.contains_key(target))
                });
                name = now
                    .iter()
                    .find_map(|(field, value)| match value {
                        Value::Text(text) if matches!(field.meta().key, "name" | "title" | "person") => {
                            Some(text.clone())
                        }
                        _ => None,
                    })
                    .unwrap_or_default();
                self.creates.push(Change::Create { record, values: now });
                self.edits.extend(later.into_iter().map(|(field, value)| Change::Set { record, field, value }));
                if !draft.log.is_empty() {
                    self.edits.push(first_entry(id, self.as_of, draft.log, new_id()));
                }
                for (institution, values) in draft.stages {
                    self.edits.push(first_adoption(id, Id::new(institution), values, new_id()));
                }
            }
            (Outcome::Changed, Who::Existing(at)) => {
                let record = sheet.record(at);
                name = sheet.row_name(at);
                self.edits.extend(draft.fields.into_iter().map(|(field, value)| Change::Set { record, field, value }));
                if !draft.log.is_empty() {
                    self.edits.push(sheet.log(at, draft.log, new_id));
                }
                for (institution, values) in draft.stages {
                    self.edits.push(sheet.stages(at, Id::<Institution>::new(institution), values, new_id));
                }
            }
            (_, Who::Existing(at)) => name = sheet.row_name(at),
            _ => {}
        }
        self.rows.push(RowPlan { row, outcome, name, changes: draft.changes, problems: draft.problems });
    }
}

/// What a row says that the ledger does not.
#[derive(Default)]
struct Draft {
    fields: Vec<(Field, Value)>,
    log: Vec<(Field, Value)>,
    stages: BTreeMap<RawId, Vec<(Field, Value)>>,
    changes: Vec<FieldChange>,
    problems: Vec<RowProblem>,
    refused: bool,
}

/// How a row was found.
enum Found {
    Existing(usize),
    ByName(usize),
    New(Option<RawId>),
}

fn composite_key(values: impl Iterator<Item = Value>) -> String {
    values.map(|value| format!("{value:?}")).collect::<Vec<_>>().join("\u{1f}")
}

/// Spaces around a text are lost in cells, and mean nothing.
fn same_but_for_space(a: &Value, b: &Value) -> bool {
    matches!((a, b), (Value::Text(a), Value::Text(b)) if a.trim() == b.trim())
}

/// Whether a row is a subtotal or a note below or within the table.
fn is_remark(first: &str, cells: &[Cell]) -> bool {
    const SUMS: [&str; 5] = ["合计", "小计", "总计", "累计", "汇总"];
    const NOTES: [&str; 9] =
        ["备注：", "注：", "说明：", "填表说明", "填报说明", "填报人", "填表人", "审核人", "单位负责人"];
    let plain: String = first.split_whitespace().collect::<String>().replace(':', "：");
    let alone = cells.iter().filter(|cell| !cell.is_empty()).count();
    SUMS.iter().any(|word| plain.starts_with(word)) || (NOTES.iter().any(|word| plain.starts_with(word)) && alone <= 4)
}

fn holds_shares(grid: &Grid, layout: &Layout, column: usize) -> bool {
    let numbers: Vec<f64> = grid
        .rows
        .iter()
        .skip(layout.data_from())
        .filter_map(|row| match row.get(column) {
            Some(Cell::Number(number)) => Some(*number),
            Some(Cell::Text(text)) => text.trim().parse().ok(),
            _ => None,
        })
        .collect();
    numbers.iter().all(|number| (0.0..=1.0).contains(number)) && numbers.iter().any(|number| number.fract() != 0.0)
}

/// The texts that name records exactly, for tables that go out and come back.
pub(super) fn exact_name(directory: &Directory, ledger: &Ledger, kind: Kind, id: RawId) -> String {
    let keys = ledger.of(kind).position(id).map_or_else(Vec::new, |at| names::keys(ledger, kind, at));
    // What is called by its own name is named so; everything else by whatever tells it apart.
    let own = names::name_of(ledger, RecordRef::new(kind, id), Lang::Zh);
    directory.exact(id, std::iter::once(own).chain(keys))
}
