//! Ledgers made at random, dense with the cases that have been read otherwise: few days, few people, few firms.

use ledger::domain::{
    Date, Kind, Ledger, LedgerBuilder, LoadedRow, RawId, RecordRef, RegionCode, RowMeta, Value, choice::FunctionClass,
    natural_key::mixed, records::*,
};
use proptest::prelude::*;

use super::draw::Draw;
use support::{blank, date, region};

/// What every ledger at random is made of: rows of numbers, of which each says what it is and holds.
#[derive(Clone)]
pub struct World {
    /// Which regions its firms lie in.
    land: u8,
    firms: Vec<[u8; WIDTH]>,
    /// Their kind, what their identity follows from, and their numbers.
    rows: Vec<(u8, u16, [u8; WIDTH])>,
}

/// How many numbers a row is made of.
pub const WIDTH: usize = 14;

/// The kinds of row besides firms; what most rates hang on comes up more often than the rest.
const KINDS: [Kind; 27] = [
    Kind::Adoption,
    Kind::Adoption,
    Kind::Adoption,
    Kind::Adoption,
    Kind::Adoption,
    Kind::Contract,
    Kind::Contract,
    Kind::Contract,
    Kind::Contract,
    Kind::Assessment,
    Kind::Assessment,
    Kind::Board,
    Kind::Board,
    Kind::Task,
    Kind::Task,
    Kind::Progress,
    Kind::Progress,
    Kind::Progress,
    Kind::Exclusion,
    Kind::YearFigures,
    Kind::YearFigures,
    Kind::Investment,
    Kind::Restructuring,
    Kind::Target,
    Kind::Membership,
    Kind::Director,
    Kind::Indicator,
];

/// Worlds of a few firms and so many other rows.
pub fn worlds() -> impl Strategy<Value = World> {
    let numbers = || prop::array::uniform14(any::<u8>());
    let firms = prop::collection::vec(numbers(), 1..11);
    let rows = prop::collection::vec((0..KINDS.len() as u8, any::<u16>(), numbers()), 0..110);
    (any::<u8>(), firms, rows).prop_map(|(land, firms, rows)| World { land, firms, rows })
}

/// They lie on the days that things happen on, and beside them.
const ASKED: [&str; 6] = ["2024-06-30", "2023-12-31", "2024-12-31", "2025-01-01", "2024-12-30", "2026-01-01"];

const LANDS: [&[&str]; 4] = [
    &["320000", "320100", "320106", "320200", "320205"],
    &["110000", "110101", "110108", "110100"],
    &["420000", "429004", "429005", "420106", "420100"],
    &["320000", "320106", "110101", "110000", "660000", "429004", "320100"],
];

/// The identity that follows from a number: scattered, so that the order of identities is not that of rows.
pub fn id(kind: Kind, at: usize) -> RawId {
    RawId((mixed(kind.table_name().len() as u64 * 10_000 + at as u64) & 0xffff_ffff) | 1 << 40)
}

/// The units of a world; the first of them is the one that every ledger begins with.
pub const UNITS: [RawId; 3] = [RawId(1), RawId(0x10_0001), RawId(0x10_0002)];

/// Told as its records, so that a case that was shrunk can be read.
impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (record, row) in self.records(false) {
            write!(f, "\n{:?} {:?}{}", record.kind, record.id, if row.deleted { " deleted" } else { "" })?;
            for (field, value) in row.values {
                write!(f, ", {} {value:?}", record.kind.fields()[usize::from(field)].key)?;
            }
        }
        Ok(())
    }
}

impl World {
    /// The ledger of the world; its rows come in their order, or the last first.
    pub fn ledger(&self, turned: bool) -> Ledger {
        let mut loader = LedgerBuilder::resume(blank());
        for (record, row) in self.records(turned) {
            loader.record(record, row).unwrap();
        }
        loader.finish()
    }

    fn records(&self, turned: bool) -> Vec<(RecordRef, LoadedRow)> {
        let mut rows: Vec<(RecordRef, LoadedRow)> = Vec::new();
        for unit in &UNITS[1..] {
            rows.push((RecordRef::new(Kind::Unit, *unit), LoadedRow::default()));
        }
        for (at, numbers) in self.firms.iter().enumerate() {
            rows.push(self.row(Kind::Enterprise, at, numbers));
        }
        for (kind, tag, numbers) in &self.rows {
            let row = self.row(KINDS[usize::from(*kind)], usize::from(*tag), numbers);
            // Of two that would be the same one the first is there.
            if rows.iter().all(|(record, _)| *record != row.0) {
                rows.push(row);
            }
        }
        if turned {
            rows.reverse();
        }
        rows
    }

