//! Tables in: by file, by drop, by paste; and what hostile ones cost.

use std::{fs, path::PathBuf};

use serde_json::{Value as Json, json};

use crate::{
    driver::{Kind, Page, Profile},
    in_both_browsers,
};

fn twin(ending: &str) -> PathBuf {
    PathBuf::from(format!("{}/files/twins/twins.{ending}", env!("CARGO_MANIFEST_DIR")))
}

async fn new_ledger(profile: &Profile) -> Page {
    let page = profile.open().await;
    page.click("new-ledger").await;
    page.test("new-title").await.send_keys("试验台账").await.unwrap();
    page.click("new-create").await;
    page.until_text("headline-3", "—").await;
    page
}

/// Pastes a text into the element that a selector names, as the clipboard would; each browser takes
/// the text of a made event in a way of its own.
async fn paste(page: &Page, selector: &str, text: &str) {
    paste_as(page, selector, "text/plain", text).await;
}

async fn paste_as(page: &Page, selector: &str, what: &str, text: &str) {
    // Later, so that a question it asks holds up no script.
    page.run(&format!(
        "const text = {}; const data = new DataTransfer(); data.setData('{what}', text);
         const event = new ClipboardEvent('paste', {{clipboardData: data, data: text, dataType: '{what}', bubbles: true, cancelable: true}});
         setTimeout(() => document.querySelector('{selector}').dispatchEvent(event))",
        Json::from(text)
    ))
    .await;
}

/// The tasks of an exported file, without what only merging needs.
async fn tasks(page: &Page) -> Vec<Json> {
    let (path, bytes) = page.export().await;
    fs::remove_file(path).unwrap();
    let mut file: Json = serde_json::from_slice(&bytes).unwrap();
    let mut tasks = file["tasks"].as_array_mut().unwrap().clone();
    for task in &mut tasks {
        let task = task.as_object_mut().unwrap();
        task.remove("_stamps");
        task.remove("_digest");
    }
    tasks
}

fn block(rows: usize, mark: &str) -> String {
    let line = |at: usize| format!("{at}\t{mark}{at}\t体制机制类\t组织保障\t\"第一行{mark}\n第二行\"\t是\t否\t某单位");
    (1..=rows).map(line).collect::<Vec<_>>().join("\r\n") + "\r\n"
}

