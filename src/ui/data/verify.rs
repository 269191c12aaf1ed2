//! Verifying a received file: what it says of itself, held against what it carries.

use leptos::{html, prelude::*, task::spawn_local};

use crate::{
    app::{
        App,
        transfer::{
            merge_session::{IncomingLedger, Refusal},
            verify::{Verification, Verified},
        },
        use_app,
    },
    ui::{progress::Progress, start::ImportButton},
};
use ledger::domain::{Kind, Lang};

/// The part of the screen.
#[component]
pub(super) fn Verify() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="part import-start" data-test="verify-start">
            <h2>{move || app.t("核验收到的文件", "Verify a file")}</h2>
            <p>{move || app.t("把台账文件拖到这里或选择文件。只检查，不导入，不改动任何内容。", "Drop files here or choose them. They are only looked at.")}</p>
            <p class="row"><ImportButton class="choose" /></p>
        </section>
        <Reading />
        {move || app.transfer.verified.with(|list| list.iter().enumerate().map(|(at, file)| one(app, at, file)).collect_view())}
    }
}

/// The file that is being read, to be examined or compared with.
#[component]
pub fn Reading() -> impl IntoView {
    let app = use_app();
    let is_reading = Memo::new(move |_| app.transfer.verifying.with(Option::is_some));
    let part = Signal::derive(move || app.transfer.verifying.with(|it| it.as_ref().map_or(0.0, |it| it.part)));
    let word = Signal::derive(move || {
        let name = app.transfer.verifying.with(|it| it.as_ref().map_or_else(String::new, |it| it.name.clone()));
        format!("{}「{name}」", app.t("正在读取", "Reading"))
    });
    move || {
        is_reading
            .get()
            .then(|| view! { <Progress name="verify" word part leave=move || app.transfer.verifying.set(None) /> })
    }
}

fn one(app: App, at: usize, file: &Verified) -> impl IntoView + use<> {
    let name = file.name.clone();
    let lang = app.shell.lang.get();
    let body = match &file.outcome {
        Ok(arrived) => found(app, arrived).into_any(),
        Err(refusal @ (Refusal::Locked | Refusal::WrongPassphrase)) => {
            let said = refusal.sentence(lang);
            view! { <p class="problem">{said}</p><Passphrase at /> }.into_any()
        }
        Err(refusal) => {
            let said = refusal.sentence(lang);
            view! { <p class="sign red" data-test="verify-refused">"▲ "{said}</p> }.into_any()
        }
    };
    view! { <section class="part" data-test="verified"><h2>{name}</h2>{body}</section> }
}

#[component]
fn Passphrase(at: usize) -> impl IntoView {
    let app = use_app();
    let input = NodeRef::<html::Input>::new();
    view! {
        <form class="row" on:submit=move |event| {
            event.prevent_default();
            if let Some(input) = input.get_untracked() {
                let passphrase = input.value();
                spawn_local(app.verify_sealed(at, passphrase));
            }
        }>
            <input type="password" data-test="verify-passphrase" autocomplete="off" aria-label=move || app.t("口令", "Passphrase") node_ref=input />
            <button data-test="verify-unlock">{move || app.t("打开", "Open")}</button>
        </form>
    }
}

/// How something that was looked at stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Good,
    Doubtful,
    Bad,
}

impl State {
    fn of(good: bool) -> Self {
        if good { Self::Good } else { Self::Bad }
    }

    fn sign(self) -> impl IntoView {
        let (class, shape) = match self {
            Self::Good => ("sign good", "●"),
            Self::Doubtful => ("sign yellow", "◆"),
            Self::Bad => ("sign red", "▲"),
        };
        view! { <span class=class>{shape}</span>" " }
    }

    /// The verdict over a file whose worst finding this is. What a file without a signature cannot prove is part
    /// of it.
    fn verdict(self, app: App) -> &'static str {
        match self {
            Self::Good => app.t(
                "没有发现改动：内容、条数和历史与文件自述相符。文件没有签名，不能证明不是有人连同摘要整份重做的。",
                "No change was found: content, counts and history agree. The file has no signature: that nobody made it anew with all its digests is not proven.",
            ),
            Self::Doubtful => app.t(
                "没有发现改动，但有存疑之处，见下。文件没有签名，不能证明不是有人连同摘要整份重做的。",
                "No change was found, but something is in doubt; see below. The file has no signature: that nobody made it anew is not proven.",
            ),
            Self::Bad => app.t("与其自述不一致，见下。", "It is not what it says; see below."),
        }
    }
}

/// A sentence with the sign of how it stands.
fn line(state: State, text: String) -> impl IntoView {
    view! { <li>{state.sign()}{text}</li> }
}

