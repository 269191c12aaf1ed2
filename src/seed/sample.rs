//! The invented sample: three groups, five tiers, 137 tier-2 and tier-3 enterprises that are due for
//! the exit system, 95 of which have it. Every name in it is made up and says so.

use super::{sample_directors, sample_layout, sample_people, sample_practices, sample_tasks};
use ledger::domain::{
    ActorId, CreditCode, Date, Decimal, Dot, Id, Kind, Ledger, LedgerBuilder, LoadError, LoadedRow, RawId, RecordRef,
    RegionCode, RowMeta, Stage, Stamps,
    builtins::{self, institution, programme},
    choice::{ExclusionReason, FunctionClass, HoldingKind, MembershipChange, OperatingState, UnitKind},
    records::{Adoption, Enterprise, Exclusion, Grade, Membership, Profile, Unit},
    schema::LongText,
};

/// The day on which the sample is best looked at.
pub const SAMPLE_AS_OF: Date = Date::constant(2024, 12, 10);

/// The identity that every copy of the sample shares.
const SAMPLE_ID: RawId = RawId(0x5a_0001);
/// Identities of the sample's records begin here, above the catalogue's.
pub(super) const FIRST: u64 = 0x1_0000;

/// Numbers that look random and are the same every time.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Yes in so many of a hundred cases.
    pub(super) fn percent(&mut self, chance: u64) -> bool {
        self.roll(100) < chance
    }

    /// A day between two others.
    pub(super) fn day(&mut self, from: Date, to: Date) -> Date {
        let span = ledger::domain::days_between(from, to).max(1) as u64;
        from.saturating_add(jiff::Span::new().days(self.roll(span) as i64))
    }
}

/// An enterprise of the sample on its way into the ledger.
pub(super) struct Planned {
    pub id: Id<Enterprise>,
    pub tier: u8,
    pub group: usize,
    pub excluded: bool,
}

const GROUPS: [(&str, &[&str]); 3] = [
    (
        "示例能源",
        &["发电", "煤业", "燃气", "热力", "新能源", "电力工程", "物资", "检修", "储运", "环保", "地产", "酒店"],
    ),
    ("示例交通", &["公路", "轨道", "港口", "航空", "公交", "物流", "养护", "服务区", "设计院", "置业"]),
    ("示例制造", &["机床", "重工", "电子", "软件", "材料", "铸造", "进出口", "检测", "园区"]),
];
const MARKS: [&str; 12] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"];
const REGIONS: [&str; 6] = ["320100", "330100", "340100", "430100", "510100", "610100"];

/// Builds the sample; the same every time.
///
/// # Errors
/// None that a test has not ruled out: its identities are distinct.
pub fn sample() -> Result<Ledger, LoadError> {
    let profile = Profile {
        title: "示例省国企改革台账".to_owned(),
        unit: Some(Id::new(RawId(1))),
        invented: Some(true),
        note: LongText("示例数据：企业、人员和数字均为虚构，仅供演示。".to_owned()),
        ..Profile::default()
    };
    let mut loader = builtins::begin(SAMPLE_ID, &profile)?;
    for (at, name) in ["示例省国资委", "示例能源集团", "示例交通集团", "示例制造集团"].into_iter().enumerate()
    {
        let kind = Some(if at == 0 { UnitKind::Provincial } else { UnitKind::Group });
        builtins::add(&mut loader, at as u64 + 1, &Unit { name: name.to_owned(), kind, ..Unit::default() })?;
    }
    let planned = enterprises(&mut loader)?;
    adoptions(&mut loader, &planned)?;
    pilots(&mut loader, &planned)?;
    sample_people::add(&mut loader, &planned)?;
    sample_directors::add(&mut loader)?;
    sample_layout::add(&mut loader, &planned)?;
    sample_tasks::add(&mut loader)?;
    sample_practices::add(&mut loader)?;
    marked(loader)
}

/// Marks everything but the catalogue as made by one hand: what no mark stands on would give way to an
/// edit of somebody who only saw a stand-in for it.
fn marked(loader: LedgerBuilder) -> Result<Ledger, LoadError> {
    let made = Dot { actor: ActorId(SAMPLE_ID.0), count: 1 };
    let created = [made].into_iter().collect();
    let meta = RowMeta { stamps: Stamps { created, ..Stamps::default() }, ..RowMeta::default() };
    let ledger = loader.finish();
    let mut loader = LedgerBuilder::resume(ledger.clone());
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for id in (0..table.len()).map(|at| table.id_at(at)).filter(|id| id.0 >= FIRST) {
            let row = LoadedRow { meta: meta.clone(), ..LoadedRow::default() };
            loader.replace(RecordRef::new(*kind, id), row)?;
        }
    }
    loader.clock(&[made].into_iter().collect());
    Ok(loader.finish())
}

