//! In which unit the columns of a sheet hold their amounts: as the sheet says it, or as the user chose.

use super::{
    cell::{Cell, Grid},
    mapping::Layout,
    mapping::Survey,
    money::{MoneyUnit, Stated, caption, stated},
};
use ledger::domain::Lang;
use table_model::Column;

/// How the amounts of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountUnit {
    /// The unit in the sheet; `None` where it is one that cannot be converted.
    pub from: Option<MoneyUnit>,
    /// The unit in the ledger.
    pub to: MoneyUnit,
}

impl Layout {
    /// How the amounts of a column are read; `None` where it means no amount of money.
    pub fn amount_unit(&self, at: usize) -> Option<AmountUnit> {
        let to = MoneyUnit::of_column(self.matches.get(at).copied().flatten()?.column)?;
        let chosen = self.chosen_units.get(at).copied().flatten();
        let from = match (chosen, self.units.get(at)) {
            (Some(unit), _) => Some(unit),
            (None, Some(Stated::Unit(unit))) => Some(*unit),
            (None, Some(Stated::Unknown(_))) => None,
            // Where nobody says a unit the ledger's own is taken, and the preview says so.
            _ => Some(to),
        };
        Some(AmountUnit { from, to })
    }

    /// The unit of a column that the sheet states and nobody can convert.
    pub fn unknown_unit(&self, at: usize) -> Option<&str> {
        match self.units.get(at) {
            Some(Stated::Unknown(text)) => Some(text),
            _ => None,
        }
    }

    /// Chooses the unit in which a column holds its amounts.
    pub fn choose_unit(&mut self, at: usize, unit: MoneyUnit) {
        if let Some(slot) = self.chosen_units.get_mut(at) {
            *slot = Some(unit);
        }
    }

    /// Says in which unit the amounts of a column are read, and whether that is a warning.
    pub fn unit_note(&self, at: usize, lang: Lang) -> Option<(String, bool)> {
        let zh = lang == Lang::Zh;
        let unknown = self.unknown_unit(at).unwrap_or_default();
        let left_out = self.left_out.get(at).copied().flatten().and_then(|found| MoneyUnit::of_column(found.column));
        let note = match (self.amount_unit(at), left_out) {
            (None, Some(to)) if zh => (format!("单位「{unknown}」不能换算为{}，本列未对应", to.word().zh), true),
            (None, Some(to)) => {
                (format!("Unit “{unknown}” cannot be converted to {}; not matched", to.word().en), true)
            }
            (None, None) => return None,
            (Some(AmountUnit { from: None, to }), _) if zh => {
                (format!("单位「{unknown}」不能换算为{}，请选定单位", to.word().zh), true)
            }
            (Some(AmountUnit { from: None, to }), _) => {
                (format!("Unit “{unknown}” cannot be converted to {}; choose one", to.word().en), true)
            }
            (Some(AmountUnit { from: Some(from), to }), _) if from != to => (
                if zh {
                    format!("本列按{}换算为{}", from.word().zh, to.word().zh)
                } else {
                    format!("Converted from {} to {}", from.word().en, to.word().en)
                },
                false,
            ),
            (Some(AmountUnit { to, .. }), _) => {
                let is_said = self.units[at] != Stated::Nothing || self.chosen_units[at].is_some();
                let text = match (is_said, zh) {
                    (true, true) => format!("单位：{}", to.word().zh),
                    (true, false) => format!("In {}", to.word().en),
                    (false, true) => format!("未注明单位，按{}读入", to.word().zh),
                    (false, false) => format!("No unit stated; read as {}", to.word().en),
                };
                (text, !is_said)
            }
        };
        Some(note)
    }

    /// Finds the unit of each amount, and leaves out the columns whose unit cannot be converted.
    pub(super) fn find_units(&mut self, survey: &Survey<'_>) {
        let mut of_all: Option<Stated> = None;
        for at in 0..self.matches.len() {
            let Some(found) = self.matches[at].filter(|found| is_amount(found.column)) else { continue };
            let own = match stated(&self.headings[at]) {
                // A row of units below the headings is one of data to the header.
                Stated::Nothing => caption(&survey.grid.cell(self.data_from(), at).text(), true, ""),
                own => own,
            };
            self.units[at] = match own {
                Stated::Nothing => of_all.get_or_insert_with(|| above(survey, self.header)).clone(),
                own => own,
            };
            if matches!(self.units[at], Stated::Unknown(_)) {
                self.matches[at] = None;
                self.left_out[at] = Some(found);
            }
        }
    }
}

/// Whether a column of the ledger holds amounts of money.
pub(super) fn is_amount(column: Column) -> bool {
    MoneyUnit::of_column(column).is_some()
}

/// What a row says of the unit of all amounts, in its order.
pub(super) fn said_of_all(grid: &Grid, row: usize, in_header: bool) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    let cells = grid.rows.get(row).map_or(&[][..], Vec::as_slice);
    for (at, cell) in cells.iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        let next = cells[at + 1..].iter().find(|cell| !cell.is_empty()).map_or_else(String::new, Cell::text);
        let said = caption(text, in_header, &next);
        // Within the header a unit that stands alone belongs to its column.
        let is_of_all = !in_header || text.contains("单位");
        if said != Stated::Nothing && is_of_all && !found.contains(&said) {
            found.push(said);
        }
    }
    found
}

/// What the lines above a header say of the unit of all amounts; lines that disagree say nothing sure.
fn above(survey: &Survey<'_>, (top, bottom): (usize, usize)) -> Stated {
    let mut found: Vec<Stated> = Vec::new();
    for row in 0..=bottom {
        for said in survey.said(row, row >= top).iter() {
            if !found.contains(said) {
                found.push(said.clone());
            }
        }
    }
    if found.is_empty() {
        found.push(caption(&survey.grid.name, false, ""));
    }
    let words: Vec<&str> = found
        .iter()
        .map(|said| match said {
            Stated::Unit(unit) => unit.word().zh,
            Stated::Unknown(text) => text,
            Stated::Nothing => "",
        })
        .collect();
    if words.len() > 1 { Stated::Unknown(words.join("、")) } else { found.swap_remove(0) }
}
