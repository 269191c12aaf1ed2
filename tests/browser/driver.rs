//! A browser on the built page over `file://`: started, driven by conditions, never by waiting for time to pass.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// How long a condition may take to come true before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Chromium,
    Firefox,
}

/// How the browser treats storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    Allowed,
    Denied,
}

/// What one user has on the machine: a browser profile and a folder for downloads.
pub struct Profile {
    kind: Kind,
    storage: Storage,
    folder: TempDir,
}

/// An open browser window on the page.
pub struct Page {
    pub client: Client,
    downloads: PathBuf,
    driver: Child,
}

fn page_path() -> PathBuf {
    PathBuf::from(std::env::var_os("REFORM_LEDGER_PAGE").expect("`cargo xtask test` names the built page"))
}

impl Profile {
    pub fn new(kind: Kind) -> Self {
        Self::with(kind, Storage::Allowed)
    }

    pub fn with(kind: Kind, storage: Storage) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("downloads")).unwrap();
        fs::create_dir(folder.path().join("profile")).unwrap();
        Self { kind, storage, folder }
    }

    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn capabilities(&self) -> serde_json::Map<String, Json> {
        let (profile, downloads) = (self.folder.path().join("profile"), self.folder.path().join("downloads"));
        let denied = self.storage == Storage::Denied;
        let caps = match self.kind {
            Kind::Chromium => {
                let mut prefs = json!({"download.default_directory": downloads, "download.prompt_for_download": false});
                if denied {
                    prefs["profile.default_content_setting_values.cookies"] = json!(2);
                }
                json!({"browserName": "chrome", "goog:chromeOptions": {
                    "args": [
                        format!("--user-data-dir={}", profile.display()), "--headless=new", "--no-sandbox", "--disable-gpu",
                        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                        "--disable-quic", "--window-size=1366,768", "--lang=zh-CN",
                    ],
                    "prefs": prefs,
                }})
            }
            Kind::Firefox => {
                let mut prefs = json!({
                    "browser.download.dir": downloads, "browser.download.folderList": 2,
                    "browser.download.useDownloadDir": true, "intl.accept_languages": "zh-CN",
                    "browser.helperApps.neverAsk.saveToDisk": "application/json,text/plain,text/csv,text/html,application/zip,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    "browser.sessionstore.resume_from_crash": false,
                });
                if denied {
                    prefs["network.cookie.cookieBehavior"] = json!(2);
                }
                json!({"browserName": "firefox", "moz:firefoxOptions": {
                    "args": ["-headless", "-profile", profile, "--width=1366", "--height=768"], "prefs": prefs,
                    "binary": "/usr/bin/firefox-esr",
                }})
            }
        };
        caps.as_object().unwrap().clone()
    }

    /// Opens the browser on the page and waits until it is ready.
    pub async fn open(&self) -> Page {
        let page = self.open_at(&page_path()).await;
        page.until_ready().await;
        page
    }

    /// Opens the browser on the page, and the sample in it.
    pub async fn open_sample(&self) -> Page {
        let page = self.open().await;
        page.click("open-sample").await;
        page.until_text("headline-3", "69.3%").await;
        page
    }

    /// Opens the browser on some page.
    pub async fn open_at(&self, path: &Path) -> Page {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = match self.kind {
            Kind::Chromium => Command::new("chromedriver"),
            Kind::Firefox => Command::new(std::env::var_os("REFORM_LEDGER_GECKODRIVER").unwrap()),
        };
        if self.kind == Kind::Firefox {
            // Each driver needs a port of its own for the browser, too.
            command.arg("--marionette-port").arg("0");
        }
        command.arg(format!("--port={port}")).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
        let driver = command.spawn().unwrap();
        let address = format!("http://127.0.0.1:{port}");
        let started = Instant::now();
        // A driver takes connections before it can serve them.
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(self.capabilities()).connect(&address).await {
                Ok(client) => break client,
                Err(error) => assert!(started.elapsed() < PATIENCE, "{:?}: {error}", self.kind),
            }
        };
        client.set_window_size(1366, 768).await.unwrap();
        client.goto(&format!("file://{}", path.display())).await.unwrap();
        Page { client, downloads: self.folder.path().join("downloads"), driver }
    }
}

/// Asks again until there is an answer.
async fn until<T, F: Future<Output = Result<Option<T>, CmdError>>>(what: &str, ask: impl Fn() -> F) -> T {
    let started = Instant::now();
    loop {
        match ask().await {
            Ok(Some(answer)) => return answer,
            other => assert!(started.elapsed() < PATIENCE, "never: {what} ({:?})", other.err()),
        }
    }
}

fn css(test: &str) -> String {
    format!("[data-test=\"{test}\"]")
}

impl Page {
    pub async fn until_ready(&self) {
        self.until_script("the page is ready", "return document.documentElement.dataset.state === 'ready'").await;
    }

