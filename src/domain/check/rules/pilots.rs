//! Rules for pilot memberships and grades.

use rustc_hash::FxHashMap;

use super::{Detail, ends_before, rule};
use crate::domain::{
    Kind,
    check::words,
    choice::MembershipChange,
    records::{Grade, Membership},
};

rule! {
    LeftBeforeJoined: Error, "退出早于入选", "Left before joining", |found| {
    for (at, row) in found.ledger.memberships.positioned() {
        if ends_before(row.joined_on, row.left_on) {
            found.add(Kind::Membership, at, Membership::left_on, Detail::None);
        }
    }
}
}

rule! {
    LeftWithoutDay: Warning, "调出未填日期，按已退出计", "Taken out without a day: counted as out", |found| {
    for (at, row) in found.ledger.memberships.positioned() {
        if row.change == Some(MembershipChange::Removed) && row.left_on.is_none() {
            found.add(Kind::Membership, at, Membership::left_on, Detail::None);
        }
    }
}
}

rule! {
    ProgrammeMissing: Hint, "未写明试点工程", "Programme not stated", |found| {
    for (at, row) in found.ledger.memberships.positioned() {
        if row.programme.is_none() {
            found.add(Kind::Membership, at, Membership::programme, Detail::None);
        }
    }
}
}

rule! {
    MembershipOverlap: Warning, "同一工程重复在册", "Twice in one programme", |found| {
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
}
}

rule! {
    UnknownGrade: Warning, "评级不在当年档次内", "Grade not in the scale of its year", |found| {
    let ledger = found.ledger;
    for (at, row) in ledger.grades.positioned() {
        let scale = ledger.grade_scales.iter().find(|(_, scale)| scale.year.is_some() && scale.year == row.year);
        let is_unknown = scale.is_some_and(|(_, scale)| !words(&scale.words).any(|word| word == row.grade));
        if is_unknown && !row.grade.is_empty() {
            found.add(Kind::Grade, at, Grade::grade, Detail::Text(row.grade.clone()));
        }
    }
}
}

/// Whether two memberships held at one time; only days that are stated can show it.
fn overlap(a: &Membership, b: &Membership) -> bool {
    matches!((a.joined_on, b.joined_on), (Some(a_from), Some(b_from))
        if a.left_on.is_none_or(|to| b_from < to) && b.left_on.is_none_or(|to| a_from < to))
}
