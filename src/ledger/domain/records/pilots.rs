//! Pilot programmes, who belongs to them, and how they were graded.

use super::Enterprise;
use crate::domain::{
    choice::MembershipChange,
    date::Date,
    id::Id,
    number::Decimal,
    schema::{Carriage, Declaration, LongText, NamePart, NaturalKey, record},
};

record! {
    /// A pilot programme.
    Programme {
        name: String = "name", "工程名称", "Programme";
        short: String = "short", "简称", "Short name";
        note: LongText = "note", "说明", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::name]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name, Self::short],
        order: &[Self::name],
        carriage: Carriage::Whole,
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
    Declaration {
        owners: &[Self::enterprise, Self::programme],
        optional_owners: &[Self::programme],
        key: NaturalKey::likeness(&[Self::enterprise, Self::programme, Self::batch]),
        name: &[NamePart::Own(Self::enterprise)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
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
    Declaration {
        owners: &[Self::enterprise, Self::programme],
        optional_owners: &[Self::programme],
        key: NaturalKey::identity(&[Self::enterprise, Self::programme, Self::year]),
        name: &[NamePart::Own(Self::enterprise)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
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
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::year]),
        name: &[NamePart::Own(Self::year)],
        known_by: &[],
        order: &[Self::words],
        carriage: Carriage::Whole,
    }
}
