//! Scores and vetoes by hand: points, a reason and a person, all of them asked for.

use leptos::prelude::*;

use super::{Now, values};
use crate::{
    app::{App, Draft, use_app},
    browser::random,
};
use ledger::domain::{
    Change, Decimal, Id, Kind, LongText, PersonName, RawId, RecordRef,
    choice::{Label, RubricReading},
    records::HandScore,
};
use report::{
    ColumnLabel,
    assessment::{Rule, subject_name},
};

/// What is typed into the form: the draft belongs to its subject, item and person are carried on.
#[derive(Clone, Copy)]
struct Form {
    draft: Draft,
    item: RwSignal<String>,
    by: RwSignal<String>,
}

impl Form {
    /// The chosen item: the draft's own, else the one chosen last.
    fn item(self) -> String {
        let own = self.draft.get("item");
        if own.is_empty() { self.item.get() } else { own }
    }

    fn choose(self, item: String) {
        if !untrack(|| self.draft.is_empty()) {
            self.draft.set("item", item.clone());
        }
        self.item.set(item);
    }

    /// Fills in a part; the draft keeps the item that it is for.
    fn fill(self, part: &'static str, text: String) {
        let item = untrack(|| self.item());
        self.draft.set(part, text);
        let rest = untrack(|| ["points", "reason", "vetoed"].iter().all(|part| self.draft.get(part).is_empty()));
        self.draft.set("item", if rest { String::new() } else { item });
    }
}

/// The form; there while a subject is chosen and the rubric has items that persons score.
#[component]
pub(super) fn HandEntry(now: Now) -> impl IntoView {
    let app = use_app();
    let (item, by) = (RwSignal::new(String::new()), RwSignal::new(app.shell.author.get_untracked()));
    let subject = Memo::new(move |_| {
        let token = app.shell.route.with(|route| route.get("subject").to_owned());
        now.with(|now| now.as_ref()?.subjects.iter().map(|subject| subject.label).find(|label| label.token() == token))
    });
    let items = Memo::new(move |_| {
        let by_hand = |rule: &&Rule| matches!(rule.reads, Some(RubricReading::ByHand | RubricReading::Veto));
        let own = |rule: &Rule| (rule.item.raw().to_string(), rule.name.clone());
        now.with(|now| now.as_ref().map_or_else(Vec::new, |now| now.rules.iter().filter(by_hand).map(own).collect()))
    });
    move || {
        let label = subject.get().filter(|_| items.with(|items| !items.is_empty()))?;
        let form = Form { draft: app.draft("hand", label.token()), item, by };
        Some(fields(app, now, form, label, items.get()))
    }
}

fn fields(app: App, now: Now, form: Form, label: ColumnLabel, items: Vec<(String, String)>) -> impl IntoView + use<> {
    let name = app.document.read(|document| Some(subject_name(document.view(app.as_of()), label)));
    view! {
        <section class="part no-print" data-test="hand-entry">
            <h2>{app.t("录入人工评分：", "Score by hand: ")}{name}</h2>
            <div class="row">
                <select data-test="hand-item" aria-label=app.t("评估项目", "Item") prop:value=move || form.item() on:change=move |event| form.choose(event_target_value(&event))>
                    <option value="">{app.t("选择项目", "Choose an item")}</option>
                    {items.into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                </select>
                <input class="year" data-test="hand-points" placeholder=app.t("得分", "Points") aria-label=app.t("得分", "Points") prop:value=move || form.draft.get("points") on:input=move |event| form.fill("points", event_target_value(&event)) />
                <input class="wide" data-test="hand-reason" placeholder=app.t("评分理由（必填）", "Reason (required)") aria-label=app.t("评分理由", "Reason") prop:value=move || form.draft.get("reason") on:input=move |event| form.fill("reason", event_target_value(&event)) />
                <input data-test="hand-by" placeholder=app.t("评分人（必填）", "Person (required)") aria-label=app.t("评分人", "Person") prop:value=move || form.by.get() on:input=move |event| form.by.set(event_target_value(&event)) />
                <label class="row"><input type="checkbox" data-test="hand-veto" prop:checked=move || !form.draft.get("vetoed").is_empty() on:change=move |event| form.fill("vetoed", if event_target_checked(&event) { "1".to_owned() } else { String::new() }) />{app.t("一票否决", "Veto")}</label>
                <button class="primary" data-test="hand-save" on:click=move |_| save(app, now, form, label)>{app.t("记入", "Record")}</button>
            </div>
            <p class="note">{app.t("评分日期记为统计日；同一项目多次评分的，以日期最晚的一次为准。撤回否决请删除该条记录。", "Dated the day looked at; of several scores the last by day counts. To take a veto back, delete its record.")}</p>
        </section>
    }
}

fn save(app: App, now: Now, form: Form, label: ColumnLabel) {
    let told = |zh, en| app.notify_error(untrack(|| app.t(zh, en)));
    let typed = |part| untrack(|| form.draft.get(part));
    let item = untrack(|| form.item()).parse::<RawId>().ok();
    let rule = now.with_untracked(|now| {
        let rule = now.as_ref()?.rules.iter().find(|rule| Some(rule.item.raw()) == item)?;
        Some((rule.item, rule.points, rule.reads, now.as_ref()?.year))
    });
    let Some((item, most, reads, year)) = rule else { return told("请选择评估项目。", "Choose an item.") };
    let (reason, by) = (typed("reason").trim().to_owned(), form.by.get_untracked().trim().to_owned());
    if reason.is_empty() || by.is_empty() {
        return told("请填写评分理由和评分人。", "A reason and a person are required.");
    }
    let is_veto = !typed("vetoed").is_empty();
    let given = typed("points").trim().parse::<Decimal>().ok();
    let given = given.filter(|given| (0..=most).contains(&given.hundredths()));
    if reads == Some(RubricReading::Veto) && !is_veto {
        return told("否决项目请勾选「一票否决」。", "Tick the veto for this item.");
    }
    if reads == Some(RubricReading::ByHand) && given.is_none() && !is_veto {
        return told(
            "得分须在 0 与该项分值之间，至多两位小数。",
            "Points must lie within the item's, with two places at most.",
        );
    }
    let on = untrack(|| app.as_of());
    let row = HandScore {
        item: Some(item),
        year: Some(Decimal::whole(year)),
        points: given.filter(|_| reads == Some(RubricReading::ByHand)),
        vetoed: is_veto.then_some(true),
        reason: LongText(reason),
        by: PersonName(by),
        on: Some(on),
        ..HandScore::default()
    };
    let row = match label {
        ColumnLabel::Unit(id) => HandScore { unit: Some(id), ..row },
        ColumnLabel::Group(id) => HandScore { group: Some(id), ..row },
        ColumnLabel::Region(code) | ColumnLabel::OwnLevel(code) => HandScore { region: Some(code), ..row },
        _ => row,
    };
    let id: Id<HandScore> = Id::new(random::id());
    let record = RecordRef::new(Kind::HandScore, id.raw());
    if app.apply(Change::Create { record, values: values(&row) }, Label::Create) {
        form.draft.clear();
    }
}
