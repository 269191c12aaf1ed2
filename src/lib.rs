//! Reform Ledger (国企改革台账): the work ledger of SOE reform, its coverage and its pilots, in one
//! HTML file that is opened by double-click.
//!
//! # Code map, from the inside out
//!
//! Each folder below is a package of its own but for the last four, which are this one, the page. A package sees
//! only those that its `Cargo.toml` names; a test over `cargo metadata` says which these may be.
//!
//! ```text
//!                    ui ──► app ──► storage, browser        the page
//!                            │
//!        ┌─────────┬─────────┼──────────┬────────┐
//!      chart      seed       │     interchange   │
//!        │         │         │          │        │
//!        │         │         │     table_model   │
//!        │         │         │          │        │
//!        │         │         └──────► report     │
//!        │         │                    │        │
//!        └─────────┴─────► ledger ◄─────┴────────┘          knows no browser and no clock
//! ```
//!
//! | Folder | What it is | May use |
//! |---|---|---|
//! | [`ledger::domain`] | Records, values, codes, dates, exact numbers; [`ledger::domain::Ledger::apply`], the one door for changes; the chain of history; the index of references; the catalogue of institutions, indicators and targets; [`ledger::domain::facts`] that checks and reports read alike; the named checks; what records, marks, clock and history contradict each other in | nothing |
//! | [`ledger::merge`] | Two copies of a ledger to one, with what came of it and the conflicts; ledgers that began apart, matched first | `ledger::domain` |
//! | [`ledger::subset`] | What goes out when not all of a ledger does: a unit, a group, a selection, without history or without names | `ledger::domain` |
//! | [`report`] | Pure functions from a ledger, an index and a day to figures: items, rates, matrices, warnings, priority, pilots, practices, series, the overview and what needs attention, what changed between two states, form and spirit, flags, assessment, penetration, the way to a target, the forecast, contracts and boards, capital layout | `ledger` |
//! | [`table_model`] | Tables as text: columns, cells, what typing means, filters, order | `ledger`, `report` |
//! | [`interchange::json`] | The exported JSON: writing, strict reading, the schema; the same records as pages for storage | `ledger` |
//! | [`interchange::container`] | What a ledger's file may be wrapped in: a passphrase, a page with the program, a zip | `interchange::json` |
//! | [`interchange::table`] | Spreadsheets: recognising, opening, layouts, the dry run, workbooks out | `ledger`, `table_model` |
//! | [`chart`] | Report rows to SVG with a title and words | `ledger` |
//! | [`seed`] | Ledgers to begin with: blank, the invented sample, the public material | `ledger` |
//! | [`storage`] | IndexedDB workspaces and their snapshots, preferences, the word between windows | the browser |
//! | [`browser`] | Clock, randomness, files, clipboard, workers, address, steps of the back button, print, collation | the browser |
//! | [`app::document`] | The open ledger: transactions, the one line of undo and redo, taking back, drafts | all above |
//! | [`app::workspace`] | The ledger on disk: what waits to be written ([`app::workspace::SaveQueue`], knows no page), saving, durability, opening, previews of earlier states, snapshots, what is missing | all above |
//! | [`app::transfer`] | Files in and out: the inbox, trials of merging, imports of tables, exports, verification | all above |
//! | [`app`] | What the screens are given: the shell, the three above, what was typed and not taken, the plan, workers, the route | all above |
//! | [`ui`] | Leptos components, a file or folder per screen | all above but `storage` and `interchange` |
//!
//! Beside `src`: `xtask` builds `dist/reform-ledger.html` from the program, `style/`, `index.html` and
//! `xtask/page/`. `tests` is a package, too: `tests/native` holds what needs neither page nor browser,
//! `tests/trial_kind` a build with one kind of record more, `tests/tools` what other tools read, `tests/browser` what
//! needs one, `tests/floor` what is tried on the oldest browsers that count; `tests/page` is what of the page needs no
//! browser. `examples/bench.rs` measures. A figure's way: a record of `ledger::domain` → [`report::indicator`] →
//! [`mod@report::figure`] → `ui` → a link back to the rows.
//!
//! # Invariants
//!
//! 1. A ledger changes through [`ledger::domain::Ledger::apply`] alone: whole or not at all, with an inverse,
//!    a step of history and a stamp on every field it wrote. Records are never removed, only marked
//!    as deleted. Every step names the last ones before it by their digests ([`ledger::domain::hash_chain`]), and can be taken
//!    back by itself where nothing stands on it ([`ledger::domain::Ledger::taking_back`]).
//! 2. Every figure is a pure function of ledger and day. What is dated later than the day has not
//!    happened. Missing is not no: it is counted apart, and rates carry the bounds that it leaves.
//! 3. Rates are ratios of integers, compared by cross-multiplication; [`ledger::domain::Printed`] is the one way they
//!    become text: rounded as spreadsheets do, but never across their target, nor to a whole or to none.
//! 4. The items behind a figure sum to it and stand for as many as it counts, and the parts of an axis sum to the whole.
//! 5. The packages above `storage` in the table know no browser (`Cargo.toml`) and no clock (`src/clippy.toml`).
//! 6. The same ledger always gives the same bytes. A file is read whole or not at all, and what this
//!    version does not know is kept and written back.
//! 7. Storage changes in strict transactions that compare revision and manifest first; a window that lost the
//!    race takes the other's state over and applies its own waiting changes on top; where they meet what the
//!    other wrote, the two are joined, so that both values stand. What cannot be read is never written over.
//!    A manifest of what should be there stands beside it ([`storage::Manifest`]).
//! 8. The saved sign says no more than the database has confirmed.
//! 9. A file of tables is parsed in a worker that can be ended, looked at in a dry run, and written as
//!    one change. What is not sure is listed with its cell, and never guessed.
//! 10. [`ledger::merge::join`] is commutative, associative and idempotent but for the order of rows, and drops
//!     no value that nobody replaced knowingly. Equal marks mean equal values: a reader marks what was
//!     edited by hand as a new person's edit. Of what there is one for a key (an adoption, a board, a year's
//!     figures or grade), the identity follows from the key ([`ledger::domain::natural_key`]), so that people who begin
//!     it apart begin the same one.
//! 11. What a copy does not carry (records outside a part, masked fields, history left out or put away)
//!     it cannot take away: it is missing, a stand-in as old as nothing, or named by its digest.
//! 12. A ledger that comes in is joined on trial, looked at, and taken as one act with one undo; after the
//!     ledger was replaced as a whole the page goes on as another session.
//! 13. Nothing goes over the network: the page's policy forbids it.
//! 14. In a grid order and filter are taken when they are asked for ([`table_model::Arrangement`]), and what is typed
//!     goes to the record that it was typed for, whatever moved meanwhile. What is typed and not yet taken is told.
//! 15. Of what nobody reported there is no rate, place, gap or forecast ([`report::Figure::rate`]).

pub mod app;
pub mod browser;
pub mod storage;
pub mod ui;
