//! Files that go to colleagues and come back: merged in any order, in part, without names, sealed.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::{Value as Json, json};

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
    ledger::type_into,
};

/// The tasks of the sample that are worked on, by identity and number.
const FIRST: (&str, &str) = ("0000000000010000", "1-1-1");
const SECOND: (&str, &str) = ("0000000000010001", "1-1-2");
const THIRD: (&str, &str) = ("0000000000010002", "1-2-1");
const FOURTH: (&str, &str) = ("0000000000010003", "1-2-2");

/// A group of the sample, and the name it goes by.
const GROUP: (&str, &str) = ("0000000000010000", "示例能源集团有限公司");

const PASSPHRASE: &str = "口令 Passphrase 2024";

/// What a file says of its making; the rest is what it holds.
const ENVELOPE: [&str; 3] = ["exported_at", "exported_by", "sha256"];

/// The bytes of a file but for its envelope.
fn lines(file: &[u8]) -> String {
    let text = std::str::from_utf8(file).unwrap();
    let told = |line: &str| ENVELOPE.iter().any(|name| line.starts_with(&format!("\"{name}\":")));
    text.lines().filter(|line| !told(line)).collect::<Vec<_>>().join("\n")
}

/// What a file holds, the records of each table by identity.
fn content(file: &[u8]) -> Json {
    let mut file: Json = serde_json::from_slice(file).unwrap();
    let tables = file.as_object_mut().unwrap();
    tables.retain(|name, _| !ENVELOPE.contains(&name.as_str()));
    for (name, table) in tables {
        if let (true, Some(rows)) = (name != "history", table.as_array_mut()) {
            rows.sort_by_key(|row| row["id"].as_str().unwrap().to_owned());
        }
    }
    file
}

fn record<'a>(content: &'a Json, table: &str, id: &str) -> &'a Json {
    content[table].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap()
}

fn both(one: &str, other: &str) -> BTreeSet<String> {
    BTreeSet::from([one.to_owned(), other.to_owned()])
}

/// The records of a file that differ from those of another, or are missing on one side, by table.
fn differing(a: &Json, b: &Json) -> BTreeSet<(String, String)> {
    let rows = |content: &Json| -> BTreeSet<(String, String, String)> {
        let tables = content.as_object().unwrap().iter().filter(|(name, _)| *name != "history");
        tables
            .filter_map(|(name, table)| Some((name, table.as_array()?)))
            .flat_map(|(name, rows)| {
                rows.iter().map(move |row| (name.clone(), row["id"].as_str().unwrap().to_owned(), row.to_string()))
            })
            .collect()
    };
    rows(a).symmetric_difference(&rows(b)).map(|(table, id, _)| (table.clone(), id.clone())).collect()
}

/// Puts a value into an input or select, as leaving it would.
async fn put(page: &Page, test: &str, value: &str) {
    page.test(test).await;
    page.run(&format!(
        "const e = document.querySelector('[data-test=\"{test}\"]'); e.value = {};
         e.dispatchEvent(new Event('change', {{bubbles: true}}))",
        Json::from(value)
    ))
    .await;
}

/// Presses the one of several buttons that shows a text.
async fn press(page: &Page, test: &str, part: &str) {
    let script = format!(
        "const e = [...document.querySelectorAll('[data-test=\"{test}\"]')].find(e => e.textContent.includes({}));
         if (!e) return null; e.click(); return true",
        Json::from(part)
    );
    page.until_script(&format!("{test} with {part}"), &script).await;
}

/// Goes back to the start screen and opens a file as a ledger of its own.
async fn open_apart(page: &Page, file: &Path) {
    if page.run("return document.querySelector('[data-test=open-sample]') === null").await == json!(true) {
        page.until_saved().await;
        page.go("#/data").await;
        page.click("close").await;
    }
    page.test("open-sample").await;
    page.choose_file(file).await;
    page.until_text("notice", "已导入").await;
}

