//! What stands around every screen: name, navigation, day, save sign, notices and the footer.

use std::collections::BTreeMap;

use leptos::{html, prelude::*, task::spawn_local};

use super::{
    boards, compare, contracts, coverage, data, enterprises, evaluation, layout,
    notices::{ClockBehind, Notices},
    overview, penetration, pilots, plan, scope_picker, shortcuts, tasks,
};
use crate::{
    app::{App, Mode, Route, SaveState, Screen, Theme, route::NAVIGATION, use_app, workspace::Preview},
    browser::{clock, page},
};
use ledger::domain::{Lang, days_between, to_the_minute};

/// The page while a ledger is open.
#[component]
pub fn Shell() -> impl IntoView {
    let app = use_app();
    let screen = Memo::new(move |_| app.shell.route.with(|route| route.screen));
    // One screen takes over the elements of the other, and would begin where that one was scrolled to.
    Effect::new(move |_| {
        screen.track();
        app.shell.listed.update(BTreeMap::clear);
        page::to_top();
    });
    follow_when_typed(app);
    view! {
        <div class="shell" on:input=move |event| written(app, event.target(), true)
            on:change=move |event| written(app, event.target(), false) on:focusout=move |event| written(app, event.target(), false)>
            <Top />
            <Navigation />
            <LookingAt />
            <ClockBehind />
            <AuthorAsked />
            <Notices />
            {move || match screen.get() {
                Screen::Overview => view! { <overview::Overview /> }.into_any(),
                Screen::Tasks => view! { <tasks::Tasks /> }.into_any(),
                Screen::Enterprises => view! { <enterprises::Enterprises /> }.into_any(),
                Screen::Coverage => view! { <coverage::Coverage /> }.into_any(),
                Screen::Contracts => view! { <contracts::Contracts /> }.into_any(),
                Screen::Boards => view! { <boards::Boards /> }.into_any(),
                Screen::Layout => view! { <layout::Layout /> }.into_any(),
                Screen::Penetration => view! { <penetration::Penetration /> }.into_any(),
                Screen::Evaluation => view! { <evaluation::Evaluation /> }.into_any(),
                Screen::Compare => view! { <compare::Compare /> }.into_any(),
                Screen::Plan => view! { <plan::Plan /> }.into_any(),
                Screen::Pilots => view! { <pilots::Pilots /> }.into_any(),
                Screen::Data => view! { <data::Data /> }.into_any(),
            }}
            <Foot />
        </div>
    }
}

/// Takes over what other windows wrote while something was being typed here, once it is taken or given up.
fn follow_when_typed(app: App) {
    Effect::new(move |_| {
        if !app.unconfirmed.typing.get() && app.workspace.preview.with_untracked(Option::is_none) {
            app.follow_missed();
        }
    });
}

/// Notes whether a field that is taken when it is left is being written in.
fn written(app: App, field: Option<web_sys::EventTarget>, is_typing: bool) {
    use wasm_bindgen::JsCast;
    let field = field.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if field.is_some_and(|field| field.has_attribute("data-commits")) {
        app.unconfirmed.typing.set(is_typing);
    }
}

