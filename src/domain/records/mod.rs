//! The records of the ledger, as `domain.md` and the article ask for them.

mod evaluation;
mod layout;

pub use evaluation::*;
pub use layout::*;

use super::{
    choice::*,
    code::CreditCode,
    date::Date,
    id::Id,
    number::Decimal,
    record::record,
    region::RegionCode,
    value::{LongText, Stage, Tiers},
};

record! {
    /// What a ledger is called and whose it is; one record to a ledger.
    Profile {
        title: String = "title", "台账名称", "Title";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        /// Marks an invented ledger, so that every screen says so.
        invented: Option<bool> = "invented", "示例数据", "Invented data";
        /// Days before a deadline from which a task is shown as due soon; 30 where not given.
        due_soon_days: Option<Decimal> = "due_soon_days", "临期天数", "Days counted as due soon";
        note: LongText = "note", "说明", "Note";
    }
}

record! {
    /// A commission or group whose ledger this is, or one that reports to it.
    Unit {
        name: String = "name", "名称", "Name";
        kind: Option<UnitKind> = "kind", "类别", "Kind";
        region: Option<RegionCode> = "region", "地区", "Region";
        contact: String = "contact", "联系人", "Contact";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// A state-owned enterprise. Its tier follows from its chain of parents; tier 1 has none.
    Enterprise {
        name: String = "name", "企业名称", "Enterprise";
        code: CreditCode = "code", "统一社会信用代码", "Credit code";
        parent: Option<Id<Enterprise>> = "parent", "上级企业", "Parent";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        supervisor: String = "supervisor", "监管机构", "Supervising body";
        region: Option<RegionCode> = "region", "地区", "Region";
        function_class: Option<FunctionClass> = "function_class", "功能分类", "Function class";
        industry: String = "industry", "行业", "Industry";
        emerging: Option<bool> = "strategic_emerging", "战略性新兴产业", "Strategic emerging industry";
        holding: Option<HoldingKind> = "holding", "控股方式", "Holding";
        /// Employees at the end of the last year reported.
        staff: Option<Decimal> = "staff", "职工人数", "Employees";
        /// How much it takes to move the enterprise, for the way to a target; 1 where not given.
        effort: Option<Decimal> = "effort", "推进难度", "Effort";
        state: Option<OperatingState> = "state", "经营状态", "State";
        valid_from: Option<Date> = "valid_from", "纳入日期", "Valid from";
        valid_to: Option<Date> = "valid_to", "退出日期", "Valid to";
        former_names: String = "former_names", "曾用名", "Former names";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// The statement that an enterprise does not count in an indicator, with its reason and basis.
    Exclusion {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        /// Empty stands for every indicator.
        indicator: Option<Id<Indicator>> = "indicator", "指标", "Indicator";
        reason: Option<ExclusionReason> = "reason", "不纳入原因", "Reason";
        basis: String = "basis", "依据", "Basis";
        from: Option<Date> = "from", "起始日期", "From";
        to: Option<Date> = "to", "截止日期", "To";
    }
}

impl Exclusion {
    /// Whether it holds on a day; both its first and its last day (截止日期) are days of it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

record! {
    /// A system that enterprises are to put into practice.
    Institution {
        name: String = "name", "制度名称", "Institution";
        kind: Option<ReformKind> = "kind", "改革类别", "Kind of reform";
        /// Whether form asks for signed contracts besides the rule.
        has_contracts: Option<bool> = "has_contracts", "需签约", "Has contracts";
        note: LongText = "note", "说明", "Note";
        /// Whether it has stages of assessment and pay, and so can have spirit; ledgers of before say nothing.
        has_assessment: Option<bool> = "has_assessment", "需考核兑现", "Has assessment";
    }
}

record! {
    /// How far one enterprise has put one institution into practice.
    Adoption {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        institution: Option<Id<Institution>> = "institution", "制度", "Institution";
        /// No means that the institution does not apply here; the reason is shown as an exclusion.
        due: Option<bool> = "due", "是否适用", "Due";
        issued: Option<Stage> = "issued", "印发", "Issued";
        issued_evidence: String = "issued_evidence", "印发依据", "Evidence of issue";
        signed: Option<Stage> = "signed", "签约", "Signed";
        signed_evidence: String = "signed_evidence", "签约依据", "Evidence of signing";
        assessed: Option<Stage> = "assessed", "考核", "Assessed";
        assessed_evidence: String = "assessed_evidence", "考核依据", "Evidence of assessment";
        paid: Option<Stage> = "paid", "兑现", "Paid accordingly";
        paid_evidence: String = "paid_evidence", "兑现依据", "Evidence of pay";
        adjusted: Option<Stage> = "adjusted", "调整/退出", "Adjusted or exited";
        adjusted_evidence: String = "adjusted_evidence", "调整/退出依据", "Evidence of adjustment";
        note: LongText = "note", "备注", "Note";
    }
}

impl Adoption {
    /// The state of one stage.
    pub const fn stage(&self, name: StageName) -> Option<Stage> {
        match name {
            StageName::Issued => self.issued,
            StageName::Signed => self.signed,
            StageName::Assessed => self.assessed,
            StageName::Paid => self.paid,
            StageName::Adjusted => self.adjusted,
        }
    }

    /// The evidence given for one stage; empty where none was.
    pub fn evidence(&self, name: StageName) -> &str {
        match name {
            StageName::Issued => &self.issued_evidence,
            StageName::Signed => &self.signed_evidence,
            StageName::Assessed => &self.assessed_evidence,
            StageName::Paid => &self.paid_evidence,
            StageName::Adjusted => &self.adjusted_evidence,
        }
    }
}

record! {
    /// The board of directors of an enterprise.
    Board {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        due: Option<bool> = "due", "应建", "Due";
        established: Option<Stage> = "established", "建立", "Established";
        seats: Option<Decimal> = "seats", "席位", "Seats";
        filled: Option<Decimal> = "filled", "在任董事", "Directors in office";
        outside: Option<Decimal> = "outside", "外部董事", "Outside directors";
        full_time_outside: Option<Decimal> = "full_time_outside", "专职外部董事", "Full-time outside directors";
        last_meeting: Option<Date> = "last_meeting", "最近会议", "Last meeting";
        last_evaluation: Option<Date> = "last_evaluation", "最近履职评价", "Last evaluation";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// One person's seat on one board.
    Director {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        person: String = "person", "姓名", "Person";
        kind: Option<DirectorKind> = "kind", "董事类别", "Kind";
        full_time: Option<bool> = "full_time", "专职", "Full-time";
        appointed_on: Option<Date> = "appointed_on", "任职日期", "Appointed on";
        left_on: Option<Date> = "left_on", "离任日期", "Left on";
        evaluated_on: Option<Date> = "evaluated_on", "最近履职评价", "Last evaluation";
        evaluation: String = "evaluation", "评价结果", "Result of evaluation";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// The contract of one manager for one term.
    Contract {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        person: String = "person", "姓名", "Person";
        post: String = "post", "职务", "Post";
        /// Yes for a member of the executive team; no for other managers, to whom the system extends [S].
        executive: Option<bool> = "executive", "经理层成员", "Executive";
        appointed_on: Option<Date> = "appointed_on", "任职日期", "Appointed on";
        appointment: Option<AppointmentKind> = "appointment", "任用方式", "Appointment";
        term_from: Option<Date> = "term_from", "任期起", "Term from";
        term_to: Option<Date> = "term_to", "任期止", "Term to";
        employment_agreement: Option<Stage> = "employment_agreement", "岗位聘任协议", "Employment agreement";
        annual_paper: Option<Stage> = "annual_paper", "年度经营业绩责任书", "Annual performance paper";
        term_paper: Option<Stage> = "term_paper", "任期经营业绩责任书", "Term performance paper";
        goals: LongText = "goals", "目标内容", "Goals";
        ended_on: Option<Date> = "ended_on", "离任日期", "Ended on";
        end_cause: Option<ExitCause> = "end_cause", "离任原因", "Cause of leaving";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// The assessment of one contract for one year, and what followed from it.
    Assessment {
        contract: Option<Id<Contract>> = "contract", "契约", "Contract";
        year: Option<Decimal> = "year", "考核年度", "Year";
        assessed: Option<Stage> = "assessed", "考核", "Assessed";
        score: Option<Decimal> = "score", "得分", "Score";
        grade: String = "grade", "等次", "Grade";
        paid: Option<Stage> = "paid", "兑现", "Paid accordingly";
        outcome: Option<Outcome> = "outcome", "结果运用", "Outcome";
        outcome_on: Option<Date> = "outcome_on", "结果日期", "Outcome on";
        cause: Option<ExitCause> = "cause", "调整退出原因", "Cause";
        evidence: String = "evidence", "依据", "Evidence";
    }
}

record! {
    /// A pilot programme.
    Programme {
        name: String = "name", "工程名称", "Programme";
        short: String = "short", "简称", "Short name";
        note: LongText = "note", "说明", "Note";
    }
}

record! {
    /// The membership of an enterprise in a pilot programme, from a batch on.
    Membership {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        programme: Option<Id<Programme>> = "programme", "试点工程", "Programme";
        batch: String = "batch", "批次", "Batch";
        joined_on: Option<Date> = "joined_on", "入选日期", "Joined on";
        left_on: Option<Date> = "left_on", "退出日期", "Left on";
        change: Option<MembershipChange> = "change", "变动方式", "Change";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// The grade that a pilot enterprise was given for a year.
    Grade {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        programme: Option<Id<Programme>> = "programme", "试点工程", "Programme";
        year: Option<Decimal> = "year", "评估年度", "Year";
        grade: String = "grade", "评级", "Grade";
        source: String = "source", "来源", "Source";
    }
}

record! {
    /// The words that were in use for the grades of one year, best first.
    GradeScale {
        year: Option<Decimal> = "year", "评估年度", "Year";
        words: String = "words", "档次（由高到低）", "Words, best first";
        /// The words that the headline rate counts, such as 标杆 and 优秀.
        top: String = "top", "计入优秀率的档次", "Words that count as top";
        source: String = "source", "来源", "Source";
    }
}

record! {
    /// A task of the ledger. Where it stands is told by its progress entries.
    Task {
        number: String = "number", "编号", "No.";
        title: String = "title", "任务", "Task";
        kind: Option<ReformKind> = "kind", "改革类别", "Kind of reform";
        chapter: String = "chapter", "章节", "Chapter";
        measure: LongText = "measure", "举措", "Measure";
        main: Option<bool> = "main", "主体任务", "Main task";
        key: Option<bool> = "key", "重点难点", "Key or difficult";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        enterprise: Option<Id<Enterprise>> = "enterprise", "责任企业", "Enterprise";
        /// The institution whose form and spirit judge a task of the institutional kind.
        institution: Option<Id<Institution>> = "institution", "对应制度", "Institution";
        /// The result that judges a task of the functional kind.
        goal: String = "goal", "量化目标", "Measured goal";
        goal_value: Option<Decimal> = "goal_value", "目标值", "Goal";
        reached: Option<Decimal> = "reached", "实际值", "Reached";
        lead: String = "lead", "牵头领导", "Lead";
        lead_department: String = "lead_department", "牵头部门", "Lead department";
        responsible_unit: String = "responsible_unit", "责任单位", "Responsible unit";
        cooperating: String = "cooperating", "配合单位", "Cooperating units";
        responsible_person: String = "responsible_person", "责任人", "Responsible person";
        contact: String = "contact", "联系方式", "Contact";
        start: Option<Date> = "start", "启动日期", "Start";
        original_deadline: Option<Date> = "original_deadline", "原定时限", "Original deadline";
        deadline: Option<Date> = "deadline", "完成时限", "Deadline";
        deadline_reason: String = "deadline_reason", "时限调整原因", "Reason for the new deadline";
        deadline_approver: String = "deadline_approver", "时限调整批准人", "Approver of the new deadline";
        expected_result: LongText = "expected_result", "预期成果", "Expected result";
        result_form: Option<ResultForm> = "result_form", "成果形式", "Form of result";
        criteria: LongText = "criteria", "验收标准", "Acceptance criteria";
        weight: Option<Decimal> = "weight", "权重", "Weight";
        problems: LongText = "problems", "存在问题", "Problems";
        next_step: LongText = "next_step", "下一步措施", "Next step";
        poor_quality: Option<bool> = "poor_quality", "质量不高", "Poor quality";
        warning: Option<Warning> = "warning", "人工预警", "Warning by hand";
        warning_reason: String = "warning_reason", "人工预警理由", "Reason for the warning";
        filled_by: String = "filled_by", "填报人", "Filled in by";
        reviewed_by: String = "reviewed_by", "审核人", "Reviewed by";
        reviewed_on: Option<Date> = "reviewed_on", "审核日期", "Reviewed on";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
}

record! {
    /// A step of a task that is due on a day of its own.
    Milestone {
        task: Option<Id<Task>> = "task", "任务", "Task";
        title: String = "title", "节点内容", "Milestone";
        due: Option<Date> = "due", "节点时限", "Due";
        done: Option<Stage> = "done", "完成", "Done";
    }
}

record! {
    /// A dated entry in a task's log; the last one on or before a day tells where the task stood.
    Progress {
        task: Option<Id<Task>> = "task", "任务", "Task";
        date: Option<Date> = "date", "日期", "Date";
        /// Puts entries of one day in order.
        order: Option<Decimal> = "order", "当日次序", "Order in the day";
        status: Option<TaskStatus> = "status", "状态", "Status";
        percent: Option<Decimal> = "percent", "进度%", "Percent";
        text: LongText = "text", "进展情况", "Text";
        by: String = "by", "填报人", "By";
    }
}

record! {
    /// A reference to a paper that shows a task done; never the paper itself.
    Evidence {
        task: Option<Id<Task>> = "task", "任务", "Task";
        title: String = "title", "材料名称", "Title";
        number: String = "number", "文号", "Document number";
        date: Option<Date> = "date", "成文日期", "Date";
        kept_at: String = "kept_at", "存放处", "Kept at";
    }
}

record! {
    /// What is counted over what; data, so that a user can add one without a new build.
    Indicator {
        code: String = "code", "代号", "Code";
        name: String = "name", "指标名称", "Name";
        name_en: String = "name_en", "英文名称", "English name";
        measure: Option<Measure> = "measure", "计算方式", "Measure";
        institution: Option<Id<Institution>> = "institution", "制度", "Institution";
        stage: Option<StageName> = "stage", "阶段", "Stage";
        tiers: Tiers = "tiers", "层级口径", "Tiers";
        /// Counts main tasks only; for the measures of tasks.
        main_only: Option<bool> = "main_only", "只计主体任务", "Main tasks only";
        /// Leaves out enterprises whose applicability nobody stated, instead of taking it as given.
        stated_only: Option<bool> = "stated_only", "只计明确适用的", "Only where stated as due";
        count_unit: Option<CountUnit> = "count_unit", "计数单位", "Counted in";
        basis: Option<TimeBasis> = "basis", "时间口径", "Time basis";
        since: Option<Date> = "since", "自某日", "Since";
        numerator: LongText = "numerator", "分子", "Numerator";
        denominator: LongText = "denominator", "分母", "Denominator";
        /// Refuses targets and colours: drawing a line by this rate does harm.
        no_target: Option<bool> = "no_target", "不设目标", "Never a target";
        source: String = "source", "来源", "Source";
    }
}

record! {
    /// What an indicator should reach, for whom, by when, and who said so.
    Target {
        indicator: Option<Id<Indicator>> = "indicator", "指标", "Indicator";
        value: Option<Decimal> = "value", "目标值（%）", "Value (%)";
        deadline: Option<Date> = "deadline", "时限", "Deadline";
        strength: Option<Strength> = "strength", "力度", "Strength";
        tiers: Tiers = "tiers", "层级", "Tiers";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        group: Option<Id<Enterprise>> = "group", "集团", "Group";
        region: Option<RegionCode> = "region", "地区", "Region";
        wording: LongText = "wording", "原文表述", "Wording";
        /// Marks a deadline that the source does not state to the day.
        deadline_is_reading: Option<bool> = "deadline_is_reading", "时限为本系统理解", "The deadline is our reading";
        source: String = "source", "来源", "Source";
        source_date: Option<Date> = "source_date", "来源日期", "Date of the source";
    }
}

record! {
    /// A figure that somebody published; quoted, never computed with.
    Quotation {
        level: String = "level", "层级", "Level";
        whose: String = "whose", "地区或集团", "Region or group";
        subject: String = "subject", "指标", "Subject";
        operator: String = "operator", "关系", "Operator";
        value: String = "value", "数值", "Value";
        count_unit: String = "count_unit", "单位", "Unit";
        as_of: String = "as_of", "时点", "As of";
        numerator: String = "numerator", "分子", "Numerator";
        denominator: String = "denominator", "分母", "Denominator";
        source: String = "source", "来源", "Source";
        source_kind: String = "source_kind", "来源类别", "Kind of source";
        note: LongText = "note", "备注", "Note";
    }
}