/// Plans 3 groups, 31 tier-2, 112 tier-3 (6 of both excluded), 40 tier-4 and 15 tier-5 enterprises.
fn enterprises(loader: &mut LedgerBuilder) -> Result<Vec<Planned>, LoadError> {
    let mut dice = Dice::new(7);
    // A stream of its own, so that what it rolls shifts nothing else.
    let mut size = Dice::new(31);
    let mut planned: Vec<Planned> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut add = |loader: &mut LedgerBuilder,
                   planned: &mut Vec<Planned>,
                   name: String,
                   parent: Option<usize>,
                   tier: u8,
                   group: usize|
     -> Result<(), LoadError> {
        let at = planned.len();
        let id = Id::new(RawId(FIRST + at as u64));
        let staff = staff(&mut size, tier);
        let excluded = matches!(tier, 2 | 3) && [9, 21, 38, 60, 88, 120].contains(&at);
        let row = Enterprise {
            name: format!("{name}有限公司"),
            code: code(at),
            parent: parent.map(|parent| planned[parent].id),
            unit: (tier == 1).then(|| Id::new(RawId(group as u64 + 2))),
            supervisor: if tier == 1 { "示例省国资委".to_owned() } else { String::new() },
            region: RegionCode::parse(REGIONS[dice.roll(6) as usize]).filter(|_| tier == 1 || dice.percent(70)),
            function_class: [FunctionClass::CommercialOne, FunctionClass::CommercialTwo, FunctionClass::Public]
                .get(if dice.percent(60) { 0 } else { 1 + dice.roll(2) as usize })
                .copied(),
            industry: ["电力热力", "交通运输", "装备制造"][group].to_owned(),
            emerging: Some(dice.percent(18)),
            holding: Some(if dice.percent(65) { HoldingKind::Wholly } else { HoldingKind::AbsoluteControl }),
            staff,
            effort: effort(&mut size, staff),
            state: Some(if excluded { OperatingState::Suspended } else { OperatingState::Operating }),
            ..Enterprise::default()
        };
        builtins::add(loader, id.raw().0, &row)?;
        planned.push(Planned { id, tier, group, excluded });
        names.push(name);
        Ok(())
    };
    for (group, (stem, _)) in GROUPS.iter().enumerate() {
        add(loader, &mut planned, format!("{stem}集团"), None, 1, group)?;
    }
    for (group, (stem, businesses)) in GROUPS.iter().enumerate() {
        for business in *businesses {
            add(loader, &mut planned, format!("{stem}{business}"), Some(group), 2, group)?;
        }
    }
    let mut below = |loader: &mut LedgerBuilder,
                     planned: &mut Vec<Planned>,
                     tier: u8,
                     count: usize|
     -> Result<(), LoadError> {
        let parents: Vec<usize> = (0..planned.len()).filter(|at| planned[*at].tier == tier - 1).collect();
        for n in 0..count {
            let parent = parents[n % parents.len()];
            let stem = stem_of(parent, planned);
            let name =
                format!("{stem}{}{}", MARKS[n / parents.len()], ["", "", "", "", "产业", "分部"][usize::from(tier)]);
            let group = planned[parent].group;
            add(loader, planned, name, Some(parent), tier, group)?;
        }
        Ok(())
    };
    below(loader, &mut planned, 3, 112)?;
    below(loader, &mut planned, 4, 40)?;
    below(loader, &mut planned, 5, 15)?;
    for (n, at) in (0..planned.len()).filter(|at| planned[*at].excluded).enumerate() {
        let reasons = [ExclusionReason::NoOperations, ExclusionReason::WindingUp, ExclusionReason::Overseas];
        let row = Exclusion {
            enterprise: Some(planned[at].id),
            reason: Some(reasons[n % 3]),
            basis: format!("示例国资企改〔2024〕{}号", n + 11),
            ..Exclusion::default()
        };
        builtins::add(loader, FIRST + n as u64, &row)?;
    }
    Ok(planned)
}

/// How many people an enterprise of a tier employs; of a few nobody said.
fn staff(dice: &mut Dice, tier: u8) -> Option<Decimal> {
    let (least, spread) = match tier {
        1 => (1_400, 900),
        2 => (260, 1_300),
        3 => (50, 420),
        4 => (20, 130),
        _ => (8, 50),
    };
    let count = Decimal::whole((least + dice.roll(spread)) as i64);
    (!dice.percent(6)).then_some(count)
}

