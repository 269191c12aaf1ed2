//! What columns were chosen to mean before, by layout; kept as a preference.

use serde::{Deserialize, Serialize};

use crate::storage::preferences;
use interchange::table::{Layout, Reason};
use table_model::Column;

/// How a remembered choice says that a column is kept in the note.
const KEPT: &str = "_keep";

/// A choice of columns that was made for a layout before.
#[derive(Serialize, Deserialize)]
struct Remembered {
    kind: String,
    columns: Vec<Option<String>>,
}

fn preference(layout: &Layout) -> String {
    // A short name for a long signature; a clash costs a wrong offer, which is shown.
    let hash = layout
        .signature()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("mapping/{hash:016x}")
}

/// Keeps what the columns of a layout were chosen to mean.
pub(super) fn remember(layout: &Layout) {
    let meaning = |at: usize| match layout.matches[at] {
        Some(found) => Some(found.column.key()),
        None => layout.kept[at].then(|| KEPT.to_owned()),
    };
    let columns = (0..layout.matches.len()).map(meaning).collect();
    preferences::set(&preference(layout), &Remembered { kind: layout.kind.table_name().to_owned(), columns });
}

/// Offers what was chosen for the same layout before.
pub(super) fn recall(layout: &mut Layout) {
    let Some(before) = preferences::get::<Remembered>(&preference(layout)) else { return };
    if before.kind != layout.kind.table_name() || before.columns.len() != layout.matches.len() {
        return;
    }
    for (at, key) in before.columns.iter().enumerate() {
        if key.as_deref() == Some(KEPT) {
            layout.keep(at);
            continue;
        }
        let column = key.as_deref().and_then(|key| Column::of_key(layout.kind, key));
        if layout.matches[at].map(|found| found.column) != column {
            layout.choose(at, column, Reason::Remembered);
        }
    }
}
