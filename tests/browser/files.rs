//! Files that go out and come in.

use std::fs;

use crate::{
    driver::{Kind, Profile},
    in_both_browsers,
    ledger::type_into,
};

in_both_browsers! {
    async fn an_exported_file_opens_at_a_colleagues_and_goes_out_again_byte_by_byte_the_same(kind) {
        let mine = Profile::new(kind);
        let page = mine.open_sample().await;
        page.go("#/tasks").await;
        type_into(&page, "title", "改了的任务「引号\"与<标签>」").await;
        page.until_saved().await;
        let (_, file) = page.export().await;
        page.until_text("export-age", "已导出").await;
        page.close().await;

        let theirs = Profile::new(kind);
        let page = theirs.open().await;
        page.choose_file(&theirs.file("received.json", &file)).await;
        page.until_text("notice", "已导入").await;
        page.until_text("headline-3", "95/137").await;
        page.go("#/tasks").await;
        page.until_text("grid", "改了的任务「引号\"与<标签>」").await;
        let (_, again) = page.export().await;
        assert!(file == again, "the file came out different: {} and {} bytes", file.len(), again.len());
        page.assert_quiet().await;
        page.close().await;
    }

    async fn bad_files_cost_a_sentence_and_nothing_else(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let (path, file) = page.export().await;
        let text = String::from_utf8(file).unwrap();
        let deep = format!("{{\"format\":\"reform-ledger\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        for (name, content, said) in [
            ("cut.json", text[..text.len() / 2].trim_end().to_owned(), "文件不完整"),
            ("other.json", "{\"a\":1}".to_owned(), "不是国企改革台账导出的"),
            ("page.json", "<html></html>".to_owned(), "网页文件"),
            ("bent.json", text.replacen("\"clock\":", "\"clock\";", 1), "不是有效的 JSON"),
            ("proto.json", text.replacen("\"ledger\":", "\"__proto__\":{},\"ledger\":", 1), "不允许的名称"),
            ("day.json", text.replacen("\"deadline\":\"2024-12-31\"", "\"deadline\":\"2024-02-30\"", 1), "deadline"),
            ("deep.json", deep, "嵌套"),
        ] {
            page.go("#/data").await;
            page.choose_file(&profile.file(name, content.as_bytes())).await;
            page.until_text("notice", said).await;
            page.until_text("notice", "现有数据没有任何改动").await;
        }
        page.go("#/overview").await;
        page.until_text("headline-3", "95/137").await;
        fs::remove_file(path).unwrap();
        let (_, again) = page.export().await;
        assert_eq!(text.as_bytes(), again, "the open ledger is what it was");
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_huge_file_is_refused_before_it_is_read(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let path = profile.file("huge.json", b"");
        fs::File::options().write(true).open(&path).unwrap().set_len(600 << 20).unwrap();
        page.go("#/data").await;
        page.choose_file(&path).await;
        page.until_text("notice", "超过可读取的 512 MB").await;
        page.until_text("notice", "没有任何改动").await;
        page.assert_quiet().await;
        page.close().await;
    }

    async fn a_newer_file_opens_to_be_looked_at_only(kind) {
        let profile = Profile::new(kind);
        let page = profile.open_sample().await;
        let (_, file) = page.export().await;
        let newer = String::from_utf8(file).unwrap().replacen("\"version\":1", "\"version\":2", 1);
        page.go("#/data").await;
        page.choose_file(&profile.file("newer.json", newer.as_bytes())).await;
        page.until_text("notice", "只能查看").await;
        page.until_text("save", "只读").await;
        page.go("#/tasks").await;
        type_into(&page, "title", "不许改").await;
        page.until_text("notice", "只能查看，不能修改").await;
        page.assert_quiet().await;
        page.close().await;
    }
}
