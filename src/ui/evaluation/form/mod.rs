//! Form and spirit (形神兼备): every institution, then the chosen one from stage to stage and part to part.

mod chosen;
mod rows;

use leptos::prelude::*;

use super::scope::Covered;
use crate::{
    app::{App, Route, Screen, use_app},
    ui::{format, scope_picker},
};
use ledger::domain::{AnyTable, Id, Kind, RawId, RecordRef, points_of_tenths, records::Institution};
use report::{
    View,
    form_and_substance::{FormSpirit, InstitutionLine, Quadrant, asks_spirit, institutions},
};
use table_model::names;

/// The part of the screen.
#[component]
pub(super) fn Form() -> impl IntoView {
    let app = use_app();
    view! {
        <Covered />
        {move || screen(app)}
    }
}

/// The institution that the address names, else the first that anybody puts into practice.
fn chosen(route: &Route, lines: &[InstitutionLine]) -> Option<usize> {
    let named = route.parsed::<RawId>("inst").map(Id::<Institution>::new);
    named
        .and_then(|id| lines.iter().position(|line| line.institution == id))
        .or_else(|| lines.iter().position(|line| line.sums.recorded > 0))
        .or_else(|| (!lines.is_empty()).then_some(0))
}

fn screen(app: App) -> Option<impl IntoView + use<>> {
    let route = app.shell.route.get();
    app.document.read(|document| {
        let view = document.view(app.as_of());
        let lines = institutions(view, &scope_picker::scope(&route));
        let at = chosen(&route, &lines);
        let below = at.and_then(|at| lines.get(at)).map(|line| {
            let name = institution_name(app, view, line.institution);
            view! {
                {chosen::stages(app, view, line, &name)}
                {rows::by_part(app, view, line, &name)}
                {rows::enterprises(app, view, line)}
            }
        });
        Some(view! {
            {table(app, view, &route, &lines, at)}
            {below}
        })
    })
}

fn institution_name(app: App, view: View<'_>, id: Id<Institution>) -> String {
    names::name_of(view.ledger, RecordRef::new(Kind::Institution, id.raw()), app.shell.lang.get())
}

/// The gap between form and spirit in percentage points.
fn points(sums: &FormSpirit) -> String {
    sums.gap().map_or_else(|| "—".to_owned(), points_of_tenths)
}

/// The two rates side by side with their gap, always together.
fn rates(sums: &FormSpirit) -> impl IntoView + use<> {
    let counted = |num: i64| (sums.due_count() > 0).then(|| format!(" {num}/{}", sums.due_count()));
    view! {
        <td class="num">{sums.form.percent()}<span class="small muted">{counted(sums.form.num)}</span></td>
        <td class="num">{sums.spirit.percent()}<span class="small muted">{(sums.spirit.den > 0).then(|| counted(sums.spirit.num)).flatten()}</span></td>
        <td class="num">{points(sums)}</td>
    }
}

fn table(
    app: App,
    view: View<'_>,
    route: &Route,
    lines: &[InstitutionLine],
    here: Option<usize>,
) -> impl IntoView + use<> {
    let rows =
        lines.iter().enumerate().map(|(at, line)| institution(app, view, route, line, here == Some(at))).collect_view();
    let none = lines.is_empty().then(|| app.t("没有体制机制类制度。", "No institution of the institutional kind."));
    view! {
        <section class="part">
            <h2>{app.t("各项制度的形与神", "Form and spirit by institution")}</h2>
            <table class="plain" data-test="institutions">
                <thead><tr>
                    <th>{app.t("制度", "Institution")}</th><th class="num">{app.t("应实行（户）", "Due")}</th>
                    <th class="num">{app.t("有形率", "Form rate")}</th><th class="num">{app.t("有神率", "Spirit rate")}</th>
                    <th class="num">{app.t("差距（百分点）", "Gap (points)")}</th><th class="num">{app.t("有形无神（户）", "Form only")}</th>
                    <th class="num">{app.t("已考核兑现缺依据（户）", "Without evidence")}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="muted">{none}</p>
            <p class="small muted">{app.t(
                "口径：形，指制度已印发，需签约的还须已签约；神，指已考核并按结果兑现，且两个环节都填有依据。两率的分母都是应实行的户数（与对应覆盖面指标一致，不纳入的不计）；没有填报的不算有，也不算无，列在「未填报」。",
                "Form: the rule is issued, and signed where the institution has contracts. Spirit: people were assessed and paid accordingly, with evidence of both. Both rates are over the enterprises that are due, as the institution's indicator says; what nobody filled in counts as neither, and is shown apart.",
            )}</p>
        </section>
    }
}

fn institution(
    app: App,
    view: View<'_>,
    route: &Route,
    line: &InstitutionLine,
    is_here: bool,
) -> impl IntoView + use<> {
    let id = line.institution.raw().to_string();
    let to = |quadrant: &str| route.clone().with("inst", id.clone()).with("q", quadrant).with("cell", "").hash();
    let name = institution_name(app, view, line.institution);
    let test = format!("institution-{}", line.institution.raw().0);
    let sums = &line.sums;
    let cells = if sums.recorded == 0 {
        let fill = app.keep_day(Route::to(Screen::Enterprises)).hash();
        view! {
            <td colspan="6" class="muted">{app.t("没有落实记录。", "No record of adoption. ")}<a class="amid" href=fill>{app.t("到「企业」逐户填写", "Fill in under Enterprises")}</a></td>
        }
        .into_any()
    } else {
        view! {
            <td class="num">{sums.due_count()}</td>{rates(sums)}
            {asks_spirit(view, line.institution).then(|| view! {
                <td class="num"><a href=to(Quadrant::FormOnly.key())>{sums.quadrants[Quadrant::FormOnly as usize]}</a></td>
                <td class="num"><a href=to("evidence")>{sums.lacks_evidence}</a></td>
            })}
            {(!asks_spirit(view, line.institution)).then(|| view! { <td colspan="2" class="muted small">{app.t("无考核兑现环节", "no assessment to ask for")}</td> })}
        }
        .into_any()
    };
    view! { <tr class:here=is_here><td><a href=to("") data-test=test>{name}</a></td>{cells}</tr> }
}

/// The name of an enterprise at a position.
fn enterprise_link(app: App, view: View<'_>, at: u32) -> impl IntoView + use<> {
    let record = RecordRef::new(Kind::Enterprise, view.ledger.enterprises.id_at(at as usize));
    format::record_link(app, view.ledger, record)
}
