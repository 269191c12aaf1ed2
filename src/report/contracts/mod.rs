//! Contracts by enterprise and person: papers signed, terms running out, what the assessments came to.
//!
//! The lines cover everything in scope, excluded enterprises too (全口径), so that their sums are those of
//! the indicators E3, M2 and M3 over everything. Who counts follows the same rules as there.

mod filter;

pub use filter::Show;

use rustc_hash::FxHashMap;

use super::{
    Answer, View,
    indicator::{honoured, read},
    scope::Scope,
    year as whole_year,
};
use ledger::domain::{
    AnyTable, Date, Decimal, Id, Ratio, Stage,
    choice::{ExitCause, Outcome},
    days_between,
    facts::{counting_contracts, in_office_from, is_departure, is_exit, is_in_office},
    records::{Assessment, Contract},
};

/// Whom a contract is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// A member of the executive team (经理层成员).
    Executive,
    /// Another manager: the article extends the system to them.
    Other,
    /// Nobody stated it.
    Unstated,
}

/// Where a person stands on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tenure {
    /// In office on the day.
    InOffice,
    /// In office by another contract, which has followed this one.
    Followed,
    /// Left in the year of the day.
    Left(Date),
}

/// One of the three papers (一协议两书).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Whether it was signed by the day.
    pub answer: Answer,
    /// When, where that is stated.
    pub on: Option<Date>,
}

/// How soon the term of a person in office runs out; the last day of the term is a day of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expiry {
    /// The term is over, and the person is still in office without a following contract.
    Expired,
    /// The term is over, and a later contract of the same name in the same enterprise has begun.
    Followed,
    /// In 0 to 30 days.
    Within30,
    /// In 31 to 60 days.
    Within60,
    /// In 61 to 90 days.
    Within90,
    /// In more than 90 days.
    Later,
    /// The end of the term is not filled in.
    Unknown,
}

/// What an assessment came to by the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assessed<'a> {
    /// The assessment.
    pub id: Id<Assessment>,
    /// The year that it is for.
    pub year: Option<i64>,
    /// Whether it took place by the day.
    pub answer: Answer,
    /// The score.
    pub score: Option<Decimal>,
    /// The grade in words; empty where not filled in.
    pub grade: &'a str,
    /// Whether pay followed it; who left by the assessment counts as honoured, as in M3.
    pub paid: Answer,
    /// What followed by the day.
    pub outcome: Option<Outcome>,
}

/// That a person was moved or left in the year of the day, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The cause; `None` where it is not filled in.
    pub cause: Option<ExitCause>,
    /// The day.
    pub on: Date,
}

/// One contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The contract.
    pub contract: Id<Contract>,
    /// The record.
    pub row: &'a Contract,
    /// The position of its enterprise.
    pub enterprise: usize,
    /// Whom it is with.
    pub category: Category,
    /// Where the person stands.
    pub tenure: Tenure,
    /// Employment agreement, annual paper, term paper.
    pub papers: [Paper; 3],
    /// All three: one that is known to be lacking makes a no.
    pub signed: Answer,
    /// Days from the day to the last day of the term; negative once it is over.
    pub days_left: Option<i64>,
    /// How soon the term runs out; `None` for who is not in office.
    pub expiry: Option<Expiry>,
    /// The last assessment that took place by the day.
    pub last: Option<Assessed<'a>>,
    /// The assessment for the last finished year, whether it took place or not.
    pub of_year: Option<Assessed<'a>>,
    /// Whether the person was there by the end of the last finished year, and so has a year to be assessed for.
    pub has_finished_year: bool,
    /// Whether the person was in office at some time in the year of the day: the denominator of E3.
    pub in_year: bool,
    /// That the person was moved or left in the year; one to a person, those that count for E3 first.
    pub departure: Option<Departure>,
}

/// The contracts of a scope on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contracts<'a> {
    /// Everyone in office, and who left in the year, in the order of the enterprises.
    pub lines: Vec<Line<'a>>,
    /// The last finished year.
    pub finished_year: i64,
    /// Honoured assessments over all that ever took place (M3 over everything).
    pub honoured: Ratio,
    /// Movings and exits that say no day, and so count nowhere.
    pub undated: i64,
    /// Enterprises with a person in office.
    pub households: i64,
    /// Enterprises where another manager in office has signed at least one paper: the extension.
    pub extended: i64,
}

