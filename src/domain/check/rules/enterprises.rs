//! Rules for enterprises: their codes, names, regions and parents.

use super::{Detail, Findings, counts, rule};
use crate::domain::{CodeVerdict, Kind, records::Enterprise};

rule! {
    CyclicParent: Error, "上级企业形成循环", "Parents form a circle", |found| {
    for (at, _) in found.ledger.enterprises.positioned() {
        if found.index.place(at).tier == 0 {
            found.add(Kind::Enterprise, at, Enterprise::parent, Detail::None);
        }
    }
}
}

rule! {
    OrphanParent: Error, "上级企业不存在或已删除", "The parent is missing or deleted", |found| {
    for (at, row) in found.ledger.enterprises.positioned() {
        if row.parent.is_some() && found.index.place(at).parent.is_none() {
            found.add(Kind::Enterprise, at, Enterprise::parent, Detail::None);
        }
    }
}
}

rule! {
    DamagedCode: Error, "信用代码被电子表格损坏", "Credit code damaged by a spreadsheet", |found| codes(found, |verdict| verdict == CodeVerdict::SpreadsheetDamage)
}

rule! {
    DoubtfulCode: Warning, "信用代码校验不通过", "Doubtful credit code", |found| codes(found, |verdict| !matches!(verdict, CodeVerdict::Valid | CodeVerdict::SpreadsheetDamage))
}

rule! {
    MissingCode: Warning, "未填信用代码", "No credit code", |found| {
    for (at, row) in found.ledger.enterprises.positioned() {
        if row.code.verdict().is_none() {
            found.add(Kind::Enterprise, at, Enterprise::code, Detail::None);
        }
    }
}
}

rule! {
    DuplicateCode: Error, "信用代码重复", "Duplicate credit code", |found| {
    let ledger = found.ledger;
    let count = counts(ledger.enterprises.iter().map(|(_, row)| row.code.as_str()));
    for (at, row) in ledger.enterprises.positioned() {
        if count(row.code.as_str()) > 1 {
            found.add(Kind::Enterprise, at, Enterprise::code, Detail::Text(row.code.to_string()));
        }
    }
}
}

rule! {
    DuplicateName: Hint, "企业名称重复", "Duplicate name", |found| {
    let ledger = found.ledger;
    let count = counts(ledger.enterprises.iter().map(|(_, row)| row.name.trim()));
    for (at, row) in ledger.enterprises.positioned() {
        if count(row.name.trim()) > 1 {
            found.add(Kind::Enterprise, at, Enterprise::name, Detail::None);
        }
    }
}
}

rule! {
    UnknownRegion: Hint, "地区代码不在现行表中", "Region not in the current table", |found| {
    for (at, row) in found.ledger.enterprises.positioned() {
        if let Some(region) = row.region.filter(|region| region.name().is_none()) {
            found.add(Kind::Enterprise, at, Enterprise::region, Detail::Text(region.to_string()));
        }
    }
}
}

fn codes(found: &mut Findings<'_>, is_meant: fn(CodeVerdict) -> bool) {
    for (at, row) in found.ledger.enterprises.positioned() {
        if let Some(verdict) = row.code.verdict().filter(|verdict| is_meant(*verdict)) {
            found.add(Kind::Enterprise, at, Enterprise::code, Detail::Code(row.code.to_string(), verdict));
        }
    }
}
