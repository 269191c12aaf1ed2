//! How work is judged: rubrics, scores, frozen results, flags that were looked into, and practices.

use super::{Enterprise, Indicator, Institution, Programme, Task, Unit};
use crate::domain::{
    choice::{EvaluationAxis, FlagRule, RubricReading},
    date::Date,
    id::Id,
    number::Decimal,
    region::RegionCode,
    schema::{Carriage, Declaration, LongText, NamePart, NaturalKey, PersonName, record},
};

record! {
    /// The rules of an annual assessment: its items are records of their own.
    Rubric {
        name: String = "name", "评估细则", "Rubric";
        /// The year that it is for; empty stands for every year.
        year: Option<Decimal> = "year", "适用年度", "Year";
        /// The least total, of 100, for each grade; below the last one the grade is D.
        a_from: Option<Decimal> = "a_from", "A级起点", "A from";
        b_from: Option<Decimal> = "b_from", "B级起点", "B from";
        c_from: Option<Decimal> = "c_from", "C级起点", "C from";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "说明", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::name, Self::year]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name],
        order: &[Self::name],
        carriage: Carriage::Whole,
    }
}

record! {
    /// One item of a rubric: what it reads, and how many points that gives or takes.
    RubricItem {
        rubric: Option<Id<Rubric>> = "rubric", "评估细则", "Rubric";
        order: Option<Decimal> = "order", "次序", "Order";
        section: String = "section", "大类", "Section";
        name: String = "name", "评估项目", "Item";
        reads: Option<RubricReading> = "reads", "依据", "Reads";
        indicator: Option<Id<Indicator>> = "indicator", "指标", "Indicator";
        institution: Option<Id<Institution>> = "institution", "制度", "Institution";
        /// The most that the item gives, or the most that a deduction takes.
        points: Option<Decimal> = "points", "分值", "Points";
        /// The rate in per cent at or below which the item gives nothing; 0 where not given.
        zero_at: Option<Decimal> = "zero_at", "零分线（%）", "Nothing at (%)";
        /// The rate in per cent from which the item gives all; 100 where not given.
        full_at: Option<Decimal> = "full_at", "满分线（%）", "All at (%)";
        /// What a deduction takes for each case.
        per_case: Option<Decimal> = "per_case", "每例扣分", "Per case";
        basis: LongText = "basis", "评分标准", "Standard";
    }
    Declaration {
        owners: &[Self::rubric],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::rubric, Self::name]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name],
        order: &[Self::name],
        carriage: Carriage::Whole,
    }
}

record! {
    /// A score or a veto that a person gave, with the reason.
    HandScore {
        item: Option<Id<RubricItem>> = "item", "评估项目", "Item";
        year: Option<Decimal> = "year", "年度", "Year";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        group: Option<Id<Enterprise>> = "group", "集团", "Group";
        region: Option<RegionCode> = "region", "地区", "Region";
        points: Option<Decimal> = "points", "得分", "Points";
        vetoed: Option<bool> = "vetoed", "否决", "Vetoed";
        reason: LongText = "reason", "评分理由", "Reason";
        by: PersonName = "by", "评分人", "By";
        on: Option<Date> = "on", "评分日期", "On";
    }
    Declaration {
        owners: &[Self::item],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::item, Self::year, Self::unit, Self::group, Self::region, Self::by]),
        name: &[NamePart::Own(Self::item), NamePart::Own(Self::year)],
        known_by: &[],
        order: &[Self::item],
        carriage: Carriage::Stays,
    }
}

record! {
    /// A result that was frozen: what the assessment said on a day, whatever is edited later.
    Evaluation {
        title: String = "title", "评估结果", "Result";
        year: Option<Decimal> = "year", "评估年度", "Year";
        as_of: Option<Date> = "as_of", "统计日", "As of";
        rubric: Option<Id<Rubric>> = "rubric", "评估细则", "Rubric";
        /// What the rubric was called then.
        rubric_name: String = "rubric_name", "细则名称", "Name of the rubric";
        axis: Option<EvaluationAxis> = "axis", "评估对象", "Assessed by";
        a_from: Option<Decimal> = "a_from", "A级起点", "A from";
        b_from: Option<Decimal> = "b_from", "B级起点", "B from";
        c_from: Option<Decimal> = "c_from", "C级起点", "C from";
        frozen_on: Option<Date> = "frozen_on", "定格日期", "Frozen on";
        by: PersonName = "by", "定格人", "By";
        /// SHA-256 of its scores, by which later edits are noticed.
        digest: String = "digest", "校验值", "Digest";
        note: LongText = "note", "说明", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::title, Self::year, Self::axis, Self::frozen_on]),
        name: &[NamePart::Own(Self::title)],
        known_by: &[],
        order: &[Self::title],
        carriage: Carriage::Stays,
    }
}

