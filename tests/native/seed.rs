//! The ledgers that the product brings along say what the README promises of them.

use reform_ledger::{
    domain::{Index, Tiers, catalogue, check},
    report::{Scope, View, figure},
    seed,
};

fn look<T>(ledger: &reform_ledger::domain::Ledger, as_of: reform_ledger::domain::Date, f: impl Fn(View<'_>) -> T) -> T {
    let index = Index::new(ledger);
    f(View { ledger, index: &index, as_of })
}

#[test]
fn the_sample_lacks_one_household_of_its_target() {
    let ledger = seed::sample().unwrap();
    look(&ledger, seed::SAMPLE_AS_OF, |view| {
        let e1 = catalogue::indicator("E1").unwrap();
        let figure = figure(view, e1, &Scope::default());
        assert_eq!((figure.due.num, figure.due.den), (95, 137));
        assert_eq!(figure.due.percent(), "69.3%");
        let target = figure.target.unwrap();
        assert_eq!((target.met, target.gap), (Some(false), 1));
        assert!(figure.missing > 0, "some are not filled in");
        let by_tier: Vec<i64> = [2, 3]
            .map(|tier| {
                reform_ledger::report::figure(view, e1, &Scope { tiers: Tiers::of([tier]), ..Scope::default() }).due.den
            })
            .to_vec();
        assert_eq!(by_tier.iter().sum::<i64>(), 137, "tier 2 and tier 3 add up to both");
    });
}

#[test]
fn the_sample_has_five_tiers_three_groups_and_something_for_the_checks() {
    let ledger = seed::sample().unwrap();
    let index = Index::new(&ledger);
    let tiers: Vec<u8> = ledger.enterprises.positioned().map(|(at, _)| index.place(at).tier).collect();
    assert_eq!(tiers.iter().max(), Some(&5));
    assert_eq!(tiers.iter().filter(|tier| **tier == 1).count(), 3);
    assert_eq!(ledger.tasks.live_count(), 40);
    let findings = check::findings(&ledger, &index, seed::SAMPLE_AS_OF);
    use check::Check::*;
    for expected in [
        MissingPerson,
        MissingDeadline,
        MissingResult,
        MissingCriteria,
        DeadlinePast,
        ClosedWithoutEvidence,
        DamagedCode,
        DuplicateCode,
        MissingCode,
        OutsideOverDirectors,
        TermEndsBeforeBegin,
        CountedThoughExcluded,
    ] {
        let count = findings.iter().filter(|finding| finding.check == expected).count();
        assert!((1..=20).contains(&count), "{expected:?}: {count}");
    }
    assert!(!findings.iter().any(|finding| finding.check == OrphanRecord), "nothing hangs in the air");
}

#[test]
fn public_material_keeps_every_row_of_its_files_and_invents_nothing() {
    let ledger = seed::public().unwrap();
    assert_eq!(ledger.memberships.live_count(), 106);
    assert_eq!(ledger.tasks.live_count(), 32);
    assert_eq!(ledger.quotations.live_count(), 73);
    assert!(ledger.tasks.iter().all(|(_, task)| task.responsible_person.is_empty() && !task.source.is_empty()));
    assert!(ledger.memberships.iter().all(|(_, row)| row.joined_on.is_none() && !row.source.is_empty()));
    assert!(ledger.enterprises.iter().all(|(_, row)| row.code.is_empty()));
    let figures: Vec<&str> = ledger.quotations.iter().map(|(_, row)| row.value.as_str()).collect();
    assert!(figures.contains(&"264") && figures.contains(&"304"));
}
