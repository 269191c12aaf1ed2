//! What the sample's capital layout is made of: main businesses, projects and restructurings, all invented.

use ledger::domain::choice::{
    IndustryClass::{
        self, Elderly, Emergency, Emerging, Future, Infrastructure, Lifeline, LocalStrength, Other, PublicService,
        Upgrading,
    },
    RestructuringKind::{self, CrossTier, Horizontal, Professional, Vertical},
};

/// The class of the main business by how an enterprise's name begins.
#[rustfmt::skip]
pub(super) const MAIN_CLASSES: &[(&str, IndustryClass)] = &[
    ("示例能源集团", Lifeline), ("示例能源发电", Lifeline), ("示例能源煤业", Lifeline), ("示例能源燃气", PublicService),
    ("示例能源热力", PublicService), ("示例能源新能源", Emerging), ("示例能源电力工程", Infrastructure),
    ("示例能源物资", Other), ("示例能源检修", Upgrading), ("示例能源储运", Emergency), ("示例能源环保", Emerging),
    ("示例能源地产", Other), ("示例能源酒店", Other),
    ("示例交通集团", Infrastructure), ("示例交通公路", Infrastructure), ("示例交通轨道", Infrastructure),
    ("示例交通港口", Infrastructure), ("示例交通航空", Infrastructure), ("示例交通公交", PublicService),
    ("示例交通物流", LocalStrength), ("示例交通养护", Infrastructure), ("示例交通服务区", PublicService),
    ("示例交通设计院", Upgrading), ("示例交通置业", Other),
    ("示例制造集团", Upgrading), ("示例制造机床", Upgrading), ("示例制造重工", Upgrading), ("示例制造电子", Emerging),
    ("示例制造软件", Emerging), ("示例制造材料", Future), ("示例制造铸造", Upgrading), ("示例制造进出口", Other),
    ("示例制造检测", LocalStrength), ("示例制造园区", LocalStrength),
];

