//! Two frozen results side by side: subject by subject, and the chosen one item by item.

use leptos::prelude::*;

use super::results::{named, shown};
use crate::{app::App, ui::listing::Listing};
use ledger::domain::Decimal;
use report::{
    View,
    assessment::{PointsAndScore, ResultChange, ScoreChange, TotalLine, compare_results},
};

/// The most subjects that are listed.
const LISTED: usize = 300;

/// The comparison, once two different results are chosen.
pub(super) fn pair(app: App, view: View<'_>) -> Option<impl IntoView + use<>> {
    let (from, to) = (named(app, view, "from")?, named(app, view, "to")?);
    if from == to {
        return None;
    }
    let compared = compare_results(view, from, to);
    let title = |id| view.ledger.evaluations.get(id).map(|row| row.title.clone());
    let axis = (!compared.has_same_axis).then(|| view! { <p class="sign yellow">{app.t("◆ 两次评估的对象类别不同，不能逐一对应。", "◆ The two go by different kinds of subject.")}</p> });
    let rules = compared.has_other_rules.then(|| view! { <p class="sign yellow">{app.t("◆ 两次的评估项目、分值或等级线不同，总分不完全可比。", "◆ Items, points or cuts differ; totals are not quite comparable.")}</p> });
    let open = app.shell.route.with(|route| route.get("compared").to_owned());
    let listing = Listing::of(app, "results-compared", LISTED);
    let rows = compared.lines.iter().take(listing.most).map(|line| row(app, line, &open)).collect_view();
    let items = compared.lines.iter().find(|line| line.subject == open).map(|line| items(app, line));
    Some(view! {
        <section class="part" data-test="results-compared">
            <h2>{title(from)}" → "{title(to)}</h2>
            {axis}{rules}
            <table class="plain">
                <thead><tr><th>{app.t("对象", "Subject")}</th><th class="num">{app.t("前总分", "Before")}</th><th class="num">{app.t("后总分", "After")}</th><th class="num">{app.t("变化", "Change")}</th><th>{app.t("等级", "Grade")}</th><th class="num">{app.t("名次", "Place")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {listing.more(compared.lines.len())}
            {items}
        </section>
    })
}

/// `+1.5`, `-2`, or a dash where one of the two is missing.
fn difference(before: Option<Decimal>, after: Option<Decimal>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => {
            let by = Decimal::from_hundredths(after.hundredths() - before.hundredths());
            if by.hundredths() > 0 { format!("+{by}") } else { by.to_string() }
        }
        _ => "—".to_owned(),
    }
}

fn row(app: App, line: &ResultChange, open: &str) -> impl IntoView + use<> {
    let is_here = line.subject == open;
    let route = app.shell.route.get().with("compared", if is_here { "" } else { &line.subject });
    let total = |own: &Option<TotalLine>| own.as_ref().and_then(|own| own.total);
    let grade = |own: &Option<TotalLine>| own.as_ref().map_or_else(|| "—".to_owned(), |own| own.grade.clone());
    let rank = |own: &Option<TotalLine>| shown(own.as_ref().and_then(|own| own.rank));
    let (before, after) = (total(&line.before), total(&line.after));
    view! {
        <tr class:here=is_here>
            <td><a href=route.hash()>{line.subject.clone()}</a></td><td class="num">{shown(before)}</td><td class="num">{shown(after)}</td><td class="num">{difference(before, after)}</td>
            <td>{grade(&line.before)}" → "{grade(&line.after)}</td><td class="num">{rank(&line.before)}" → "{rank(&line.after)}</td>
        </tr>
    }
}

fn items(app: App, line: &ResultChange) -> impl IntoView + use<> {
    let score = |own: &Option<PointsAndScore>| own.and_then(|(_, score)| score);
    let text = |own: &Option<PointsAndScore>| match own {
        Some((points, score)) => format!("{}/{}", shown(*score), shown(*points)),
        None => app.t("无此项", "no such item").to_owned(),
    };
    let row = |own: &ScoreChange| {
        view! {
            <tr><td>{own.item.clone()}</td><td class="num">{text(&own.before)}</td><td class="num">{text(&own.after)}</td><td class="num">{difference(score(&own.before), score(&own.after))}</td></tr>
        }
    };
    let rows = line.items.iter().map(row).collect_view();
    view! {
        <h3>{line.subject.clone()}" · "{app.t("逐项变化", "Item by item")}</h3>
        <table class="plain">
            <thead><tr><th>{app.t("评估项目", "Item")}</th><th class="num">{app.t("前", "Before")}</th><th class="num">{app.t("后", "After")}</th><th class="num">{app.t("变化", "Change")}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
