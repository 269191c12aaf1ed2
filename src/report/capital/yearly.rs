//! What enterprises reported for a year: revenue, that of emerging industries, research; and growth.

use crate::{
    View,
    indicator::{YearPart, figures_row},
    year,
};
use ledger::domain::Ratio;

/// The change of a sum from one year to the next, over the enterprises that stated it for both (可比口径).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// The sum of the year before, in hundredths of 万元.
    pub before: i64,
    /// The sum of the year, in hundredths of 万元.
    pub after: i64,
    /// How many enterprises stated both.
    pub enterprises: usize,
}

impl Growth {
    /// The change over the sum before; nothing to measure where that was nothing.
    pub fn ratio(self) -> Ratio {
        Ratio::new(self.after - self.before, self.before)
    }

    fn add(&mut self, before: Option<i64>, after: Option<i64>) {
        if let (Some(before), Some(after)) = (before, after) {
            self.before = self.before.saturating_add(before);
            self.after = self.after.saturating_add(after);
            self.enterprises += 1;
        }
    }
}

/// What some enterprises reported for one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YearLine {
    /// The year.
    pub year: i64,
    /// The positions of the yearly figures that count: one for each enterprise that reported any.
    pub rows: Vec<usize>,
    /// Revenue of emerging industries over all revenue, in hundredths of 万元 (I1).
    pub emerging: Ratio,
    /// How many rows do not state both.
    pub emerging_missing: usize,
    /// Research and development over revenue, in hundredths of 万元 (R1).
    pub research: Ratio,
    /// How many rows do not state both.
    pub research_missing: usize,
    /// The growth of revenue since the year before.
    pub revenue_growth: Growth,
    /// The growth of emerging revenue since the year before.
    pub emerging_growth: Growth,
    /// The growth of research since the year before.
    pub research_growth: Growth,
}

/// What makes yearly figures doubtful; they are counted all the same, and nothing is set right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Emerging revenue beyond all revenue: no more than all of it counts.
    EmergingOverRevenue,
    /// The enterprise has several rows for the year: the last that arrived counts.
    SeveralRows,
}

/// What is doubtful about the yearly figures at a position.
pub fn doubts(view: View<'_>, at: usize) -> Vec<Doubt> {
    let row = view.ledger.year_figures.at(at);
    let is_over = row.emerging_revenue.zip(row.revenue).is_some_and(|(part, whole)| part > whole);
    let enterprise = row.enterprise.and_then(|id| view.ledger.enterprises.live_position(id));
    let same = |own: &usize| year(view.ledger.year_figures.at(*own).year) == year(row.year);
    let several = enterprise.is_some_and(|own| view.index.year_figures.of(own).filter(same).nth(1).is_some());
    [(is_over, Doubt::EmergingOverRevenue), (several, Doubt::SeveralRows)]
        .into_iter()
        .filter_map(|(is_so, doubt)| is_so.then_some(doubt))
        .collect()
}

/// The years, up to the day's, for which anybody in the ledger reported figures; the earliest first.
pub fn figure_years(view: View<'_>) -> Vec<i64> {
    let years = view.ledger.year_figures.iter().filter_map(|(_, row)| year(row.year));
    super::investment::up_to_day(view, years)
}

/// Sums what some enterprises reported for a year.
pub fn year_line(view: View<'_>, enterprises: &[usize], year: i64) -> YearLine {
    let mut line = YearLine { year, ..YearLine::default() };
    for enterprise in enterprises {
        let Some(at) = figures_row(view, *enterprise, year) else { continue };
        let row = view.ledger.year_figures.at(at);
        let before = figures_row(view, *enterprise, year - 1).map(|at| view.ledger.year_figures.at(at));
        line.rows.push(at);
        let emerging = YearPart::emerging(row);
        let research = YearPart::research(row);
        line.emerging = line.emerging + emerging.counted();
        line.research = line.research + research.counted();
        line.emerging_missing += usize::from(!emerging.is_stated());
        line.research_missing += usize::from(!research.is_stated());
        if let Some(before) = before {
            let emerging_before = YearPart::emerging(before);
            let research_before = YearPart::research(before);
            line.revenue_growth.add(emerging_before.whole, emerging.whole);
            line.emerging_growth.add(emerging_before.part, emerging.part);
            line.research_growth.add(research_before.part, research.part);
        }
    }
    line
}