    /// The identities of the world's firms, the deleted too.
    pub fn firms(&self) -> Vec<RawId> {
        (0..self.firms.len()).map(|at| id(Kind::Enterprise, at)).collect()
    }

    /// The regions that its firms lie in.
    pub fn regions(&self) -> Vec<RegionCode> {
        LANDS[usize::from(self.land) % LANDS.len()].iter().map(|code| region(code)).collect()
    }

    fn row(&self, kind: Kind, at: usize, numbers: &[u8; WIDTH]) -> (RecordRef, LoadedRow) {
        let mut draw = Draw { numbers, at: 0, values: Vec::new() };
        let deleted = draw.number() % 16 == 15;
        match kind {
            Kind::Enterprise => self.firm(&mut draw, at),
            Kind::Adoption | Kind::Board | Kind::Exclusion => self.of_households(kind, &mut draw),
            Kind::Contract | Kind::Assessment | Kind::Director => self.of_people(kind, &mut draw),
            Kind::Task | Kind::Progress => self.of_tasks(kind, &mut draw),
            Kind::Target => self.target(&mut draw),
            Kind::Indicator => Self::indicator(&mut draw),
            Kind::Membership => self.membership(&mut draw),
            _ => self.of_amounts(kind, &mut draw),
        }
        let row = LoadedRow { deleted, values: draw.values, meta: RowMeta::default() };
        (RecordRef::new(kind, id(kind, at)), row)
    }

    /// A firm of the world, or one that is nowhere.
    pub fn some_firm(&self, draw: &mut Draw<'_>) -> Value {
        let number = draw.number();
        if number == 255 {
            return Value::Ref(RawId(0xdead_0000));
        }
        Value::Ref(id(Kind::Enterprise, number % self.firms.len()))
    }

    /// Some row of a kind, the same one whatever other rows there are; one that is nowhere where there is none.
    pub fn some(&self, kind: Kind, draw: &mut Draw<'_>) -> Value {
        let wanted = draw.number() as u16 * 257;
        let tags = self.rows.iter().filter(|(of, ..)| KINDS[usize::from(*of)] == kind).map(|(_, tag, _)| *tag);
        Value::Ref(tags.min_by_key(|tag| tag ^ wanted).map_or(RawId(0xdead_0000), |tag| id(kind, usize::from(tag))))
    }

    /// One of the regions of the world, or none.
    pub fn land(&self, draw: &mut Draw<'_>) -> Value {
        let regions = self.regions();
        let number = draw.number();
        if number % 4 == 3 { Value::Empty } else { Value::Region(regions[number / 4 % regions.len()]) }
    }

    /// One of the units, or none.
    pub fn unit(draw: &mut Draw<'_>) -> Value {
        draw.pick(&[None, Some(UNITS[0]), Some(UNITS[1]), Some(UNITS[2])]).map_or(Value::Empty, Value::Ref)
    }

    fn firm(&self, draw: &mut Draw<'_>, at: usize) {
        let number = draw.number();
        let parent = match number % 12 {
            _ if at == 0 && number < 230 => Value::Empty,
            0..=6 => Value::Ref(id(Kind::Enterprise, number / 12 % at.max(1))),
            7 => Value::Ref(RawId(0xdead_0000)),
            // Whatever firm it names, itself and those below it too: chains, and rings.
            8 | 9 => Value::Ref(id(Kind::Enterprise, number / 12 % self.firms.len())),
            _ => Value::Empty,
        };
        draw.set(Enterprise::parent, parent);
        let (unit, land) = (Self::unit(draw), self.land(draw));
        draw.set(Enterprise::unit, unit);
        draw.set(Enterprise::region, land);
        let class = draw.choice(&[None, Some(FunctionClass::CommercialOne), Some(FunctionClass::Public)]);
        draw.set(Enterprise::function_class, class);
        for field in [Enterprise::valid_from, Enterprise::valid_to] {
            if draw.number() % 6 == 5 {
                let day = draw.day();
                draw.set(field, day);
            }
        }
    }
}

/// The days that figures are asked for.
pub fn asked() -> Vec<Date> {
    ASKED.iter().map(|day| date(day)).collect()
}
