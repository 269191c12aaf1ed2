//! Workspaces: the ledgers that this browser keeps, each in a database of its own.

use serde::{Deserialize, Serialize};

/// The key of the workspace that holds the invented sample.
pub const SAMPLE: &str = "sample";
/// The key of the workspace that holds the public material.
pub const PUBLIC: &str = "public";

/// A ledger that this browser keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The name of its database; never shown.
    #[serde(skip)]
    pub key: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was made, for telling two of one name apart.
    pub made: String,
}

impl Workspace {
    /// Whether the workspace is one of the two that the product brings along.
    pub fn is_built_in(&self) -> bool {
        matches!(self.key.as_str(), SAMPLE | PUBLIC)
    }
}
