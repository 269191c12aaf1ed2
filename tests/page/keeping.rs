//! What is acknowledged is on the disk, whatever the disk does meanwhile: storage driven over a disk in
//! memory that fails in every way that browsers were seen to (issue 15, C1, C2, C3, C5).

use proptest::prelude::*;

use interchange::json::ReadError;
use ledger::domain::{Lang, Moment};
use reform_ledger::{
    app::workspace::Durability,
    storage::{Batch, Loss, Manifest, StorageError, Store},
};

use crate::disk::{Content, Fault, Memory, now};

fn batch(number: u64, page: u64) -> Batch {
    Batch {
        pages: vec![(format!("tasks/{page:06}"), format!("page as of {number}"))],
        steps: vec![(number as f64, format!("step {number}"))],
        head: "the same head".to_owned(),
        replace: false,
    }
}

fn faults() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        5 => Just(None),
        1 => Just(Some(Fault::Quota)),
        2 => Just(Some(Fault::ClosedBefore)),
        2 => Just(Some(Fault::ClosedAfter)),
        1 => Just(Some(Fault::Cleared)),
        1 => Just(Some(Fault::Other)),
        1 => Just(Some(Fault::Removed)),
    ]
}

proptest! {
    /// Whatever is acknowledged is there as a whole, and whatever is not is refused with its cause; after a
    /// closed connection the next write goes through by itself (C2: a window never saved again).
    #[test]
    fn what_is_acknowledged_is_on_the_disk(run in proptest::collection::vec((faults(), 0_u64..4), 1..40)) {
        now(async {
            let disk = Memory::default();
            let store = Store::on(disk.clone(), "own").await.expect("it opens");
            let mut model = Content::default();
            for (number, (fault, page)) in run.into_iter().enumerate() {
                disk.faults.borrow_mut().extend(fault);
                let batch = batch(number as u64, page);
                match store.write(model.revision, &batch).await {
                    Ok(revision) => {
                        model.take(&batch);
                        prop_assert_eq!(revision, model.revision);
                        let there = disk.content.borrow().clone().expect("something is there");
                        prop_assert_eq!((&there.pages, &there.steps), (&model.pages, &model.steps));
                        let (_, flaws) = store.load().await.expect("it loads").expect("something");
                        prop_assert_eq!(flaws, None);
                    }
                    Err(StorageError::Quota) => prop_assert_eq!(fault, Some(Fault::Quota)),
                    Err(StorageError::Gone) => {
                        prop_assert_eq!(fault, Some(Fault::Cleared));
                        prop_assert!(disk.content.borrow().is_none());
                        model = Content::default();
                    }
                    Err(StorageError::Conflict { .. }) => {
                        prop_assert_eq!(fault, Some(Fault::Other));
                        let (found, flaws) = store.load().await.expect("it loads").expect("something");
                        prop_assert_eq!(flaws, None);
                        model.revision = found.revision;
                        model.pages = found.pages.into_iter().collect();
                    }
                    Err(StorageError::Removed) => {
                        prop_assert_eq!(store.loss(), Some(Loss::Removed));
                        // What was deleted knowingly never comes back by itself, nor is called saved.
                        prop_assert_eq!(store.write(model.revision, &batch).await, Err(StorageError::Removed));
                        prop_assert!(disk.content.borrow().is_none());
                        break;
                    }
                    Err(error) => prop_assert!(false, "{} after {:?}", error, fault),
                }
            }
            Ok(())
        })?;
    }
}

/// Two windows that write batches under the same head are never taken for each other: after a closed
/// connection the other's write is a conflict, not this one's success.
#[test]
fn a_write_of_another_window_is_not_taken_for_the_own_one_after_a_closed_connection() {
    now(async {
        let disk = Memory::default();
        let store = Store::on(disk.clone(), "own").await.expect("it opens");
        assert_eq!(store.write(0, &batch(0, 0)).await, Ok(1));
        disk.faults.borrow_mut().extend([Fault::ClosedBefore, Fault::Other]);
        assert_eq!(store.write(1, &batch(1, 0)).await, Err(StorageError::Conflict { found: 2 }));
    });
}

