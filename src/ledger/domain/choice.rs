//! Closed sets of words that a field may hold: each with its key in files and its terms on screen.

use super::words::Phrase;

/// One member of a closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceWord {
    /// The key in files; never changed once released.
    pub key: &'static str,
    /// The term on screen.
    pub word: Phrase,
}

/// A type whose values are a closed set of words.
pub trait CodedEnum: Copy + Eq + 'static {
    /// The members, in their order on screen.
    const ALL: &'static [Self];
    /// The words of the members, in the same order.
    const WORDS: &'static [ChoiceWord];

    /// The position in [`CodedEnum::ALL`].
    fn index(self) -> u8;

    /// The term on screen.
    fn word(self) -> Phrase {
        Self::WORDS[usize::from(self.index())].word
    }

    /// The key in files.
    fn key(self) -> &'static str {
        Self::WORDS[usize::from(self.index())].key
    }
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $key:literal, $zh:literal, $en:literal;)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name {
            $(#[doc = concat!($zh, ": ", $en, ".")] $(#[$vdoc])* $variant,)+
        }

        impl CodedEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            const WORDS: &'static [ChoiceWord] =
                &[$(ChoiceWord { key: $key, word: Phrase::new($zh, $en) },)+];

            fn index(self) -> u8 {
                self as u8
            }
        }

        impl $crate::domain::schema::value::Atom for $name {
            const TYPE: $crate::domain::schema::FieldType =
                $crate::domain::schema::FieldType::Choice(<Self as CodedEnum>::WORDS);

            fn into_value(self) -> $crate::domain::schema::Value {
                $crate::domain::schema::Value::Choice(self as u8)
            }

            fn from_value(value: &$crate::domain::schema::Value) -> Option<Self> {
                match value {
                    $crate::domain::schema::Value::Choice(i) => Self::ALL.get(usize::from(*i)).copied(),
                    _ => None,
                }
            }
        }
    )+};
}

