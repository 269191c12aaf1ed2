//! The main job: open, edit, see the figures, close, come back, find everything.

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
};

/// The households that have no exit system yet, in the table of enterprises.
const NOT_YET: &str = "#/enterprises?view=flat&f.stage-0000000000000001-issued=no&f.tier=2|3";

/// Types into a cell of the first row of the grid.
pub async fn type_into(page: &Page, column: &str, text: &str) {
    type_into_with(page, column, text, "\u{e007}").await;
}

/// Types into a cell of the first row of the grid and leaves it by a key.
pub async fn type_into_with(page: &Page, column: &str, text: &str, key: &str) {
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
    input.send_keys(key).await.unwrap();
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
        page.until_text("cell-3-total", "70.1%").await;
        page.until_text("matrix", "达标").await;
        page.go("#/overview").await;
        page.until_text("headline-3", "70.1%").await;
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

    /// Typing along a row wrote into another record, because the table sorted and filtered anew after each cell.
    async fn typing_along_a_row_writes_into_one_record_though_filter_and_order_would_move_it(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks?view=lead&f.key=yes&sort=deadline").await;
        page.until_script("the filter is on", "return document.querySelectorAll('.grid-row').length > 2").await;
        let name = page.run("return document.querySelectorAll('.grid-row')[0].querySelectorAll('.grid-cell')[0].textContent").await;
        let name = name.as_str().unwrap().to_owned();
        type_into_with(&page, "deadline", "2026-12-31", "\u{e004}").await;
        page.test("cell-input").await.send_keys("否").await.unwrap();
        page.test("cell-input").await.send_keys("\u{e004}").await.unwrap();
        page.test("cell-input").await.send_keys("写在同一行").await.unwrap();
        page.test("cell-input").await.send_keys("\u{e004}").await.unwrap();
        page.until_text("arrange", "排序已过期").await;
        let row = page.run("return document.querySelectorAll('.grid-row')[0].textContent").await;
        let row = row.as_str().unwrap().to_owned();
        for part in [name.as_str(), "2026-12-31", "否", "写在同一行"] {
            assert!(row.contains(part), "{part} is not in the row: {row}");
        }
        page.click("arrange").await;
        page.until_script(
            "the row has left by the filter",
            &format!("return ![...document.querySelectorAll('.grid-row')].some(row => row.textContent.includes({name:?}))"),
        )
        .await;
        page.assert_quiet().await;
        page.close().await;
    }
}
