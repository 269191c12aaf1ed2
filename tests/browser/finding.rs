//! Finding one's way: the screen that was chosen, from a number to its rows and back, and what is told on the way.

use fantoccini::Locator;
use interchange::json::{self, ExportInfo};
use ledger::domain::{
    ActorId, Change, Kind as Table, Ledger, Origin, RawId, RecordRef, Stage, Value,
    choice::Label,
    parse_date,
    records::{Adoption, Enterprise, Task},
};

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
};

fn record(kind: Table, id: u64) -> RecordRef {
    RecordRef::new(kind, RawId(id))
}

/// A file of a new ledger with some records, written on a day.
fn file(profile: &Profile, on: &str, records: Vec<Change>) -> std::path::PathBuf {
    let mut ledger: Ledger = seed::blank(RawId(0xabc0_0000_0000_0021), "找路的台账", "某市国资委").unwrap();
    let at = parse_date(on).unwrap().at(9, 30, 0, 0);
    let origin = Origin { actor: ActorId(21), by: "甲".into(), at, label: Label::Edit, note: String::new() };
    ledger.apply(&Change::Batch(records), &origin).unwrap();
    profile.file("found.json", &json::write(&ledger, &ExportInfo { at, by: "甲".into() }))
}

fn task(id: u64, title: &str) -> Change {
    Change::Create { record: record(Table::Task, id), values: vec![(Task::title, Value::Text(title.into()))] }
}

async fn scrolled(page: &Page) -> i64 {
    page.run("return Math.round(document.querySelector('main').scrollTop)").await.as_i64().unwrap()
}

in_both_browsers! {
    /// The overview came back a second after another screen was chosen.
    async fn a_screen_that_is_chosen_while_a_ledger_opens_stays(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_saved().await;
        page.go("#/data").await;
        page.click("close").await;
        page.test("open-sample").await;
        page.run("document.querySelector('[data-test=open-sample]').click(); location.hash = '#/boards'").await;
        page.test("board-list").await;
        assert_eq!(page.run("return location.hash.split('?')[0]").await, "#/boards");
        page.assert_quiet().await;
        page.close().await;
    }

    /// A copy that a browser saves of the running page looked alive, and said 已存.
    async fn saving_the_page_is_taken_over_and_a_copy_of_it_says_what_it_is(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.until_saved().await;
        let taken = page.run("const e = new KeyboardEvent('keydown', {key: 's', ctrlKey: true, bubbles: true, cancelable: true});
            document.body.dispatchEvent(e); return e.defaultPrevented").await;
        assert_eq!(taken, true, "the browser must not save the page");
        page.until_text("notice", "导出").await;
        let copy = page.run("return '<!doctype html>' + document.documentElement.outerHTML").await;
        let copy = profile.file("copy.html", copy.as_str().unwrap().as_bytes());
        page.client.goto(&format!("file://{}", copy.display())).await.unwrap();
        page.until_script("the copy says what it is", "return document.body.innerText.includes('网页副本，不是台账')").await;
        page.close().await;
    }

    /// With the clock a year behind, rates fell to nothing without a word.
    async fn a_clock_that_is_before_the_last_change_is_told_and_its_day_can_be_taken(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        page.choose_file(&file(&profile, "2099-03-01", vec![task(0x1_0000, "将来的任务")])).await;
        page.until_text("clock-behind", "2099-03-01").await;
        page.click("take-last-day").await;
        page.until_script("the day is taken", "return document.querySelector('[data-test=as-of]').value === '2099-03-01'").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// Two people's records of the same thing, from before there were natural keys.
    async fn doubled_records_are_made_one_from_the_checks(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        let house = record(Table::Enterprise, 0x1_0000);
        let adoption = |id, field, value| Change::Create {
            record: record(Table::Adoption, id),
            values: vec![
                (Adoption::enterprise, Value::Ref(house.id)),
                (Adoption::institution, Value::Ref(RawId(1))),
                (field, value),
            ],
        };
        let day = parse_date("2024-03-01").unwrap();
        let records = vec![
            Change::Create { record: house, values: vec![(Enterprise::name, Value::Text("虚构甲公司".into()))] },
            adoption(0x1_0001, Adoption::issued, Value::Stage(Stage::Yes(Some(day)))),
            adoption(0x1_0002, Adoption::assessed, Value::Stage(Stage::No)),
        ];
        page.choose_file(&file(&profile, "2024-03-01", records)).await;
        page.test("save").await;
        page.go("#/data?tab=checks&check=DuplicateAdoption").await;
        page.click("join-doubles").await;
        page.until_text("notice", "已逐栏合并为一条").await;
        page.until_script("none is left", "return document.querySelector('[data-test=join-doubles]') === null").await;
        let ledger = json::read(&page.export().await.1).unwrap().ledger;
        assert!(ledger.doubles().is_empty());
        let live: Vec<_> = ledger.adoptions.iter().map(|(_, row)| (row.issued, row.assessed)).collect();
        assert_eq!(live, [(Some(Stage::Yes(Some(day))), Some(Stage::No))]);
        page.assert_quiet().await;
        page.close().await;
    }

    /// The rows behind a number stood below the edge of the window, without date, paper or group; and the back
    /// button led to the top of the screen.
    async fn a_number_brings_its_rows_into_sight_and_back_leads_to_where_it_was_clicked(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/coverage").await;
        page.click_on("[data-test=cell-3-total] a").await;
        page.until_script(
            "the rows are in sight",
            "const rows = document.querySelector('[data-test=rows]').getBoundingClientRect();
             return rows.top > 0 && rows.top < innerHeight * .6 && location.hash.includes('cell=total')",
        ).await;
        let row = page.run("return document.querySelector('[data-test=rows] tbody tr').innerText").await;
        let row = row.as_str().unwrap();
        assert!(row.contains("示例能源集团有限公司") && row.contains("2024-") && row.contains("号"), "{row}");
        page.run("document.querySelector('main').scrollTop += 120").await;
        let left_at = scrolled(&page).await;
        page.click_on("[data-test=rows] tbody tr:nth-child(3) a").await;
        page.test("grid").await;
        page.client.back().await.unwrap();
        page.until_script("it is where it was", &format!("return Math.abs(document.querySelector('main').scrollTop - {left_at}) < 2 && location.hash.includes('coverage')")).await;
        page.client.back().await.unwrap();
        page.until_script("before, nothing was scrolled", "return document.querySelector('main').scrollTop === 0 && !location.hash.includes('cell')").await;
        page.assert_quiet().await;
        page.close().await;
    }

    /// A refused table left an empty ledger behind; a large one could not be left.
    async fn a_table_that_is_refused_begins_no_ledger_and_says_where_it_is_too_wide(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        let wide = format!("企业名称{}甲\n", ",".repeat(5_000));
        page.choose_file(&profile.file("wide.csv", wide.as_bytes())).await;
        page.until_text("notice", "1000 列").await;
        page.test("open-sample").await;
        assert!(page.client.find(Locator::Css(".kept li")).await.is_err(), "no ledger was begun");
        page.choose_file(&profile.file("good.csv", "企业名称,统一社会信用代码\n虚构甲公司,\n".as_bytes())).await;
        page.until_text("import-preview", "虚构甲公司").await;
        assert!(page.test("import-preview").await.is_displayed().await.unwrap());
        page.close().await;
    }
}