    pub async fn run(&self, script: &str) -> Json {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Waits until a script says something other than false or null, and gives it.
    pub async fn until_script(&self, what: &str, script: &str) -> Json {
        until(what, || async {
            let answer = self.client.execute(script, Vec::new()).await?;
            Ok((!matches!(answer, Json::Null | Json::Bool(false))).then_some(answer))
        })
        .await
    }

    pub async fn element(&self, selector: &str) -> Element {
        until(selector, || async { Ok(self.client.find(Locator::Css(selector)).await.ok()) }).await
    }

    pub async fn test(&self, test: &str) -> Element {
        self.element(&css(test)).await
    }

    pub async fn click(&self, test: &str) {
        self.click_on(&css(test)).await;
    }

    pub async fn click_on(&self, selector: &str) {
        until(&format!("{selector} can be clicked"), || async {
            let Ok(element) = self.client.find(Locator::Css(selector)).await else { return Ok(None) };
            Ok(element.click().await.ok())
        })
        .await;
    }

    pub async fn until_text(&self, test: &str, part: &str) {
        let script = format!(
            "const e = document.querySelector('{}'); return e !== null && e.textContent.includes({})",
            css(test),
            Json::from(part)
        );
        self.until_script(&format!("{test} says {part}"), &script).await;
    }

    pub async fn go(&self, hash: &str) {
        self.run(&format!("location.hash = {}", Json::from(hash))).await;
    }

    pub async fn until_saved(&self) {
        self.until_script("saved", "return document.querySelector('[data-test=save]').dataset.save === 'saved'").await;
    }

    pub async fn choose_file(&self, path: &Path) {
        self.test("import-file").await.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Exports, and gives the file once it is whole.
    pub async fn export(&self) -> (PathBuf, Vec<u8>) {
        self.hand("export", "json", |bytes| bytes.ends_with(b"}\n")).await
    }

    /// Presses a button that hands a file over, and gives what is in it.
    pub async fn download(&self, test: &str, ending: &str) -> Vec<u8> {
        self.hand(test, ending, |bytes| !bytes.is_empty()).await.1
    }

    /// Presses a button that hands a page over, and gives the page once it is whole.
    pub async fn download_page(&self, test: &str) -> String {
        let (_, bytes) = self.hand(test, "html", |bytes| bytes.ends_with(b"</html>\n")).await;
        String::from_utf8(bytes).unwrap()
    }

    /// Presses a button that hands a zip over, and gives the zip once its end is there.
    pub async fn download_zip(&self, test: &str) -> Vec<u8> {
        let ends = |bytes: &[u8]| bytes.len() > 22 && bytes[bytes.len() - 22..].starts_with(b"PK\x05\x06");
        self.hand(test, "zip", ends).await.1
    }

    /// Waits until the page asks a question, and says yes or no.
    pub async fn answer(&self, yes: bool) -> String {
        until("the page asks", || async {
            let Ok(question) = self.client.get_alert_text().await else { return Ok(None) };
            if yes {
                self.client.accept_alert().await?
            } else {
                self.client.dismiss_alert().await?
            }
            Ok(Some(question))
        })
        .await
    }

    /// Gives an input a value as if it had been chosen; what that calls up comes after.
    pub async fn put(&self, test: &str, value: &str) {
        self.test(test).await;
        self.run(&format!(
            "const e = document.querySelector('{}'); e.value = {};
             setTimeout(() => e.dispatchEvent(new Event('change', {{bubbles: true}})))",
            css(test),
            Json::from(value)
        ))
        .await;
    }

    async fn hand(&self, test: &str, ending: &str, whole: impl Fn(&[u8]) -> bool) -> (PathBuf, Vec<u8>) {
        let before = self.downloaded(ending);
        self.click(test).await;
        let started = Instant::now();
        loop {
            let new = self.downloaded(ending).into_iter().find(|path| !before.contains(path));
            if let Some(path) = new
                && let Ok(bytes) = fs::read(&path)
                && whole(&bytes)
            {
                return (path, bytes);
            }
            assert!(started.elapsed() < PATIENCE, "nothing was downloaded");
            tokio::task::yield_now().await;
        }
    }

    fn downloaded(&self, ending: &str) -> Vec<PathBuf> {
        let files = fs::read_dir(&self.downloads).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|own| own == ending)).collect()
    }

    /// Fails where the page noted an error, asked the network for anything, or can be scrolled sideways.
    pub async fn assert_quiet(&self) {
        assert_eq!(self.run("return window.reformLedgerErrors").await, json!([]), "an error on the page");
        assert_eq!(
            self.run("return performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith('blob:') && !n.startsWith('data:'))").await,
            json!([]),
            "a request"
        );
        let (wide, room) = (
            self.run("return document.documentElement.scrollWidth").await.as_i64().unwrap(),
            self.run("return document.documentElement.clientWidth").await.as_i64().unwrap(),
        );
        assert!(wide <= room, "the page is {wide} px wide in {room}");
    }

    pub async fn close(mut self) {
        self.client.close().await.unwrap();
        let _ended = self.driver.kill().await;
    }
}
