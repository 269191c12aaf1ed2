//! The numbers of a row, and the values that are made of them.

use ledger::domain::{Decimal, Field, Stage, Value, choice::CodedEnum, natural_key::mixed};

use super::world::WIDTH;
use support::date;

/// The days that things happen on; the days that figures are asked for lie on and beside them.
const DAYS: [&str; 7] =
    ["2024-06-30", "2023-06-30", "2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2025-06-30"];

/// The numbers of one row, taken one by one; a nought is the plain case, so that shrinking makes rows plain.
pub struct Draw<'a> {
    /// All of its numbers.
    pub numbers: &'a [u8; WIDTH],
    /// How many were taken.
    pub at: usize,
    /// The fields that were filled in.
    pub values: Vec<(u8, Value)>,
}

impl Draw<'_> {
    /// The next number.
    pub fn number(&mut self) -> usize {
        let number = self.numbers[self.at % WIDTH];
        // Rows that ask for more numbers than they have get others out of the same ones.
        let again = (self.at / WIDTH) as u64;
        self.at += 1;
        if again == 0 || number == 0 { usize::from(number) } else { mixed(u64::from(number) + again) as usize % 256 }
    }

    /// The next of a few.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.number() % of.len()]
    }

    /// Gives a field a value; nothing stays not filled in.
    pub fn set(&mut self, field: Field, value: Value) {
        if value != Value::Empty {
            self.values.push((field.index, value));
        }
    }

    /// A day of the few, or none in one case of three.
    pub fn day(&mut self) -> Value {
        let number = self.number();
        if number % 3 == 1 { Value::Empty } else { Value::Date(date(DAYS[number / 3 % DAYS.len()])) }
    }

    /// A stage: yes without a day, no, nothing, or yes on one of the days.
    pub fn stage(&mut self) -> Value {
        let number = self.number();
        match number % 8 {
            0 | 1 => Value::Stage(Stage::Yes(None)),
            2 => Value::Stage(Stage::No),
            3 => Value::Empty,
            _ => Value::Stage(Stage::Yes(Some(date(DAYS[number / 8 % DAYS.len()])))),
        }
    }

    /// Yes, no, or nothing, as often as asked: of ten.
    pub fn yes_no(&mut self, yes: usize, no: usize) -> Value {
        let number = self.number() % 10;
        if number < yes {
            Value::YesNo(true)
        } else if number < yes + no {
            Value::YesNo(false)
        } else {
            Value::Empty
        }
    }

    /// The next of a few numbers in hundredths.
    pub fn count(&mut self, of: &[i64]) -> Value {
        match self.pick(of) {
            NONE => Value::Empty,
            number => Value::Number(Decimal::from_hundredths(number)),
        }
    }

    /// The next of a few words.
    pub fn choice<C: CodedEnum>(&mut self, of: &[Option<C>]) -> Value {
        self.pick(of).map_or(Value::Empty, |choice| Value::Choice(choice.index()))
    }

    /// The next of a few texts.
    pub fn text(&mut self, of: &[&str]) -> Value {
        Some(self.pick(of)).filter(|text| !text.is_empty()).map_or(Value::Empty, |text| Value::Text(text.into()))
    }
}

/// Stands for a number that is not filled in.
pub const NONE: i64 = i64::MIN;
