//! Ledgers that the product brings along: a blank one, an invented sample, and public material.

mod public;
mod sample;
mod sample_directors;
mod sample_layout;
mod sample_layout_data;
mod sample_people;
mod sample_practices;
mod sample_tasks;

pub use public::{PUBLIC_AS_OF, public};
pub use sample::{SAMPLE_AS_OF, sample};

use ledger::domain::{
    Id, Ledger, LoadError, RawId, builtins,
    choice::UnitKind,
    records::{Profile, Unit},
};

/// The identity of the one unit that a new ledger begins with.
const OWN_UNIT: RawId = RawId(1);

/// Begins a ledger with nothing in it but the catalogue and its own reporting unit.
///
/// # Errors
/// None that a test has not ruled out: the catalogue's identities are distinct.
pub fn blank(id: RawId, title: &str, unit: &str) -> Result<Ledger, LoadError> {
    let profile = Profile { title: title.to_owned(), unit: Some(Id::new(OWN_UNIT)), ..Profile::default() };
    let mut loader = builtins::begin(id, &profile)?;
    let unit = Unit { name: unit.to_owned(), kind: Some(UnitKind::Other), ..Unit::default() };
    builtins::add(&mut loader, OWN_UNIT.0, &unit)?;
    Ok(loader.finish())
}
