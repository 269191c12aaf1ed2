//! Institutions and how far enterprises have put them into practice.

use super::Enterprise;
use crate::domain::{
    choice::{ReformKind, StageName},
    id::Id,
    schema::{Carriage, Declaration, LongText, NamePart, NaturalKey, Stage, record},
};

record! {
    /// A system that enterprises are to put into practice.
    Institution {
        name: String = "name", "制度名称", "Institution";
        kind: Option<ReformKind> = "kind", "改革类别", "Kind of reform";
        /// Whether form asks for signed contracts besides the rule.
        has_contracts: Option<bool> = "has_contracts", "需签约", "Has contracts";
        note: LongText = "note", "说明", "Note";
        /// Whether it has stages of assessment and pay, and so can have spirit; ledgers of before say nothing.
        has_assessment: Option<bool> = "has_assessment", "需考核兑现", "Has assessment";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::name]),
        name: &[NamePart::Own(Self::name)],
        known_by: &[Self::name],
        order: &[Self::name],
        carriage: Carriage::Whole,
    }
}

record! {
    /// How far one enterprise has put one institution into practice.
    Adoption {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        institution: Option<Id<Institution>> = "institution", "制度", "Institution";
        /// No means that the institution does not apply here; the reason is shown as an exclusion.
        due: Option<bool> = "due", "是否适用", "Due";
        issued: Option<Stage> = "issued", "印发", "Issued";
        issued_evidence: String = "issued_evidence", "印发依据", "Evidence of issue";
        signed: Option<Stage> = "signed", "签约", "Signed";
        signed_evidence: String = "signed_evidence", "签约依据", "Evidence of signing";
        assessed: Option<Stage> = "assessed", "考核", "Assessed";
        assessed_evidence: String = "assessed_evidence", "考核依据", "Evidence of assessment";
        paid: Option<Stage> = "paid", "兑现", "Paid accordingly";
        paid_evidence: String = "paid_evidence", "兑现依据", "Evidence of pay";
        adjusted: Option<Stage> = "adjusted", "调整/退出", "Adjusted or exited";
        adjusted_evidence: String = "adjusted_evidence", "调整/退出依据", "Evidence of adjustment";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise, Self::institution],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::enterprise, Self::institution]),
        name: &[NamePart::Own(Self::enterprise), NamePart::Own(Self::institution)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

impl Adoption {
    /// The state of one stage.
    pub const fn stage(&self, name: StageName) -> Option<Stage> {
        match name {
            StageName::Issued => self.issued,
            StageName::Signed => self.signed,
            StageName::Assessed => self.assessed,
            StageName::Paid => self.paid,
            StageName::Adjusted => self.adjusted,
        }
    }

    /// The evidence given for one stage; empty where none was.
    pub fn evidence(&self, name: StageName) -> &str {
        match name {
            StageName::Issued => &self.issued_evidence,
            StageName::Signed => &self.signed_evidence,
            StageName::Assessed => &self.assessed_evidence,
            StageName::Paid => &self.paid_evidence,
            StageName::Adjusted => &self.adjusted_evidence,
        }
    }
}
