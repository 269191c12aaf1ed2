//! Rules for pilot memberships and grades.

use rustc_hash::FxHashMap;

use super::{Detail, Rule, ends_before};
use crate::domain::{
    Kind,
    check::words,
    choice::MembershipChange,
    records::{Grade, Membership},
};

pub(super) const LeftBeforeJoined: Rule = Rule::error("退出早于入选", "Left before joining", |found| {
    found.all(&found.ledger.memberships, Membership::left_on, |_, row| ends_before(row.joined_on, row.left_on))
});

pub(super) const LeftWithoutDay: Rule =
    Rule::warning("调出未填日期，按已退出计", "Taken out without a day: counted as out", |found| {
        found.all(&found.ledger.memberships, Membership::left_on, |_, row| {
            row.change == Some(MembershipChange::Removed) && row.left_on.is_none()
        })
    });

pub(super) const ProgrammeMissing: Rule = Rule::hint("未写明试点工程", "Programme not stated", |found| {
    found.all(&found.ledger.memberships, Membership::programme, |_, row| row.programme.is_none())
});

pub(super) const MembershipOverlap: Rule =
    Rule::warning("同一工程重复在册", "Twice in one programme", |found| {
        let memberships = &found.ledger.memberships;
        let mut spans: FxHashMap<_, Vec<usize>> = FxHashMap::default();
        for (at, row) in memberships.positioned() {
            if let (Some(enterprise), Some(programme)) = (row.enterprise, row.programme) {
                spans.entry((enterprise, programme)).or_default().push(at);
            }
        }
        let mut twice: Vec<usize> = Vec::new();
        for members in spans.into_values() {
            for (n, later) in members.iter().enumerate().skip(1) {
                if members[..n].iter().any(|at| overlap(memberships.at(*at), memberships.at(*later))) {
                    twice.push(*later);
                }
            }
        }
        twice.sort_unstable();
        for at in twice {
            found.add(Kind::Membership, at, Membership::joined_on, Detail::None);
        }
    });

pub(super) const UnknownGrade: Rule =
    Rule::warning("评级不在当年档次内", "Grade not in the scale of its year", |found| {
        let ledger = found.ledger;
        for (at, row) in ledger.grades.positioned() {
            let scale = ledger.grade_scales.iter().find(|(_, scale)| scale.year.is_some() && scale.year == row.year);
            let is_unknown = scale.is_some_and(|(_, scale)| !words(&scale.words).any(|word| word == row.grade));
            if is_unknown && !row.grade.is_empty() {
                found.add(Kind::Grade, at, Grade::grade, Detail::Text(row.grade.clone()));
            }
        }
    });

/// Whether two memberships held at one time; only days that are stated can show it.
fn overlap(a: &Membership, b: &Membership) -> bool {
    matches!((a.joined_on, b.joined_on), (Some(a_from), Some(b_from))
        if a.left_on.is_none_or(|to| b_from < to) && b.left_on.is_none_or(|to| a_from < to))
}
