//! What a heading means: by the field's own name, by what people call it, by what it contains.

use serde::{Deserialize, Serialize};

use super::{amount::is_amount, synonyms::SYNONYMS};
use crate::{
    domain::{Choice, FieldType, Kind, Lang, Ledger, Word, choice::StageName, code::narrow},
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
    const FIRST: [Kind; 10] = [
        Kind::Task,
        Kind::Enterprise,
        Kind::Contract,
        Kind::Board,
        Kind::Membership,
        Kind::Director,
        Kind::YearFigures,
        Kind::Investment,
        Kind::Restructuring,
        Kind::ClassDirection,
    ];
    FIRST.into_iter().chain(Kind::ALL.iter().copied().filter(|kind| !FIRST.contains(kind) && *kind != Kind::Profile))
}

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

/// Words that make of an amount a share, a plan, or the amount of another time.
#[rustfmt::skip]
const NOT_THE_AMOUNT: [&str; 22] = [
    "占比", "比例", "比重", "强度", "率", "增长", "增速", "增幅", "增减", "同比", "环比", "同期", "上年", "上期", "去年",
    "计划", "预算", "预计", "目标", "人均", "户均", "能耗",
];
/// Words that make of a step taken one that is to be taken.
const NOT_YET: [&str; 5] = ["计划", "预计", "拟", "时限", "期限"];

/// Whether a heading that holds the name of a column says that it is something else.
fn is_another(column: Column, heading: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    match column {
        _ if is_amount(column) => has(&NOT_THE_AMOUNT),
        Column::Field(field) if field.kind == Kind::Restructuring => {
            field.meta().field_type == FieldType::Stage && has(&NOT_YET)
        }
        _ => false,
    }
}

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
        self.likely(heading, ledger).filter(|found| !is_another(found.column, &normal(heading)))
    }

    fn likely(&self, heading: &str, ledger: &Ledger) -> Option<Match> {
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
