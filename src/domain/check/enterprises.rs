//! Checks of enterprises, exclusions, adoptions and boards.

use rustc_hash::FxHashMap;

use super::{Check, Detail, Findings};
use crate::domain::{
    Choice, CodeVerdict, Date, Decimal, Index, Kind, Ledger, Stage,
    choice::StageName,
    records::{Adoption, Board, Enterprise, Exclusion},
};

pub(super) fn run(found: &mut Findings<'_>) {
    let ledger = found.ledger;
    let mut codes: FxHashMap<&str, usize> = FxHashMap::default();
    let mut names: FxHashMap<&str, usize> = FxHashMap::default();
    for (_, row) in ledger.enterprises.iter() {
        *codes.entry(row.code.as_str()).or_default() += 1;
        *names.entry(row.name.trim()).or_default() += 1;
    }
    for (at, row) in ledger.enterprises.positioned() {
        enterprise(found, at, row);
        if !row.code.is_empty() && codes.get(row.code.as_str()).is_some_and(|count| *count > 1) {
            let code = Detail::Text(row.code.to_string());
            found.add(Check::DuplicateCode, Kind::Enterprise, at, Some(Enterprise::code), code);
        }
        if !row.name.trim().is_empty() && names.get(row.name.trim()).is_some_and(|count| *count > 1) {
            found.add(Check::DuplicateName, Kind::Enterprise, at, Some(Enterprise::name), Detail::None);
        }
        let boards: Vec<usize> = found.index.boards.of(at).collect();
        for board in boards.iter().rev().skip(1) {
            found.add(Check::DuplicateBoard, Kind::Board, *board, Some(Board::enterprise), Detail::None);
        }
        duplicates(found, at);
    }
    for (at, row) in ledger.exclusions.positioned() {
        if row.reason.is_none() || row.basis.trim().is_empty() {
            found.add(Check::ExclusionWithoutBasis, Kind::Exclusion, at, Some(Exclusion::basis), Detail::None);
        }
        if matches!((row.from, row.to), (Some(from), Some(to)) if to < from) {
            found.add(Check::ValidEndsBeforeBegin, Kind::Exclusion, at, Some(Exclusion::to), Detail::None);
        }
    }
    for (at, row) in ledger.adoptions.positioned() {
        adoption(found, at, row);
    }
    for (at, row) in ledger.boards.positioned() {
        board(found, at, row);
    }
}

fn enterprise(found: &mut Findings<'_>, at: usize, row: &Enterprise) {
    if row.name.trim().is_empty() {
        found.add(Check::MissingName, Kind::Enterprise, at, Some(Enterprise::name), Detail::None);
    }
    let code = |verdict| Detail::Code(row.code.to_string(), verdict);
    match row.code.verdict() {
        None => found.add(Check::MissingCode, Kind::Enterprise, at, Some(Enterprise::code), Detail::None),
        Some(CodeVerdict::Valid) => {}
        Some(verdict @ CodeVerdict::SpreadsheetDamage) => {
            found.add(Check::DamagedCode, Kind::Enterprise, at, Some(Enterprise::code), code(verdict));
        }
        Some(verdict) => found.add(Check::DoubtfulCode, Kind::Enterprise, at, Some(Enterprise::code), code(verdict)),
    }
    if let Some(region) = row.region.filter(|region| region.name().is_none()) {
        let text = Detail::Text(region.to_string());
        found.add(Check::UnknownRegion, Kind::Enterprise, at, Some(Enterprise::region), text);
    }
    let place = found.index.place(at);
    if row.parent.is_some() && place.parent.is_none() {
        found.add(Check::OrphanParent, Kind::Enterprise, at, Some(Enterprise::parent), Detail::None);
    }
    if place.tier == 0 {
        found.add(Check::CyclicParent, Kind::Enterprise, at, Some(Enterprise::parent), Detail::None);
    }
    if matches!((row.valid_from, row.valid_to), (Some(from), Some(to)) if to < from) {
        found.add(Check::ValidEndsBeforeBegin, Kind::Enterprise, at, Some(Enterprise::valid_to), Detail::None);
    }
}

