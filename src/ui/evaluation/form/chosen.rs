//! One institution: its five stages, and where the enterprises stand.

use leptos::prelude::*;

use crate::{app::App, ui::format};
use ledger::domain::{CodedEnum, Ratio, choice::StageName};
use report::{
    View,
    form_and_substance::{FormSpirit, InstitutionLine, Quadrant, StageCount, asks_spirit},
};

/// The funnel beside the four quadrants.
pub(super) fn stages(app: App, view: View<'_>, line: &InstitutionLine, name: &str) -> impl IntoView + use<> {
    let signs = view.ledger.institutions.get(line.institution).and_then(|row| row.has_contracts) == Some(true);
    let sums = &line.sums;
    let asks = asks_spirit(view, line.institution);
    let is_asked =
        |stage: StageName| asks || !matches!(stage, StageName::Assessed | StageName::Paid | StageName::Adjusted);
    let own = StageName::ALL.iter().zip(sums.funnel).filter(|(stage, _)| is_asked(**stage));
    let bars = own.map(|(stage, count)| bar(app, *stage, count, sums.due_count()));
    let bars = bars.collect_view();
    let unsigned = (!signs).then(|| {
        app.t(
            "本制度不要求签约，签约一环不影响「形」。",
            "This institution asks for no contracts: signing does not decide form.",
        )
    });
    let to_yes = (sums.due_count() == 0).then(|| app.t("当前范围内没有应实行的企业。", "Nobody in this scope is due."));
    view! {
        <div class="columns form-columns">
            <section class="part">
                <h2>{name.to_owned()}" · "{if asks { app.t("五个环节", "five stages") } else { app.t("环节", "stages") }}</h2>
                <table class="plain funnel" data-test="funnel">
                    <thead><tr><th>{app.t("环节", "Stage")}</th><th>{app.t("占应实行（深：已做，浅：未做，空白：未填报）", "Of those due (dark: yes, light: no, blank: not filled in)")}</th><th class="num">{app.t("已做", "Yes")}</th><th class="num">{app.t("未做", "No")}</th><th class="num">{app.t("未填报", "Not filled in")}</th><th class="num">{app.t("比例", "Rate")}</th></tr></thead>
                    <tbody>{bars}</tbody>
                </table>
                <p class="small muted">{unsigned}{to_yes}</p>
            </section>
            <section class="part">
                <h2>{app.t("形神四象限", "Form against spirit")}</h2>
                {asks.then(|| quadrants(app, sums))}
                {(!asks).then(|| view! { <p class="muted" data-test="no-spirit">{app.t("本制度没有考核、兑现环节，只看是否建立，不问有神无神。", "This institution has no stages of assessment and pay: only whether it stands is asked.")}</p> })}
                {without_exit(app, sums)}
            </section>
        </div>
    }
}

fn bar(app: App, stage: StageName, count: StageCount, due: i64) -> impl IntoView + use<> {
    let rate = Ratio::new(count.yes, due);
    let width = |part: i64| {
        let tenths = Ratio::new(part, due).tenths_of_percent().unwrap_or(0);
        format!("width:{}.{}%", tenths / 10, tenths % 10)
    };
    let to =
        |answer: &str| app.shell.route.get().with("q", format!("{}-{answer}", stage.key())).with("cell", "").hash();
    view! {
        <tr>
            <td class="nowrap">{stage.word().of(app.shell.lang.get())}</td>
            <td class="funnel-cell"><div class="funnel-bar" aria-hidden="true"><span class="yes" style=width(count.yes)></span><span class="no" style=width(count.no)></span></div></td>
            <td class="num"><a href=to("yes")>{count.yes}</a></td><td class="num"><a href=to("no")>{count.no}</a></td>
            <td class="num"><a href=to("missing")>{count.missing}</a></td><td class="num">{rate.percent()}</td>
        </tr>
    }
}

fn quadrants(app: App, sums: &FormSpirit) -> impl IntoView + use<> {
    let here = super::rows::asked(&app.shell.route.get());
    let cell = |quadrant: Quadrant| {
        let word = quadrant.word().of(app.shell.lang.get());
        let href = app.shell.route.get().with("q", quadrant.key()).with("cell", "").hash();
        let is_here = here == super::rows::Asked::Quadrant(quadrant);
        view! {
            <td class:here=is_here>
                <a href=href data-test=format!("quadrant-{}", quadrant.key())><strong class="num">{sums.quadrants[quadrant as usize]}</strong>" "{app.t("户", "")}</a>
                <span class="small muted">{word}</span>
            </td>
        }
    };
    view! {
        <table class="plain quadrants" data-test="quadrants">
            <thead><tr><th>{format::unshown(app.t("范围", "Part"))}</th><th>{app.t("有神", "With spirit")}</th><th>{app.t("无神", "Without spirit")}</th></tr></thead>
            <tbody>
                <tr><th scope="row">{app.t("有形", "With form")}</th>{cell(Quadrant::Both)}{cell(Quadrant::FormOnly)}</tr>
                <tr><th scope="row">{app.t("无形", "Without form")}</th>{cell(Quadrant::SpiritOnly)}{cell(Quadrant::Neither)}</tr>
            </tbody>
            <tfoot><tr><th scope="row">{app.t("未填报", "Not filled in")}</th>{cell(Quadrant::Unknown)}<td></td></tr></tfoot>
        </table>
    }
}

/// Says how many have spirit and no exit: in words, without a colour.
fn without_exit(app: App, sums: &FormSpirit) -> impl IntoView + use<> {
    let href = app.shell.route.get().with("q", "no-exit").with("cell", "").hash();
    (sums.without_exit > 0).then(|| view! {
        <p data-test="without-exit">
            {app.t("另有 ", "")}<a href=href>{sums.without_exit}{app.t(" 户", " enterprises")}</a>
            {app.t("已考核、已兑现，但没有任何调整或退出记录：建议问一问情况，不作为不合格。", " with spirit have no adjustment or exit on record: worth asking, not a failing.")}
        </p>
    })
}
