//! Doubtful pairs of a ledger that began elsewhere: the same record, or two of one name.

use leptos::prelude::*;

use super::merge::of;
use crate::app::{transfer::merge_session::Step, use_app};
use table_model::names;

/// The part of the screen; nothing where nothing is doubtful.
#[component]
pub(super) fn Pairs() -> impl IntoView {
    let app = use_app();
    let rows = move || {
        of(app, |it| {
            let Step::Checked(_) = &it.step else { return Vec::new() };
            let lang = app.shell.lang.get();
            let mut rows = Vec::new();
            for (file, copy) in it.copies.iter().enumerate() {
                let Some(matching) = &copy.matching else { continue };
                for pair in &matching.doubtful {
                    let theirs = names::name_of(&copy.file.ledger, pair.theirs, lang);
                    let mine =
                        app.document.read_or_default(|document| names::name_of(&document.ledger, pair.mine, lang));
                    let accepted = it.accepted.contains(&(file, pair.theirs));
                    rows.push((file, *pair, copy.file.name.clone(), theirs, mine, accepted));
                }
            }
            rows
        })
        .unwrap_or_default()
    };
    let strangers = move || {
        of(app, |it| {
            let counts = it.copies.iter().filter_map(|copy| {
                let matching = copy.matching.as_ref()?;
                let new: usize = matching.new.values().sum();
                Some((copy.file.name.clone(), matching.sure.len(), matching.doubtful.len(), new))
            });
            counts.collect::<Vec<_>>()
        })
        .unwrap_or_default()
    };
    move || {
        let strangers = strangers();
        (!strangers.is_empty()).then(|| {
            let lang = app.shell.lang.get();
            view! {
                <section class="part" data-test="merge-pairs">
                    <h2>{app.t("另一份台账：按信用代码和任务编号对应", "Another ledger: matched by credit code and task number")}</h2>
                    {strangers.into_iter().map(|(name, sure, doubtful, new)| view! {
                        <p>"「"{name}"」 "{app.t("对应上 ", "matched ")}<strong>{sure}</strong>{app.t(" 条，存疑 ", ", doubtful ")}<strong>{doubtful}</strong>{app.t(" 条，作为新增 ", ", new ")}<strong>{new}</strong>{app.t(" 条。其修改历史不并入，请保存原文件；若本不相干，请选「另开一份」。", ". Its history stays in the file; if it is unrelated, open it apart.")}</p>
                    }).collect_view()}
                    <table class="plain"><tbody>
                        {rows().into_iter().map(|(file, pair, name, theirs, mine, accepted)| view! {
                            <tr><td><label class="row"><input type="checkbox" data-test="accept-pair" prop:checked=accepted on:change=move |event| app.accept_pair(file, pair.theirs, event_target_checked(&event)) />{app.t("同一条", "the same")}</label></td>
                                <td>{theirs}<div class="muted small">{name}</div></td><td>{mine}<div class="muted small">{app.t("本机", "mine")}</div></td><td class="problem">{pair.reason.word().of(lang)}</td></tr>
                        }).collect_view()}
                    </tbody></table>
                </section>
            }
        })
    }
}
