//! The order in which changes are read.

use std::cmp::Ordering;

use super::{Difference, Turn};
use crate::View;
use ledger::domain::{FieldType, Ledger, RecordRef, Value};

/// Sorts changes by kind of change, kind of record, and number or name; those of one record keep
/// their order.
pub(super) fn sort(before: View<'_>, after: View<'_>, changes: &mut [Difference]) {
    changes.sort_by_cached_key(|change| {
        let record = change.record;
        let ledger = if after.ledger.is_live(record) { after.ledger } else { before.ledger };
        (rank(&change.turn), record.kind, Natural(subject(ledger, record)), record.id)
    });
}

/// What became of the work comes first, then what became of the figures, then the records themselves.
const fn rank(turn: &Turn) -> u8 {
    match turn {
        Turn::TaskClosed { .. } => 0,
        Turn::TaskReopened => 1,
        Turn::TaskMoved { .. } => 2,
        Turn::DeadlineMoved { .. } => 3,
        Turn::JoinedDenominator { .. } => 4,
        Turn::LeftDenominator { .. } => 5,
        Turn::JoinedNumerator { .. } => 6,
        Turn::LeftNumerator { .. } => 7,
        Turn::Renamed { .. } => 8,
        Turn::Added => 9,
        Turn::Removed => 10,
        Turn::FieldChanged { .. } => 11,
    }
}

/// What a record is sorted by: the number or the name of it, or of the one that it belongs to, deleted or not.
fn subject(ledger: &Ledger, record: RecordRef) -> String {
    let Some(at) = ledger.of(record.kind).position(record.id) else { return String::new() };
    let texts = record.kind.declaration().order.iter().map(|field| {
        match (ledger.of(record.kind).value(at, field.index), field.meta().field_type) {
            (Value::Text(text), _) => text,
            (Value::Ref(id), FieldType::Ref(to)) => subject(ledger, RecordRef::new(to, id)),
            _ => String::new(),
        }
    });
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Text in which runs of digits count by their value: 1-2 stands before 1-10.
#[derive(PartialEq, Eq)]
struct Natural(String);

impl PartialOrd for Natural {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Natural {
    fn cmp(&self, other: &Self) -> Ordering {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (mut left, mut right) = (self.0.as_str(), other.0.as_str());
        loop {
            let (m, n) = (digits(left), digits(right));
            if m > 0 && n > 0 {
                let (a, b) = (left[..m].trim_start_matches('0'), right[..n].trim_start_matches('0'));
                let by_value = a.len().cmp(&b.len()).then_with(|| a.cmp(b));
                if by_value.is_ne() {
                    return by_value;
                }
                (left, right) = (&left[m..], &right[n..]);
                continue;
            }
            let (mut a, mut b) = (left.chars(), right.chars());
            match (a.next(), b.next()) {
                (None, None) => return self.0.cmp(&other.0),
                (Some(c), Some(d)) if c == d => (left, right) = (a.as_str(), b.as_str()),
                (c, d) => return c.cmp(&d),
            }
        }
    }
}
