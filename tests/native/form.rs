//! Form and spirit: hand-made cases, and the identities that hold for every ledger.

use ledger::domain::{
    Id, Kind, Lang, Ratio, RawId, RecordRef, Stage, Tiers, Value,
    builtins::{self, institution},
    choice::{CodedEnum, ExclusionReason, FunctionClass, StageName},
    records::{Adoption, Enterprise, Exclusion, Institution},
};
use proptest::prelude::*;
use report::{
    Answer, Axis, ColumnLabel, Scope, View, figure,
    form_and_substance::{self, FormSpirit, Lack, Quadrant, form_by_axis, form_spirit, institutions, keep_part, lacks},
};

use support::{Maker, date, granted, look, wishes};

const DAY: &str = "2024-12-31";

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn yes(day: &str) -> Value {
    Value::Stage(Stage::Yes(Some(date(day))))
}

fn subsidiary(maker: &mut Maker, top: RawId, name: &str) -> RawId {
    maker.make(Kind::Enterprise, &[(Enterprise::name, text(name)), (Enterprise::parent, Value::Ref(top))])
}

fn adopt(maker: &mut Maker, enterprise: RawId, of: Id<Institution>, more: &[(ledger::domain::Field, Value)]) -> RawId {
    let mut values =
        vec![(Adoption::enterprise, Value::Ref(enterprise)), (Adoption::institution, Value::Ref(of.raw()))];
    values.extend_from_slice(more);
    maker.make(Kind::Adoption, &values)
}

/// Seven tier-2 enterprises and the exit system: one with form and spirit, one assessed and paid without
/// evidence, one paid later than the day, one issued alone, one that works without a rule, one of which
/// nothing is known, and one that is excluded.
fn seven() -> (Maker, [RawId; 7]) {
    let mut maker = Maker::new();
    let top = maker.make(Kind::Enterprise, &[(Enterprise::name, text("示范集团"))]);
    let ids = ["甲", "乙", "丙", "丁", "戊", "己", "庚"].map(|name| subsidiary(&mut maker, top, name));
    let issued = (Adoption::issued, yes("2024-03-01"));
    let assessed = (Adoption::assessed, yes("2024-06-01"));
    let paid = (Adoption::paid, yes("2024-07-01"));
    let shown =
        [(Adoption::assessed_evidence, text("考核〔2024〕1号")), (Adoption::paid_evidence, text("兑现〔2024〕1号"))];
    let of = institution::EXIT;
    let all = [issued.clone(), assessed.clone(), paid.clone(), shown[0].clone(), shown[1].clone()];
    adopt(&mut maker, ids[0], of, &all);
    adopt(&mut maker, ids[1], of, &[issued.clone(), assessed.clone(), paid.clone(), shown[0].clone()]);
    let later = (Adoption::paid, yes("2025-01-01"));
    adopt(&mut maker, ids[2], of, &[issued.clone(), assessed.clone(), later, shown[0].clone(), shown[1].clone()]);
    adopt(&mut maker, ids[3], of, std::slice::from_ref(&issued));
    let not = (Adoption::issued, Value::Stage(Stage::No));
    adopt(&mut maker, ids[4], of, &[not, assessed, paid, shown[0].clone(), shown[1].clone()]);
    adopt(&mut maker, ids[6], of, &all);
    maker.make(
        Kind::Exclusion,
        &[
            (Exclusion::enterprise, Value::Ref(ids[6])),
            (Exclusion::reason, Value::Choice(ExclusionReason::Shell.index())),
        ],
    );
    (maker, ids)
}

fn sums(maker: &Maker, of: Id<Institution>) -> FormSpirit {
    look(&maker.ledger, date(DAY), |view| form_spirit(view, of, &Scope::default()))
}

#[test]
fn seven_enterprises_stand_where_a_hand_count_puts_them() {
    let (maker, _) = seven();
    let sums = sums(&maker, institution::EXIT);
    assert_eq!((sums.form, sums.spirit), (Ratio::new(4, 6), Ratio::new(2, 6)));
    // Both, form alone, spirit alone, neither, and what nobody filled in apart.
    assert_eq!(sums.quadrants, [1, 2, 1, 0, 2]);
    assert_eq!((sums.lacks_evidence, sums.without_exit, sums.recorded), (1, 2, 6));
    let counts = sums.funnel.map(|stage| (stage.yes, stage.no, stage.missing));
    assert_eq!(counts, [(4, 1, 1), (0, 0, 6), (4, 0, 2), (3, 1, 2), (0, 0, 6)]);
    assert_eq!(sums.gap(), Some(334), "66.7 % less 33.3 %, as both are printed");
}

