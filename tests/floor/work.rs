//! What people do: write, lose the machine, hand tables and sealed files over and take them in.

use interchange::table;

use crate::{on_the_floor, page::Profile};

/// The households that have no exit system yet, in the table of enterprises.
const NOT_YET: &str = "#/enterprises?view=flat&f.stage-0000000000000001-issued=no&f.tier=2|3";

const PASSPHRASE: &str = "口令 Passphrase 2024";

on_the_floor! {
    fn what_was_said_to_be_saved_is_there_after_the_browser_was_killed(version) {
        let profile = Profile::new(version);
        let mut page = profile.open_sample();
        page.go(NOT_YET);
        page.type_into("stage-0000000000000001-issued", "2024-12-02");
        page.assert_quiet("after the edit");
        page.kill();

        let mut page = profile.open_sample_again();
        page.until_text("headline-3", "96/137");
        page.go("#/data?tab=history");
        page.until_text("history", "2024-12-02");
        page.go("#/tasks");
        page.type_into("title", "断电前写下的任务");
        page.kill();

        let mut page = profile.open_sample_again();
        page.until_text("headline-3", "96/137");
        page.go("#/tasks");
        page.until_text("grid", "断电前写下的任务");
        page.until_saved();
        page.assert_quiet("after two kills");
    }

    fn tables_and_sealed_files_go_out_and_come_in(version) {
        let profile = Profile::new(version);
        let mut page = profile.open_sample();
        page.go("#/tasks");
        page.type_into("title", "写进表格的任务");
        let workbook = page.download("table-Excel", "xlsx");
        let sheet = table::open(&workbook, None).unwrap().sheets.remove(0);
        let holds = |text: &str| sheet.rows.iter().flatten().any(|cell| cell.text() == text);
        assert!(holds("写进表格的任务"), "the workbook lacks what was written");
        let tasks = page.run("return document.querySelector('[data-test=row-count]').textContent");

        page.go("#/data?tab=share");
        page.click("share-sealed");
        page.fill("share-passphrase", PASSPHRASE);
        page.fill("share-passphrase-again", PASSPHRASE);
        let sealed = page.download("share-download", "json");
        page.until_text("handed", "SHA-256");
        assert!(!String::from_utf8(sealed.clone()).unwrap().contains("写进表格的任务"), "nothing can be read");

        page.until_saved();
        page.go("#/data");
        page.click("close");
        page.click("new-ledger");
        page.fill("new-title", "试验台账");
        page.click("new-create");
        page.until_text("headline-3", "—");
        page.go("#/data?tab=import");
        page.until("tables can come in", "return document.querySelector('[data-test=import-start]') !== null");
        page.choose_file(&profile.file("tasks.xlsx", &workbook));
        page.until_text("import-preview", "写进表格的任务");
        page.click("import-check");
        page.until_text("outcome-new", "40");
        page.click("import-write");
        page.until_text("notice", "新增 40 条");
        page.go("#/tasks");
        page.until_text("row-count", tasks.as_str().unwrap());
        page.until_text("grid", "写进表格的任务");
        page.until_saved();
        page.assert_quiet("after the workbook");

        page.go("#/data");
        page.click("close");
        page.until("the start screen", "return document.querySelector('[data-test=open-sample]') !== null");
        page.choose_file(&profile.file("sealed.json", &sealed));
        page.until_text("locked", "sealed.json");
        page.fill("passphrase", "口令 passphrase 2024");
        page.click("unlock");
        page.until_text("wrong-passphrase", "口令不对");
        page.fill("passphrase", PASSPHRASE);
        page.click("unlock");
        page.until_text("notice", "已导入");
        page.until_text("headline-3", "95/137");
        page.go("#/tasks");
        page.until_text("grid", "写进表格的任务");
        page.assert_quiet("after the sealed file");
    }
}
