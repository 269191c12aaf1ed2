//! Rules for records of several kinds: conflicts, owners, doubles, names, spans and the order of stages.

use super::{Detail, Rule, ends_before, is_blank, is_taken};
use crate::domain::{
    CodedEnum, DELETION, Field, FieldType, Kind, RecordRef, Stage, Value,
    choice::StageName,
    natural_key::natural_fields,
    records::{Adoption, Enterprise, Exclusion, Task},
};

pub(super) const OpenConflict: Rule =
    Rule::error("同一栏有多个值待选定", "A field has several values", |found| {
        for kind in Kind::ALL {
            let table = found.ledger.of(*kind);
            for at in (0..table.len()).filter(|at| table.is_live(*at)) {
                let shown = |index| if index == DELETION { Value::YesNo(false) } else { table.value(at, index) };
                for index in table.meta(at).into_iter().flat_map(|meta| meta.stamps.conflicts(shown)) {
                    let field = (usize::from(index) < kind.fields().len()).then_some(Field { kind: *kind, index });
                    found.add(*kind, at, field, Detail::None);
                }
            }
        }
    });

pub(super) const OrphanRecord: Rule =
    Rule::error("所属记录不存在或已删除", "The owner is missing or deleted", |found| {
        let ledger = found.ledger;
        for kind in Kind::ALL {
            let table = ledger.of(*kind);
            let owner = |field: &Field| match field.meta().field_type {
                FieldType::Ref(owner) => Some((*field, owner)),
                _ => None,
            };
            let owners: Vec<(Field, Kind)> = kind.declaration().owners.iter().filter_map(owner).collect();
            if owners.is_empty() {
                continue;
            }
            for at in (0..table.len()).filter(|at| table.is_live(*at)) {
                for (field, owner) in &owners {
                    let is_gone = match table.value(at, field.index) {
                        Value::Ref(id) => !ledger.is_live(RecordRef::new(*owner, id)),
                        _ => !kind.declaration().optional_owners.contains(field),
                    };
                    if is_gone {
                        found.add(*kind, at, *field, Detail::Word(kind.word()));
                    }
                }
            }
        }
    });

/// Of the kinds whose doubles no other rule looks at: all but the last.
pub(super) const DuplicateRecord: Rule = Rule::error("同一对象重复填报", "Two records of one thing", |found| {
    for kind in [Kind::Grade, Kind::Assessment, Kind::GradeScale, Kind::FlagSetting] {
        let field = natural_fields(kind).last();
        for double in found.ledger.doubles_in(kind).iter().flat_map(|group| &group[..group.len() - 1]) {
            if let Some(at) = found.ledger.of(kind).position(double.id) {
                found.add(kind, at, field, Detail::Word(kind.word()));
            }
        }
    }
})
.of_doubles();

pub(super) const MissingName: Rule = Rule::warning("未填名称", "No name", |found| {
    found.all(&found.ledger.tasks, Task::title, |_, row| is_blank(&row.title));
    found.all(&found.ledger.enterprises, Enterprise::name, |_, row| is_blank(&row.name));
});

pub(super) const ValidEndsBeforeBegin: Rule =
    Rule::error("退出日期早于起始日期", "Ends before it begins", |found| {
        found.all(&found.ledger.enterprises, Enterprise::valid_to, |_, row| ends_before(row.valid_from, row.valid_to));
        found.all(&found.ledger.exclusions, Exclusion::to, |_, row| ends_before(row.from, row.to));
    });

pub(super) const StageOrder: Rule = Rule::warning("阶段先后矛盾", "Stages out of order", |found| {
    for (at, row) in found.ledger.adoptions.positioned() {
        let mut last = None;
        for name in StageName::ALL {
            // An institution may have no contracts: a stage that is not taken does not break the order.
            if let Some(on) = row.stage(*name).and_then(Stage::day) {
                if last.is_some_and(|last| on < last) {
                    found.add(Kind::Adoption, at, None, Detail::Word(name.word()));
                }
                last = Some(on);
            }
        }
        if is_taken(row.paid) && !is_taken(row.assessed) {
            found.add(Kind::Adoption, at, Adoption::paid, Detail::Word(StageName::Paid.word()));
        }
    }
    for (at, row) in found.ledger.restructurings.positioned() {
        for field in row.broken_steps() {
            found.add(Kind::Restructuring, at, field, Detail::Word(field.meta().word));
        }
    }
});
