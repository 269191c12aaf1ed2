//! The columns of a table, stored and computed, and the changes that typing into them makes.

use std::collections::BTreeMap;

use super::{
    filter::SortKey,
    names::name_of,
    text::{self, CellError},
};
use ledger::domain::{
    Change, CodedEnum, Date, Decimal, Field, FieldType, Id, Index, Kind, Lang, Ledger, Phrase, RawId, RecordRef, Stage,
    Value,
    choice::{StageName, Warning},
    days_between,
    records::{Adoption, Institution, Progress},
};
use report::task::NO_STATUS;

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// A field of the record.
    Field(Field),
    /// Where a task stands; typing makes a dated progress entry.
    Status,
    /// How far a task is, in per cent; typing makes a dated progress entry.
    Percent,
    /// The text of a task's last progress entry; typing makes a dated entry.
    LastProgress,
    /// The warning of a task.
    Warning,
    /// The rank of a task in the order of priority.
    Priority,
    /// How many pieces of evidence a task has.
    EvidenceCount,
    /// The tier of an enterprise.
    Tier,
    /// The tier-1 enterprise above an enterprise.
    Group,
    /// A stage of an enterprise's adoption of an institution.
    Stage(Id<Institution>, StageName),
    /// What an enterprise's exclusions say.
    Exclusions,
}

/// The token of tasks without any status in the column of warnings.
pub const UNREPORTED: &str = "unreported";

/// A cell as its reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The text; empty where nothing is filled in.
    pub text: String,
    /// The warning that the cell carries.
    pub warning: Option<Warning>,
    /// Whether the value is an open conflict.
    pub conflict: bool,
}

/// A task's warning and rank, as the report gives them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskMark {
    /// The warning.
    pub warning: Option<Warning>,
    /// The rank in the order of priority, from 1; 0 for a task outside it.
    pub rank: u32,
}

/// What columns are read from: a ledger, its index and a day.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// Its index.
    pub index: &'a Index,
    /// The as-of date; also the date that a progress entry gets.
    pub as_of: Date,
    /// The kind of record in the rows.
    pub kind: Kind,
    /// The marks of tasks, by position; empty for other kinds.
    pub marks: &'a [TaskMark],
    /// The language of the screen.
    pub lang: Lang,
}

impl Column {
    /// The name in addresses and presets.
    pub fn key(self) -> String {
        match self {
            Self::Field(field) => field.meta().key.to_owned(),
            Self::Status => "status".to_owned(),
            Self::Percent => "percent".to_owned(),
            Self::LastProgress => "last_progress".to_owned(),
            Self::Warning => "warning_sign".to_owned(),
            Self::Priority => "priority".to_owned(),
            Self::EvidenceCount => "evidence_count".to_owned(),
            Self::Tier => "tier".to_owned(),
            Self::Group => "group".to_owned(),
            Self::Stage(institution, stage) => format!("stage-{}-{}", institution.raw(), stage.key()),
            Self::Exclusions => "exclusions".to_owned(),
        }
    }

    /// Finds the column of a kind by its name in addresses.
    pub fn of_key(kind: Kind, key: &str) -> Option<Self> {
        let computed: &[Self] = match kind {
            Kind::Task => {
                &[Self::Status, Self::Percent, Self::LastProgress, Self::Warning, Self::Priority, Self::EvidenceCount]
            }
            Kind::Enterprise => &[Self::Tier, Self::Group, Self::Exclusions],
            _ => &[],
        };
        if let Some(found) = computed.iter().find(|column| column.key() == key) {
            return Some(*found);
        }
        if let Some(rest) = key.strip_prefix("stage-").filter(|_| kind == Kind::Enterprise) {
            let (id, stage) = rest.split_once('-')?;
            let stage = StageName::ALL.iter().find(|name| name.key() == stage)?;
            return Some(Self::Stage(Id::new(id.parse().ok()?), *stage));
        }
        kind.field(key).map(Self::Field)
    }

    /// The heading.
    pub fn heading(self, ledger: &Ledger, lang: Lang) -> String {
        let word = match self {
            Self::Field(field) => field.meta().word,
            Self::Status => Phrase::new("状态", "Status"),
            Self::Percent => Phrase::new("进度%", "Percent"),
            Self::LastProgress => Phrase::new("最新进展", "Latest progress"),
            Self::Warning => Phrase::new("预警", "Warning"),
            Self::Priority => Phrase::new("排序", "Rank"),
            Self::EvidenceCount => Phrase::new("佐证", "Evidence"),
            Self::Tier => Phrase::new("层级", "Tier"),
            Self::Group => Phrase::new("所属集团", "Group"),
            Self::Exclusions => Phrase::new("不纳入原因", "Excluded because"),
            Self::Stage(institution, stage) => {
                let name = ledger.institutions.get(institution).map_or("", |row| &row.name);
                return format!("{name}·{}", stage.word().of(lang));
            }
        };
        word.of(lang).to_owned()
    }

