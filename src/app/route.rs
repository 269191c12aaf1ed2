//! Where the reader is: a screen and its parameters, kept in the address.

use std::{collections::BTreeMap, str::FromStr};

use ledger::domain::{Date, Phrase, parse_date};

/// A screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Screen {
    /// Headline figures, what is overdue, what to do next.
    #[default]
    Overview,
    /// The ledger of tasks.
    Tasks,
    /// Enterprises with their stages, boards and contracts.
    Enterprises,
    /// Contracts by enterprise and person.
    Contracts,
    /// Boards, their seats and directors.
    Boards,
    /// Where capital goes: concentrations, investments, restructurings.
    Layout,
    /// Indicators by tier, region, group or unit.
    Coverage,
    /// Coverage down the tiers and trees, and what blocks it.
    Penetration,
    /// Form and spirit, flags, results, the annual assessment.
    Evaluation,
    /// What changed between two days or two files.
    Compare,
    /// The way to a target, what-if, and the forecast.
    Plan,
    /// The pilot programmes and practices.
    Pilots,
    /// Workspaces, files, history, checks and every table.
    Data,
}

/// Screens that belong together, under one word in the navigation.
#[derive(Debug)]
pub struct Group {
    /// The word; none for a screen that stands for itself.
    pub word: Option<Phrase>,
    /// The screens, in their order.
    pub screens: &'static [Screen],
}

/// The navigation: what is kept, what it says, and what is done about it.
pub const NAVIGATION: [Group; 5] = [
    Group { word: None, screens: &[Screen::Overview] },
    Group {
        word: Some(Phrase::new("台账", "Ledger")),
        screens: &[Screen::Tasks, Screen::Enterprises, Screen::Contracts, Screen::Boards, Screen::Layout],
    },
    Group {
        word: Some(Phrase::new("分析", "Analysis")),
        screens: &[Screen::Coverage, Screen::Penetration, Screen::Evaluation, Screen::Compare],
    },
    Group { word: Some(Phrase::new("推进", "Action")), screens: &[Screen::Plan, Screen::Pilots] },
    Group { word: None, screens: &[Screen::Data] },
];

impl Screen {
    /// Finds a screen by its name in addresses.
    fn of_path(path: &str) -> Option<Self> {
        NAVIGATION.iter().flat_map(|group| group.screens).copied().find(|screen| screen.path() == path)
    }

    /// The name in addresses.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Tasks => "tasks",
            Self::Enterprises => "enterprises",
            Self::Contracts => "contracts",
            Self::Boards => "boards",
            Self::Layout => "layout",
            Self::Coverage => "coverage",
            Self::Penetration => "penetration",
            Self::Evaluation => "evaluation",
            Self::Compare => "compare",
            Self::Plan => "plan",
            Self::Pilots => "pilots",
            Self::Data => "data",
        }
    }

    /// The name in the navigation.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Overview => Phrase::new("总览", "Overview"),
            Self::Tasks => Phrase::new("任务", "Tasks"),
            Self::Enterprises => Phrase::new("企业", "Enterprises"),
            Self::Contracts => Phrase::new("契约", "Contracts"),
            Self::Boards => Phrase::new("董事会", "Boards"),
            Self::Layout => Phrase::new("资本布局", "Capital"),
            Self::Coverage => Phrase::new("覆盖面", "Coverage"),
            Self::Penetration => Phrase::new("穿透", "Penetration"),
            Self::Evaluation => Phrase::new("形神评估", "Evaluation"),
            Self::Compare => Phrase::new("比较", "Compare"),
            Self::Plan => Phrase::new("达标路径", "Plan"),
            Self::Pilots => Phrase::new("试点", "Pilots"),
            Self::Data => Phrase::new("数据", "Data"),
        }
    }
}

/// A screen with its parameters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// The parameters by name.
    pub params: BTreeMap<String, String>,
}

impl Route {
    /// A screen without parameters.
    pub fn to(screen: Screen) -> Self {
        Self { screen, params: BTreeMap::new() }
    }

    /// Adds a parameter; an empty value takes it away.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if value.is_empty() {
            self.params.remove(name);
        } else {
            self.params.insert(name.to_owned(), value);
        }
        self
    }

    /// Keeps some parameters and drops the others.
    pub fn only(mut self, names: &[&str]) -> Self {
        self.params.retain(|name, _| names.contains(&name.as_str()));
        self
    }

    /// A parameter; empty where it is not given.
    pub fn get(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// A parameter of a type; `None` where it is not given or does not fit.
    pub fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }

    /// The as-of date that the address names.
    pub fn as_of(&self) -> Option<Date> {
        parse_date(self.get("on"))
    }

    /// The parameters that another place of the same screen did not have, or had otherwise; all of them where
    /// the screen is another.
    pub fn news(&self, before: &Self) -> Vec<String> {
        let is_new = |(name, value): &(&String, &String)| self.screen != before.screen || before.get(name) != *value;
        self.params.iter().filter(is_new).map(|(name, _)| name.clone()).collect()
    }

    /// Reads an address such as `#/tasks?q=董事会`; an unknown screen gives the overview.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let screen = Screen::of_path(path).unwrap_or_default();
        let params = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { screen, params }
    }

    /// Writes the address.
    pub fn hash(&self) -> String {
        let mut hash = format!("#/{}", self.screen.path());
        if !self.params.is_empty() {
            hash.push('?');
            hash.push_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.params).finish());
        }
        hash
    }
}