/// A project: the position of its enterprise, its name, its class, and what went into it in 2022, 2023 and
/// 2024, in 万元; 0 where there was nothing, [`UNSAID`] where nobody said how much.
pub(super) type Project = (usize, &'static str, Option<IndustryClass>, [i64; 3]);

/// The amount of an investment that nobody filled in.
pub(super) const UNSAID: i64 = -1;

/// Nothing goes into medicine, and nobody said how much into care for the elderly.
#[rustfmt::skip]
pub(super) const INVESTMENTS: &[Project] = &[
    (3, "火电机组灵活性改造", Some(Upgrading), [42_000, 38_000, 30_000]),
    (3, "调峰电源扩建", Some(Lifeline), [56_000, 48_000, 44_000]),
    (4, "智能化矿井改造", Some(Upgrading), [30_000, 34_000, 28_000]),
    (4, "煤炭储备基地", Some(Lifeline), [38_000, 30_000, 16_000]),
    (5, "城市燃气管网更新", Some(Infrastructure), [18_000, 21_000, 23_000]),
    (6, "热源替代和管网改造", Some(PublicService), [16_000, 18_000, 20_000]),
    (7, "风光储一体化基地", Some(Emerging), [24_000, 36_000, 52_000]),
    (7, "海上风电制氢试验", Some(Future), [0, 6_000, 12_000]),
    (69, "分布式光伏", Some(Emerging), [8_000, 11_000, 15_000]),
    (8, "输变电工程", Some(Infrastructure), [20_000, 22_000, 18_000]),
    (10, "电厂智能检修平台", Some(Emerging), [0, 0, 6_000]),
    (11, "应急储运中心", Some(Emergency), [0, 9_000, 14_000]),
    (12, "固废资源化利用", Some(Emerging), [6_000, 9_000, 13_000]),
    (13, "存量地块开发", Some(Other), [22_000, 15_000, 8_000]),
    (14, "康养酒店改造", Some(Elderly), [0, 0, UNSAID]),
    (15, "高速公路改扩建", Some(Infrastructure), [86_000, 90_000, 78_000]),
    (15, "公路沿线光伏", Some(Emerging), [0, 7_000, 12_000]),
    (16, "城际轨道二期", Some(Infrastructure), [64_000, 58_000, 52_000]),
    (16, "轨道全自动运行系统", Some(Emerging), [9_000, 12_000, 16_000]),
    (17, "自动化码头改造", Some(Upgrading), [18_000, 24_000, 20_000]),
    (18, "低空物流试点", Some(Emerging), [3_000, 8_000, 18_000]),
    (19, "公交场站和车辆更新", Some(PublicService), [14_000, 15_000, 16_000]),
    (50, "场站充电设施", None, [0, 1_800, 2_600]),
    (20, "区域物流枢纽", Some(LocalStrength), [12_000, 16_000, 18_000]),
    (20, "冷链应急保供仓", Some(Emergency), [0, 4_000, 0]),
    (22, "服务区提升改造", Some(PublicService), [5_000, 0, 6_000]),
    (23, "智慧交通设计平台", Some(Emerging), [2_000, 3_000, 5_000]),
    (24, "枢纽综合开发", Some(Other), [16_000, 9_000, 0]),
    (25, "高端数控机床产线", Some(Emerging), [18_000, 22_000, 24_000]),
    (26, "重型装备绿色工厂", Some(Upgrading), [24_000, 26_000, 29_000]),
    (27, "工业传感器产业化", Some(Emerging), [16_000, 19_000, 22_000]),
    (28, "工业软件研发", Some(Emerging), [7_000, 9_000, 11_000]),
    (29, "特种材料中试基地", Some(Future), [0, 6_000, 9_000]),
    (30, "铸造产线节能改造", Some(Upgrading), [12_000, 11_000, 9_000]),
    (31, "海外仓", None, [0, 3_000, 0]),
    (32, "检测能力整合", Some(LocalStrength), [3_000, 4_000, 5_000]),
    (33, "产业园区配套", Some(Infrastructure), [15_000, 14_000, 12_000]),
];

/// A restructuring: the position of the leading enterprise, its name, its kind, the parties, the days on
/// which it was planned, approved and completed, and the assets in 万元, 0 where nobody said.
pub(super) type Joining = (usize, &'static str, RestructuringKind, &'static str, [&'static str; 3], i64);

/// One was completed before it was approved, for the checks to find; one is not planned after all.
#[rustfmt::skip]
pub(super) const RESTRUCTURINGS: &[Joining] = &[
    (32, "示例建材检测业务横向整合", Horizontal, "示例能源集团、示例交通集团、示例制造集团所属检测机构", ["2023-08-20", "2024-03-28", "2024-09-10"], 86_000),
    (4, "示例煤炭采运储纵向整合", Vertical, "示例能源煤业、示例能源储运", ["2023-10-15", "2024-07-12", "no"], 240_000),
    (1, "示例城际交通公司组建", CrossTier, "示例交通集团、两家示例市属平台", ["2023-11-10", "2024-05-16", "2024-10-15"], 60_000),
    (23, "示例勘察设计业务专业化整合", Professional, "示例交通设计院、示例能源电力工程设计板块", ["2023-09-05", "2024-01-18", "2024-06-30"], 42_000),
    (20, "示例物流仓储专业化整合", Professional, "示例交通物流、示例能源储运仓储板块", ["2024-02-26", "2024-08-30", "no"], 78_000),
    (12, "示例环保业务横向整合", Horizontal, "示例能源环保及所属三级企业", ["2023-07-28", "2023-12-20", "2024-04-25"], 53_000),
    (17, "示例港口岸线跨层级整合", CrossTier, "示例交通港口、一家示例市属港口企业", ["2024-03-18", "no", "no"], 310_000),
    (25, "示例机床产业链纵向整合", Vertical, "示例制造机床、示例制造铸造", ["2023-12-12", "2024-06-21", "2024-05-30"], 96_000),
    (6, "示例供热业务专业化整合", Professional, "示例能源热力、示例能源燃气供热板块", ["2024-06-03", "2024-10-28", ""], 67_000),
    (24, "示例存量物业横向整合", Horizontal, "示例交通置业、示例能源地产", ["2024-09-12", "", ""], 0),
    (30, "示例铸造产能纵向整合", Vertical, "示例制造铸造、示例制造材料", ["2024-04-22", "2024-11-05", "no"], 38_000),
    (10, "示例检修队伍横向整合", Horizontal, "示例能源检修及所属三级企业", ["yes", "no", "no"], 12_000),
    (31, "示例进出口业务跨层级整合", CrossTier, "示例制造进出口、一家示例市属外贸企业", ["no", "", ""], 0),
];
