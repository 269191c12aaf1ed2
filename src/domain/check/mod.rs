//! Named checks: what is missing, contradictory or damaged, each with its place and a plain sentence.
//!
//! A check never changes anything. [`findings`] runs them all in one pass over each table.

mod enterprises;
mod layout;
mod people;
mod tasks;

pub use enterprises::is_counted_not_due;
pub use people::{paper_days, tenure_rule_day};
pub use tasks::has_evidence;

use super::{
    code::CodeVerdict,
    date::Date,
    index::Index,
    ledger::Ledger,
    natural_key::natural_fields,
    number::Decimal,
    schema::{Field, Kind, RecordRef, Value},
    stamp::DELETION,
    words::{Lang, Word},
};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// A figure is wrong or a record unusable until it is mended.
    Error,
    /// Something is missing or doubtful.
    Warning,
    /// Worth a look.
    Hint,
}

impl Check {
    /// Whether the check finds records that can be joined to one.
    pub const fn is_of_doubles(self) -> bool {
        matches!(
            self,
            Self::DuplicateAdoption
                | Self::DuplicateBoard
                | Self::DuplicateFigures
                | Self::DuplicateDirection
                | Self::DuplicateRecord
        )
    }
}

impl Severity {
    /// The term on screen.
    pub const fn word(self) -> Word {
        match self {
            Self::Error => Word::new("错误", "Error"),
            Self::Warning => Word::new("待补", "To complete"),
            Self::Hint => Word::new("提示", "Hint"),
        }
    }
}

macro_rules! checks {
    ($($variant:ident, $severity:ident, $zh:literal, $en:literal;)+) => {
        /// A named check.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Check {
            $(#[doc = concat!($zh, ": ", $en, ".")] $variant,)+
        }

        impl Check {
            /// Every check, in the order of the list on screen.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// What the check finds.
            pub const fn word(self) -> Word {
                match self { $(Self::$variant => Word::new($zh, $en),)+ }
            }

            /// How much it matters.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// The name in addresses.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant),)+ }
            }
        }
    };
}