/// Cleared data are noticed where nothing is written, too.
#[test]
fn a_workspace_that_was_emptied_does_not_stand() {
    now(async {
        let disk = Memory::default();
        let store = Store::on(disk.clone(), "own").await.expect("it opens");
        assert_eq!(store.is_unchanged(0).await, Ok(true));
        assert_eq!(store.write(0, &batch(0, 0)).await, Ok(1));
        assert_eq!(store.is_unchanged(1).await, Ok(true));
        *disk.content.borrow_mut() = None;
        assert_eq!(store.is_unchanged(1).await, Err(StorageError::Gone));
    });
}

/// C3: each cause is told apart by the browser's own name of it, and each has words of its own, with what
/// to do, and none of the browser's English in the Chinese ones.
#[test]
fn each_cause_of_a_failed_save_has_its_own_sentence_and_says_what_to_do() {
    let causes = [
        ("QuotaExceededError", "Encountered disk full while committing transaction.", StorageError::Quota),
        ("UnknownError", "Internal error committing transaction: no space left", StorageError::Full),
        ("InvalidStateError", "The database connection is closing.", StorageError::Closed),
        ("AbortError", "Connection is closing.", StorageError::Closed),
        ("VersionError", "The requested version (1) is less than", StorageError::Newer),
    ];
    let mut said = Vec::new();
    for (name, message, expected) in causes {
        let error = StorageError::of(name, message);
        assert_eq!(error, expected, "{name}");
        said.push(error.sentence(Lang::Zh));
    }
    let other = StorageError::of("UnknownError", "Internal error.");
    said.extend([other, StorageError::Gone, StorageError::Removed].map(|error| error.sentence(Lang::Zh)));
    said.push(StorageError::of("SecurityError", "The user denied permission.").sentence(Lang::Zh));
    for sentence in &said {
        assert!(sentence.contains('请'), "nothing to do: {sentence}");
        assert!(!sentence.contains("nternal") && !sentence.contains("onnection"), "{sentence}");
    }
    said.dedup();
    said.sort();
    let count = said.len();
    said.dedup();
    // The two names of a closed connection share theirs.
    assert_eq!((said.len(), count), (8, 8));
}

/// A batch of random texts for the manifest.
fn stored() -> impl Strategy<Value = Content> {
    let pages = proptest::collection::btree_map("(tasks|enterprises)/00000[0-9]", "[a-c]{0,3}", 0..6);
    let steps = proptest::collection::vec("[a-c]{1,3}", 0..600);
    (pages, steps, "[a-c]{0,3}", 1_u64..9).prop_map(|(pages, steps, head, revision)| Content {
        revision,
        head,
        manifest: None,
        pages,
        steps: steps.into_iter().enumerate().map(|(at, text)| (at as u64, format!("{at}{text}"))).collect(),
    })
}

proptest! {
    /// C5: a state that lost, doubled or changed any page or step never opens in silence, and one that is
    /// whole always does; the manifest carried from batch to batch is that of the whole.
    #[test]
    fn no_older_or_poorer_state_opens_in_silence(
        content in stored(), harm in 0_u8..8, at in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>(),
    ) {
        let whole = content.snapshot();
        let manifest = Manifest::of(&whole);
        prop_assert_eq!(Manifest::read(&manifest.write()), Some(manifest.clone()));
        prop_assert_eq!(manifest.flaws(&whole), None);
        let mut harmed = whole.clone();
        match harm {
            0 if !harmed.pages.is_empty() => { harmed.pages.remove(at.index(whole.pages.len())); }
            1 if !harmed.pages.is_empty() => harmed.pages[at.index(whole.pages.len())].1.push('x'),
            2 if !harmed.steps.is_empty() => { harmed.steps.remove(at.index(whole.steps.len())); }
            3 if !harmed.steps.is_empty() => {
                let step = harmed.steps[at.index(whole.steps.len())].clone();
                harmed.steps.insert(cut.index(whole.steps.len()), step);
            }
            4 if !harmed.steps.is_empty() => harmed.steps.truncate(cut.index(whole.steps.len())),
            5 if !harmed.steps.is_empty() => harmed.steps[at.index(whole.steps.len())].push('x'),
            6 => harmed.head.push('x'),
            _ => harmed.revision -= 1,
        }
        prop_assume!(harmed != whole);
        let flaws = manifest.flaws(&harmed);
        prop_assert!(flaws.is_some());
        let flaws = flaws.unwrap_or_default();
        prop_assert_eq!(flaws.steps_expected, whole.steps.len());
        prop_assert_eq!(flaws.steps_found, harmed.steps.len());
        prop_assert!(!flaws.words(Lang::Zh).is_empty());
    }

    /// The manifest that is carried on from write to write is that of all that is there.
    #[test]
    fn a_manifest_carried_on_is_that_of_the_whole(writes in proptest::collection::vec((0_u64..3, 0_usize..300, any::<bool>()), 1..8)) {
        let (mut content, mut manifest) = (Content::default(), Manifest::default());
        let mut number = 0;
        for (page, steps, replace) in writes {
            let mut batch = batch(number, page);
            number = if replace { 0 } else { number };
            batch.replace = replace;
            batch.steps = (0..steps).map(|step| ((number + step as u64) as f64, format!("step {number} {step}"))).collect();
            number += steps as u64;
            manifest = manifest.after(&batch, content.revision + 1);
            content.take(&batch);
            prop_assert_eq!(&manifest, &Manifest::of(&content.snapshot()));
        }
    }
}

