//! Frozen results: an assessment written down on a day, which later edits of the ledger don't change,
//! with a digest by which edits of the result itself are noticed; and two of them side by side.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{Assessed, Behind, ItemScore, Rule, State, SubjectScore};
use crate::{ColumnLabel, View};
use ledger::domain::{
    CodedEnum, Date, Decimal, Id, Kind, Lang, LongText, PersonName, RecordRef,
    choice::{EvaluationAxis, RubricReading},
    records::{Evaluation, EvaluationScore},
    region,
};

/// What whoever freezes a result says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// What it is called.
    pub title: String,
    /// Who froze it.
    pub by: String,
    /// The day on which it was frozen.
    pub on: Date,
    /// What more is to be said.
    pub note: String,
}

/// A result to be kept: its head and its lines, which are to refer to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The head, with the digest.
    pub evaluation: Evaluation,
    /// For each subject the line of its total, and one for each item.
    pub scores: Vec<EvaluationScore>,
}

/// What a subject is called.
pub fn subject_name(view: View<'_>, label: ColumnLabel) -> String {
    match label {
        ColumnLabel::Unit(id) => view.ledger.units.get(id).map_or_else(String::new, |row| row.name.clone()),
        ColumnLabel::Group(id) => view.ledger.enterprises.get(id).map_or_else(String::new, |row| row.name.clone()),
        ColumnLabel::Region(code) => region::column_name(code),
        ColumnLabel::OwnLevel(code) => region::own_level_name(code, Lang::Zh),
        _ => String::new(),
    }
}

/// Writes an assessment down.
pub fn frozen(view: View<'_>, assessed: &Assessed, header: Header) -> Frozen {
    let rubric = view.ledger.rubrics.get(assessed.rubric);
    let mut evaluation = Evaluation {
        title: header.title,
        year: Some(Decimal::whole(assessed.year)),
        as_of: Some(assessed.as_of),
        rubric: Some(assessed.rubric),
        rubric_name: rubric.map_or_else(String::new, |row| row.name.clone()),
        axis: Some(assessed.axis),
        a_from: rubric.and_then(|row| row.a_from),
        b_from: rubric.and_then(|row| row.b_from),
        c_from: rubric.and_then(|row| row.c_from),
        frozen_on: Some(header.on),
        by: PersonName(header.by),
        digest: String::new(),
        note: LongText(header.note),
    };
    let scores: Vec<EvaluationScore> =
        assessed.subjects.iter().flat_map(|subject| subject_lines(view, assessed, subject)).collect();
    evaluation.digest = digest(&evaluation, scores.iter());
    Frozen { evaluation, scores }
}

fn subject_lines(view: View<'_>, assessed: &Assessed, subject: &SubjectScore) -> Vec<EvaluationScore> {
    let hundredths = Decimal::from_hundredths;
    let blank = EvaluationScore { subject: subject_name(view, subject.label), ..EvaluationScore::default() };
    let blank = match subject.label {
        ColumnLabel::Unit(id) => EvaluationScore { unit: Some(id), ..blank },
        ColumnLabel::Group(id) => EvaluationScore { group: Some(id), ..blank },
        ColumnLabel::Region(code) | ColumnLabel::OwnLevel(code) => EvaluationScore { region: Some(code), ..blank },
        _ => blank,
    };
    let total = EvaluationScore {
        order: subject.rank.map(|rank| Decimal::whole(rank as i64)),
        points: Some(hundredths(subject.applicable)),
        score: subject.total.map(hundredths),
        figure: total_words(subject),
        grade: subject.grade.map_or_else(String::new, |grade| grade.letter().to_owned()),
        ..blank.clone()
    };
    let items = subject.items.iter().zip(&assessed.rules).enumerate().map(|(at, (item, rule))| EvaluationScore {
        order: Some(Decimal::whole(at as i64 + 1)),
        item: rule.name.clone(),
        points: Some(hundredths(rule.points)),
        score: match item.state {
            State::Scored => Some(hundredths(item.score)),
            State::Deduction => Some(hundredths(-item.score)),
            State::NotApplicable | State::Waiting | State::Veto(_) => None,
        },
        figure: figure_words(view, rule, item),
        ..blank.clone()
    });
    std::iter::once(total).chain(items).collect()
}

