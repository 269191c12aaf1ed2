//! What a heading means: by the field's own name, by what people call it, by what it contains.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{Choice, Kind, Lang, Ledger, Word, choice::StageName, code::narrow},
    sheet::{Column, column::fields},
};

/// Why a column was matched to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The heading is the field's own name.
    SameName,
    /// The heading is another word for the field.
    Synonym,
    /// The heading contains the name of the field or another word for it.
    Contains,
    /// What stands below looks like it.
    Content,
    /// The same layout was matched so before.
    Remembered,
    /// The user chose it.
    Chosen,
}

impl Reason {
    /// The term on screen.
    pub const fn word(self) -> Word {
        match self {
            Self::SameName => Word::new("列名相同", "Same name"),
            Self::Synonym => Word::new("同义列名", "Synonym"),
            Self::Contains => Word::new("列名包含", "Name contains it"),
            Self::Content => Word::new("按内容判断", "By content"),
            Self::Remembered => Word::new("沿用上次", "As last time"),
            Self::Chosen => Word::new("手工指定", "Chosen"),
        }
    }
}

/// A column of a sheet matched to a column of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The column of the ledger.
    pub column: Column,
    /// How sure, in per cent.
    pub confidence: u8,
    /// Why.
    pub reason: Reason,
}

/// The kinds of record that sheets can be imported as, the most usual first.
pub fn kinds() -> impl Iterator<Item = Kind> {
    const FIRST: [Kind; 6] =
        [Kind::Task, Kind::Enterprise, Kind::Contract, Kind::Board, Kind::Membership, Kind::Director];
    FIRST.into_iter().chain(Kind::ALL.iter().copied().filter(|kind| !FIRST.contains(kind) && *kind != Kind::Profile))
}

