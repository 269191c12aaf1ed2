//! What the rows of each kind hold.

use ledger::domain::{
    Kind, Tiers, Value,
    builtins::{indicator, institution, programme},
    choice::{
        AppointmentKind, CodedEnum, ExclusionReason, ExitCause, IndustryClass, Measure, MembershipChange, Outcome,
        StageName, TaskStatus, TimeBasis,
    },
    records::*,
};

use super::{
    draw::{Draw, NONE},
    world::World,
};

const PEOPLE: [&str; 6] = ["王一", "王一 ", "李二", "", "赵三", "\u{3000}李二"];

/// The indicators of the catalogue that rows of a world speak of.
const NAMED: [&str; 9] = ["E1", "T1", "G2", "M2", "M1", "I1", "G5", "T2", "E3"];

impl World {
    /// What hangs on a firm as a whole.
    pub fn of_households(&self, kind: Kind, draw: &mut Draw<'_>) {
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

    /// What hangs on a person.
    pub fn of_people(&self, kind: Kind, draw: &mut Draw<'_>) {
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

    /// A task, or an entry of its log.
    pub fn of_tasks(&self, kind: Kind, draw: &mut Draw<'_>) {
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

    /// What is told in money, and restructurings.
    pub fn of_amounts(&self, kind: Kind, draw: &mut Draw<'_>) {
        let firm = if draw.number() % 8 == 7 { Value::Empty } else { self.some_firm(draw) };
        let year = draw.count(&[202_400, 202_300, 202_500, NONE, 202_200]);
        const AMOUNTS: [i64; 10] = [10_000, 0, NONE, 9_994, 3, 20_000, 7_777, 3_125, 1, -500];
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

    /// A target, mostly narrowed in one way or not at all.
    pub fn target(&self, draw: &mut Draw<'_>) {
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
    pub fn indicator(draw: &mut Draw<'_>) {
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

    /// A membership in a pilot programme.
    pub fn membership(&self, draw: &mut Draw<'_>) {
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

/// A reference to an indicator of the catalogue.
fn named(code: Option<&str>) -> Value {
    code.and_then(indicator).map_or(Value::Empty, |id| Value::Ref(id.raw()))
}
