//! The sample's practices: what two pilot enterprises did that others can learn from.

use super::sample::FIRST;
use ledger::domain::{
    Date, Id, LedgerBuilder, LoadError, RawId,
    builtins::{self, programme},
    records::{Practice, PracticeLink, Programme, Task},
    schema::LongText,
};

/// A practice with the numbers of the tasks and the codes of the indicators that it serves.
struct Told {
    title: &'static str,
    enterprise: u64,
    programme: Id<Programme>,
    what: &'static str,
    result: &'static str,
    evidence: &'static str,
    source: &'static str,
    tasks: &'static [&'static str],
    indicators: &'static [&'static str],
}

const PRACTICES: [Told; 2] = [
    Told {
        title: "示例制造重工：以刚性考核打通管理人员退出通道",
        enterprise: 26,
        programme: programme::DOUBLE_HUNDRED,
        what: "企业把末等调整和不胜任退出写入公司章程和劳动合同，先定标准、后定人选。\
            年初逐岗签订绩效责任书，明确六类不胜任情形和认定程序；年末按部门强制排序，末等人员由考核小组逐一面谈复核。\
            被调整人员可申请一次转岗培训，期满考核仍不合格的解除职务，结果在职代会上通报。",
        result: "制度覆盖全部管理岗位，考核结果与薪酬、岗位同步兑现。\
            管理人员从“要我考”转为“我要干”，订单准时交付率一年提高 9 个百分点，没有发生因调整退出引起的劳动争议。",
        evidence: "示例制造重工管理人员考核退出办法、2023年度考核结果通知、岗位调整文件和职代会通报记录，均存企业档案室备查。",
        source: "示例双百企业样板材料",
        tasks: &["5-1-1", "5-1-2"],
        indicators: &["E1", "E2"],
    },
    Told {
        title: "示例制造软件：揭榜挂帅选人，尽职免责容错",
        enterprise: 28,
        programme: programme::SCI_TECH,
        what: "企业围绕工业软件攻关任务实行“揭榜挂帅”，张榜公布技术指标和完成时限，不论资历择优选定项目负责人。\
            项目负责人可自主组队、自主支配研发预算，企业只按里程碑验收。\
            同时制定尽职免责清单，探索性研究未达预期但程序合规、勤勉尽责的，不影响个人考核等次。",
        result: "首批 5 个项目全部按期验收，其中 3 项替代了外购软件，并在本集团两家企业的产线上试用。\
            项目负责人平均年龄 34 岁，核心研发人员主动离职率由 12% 降至 4%，研发投入逐年增加。",
        evidence: "张榜公告和评审记录、项目验收报告、尽职免责认定材料、研发费用专项审计报告，均存企业科技部备查。",
        source: "示例科改企业样板材料",
        tasks: &["2-1-1", "2-2-2"],
        indicators: &["I1", "R1"],
    },
];

/// Adds the practices, each linked to the tasks and indicators that it serves.
pub(super) fn add(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    let mut next = FIRST;
    for (n, told) in PRACTICES.iter().enumerate() {
        let id = Id::new(RawId(FIRST + n as u64));
        let row = Practice {
            title: told.title.to_owned(),
            enterprise: Some(Id::new(RawId(FIRST + told.enterprise))),
            programme: Some(told.programme),
            what: LongText(told.what.to_owned()),
            result: LongText(told.result.to_owned()),
            evidence: LongText(told.evidence.to_owned()),
            source: told.source.to_owned(),
            described_on: Some(Date::constant(2024, 11, 8 + 12 * n as i8)),
        };
        builtins::add(loader, id.raw().0, &row)?;
        let tasks = told.tasks.iter().map(|number| (task(loader, number), None));
        let indicators = told.indicators.iter().map(|code| (None, builtins::indicator(code)));
        for (task, indicator) in tasks.chain(indicators).collect::<Vec<_>>() {
            builtins::add(loader, next, &PracticeLink { practice: Some(id), task, indicator })?;
            next += 1;
        }
    }
    Ok(())
}

/// The task that bears a number.
fn task(loader: &LedgerBuilder, number: &str) -> Option<Id<Task>> {
    loader.so_far().tasks.iter().find(|(_, row)| row.number == number).map(|(id, _)| id)
}
