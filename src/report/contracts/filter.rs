//! What part of the contracts is looked at: each number on the screen is the count of one of these.

use super::{Answer, Category, Expiry, Line, Tenure};
use ledger::domain::{
    CodedEnum,
    choice::{ExitCause, Outcome},
    facts::is_exit,
};

/// A part of the lines. Those about papers and terms look at who is in office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Show {
    /// All lines.
    All,
    /// Executives in office: the denominator of M2.
    Executives,
    /// Executives who signed all three papers: the numerator of M2.
    Signed,
    /// Executives of whom a paper is known to be lacking.
    NotSigned,
    /// Executives of whom nobody filled in a paper, and none is known to be lacking.
    SigningUnknown,
    /// Executives who signed one of the papers, by its position in a line.
    Paper(usize),
    /// Other managers in office.
    Others,
    /// Other managers with at least one paper.
    OthersWithPapers,
    /// In office, and whether an executive is not stated.
    Unstated,
    /// Terms by how soon they run out.
    Expiry(Expiry),
    /// Terms that run out in 0 to 60 days.
    UpTo60,
    /// Terms that run out in 0 to 90 days.
    UpTo90,
    /// In office, and there before the last finished year ended.
    DueForAssessment,
    /// Of those, assessed for the last finished year.
    Assessed,
    /// Of those, not assessed, or nobody filled it in.
    NotAssessed,
    /// Assessed with a score.
    Scored,
    /// Assessed with a grade; an empty word stands for none.
    Grade(String),
    /// Assessed, by whether pay followed.
    Paid(Answer),
    /// Assessed, by what followed; `None` where it is not filled in.
    Outcome(Option<Outcome>),
    /// In office at some time in the year: the denominator of E3.
    InYear,
    /// Moved or left in the year for a cause that counts for E3: its numerator.
    Counted,
    /// Moved or left in the year for a cause; `None` where it is not filled in.
    Departure(Option<ExitCause>),
}

const PLAIN: [(Show, &str); 19] = [
    (Show::All, ""),
    (Show::Executives, "executives"),
    (Show::Signed, "signed"),
    (Show::NotSigned, "not_signed"),
    (Show::SigningUnknown, "signing_unknown"),
    (Show::Paper(0), "employment_agreement"),
    (Show::Paper(1), "annual_paper"),
    (Show::Paper(2), "term_paper"),
    (Show::Others, "others"),
    (Show::OthersWithPapers, "extended"),
    (Show::Unstated, "unstated"),
    (Show::UpTo60, "up_to_60"),
    (Show::UpTo90, "up_to_90"),
    (Show::DueForAssessment, "due"),
    (Show::Assessed, "assessed"),
    (Show::NotAssessed, "not_assessed"),
    (Show::Scored, "scored"),
    (Show::InYear, "in_year"),
    (Show::Counted, "counted"),
];

const EXPIRIES: [(Expiry, &str); 7] = [
    (Expiry::Expired, "expired"),
    (Expiry::Followed, "followed"),
    (Expiry::Within30, "within_30"),
    (Expiry::Within60, "within_60"),
    (Expiry::Within90, "within_90"),
    (Expiry::Later, "later"),
    (Expiry::Unknown, "no_term"),
];

const PAID: [(Answer, &str); 3] = [(Answer::Yes, "paid"), (Answer::No, "not_paid"), (Answer::Missing, "paid_unknown")];

impl Show {
    /// Reads the name in an address; one that is not known shows all.
    pub fn parse(key: &str) -> Self {
        if let Some(grade) = key.strip_prefix("grade:") {
            return Self::Grade(grade.to_owned());
        }
        if let Some(word) = key.strip_prefix("outcome:") {
            return Self::Outcome(Outcome::ALL.iter().copied().find(|own| own.key() == word));
        }
        if let Some(word) = key.strip_prefix("exit:") {
            return Self::Departure(ExitCause::ALL.iter().copied().find(|own| own.key() == word));
        }
        let expiry = EXPIRIES.iter().find(|(_, own)| *own == key).map(|(expiry, _)| Self::Expiry(*expiry));
        let paid = || PAID.iter().find(|(_, own)| *own == key).map(|(paid, _)| Self::Paid(*paid));
        let plain = || PLAIN.iter().find(|(_, own)| *own == key).map(|(show, _)| show.clone());
        expiry.or_else(paid).or_else(plain).unwrap_or(Self::All)
    }

    /// The name in addresses.
    pub fn key(&self) -> String {
        let named = |list: Option<&str>| list.unwrap_or_default().to_owned();
        match self {
            Self::Grade(grade) => format!("grade:{grade}"),
            Self::Outcome(outcome) => format!("outcome:{}", outcome.map_or("", CodedEnum::key)),
            Self::Departure(cause) => format!("exit:{}", cause.map_or("", CodedEnum::key)),
            Self::Expiry(own) => named(EXPIRIES.iter().find(|(expiry, _)| expiry == own).map(|(_, key)| *key)),
            Self::Paid(own) => named(PAID.iter().find(|(paid, _)| paid == own).map(|(_, key)| *key)),
            plain => named(PLAIN.iter().find(|(show, _)| show == plain).map(|(_, key)| *key)),
        }
    }

    /// Tells whether a line belongs to the part.
    pub fn passes(&self, line: &Line<'_>) -> bool {
        let in_office = line.tenure == Tenure::InOffice;
        // Of whom nobody says whether they are one is due, and missing.
        let executive = in_office && line.category != Category::Other;
        let other = in_office && line.category == Category::Other;
        let within = |most: i64| in_office && line.days_left.is_some_and(|days| (0..=most).contains(&days));
        let assessed = line.of_year.filter(|of| line.has_finished_year && of.answer == Answer::Yes);
        match self {
            Self::All => true,
            Self::Executives => executive,
            Self::Signed => executive && line.signed == Answer::Yes,
            Self::NotSigned => executive && line.signed == Answer::No,
            Self::SigningUnknown => executive && line.signed == Answer::Missing,
            Self::Paper(which) => executive && line.papers.get(*which).is_some_and(|paper| paper.answer == Answer::Yes),
            Self::Others => other,
            Self::OthersWithPapers => other && line.papers.iter().any(|paper| paper.answer == Answer::Yes),
            Self::Unstated => in_office && line.category == Category::Unstated,
            Self::Expiry(expiry) => line.expiry == Some(*expiry),
            Self::UpTo60 => within(60),
            Self::UpTo90 => within(90),
            Self::DueForAssessment => line.has_finished_year,
            Self::Assessed => assessed.is_some(),
            Self::NotAssessed => line.has_finished_year && assessed.is_none(),
            Self::Scored => assessed.is_some_and(|of| of.score.is_some()),
            Self::Grade(grade) => assessed.is_some_and(|of| of.grade == grade),
            Self::Paid(answer) => assessed.is_some_and(|of| of.paid == *answer),
            Self::Outcome(outcome) => assessed.is_some_and(|of| of.outcome == *outcome),
            Self::InYear => line.in_year,
            Self::Counted => line.departure.is_some_and(|of| is_exit(of.cause)),
            Self::Departure(cause) => line.departure.is_some_and(|of| of.cause == *cause),
        }
    }
}
