//! Whose ledger it is, the enterprises that it speaks of, and which of them do not count.

use super::Indicator;
use crate::domain::{
    choice::{ExclusionReason, FunctionClass, HoldingKind, OperatingState, UnitKind},
    code::CreditCode,
    date::Date,
    id::Id,
    number::Decimal,
    region::RegionCode,
    schema::{Carriage, Contact, Declaration, LongText, NamePart, NaturalKey, record},
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
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[]),
        name: &[NamePart::Own(Self::title)],
        known_by: &[],
        order: &[Self::title],
        carriage: Carriage::Whole,
    }
}

record! {
    /// A commission or group whose ledger this is, or one that reports to it.
    Unit {
        name: String = "name", "名称", "Name";
        kind: Option<UnitKind> = "kind", "类别", "Kind";
        region: Option<RegionCode> = "region", "地区", "Region";
        contact: Contact = "contact", "联系人", "Contact";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::name]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name],
        order: &[Self::name],
        carriage: Carriage::Chosen,
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
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name, Self::code, Self::former_names],
        order: &[Self::name],
        carriage: Carriage::Chosen,
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
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::indicator, Self::reason]),
        name: &[NamePart::Own(Self::enterprise)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

impl Exclusion {
    /// Whether it holds on a day; both its first and its last day (截止日期) are days of it.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}