/// Chooses files to merge, and waits until they were compared; tells what they say of each file.
async fn compare(page: &Page, files: &[&Path]) -> Vec<String> {
    page.go("#/data?tab=merge").await;
    page.test("merge-start").await;
    let paths: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
    page.test("import-file").await.send_keys(&paths.join("\n")).await.unwrap();
    let rows = page
        .until_script(
            "the files were compared",
            &format!(
                "const rows = [...document.querySelectorAll('[data-test=merge-file]')];
                 return rows.length === {} ? rows.map(row => row.textContent) : null",
                files.len()
            ),
        )
        .await;
    rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap().to_owned()).collect()
}

/// The numbers of the only file: new, changed, deleted, restored, conflicts.
async fn counts(page: &Page) -> Json {
    page.run(
        "return [...document.querySelectorAll('[data-test=merge-file] td.num')].slice(0, 5).map(cell => Number(cell.textContent))",
    )
    .await
}

/// The conflicts that are listed, each as what it is about and its values.
async fn conflicts(page: &Page) -> Vec<(String, BTreeSet<String>)> {
    let rows = page
        .run(
            "return [...document.querySelectorAll('[data-test=merge-conflicts] tbody tr')].map(row => [
                row.children[1].textContent, [...row.querySelectorAll('.side-value')].map(side => side.textContent)])",
        )
        .await;
    let mut rows: Vec<(String, BTreeSet<String>)> = serde_json::from_value(rows).unwrap();
    rows.sort();
    rows
}

/// Takes the merge, and waits until it is done.
async fn take(page: &Page) {
    page.click("merge-take").await;
    page.test("merge-start").await;
    page.until_text("notice", "已合并").await;
}

/// Takes a merge that brings nothing: it is said, and nothing counts as changed.
async fn take_nothing(page: &Page) {
    page.click("merge-take").await;
    page.test("merge-start").await;
    page.until_text("notice", "没有带来新内容，台账没有改动").await;
    page.until_text("export-age", "已导出").await;
}

async fn merge(page: &Page, files: &[&Path]) {
    compare(page, files).await;
    take(page).await;
}

/// Edits a task in the grid.
async fn edit(page: &Page, task: (&str, &str), column: &str, text: &str) {
    let number = task.1;
    page.go(&format!("#/tasks?cols=fill&q={number}")).await;
    page.until_script(
        "the task alone is there",
        &format!(
            "const rows = document.querySelectorAll('.grid-row'); return rows.length === 1 && rows[0].textContent.includes('{number}')"
        ),
    )
    .await;
    type_into(page, column, text).await;
    page.until_text("grid", text).await;
}

async fn delete(page: &Page, task: (&str, &str)) {
    page.run("window.confirm = () => true").await;
    page.go(&format!("#/tasks?open={}", task.0)).await;
    page.click_on("[data-test=detail] button.danger").await;
    page.until_script("it is gone", "return document.querySelector('[data-test=detail]') === null").await;
}

/// Opens the base as a colleague of some name.
async fn as_colleague(page: &Page, base: &Path, name: &str) {
    open_apart(page, base).await;
    page.go("#/data").await;
    put(page, "author", name).await;
}

/// The sample, exported.
async fn base(profile: &Profile) -> (Page, PathBuf) {
    let page = profile.open_sample().await;
    let (_, file) = page.export().await;
    (page, profile.file("base.json", &file))
}

async fn exported(page: &Page, profile: &Profile, name: &str) -> PathBuf {
    profile.file(name, &page.export().await.1)
}

async fn export(page: &Page) -> Vec<u8> {
    page.export().await.1
}

