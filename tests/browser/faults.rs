//! Storage that fails in the browser's own ways: connections that are closed, data that are cleared or
//! deleted by another window, states that are older or cannot be read (issue 15, C1, C2, C4, C5, C6).

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
    ledger::type_into,
    storage::second_window,
};

/// The database of the sample.
const SAMPLE: &str = "reform-ledger/sample";

/// The sample with one edit that the disk has, and a hold on its connection in `window.db`.
async fn edited_sample(profile: &Profile) -> Page {
    let page = profile.open_sample().await;
    page.go("#/tasks").await;
    page.until_saved().await;
    page.run(
        "const begin = IDBDatabase.prototype.transaction;
         IDBDatabase.prototype.transaction = function (...all) {
             if (this.name === 'reform-ledger/sample') window.db = this;
             return begin.apply(this, all);
         }",
    )
    .await;
    type_into(&page, "title", "故障前改的").await;
    page.until_saved().await;
    page
}

async fn until_failed(page: &Page) {
    page.until_script("failed", "return document.querySelector('[data-test=save]').dataset.save === 'failed'").await;
}

/// Runs a script that says `done()` when it is through.
async fn run_through(page: &Page, script: &str) {
    page.run(&format!("window.through = false; const done = () => {{ window.through = true }}; {script}")).await;
    page.until_script("it is through", "return window.through").await;
}

async fn delete_sample(page: &Page) {
    run_through(page, &format!("indexedDB.deleteDatabase('{SAMPLE}').onsuccess = done")).await;
}

/// Changes the stored sample behind the page's back, which has it closed.
async fn spoil_sample(page: &Page, spoil: &str) {
    run_through(
        page,
        &format!(
            "indexedDB.open('{SAMPLE}').onsuccess = event => {{
                 const db = event.target.result, t = db.transaction(['pages', 'steps', 'head'], 'readwrite');
                 const pages = t.objectStore('pages'), steps = t.objectStore('steps'), head = t.objectStore('head');
                 {spoil};
                 t.oncomplete = () => {{ db.close(); done() }};
             }}"
        ),
    )
    .await;
}

