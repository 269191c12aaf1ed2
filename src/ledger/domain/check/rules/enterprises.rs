//! Rules for enterprises: their codes, names, regions and parents.

use super::{Detail, Findings, Rule, counts};
use crate::domain::{CodeVerdict, Kind, records::Enterprise};

pub(super) const CyclicParent: Rule = Rule::error("上级企业形成循环", "Parents form a circle", |found| {
    let index = found.index;
    found.all(&found.ledger.enterprises, Enterprise::parent, |at, _| index.place(at).tier == 0)
});

pub(super) const OrphanParent: Rule =
    Rule::error("上级企业不存在或已删除", "The parent is missing or deleted", |found| {
        let index = found.index;
        found.all(&found.ledger.enterprises, Enterprise::parent, |at, row| {
            row.parent.is_some() && index.place(at).parent.is_none()
        })
    });

pub(super) const DamagedCode: Rule =
    Rule::error("信用代码被电子表格损坏", "Credit code damaged by a spreadsheet", |found| {
        codes(found, |verdict| verdict == CodeVerdict::SpreadsheetDamage)
    });

pub(super) const DoubtfulCode: Rule = Rule::warning("信用代码校验不通过", "Doubtful credit code", |found| {
    codes(found, |verdict| !matches!(verdict, CodeVerdict::Valid | CodeVerdict::SpreadsheetDamage))
});

pub(super) const MissingCode: Rule = Rule::warning("未填信用代码", "No credit code", |found| {
    found.all(&found.ledger.enterprises, Enterprise::code, |_, row| row.code.is_empty())
});

pub(super) const DuplicateCode: Rule = Rule::error("信用代码重复", "Duplicate credit code", |found| {
    let ledger = found.ledger;
    let count = counts(ledger.enterprises.iter().map(|(_, row)| row.code.as_str()));
    for (at, row) in ledger.enterprises.positioned() {
        if count(row.code.as_str()) > 1 {
            found.add(Kind::Enterprise, at, Enterprise::code, Detail::Text(row.code.to_string()));
        }
    }
});

pub(super) const DuplicateName: Rule = Rule::hint("企业名称重复", "Duplicate name", |found| {
    let count = counts(found.ledger.enterprises.iter().map(|(_, row)| row.name.trim()));
    found.all(&found.ledger.enterprises, Enterprise::name, |_, row| count(row.name.trim()) > 1);
});

pub(super) const UnknownRegion: Rule =
    Rule::hint("地区代码不在现行表中", "Region not in the current table", |found| {
        for (at, row) in found.ledger.enterprises.positioned() {
            if let Some(region) = row.region.filter(|region| region.name().is_none()) {
                found.add(Kind::Enterprise, at, Enterprise::region, Detail::Text(region.to_string()));
            }
        }
    });

fn codes(found: &mut Findings<'_>, is_meant: fn(CodeVerdict) -> bool) {
    for (at, row) in found.ledger.enterprises.positioned() {
        if let Some(verdict) = row.code.verdict().filter(|verdict| is_meant(*verdict)) {
            found.add(Kind::Enterprise, at, Enterprise::code, Detail::Code(row.code.to_string(), verdict));
        }
    }
}
