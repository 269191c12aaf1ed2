//! Exporting: what goes out, in what form, with a preview of exactly that.

use leptos::{html, prelude::*, task::spawn_local};

use super::merge::units;
use crate::{
    app::{
        App,
        transfer::export::{ExportChoice, Form, Outgoing, PageMode, outgoing},
        use_app,
    },
    browser::files::{Place, can_choose},
    ui::format,
};
use ledger::{
    domain::{AnyTable, Id, Kind},
    subset::Choice,
};
use table_model::names;

/// The most names and leaks that are listed.
const LISTED: usize = 60;

/// The part of the screen.
#[component]
pub(super) fn Share() -> impl IntoView {
    let app = use_app();
    view! {
        <div class="columns share" data-test="share">
            <div><What /><How /></div>
            <div>{move || app.document.is_open().then(|| view! { <Preview /> })}</div>
        </div>
    }
}

fn change(app: App, change: impl FnOnce(&mut ExportChoice)) {
    app.transfer.export.update(change);
    app.transfer.delivered.set(None);
}

/// Which records, with or without history and names.
#[component]
fn What() -> impl IntoView {
    let app = use_app();
    let own = move || {
        app.transfer.export.with(|sharing| match &sharing.choice {
            Choice::Whole => String::new(),
            Choice::Unit(id) => format!("u{}", id.raw()),
            Choice::Group(id) => format!("g{}", id.raw()),
            Choice::Records(_) => "r".to_owned(),
        })
    };
    let picked = move || {
        app.transfer.export.with(|sharing| match &sharing.choice {
            Choice::Records(records) => Some(records.len()),
            _ => None,
        })
    };
    let groups = move || {
        app.document.read_or_default(|document| {
            let tops =
                document.index.walk.iter().map(|at| *at as usize).filter(|at| document.index.place(*at).tier <= 2);
            let rows = tops.filter(|at| document.ledger.enterprises.is_live(*at)).take(500);
            rows.map(|at| {
                (
                    document.ledger.enterprises.id_at(at),
                    document.index.place(at).tier,
                    document.ledger.enterprises.at(at).name.clone(),
                )
            })
            .collect::<Vec<_>>()
        })
    };
    let choose = move |event: leptos::ev::Event| {
        let value = event_target_value(&event);
        let id = value.get(1..).and_then(|id| id.parse().ok());
        change(app, |sharing| {
            sharing.choice = match (value.get(..1), id) {
                (Some("u"), Some(id)) => Choice::Unit(Id::new(id)),
                (Some("g"), Some(id)) => Choice::Group(Id::new(id)),
                (Some("r"), _) => sharing.choice.clone(),
                _ => Choice::Whole,
            };
        });
    };
    view! {
        <section class="part">
            <h2>{move || app.t("导出什么", "What")}</h2>
            <div class="field"><span class="field-name">{move || app.t("范围", "Records")}</span>
                <select data-test="share-what" aria-label=move || app.t("范围", "Records") on:change=choose>
                    <option value="" selected=move || own().is_empty()>{move || app.t("全部", "Everything")}</option>
                    {move || picked().map(|count| view! { <option value="r" selected=true>{format!("{} {count}", app.t("选中的记录", "Selected records"))}</option> })}
                    <optgroup label=move || app.t("填报单位及其企业、任务", "A unit with its enterprises and tasks")>
                        {move || units(app).into_iter().map(|(id, name)| { let key = format!("u{}", id.raw()); let on = own() == key; view! { <option value=key selected=on>{name}</option> } }).collect_view()}
                    </optgroup>
                    <optgroup label=move || app.t("企业及其下级", "An enterprise with all below it")>
                        {move || groups().into_iter().map(|(id, tier, name)| { let key = format!("g{id}"); let on = own() == key; view! { <option value=key selected=on>{if tier > 1 { "　" } else { "" }}{name}</option> } }).collect_view()}
                    </optgroup>
                </select></div>
            <Check key="history" zh="连同修改历史" en="With history" />
            <Check key="masked" zh="姓名改为职务（不带历史）" en="Posts instead of names (without history)" />
            <Check key="texts" zh="其他文字中出现的这些姓名也替换" en="Also where other texts hold those names" />
            <UnitField />
        </section>
    }
}

