//! What records are called on screen, and the records that a name may mean.

use crate::domain::{
    Id, Kind, Lang, Ledger, RawId, RecordRef, Value,
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
        Kind::Contract => contract(ledger, at),
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
        Kind::Progress => task(ledger.progress.at(at).task).to_owned(),
        Kind::Evidence => join(&[task(ledger.evidence.at(at).task), &ledger.evidence.at(at).title]),
        Kind::Indicator => indicator_name(ledger.indicators.at(at), lang),
        Kind::Target => ledger
            .targets
            .at(at)
            .indicator
            .and_then(|id| ledger.indicators.get(id))
            .map_or_else(String::new, |row| indicator_name(row, lang)),
        Kind::Quotation => join(&[&ledger.quotations.at(at).whose, &ledger.quotations.at(at).subject]),
    }
}

/// What an indicator is called: its code and its name.
pub fn indicator_name(row: &Indicator, lang: Lang) -> String {
    let name = if lang == Lang::En && !row.name_en.is_empty() { &row.name_en } else { &row.name };
    join(&[&row.code, name])
}

fn contract(ledger: &Ledger, at: usize) -> String {
    contract_name(ledger, at)
}

fn contract_name(ledger: &Ledger, at: usize) -> String {
    let row: &Contract = ledger.contracts.at(at);
    join(&[&row.person, &row.post])
}

fn join(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The records of a kind that a text names exactly: by name, number, code or identity.
pub fn named(ledger: &Ledger, kind: Kind, text: &str) -> Vec<RawId> {
    let table = ledger.of(kind);
    if let Some(at) = text.parse::<RawId>().ok().and_then(|id| table.position(id)) {
        return vec![table.id_at(at)];
    }
    let keys: &[&str] = match kind {
        Kind::Enterprise => &["name", "code", "former_names"],
        Kind::Task => &["number", "title"],
        Kind::Indicator => &["code", "name", "name_en"],
        Kind::Programme => &["name", "short"],
        Kind::Contract => &["person"],
        _ => &["name"],
    };
    let fields: Vec<u8> = keys.iter().filter_map(|key| kind.field(key)).map(|field| field.index).collect();
    let meant = |value: Value| match value {
        Value::Text(own) => own == text,
        Value::Code(own) => own.as_str() == text,
        _ => false,
    };
    (0..table.len())
        .filter(|at| table.is_live(*at))
        .filter(|at| {
            fields.iter().any(|index| meant(table.value(*at, *index)))
                || name_at(ledger, kind, *at, Lang::Zh) == text
                || name_at(ledger, kind, *at, Lang::En) == text
        })
        .map(|at| table.id_at(at))
        .collect()
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