checks! {
    OpenConflict, Error, "同一栏有多个值待选定", "A field has several values";
    CyclicParent, Error, "上级企业形成循环", "Parents form a circle";
    OrphanParent, Error, "上级企业不存在或已删除", "The parent is missing or deleted";
    OrphanRecord, Error, "所属记录不存在或已删除", "The owner is missing or deleted";
    DamagedCode, Error, "信用代码被电子表格损坏", "Credit code damaged by a spreadsheet";
    DuplicateCode, Error, "信用代码重复", "Duplicate credit code";
    CountedThoughExcluded, Error, "不纳入却已计制度", "Excluded though the system stands";
    OutsideOverDirectors, Error, "外部董事多于在任董事", "More outside directors than directors";
    FullTimeOverOutside, Error, "专职外部董事多于外部董事", "More full-time than outside directors";
    FilledOverSeats, Error, "在任董事多于席位", "More directors than seats";
    TermEndsBeforeBegin, Error, "任期止早于任期起", "The term ends before it begins";
    ValidEndsBeforeBegin, Error, "退出日期早于起始日期", "Ends before it begins";
    DuplicateAdoption, Error, "同一企业同一制度重复填报", "Two adoptions of one institution";
    DuplicateBoard, Error, "同一企业有多条董事会记录", "Two boards of one enterprise";
    DuplicateNumber, Error, "任务编号重复", "Duplicate task number";
    EmergingOverRevenue, Error, "战新产业收入大于营业收入", "More emerging revenue than revenue";
    NegativeAmount, Error, "金额小于零", "Amount below zero";
    ImplausibleYear, Error, "年度有误", "Year that cannot be right";
    DuplicateFigures, Error, "同一企业同一年度重复填报", "Two sets of figures for one year";
    DuplicateDirection, Error, "同一投向类别重复归类", "Two directions of one class";
    DuplicateRecord, Error, "同一对象重复填报", "Two records of one thing";
    MissingPerson, Warning, "未填责任人", "No responsible person";
    MissingDeadline, Warning, "未填完成时限", "No deadline";
    MissingResult, Warning, "未填预期成果", "No expected result";
    MissingCriteria, Warning, "未填验收标准", "No acceptance criteria";
    DeadlinePast, Warning, "已过时限未销号", "Deadline past and not closed";
    MilestonePast, Warning, "节点已过未完成", "Milestone past and not done";
    ClosedWithoutEvidence, Warning, "已销号但无佐证", "Closed without evidence";
    ClosedWithoutDate, Warning, "已销号但无日期", "Closed without a date";
    DeadlineMovedSilently, Warning, "时限调整缺原因或批准人", "Deadline moved without reason or approver";
    WarningWithoutReason, Warning, "人工预警缺理由", "Warning by hand without a reason";
    NotReviewed, Hint, "未经审核", "Not reviewed";
    MissingName, Warning, "未填名称", "No name";
    MissingCode, Warning, "未填信用代码", "No credit code";
    DoubtfulCode, Warning, "信用代码校验不通过", "Doubtful credit code";
    UnknownRegion, Hint, "地区代码不在现行表中", "Region not in the current table";
    DuplicateName, Hint, "企业名称重复", "Duplicate name";
    ExclusionWithoutBasis, Warning, "不纳入缺原因或依据", "Exclusion without reason or basis";
    StageOrder, Warning, "阶段先后矛盾", "Stages out of order";
    StageWithoutEvidence, Hint, "考核或兑现缺依据", "Assessed or paid without evidence";
    StageWithoutDate, Hint, "阶段已完成但无日期", "Stage done without a date";
    NoMeeting, Warning, "董事会无会议记录", "Board with no meeting on record";
    BoardNotDue, Hint, "非应建却已建董事会", "Board established though not due";
    MissingManager, Warning, "契约未填姓名", "Contract without a person";
    PaperBeforeRule, Hint, "契约早于所依据的制度", "Paper dated before its rule";
    OutcomeWithoutCause, Warning, "调整退出缺原因", "Moved or exited without a cause";
    MembershipOverlap, Warning, "同一工程重复在册", "Twice in one programme";
    LeftWithoutDay, Warning, "调出未填日期，按已退出计", "Taken out without a day: counted as out";
    LeftBeforeJoined, Error, "退出早于入选", "Left before joining";
    UnknownGrade, Warning, "评级不在当年档次内", "Grade not in the scale of its year";
    ProgrammeMissing, Hint, "未写明试点工程", "Programme not stated";
    TargetOutOfRange, Error, "目标值超过 100%", "Target above 100 %";
    MissingYear, Warning, "未填年度", "No year";
    MissingAmount, Warning, "未填金额", "No amount";
    MissingClass, Warning, "未填投向类别", "No class of investment";
    MissingRestructuringKind, Warning, "未填重组类型", "No kind of restructuring";
    ClassWithoutDirection, Warning, "投向类别未归类", "Class without a direction";
    ResearchOverRevenue, Hint, "研发投入大于营业收入", "More R&D than revenue";
    YearJump, Hint, "与上年相差十倍以上，请核对单位", "Ten times the year before or a tenth: check the unit";
}

/// What a check found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// The record.
    pub place: RecordRef,
    /// The field to look at, where there is one.
    pub field: Option<Field>,
    /// What more is to be said: the value found, the other record, the days.
    pub detail: Detail,
}

/// What more is to be said of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing.
    None,
    /// The text found.
    Text(String),
    /// A credit code and what is wrong with it.
    Code(String, CodeVerdict),
    /// A number of days.
    Days(i64),
    /// Two numbers, the first of which should not exceed the second.
    Exceeds(i64, i64),
    /// A term.
    Word(Word),
    /// Two amounts, the first of which should not exceed the second.
    Over(Decimal, Decimal),
    /// What a field said before, and what it says now.
    Turned(Field, Decimal, Decimal),
}

impl Finding {
    /// Says in a plain sentence what was found, given what the record is called.
    pub fn sentence(&self, name: &str, lang: Lang) -> String {
        let what = self.check.word().of(lang);
        let detail = self.detail.text(lang);
        match lang {
            Lang::Zh => format!("{name}：{what}{detail}。"),
            Lang::En => format!("{name}: {}{detail}.", what.to_lowercase()),
        }
    }
}

