//! Flags of form without spirit: what looks like compliance on paper and asks to be looked into.
//!
//! Each has a rule, a threshold that can be set, and the rows that raised it. A flag that was looked into
//! is dismissed with a reason and stays on record.

mod rules;

use rustc_hash::FxHashMap;

use super::{View, scope::Scope};
use ledger::domain::{
    CodedEnum, Decimal, Id, Lang, Phrase, RecordRef,
    choice::FlagRule,
    records::{Dismissal, Enterprise, FlagSetting, Task},
};

/// One thing that looks like compliance on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The rule that raised it.
    pub rule: FlagRule,
    /// The enterprise that it is about, by position; `None` for a task that names none.
    pub enterprise: Option<u32>,
    /// The task that it is about, if it is about one.
    pub task: Option<Id<Task>>,
    /// What within its enterprise or task it is about, such as a day; part of what it is known by.
    pub about: String,
    /// The records that raised it.
    pub rows: Vec<RecordRef>,
    /// What was measured, to stand against the threshold; 0 for rules without one.
    pub measured: i64,
    /// Its dismissal, if somebody looked into it.
    pub dismissed: Option<Id<Dismissal>>,
}

/// How many flags a rule raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleCount {
    /// The rule.
    pub rule: FlagRule,
    /// Whether the rule is switched off.
    pub is_off: bool,
    /// Flags that nobody dismissed.
    pub open: usize,
    /// Flags that were dismissed with a reason.
    pub dismissed: usize,
}

/// What a flag is known by: its rule, its enterprise or its task, and what it is about.
pub type FlagKey = (FlagRule, Option<Id<Enterprise>>, Option<Id<Task>>, String);

/// The threshold that a rule begins with, and what it counts in; `None` for rules without one.
pub const fn default_threshold(rule: FlagRule) -> Option<(i64, Phrase)> {
    match rule {
        FlagRule::SameDay => Some((10, Phrase::new("份", "contracts"))),
        FlagRule::SameGoals => Some((3, Phrase::new("份", "contracts"))),
        FlagRule::AllExcellent | FlagRule::NoExit => Some((5, Phrase::new("人", "people"))),
        FlagRule::PaperBeforeRule => Some((1, Phrase::new("天", "days"))),
        FlagRule::NoMeeting => Some((365, Phrase::new("天", "days"))),
        FlagRule::OutsideExceeds => Some((1, Phrase::new("名", "directors"))),
        FlagRule::ClosedWithoutEvidence | FlagRule::CountedNotDue | FlagRule::DamagedCode => None,
    }
}

/// The setting of a rule; of several, the first that sets anything.
pub fn setting(view: View<'_>, rule: FlagRule) -> Option<(Id<FlagSetting>, &FlagSetting)> {
    view.ledger.flag_settings.iter().find(|(_, row)| row.rule == Some(rule))
}

/// The threshold of a rule as it is set, in the rule's own unit; never below one, since nothing at all
/// would raise every flag.
pub fn threshold(view: View<'_>, rule: FlagRule) -> Decimal {
    let set = setting(view, rule).and_then(|(_, row)| row.threshold);
    let default = Decimal::whole(default_threshold(rule).map_or(1, |(number, _)| number));
    set.unwrap_or(default).max(Decimal::whole(1))
}

/// Whether a rule is switched off.
pub fn is_off(view: View<'_>, rule: FlagRule) -> bool {
    setting(view, rule).is_some_and(|(_, row)| row.off == Some(true))
}

/// The flags of a scope, rule by rule, dismissed ones too.
pub fn flags(view: View<'_>, scope: &Scope) -> Vec<Flag> {
    let mut flags = rules::raise(view, scope);
    let dismissals = dismissals(view);
    for flag in &mut flags {
        flag.dismissed = dismissals.get(&key(view, flag)).copied();
    }
    flags.sort_by_key(|flag| flag.rule);
    flags
}

/// Counts flags rule by rule, every rule once, in their order on screen.
pub fn by_rule(view: View<'_>, flags: &[Flag]) -> Vec<RuleCount> {
    let count = |rule, dismissed: bool| {
        flags.iter().filter(|flag| flag.rule == rule && flag.dismissed.is_some() == dismissed).count()
    };
    let line =
        |rule| RuleCount { rule, is_off: is_off(view, rule), open: count(rule, false), dismissed: count(rule, true) };
    FlagRule::ALL.iter().copied().map(line).collect()
}

/// How many flags each rule raised in a scope.
pub fn flags_by(view: View<'_>, scope: &Scope) -> Vec<RuleCount> {
    by_rule(view, &flags(view, scope))
}

/// What a flag is known by. A task is known by itself, whichever enterprise answers for it.
pub fn key(view: View<'_>, flag: &Flag) -> FlagKey {
    let enterprise = flag.enterprise.filter(|_| flag.task.is_none());
    let enterprise = enterprise.map(|at| view.ledger.enterprises.typed_id(at as usize));
    (flag.rule, enterprise, flag.task, flag.about.clone())
}

