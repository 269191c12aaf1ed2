//! What tells records of a kind apart where their identities do not.

use super::{
    code::{CodeVerdict, CreditCode},
    kind::Kind,
};

/// The fields by which records of a kind are told apart where no code or number does.
pub const fn composite_fields(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Contract => &["enterprise", "person", "post"],
        Kind::Board => &["enterprise"],
        Kind::Membership => &["enterprise", "programme", "batch"],
        Kind::Grade => &["enterprise", "programme", "year"],
        Kind::Adoption => &["enterprise", "institution"],
        Kind::Assessment => &["contract", "year"],
        Kind::Exclusion => &["enterprise", "indicator", "reason"],
        Kind::Milestone | Kind::Evidence => &["task", "title"],
        Kind::Progress => &["task", "date", "order"],
        Kind::GradeScale => &["year"],
        Kind::Target => &["indicator", "tiers", "unit", "group", "region", "deadline"],
        Kind::Quotation => &["whose", "subject", "as_of", "source"],
        Kind::Unit | Kind::Institution | Kind::Programme => &["name"],
        Kind::Indicator => &["code"],
        Kind::Director => &["enterprise", "person", "appointed_on"],
        Kind::YearFigures => &["enterprise", "year"],
        Kind::Investment => &["enterprise", "project", "year"],
        Kind::Restructuring => &["enterprise", "name"],
        Kind::ClassDirection => &["class"],
        Kind::Rubric => &["name", "year"],
        Kind::RubricItem => &["rubric", "name"],
        Kind::HandScore => &["item", "year", "unit", "group", "region", "by"],
        Kind::Evaluation => &["title", "year", "axis", "frozen_on"],
        Kind::EvaluationScore => &["evaluation", "unit", "group", "region", "subject", "item"],
        Kind::FlagSetting => &["rule"],
        Kind::Dismissal => &["rule", "enterprise", "task", "about"],
        Kind::Practice => &["enterprise", "title"],
        Kind::PracticeLink => &["practice", "task", "indicator"],
        Kind::Profile | Kind::Enterprise | Kind::Task => &[],
    }
}

/// Tells whether a credit code is good enough to know an enterprise by.
pub fn is_sound(code: &CreditCode) -> bool {
    matches!(code.verdict(), Some(CodeVerdict::Valid | CodeVerdict::CheckFails))
}
