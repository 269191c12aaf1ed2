//! A practice from the first word to the printed card: described, linked, read with its figures, taken back.

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
};

const TITLE: &str = "以岗定薪、岗变薪变";

/// Links the open card to what a text names.
async fn link(page: &Page, table: &str, name: &str) {
    page.test(&format!("link-{table}")).await;
    page.run(&format!(
        "const e = document.querySelector('[data-test=link-{table}]'); e.value = '{name}';
         e.dispatchEvent(new Event('input', {{bubbles: true}}))"
    ))
    .await;
    page.click(&format!("add-link-{table}")).await;
}

/// Waits until something is not on the page.
async fn until_gone(page: &Page, test: &str) {
    page.until_script(
        &format!("{test} is gone"),
        &format!("return document.querySelector('[data-test=\"{test}\"]') === null"),
    )
    .await;
}

/// Begins a practice of a group and fills it in.
async fn describe(page: &Page) {
    page.go("#/pilots?tab=practices").await;
    page.until_text("rows-count", "2 张样板").await;
    page.click("new-practice").await;
    page.until_text("practice-signs", "未填").await;
    for (field, value) in [
        ("title", TITLE),
        ("enterprise", "示例能源集团有限公司"),
        ("what", "按岗位价值定级，按考核结果定薪。"),
        ("result", "示例成效：岗位全部签约。"),
        ("evidence", "示例国资发〔2024〕12号"),
    ] {
        page.put(&format!("field-{field}"), value).await;
        page.until_text("practice-brief", value).await;
    }
}

in_both_browsers! {
    /// Every edit of a card goes through the same door: undo takes a link back, redo makes it again.
    async fn a_practice_is_described_linked_and_its_figure_is_that_of_its_enterprise(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        describe(&page).await;
        page.until_text("practice-signs", "未填：关联任务或指标").await;
        page.until_script("the card prints on a page of its own", "return document.documentElement.dataset.page === 'brief'").await;

        link(&page, "tasks", "1-1-1").await;
        page.until_text("practice-tasks", "编制国有资本布局优化方案").await;
        link(&page, "indicators", "E1").await;
        page.until_text("whole-3", "69.3%").await;
        page.until_text("whole-3", "95/137").await;
        page.until_script("nothing is missing", "return document.querySelector('[data-test=practice-signs]').textContent.trim() === ''").await;
        link(&page, "indicators", "没有这个指标").await;
        page.until_text("notice", "没有名为").await;

        page.click("undo").await;
        until_gone(&page, "practice-indicators").await;
        page.until_text("practice-tasks", "编制国有资本布局优化方案").await;
        page.click("redo").await;
        page.until_text("whole-3", "69.3%").await;
        page.click_on("[data-test=links-tasks] [data-test=remove-link]").await;
        until_gone(&page, "practice-tasks").await;
        page.assert_quiet().await;

        let own = page.until_script("the figure of the group", "const e = document.querySelector('[data-test=own-3] a'); return e && e.textContent").await;
        assert_ne!(own, "69.3%", "the part is not the whole");
        page.click_on("[data-test=own-3] a").await;
        page.until_script("the same figure over the same rows", &format!("const e = document.querySelector('[data-test=cell-3-total] a'); return e && e.textContent === {own}")).await;
        page.until_script("it prints as before", "return document.documentElement.dataset.page !== 'brief'").await;
        page.close().await;
    }

    /// The panel of the enterprise leads to the card; a deleted card comes back with its links.
    async fn a_card_is_found_from_its_enterprise_deleted_and_brought_back(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        describe(&page).await;
        link(&page, "indicators", "E1").await;
        page.until_text("whole-3", "69.3%").await;
        page.click_on("[data-test=practice-brief] a[href*='#/enterprises']").await;
        page.until_text("practices-of", TITLE).await;
        page.click_on("[data-test=practices-of] a").await;
        page.until_text("practice-brief", TITLE).await;

        page.click("practice-edit").await;
        page.click("delete-practice").await;
        assert!(page.answer(true).await.contains("可以撤销"));
        page.until_text("rows-count", "2 张样板").await;
        page.click("undo").await;
        page.until_text("practice-cards", TITLE).await;
        page.until_text("practice-cards", "关联指标 1").await;

        page.put("practice-programme", "0000000000000002").await;
        page.until_text("rows-count", "1 张样板").await;
        page.put("practice-programme", "").await;
        page.until_text("rows-count", "3 张样板").await;
        // A card without a programme stands last.
        page.click_on("[data-test=practice-card]:last-child h2 a").await;
        page.until_text("whole-3", "69.3%").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
