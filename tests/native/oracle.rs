//! A second implementation of the catalogue of indicators, plain and slow, written from the words of the domain
//! alone: both must say the same of every ledger, on every day, in every scope.

mod aims;
mod lines;
mod standing;
mod sums;
mod world;

use std::cell::Cell;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use reform_ledger::{
    domain::{
        Date, Id, Index, Lang, Tiers,
        catalogue::programme,
        choice::{FunctionClass, Measure},
        records::*,
    },
    report::{Figure, Pilot, Scope, View, figure},
};

use standing::Oracle;
use sums::Sums;
use world::{UNITS, World, asked, worlds};

/// Every scope that says one thing, and some that say two.
fn scopes(world: &World) -> Vec<Scope> {
    let whole = Scope::default;
    let mut all = vec![whole()];
    let tiers = [&[1][..], &[2], &[3], &[2, 3], &[4], &[9]].map(|tiers| Tiers::of(tiers.iter().copied()));
    all.extend(tiers.map(|tiers| Scope { tiers, ..whole() }));
    all.extend(world.firms().into_iter().map(|id| Scope { group: Some(Id::new(id)), ..whole() }));
    all.extend(UNITS.map(|id| Scope { unit: Some(Id::new(id)), ..whole() }));
    all.extend(world.regions().into_iter().map(|region| Scope { region: Some(region), ..whole() }));
    let classes = [FunctionClass::CommercialOne, FunctionClass::Public];
    all.extend(classes.map(|class| Scope { function: Some(class), ..whole() }));
    let pilots = [Pilot::Member(programme::DOUBLE_HUNDRED), Pilot::Member(programme::SCI_TECH), Pilot::Outside];
    all.extend(pilots.map(|pilot| Scope { pilot: Some(pilot), ..whole() }));
    let (first, region) = (world.firms()[0], world.regions()[0]);
    all.push(Scope { group: Some(Id::new(first)), tiers: Tiers::of([2]), ..whole() });
    all.push(Scope { unit: Some(Id::new(UNITS[0])), group: Some(Id::new(first)), ..whole() });
    all.push(Scope { unit: Some(Id::new(UNITS[0])), region: Some(region), tiers: Tiers::of([1, 2]), ..whole() });
    all
}

/// Holds the product's figure against the oracle's.
fn hold(oracle: &Oracle<'_>, id: Id<Indicator>, scope: &Scope, seen: &Figure) -> Result<(), TestCaseError> {
    let row = oracle.ledger.indicators.get(id).unwrap();
    let said = Sums::of(&oracle.lines(id, scope));
    let place = || format!("{} on {} in {scope:?}", row.code, oracle.day);
    prop_assert_eq!(&Sums::seen(seen), &said, "{} (product, oracle)", place());
    prop_assert_eq!(seen.is_unreported(), said.is_unreported(), "{}", place());
    let aims = oracle.aims(id, scope);
    let value = match seen.target {
        None => {
            prop_assert!(aims.is_empty(), "{}: no target, though {aims:?} apply", place());
            None
        }
        Some(state) => {
            let aim = aims.iter().find(|(id, _)| *id == state.target);
            prop_assert!(aim.is_some(), "{}: {state:?} does not apply", place());
            let (_, aim) = aim.unwrap();
            let before = aims.iter().find(|(_, other)| oracle.goes_before(other, aim));
            prop_assert!(before.is_none(), "{}: {before:?} goes before {aim:?}", place());
            let value = aim.value.unwrap();
            let is_weighted = matches!(
                row.measure,
                Some(Measure::TaskProgress | Measure::EmergingRevenue | Measure::EmergingInvestment)
                    | Some(Measure::ResearchIntensity)
            );
            let gap = if is_weighted { 0 } else { said.gap(value) };
            let is_past = aim.deadline.is_some_and(|deadline| deadline < oracle.day);
            prop_assert_eq!(
                (state.value, state.deadline, state.met, i128::from(state.gap), state.is_past),
                (value, aim.deadline, said.meets(value), gap, is_past),
                "{}",
                place()
            );
            Some(value)
        }
    };
    for lang in [Lang::Zh, Lang::En] {
        prop_assert_eq!(seen.text(lang), said.text(value, lang), "{} of {:?} beside {:?}", place(), said.due, value);
    }
    Ok(())
}

/// Holds every figure of a world on a day in some of its scopes; tells how many there were.
fn hold_scopes(world: &World, day: Date, scopes: &[Scope]) -> Result<u64, TestCaseError> {
    let ledger = world.ledger(false);
    let index = Index::new(&ledger);
    let view = View { ledger: &ledger, index: &index, as_of: day };
    let oracle = Oracle::new(&ledger, day);
    let mut count = 0;
    for (id, _) in ledger.indicators.iter() {
        for scope in scopes {
            hold(&oracle, id, scope, &figure(view, id, scope))?;
            count += 1;
        }
    }
    Ok(count)
}

/// How many worlds are looked at: so many, or as many as the environment asks for.
fn runner(cases: u32) -> TestRunner {
    let asked = std::env::var("REFORM_LEDGER_WORLDS").ok().and_then(|text| text.parse().ok());
    TestRunner::new(Config {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    })
}

#[test]
fn the_product_says_what_the_oracle_says_of_every_indicator_in_every_scope() {
    let figures = Cell::new(0);
    let days = asked();
    let ran = runner(100).run(&(worlds(), 0..days.len()), |(world, at)| {
        let scopes = scopes(&world);
        figures.set(figures.get() + hold_scopes(&world, days[at], &scopes)?);
        Ok(())
    });
    println!("{} figures were held against the oracle", figures.get());
    if let Err(error) = ran {
        panic!("{error}");
    }
}