/// Two adoptions of one institution by one enterprise: only the last counts.
fn duplicates(found: &mut Findings<'_>, at: usize) {
    let of_enterprise: Vec<usize> = found.index.adoptions.of(at).collect();
    for adoption in of_enterprise {
        let institution = found.ledger.adoptions.at(adoption).institution;
        if institution.is_some_and(|id| found.index.adoption(at, id) != Some(adoption)) {
            found.add(Check::DuplicateAdoption, Kind::Adoption, adoption, Some(Adoption::institution), Detail::None);
        }
    }
}

/// Tells whether an institution was issued by the day though the enterprise is not due for it: it says
/// so itself, or an exclusion is in force.
pub fn is_counted_not_due(ledger: &Ledger, index: &Index, as_of: Date, row: &Adoption) -> bool {
    let issued = row.issued.is_some_and(|stage| stage.done_by(as_of));
    let excluded = || {
        row.enterprise.and_then(|id| ledger.enterprises.live_position(id)).is_some_and(|enterprise| {
            index.exclusions.of(enterprise).any(|at| {
                let exclusion = ledger.exclusions.at(at);
                let meant = exclusion.indicator.is_none_or(|id| {
                    ledger.indicators.get(id).is_some_and(|indicator| indicator.institution == row.institution)
                });
                let now = exclusion.holds_on(as_of);
                // Every enterprise was converted or does its work in some form: excluding one from all
                // indicators says nothing against those that are not about the exit system alone.
                let about_it = exclusion.indicator.is_some()
                    || row.institution == Some(crate::domain::catalogue::institution::EXIT);
                meant && now && about_it
            })
        })
    };
    issued && (row.due == Some(false) || excluded())
}

fn adoption(found: &mut Findings<'_>, at: usize, row: &Adoption) {
    if is_counted_not_due(found.ledger, found.index, found.as_of, row) {
        found.add(Check::CountedThoughExcluded, Kind::Adoption, at, Some(Adoption::issued), Detail::None);
    }
    let mut last = None;
    for name in StageName::ALL {
        let stage = row.stage(*name);
        // An institution may have no contracts: a stage that is not taken does not break the order.
        if let Some(on) = stage.and_then(Stage::day) {
            if last.is_some_and(|last| on < last) {
                let word = Detail::Text(name.word().zh.to_owned());
                found.add(Check::StageOrder, Kind::Adoption, at, None, word);
            }
            last = Some(on);
        }
        if stage == Some(Stage::Yes(None)) {
            found.add(Check::StageWithoutDate, Kind::Adoption, at, None, Detail::Text(name.word().zh.to_owned()));
        }
        let needs_evidence = matches!(name, StageName::Assessed | StageName::Paid);
        if needs_evidence && matches!(stage, Some(Stage::Yes(_))) && row.evidence(*name).trim().is_empty() {
            found.add(Check::StageWithoutEvidence, Kind::Adoption, at, None, Detail::Text(name.word().zh.to_owned()));
        }
    }
    if matches!(row.paid, Some(Stage::Yes(_))) && !matches!(row.assessed, Some(Stage::Yes(_))) {
        found.add(Check::StageOrder, Kind::Adoption, at, Some(Adoption::paid), Detail::Text("兑现".to_owned()));
    }
}

fn board(found: &mut Findings<'_>, at: usize, row: &Board) {
    let whole = |number: Option<Decimal>| number.map(|number| number.hundredths() / 100);
    let (seats, filled) = (whole(row.seats), whole(row.filled));
    let (outside, full_time) = (whole(row.outside), whole(row.full_time_outside));
    for (a, b, check, field) in [
        (outside, filled, Check::OutsideOverDirectors, Board::outside),
        (full_time, outside, Check::FullTimeOverOutside, Board::full_time_outside),
        (filled, seats, Check::FilledOverSeats, Board::filled),
    ] {
        if let (Some(a), Some(b)) = (a, b)
            && a > b
        {
            found.add(check, Kind::Board, at, Some(field), Detail::Exceeds(a, b));
        }
    }
    let established = row.established.is_some_and(|stage| stage.done_by(found.as_of));
    if established && row.last_meeting.is_none() {
        found.add(Check::NoMeeting, Kind::Board, at, Some(Board::last_meeting), Detail::None);
    }
    if established && row.due == Some(false) {
        found.add(Check::BoardNotDue, Kind::Board, at, Some(Board::due), Detail::None);
    }
}
