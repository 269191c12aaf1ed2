//! What every record has in common: fields that are known by name, type and term.

use super::{
    kind::Kind,
    value::{FieldType, Value},
    words::Word,
};

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
    pub word: Word,
    /// The type of its values.
    pub field_type: FieldType,
}

/// A row of one of the ledger's tables.
pub trait Record: Default + Clone + 'static {
    /// The kind of record.
    const KIND: Kind;
    /// Its fields, in their order in files.
    const META: &'static [FieldMeta];

    /// The value of a field; `Empty` beyond the last one.
    fn get(&self, index: u8) -> Value;

    /// Sets a field; tells whether the value was of the field's type.
    fn set(&mut self, index: u8, value: &Value) -> bool;
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident {
        $($(#[$fdoc:meta])* $field:ident: $type:ty = $key:literal, $zh:literal, $en:literal;)+
    }) => {
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
                    pub const $field: $crate::domain::record::Field = $crate::domain::record::Field {
                        kind: $crate::domain::kind::Kind::$name,
                        index: Position::$field as u8,
                    };
                )+
            }

            impl $crate::domain::record::Record for $name {
                const KIND: $crate::domain::kind::Kind = $crate::domain::kind::Kind::$name;
                const META: &'static [$crate::domain::record::FieldMeta] = &[
                    $($crate::domain::record::FieldMeta {
                        key: $key,
                        word: $crate::domain::words::Word::new($zh, $en),
                        field_type: <$type as $crate::domain::value::FieldValue>::TYPE,
                    },)+
                ];

                fn get(&self, index: u8) -> $crate::domain::value::Value {
                    $(if index == Position::$field as u8 {
                        return $crate::domain::value::FieldValue::to_value(&self.$field);
                    })+
                    $crate::domain::value::Value::Empty
                }

                fn set(&mut self, index: u8, value: &$crate::domain::value::Value) -> bool {
                    $(if index == Position::$field as u8 {
                        return match <$type as $crate::domain::value::FieldValue>::of_value(value) {
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