impl Contracts<'_> {
    /// How many lines a choice shows.
    pub fn count(&self, show: &Show) -> i64 {
        self.lines.iter().filter(|line| show.passes(line)).count() as i64
    }

    /// How many lines each of several choices shows; one pass for all of them.
    pub fn count_all(&self, shows: &[Show]) -> Vec<i64> {
        let mut counts = vec![0; shows.len()];
        for line in &self.lines {
            for (count, show) in counts.iter_mut().zip(shows) {
                *count += i64::from(show.passes(line));
            }
        }
        counts
    }

    /// The grades given for the last finished year with how often, the most frequent first; an empty word
    /// stands for assessed without a grade.
    pub fn grades(&self) -> Vec<(String, i64)> {
        let mut counts: FxHashMap<&str, i64> = FxHashMap::default();
        for line in self.lines.iter().filter(|line| Show::Assessed.passes(line)) {
            *counts.entry(line.of_year.map_or("", |of| of.grade)).or_default() += 1;
        }
        let mut list: Vec<(String, i64)> = counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        list.sort_by(|a, b| (a.0.is_empty(), -a.1, &a.0).cmp(&(b.0.is_empty(), -b.1, &b.0)));
        list
    }
}

/// Lists the contracts of a scope; one pass over its enterprises.
pub fn contracts<'a>(view: View<'a>, scope: &Scope) -> Contracts<'a> {
    let finished_year = i64::from(view.as_of.year()) - 1;
    let reading = Reading { view, finished_year };
    let mut report = Contracts {
        lines: Vec::new(),
        finished_year,
        honoured: Ratio::default(),
        undated: 0,
        households: 0,
        extended: 0,
    };
    for enterprise in scope.resolve(view).enterprises() {
        let from = report.lines.len();
        for at in view.index.contracts.of(enterprise) {
            report.honoured = report.honoured + reading.honoured(at);
        }
        for line in reading.lines(enterprise) {
            let at = view.ledger.contracts.position(line.contract.raw());
            report.undated += at.map_or(0, |at| reading.undated(at, &line));
            report.lines.push(line);
        }
        let own = &report.lines[from..];
        let is_in_office = |line: &&Line<'_>| line.tenure == Tenure::InOffice;
        report.households += i64::from(own.iter().any(|line| is_in_office(&line)));
        report.extended += i64::from(own.iter().any(|line| Show::OthersWithPapers.passes(line)));
    }
    report
}

struct Reading<'a> {
    view: View<'a>,
    finished_year: i64,
}

