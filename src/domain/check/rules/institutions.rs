//! Rules for adoptions of institutions and for exclusions.

use super::{Detail, is_blank, is_taken, rule};
use crate::domain::{
    Choice, Kind, Stage,
    choice::StageName,
    facts::is_counted_not_due,
    records::{Adoption, Exclusion},
};

rule! {
    CountedThoughExcluded: Error, "不纳入却已计制度", "Excluded though the system stands", |found| {
    for (at, row) in found.ledger.adoptions.positioned() {
        if is_counted_not_due(found.ledger, found.index, found.as_of, row) {
            found.add(Kind::Adoption, at, Adoption::issued, Detail::None);
        }
    }
}
}

rule! {
    /// All but the one that counts.
    DuplicateAdoption: Error, "同一企业同一制度重复填报", "Two adoptions of one institution", |found| {
    for (enterprise, _) in found.ledger.enterprises.positioned() {
        for at in found.index.adoptions.of(enterprise) {
            let institution = found.ledger.adoptions.at(at).institution;
            if institution.is_some_and(|id| found.index.adoption(enterprise, id) != Some(at)) {
                found.add(Kind::Adoption, at, Adoption::institution, Detail::None);
            }
        }
    }
}
}

rule! {
    ExclusionWithoutBasis: Warning, "不纳入缺原因或依据", "Exclusion without reason or basis", |found| {
    for (at, row) in found.ledger.exclusions.positioned() {
        if row.reason.is_none() || is_blank(&row.basis) {
            found.add(Kind::Exclusion, at, Exclusion::basis, Detail::None);
        }
    }
}
}

rule! {
    StageWithoutEvidence: Hint, "考核或兑现缺依据", "Assessed or paid without evidence", |found| {
    for (at, row) in found.ledger.adoptions.positioned() {
        for name in [StageName::Assessed, StageName::Paid] {
            if is_taken(row.stage(name)) && is_blank(row.evidence(name)) {
                found.add(Kind::Adoption, at, None, Detail::Word(name.word()));
            }
        }
    }
}
}

rule! {
    StageWithoutDate: Hint, "阶段已完成但无日期", "Stage done without a date", |found| {
    for (at, row) in found.ledger.adoptions.positioned() {
        for name in StageName::ALL {
            if row.stage(*name) == Some(Stage::Yes(None)) {
                found.add(Kind::Adoption, at, None, Detail::Word(name.word()));
            }
        }
    }
}
}
