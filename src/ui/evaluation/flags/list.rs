//! The flags of a rule, each with its rows; how one is dismissed, and raised again.

use leptos::{html, prelude::*};

use crate::{
    app::{App, use_app},
    browser::{clock, random},
    ui::{format, listing::Listing},
};
use ledger::domain::{
    AnyTable, Change, CodedEnum, Kind, RecordRef, Value, choice::Label, parse_date, records::Dismissal,
};
use report::{
    View,
    flags::{Flag, about_words, default_threshold, dismissals_of, key},
};

/// How many flags are listed at a time.
const LISTED: usize = 300;

/// How many rows of one flag are linked at a time.
const ROWS: usize = 100;

/// The list.
#[component]
pub(super) fn List(raised: Memo<Vec<Flag>>) -> impl IntoView {
    let app = use_app();
    let is_dismissed = Memo::new(move |_| app.shell.route.with(|route| route.get("state") == "dismissed"));
    // The flag whose form is open, by its place among those raised.
    let open = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        raised.track();
        open.set(None);
    });
    let to =
        move |state: &'static str| move |_| app.replace_route(app.shell.route.get_untracked().with("state", state));
    view! {
        <section class="part" data-test="flags" data-rows="rule state">
            <div class="spread">
                <h2>{move || super::chosen(app).map_or(app.t("全部疑点", "All flags"), |rule| rule.word().of(app.shell.lang.get()))}</h2>
                <span class="tabs no-print">
                    <button data-test="state-open" class:on=move || !is_dismissed.get() on:click=to("")>{move || app.t("待核实", "Open")}</button>
                    <button data-test="state-dismissed" class:on=move || is_dismissed.get() on:click=to("dismissed")>{move || app.t("已排除", "Dismissed")}</button>
                </span>
            </div>
            {move || raised.with(|raised| table(app, raised, is_dismissed.get(), open))}
        </section>
    }
}

fn table(
    app: App,
    raised: &[Flag],
    is_dismissed: bool,
    open: RwSignal<Option<usize>>,
) -> Option<impl IntoView + use<>> {
    let rule = super::chosen(app);
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let passes = |flag: &Flag| flag.dismissed.is_some() == is_dismissed && rule.is_none_or(|rule| flag.rule == rule);
        let own: Vec<(usize, &Flag)> = raised.iter().enumerate().filter(|(_, flag)| passes(flag)).collect();
        let listing = Listing::of(app, "flags", LISTED);
        let rows = own.iter().take(listing.most).map(|(at, flag)| row(app, view, *at, flag, open)).collect_view();
        let none = own.is_empty().then(|| app.t("没有这样的疑点。", "None."));
        Some(view! {
            <p class="muted num rows-count" data-test="rows-count">{own.len()}" "{app.t("条", "flags")}</p>
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{app.t("疑点", "Flag")}</th><th>{app.t("企业", "Enterprise")}</th><th>{app.t("事由", "About")}</th><th class="num">{app.t("实测", "Measured")}</th><th>{app.t("涉及记录", "Rows")}</th><th>{app.t("核实", "Looked into")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            <p class="muted">{none}</p>
            {listing.more(own.len())}
        })
    })
}

fn row(app: App, view: View<'_>, at: usize, flag: &Flag, open: RwSignal<Option<usize>>) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let enterprise = flag.enterprise.map(|at| {
        let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize));
        format::record_link(app, view.ledger, record)
    });
    let measured = default_threshold(flag.rule).map(|(_, unit)| format!("{} {}", flag.measured, unit.of(lang)));
    let listing = Listing::of(app, "flag-rows", ROWS);
    let links = flag
        .rows
        .iter()
        .take(listing.most)
        .map(|record| view! { {format::record_link(app, view.ledger, *record)}" " })
        .collect_view();
    let more = listing.more(flag.rows.len());
    let state = match flag.dismissed {
        Some(_) => view! { <Dismissed flag=flag.clone() /> }.into_any(),
        None => {
            let own = flag.clone();
            view! {
                <button class="no-print" data-test="dismiss" aria-expanded=move || (open.get() == Some(at)).to_string()
                    on:click=move |_| open.update(|open| *open = if *open == Some(at) { None } else { Some(at) })>{app.t("排除", "Dismiss")}</button>
                {move || (open.get() == Some(at)).then(|| view! { <DismissForm flag=own.clone() /> })}
            }
            .into_any()
        }
    };
    view! {
        <tr><td class="nowrap">{flag.rule.word().of(lang)}</td><td>{enterprise}</td><td class="about">{about_words(view, flag)}</td><td class="num nowrap">{measured}</td><td>{links}{more}</td><td>{state}</td></tr>
    }
}