in_both_browsers! {
    /// C2: a connection that the browser closed is opened anew, and what waits is written.
    async fn after_a_closed_connection_the_next_edit_is_saved(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        page.run("window.db.close(); window.db.dispatchEvent(new Event('close'))").await;
        type_into(&page, "responsible_person", "断开后改的").await;
        page.until_saved().await;
        // Without a word of it, too.
        page.run("window.db.close()").await;
        type_into(&page, "responsible_person", "又断后改的").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "故障前改的").await;
        page.until_text("grid", "又断后改的").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C2: after the data were cleared all of it is written again, and it is said since when.
    async fn after_cleared_data_everything_is_written_again_and_told(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        page.run("window.db.onversionchange = null; window.db.close()").await;
        delete_sample(&page).await;
        page.run("window.db.dispatchEvent(new Event('close'))").await;
        page.until_text("notice", "重新存入").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "故障前改的").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C2, C3: while there is no room each edit is refused with its cause and without a throw; once there is
    /// room what waits is written by itself.
    async fn what_waited_for_room_is_saved_by_itself(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        page.run("window.put = IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = function (...all) {
                const request = window.put.apply(this, all);
                if (this.transaction.db.name.endsWith('sample')) this.transaction.abort();
                return request;
            }").await;
        type_into(&page, "responsible_person", "没有地方存").await;
        until_failed(&page).await;
        page.until_text("notice", "没有存上").await;
        page.run("IDBObjectStore.prototype.put = window.put").await;
        page.until_saved().await;
        page.until_text("notice", "现在全部").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "没有地方存").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C1: a ledger that was deleted from another window is not called saved any more, and export is offered.
    async fn a_ledger_deleted_by_another_window_is_told_and_no_more_called_saved(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        let (first, second) = second_window(&page).await;
        page.go("#/tasks").await;
        page.until_text("elsewhere", "另一窗口").await;
        delete_sample(&page).await;
        for window in [&second, &first] {
            page.client.switch_to_window(window.clone()).await.unwrap();
            until_failed(&page).await;
            page.until_text("save", "已被删除").await;
            page.until_text("notice", "导出").await;
        }
        type_into(&page, "responsible_person", "删除后改的").await;
        until_failed(&page).await;
        let (_, file) = page.export().await;
        assert!(String::from_utf8(file).unwrap().contains("删除后改的"), "what is exported is whole");
        until_failed(&page).await;
        page.close().await;
    }

    /// C1: deleting a ledger is refused while another window has it open.
    async fn a_ledger_that_is_open_elsewhere_is_not_deleted(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        crate::keeping::own_ledger(&page, "两处都开着", "留下的任务").await;
        let (first, second) = second_window(&page).await;
        page.until_text("elsewhere", "另一窗口").await;
        page.client.switch_to_window(first.clone()).await.unwrap();
        page.until_text("elsewhere", "另一窗口").await;
        page.client.switch_to_window(second.clone()).await.unwrap();
        page.go("#/data").await;
        page.click("close").await;
        page.test("open-sample").await;
        let delete = "[...document.querySelectorAll('.kept li')].find(e => e.textContent.includes('两处都开着')).querySelector('button.plain')";
        page.run(&format!("const e = {delete}; setTimeout(() => e.click())")).await;
        page.answer(true).await;
        page.until_text("notice", "另一个窗口").await;
        page.client.close_window().await.unwrap();
        page.client.switch_to_window(first).await.unwrap();
        type_into(&page, "responsible_person", "照常保存").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        // The other window went back to the start, and a page begins where the last window was.
        let open = "[...document.querySelectorAll('.kept li')].find(e => e.textContent.includes('两处都开着')).querySelector('button')";
        page.run(&format!("const e = {open}; setTimeout(() => e.click())")).await;
        page.until_script("it is open", "return document.querySelector('.shell') !== null").await;
        page.go("#/tasks").await;
        page.until_text("grid", "照常保存").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C5: a state that was cut short says how much is missing, and can be worked in on.
    async fn an_older_state_does_not_open_in_silence(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        page.go("#/data").await;
        page.click("close").await;
        page.test("open-sample").await;
        spoil_sample(&page, "steps.getAllKeys().onsuccess = e => steps.delete(e.target.result.pop())").await;
        page.click("open-sample").await;
        page.until_text("notice", "不完整").await;
        page.until_text("notice", "缺少 1 步历史").await;
        page.go("#/tasks").await;
        type_into(&page, "responsible_person", "接着做").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "接着做").await;
        // A log that was put back as a whole is sound: only what was acknowledged last tells.
        page.run("const key = 'reform-ledger/acknowledged/sample', was = JSON.parse(localStorage[key]);
            localStorage[key] = JSON.stringify({revision: was.revision + 3, steps: was.steps + 2})").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("notice", "缺最近 2 步").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C4: one ledger of a newer program, or with a value that is no text, is named with its cause; the list
    /// stays, its raw content can be had, and the others open.
    async fn one_unreadable_ledger_hides_no_other(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        crate::keeping::own_ledger(&page, "好的台账", "好的任务").await;
        page.go("#/data").await;
        page.click("close").await;
        page.click("open-sample").await;
        page.until_text("headline-3", "69.3%").await;
        page.until_saved().await;
        page.go("#/data").await;
        page.click("close").await;
        page.test("open-sample").await;
        spoil_sample(&page, "pages.put({not: 'a text'}, 'tasks/000000')").await;
        page.click("open-sample").await;
        page.until_text("notice", "已损坏").await;
        let raw = page.until_script("a report", "return document.querySelector('[data-test=notice]').textContent").await;
        assert!(!raw.as_str().unwrap().contains("text"), "no English: {raw}");
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        run_through(&page, &format!("const ask = indexedDB.open('{SAMPLE}', 7);
            ask.onsuccess = () => {{ ask.result.close(); done() }}")).await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("lost", "更新版本").await;
        page.until_script("the list stays", "return document.querySelector('.kept')?.textContent.includes('好的台账')").await;
        page.run("[...document.querySelectorAll('.kept li')].find(e => e.textContent.includes('好的台账')).querySelector('button').click()").await;
        page.go("#/tasks").await;
        page.until_text("grid", "好的任务").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// C6: where a worker does not run, exporting does its work on the page.
    async fn without_a_worker_a_ledger_is_exported_all_the_same(kind) {
        let profile = Profile::new(kind);
        let page = edited_sample(&profile).await;
        // A script that the policy does not let load is told by an event without a message.
        page.run("const Own = Worker; window.Worker = function () { return new Own('blob:null/none') }").await;
        let (_, file) = page.export().await;
        assert!(String::from_utf8(file).unwrap().contains("故障前改的"));
        page.run("window.Worker = undefined").await;
        page.run("window.reformLedgerErrors.length = 0").await;
        let (_, file) = page.export().await;
        assert!(String::from_utf8(file).unwrap().contains("故障前改的"));
        page.assert_quiet().await;
        page.close().await;
    }
}
