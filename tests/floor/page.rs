//! The built page in a browser of the floor, worked as a person does: with a mouse, keys and files.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::devtools::{DevTools, PATIENCE};

/// What one user has on the machine: a browser with its profile, and a folder for downloads.
pub struct Profile {
    version: &'static str,
    program: PathBuf,
    folder: TempDir,
}

/// An open window on the page.
pub struct Page {
    browser: DevTools,
    downloads: PathBuf,
}

impl Profile {
    /// A user of a Chromium of this version, which the environment names with its path.
    pub fn new(version: &'static str) -> Self {
        let floor = std::env::var("REFORM_LEDGER_FLOOR").expect("`cargo xtask test` names the browsers of the floor");
        let program = floor.split(':').find_map(|browser| browser.strip_prefix(version)?.strip_prefix('='));
        let program = program.unwrap_or_else(|| panic!("no Chromium {version} among {floor}")).into();
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("downloads")).unwrap();
        Self { version, program, folder }
    }

    /// Writes a file of this user.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// Opens the browser on the page and waits until it is ready.
    pub fn open(&self) -> Page {
        let path = std::env::var("REFORM_LEDGER_PAGE").expect("`cargo xtask test` names the built page");
        let mut browser = DevTools::start(&self.program, self.folder.path());
        let product = browser.call("Browser.getVersion", &json!({}))["product"].to_string();
        assert!(product.contains(&format!("/{}.", self.version)), "{product} is not Chromium {}", self.version);
        let downloads = self.folder.path().join("downloads");
        browser.call("Page.setDownloadBehavior", &json!({"behavior": "allow", "downloadPath": downloads}));
        browser.call("Page.navigate", &json!({"url": format!("file://{path}")}));
        browser.until("the page is ready", "return document.documentElement.dataset.state === 'ready'");
        Page { browser, downloads }
    }

    /// Opens the browser on the page, and the sample in it.
    pub fn open_sample(&self) -> Page {
        let mut page = self.open();
        page.click("open-sample");
        page.until_text("headline-3", "69.3%");
        page
    }

    /// Opens the browser again, and the sample as it was left. Which ledger was open is in the local storage,
    /// which Chromium writes seconds later: after a kill the start screen may come first.
    pub fn open_sample_again(&self) -> Page {
        let mut page = self.open();
        if page.run("return document.querySelector('[data-test=open-sample]') !== null") == true {
            page.click("open-sample");
        }
        page
    }
}

fn css(test: &str) -> String {
    format!("[data-test=\"{test}\"]")
}

impl Page {
    pub fn run(&mut self, script: &str) -> Json {
        self.browser.run(script)
    }

    pub fn until(&mut self, what: &str, script: &str) -> Json {
        self.browser.until(what, script)
    }

    pub fn until_text(&mut self, test: &str, part: &str) {
        let script =
            format!("return document.querySelector('{}').textContent.includes({})", css(test), Json::from(part));
        self.until(&format!("{test} says {part}"), &script);
    }

    pub fn until_saved(&mut self) {
        self.until("saved", "return document.querySelector('[data-test=save]').dataset.save === 'saved'");
    }

    pub fn go(&mut self, hash: &str) {
        self.run(&format!("location.hash = {}", Json::from(hash)));
    }

    pub fn click(&mut self, test: &str) {
        self.click_on(&css(test));
    }

    /// Presses the mouse on the middle of an element, once it is there with nothing over it.
    pub fn click_on(&mut self, selector: &str) {
        let place = self.until(
            &format!("{selector} can be clicked"),
            &format!(
                "const e = document.querySelector({});
                 if (e.disabled) return null;
                 e.scrollIntoView({{block: 'nearest', inline: 'nearest'}});
                 const r = e.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
                 return e.contains(document.elementFromPoint(x, y)) ? [x, y] : null",
                Json::from(selector)
            ),
        );
        for (kind, button, count) in
            [("mouseMoved", "none", 0), ("mousePressed", "left", 1), ("mouseReleased", "left", 1)]
        {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": button, "clickCount": count});
            self.browser.call("Input.dispatchMouseEvent", &event);
        }
    }

    /// Types a text into what has the focus, key by key.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.key(json!({"key": letter, "text": letter}));
        }
    }

    pub fn enter(&mut self) {
        self.key(json!({"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}));
    }

    fn key(&mut self, mut key: Json) {
        key["type"] = json!("keyDown");
        self.browser.call("Input.dispatchKeyEvent", &key);
        key["type"] = json!("keyUp");
        key.as_object_mut().unwrap().remove("text");
        self.browser.call("Input.dispatchKeyEvent", &key);
    }

    /// Clicks into a field and types.
    pub fn fill(&mut self, test: &str, text: &str) {
        self.click(test);
        self.type_text(text);
    }

    /// Types into a cell of the first row of the grid, and waits until the row shows it and all is saved.
    pub fn type_into(&mut self, column: &str, text: &str) {
        // The gutter is the row's first child.
        let at = self.until(
            &format!("the column {column} is there"),
            &format!(
                "const heads = [...document.querySelectorAll('.grid-heading')];
                 const at = heads.findIndex(h => h.querySelector('[data-test=\"sort-{column}\"]'));
                 return at < 0 || !document.querySelector('.grid-row') ? null : at + 2"
            ),
        );
        let cell = format!(".grid-row .grid-cell:nth-child({at})");
        self.click_on(&cell);
        self.until("the cell listens", "return document.activeElement.dataset.test === 'cell-input'");
        self.type_text(text);
        self.enter();
        self.until(
            &format!("{text} is in its cell and saved"),
            &format!(
                "return document.querySelector('{cell}').textContent.includes({}) &&
                     document.querySelector('[data-test=save]').dataset.save === 'saved'",
                Json::from(text)
            ),
        );
    }

    pub fn choose_file(&mut self, path: &Path) {
        self.until("a file can be chosen", "return document.querySelector('[data-test=import-file]') !== null");
        let asked = json!({"expression": "document.querySelector('[data-test=import-file]')"});
        let input = self.browser.call("Runtime.evaluate", &asked)["result"]["objectId"].take();
        self.browser.call("DOM.setFileInputFiles", &json!({"files": [path], "objectId": input}));
    }

    /// Presses a button that hands a file over, and gives what is in it.
    pub fn download(&mut self, test: &str, ending: &str) -> Vec<u8> {
        let before = self.downloaded(ending);
        self.click(test);
        let started = Instant::now();
        loop {
            let new = self.downloaded(ending).into_iter().find(|path| !before.contains(path));
            if let Some(bytes) = new.and_then(|path| fs::read(path).ok()).filter(|bytes| !bytes.is_empty()) {
                return bytes;
            }
            assert!(started.elapsed() < PATIENCE, "nothing was downloaded");
            // Asked again at each frame.
            self.run("return new Promise(done => requestAnimationFrame(() => done(true)))");
        }
    }

    fn downloaded(&self, ending: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.downloads).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|own| own == ending)).collect()
    }

    /// Fails where the page, its console or the browser's log noted an error.
    pub fn assert_quiet(&mut self, place: &str) {
        assert_eq!(self.run("return window.reformLedgerErrors"), json!([]), "{place}: an error on the page");
        let complaints = self.browser.complaints();
        assert!(complaints.is_empty(), "{place}: {complaints:?}");
    }

    /// Kills the browser with all its processes, as a loss of power would.
    pub fn kill(self) {
        self.browser.kill();
    }
}
