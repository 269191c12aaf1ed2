//! Tasks and what is known of their progress.

use super::{Enterprise, Institution, Unit};
use crate::domain::{
    choice::{ReformKind, ResultForm, TaskStatus, Warning},
    date::Date,
    id::Id,
    number::Decimal,
    schema::{Carriage, Contact, Declaration, LongText, NamePart, NaturalKey, PersonName, Stage, record},
};

record! {
    /// A task of the ledger. Where it stands is told by its progress entries.
    Task {
        number: String = "number", "编号", "No.";
        title: String = "title", "任务", "Task";
        kind: Option<ReformKind> = "kind", "改革类别", "Kind of reform";
        chapter: String = "chapter", "章节", "Chapter";
        measure: LongText = "measure", "举措", "Measure";
        main: Option<bool> = "main", "主体任务", "Main task";
        key: Option<bool> = "key", "重点难点", "Key or difficult";
        unit: Option<Id<Unit>> = "unit", "填报单位", "Reporting unit";
        enterprise: Option<Id<Enterprise>> = "enterprise", "责任企业", "Enterprise";
        /// The institution whose form and spirit judge a task of the institutional kind.
        institution: Option<Id<Institution>> = "institution", "对应制度", "Institution";
        /// The result that judges a task of the functional kind.
        goal: String = "goal", "量化目标", "Measured goal";
        goal_value: Option<Decimal> = "goal_value", "目标值", "Goal";
        reached: Option<Decimal> = "reached", "实际值", "Reached";
        lead: PersonName = "lead", "牵头领导", "Lead";
        lead_department: String = "lead_department", "牵头部门", "Lead department";
        responsible_unit: String = "responsible_unit", "责任单位", "Responsible unit";
        cooperating: String = "cooperating", "配合单位", "Cooperating units";
        responsible_person: PersonName = "responsible_person", "责任人", "Responsible person";
        contact: Contact = "contact", "联系方式", "Contact";
        start: Option<Date> = "start", "启动日期", "Start";
        original_deadline: Option<Date> = "original_deadline", "原定时限", "Original deadline";
        deadline: Option<Date> = "deadline", "完成时限", "Deadline";
        deadline_reason: String = "deadline_reason", "时限调整原因", "Reason for the new deadline";
        deadline_approver: PersonName = "deadline_approver", "时限调整批准人", "Approver of the new deadline";
        expected_result: LongText = "expected_result", "预期成果", "Expected result";
        result_form: Option<ResultForm> = "result_form", "成果形式", "Form of result";
        criteria: LongText = "criteria", "验收标准", "Acceptance criteria";
        weight: Option<Decimal> = "weight", "权重", "Weight";
        problems: LongText = "problems", "存在问题", "Problems";
        next_step: LongText = "next_step", "下一步措施", "Next step";
        poor_quality: Option<bool> = "poor_quality", "质量不高", "Poor quality";
        warning: Option<Warning> = "warning", "人工预警", "Warning by hand";
        warning_reason: String = "warning_reason", "人工预警理由", "Reason for the warning";
        filled_by: PersonName = "filled_by", "填报人", "Filled in by";
        reviewed_by: PersonName = "reviewed_by", "审核人", "Reviewed by";
        reviewed_on: Option<Date> = "reviewed_on", "审核日期", "Reviewed on";
        source: String = "source", "来源", "Source";
        note: LongText = "note", "备注", "Note";
    }
    Declaration {
        owners: &[],
        optional_owners: &[],
        key: NaturalKey::likeness(&[]),
        name: &[NamePart::Own(Self::number), NamePart::Own(Self::title)],
        known_by: &[Self::number, Self::title],
        order: &[Self::number, Self::title],
        carriage: Carriage::Chosen,
    }
}

record! {
    /// A step of a task that is due on a day of its own.
    Milestone {
        task: Option<Id<Task>> = "task", "任务", "Task";
        title: String = "title", "节点内容", "Milestone";
        due: Option<Date> = "due", "节点时限", "Due";
        done: Option<Stage> = "done", "完成", "Done";
    }
    Declaration {
        owners: &[Self::task],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::task, Self::title]),
        name: &[NamePart::Of(Self::task, Task::title), NamePart::Own(Self::title)],
        known_by: &[],
        order: &[Self::task],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// A dated entry in a task's log; the last one on or before a day tells where the task stood.
    Progress {
        task: Option<Id<Task>> = "task", "任务", "Task";
        date: Option<Date> = "date", "日期", "Date";
        /// Puts entries of one day in order.
        order: Option<Decimal> = "order", "当日次序", "Order in the day";
        status: Option<TaskStatus> = "status", "状态", "Status";
        percent: Option<Decimal> = "percent", "进度%", "Percent";
        text: LongText = "text", "进展情况", "Text";
        by: PersonName = "by", "填报人", "By";
    }
    Declaration {
        owners: &[Self::task],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::task, Self::date, Self::order]),
        name: &[NamePart::Of(Self::task, Task::title), NamePart::Own(Self::date), NamePart::Beginning(Self::text)],
        known_by: &[],
        order: &[Self::task],
        carriage: Carriage::WithOwner,
    }
}

record! {
    /// A reference to a paper that shows a task done; never the paper itself.
    Evidence {
        task: Option<Id<Task>> = "task", "任务", "Task";
        title: String = "title", "材料名称", "Title";
        number: String = "number", "文号", "Document number";
        date: Option<Date> = "date", "成文日期", "Date";
        kept_at: String = "kept_at", "存放处", "Kept at";
    }
    Declaration {
        owners: &[Self::task],
        optional_owners: &[],
        key: NaturalKey::likeness(&[Self::task, Self::title]),
        name: &[NamePart::Of(Self::task, Task::title), NamePart::Own(Self::title)],
        known_by: &[],
        order: &[Self::task],
        carriage: Carriage::WithOwner,
    }
}
