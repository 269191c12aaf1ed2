//! What is typed and not yet taken, and what was done and is to be taken back.

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
    ledger::{type_into, type_into_with},
};

/// Two tasks of the sample.
const ONE: &str = "#/tasks?open=0000000000010002";
const OTHER: &str = "#/tasks?open=0000000000010003";

/// Whether closing the window now would be asked about.
async fn would_ask(page: &Page) -> bool {
    let asked = page
        .run("const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented")
        .await;
    asked.as_bool().unwrap()
}

async fn until_words(page: &Page, words: &str) {
    page.until_script(
        &format!("the draft says {words:?}"),
        &format!(
            "const e = document.querySelector('[data-test=log-words]'); return e !== null && e.value === {words:?}"
        ),
    )
    .await;
}

in_both_browsers! {
    /// What was written for one task was logged for another that was opened meanwhile.
    async fn a_draft_stays_with_its_task_and_is_asked_for_before_closing(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_saved().await;
        page.go(ONE).await;
        page.test("log-words").await.send_keys("写给第一项的").await.unwrap();
        page.until_text("save", "有未确认的输入").await;
        page.go(OTHER).await;
        until_words(&page, "").await;
        assert!(would_ask(&page).await, "a draft would be lost");
        page.click("to-draft").await;
        until_words(&page, "写给第一项的").await;
        page.click("log").await;
        until_words(&page, "").await;
        page.until_text("detail", "写给第一项的").await;
        page.until_saved().await;
        assert!(!would_ask(&page).await, "nothing is left to lose");
        page.go(OTHER).await;
        page.test("log-words").await.send_keys("不要了").await.unwrap();
        page.click("discard-draft").await;
        until_words(&page, "").await;
        assert!(!would_ask(&page).await);
        page.assert_quiet().await;
        page.close().await;
    }

    /// What stood in a cell was lost on closing under a sign that said 已存.
    async fn what_stands_in_a_cell_is_taken_before_closing(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_saved().await;
        page.go("#/tasks").await;
        type_into_with(&page, "title", "还没按回车", "").await;
        page.until_text("save", "有未确认的输入").await;
        would_ask(&page).await;
        page.until_saved().await;
        page.until_text("grid", "还没按回车").await;
        assert!(!would_ask(&page).await, "it is saved");
        page.assert_quiet().await;
        page.close().await;
    }

    async fn one_step_is_taken_back_alone_and_a_deleted_record_comes_back_from_the_bin(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks").await;
        type_into(&page, "responsible_person", "改错的人").await;
        type_into(&page, "title", "后来改的名称").await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "后来改的名称").await;
        // The first of the two, which is the last one listed.
        page.click_on("[data-test=history] tbody tr:last-child [data-test=take-back]").await;
        page.until_text("notice", "已撤回这一步").await;
        page.go("#/tasks").await;
        page.until_text("grid", "后来改的名称").await;
        page.until_script("it is taken back", "return !document.querySelector('[data-test=grid]').textContent.includes('改错的人')").await;

        page.until_text("row-count", "40 行").await;
        page.go(ONE).await;
        let name = page.test("detail").await.text().await.unwrap().lines().next().unwrap().to_owned();
        page.click_on(".detail .danger").await;
        page.answer(true).await;
        page.until_text("row-count", "39 行").await;
        page.go(ONE).await;
        page.until_text("gone", "已被删除").await;
        page.go("#/data?tab=bin").await;
        page.until_text("bin", &name).await;
        page.click_on("[data-test=bin-row]:first-child [data-test=bring-back]").await;
        page.until_text("notice", "已恢复").await;
        page.until_text("bin", "没有已删除的记录").await;
        page.go("#/tasks").await;
        page.until_text("row-count", "40 行").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
