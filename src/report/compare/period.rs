//! The ends of periods from which comparisons begin.

use ledger::domain::Date;

/// A period that has an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A year.
    Year,
}

impl Period {
    /// The periods, the shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// The last day of the period before the one in which a day lies.
    pub fn end_before(self, day: Date) -> Date {
        let first_month = match self {
            Self::Month => day.month(),
            Self::Quarter => (day.month() - 1) / 3 * 3 + 1,
            Self::Year => 1,
        };
        // Before the first year that a calendar knows there is no period.
        Date::new(day.year(), first_month, 1).and_then(Date::yesterday).unwrap_or(day)
    }
}
