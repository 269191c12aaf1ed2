//! Papers of tenure contracts signed (M2).

use super::{Counting, Mover, Nature, Past, Subject, Weight, Yearly, last_of, people};
use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, read},
};
use ledger::domain::{
    Date, Stage,
    facts::is_in_office,
    records::{Contract, Indicator},
};

/// Executives who have signed all three papers, over executives in office.
pub(super) struct PapersSigned;

impl Counting for PapersSigned {
    fn nature(&self) -> Nature {
        Nature { turns_over: true, ..Nature::new(Subject::Person, Weight::One) }
    }

    fn items(&self, query: &IndicatorQuery<'_>) -> Vec<Item> {
        people::items(query, |_, row| signed(row, query.view.as_of))
    }

    /// The day on which the last of the papers was signed; none where one has no day.
    fn proof(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Proof> {
        let days = papers(people::contract(view, item)?).map(|paper| paper.and_then(Stage::day));
        let days: Option<Vec<Date>> = days.into_iter().collect();
        Some(Proof { on: days.and_then(|days| days.into_iter().max()), paper: String::new() })
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

impl Past for PapersSigned {
    fn first_day(&self, view: View<'_>, _: &Indicator) -> Option<Date> {
        let executives = view.ledger.contracts.iter().filter(|(_, row)| row.executive == Some(true));
        executives.flat_map(|(_, row)| papers(row)).filter_map(|paper| paper?.day()).min()
    }

    fn done_on(&self, view: View<'_>, _: &Indicator, item: &Item) -> Option<Date> {
        last_of(papers(people::contract(view, item)?))
    }
}

/// The agreement and the two papers (一协议两书).
fn papers(row: &Contract) -> [Option<Stage>; 3] {
    [row.employment_agreement, row.annual_paper, row.term_paper]
}

/// Whether an executive in office has signed all three papers. Of whom nobody says whether they are one
/// is due, and missing.
fn signed(row: &Contract, day: Date) -> Option<Answer> {
    let in_office = row.executive != Some(false) && is_in_office(row, day);
    if row.executive.is_none() {
        return in_office.then_some(Answer::Missing);
    }
    let papers = papers(row).map(|paper| read(paper, day));
    in_office.then(|| {
        if papers.contains(&Answer::No) {
            Answer::No
        } else if papers.contains(&Answer::Missing) {
            Answer::Missing
        } else {
            Answer::Yes
        }
    })
}