impl Detail {
    fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::None, _) => String::new(),
            (Self::Text(text), Lang::Zh) => format!("（{text}）"),
            (Self::Text(text), Lang::En) => format!(" ({text})"),
            (Self::Code(code, verdict), lang) => match lang {
                Lang::Zh => format!("（{code}，{}）", verdict.word().zh),
                Lang::En => format!(" ({code}: {})", verdict.word().en),
            },
            (Self::Days(days), Lang::Zh) => format!("，已 {days} 天"),
            (Self::Days(days), Lang::En) => format!(" ({days} days)"),
            (Self::Exceeds(a, b), Lang::Zh) => format!("（{a} 大于 {b}）"),
            (Self::Exceeds(a, b), Lang::En) => format!(" ({a} over {b})"),
            (Self::Word(word), Lang::Zh) => format!("（{}）", word.zh),
            (Self::Word(word), Lang::En) => format!(" ({})", word.en.to_lowercase()),
            (Self::Over(a, b), Lang::Zh) => format!("（{a} 大于 {b}）"),
            (Self::Over(a, b), Lang::En) => format!(" ({a} over {b})"),
            (Self::Turned(field, a, b), Lang::Zh) => format!("（{}由 {a} 变为 {b}）", field.meta().word.zh),
            (Self::Turned(field, a, b), Lang::En) => format!(" ({} from {a} to {b})", field.meta().word.en),
        }
    }
}

impl CodeVerdict {
    /// What is wrong with the code.
    pub const fn word(self) -> Word {
        match self {
            Self::Valid => Word::new("有效", "valid"),
            Self::CheckFails => Word::new("校验位不符，请核对", "the check character does not fit"),
            Self::WrongLength => Word::new("不是 18 位", "not 18 characters"),
            Self::WrongCharacter => Word::new("含有不使用的字符", "a character that codes do not use"),
            Self::SpreadsheetDamage => {
                Word::new("被电子表格当作数字损坏，须向企业重新取得", "damaged as a number; ask the enterprise for it")
            }
        }
    }
}

/// Where findings are gathered.
pub(super) struct Findings<'a> {
    pub ledger: &'a Ledger,
    pub index: &'a Index,
    pub as_of: Date,
    list: Vec<Finding>,
}

impl Findings<'_> {
    fn add(&mut self, check: Check, kind: Kind, at: usize, field: Option<Field>, detail: Detail) {
        let place = RecordRef::new(kind, self.ledger.of(kind).id_at(at));
        self.list.push(Finding { check, place, field, detail });
    }
}

/// Runs every check on a day; the gravest findings first, then in the order of the tables.
pub fn findings(ledger: &Ledger, index: &Index, as_of: Date) -> Vec<Finding> {
    let mut found = Findings { ledger, index, as_of, list: Vec::new() };
    everywhere(&mut found);
    doubles(&mut found);
    tasks::run(&mut found);
    enterprises::run(&mut found);
    people::run(&mut found);
    layout::run(&mut found);
    let mut list = found.list;
    list.sort_by_key(|finding| (finding.check.severity(), finding.check));
    list
}

/// Checks that hold for records of any kind: open conflicts, and owners that are gone.
fn everywhere(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        let owners: Vec<(Field, Kind)> =
            Kind::ALL.iter().filter_map(|owner| Some((kind.owning_field(*owner)?, *owner))).collect();
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            let shown = |index| if index == DELETION { Value::YesNo(false) } else { table.value(at, index) };
            for index in table.meta(at).into_iter().flat_map(|meta| meta.stamps.conflicts(shown)) {
                let field = (usize::from(index) < kind.fields().len()).then_some(Field { kind: *kind, index });
                found.add(Check::OpenConflict, *kind, at, field, Detail::None);
            }
            for (field, owner) in &owners {
                let gone = match table.value(at, field.index) {
                    Value::Ref(id) => !ledger.is_live(RecordRef::new(*owner, id)),
                    _ => !may_be_open(*kind, *owner),
                };
                if gone {
                    found.add(Check::OrphanRecord, *kind, at, Some(*field), Detail::Text(kind.word().zh.to_owned()));
                }
            }
        }
    }
}

/// Records that stand twice for one thing, of the kinds that no other check looks at: all but the last.
fn doubles(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    for kind in [Kind::Grade, Kind::Assessment, Kind::GradeScale, Kind::FlagSetting] {
        let field = natural_fields(kind).last();
        for double in ledger.doubles_in(kind).iter().flat_map(|group| &group[..group.len() - 1]) {
            if let Some(at) = ledger.of(kind).position(double.id) {
                found.add(Check::DuplicateRecord, kind, at, field, Detail::Text(kind.word().zh.to_owned()));
            }
        }
    }
}

/// Tells whether a record may name no owner of a kind: a grade or membership no programme, a practice's
/// link an indicator instead of a task, a dismissal a task instead of an enterprise.
const fn may_be_open(kind: Kind, owner: Kind) -> bool {
    matches!((kind, owner), (_, Kind::Programme) | (Kind::PracticeLink, Kind::Task) | (Kind::Dismissal, _))
}

/// The words of a grade scale.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', '/']).map(str::trim).filter(|word| !word.is_empty())
}
