//! Where the reader is: a screen and its parameters, kept in the address.

use std::{collections::BTreeMap, str::FromStr};

use crate::domain::{Date, Word, parse_date};

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
    /// Indicators by tier, region, group or unit.
    Coverage,
    /// The pilot programmes.
    Pilots,
    /// Workspaces, files, history, checks and every table.
    Data,
}

impl Screen {
    /// Every screen, in the order of the navigation.
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::Tasks, Self::Enterprises, Self::Coverage, Self::Pilots, Self::Data];

    /// The name in addresses.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Tasks => "tasks",
            Self::Enterprises => "enterprises",
            Self::Coverage => "coverage",
            Self::Pilots => "pilots",
            Self::Data => "data",
        }
    }

    /// The name in the navigation.
    pub const fn word(self) -> Word {
        match self {
            Self::Overview => Word::new("总览", "Overview"),
            Self::Tasks => Word::new("任务台账", "Tasks"),
            Self::Enterprises => Word::new("企业", "Enterprises"),
            Self::Coverage => Word::new("覆盖面", "Coverage"),
            Self::Pilots => Word::new("试点", "Pilots"),
            Self::Data => Word::new("数据", "Data"),
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

    /// Reads an address such as `#/tasks?q=董事会`; an unknown screen gives the overview.
    pub fn parse(hash: &str) -> Self {
        let rest = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let screen = Screen::ALL.into_iter().find(|screen| screen.path() == path).unwrap_or_default();
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
