//! What keeps a ledger: in one page with the program, as snapshots, through its history; and what a file
//! is looked at for without being taken.

use std::path::PathBuf;

use fantoccini::Locator;
use interchange::json::{self, ExportInfo};
use ledger::domain::{
    ActorId, Change, CodedEnum, Decimal, Kind as Table, Ledger, Origin, RawId, RecordRef, Value,
    choice::{Label, TaskStatus},
    parse_date,
    records::{Enterprise, Progress, Task},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
    ledger::type_into,
};

const FIRST: RecordRef = RecordRef::new(Table::Task, RawId(0x1_0000));
const SECOND: RecordRef = RecordRef::new(Table::Task, RawId(0x1_0001));
const HOUSE: RecordRef = RecordRef::new(Table::Enterprise, RawId(0x1_0002));

fn text(of: &str) -> Value {
    Value::Text(of.into())
}

fn day(of: &str) -> Value {
    Value::Date(parse_date(of).unwrap())
}

/// One change on a day.
fn did(ledger: &mut Ledger, by: &str, on: &str, actor: u64, changes: Vec<Change>) {
    let at = parse_date(on).unwrap().at(9, 30, 0, 0);
    let origin = Origin { actor: ActorId(actor), by: by.into(), at, label: Label::Edit, note: String::new() };
    ledger.apply(&Change::Batch(changes), &origin).unwrap();
}

fn written(ledger: &Ledger) -> Vec<u8> {
    json::write(ledger, &ExportInfo { at: parse_date("2024-05-02").unwrap().at(8, 0, 0, 0), by: "丙".into() })
}

/// A ledger that was worked on for three days: begun; renamed and put off; closed.
fn three_days() -> [Ledger; 3] {
    let mut ledger = seed::blank(RawId(0xabc0_0000_0000_0009), "三天的台账", "某市国资委").unwrap();
    let task = |record, title: &str| Change::Create {
        record,
        values: vec![(Task::title, text(title)), (Task::deadline, day("2024-06-30"))],
    };
    let house = Change::Create { record: HOUSE, values: vec![(Enterprise::name, text("旧名有限公司"))] };
    did(&mut ledger, "甲", "2024-03-01", 11, vec![task(FIRST, "要销号的任务"), task(SECOND, "要延期的任务"), house]);
    let begun = ledger.clone();
    let put_off = [
        Change::Set { record: HOUSE, field: Enterprise::name, value: text("新名有限公司") },
        Change::Set { record: SECOND, field: Task::deadline, value: day("2024-12-31") },
    ];
    did(&mut ledger, "乙", "2024-04-01", 12, put_off.into());
    let renamed = ledger.clone();
    let closing = Change::Create {
        record: RecordRef::new(Table::Progress, RawId(0x1_0003)),
        values: vec![
            (Progress::task, Value::Ref(FIRST.id)),
            (Progress::date, day("2024-05-01")),
            (Progress::status, Value::Choice(TaskStatus::Closed.index())),
            (Progress::percent, Value::Number(Decimal::whole(100))),
        ],
    };
    did(&mut ledger, "丙", "2024-05-01", 13, vec![closing]);
    [begun, renamed, ledger]
}

/// Begins a ledger of one's own with one task.
pub async fn own_ledger(page: &Page, title: &str, task: &str) {
    page.click("new-ledger").await;
    page.test("new-title").await.send_keys(title).await.unwrap();
    page.click("new-create").await;
    page.test("undo").await;
    page.go("#/tasks").await;
    page.click("new-task").await;
    page.until_text("row-count", "1 行").await;
    type_into(page, "title", task).await;
    page.until_text("grid", task).await;
    page.until_saved().await;
}

/// Opens the ledger of three days in a profile that has nothing yet.
async fn open_three_days(profile: &Profile) -> Page {
    let page = profile.open().await;
    page.choose_file(&profile.file("three-days.json", &written(&three_days()[2]))).await;
    page.until_text("notice", "已导入").await;
    page.until_saved().await;
    page
}

