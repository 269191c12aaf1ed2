//! Where capital goes: yearly figures, investments, restructurings, and what each class counts towards.

use super::Enterprise;
use crate::domain::{
    choice::{Concentration, IndustryClass, RestructuringKind},
    id::Id,
    number::Decimal,
    schema::{Carriage, Declaration, Field, LongText, NamePart, NaturalKey, Stage, record},
};

record! {
    /// What one enterprise reported for one year; amounts in 万元, of its own accounts and not consolidated.
    YearFigures {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        year: Option<Decimal> = "year", "年度", "Year";
        revenue: Option<Decimal> = "revenue", "营业收入（万元）", "Revenue (10,000 yuan)";
        emerging_revenue: Option<Decimal> = "emerging_revenue", "战新产业收入（万元）", "Emerging revenue (10,000 yuan)";
        research: Option<Decimal> = "research", "研发投入（万元）", "R&D (10,000 yuan)";
        capital: Option<Decimal> = "capital", "国有资本（万元）", "State capital (10,000 yuan)";
        /// The class of the enterprise's main business in the year.
        class: Option<IndustryClass> = "class", "主业类别", "Class of main business";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::enterprise, Self::year]),
        name: &[NamePart::Own(Self::enterprise), NamePart::Own(Self::year)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// What one enterprise put into one project in one year.
    Investment {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        project: String = "project", "项目", "Project";
        year: Option<Decimal> = "year", "年度", "Year";
        amount: Option<Decimal> = "amount", "投资额（万元）", "Amount (10,000 yuan)";
        class: Option<IndustryClass> = "class", "投向类别", "Class";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::project, Self::year]),
        name: &[NamePart::Own(Self::project), NamePart::Own(Self::year)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// A restructuring, with the dated stages that it has reached.
    Restructuring {
        name: String = "name", "重组事项", "Restructuring";
        kind: Option<RestructuringKind> = "kind", "类型", "Kind";
        enterprise: Option<Id<Enterprise>> = "enterprise", "牵头企业", "Leading enterprise";
        parties: String = "parties", "参与各方", "Parties";
        planned: Option<Stage> = "planned", "立项", "Planned";
        approved: Option<Stage> = "approved", "批准", "Approved";
        completed: Option<Stage> = "completed", "完成", "Completed";
        amount: Option<Decimal> = "amount", "涉及资产（万元）", "Assets (10,000 yuan)";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::name]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name],
        order: &[Self::name],
        carriage: Carriage::WithOwner,
    }
}

impl Restructuring {
    /// The steps that contradict an earlier one: dated before it, or taken though the one before says no.
    pub fn broken_steps(&self) -> Vec<Field> {
        let steps = [(Self::planned, self.planned), (Self::approved, self.approved), (Self::completed, self.completed)];
        let day = |step: Option<Stage>| step.and_then(Stage::day);
        let is_broken = |n: usize| {
            let (before, step) = (&steps[..n], steps[n].1);
            let dated_before = day(step).is_some_and(|on| before.iter().any(|(_, b)| day(*b).is_some_and(|b| on < b)));
            dated_before || (matches!(step, Some(Stage::Yes(_))) && before[n - 1].1 == Some(Stage::No))
        };
        (1..steps.len()).filter(|n| is_broken(*n)).map(|n| steps[n].0).collect()
    }
}

record! {
    /// What a class of industry counts towards; data, so that a user can count otherwise.
    ClassDirection {
        class: Option<IndustryClass> = "class", "类别", "Class";
        concentration: Option<Concentration> = "concentration", "集中方向", "Concentration";
        /// One of the areas in which the article asks to invest first.
        priority: Option<bool> = "priority", "优先布局领域", "Priority area";
        source: String = "source", "来源", "Source";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::class]),
        name: &[NamePart::Own(Self::class)],
        known_by: &[],
        order: &[],
        carriage: Carriage::Whole,
    }
}