/// The top line: whose ledger, whether it is saved, and what holds everywhere.
#[component]
fn Top() -> impl IntoView {
    let app = use_app();
    let title = Memo::new(move |_| app.document.read_or_default(|document| document.title()));
    let invented = Memo::new(move |_| app.document.read_or_default(|document| document.is_invented()));
    let part = Memo::new(move |_| app.document.read(|document| document.ledger.part().map(|part| part.title.clone())));
    let stack = Memo::new(move |_| app.document.read_or_default(|document| document.undo.depths()));
    Effect::new(move |_| page::set_title(&format!("{} · 国企改革台账", title.get())));
    view! {
        <header class="top">
            <span class="brand">"国企改革台账"</span>
            <a class="ledger-name" href="#/data" title=move || title.get()>{move || title.get()}</a>
            {move || part.get().map(|title| view! { <span class="sign blue" data-test="part" title=title.clone()>{app.t("● 部分台账", "● Part")}</span> })}
            <Show when=move || invented.get()><span class="sign yellow" data-test="invented">{move || app.t("◆ 示例数据", "◆ Sample data")}</span></Show>
            <span class="print-inline" data-test="print-scope">{move || app.shell.printing.get().then(|| printed_scope(app))}</span>
            <span class="grow"></span>
            <button class="plain" data-test="undo" title="Ctrl+Z" disabled=move || stack.get().0 == 0 on:click=move |_| shortcuts::take_back(app)>{move || app.t("撤销", "Undo")}</button>
            <button class="plain" data-test="redo" title="Ctrl+Y" disabled=move || stack.get().1 == 0 on:click=move |_| shortcuts::do_again(app)>{move || app.t("重做", "Redo")}</button>
            <SaveSign />
            <ExportSign />
            <button class="plain" data-test="language" on:click=move |_| app.set_lang(if app.shell.lang.get_untracked() == Lang::Zh { Lang::En } else { Lang::Zh })>
                {move || if app.shell.lang.get() == Lang::Zh { "English" } else { "中文" }}
            </button>
            <button class="plain" data-test="theme" on:click=move |_| app.set_theme(next_theme(app.shell.theme.get_untracked()))>
                {move || match app.shell.theme.get() {
                    Theme::System => app.t("跟随系统", "System"),
                    Theme::Light => app.t("浅色", "Light"),
                    Theme::Dark => app.t("深色", "Dark"),
                }}
            </button>
        </header>
    }
}

/// What stands on the head of every printed page: the screen, what it is narrowed to, and the day.
fn printed_scope(app: App) -> String {
    let lang = app.shell.lang.get();
    let words = app.document.read_or_default(|document| {
        app.shell.route.with(|route| scope_picker::words(document.view(app.as_of()), route, lang))
    });
    let (all, as_of) = match lang {
        Lang::Zh => ("全部", "统计日"),
        Lang::En => ("everything", "as of"),
    };
    let scope = if words.is_empty() { all.to_owned() } else { words.join(" · ") };
    format!("{} · {scope} · {as_of} {}", app.shell.route.with(|route| route.screen.word().of(lang)), app.as_of())
}

const fn next_theme(theme: Theme) -> Theme {
    match theme {
        Theme::System => Theme::Light,
        Theme::Light => Theme::Dark,
        Theme::Dark => Theme::System,
    }
}

/// Whether what is on screen is on disk; never claims more than the database confirmed.
#[component]
fn SaveSign() -> impl IntoView {
    let app = use_app();
    let read_only = Memo::new(move |_| app.document.read_or_default(|document| document.mode == Mode::ReadOnly));
    // A failed save says so whatever is typed meanwhile.
    let bad = move || matches!(app.workspace.save.get(), SaveState::Failed(_) | SaveState::NoStorage);
    let unconfirmed = move || !bad() && app.unconfirmed.is_any();
    let text = move || {
        if read_only.get() {
            return app.t("只读", "Read-only").to_owned();
        }
        if unconfirmed() {
            return app.t("● 有未确认的输入", "● Typed, not confirmed").to_owned();
        }
        match app.workspace.save.get() {
            SaveState::Nothing => app.t("已存", "Saved").to_owned(),
            SaveState::Saving => app.t("正在保存", "Saving").to_owned(),
            SaveState::Saved(at) => format!("{} {:02}:{:02}", app.t("已存", "Saved"), at.hour(), at.minute()),
            SaveState::Failed(failure) => failure.error.sign(app.shell.lang.get()).to_owned(),
            SaveState::NoStorage => app.t("✕ 浏览器不保存—请导出", "✕ Not kept: export").to_owned(),
        }
    };
    let state = move || match app.workspace.save.get() {
        _ if unconfirmed() => "typing",
        SaveState::Nothing | SaveState::Saved(_) => "saved",
        SaveState::Saving => "saving",
        SaveState::Failed(_) | SaveState::NoStorage => "failed",
    };
    let why = move || match app.workspace.save.get() {
        SaveState::Failed(failure) => Some(failure.sentence(app.shell.lang.get())),
        _ => None,
    };
    // The way to a half-filled form that was left.
    let first = Memo::new(move |_| app.unconfirmed.first().map(|route| route.hash()));
    view! {
        <span class="save" class:bad=bad data-test="save" data-save=state role="status" title=why>{text}
            {move || app.workspace.elsewhere.get().then(|| view! { <small class="muted" data-test="elsewhere" title=app.t("两个窗口的修改都会保存并互相显示", "What either window writes is kept and shown in both")>{app.t(" · 另一窗口也开着", " · open elsewhere too")}</small> })}
            {move || first.get().filter(|_| unconfirmed()).map(|hash| view! { <a href=hash data-test="to-draft">{app.t("去登记", "Go there")}</a> <button class="plain" data-test="discard-draft" on:click=move |_| app.unconfirmed.discard_first()>{app.t("放弃", "Give up")}</button> })}
        </span>
    }
}