/// One yes-or-no choice.
#[component]
fn Check(key: &'static str, zh: &'static str, en: &'static str) -> impl IntoView {
    let app = use_app();
    let on = move || {
        app.transfer.export.with(|sharing| match key {
            "history" => sharing.with_history && !sharing.is_masked,
            "masked" => sharing.is_masked,
            "texts" => sharing.in_texts && sharing.is_masked,
            "zip" => sharing.is_zipped,
            _ => sharing.is_sealed,
        })
    };
    let off = move || {
        app.transfer.export.with(|sharing| match key {
            "history" => sharing.is_masked,
            "texts" => !sharing.is_masked,
            "sealed" => sharing.form != Form::Json,
            _ => false,
        })
    };
    view! {
        <label class="row check"><input type="checkbox" data-test=format!("share-{key}") prop:checked=on disabled=off on:change=move |event| {
            let value = event_target_checked(&event);
            change(app, |sharing| match key {
                "history" => sharing.with_history = value,
                "masked" => sharing.is_masked = value,
                "texts" => sharing.in_texts = value,
                "zip" => sharing.is_zipped = value,
                _ => sharing.is_sealed = value,
            });
        } />{move || app.t(zh, en)}</label>
    }
}

/// Whose return it is.
#[component]
fn UnitField() -> impl IntoView {
    let app = use_app();
    let first = app.preferred_unit();
    view! {
        <div class="field"><span class="field-name">{move || app.t("作为报送", "Return of")}</span>
            <select data-test="share-unit" aria-label=move || app.t("作为报送", "Return of") on:change=move |event| {
                let unit = event_target_value(&event).parse().ok().map(Id::new);
                app.prefer_unit(unit);
                change(app, |sharing| sharing.unit = unit);
            }>
                <option value="">{move || app.t("（不是报送）", "(no return)")}</option>
                {move || units(app).into_iter().map(|(id, name)| view! {
                    <option value=id.raw().to_string() selected=move || app.transfer.export.with(|sharing| sharing.unit == Some(id))>{name}{(first == Some(id)).then(|| app.t("（上次）", " (last time)"))}</option>
                }).collect_view()}
            </select></div>
    }
}

/// The form of the file, and the buttons.
#[component]
fn How() -> impl IntoView {
    let app = use_app();
    let (first, second) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let send = move |place: Place| {
        let text = |node: NodeRef<html::Input>| node.get_untracked().map(|input| input.value()).unwrap_or_default();
        let sharing = app.transfer.export.get_untracked();
        let passphrase = text(first);
        if sharing.is_sealed && passphrase != text(second) {
            return app.notify_error(untrack(|| {
                app.t("两次输入的口令不一样，没有导出。", "The passphrases differ; nothing was exported.")
            }));
        }
        spawn_local(app.share(sharing, passphrase, place));
    };
    let forms = [
        (Form::Json, "数据文件 .json", "Data, .json"),
        (Form::Page(PageMode::Editable), "程序连同数据 .html，可编辑", "Program and data, .html, editable"),
        (Form::Page(PageMode::ViewOnly), "程序连同数据 .html，只供查看", "Program and data, .html, view only"),
    ];
    let sealed =
        Memo::new(move |_| app.transfer.export.with(|sharing| sharing.is_sealed && sharing.form == Form::Json));
    view! {
        <section class="part">
            <h2>{move || app.t("什么形式", "How")}</h2>
            {forms.into_iter().enumerate().map(|(at, (form, zh, en))| view! {
                <label class="row check"><input type="radio" name="share-form" data-test=format!("share-form-{at}") prop:checked=move || app.transfer.export.with(|sharing| sharing.form == form) on:change=move |_| change(app, |sharing| {
                    sharing.form = form;
                    sharing.is_sealed &= form == Form::Json;
                }) />{move || app.t(zh, en)}</label>
            }).collect_view()}
            <Check key="zip" zh="装进 .zip（邮件网关常拦截 .html）" en="In a .zip (mail gateways drop .html)" />
            <Check key="sealed" zh="用口令加密（Argon2id + AES-256-GCM）" en="Sealed with a passphrase (Argon2id + AES-256-GCM)" />
            <Show when=move || sealed.get()>
                <div class="row passphrases">
                    <input type="password" data-test="share-passphrase" autocomplete="new-password" placeholder=move || app.t("口令", "Passphrase") node_ref=first />
                    <input type="password" data-test="share-passphrase-again" autocomplete="new-password" placeholder=move || app.t("再输一次", "Again") node_ref=second />
                </div>
                <p class="muted small">{move || app.t("口令不保存在任何地方，忘了就打不开；请用另一种途径告诉对方。", "The passphrase is kept nowhere: lost, the file stays shut. Tell it by another way.")}</p>
            </Show>
            <p class="row file-actions">
                <button class="primary" data-test="share-download" on:click=move |_| send(Place::Downloads)>{move || app.t("下载", "Download")}</button>
                {can_choose().then(|| view! { <button data-test="share-save" on:click=move |_| send(Place::Chosen)>{move || app.t("保存到…", "Save to…")}</button> })}
            </p>
            {move || app.transfer.delivered.get().map(|handed| view! {
                <dl class="facts" data-test="handed">
                    <dt>{app.t("文件", "File")}</dt><dd>{handed.name}</dd>
                    <dt>{app.t("大小", "Size")}</dt><dd>{format!("{} B（{:.2} MB）", handed.size, handed.size as f64 / 1_048_576.0)}</dd>
                    <dt>{app.t("内容", "Holds")}</dt><dd>{handed.records}{app.t(" 条记录，", " records, ")}{handed.steps}{app.t(" 步历史", " steps")}</dd>
                    <dt>"SHA-256"</dt><dd class="digest">{handed.sha256}</dd>
                </dl>
            })}
        </section>
    }
}