    /// The type of what is typed into the column; `None` for a computed one.
    pub fn field_type(self) -> Option<FieldType> {
        match self {
            Self::Field(field) => Some(field.meta().field_type),
            Self::Status => Some(Progress::status.meta().field_type),
            Self::Percent => Some(FieldType::Number),
            Self::LastProgress => Some(FieldType::LongText),
            Self::Stage(..) => Some(FieldType::Stage),
            Self::Warning | Self::Priority | Self::EvidenceCount | Self::Tier | Self::Group | Self::Exclusions => None,
        }
    }

    /// The field of a progress entry that the column shows the last of.
    pub const fn log_field(self) -> Option<Field> {
        match self {
            Self::Status => Some(Progress::status),
            Self::Percent => Some(Progress::percent),
            Self::LastProgress => Some(Progress::text),
            _ => None,
        }
    }

    /// Whether the column holds numbers, which stand to the right.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Percent | Self::Priority | Self::EvidenceCount | Self::Tier)
            || self.field_type() == Some(FieldType::Number)
    }

    /// A width in pixels that fits the heading and the usual content.
    pub fn width(self, ledger: &Ledger, lang: Lang) -> u32 {
        let content = match (self, self.field_type()) {
            (Self::Field(field), _) if field.meta().key == "name" || field.meta().key == "title" => 300,
            (Self::Field(field), _) if field.meta().key == "number" => 84,
            (Self::Group, _) => 200,
            (Self::Exclusions, _) => 160,
            (_, Some(FieldType::LongText)) => 260,
            (_, Some(FieldType::Ref(_))) => 200,
            (_, Some(FieldType::Code)) => 172,
            (_, Some(FieldType::Text | FieldType::PersonName | FieldType::Contact)) => 132,
            (_, Some(FieldType::Date | FieldType::Stage)) => 104,
            // English words for states run longer than two characters.
            _ => {
                if lang == Lang::En {
                    124
                } else {
                    80
                }
            }
        };
        let heading: u32 =
            self.heading(ledger, lang).chars().map(|c| if c.is_ascii() { 8 } else { 13 }).sum::<u32>() + 34;
        content.max(heading)
    }
}