/// How old the last exported file is, and how much it lacks.
#[component]
fn ExportSign() -> impl IntoView {
    let app = use_app();
    let state = Memo::new(move |_| {
        app.document.read(|document| {
            Some({
                let changes = document.changes_since_export();
                let unexported = document.ledger.history().iter().rev().take(changes).map(|step| step.at).min();
                (
                    changes,
                    document.exported.as_ref().map(|e| e.info.at),
                    unexported.filter(|_| !document.workspace.is_built_in()),
                )
            })
        })
    });
    let age = |at: ledger::domain::Moment| days_between(at.date(), clock::today());
    let text = move || match (state.get(), app.shell.lang.get()) {
        (None, _) => String::new(),
        (Some((0, Some(at), _)), Lang::Zh) => format!("已导出 {}", to_the_minute(at)),
        (Some((0, Some(at), _)), Lang::En) => format!("Exported {}", to_the_minute(at)),
        (Some((0, None, _)), Lang::Zh) => "尚未导出".to_owned(),
        (Some((0, None, _)), Lang::En) => "Never exported".to_owned(),
        (Some((n, None, _)), Lang::Zh) => format!("未导出，{n} 处改动"),
        (Some((n, None, _)), Lang::En) => format!("Not exported, {n} changes"),
        (Some((n, Some(at), _)), Lang::Zh) => format!("导出后 {} 天、{n} 处改动", age(at)),
        (Some((n, Some(at), _)), Lang::En) => format!("{n} changes in {} days", age(at)),
    };
    // A nudge after 24 hours or 20 changes; built-in ledgers nobody needs to back up.
    let late = move || {
        state.get().is_some_and(|(changes, _, oldest)| {
            oldest.is_some_and(|at| changes >= 20 || clock::now().duration_since(at).as_hours() >= 24)
        })
    };
    view! {
        <span class="save" class:bad=late data-test="export-age">{text}</span>
        <button data-test="export" class:primary=late on:click=move |_| spawn_local(app.export())>{move || app.t("导出", "Export")}</button>
    }
}

/// The screens, and the day on which they look.
#[component]
fn Navigation() -> impl IntoView {
    let app = use_app();
    view! {
        <nav class="nav" aria-label=move || app.t("主导航", "Main")>
            {NAVIGATION.iter().map(|group| view! {
                <span class="nav-group" role="group" aria-label=move || group.word.map(|word| word.of(app.shell.lang.get()))>
                    {group.word.map(|word| view! { <span class="nav-word">{move || word.of(app.shell.lang.get())}</span> })}
                    {group.screens.iter().map(|screen| link(app, *screen)).collect_view()}
                </span>
            }).collect_view()}
            <span class="grow"></span>
            <label>
                {move || app.t("统计日", "As of")}
                <input type="date" data-test="as-of" min="1990-01-01" max="2199-12-31"
                    prop:value=move || app.as_of().to_string()
                    on:change=move |event| {
                        let route = app.shell.route.get_untracked().with("on", event_target_value(&event));
                        app.replace_route(route);
                    } />
            </label>
        </nav>
    }
}