fn total_words(subject: &SubjectScore) -> String {
    let points = Decimal::from_hundredths;
    let mut words = format!(
        "得分 {}，扣分 {}，适用满分 {}",
        points(subject.gains),
        points(subject.deductions),
        points(subject.applicable)
    );
    if let Some(upper) = subject.upper.filter(|_| subject.is_provisional()) {
        words.push_str(&format!("；暂定，待评 {} 分，最高可至 {}", points(subject.waiting), points(upper)));
    }
    if subject.veto.is_some() {
        words.push_str("；一票否决");
    }
    words
}

/// The figure behind an item as it is printed. It names no person, so that names can be masked.
fn figure_words(view: View<'_>, rule: &Rule, item: &ItemScore) -> String {
    match (item.state, item.behind) {
        (State::Waiting, Behind::Rate(rate)) => format!("未填报（{}）", rate.den),
        (State::Waiting, _) => "待评".to_owned(),
        (State::Veto(true), _) => "否决".to_owned(),
        (State::Veto(false), _) => "无".to_owned(),
        (State::NotApplicable, _) => "—（不适用，不计入满分）".to_owned(),
        (_, Behind::Rate(rate)) => {
            let measure = rule.indicator.and_then(|id| view.ledger.indicators.get(id)).and_then(|row| row.measure);
            if measure.is_some_and(|measure| crate::indicator::nature(measure).is_weighted()) {
                rate.percent()
            } else {
                format!("{}（{}/{}）", rate.percent(), rate.num, rate.den)
            }
        }
        (_, Behind::Cases(cases)) if rule.reads == Some(RubricReading::Overdue) => format!("逾期 {cases} 项"),
        (_, Behind::Cases(cases)) => format!("疑点 {cases} 条"),
        (_, Behind::Hand(_)) => "人工评分".to_owned(),
        (_, Behind::Nothing) => String::new(),
    }
}

/// SHA-256 over the head and the lines in an order of their own. Left out are who froze it and the note
/// (names may be masked), and references, which change when ledgers that began apart are matched.
fn digest<'a>(head: &Evaluation, scores: impl Iterator<Item = &'a EvaluationScore>) -> String {
    let number = |value: Option<Decimal>| value.map_or_else(String::new, |value| value.to_string());
    let day = |value: Option<Date>| value.map_or_else(String::new, |value| value.to_string());
    let axis = head.axis.map_or("", |axis: EvaluationAxis| axis.key());
    let mut lines: Vec<String> = scores
        .map(|row| {
            let region = row.region.map_or_else(String::new, |code| code.to_string());
            let (order, points, score) = (number(row.order), number(row.points), number(row.score));
            canonical(&[&row.subject, &region, &row.item, &order, &points, &score, &row.figure, &row.grade])
        })
        .collect();
    lines.sort_unstable();
    let mut hash = Sha256::new();
    hash.update(canonical(&[
        &head.title,
        &number(head.year),
        &day(head.as_of),
        &head.rubric_name,
        axis,
        &number(head.a_from),
        &number(head.b_from),
        &number(head.c_from),
        &day(head.frozen_on),
    ]));
    lines.iter().for_each(|line| hash.update(line));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Fields with their lengths before them, so that no two lists of fields read the same.
fn canonical(fields: &[&str]) -> String {
    let mut text = String::new();
    for field in fields {
        text.push_str(&format!("{}:{field},", field.len()));
    }
    text.push('\n');
    text
}

/// The lines of a frozen result.
pub fn lines_of<'a>(
    view: View<'a>,
    evaluation: Id<Evaluation>,
) -> impl Iterator<Item = (RecordRef, &'a EvaluationScore)> {
    let own = move |row: &EvaluationScore| row.evaluation == Some(evaluation);
    let all = view.ledger.evaluation_scores.iter().filter(move |(_, row)| own(row));
    all.map(|(id, row)| (RecordRef::new(Kind::EvaluationScore, id.raw()), row))
}

/// Whether a frozen result still reads as it did when it was frozen.
pub fn is_untouched(view: View<'_>, evaluation: Id<Evaluation>) -> bool {
    let head = view.ledger.evaluations.get(evaluation);
    head.is_some_and(|head| head.digest == digest(head, lines_of(view, evaluation).map(|(_, row)| row)))
}

/// The total of a subject as it was frozen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TotalLine {
    /// The total.
    pub total: Option<Decimal>,
    /// The grade.
    pub grade: String,
    /// The place.
    pub rank: Option<Decimal>,
    /// What it was made of.
    pub figure: String,
}

/// The points of an item and what it gave; either may be missing.
pub type PointsAndScore = (Option<Decimal>, Option<Decimal>);