impl Sheet<'_> {
    /// The record in a row.
    pub fn record(&self, row: usize) -> RecordRef {
        RecordRef::new(self.kind, self.ledger.of(self.kind).id_at(row))
    }

    /// The value of a cell in its general form; computed columns give text or numbers.
    pub fn value(&self, row: usize, column: Column) -> Value {
        let count = |n: i64| Value::Number(Decimal::whole(n));
        match column {
            Column::Field(field) => self.ledger.of(self.kind).value(row, field.index),
            Column::Status => self
                .index
                .standing(self.ledger, row, self.as_of)
                .status
                .map_or(Value::Empty, |status| Value::Choice(status.index())),
            Column::Percent => {
                self.index.standing(self.ledger, row, self.as_of).percent.map_or(Value::Empty, Value::Number)
            }
            Column::LastProgress => self
                .last_entries(row)
                .filter(|at| !self.ledger.progress.at(*at).text.is_empty())
                .last()
                .map_or(Value::Empty, |at| Value::Text(self.ledger.progress.at(at).text.0.clone())),
            Column::Warning => self
                .mark(row)
                .warning
                .map(|warning| warning.word())
                .or_else(|| self.has_no_status(row).then_some(NO_STATUS))
                .map_or(Value::Empty, |word| Value::Text(word.of(self.lang).to_owned())),
            Column::Priority => match self.mark(row).rank {
                0 => Value::Empty,
                rank => count(i64::from(rank)),
            },
            Column::EvidenceCount => count(self.index.evidence.of(row).count() as i64),
            Column::Tier => match self.index.place(row).tier {
                0 => Value::Empty,
                tier => count(i64::from(tier)),
            },
            Column::Group => {
                let root = self.index.place(row).root as usize;
                Value::Text(self.ledger.enterprises.at(root).name.clone())
            }
            Column::Stage(institution, stage) => self
                .index
                .adoption(row, institution)
                .and_then(|at| self.ledger.adoptions.at(at).stage(stage))
                .map_or(Value::Empty, Value::Stage),
            Column::Exclusions => {
                let reasons: Vec<_> = self
                    .index
                    .exclusions
                    .of(row)
                    .filter_map(|at| self.ledger.exclusions.at(at).reason)
                    .map(|reason| reason.word().of(self.lang))
                    .collect();
                if reasons.is_empty() { Value::Empty } else { Value::Text(reasons.join("、")) }
            }
        }
    }

    /// Whether a task has no status at all, which stands in the place of a warning.
    fn has_no_status(&self, row: usize) -> bool {
        self.kind == Kind::Task && self.index.standing(self.ledger, row, self.as_of).status.is_none()
    }

    fn mark(&self, row: usize) -> TaskMark {
        self.marks.get(row).copied().unwrap_or_default()
    }

    fn last_entries(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        let as_of = self.as_of;
        self.index.progress.of(row).filter(move |at| self.ledger.progress.at(*at).date.is_none_or(|day| day <= as_of))
    }

    /// A cell as its reader sees it.
    pub fn cell(&self, row: usize, column: Column) -> Cell {
        let value = self.value(row, column);
        let text = text::show(&value, column.field_type().unwrap_or(FieldType::Text), self.ledger, self.lang);
        let conflict = match column {
            Column::Field(field) => self
                .ledger
                .of(self.kind)
                .meta(row)
                .and_then(|meta| meta.stamps.fields.get(&field.index))
                .is_some_and(|stamp| stamp.others.iter().any(|(other, _)| *other != value)),
            _ => false,
        };
        let warning = if column == Column::Warning { self.mark(row).warning } else { None };
        Cell { text, warning, conflict }
    }

    /// A text for a cell that does not change with the language, for filters in addresses.
    pub fn token(&self, row: usize, column: Column) -> String {
        match (column, self.mark(row).warning) {
            (Column::Warning, Some(warning)) => warning.key().to_owned(),
            (Column::Warning, None) if self.has_no_status(row) => UNREPORTED.to_owned(),
            _ => text::token(&self.value(row, column), column.field_type().unwrap_or(FieldType::Text)),
        }
    }

    /// What a cell sorts by.
    pub fn sort_key(&self, row: usize, column: Column) -> SortKey {
        match (column, self.value(row, column)) {
            (Column::Warning, _) => match self.mark(row).warning {
                None if self.has_no_status(row) => SortKey::Number(i64::from(u8::MAX)),
                None => SortKey::Empty,
                Some(warning) => SortKey::Number(i64::from(warning.index())),
            },
            (_, Value::Empty) => SortKey::Empty,
            (_, Value::Number(number)) => SortKey::Number(number.hundredths()),
            (_, Value::Choice(at)) => SortKey::Number(i64::from(at)),
            (_, Value::YesNo(yes)) => SortKey::Number(i64::from(!yes)),
            (_, Value::Date(date) | Value::Stage(Stage::Yes(Some(date)))) => {
                SortKey::Number(days_between(Date::ZERO, date))
            }
            // Steps without a day stand before those with one, steps not taken before both.
            (_, Value::Stage(Stage::Yes(None))) => SortKey::Number(-1),
            (_, Value::Stage(Stage::No)) => SortKey::Number(-2),
            (_, value) => SortKey::Text(text::show(
                &value,
                column.field_type().unwrap_or(FieldType::Text),
                self.ledger,
                self.lang,
            )),
        }
    }

    /// The change that typing a text into a cell makes; `None` where it changes nothing.
    ///
    /// # Errors
    /// Where the column is computed or the text is not of its type.
    pub fn edit(
        &self,
        row: usize,
        column: Column,
        typed: &str,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Option<Change>, CellError> {
        let field_type = column.field_type().ok_or(CellError::Computed)?;
        let value = text::parse(typed, field_type, self.ledger)?;
        if value == self.value(row, column) {
            return Ok(None);
        }
        Ok(Some(match column {
            Column::Field(field) => Change::Set { record: self.record(row), field, value },
            Column::Stage(institution, stage) => {
                self.stages(row, institution, vec![(stage_field(stage), value)], new_id)
            }
            _ => match column.log_field() {
                Some(field) => self.log(row, vec![(field, value)], new_id),
                None => return Err(CellError::Computed),
            },
        }))
    }

    /// Sets fields in the day's last progress entry of a task, or makes one entry for the day.
    pub fn log(&self, row: usize, values: Vec<(Field, Value)>, new_id: &mut dyn FnMut() -> RawId) -> Change {
        let last =
            self.index.progress.of(row).filter(|at| self.ledger.progress.at(*at).date == Some(self.as_of)).last();
        match last {
            Some(at) => set_all(RecordRef::new(Kind::Progress, self.ledger.progress.typed_id(at).raw()), values),
            None => first_entry(self.record(row).id, self.as_of, values, new_id()),
        }
    }

    /// Sets stages of an enterprise's adoption of an institution, which is made where there is none.
    pub fn stages(
        &self,
        row: usize,
        institution: Id<Institution>,
        values: Vec<(Field, Value)>,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Change {
        match self.index.adoption(row, institution) {
            Some(at) => set_all(RecordRef::new(Kind::Adoption, self.ledger.adoptions.typed_id(at).raw()), values),
            None => first_adoption(self.ledger, self.record(row).id, institution, values, new_id()),
        }
    }

    /// The changes that make a record of a line of typed texts.
    ///
    /// # Errors
    /// Where a column is computed or a text is not of its type.
    pub fn new_row<'t>(
        &self,
        cells: impl Iterator<Item = (Column, &'t &'t str)>,
        new_id: &mut dyn FnMut() -> RawId,
    ) -> Result<Vec<Change>, CellError> {
        let spare = new_id();
        let (mut fields, mut log, mut stages) = (Vec::new(), Vec::new(), BTreeMap::<RawId, Vec<_>>::new());
        for (column, typed) in cells.filter(|(_, typed)| !typed.trim().is_empty()) {
            let value = text::parse(typed, column.field_type().ok_or(CellError::Computed)?, self.ledger)?;
            match (column, column.log_field()) {
                (Column::Field(field), _) => fields.push((field, value)),
                (Column::Stage(institution, stage), _) => {
                    stages.entry(institution.raw()).or_default().push((stage_field(stage), value));
                }
                (_, Some(field)) => log.push((field, value)),
                _ => return Err(CellError::Computed),
            }
        }
        let (record, begun) = self.ledger.beginning(self.kind, fields, spare);
        let mut changes = vec![begun];
        if !log.is_empty() {
            changes.push(first_entry(record.id, self.as_of, log, new_id()));
        }
        let first = |(id, values)| first_adoption(self.ledger, record.id, Id::new(id), values, new_id());
        changes.extend(stages.into_iter().map(first));
        Ok(changes)
    }

    /// What the row is called.
    pub fn row_name(&self, row: usize) -> String {
        name_of(self.ledger, self.record(row), self.lang)
    }
}

