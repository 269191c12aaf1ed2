//! The three concentrations (三个集中): state capital by the class of each enterprise's main business.

use std::collections::BTreeMap;

use super::Amount;
use crate::{View, indicator::figures_row};
use ledger::domain::{
    Id,
    choice::{Concentration, IndustryClass},
    records::ClassDirection,
};

/// The state capital of some enterprises in one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capital {
    /// The year.
    pub year: i64,
    /// The sums by class; `None` stands for enterprises of which nobody stated the class.
    pub classes: BTreeMap<Option<IndustryClass>, Amount>,
    /// The sums by the direction that a class counts towards; classes without one are in none.
    pub directions: BTreeMap<Concentration, Amount>,
    /// Classes that count towards no direction.
    pub elsewhere: Amount,
    /// Enterprises of which nobody stated the class.
    pub unclassed: Amount,
    /// Everything: the sum of the directions, of what is elsewhere and of what has no class.
    pub total: Amount,
}

/// The direction that each class counts towards, as the ledger says; of several rows the first by identity.
pub fn directions(view: View<'_>) -> BTreeMap<IndustryClass, (Id<ClassDirection>, Option<Concentration>)> {
    let mut out: BTreeMap<IndustryClass, (Id<ClassDirection>, Option<Concentration>)> = BTreeMap::new();
    for (id, row) in view.ledger.class_directions.iter() {
        let Some(class) = row.class else { continue };
        let entry = out.entry(class).or_insert((id, row.concentration));
        if id < entry.0 {
            *entry = (id, row.concentration);
        }
    }
    out
}

/// Sums the state capital of some enterprises in a year.
pub fn capital(view: View<'_>, enterprises: &[usize], year: i64) -> Capital {
    let directions = directions(view);
    let mut out = Capital { year, ..Capital::default() };
    for enterprise in enterprises {
        let Some(at) = figures_row(view, *enterprise, year) else { continue };
        let row = view.ledger.year_figures.at(at);
        out.total.add(at, row.capital);
        out.classes.entry(row.class).or_default().add(at, row.capital);
    }
    for (class, amount) in &out.classes {
        let direction = class.map(|class| directions.get(&class).and_then(|(_, direction)| *direction));
        match direction {
            None => out.unclassed.join(amount),
            Some(None) => out.elsewhere.join(amount),
            Some(Some(direction)) => out.directions.entry(direction).or_default().join(amount),
        }
    }
    out
}
