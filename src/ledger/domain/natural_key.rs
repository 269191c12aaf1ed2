//! What tells records of a kind apart where their identities do not.

use super::{
    code::{CodeVerdict, CreditCode},
    id::RawId,
    schema::{Field, Kind, RecordRef, Value},
};

/// The fields of which a kind has one record for each set of values; none where a kind may have several.
///
/// Whoever begins such a record gives it the identity that follows from them ([`derived`]), so that
/// people who begin one apart begin the same one, and merging joins it field by field.
pub const fn natural_key(kind: Kind) -> &'static [Field] {
    let key = &kind.declaration().key;
    if key.is_identity { key.fields } else { &[] }
}

/// The fields of [`natural_key`].
pub fn natural_fields(kind: Kind) -> impl Iterator<Item = Field> {
    natural_key(kind).iter().copied()
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
pub const fn composite_fields(kind: Kind) -> &'static [Field] {
    kind.declaration().key.fields
}

/// Tells whether a credit code is good enough to know an enterprise by.
pub fn is_sound(code: &CreditCode) -> bool {
    matches!(code.verdict(), Some(CodeVerdict::Valid | CodeVerdict::CheckFails))
}