/// Clicks on the button in the first row of a table that holds a text.
async fn click_in_row(page: &Page, row: &str, holds: &str, button: &str) {
    let found = format!(
        "[...document.querySelectorAll('{row}')].find(r => r.textContent.includes('{holds}'))?.querySelector('[data-test={button}]')"
    );
    page.until_script(&format!("{button} in the row of {holds}"), &format!("return !!{found}")).await;
    page.run(&format!("const e = {found}; setTimeout(() => e.click())")).await;
}

async fn until_no(page: &Page, test: &str) {
    page.until_script(
        &format!("{test} is gone"),
        &format!("return document.querySelector('[data-test=\"{test}\"]') === null"),
    )
    .await;
}

async fn until_not_text(page: &Page, test: &str, part: &str) {
    page.until_script(
        &format!("{test} does not say {part}"),
        &format!(
            "const e = document.querySelector('[data-test=\"{test}\"]'); return e !== null && !e.textContent.includes('{part}')"
        ),
    )
    .await;
}

async fn until_count(page: &Page, test: &str, count: usize) {
    page.until_script(
        &format!("{count} of {test}"),
        &format!("return document.querySelectorAll('[data-test=\"{test}\"]').length === {count}"),
    )
    .await;
}

/// How many acts can be undone is not shown; whether any can is.
async fn until_undo(page: &Page, offered: bool) {
    page.until_script(
        &format!("undo is offered: {offered}"),
        &format!("return document.querySelector('[data-test=undo]').disabled !== {offered}"),
    )
    .await;
}

/// Hands the open ledger over with the program, in the form of the number.
async fn handed_page(page: &Page, form: &str) -> String {
    page.go("#/data?tab=share").await;
    page.click(form).await;
    let html = page.download_page("share-download").await;
    page.until_text("notice", "回读核对一致").await;
    html
}

/// What stands around the element of the ledger, and what is in it.
fn around(html: &str) -> (String, String) {
    let at = html.rfind("<script type=\"text/plain\" id=\"ledger\"").unwrap();
    let end = at + html[at..].find("</script>").unwrap();
    (format!("{}{}", &html[..at], &html[end..]), html[at..end].to_owned())
}

/// The ledgers that the start screen or the data screen lists, by name.
async fn listed(page: &Page) -> Vec<String> {
    let names = page
        .run("return [...document.querySelectorAll('.kept li > span:first-of-type, .kept-list li > span:first-of-type')].map(e => e.textContent)")
        .await;
    serde_json::from_value(names).unwrap()
}

/// Deletes databases of the browser from the start screen, where none of a ledger is open.
async fn delete_databases(page: &Page, which: &str) {
    page.run(&format!(
        "window.deleted = null;
         indexedDB.databases().then(list => Promise.all(list.map(d => d.name).filter(name => {which}).map(name => new Promise((done, failed) => {{
             const asked = indexedDB.deleteDatabase(name);
             asked.onsuccess = () => done(name); asked.onerror = () => failed(asked.error);
         }})))).then(names => window.deleted = names.length)"
    ))
    .await;
    let deleted = page.until_script("the databases are deleted", "return window.deleted").await;
    assert!(deleted.as_u64().unwrap() > 0, "something was deleted");
}

/// A ledger of one's own whose database, and maybe the registry too, is gone when the page is opened again;
/// the backup that was made before.
async fn lost_ledger(profile: &Profile, registry_too: bool) -> (Page, PathBuf) {
    let page = profile.open().await;
    own_ledger(&page, "会丢的台账", "快照里的任务").await;
    page.go("#/data").await;
    page.click("snapshot").await;
    page.test("snapshot-row").await;
    let (_, file) = page.export().await;
    page.until_text("export-age", "已导出").await;
    page.until_saved().await;
    page.click("close").await;
    page.test("open-sample").await;
    page.client.refresh().await.unwrap();
    page.until_ready().await;
    // The ledger's own key is a number; those of its snapshots go on after an @.
    let which =
        if registry_too { "name.startsWith('reform-ledger')" } else { "/^reform-ledger.[0-9a-f]+$/.test(name)" };
    page.run(
        "window.key = Object.keys(JSON.parse(localStorage['reform-ledger/sentinels']))[0];
         localStorage['reform-ledger/workspace'] = JSON.stringify(window.key)",
    )
    .await;
    delete_databases(&page, which).await;
    page.client.refresh().await.unwrap();
    page.until_ready().await;
    (page, profile.file("backup.json", &file))
}

