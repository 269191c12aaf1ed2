//! Units of money: which one a text states, and exact conversion from one to another.

use ledger::domain::{Phrase, code::narrow};
use table_model::Column;

/// A unit in which amounts of money are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyUnit {
    /// 元.
    Yuan,
    /// 千元.
    Thousand,
    /// 万元.
    TenThousand,
    /// 百万元.
    Million,
    /// 亿元.
    HundredMillion,
}

impl MoneyUnit {
    /// Every unit, the smallest first.
    pub const ALL: [Self; 5] = [Self::Yuan, Self::Thousand, Self::TenThousand, Self::Million, Self::HundredMillion];

    /// The term on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Yuan => Phrase::new("元", "yuan"),
            Self::Thousand => Phrase::new("千元", "1,000 yuan"),
            Self::TenThousand => Phrase::new("万元", "10,000 yuan"),
            Self::Million => Phrase::new("百万元", "million yuan"),
            Self::HundredMillion => Phrase::new("亿元", "100 million yuan"),
        }
    }

    /// How many zeros the unit has in yuan.
    const fn zeros(self) -> usize {
        match self {
            Self::Yuan => 0,
            Self::Thousand => 3,
            Self::TenThousand => 4,
            Self::Million => 6,
            Self::HundredMillion => 8,
        }
    }

    /// The unit in which a column of the ledger keeps its amounts, as the column's name says in brackets.
    pub fn of_column(column: Column) -> Option<Self> {
        let Column::Field(field) = column else { return None };
        match stated(field.meta().word.zh) {
            Stated::Unit(unit) => Some(unit),
            _ => None,
        }
    }
}

/// What a text says of the unit of an amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Stated {
    /// Nothing.
    #[default]
    Nothing,
    /// A unit that can be converted.
    Unit(MoneyUnit),
    /// A unit that cannot, in its own words.
    Unknown(String),
}

/// Currencies besides the yuan.
const FOREIGN: [&str; 19] = [
    "美元", "美金", "欧元", "英镑", "日元", "日圆", "港元", "港币", "澳元", "加元", "韩元", "外币", "usd", "eur",
    "hkd", "jpy", "gbp", "$", "€",
];
/// Units of something else than money.
const OTHER: [&str; 14] = ["%", "‰", "户", "家", "个", "项", "人", "次", "吨", "万吨", "倍", "亩", "¥", "￥"];
/// What multiplies a unit.
const TIMES: [char; 5] = ['十', '百', '千', '万', '亿'];

/// What a heading says of its unit; of several the last, which stands nearest to the amounts.
pub fn stated(heading: &str) -> Stated {
    let parts = parts(heading);
    let said = parts.iter().rev().map(|(part, bracketed)| said(part, *bracketed));
    said.into_iter().find(|said| *said != Stated::Nothing).unwrap_or_default()
}

/// What a line above a table says of the unit of all its amounts: 「单位：亿元」, or a title with its unit in
/// brackets. `alone` asks for lines that say nothing else. `next` is what stands in the following cell.
pub fn caption(line: &str, alone: bool, next: &str) -> Stated {
    let line = plain(line);
    // The reporting unit may stand on the same line.
    let marks = ["单位", "unit:"].into_iter().flat_map(|mark| line.match_indices(mark));
    for (at, mark) in marks {
        let (before, after) = (&line[..at], &line[at + mark.len()..]);
        let own = |text: &str| {
            let text = text.replace("人民币", "");
            let text = text.trim_start_matches([':', ' ', '为', '(', '-']);
            let english = english(text.trim_end_matches(')'));
            let first = text.split([' ', ',', '，', '、', ';', '；', '/', ')', '）', '】', ']']).next();
            if english == Stated::Nothing { whole(first.unwrap_or("")) } else { english }
        };
        let here = match own(after) {
            Stated::Nothing if after.trim_matches([':', ' ']).is_empty() => own(&plain(next)),
            here => here,
        };
        let lead = before.trim_matches(['(', '（', '【', '[', ' ']);
        let only = ["", "金额", "货币", "计量", "计价"].contains(&lead) || before.contains("币种");
        if here != Stated::Nothing && (only || !alone) {
            return here;
        }
    }
    if alone {
        return whole(line.trim_matches(['(', ')', '（', '）', ' ']));
    }
    let brackets = parts(&line).into_iter().filter(|(_, bracketed)| *bracketed);
    brackets.map(|(part, _)| said(&part, true)).rfind(|said| *said != Stated::Nothing).unwrap_or_default()
}

