//! Every screen, with content, without errors, and with nothing over anything else.

use serde_json::Value as Json;

use crate::{
    on_the_floor,
    page::{Page, Profile},
};

/// Whether a screen has more to show than its head.
const SHOWN: &str = "
    const main = document.querySelector('main'), head = main.querySelector('.screen-head');
    const words = main.innerText.trim().length - (head ? head.innerText.trim().length : 0);
    return words > 20 && !main.querySelector('[data-test=attention-wait]');";

/// What is wrong with the layout, as a script that lists it.
const LAYOUT: &str = "
    const wrong = [], root = document.documentElement;
    if (innerWidth !== 1366 || innerHeight !== 768) wrong.push('a window of ' + innerWidth + ' x ' + innerHeight);
    if (root.scrollWidth > root.clientWidth) wrong.push(root.scrollWidth + ' px wide in ' + root.clientWidth);
    if (root.scrollHeight > root.clientHeight) wrong.push(root.scrollHeight + ' px high in ' + root.clientHeight);
    const name = e => e.className + ' ' + e.textContent.trim().slice(0, 20);
    const parts = e => [...e.children]
        .filter(part => !['absolute', 'fixed'].includes(getComputedStyle(part).position))
        .map(part => ({part, at: part.getBoundingClientRect()}))
        .filter(({at}) => at.width > 0 && at.height > 0);
    for (const bar of document.querySelectorAll('.top, .nav, .nav-group, .screen-head, .grid-tools, .tabs, .foot')) {
        const own = parts(bar), room = bar.getBoundingClientRect();
        own.forEach((one, i) => {
            if (one.at.right > room.right + 1 && !bar.matches('.foot')) wrong.push(name(one.part) + ' sticks out of ' + bar.className);
            own.slice(i + 1).forEach(other => {
                const across = Math.min(one.at.right, other.at.right) - Math.max(one.at.left, other.at.left);
                const down = Math.min(one.at.bottom, other.at.bottom) - Math.max(one.at.top, other.at.top);
                if (across > 1.5 && down > 1.5) wrong.push(name(one.part) + ' and ' + name(other.part) + ' overlap in ' + bar.className);
            });
        });
    }
    /* Neighbours keep the distance that the style sheet asks for, with or without gaps of flexible boxes. */
    for (const box of document.querySelectorAll('body *')) {
        const style = getComputedStyle(box);
        if (!style.display.endsWith('flex') || !style.flexDirection.startsWith('row')) continue;
        const gap = parseFloat(style.columnGap) || 0, own = parts(box);
        for (let i = 1; i < own.length; i++) {
            const before = own[i - 1].at, after = own[i].at;
            const besides = Math.min(before.bottom, after.bottom) > Math.max(before.top, after.top);
            if (besides && after.left - before.right < gap - 1)
                wrong.push(name(own[i - 1].part) + ' and ' + name(own[i].part) + ' are ' + (after.left - before.right) + ' px apart, not ' + gap);
        }
    }
    return wrong;";

fn look(page: &mut Page, place: &str) {
    page.until(&format!("{place} shows something"), SHOWN);
    page.assert_quiet(place);
    assert_eq!(page.run(LAYOUT), serde_json::json!([]), "{place}: the layout");
}

fn texts(list: &Json) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// The tabs of a screen's head.
const HEAD_TABS: &str = ".screen-head .tabs [data-test^=tab-]";

/// What else chooses what a screen shows; the tabs of a grid hand tables over.
const INNER_TABS: &str = "main .tabs [data-test]:not([data-test^=tab-]):not([data-test^=table-])";

fn tabs(page: &mut Page, selector: &str) -> Vec<String> {
    texts(&page.run(&format!("return [...document.querySelectorAll('{selector}')].map(e => e.dataset.test)")))
}

on_the_floor! {
    /// The page's own links and tabs say what there is.
    fn every_screen_has_content_no_error_and_nothing_over_anything_else(version) {
        let profile = Profile::new(version);
        let mut page = profile.open();
        look(&mut page, "the start screen");
        page.click("open-sample");
        page.until_text("headline-3", "69.3%");
        let mut looked = 0;
        for language in ["Chinese", "English"] {
            let screens = texts(&page.run("return [...document.querySelectorAll('nav a')].map(a => a.getAttribute('href'))"));
            for screen in screens {
                page.click_on(&format!("nav a[href=\"{screen}\"]"));
                page.until(&screen, &format!("return document.querySelector('nav [aria-current=page]').getAttribute('href') === '{screen}'"));
                let mut heads = tabs(&mut page, HEAD_TABS);
                heads.insert(0, String::new());
                for head in heads {
                    let place = format!("{screen} {head} in {language}");
                    if !head.is_empty() {
                        page.click(&head);
                        page.until(&place, &format!("return document.querySelector('[data-test=\"{head}\"]').classList.contains('on')"));
                    }
                    look(&mut page, &place);
                    for inner in tabs(&mut page, INNER_TABS) {
                        page.click(&inner);
                        look(&mut page, &format!("{place} {inner}"));
                        looked += 1;
                    }
                    looked += 1;
                }
            }
            page.click("language");
        }
        assert!(looked > 150, "no more than {looked} places: are links and tabs found?");
        page.go("#/tasks");
        page.click("open-row");
        page.until("the detail shows", "return document.querySelector('[data-test=detail]').innerText.length > 20");
        look(&mut page, "a task's detail");
    }
}
