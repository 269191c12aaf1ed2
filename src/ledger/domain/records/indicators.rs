//! Indicators, targets, and figures that others published.

use super::{Enterprise, Institution, Unit};
use crate::domain::{
    choice::{CountUnit, Measure, StageName, Strength, TimeBasis},
    date::Date,
    id::Id,
    number::Decimal,
    region::RegionCode,
    schema::{Carriage, Declaration, LongText, NamePart, NaturalKey, Tiers, record},
};

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
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::code]),
        name: &[NamePart::Own(Self::code), NamePart::InLanguage(Self::name, Self::name_en)],
        known_by: &[Self::code, Self::name, Self::name_en],
        order: &[Self::code],
        carriage: Carriage::Whole,
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
    Declaration {
        owners: &[Self::indicator],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::indicator, Self::tiers, Self::unit, Self::group, Self::region, Self::deadline]),
        name: &[NamePart::Own(Self::indicator)],
        known_by: &[],
        order: &[Self::indicator],
        carriage: Carriage::For(&[Self::unit, Self::group]),
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
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::whose, Self::subject, Self::as_of, Self::source]),
        name: &[NamePart::Own(Self::whose), NamePart::Own(Self::subject)],
        known_by: &[],
        order: &[Self::subject],
        carriage: Carriage::Stays,
    }
}