in_both_browsers! {
    async fn a_page_with_its_ledger_opens_with_it_and_can_be_worked_on_and_handed_on(kind) {
        let mine = Profile::new(kind);
        let page = mine.open().await;
        own_ledger(&page, "随程序走的台账", "最初的任务").await;
        let first = handed_page(&page, "share-form-1").await;
        page.assert_quiet().await;
        page.close().await;

        let theirs = Profile::new(kind);
        let path = theirs.file("received.html", first.as_bytes());
        let page = theirs.open_at(&path).await;
        page.until_ready().await;
        assert!(page.client.find(Locator::Css("[data-test=save]")).await.is_ok(), "the ledger is shown at once");
        page.go("#/tasks").await;
        page.until_text("grid", "最初的任务").await;
        // Handed on as it came, it is the same file.
        let again = handed_page(&page, "share-form-1").await;
        assert_eq!(around(&first).0, around(&again).0, "the program is the same");
        assert_eq!(around(&first).1, around(&again).1, "the ledger is the same");
        page.go("#/tasks").await;
        type_into(&page, "title", "收件人改的任务").await;
        page.until_text("grid", "收件人改的任务").await;
        page.until_saved().await;
        page.assert_quiet().await;
        page.close().await;

        let page = theirs.open_at(&path).await;
        page.until_ready().await;
        page.go("#/tasks").await;
        page.until_text("grid", "收件人改的任务").await;
        let second = handed_page(&page, "share-form-1").await;
        assert_eq!(around(&first).0, around(&second).0, "the program is the same in the second generation");
        assert_ne!(around(&first).1, around(&second).1);
        page.assert_quiet().await;
        page.close().await;

        let thirds = Profile::new(kind);
        let page = thirds.open_at(&thirds.file("second.html", second.as_bytes())).await;
        page.until_ready().await;
        page.go("#/tasks").await;
        page.until_text("grid", "收件人改的任务").await;
        let third = handed_page(&page, "share-form-1").await;
        assert!(second == third, "the page is whole in the third generation");
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_received_page_leaves_the_receivers_own_ledgers_alone(kind) {
        let mine = Profile::new(kind);
        let page = mine.open().await;
        own_ledger(&page, "寄出的台账", "寄出的任务").await;
        let sent = handed_page(&page, "share-form-1").await;
        page.close().await;

        let theirs = Profile::new(kind);
        let page = theirs.open().await;
        own_ledger(&page, "自己的台账", "自己的任务").await;
        page.close().await;
        let page = theirs.open_at(&theirs.file("received.html", sent.as_bytes())).await;
        page.until_ready().await;
        page.go("#/tasks").await;
        page.until_text("grid", "寄出的任务").await;
        type_into(&page, "title", "寄来以后改的").await;
        page.until_text("grid", "寄来以后改的").await;
        page.until_saved().await;
        page.close().await;

        let page = theirs.open().await;
        page.go("#/tasks").await;
        page.until_text("grid", "自己的任务").await;
        page.until_text("row-count", "1 行").await;
        page.go("#/data").await;
        page.test("snapshots").await;
        assert!(listed(&page).await.contains(&"自己的台账".to_owned()));
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_page_that_is_for_looking_at_says_so_and_refuses_edits(kind) {
        let mine = Profile::new(kind);
        let page = mine.open().await;
        own_ledger(&page, "只供查看的台账", "只看的任务").await;
        // What the sender saw as of a day is what the receiver sees.
        page.go("#/data?tab=share&on=2024-12-30").await;
        page.until_script("the sender's day", "return document.querySelector('[data-test=as-of]').value === '2024-12-30'").await;
        page.click("share-form-2").await;
        let sent = page.download_page("share-download").await;
        page.close().await;

        let theirs = Profile::new(kind);
        let path = theirs.file("look.html", sent.as_bytes());
        let page = theirs.open_at(&path).await;
        page.until_ready().await;
        page.until_text("save", "只读").await;
        page.until_script("the sender's day", "return document.querySelector('[data-test=as-of]').value === '2024-12-30'").await;
        page.go("#/tasks").await;
        page.until_text("grid", "只看的任务").await;
        type_into(&page, "title", "不许改").await;
        page.until_text("notice", "只能查看，不能修改").await;
        page.go("#/data").await;
        page.test("snapshots").await;
        assert_eq!(listed(&page).await, Vec::<String>::new(), "nothing is kept");
        page.assert_quiet().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.go("#/tasks").await;
        page.until_text("grid", "只看的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_page_or_a_zip_with_it_is_recognised_in_another_ledger_and_offered_for_merging(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "网页里的台账", "网页里的任务").await;
        page.go("#/data?tab=share").await;
        page.click("share-form-1").await;
        let html = page.download_page("share-download").await;
        page.click("share-zip").await;
        let zip = page.download_zip("share-download").await;
        assert!(zip.starts_with(b"PK"));
        page.close().await;

        for (name, bytes) in [("came.html", html.as_bytes()), ("came.zip", &zip)] {
            let theirs = Profile::new(kind);
            let page = theirs.open_sample().await;
            page.go("#/data").await;
            page.choose_file(&theirs.file(name, bytes)).await;
            page.until_text("merge-files", name).await;
            page.until_text("merge-files", "另一份台账").await;
            page.until_text("merge-brought", "网页里的任务").await;
            page.click("merge-take").await;
            page.until_text("notice", "已合并 1 份").await;
            page.go("#/tasks?q=网页里的任务").await;
            page.until_text("grid", "网页里的任务").await;
            page.assert_quiet().await;
            page.close().await;
        }
    }

    async fn a_snapshot_can_be_looked_at_and_left_with_undo_as_it_was(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "留快照的台账", "快照时的任务").await;
        page.go("#/data").await;
        page.click("snapshot").await;
        page.until_text("snapshot-row", "手动").await;
        page.until_text("snapshot-row", " MB").await;
        let size = page.run("return parseFloat(document.querySelector('[data-test=snapshot-row] td:nth-child(4)').textContent)").await;
        assert!(size.as_f64().unwrap() > 0.0, "{size} MB");
        page.go("#/tasks").await;
        type_into(&page, "title", "后来的任务").await;
        page.until_text("grid", "后来的任务").await;
        page.until_saved().await;
        page.go("#/data").await;
        page.click("snapshot-look").await;
        page.until_text("looking", "手动").await;
        page.until_text("save", "只读").await;
        page.go("#/tasks").await;
        page.until_text("grid", "快照时的任务").await;
        type_into(&page, "title", "不许改").await;
        page.until_text("notice", "只能查看，不能修改").await;
        page.click("look-back").await;
        until_no(&page, "looking").await;
        page.until_text("grid", "后来的任务").await;
        page.until_text("save", "已存").await;
        page.click("undo").await;
        page.until_text("grid", "快照时的任务").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "快照时的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn restoring_a_snapshot_takes_two_clicks_and_one_undo_takes_it_back(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "恢复快照的台账", "快照时的任务").await;
        page.go("#/data").await;
        page.click("snapshot").await;
        page.test("snapshot-row").await;
        page.go("#/tasks").await;
        type_into(&page, "title", "后来的任务").await;
        page.until_text("grid", "后来的任务").await;
        page.until_saved().await;
        page.go("#/data").await;
        // The first click alone does nothing.
        page.click("snapshot-restore").await;
        assert!(page.answer(false).await.contains("可以一步撤销"));
        page.go("#/tasks").await;
        page.until_text("grid", "后来的任务").await;
        page.go("#/data").await;
        page.click("snapshot-restore").await;
        page.answer(true).await;
        page.until_text("notice", "已恢复到").await;
        page.go("#/data").await;
        // What was there before is a snapshot, too.
        page.until_text("snapshots", "恢复以前状态前").await;
        page.go("#/tasks").await;
        page.until_text("grid", "快照时的任务").await;
        page.until_saved().await;
        page.click("undo").await;
        page.until_text("grid", "后来的任务").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "后来的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn the_thirteenth_snapshot_takes_the_place_of_an_old_one_at_once(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "快照很多的台账", "任务").await;
        page.go("#/data").await;
        for count in 1..=12 {
            page.click("snapshot").await;
            until_count(&page, "snapshot-row", count).await;
        }
        let taken = "indexedDB.databases().then(list => list.map(d => d.name).filter(name => name.includes('@')))";
        page.until_script(
            "twelve are kept",
            &format!("return {taken}.then(names => (window.old = new Set(names)).size === 12)"),
        )
        .await;
        page.click("snapshot").await;
        page.until_script(
            "a new one is kept in place of an old one",
            &format!("return {taken}.then(names => names.length === 12 && names.some(name => !window.old.has(name)))"),
        )
        .await;
        until_count(&page, "snapshot-row", 12).await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_ledger_that_is_deleted_is_gone_at_once_with_its_snapshots_and_is_not_missed(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "要删的台账", "任务").await;
        page.go("#/data").await;
        page.click("snapshot").await;
        page.test("snapshot-row").await;
        page.click_on(".kept-list li button.muted").await;
        assert!(page.answer(true).await.contains("永久删除「要删的台账」"));
        page.test("open-sample").await;
        page.until_script("it is not listed", "return !document.body.textContent.includes('要删的台账')").await;
        page.until_script(
            "its databases are gone",
            "return indexedDB.databases().then(list => list.every(d => !d.name.startsWith('reform-ledger/')))",
        )
        .await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.test("open-sample").await;
        until_no(&page, "lost").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_snapshot_is_taken_before_a_merge(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        let mut theirs = three_days()[2].clone();
        let change = Change::Set { record: SECOND, field: Task::responsible_person, value: text("来件的责任人") };
        did(&mut theirs, "丁", "2024-05-02", 14, vec![change]);
        page.go("#/data?tab=merge").await;
        page.choose_file(&profile.file("theirs.json", &written(&theirs))).await;
        page.until_text("merge-brought", "来件的责任人").await;
        page.click("merge-take").await;
        page.until_text("notice", "已合并 1 份").await;
        page.go("#/data").await;
        page.until_text("snapshot-row", "合并前").await;
        page.click("snapshot-look").await;
        page.until_text("looking", "合并前").await;
        page.go("#/tasks").await;
        page.until_text("grid", "要延期的任务").await;
        until_not_text(&page, "grid", "来件的责任人").await;
        page.click("look-back").await;
        page.until_text("grid", "来件的责任人").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn what_is_being_written_when_something_else_is_looked_at_is_written_all_the_same(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/tasks").await;
        type_into(&page, "responsible_person", "先填的").await;
        page.until_saved().await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "2024-03-01").await;
        page.run(
            "document.querySelector('[data-test=undo]').click();
             [...document.querySelectorAll('tr.day')].find(r => r.textContent.includes('2024-03-01')).querySelector('button').click()",
        )
        .await;
        page.until_text("looking", "2024-03-01").await;
        page.click("look-back").await;
        until_no(&page, "looking").await;
        page.go("#/tasks").await;
        page.until_text("grid", "要延期的任务").await;
        type_into(&page, "responsible_person", "回来填的").await;
        page.until_text("grid", "回来填的").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "回来填的").await;
        page.until_text("grid", "要延期的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_ledger_that_is_gone_is_told_and_its_snapshot_brings_it_back(kind) {
        let profile = Profile::new(kind);
        let (page, _) = lost_ledger(&profile, false).await;
        page.until_text("lost", "会丢的台账").await;
        page.until_text("lost", "现在本浏览器中已经没有内容").await;
        page.until_text("restore-lost", "手动").await;
        page.click("restore-lost").await;
        page.test("undo").await;
        page.go("#/tasks").await;
        page.until_text("grid", "快照里的任务").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "快照里的任务").await;
        page.go("#/data").await;
        page.click("close").await;
        page.test("open-sample").await;
        until_no(&page, "lost").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_ledger_that_is_gone_with_its_snapshots_comes_back_from_the_backup(kind) {
        let profile = Profile::new(kind);
        let (page, backup) = lost_ledger(&profile, true).await;
        page.until_text("lost", "会丢的台账").await;
        until_no(&page, "restore-lost").await;
        page.choose_file(&backup).await;
        page.until_text("notice", "已导入").await;
        page.go("#/tasks").await;
        page.until_text("grid", "快照里的任务").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "快照里的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_ledger_that_is_gone_is_not_told_again_where_that_was_asked(kind) {
        let profile = Profile::new(kind);
        let (page, _) = lost_ledger(&profile, true).await;
        page.until_text("lost", "会丢的台账").await;
        page.click("forget-lost").await;
        page.answer(true).await;
        until_no(&page, "lost").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.test("open-sample").await;
        until_no(&page, "lost").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn the_authors_name_is_asked_once_for_a_ledger_of_ones_own_and_kept(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        until_no(&page, "author-asked").await;
        page.go("#/data").await;
        page.click("close").await;
        own_ledger(&page, "署名的台账", "无名时的任务").await;
        page.test("author-name").await.send_keys("王小明").await.unwrap();
        page.click("author-done").await;
        until_no(&page, "author-asked").await;
        type_into(&page, "title", "署名后的任务").await;
        page.until_text("grid", "署名后的任务").await;
        page.until_saved().await;
        page.close().await;

        let page = profile.open().await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "王小明").await;
        page.until_text("history", "任务：无名时的任务 → 署名后的任务").await;
        page.until_text("history", "（未署名）").await;
        until_no(&page, "author-asked").await;
        page.go("#/data").await;
        page.until_script("the name is kept", "return document.querySelector('[data-test=author]')?.value === '王小明'").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn history_tells_who_changed_what_on_which_day_and_can_be_asked_for_one_person(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "企业名称：旧名有限公司 → 新名有限公司").await;
        page.until_text("history", "完成时限：2024-06-30 → 2024-12-31").await;
        page.until_text("chain", "历史 3 步，步步相接").await;
        let days = page.run("return [...document.querySelectorAll('tr.day')].map(r => r.textContent.trim().slice(0, 10))").await;
        assert_eq!(days, json!(["2024-05-01", "2024-04-01", "2024-03-01"]));
        page.put("history-who", "乙").await;
        until_not_text(&page, "history", "2024-05-01").await;
        page.until_text("history", "旧名有限公司 → 新名有限公司").await;
        until_not_text(&page, "history", "2024-03-01").await;
        page.put("history-who", "").await;
        page.put("history-search", "要销号").await;
        page.until_text("history", "2024-03-01").await;
        until_not_text(&page, "history", "2024-04-01").await;
        page.put("history-search", "").await;
        page.put("history-since", "2024-03-02").await;
        page.put("history-until", "2024-04-30").await;
        until_not_text(&page, "history", "2024-05-01").await;
        until_not_text(&page, "history", "2024-03-01").await;
        page.until_text("history", "2024-04-01").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn the_ledger_of_an_earlier_day_can_be_looked_at_and_returned_to_as_one_change(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/data?tab=history").await;
        click_in_row(&page, "tr.day", "2024-03-01", "look-at-day").await;
        page.until_text("looking", "2024-03-01").await;
        page.until_text("save", "只读").await;
        page.until_script("the day is the as-of date", "return document.querySelector('[data-test=as-of]').value === '2024-03-01'").await;
        page.go("#/tasks").await;
        page.until_text("grid", "2024-06-30").await;
        until_not_text(&page, "grid", "2024-12-31").await;
        page.go("#/enterprises?view=flat").await;
        page.until_text("grid", "旧名有限公司").await;
        page.click("look-back").await;
        page.until_text("grid", "新名有限公司").await;
        until_undo(&page, false).await;

        page.go("#/data?tab=history").await;
        click_in_row(&page, "tr.day", "2024-03-01", "look-at-day").await;
        page.until_text("looking", "2024-03-01").await;
        page.click("return-to").await;
        page.until_text("notice", "已恢复到 2024-03-01 的状态").await;
        until_no(&page, "looking").await;
        page.go("#/enterprises?view=flat").await;
        page.until_text("grid", "旧名有限公司").await;
        page.until_saved().await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "恢复到以前的状态").await;
        page.until_text("chain", "历史 4 步，步步相接").await;
        page.click("undo").await;
        until_undo(&page, false).await;
        page.go("#/enterprises?view=flat").await;
        page.until_text("grid", "新名有限公司").await;
        page.go("#/tasks").await;
        page.until_text("grid", "2024-12-31").await;
        page.until_text("grid", "已销号").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "2024-12-31").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn history_that_is_put_away_leaves_a_chain_that_is_whole_and_verified_as_such(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/data?tab=history").await;
        page.until_text("chain", "历史 3 步，步步相接").await;
        page.put("compact", "2024-04-01").await;
        assert!(page.answer(false).await.contains("2024-04-01"));
        page.until_text("chain", "历史 3 步，步步相接").await;
        page.put("compact", "2024-04-01").await;
        page.answer(true).await;
        page.until_text("notice", "已精简 2 步历史").await;
        page.until_text("chain", "历史 2 步，步步相接").await;
        page.until_text("chain", "更早的历史不在本份中").await;
        until_not_text(&page, "history", "旧名有限公司").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("chain", "历史 2 步，步步相接").await;
        let (path, _) = page.export().await;
        page.go("#/data?tab=verify").await;
        page.choose_file(&path).await;
        page.until_text("verdict", "没有发现改动").await;
        page.until_text("verify-lines", "历史精简过 1 次").await;
        page.go("#/data").await;
        page.until_text("snapshots", "精简历史前").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn putting_history_away_is_taken_back_by_one_undo(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/data?tab=history").await;
        page.put("compact", "2024-03-31").await;
        page.answer(true).await;
        page.until_text("notice", "已精简 1 步历史").await;
        page.until_text("chain", "历史 3 步，步步相接").await;
        page.until_saved().await;
        page.click("undo").await;
        page.until_text("history", "2024-03-01").await;
        page.until_text("chain", "历史 3 步，步步相接").await;
        until_not_text(&page, "chain", "更早的历史").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("history", "2024-03-01").await;
        until_not_text(&page, "chain", "更早的历史").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn verifying_tells_a_sound_file_from_a_changed_one_and_takes_nothing(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let sound = String::from_utf8(written(&three_days()[2])).unwrap();
        let changed = sound.replacen("\"title\":\"要延期的任务\"", "\"title\":\"要延期的仼务\"", 1);
        assert_ne!(sound, changed);
        let step = sound.lines().find(|line| line.contains("\"by\":\"乙\"") && line.contains("\"entries\"")).unwrap();
        let shorter = sound.replacen(&format!("{step}\n"), "", 1);
        assert_eq!(shorter.lines().count() + 1, sound.lines().count());
        page.go("#/data?tab=verify").await;
        for (name, file, verdict, lines) in [
            ("sound.json", &sound, "● 没有发现改动", vec!["内容摘要相符", "历史现有 3 步，步步相接"]),
            ("changed.json", &changed, "▲ 与其自述不一致", vec!["内容摘要不符", "1 条记录的内容与导出时不同", "历史现有 3 步，步步相接"]),
            ("shorter.json", &shorter, "▲ 与其自述不一致", vec!["内容摘要不符", "历史在第 2 步（2024-05-01 09:30:00 丙）最先断开：它之前的步骤缺失"]),
        ] {
            page.choose_file(&profile.file(name, file.as_bytes())).await;
            page.until_text("verified", name).await;
            page.until_text("verdict", verdict).await;
            for line in lines {
                page.until_text("verify-lines", line).await;
            }
            let digest: String = Sha256::digest(file.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            page.until_text("verified", &digest).await;
            page.until_text("verified", &format!("{} B", file.len())).await;
        }
        until_count(&page, "verified", 3).await;
        until_undo(&page, false).await;
        until_no(&page, "merge-files").await;
        page.go("#/data").await;
        page.test("snapshots").await;
        assert_eq!(listed(&page).await, Vec::<String>::new(), "nothing was imported");
        page.go("#/overview").await;
        page.until_text("headline-3", "95/137").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn comparing_lists_what_changed_by_its_sort_and_changes_nothing(kind) {
        let profile = Profile::new(kind);
        let page = open_three_days(&profile).await;
        page.go("#/compare").await;
        page.choose_file(&profile.file("begun.json", &written(&three_days()[0]))).await;
        page.until_script("the file is offered", "return !!document.querySelector('[data-test=compare-from] option[value=\"file:0\"]')").await;
        page.put("compare-from", "file:0").await;
        let groups = "return [...document.querySelectorAll('[data-test=compare-group]')].map(g => g.textContent)";
        let expected = [
            ("销号 (1)", "要销号的任务"),
            ("时限调整 (1)", "2024-06-30 → 2024-12-31，缺原因和批准人"),
            ("更名 (1)", "旧名有限公司 → 新名有限公司"),
        ];
        let told = async |what: &str, expected: &[(&str, &str)]| {
            page.until_text("comparison", expected[0].0).await;
            let groups: Vec<String> = serde_json::from_value(page.run(groups).await).unwrap();
            for (word, holds) in expected {
                assert!(groups.iter().any(|group| group.starts_with(word) && group.contains(holds)), "{what}: {word} in {groups:?}");
            }
            groups.len()
        };
        told("a file", &expected).await;
        page.go("#/compare?from=day%3A2024-03-01&to=day%3A2024-05-01").await;
        page.test("compare-from-day").await;
        page.test("compare-to-day").await;
        told("two days", &expected).await;
        page.go("#/compare?from=day%3A2024-04-01&to=now").await;
        page.until_script("one sort is left out", "return !document.querySelector('[data-test=comparison]').textContent.includes('更名')").await;
        told("since the second day", &expected[..1]).await;
        page.go("#/compare?from=now&to=now").await;
        page.until_text("comparison", "两个状态的内容完全相同").await;
        until_undo(&page, false).await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_file_saved_to_a_chosen_place_is_told_with_its_size_and_digest_once_it_reads_back(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        own_ledger(&page, "另存的台账", "另存的任务").await;
        if kind == Kind::Firefox {
            // Firefox asks for no place: the button is not there.
            page.go("#/data?tab=share").await;
            page.test("share-download").await;
            until_no(&page, "share-save").await;
            return page.close().await;
        }
        page.run(
            "window.asked = 0; window.mode = 'refused'; window.bytes = null;
             window.showSaveFilePicker = async options => {
                 window.asked++; window.suggested = options.suggestedName;
                 if (window.mode === 'refused') throw new DOMException('no', 'AbortError');
                 let parts = [];
                 return {
                     createWritable: async () => ({
                         write: async part => { parts.push(part.slice()); },
                         close: async () => { window.bytes = new Uint8Array(await new Blob(parts).arrayBuffer()); },
                     }),
                     getFile: async () => {
                         const back = window.bytes.slice();
                         if (window.mode === 'bad') back[back.length >> 1] ^= 1;
                         return new File([back], options.suggestedName);
                     },
                 };
             }",
        )
        .await;
        page.go("#/data?tab=share").await;
        page.test("share-save").await;
        until_no(&page, "notice").await;
        page.click("share-save").await;
        page.until_script("the place was asked for", "return window.asked === 1").await;
        // Whatever the page would say, it would have said by the next turn.
        page.client.execute_async("setTimeout(arguments[0])", Vec::new()).await.unwrap();
        until_no(&page, "notice").await;
        until_no(&page, "handed").await;

        page.run("window.mode = 'bad'").await;
        page.click("share-save").await;
        page.until_text("notice", "未通过回读核对，没有交付").await;
        until_no(&page, "handed").await;
        page.until_text("export-age", "未导出").await;

        page.run("window.mode = 'good'").await;
        page.click("share-save").await;
        page.until_text("handed", "SHA-256").await;
        let hex = page.run("return [...window.bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')").await;
        let hex = hex.as_str().unwrap();
        let bytes: Vec<u8> = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        let opened = json::read(&bytes).unwrap();
        assert_eq!(opened.ledger.history().len(), 2);
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        page.until_text("handed", &digest).await;
        page.until_text("handed", &format!("{} B", bytes.len())).await;
        page.until_text("handed", "2 步历史").await;
        let name = page.run("return window.suggested").await;
        page.until_text("handed", name.as_str().unwrap()).await;
        assert!(name.as_str().unwrap().starts_with("另存的台账-") && name.as_str().unwrap().ends_with(".json"));
        page.until_text("export-age", "已导出").await;
        assert!(page.client.find(Locator::Css("[data-test=handed] .digest")).await.is_ok());
        page.assert_quiet().await;
        page.close().await;
    }
}
