//! From a blockage over the cheapest way to tasks.

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
}
