//! What the browser keeps: several windows, refusals, failures.

use fantoccini::wd::WindowHandle;

use crate::{
    driver::{Kind, Page, Profile, Storage},
    in_both_browsers,
    ledger::type_into,
};

pub async fn second_window(page: &Page) -> (WindowHandle, WindowHandle) {
    let first = page.client.window().await.unwrap();
    let address = page.client.current_url().await.unwrap();
    let second = page.client.new_window(true).await.unwrap().handle;
    page.client.switch_to_window(second.clone()).await.unwrap();
    page.client.goto(address.as_str()).await.unwrap();
    page.until_ready().await;
    (first, second)
}

in_both_browsers! {
    async fn two_windows_on_one_ledger_keep_what_both_wrote(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks").await;
        page.until_saved().await;
        let (first, second) = second_window(&page).await;
        type_into(&page, "title", "第二个窗口改的").await;
        page.until_saved().await;
        page.client.switch_to_window(first.clone()).await.unwrap();
        page.until_text("grid", "第二个窗口改的").await;
        type_into(&page, "responsible_person", "第一个窗口改的").await;
        page.until_saved().await;
        page.client.switch_to_window(second).await.unwrap();
        page.until_text("grid", "第一个窗口改的").await;
        page.assert_quiet().await;
        page.client.close_window().await.unwrap();
        page.client.switch_to_window(first).await.unwrap();
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "第二个窗口改的").await;
        page.until_text("grid", "第一个窗口改的").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_window_that_heard_nothing_of_the_other_still_drops_nothing(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks").await;
        page.until_saved().await;
        let (first, second) = second_window(&page).await;
        // The first window goes deaf: it learns of the other's write only by the refusal of its own.
        page.client.switch_to_window(first.clone()).await.unwrap();
        page.run("BroadcastChannel.prototype.dispatchEvent = () => {}; window.deaf = true;
            for (const name of ['onmessage']) Object.defineProperty(BroadcastChannel.prototype, name, {set() {}})").await;
        page.client.switch_to_window(second).await.unwrap();
        type_into(&page, "title", "先写的").await;
        page.until_saved().await;
        page.client.switch_to_window(first).await.unwrap();
        type_into(&page, "responsible_person", "后写的").await;
        page.until_saved().await;
        page.until_text("grid", "先写的").await;
        page.until_text("grid", "后写的").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "先写的").await;
        page.until_text("grid", "后写的").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// Issue 15 C8: the later Enter won in silence.
    async fn one_cell_typed_in_two_windows_keeps_both_values_and_asks(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks").await;
        page.until_saved().await;
        let (first, second) = second_window(&page).await;
        page.client.switch_to_window(first.clone()).await.unwrap();
        page.run("BroadcastChannel.prototype.dispatchEvent = () => {}; window.deaf = true;
            for (const name of ['onmessage']) Object.defineProperty(BroadcastChannel.prototype, name, {set() {}})").await;
        page.client.switch_to_window(second).await.unwrap();
        type_into(&page, "responsible_person", "先写的").await;
        page.until_saved().await;
        page.client.switch_to_window(first).await.unwrap();
        type_into(&page, "responsible_person", "后写的").await;
        page.until_saved().await;
        page.go("#/data?tab=checks&check=OpenConflict").await;
        page.until_text("checks", "同一栏有多个值待选定").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("checks", "同一栏有多个值待选定").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn without_storage_the_ledger_works_and_says_that_it_is_not_kept(kind) {
        let profile = Profile::with(kind, Storage::Denied);
        let page = profile.open_sample().await;
        page.until_text("save", "不保存").await;
        page.go("#/tasks").await;
        type_into(&page, "title", "只在屏幕上").await;
        page.until_text("grid", "只在屏幕上").await;
        let (_, file) = page.export().await;
        assert!(String::from_utf8(file).unwrap().contains("只在屏幕上"));
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_write_that_fails_is_told_and_the_next_one_takes_everything_along(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks").await;
        page.until_saved().await;
        page.run("window.put = IDBObjectStore.prototype.put;
            IDBObjectStore.prototype.put = function () { throw new DOMException('full', 'QuotaExceededError') }").await;
        type_into(&page, "title", "没有存上的").await;
        page.until_text("save", "空间已满").await;
        page.until_text("grid", "没有存上的").await;
        page.run("IDBObjectStore.prototype.put = window.put").await;
        type_into(&page, "responsible_person", "又能存了").await;
        page.until_saved().await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("grid", "没有存上的").await;
        page.until_text("grid", "又能存了").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_ledger_whose_pages_are_damaged_is_left_untouched_and_told(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_saved().await;
        page.run("window.done = false;
            indexedDB.databases().then(list => { const open = indexedDB.open(list.find(d => d.name.endsWith('sample')).name);
            open.onsuccess = () => { const t = open.result.transaction('pages', 'readwrite');
            t.objectStore('pages').put('{\"version\":1,\"rows\":[{', 'tasks/000000'); t.oncomplete = () => window.done = true } })").await;
        page.until_script("the page is damaged", "return window.done").await;
        page.client.refresh().await.unwrap();
        page.until_ready().await;
        page.until_text("notice", "无法读取").await;
        page.until_text("notice", "原始内容没有改动").await;
        page.test("open-sample").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
