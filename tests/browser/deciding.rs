//! The two main ways from figures to decisions: from a blockage to tasks, and from a score to a frozen result.

use crate::{
    driver::{Kind, Profile},
    in_both_browsers,
};

in_both_browsers! {
    /// The way to one group's target becomes tasks in one step, and one undo takes them back.
    async fn the_way_out_of_a_blockage_becomes_tasks_in_one_step(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/penetration?ind=3").await;
        page.until_script("blockages are named", "return [...document.querySelectorAll('main a')].some(a => a.getAttribute('href').startsWith('#/plan'))").await;
        page.run("[...document.querySelectorAll('main a')].find(a => a.getAttribute('href').startsWith('#/plan')).click()").await;
        page.test("whole-scope").await;
        page.click("whole-scope").await;
        page.until_text("way-sum", "最少再推动 1 户").await;
        page.until_text("way-proof", "已证明").await;
        page.click("to-tasks").await;
        page.click("accept").await;
        page.until_script("the task is in the ledger", "return location.hash.startsWith('#/tasks') && document.querySelector('main').textContent.includes('E1-001')").await;
        page.click("undo").await;
        page.until_script("the task is taken back", "return !document.querySelector('main').textContent.includes('E1-001')").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// Two years are frozen, stay untouched by later edits, and stand side by side.
    async fn an_assessment_is_frozen_and_compared_with_another_year(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        for (year, title) in [("2023", "甲次"), ("2024", "乙次")] {
            page.go(&format!("#/evaluation?tab=assessment&year={year}")).await;
            page.until_script("the year", &format!("const e = document.querySelector('[data-test=assessment-year]'); return e && e.value === '{year}'")).await;
            page.test("freeze-by").await.send_keys("张三").await.unwrap();
            page.test("freeze-title").await.send_keys(title).await.unwrap();
            page.click("freeze-now").await;
            page.until_text("result", title).await;
        }
        page.go("#/evaluation?tab=assessment&part=results").await;
        // The latest year stands first.
        page.click_on("tr[data-test^=result-]:nth-child(2) [data-test=compare-from]").await;
        page.click_on("tr[data-test^=result-]:nth-child(1) [data-test=compare-to]").await;
        page.until_text("results-compared", "甲次 → 乙次").await;
        page.until_text("results-compared", "示例能源集团").await;
        page.until_text("results", "未改动").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