#[test]
fn what_is_lacking_is_named_stage_by_stage() {
    let (maker, _) = seven();
    let words = look(&maker.ledger, date(DAY), |view| {
        let sums = form_spirit(view, institution::EXIT, &Scope::default());
        let lacks = |line| lacks(view, line, institution::EXIT).into_iter().map(|lack: Lack| lack.sentence(Lang::Zh));
        sums.due().map(|line| lacks(line).collect::<Vec<_>>().join("、")).collect::<Vec<_>>()
    });
    assert_eq!(
        words,
        ["", "缺兑现依据", "未兑现", "考核未填、兑现未填", "未印发", "印发未填、考核未填、兑现未填"],
        "neither signing, which this institution has not, nor exit is ever lacking"
    );
}

#[test]
fn an_institution_with_contracts_has_form_only_when_signed() {
    let mut maker = Maker::new();
    let top = maker.make(Kind::Enterprise, &[]);
    let issued = [(Adoption::issued, yes("2024-03-01"))];
    adopt(&mut maker, top, institution::TENURE, &issued);
    assert_eq!(sums(&maker, institution::TENURE).quadrants, [0, 0, 0, 0, 1]);
    let second = subsidiary(&mut maker, top, "乙");
    adopt(&mut maker, second, institution::TENURE, &[issued[0].clone(), (Adoption::signed, yes("2024-04-01"))]);
    assert_eq!(sums(&maker, institution::TENURE).quadrants, [0, 0, 0, 0, 2]);
}

/// Issue seen in the page: 195 enterprises 有形无神 with 公司制改制, which has nothing to assess.
#[test]
fn spirit_is_asked_only_where_there_are_stages_of_assessment_and_pay() {
    let mut maker = Maker::new();
    let top = maker.make(Kind::Enterprise, &[]);
    for of in [institution::CORPORATE, institution::BOARD, institution::PERFORMANCE] {
        adopt(&mut maker, top, of, &[(Adoption::issued, yes("2024-03-01"))]);
    }
    for of in [institution::CORPORATE, institution::BOARD] {
        let own = sums(&maker, of);
        assert_eq!((own.form, own.spirit, own.quadrants), (Ratio::new(1, 1), Ratio::new(0, 0), [0; 5]));
        assert_eq!((own.spirit.percent().as_str(), own.gap()), ("—", None));
        look(&maker.ledger, date(DAY), |view| assert!(lacks(view, &own.lines[0], of).is_empty()));
    }
    assert_eq!(sums(&maker, institution::PERFORMANCE).quadrants, [0, 0, 0, 0, 1]);
    // It is data of the institution, also for those that the users add; a ledger of before says nothing.
    let record = |of: Id<Institution>| RecordRef::new(Kind::Institution, of.raw());
    maker.set(record(institution::CORPORATE), Institution::has_assessment, Value::YesNo(true));
    assert_eq!(sums(&maker, institution::CORPORATE).spirit.den, 1);
    maker.set(record(institution::BOARD), Institution::has_assessment, Value::Empty);
    assert_eq!(sums(&maker, institution::BOARD).spirit.den, 0);
}

#[test]
fn an_institution_without_an_indicator_leaves_out_who_says_so_and_who_is_excluded_from_all() {
    let mut maker = Maker::new();
    let [one, two, three] =
        ["甲", "乙", "丙"].map(|name| maker.make(Kind::Enterprise, &[(Enterprise::name, text(name))]));
    adopt(&mut maker, one, institution::COMPETITION, &[(Adoption::due, Value::YesNo(false))]);
    maker.make(Kind::Exclusion, &[(Exclusion::enterprise, Value::Ref(two))]);
    adopt(&mut maker, three, institution::COMPETITION, &[(Adoption::issued, yes("2024-03-01"))]);
    assert_eq!(sums(&maker, institution::COMPETITION).form, Ratio::new(1, 1));
}

