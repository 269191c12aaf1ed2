//! Weighted progress of tasks (T2).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, task};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, yes_if},
};
use ledger::domain::{Date, Decimal, Ratio, records::Indicator};

/// Weight times progress, over the weights.
pub(super) struct TaskProgress;

impl Counting for TaskProgress {
    fn nature(&self) -> Nature {
        Nature::new(Subject::Task, Weight::Own)
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        task::items(query, |row, state| {
            // Weight and per cent are both in hundredths: the denominator is weight × 100 %.
            let weight = row.weight.unwrap_or(Decimal::whole(1)).hundredths();
            let percent = state.percent.map_or(0, Decimal::hundredths);
            let answer = if state.percent.is_none() { Answer::Missing } else { yes_if(percent == 10_000) };
            (answer, Ratio::new(weight.saturating_mul(percent), weight.saturating_mul(10_000)))
        })
    }

    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        task::proof(view, item)
    }

    fn past(&self) -> Option<&dyn Past> {
        Some(self)
    }
    fn mover(&self) -> Option<&dyn Mover> {
        None
    }
    fn yearly(&self) -> Option<&dyn Yearly> {
        None
    }
}

impl Past for TaskProgress {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        task::first_day(view)
    }

    /// Progress is made bit by bit: no one day is that of its share.
    fn done_on(&self, _: View<'_>, _: &Indicator, _: &Item) -> Option<Date> {
        None
    }
}
