//! What part of the boards is looked at: each number on the screen is the count of one of these.

use super::{Answer, Evaluated, Line};

/// A part of the lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// Every enterprise in scope.
    All,
    /// A board is due.
    Due,
    /// A board is due and not established.
    DueNotBuilt,
    /// A board is due, and nobody filled in whether it is established.
    DueUnknown,
    /// A board is not due.
    NotDue,
    /// Nobody stated whether a board is due.
    DueUnstated,
    /// Established: the numerator of G2.
    Established,
    /// Established though not due.
    NotDueBuilt,
    /// All seats filled, or not, or not known (G4).
    Full(Answer),
    /// Outside directors in the majority, or not, or not known (G3).
    Majority(Answer),
    /// With a full-time outside director, or not, or not known, of those with outside directors.
    FullTime(Answer),
    /// Established, and no meeting on record.
    NoMeeting,
    /// Established, and the evaluation of directors is due: too old, or none on record.
    EvaluationDue,
    /// Established, and no evaluation on record.
    NeverEvaluated,
    /// Numbers that cannot all be right.
    Contradictory,
}

const KEYS: [(Show, &str); 21] = [
    (Show::All, ""),
    (Show::Due, "due"),
    (Show::DueNotBuilt, "due_not_built"),
    (Show::DueUnknown, "due_unknown"),
    (Show::NotDue, "not_due"),
    (Show::DueUnstated, "due_unstated"),
    (Show::Established, "established"),
    (Show::NotDueBuilt, "not_due_built"),
    (Show::Full(Answer::Yes), "full"),
    (Show::Full(Answer::No), "not_full"),
    (Show::Full(Answer::Missing), "full_unknown"),
    (Show::Majority(Answer::Yes), "majority"),
    (Show::Majority(Answer::No), "no_majority"),
    (Show::Majority(Answer::Missing), "majority_unknown"),
    (Show::FullTime(Answer::Yes), "full_time"),
    (Show::FullTime(Answer::No), "no_full_time"),
    (Show::FullTime(Answer::Missing), "full_time_unknown"),
    (Show::NoMeeting, "no_meeting"),
    (Show::EvaluationDue, "evaluation_due"),
    (Show::NeverEvaluated, "never_evaluated"),
    (Show::Contradictory, "contradictory"),
];

impl Show {
    /// Reads the name in an address; one that is not known shows all.
    pub fn parse(key: &str) -> Self {
        KEYS.iter().find(|(_, own)| *own == key).map_or(Self::All, |(show, _)| *show)
    }

    /// The name in addresses.
    pub fn key(self) -> &'static str {
        KEYS.iter().find(|(show, _)| *show == self).map_or("", |(_, key)| key)
    }

    /// Tells whether a line belongs to the part.
    pub fn passes(self, line: &Line<'_>) -> bool {
        let due = line.due == Answer::Yes;
        match self {
            Self::All => true,
            Self::Due => due,
            Self::DueNotBuilt => due && line.established == Answer::No,
            Self::DueUnknown => due && line.established == Answer::Missing,
            Self::NotDue => line.due == Answer::No,
            Self::DueUnstated => line.due == Answer::Missing,
            Self::Established => line.is_established(),
            Self::NotDueBuilt => line.due == Answer::No && line.is_established(),
            Self::Full(answer) => line.full == Some(answer),
            Self::Majority(answer) => line.majority == Some(answer),
            Self::FullTime(answer) => line.has_full_time == Some(answer),
            Self::NoMeeting => line.is_established() && line.meeting.is_none(),
            Self::EvaluationDue => line.evaluated.is_some_and(Evaluated::is_due),
            Self::NeverEvaluated => line.evaluated == Some(Evaluated::Never),
            Self::Contradictory => !line.contradictions.is_empty(),
        }
    }
}
