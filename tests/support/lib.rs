//! Ledgers made at random from a list of numbers, and what can be seen of a ledger.
#![allow(clippy::unwrap_used, clippy::new_without_default)]

use interchange::json::{self, ExportInfo};
use ledger::domain::{
    ActorId, Change, CreditCode, DELETION, Date, Decimal, Dot, Field, FieldType, Index, Kind, Ledger, LedgerBuilder,
    LoadedRow, Moment, Origin, RawId, RecordRef, RegionCode, RowMeta, Stage, Stamps, Tiers, Value, choice::Label,
    region::REGIONS,
};
use proptest::prelude::*;
use report::View;

/// A day from its text.
pub fn date(text: &str) -> Date {
    ledger::domain::parse_date(text).unwrap()
}

/// Who and when of a change.
pub fn origin(at: Moment) -> Origin {
    Origin { actor: ActorId(7), by: "试".into(), at, label: Label::Edit, note: String::new() }
}

/// Noon of a day.
pub fn noon(day: Date) -> Moment {
    day.at(12, 0, 0, 0)
}

/// A ledger with nothing but what every ledger begins with.
pub fn blank() -> Ledger {
    seed::blank(RawId(0xabc0_0000_0000_0001), "试验台账", "试验国资委").unwrap()
}

/// What an export says of itself.
pub fn info() -> ExportInfo {
    ExportInfo { at: noon(date("2025-03-01")), by: "试".into() }
}

/// A ledger as it is exported.
pub fn bytes(ledger: &Ledger) -> Vec<u8> {
    json::write(ledger, &info())
}

/// Looks at a ledger as of a day.
pub fn look<T>(ledger: &Ledger, as_of: Date, f: impl FnOnce(View<'_>) -> T) -> T {
    let index = Index::new(ledger);
    f(View { ledger, index: &index, as_of })
}

/// Every live record with all its values: what a user can see of a ledger, without the marks for merging.
pub fn visible(ledger: &Ledger) -> Vec<(RecordRef, Vec<Value>)> {
    let mut rows = Vec::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            let values = (0..kind.fields().len() as u8).map(|index| table.value(at, index)).collect();
            rows.push((RecordRef::new(*kind, table.id_at(at)), values));
        }
    }
    rows
}

/// One wish for an edit, in numbers; what it becomes depends on what the ledger holds.
#[derive(Clone, Debug)]
pub struct Wish {
    act: u8,
    kind: u8,
    row: u16,
    field: u8,
    value: u32,
    text: String,
}

/// Any changes, at most so many.
pub fn wishes(most: usize) -> impl Strategy<Value = Vec<Wish>> {
    let wish = (any::<u8>(), any::<u8>(), any::<u16>(), any::<u8>(), any::<u32>(), "\\PC{0,12}")
        .prop_map(|(act, kind, row, field, value, text)| Wish { act, kind, row, field, value, text });
    prop::collection::vec(wish, 0..most)
}

/// The kinds that most rates hang on come up more often than the others.
const LIKELY: [Kind; 10] = [
    Kind::Enterprise,
    Kind::Enterprise,
    Kind::Adoption,
    Kind::Adoption,
    Kind::Board,
    Kind::Contract,
    Kind::Assessment,
    Kind::Task,
    Kind::Progress,
    Kind::Exclusion,
];

impl Wish {
    fn kind(&self) -> Kind {
        let at = usize::from(self.kind);
        if at < 180 { LIKELY[at % LIKELY.len()] } else { Kind::ALL[at % Kind::ALL.len()] }
    }

    /// A value that the field takes.
    pub fn value(&self, field: Field, ledger: &Ledger) -> Value {
        let n = self.value;
        if n.is_multiple_of(7) {
            return Value::Empty;
        }
        let day = date("2024-01-01").checked_add(jiff_days(i64::from(n % 500))).unwrap();
        match field.meta().field_type {
            FieldType::Text | FieldType::LongText | FieldType::PersonName | FieldType::Contact => {
                if self.text.is_empty() { Value::Empty } else { Value::Text(self.text.clone()) }
            }
            FieldType::Code => match CreditCode::new(&self.text) {
                code if code.is_empty() => Value::Empty,
                code => Value::Code(code),
            },
            FieldType::Region => Value::Region(REGIONS[n as usize % REGIONS.len()].0),
            FieldType::Number => Value::Number(Decimal::from_hundredths(i64::from(n % 10_001))),
            FieldType::Date => Value::Date(day),
            FieldType::YesNo => Value::YesNo(n.is_multiple_of(2)),
            FieldType::Stage => Value::Stage(match n % 3 {
                0 => Stage::No,
                1 => Stage::Yes(None),
                _ => Stage::Yes(Some(day)),
            }),
            FieldType::Choice(words) => Value::Choice((n as usize % words.len()) as u8),
            FieldType::Ref(kind) => match ledger.of(kind).len() {
                0 => Value::Empty,
                count => Value::Ref(ledger.of(kind).id_at(n as usize % count)),
            },
            FieldType::Tiers => match n % 9 {
                0 => Value::Empty,
                tier => Value::Tiers(Tiers::of([tier as u8])),
            },
        }
    }

