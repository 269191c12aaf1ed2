//! The way to a target, sought away from the page where it may take a while; scenarios that are kept.

use serde::{Deserialize, Serialize};

use super::worker::WorkerRequest;
use crate::{
    browser::worker::{self, WorkerEvent},
    storage::preferences,
};
use ledger::domain::RawId;
use report::plan::{
    Question,
    solver::{self, Candidate, Shortfall, Solution},
};

/// From how many candidates on a worker seeks the way.
const MANY: usize = 500;

/// A question on its way to a worker: effort and needs of each candidate, and what is wanted.
#[derive(Serialize, Deserialize)]
struct Asked(Vec<(i64, Vec<u32>)>, Vec<i64>);

/// Its answer on the way back: who is chosen, the effort, and its bound; or which needs fall short of what
/// is wanted by how many there are.
type Answered = Result<(Vec<u32>, i64, i64), Vec<(u32, i64, i64)>>;

/// Seeks the way that a question asks for.
///
/// # Errors
/// The parts that fall short even if all are moved.
pub async fn way(question: &Question) -> Result<Solution, Vec<Shortfall>> {
    if question.candidates.len() >= MANY {
        let candidates = question.candidates.iter().map(|one| (one.effort, one.serves.clone())).collect();
        let bytes = serde_json::to_vec(&Asked(candidates, question.wanted())).unwrap_or_default();
        // Without workers, or with one that broke down, the page seeks itself.
        if let Some(WorkerEvent::Said(text)) = worker::ask(&bytes, &WorkerRequest::Way.note()).await
            && let Ok(answer) = serde_json::from_str::<Answered>(&text)
        {
            return answer
                .map(|(chosen, effort, bound)| Solution { chosen, effort, bound })
                .map_err(|short| short.into_iter().map(shortfall).collect());
        }
    }
    question.solve()
}

fn shortfall((need, wanted, available): (u32, i64, i64)) -> Shortfall {
    Shortfall { need, wanted, available }
}

/// The worker's part.
pub(super) fn work(bytes: &[u8], say: &dyn Fn(&str)) {
    let Ok(Asked(candidates, wanted)) = serde_json::from_slice(bytes) else { return };
    let candidates: Vec<Candidate> =
        candidates.into_iter().map(|(effort, serves)| Candidate { effort, serves }).collect();
    let answer: Answered = solver::cheapest(&candidates, &wanted)
        .map(|way| (way.chosen, way.effort, way.bound))
        .map_err(|short| short.into_iter().map(|s| (s.need, s.wanted, s.available)).collect());
    say(&serde_json::to_string(&answer).unwrap_or_default());
}

/// What somebody supposes: some enterprises done for an indicator. Kept on this machine alone, and never
/// in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// What it is called; empty while it is not kept.
    pub name: String,
    /// The indicator, by identity.
    pub indicator: String,
    /// The enterprises, by identity.
    pub enterprises: Vec<String>,
}

impl Scenario {
    /// Whether an enterprise is supposed to be done.
    pub fn has(&self, enterprise: RawId) -> bool {
        self.enterprises.contains(&enterprise.to_string())
    }
}

/// The scenarios that are kept for a ledger.
pub fn scenarios(ledger: RawId) -> Vec<Scenario> {
    preferences::get(&format!("scenarios/{ledger}")).unwrap_or_default()
}

/// Keeps the scenarios of a ledger.
pub fn keep_scenarios(ledger: RawId, scenarios: &[Scenario]) {
    preferences::set(&format!("scenarios/{ledger}"), &scenarios);
}
