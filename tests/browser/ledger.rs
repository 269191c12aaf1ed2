//! The main job: open, edit, see the figures, close, come back, find everything.

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
};

/// The households that have no exit system yet, in the table of enterprises.
const NOT_YET: &str = "#/enterprises?view=flat&f.stage-0000000000000001-issued=no&f.tier=2|3";

/// Types into a cell of the first row of the grid.
pub async fn type_into(page: &Page, column: &str, text: &str) {
    let at = page
        .until_script(
            "the column is there",
            &format!(
                "const heads = [...document.querySelectorAll('.grid-heading')];
                 const at = heads.findIndex(h => h.querySelector('[data-test=\"sort-{column}\"]'));
                 return at < 0 || !document.querySelector('.grid-row') ? null : at + 1"
            ),
        )
        .await
        .as_i64()
        .unwrap();
    // The gutter is the row's first child.
    page.click_on(&format!(".grid-row .grid-cell:nth-child({})", at + 1)).await;
    let input = page.test("cell-input").await;
    input.send_keys(text).await.unwrap();
    input.send_keys("\u{e007}").await.unwrap();
}

in_both_browsers! {
    async fn one_more_household_meets_the_target_everywhere_and_is_still_there_the_next_day(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_text("headline-3", "差 1 户").await;
        page.go(NOT_YET).await;
        type_into(&page, "stage-0000000000000001-issued", "2024-12-02").await;
        page.until_saved().await;
        page.go("#/coverage").await;
        page.until_text("cell-3-total", "70.0%").await;
        page.until_text("matrix", "达标").await;
        page.go("#/overview").await;
        page.until_text("headline-3", "70.0%").await;
        page.until_text("headline-3", "达标").await;
        page.assert_quiet().await;
        page.close().await;

        let page = profile.open().await;
        page.until_text("headline-3", "96/137").await;
        page.until_text("export-age", "1 处改动").await;
        page.go("#/data?tab=history").await;
        page.until_text("history", "2024-12-02").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn undo_takes_back_and_redo_does_again(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go(NOT_YET).await;
        type_into(&page, "stage-0000000000000001-issued", "2024-12-02").await;
        page.until_script("undo is offered", "return !document.querySelector('[data-test=undo]').disabled").await;
        page.click("undo").await;
        page.go("#/overview").await;
        page.until_text("headline-3", "95/137").await;
        page.click("redo").await;
        page.until_text("headline-3", "96/137").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_new_ledger_begins_empty_and_takes_its_first_task(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        page.click("new-ledger").await;
        page.test("new-title").await.send_keys("某市国企改革台账").await.unwrap();
        page.click("new-create").await;
        page.until_text("headline-3", "—").await;
        page.go("#/tasks").await;
        page.click("new-task").await;
        page.until_text("row-count", "1 行").await;
        type_into(&page, "title", "完善三项制度").await;
        page.until_saved().await;
        page.close().await;
        let page = profile.open().await;
        page.go("#/tasks").await;
        page.until_text("grid", "完善三项制度").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn what_is_typed_wrongly_is_refused_with_a_sentence_and_nothing_changes(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go(NOT_YET).await;
        type_into(&page, "stage-0000000000000001-issued", "6月底").await;
        page.until_text("notice", "不是可识别的日期").await;
        page.go("#/overview").await;
        page.until_text("headline-3", "95/137").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