#[test]
fn functional_institutions_are_not_judged_by_form() {
    let mut maker = Maker::new();
    let kind = |index: u8| (Institution::kind, Value::Choice(index));
    let functional = maker.make(Kind::Institution, &[kind(0)]);
    let unsaid = maker.make(Kind::Institution, &[]);
    let listed: Vec<RawId> = look(&maker.ledger, date(DAY), |view| {
        institutions(view, &Scope::default()).into_iter().map(|line| line.institution.raw()).collect()
    });
    assert!(listed.contains(&unsaid) && !listed.contains(&functional), "{listed:?}");
}

fn scopes(view: View<'_>) -> Vec<Scope> {
    let mut scopes = vec![
        Scope::default(),
        Scope { tiers: Tiers::of([2]), ..Scope::default() },
        Scope { function: Some(FunctionClass::Public), ..Scope::default() },
    ];
    scopes.extend(view.ledger.enterprises.iter().take(2).map(|(id, _)| Scope { group: Some(id), ..Scope::default() }));
    scopes.extend(view.ledger.units.iter().take(2).map(|(id, _)| Scope { unit: Some(id), ..Scope::default() }));
    scopes
}

fn identities(view: View<'_>, scope: &Scope) {
    for (id, row) in view.ledger.institutions.iter() {
        let sums = form_spirit(view, id, scope);
        let due = sums.due().count() as i64;
        let asked = if form_and_substance::asks_spirit(view, id) { due } else { 0 };
        assert_eq!((sums.form.den, sums.spirit.den), (due, asked), "one denominator, where spirit is asked");
        assert_eq!(sums.quadrants.iter().sum::<i64>(), asked, "the quadrants sum to those due");
        for stage in sums.funnel {
            assert_eq!(stage.yes + stage.no + stage.missing, due, "every stage asks all that are due");
        }
        for line in &sums.lines {
            let [issued, signed, assessed, paid, _] = line.stages;
            if line.spirit == Answer::Yes {
                assert_eq!((assessed, paid), (Answer::Yes, Answer::Yes), "spirit is assessed and paid");
            }
            let signs = row.has_contracts == Some(true);
            assert_eq!(line.form == Answer::Yes, issued == Answer::Yes && (!signs || signed == Answer::Yes));
            if line.quadrant() == Some(Quadrant::Both) {
                assert!(lacks(view, line, id).is_empty(), "who has both lacks nothing");
            }
        }
        // The indicator that counts the same stage has the same rate.
        if let Some(indicator) = form_and_substance::governing(view, id)
            && view
                .ledger
                .indicators
                .get(indicator)
                .is_some_and(|row| row.stage.unwrap_or(StageName::Issued) == StageName::Issued)
            && row.has_contracts != Some(true)
        {
            assert_eq!(sums.form, figure(view, indicator, scope).due, "form is the rate of the indicator");
        }
        for axis in [Axis::Tier, Axis::Group, Axis::Region, Axis::Unit, Axis::Function] {
            let parts = form_by_axis(view, id, scope, axis);
            let total = &parts[0];
            assert_eq!((total.label, total.sums.quadrants), (ColumnLabel::Total, sums.quadrants));
            let sum = |of: fn(&FormSpirit) -> i64| parts[1..].iter().map(|part| of(&part.sums)).sum::<i64>();
            assert_eq!(sum(|sums| sums.form.num), sums.form.num);
            assert_eq!(sum(|sums| sums.spirit.num), sums.spirit.num);
            assert_eq!(sum(|sums| sums.form.den), due);
            for part in &parts {
                let mut lines: Vec<_> = sums.due().copied().collect();
                keep_part(view, scope, axis, part.label, &mut lines);
                assert_eq!(lines.len() as i64, part.sums.due_count(), "the rows behind a part are as many as it says");
            }
        }
    }
}

#[test]
fn the_sample_keeps_the_identities() {
    let ledger = seed::sample().unwrap();
    look(&ledger, date(DAY), |view| {
        let e1 = builtins::indicator("E1").unwrap();
        assert!(figure(view, e1, &Scope::default()).due.den > 0, "there is something to compare");
        scopes(view).iter().for_each(|scope| identities(view, scope));
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn quadrants_funnel_parts_and_indicators_agree_in_every_ledger(wishes in wishes(120)) {
        let ledger = granted(&wishes, |_, _| {});
        look(&ledger, date("2024-09-30"), |view| scopes(view).iter().for_each(|scope| identities(view, scope)));
    }
}
