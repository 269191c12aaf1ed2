//! Which record a row is: by identity, code, number, name, or the fields that tell records apart.

use super::{
    cell::Cell,
    dry_run::Planner,
    dry_run::Source,
    plan::{Outcome, ProblemKind},
};
use ledger::domain::{
    CreditCode, Kind, Lang, Ledger, RawId, RecordRef, Value,
    natural_key::{composite_fields, is_sound, natural_key},
};
use table_model::{
    Column,
    names::{self, Directory},
};

/// Which record a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    Existing(usize),
    New(RawId),
    Nobody,
}

/// How a row was found.
enum Found {
    Existing(usize),
    ByName(usize),
    New(Option<RawId>),
}

impl Planner {
    /// Finds out which record a row is.
    pub(super) fn identify(&mut self, source: Source<'_>, row: usize, new_id: &mut dyn FnMut() -> RawId) {
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
        let table = source.ledger.of(self.layout.kind);
        self.who[row] = match table.position(id).filter(|at| table.is_live(*at)) {
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
                (None, Some(_)) if !natural_key(kind).is_empty() => self.find_composite(source, row, new_id),
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
                let sound = is_sound(&code);
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
        let fields = composite_fields(self.layout.kind).iter().copied();
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
        // Whoever else begins the same record gives it the same identity.
        let own = !values.contains(&Value::Empty) && !natural_key(self.layout.kind).is_empty();
        let own = own.then(|| source.ledger.identity_for(self.layout.kind, &values)).flatten();
        if values.first().is_none_or(|value| *value == Value::Empty) {
            return Err(ProblemKind::NoIdentity);
        }
        let key = composite_key(values.into_iter());
        match self.composite.get(&key).map_or(&[][..], Vec::as_slice) {
            [] => match self.made.get(&key) {
                Some(id) => Ok(Found::New(Some(*id))),
                None => {
                    let id = own.map_or_else(new_id, |own| own.id);
                    self.made.insert(key, id);
                    Ok(Found::New(Some(id)))
                }
            },
            [at] => Ok(Found::Existing(*at)),
            several => Err(ProblemKind::SeveralFit(several.len())),
        }
    }
}

/// The fields that tell a record from others, as one text.
pub(super) fn composite_key(values: impl Iterator<Item = Value>) -> String {
    values.map(|value| format!("{value:?}")).collect::<Vec<_>>().join("\u{1f}")
}

/// Whether a row is a subtotal or a note below or within the table.
pub(super) fn is_remark(first: &str, cells: &[Cell]) -> bool {
    const SUMS: [&str; 5] = ["合计", "小计", "总计", "累计", "汇总"];
    const NOTES: [&str; 9] =
        ["备注：", "注：", "说明：", "填表说明", "填报说明", "填报人", "填表人", "审核人", "单位负责人"];
    let plain: String = first.split_whitespace().collect::<String>().replace(':', "：");
    let alone = cells.iter().filter(|cell| !cell.is_empty()).count();
    SUMS.iter().any(|word| plain.starts_with(word)) || (NOTES.iter().any(|word| plain.starts_with(word)) && alone <= 4)
}

/// The texts that name records exactly, for tables that go out and come back.
pub(super) fn exact_name(directory: &Directory, ledger: &Ledger, kind: Kind, id: RawId) -> String {
    let keys = ledger.of(kind).position(id).map_or_else(Vec::new, |at| names::keys(ledger, kind, at));
    // What is called by its own name is named so; everything else by whatever tells it apart.
    let own = names::name_of(ledger, RecordRef::new(kind, id), Lang::Zh);
    directory.exact(id, std::iter::once(own).chain(keys))
}
