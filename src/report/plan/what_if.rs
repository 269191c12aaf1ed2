//! What if some enterprises were done: the ledger as it would be, and every rate in it.

use crate::{
    domain::{
        ActorId, Change, Decimal, Id, Index, Kind, Ledger, Origin, RawId, RecordRef, Stage, Value,
        choice::{Label, Measure, StageName},
        records::{Adoption, Board, Indicator},
    },
    report::{Figure, Scope, View, figure},
};

/// Identities that what-if gives to records that it makes; they never leave it.
const BORROWED: u64 = u64::MAX >> 8;
/// Seats of a board of which nothing is known.
const SEATS: i64 = 3;

/// The change after which some enterprises count in an indicator on the day; of enterprises that count
/// already it changes nothing.
pub fn as_done(view: View<'_>, indicator: Id<Indicator>, enterprises: &[u32]) -> Change {
    let Some(row) = view.ledger.indicators.get(indicator) else { return Change::Batch(Vec::new()) };
    let one = |(at, enterprise): (usize, &u32)| {
        let borrowed = RawId(BORROWED - at as u64);
        match row.measure {
            Some(Measure::Stage | Measure::Action) => adoption_done(view, row, *enterprise, borrowed),
            Some(measure @ (Measure::BoardsEstablished | Measure::OutsideMajority | Measure::BoardsFull)) => {
                board_done(view, measure, *enterprise, borrowed)
            }
            _ => Vec::new(),
        }
    };
    Change::Batch(enterprises.iter().enumerate().flat_map(one).collect())
}

fn adoption_done(view: View<'_>, row: &Indicator, enterprise: u32, borrowed: RawId) -> Vec<Change> {
    let Some(institution) = row.institution else { return Vec::new() };
    let field = match row.stage.unwrap_or(StageName::Issued) {
        StageName::Issued => Adoption::issued,
        StageName::Signed => Adoption::signed,
        StageName::Assessed => Adoption::assessed,
        StageName::Paid => Adoption::paid,
        StageName::Adjusted => Adoption::adjusted,
    };
    let value = Value::Stage(Stage::Yes(Some(view.as_of)));
    match view.index.adoption(enterprise as usize, institution) {
        Some(at) => {
            let taken = Stage::done_by;
            let done = view.ledger.adoptions.at(at).stage(row.stage.unwrap_or(StageName::Issued));
            if done.is_some_and(|stage| taken(stage, view.as_of)) {
                return Vec::new();
            }
            let record = RecordRef::new(Kind::Adoption, view.ledger.adoptions.typed_id(at).raw());
            vec![Change::Set { record, field, value }]
        }
        None => {
            let enterprise = view.ledger.enterprises.typed_id(enterprise as usize);
            let values = vec![
                (Adoption::enterprise, Value::Ref(enterprise.raw())),
                (Adoption::institution, Value::Ref(institution.raw())),
                (field, value),
            ];
            vec![Change::Create { record: RecordRef::new(Kind::Adoption, borrowed), values }]
        }
    }
}

fn board_done(view: View<'_>, measure: Measure, enterprise: u32, borrowed: RawId) -> Vec<Change> {
    let number = |value: i64| Value::Number(Decimal::whole(value));
    let Some(at) = view.index.board(enterprise as usize) else {
        let id = view.ledger.enterprises.typed_id(enterprise as usize);
        let values = vec![
            (Board::enterprise, Value::Ref(id.raw())),
            (Board::established, Value::Stage(Stage::Yes(Some(view.as_of)))),
        ];
        return vec![Change::Create { record: RecordRef::new(Kind::Board, borrowed), values }];
    };
    let row = view.ledger.boards.at(at);
    let record = RecordRef::new(Kind::Board, view.ledger.boards.typed_id(at).raw());
    let set = |field, value| Change::Set { record, field, value };
    let whole = |value: Option<Decimal>| value.map(|value| value.hundredths() / 100);
    let seats = whole(row.seats).unwrap_or(SEATS);
    match measure {
        Measure::BoardsEstablished if row.established.is_some_and(|stage| stage.done_by(view.as_of)) => Vec::new(),
        Measure::BoardsEstablished => vec![set(Board::established, Value::Stage(Stage::Yes(Some(view.as_of))))],
        Measure::BoardsFull => vec![set(Board::seats, number(seats)), set(Board::filled, number(seats))],
        _ => {
            let filled = whole(row.filled).unwrap_or(seats);
            vec![set(Board::filled, number(filled)), set(Board::outside, number(filled / 2 + 1))]
        }
    }
}

/// The ledger as it would be after a change; the one that is given stays as it is. `None` where the change
/// does not fit it.
pub fn as_if(view: View<'_>, change: &Change) -> Option<(Ledger, Index)> {
    let mut ledger = view.ledger.clone();
    let at = view.as_of.at(0, 0, 0, 0);
    let origin = Origin { actor: ActorId(BORROWED), by: String::new(), at, label: Label::Edit, note: String::new() };
    ledger.apply(change, &origin).ok()?;
    let index = Index::new(&ledger);
    Some((ledger, index))
}

/// Every indicator in a scope, in the order of the catalogue.
pub fn rates(view: View<'_>, scope: &Scope) -> Vec<Figure> {
    view.ledger.indicators.iter().map(|(id, _)| figure(view, id, scope)).collect()
}
