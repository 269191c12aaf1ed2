//! The dry run: every row of a sheet compared with the ledger, in portions.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{
    amount::AmountUnit,
    cell::{Cell, Grid, address},
    identity::{Who, composite_key},
    mapping::Layout,
    parse_cell::{self},
    parse_cell::{CellProblem, is_percent},
    plan::{FieldChange, Outcome, Plan, ProblemKind, RowPlan, RowProblem, Settings},
};
use ledger::domain::{
    Change, Date, Decimal, Field, FieldType, Id, Index, Kind, Lang, Ledger, RawId, RecordRef, Value,
    natural_key::composite_fields,
    records::{EvaluationScore, Institution},
};
use table_model::{
    Column, Sheet,
    column::{first_adoption, first_entry, stage_field},
    names::Directory,
    text,
};

/// A dry run in the making: rows are worked off in portions, so that a page stays awake.
#[derive(Debug)]
pub struct Planner {
    pub(super) layout: Layout,
    pub(super) settings: Settings,
    pub(super) as_of: Date,
    pub(super) directories: FxHashMap<Kind, Directory>,
    pub(super) composite: FxHashMap<String, Vec<usize>>,
    /// Records that rows of this sheet are about to make, by the same keys.
    pub(super) made: FxHashMap<String, RawId>,
    pub(super) who: Vec<Who>,
    pub(super) taken: FxHashMap<RawId, usize>,
    pub(super) shares: Vec<bool>,
    pub(super) rows: Vec<RowPlan>,
    pub(super) creates: Vec<Change>,
    pub(super) edits: Vec<Change>,
    pub(super) next: usize,
    pub(super) identified: bool,
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
        let fields: Vec<Field> = composite_fields(layout.kind).to_vec();
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
        Plan::new(self.rows, Change::Batch(all))
    }

    pub(super) fn named(&self, kind: Kind, text: &str, ledger: &Ledger) -> Vec<RawId> {
        let by_id = text.parse::<RawId>().ok().filter(|id| {
            ledger.of(kind).position(*id).is_some() || (kind == self.layout.kind && self.taken.contains_key(id))
        });
        match by_id {
            Some(id) => vec![id],
            None => self.directories.get(&kind).map_or_else(Vec::new, |directory| directory.find(text).to_vec()),
        }
    }

    pub(super) fn read(&self, source: Source<'_>, row: usize, at: usize, column: Column) -> parse_cell::Read {
        let cell = source.grid.cell(row, at);
        let read = match self.layout.amount_unit(at) {
            Some(AmountUnit { from: None, to }) => {
                let unit = self.layout.unknown_unit(at).unwrap_or_default().to_owned();
                (None, Some(CellProblem::UnknownUnit(unit, to)))
            }
            Some(AmountUnit { from: Some(from), to }) => parse_cell::amount(cell, from, to),
            _ => {
                let named = |kind, text: &str| self.named(kind, text, source.ledger);
                parse_cell::read(cell, column, self.shares.get(at) == Some(&true), &named)
            }
        };
        // One number that the ledger refuses would stop the rows around it as well.
        let is_signed = column == Column::Field(EvaluationScore::score);
        match read.0 {
            Some(Value::Number(number)) if number < Decimal::default() && !is_signed => {
                (None, Some(CellProblem::BelowZero(cell.text())))
            }
            _ => read,
        }
    }

    pub(super) fn text(&self, source: Source<'_>, row: usize, key: &str) -> String {
        let field = self.layout.kind.field(key).map(Column::Field);
        let at = self.layout.matches.iter().position(|found| found.is_some_and(|found| Some(found.column) == field));
        at.map_or_else(String::new, |at| source.grid.cell(row, at).text())
    }

    pub(super) fn reject(&mut self, row: usize, name: String, outcome: Outcome, problem: Option<ProblemKind>) {
        let problems = problem.map(|kind| RowProblem { address: address(row, 0), kind }).into_iter().collect();
        self.rows.push(RowPlan { row, outcome, name, changes: Vec::new(), problems });
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
                // A converted amount stands beside the old one in the same unit.
                let is_amount = self.layout.amount_unit(at).is_some();
                let new = if is_amount { show(&value) } else { source.grid.cell(row, at).text() };
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
        self.keep_rest(source, sheet, who, row, &mut draft);
        self.settle(sheet, who, row, draft, new_id);
    }

    /// Puts the columns that are kept into the note, a line each; a line that is there already stays.
    fn keep_rest(&self, source: Source<'_>, sheet: Sheet<'_>, who: Who, row: usize, draft: &mut Draft) {
        let Some(note) = self.layout.note_field() else { return };
        let kept: Vec<usize> = (0..self.layout.kept.len())
            .filter(|at| self.layout.kept[*at] && !source.grid.cell(row, *at).is_empty())
            .collect();
        let Some(first) = kept.first() else { return };
        let written = draft.fields.iter().position(|(field, _)| *field == note);
        let old = match (written, who) {
            (Some(at), _) => draft.fields[at].1.clone(),
            (None, Who::Existing(position)) => sheet.value(position, Column::Field(note)),
            _ => Value::Empty,
        };
        let mut text = if let Value::Text(text) = &old { text.clone() } else { String::new() };
        for at in &kept {
            let line = format!("{}：{}", self.layout.headings[*at], source.grid.cell(row, *at).text());
            if !text.contains(&line) {
                text = if text.is_empty() { line } else { format!("{text}\n{line}") };
            }
        }
        let value = Value::Text(text.clone());
        if value == old {
            return;
        }
        if matches!(who, Who::Existing(_)) {
            let old = if let Value::Text(old) = old { old } else { String::new() };
            draft.changes.push(FieldChange {
                column: Column::Field(note),
                address: address(row, *first),
                old,
                new: text,
            });
        }
        match written {
            Some(at) => draft.fields[at].1 = value,
            None => draft.fields.push((note, value)),
        }
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
                    self.edits.push(first_adoption(sheet.ledger, id, Id::new(institution), values, new_id()));
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

/// Spaces around a text are lost in cells, and mean nothing; nor does a text of nothing else.
fn same_but_for_space(a: &Value, b: &Value) -> bool {
    let bare = |value: &Value| match value {
        Value::Empty => Some(String::new()),
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    bare(a).is_some_and(|a| bare(b) == Some(a))
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
