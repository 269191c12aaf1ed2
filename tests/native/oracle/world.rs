//! Ledgers made at random, dense with the cases that have been read otherwise: few days, few people, few firms.

use proptest::prelude::*;
use reform_ledger::domain::{
    Date, Kind, Ledger, LoadedRow, Loader, RawId, RecordRef, RegionCode, RowMeta, Value, choice::FunctionClass,
    identity::mixed, records::*,
};

use super::draw::Draw;
use crate::support::{blank, date, region};

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
        let mut loader = Loader::resume(blank());
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

    fn of_households(&self, kind: Kind, draw: &mut Draw<'_>) {
        let firm = self.some_firm(draw);
        match kind {
            Kind::Adoption => {
                draw.set(Adoption::enterprise, firm);
                let which = [
                    institution::EXIT,
                    institution::EXIT,
                    institution::TENURE,
                    institution::PERFORMANCE,
                    institution::INCENTIVE,
                    institution::CORPORATE,
                ];
                let which = Value::Ref(draw.pick(&which).raw());
                draw.set(Adoption::institution, which);
                let due = draw.yes_no(4, 2);
                draw.set(Adoption::due, due);
                for field in [Adoption::issued, Adoption::signed, Adoption::adjusted] {
                    let stage = draw.stage();
                    draw.set(field, stage);
                }
            }
            Kind::Board => {
                draw.set(Board::enterprise, firm);
                let due = draw.yes_no(6, 2);
                draw.set(Board::due, due);
                let established = draw.stage();
                draw.set(Board::established, established);
                for field in [Board::seats, Board::filled, Board::outside, Board::full_time_outside] {
                    let count = draw.count(&[300, 200, 400, 100, 0, NONE, 500, 200]);
                    draw.set(field, count);
                }
            }
            _ => {
                draw.set(Exclusion::enterprise, firm);
                let of = draw.pick(&[None, Some("E1"), Some("M2"), Some("T1"), Some("G2"), Some("I1")]);
                draw.set(Exclusion::indicator, named(of));
                let reason = draw.choice(&[Some(ExclusionReason::Shell), None, Some(ExclusionReason::Overseas)]);
                draw.set(Exclusion::reason, reason);
                for field in [Exclusion::from, Exclusion::to] {
                    let day = draw.day();
                    draw.set(field, day);
                }
            }
        }
    }

    fn of_people(&self, kind: Kind, draw: &mut Draw<'_>) {
        use ExitCause::{Incompetent, LastPlace, Misconduct, Retirement};
        let causes = [Some(LastPlace), None, Some(Misconduct), Some(Incompetent), None, Some(Retirement)];
        match kind {
            Kind::Contract => {
                let firm = self.some_firm(draw);
                draw.set(Contract::enterprise, firm);
                let person = draw.text(&PEOPLE);
                draw.set(Contract::person, person);
                let executive = draw.yes_no(6, 2);
                draw.set(Contract::executive, executive);
                let how = draw.choice(&[Some(AppointmentKind::Competition), None, Some(AppointmentKind::Market)]);
                draw.set(Contract::appointment, how);
                for field in [Contract::appointed_on, Contract::term_from, Contract::term_to] {
                    let day = draw.day();
                    draw.set(field, day);
                }
                if draw.number() % 2 == 1 {
                    let (day, cause) = (draw.day(), draw.choice(&causes));
                    draw.set(Contract::ended_on, day);
                    draw.set(Contract::end_cause, cause);
                }
                for field in [Contract::employment_agreement, Contract::annual_paper, Contract::term_paper] {
                    let stage = draw.stage();
                    draw.set(field, stage);
                }
            }
            Kind::Assessment => {
                let contract = self.some(Kind::Contract, draw);
                draw.set(Assessment::contract, contract);
                let year = draw.count(&[202_300, 202_400, NONE, 202_500]);
                draw.set(Assessment::year, year);
                for field in [Assessment::assessed, Assessment::paid] {
                    let stage = draw.stage();
                    draw.set(field, stage);
                }
                let outcomes = [Outcome::Keep, Outcome::Adjust, Outcome::Exit, Outcome::PayCut, Outcome::Reward];
                let outcome = draw.choice(&outcomes.map(Some).into_iter().chain([None]).collect::<Vec<_>>());
                draw.set(Assessment::outcome, outcome);
                let (day, cause) = (draw.day(), draw.choice(&causes));
                draw.set(Assessment::outcome_on, day);
                draw.set(Assessment::cause, cause);
            }
            _ => {
                let firm = self.some_firm(draw);
                draw.set(Director::enterprise, firm);
                let person = draw.text(&PEOPLE);
                draw.set(Director::person, person);
                let full_time = draw.yes_no(5, 3);
                draw.set(Director::full_time, full_time);
            }
        }
    }

    fn of_tasks(&self, kind: Kind, draw: &mut Draw<'_>) {
        if kind == Kind::Task {
            let firm = if draw.number() % 4 == 3 { Value::Empty } else { self.some_firm(draw) };
            draw.set(Task::enterprise, firm);
            let (main, unit) = (draw.yes_no(7, 1), Self::unit(draw));
            draw.set(Task::main, main);
            draw.set(Task::unit, unit);
            let weight = draw.count(&[NONE, 100, 250, 0, 33]);
            draw.set(Task::weight, weight);
            return;
        }
        let task = self.some(Kind::Task, draw);
        draw.set(Progress::task, task);
        let (day, order) = (draw.day(), draw.count(&[NONE, 100, 200]));
        draw.set(Progress::date, day);
        draw.set(Progress::order, order);
        let statuses: Vec<_> = TaskStatus::ALL.iter().copied().map(Some).chain([None, None]).collect();
        let status = draw.choice(&statuses);
        draw.set(Progress::status, status);
        let percent = draw.count(&[NONE, 5_000, 10_000, 12_000, 3_333, 0]);
        draw.set(Progress::percent, percent);
    }

    fn of_amounts(&self, kind: Kind, draw: &mut Draw<'_>) {
        let firm = if draw.number() % 8 == 7 { Value::Empty } else { self.some_firm(draw) };
        let year = draw.count(&[202_400, 202_300, 202_500, NONE, 202_200]);
        const AMOUNTS: [i64; 9] = [10_000, 0, NONE, 9_994, 3, 20_000, 7_777, 1, -500];
        match kind {
            Kind::YearFigures => {
                draw.set(YearFigures::enterprise, firm);
                draw.set(YearFigures::year, year);
                for field in [YearFigures::revenue, YearFigures::emerging_revenue, YearFigures::research] {
                    let amount = draw.count(&AMOUNTS);
                    draw.set(field, amount);
                }
            }
            Kind::Investment => {
                draw.set(Investment::enterprise, firm);
                draw.set(Investment::year, year);
                let amount = draw.count(&AMOUNTS);
                draw.set(Investment::amount, amount);
                let class = draw.choice(&[
                    Some(IndustryClass::Emerging),
                    None,
                    Some(IndustryClass::Future),
                    Some(IndustryClass::Other),
                ]);
                draw.set(Investment::class, class);
            }
            _ => {
                draw.set(Restructuring::enterprise, firm);
                for field in [Restructuring::planned, Restructuring::approved, Restructuring::completed] {
                    let stage = draw.stage();
                    draw.set(field, stage);
                }
            }
        }
    }

    fn target(&self, draw: &mut Draw<'_>) {
        let of = draw.pick(&NAMED);
        draw.set(Target::indicator, named(Some(of)));
        let value = draw.count(&[7_000, 5_000, 10_000, 3_333, 9_992, NONE, 3, 6_667]);
        draw.set(Target::value, value);
        let deadline = draw.day();
        draw.set(Target::deadline, deadline);
        let tiers = draw.pick(&[Tiers::ALL, Tiers::ALL, Tiers::of([2]), Tiers::of([2, 3]), Tiers::of([1])]);
        draw.set(Target::tiers, if tiers.is_all() { Value::Empty } else { Value::Tiers(tiers) });
        let (narrowed, unit, firm, land) = (draw.number(), Self::unit(draw), self.some_firm(draw), self.land(draw));
        // Mostly one thing at a time, so that they meet the scopes that are asked.
        if narrowed % 3 == 1 {
            draw.set(Target::unit, unit);
        }
        if narrowed % 4 == 2 {
            draw.set(Target::group, firm);
        }
        if narrowed % 5 == 3 {
            draw.set(Target::region, land);
        }
    }

    /// An indicator that a user added.
    fn indicator(draw: &mut Draw<'_>) {
        let measure = draw.choice(&Measure::ALL.iter().copied().map(Some).chain([None]).collect::<Vec<_>>());
        draw.set(Indicator::measure, measure);
        let institution = draw.pick(&[institution::EXIT, institution::TENURE, institution::INCENTIVE]);
        draw.set(Indicator::institution, Value::Ref(institution.raw()));
        let stage = draw.choice(&[None, Some(StageName::Signed), Some(StageName::Adjusted)]);
        draw.set(Indicator::stage, stage);
        let tiers = draw.pick(&[Tiers::ALL, Tiers::of([2, 3]), Tiers::of([1])]);
        draw.set(Indicator::tiers, if tiers.is_all() { Value::Empty } else { Value::Tiers(tiers) });
        let basis = draw.choice(&[None, Some(TimeBasis::Since), Some(TimeBasis::YearToDate), Some(TimeBasis::ToDate)]);
        draw.set(Indicator::basis, basis);
        let since = draw.day();
        draw.set(Indicator::since, since);
        for field in [Indicator::main_only, Indicator::stated_only, Indicator::no_target] {
            let answer = draw.yes_no(3, 1);
            draw.set(field, answer);
        }
    }

    fn membership(&self, draw: &mut Draw<'_>) {
        let firm = self.some_firm(draw);
        draw.set(Membership::enterprise, firm);
        let which = draw.pick(&[Some(programme::DOUBLE_HUNDRED), Some(programme::SCI_TECH), None]);
        draw.set(Membership::programme, which.map_or(Value::Empty, |which| Value::Ref(which.raw())));
        for field in [Membership::joined_on, Membership::left_on] {
            let day = draw.day();
            draw.set(field, day);
        }
        use MembershipChange::{Added, Removed, Renamed};
        let change = draw.choice(&[None, Some(Added), Some(Removed), Some(Renamed)]);
        draw.set(Membership::change, change);
    }
}

/// The days that figures are asked for.
pub fn asked() -> Vec<Date> {
    ASKED.iter().map(|day| date(day)).collect()
}