record! {
    /// One line of a frozen result: an item of one subject, or the subject's total where no item is named.
    EvaluationScore {
        evaluation: Option<Id<Evaluation>> = "evaluation", "评估结果", "Result";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        group: Option<Id<Enterprise>> = "group", "集团", "Group";
        region: Option<RegionCode> = "region", "地区", "Region";
        /// What the subject was called then.
        subject: String = "subject", "对象", "Subject";
        order: Option<Decimal> = "order", "次序", "Order";
        item: String = "item", "评估项目", "Item";
        points: Option<Decimal> = "points", "分值", "Points";
        score: Option<Decimal> = "score", "得分", "Score";
        /// The figure behind the score as it was printed.
        figure: String = "figure", "依据数值", "Figure";
        grade: String = "grade", "等级", "Grade";
    }
    Declaration {
        owners: &[Self::evaluation],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::evaluation, Self::unit, Self::group, Self::region, Self::subject, Self::item]),
        name: &[NamePart::Own(Self::subject), NamePart::Own(Self::item)],
        known_by: &[],
        order: &[Self::subject],
        carriage: Carriage::Stays,
    }
}

record! {
    /// How one of the flags of paper compliance is set.
    FlagSetting {
        rule: Option<FlagRule> = "rule", "疑点规则", "Rule";
        threshold: Option<Decimal> = "threshold", "阈值", "Threshold";
        off: Option<bool> = "off", "停用", "Off";
        note: LongText = "note", "说明", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::rule]),
        name: &[NamePart::Own(Self::rule)],
        known_by: &[],
        order: &[],
        carriage: Carriage::Whole,
    }
}

record! {
    /// A flag that somebody looked into and dismissed, with the reason.
    Dismissal {
        rule: Option<FlagRule> = "rule", "疑点规则", "Rule";
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        task: Option<Id<Task>> = "task", "任务", "Task";
        /// What the flag was about within its enterprise or task, such as a day.
        about: String = "about", "事由", "About";
        reason: LongText = "reason", "排除理由", "Reason";
        by: PersonName = "by", "核实人", "By";
        on: Option<Date> = "on", "核实日期", "On";
    }
    Declaration {
        owners: &[Self::enterprise, Self::task],
        optional_owners: &[Self::enterprise, Self::task],
        key: NaturalKey::likeness(&[Self::rule, Self::enterprise, Self::task, Self::about]),
        name: &[NamePart::Own(Self::rule), NamePart::Own(Self::enterprise), NamePart::Own(Self::about)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// A practice that others can learn from.
    Practice {
        title: String = "title", "样板名称", "Practice";
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        programme: Option<Id<Programme>> = "programme", "试点工程", "Programme";
        what: LongText = "what", "主要做法", "What was done";
        result: LongText = "result", "成效", "Result";
        evidence: LongText = "evidence", "佐证", "Evidence";
        source: String = "source", "来源", "Source";
        described_on: Option<Date> = "described_on", "整理日期", "Described on";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::title]),
        name: &[NamePart::Own(Self::title)],
        known_by: &[],
        order: &[Self::title],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// What a practice serves: a task or an indicator.
    PracticeLink {
        practice: Option<Id<Practice>> = "practice", "样板", "Practice";
        task: Option<Id<Task>> = "task", "任务", "Task";
        indicator: Option<Id<Indicator>> = "indicator", "指标", "Indicator";
    }
    Declaration {
        owners: &[Self::practice, Self::task],
        optional_owners: &[Self::task],
        key: NaturalKey::likeness(&[Self::practice, Self::task, Self::indicator]),
        name: &[NamePart::Own(Self::practice)],
        known_by: &[],
        order: &[Self::practice],
        carriage: Carriage::BetweenOwners,
    }
}
