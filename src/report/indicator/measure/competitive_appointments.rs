//! Appointments by competition (C1).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, people};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, yes_if},
};
use ledger::domain::{
    choice::AppointmentKind,
    records::{Contract, Indicator},
};

/// Managers newly appointed by competition, over managers newly appointed.
pub(super) struct CompetitiveAppointments;

impl Counting for CompetitiveAppointments {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Person, Weight::One)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        people::items(query, |_, row| appointed(query, row))
    }

    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        Some(Proof { on: people::contract(view, item)?.appointed_on, paper: String::new() })
    }

    fn past(&self) -> Option<&dyn Past> {
        None
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

fn appointed(query: &IndicatorQuery<'_>, row: &Contract) -> Option<Answer> {
    row.appointed_on.filter(|on| query.in_window(*on))?;
    Some(row.appointment.map_or(Answer::Missing, |kind| yes_if(kind == AppointmentKind::Competition)))
}
