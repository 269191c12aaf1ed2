//! What a heading means: by the field's own name, by what people call it, by what it contains.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{amount::is_amount, field_synonyms::SYNONYMS};
use ledger::domain::{
    CodedEnum, FieldType, Id, Kind, Lang, Ledger, Phrase, RawId, choice::StageName, code::narrow, records::Institution,
};
use table_model::{Column, column::fields};

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
    pub const fn word(self) -> Phrase {
        match self {
            Self::SameName => Phrase::new("列名相同", "Same name"),
            Self::Synonym => Phrase::new("同义列名", "Synonym"),
            Self::Contains => Phrase::new("列名包含", "Name contains it"),
            Self::Content => Phrase::new("按内容判断", "By content"),
            Self::Remembered => Phrase::new("沿用上次", "As last time"),
            Self::Chosen => Phrase::new("手工指定", "Chosen"),
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

/// A heading as it stands, and in the two forms by which it is known.
#[derive(Debug)]
pub(super) struct Heading {
    /// As it stands, parts of several rows joined by `/`.
    pub text: String,
    whole: String,
    /// A composed heading is known by its last part as well.
    last: String,
}

impl Heading {
    /// Brings a heading into its forms.
    pub fn new(text: String) -> Self {
        let whole = normal(&text);
        let last = normal(text.rsplit('/').next().unwrap_or(&text));
        Self { text, whole, last }
    }
}

/// A word for a column.
#[derive(Clone, Debug)]
struct Known {
    /// The place of its kind among the kinds of the dictionary.
    kind: usize,
    column: Column,
    /// Its place among the words of its kind.
    place: usize,
    length: usize,
}

/// The words for the columns of some kinds, asked for all of these at once: a sheet of a thousand columns asks
/// tens of thousands of times.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    kinds: Vec<Kind>,
    /// The columns' own names, in normal form.
    names: FxHashMap<String, Vec<Known>>,
    synonyms: FxHashMap<&'static str, Vec<Known>>,
    /// What may stand within a heading, by its first character.
    within: FxHashMap<char, Vec<(String, Known)>>,
    /// What institutions are called.
    institutions: Vec<(String, Id<Institution>)>,
}

impl Dictionary {
    /// Gathers the names of the kinds' columns in both languages, and the other words for them.
    pub fn new(ledger: &Ledger, kinds: impl IntoIterator<Item = Kind>) -> Self {
        let mut own = Self { institutions: institutions(ledger), ..Self::default() };
        for kind in kinds {
            own.add(ledger, kind);
        }
        own
    }

    /// The kinds, in the order in which they were given.
    pub fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    fn add(&mut self, ledger: &Ledger, kind: Kind) {
        let at = self.kinds.len();
        self.kinds.push(kind);
        let mut place = 0;
        let mut known = |column, text: &str| {
            place += 1;
            Known { kind: at, column, place, length: text.chars().count() }
        };
        for column in targets(ledger, kind) {
            let names = [Lang::Zh, Lang::En].map(|lang| normal(&column.heading(ledger, lang)));
            for name in names.into_iter().filter(|name| !name.is_empty()) {
                let known = known(column, &name);
                if known.length >= 2 {
                    self.may_stand_within(&name, &known);
                }
                self.names.entry(name).or_default().push(known);
            }
        }
        for (_, key, list) in SYNONYMS.iter().filter(|(of, ..)| *of == kind) {
            let Some(column) = Column::of_key(kind, key) else { continue };
            for word in *list {
                let known = known(column, word);
                if known.length > 2 {
                    self.may_stand_within(word, &known);
                }
                self.synonyms.entry(*word).or_default().push(known);
            }
        }
    }

    fn may_stand_within(&mut self, text: &str, known: &Known) {
        if let Some(first) = text.chars().next() {
            self.within.entry(first).or_default().push((text.to_owned(), known.clone()));
        }
    }

    /// Matches a heading to a column of each kind: by its name, by another word for it, by containing one of them.
    pub fn find(&self, heading: &Heading) -> Vec<Option<Match>> {
        let mut found = self.likely(heading);
        for one in &mut found {
            *one = one.filter(|found| !is_another(found.column, &heading.whole));
        }
        found
    }

    fn likely(&self, Heading { whole, last, .. }: &Heading) -> Vec<Option<Match>> {
        let mut best: Vec<Option<(Match, usize, usize)>> = vec![None; self.kinds.len()];
        let done = |best: Vec<Option<(Match, usize, usize)>>| best.into_iter().map(|one| Some(one?.0)).collect();
        if whole.is_empty() {
            return done(best);
        }
        // The surest way counts, and within it the first word; of what a heading contains, the longest.
        let mut add = |known: &Known, confidence: u8, reason, weight: (usize, usize)| {
            let found = Match { column: known.column, confidence, reason };
            let is_better = |(than, length, place): &(Match, usize, usize)| {
                (confidence, weight) > (than.confidence, (*length, *place))
            };
            if best[known.kind].as_ref().is_none_or(is_better) {
                best[known.kind] = Some((found, weight.0, weight.1));
            }
        };
        let first = |known: &Known| (0, usize::MAX - known.place);
        for known in [whole, last].into_iter().filter_map(|text| self.names.get(text)).flatten() {
            add(known, 100, Reason::SameName, first(known));
        }
        for known in [whole, last].into_iter().filter_map(|text| self.synonyms.get(text.as_str())).flatten() {
            add(known, 90, Reason::Synonym, first(known));
        }
        for (at, c) in last.char_indices() {
            let rest = &last[at..];
            for (_, known) in self.within.get(&c).into_iter().flatten().filter(|(word, _)| rest.starts_with(word)) {
                add(known, 60, Reason::Contains, (known.length, known.place));
            }
        }
        if let Some(kind) = self.kinds.iter().position(|kind| *kind == Kind::Enterprise)
            && let Some(column) = self.stage(whole)
        {
            add(&Known { kind, column, place: 0, length: 0 }, 80, Reason::Contains, (0, 0));
        }
        done(best)
    }

    /// A stage of an institution that a heading names; the first stage where it names the institution alone.
    fn stage(&self, heading: &str) -> Option<Column> {
        let (name, institution) = self.institutions.iter().find(|(name, _)| heading.contains(name.as_str()))?;
        let rest = heading.replacen(name, "", 1);
        let stage = STAGE_WORDS.iter().find(|(_, words)| words.iter().any(|word| rest.contains(word)));
        Some(Column::Stage(*institution, stage.map_or(StageName::Issued, |(stage, _)| *stage)))
    }
}

/// What the ledger calls its institutions, in normal form, then what people call them.
fn institutions(ledger: &Ledger) -> Vec<(String, Id<Institution>)> {
    let own =
        ledger.institutions.iter().filter(|(_, row)| !row.name.is_empty()).map(|(id, row)| (normal(&row.name), id));
    let usual = INSTITUTION_WORDS.iter().flat_map(|(raw, words)| {
        let id = Id::new(RawId(*raw));
        let is_known = ledger.institutions.get(id).is_some();
        words.iter().filter(move |_| is_known).map(move |word| ((*word).to_owned(), id))
    });
    own.chain(usual).collect()
}