/// How many open conflicts the checks list.
async fn open_conflicts(page: &Page) -> u64 {
    page.go("#/overview").await;
    page.test("headline-3").await;
    page.go("#/data?tab=checks&check=OpenConflict").await;
    let said = page
        .until_script(
            "the checks are there",
            "const parts = document.querySelectorAll('[data-test=checks] section');
             return parts.length < 2 ? null : String(parts[1].querySelectorAll('tr').length)",
        )
        .await;
    said.as_str().unwrap().parse().unwrap()
}

/// Tries a passphrase on the sealed file that asks for one.
async fn unlock(page: &Page, name: &str, passphrase: &str) {
    page.until_text("locked", name).await;
    page.test("passphrase").await.send_keys(passphrase).await.unwrap();
    page.click("unlock").await;
}

in_both_browsers! {
    async fn three_peoples_work_comes_to_the_same_in_all_six_orders_and_at_once(kind) {
        let profile = Profile::new(kind);
        let (page, base) = base(&profile).await;
        as_colleague(&page, &base, "甲").await;
        edit(&page, FIRST, "title", "甲改的名称").await;
        edit(&page, SECOND, "title", "甲改了丙要删的").await;
        edit(&page, THIRD, "responsible_person", "甲定的人").await;
        let a = exported(&page, &profile, "a.json").await;
        as_colleague(&page, &base, "乙").await;
        edit(&page, FIRST, "responsible_person", "乙定的人").await;
        edit(&page, THIRD, "responsible_person", "乙另定的人").await;
        let b = exported(&page, &profile, "b.json").await;
        as_colleague(&page, &base, "丙").await;
        delete(&page, SECOND).await;
        edit(&page, FOURTH, "title", "丙改的名称").await;
        let c = exported(&page, &profile, "c.json").await;

        let questions = vec![
            ("删除还是保留".to_owned(), both("保留", "删除")),
            ("责任人".to_owned(), both("甲定的人", "乙另定的人")),
        ];
        let mut results: Vec<(String, Json)> = Vec::new();
        for order in [[&a, &b, &c], [&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
            open_apart(&page, &base).await;
            let mut asked = Vec::new();
            for file in order {
                compare(&page, &[file]).await;
                asked = conflicts(&page).await;
                take(&page).await;
            }
            assert_eq!(asked, questions, "{order:?}");
            results.push((format!("{order:?}"), content(&export(&page).await)));
        }
        open_apart(&page, &base).await;
        compare(&page, &[&a, &b, &c]).await;
        assert_eq!(conflicts(&page).await, questions, "at once");
        take(&page).await;
        page.until_text("notice", "2 处冲突留待选定").await;
        results.push(("at once".to_owned(), content(&export(&page).await)));

        let (_, first) = &results[0];
        for (order, other) in &results[1..] {
            assert_eq!(differing(first, other), BTreeSet::new(), "{order}");
            assert!(first == other, "{order}: {} and {}", first["history"], other["history"]);
        }
        let task = |task: (&str, &str)| record(first, "tasks", task.0);
        assert_eq!((&task(FIRST)["title"], &task(FIRST)["responsible_person"]), (&json!("甲改的名称"), &json!("乙定的人")));
        assert_eq!(task(SECOND)["title"], "甲改了丙要删的");
        assert_eq!(task(FOURTH)["title"], "丙改的名称");
        page.go(&format!("#/tasks?open={}", SECOND.0)).await;
        page.test("deletion-choice").await;
        page.until_text("grid", "甲改了丙要删的").await;
        assert_eq!(open_conflicts(&page).await, 2);
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_file_merged_before_brings_nothing_new_and_one_undo_gives_back_what_was_before(kind) {
        let profile = Profile::new(kind);
        let (page, base) = base(&profile).await;
        as_colleague(&page, &base, "甲").await;
        edit(&page, FIRST, "title", "甲改的名称").await;
        delete(&page, FOURTH).await;
        let theirs = exported(&page, &profile, "theirs.json").await;
        open_apart(&page, &base).await;
        edit(&page, SECOND, "title", "我改的名称").await;
        let before = export(&page).await;
        merge(&page, &[&theirs]).await;
        let after = export(&page).await;
        assert!(lines(&before) != lines(&after));
        page.click("undo").await;
        assert_eq!(lines(&export(&page).await), lines(&before), "one undo");
        page.click("redo").await;
        assert_eq!(lines(&export(&page).await), lines(&after), "redo merges again");
        let mine = profile.file("mine.json", &after);
        for file in [&theirs, &mine] {
            let said = compare(&page, &[file]).await;
            assert!(said[0].contains("没有带来新内容"), "{said:?}");
            assert_eq!(counts(&page).await, json!([0, 0, 0, 0, 0]));
            take_nothing(&page).await;
            assert_eq!(lines(&export(&page).await), lines(&after), "nothing changed");
        }
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        assert_eq!(lines(&export(&page).await), lines(&after), "and that was kept");
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_conflict_is_chosen_while_merging_or_stays_in_the_checks_and_is_chosen_later(kind) {
        let profile = Profile::new(kind);
        let (page, base) = base(&profile).await;
        let mut files = Vec::new();
        for (who, name) in [("甲", "a.json"), ("乙", "b.json")] {
            as_colleague(&page, &base, who).await;
            edit(&page, FIRST, "title", &format!("{who}改的名称")).await;
            edit(&page, THIRD, "responsible_person", &format!("{who}定的人")).await;
            files.push(exported(&page, &profile, name).await);
        }
        open_apart(&page, &base).await;
        compare(&page, &[&files[0], &files[1]]).await;
        assert_eq!(conflicts(&page).await.len(), 2);
        press(&page, "conflict-side", "甲改的名称").await;
        page.until_text("merge-take", "1/2").await;
        take(&page).await;
        page.until_text("notice", "1 处冲突留待选定").await;
        let merged = content(&export(&page).await);
        assert_eq!(record(&merged, "tasks", FIRST.0)["title"], "甲改的名称");
        assert!(!record(&merged, "tasks", FIRST.0).to_string().contains("乙改的名称"), "the choice ended it");
        let third = record(&merged, "tasks", THIRD.0).to_string();
        assert!(third.contains("甲定的人") && third.contains("乙定的人"), "{third}");

        assert_eq!(open_conflicts(&page).await, 1);
        page.click_on("[data-test=checks] section:nth-child(2) a").await;
        page.until_text("detail", "有多个值").await;
        // Both values are offered; the one that is not shown stands once it is chosen.
        let other = if record(&merged, "tasks", THIRD.0)["responsible_person"] == "甲定的人" { "乙定的人" } else { "甲定的人" };
        press(&page, "choose-value", other).await;
        page.until_script("nothing is left to choose", "return document.querySelector('.conflict-choice') === null").await;
        page.until_script("it is shown", &format!("return document.querySelector('[data-test=field-responsible_person]').value === '{other}'")).await;
        assert_eq!(open_conflicts(&page).await, 0);
        let chosen = export(&page).await;
        let third = record(&content(&chosen), "tasks", THIRD.0).clone();
        assert_eq!(third["responsible_person"], other);
        assert!(!third.to_string().contains(if other == "甲定的人" { "乙定的人" } else { "甲定的人" }), "{third}");
        // Whoever chose knew both: their files do not open the question again.
        for file in &files {
            let said = compare(&page, &[file]).await;
            assert!(said[0].contains("没有带来新内容"), "{said:?}");
            page.click("merge-cancel").await;
            page.test("merge-start").await;
        }
        page.assert_quiet().await;
        page.close().await;
    }

    /// Choices were kept by place: with a file taken out, another value or none was written.
    async fn a_choice_stays_with_its_value_when_files_come_late_or_are_taken_out(kind) {
        let profile = Profile::new(kind);
        let (page, base) = base(&profile).await;
        let mut files = Vec::new();
        for (who, name) in [("甲", "a.json"), ("乙", "b.json"), ("丙", "c.json")] {
            as_colleague(&page, &base, who).await;
            edit(&page, FIRST, "title", &format!("{who}改的名称")).await;
            files.push(exported(&page, &profile, name).await);
        }
        open_apart(&page, &base).await;
        compare(&page, &[&files[0], &files[1]]).await;
        press(&page, "conflict-side", "乙改的名称").await;
        page.until_text("merge-take", "0/1").await;
        page.choose_file(&files[2]).await;
        let rows = |count: usize| format!("return document.querySelectorAll('[data-test=merge-file]').length === {count}");
        page.until_script("the late file is there", &rows(3)).await;
        page.until_text("merge-take", "0/1").await;
        page.click("merge-drop").await;
        page.until_script("the first file is out", &rows(2)).await;
        page.until_text("merge-take", "0/1").await;
        take(&page).await;
        let first = record(&content(&export(&page).await), "tasks", FIRST.0).clone();
        assert_eq!(first["title"], "乙改的名称");
        assert!(!first.to_string().contains("丙改的名称"), "the choice ended it");
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_groups_part_goes_out_is_edited_and_merged_back_and_nothing_else_changes(kind) {
        let mine = Profile::new(kind);
        let page = mine.open_sample().await;
        page.go("#/data?tab=share").await;
        page.test("share-what").await;
        page.run(&format!(
            "const s = document.querySelector('[data-test=share-what]');
             s.value = [...s.options].find(o => o.textContent === '{}').value; s.dispatchEvent(new Event('change', {{bubbles: true}}))",
            GROUP.1
        ))
        .await;
        let part = page.download("share-download", "json").await;
        page.until_text("handed", GROUP.1).await;
        let before = export(&page).await;
        page.until_saved().await;
        // Firefox writes down late which ledger was open; leaving the page hurries it.
        page.client.goto("about:blank").await.unwrap();
        page.close().await;
        let sent = content(&part);
        assert!(sent["enterprises"].as_array().unwrap().len() < 201, "a part");
        let foreign = content(&before)["enterprises"].as_array().unwrap().iter().any(|row| row["name"] == "示例制造集团有限公司");
        assert!(foreign && !sent.to_string().contains("示例制造集团有限公司"), "nothing of other groups goes out");

        let theirs = Profile::new(kind);
        let page = theirs.open().await;
        page.choose_file(&theirs.file("part.json", &part)).await;
        page.until_text("notice", "已导入").await;
        page.until_text("part", "部分台账").await;
        page.go(&format!("#/enterprises?open={}", GROUP.0)).await;
        page.until_text("detail", GROUP.1).await;
        put(&page, "field-industry", "各单位改的行业").await;
        page.until_saved().await;
        let back = export(&page).await;
        page.assert_quiet().await;
        page.close().await;

        let page = mine.open().await;
        compare(&page, &[&mine.file("back.json", &back)]).await;
        assert_eq!(counts(&page).await, json!([0, 1, 0, 0, 0]));
        page.until_text("merge-brought", "各单位改的行业").await;
        take(&page).await;
        let (before, after) = (content(&before), content(&export(&page).await));
        assert_eq!(differing(&before, &after), BTreeSet::from([("enterprises".to_owned(), GROUP.0.to_owned())]));
        let (was, is) = (record(&before, "enterprises", GROUP.0), record(&after, "enterprises", GROUP.0));
        let own = |row: &Json| {
            let mut row = row.as_object().unwrap().clone();
            row.retain(|name, _| name != "industry" && !name.starts_with('_'));
            row
        };
        assert_eq!(own(was), own(is));
        assert_eq!(is["industry"], "各单位改的行业");
        assert_eq!(before["counts"], after["counts"]);
        assert_eq!(after["history"].as_array().unwrap().len(), before["history"].as_array().unwrap().len() + 1);
        page.until_script("the whole is no part", "return document.querySelector('[data-test=part]') === null").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_file_without_names_holds_none_and_brings_nothing_when_it_comes_back(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let before = export(&page).await;
        page.go("#/data?tab=share").await;
        page.click("share-masked").await;
        page.until_text("masked-count", "改为职务").await;
        let masked = page.download("share-download", "json").await;
        let (text, whole) = (String::from_utf8(masked.clone()).unwrap(), content(&before));
        let named = |table: &str, field: &str| -> Vec<String> {
            let rows = whole[table].as_array().unwrap().iter();
            rows.filter_map(|row| Some(row[field].as_str()?.to_owned())).filter(|name| !name.is_empty()).collect()
        };
        let persons = [named("contracts", "person"), named("tasks", "responsible_person")].concat();
        assert!(persons.len() > 300);
        for person in persons {
            assert!(!text.contains(&person), "{person} went out");
        }
        assert_eq!(content(&masked)["counts"], whole["counts"], "the records are all there");

        let said = compare(&page, &[&profile.file("masked.json", &masked)]).await;
        assert!(said[0].contains("没有带来新内容") && said[0].contains("姓名已改为职务"), "{said:?}");
        assert_eq!(counts(&page).await, json!([0, 0, 0, 0, 0]));
        take_nothing(&page).await;
        assert_eq!(lines(&export(&page).await), lines(&before));
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_sealed_file_opens_with_its_passphrase_alone_and_a_flipped_bit_is_always_noticed(kind) {
        let mine = Profile::new(kind);
        let page = mine.open_sample().await;
        let before = export(&page).await;
        page.go("#/data?tab=share").await;
        page.click("share-sealed").await;
        page.test("share-passphrase").await.send_keys(PASSPHRASE).await.unwrap();
        page.test("share-passphrase-again").await.send_keys(PASSPHRASE).await.unwrap();
        let sealed = page.download("share-download", "json").await;
        page.until_text("handed", "SHA-256").await;
        assert!(!String::from_utf8(sealed.clone()).unwrap().contains(GROUP.1));

        let theirs = Profile::new(kind);
        let other = theirs.open().await;
        other.choose_file(&theirs.file("sealed.json", &sealed)).await;
        unlock(&other, "sealed.json", "口令 passphrase 2024").await;
        other.until_text("wrong-passphrase", "口令不对").await;
        other.test("open-sample").await;
        assert_eq!(other.run("return document.querySelector('.kept')").await, Json::Null, "nothing was opened");
        unlock(&other, "sealed.json", PASSPHRASE).await;
        other.until_text("notice", "已导入").await;
        assert_eq!(lines(&export(&other).await), lines(&before));
        other.assert_quiet().await;
        other.close().await;

        // A wrong passphrase beside an open ledger costs nothing, either.
        page.go("#/data?tab=merge").await;
        page.test("merge-start").await;
        page.choose_file(&mine.file("own.json", &sealed)).await;
        unlock(&page, "own.json", "x").await;
        page.until_text("wrong-passphrase", "口令不对").await;
        page.click("skip-locked").await;
        page.until_text("notice", "口令").await;

        let flipped = |n: usize| {
            let mut damaged = sealed.clone();
            damaged[(2 * n + 1) * sealed.len() / 200] ^= 1 << (n % 8);
            mine.file(&format!("flipped-{n:02}.json"), &damaged).to_str().unwrap().to_owned()
        };
        let paths: Vec<String> = (0..100).map(flipped).collect();
        page.go("#/data?tab=merge").await;
        page.test("merge-start").await;
        page.test("import-file").await.send_keys(&paths.join("\n")).await.unwrap();
        // Each that asks for the passphrase gets it, until all are told of.
        loop {
            let asks = page
                .until_script(
                    "it asks or tells",
                    "const told = document.querySelector('[data-test=notice]');
                     if (told && told.textContent.includes('flipped-99.json')) return 'told';
                     const asks = document.querySelector('[data-test=locked] h2 + p');
                     return asks && asks.textContent.match(/flipped-[0-9]+[.]json/)[0]",
                )
                .await;
            match asks.as_str().unwrap() {
                "told" => break,
                name => unlock(&page, name, PASSPHRASE).await,
            }
            page.until_script("the next", &format!("return !document.querySelector('[data-test=locked]')?.textContent.includes({asks})")).await;
        }
        let said = page.test("notice").await.text().await.unwrap();
        for n in 0..100 {
            let line = said.lines().find(|line| line.contains(&format!("flipped-{n:02}.json")));
            assert!(line.is_some_and(|line| line.contains("损坏")), "{n}: {line:?}");
        }
        page.test("merge-start").await;
        assert_eq!(lines(&export(&page).await), lines(&before));
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_stranger_is_matched_and_counted_or_opened_apart(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        let table = PathBuf::from(format!("{}/files/twins/twins.xlsx", env!("CARGO_MANIFEST_DIR")));
        let more = profile.file("more.csv", "企业名称,地区\r\n甲地独有公司,江苏省\r\n".as_bytes());
        let mut file = None;
        for title in ["甲地台账", "乙地台账"] {
            page.click("new-ledger").await;
            page.test("new-title").await.send_keys(title).await.unwrap();
            page.click("new-create").await;
            page.until_script("it is open", &format!("const e = document.querySelector('.ledger-name'); return e && e.textContent === '{title}'")).await;
            page.go("#/data?tab=import").await;
            page.test("import-start").await;
            page.choose_file(&table).await;
            page.until_text("import-preview", "虚构第12有限公司").await;
            page.click("import-check").await;
            page.click("import-write").await;
            page.until_text("notice", "新增 13 条").await;
            page.until_saved().await;
            if file.is_none() {
                page.go("#/data?tab=import").await;
                page.test("import-start").await;
                page.choose_file(&more).await;
                page.until_text("import-preview", "甲地独有公司").await;
                page.click("import-check").await;
                page.click("import-write").await;
                page.until_text("notice", "新增 1 条").await;
                file = Some(exported(&page, &profile, "stranger.json").await);
                page.go("#/data").await;
                page.click("close").await;
            }
        }
        let (file, before) = (file.unwrap(), export(&page).await);
        let said = compare(&page, &[&file]).await;
        assert!(said[0].contains("另一份台账"), "{said:?}");
        page.until_text("merge-pairs", "对应上").await;
        let matched = page.run("return [...document.querySelectorAll('[data-test=merge-pairs] p strong')].map(e => Number(e.textContent))").await;
        let theirs = content(&std::fs::read(&file).unwrap());
        let all: u64 = theirs["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        assert_eq!(matched, json!([all - 1, 0, 1]), "all but the one match surely");
        // Of all that both wrote, the name of the ledger alone differs.
        assert_eq!(counts(&page).await, json!([1, 0, 0, 0, 1]));
        assert_eq!(conflicts(&page).await, [("台账名称".to_owned(), both("乙地台账", "甲地台账"))]);
        page.click("merge-open-apart").await;
        page.until_text("notice", "已导入").await;
        page.until_script("the other ledger is open", "return document.querySelector('.ledger-name').textContent === '甲地台账'").await;
        assert_eq!(lines(&export(&page).await), lines(&std::fs::read(&file).unwrap()));
        page.until_saved().await;
        page.go("#/data").await;
        page.until_script("each has a place of its own", "return document.querySelectorAll('.kept-list li').length === 3").await;
        page.run("[...document.querySelectorAll('.kept-list li')].find(e => e.textContent.includes('乙地台账')).querySelector('button').click()").await;
        page.until_script("the first is open again", "return document.querySelector('.ledger-name').textContent === '乙地台账'").await;
        assert_eq!(lines(&export(&page).await), lines(&before));
        page.assert_quiet().await;
        page.close().await;
    }
}