/// The dismissals that count on the day: with a reason, and not of a later day.
fn dismissals(view: View<'_>) -> FxHashMap<FlagKey, Id<Dismissal>> {
    let counts = |row: &Dismissal| !row.reason.trim().is_empty() && row.on.is_none_or(|on| on <= view.as_of);
    let mut known = FxHashMap::default();
    for (id, row) in view.ledger.dismissals.iter().filter(|(_, row)| counts(row)) {
        if let Some(rule) = row.rule {
            let enterprise = row.enterprise.filter(|_| row.task.is_none());
            known.entry((rule, enterprise, row.task, row.about.clone())).or_insert(id);
        }
    }
    known
}

/// Every dismissal of a flag, those without effect on the day too: what goes when the flag is to stand again.
pub fn dismissals_of(view: View<'_>, flag: &Flag) -> Vec<Id<Dismissal>> {
    let own = key(view, flag);
    let is_own = |row: &Dismissal| {
        let enterprise = row.enterprise.filter(|_| row.task.is_none());
        (row.rule, enterprise, row.task, row.about.as_str()) == (Some(own.0), own.1, own.2, own.3.as_str())
    };
    view.ledger.dismissals.iter().filter(|(_, row)| is_own(row)).map(|(id, _)| id).collect()
}

/// What a flag is about, in words; the name of the institution where it is known by its number.
pub fn about_words(view: View<'_>, flag: &Flag) -> String {
    if flag.rule != FlagRule::CountedNotDue {
        return flag.about.clone();
    }
    let institution = flag.about.parse().ok().and_then(|id| view.ledger.institutions.get(Id::new(id)));
    institution.map_or_else(|| flag.about.clone(), |row| row.name.clone())
}

/// Prints a rule with its threshold.
pub fn rule_text(rule: FlagRule, threshold: Decimal, lang: Lang) -> String {
    let n = threshold;
    match (rule, lang) {
        (FlagRule::SameDay, Lang::Zh) => {
            format!("同一企业在同一天签订的契约（一协议两书任一）达到 {n} 份。未填签订日期的不计。")
        }
        (FlagRule::SameDay, Lang::En) => {
            format!(
                "{n} or more contracts of one enterprise have a paper signed on the same day; undated papers don't count."
            )
        }
        (FlagRule::SameGoals, Lang::Zh) => format!(
            "同一企业内目标内容逐字相同的契约达到 {n} 份（空格和换行不计；不足 {} 个字的不比对）。",
            rules::LEAST_GOALS
        ),
        (FlagRule::SameGoals, Lang::En) => format!(
            "{n} or more contracts of one enterprise have the same goals word for word (spaces aside; texts under {} characters are left out).",
            rules::LEAST_GOALS
        ),
        (FlagRule::AllExcellent, Lang::Zh) => format!(
            "同一企业同一年度已考核 {n} 人及以上，等次全部为同一最高档（优秀、A、标杆，或该年度评级档次中计入优秀率的档次）；有人等次未填的不判定。"
        ),
        (FlagRule::AllExcellent, Lang::En) => format!(
            "{n} or more people of one enterprise were assessed for a year and all have the same top grade (优秀, A, 标杆, or a top word of that year's scale); not judged where a grade is missing."
        ),
        (FlagRule::NoExit, Lang::Zh) => format!(
            "上一完整年度已考核 {n} 人及以上，无一人降薪、调整或退出，各项制度也没有调整/退出记录。这是提示核实，不等于不合格。"
        ),
        (FlagRule::NoExit, Lang::En) => format!(
            "{n} or more people were assessed for the last full year, and nobody's pay was cut, nobody was moved or left, and no institution records an adjustment. A prompt to ask, not a failing."
        ),
        (FlagRule::PaperBeforeRule, Lang::Zh) => {
            format!("契约签订日期早于本企业任期制和契约化管理制度印发日期 {n} 天及以上。")
        }
        (FlagRule::PaperBeforeRule, Lang::En) => {
            format!("A contract paper is dated {n} or more days before the enterprise issued its tenure rule.")
        }
        (FlagRule::ClosedWithoutEvidence, Lang::Zh) => "任务已销号，截至统计日没有佐证材料。".to_owned(),
        (FlagRule::ClosedWithoutEvidence, Lang::En) => "A task is closed and has no evidence by the day.".to_owned(),
        (FlagRule::NoMeeting, Lang::Zh) => {
            format!("董事会建立已超过 {n} 天，没有会议记录。未填建立日期的不计。")
        }
        (FlagRule::NoMeeting, Lang::En) => {
            format!("A board established more than {n} days ago has no meeting on record; undated boards don't count.")
        }
        (FlagRule::OutsideExceeds, Lang::Zh) => format!("外部董事人数比在任董事总数多 {n} 名及以上。"),
        (FlagRule::OutsideExceeds, Lang::En) => {
            format!("Outside directors outnumber all directors in office by {n} or more.")
        }
        (FlagRule::CountedNotDue, Lang::Zh) => "制度填为不适用，或不纳入正在生效，却填了已印发。".to_owned(),
        (FlagRule::CountedNotDue, Lang::En) => {
            "An institution is marked as not due, or an exclusion is in force, yet it is said to be issued.".to_owned()
        }
        (FlagRule::DamagedCode, Lang::Zh) => "统一社会信用代码被电子表格当作数字损坏；仅校验位不符的不列。".to_owned(),
        (FlagRule::DamagedCode, Lang::En) => {
            "A credit code was damaged as a number by a spreadsheet; codes whose check merely fails are not listed."
                .to_owned()
        }
    }
}
