//! What the measures of an institution's stages share.

use crate::{
    View,
    indicator::{Answer, IndicatorQuery, Item, Proof, read},
};
use ledger::domain::{
    Change, Date, Id, Kind, RawId, RecordRef, Stage, Value,
    choice::StageName,
    records::{Adoption, Indicator},
};

/// The enterprises in scope with what they answer for a stage; those that `asks` refuses are not asked.
pub(super) fn items(
    query: &IndicatorQuery<'_>,
    stage: StageName,
    asks: impl Fn(Option<&Adoption>) -> bool,
) -> Vec<Item> {
    let IndicatorQuery { view, .. } = query;
    let Some(institution) = query.definition.institution else { return Vec::new() };
    query
        .scope
        .enterprises()
        .filter_map(|at| {
            let adoption = view.index.adoption(at, institution).map(|at| view.ledger.adoptions.at(at));
            asks(adoption).then(|| {
                let answer = answer(adoption, stage, view.as_of);
                query.household(at, answer, adoption.and_then(|row| row.due))
            })
        })
        .collect()
}

/// Whether a stage was reached by the day.
pub(super) fn answer(adoption: Option<&Adoption>, stage: StageName, day: Date) -> Answer {
    read(adoption.and_then(|row| row.stage(stage)), day)
}

/// The record of an item's enterprise about the institution.
pub(super) fn row<'a>(view: View<'a>, definition: &Indicator, item: &Item) -> Option<&'a Adoption> {
    let at = view.index.adoption(item.enterprise? as usize, definition.institution?)?;
    Some(view.ledger.adoptions.at(at))
}

/// The day of a stage, and what the record names as its evidence.
pub(super) fn proof(view: View<'_>, definition: &Indicator, item: &Item, stage: StageName) -> Option<Proof> {
    let row = row(view, definition, item)?;
    Some(Proof { on: row.stage(stage).and_then(Stage::day), paper: row.evidence(stage).to_owned() })
}

/// The first day on which anybody reached a stage.
pub(super) fn first_day(view: View<'_>, definition: &Indicator, stage: StageName) -> Option<Date> {
    let own = view.ledger.adoptions.iter().filter(|(_, row)| row.institution == definition.institution);
    own.filter_map(|(_, row)| row.stage(stage).and_then(Stage::day)).min()
}

/// The change after which an enterprise has reached a stage.
pub(super) fn as_done(
    view: View<'_>,
    definition: &Indicator,
    stage: StageName,
    enterprise: usize,
    borrowed: RawId,
) -> Vec<Change> {
    let Some(institution) = definition.institution else { return Vec::new() };
    let field = match stage {
        StageName::Issued => Adoption::issued,
        StageName::Signed => Adoption::signed,
        StageName::Assessed => Adoption::assessed,
        StageName::Paid => Adoption::paid,
        StageName::Adjusted => Adoption::adjusted,
    };
    let value = Value::Stage(Stage::Yes(Some(view.as_of)));
    match view.index.adoption(enterprise, institution) {
        Some(at) => {
            let row = view.ledger.adoptions.at(at);
            if answer(Some(row), stage, view.as_of) == Answer::Yes {
                return Vec::new();
            }
            let record = RecordRef::new(Kind::Adoption, view.ledger.adoptions.typed_id(at).raw());
            vec![Change::Set { record, field, value }]
        }
        None => {
            let enterprise: Id<_> = view.ledger.enterprises.typed_id(enterprise);
            let values = vec![
                (Adoption::enterprise, Value::Ref(enterprise.raw())),
                (Adoption::institution, Value::Ref(institution.raw())),
                (field, value),
            ];
            vec![Change::Create { record: RecordRef::new(Kind::Adoption, borrowed), values }]
        }
    }
}

/// What is to be done for a stage.
pub(super) fn deed(stage: StageName, institution: &str) -> String {
    match stage {
        StageName::Issued => format!("建立并印发{institution}制度"),
        StageName::Signed => format!("完成{institution}签约"),
        StageName::Assessed => format!("完成{institution}考核"),
        StageName::Paid => format!("按考核结果兑现{institution}"),
        StageName::Adjusted => format!("开展{institution}并留存依据"),
    }
}