fn set_all(record: RecordRef, mut values: Vec<(Field, Value)>) -> Change {
    let set = |(field, value)| Change::Set { record, field, value };
    if values.len() == 1 {
        return set(values.remove(0));
    }
    Change::Batch(values.into_iter().map(set).collect())
}

/// The change that makes the first progress entry of a task on a day.
pub fn first_entry(task: RawId, day: Date, values: Vec<(Field, Value)>, id: RawId) -> Change {
    let mut all = vec![
        (Progress::task, Value::Ref(task)),
        (Progress::date, Value::Date(day)),
        (Progress::order, Value::Number(Decimal::whole(1))),
    ];
    all.extend(values.into_iter().filter(|(_, value)| *value != Value::Empty));
    Change::Create { record: RecordRef::new(Kind::Progress, id), values: all }
}

/// The change that makes an enterprise's adoption of an institution.
pub fn first_adoption(
    ledger: &Ledger,
    enterprise: RawId,
    institution: Id<Institution>,
    values: Vec<(Field, Value)>,
    id: RawId,
) -> Change {
    let mut all =
        vec![(Adoption::enterprise, Value::Ref(enterprise)), (Adoption::institution, Value::Ref(institution.raw()))];
    all.extend(values);
    ledger.first(Kind::Adoption, all, id)
}

/// The field of an adoption that holds a stage.
pub const fn stage_field(stage: StageName) -> Field {
    match stage {
        StageName::Issued => Adoption::issued,
        StageName::Signed => Adoption::signed,
        StageName::Assessed => Adoption::assessed,
        StageName::Paid => Adoption::paid,
        StageName::Adjusted => Adoption::adjusted,
    }
}

/// All stored fields of a kind as columns.
pub fn fields(kind: Kind) -> impl Iterator<Item = Column> {
    (0..kind.fields().len() as u8).map(move |index| Column::Field(Field { kind, index }))
}
