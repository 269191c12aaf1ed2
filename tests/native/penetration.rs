//! Penetration: the ladder, the tree and the blockages all add up to the figure.

use ledger::domain::{
    Field, Id, Kind, Ratio, RawId, RecordRef, Stage, Tiers, Value,
    builtins::{self, institution},
    choice::{CodedEnum, ExclusionReason},
    records::{Adoption, Enterprise, Exclusion, Indicator, Profile, Task},
};
use proptest::prelude::*;
use report::{
    Scope, View, figure,
    indicator::items_in,
    of_items,
    penetration::{
        Blockages, MOST_LISTED, Part, Penetration, Reach, Step, Untraceable, blockages, penetration, traceable,
    },
};

use support::{Maker, date, granted, look, wishes};

fn code(code: &str) -> Id<Indicator> {
    builtins::indicator(code).unwrap()
}

/// An enterprise below another one, with what it says of its exit system; nothing for not filled in.
fn add(maker: &mut Maker, name: &str, parent: Option<RawId>, issued: Option<bool>) -> RawId {
    let parent = parent.map(|id| (Enterprise::parent, Value::Ref(id)));
    let name = (Enterprise::name, Value::Text(name.into()));
    let id = maker.make(Kind::Enterprise, &std::iter::once(name).chain(parent).collect::<Vec<_>>());
    if let Some(issued) = issued {
        let stage = if issued { Stage::Yes(None) } else { Stage::No };
        let values = [
            (Adoption::enterprise, Value::Ref(id)),
            (Adoption::institution, Value::Ref(institution::EXIT.raw())),
            (Adoption::issued, Value::Stage(stage)),
        ];
        maker.make(Kind::Adoption, &values);
    }
    id
}

fn exclude(maker: &mut Maker, enterprise: RawId) {
    let values: [(Field, Value); 2] = [
        (Exclusion::enterprise, Value::Ref(enterprise)),
        (Exclusion::reason, Value::Choice(ExclusionReason::Shell.index())),
    ];
    maker.make(Kind::Exclusion, &values);
}

