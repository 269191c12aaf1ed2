//! A small client of the DevTools protocol over pipes: no chromedriver is as old as the floor's browsers.
//!
//! A message is JSON that ends with a NUL byte. The browser reads them from its descriptor 3 and writes them
//! to 4, where a shell puts the pipes.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use serde_json::{Value as Json, json};

/// How long a condition may take to come true before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A browser with one window.
pub struct DevTools {
    process: Child,
    commands: ChildStdin,
    messages: Receiver<Json>,
    session: Option<String>,
    calls: u64,
    complaints: Vec<String>,
    said: PathBuf,
}

impl DevTools {
    /// Starts a browser that keeps all it writes in a folder, and opens an empty window.
    pub fn start(program: &Path, folder: &Path) -> Self {
        let said = folder.join("said");
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>&2"])
            .arg(program)
            .args(["--remote-debugging-pipe", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-dev-shm-usage", "--window-size=1366,768", "--lang=zh-CN"])
            .arg(format!("--user-data-dir={}", folder.join("profile").display()))
            .envs([("HOME", folder), ("TMPDIR", folder)])
            // A group of its own, so that all of its processes can be killed at once.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&said).unwrap())
            .spawn()
            .unwrap();
        let (commands, mut answers) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut message = Vec::new();
            while answers.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(parsed) = serde_json::from_slice(&message) else { break };
                if sender.send(parsed).is_err() {
                    break;
                }
                message.clear();
            }
        });
        let mut browser = Self { process, commands, messages, session: None, calls: 0, complaints: Vec::new(), said };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}))["targetId"].clone();
        let attached = browser.call("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        browser.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Log", "DOM"] {
            browser.call(&format!("{domain}.enable"), &json!({}));
        }
        browser
    }

    /// Calls a method, and gives what it answers.
    pub fn call(&mut self, method: &str, params: &Json) -> Json {
        self.calls += 1;
        let mut message = json!({"id": self.calls, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        let sent = self.commands.write_all(format!("{message}\0").as_bytes());
        loop {
            // The script's own patience ends first, and says more.
            let answer = self.messages.recv_timeout(PATIENCE * 2);
            match (&sent, answer) {
                (Ok(()), Ok(mut answer)) if answer["id"] == self.calls => {
                    assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                    return answer["result"].take();
                }
                (Ok(()), Ok(event)) => self.note(&event),
                (Ok(()), Err(RecvTimeoutError::Timeout)) => panic!("{method} was not answered"),
                _ => panic!("the browser has ended: {}", fs::read_to_string(&self.said).unwrap_or_default()),
            }
        }
    }

    /// Notes what a page complains of.
    fn note(&mut self, event: &Json) {
        let params = &event["params"];
        let complaint = match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => &params["exceptionDetails"],
            Some("Log.entryAdded") if params["entry"]["level"] == "error" => &params["entry"],
            Some("Runtime.consoleAPICalled") if ["error", "assert"].iter().any(|kind| params["type"] == *kind) => {
                &params["args"]
            }
            Some("Inspector.targetCrashed") => params,
            _ => return,
        };
        self.complaints.push(complaint.to_string());
    }

    /// Everything that the page complained of: exceptions, errors of the console and of the browser's log.
    pub fn complaints(&self) -> &[String] {
        &self.complaints
    }

    /// Runs a script, and gives what it returns, once that is there.
    pub fn run(&mut self, script: &str) -> Json {
        let asked =
            json!({"expression": format!("(() => {{ {script} }})()"), "awaitPromise": true, "returnByValue": true});
        let mut answer = self.call("Runtime.evaluate", &asked);
        assert!(answer["exceptionDetails"].is_null(), "{script}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].take()
    }

    /// Waits until a script says something other than false or null, and gives it. It is asked at each frame.
    pub fn until(&mut self, what: &str, script: &str) -> Json {
        let mut answer = self.run(&format!(
            "const asked = () => {{ {script} }};
             const last = performance.now() + {};
             return new Promise(done => {{
                 const look = () => {{
                     let answer, failure = null;
                     try {{ answer = asked(); }} catch (error) {{ failure = String(error); }}
                     if (answer !== undefined && answer !== null && answer !== false) done({{answer}});
                     else if (performance.now() > last) done({{failure}});
                     else requestAnimationFrame(look);
                 }};
                 look();
             }});",
            PATIENCE.as_millis()
        ));
        if answer.get("answer").is_none() {
            panic!("never: {what} ({}; {:?})", answer["failure"], self.complaints);
        }
        answer["answer"].take()
    }

    /// Kills the browser with all its processes, as a loss of power would.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let group = self.process.id().to_string();
        let _ended_by_itself = Command::new("sh").args(["-c", "kill -s KILL -- \"-$0\"", &group]).output();
        let _status = self.process.wait();
    }
}

impl Drop for DevTools {
    fn drop(&mut self) {
        self.end();
    }
}