impl<'a> Reading<'a> {
    /// The lines of an enterprise in the order of the table: of each person the contract that counts, and those
    /// before it whose term is over, which were followed.
    fn lines(&self, enterprise: usize) -> Vec<Line<'a>> {
        let counting = counting_contracts(self.view.ledger, self.view.index, enterprise, self.view.as_of);
        let line = |at: usize| match counting.contains(&at) {
            true => self.line(enterprise, at),
            false => self.followed(enterprise, at),
        };
        self.view.index.contracts.of(enterprise).filter_map(line).collect()
    }

    /// A contract that another one of the same person has followed: it is no second person, and counts nowhere
    /// but among the terms that are over.
    fn followed(&self, enterprise: usize, at: usize) -> Option<Line<'a>> {
        let row = self.view.ledger.contracts.at(at);
        let is_over = row.term_to.is_some_and(|to| to < self.view.as_of);
        let line = self.line(enterprise, at).filter(|line| is_over && line.tenure == Tenure::InOffice)?;
        Some(Line {
            tenure: Tenure::Followed,
            expiry: Some(Expiry::Followed),
            has_finished_year: false,
            in_year: false,
            departure: None,
            ..line
        })
    }

    fn line(&self, enterprise: usize, at: usize) -> Option<Line<'a>> {
        let ledger = self.view.ledger;
        let day = self.view.as_of;
        let row = ledger.contracts.at(at);
        let is_gone = row.ended_on.is_some_and(|on| on <= day);
        let began_by = |on: Option<Date>| on.is_none_or(|on| on <= day);
        let is_in_office = is_in_office(row, day);
        let in_year = began_by(in_office_from(row)) && row.ended_on.is_none_or(|on| day.first_of_year() <= on);
        let tenure = match row.ended_on.filter(|_| is_gone) {
            Some(on) => Tenure::Left(on),
            None => Tenure::InOffice,
        };
        if !is_in_office && !in_year {
            return None;
        }
        let papers = [row.employment_agreement, row.annual_paper, row.term_paper].map(|stage| paper(stage, day));
        let days_left = row.term_to.map(|to| days_between(day, to));
        let began_on = in_office_from(row);
        Some(Line {
            contract: ledger.contracts.typed_id(at),
            row,
            enterprise,
            category: match row.executive {
                Some(true) => Category::Executive,
                Some(false) => Category::Other,
                None => Category::Unstated,
            },
            tenure,
            papers,
            signed: if row.executive.is_none() { Answer::Missing } else { all_signed(papers) },
            days_left,
            expiry: is_in_office.then(|| expiry(days_left)),
            last: self.assessments(at).filter(|of| of.answer == Answer::Yes).max_by_key(|of| of.year),
            of_year: self.assessments(at).filter(|of| of.year == Some(self.finished_year)).last(),
            has_finished_year: is_in_office && began_on.is_none_or(|on| i64::from(on.year()) <= self.finished_year),
            in_year,
            departure: if in_year { self.departure(at, row) } else { None },
        })
    }

    fn assessments(&self, contract: usize) -> impl Iterator<Item = Assessed<'a>> + '_ {
        let (ledger, day) = (self.view.ledger, self.view.as_of);
        self.view.index.assessments.of(contract).map(move |at| {
            let row = ledger.assessments.at(at);
            // What is dated later than the day has not happened; an undated outcome is taken as known.
            let outcome = row.outcome.filter(|_| row.outcome_on.is_none_or(|on| on <= day));
            Assessed {
                id: ledger.assessments.typed_id(at),
                year: whole_year(row.year),
                answer: read(row.assessed, day),
                score: row.score,
                grade: row.grade.trim(),
                paid: honoured(row, day),
                outcome,
            }
        })
    }

    fn honoured(&self, contract: usize) -> Ratio {
        self.assessments(contract)
            .filter(|of| of.answer == Answer::Yes)
            .map(|of| Ratio::new(i64::from(of.paid == Answer::Yes), 1))
            .sum()
    }

    /// How the person was moved or left in the year: a cause that counts for E3 before any other, a cause
    /// that is stated before one that is not, then the earlier.
    fn departure(&self, contract: usize, row: &Contract) -> Option<Departure> {
        let day = self.view.as_of;
        let in_year = |on: &Date| day.first_of_year() <= *on && *on <= day;
        let by_assessment = self.view.index.assessments.of(contract).filter_map(|at| {
            let row = self.view.ledger.assessments.at(at);
            let on = row.outcome_on.filter(|_| is_departure(row)).filter(in_year)?;
            Some(Departure { cause: row.cause, on })
        });
        let by_leaving = row.ended_on.filter(in_year).map(|on| Departure { cause: row.end_cause, on });
        by_assessment.chain(by_leaving).min_by_key(|of| (!is_exit(of.cause), of.cause.is_none(), of.on))
    }

    fn undated(&self, contract: usize, line: &Line<'_>) -> i64 {
        let assessments = self.view.index.assessments.of(contract).map(|at| self.view.ledger.assessments.at(at));
        let by_assessment = assessments.filter(|row| is_departure(row) && row.outcome_on.is_none()).count();
        by_assessment as i64 + i64::from(line.row.end_cause.is_some() && line.row.ended_on.is_none())
    }
}

fn paper(stage: Option<Stage>, day: Date) -> Paper {
    let answer = read(stage, day);
    let on = match stage {
        Some(Stage::Yes(on)) if answer == Answer::Yes => on,
        _ => None,
    };
    Paper { answer, on }
}

fn all_signed(papers: [Paper; 3]) -> Answer {
    let has = |answer| papers.iter().any(|paper| paper.answer == answer);
    if has(Answer::No) {
        Answer::No
    } else if has(Answer::Missing) {
        Answer::Missing
    } else {
        Answer::Yes
    }
}

const fn expiry(days_left: Option<i64>) -> Expiry {
    match days_left {
        None => Expiry::Unknown,
        Some(..0) => Expiry::Expired,
        Some(0..=30) => Expiry::Within30,
        Some(31..=60) => Expiry::Within60,
        Some(61..=90) => Expiry::Within90,
        Some(_) => Expiry::Later,
    }
}