fn found(app: App, file: &IncomingLedger) -> impl IntoView + use<> {
    let check = &file.verification;
    let facts = vec![
        (app.t("大小", "Size"), format!("{} B", file.size)),
        ("SHA-256", file.sha256.clone()),
        (app.t("生成", "Made"), format!("{} {}", check.at.replace('T', " "), check.by)),
        (app.t("格式版本", "Format"), check.version.to_string()),
        (app.t("台账编号", "Ledger"), file.ledger.id().to_string()),
    ];
    let lines = lines(app, file);
    let worst = lines.iter().map(|(state, _)| *state).max().unwrap_or(State::Good).max(State::of(check.holds()));
    let counts = check.counts.iter().map(|count| {
        let word = Kind::of_table_name(&count.table).map_or(count.table.clone(), |kind| kind.word().of(app.shell.lang.get_untracked()).to_owned());
        let good = count.declared.is_none_or(|declared| declared == count.found);
        view! { <tr class:problem=!good><td>{word}</td><td class="num">{count.declared.map_or_else(|| "—".to_owned(), |n| n.to_string())}</td><td class="num">{count.found}</td></tr> }
    });
    let counts = counts.collect_view();
    let sentences: Vec<_> = lines.into_iter().map(|(state, text)| line(state, text)).collect();
    view! {
        <p data-test="verdict">{worst.sign()}{worst.verdict(app)}</p>
        <div class="two">
            <div>
                <dl class="facts">{facts.into_iter().map(|(name, text)| view! { <dt>{name}</dt><dd class="digest">{text}</dd> }).collect_view()}</dl>
                <ul class="verify-lines" data-test="verify-lines">{sentences}</ul>
                <p class="muted small">{app.t(
                    "能说明：文件的字节、条数、历史是否自导出以来保持原样，历史从哪里开始断。不能说明：填报的内容是否属实；也防不住有人把整份文件连同全部摘要重新做一遍。需要防伪时，请通过另一渠道核对 SHA-256。",
                    "It shows whether bytes, counts and history are as exported, and where history breaks. It does not show that what was filled in is true, nor that nobody made the whole file anew with all its digests: compare the SHA-256 by another way.",
                )}</p>
            </div>
            <table class="plain"><thead><tr><th>{app.t("数据表", "Table")}</th><th class="num">{app.t("自述", "Says")}</th><th class="num">{app.t("实有", "Has")}</th></tr></thead><tbody>{counts}</tbody></table>
        </div>
    }
}

/// Everything that is told of a file: what its digests and counts say, who made it, and what contradicts.
fn lines(app: App, file: &IncomingLedger) -> Vec<(State, String)> {
    let lang = app.shell.lang.get_untracked();
    let told = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let check = &file.verification;
    let mut all: Vec<(State, String)> =
        sentences(app, check).into_iter().map(|(good, text)| (State::of(good), text)).collect();
    if !check.covers_maker {
        all.push((
            State::Doubtful,
            told(
                "旧版文件：生成时间、生成人和格式版本不在摘要之内，可能被改过。",
                "An older file: the digest does not cover when and by whom it was made.",
            ),
        ));
    }
    if check.unknown_steps > 0 {
        let count = check.unknown_steps;
        all.push((
            State::Bad,
            told(
                &format!("历史中有 {count} 步不在文件的版本时钟之内：是后来放进去的。"),
                &format!("The file's clock does not count {count} steps of its history: they were put in."),
            ),
        ));
    }
    if check.is_before_last_step {
        all.push((
            State::Doubtful,
            told(
                "文件的生成时间比历史中最后的步骤早一天以上：电脑的时间不准，或时间被改过。",
                "The file is dated more than a day before its last step: a wrong clock, or a changed date.",
            ),
        ));
    }
    all.extend(
        file.contradictions
            .iter()
            .map(|own| (if own.is_doubt { State::Doubtful } else { State::Bad }, own.sentence(lang).to_owned())),
    );
    all
}

fn sentences(app: App, check: &Verification) -> Vec<(bool, String)> {
    let zh = app.shell.lang.get_untracked() == Lang::Zh;
    let mut out = Vec::new();
    out.push((
        check.digest_holds,
        match (check.digest_holds, zh) {
            (true, true) => "内容摘要相符：导出后一个字节也没有变。".to_owned(),
            (true, false) => "The digest holds: not a byte changed since the export.".to_owned(),
            (false, true) => "内容摘要不符：导出后被改动或重新排版过。".to_owned(),
            (false, false) => "The digest differs: changed or rearranged since the export.".to_owned(),
        },
    ));
    if check.edited > 0 {
        let n = check.edited;
        out.push((
            false,
            if zh {
                format!("{n} 条记录的内容与导出时不同（手工或其他程序改动）。")
            } else {
                format!("{n} records differ from what was exported.")
            },
        ));
    }
    match &check.broken {
        None => out.push((
            true,
            if zh {
                format!("历史现有 {} 步，步步相接。", check.steps)
            } else {
                format!("{} steps of history, each joined to the one before it.", check.steps)
            },
        )),
        Some(first) => {
            let (step, at, by) = (first.step, first.at.replace('T', " "), &first.by);
            out.push((
                false,
                match (first.is_altered, zh) {
                    (true, true) => {
                        format!("历史在第 {step} 步（{at} {by}）最先断开：这一步的内容被改过。共 {} 处。", check.breaks)
                    }
                    (false, true) => {
                        format!("历史在第 {step} 步（{at} {by}）最先断开：它之前的步骤缺失。共 {} 处。", check.breaks)
                    }
                    (true, false) => format!(
                        "History breaks first at step {step} ({at} {by}): it was altered. {} in all.",
                        check.breaks
                    ),
                    (false, false) => format!(
                        "History breaks first at step {step} ({at} {by}): what came before it is missing. {} in all.",
                        check.breaks
                    ),
                },
            ));
        }
    }
    if check.continued > 0 {
        out.push((
            true,
            if zh {
                format!("{} 步接在文件声明未随带的历史之后（部分导出或已精简）；这样的文件查不出末尾的步骤是否被截去。", check.continued)
            } else {
                format!("{} steps follow history that the file says it leaves out; whether later steps were cut off cannot be told.", check.continued)
            },
        ));
    }
    if check.compactions > 0 {
        out.push((
            true,
            if zh {
                format!("历史精简过 {} 次，精简时留下了被收起步骤的摘要。", check.compactions)
            } else {
                format!("History was put away {} times, with digests of what went.", check.compactions)
            },
        ));
    }
    out
}