choices! {
    /// The kind of a reporting unit.
    UnitKind {
        Provincial = "provincial", "省级国资委", "Provincial commission";
        SeparatePlanCity = "separate_plan_city", "计划单列市国资委", "Commission of a city with a separate plan";
        Corps = "corps", "兵团国资委", "Commission of the Corps";
        Municipal = "municipal", "市县国资监管机构", "Municipal or county commission";
        Group = "group", "企业集团", "Group";
        Other = "other", "其他", "Other";
    }
    /// The two kinds of reform, which the article judges in two ways.
    ReformKind {
        Functional = "functional", "功能使命类", "Functional mission";
        Institutional = "institutional", "体制机制类", "Institutional";
    }
    /// Where a task stands on its way to being struck off the ledger.
    TaskStatus {
        NotStarted = "not_started", "未启动", "Not started";
        InProgress = "in_progress", "推进中", "In progress";
        Applied = "applied", "申请销号", "Closure requested";
        Closed = "closed", "已销号", "Closed";
        Returned = "returned", "退回", "Returned";
        Adjusted = "adjusted", "调整", "Adjusted";
        Reopened = "reopened", "重新打开", "Reopened";
    }
    /// The form in which a result is shown.
    ResultForm {
        Rule = "rule", "制度", "Rule";
        Document = "document", "文件", "Document";
        Data = "data", "数据", "Data";
        Body = "body", "机构", "Body";
    }
    /// Warning colours, after the three-colour supervision slips.
    Warning {
        Blue = "blue", "临期", "Due soon";
        Yellow = "yellow", "滞后", "Behind";
        Red = "red", "逾期", "Overdue";
    }
    /// The class of an enterprise by function.
    FunctionClass {
        CommercialOne = "commercial_1", "商业一类", "Commercial I";
        CommercialTwo = "commercial_2", "商业二类", "Commercial II";
        Public = "public", "公益类", "Public service";
    }
    /// How the state holds an enterprise.
    HoldingKind {
        Wholly = "wholly_owned", "国有独资", "Wholly state-owned";
        AbsoluteControl = "absolute_control", "绝对控股", "Absolute control";
        RelativeControl = "relative_control", "相对控股", "Relative control";
        ActualControl = "actual_control", "实际控制", "Actual control";
        Minority = "minority", "参股", "Minority stake";
    }
    /// Whether an enterprise does business.
    OperatingState {
        Operating = "operating", "正常经营", "Operating";
        Suspended = "suspended", "停业", "Suspended";
        Shell = "shell", "空壳", "Shell";
        Liquidating = "liquidating", "清算注销中", "Being wound up";
        Closed = "closed", "已注销", "Wound up";
    }
    /// Why an enterprise is left out of an indicator, as is usual; the user can add a basis in words.
    ExclusionReason {
        NoOperations = "no_operations", "未开展实质经营", "No real operations";
        Shell = "shell", "空壳或停业", "Shell or suspended";
        WindingUp = "winding_up", "拟注销或清算", "To be wound up";
        Overseas = "overseas", "境外", "Overseas";
        ProjectCompany = "project_company", "项目公司", "Project company";
        Entrusted = "entrusted", "托管", "Held in trust";
        Minority = "minority", "参股不控股", "Minority stake";
        NewlyFounded = "newly_founded", "新设不满一年", "Founded less than a year ago";
        SharedManagers = "shared_managers", "经理层由上级兼任", "Managed by the parent's managers";
        Listed = "listed", "上市公司另行规定", "Listed company under other rules";
        NotApplicable = "not_applicable", "不适用", "Not applicable";
        ApplicabilityUnknown = "applicability_unknown", "是否适用未填", "Applicability not stated";
        Other = "other", "其他", "Other";
    }
    /// The five dated stages of putting an institution into practice.
    StageName {
        Issued = "issued", "印发", "Issued";
        Signed = "signed", "签约", "Signed";
        Assessed = "assessed", "考核", "Assessed";
        Paid = "paid", "兑现", "Paid accordingly";
        Adjusted = "adjusted", "调整/退出", "Adjusted or exited";
    }
    /// How a manager came to the post.
    AppointmentKind {
        Competition = "competition", "竞争上岗", "By competition";
        Organisation = "organisation", "组织任命", "By appointment";
        Market = "market", "市场化选聘", "Hired on the market";
        Transfer = "transfer", "交流任职", "By transfer";
    }
    /// What followed from an assessment.
    Outcome {
        Reward = "reward", "奖励", "Rewarded";
        Keep = "keep", "维持", "Kept";
        PayCut = "pay_cut", "降薪", "Pay cut";
        Adjust = "adjust", "调整", "Moved";
        Exit = "exit", "退出", "Exited";
    }
    /// Why a manager was moved or left; only the first two count for E3.
    ExitCause {
        LastPlace = "last_place", "末等调整", "Last-place adjustment";
        Incompetent = "incompetent", "不胜任退出", "Exit for incompetence";
        Misconduct = "misconduct", "违法违纪", "Misconduct";
        Retirement = "retirement", "到龄退休", "Retirement";
        Resignation = "resignation", "主动离职", "Resignation";
        Reassignment = "reassignment", "组织调动", "Reassignment";
    }
    /// What happened to a membership in a pilot programme.
    MembershipChange {
        Added = "added", "新增", "Added";
        Removed = "removed", "调出", "Removed";
        Renamed = "renamed", "更名", "Renamed";
        Replaced = "replaced", "替换", "Replaced";
    }
    /// What an indicator counts, and how.
    Measure {
        TasksClosed = "tasks_closed", "任务销号", "Tasks closed";
        TaskProgress = "task_progress", "加权进度", "Weighted progress";
        Stage = "stage", "制度阶段", "Stage of an institution";
        Action = "action", "实际开展", "Real action under an institution";
        ManagersExited = "managers_exited", "调整退出人数", "Managers adjusted or exited";
        CompetitiveAppointments = "competitive_appointments", "竞争上岗人数", "Appointed by competition";
        BoardsEstablished = "boards_established", "董事会建立", "Boards established";
        OutsideMajority = "outside_majority", "外部董事占多数", "Outside directors in the majority";
        BoardsFull = "boards_full", "董事会配齐", "Boards fully staffed";
        FullTimeOutside = "full_time_outside", "专职外部董事", "Full-time outside directors";
        PapersSigned = "papers_signed", "契约签订", "Papers signed";
        ContractsHonoured = "contracts_honoured", "契约兑现", "Contracts honoured";
        EmergingRevenue = "emerging_revenue", "战新产业收入", "Revenue of emerging industries";
        EmergingInvestment = "emerging_investment", "战新产业投资", "Investment in emerging industries";
        ResearchIntensity = "research_intensity", "研发投入", "Research and development";
        RestructuringsDone = "restructurings_done", "重组完成", "Restructurings completed";
    }
    /// What an indicator counts in.
    CountUnit {
        Households = "households", "户", "enterprises";
        People = "people", "人", "people";
        Items = "items", "项", "items";
        Amount = "amount", "万元", "10,000 yuan";
    }
    /// The time that an indicator looks at.
    TimeBasis {
        ToDate = "to_date", "截至期末", "To date";
        YearToDate = "year_to_date", "今年以来", "Year to date";
        Since = "since", "自某日以来", "Since a date";
    }
    /// How strictly a target is worded.
    Strength {
        AtLeast = "at_least", "不低于", "At least";
        Strive = "strive", "力争", "Strive for";
        Must = "must", "应", "Must";
        General = "general", "普遍推行", "General practice";
    }
    /// What an investment or a main business is for; the classes of the article and of the tables in use.
    IndustryClass {
        Emerging = "emerging", "战略性新兴产业", "Strategic emerging industry";
        Future = "future", "未来产业", "Industry of the future";
        Upgrading = "upgrading", "传统产业升级", "Upgrading of traditional industry";
        Lifeline = "lifeline", "安全和命脉行业", "Security and lifelines";
        PublicService = "public_service", "公共服务", "Public services";
        Infrastructure = "infrastructure", "城乡基础设施", "Infrastructure";
        LocalStrength = "local_strength", "地方优势产业", "Local strengths";
        Medical = "medical", "医药医疗", "Medicine";
        Elderly = "elderly", "健康养老", "Health and elderly care";
        Emergency = "emergency", "应急保障", "Emergency supply";
        Other = "other", "其他", "Other";
    }
    /// The three concentrations of state capital (三个集中).
    Concentration {
        Lifeline = "lifeline", "国家安全和国民经济命脉", "Security and lifelines";
        Public = "public", "国计民生和公共服务", "Public services and livelihood";
        Forward = "forward", "前瞻性战略性新兴产业", "Forward-looking emerging industries";
    }
    /// How enterprises are put together.
    RestructuringKind {
        Horizontal = "horizontal", "横向整合", "Horizontal";
        Vertical = "vertical", "纵向整合", "Vertical";
        CrossTier = "cross_tier", "跨层级", "Across tiers";
        Professional = "professional", "专业化整合", "By speciality";
    }
    /// What kind of director a person is.
    DirectorKind {
        Inside = "inside", "内部董事", "Inside";
        Outside = "outside", "外部董事", "Outside";
        Staff = "staff", "职工董事", "Staff representative";
    }
    /// What an item of a rubric reads.
    RubricReading {
        Rate = "rate", "指标完成率", "Rate of an indicator";
        Form = "form", "制度有形率", "Form rate of an institution";
        Spirit = "spirit", "制度有神率", "Spirit rate of an institution";
        Overdue = "overdue", "逾期任务扣分", "Deduction for overdue tasks";
        Flags = "flags", "疑点扣分", "Deduction for flags";
        ByHand = "by_hand", "人工评分", "Scored by hand";
        Veto = "veto", "一票否决", "Veto";
    }
    /// Whom an annual assessment compares.
    EvaluationAxis {
        Unit = "unit", "填报单位", "Reporting units";
        Group = "group", "集团", "Groups";
        Region = "region", "地区", "Regions";
    }
    /// The flags of form without spirit.
    FlagRule {
        SameDay = "same_day", "同日集中签约", "Many contracts signed on one day";
        SameGoals = "same_goals", "目标文本雷同", "Goals word for word alike";
        AllExcellent = "all_excellent", "考核全员优秀", "Everyone graded best";
        NoExit = "no_exit", "完整考核周期无调整退出", "No adjustment or exit in a full cycle";
        PaperBeforeRule = "paper_before_rule", "契约早于制度", "Paper older than its rule";
        ClosedWithoutEvidence = "closed_without_evidence", "销号无佐证", "Closed without evidence";
        NoMeeting = "no_meeting", "董事会无会议记录", "Board without a meeting";
        OutsideExceeds = "outside_exceeds", "外部董事多于董事", "More outside directors than directors";
        CountedNotDue = "counted_not_due", "不适用却计入覆盖", "Counted though not due";
        DamagedCode = "damaged_code", "信用代码受损", "Damaged credit code";
    }
    /// What an edit was, for history and undo.
    Label {
        Edit = "edit", "修改", "Edit";
        Create = "create", "新增", "Create";
        Delete = "delete", "删除", "Delete";
        Restore = "restore", "恢复", "Restore";
        Return = "return", "恢复到以前的状态", "Return to an earlier state";
        Choose = "choose", "选定冲突", "Choice between values";
        Compact = "compact", "精简历史", "History compacted";
        Bulk = "bulk", "批量修改", "Bulk edit";
        Paste = "paste", "粘贴", "Paste";
        Import = "import", "导入", "Import";
        Merge = "merge", "合并", "Merge";
        ByHand = "by_hand", "在文件中手工改动", "Edited by hand in a file";
        Undo = "undo", "撤销", "Undo";
        Redo = "redo", "重做", "Redo";
    }
}