/// How much it takes to move an enterprise, in halves from 1 to 5: the larger, the more.
fn effort(dice: &mut Dice, staff: Option<Decimal>) -> Option<Decimal> {
    let size = staff.map_or(0, |staff| staff.hundredths() / 100 / 300).min(3);
    let halves = 2 + 2 * size + dice.roll(3) as i64;
    (!dice.percent(9)).then(|| Decimal::from_hundredths(halves * 50))
}

/// The name that an enterprise's subsidiaries begin with.
fn stem_of(at: usize, planned: &[Planned]) -> String {
    let (stem, businesses) = GROUPS[planned[at].group];
    match planned[at].tier {
        1 => format!("{stem}集团"),
        2 => {
            let first: usize = 3 + GROUPS[..planned[at].group].iter().map(|(_, list)| list.len()).sum::<usize>();
            format!("{stem}{}", businesses[at - first])
        }
        tier => format!("{stem}{}{:03}", ["", "", "", "三级", "四级"][usize::from(tier)], at),
    }
}

/// Codes of a region that does not exist, with a true check character; some are missing, one was
/// damaged by a spreadsheet and one stands twice.
fn code(at: usize) -> CreditCode {
    match at {
        17 | 45 | 46 | 110 | 151 => CreditCode::default(),
        52 => CreditCode::new("9.1E+17"),
        73 => code(72),
        _ => CreditCode::with_check_character(&format!("91000000MA{at:07}")),
    }
}

/// A step that was taken on a day.
pub(super) fn yes(day: Date) -> Option<Stage> {
    Some(Stage::Yes(Some(day)))
}

fn adoptions(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    let mut dice = Dice::new(2024);
    let mut next = FIRST;
    let mut put = |loader: &mut LedgerBuilder, row: Adoption| -> Result<(), LoadError> {
        next += 1;
        builtins::add(loader, next, &row)
    };
    // Which 95 of the 137 have the exit system: the same ones every time, tier 2 somewhat ahead.
    let mut due: Vec<(u64, usize)> = (0..planned.len())
        .filter(|at| matches!(planned[*at].tier, 2 | 3) && !planned[*at].excluded)
        .map(|at| (dice.roll(1000) + u64::from(planned[at].tier) * 120 + [0, 90, 260][planned[at].group], at))
        .collect();
    due.sort_unstable();
    let rank = |at: usize| due.iter().position(|(_, other)| *other == at);
    let (from, to) = (Date::constant(2023, 7, 10), Date::constant(2024, 11, 25));
    for (at, enterprise) in planned.iter().enumerate() {
        let base =
            Adoption { enterprise: Some(enterprise.id), institution: Some(institution::EXIT), ..Adoption::default() };
        let has = match rank(at) {
            Some(rank) if rank < 95 => Some(true),
            Some(rank) => (rank % 7 > 1).then_some(false),
            // One that does not count has the system all the same: a contradiction for the checks.
            None if enterprise.excluded => (at == 38).then_some(true),
            None => Some(dice.percent(if enterprise.tier == 4 {
                40
            } else if enterprise.tier == 5 {
                20
            } else {
                100
            })),
        };
        match has {
            None => {}
            Some(false) => put(loader, Adoption { issued: Some(Stage::No), ..base })?,
            Some(true) => put(loader, exit_system(&mut dice, base, from, to))?,
        }
        // Two signed after they were assessed, for the checks to find.
        let last = if at % 90 == 50 { Date::constant(2024, 6, 30) } else { Date::constant(2024, 4, 10) };
        let signed_on =
            dice.day(if at % 90 == 50 { Date::constant(2024, 5, 1) } else { Date::constant(2022, 9, 1) }, last);
        if dice.percent(93) {
            let base = Adoption {
                enterprise: Some(enterprise.id),
                institution: Some(institution::TENURE),
                ..Adoption::default()
            };
            let assessed = dice.percent(80).then(|| Stage::Yes(Some(Date::constant(2024, 4, 20))));
            put(
                loader,
                Adoption {
                    issued: yes(Date::constant(2021, 11, 15)),
                    issued_evidence: "示例任期制管理办法（2021）".to_owned(),
                    signed: if dice.percent(94) { yes(signed_on) } else { Some(Stage::No) },
                    signed_evidence: "契约文本存档".to_owned(),
                    assessed,
                    assessed_evidence: if at % 23 == 4 { String::new() } else { "年度考核通知存档".to_owned() },
                    paid_evidence: "薪酬兑现单存档".to_owned(),
                    paid: assessed.filter(|_| dice.percent(85)).and(yes(Date::constant(2024, 6, 28))),
                    ..base
                },
            )?;
        }
        for (institution, chance) in
            [(institution::PERFORMANCE, 92), (institution::COMPETITION, 71), (institution::CORPORATE, 100)]
        {
            let day = dice.day(Date::constant(2021, 3, 1), Date::constant(2024, 10, 31));
            let issued = if dice.percent(chance) { yes(day) } else { Some(Stage::No) };
            put(
                loader,
                Adoption {
                    enterprise: Some(enterprise.id),
                    institution: Some(institution),
                    issued,
                    ..Adoption::default()
                },
            )?;
        }
        if enterprise.tier < 4 {
            let due = dice.percent(25);
            let day = dice.day(Date::constant(2023, 2, 1), Date::constant(2024, 11, 30));
            let issued = if due && dice.percent(45) { yes(day) } else { Some(Stage::No) };
            put(
                loader,
                Adoption {
                    enterprise: Some(enterprise.id),
                    institution: Some(institution::INCENTIVE),
                    due: Some(due),
                    issued,
                    ..Adoption::default()
                },
            )?;
        }
    }
    Ok(())
}