/// Other words for fields: `(kind, key of the column, words)`, in normal form.
#[rustfmt::skip]
const SYNONYMS: &[(Kind, &str, &[&str])] = &[
    (Kind::Task, "number", &["序号", "任务编号", "任务序号", "台账编号", "编码"]),
    (Kind::Task, "title", &["任务名称", "改革任务", "重点任务", "工作任务", "主要任务", "改革事项", "任务内容", "任务事项"]),
    (Kind::Task, "measure", &["改革举措", "具体举措", "工作举措", "主要举措", "措施", "工作措施", "具体措施", "工作内容"]),
    (Kind::Task, "kind", &["任务类别", "改革类型", "类别", "任务类型"]),
    (Kind::Task, "chapter", &["所属章节", "任务分类", "改革方向", "工作板块", "一级任务"]),
    (Kind::Task, "main", &["是否主体任务", "主体"]),
    (Kind::Task, "key", &["是否重点难点", "重点", "重难点", "是否重点", "重点难点任务"]),
    (Kind::Task, "enterprise", &["企业", "所属企业", "企业名称"]),
    (Kind::Task, "unit", &["报送单位", "上报单位"]),
    (Kind::Task, "lead", &["牵头领导", "分管领导", "责任领导", "包抓领导"]),
    (Kind::Task, "lead_department", &["牵头单位", "责任部门", "主责部门", "牵头处室", "责任处室"]),
    (Kind::Task, "responsible_unit", &["责任主体", "承办单位", "落实单位", "实施单位", "责任单位部门"]),
    (Kind::Task, "cooperating", &["配合部门", "协同单位", "参与单位"]),
    (Kind::Task, "responsible_person", &["负责人", "具体责任人", "经办人", "直接责任人"]),
    (Kind::Task, "contact", &["联系电话", "电话", "联系人及电话"]),
    (Kind::Task, "start", &["开始时间", "启动时间", "起始时间", "开始日期"]),
    (Kind::Task, "deadline", &["完成时间", "完成期限", "时间节点", "计划完成时间", "时限要求", "截止时间", "完成日期", "时限"]),
    (Kind::Task, "original_deadline", &["原完成时限", "原时限"]),
    (Kind::Task, "expected_result", &["成果", "预期目标", "工作目标", "目标成果", "任务目标", "标志性成果"]),
    (Kind::Task, "result_form", &["成果类型", "成果类别"]),
    (Kind::Task, "criteria", &["完成标准", "验收标准", "考核标准", "衡量标准"]),
    (Kind::Task, "weight", &["分值", "任务权重"]),
    (Kind::Task, "status", &["完成情况", "任务状态", "进度状态", "是否完成", "销号情况", "完成状态"]),
    (Kind::Task, "percent", &["进度", "完成进度", "完成比例", "完成率", "完成百分比"]),
    (Kind::Task, "last_progress", &["进展", "进展情况", "工作进展", "目前进展", "推进情况", "落实情况", "当前进展"]),
    (Kind::Task, "problems", &["问题", "主要问题", "存在的问题", "困难和问题", "存在问题及困难"]),
    (Kind::Task, "next_step", &["下一步工作", "下一步计划", "下一步打算", "下步措施", "下一步工作安排"]),
    (Kind::Task, "source", &["任务来源", "文件依据", "依据"]),
    (Kind::Enterprise, "name", &["企业全称", "单位名称", "公司名称", "子企业名称", "企业", "名称", "户名"]),
    (Kind::Enterprise, "code", &["信用代码", "社会信用代码", "统一信用代码", "组织机构代码", "企业代码", "统一代码"]),
    (Kind::Enterprise, "parent", &["上级单位", "母公司", "控股股东", "上级公司", "上级企业名称", "所属上级企业", "直接上级"]),
    (Kind::Enterprise, "unit", &["报送单位", "上报单位"]),
    (Kind::Enterprise, "supervisor", &["监管单位", "出资人", "履行出资人职责机构", "主管单位"]),
    (Kind::Enterprise, "region", &["所在地区", "所在地", "省份", "注册地", "所属地区", "地市"]),
    (Kind::Enterprise, "function_class", &["企业分类", "功能定位", "分类", "企业功能分类"]),
    (Kind::Enterprise, "industry", &["所属行业", "主业", "行业类别"]),
    (Kind::Enterprise, "strategic_emerging", &["是否战新", "战新产业", "是否战略性新兴产业"]),
    (Kind::Enterprise, "holding", &["股权结构", "控股情况", "企业性质"]),
    (Kind::Enterprise, "state", &["经营情况", "企业状态", "存续状态"]),
    (Kind::Enterprise, "note", &["说明"]),
    (Kind::Contract, "enterprise", &["企业名称", "所在企业", "单位", "公司名称", "任职企业", "单位名称"]),
    (Kind::Contract, "person", &["人员姓名", "经理层成员", "成员姓名"]),
    (Kind::Contract, "post", &["岗位", "职位", "任职岗位"]),
    (Kind::Contract, "appointed_on", &["任职时间", "聘任时间", "上任时间"]),
    (Kind::Contract, "term_from", &["任期开始", "任期起始", "聘期起", "任期起始时间"]),
    (Kind::Contract, "term_to", &["任期结束", "任期截止", "聘期止", "任期截止时间"]),
    (Kind::Contract, "employment_agreement", &["聘任协议", "岗位协议", "岗位聘任协议签订日期"]),
    (Kind::Contract, "annual_paper", &["年度责任书", "年度业绩责任书", "年度经营业绩责任书签订日期"]),
    (Kind::Contract, "term_paper", &["任期责任书", "任期业绩责任书", "任期经营业绩责任书签订日期"]),
    (Kind::Contract, "ended_on", &["离任时间", "免职时间", "卸任时间", "解聘时间"]),
    (Kind::Contract, "end_cause", &["离职原因", "退出原因", "离任事由"]),
    (Kind::Board, "enterprise", &["企业名称", "单位名称", "公司名称"]),
    (Kind::Board, "due", &["是否应建", "应建董事会", "是否应建董事会"]),
    (Kind::Board, "established", &["是否建立董事会", "已建董事会", "董事会建立日期", "建立时间", "是否已建"]),
    (Kind::Board, "seats", &["董事席位", "应配董事", "董事会席位", "章程规定席位"]),
    (Kind::Board, "filled", &["实配董事", "现有董事", "董事人数", "在任董事人数"]),
    (Kind::Board, "outside", &["外部董事人数", "外部董事数"]),
    (Kind::Board, "full_time_outside", &["专职外部董事人数", "专职外董"]),
    (Kind::Director, "enterprise", &["企业名称", "所在企业", "单位名称", "公司名称", "任职企业", "派驻企业"]),
    (Kind::Director, "person", &["董事姓名", "人员姓名"]),
    (Kind::Director, "kind", &["董事类型", "董事身份", "类别", "内部外部"]),
    (Kind::Director, "full_time", &["是否专职", "是否专职外部董事", "专职兼职", "专职外部董事"]),
    (Kind::Director, "appointed_on", &["任职时间", "任董事时间", "聘任时间", "任职起始时间", "到任时间"]),
    (Kind::Director, "left_on", &["离任时间", "免职时间", "卸任时间", "解聘时间"]),
    (Kind::Director, "evaluated_on", &["履职评价时间", "履职评价日期", "最近评价时间", "评价时间"]),
    (Kind::Director, "evaluation", &["履职评价结果", "评价等次", "评价等级"]),
    (Kind::Membership, "enterprise", &["企业名称", "试点企业", "单位名称", "入选企业"]),
    (Kind::Membership, "programme", &["工程", "试点类型", "试点名称", "专项工程"]),
    (Kind::Membership, "batch", &["入选批次", "名单批次"]),
    (Kind::Membership, "joined_on", &["入选时间", "纳入时间", "入选日期"]),
    (Kind::Membership, "left_on", &["退出时间", "调出时间", "调出日期"]),
];

/// Words that tell a stage within a heading, the later stages first.
const STAGE_WORDS: [(StageName, &[&str]); 5] = [
    (StageName::Adjusted, &["退出情况", "实际调整", "实际退出", "调整/退出", "调整退出", "有无调整"]),
    (StageName::Paid, &["兑现"]),
    (StageName::Assessed, &["考核情况", "考核日期", "已考核", "年度考核", "考核"]),
    (StageName::Signed, &["签约", "签订"]),
    (StageName::Issued, &["印发", "建立", "制定", "出台", "制度", "是否开展", "是否实行", "实行"]),
];

