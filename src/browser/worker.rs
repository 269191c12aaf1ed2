//! A disposable worker: the program a second time, on one job, away from the page.
//!
//! A file that makes a parser run away costs the worker, not the page: ending it frees everything.

use std::{cell::Cell, rc::Rc};

use futures::{StreamExt, channel::mpsc};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, ErrorEvent, MessageEvent, Url, Worker};

/// What the worker's own script does: it takes the compiled program, and says when it runs.
const BOOT: &str = "\nonmessage = function (event) { onmessage = null; wasm_bindgen({ module_or_path: event.data })\
.then(function () { postMessage('ready'); }, function (error) { postMessage('failed:' + error); }); };";

/// What a worker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorkerEvent {
    /// A message of the job.
    Said(String),
    /// The worker broke down, in the browser's own words.
    Broke(String),
    /// The worker never ran: the browser or a policy does not let it. Nothing of the job was done.
    NeverRan,
}

/// A job under way; dropping it ends the worker at once.
pub struct Job {
    worker: Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broke: Closure<dyn FnMut(ErrorEvent)>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Job")
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Job {
    /// Starts a worker on some bytes with a note on what to do with them.
    ///
    /// Gives nothing where the browser has no workers for this page.
    pub fn start(bytes: &[u8], note: &str, mut heard: impl FnMut(WorkerEvent) + Clone + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let module =
            Reflect::get(&window, &"reformLedgerModule".into()).ok().filter(|module| !module.is_undefined())?;
        let glue = window.document()?.get_element_by_id("glue")?.text_content()?;
        let options = BlobPropertyBag::new();
        options.set_type("text/javascript");
        let script =
            Blob::new_with_str_sequence_and_options(&Array::of1(&format!("{glue}{BOOT}").into()), &options).ok()?;
        let address = Url::create_object_url_with_blob(&script).ok()?;
        let worker = Worker::new(&address).ok()?;
        let job = Object::new();
        Reflect::set(&job, &"bytes".into(), &Uint8Array::from(bytes)).ok()?;
        Reflect::set(&job, &"note".into(), &note.into()).ok()?;
        let mut told = heard.clone();
        let runs = Rc::new(Cell::new(false));
        let ran = runs.clone();
        let at_work = worker.clone();
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if text == "ready" {
                runs.set(true);
                let _ = Url::revoke_object_url(&address);
                if at_work.post_message(&job).is_err() {
                    heard(WorkerEvent::NeverRan);
                }
            } else if text.starts_with("failed:") {
                heard(WorkerEvent::NeverRan);
            } else {
                heard(WorkerEvent::Said(text));
            }
        });
        let broke = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
            event.prevent_default();
            // A script that could not be loaded is told by an event without a message.
            let message = Reflect::get(&event, &"message".into()).ok().and_then(|message| message.as_string());
            told(if ran.get() { WorkerEvent::Broke(message.unwrap_or_default()) } else { WorkerEvent::NeverRan });
        });
        worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broke.as_ref().unchecked_ref()));
        worker.post_message(&module).ok()?;
        Some(Self { worker, _heard: listener, _broke: broke })
    }
}

/// Has a worker do a job that it answers with one message; `None` where the browser has no workers for
/// this page, or none that runs.
pub async fn ask(bytes: &[u8], note: &str) -> Option<WorkerEvent> {
    let (sender, mut words) = mpsc::unbounded();
    let job = Job::start(bytes, note, move |word| {
        // Nobody listens any more once the answer is there.
        let _ = sender.unbounded_send(word);
    })?;
    let answer = words.next().await;
    drop(job);
    answer.filter(|word| *word != WorkerEvent::NeverRan)
}

/// A worker's job: bytes, a note on what to do with them, and a way to say something.
pub type Work = fn(&[u8], &str, &dyn Fn(&str));

/// In a worker, takes the job over and tells so; on the page, does nothing.
pub fn serve(work: Work) -> bool {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return false };
    let speaker = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let part = |name: &str| Reflect::get(&event.data(), &name.into()).unwrap_or(JsValue::UNDEFINED);
        let bytes = part("bytes").dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default();
        let note = part("note").as_string().unwrap_or_default();
        work(&bytes, &note, &|text| {
            let _ = speaker.post_message(&text.into());
        });
    });
    let handler: &Function = listener.as_ref().unchecked_ref();
    scope.set_onmessage(Some(handler));
    listener.forget();
    true
}