    /// The change that is wished for, fitted to the ledger.
    pub fn change(&self, ledger: &Ledger, at: usize) -> Change {
        let kind = self.kind();
        let table = ledger.of(kind);
        let creates = self.act < 120 || table.is_empty();
        if creates {
            let record = RecordRef::new(kind, RawId(0x1_0000 + at as u64));
            let fields = kind.fields();
            let values = (0..fields.len() as u8)
                .map(|index| Field { kind, index })
                .enumerate()
                .map(|(i, field)| {
                    let value = self.value.rotate_left(i as u32 * 3).wrapping_mul(2_654_435_761) ^ i as u32;
                    (field, Wish { value, ..self.clone() }.value(field, ledger))
                })
                .collect();
            return Change::Create { record, values };
        }
        let record = RecordRef::new(kind, table.id_at(usize::from(self.row) % table.len()));
        match self.act {
            120..=200 => {
                let field = Field { kind, index: self.field % kind.fields().len() as u8 };
                Change::Set { record, field, value: self.value(field, ledger) }
            }
            201..=215 => Change::Restore { record },
            216..=235 => ledger.deletion(record),
            _ => Change::Delete { record },
        }
    }
}

fn jiff_days(days: i64) -> jiff::Span {
    jiff::Span::new().days(days)
}

/// Grants what wishes can be granted, one change a day from the first of January 2024.
pub fn granted(wishes: &[Wish], mut each: impl FnMut(&Ledger, Date)) -> Ledger {
    let mut ledger = blank();
    for (at, wish) in wishes.iter().enumerate() {
        let day = date("2024-01-01").checked_add(jiff_days(at as i64)).unwrap();
        let change = wish.change(&ledger, at);
        let _refused_is_fine = ledger.apply(&change, &origin(noon(day)));
        each(&ledger, day);
    }
    ledger
}

/// A region from its code.
pub fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

/// Makes records with given values in a ledger, numbered as they come.
pub struct Maker {
    /// What was made so far.
    pub ledger: Ledger,
    next: u64,
}

impl Maker {
    /// A blank ledger to fill.
    pub fn new() -> Self {
        Self { ledger: blank(), next: 0x1_0000 }
    }

    /// Makes a record with values.
    pub fn make(&mut self, kind: Kind, values: &[(Field, Value)]) -> RawId {
        let id = RawId(self.next);
        self.next += 1;
        let change = Change::Create { record: RecordRef::new(kind, id), values: values.to_vec() };
        self.ledger.apply(&change, &origin(noon(date("2024-01-01")))).unwrap();
        id
    }

    /// Sets a field.
    pub fn set(&mut self, record: RecordRef, field: Field, value: Value) {
        self.ledger.apply(&Change::Set { record, field, value }, &origin(noon(date("2024-01-01")))).unwrap();
    }
}

/// The ledger that an actor makes from the same table: all but what every ledger is born with has
/// another identity, and was made by the actor's first change.
pub fn made_apart(ledger: &Ledger, id: RawId, actor: u64) -> Ledger {
    let other = |id: RawId| if id.0 < 0x1_0000 { id } else { RawId(id.0 + (actor << 32)) };
    let first = Dot { actor: ActorId(actor), count: 1 };
    let mut loader = LedgerBuilder::new(id);
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            let record = RecordRef::new(*kind, other(table.id_at(at)));
            let values = (0..kind.fields().len() as u8).map(|index| {
                let value = table.value(at, index);
                (index, if let Value::Ref(id) = value { Value::Ref(other(id)) } else { value })
            });
            let mut meta = RowMeta::default();
            if record.id.0 >= 0x1_0000 {
                meta.stamps = Stamps { created: [first].into_iter().collect(), ..Stamps::default() };
            }
            loader.record(record, LoadedRow { deleted: false, values: values.collect(), meta }).unwrap();
        }
    }
    loader.clock(&[first].into_iter().collect());
    loader.finish()
}

/// Every field that stands in conflict, of records that are not deleted.
pub fn conflicts(ledger: &Ledger) -> Vec<(RecordRef, u8)> {
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let table = ledger.of(*kind);
        for at in (0..table.len()).filter(|at| table.is_live(*at)) {
            let open = table.meta(at).map_or_else(Vec::new, |meta| {
                meta.stamps.conflicts(|index| match index {
                    DELETION => Value::YesNo(!table.is_live(at)),
                    index => table.value(at, index),
                })
            });
            all.extend(open.into_iter().map(|index| (RecordRef::new(*kind, table.id_at(at)), index)));
        }
    }
    all.sort_unstable();
    all
}
