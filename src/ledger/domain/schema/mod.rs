//! The forms that records have: kinds, fields, values, and what each kind declares of itself.

pub mod kind;
pub mod record;
pub mod value;

pub use kind::{Kind, RecordRef, Tables};
pub(in crate::domain) use record::record;
pub use record::{Carriage, Declaration, Field, FieldMeta, NamePart, NaturalKey, Record};
pub use value::{Contact, FieldType, FieldValue, LongText, PersonName, Stage, Tiers, Value};
