//! The parts of an axis with both rates, and the enterprises behind a number, each with what it lacks.

use leptos::prelude::*;

use crate::{
    app::{App, Route},
    ui::{format, listing::Listing, scope_picker},
};
use ledger::domain::{CodedEnum, Lang, choice::StageName};
use report::{
    Answer, ColumnLabel, View,
    form_and_substance::{FormLine, InstitutionLine, Quadrant, asks_spirit, form_by_axis, keep_part, lacks},
};

/// The most rows that are listed; the rest are counted.
const LISTED: usize = 300;

/// Which enterprises are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// Those of a quadrant.
    Quadrant(Quadrant),
    /// Those that gave one answer at a stage.
    Stage(StageName, Answer),
    /// Those that are assessed and paid without evidence.
    WithoutEvidence,
    /// Those with spirit and no exit on record.
    WithoutExit,
}

const ANSWERS: [(&str, Answer); 3] = [("yes", Answer::Yes), ("no", Answer::No), ("missing", Answer::Missing)];

/// Which enterprises the address asks for; form without spirit where it says nothing.
pub(super) fn asked(route: &Route) -> Asked {
    let text = route.get("q");
    if text == "evidence" {
        return Asked::WithoutEvidence;
    }
    if text == "no-exit" {
        return Asked::WithoutExit;
    }
    let stage = text.split_once('-').and_then(|(stage, answer)| {
        let stage = StageName::ALL.iter().copied().find(|name| name.key() == stage)?;
        let (_, answer) = ANSWERS.into_iter().find(|(key, _)| *key == answer)?;
        Some(Asked::Stage(stage, answer))
    });
    let quadrant = || Quadrant::ALL.into_iter().find(|quadrant| quadrant.key() == text);
    stage.unwrap_or_else(|| Asked::Quadrant(quadrant().unwrap_or(Quadrant::FormOnly)))
}

impl Asked {
    fn passes(self, line: &FormLine) -> bool {
        let [.., adjusted] = line.stages;
        match self {
            Self::Quadrant(quadrant) => line.quadrant() == Some(quadrant),
            Self::Stage(stage, answer) => line.stages.get(usize::from(stage.index())) == Some(&answer),
            Self::WithoutEvidence => line.lacks_evidence,
            Self::WithoutExit => line.spirit == Answer::Yes && adjusted != Answer::Yes,
        }
    }

    fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Quadrant(quadrant), lang) => quadrant.word().of(lang).to_owned(),
            (Self::Stage(stage, Answer::Yes), Lang::Zh) => format!("已{}", stage.word().zh),
            (Self::Stage(stage, Answer::No), Lang::Zh) => format!("未{}", stage.word().zh),
            (Self::Stage(stage, Answer::Missing), Lang::Zh) => format!("{}未填报", stage.word().zh),
            (Self::Stage(stage, Answer::Yes), Lang::En) => stage.word().en.to_owned(),
            (Self::Stage(stage, Answer::No), Lang::En) => format!("Not {}", stage.word().en.to_lowercase()),
            (Self::Stage(stage, Answer::Missing), Lang::En) => format!("{}: not filled in", stage.word().en),
            (Self::WithoutEvidence, Lang::Zh) => "已考核兑现、缺依据".to_owned(),
            (Self::WithoutEvidence, Lang::En) => "Assessed and paid, without evidence".to_owned(),
            (Self::WithoutExit, Lang::Zh) => "有神、无调整退出记录".to_owned(),
            (Self::WithoutExit, Lang::En) => "With spirit, no exit on record".to_owned(),
        }
    }
}

