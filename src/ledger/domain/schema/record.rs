//! What every record has in common: fields that are known by name, type and term, and a declaration of
//! whose it is, what it is known by and called, and what goes out.

use super::{
    kind::Kind,
    value::{FieldType, Value},
};
use crate::domain::words::Phrase;

/// A field of a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field {
    /// The kind of record.
    pub kind: Kind,
    /// The position among the fields of that kind.
    pub index: u8,
}

impl Field {
    /// What is known of the field.
    pub fn meta(self) -> &'static FieldMeta {
        &self.kind.fields()[usize::from(self.index)]
    }
}

/// What is known of a field.
#[derive(Debug)]
pub struct FieldMeta {
    /// The name in files and addresses; never changed once released.
    pub key: &'static str,
    /// The term on screen.
    pub word: Phrase,
    /// The type of its values.
    pub field_type: FieldType,
}

/// What is known of every record of a kind besides its fields.
#[derive(Debug)]
pub struct Declaration {
    /// The references to records that it belongs to, and goes with when one of them is deleted.
    pub owners: &'static [Field],
    /// Which of the owners a record may do without: a grade or a membership its programme, a practice's link its
    /// task, a dismissal either of what it may be about.
    pub optional_owners: &'static [Field],
    /// What tells it from others where identities, codes and numbers do not.
    pub key: NaturalKey,
    /// What it is called in a sentence, the parts with a space between them.
    pub name: &'static [NamePart],
    /// The fields by whose text it can be named exactly, besides what it is called.
    pub known_by: &'static [Field],
    /// What it is sorted by: the first of these that has a text; a reference stands for what the record is
    /// sorted by that it names.
    pub order: &'static [Field],
    /// When it goes out with a part of the ledger.
    pub carriage: Carriage,
}

/// The fields by which records of a kind are told apart.
#[derive(Debug)]
pub struct NaturalKey {
    /// The fields; none where the kind is told apart otherwise.
    pub fields: &'static [Field],
    /// Whether there is one record for each set of values, whose identity follows from them.
    pub is_identity: bool,
}

impl NaturalKey {
    /// The fields of which there is one record for each set of values.
    pub const fn identity(fields: &'static [Field]) -> Self {
        Self { fields, is_identity: true }
    }

    /// The fields in which records that stand for one thing agree; several of them may be there.
    pub const fn likeness(fields: &'static [Field]) -> Self {
        Self { fields, is_identity: false }
    }
}

/// A part of what a record is called; left out where it is empty.
#[derive(Clone, Copy, Debug)]
pub enum NamePart {
    /// A field; a reference stands for the name of the record.
    Own(Field),
    /// A reference, and the field of the record named by it.
    Of(Field, Field),
    /// The first characters of a text.
    Beginning(Field),
    /// A field in Chinese, and the one that stands for it in English where that is filled in.
    InLanguage(Field, Field),
}

/// When a record goes out with a part of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carriage {
    /// With every part: others are measured by it.
    Whole,
    /// Where it is chosen: parts are chosen by records of its kind.
    Chosen,
    /// With any of its owners.
    WithOwner,
    /// Where all of its owners go: along with it would go what is others'.
    BetweenOwners,
    /// Where all go for whom it is, by the fields that name them.
    For(&'static [Field]),
    /// With the whole ledger alone, or where it is chosen by itself.
    Stays,
}

/// A row of one of the ledger's tables.
pub trait Record: Default + Clone + 'static {
    /// The kind of record.
    const KIND: Kind;
    /// Its fields, in their order in files.
    const META: &'static [FieldMeta];
    /// What is known of every record of the kind.
    const DECLARATION: Declaration;

    /// The value of a field; `Empty` beyond the last one.
    fn get(&self, index: u8) -> Value;

    /// Sets a field; tells whether the value was of the field's type.
    fn set(&mut self, index: u8, value: &Value) -> bool;
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$fdoc:meta])* $field:ident: $type:ty = $key:literal, $zh:literal, $en:literal;)+
    } $declaration:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $(#[doc = concat!($zh, ": ", $en, ".")] $(#[$fdoc])* pub $field: $type,)+
        }

        const _: () = {
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            enum Position { $($field,)+ }

            impl $name {
                $(
                    #[doc = concat!("The field ", $zh, ".")]
                    #[allow(non_upper_case_globals)]
                    pub const $field: $crate::domain::schema::Field = $crate::domain::schema::Field {
                        kind: $crate::domain::schema::Kind::$name,
                        index: Position::$field as u8,
                    };
                )+
            }

            impl $crate::domain::schema::Record for $name {
                const KIND: $crate::domain::schema::Kind = $crate::domain::schema::Kind::$name;
                const META: &'static [$crate::domain::schema::FieldMeta] = &[
                    $($crate::domain::schema::FieldMeta {
                        key: $key,
                        word: $crate::domain::words::Phrase::new($zh, $en),
                        field_type: <$type as $crate::domain::schema::FieldValue>::TYPE,
                    },)+
                ];

                const DECLARATION: $crate::domain::schema::Declaration = $declaration;

                fn get(&self, index: u8) -> $crate::domain::schema::Value {
                    $(if index == Position::$field as u8 {
                        return $crate::domain::schema::FieldValue::to_value(&self.$field);
                    })+
                    $crate::domain::schema::Value::Empty
                }

                fn set(&mut self, index: u8, value: &$crate::domain::schema::Value) -> bool {
                    $(if index == Position::$field as u8 {
                        return match <$type as $crate::domain::schema::FieldValue>::of_value(value) {
                            Some(value) => {
                                self.$field = value;
                                true
                            }
                            None => false,
                        };
                    })+
                    false
                }
            }
        };
    };
}
pub(crate) use record;