/// Exactly what goes out.
#[component]
fn Preview() -> impl IntoView {
    let app = use_app();
    let made = Memo::new_with_compare(
        move |_| {
            let sharing = app.transfer.export.get();
            app.document.read(|document| Some(std::sync::Arc::new(outgoing(document, &sharing))))
        },
        |_, _| true,
    );
    view! {
        <section class="part" data-test="share-preview">
            <h2>{move || app.t("将要交出的内容", "Exactly what goes out")}</h2>
            {move || made.get().map(|out| view! { {people(app, &out)}{counts(app, &out)} })}
        </section>
    }
}

fn counts(app: App, out: &Outgoing) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let rows = Kind::ALL.iter().filter_map(|kind| {
        let count = out.ledger.of(*kind).len();
        (count > 0).then(|| view! { <tr><td>{kind.word().of(lang)}</td><td class="num">{count}</td></tr> })
    });
    let rows = rows.collect_view();
    let above =
        out.above.iter().take(LISTED).filter_map(|id| out.ledger.enterprises.get(*id).map(|row| row.name.clone()));
    let above: Vec<String> = above.collect();
    view! {
        <table class="plain"><tbody>{rows}
            <tr><td>{app.t("修改历史（步）", "Steps of history")}</td><td class="num">{out.ledger.history().len()}</td></tr>
            <tr><td>{app.t("未随带的历史起点", "History that stays here, begun from")}</td><td class="num">{out.ledger.earlier().len()}</td></tr>
        </tbody></table>
        {(!above.is_empty()).then(|| view! { <p class="muted small">{app.t("仅为确定层级而附带的上级企业：", "Enterprises above, for tiers only: ")}{above.join("、")}</p> })}
    }
}

fn people(app: App, out: &Outgoing) -> impl IntoView + use<> {
    let lang = app.shell.lang.get_untracked();
    let masked = out.ledger.part().is_some_and(|part| part.masked);
    let replaced = app.transfer.export.with_untracked(|sharing| sharing.in_texts);
    let leaks = out.leaks.len();
    let rows = out.leaks.iter().take(LISTED).map(|leak| {
        let name = app.document.peek_or_default(|document| names::name_of(&document.ledger, leak.record, lang));
        let route = app.keep_day(format::record_route(leak.record));
        view! { <tr><td><a href=route.hash()>{name}</a></td><td>{leak.field.meta().word.of(lang)}</td><td>{leak.around.clone()}</td></tr> }
    });
    let rows = rows.collect_view();
    masked.then(|| view! {
        <p data-test="masked-count"><strong>{out.persons}</strong>{app.t(" 人的姓名改为职务，共 ", " persons, ")}<strong>{out.fields}</strong>{app.t(" 处；同一人在全文件中称呼一致。", " fields; alike throughout the file.")}</p>
        {if leaks == 0 {
            view! { <p class="sign good">{app.t("● 其他文字中没有发现这些姓名", "● No other text holds these names")}</p> }.into_any()
        } else if replaced {
            view! { <p class="sign blue" data-test="leaks">"● "{leaks}{app.t(" 处文字中的姓名已一并替换", " names in other texts are replaced as well")}</p> }.into_any()
        } else {
            view! { <p class="sign red" data-test="leaks">"▲ "{leaks}{app.t(" 处文字中仍有姓名，会原样交出", " names still stand in other texts and go out")}</p> }.into_any()
        }}
        <table class="plain"><tbody>{rows}</tbody></table>
    })
}