fn plain(text: &str) -> String {
    text.chars().map(narrow).map(|c| if c.is_whitespace() { ' ' } else { c }).collect::<String>().trim().to_lowercase()
}

/// The parts of a heading, without spaces, each with whether it stands in brackets.
fn parts(heading: &str) -> Vec<(String, bool)> {
    let mut parts = vec![(String::new(), false)];
    for c in plain(heading).chars().filter(|c| *c != ' ') {
        let bracketed = parts.last().is_some_and(|(_, bracketed)| *bracketed);
        match c {
            '(' | '（' | '[' | '【' | '〔' => parts.push((String::new(), true)),
            ')' | '）' | ']' | '】' | '〕' => parts.push((String::new(), false)),
            '/' if !bracketed => parts.push((String::new(), false)),
            c => parts.last_mut().into_iter().for_each(|(part, _)| part.push(c)),
        }
    }
    parts
}

/// What one part of a heading says.
fn said(part: &str, bracketed: bool) -> Stated {
    let (asked, bare) = match part.split_once("单位:") {
        Some((_, bare)) => (true, bare),
        None => (false, part),
    };
    let bare = bare.trim_start_matches(':').trim_start_matches("人民币").trim_start_matches(':');
    for said in [whole(bare), english(bare)] {
        if said != Stated::Nothing {
            return said;
        }
    }
    if FOREIGN.iter().any(|word| bare.contains(word)) {
        return Stated::Unknown(bare.to_owned());
    }
    // Within words the yuan counts with what multiplies it, or where it ends them: 单元 and 多元化 are none.
    let before = bare.rsplit_once('元').map_or("", |(before, _)| before);
    let times: String = before.chars().rev().take_while(|c| TIMES.contains(c)).collect();
    if !times.is_empty() {
        return whole(&(times.chars().rev().collect::<String>() + "元"));
    }
    if bare.ends_with('元') && !before.ends_with(['单', '多', '公']) {
        return Stated::Unit(MoneyUnit::Yuan);
    }
    let is_unit = (asked && !bare.is_empty()) || (bracketed && OTHER.contains(&bare));
    if is_unit { Stated::Unknown(bare.to_owned()) } else { Stated::Nothing }
}

/// What a text says that is a unit and nothing else.
fn whole(text: &str) -> Stated {
    let known = MoneyUnit::ALL.into_iter().find(|unit| {
        let word = unit.word().zh;
        text == word || (*unit != MoneyUnit::Yuan && text == word.trim_end_matches('元'))
    });
    let rest = text.trim_start_matches(TIMES);
    match known {
        Some(unit) => Stated::Unit(unit),
        None if rest == "元" || FOREIGN.contains(&rest) => Stated::Unknown(text.to_owned()),
        None => Stated::Nothing,
    }
}

fn english(text: &str) -> Stated {
    if !["yuan", "rmb", "cny"].iter().any(|word| text.contains(word)) {
        return Stated::Nothing;
    }
    let bare = text.replace("yuan", "").replace("rmb", "").replace("cny", "").replace([' ', ',', ':'], "");
    match bare.as_str() {
        "" => Stated::Unit(MoneyUnit::Yuan),
        "1000" | "thousand" => Stated::Unit(MoneyUnit::Thousand),
        "10000" | "tenthousand" => Stated::Unit(MoneyUnit::TenThousand),
        "1000000" | "million" => Stated::Unit(MoneyUnit::Million),
        "100million" | "hundredmillion" | "100000000" => Stated::Unit(MoneyUnit::HundredMillion),
        _ => Stated::Unknown(text.to_owned()),
    }
}

/// A plain decimal number in one unit, written in another: the point moves, and no digit is lost.
pub fn converted(number: &str, from: MoneyUnit, to: MoneyUnit) -> Option<String> {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_plain(whole) || !is_plain(part) {
        return None;
    }
    let (mut whole, mut part) = (whole.to_owned(), part.to_owned());
    for _ in to.zeros()..from.zeros() {
        whole.push(if part.is_empty() { '0' } else { part.remove(0) });
    }
    for _ in from.zeros()..to.zeros() {
        part.insert(0, whole.pop().unwrap_or('0'));
    }
    let whole = if whole.is_empty() { "0" } else { &whole };
    let part = part.trim_end_matches('0');
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}