/// Asks for the reason, the person and the day, and dismisses the flag.
#[component]
fn DismissForm(flag: Flag) -> impl IntoView {
    let app = use_app();
    // What is typed stays with its flag, though the list is drawn anew or another one is opened.
    let day = untrack(|| app.as_of());
    let about = app.document.peek(|document| Some(key(document.view(day), &flag)));
    let draft = app.draft("dismiss", format_args!("{about:?}"));
    let by = NodeRef::<html::Input>::new();
    let on = NodeRef::<html::Input>::new();
    // Whoever looks at an earlier day dismisses as of that day, else the flag would stand there still.
    let day = day.min(clock::today()).to_string();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let reason = untrack(|| draft.get("reason"));
        if let (Some(by), Some(on)) = (by.get_untracked(), on.get_untracked())
            && dismiss(app, &flag, reason.trim(), by.value().trim(), on.value().trim())
        {
            draft.clear();
        }
    };
    view! {
        <form class="row dismiss-form no-print" on:submit=submit>
            <input class="grow" data-test="dismiss-reason" prop:value=move || draft.get("reason") on:input=move |event| draft.set("reason", event_target_value(&event)) placeholder=move || app.t("排除理由（必填）", "Reason (required)") aria-label=move || app.t("排除理由", "Reason") />
            <input node_ref=by class="person" data-test="dismiss-by" value=app.shell.author.get_untracked() placeholder=move || app.t("核实人（必填）", "By (required)") aria-label=move || app.t("核实人", "By") />
            <input node_ref=on type="date" data-test="dismiss-on" value=day aria-label=move || app.t("核实日期", "On") />
            <button class="primary" data-test="dismiss-confirm">{move || app.t("确认排除", "Dismiss")}</button>
        </form>
    }
}

fn dismiss(app: App, flag: &Flag, reason: &str, by: &str, on: &str) -> bool {
    if reason.is_empty() || by.is_empty() {
        app.notify_error(untrack(|| app.t("请写明排除理由和核实人。", "State the reason and who looked into it.")));
        return false;
    }
    let Some(on) = parse_date(on) else {
        app.notify_error(untrack(|| app.t("请填写核实日期。", "State the day.")));
        return false;
    };
    let day = untrack(|| app.as_of());
    let known = app.document.peek(|document| Some(key(document.view(day), flag)));
    let Some((rule, enterprise, task, about)) = known else { return false };
    let mut values = vec![
        (Dismissal::rule, Value::Choice(rule.index())),
        (Dismissal::reason, Value::Text(reason.to_owned())),
        (Dismissal::by, Value::Text(by.to_owned())),
        (Dismissal::on, Value::Date(on)),
    ];
    values.extend(enterprise.map(|id| (Dismissal::enterprise, Value::Ref(id.raw()))));
    values.extend(task.map(|id| (Dismissal::task, Value::Ref(id.raw()))));
    if !about.is_empty() {
        values.push((Dismissal::about, Value::Text(about)));
    }
    let record = RecordRef::new(Kind::Dismissal, random::id());
    let is_done = app.apply(Change::Create { record, values }, Label::Create);
    if is_done && on > day {
        app.notify(untrack(|| {
            app.t(
                "已登记。核实日期晚于当前统计日，这条疑点在该统计日仍列为待核实。",
                "Recorded. Its day is later than the as-of date, on which the flag stands still.",
            )
        }));
    }
    is_done
}

/// Why, by whom and when a flag was dismissed, and the way to raise it again.
#[component]
fn Dismissed(flag: Flag) -> impl IntoView {
    let app = use_app();
    let dismissal = flag.dismissed;
    let said = move || {
        app.document.read(|document| {
            let row = document.ledger.dismissals.get(dismissal?)?;
            let day = row.on.map_or_else(|| app.t("日期未填", "no day").to_owned(), |day| day.to_string());
            let by = if row.by.trim().is_empty() { app.t("核实人未填", "nobody named") } else { &*row.by };
            Some(format!("{}（{by}，{day}）", row.reason.0))
        })
    };
    let raise = move |_| {
        let day = untrack(|| app.as_of());
        let change = app.document.peek(|document| {
            let view = document.view(day);
            let own = dismissals_of(view, &flag);
            Some(Change::Batch(
                own.into_iter().map(|id| view.ledger.deletion(RecordRef::new(Kind::Dismissal, id.raw()))).collect(),
            ))
        });
        if let Some(change) = change {
            app.apply(change, Label::Delete);
        }
    };
    view! {
        <span data-test="dismissed">{said}</span>" "
        <button class="plain no-print" data-test="raise-again" on:click=raise>{move || app.t("重新列为疑点", "Raise again")}</button>
    }
}
