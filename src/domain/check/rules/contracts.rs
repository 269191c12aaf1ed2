//! Rules for contracts and their assessments.

use super::{Detail, ends_before, is_blank, rule};
use crate::domain::{
    Kind,
    facts::{is_departure, paper_days, tenure_rule_day},
    records::{Assessment, Contract},
};

rule! {
    TermEndsBeforeBegin: Error, "任期止早于任期起", "The term ends before it begins", |found| {
    for (at, row) in found.ledger.contracts.positioned() {
        if ends_before(row.term_from, row.term_to) {
            found.add(Kind::Contract, at, Contract::term_to, Detail::None);
        }
    }
}
}

rule! {
    MissingManager: Warning, "契约未填姓名", "Contract without a person", |found| {
    for (at, row) in found.ledger.contracts.positioned() {
        if is_blank(&row.person) {
            found.add(Kind::Contract, at, Contract::person, Detail::None);
        }
    }
}
}

rule! {
    PaperBeforeRule: Hint, "契约早于所依据的制度", "Paper dated before its rule", |found| {
    for (at, row) in found.ledger.contracts.positioned() {
        let enterprise = row.enterprise.and_then(|id| found.ledger.enterprises.live_position(id));
        let rule = enterprise.and_then(|enterprise| tenure_rule_day(found.ledger, found.index, enterprise));
        for (field, signed) in paper_days(row) {
            if rule.is_some_and(|rule| signed < rule) {
                found.add(Kind::Contract, at, field, Detail::Text(signed.to_string()));
            }
        }
    }
}
}

rule! {
    OutcomeWithoutCause: Warning, "调整退出缺原因", "Moved or exited without a cause", |found| {
    for (at, row) in found.ledger.assessments.positioned() {
        if is_departure(row) && row.cause.is_none() {
            found.add(Kind::Assessment, at, Assessment::cause, Detail::None);
        }
    }
}
}
