//! Rules for contracts and their assessments.

use super::{Detail, Rule, ends_before, is_blank};
use crate::domain::{
    Kind,
    facts::{is_departure, paper_days, tenure_rule_day},
    records::{Assessment, Contract},
};

pub(super) const TermEndsBeforeBegin: Rule =
    Rule::error("任期止早于任期起", "The term ends before it begins", |found| {
        found.all(&found.ledger.contracts, Contract::term_to, |_, row| ends_before(row.term_from, row.term_to))
    });

pub(super) const MissingManager: Rule = Rule::warning("契约未填姓名", "Contract without a person", |found| {
    found.all(&found.ledger.contracts, Contract::person, |_, row| is_blank(&row.person))
});

pub(super) const PaperBeforeRule: Rule =
    Rule::hint("契约早于所依据的制度", "Paper dated before its rule", |found| {
        for (at, row) in found.ledger.contracts.positioned() {
            let enterprise = row.enterprise.and_then(|id| found.ledger.enterprises.live_position(id));
            let rule = enterprise.and_then(|enterprise| tenure_rule_day(found.ledger, found.index, enterprise));
            for (field, signed) in paper_days(row) {
                if rule.is_some_and(|rule| signed < rule) {
                    found.add(Kind::Contract, at, field, Detail::Text(signed.to_string()));
                }
            }
        }
    });

pub(super) const OutcomeWithoutCause: Rule =
    Rule::warning("调整退出缺原因", "Moved or exited without a cause", |found| {
        found.all(&found.ledger.assessments, Assessment::cause, |_, row| is_departure(row) && row.cause.is_none())
    });
