//! Field values in their general form, for tables, history, files and merging.

use super::{kind::Kind, record::Record};
use crate::domain::{
    choice::ChoiceWord,
    code::CreditCode,
    date::Date,
    id::{Id, RawId},
    number::Decimal,
    region::RegionCode,
};

/// What is known of a dated step: not taken, or taken, on a day if the day is known.
///
/// A step about which nothing is known is no `Stage` at all: missing is not no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Known not to have been taken.
    No,
    /// Taken; the day may be unknown.
    Yes(Option<Date>),
}

impl Stage {
    /// The day on which the step was taken, where it was and that is known.
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::No => None,
            Self::Yes(on) => on,
        }
    }

    /// Tells whether the step was taken by the end of a day; an undated step counts as taken before.
    pub fn done_by(self, day: Date) -> bool {
        match self {
            Self::No => false,
            Self::Yes(on) => on.is_none_or(|on| on <= day),
        }
    }
}

/// A set of tiers from 1 to 8; empty stands for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tiers(u8);

impl Tiers {
    /// No tier named, which stands for all of them.
    pub const ALL: Self = Self(0);

    /// Collects tiers; those outside 1 to 8 are left out.
    pub fn of(tiers: impl IntoIterator<Item = u8>) -> Self {
        Self(tiers.into_iter().filter(|t| (1..=8).contains(t)).fold(0, |set, t| set | 1 << (t - 1)))
    }

    /// Tells whether a tier is in the set.
    pub const fn contains(self, tier: u8) -> bool {
        self.0 == 0 || (tier >= 1 && tier <= 8 && self.0 & (1 << (tier - 1)) != 0)
    }

    /// Tells whether the set names no tier, and so stands for all.
    pub const fn is_all(self) -> bool {
        self.0 == 0
    }

    /// The tiers named, in order.
    pub fn iter(self) -> impl Iterator<Item = u8> {
        (1..=8).filter(move |t| self.0 & (1 << (t - 1)) != 0)
    }

    /// The tiers in both sets, or `None` where they share none.
    pub const fn and(self, other: Self) -> Option<Self> {
        match (self.0, other.0) {
            (0, _) => Some(other),
            (_, 0) => Some(self),
            (a, b) if a & b == 0 => None,
            (a, b) => Some(Self(a & b)),
        }
    }

    /// How many tiers are named; 8 where none is, since that stands for all.
    pub const fn count(self) -> u8 {
        if self.0 == 0 { 8 } else { self.0.count_ones() as u8 }
    }

    /// Tells whether all of these are among others.
    pub const fn is_within(self, others: Self) -> bool {
        others.0 == 0 || (self.0 != 0 && self.0 & !others.0 == 0)
    }

    /// Reads `2,3`.
    pub fn parse(text: &str) -> Option<Self> {
        text.split([',', '，', '、'])
            .map(|part| part.trim().parse::<u8>().ok().filter(|t| (1..=8).contains(t)))
            .collect::<Option<Vec<_>>>()
            .map(Self::of)
    }
}

impl std::fmt::Display for Tiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let tiers: Vec<_> = self.iter().map(|t| t.to_string()).collect();
        f.write_str(&tiers.join(","))
    }
}

macro_rules! text_types {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub String);

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )+};
}

text_types! {
    /// Text of several lines.
    LongText;
    /// The names of one or several persons; replaced by posts where a ledger goes out without names.
    PersonName;
    /// How a person is reached; left out where a ledger goes out without names.
    Contact;
}

/// The value of any field.
///
/// The order is one for sorting alike everywhere; it says nothing of size.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Value {
    /// Not filled in.
    #[default]
    Empty,
    /// Text of a line or more.
    Text(String),
    /// A credit code.
    Code(CreditCode),
    /// A region.
    Region(RegionCode),
    /// A number with two places.
    Number(Decimal),
    /// A civil date.
    Date(Date),
    /// Yes or no.
    YesNo(bool),
    /// A dated step.
    Stage(Stage),
    /// A member of a closed set, by position.
    Choice(u8),
    /// Another record; the field's type says of which table.
    Ref(RawId),
    /// A set of tiers.
    Tiers(Tiers),
}

