//! Administrative regions (GB/T 2260), with one private code for the corps that has none.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use super::Lang;

/// A six-digit region code. It may be one that the current table no longer lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(u32);

/// The level of a region in the administrative tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RegionLevel {
    /// Province, autonomous region or municipality.
    Province,
    /// Prefecture-level city.
    City,
    /// County or district.
    County,
}

/// The Xinjiang Production and Construction Corps: a body with its own state-assets commission and
/// no code in GB/T 2260. The code is private to this product.
pub const CORPS: RegionCode = RegionCode(660000);

/// Cities with separate plans, whose commissions stand beside the provincial ones.
pub const SEPARATE_PLAN_CITIES: [RegionCode; 5] =
    [RegionCode(210200), RegionCode(330200), RegionCode(350200), RegionCode(370200), RegionCode(440300)];

/// The table of the Ministry of Civil Affairs: `(code, name)` in order of code.
pub static REGIONS: LazyLock<Vec<(RegionCode, &'static str)>> = LazyLock::new(|| {
    let mut regions: Vec<_> = include_str!("regions.txt")
        .lines()
        .filter_map(|line| {
            let (code, name) = line.split_once(' ')?;
            Some((RegionCode::parse(code)?, name))
        })
        .collect();
    regions.push((CORPS, "新疆生产建设兵团"));
    regions.sort_by_key(|(code, _)| *code);
    regions
});

/// The full names of the counties that share their name with another.
static SHARED_NAMES: LazyLock<BTreeMap<String, RegionCode>> = LazyLock::new(|| {
    let mut by_name: BTreeMap<&str, Vec<RegionCode>> = BTreeMap::new();
    for (code, name) in REGIONS.iter() {
        by_name.entry(name).or_default().push(*code);
    }
    by_name
        .into_iter()
        .filter(|(_, codes)| codes.len() > 1)
        .flat_map(|(name, codes)| codes.into_iter().map(move |code| (name, code)))
        .map(|(name, code)| {
            let above = code.city().name().or_else(|| code.province().name()).unwrap_or_default();
            (format!("{above}{name}"), code)
        })
        .collect()
});

impl RegionCode {
    /// Reads six digits; any six digits are taken, since retired codes stand on real papers.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok().map(Self)).flatten()
    }

    /// Finds the region that a text names, by code, by full or shortened name (`江苏`, `江苏省`), or by
    /// [`RegionCode::full_name`].
    pub fn find(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse(text).or_else(|| SHARED_NAMES.get(text).copied()).or_else(|| {
            let named = |short: bool| {
                let mut hits = REGIONS.iter().filter(|(code, name)| {
                    if short { code.level() != RegionLevel::County && short_name(name) == text } else { *name == text }
                });
                // Two counties may share a name: then nobody can tell which was meant.
                hits.next().filter(|_| hits.next().is_none()).map(|(code, _)| *code)
            };
            named(false).or_else(|| named(true))
        })
    }

    /// The name in the current table; `None` for a retired or unknown code.
    pub fn name(self) -> Option<&'static str> {
        REGIONS.binary_search_by_key(&self, |(code, _)| *code).ok().map(|i| REGIONS[i].1)
    }

    /// The name by which people tell the region from all others: where several counties share a name,
    /// that of the city or province stands before it (`上海市普陀区`).
    pub fn full_name(self) -> Option<String> {
        let name = self.name()?;
        let shared = SHARED_NAMES.iter().find(|(_, code)| **code == self);
        Some(shared.map_or_else(|| name.to_owned(), |(full, _)| full.clone()))
    }

    /// The level that the code's digits tell.
    pub const fn level(self) -> RegionLevel {
        if self.0.is_multiple_of(10_000) {
            RegionLevel::Province
        } else if self.0.is_multiple_of(100) {
            RegionLevel::City
        } else {
            RegionLevel::County
        }
    }

    /// The province that the region lies in, or the region itself.
    pub const fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The city that the region lies in, or the region itself; a county that a province governs
    /// directly has no city of its own and stands for itself in the code's first four digits.
    pub const fn city(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// The part of its province that the region belongs to: its city; a district of a municipality, and a county
    /// that a province governs directly, stand for themselves.
    pub const fn part_of_province(self) -> Self {
        let is_municipality = matches!(self.0 / 10_000, 11 | 12 | 31 | 50);
        let is_direct = matches!(self.0 / 100 % 100, 90);
        match (is_municipality, self.level()) {
            // 110100 is no place: it stands for the districts of the municipality together.
            (true, RegionLevel::City) => self.province(),
            (true, _) => self,
            (false, _) if is_direct => self,
            (false, _) => self.city(),
        }
    }

    /// Tells whether `other` is this region or lies within it.
    pub const fn contains(self, other: Self) -> bool {
        match self.level() {
            RegionLevel::Province => self.0 / 10_000 == other.0 / 10_000,
            RegionLevel::City => self.0 / 100 == other.0 / 100,
            RegionLevel::County => self.0 == other.0,
        }
    }
}

/// What a region is called in a column: its short name, or its code where the table has none.
pub fn column_name(code: RegionCode) -> String {
    code.name().map_or_else(|| code.to_string(), |name| short_name(name).to_owned())
}

/// What a province's own level is called beside its cities: `江苏（省本级）`.
pub fn own_level_name(code: RegionCode, lang: Lang) -> String {
    let name = column_name(code);
    let word = match code.name() {
        _ if lang == Lang::En => return format!("{name} (own level)"),
        Some(full) if full.ends_with('省') => "省本级",
        Some(full) if full.ends_with('市') => "市本级",
        Some(full) if full.ends_with("自治区") => "自治区本级",
        _ => "本级",
    };
    format!("{name}（{word}）")
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

/// A region's name as people say it: without the word for its rank.
pub fn short_name(name: &str) -> &str {
    const RANKS: [&str; 8] = ["维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市", "地区"];
    if name == "新疆生产建设兵团" {
        return "兵团";
    }
    RANKS.iter().find_map(|rank| name.strip_suffix(rank)).filter(|rest| rest.chars().count() > 1).unwrap_or(name)
}
