//! What every ledger is born with: institutions, pilot programmes, indicators and the article's targets.
//!
//! These are ordinary records that the user can change. Their small identities are the same in every
//! ledger, and they carry no stamps, so that ledgers begun apart agree on them.

use super::{
    choice::{
        Concentration, CountUnit, IndustryClass, Measure, ReformKind, RubricReading, StageName, Strength, TimeBasis,
    },
    id::{Id, RawId},
    ledger::{Ledger, LedgerBuilder, LoadError, LoadedRow},
    number::Decimal,
    records::{
        ClassDirection, GradeScale, Indicator, Institution, Profile, Programme, Quotation, Rubric, RubricItem, Target,
    },
    schema::{Kind, LongText, Record, RecordRef, Tiers, Value},
    table::RowMeta,
};

/// Where the article was published: the source of what a comment says the article says.
pub const ARTICLE: &str = "新华社《新一轮国企改革关键之年：改什么？怎么改？》（2024年1月）";

/// The one record of [`Profile`].
pub const PROFILE: Id<Profile> = Id::new(RawId(1));

/// Institutions that every ledger knows.
pub mod institution {
    use super::{Id, Institution, RawId};

    /// 末等调整和不胜任退出.
    pub const EXIT: Id<Institution> = Id::new(RawId(1));
    /// 任期制和契约化管理.
    pub const TENURE: Id<Institution> = Id::new(RawId(2));
    /// 竞争上岗.
    pub const COMPETITION: Id<Institution> = Id::new(RawId(3));
    /// 全员绩效考核.
    pub const PERFORMANCE: Id<Institution> = Id::new(RawId(4));
    /// 中长期激励.
    pub const INCENTIVE: Id<Institution> = Id::new(RawId(5));
    /// 董事会.
    pub const BOARD: Id<Institution> = Id::new(RawId(6));
    /// 公司制改制.
    pub const CORPORATE: Id<Institution> = Id::new(RawId(7));
}

/// Pilot programmes that every ledger knows.
pub mod programme {
    use super::{Id, Programme, RawId};

    /// 双百行动.
    pub const DOUBLE_HUNDRED: Id<Programme> = Id::new(RawId(1));
    /// 科改行动.
    pub const SCI_TECH: Id<Programme> = Id::new(RawId(2));
}

/// The nine chapters of the action plan, offered as defaults for a task's chapter.
pub const CHAPTERS: [&str; 9] = [
    "布局结构与现代化产业体系",
    "科技创新机制",
    "重点领域保障与战略安全",
    "整合重组",
    "公司治理和市场化经营机制",
    "国资监管体制",
    "公平竞争环境",
    "党的领导党建",
    "组织保障",
];

/// The codes of the indicators for which the article sets a target, which stand above all others.
pub const HEADLINES: [&str; 2] = ["E1", "T1"];
/// The code of the indicator whose course the overview draws.
pub const COURSE: &str = "T1";
/// The codes of the indicators that units are first compared by.
pub const COMPARED: [&str; 5] = ["T1", "E1", "M1", "G2", "M3"];
/// The codes of the indicators that look at a year: of an enterprise's figures, and of its investments.
pub const YEARLY: [&str; 2] = ["I1", "I2"];

/// Finds a built-in indicator by its code, such as `E1`.
pub fn indicator(code: &str) -> Option<Id<Indicator>> {
    INDICATORS.iter().position(|i| i.code == code).map(|i| Id::new(RawId(i as u64 + 1)))
}

struct BuiltIn {
    code: &'static str,
    name: &'static str,
    name_en: &'static str,
    measure: Measure,
    institution: Option<(Id<Institution>, StageName)>,
    tiers: &'static [u8],
    unit: CountUnit,
    basis: TimeBasis,
    numerator: &'static str,
    denominator: &'static str,
    source: &'static str,
    policy: Policy,
}

/// What a built-in indicator's record says besides what it counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Policy {
    /// Nothing.
    Usual,
    /// It counts main tasks only.
    MainTasksOnly,
    /// Where nobody stated whether it applies it does not.
    StatedOnly,
    /// It never has a target: drawing a line by it does harm.
    NeverATarget,
}

const S: &str = ARTICLE;
const B: &str = "通行口径（未经核实，可修改）";
const TO_DATE: TimeBasis = TimeBasis::ToDate;