fn link(app: App, screen: Screen) -> impl IntoView {
    view! {
        <a href=move || app.keep_day(Route::to(screen)).hash()
           aria-current=move || app.shell.route.with(|route| route.screen == screen).then_some("page")>
            {move || screen.word().of(app.shell.lang.get())}
        </a>
    }
}

/// What is looked at instead of the open ledger, and the ways on.
#[component]
fn LookingAt() -> impl IntoView {
    let app = use_app();
    move || {
        app.workspace.preview.get().map(|what| {
            let what = match (what, app.shell.lang.get()) {
                (Preview::Day(day), Lang::Zh) => format!("正在查看 {day} 当日终了时的台账，只读。"),
                (Preview::Day(day), Lang::En) => format!("This is the ledger as it was at the end of {day}, read-only."),
                (Preview::Snapshot(title), Lang::Zh) => format!("正在查看快照「{title}」，只读。"),
                (Preview::Snapshot(title), Lang::En) => format!("This is the snapshot “{title}”, read-only."),
            };
            view! {
                <div class="notice looking" data-test="looking" role="status">
                    <p>{what}</p>
                    <button data-test="return-to" on:click=move |_| spawn_local(app.return_to_preview())>{app.t("恢复到这个状态", "Return to this state")}</button>
                    <button class="primary" data-test="look-back" on:click=move |_| app.leave_preview()>{app.t("返回当前台账", "Back to the ledger")}</button>
                </div>
            }
        })
    }
}

/// Asks once for the author's name, which history keeps.
#[component]
fn AuthorAsked() -> impl IntoView {
    let app = use_app();
    let asked = RwSignal::new(app.preference::<bool>("author-asked") == Some(true));
    let open = Memo::new(move |_| {
        !asked.get()
            && app.shell.author.with(String::is_empty)
            && app
                .document
                .read_or_default(|document| document.mode == Mode::Editable && !document.workspace.is_built_in())
    });
    let input = NodeRef::<html::Input>::new();
    let done = move |name: String| {
        app.set_preference("author-asked", &true);
        asked.set(true);
        if !name.is_empty() {
            app.set_author(&name);
        }
    };
    view! {
        <Show when=move || open.get()>
            <form class="notice" data-test="author-asked" on:submit=move |event| {
                event.prevent_default();
                done(input.get_untracked().map(|input| input.value().trim().to_owned()).unwrap_or_default());
            }>
                <p class="row">{move || app.t("修改历史会记下谁改了什么。您的姓名：", "History notes who changed what. Your name:")}
                    <input maxlength="40" data-test="author-name" node_ref=input aria-label=move || app.t("我的姓名", "My name") />
                    <button class="primary" data-test="author-done">{move || app.t("记下", "Keep")}</button>
                    <button type="button" class="plain" on:click=move |_| done(String::new())>{move || app.t("不署名", "Stay unnamed")}</button></p>
            </form>
        </Show>
    }
}

/// What holds on every screen.
#[component]
fn Foot() -> impl IntoView {
    let app = use_app();
    let invented = Memo::new(move |_| app.document.read_or_default(|document| document.is_invented()));
    view! {
        <footer class="foot">
            <span class="secret">{move || app.t("非涉密系统，不得录入国家秘密", "Not for state secrets")}</span>
            <span>{move || app.t("统计日 ", "As of ")}{move || app.as_of().to_string()}</span>
            <Show when=move || invented.get()><span>{move || app.t("示例数据：企业、人员和数字均为虚构", "Sample data: everything is invented")}</span></Show>
            <span style="flex:1"></span>
            <span>{move || app.t("数据只存在本机浏览器中，不联网", "Data stays in this browser")}</span>
        </footer>
    }
}