/// One item in two results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreChange {
    /// The item, by name.
    pub item: String,
    /// The points and the score before; `None` where the result has no such item.
    pub before: Option<PointsAndScore>,
    /// The points and the score after.
    pub after: Option<PointsAndScore>,
}

/// One subject in two results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultChange {
    /// What it is called; in the later result where it is in both.
    pub subject: String,
    /// Its total before; `None` where it was not assessed.
    pub before: Option<TotalLine>,
    /// Its total after.
    pub after: Option<TotalLine>,
    /// Its items: those of the earlier result in their order, then the new ones.
    pub items: Vec<ScoreChange>,
}

/// Two frozen results side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultComparison {
    /// Whether they go by the same kind of subject.
    pub has_same_axis: bool,
    /// Whether items, points or cuts differ, so that totals were not made in one way.
    pub has_other_rules: bool,
    /// Subject by subject: those of the later result by place, then those that are no longer in it.
    pub lines: Vec<ResultChange>,
}

/// What a subject is found by in another result.
type SubjectKey = (Option<ledger::domain::RawId>, Option<ledger::domain::RegionCode>, String);

#[derive(Default)]
struct Read {
    name: String,
    total: Option<TotalLine>,
    items: Vec<(Option<Decimal>, String, PointsAndScore)>,
}

fn read(view: View<'_>, evaluation: Id<Evaluation>) -> BTreeMap<SubjectKey, Read> {
    let mut subjects = BTreeMap::<SubjectKey, Read>::new();
    for (_, row) in lines_of(view, evaluation) {
        let record = row.unit.map(|id| id.raw()).or(row.group.map(|id| id.raw()));
        // A subject that refers to nothing is known by its name alone.
        let name = if record.is_none() && row.region.is_none() { row.subject.clone() } else { String::new() };
        let own = subjects.entry((record, row.region, name)).or_default();
        own.name.clone_from(&row.subject);
        if row.item.is_empty() {
            let (grade, figure) = (row.grade.clone(), row.figure.clone());
            own.total = Some(TotalLine { total: row.score, grade, rank: row.order, figure });
        } else {
            own.items.push((row.order, row.item.clone(), (row.points, row.score)));
        }
    }
    for own in subjects.values_mut() {
        own.items.sort();
    }
    subjects
}

/// Compares two frozen results subject by subject and item by item; items are matched by their names.
pub fn compare_results(view: View<'_>, earlier: Id<Evaluation>, later: Id<Evaluation>) -> ResultComparison {
    let (mut before, after) = (read(view, earlier), read(view, later));
    let heads = [earlier, later].map(|id| view.ledger.evaluations.get(id));
    let axis = heads.map(|head| head.and_then(|head| head.axis));
    let cuts = heads.map(|head| head.map(|head| (head.a_from, head.b_from, head.c_from)));
    let rules = |subjects: &BTreeMap<SubjectKey, Read>| {
        let first = subjects.values().next();
        let mut rules: Vec<(String, Option<Decimal>)> = first.map_or_else(Vec::new, |own| {
            own.items.iter().map(|(_, name, (points, _))| (name.clone(), *points)).collect()
        });
        rules.sort();
        rules
    };
    let has_other_rules = cuts[0] != cuts[1] || rules(&before) != rules(&after);
    let mut lines: Vec<ResultChange> = Vec::new();
    for (key, own) in after {
        let old = before.remove(&key);
        lines.push(change(old, Some(own)));
    }
    lines.extend(before.into_values().map(|old| change(Some(old), None)));
    let place = |line: &Option<TotalLine>| line.as_ref().and_then(|line| line.rank);
    lines.sort_by_key(|line| {
        let rank = place(&line.after);
        (line.after.is_none(), rank.is_none(), rank, line.subject.clone())
    });
    ResultComparison { has_same_axis: axis[0] == axis[1], has_other_rules, lines }
}

fn change(before: Option<Read>, after: Option<Read>) -> ResultChange {
    let name = after.as_ref().or(before.as_ref()).map_or_else(String::new, |own| own.name.clone());
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let mut items: Vec<ScoreChange> = Vec::new();
    for (_, item, score) in before.items {
        items.push(ScoreChange { item, before: Some(score), after: None });
    }
    for (_, item, score) in after.items {
        match items.iter_mut().find(|known| known.item == item && known.after.is_none()) {
            Some(known) => known.after = Some(score),
            None => items.push(ScoreChange { item, before: None, after: Some(score) }),
        }
    }
    ResultChange { subject: name, before: before.total, after: after.total, items }
}