/// The exit system of one enterprise, taken as far as the dice say.
fn exit_system(dice: &mut Dice, base: Adoption, from: Date, to: Date) -> Adoption {
    let issued = dice.day(from, to);
    let later = |dice: &mut Dice, days: i64| {
        let day = dice.day(issued.saturating_add(jiff::Span::new().days(days)), Date::constant(2025, 3, 31));
        (day <= SAMPLE_AS_OF).then_some(day)
    };
    let assessed = dice.percent(70).then(|| later(dice, 60)).flatten();
    let paid = assessed.filter(|_| dice.percent(70));
    let adjusted = paid.filter(|_| dice.percent(45));
    let paper = |has: bool| if has { "考核及兑现通知存档".to_owned() } else { String::new() };
    Adoption {
        issued: yes(issued),
        issued_evidence: format!("示例发〔{}〕{}号", issued.year(), 10 + dice.roll(80)),
        assessed: assessed.map_or(Some(Stage::No), yes),
        assessed_evidence: paper(assessed.is_some() && dice.percent(80)),
        paid: paid.map_or(Some(Stage::No), yes),
        paid_evidence: paper(paid.is_some() && dice.percent(75)),
        adjusted: adjusted.map_or(Some(Stage::No), yes),
        ..base
    }
}

fn pilots(loader: &mut LedgerBuilder, planned: &[Planned]) -> Result<(), LoadError> {
    let first = ("示例首批（2020年）", Date::constant(2020, 5, 20));
    let second = ("示例2023年扩围调整", Date::constant(2023, 6, 8));
    let mut next = FIRST;
    for (programme, picks, words) in [
        (
            programme::DOUBLE_HUNDRED,
            &[3, 5, 16, 18, 26, 40, 47, 61, 90][..],
            ["标杆", "优秀", "优秀", "良好", "标杆", "良好", "合格", "优秀", "良好"],
        ),
        (
            programme::SCI_TECH,
            &[7, 24, 28, 30, 31, 47, 95][..],
            ["优秀", "标杆", "优秀", "良好", "优秀", "合格", "良好", "", ""],
        ),
    ] {
        for (n, at) in picks.iter().enumerate() {
            let (batch, day) = if n < picks.len() / 2 { first } else { second };
            let left = (n == 1).then_some(Date::constant(2023, 6, 8));
            let row = Membership {
                enterprise: Some(planned[*at].id),
                programme: Some(programme),
                batch: batch.to_owned(),
                joined_on: Some(day),
                left_on: left,
                change: Some(if left.is_some() { MembershipChange::Removed } else { MembershipChange::Added }),
                source: "示例数据".to_owned(),
                ..Membership::default()
            };
            builtins::add(loader, next, &row)?;
            if left.is_none() && !words[n].is_empty() {
                let row = Grade {
                    enterprise: Some(planned[*at].id),
                    programme: Some(programme),
                    year: Some(Decimal::whole(2023)),
                    grade: words[n].to_owned(),
                    source: "示例数据".to_owned(),
                };
                builtins::add(loader, next, &row)?;
            }
            next += 1;
        }
    }
    Ok(())
}
