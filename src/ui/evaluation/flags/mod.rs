//! The flags of paper compliance (形式合规疑点): the rules with their thresholds, and what they raise.

mod list;

use leptos::prelude::*;

use super::scope::Covered;
use crate::{
    app::{App, use_app},
    ui::{format, scope_picker},
};
use ledger::domain::{
    Change, CodedEnum, Decimal, Kind, RecordRef, Value,
    choice::{FlagRule, Label},
    records::FlagSetting,
};
use report::{
    View,
    flags::{Flag, RuleCount, by_rule, default_threshold, flags, rule_text, setting, threshold},
};

/// The part of the screen.
#[component]
pub(super) fn Flags() -> impl IntoView {
    let app = use_app();
    let scope = Memo::new(move |_| app.shell.route.with(scope_picker::scope));
    let raised = Memo::new(move |_| {
        let scope = scope.get();
        app.document.read_or_default(|document| flags(document.view(app.as_of()), &scope))
    });
    view! {
        <Covered />
        {move || raised.with(|raised| rules(app, raised))}
        <list::List raised />
    }
}

/// The rule that the address names.
fn chosen(app: App) -> Option<FlagRule> {
    app.shell.route.with(|route| FlagRule::ALL.iter().copied().find(|rule| rule.key() == route.get("rule")))
}

fn rules(app: App, raised: &[Flag]) -> Option<impl IntoView + use<>> {
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let counts = by_rule(view, raised);
        let open: usize = counts.iter().map(|count| count.open).sum();
        let dismissed: usize = counts.iter().map(|count| count.dismissed).sum();
        let to = |state: &str| app.shell.route.get().with("rule", "").with("state", state).hash();
        let rows = counts.iter().map(|count| rule(app, view, *count)).collect_view();
        Some(view! {
            <section class="part">
                <h2>{app.t("疑点规则", "Rules")}</h2>
                <table class="plain" data-test="flag-rules">
                    <thead><tr><th>{app.t("疑点", "Flag")}</th><th>{app.t("规则", "Rule")}</th><th>{app.t("阈值", "Threshold")}</th><th class="num">{app.t("待核实", "Open")}</th><th class="num">{app.t("已排除", "Dismissed")}</th><th class="no-print">{format::unshown(app.t("操作", "Act"))}</th></tr></thead>
                    <tbody>{rows}</tbody>
                    <tfoot><tr><th scope="row">{app.t("合计", "Total")}</th><td></td><td></td><td class="num"><a href=to("") data-test="flags-open">{open}</a></td><td class="num"><a href=to("dismissed")>{dismissed}</a></td><td class="no-print"></td></tr></tfoot>
                </table>
                <p class="small muted">{app.t(
                    "疑点只提示需要核实，不等于违规。核实后可以写明理由排除，排除记录留在历史里，也可以重新列为疑点。",
                    "A flag asks to be looked into and accuses nobody. It can be dismissed with a reason, which stays in history, and raised again.",
                )}</p>
            </section>
        })
    })
}

fn rule(app: App, view: View<'_>, count: RuleCount) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let rule = count.rule;
    let to = |state: &str| app.shell.route.get().with("rule", rule.key()).with("state", state).hash();
    let set = threshold(view, rule);
    let input = default_threshold(rule).map(|(_, unit)| view! {
        <span class="row nowrap">
            <input class="threshold" type="number" min="1" step="1" data-test=format!("threshold-{}", rule.key()) aria-label=app.t("阈值", "Threshold")
                prop:value=set.to_string() on:change=move |event| set_threshold(app, rule, &event, set) />{unit.of(lang)}
        </span>
    });
    let counts = if count.is_off {
        view! { <td class="num muted" colspan="2">{app.t("已停用", "off")}</td> }.into_any()
    } else {
        view! {
            <td class="num"><a href=to("") data-test=format!("open-{}", rule.key())>{count.open}</a></td>
            <td class="num"><a href=to("dismissed")>{count.dismissed}</a></td>
        }
        .into_any()
    };
    let turn = move |_| set_field(app, rule, FlagSetting::off, Value::YesNo(!count.is_off));
    view! {
        <tr class:here=chosen(app) == Some(rule)>
            <td class="nowrap"><a href=to("") data-test=format!("rule-{}", rule.key())>{rule.word().of(lang)}</a></td>
            <td>{rule_text(rule, set, lang)}</td><td>{input}</td>{counts}
            <td class="no-print"><button class="plain" data-test=format!("off-{}", rule.key()) on:click=turn>{if count.is_off { app.t("启用", "Turn on") } else { app.t("停用", "Turn off") }}</button></td>
        </tr>
    }
}

/// Takes a typed threshold; one that is not a number from 1 on leaves what stands.
fn set_threshold(app: App, rule: FlagRule, event: &leptos::ev::Event, stands: Decimal) {
    match event_target_value(event).trim().parse::<Decimal>() {
        Ok(number) if number >= Decimal::whole(1) => {
            set_field(app, rule, FlagSetting::threshold, Value::Number(number));
        }
        _ => {
            event_target::<web_sys::HtmlInputElement>(event).set_value(&stands.to_string());
            app.notify_error(untrack(|| {
                app.t(
                    "阈值请填不小于 1 的数字，原有阈值没有改动。",
                    "A threshold is a number from 1 on; nothing was changed.",
                )
            }));
        }
    }
}

/// Sets a field of a rule's setting; a rule that nobody set yet gets one.
fn set_field(app: App, rule: FlagRule, field: ledger::domain::Field, value: Value) {
    let known = app.document.peek(|document| {
        let view = document.view(untrack(|| app.as_of()));
        setting(view, rule).map(|(id, _)| RecordRef::new(Kind::FlagSetting, id.raw()))
    });
    match known {
        Some(record) => app.apply(Change::Set { record, field, value }, Label::Edit),
        None => {
            let values = vec![(FlagSetting::rule, Value::Choice(rule.index())), (field, value)];
            app.begin_record(Kind::FlagSetting, values, Label::Edit).is_some()
        }
    };
}
