//! Rules for adoptions of institutions and for exclusions.

use super::{Detail, Rule, is_blank, is_taken};
use crate::domain::{
    CodedEnum, Kind, Stage,
    choice::StageName,
    facts::is_counted_not_due,
    records::{Adoption, Exclusion},
};

pub(super) const CountedThoughExcluded: Rule =
    Rule::error("不纳入却已计制度", "Excluded though the system stands", |found| {
        let (ledger, index, as_of) = (found.ledger, found.index, found.as_of);
        found.all(&found.ledger.adoptions, Adoption::issued, |_, row| is_counted_not_due(ledger, index, as_of, row))
    });

/// All but the one that counts.
pub(super) const DuplicateAdoption: Rule =
    Rule::error("同一企业同一制度重复填报", "Two adoptions of one institution", |found| {
        for (enterprise, _) in found.ledger.enterprises.positioned() {
            for at in found.index.adoptions.of(enterprise) {
                let institution = found.ledger.adoptions.at(at).institution;
                if institution.is_some_and(|id| found.index.adoption(enterprise, id) != Some(at)) {
                    found.add(Kind::Adoption, at, Adoption::institution, Detail::None);
                }
            }
        }
    })
    .of_doubles();

pub(super) const ExclusionWithoutBasis: Rule =
    Rule::warning("不纳入缺原因或依据", "Exclusion without reason or basis", |found| {
        found.all(&found.ledger.exclusions, Exclusion::basis, |_, row| row.reason.is_none() || is_blank(&row.basis))
    });

pub(super) const StageWithoutEvidence: Rule =
    Rule::hint("考核或兑现缺依据", "Assessed or paid without evidence", |found| {
        for (at, row) in found.ledger.adoptions.positioned() {
            for name in [StageName::Assessed, StageName::Paid] {
                if is_taken(row.stage(name)) && is_blank(row.evidence(name)) {
                    found.add(Kind::Adoption, at, None, Detail::Word(name.word()));
                }
            }
        }
    });

pub(super) const StageWithoutDate: Rule =
    Rule::hint("阶段已完成但无日期", "Stage done without a date", |found| {
        for (at, row) in found.ledger.adoptions.positioned() {
            for name in StageName::ALL {
                if row.stage(*name) == Some(Stage::Yes(None)) {
                    found.add(Kind::Adoption, at, None, Detail::Word(name.word()));
                }
            }
        }
    });
