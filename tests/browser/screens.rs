//! Every screen: its parts, its width, its words, its numbers that lead to rows; and what old kernels see.

use std::{fs, path::PathBuf};

use crate::{
    driver::{Kind, Profile},
    in_both_browsers,
};

const SCREENS: [&str; 26] = [
    "#/overview",
    "#/tasks",
    "#/enterprises",
    "#/coverage",
    "#/coverage?axis=group&ind=3&cell=total&answer=no",
    "#/contracts",
    "#/layout",
    "#/layout?tab=investment",
    "#/layout?tab=yearly",
    "#/layout?tab=restructuring",
    "#/boards",
    "#/penetration",
    "#/evaluation",
    "#/evaluation?tab=flags",
    "#/evaluation?tab=assessment",
    "#/evaluation?tab=units",
    "#/compare",
    "#/plan",
    "#/plan?tab=what-if",
    "#/plan?tab=forecast",
    "#/pilots",
    "#/pilots?tab=practices",
    "#/data",
    "#/data?tab=history",
    "#/data?tab=checks",
    "#/data?tab=records",
];

/// What every screen must have, as a script that lists what it lacks.
const STRUCTURE: &str = "
    const lacks = [];
    if (document.querySelectorAll('main').length !== 1) lacks.push('one main part');
    if (!document.querySelector('nav [aria-current=page]')) lacks.push('where we are');
    if (!document.body.textContent.includes('非涉密系统，不得录入国家秘密')) lacks.push('the warning');
    if (!document.querySelector('.foot').textContent.includes('统计日')) lacks.push('the as-of date');
    if (!document.querySelector('[data-test=invented]')) lacks.push('the sample mark');
    for (const e of document.querySelectorAll('button, a, input:not([type=file]), select, textarea')) {
        if (!e.checkVisibility()) continue;
        /* What a list offers does not say what is chosen from it. */
        const own = e.tagName === 'SELECT' ? '' : e.textContent.trim();
        const label = e.getAttribute('aria-label') || e.title || e.placeholder || own ||
            (e.labels && [...e.labels].map(l => l.textContent).join('')) || '';
        if (!label.trim()) lacks.push('a name for ' + e.outerHTML.slice(0, 120));
    }
    for (const e of document.querySelectorAll('svg')) {
        if (!e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby') && e.getAttribute('aria-hidden') !== 'true' && !e.querySelector('title') && !e.closest('[aria-label]'))
            lacks.push('words for a chart ' + e.outerHTML.slice(0, 80));
    }
    const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
    if (new Set(ids).size !== ids.length) lacks.push('distinct ids');
    if (document.querySelectorAll('h1').length !== 1) lacks.push('one first heading');
    let level = 0;
    for (const e of document.querySelectorAll('h1, h2, h3, h4')) {
        const own = Number(e.tagName[1]);
        if (own > level + 1) lacks.push('a heading above ' + e.textContent);
        level = own;
    }
    for (const e of document.querySelectorAll('main th')) {
        if (e.checkVisibility() && !e.textContent.trim() && !e.querySelector('[aria-label]')) lacks.push('a word in a heading of ' + e.closest('tr').textContent);
    }
    /* A link amid words is told by more than its colour. */
    for (const e of document.querySelectorAll('main a[href]')) {
        const beside = [...e.parentElement.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
        const style = getComputedStyle(e);
        const told = style.textDecorationLine.includes('underline') || Number(style.fontWeight) >= 600 || style.display !== 'inline';
        if (beside && e.checkVisibility() && !told) lacks.push('an underline for ' + e.outerHTML.slice(0, 120));
    }
    for (const e of document.querySelectorAll('[role=row] > *')) {
        if (!['gridcell', 'columnheader', 'rowheader'].includes(e.getAttribute('role'))) lacks.push('a role for ' + e.outerHTML.slice(0, 120));
    }
    return lacks;";

/// What does not fit its window, as a script that lists it.
const FIT: &str = "
    const wrong = [], root = document.documentElement, main = document.querySelector('main');
    if (root.scrollWidth > root.clientWidth) wrong.push('the page is ' + root.scrollWidth + ' px wide in ' + root.clientWidth);
    if (main.scrollWidth > main.clientWidth) wrong.push('the screen is ' + main.scrollWidth + ' px wide in ' + main.clientWidth);
    const scrolls = e => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY);
    const page = root.scrollHeight > root.clientHeight;
    if (page && scrolls(main)) wrong.push('two bars: the page and the screen');
    const lists = [...main.querySelectorAll('*')].filter(e => scrolls(e) && e.clientHeight > 0 && !e.matches('textarea, select'));
    if ((page || scrolls(main)) && lists.length) wrong.push('two bars: the screen and ' + lists.map(e => e.className));
    return wrong;";

/// Windows of a desk, of a projector, and of a projector at 150 %.
const WINDOWS: [(u32, u32); 3] = [(1366, 768), (1024, 768), (683, 720)];

in_both_browsers! {
    async fn first_start_offers_three_ways_and_asks_the_network_for_nothing(kind) {
        let page = Profile::new(kind).open().await;
        for test in ["open-sample", "import", "new-ledger", "open-public"] {
            page.test(test).await;
        }
        page.assert_quiet().await;
        page.close().await;
    }

    async fn every_screen_has_its_parts_and_fits_its_window(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let mut wrong = Vec::new();
        for english in [false, true] {
            for screen in SCREENS {
                page.go(screen).await;
                let path = screen.split('?').next().unwrap();
                page.until_script(screen, &format!("const a = document.querySelector('nav [aria-current=page]'); return a && a.getAttribute('href').startsWith('{path}')")).await;
                page.assert_quiet().await;
                if !english {
                    let mut told = vec![(screen.to_owned(), page.run(STRUCTURE).await)];
                    for (width, height) in WINDOWS {
                        page.client.set_window_size(width, height).await.unwrap();
                        told.push((format!("{screen} in {width} × {height}"), page.run(FIT).await));
                    }
                    wrong.extend(told.into_iter().filter(|(_, list)| *list != serde_json::json!([])));
                }
            }
            page.click("language").await;
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        page.close().await;
    }

    async fn a_number_leads_to_its_rows_and_the_rows_are_as_many_as_it_says(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/coverage?axis=tier").await;
        page.click_on("[data-test=cell-3-2] a").await;
        page.click("answer-yes").await;
        page.until_text("rows-count", "22 ").await;
        page.click("answer-open").await;
        page.until_text("rows-count", "7 ").await;
        page.until_text("cell-3-2", "22/29").await;
        page.until_text("explained", "应纳入口径").await;
        page.until_text("explained", "全口径").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn an_earlier_day_shows_what_stood_on_it(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/overview?on=2020-01-01").await;
        page.until_text("headline-3", "0.0%").await;
        page.until_script("the foot tells the day", "return document.querySelector('.foot').textContent.includes('2020-01-01')").await;
        page.close().await;
    }

    async fn the_public_material_quotes_the_articles_numbers_with_their_source(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        page.click("open-public").await;
        page.test("headline-3").await;
        page.go("#/pilots").await;
        page.until_script("264 and 304 with source", "const t = document.querySelector('main').textContent; return t.includes('264') && t.includes('304') && t.includes('新华社')").await;
        page.assert_quiet().await;
        page.close().await;
    }
}

#[tokio::test]
async fn a_kernel_below_the_floor_is_told_in_words() {
    // An old kernel is played by the page itself: the one thing it asks for first is taken away.
    let html = fs::read_to_string(std::env::var_os("REFORM_LEDGER_PAGE").unwrap()).unwrap();
    let policy = html.split("<meta http-equiv=\"Content-Security-Policy\"").nth(1).unwrap().split('>').next().unwrap();
    let old = html.replace(&format!("<meta http-equiv=\"Content-Security-Policy\"{policy}>"), "").replacen(
        "<script>",
        "<script>delete window.BroadcastChannel</script><script>",
        1,
    );
    let profile = Profile::new(Kind::Chromium);
    let path: PathBuf = profile.file("old.html", old.as_bytes());
    let page = profile.open_at(&path).await;
    page.until_script("told", "return document.documentElement.dataset.state === 'unsupported'").await;
    let text = page.element("#start-message").await.text().await.unwrap();
    assert!(text.contains("内核过旧") && text.contains("没有丢失"), "{text}");
    page.close().await;
}
