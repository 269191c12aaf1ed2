//! A kind of record that no ledger has: what shows that a kind is declared in one place.

use super::{Contract, Enterprise};
use crate::domain::{
    date::Date,
    id::Id,
    number::Decimal,
    schema::{Carriage, Contact, Declaration, LongText, NamePart, NaturalKey, PersonName, record},
};

record! {
    /// A visit to an enterprise, with what was seen there.
    Inspection {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        on: Option<Date> = "on", "督查日期", "On";
        contract: Option<Id<Contract>> = "contract", "契约", "Contract";
        matter: String = "matter", "督查事项", "Matter";
        inspector: PersonName = "inspector", "督查人", "Inspector";
        reached_at: Contact = "reached_at", "督查人联系方式", "Reached at";
        cases: Option<Decimal> = "cases", "问题数", "Cases";
        settled: Option<bool> = "settled", "已整改", "Settled";
        found: LongText = "found", "发现问题", "Found";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::enterprise, Self::on]),
        name: &[NamePart::Own(Self::enterprise), NamePart::Own(Self::on), NamePart::Beginning(Self::matter)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}
