//! A second implementation of the catalogue of indicators, plain and slow, written from the words of the domain
//! alone: both must say the same of every ledger, on every day, in every scope.

mod aims;
mod amounts;
mod draw;
mod lines;
mod parts;
mod people;
mod rows;
mod settled;
mod standing;
mod sums;
mod world;

use std::cell::Cell;

use ledger::domain::{
    Date, Id, Index, Lang, Tiers,
    builtins::programme,
    choice::{FunctionClass, Measure},
    records::*,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use report::{Axis, ColumnLabel, Figure, Pilot, Scope, View, figure, indicator::nature, matrix};

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
    hold_sums(oracle, id, scope, seen, &Sums::of(&oracle.lines(id, scope)))
}

/// Holds the product's figure against the sums that the oracle found for it.
fn hold_sums(
    oracle: &Oracle<'_>,
    id: Id<Indicator>,
    scope: &Scope,
    seen: &Figure,
    said: &Sums,
) -> Result<(), TestCaseError> {
    let row = oracle.ledger.indicators.get(id).unwrap();
    let place = || format!("{} on {} in {scope:?}", row.code, oracle.day);
    prop_assert_eq!(&Sums::seen(seen), said, "{} (product, oracle)", place());
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
            use Measure::{EmergingInvestment, EmergingRevenue, ResearchIntensity, TaskProgress};
            let sums_up = [TaskProgress, EmergingRevenue, EmergingInvestment, ResearchIntensity];
            let is_weighted = row.measure.is_some_and(|measure| sums_up.contains(&measure));
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

/// Holds every part of every axis of a world on a day, in a base scope; tells how many figures there were.
fn hold_parts(world: &World, day: Date, base: &Scope) -> Result<u64, TestCaseError> {
    let ledger = world.ledger(false);
    let index = Index::new(&ledger);
    let view = View { ledger: &ledger, index: &index, as_of: day };
    let oracle = Oracle::new(&ledger, day);
    let ids: Vec<Id<Indicator>> = ledger.indicators.iter().map(|(id, _)| id).collect();
    let mut count = 0;
    for axis in [Axis::Tier, Axis::Region, Axis::Group, Axis::Unit, Axis::Function] {
        let seen = matrix(view, &ids, base, axis);
        for (id, figures) in &seen.rows {
            let lines = oracle.lines(*id, base);
            let mut parts = oracle.parts(&lines, base, axis);
            for (column, figure) in seen.columns.iter().zip(figures) {
                let said = match column.label {
                    ColumnLabel::Total => Sums::of(&lines),
                    label => Sums::of(parts.remove(&label).unwrap_or_default()),
                };
                hold_sums(&oracle, *id, &column.scope, figure, &said)
                    .map_err(|error| TestCaseError::fail(format!("{axis:?} {:?}: {error}", column.label)))?;
                // A part says what its scope says, but for a year that is the whole's, and what has no scope of its own.
                let has_scope = !matches!(
                    column.label,
                    ColumnLabel::NotStated | ColumnLabel::NoEnterprise | ColumnLabel::OwnLevel(_)
                );
                if has_scope
                    && !ledger
                        .indicators
                        .get(*id)
                        .and_then(|row| row.measure)
                        .is_some_and(|measure| nature(measure).is_of_amounts())
                {
                    let by_scope = Sums::of(&oracle.lines(*id, &column.scope));
                    prop_assert_eq!(said, by_scope, "{:?} {:?} of {:?}", axis, column.label, id);
                }
                count += 1;
            }
            prop_assert!(parts.is_empty(), "{axis:?}: no column for {:?} of {id:?}", parts.keys());
        }
    }
    Ok(count)
}

/// How many worlds are looked at: so many, or as many as `REFORM_LEDGER_WORLDS` asks for.
fn runner(cases: u32) -> TestRunner {
    let asked = std::env::var("REFORM_LEDGER_WORLDS").ok().and_then(|text| text.parse().ok());
    TestRunner::new(Config {
        cases: asked.unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    })
}

/// Runs a comparison over worlds and days, and tells how many figures were compared.
fn run(cases: u32, compare: impl Fn(&World, Date) -> Result<u64, TestCaseError>) {
    let figures = Cell::new(0);
    let days = asked();
    let ran = runner(cases).run(&(worlds(), 0..days.len()), |(world, at)| {
        figures.set(figures.get() + compare(&world, days[at])?);
        Ok(())
    });
    println!("{} figures were held against the oracle", figures.get());
    if let Err(error) = ran {
        panic!("{error}");
    }
}

#[test]
fn the_product_says_what_the_oracle_says_of_every_indicator_in_every_scope() {
    run(240, |world, day| hold_scopes(world, day, &scopes(world)));
}

#[test]
fn the_product_says_what_the_oracle_says_of_every_part_of_every_axis() {
    run(200, |world, day| {
        let whole = Scope::default;
        let bases = [
            Scope { unit: Some(Id::new(UNITS[0])), ..whole() },
            Scope { group: Some(Id::new(world.firms()[0])), ..whole() },
            Scope { region: Some(world.regions()[2]), ..whole() },
            Scope { tiers: Tiers::of([2, 3]), ..whole() },
        ];
        let base = &bases[world.firms().len() % bases.len()];
        Ok(hold_parts(world, day, &whole())? + hold_parts(world, day, base)?)
    });
}

#[test]
fn no_figure_depends_on_the_order_in_which_rows_arrived() {
    run(200, |world, day| {
        let ledgers = [world.ledger(false), world.ledger(true)];
        let indices = ledgers.each_ref().map(Index::new);
        let views: Vec<View<'_>> =
            ledgers.iter().zip(&indices).map(|(ledger, index)| View { ledger, index, as_of: day }).collect();
        let mut count = 0;
        for (id, row) in ledgers[0].indicators.iter() {
            for scope in [Scope::default(), Scope { group: Some(Id::new(world.firms()[0])), ..Scope::default() }] {
                let [one, other] = [0, 1].map(|at| figure(views[at], id, &scope));
                prop_assert_eq!(one, other, "{} on {} in {:?}", row.code, day, scope);
                count += 1;
            }
        }
        Ok(count)
    });
}
