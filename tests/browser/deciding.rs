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
        page.until_text("way-sum", "最省力的组合：再推动 1 户").await;
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

    /// A sum of investments leads to its rows, which make it; an edit of one changes it, and undo takes that back.
    async fn a_sum_of_capital_layout_leads_to_the_rows_that_make_it(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/layout?tab=investment&axis=group").await;
        page.click_on("[data-test=investment-classes] [data-test=cell-2024-emerging]").await;
        page.until_script("the rows are those of the class", "
            const rows = [...document.querySelectorAll('[data-test=investment-row]')];
            return rows.length > 0 && rows.every(row => row.textContent.includes('战略性新兴产业'))").await;
        let sum = "(() => [...document.querySelectorAll('[data-test=investment-row] td:last-child')]
            .reduce((sum, cell) => sum + Number(cell.textContent.replace(/[^0-9.]/g, '') || 0), 0) / 10000)()";
        let shown = "Number(document.querySelector('[data-test=investment-classes] [data-test=cell-2024-emerging]').textContent)";
        page.until_script("they make the sum", &format!("return Math.abs({sum} - {shown}) < 0.01 && {shown}")).await;
        let before = page.run(&format!("return {shown}")).await;
        page.click_on("[data-test=investment-row] a").await;
        page.put("field-amount", "1000000").await;
        page.until_script("the edit is taken", "return !document.querySelector('[data-test=undo]').disabled").await;
        page.go("#/layout?tab=investment&axis=group&year=2024&cls=emerging").await;
        page.until_script("the sum has grown", &format!("return document.querySelector('[data-test=investment-row]') && {shown} > {before} + 50 && Math.abs({sum} - {shown}) < 0.01")).await;
        page.click("undo").await;
        page.until_script("the sum is as before", &format!("return {shown} === {before}")).await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// Each number of what matters leads to as many rows, and a gap to the way that closes it.
    async fn what_matters_leads_to_its_rows(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.test("attention-lines").await;
        let matters = page.run("return [...document.querySelectorAll('[data-test=matter]')].map(a => [a.getAttribute('href'), a.textContent])").await;
        let matters: Vec<(String, String)> = serde_json::from_value(matters).unwrap();
        for screen in ["#/plan?", "#/penetration?", "#/evaluation?inst", "#/evaluation?tab=flags", "#/contracts?", "#/boards?"] {
            assert!(matters.iter().any(|(to, _)| to.starts_with(screen)), "{screen} in {matters:?}");
        }
        for (to, said) in matters {
            page.go("#/overview").await;
            page.click_on(&format!("[data-test=matter][href='{to}']")).await;
            page.until_script(&format!("{to} says {said}"), &shows(&to, &said)).await;
        }
        page.go("#/overview").await;
        page.click("way-3").await;
        page.until_script("the way of that indicator", "const e = document.querySelector('[data-test=plan-indicator]'); return e && e.value === '0000000000000003'").await;
        page.assert_quiet().await;
        page.close().await;
    }
}

/// A script that tells whether the page at an address says what led to it.
fn shows(to: &str, said: &str) -> String {
    let number = said.split(' ').next().unwrap().replace('无', "0");
    let says = |rows: &str, begin: &str| {
        format!("const e = document.querySelector('{rows}'); return e !== null && e.textContent.startsWith('{begin}')")
    };
    let counted = |list: &str| says(&format!("[data-test={list}] [data-test=rows-count]"), &format!("{number} "));
    if to.starts_with("#/plan") {
        // The page tells the likely day too: the days that both tell are the same.
        let is_day = |word: &&str| word.len() == 10 && word.chars().all(|c| c == '-' || c.is_ascii_digit());
        let mut days: Vec<&str> = said.split([' ', '（']).filter(is_day).collect();
        if days.is_empty() {
            days.push(said);
        }
        return format!(
            "const e = document.querySelector('[data-test=forecast-facts]'); return e !== null && {}.every(day => e.textContent.includes(day))",
            serde_json::Value::from(days)
        );
    }
    if to.starts_with("#/penetration") {
        return says("[data-test=open-rows] h2", &format!("未达成明细 ({number})"));
    }
    if to.starts_with("#/contracts") {
        return counted("contract-list");
    }
    if to.starts_with("#/boards") {
        return counted("board-list");
    }
    if to.contains("tab=flags") {
        return counted("flags");
    }
    format!(
        "const e = document.querySelector('[data-test=form-rows] [data-test=rows-count]'); return e !== null && e.textContent === '{number}'"
    )
}
