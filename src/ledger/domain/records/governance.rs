//! Boards with their seats, and the contracts of managers with their assessments.

use super::Enterprise;
use crate::domain::{
    choice::{AppointmentKind, DirectorKind, ExitCause, Outcome},
    date::Date,
    id::Id,
    number::Decimal,
    schema::{Carriage, Declaration, LongText, NamePart, NaturalKey, PersonName, Stage, record},
};

record! {
    /// The board of directors of an enterprise.
    Board {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        due: Option<bool> = "due", "应建", "Due";
        established: Option<Stage> = "established", "建立", "Established";
        seats: Option<Decimal> = "seats", "席位", "Seats";
        filled: Option<Decimal> = "filled", "在任董事", "Directors in office";
        outside: Option<Decimal> = "outside", "外部董事", "Outside directors";
        full_time_outside: Option<Decimal> = "full_time_outside", "专职外部董事", "Full-time outside directors";
        last_meeting: Option<Date> = "last_meeting", "最近会议", "Last meeting";
        last_evaluation: Option<Date> = "last_evaluation", "最近履职评价", "Last evaluation";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::enterprise]),
        name: &[NamePart::Own(Self::enterprise)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// One person's seat on one board.
    Director {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        person: PersonName = "person", "姓名", "Person";
        kind: Option<DirectorKind> = "kind", "董事类别", "Kind";
        full_time: Option<bool> = "full_time", "专职", "Full-time";
        appointed_on: Option<Date> = "appointed_on", "任职日期", "Appointed on";
        left_on: Option<Date> = "left_on", "离任日期", "Left on";
        evaluated_on: Option<Date> = "evaluated_on", "最近履职评价", "Last evaluation";
        evaluation: String = "evaluation", "评价结果", "Result of evaluation";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::person, Self::appointed_on]),
        name: &[NamePart::Own(Self::person), NamePart::Own(Self::enterprise)],
        known_by: &[],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// The contract of one manager for one term.
    Contract {
        enterprise: Option<Id<Enterprise>> = "enterprise", "企业", "Enterprise";
        person: PersonName = "person", "姓名", "Person";
        post: String = "post", "职务", "Post";
        /// Yes for a member of the executive team; no for other managers, to whom the article extends the system.
        executive: Option<bool> = "executive", "经理层成员", "Executive";
        appointed_on: Option<Date> = "appointed_on", "任职日期", "Appointed on";
        appointment: Option<AppointmentKind> = "appointment", "任用方式", "Appointment";
        term_from: Option<Date> = "term_from", "任期起", "Term from";
        term_to: Option<Date> = "term_to", "任期止", "Term to";
        employment_agreement: Option<Stage> = "employment_agreement", "岗位聘任协议", "Employment agreement";
        annual_paper: Option<Stage> = "annual_paper", "年度经营业绩责任书", "Annual performance paper";
        term_paper: Option<Stage> = "term_paper", "任期经营业绩责任书", "Term performance paper";
        goals: LongText = "goals", "目标内容", "Goals";
        ended_on: Option<Date> = "ended_on", "离任日期", "Ended on";
        end_cause: Option<ExitCause> = "end_cause", "离任原因", "Cause of leaving";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[Self::enterprise],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::enterprise, Self::person, Self::post]),
        name: &[NamePart::Own(Self::person), NamePart::Own(Self::post)],
        known_by: &[Self::person],
        order: &[Self::enterprise],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// The assessment of one contract for one year, and what followed from it.
    Assessment {
        contract: Option<Id<Contract>> = "contract", "契约", "Contract";
        year: Option<Decimal> = "year", "考核年度", "Year";
        assessed: Option<Stage> = "assessed", "考核", "Assessed";
        score: Option<Decimal> = "score", "得分", "Score";
        grade: String = "grade", "等次", "Grade";
        paid: Option<Stage> = "paid", "兑现", "Paid accordingly";
        outcome: Option<Outcome> = "outcome", "结果运用", "Outcome";
        outcome_on: Option<Date> = "outcome_on", "结果日期", "Outcome on";
        cause: Option<ExitCause> = "cause", "调整退出原因", "Cause";
        evidence: String = "evidence", "依据", "Evidence";
    }
    Declaration {
        owners: &[Self::contract],
        optional_owners: &[],
        key: NaturalKey::identity(&[Self::contract, Self::year]),
        name: &[NamePart::Own(Self::contract), NamePart::Own(Self::year)],
        known_by: &[],
        order: &[Self::contract],
        carriage: Carriage::WithOwner,
    }
}
