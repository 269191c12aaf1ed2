//! What tells records of a kind apart where their identities do not.

use super::{
    code::{CodeVerdict, CreditCode},
    id::RawId,
    kind::{Kind, RecordRef},
    record::Field,
    value::Value,
};

/// The fields of which a kind has one record for each set of values; none where a kind may have several.
///
/// Whoever begins such a record gives it the identity that follows from them ([`derived`]), so that
/// people who begin one apart begin the same one, and merging joins it field by field.
pub const fn natural_key(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Adoption
        | Kind::Board
        | Kind::YearFigures
        | Kind::Grade
        | Kind::Assessment
        | Kind::GradeScale
        | Kind::ClassDirection
        | Kind::FlagSetting => composite_fields(kind),
        _ => &[],
    }
}

/// The fields of [`natural_key`].
pub fn natural_fields(kind: Kind) -> impl Iterator<Item = Field> {
    natural_key(kind).iter().filter_map(move |key| kind.field(key))
}

/// The values of a kind's natural key; `None` where it has none or one of them is not filled in.
pub fn key_values(kind: Kind, value: impl Fn(Field) -> Value) -> Option<Vec<Value>> {
    let values: Vec<Value> = natural_fields(kind).map(value).collect();
    (!values.is_empty() && !values.contains(&Value::Empty)).then_some(values)
}

/// The record that stands for a natural key: the same for everybody, whoever begins it first.
pub fn derived(kind: Kind, key: &[Value]) -> RecordRef {
    let seed = kind.table_name().bytes().fold(0, |sum, byte| mixed(sum ^ u64::from(byte)));
    let bits = key.iter().fold(seed, |sum, value| mixed(sum ^ bits_of(value)));
    // The first bit keeps it above the identities that every ledger is born with.
    RecordRef::new(kind, RawId(bits | 1 << 63))
}

/// A number for a value of a key; keys hold references, years and members of closed sets.
fn bits_of(value: &Value) -> u64 {
    match value {
        Value::Ref(id) => id.0,
        Value::Number(number) => number.hundredths().cast_unsigned(),
        Value::Choice(at) => u64::from(*at),
        other => format!("{other:?}").bytes().fold(0, |sum, byte| mixed(sum ^ u64::from(byte))),
    }
}

/// Scatters the bits of a number.
pub const fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

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