fn at(minute: i8) -> Moment {
    Moment::new(2026, 3, 1, 9, minute, 0, 0).expect("a moment")
}

/// C2, C3: a failure says since when nothing is kept, is told at every edit and not at every try, is tried
/// again ever more seldom where it may pass and never where a person must decide; and what is kept again is
/// said to be.
#[test]
fn a_failure_says_since_when_and_is_tried_again_where_it_may_pass() {
    let mut durability = Durability::opened(Some(at(5)));
    let first = durability.failed(StorageError::Quota, true);
    assert_eq!((first.failure.since, first.is_news), (Some(at(5)), true));
    assert!(first.failure.sentence(Lang::Zh).contains("09:05"));
    let second = durability.failed(StorageError::Quota, false);
    assert!(!second.is_news, "a try of our own with the same end is no news");
    assert!(second.again_ms > first.again_ms);
    assert!(durability.failed(StorageError::Closed, false).is_news, "another cause is");
    assert!(durability.failed(StorageError::Closed, true).is_news, "and so is each edit that is not kept");
    assert_eq!(durability.saved(at(9)), Some(Some(at(5))), "what was not kept since then is now");
    assert_eq!(durability.saved(at(10)), None, "and that is said once");
    assert_eq!(durability.failed(StorageError::Removed, true).again_ms, None);
    assert_eq!(Durability::default().failed(StorageError::Full, true).failure.since, None, "it was never kept");
    let mut cleared = Durability::opened(Some(at(7)));
    cleared.emptied();
    assert_eq!(cleared.saved(at(8)), Some(Some(at(7))), "cleared data are told, though they were written anew");
}

/// C4: what this browser kept was sent by nobody: what is wrong with it is said without sending the user to a
/// sender, and without a file; of a file that came the advice stands.
#[test]
fn nobody_is_asked_for_a_file_that_nobody_sent() {
    let place = || "tasks[3].deadline".to_owned();
    let errors = [
        ReadError::NotUtf8,
        ReadError::NotJson { line: 3, column: 7 },
        ReadError::Truncated,
        ReadError::NotOurs,
        ReadError::Newer,
        ReadError::TooLong(place()),
        ReadError::DuplicateKey(place()),
        ReadError::DuplicateRecord(place()),
        ReadError::BadValue { place: place(), expected: "日期" },
    ];
    for error in errors {
        let kept = error.kept_cause(Lang::Zh);
        assert!(!kept.contains("索取") && !kept.contains("文件"), "{kept}");
        assert!(kept.ends_with('。'), "{kept}");
        assert!(error.sentence(Lang::Zh).contains("请向发来文件的人重新索取"), "{error}");
    }
}

/// C4: why a workspace does not open is said in Chinese alone, and each cause with words of its own.
#[test]
fn why_a_ledger_does_not_open_is_said_in_chinese_alone() {
    let causes = [
        StorageError::Newer,
        StorageError::Unreadable("a value is not a text".to_owned()),
        StorageError::of("UnknownError", "Internal error opening backing store for indexedDB.open."),
        StorageError::Denied("The user denied permission.".to_owned()),
        StorageError::Quota,
        StorageError::Closed,
    ];
    let said: Vec<String> = causes.iter().map(|error| error.loading(Lang::Zh)).collect();
    for (at, sentence) in said.iter().enumerate() {
        assert!(
            !sentence.contains("nternal") && !sentence.contains("user") && !sentence.contains("value"),
            "{sentence}"
        );
        assert!(!said[..at].contains(sentence), "said twice: {sentence}");
    }
}