in_both_browsers! {
    async fn a_workbook_is_looked_at_compared_written_and_undone_in_one_step(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        for (ending, outcome) in [("xls", "outcome-new"), ("ods", "outcome-unchanged")] {
            page.go("#/data?tab=import").await;
            page.choose_file(&twin(ending)).await;
            page.until_text("import-preview", "虚构第12有限公司").await;
            page.click("import-check").await;
            page.until_text(outcome, "13").await;
            if ending == "xls" {
                page.click("import-write").await;
                page.until_text("notice", "新增 13 条").await;
                page.until_saved().await;
            } else {
                page.click("import-cancel").await;
                page.test("import-start").await;
            }
        }
        page.go("#/enterprises?cols=fill").await;
        page.until_text("row-count", "13").await;
        page.until_text("grid", "91000000MA0000001R").await;
        page.click("undo").await;
        page.until_text("row-count", "0").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_file_dropped_on_the_start_screen_begins_a_ledger_and_its_import(kind) {
        let profile = Profile::new(kind);
        let page = profile.open().await;
        page.run("const data = new DataTransfer(); data.items.add(new File(['企业名称,地区\\r\\n甲公司,江苏省\\r\\n'], '返回表.csv'));
            document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}))").await;
        page.until_text("import-preview", "甲公司").await;
        page.click("import-check").await;
        page.click("import-write").await;
        page.until_text("notice", "新增 1 条").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_choice_of_columns_is_offered_again_for_the_same_layout(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        let file = profile.file("a.csv", "编号,任务名称,怪列\n1,甲,江苏\n".as_bytes());
        for again in [false, true] {
            page.go("#/data?tab=import").await;
            page.choose_file(&file).await;
            page.until_text("import-preview", "江苏").await;
            if again {
                page.until_script("the choice is offered", "return document.querySelector('[data-test=map-2]').value === 'responsible_unit'").await;
            } else {
                page.run("document.querySelector('[data-test=map-2]').focus()").await;
                page.until_script("the choices are there", "return document.querySelector('[data-test=map-2]').options.length > 9").await;
                page.run("const s = document.querySelector('[data-test=map-2]'); s.value = 'responsible_unit'; s.dispatchEvent(new Event('change', {bubbles: true}))").await;
                page.click("import-check").await;
                page.test("import-result").await;
            }
            page.click("import-cancel").await;
        }
        page.assert_quiet().await;
        page.close().await;
    }

    /// Word's last row of no height emptied the row below, paragraphs and nested cells ran together, and a second
    /// table mixed with the first.
    async fn tables_of_word_are_pasted_row_by_row_with_their_lines(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        page.go("#/tasks?cols=lead").await;
        page.click("new-task").await;
        page.until_text("row-count", "1 行").await;
        page.click_on(".grid-row .grid-cell:nth-child(2)").await;
        let html = "<p>前言</p><table><tr><td rowspan=2>甲</td></tr></table>
            <table><tr><td>乙<table><tr><td>1</td><td>2</td></tr></table></td></tr>
            <tr><td><p>第一段</p><p>第二段</p><ul><li>甲项</li><li>乙项</li></ul></td></tr>
            <tr height=0><td></td></tr><tr style='HEIGHT: 0pt'><td>有内容的行</td></tr></table>";
        paste_as(&page, "[data-test=cell-input]", "text/html", html).await;
        assert!(page.answer(true).await.contains("3 行"), "what is added is asked for");
        page.until_text("row-count", "4 行").await;
        page.until_text("notice", "表格以外的文字没有粘贴：「前言」").await;
        let titles: Vec<String> = tasks(&page).await.iter().map(|task| task["title"].as_str().unwrap().to_owned()).collect();
        assert_eq!(titles, ["甲", "乙 1 2", "第一段 第二段 甲项 乙项", "有内容的行"]);
        // Errors of a spreadsheet are told, and nothing is written.
        paste(&page, "[data-test=cell-input]", "#N/A\t\r\n########\r\n").await;
        page.until_text("notice", "没有粘贴").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_pasted_block_of_200_rows_makes_200_rows_and_one_undo_restores_what_was_there(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        page.go("#/data?tab=import").await;
        page.test("paste-zone").await;
        paste(&page, "[data-test=paste-zone]", &format!("编号\t任务名称\t改革类别\t章节\t举措\t主体任务\t重点难点\t责任单位\r\n{}", block(201, "原"))).await;
        page.until_text("import-preview", "原1").await;
        page.click("import-check").await;
        page.until_text("outcome-new", "201").await;
        page.click("import-write").await;
        page.until_text("notice", "新增 201 条").await;
        let before = tasks(&page).await;
        assert_eq!(before.len(), 201);
        assert_eq!(before[0]["measure"], "第一行原\n第二行");

        page.go("#/tasks?cols=fill&sort=number").await;
        page.until_text("row-count", "201").await;
        page.click_on(".grid-row .grid-cell:nth-child(2)").await;
        paste(&page, "[data-test=cell-input]", &block(200, "新")).await;
        page.until_text("grid", "新1").await;
        let after = tasks(&page).await;
        let changed = after.iter().filter(|task| task["title"].as_str().unwrap().starts_with('新')).count();
        assert_eq!((after.len(), changed), (201, 200));
        assert!(after.iter().filter(|task| task["title"] == json!("原201")).count() == 1, "row 201 was left alone");
        page.click("undo").await;
        page.until_text("grid", "原1").await;
        assert_eq!(tasks(&page).await, before);

        // Two lines for the last row: the second becomes a row of its own, once that is agreed to.
        page.run("window.confirm = () => true").await;
        page.go("#/tasks?cols=fill&sort=number&f.number=201").await;
        page.until_text("row-count", "1 /").await;
        page.click_on(".grid-row .grid-cell:nth-child(2)").await;
        paste(&page, "[data-test=cell-input]", "201\t原201\r\n202\t添202\r\n").await;
        page.go("#/tasks?cols=fill").await;
        page.until_text("row-count", "202").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_long_read_shows_that_it_moves_and_can_be_left(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        let mut text = String::from("企业名称,地区,备注\n");
        for row in 0..150_000 {
            text.push_str(&format!("虚构{row:06}公司,江苏省,备注备注备注备注\n"));
        }
        page.go("#/data?tab=import").await;
        page.choose_file(&profile.file("long.csv", text.as_bytes())).await;
        page.test("import-progress").await;
        page.click("import-cancel").await;
        page.test("import-start").await;
        page.go("#/enterprises").await;
        page.until_text("row-count", "0").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn hostile_tables_cost_a_sentence_and_nothing_else(kind) {
        let profile = Profile::new(kind);
        let page = new_ledger(&profile).await;
        let sound = fs::read(twin("xlsx")).unwrap();
        for (name, bytes, said) in [
            ("cut.xlsx", sound[..sound.len() / 2].to_vec(), "不完整或已损坏"),
            ("page.xlsx", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), "网页文件"),
            ("empty.xlsx", Vec::new(), "0 字节"),
            ("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "不是表格文件"),
        ] {
            page.go("#/data?tab=import").await;
            page.choose_file(&profile.file(name, &bytes)).await;
            page.until_text("notice", said).await;
            page.until_text("notice", "没有任何改动").await;
        }
        page.assert_quiet().await;
        page.close().await;
    }

    async fn tables_go_out_as_they_stand(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        page.go("#/tasks?f.key=yes&cols=fill").await;
        page.until_text("row-count", " / 40").await;
        let csv = page.download("table-CSV", "csv").await;
        let text = String::from_utf8(csv).unwrap();
        let rows = page.run("return document.querySelector('[data-test=row-count]').textContent").await;
        let shown: usize = rows.as_str().unwrap().split_whitespace().next().unwrap().parse().unwrap();
        assert!(text.starts_with('\u{feff}'));
        assert!(text.lines().count() > shown, "a line for each row and one for the header");
        let xlsx = page.download("table-Excel", "xlsx").await;
        assert!(xlsx.starts_with(b"PK"));
        page.go("#/data").await;
        assert!(page.download("export-workbook", "xlsx").await.len() > xlsx.len());
        page.go("#/data?tab=import").await;
        assert!(page.download("template-tasks", "xlsx").await.starts_with(b"PK"));
        page.assert_quiet().await;
        page.close().await;
    }
}

/// Chromium alone lets a page make the event with a clipboard of its own to look into.
#[tokio::test]
async fn copied_cells_are_a_table_for_word_and_excel_and_text_with_tabs() {
    let profile = Profile::new(Kind::Chromium);
    let page = profile.open_sample().await;
    page.go("#/enterprises?cols=fill").await;
    page.click_on(".grid-row .grid-cell:nth-child(3)").await;
    let copied = page
        .run(
            "const data = new DataTransfer();
             document.querySelector('[data-test=cell-input]').dispatchEvent(
                 new ClipboardEvent('copy', {clipboardData: data, bubbles: true, cancelable: true}));
             return [data.getData('text/html'), data.getData('text/plain')]",
        )
        .await;
    let (html, text) = (copied[0].as_str().unwrap(), copied[1].as_str().unwrap());
    assert_eq!(text.len(), 18, "the credit code, and nothing else: {text}");
    assert!(html.contains("<table") && html.contains("mso-number-format:'\\@'") && html.contains(text), "{html}");
    page.close().await;
}