#[rustfmt::skip]
const INDICATORS: &[BuiltIn] = &[
    BuiltIn { code: "T1", name: "主体任务完成率", name_en: "Main tasks closed", measure: Measure::TasksClosed, institution: None, tiers: &[], unit: CountUnit::Items, basis: TO_DATE,
        numerator: "截至统计日状态为「已销号」的主体任务", denominator: "全部主体任务", source: S, policy: Policy::MainTasksOnly },
    BuiltIn { code: "T2", name: "总体进度", name_en: "Weighted progress", measure: Measure::TaskProgress, institution: None, tiers: &[], unit: CountUnit::Items, basis: TO_DATE,
        numerator: "Σ 权重 × 进度（未填权重按 1 计，已销号按 100% 计）", denominator: "Σ 权重", source: B, policy: Policy::Usual },
    BuiltIn { code: "E1", name: "末等调整和不胜任退出制度覆盖面", name_en: "Coverage of last-place adjustment and exit for incompetence", measure: Measure::Stage, institution: Some((institution::EXIT, StageName::Issued)), tiers: &[2, 3], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已印发末等调整和不胜任退出制度的二三级子企业", denominator: "应建立该制度的二三级子企业（户数口径，为本系统对「覆盖面」的理解）", source: S, policy: Policy::Usual },
    BuiltIn { code: "E2", name: "末等调整和不胜任退出实际开展率", name_en: "Real action under the exit system", measure: Measure::Action, institution: Some((institution::EXIT, StageName::Adjusted)), tiers: &[2, 3], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已有实际调整或退出的二三级子企业", denominator: "已印发制度的二三级子企业", source: B, policy: Policy::Usual },
    BuiltIn { code: "E3", name: "调整退出人数占比", name_en: "Managers adjusted or exited", measure: Measure::ManagersExited, institution: None, tiers: &[], unit: CountUnit::People, basis: TimeBasis::YearToDate,
        numerator: "今年以来因末等调整、不胜任而调整或退出的管理人员（违法违纪、到龄退休、主动离职不计）", denominator: "今年以来在任的管理人员", source: B, policy: Policy::NeverATarget },
    BuiltIn { code: "C1", name: "竞争上岗占比", name_en: "Appointed by competition", measure: Measure::CompetitiveAppointments, institution: None, tiers: &[], unit: CountUnit::People, basis: TimeBasis::YearToDate,
        numerator: "今年以来经竞争上岗新任的管理人员", denominator: "今年以来新任的管理人员", source: B, policy: Policy::Usual },
    BuiltIn { code: "G1", name: "公司制改制完成率", name_en: "Corporate conversion", measure: Measure::Stage, institution: Some((institution::CORPORATE, StageName::Issued)), tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已完成公司制改制的企业", denominator: "应改制的企业", source: S, policy: Policy::Usual },
    BuiltIn { code: "G2", name: "董事会应建尽建率", name_en: "Boards established", measure: Measure::BoardsEstablished, institution: None, tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已建立董事会的企业", denominator: "应建董事会的企业", source: S, policy: Policy::Usual },
    BuiltIn { code: "G3", name: "外部董事占多数", name_en: "Outside directors in the majority", measure: Measure::OutsideMajority, institution: None, tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "外部董事超过在任董事半数的企业", denominator: "已建立董事会的企业", source: B, policy: Policy::Usual },
    BuiltIn { code: "G4", name: "董事会配齐率", name_en: "Boards fully staffed", measure: Measure::BoardsFull, institution: None, tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "席位全部到位的企业", denominator: "已建立董事会的企业", source: S, policy: Policy::Usual },
    BuiltIn { code: "G5", name: "专职外部董事占比", name_en: "Full-time outside directors", measure: Measure::FullTimeOutside, institution: None, tiers: &[], unit: CountUnit::People, basis: TO_DATE,
        numerator: "专职外部董事人数", denominator: "外部董事人数", source: S, policy: Policy::Usual },
    BuiltIn { code: "M1", name: "任期制和契约化管理签约（户）", name_en: "Tenure contracts signed (enterprises)", measure: Measure::Stage, institution: Some((institution::TENURE, StageName::Signed)), tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已完成签约的企业", denominator: "应实行任期制和契约化管理的企业", source: S, policy: Policy::Usual },
    BuiltIn { code: "M2", name: "任期制和契约化管理签约（人）", name_en: "Tenure contracts signed (people)", measure: Measure::PapersSigned, institution: None, tiers: &[], unit: CountUnit::People, basis: TO_DATE,
        numerator: "一协议两书全部签订的经理层成员", denominator: "在任经理层成员", source: S, policy: Policy::Usual },
    BuiltIn { code: "M3", name: "契约兑现率", name_en: "Contracts honoured", measure: Measure::ContractsHonoured, institution: None, tiers: &[], unit: CountUnit::People, basis: TO_DATE,
        numerator: "已按考核结果兑现薪酬或据以退出的人次", denominator: "已考核的人次", source: S, policy: Policy::Usual },
    BuiltIn { code: "P1", name: "全员绩效考核覆盖率", name_en: "Performance assessment of all staff", measure: Measure::Stage, institution: Some((institution::PERFORMANCE, StageName::Issued)), tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已实行全员绩效考核的企业", denominator: "应实行的企业", source: B, policy: Policy::Usual },
    BuiltIn { code: "L1", name: "中长期激励开展率", name_en: "Long-term incentives running", measure: Measure::Stage, institution: Some((institution::INCENTIVE, StageName::Issued)), tiers: &[], unit: CountUnit::Households, basis: TO_DATE,
        numerator: "已开展中长期激励的企业", denominator: "明确符合条件的企业（是否适用须逐户填明）", source: B, policy: Policy::StatedOnly },
    BuiltIn { code: "I1", name: "战新产业收入占比", name_en: "Emerging industries in revenue", measure: Measure::EmergingRevenue, institution: None, tiers: &[], unit: CountUnit::Amount, basis: TimeBasis::YearToDate,
        numerator: "最近一个有数据年度的战略性新兴产业收入（单户口径，不合并）", denominator: "该年度营业收入", source: B, policy: Policy::Usual },
    BuiltIn { code: "I2", name: "战新产业投资占比", name_en: "Emerging industries in investment", measure: Measure::EmergingInvestment, institution: None, tiers: &[], unit: CountUnit::Amount, basis: TimeBasis::YearToDate,
        numerator: "最近一个有数据年度投向战略性新兴产业的投资额", denominator: "该年度全部投资额", source: S, policy: Policy::Usual },
    BuiltIn { code: "R1", name: "研发投入强度", name_en: "Research and development over revenue", measure: Measure::ResearchIntensity, institution: None, tiers: &[], unit: CountUnit::Amount, basis: TimeBasis::YearToDate,
        numerator: "最近一个有数据年度的研发投入（单户口径，不合并）", denominator: "该年度营业收入", source: B, policy: Policy::Usual },
    BuiltIn { code: "R2", name: "重组整合完成率", name_en: "Restructurings completed", measure: Measure::RestructuringsDone, institution: None, tiers: &[], unit: CountUnit::Items, basis: TO_DATE,
        numerator: "截至统计日已完成的重组整合事项", denominator: "截至统计日已立项的重组整合事项", source: S, policy: Policy::Usual },
];

/// What each class of industry counts towards by default, by usage and no rule, and whether the article names it as an
/// area to invest in first.
#[rustfmt::skip]
const DIRECTIONS: [(IndustryClass, Option<Concentration>, bool); 11] = [
    (IndustryClass::Emerging, Some(Concentration::Forward), false),
    (IndustryClass::Future, Some(Concentration::Forward), false),
    (IndustryClass::Upgrading, None, false),
    (IndustryClass::Lifeline, Some(Concentration::Lifeline), false),
    (IndustryClass::PublicService, Some(Concentration::Public), true),
    (IndustryClass::Infrastructure, Some(Concentration::Lifeline), true),
    (IndustryClass::LocalStrength, None, true),
    (IndustryClass::Medical, Some(Concentration::Public), true),
    (IndustryClass::Elderly, Some(Concentration::Public), true),
    (IndustryClass::Emergency, Some(Concentration::Public), true),
    (IndustryClass::Other, None, false),
];

/// The rubric that every ledger is born with; a default, and named as one.
pub const DEFAULT_RUBRIC: Id<Rubric> = Id::new(RawId(1));

/// An item of the default rubric: section, name, what it reads, of which indicator or institution,
/// points, nothing at, all at, points for each case, and the standard in words.
type BuiltInItem = (&'static str, &'static str, RubricReading, &'static str, i64, i64, i64, i64, &'static str);

/// Points are whole, per-case points in hundredths.
#[rustfmt::skip]
const RUBRIC: &[BuiltInItem] = &[
    ("任务推进", "主体任务完成", RubricReading::Rate, "T1", 15, 0, 70, 0, "主体任务完成率达到 70% 得满分，不足的按比例得分"),
    ("任务推进", "总体进度", RubricReading::Rate, "T2", 5, 0, 100, 0, "按加权进度比例得分"),
    ("任务推进", "逾期任务", RubricReading::Overdue, "", 5, 0, 0, 50, "每项逾期未销号任务扣 0.5 分，最多扣 5 分"),
    ("制度成形", "末等调整和不胜任退出覆盖面", RubricReading::Rate, "E1", 10, 0, 70, 0, "二三级子企业覆盖面达到 70% 得满分，不足的按比例得分"),
    ("制度成形", "任期制和契约化签约", RubricReading::Rate, "M1", 5, 50, 100, 0, "签约率 50% 及以下不得分，100% 得满分"),
    ("制度成形", "董事会应建尽建", RubricReading::Rate, "G2", 5, 50, 100, 0, "建立率 50% 及以下不得分，100% 得满分"),
    ("制度见效", "任期制和契约化有神率", RubricReading::Spirit, "tenure", 10, 0, 100, 0, "已考核并按结果兑现且有依据的企业占应实行企业的比例"),
    ("制度见效", "末等调整和不胜任退出有神率", RubricReading::Spirit, "exit", 10, 0, 100, 0, "已考核并按结果兑现且有依据的企业占应实行企业的比例；不以退出人数评分"),
    ("制度见效", "契约兑现", RubricReading::Rate, "M3", 5, 0, 100, 0, "按考核结果兑现的人次占已考核人次的比例"),
    ("制度见效", "董事会配齐建强", RubricReading::Rate, "G4", 5, 0, 100, 0, "席位全部到位的董事会比例"),
    ("制度见效", "形式合规疑点", RubricReading::Flags, "", 5, 0, 0, 20, "每条未排除的疑点扣 0.2 分，最多扣 5 分"),
    ("功能使命", "战新产业投资占比", RubricReading::Rate, "I2", 5, 0, 30, 0, "占比达到 30% 得满分，不足的按比例得分"),
    ("功能使命", "研发投入强度", RubricReading::Rate, "R1", 5, 0, 3, 0, "强度达到 3% 得满分，不足的按比例得分"),
    ("功能使命", "重组整合完成", RubricReading::Rate, "R2", 5, 0, 100, 0, "已完成事项占已立项事项的比例"),
    ("综合评价", "改革成效和样板", RubricReading::ByHand, "", 15, 0, 0, 0, "由评估组评分，须写明理由和评分人"),
    ("综合评价", "弄虚作假", RubricReading::Veto, "", 0, 0, 0, 0, "查实瞒报、虚报的，等级定为 D"),
];

struct BuiltInTarget {
    code: &'static str,
    percent: i64,
    deadline: Option<(i16, i8, i8)>,
    strength: Strength,
    wording: &'static str,
    reading: bool,
    source: &'static str,
}

#[rustfmt::skip]
const TARGETS: &[BuiltInTarget] = &[
    BuiltInTarget { code: "E1", percent: 70, deadline: Some((2024, 12, 31)), strength: Strength::AtLeast, reading: true, source: S,
        wording: "2024 年末等调整和不胜任退出相关制度在地方国企二三级子企业覆盖面要不低于70%" },
    BuiltInTarget { code: "T1", percent: 70, deadline: Some((2024, 12, 31)), strength: Strength::Strive, reading: false, source: S,
        wording: "力争2024年底完成新一轮国企改革行动70%以上主体任务" },
    BuiltInTarget { code: "G1", percent: 100, deadline: None, strength: Strength::Must, reading: false, source: S,
        wording: "国有企业全面完成公司制改制" },
    BuiltInTarget { code: "G2", percent: 100, deadline: None, strength: Strength::Must, reading: false, source: S,
        wording: "董事会应建尽建" },
    BuiltInTarget { code: "G3", percent: 100, deadline: None, strength: Strength::Must, reading: false, source: B,
        wording: "外部董事占多数" },
    BuiltInTarget { code: "M1", percent: 100, deadline: None, strength: Strength::Must, reading: false, source: B,
        wording: "经理层成员任期制和契约化管理全覆盖" },
    BuiltInTarget { code: "M2", percent: 100, deadline: None, strength: Strength::Must, reading: false, source: B,
        wording: "经理层成员任期制和契约化管理全覆盖" },
];

/// The article's counts of local pilot enterprises at the end of 2023: `(subject, households)`.
const PILOT_COUNTS: [(&str, &str); 2] = [("双百企业户数", "264"), ("科改企业户数", "304")];

/// Turns a record into a row without stamps, leaving out what is empty.
pub fn unstamped<R: Record>(record: &R) -> LoadedRow {
    let values = (0..R::META.len() as u8)
        .map(|index| (index, record.get(index)))
        .filter(|(_, value)| *value != Value::Empty)
        .collect();
    LoadedRow { deleted: false, values, meta: RowMeta::default() }
}

/// Begins a ledger with the catalogue in it.
///
/// # Errors
/// None that a test has not ruled out: the catalogue's identities are distinct.
pub fn begin(id: RawId, profile: &Profile) -> Result<LedgerBuilder, LoadError> {
    let mut loader = LedgerBuilder::new(id);
    add(&mut loader, PROFILE.raw().0, profile)?;
    for (at, (name, kind, has_contracts)) in [
        ("末等调整和不胜任退出", ReformKind::Institutional, false),
        ("任期制和契约化管理", ReformKind::Institutional, true),
        ("竞争上岗", ReformKind::Institutional, false),
        ("全员绩效考核", ReformKind::Institutional, false),
        ("中长期激励", ReformKind::Institutional, false),
        ("董事会", ReformKind::Institutional, false),
        ("公司制改制", ReformKind::Institutional, false),
    ]
    .into_iter()
    .enumerate()
    {
        let row = Institution {
            name: name.to_owned(),
            kind: Some(kind),
            has_contracts: Some(has_contracts),
            ..Institution::default()
        };
        add(&mut loader, at as u64 + 1, &row)?;
    }
    for (at, (name, short)) in [("双百行动", "双百"), ("科改行动", "科改")].into_iter().enumerate() {
        let row = Programme { name: name.to_owned(), short: short.to_owned(), ..Programme::default() };
        add(&mut loader, at as u64 + 1, &row)?;
    }
    let scale = GradeScale {
        year: Some(Decimal::whole(2023)),
        words: "标杆、优秀、良好、合格、不合格".to_owned(),
        top: "标杆、优秀".to_owned(),
        source: "2023年度专项评估".to_owned(),
    };
    add(&mut loader, 1, &scale)?;
    for (at, target) in TARGETS.iter().enumerate() {
        add(&mut loader, at as u64 + 1, &target.record())?;
    }
    complete(&mut loader);
    for (at, (subject, value)) in PILOT_COUNTS.into_iter().enumerate() {
        let row = Quotation {
            level: "national".to_owned(),
            whose: "地方".to_owned(),
            subject: subject.to_owned(),
            operator: "=".to_owned(),
            value: value.to_owned(),
            count_unit: "户".to_owned(),
            as_of: "2023".to_owned(),
            source: ARTICLE.to_owned(),
            source_kind: "press".to_owned(),
            ..Quotation::default()
        };
        add(&mut loader, at as u64 + 1, &row)?;
    }
    Ok(loader)
}

/// Adds what a ledger of an earlier version was not yet born with: indicators, the default rubric, the
/// directions of classes. A ledger that was not begun here, or that has them, stays as it is.
pub fn complete(loader: &mut LedgerBuilder) {
    if loader.so_far().profile.get(PROFILE).is_none() {
        return;
    }
    for (at, built_in) in INDICATORS.iter().enumerate() {
        add_missing(loader, at, &built_in.record());
    }
    for (at, (class, concentration, priority)) in DIRECTIONS.into_iter().enumerate() {
        let source = if priority { S } else { B }.to_owned();
        let row = ClassDirection { class: Some(class), concentration, priority: priority.then_some(true), source };
        add_missing(loader, at, &row);
    }
    let rubric = Rubric {
        name: "默认评估细则".to_owned(),
        a_from: Some(Decimal::whole(85)),
        b_from: Some(Decimal::whole(70)),
        c_from: Some(Decimal::whole(60)),
        source: B.to_owned(),
        note: LongText(
            "本系统提供的默认细则，不是任何机构发布的评估办法；项目、分值、标准和等级线均可修改。".to_owned(),
        ),
        ..Rubric::default()
    };
    add_missing(loader, 0, &rubric);
    RUBRIC.iter().enumerate().for_each(|(at, item)| add_missing(loader, at, &rubric_item(at, item)));
}

fn add_missing<R: Record>(loader: &mut LedgerBuilder, at: usize, record: &R) {
    let id = RawId(at as u64 + 1);
    if loader.so_far().of(R::KIND).position(id).is_none() {
        // The identity is free, and the values are those of the record's own fields.
        let _ = add(loader, id.0, record);
    }
}

fn rubric_item(at: usize, item: &BuiltInItem) -> RubricItem {
    let (section, name, reads, of, points, zero_at, full_at, per_case, basis) = *item;
    let institution = match of {
        "tenure" => Some(institution::TENURE),
        "exit" => Some(institution::EXIT),
        _ => None,
    };
    let is_rate = matches!(reads, RubricReading::Rate | RubricReading::Spirit | RubricReading::Form);
    RubricItem {
        rubric: Some(DEFAULT_RUBRIC),
        order: Some(Decimal::whole(at as i64 + 1)),
        section: section.to_owned(),
        name: name.to_owned(),
        reads: Some(reads),
        indicator: indicator(of),
        institution,
        points: (points > 0).then(|| Decimal::whole(points)),
        zero_at: is_rate.then(|| Decimal::whole(zero_at)),
        full_at: is_rate.then(|| Decimal::whole(full_at)),
        per_case: (per_case > 0).then(|| Decimal::from_hundredths(per_case)),
        basis: LongText(basis.to_owned()),
    }
}

/// Whether every ledger is born with a published figure.
pub fn is_born_with(quotation: &Quotation) -> bool {
    PILOT_COUNTS.contains(&(quotation.subject.as_str(), quotation.value.as_str())) && quotation.whose == "地方"
}

/// Adds an unstamped record with a given identity.
///
/// # Errors
/// Where the identity is taken.
pub fn add<R: Record>(loader: &mut LedgerBuilder, id: u64, record: &R) -> Result<(), LoadError> {
    loader.record(RecordRef::new(R::KIND, RawId(id)), unstamped(record))
}

/// The indicator of a ledger that carries a code.
pub fn indicator_by_code(ledger: &Ledger, code: &str) -> Option<Id<Indicator>> {
    ledger.indicators.iter().find(|(_, row)| row.code == code).map(|(id, _)| id)
}

/// The indicator that is shown where none is chosen: the first of [`HEADLINES`] that a ledger has.
pub fn leading_indicator(ledger: &Ledger) -> Option<Id<Indicator>> {
    HEADLINES.iter().find_map(|code| indicator_by_code(ledger, code))
}

impl BuiltIn {
    fn record(&self) -> Indicator {
        Indicator {
            code: self.code.to_owned(),
            name: self.name.to_owned(),
            name_en: self.name_en.to_owned(),
            measure: Some(self.measure),
            institution: self.institution.map(|(institution, _)| institution),
            stage: self.institution.map(|(_, stage)| stage),
            tiers: Tiers::of(self.tiers.iter().copied()),
            main_only: (self.policy == Policy::MainTasksOnly).then_some(true),
            stated_only: (self.policy == Policy::StatedOnly).then_some(true),
            count_unit: Some(self.unit),
            basis: Some(self.basis),
            since: None,
            numerator: LongText(self.numerator.to_owned()),
            denominator: LongText(self.denominator.to_owned()),
            no_target: (self.policy == Policy::NeverATarget).then_some(true),
            source: self.source.to_owned(),
        }
    }
}

impl BuiltInTarget {
    fn record(&self) -> Target {
        Target {
            indicator: indicator(self.code),
            value: Some(Decimal::whole(self.percent)),
            deadline: self.deadline.and_then(|(y, m, d)| super::date::Date::new(y, m, d).ok()),
            strength: Some(self.strength),
            wording: LongText(self.wording.to_owned()),
            deadline_is_reading: self.reading.then_some(true),
            source: self.source.to_owned(),
            source_date: super::date::Date::new(2024, 1, 12).ok().filter(|_| self.source == S),
            ..Target::default()
        }
    }
}

const _: () = assert!(matches!(Kind::ALL[0], Kind::Profile), "the ledger's own record comes first in files");
