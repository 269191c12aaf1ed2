//! What records are called on screen, and the records that a name may mean.

use rustc_hash::FxHashMap;

use crate::domain::{
    Choice, Decimal, Id, Kind, Lang, Ledger, RawId, RecordRef, Value,
    records::{Contract, Enterprise, Indicator, Institution, Task},
};

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
    let enterprise = |id: Option<Id<Enterprise>>| id.and_then(|id| ledger.enterprises.get(id)).map_or("", |e| &e.name);
    let task = |id: Option<Id<Task>>| id.and_then(|id| ledger.tasks.get(id)).map_or("", |t| &t.title);
    let institution =
        |id: Option<Id<Institution>>| id.and_then(|id| ledger.institutions.get(id)).map_or("", |i| &i.name);
    match kind {
        Kind::Profile => ledger.profile.at(at).title.clone(),
        Kind::Unit => ledger.units.at(at).name.clone(),
        Kind::Enterprise => ledger.enterprises.at(at).name.clone(),
        Kind::Exclusion => enterprise(ledger.exclusions.at(at).enterprise).to_owned(),
        Kind::Institution => ledger.institutions.at(at).name.clone(),
        Kind::Adoption => {
            let row = ledger.adoptions.at(at);
            join(&[enterprise(row.enterprise), institution(row.institution)])
        }
        Kind::Board => enterprise(ledger.boards.at(at).enterprise).to_owned(),
        Kind::Contract => contract_name(ledger, at),
        Kind::Assessment => {
            let row = ledger.assessments.at(at);
            let contract = row.contract.and_then(|id| ledger.contracts.live_position(id));
            let whose = contract.map_or_else(String::new, |at| contract_name(ledger, at));
            join(&[&whose, &row.year.map_or_else(String::new, |year| year.to_string())])
        }
        Kind::Programme => ledger.programmes.at(at).name.clone(),
        Kind::Membership => enterprise(ledger.memberships.at(at).enterprise).to_owned(),
        Kind::Grade => enterprise(ledger.grades.at(at).enterprise).to_owned(),
        Kind::GradeScale => ledger.grade_scales.at(at).year.map_or_else(String::new, |year| year.to_string()),
        Kind::Task => {
            let row = ledger.tasks.at(at);
            join(&[&row.number, &row.title])
        }
        Kind::Milestone => join(&[task(ledger.milestones.at(at).task), &ledger.milestones.at(at).title]),
        Kind::Progress => {
            let row = ledger.progress.at(at);
            let day = row.date.map_or_else(String::new, |day| day.to_string());
            let said: String = row.text.chars().take(20).collect();
            join(&[task(row.task), &day, &said])
        }
        Kind::Evidence => join(&[task(ledger.evidence.at(at).task), &ledger.evidence.at(at).title]),
        Kind::Indicator => indicator_name(ledger.indicators.at(at), lang),
        Kind::Target => ledger
            .targets
            .at(at)
            .indicator
            .and_then(|id| ledger.indicators.get(id))
            .map_or_else(String::new, |row| indicator_name(row, lang)),
        Kind::Quotation => join(&[&ledger.quotations.at(at).whose, &ledger.quotations.at(at).subject]),
        _ => judged_name(ledger, kind, at, lang),
    }
}

/// What a record of capital layout or of evaluation is called.
fn judged_name(ledger: &Ledger, kind: Kind, at: usize, lang: Lang) -> String {
    let enterprise = |id: Option<Id<Enterprise>>| id.and_then(|id| ledger.enterprises.get(id)).map_or("", |e| &e.name);
    let year = |year: Option<Decimal>| year.map_or_else(String::new, |year| year.to_string());
    let word = |word: Option<crate::domain::Word>| word.map_or("", |word| word.of(lang));
    match kind {
        Kind::Director => join(&[&ledger.directors.at(at).person, enterprise(ledger.directors.at(at).enterprise)]),
        Kind::YearFigures => {
            let row = ledger.year_figures.at(at);
            join(&[enterprise(row.enterprise), &year(row.year)])
        }
        Kind::Investment => join(&[&ledger.investments.at(at).project, &year(ledger.investments.at(at).year)]),
        Kind::Restructuring => ledger.restructurings.at(at).name.clone(),
        Kind::ClassDirection => word(ledger.class_directions.at(at).class.map(Choice::word)).to_owned(),
        Kind::Rubric => ledger.rubrics.at(at).name.clone(),
        Kind::RubricItem => ledger.rubric_items.at(at).name.clone(),
        Kind::HandScore => {
            let row = ledger.hand_scores.at(at);
            let item = row.item.and_then(|id| ledger.rubric_items.get(id)).map_or("", |item| &item.name);
            join(&[item, &year(row.year)])
        }
        Kind::Evaluation => ledger.evaluations.at(at).title.clone(),
        Kind::EvaluationScore => {
            join(&[&ledger.evaluation_scores.at(at).subject, &ledger.evaluation_scores.at(at).item])
        }
        Kind::FlagSetting => word(ledger.flag_settings.at(at).rule.map(Choice::word)).to_owned(),
        Kind::Dismissal => {
            let row = ledger.dismissals.at(at);
            join(&[word(row.rule.map(Choice::word)), enterprise(row.enterprise), &row.about])
        }
        Kind::Practice => ledger.practices.at(at).title.clone(),
        Kind::PracticeLink => {
            let practice = ledger.practice_links.at(at).practice;
            practice.and_then(|id| ledger.practices.get(id)).map_or_else(String::new, |row| row.title.clone())
        }
        _ => String::new(),
    }
}

/// What an indicator is called: its code and its name.
pub fn indicator_name(row: &Indicator, lang: Lang) -> String {
    let name = if lang == Lang::En && !row.name_en.is_empty() { &row.name_en } else { &row.name };
    join(&[&row.code, name])
}

fn contract_name(ledger: &Ledger, at: usize) -> String {
    let row: &Contract = ledger.contracts.at(at);
    join(&[&row.person, &row.post])
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The texts by which a record can be named: its name, number, code, and what it is called on screen.
pub fn keys(ledger: &Ledger, kind: Kind, at: usize) -> Vec<String> {
    let fields: &[&str] = match kind {
        Kind::Enterprise => &["name", "code", "former_names"],
        Kind::Task => &["number", "title"],
        Kind::Indicator => &["code", "name", "name_en"],
        Kind::Programme => &["name", "short"],
        Kind::Contract => &["person"],
        _ => &["name"],
    };
    let table = ledger.of(kind);
    let mut keys: Vec<String> = fields
        .iter()
        .filter_map(|key| kind.field(key))
        .filter_map(|field| match table.value(at, field.index) {
            Value::Text(own) => Some(own),
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
