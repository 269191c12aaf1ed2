//! The indicators of money: whose year is looked at, and what its rows add.

use std::collections::BTreeSet;

use ledger::domain::{
    Decimal, Id,
    choice::{IndustryClass, Measure},
    records::*,
};
use report::Scope;

use super::{
    lines::Line,
    standing::{Firm, Oracle},
};

impl Oracle<'_> {
    /// The last year that at least half of those due have reported; where there is none, the one that the most have.
    fn year(&self, years: impl Iterator<Item = i64>, due: &[&Firm], has: impl Fn(&Firm, i64) -> bool) -> Option<i64> {
        let counted = |year: i64| due.iter().filter(|firm| has(firm, year)).count();
        let years: BTreeSet<i64> = years.filter(|year| *year <= i64::from(self.day.year())).collect();
        let half = years.iter().rev().find(|year| counted(**year) > 0 && 2 * counted(**year) >= due.len());
        half.or_else(|| years.iter().max_by_key(|year| (counted(**year), **year))).copied()
    }

    /// What each firm's accounts of the year say.
    pub fn accounts(&self, id: Id<Indicator>, measure: Measure, scope: &Scope) -> Vec<Line> {
        let row_of = |firm: &Firm, year: i64| {
            let of = self.ledger.year_figures.iter().filter(|(_, row)| row.enterprise == Some(firm.id));
            let row = of.filter(|(_, row)| whole_year(row.year) == Some(year)).max_by_key(|(id, _)| *id)?.1;
            let part = if measure == Measure::ResearchIntensity { row.research } else { row.emerging_revenue };
            Some((part.map(amount), row.revenue.map(amount)))
        };
        let has = |firm: &Firm, year: i64| matches!(row_of(firm, year), Some((Some(_), Some(_))));
        let firms: Vec<&Firm> = self.firms_in(scope).collect();
        let due: Vec<&Firm> = firms.iter().copied().filter(|firm| self.exclusion(firm, id).is_none()).collect();
        let years: Vec<i64> = self.ledger.year_figures.iter().filter_map(|(_, row)| whole_year(row.year)).collect();
        let year = self.year(years.into_iter().filter(|year| due.iter().any(|firm| has(firm, *year))), &due, has);
        let line = |firm: &&Firm| {
            let (part, whole) = year.and_then(|year| row_of(firm, year)).unwrap_or_default();
            let answer = part.zip(whole).map(|(part, _)| part > 0);
            // A part of the revenue is no more than the revenue; what is spent on research may be.
            let most = if measure == Measure::ResearchIntensity { None } else { whole };
            let part = part.map_or(0, |part| most.map_or(part, |most| part.min(most)));
            let adds = whole.map_or((0, 0), |whole| (part, whole));
            Line::of(Some(*firm), self.exclusion(firm, id), answer, adds)
        };
        firms.iter().map(line).collect()
    }

    /// Each investment of the year.
    pub fn investments(&self, id: Id<Indicator>, scope: &Scope) -> Vec<Line> {
        let rows: Vec<(Option<&Firm>, &Investment)> = self
            .ledger
            .investments
            .iter()
            .filter_map(|(_, row)| Some((self.valid_owner(scope, row.enterprise)?, row)))
            .collect();
        let due: Vec<&Firm> = self.firms_in(scope).filter(|firm| self.exclusion(firm, id).is_none()).collect();
        let has = |firm: &Firm, year: i64| {
            let is_own = |of: &Option<&Firm>| of.is_some_and(|own| own.id == firm.id);
            rows.iter().any(|(of, row)| is_own(of) && row.amount.is_some() && whole_year(row.year) == Some(year))
        };
        // A row without a value tells no year, nor does one of a firm that is left out.
        let tells = |of: &Option<&Firm>| of.is_none_or(|firm| due.iter().any(|due| due.id == firm.id));
        let years = rows.iter().filter(|(of, row)| tells(of) && row.amount.is_some());
        let year = self.year(years.filter_map(|(_, row)| whole_year(row.year)), &due, has);
        let of_year = rows.iter().filter(|(_, row)| year.is_some() && whole_year(row.year) == year);
        let line = |(firm, row): &(Option<&Firm>, &Investment)| {
            let amount = row.amount.map(amount);
            let answer = row.class.map(|class| class == IndustryClass::Emerging).filter(|_| amount.is_some());
            let excluded = firm.and_then(|firm| self.exclusion(firm, id));
            let amount = amount.unwrap_or(0);
            Line::of(*firm, excluded, answer, (if answer == Some(true) { amount } else { 0 }, amount))
        };
        of_year.map(line).collect()
    }
}

/// An amount that counts: below nothing is a slip.
fn amount(of: Decimal) -> i128 {
    i128::from(of.hundredths().max(0))
}

/// The year that a number names.
fn whole_year(number: Option<Decimal>) -> Option<i64> {
    number.map(|number| number.hundredths().div_euclid(100))
}
