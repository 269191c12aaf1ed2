//! The cheapest way: as cheap as the best of all sets, every need filled, nobody superfluous, and a bound
//! that holds where the best is not proven.

use proptest::prelude::*;
use report::plan::solver::{Candidate, Solution, cheapest};

/// The least effort of all sets that fill every need.
fn by_trying_all(candidates: &[Candidate], needs: &[i64]) -> Option<i64> {
    (0..1_u32 << candidates.len())
        .filter(|set| {
            needs.iter().enumerate().all(|(need, wanted)| {
                let serves = |at: &usize| set & (1 << at) != 0 && candidates[*at].serves.contains(&(need as u32));
                (0..candidates.len()).filter(serves).count() as i64 >= *wanted
            })
        })
        .map(|set| (0..candidates.len()).filter(|at| set & (1 << at) != 0).map(|at| candidates[at].effort).sum())
        .min()
}

fn moved(candidates: &[Candidate], need: usize, chosen: &[u32]) -> i64 {
    chosen.iter().filter(|at| candidates[**at as usize].serves.contains(&(need as u32))).count() as i64
}

/// What holds for every answer.
fn assert_sound(candidates: &[Candidate], needs: &[i64], way: &Solution) {
    assert!(way.chosen.windows(2).all(|pair| pair[0] < pair[1]), "each once, in order");
    assert_eq!(way.effort, way.chosen.iter().map(|at| candidates[*at as usize].effort).sum::<i64>(), "effort");
    assert!(way.bound <= way.effort, "the bound lies below");
    for (need, wanted) in needs.iter().enumerate() {
        assert!(moved(candidates, need, &way.chosen) >= *wanted, "need {need} is filled");
    }
    let spare = way.chosen.iter().find(|at| {
        candidates[**at as usize].serves.iter().all(|need| {
            let need = *need as usize;
            needs[need] <= 0 || moved(candidates, need, &way.chosen) > needs[need]
        })
    });
    assert_eq!(spare, None, "nobody could be left out");
}