/// Institutions by the words that people use for them; the name in the ledger comes on top.
const INSTITUTION_WORDS: [(u64, &[&str]); 7] = [
    (1, &["末等调整和不胜任退出", "末等调整", "不胜任退出"]),
    (2, &["任期制和契约化管理", "任期制和契约化", "任期制", "契约化"]),
    (3, &["竞争上岗"]),
    (4, &["全员绩效考核", "全员绩效"]),
    (5, &["中长期激励"]),
    (6, &["董事会"]),
    (7, &["公司制改制", "公司制"]),
];

/// A heading in normal form: narrow, without spaces, units in brackets, numbering and marks.
pub(super) fn normal(text: &str) -> String {
    let narrowed: String = text.chars().map(narrow).collect();
    let mut out = String::new();
    let mut depth = 0;
    for c in narrowed.to_lowercase().chars() {
        match c {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = (depth - 1).max(0),
            c if depth == 0
                && !c.is_whitespace()
                && !matches!(c, '*' | ':' | '：' | '、' | '.' | '%' | '_' | '?' | '？') =>
            {
                out.push(c);
            }
            _ => {}
        }
    }
    out.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()
}

/// The columns that a sheet of a kind can be read into.
pub fn targets(ledger: &Ledger, kind: Kind) -> Vec<Column> {
    let mut columns: Vec<Column> = fields(kind).collect();
    match kind {
        Kind::Task => columns.extend([Column::Status, Column::Percent, Column::LastProgress]),
        Kind::Enterprise => {
            for (institution, _) in ledger.institutions.iter() {
                columns.extend(StageName::ALL.iter().map(|stage| Column::Stage(institution, *stage)));
            }
        }
        _ => {}
    }
    columns
}

/// The names of a kind's columns in normal form, made once for many headings.
#[derive(Debug)]
pub struct Dictionary {
    kind: Kind,
    names: Vec<(String, Column)>,
}

impl Dictionary {
    /// Gathers the names of a kind's columns in both languages.
    pub fn new(ledger: &Ledger, kind: Kind) -> Self {
        let names = targets(ledger, kind)
            .into_iter()
            .flat_map(|column| [Lang::Zh, Lang::En].map(|lang| (normal(&column.heading(ledger, lang)), column)))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        Self { kind, names }
    }

    /// Matches a heading to a column: by its name, by another word for it, by containing one of them.
    pub fn find(&self, heading: &str, ledger: &Ledger) -> Option<Match> {
        // A composed heading is known by its last part as well as by the whole.
        let whole = normal(heading);
        let last = normal(heading.rsplit('/').next().unwrap_or(heading));
        if whole.is_empty() {
            return None;
        }
        let found = |column, confidence, reason| Some(Match { column, confidence, reason });
        if let Some((_, column)) = self.names.iter().find(|(name, _)| *name == whole || *name == last) {
            return found(*column, 100, Reason::SameName);
        }
        let words = || SYNONYMS.iter().filter(|(of, ..)| *of == self.kind);
        for (_, key, list) in words() {
            if list.contains(&whole.as_str()) || list.contains(&last.as_str()) {
                return found(Column::of_key(self.kind, key)?, 90, Reason::Synonym);
            }
        }
        if self.kind == Kind::Enterprise
            && let Some(column) = stage(&whole, ledger)
        {
            return found(column, 80, Reason::Contains);
        }
        let contains = |name: &str| name.chars().count() >= 2 && last.contains(name);
        let by_name =
            self.names.iter().filter(|(name, _)| contains(name)).map(|(name, column)| (name.as_str(), *column));
        let by_word = words()
            .flat_map(|(_, key, list)| list.iter().map(move |word| (*word, *key)))
            .filter(|(word, _)| word.chars().count() > 2 && contains(word))
            .filter_map(|(word, key)| Some((word, Column::of_key(self.kind, key)?)));
        let (_, column) = by_name.chain(by_word).max_by_key(|(name, _)| name.chars().count())?;
        found(column, 60, Reason::Contains)
    }
}

/// A stage of an institution that a heading names; the first stage where it names the institution alone.
fn stage(heading: &str, ledger: &Ledger) -> Option<Column> {
    let named = ledger.institutions.iter().filter(|(_, row)| !row.name.is_empty()).find_map(|(id, row)| {
        let name = normal(&row.name);
        heading.contains(&name).then(|| (id, heading.replacen(&name, "", 1)))
    });
    let (institution, rest) = named.or_else(|| {
        INSTITUTION_WORDS.iter().find_map(|(raw, words)| {
            let word = words.iter().find(|word| heading.contains(**word))?;
            let id = crate::domain::Id::new(crate::domain::RawId(*raw));
            ledger.institutions.get(id)?;
            Some((id, heading.replacen(word, "", 1)))
        })
    })?;
    let stage = STAGE_WORDS.iter().find(|(_, words)| words.iter().any(|word| rest.contains(word)));
    Some(Column::Stage(institution, stage.map_or(StageName::Issued, |(stage, _)| *stage)))
}
