//! Every table of the ledger in the same grid: contracts, boards, targets, indicators and the rest.

use leptos::prelude::*;

use crate::{
    app::use_app,
    ui::{
        detail::{Detail, beginning::NewRecord},
        grid::GridView,
    },
};
use ledger::domain::{Kind, RecordRef};
use table_model::{Column, column::fields};

/// The part of the screen.
#[component]
pub(super) fn Records() -> impl IntoView {
    let app = use_app();
    let kind = Memo::new(move |_| {
        app.shell.route.with(|route| Kind::of_table_name(route.get("kind"))).unwrap_or(Kind::Contract)
    });
    view! { {move || view! { <Table kind=kind.get() /> }} }
}

#[component]
fn Table(kind: Kind) -> impl IntoView {
    let app = use_app();
    let columns = Memo::new(move |_| fields(kind).collect::<Vec<Column>>());
    let candidates = Memo::new(move |_| {
        app.document.read_or_default(|document| {
            let table = document.ledger.of(kind);
            (0..table.len()).filter(|at| table.is_live(*at)).collect::<Vec<_>>()
        })
    });
    let title = Memo::new(move |_| kind.word().of(app.shell.lang.get()).to_owned());
    let choose = move |event: leptos::ev::Event| {
        let route = crate::app::Route::to(crate::app::Screen::Data)
            .with("tab", "records")
            .with("kind", event_target_value(&event));
        app.go(route);
    };
    let open =
        move |record: RecordRef| app.replace_route(app.shell.route.get_untracked().with("open", record.id.to_string()));
    let word = Signal::derive(move || app.t("新增", "New"));
    view! {
        <div class="work">
            <div class="work-main">
                <GridView kind columns candidates title beneath=true>
                    <select data-test="kind" aria-label=move || app.t("数据表", "Table") on:change=choose>
                        {Kind::ALL.iter().map(|own| view! { <option value=own.table_name() selected=*own == kind>{move || own.word().of(app.shell.lang.get())}</option> }).collect_view()}
                    </select>
                    // A ledger has one record about itself.
                    {(kind != Kind::Profile).then(|| view! { <NewRecord kind known=Vec::new() test="new-record".to_owned() class="primary" word done=open /> })}
                </GridView>
            </div>
            <Detail kind />
        </div>
    }
}