/// The whole, tiers, groups and regions, the regions within nothing; so many of each.
fn question(size: usize) -> impl Strategy<Value = (Vec<Candidate>, Vec<i64>)> {
    let one = (0..3_u32, 0..3_u32, 0..3_u32, 0..9_i64, prop::bool::weighted(0.9));
    (prop::collection::vec(one, 0..=size), prop::collection::vec(0..4_i64, 10), any::<bool>()).prop_map(
        |(rows, wanted, alike)| {
            let candidates = rows
                .into_iter()
                .map(|(tier, group, region, effort, knows_region)| Candidate {
                    effort: if alike { 100 } else { effort * 50 },
                    serves: [0, 1 + tier, 4 + group].into_iter().chain(knows_region.then_some(7 + region)).collect(),
                })
                .collect();
            (candidates, wanted)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Up to fifteen candidates, families that cross: the answer is the best of all sets, and proven.
    #[test]
    fn no_set_costs_less((candidates, needs) in question(15)) {
        match (cheapest(&candidates, &needs), by_trying_all(&candidates, &needs)) {
            (Ok(way), Some(best)) => {
                assert_sound(&candidates, &needs, &way);
                prop_assert_eq!(way.effort, best);
                prop_assert!(way.is_proven());
            }
            (Err(short), None) => {
                prop_assert!(!short.is_empty());
                for (need, wanted) in needs.iter().enumerate() {
                    let available = candidates.iter().filter(|one| one.serves.contains(&(need as u32))).count() as i64;
                    let named = short.iter().find(|own| own.need as usize == need);
                    prop_assert_eq!(named.map(|own| (own.wanted, own.available)), (*wanted > available).then_some((*wanted, available)));
                }
            }
            (way, best) => prop_assert!(false, "{way:?} against {best:?}"),
        }
    }

    /// The order in which needs are asked changes nothing of what they cost.
    #[test]
    fn the_order_of_needs_does_not_matter((candidates, needs) in question(12)) {
        let turned: Vec<Candidate> = candidates
            .iter()
            .map(|one| Candidate { serves: one.serves.iter().map(|need| 9 - need).collect(), ..*one })
            .collect();
        let back: Vec<i64> = needs.iter().rev().copied().collect();
        prop_assert_eq!(
            cheapest(&candidates, &needs).map(|way| way.effort).ok(),
            cheapest(&turned, &back).map(|way| way.effort).ok()
        );
    }
}

/// Every question of up to four alike candidates with the whole, two tiers and two groups.
#[test]
fn every_small_question_is_answered_like_by_trying_all() {
    for code in 0..4_usize.pow(4) {
        for size in 0..=4 {
            let candidates: Vec<Candidate> = (0..size)
                .map(|at| {
                    let own = code / 4_usize.pow(at as u32) % 4;
                    Candidate { effort: 100, serves: vec![0, 1 + (own % 2) as u32, 3 + (own / 2) as u32] }
                })
                .collect();
            for wanted in 0..3_i64.pow(5) {
                let needs: Vec<i64> = (0..5).map(|need| wanted / 3_i64.pow(need) % 3).collect();
                let way = cheapest(&candidates, &needs).map(|way| way.effort).ok();
                assert_eq!(way, by_trying_all(&candidates, &needs), "{candidates:?} {needs:?}");
            }
        }
    }
}

/// A province: five tiers, 120 groups and 21 regions; groups within regions, or across them.
fn province(crossing: bool, alike: bool) -> (Vec<Candidate>, Vec<i64>) {
    let mut state = 7_u64;
    let mut roll = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let candidates: Vec<Candidate> = (0..20_000)
        .map(|_| {
            let (tier, group) = (roll(5), roll(120));
            let region = if crossing { roll(21) } else { group % 21 };
            let effort = if alike { 100 } else { (10 + roll(5_000) as i64) * 100 };
            Candidate { effort, serves: vec![0, 1 + tier as u32, 6 + group as u32, 126 + region as u32] }
        })
        .collect();
    let mut available = [0_i64; 147];
    candidates.iter().flat_map(|one| &one.serves).for_each(|need| available[*need as usize] += 1);
    let needs = available.iter().map(|count| count * (20 + roll(60) as i64) / 100).collect();
    (candidates, needs)
}

#[test]
fn a_province_whose_groups_lie_within_regions_is_answered_and_proven() {
    for alike in [true, false] {
        let (candidates, needs) = province(false, alike);
        let way = cheapest(&candidates, &needs).unwrap();
        assert_sound(&candidates, &needs, &way);
        assert!(way.is_proven());
    }
}

#[test]
fn a_province_whose_groups_cross_regions_is_answered_and_proven() {
    for alike in [true, false] {
        let (candidates, needs) = province(true, alike);
        let way = cheapest(&candidates, &needs).unwrap();
        assert_sound(&candidates, &needs, &way);
        assert!(way.is_proven(), "{} above {}", way.effort, way.bound);
    }
}

/// Three families of so many parts that cross at random; each part wants so many, or all that it has.
fn crossed(count: u64, parts: u64, want: i64, efforts: u64) -> (Vec<Candidate>, Vec<i64>) {
    let mut state = count;
    let mut roll = |sides: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let candidates: Vec<Candidate> = (0..count)
        .map(|_| Candidate {
            effort: 100 * (1 + roll(efforts) as i64),
            serves: (0..3).map(|family| (family * parts + roll(parts)) as u32).collect(),
        })
        .collect();
    let mut needs = vec![0; 3 * parts as usize];
    candidates.iter().flat_map(|one| &one.serves).for_each(|need| needs[*need as usize] += 1);
    needs.iter_mut().for_each(|need| *need = want.min(*need));
    (candidates, needs)
}

#[test]
fn parts_that_want_all_they_have_are_answered_and_proven() {
    for (count, parts, want, efforts) in [(60, 12, 1, 1), (200, 30, 2, 5), (400, 60, 3, 4_000), (400, 60, 9, 1)] {
        let (candidates, needs) = crossed(count, parts, want, efforts);
        let way = cheapest(&candidates, &needs).unwrap();
        assert_sound(&candidates, &needs, &way);
        assert!(way.is_proven(), "{count} {parts}: {} above {}", way.effort, way.bound);
    }
}

#[test]
fn what_is_too_hard_to_prove_still_ends_with_a_sound_answer() {
    let (candidates, needs) = crossed(400, 60, 1, 1);
    let way = cheapest(&candidates, &needs).unwrap();
    assert_sound(&candidates, &needs, &way);
    assert!(way.bound > 0 && way.effort * 10 < way.bound * 13, "{} above {}", way.effort, way.bound);
    assert_eq!(cheapest(&candidates, &needs), Ok(way), "the same again");
}