/// The type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Text of one line.
    Text,
    /// Text of several lines.
    LongText,
    /// The names of persons, on one line.
    PersonName,
    /// How a person is reached, on one line.
    Contact,
    /// A credit code.
    Code,
    /// A region.
    Region,
    /// A number with two places.
    Number,
    /// A civil date.
    Date,
    /// Yes or no.
    YesNo,
    /// A dated step.
    Stage,
    /// A member of a closed set.
    Choice(&'static [ChoiceWord]),
    /// A record of another table.
    Ref(Kind),
    /// A set of tiers.
    Tiers,
}

/// A type that a record's field may have.
pub trait FieldValue: Default + Clone {
    /// The type of the field.
    const TYPE: FieldType;
    /// Gives the value in its general form.
    fn to_value(&self) -> Value;
    /// Takes the value from its general form; `None` where the type is another.
    fn of_value(value: &Value) -> Option<Self>;
}

/// A type that an optional field may hold.
pub trait Atom: Clone {
    /// The type of the field.
    const TYPE: FieldType;
    /// Gives the value in its general form.
    fn into_value(self) -> Value;
    /// Takes the value from its general form; `None` where the type is another.
    fn from_value(value: &Value) -> Option<Self>;
}

impl<A: Atom> FieldValue for Option<A> {
    const TYPE: FieldType = A::TYPE;

    fn to_value(&self) -> Value {
        self.clone().map_or(Value::Empty, A::into_value)
    }

    fn of_value(value: &Value) -> Option<Self> {
        if *value == Value::Empty { Some(None) } else { A::from_value(value).map(Some) }
    }
}

macro_rules! texts {
    ($($type:ty, $field_type:ident, $variant:ident, $wrap:expr, $inner:expr;)+) => {$(
        impl FieldValue for $type {
            const TYPE: FieldType = FieldType::$field_type;

            fn to_value(&self) -> Value {
                if self.is_empty() { Value::Empty } else { Value::$variant($inner(self)) }
            }

            fn of_value(value: &Value) -> Option<Self> {
                match value {
                    Value::Empty => Some(Self::default()),
                    Value::$variant(inner) => Some($wrap(inner.clone())),
                    _ => None,
                }
            }
        }
    )+};
}

texts! {
    String, Text, Text, |s| s, |s: &String| s.clone();
    LongText, LongText, Text, LongText, |s: &LongText| s.0.clone();
    PersonName, PersonName, Text, PersonName, |s: &PersonName| s.0.clone();
    Contact, Contact, Text, Contact, |s: &Contact| s.0.clone();
    CreditCode, Code, Code, |s| s, |s: &CreditCode| s.clone();
}

macro_rules! atoms {
    ($($type:ty, $name:ident;)+) => {$(
        impl Atom for $type {
            const TYPE: FieldType = FieldType::$name;

            fn into_value(self) -> Value {
                Value::$name(self)
            }

            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    Value::$name(inner) => Some(*inner),
                    _ => None,
                }
            }
        }
    )+};
}

atoms! {
    RegionCode, Region;
    Decimal, Number;
    Date, Date;
    bool, YesNo;
    Stage, Stage;
}

impl FieldValue for Tiers {
    const TYPE: FieldType = FieldType::Tiers;

    fn to_value(&self) -> Value {
        if self.is_all() { Value::Empty } else { Value::Tiers(*self) }
    }

    fn of_value(value: &Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::ALL),
            Value::Tiers(tiers) => Some(*tiers),
            _ => None,
        }
    }
}

impl<R: Record> Atom for Id<R> {
    const TYPE: FieldType = FieldType::Ref(R::KIND);

    fn into_value(self) -> Value {
        Value::Ref(self.raw())
    }

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Ref(raw) => Some(Self::new(*raw)),
            _ => None,
        }
    }
}