/// Both rates by the parts of the chosen axis.
pub(super) fn by_part(app: App, view: View<'_>, line: &InstitutionLine, name: &str) -> impl IntoView + use<> {
    let route = app.shell.route.get();
    let own = scope_picker::axis(&route);
    let parts = form_by_axis(view, line.institution, &scope_picker::scope(&route), own);
    let tabs = scope_picker::AXES.into_iter().map(|(axis, key, word)| {
        let to = route.clone().with("axis", key).with("cell", "");
        view! { <button data-test=format!("axis-{key}") class:on=own == axis on:click=move |_| app.replace_route(to.clone())>{word.of(app.shell.lang.get())}</button> }
    });
    let tabs = tabs.collect_view();
    let shown = Quadrant::ALL.into_iter().filter(|_| asks_spirit(view, line.institution));
    let rows = parts.iter().map(|part| {
        let label = format::column_name(view.ledger, part.label, app.shell.lang.get());
        let cell = |quadrant: Quadrant| {
            let to = route.clone().with("q", quadrant.key()).with("cell", part.label.token());
            view! { <td class="num"><a href=to.hash()>{part.sums.quadrants[quadrant as usize]}</a></td> }
        };
        let cells = shown.clone().map(cell).collect_view();
        view! { <tr class:here=route.get("cell") == part.label.token()><th scope="row">{label}</th><td class="num">{part.sums.due_count()}</td>{super::rates(&part.sums)}{cells}</tr> }
    });
    let rows = rows.collect_view();
    let quadrants = shown
        .clone()
        .map(|quadrant| view! { <th class="num">{quadrant.word().of(app.shell.lang.get())}</th> })
        .collect_view();
    view! {
        <section class="part">
            <div class="spread"><h2>{name.to_owned()}" · "{app.t("分范围", "by part")}</h2><span class="tabs no-print">{tabs}</span></div>
            <div class="rows-frame"><table class="plain" data-test="form-parts">
                <thead><tr><th>{app.t("范围", "Part")}</th><th class="num">{app.t("应实行（户）", "Due")}</th><th class="num">{app.t("有形率", "Form rate")}</th><th class="num">{app.t("有神率", "Spirit rate")}</th><th class="num">{app.t("差距（百分点）", "Gap (points)")}</th>{quadrants}</tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        </section>
    }
}

/// The enterprises that the address asks for, each with what it lacks.
pub(super) fn enterprises(app: App, view: View<'_>, line: &InstitutionLine) -> impl IntoView + use<> {
    let lang = app.shell.lang.get();
    let route = app.shell.route.get();
    let asked = asked(&route);
    let axis = scope_picker::axis(&route);
    let part = ColumnLabel::of_token(axis, route.get("cell")).unwrap_or(ColumnLabel::Total);
    let mut lines: Vec<FormLine> = line.sums.due().filter(|line| asked.passes(line)).copied().collect();
    keep_part(view, &scope_picker::scope(&route), axis, part, &mut lines);
    let listing = Listing::of(app, "form-rows", LISTED);
    let rows = lines.iter().take(listing.most).map(|row| {
        let words: Vec<String> = lacks(view, row, line.institution).into_iter().map(|lack| lack.sentence(lang)).collect();
        let words = if words.is_empty() { app.t("齐全", "complete").to_owned() } else { words.join(app.t("、", ", ")) };
        let place = view.index.place(row.enterprise as usize);
        let tier = format::column_name(view.ledger, ColumnLabel::Tier(place.tier), lang);
        let group = format::column_name(view.ledger, ColumnLabel::Group(view.ledger.enterprises.typed_id(place.root as usize)), lang);
        view! { <tr><td>{super::enterprise_link(app, view, row.enterprise)}</td><td class="muted">{group}</td><td class="muted">{tier}</td><td>{words}</td></tr> }
    });
    let rows = rows.collect_view();
    let only = (part != ColumnLabel::Total).then(|| {
        let all = route.clone().with("cell", "").hash();
        view! { <span class="muted small">{app.t("仅列：", "Only: ")}{format::column_name(view.ledger, part, lang)}" "<a href=all>{app.t("显示全部范围", "show all")}</a></span> }
    });
    let count = lines.len();
    view! {
        <section class="part" data-test="form-rows" data-rows="q cell">
            <div class="spread"><h2>{asked.words(lang)}" "<span class="num" data-test="rows-count">{count}</span>{app.t(" 户", "")}</h2>{only}</div>
            <div class="rows-frame"><table class="plain">
                <thead><tr><th>{app.t("企业", "Enterprise")}</th><th>{app.t("集团", "Group")}</th><th>{app.t("层级", "Tier")}</th><th>{app.t("缺什么", "What is lacking")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
            {(count == 0).then(|| view! { <p class="muted">{app.t("没有这样的企业。", "None.")}</p> })}
            {listing.more(count)}
        </section>
    }
}