fn e1<T>(maker: &Maker, reach: Reach, read: impl FnOnce(View<'_>, &Penetration) -> T) -> T {
    look(&maker.ledger, date("2024-12-31"), |view| {
        read(view, &penetration(view, code("E1"), &Scope::default(), reach).unwrap())
    })
}

/// What a blockage names: the enterprise, whether its whole branch, and what is open.
fn named(view: View<'_>, found: &Penetration, list: &Blockages) -> Vec<(String, bool, i64)> {
    let name = |node: u32| view.ledger.enterprises.at(found.tree.nodes[node as usize].enterprise as usize).name.clone();
    list.list.iter().map(|one| (name(one.node), one.is_whole, one.part.open())).collect()
}

/// Two groups: in 甲 the branch 电 lacks 4 of 5 (of which 1 says nothing), in 乙 one of two is open.
fn two_groups() -> Maker {
    let mut maker = Maker::new();
    let a = add(&mut maker, "甲", None, Some(true));
    let power = add(&mut maker, "电", Some(a), Some(true));
    for issued in [Some(false), Some(false), Some(false), None] {
        add(&mut maker, "厂", Some(power), issued);
    }
    add(&mut maker, "水", Some(a), Some(true));
    let b = add(&mut maker, "乙", None, Some(false));
    add(&mut maker, "路", Some(b), Some(false));
    let bridge = add(&mut maker, "桥", Some(b), Some(true));
    let shell = add(&mut maker, "壳", Some(bridge), Some(false));
    exclude(&mut maker, shell);
    maker
}

#[test]
fn a_ledger_by_hand() {
    let maker = two_groups();
    e1(&maker, Reach::Own, |view, found| {
        assert_eq!(found.figure.due, Ratio::new(3, 8), "tiers 2 and 3 alone");
        assert_eq!(found.needed, 3, "70 % of 8 is 5.6, and so 6");
        let steps: Vec<_> = found.steps.iter().map(|s| (s.tier, s.part.due, s.drop, s.is_steepest)).collect();
        assert_eq!(
            steps,
            [(Some(2), Ratio::new(3, 4), None, false), (Some(3), Ratio::new(0, 4), Some(750), true)],
            "the excluded one is in no rate"
        );
        assert_eq!((found.steps[1].part.missing, found.steps[1].part.excluded), (1, 1));
        assert_eq!(found.steps[1].part.upper(), Ratio::new(1, 4));
        let list = blockages(&found.tree, found.needed);
        // 电 has done it itself, and what it lacks lies in four equal plants: it is the better name.
        assert_eq!(named(view, found, &list), [("电".into(), true, 4)], "four fifths are explained");
        assert_eq!((list.list[0].share, list.list[0].could_give), (Ratio::new(4, 5), 3));
        assert_eq!((list.list[0].part.missing, list.list[0].is_standstill), (1, false));
        assert_eq!((list.others, list.others_open), (1, 1));
        let node = list.list[0].node as usize;
        assert_eq!(found.tree.path(node).len(), 2, "甲 › 电");
        assert_eq!(found.tree.nodes[node].subtree.due, Ratio::new(1, 5));
        assert_eq!(found.tree.children(node).count(), 4);
        let at = found.tree.nodes[node].enterprise as usize;
        assert_eq!(found.open_of(view, Some(at), Some(Some(3))).count(), 4, "the number leads to its rows");
        assert_eq!(found.open_of(view, Some(at), Some(Some(2))).count(), 0);
    });
}

#[test]
fn all_tiers_look_beyond_the_indicator_and_its_target() {
    e1(&two_groups(), Reach::All, |view, found| {
        assert_eq!(found.figure.due, Ratio::new(4, 10), "both heads of the groups are asked too");
        assert_eq!((found.figure.target, found.needed), (None, 0), "the target speaks of tiers 2 and 3");
        let tiers: Vec<_> = found.steps.iter().map(|s| (s.tier, s.part.due)).collect();
        assert_eq!(tiers, [(Some(1), Ratio::new(1, 2)), (Some(2), Ratio::new(3, 4)), (Some(3), Ratio::new(0, 4))]);
        let drops: Vec<_> = found.steps.iter().map(|s| (s.drop, s.is_steepest)).collect();
        assert_eq!(drops, [(None, false), (Some(-250), false), (Some(750), true)], "a rise is no drop");
        let list = blockages(&found.tree, found.needed);
        assert_eq!(
            named(view, found, &list),
            [("电".into(), true, 4), ("乙".into(), false, 1)],
            "the head of 乙 by itself: one of its branches holds half of what it lacks"
        );
    });
}

#[test]
fn a_branch_whose_head_and_all_below_have_done_nothing_is_one_blockage() {
    let mut maker = Maker::new();
    let top = add(&mut maker, "集团", None, Some(true));
    let still = add(&mut maker, "停", Some(top), Some(false));
    add(&mut maker, "下", Some(still), Some(false));
    let moving = add(&mut maker, "动", Some(top), Some(true));
    add(&mut maker, "下", Some(moving), Some(true));
    e1(&maker, Reach::Own, |view, found| {
        let list = blockages(&found.tree, found.needed);
        assert_eq!(named(view, found, &list), [("停".into(), true, 2)]);
        assert!(list.list[0].is_standstill);
        assert_eq!(list.list[0].share, Ratio::new(2, 2));
    });
}

#[test]
fn a_group_with_much_of_the_gap_is_taken_apart_and_a_small_one_is_named_whole() {
    let mut maker = Maker::new();
    let branch = |maker: &mut Maker, top: RawId, name: &str, lacking: usize| {
        let branch = add(maker, name, Some(top), Some(true));
        for _ in 0..lacking {
            add(maker, "厂", Some(branch), Some(false));
        }
    };
    let large = add(&mut maker, "大", None, Some(true));
    ["东", "南", "西"].into_iter().for_each(|name| branch(&mut maker, large, name, 3));
    e1(&maker, Reach::Own, |view, found| {
        let list = blockages(&found.tree, found.needed);
        assert_eq!(named(view, found, &list), ["东", "南", "西"].map(|name| (name.to_owned(), true, 3)));
    });
    let small = add(&mut maker, "小", None, Some(true));
    let fifth = add(&mut maker, "五", None, Some(true));
    for top in [small, fifth] {
        ["甲", "乙", "丙"].into_iter().for_each(|name| branch(&mut maker, top, name, 1));
    }
    e1(&maker, Reach::Own, |view, found| {
        let list = blockages(&found.tree, found.needed);
        let whole = ["东", "南", "西"].map(|name| (name.to_owned(), true, 3));
        let small = ("小".to_owned(), true, 3);
        assert_eq!(named(view, found, &list)[..3], whole, "9 of 15");
        assert_ne!(named(view, found, &list)[3], small, "3 of 15 is a fifth, and is taken apart");
    });
    (0..3).for_each(|_| branch(&mut maker, large, "北", 1));
    e1(&maker, Reach::Own, |view, found| {
        let list = blockages(&found.tree, found.needed);
        assert_eq!(named(view, found, &list)[3], ("小".to_owned(), true, 3), "3 of 18 is less than a fifth");
    });
}

#[test]
fn a_small_branch_is_not_left_in_crumbs_but_named_by_where_all_its_gap_lies() {
    let mut maker = Maker::new();
    let top = add(&mut maker, "集团", None, Some(true));
    let large = add(&mut maker, "大", Some(top), Some(true));
    for _ in 0..20 {
        add(&mut maker, "厂", Some(large), Some(false));
    }
    // Two of 24, one of them in each of two: half, but less than a tenth of the gap.
    let small = add(&mut maker, "小", Some(top), Some(true));
    add(&mut maker, "小一", Some(small), Some(false));
    add(&mut maker, "小二", Some(small), Some(false));
    let single = add(&mut maker, "单", Some(top), Some(true));
    let only = add(&mut maker, "独", Some(single), Some(true));
    for _ in 0..2 {
        add(&mut maker, "站", Some(only), Some(false));
    }
    e1(&maker, Reach::All, |view, found| {
        let whole = |node: &str| {
            let list = blockages(&found.tree, 0);
            named(view, found, &list).into_iter().find(|one| one.0 == node)
        };
        assert_eq!(whole("大"), Some(("大".into(), true, 20)), "20 of 24 are four fifths: the others go unlisted");
        assert_eq!(blockages(&found.tree, 0).others, 2, "小 by itself, and 独 by itself, not four of one each");
    });
}

#[test]
fn tiers_from_the_fifth_on_are_one_step() {
    let mut maker = Maker::new();
    let mut above = None;
    for tier in 1..=7 {
        above = Some(add(&mut maker, &tier.to_string(), above, Some(tier < 5)));
    }
    e1(&maker, Reach::All, |_, found| {
        let steps: Vec<_> = found.steps.iter().map(|s| (s.tier.unwrap(), s.part.due.den, s.is_steepest)).collect();
        assert_eq!(steps, [(1, 1, false), (2, 1, false), (3, 1, false), (4, 1, false), (5, 3, true)]);
    });
}

#[test]
fn what_names_no_enterprise_of_the_day_stands_apart_and_still_adds_up() {
    let mut maker = Maker::new();
    let top = add(&mut maker, "集团", None, None);
    maker.make(Kind::Task, &[(Task::main, Value::YesNo(true))]);
    maker.make(Kind::Task, &[(Task::main, Value::YesNo(true)), (Task::enterprise, Value::Ref(top))]);
    let gone = add(&mut maker, "已退出", None, None);
    let valid_to = Value::Date(date("2024-06-30"));
    maker.set(RecordRef::new(Kind::Enterprise, gone), Enterprise::valid_to, valid_to);
    maker.make(Kind::Task, &[(Task::main, Value::YesNo(true)), (Task::enterprise, Value::Ref(gone))]);
    look(&maker.ledger, date("2024-12-31"), |view| {
        let found = penetration(view, code("T1"), &Scope::default(), Reach::Own).unwrap();
        assert_eq!((found.tree.apart.open(), found.tree.total.open()), (2, 3));
        assert_eq!(found.steps.iter().map(|step| step.tier).collect::<Vec<_>>(), [Some(1), None]);
        assert_eq!(found.steps[1].drop, None, "no tier, and so no drop");
        assert_eq!(blockages(&found.tree, 0).list[0].share, Ratio::new(1, 3), "a share of the whole gap");
    });
}

#[test]
fn rates_of_amounts_and_what_must_never_be_a_target_are_refused() {
    look(&Maker::new().ledger, date("2024-12-31"), |view| {
        let refused = |name| penetration(view, code(name), &Scope::default(), Reach::Own).err();
        assert_eq!(refused("T2"), Some(Untraceable::Weighted));
        assert_eq!(refused("I1"), Some(Untraceable::Weighted));
        assert_eq!(refused("E3"), Some(Untraceable::NeverATarget), "不以比例划线");
        assert_eq!(refused("E1"), None);
        let gone = penetration(view, Id::new(RawId(999_999)), &Scope::default(), Reach::Own).err();
        assert_eq!(gone, Some(Untraceable::Undefined));
        let nothing = penetration(view, code("E1"), &Scope::default(), Reach::Own).unwrap();
        assert!(nothing.steps.is_empty() && nothing.tree.nodes.is_empty());
        assert_eq!(blockages(&nothing.tree, 0), Blockages::default());
    });
}

/// Differences of rates in whole numbers over one denominator, small enough here to multiply out.
fn assert_steepest(steps: &[Step]) {
    let measured: Vec<&Step> = steps.iter().filter(|s| s.tier.is_some() && s.part.due.den > 0).collect();
    let drop = |pair: &[&Step]| {
        let [a, b] = [pair[0].part.due, pair[1].part.due].map(|r| (i128::from(r.num), i128::from(r.den)));
        (a.0 * b.1 - b.0 * a.1, a.1 * b.1)
    };
    let drops: Vec<(i128, i128)> = measured.windows(2).map(drop).collect();
    let steepest: Vec<usize> = (1..measured.len()).filter(|at| measured[*at].is_steepest).collect();
    assert_eq!(steepest.len(), usize::from(drops.iter().any(|(num, _)| *num > 0)), "one at most");
    for at in steepest {
        let (num, den) = drops[at - 1];
        let printed = |at: usize| measured[at].part.due.printed(None).unwrap();
        assert!(num > 0 && drops.iter().all(|(n, d)| n * den <= num * d), "no drop is greater: {drops:?}");
        assert_eq!(measured[at].drop, Some(printed(at - 1).less(printed(at))));
    }
    assert!(measured.first().is_none_or(|first| first.drop.is_none() && !first.is_steepest));
}

fn assert_blockages(found: &Penetration) {
    let Blockages { list, others, others_open } = blockages(&found.tree, found.needed);
    let open: i64 = list.iter().map(|one| one.part.open()).sum();
    let in_trees = found.tree.total.open() - found.tree.apart.open();
    assert_eq!(open + others_open, in_trees, "the parts sum to all that is open in the trees");
    assert!(list.len() <= MOST_LISTED && list.iter().all(|one| one.part.open() > 0));
    assert!(others == 0 || list.len() == MOST_LISTED || open * 5 >= in_trees * 4, "enough are named");
    assert!(list.windows(2).all(|pair| pair[0].part.open() >= pair[1].part.open()), "the largest first");
    let shares: i64 = list.iter().map(|one| one.share.num).sum();
    assert!(list.iter().all(|one| one.share.den == found.tree.total.open()) && shares <= found.tree.total.open());
    // Each node of the tree is spoken for once at most.
    let mut spoken = vec![0; found.tree.nodes.len()];
    for one in &list {
        let node = one.node as usize;
        let run = if one.is_whole { found.tree.subtree(node) } else { node..node + 1 };
        let sum: i64 = run.clone().map(|at| found.tree.nodes[at].own.open()).sum();
        assert_eq!(sum, one.part.open(), "a blockage is the sum of its enterprises");
        assert!(one.could_give <= found.needed && one.could_give <= one.part.open());
        run.for_each(|at| spoken[at] += 1);
    }
    assert!(spoken.into_iter().all(|times| times <= 1), "blockages do not overlap");
}

fn assert_sums(view: View<'_>, id: Id<Indicator>, scope: &Scope, reach: Reach) {
    let found = penetration(view, id, scope, reach).unwrap();
    let sum = |parts: &mut dyn Iterator<Item = Part>| {
        parts
            .fold((Ratio::default(), 0, 0), |sum, part| (sum.0 + part.due, sum.1 + part.missing, sum.2 + part.excluded))
    };
    let Part { due, missing, excluded } = found.tree.total;
    assert_eq!(due, found.figure.due);
    assert_eq!(found.tree.total.upper(), found.figure.upper, "what is missing bounds the rate");
    assert_eq!(sum(&mut found.steps.iter().map(|step| step.part)), (due, missing, excluded), "the ladder adds up");
    let own = &mut found.tree.nodes.iter().map(|node| node.own).chain([found.tree.apart]);
    assert_eq!(sum(own), (due, missing, excluded), "the enterprises add up");
    assert_eq!(
        found.open_of(view, None, None).map(|item| item.counted.den - item.counted.num).sum::<i64>(),
        due.den - due.num
    );
    for step in &found.steps {
        let open: i64 =
            found.open_of(view, None, Some(step.tier)).map(|item| item.counted.den - item.counted.num).sum();
        assert_eq!(open, step.part.open(), "a step leads to its rows");
    }
    let tiers = if reach == Reach::All { Tiers::ALL } else { view.ledger.indicators.get(id).unwrap().tiers };
    for node in &found.tree.nodes {
        let at = node.enterprise as usize;
        let group = Scope { group: Some(view.ledger.enterprises.typed_id(at)), ..scope.clone() };
        let of_group = of_items(view, id, &group, &items_in(view, id, &group, tiers));
        assert_eq!(node.subtree.due, of_group.due, "a subtree is the figure of its group");
        assert_eq!(node.subtree.upper(), of_group.upper);
        if reach == Reach::Own {
            assert_eq!(figure(view, id, &group).due, of_group.due, "the indicator's own tiers are its figure");
        }
        let open: i64 = found.open_of(view, Some(at), None).map(|item| item.counted.den - item.counted.num).sum();
        assert_eq!(open, node.subtree.open(), "a subtree leads to its rows");
    }
    assert_steepest(&found.steps);
    assert_blockages(&found);
}

fn assert_all(view: View<'_>) {
    let inner = view.ledger.enterprises.iter().nth(1).map(|(id, _)| id);
    let scopes = [
        Scope::default(),
        Scope { tiers: Tiers::of([1, 3]), ..Scope::default() },
        Scope { group: inner, ..Scope::default() },
    ];
    for scope in &scopes {
        for (id, _) in view.ledger.indicators.iter().filter(|(id, _)| traceable(view, *id).is_ok()) {
            assert_sums(view, id, scope, Reach::Own);
            assert_sums(view, id, scope, Reach::All);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn everything_adds_up_for_every_ledger(list in wishes(70), day in 0i64..500) {
        let ledger = granted(&list, |_, _| {});
        let day = date("2024-01-01").checked_add(jiff::Span::new().days(day)).unwrap();
        look(&ledger, day, assert_all);
    }

    #[test]
    fn everything_adds_up_for_every_tree(rows in prop::collection::vec((any::<prop::sample::Index>(), 0u8..8), 1..40)) {
        // A forest in which each enterprise hangs below an earlier one, or begins a group.
        let mut maker = Maker::new();
        let mut made: Vec<RawId> = Vec::new();
        for (parent, kind) in rows {
            let parent = if made.is_empty() || kind == 0 { None } else { Some(made[parent.index(made.len())]) };
            let issued = [Some(true), Some(false), Some(false), None][usize::from(kind % 4)];
            let id = add(&mut maker, "企", parent, issued);
            if kind == 7 {
                exclude(&mut maker, id);
            }
            made.push(id);
        }
        look(&maker.ledger, date("2024-12-31"), |view| {
            for reach in [Reach::Own, Reach::All] {
                assert_sums(view, code("E1"), &Scope::default(), reach);
            }
        });
    }
}

#[test]
fn everything_adds_up_in_the_sample() {
    look(&seed::sample().unwrap(), seed::SAMPLE_AS_OF, assert_all);
}

#[test]
fn a_circle_of_parents_that_came_in_by_a_file_stands_apart() {
    let mut loader = builtins::begin(RawId(1), &Profile::default()).unwrap();
    let below =
        |parent: Option<u64>| Enterprise { parent: parent.map(|id| Id::new(RawId(id))), ..Enterprise::default() };
    for (id, parent) in [(0x1_0000, Some(0x1_0001)), (0x1_0001, Some(0x1_0000)), (0x1_0002, None)] {
        builtins::add(&mut loader, id, &below(parent)).unwrap();
    }
    look(&loader.finish(), date("2024-12-31"), |view| {
        let found = penetration(view, code("E1"), &Scope::default(), Reach::All).unwrap();
        assert_eq!((found.tree.apart.open(), found.tree.total.open(), found.tree.nodes.len()), (2, 3, 1));
        assert_eq!(found.open_of(view, None, Some(None)).count(), 2, "they can be looked at");
        assert_blockages(&found);
    });
}
